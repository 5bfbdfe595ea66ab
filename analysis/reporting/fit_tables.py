"""What training rests on and takes: fits with their checks and the rows left out; then stages by target, way and chip."""

import pandas as pd

from analysis.calibration import fits
from analysis.calibration.fit import SCALES
from analysis.calibration.mfu import runs
from analysis.catalog import Catalog
from analysis.insight import main_lab
from analysis.reporting.chain_tables import PLAIN, any_cell, grid
from analysis.reporting.table import Table
from analysis.reporting.wording import exact, two_figures
from analysis.scenarios import Result

TARGETS = {
    "own_last": "Earlier model",
    "own_next": "Following model",
    "flop_1e25": "10²⁵ operations",
    "flop_1e26": "10²⁶ operations",
    "us_frontier": "US frontier run",
}
RL_WAYS = {
    "rl": "Share of base chip-hours",
    "rl_by_flop": "Share of base operations",
    "rl_rollout": "Built up from answers and updates",
}
ON_CHIPS = {
    "remake": "Write the harvest",
    "sft": "Fine-tune on it",
    "rl": "Reinforcement learning",
    "base": "Base training",
    "research": "All research",
}
CHIP_COSTS = {"days": "days of the cluster", "usd": "rent, USD", "mwh": "electricity, MWh"}
FIT_WORDS = {
    "mfu": "Use of peak speed",
    "harvest": "Harvest returns",
    "growth": "Installed computing",
    "rental": "Rents",
}
WORDS = {
    "const": "Constant", "moe": "Mixture of experts", "hopper": "Hopper chip", "years": "A year later",
    "listed_years": "The same, list and posted prices",
    "log10_trajectories": "Ten times the trajectories", "contract": "Contract of a year or more", "large": "Large cloud",
    "posted": "Posted by any seller", "small": "Small cloud or marketplace",
}  # fmt: skip
CHECKS = {
    "cases": "Rows", "degrees_of_freedom": "Degrees of freedom", "residual_sd": "Scatter (log)",
    "r_squared": "Spread explained", "shapiro_p": "Normal, p", "breusch_pagan_p": "Even spread, p",
    "durbin_watson": "Durbin-Watson", "largest_cook": "Largest Cook's distance", "coverage": "Left-out rows inside 90%",
}  # fmt: skip
WHOLE, SHARES = ("cases", "degrees_of_freedom"), ("r_squared", "coverage")
NOT_DRAWN = "not used"


def fits_table(result: Result) -> Table:
    """What each fit gives to the model: the fitted input, its centre and 90% range, and how much it rests on."""
    rows = []
    for name, asked in result.catalog.fitted.items():
        fit, number = fits(result.catalog)[asked.fit], result.catalog.register[name]
        drawn = f"{two_figures(number.central)} ({two_figures(number.low)} to {two_figures(number.high)})"
        kept = f"{len(fit.response)} of {len(fit.response) + len(fit.left_out)}"
        use = NOT_DRAWN if asked.awaits else "drawn"
        rows.append((asked.name, f"{drawn} {asked.unit}", kept, use, asked.note))
    header = ("Fitted input", "Centre (90% range)", "Rows used", "In this run", "What to know of it")
    caption = "Least squares, made anew from the tables in data/ in each run. A predicted case has its scatter and the doubt about the coefficients; a slope has the doubt alone."
    return Table("fits", caption, header, tuple(rows), (2, 2.2, 1, 1, 4), ())


def coefficients_table(result: Result) -> Table:
    """The coefficients of every fit with their standard errors and 90% intervals, on the fitted scale."""
    rows = []
    for fit in fits(result.catalog).values():
        for item, row in fit.coefficients().iterrows():
            numbers = (two_figures(row[key]) for key in ("value", "se", "low", "high"))
            rows.append((fit.what, WORDS.get(item, item), *numbers))
    header = ("Fitted", "Coefficient", "Value", "Standard error", "5%", "95%")
    caption = (
        "Coefficients on the fitted scale. A constant stands for the case in which everything named below it is zero."
    )
    return Table("coefficients", caption, header, tuple(rows), (3, 2, 1, 1.2, 1, 1), (2, 3, 4, 5))


def checks_table(result: Result) -> Table:
    """Checks of the residuals of every fit, side by side."""
    found = fits(result.catalog)
    checked = {name: fit.checks() for name, fit in found.items()}
    rows = tuple((words, *(_check(key, checked[name][key]) for name in found)) for key, words in CHECKS.items())
    header = ("Check", *map(_fit_words, found))
    caption = "A small p speaks against the assumption. Durbin-Watson near 2: no correlation from row to row. Cook's distance above 1: one row carries the fit. Scatter is on the fitted scale; for the harvest that is the score itself."
    return Table("checks", caption, header, rows, (2, *(1.2 for _ in found)), tuple(range(1, len(header))))


def _fit_words(name: str) -> str:
    return FIT_WORDS.get(name, name.replace("_", " ").capitalize())


def _check(key: str, value: float) -> str:
    if key in WHOLE:
        return f"{value:.0f}"
    return f"{100 * value:.0f}%" if key in SHARES else two_figures(value)


def left_out_table(result: Result) -> Table:
    """Every row that a fit leaves out, with the reason; rows of one fit with one reason stand together."""
    rows = []
    for fit in fits(result.catalog).values():
        reasons: dict[str, list[str]] = {}
        for row, reason in fit.left_out.items():
            reasons.setdefault(reason, []).append(row)
        rows += [(_fit_words(fit.name), reason, ", ".join(ids)) for reason, ids in reasons.items()]
    header = ("Fit", "Reason", "Rows left out")
    return Table("left-out", "No row is left out without a reason in the data.", header, tuple(rows), (1, 3, 4), ())


def left_out_runs(catalog: Catalog) -> pd.DataFrame:
    """Each run of the use of peak speed, predicted by a fit to all others: shares, by the size of what was seen."""
    fit = fits(catalog)["mfu"]
    found, known = fit.leave_one_out(), runs(catalog)
    shares = found[["low", "high", "seen"]].map(SCALES[fit.scale][0])
    named = shares.assign(
        inside=found["inside"], moe=known.loc[found.index, "moe"] > 0, name=known.loc[found.index, "name"]
    )
    return named.assign(chip=[catalog.get("chips", chip).name for chip in known.loc[found.index, "chip"]]).sort_values(
        "seen"
    )


def drawn_share(catalog: Catalog) -> tuple[float, float, float]:
    """What the model draws for a new mixture of experts on Hopper chips: 5th, 50th and 95th percentile."""
    return fits(catalog)["mfu"].percentiles()


def flop_table(result: Result) -> Table:
    """Operations of fine-tuning and of base training by lab and target: the sizes that the stages come from."""
    rows = []
    for lab in result.catalog.labs(result.parameters.disclosure):
        for target, words in TARGETS.items():
            cells = [any_cell(result, f"{kind}_flop.{lab.id}.{target}") for kind in ("sft", "base")]
            rows.append((f"{lab.name}: {in_sentence(words)}", *cells))
    header = ("Model in training", "Fine-tuning on the harvest", "Base training")
    caption = "Operations (FLOP): median, and 90% interval below it; no interval where both factors are published."
    return Table("flop", caption, header, tuple(rows), (2.4, 2.4, 2.4), (1, 2))


def targets_table(result: Result) -> Table:
    """Fine-tuning, base training and all research by lab and target, with the chances that the base run binds."""
    rows = {}
    for lab in result.catalog.labs(result.parameters.disclosure):
        for target, words in TARGETS.items():
            end = f"{lab.id}.{target}"
            times = [f"months.{stage}.{end}" for stage in ("sft", "base", "research")]
            rows[f"{lab.name}: {in_sentence(words)}"] = [*times, f"tenth.base.{end}", f"year.base.{end}"]
    stages = ("Fine-tuning on the harvest", "Base training", "All research")
    header = ("Model in training", *stages, "Base run: above a tenth of a year", "Above a year")
    caption = f"Time on all of the lab's computing. {PLAIN} Research contains the base run: they are never summed."
    return Table("targets", caption, header, grid(result, rows), (2.4, 2, 2, 2, 1.3, 1), tuple(range(1, 6)))


def in_sentence(words: str) -> str:
    """Words of a heading as they stand in a sentence: an abbreviation keeps its capitals."""
    return words if words[:2].isupper() else words[0].lower() + words[1:]


def rl_table(result: Result) -> Table:
    """Three ways to size reinforcement learning, by lab, for the following model; and as far as the teacher judges."""
    labs = result.catalog.labs(result.parameters.disclosure)
    ways = RL_WAYS | {"rl_judged": "As far as the teacher could grade it (a ceiling)"}
    rows = {words: [f"months.{way}.{lab.id}.own_next" for lab in labs] for way, words in ways.items()}
    header = ("Way", *(lab.name for lab in labs))
    caption = "Reinforcement learning of the following model, time on the lab's whole computing: median, and 90% interval below it. A dash: no exchange asked the teacher to grade."
    return Table("rl", caption, header, grid(result, rows), (3, *(2 for _ in labs)), tuple(range(1, len(header))))


def on_chips_table(result: Result) -> Table:
    """Chip-hours of the main lab's following model by stage, on every chip that the scenario admits."""
    lab = main_lab(result)
    rows = {
        result.catalog.get("chips", chip).name: [f"chip_hours.{chip}.{stage}.{lab.id}" for stage in ON_CHIPS]
        for chip in _admitted(result, lab.id)
    }
    header = ("Chip-hours", *ON_CHIPS.values())
    caption = f"{lab.name}, following model. {PLAIN} Training goes by dense 16-bit speed, writing by decoding speed. Stages are nested and never summed."
    return Table(
        "on-chips", caption, header, grid(result, rows), (2.2, *(2 for _ in ON_CHIPS)), tuple(range(1, len(header)))
    )


def chip_costs_table(result: Result) -> Table:
    """Days of a cluster, rent and electricity on the same chips, of the least and of the largest single run."""
    lab, runs = main_lab(result), ("sft", "base")
    size = exact(result.catalog.register["comparator_cluster"].central)
    rows = {
        result.catalog.get("chips", chip).name: [
            f"chip_{field}.{chip}.{stage}.{lab.id}" for stage in runs for field in CHIP_COSTS
        ]
        for chip in _admitted(result, lab.id)
    }
    header = ("Chip", *(f"{ON_CHIPS[stage]}: {words}" for stage in runs for words in CHIP_COSTS.values()))
    caption = f"{lab.name}, following model. {PLAIN} The cluster: {size} chips. Other stages take as many times more as they have chip-hours."
    return Table(
        "chip-costs",
        caption,
        header,
        grid(result, rows),
        (2.2, *(1.8 for _ in header[1:])),
        tuple(range(1, len(header))),
    )


def _admitted(result: Result, lab: str) -> list[str]:
    """Chips on which this run gives a lab's stages."""
    ids = (i.split(".") for i in result.quantities if i.startswith("chip_hours.") and i.endswith(f".base.{lab}"))
    return [chip for _, chip, *_ in ids]


def serving_table(result: Result) -> Table:
    """What each fleet could serve in a day, beside the lab's whole harvest."""
    labs = result.catalog.labs(result.parameters.disclosure)
    rows = {lab.name: [f"serving.{lab.id}", f"processed.{lab.id}.mixture"] for lab in labs}
    header = ("Lab", "Tokens a day, if all of it served", "The whole harvest, tokens processed")
    return Table("serving", PLAIN, header, grid(result, rows), (1.4, 2.4, 2.4), (1, 2))
