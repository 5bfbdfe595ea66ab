"""The tables of a brief: units in the header, every number from a result by its id."""

import math

from analysis.catalog.records import Policy, Posture
from analysis.catalog.records.instruments import MEASURES
from analysis.insight import drivers, judgements, main_lab, percentage, scale_rows
from analysis.model.constants import BINDS_FROM_YEARS, MONTHS_PER_YEAR, PLAUSIBLE_RUNS_A_YEAR
from analysis.model.controls import on_us_sale, qualifies, total_processing_performance
from analysis.reporting.table import Cell, Table
from analysis.reporting.wording import amount, exact, in_time, interval, lowered, time_interval
from analysis.scenarios import Result
from analysis.scenarios.cells import compared

READING_WORDS = {
    "mixture": "Mixture of the three",
    "turn": "A turn of an agent",
    "request": "A single-shot request",
    "session": "A whole session",
}
STAGE_ROWS = (
    ("Write the harvest, following model", "remake", "own_next"),
    ("Fine-tune on it, following model", "sft", "own_next"),
    ("Reinforcement learning, following model", "rl", "own_next"),
    ("Base training, following model", "base", "own_next"),
    ("Base training, 10²⁶ operations", "base", "flop_1e26"),
    ("Base training, US frontier run", "base", "us_frontier"),
    ("All research, following model", "research", "own_next"),
    ("All research, 10²⁶ operations", "research", "flop_1e26"),
)
# What is compared, the metrics for China and for labs, and the policy and posture.
EFFECTS = (
    ("Denial v. case by case, Beijing rations", "policy36", "added36_policy", "r1.ration"),
    ("Denial v. case by case, Beijing admits all", "policy36", "added36_policy", "r1.admit"),
    ("Full use of the rule v. the status quo", "difference36", "added36_difference", "r3.admit"),
)
TOP_DRIVERS = 3
NOT_RECORDED = "not recorded"  # chips whose figures the data do not hold come last; who published them is not said
RULE_OUTCOMES = {True: "case by case", False: "outside this rule", None: "unclear"}
SMALLEST_SHARE = 0.01


def amount_cell(result: Result, identifier: str, mark: str = "") -> Cell:
    """The median of a result as an amount, with its 90% interval unless its ends are equal."""
    q = result.quantities[identifier]
    return Cell(identifier, mark + amount(q[50]), interval(q[5], q[95]) if q[5] != q[95] else "")


def time_cell(result: Result, identifier: str, mark: str = "") -> Cell:
    """The median of a result in months as a time, with its 90% interval."""
    q = result.quantities[identifier]
    return Cell(identifier, mark + in_time(q[50]), time_interval(q[5], q[95]))


def readings_table(result: Result) -> Table:
    """What an exchange may be: tokens, price and fine-tuning under the mixture, each reading alone, and three stances."""
    lab = main_lab(result)
    rows = []
    for reading, words in READING_WORDS.items():
        end = "" if reading == "mixture" else f".{reading}"
        cells = [amount_cell(result, f"{field}.all.{reading}") for field in ("unique", "trained", "list_usd")]
        rows.append((words, *cells, time_cell(result, f"months.sft.{lab.id}.own_next{end}")))
    for stance, record in result.catalog.stances.items():
        cells = [amount_cell(result, f"stance.{stance}.{field}.all") for field in ("unique", "trained", "list_usd")]
        tuning = time_cell(result, f"stance.{stance}.months.sft.{lab.id}.own_next")
        rows.append((f"Stance: {record.name.lower()}", *cells, tuning))
    header = (
        "If an exchange is",
        "Unique tokens",
        "Trained tokens",
        "List price, USD",
        f"Fine-tuning, time on all of {lab.name}",
    )
    return Table(
        "readings",
        "Median, and 90% interval below it; all named labs, but for the last column. A stance puts every judged input of the chain at one end (low, high) or at its centre.",
        header,
        tuple(rows),
        (2, 2.4, 2.4, 2.4, 2.6),
        (1, 2, 3, 4),
    )


def stages_table(result: Result) -> Table:
    """Need by stage and lab in months of the lab's own computing; a mark where the median exceeds a tenth of a year."""
    labs = result.catalog.labs(result.parameters.disclosure)
    rows = []
    for words, stage, target in STAGE_ROWS:
        cells = []
        for lab in labs:
            identifier = f"months.{stage}.{lab.id}.{target}"
            binds = result.quantities[identifier][50] > BINDS_FROM_YEARS * MONTHS_PER_YEAR
            cells.append(time_cell(result, identifier, "▲ " if binds else ""))
        rows.append((words, *cells))
    caption = "Time on the lab's whole computing that each stage takes: median, and 90% interval below it. ▲ marks a median above a tenth of a year. Stages of one model are nested and never summed."
    return Table(
        "stages",
        caption,
        ("Stage and target", *(lab.name for lab in labs)),
        tuple(rows),
        (3.2, *(2.2 for _ in labs)),
        tuple(range(1, len(labs) + 1)),
    )


def regimes_table(result: Result) -> Table:
    """US policy by posture of Beijing: levels, direct difference from the status quo, chance of none in 12 months.

    Policies that let nothing through share a row: under one posture, or whatever Beijing does.
    """
    catalog, rows, postures = result.catalog, [], by_openness(result)
    policies = compared(catalog, catalog.get("scenarios", result.parameters.scenario).policy)
    mixed = any(result.quantities[f"difference36.{p.id}.{postures[0].id}"].unit != "chips" for p in policies)
    never = [p for p in policies if all(_nothing(result, p, posture) for posture in postures)]
    others = [p for p in policies if p not in never]
    if never:
        names = [scenario_of(result, p.id, posture.id) for p in never for posture in postures]
        own = ", ".join(name.strip(" ()") for name in names if name)
        rows.append(_regime_row(result, never, f"Whatever Beijing does ({own})", postures[0]))
    for posture in postures:
        closed = [p for p in others if _nothing(result, p, posture)]
        if closed:
            rows.append(_regime_row(result, closed, posture.name, posture))
    for policy in others:
        for posture in postures:
            if not _nothing(result, policy, posture):
                words = posture.name + scenario_of(result, policy.id, posture.id)
                rows.append(_regime_row(result, [policy], words, posture))
    header = (
        "US policy",
        "Beijing (scenario)",
        "In 12 months",
        "In 36 months",
        "36 months, against the status quo" + (", H200 equivalents" if mixed else ""),
        "None in 12 months",
    )
    caption = "Chips delivered to China after the evidence ends: median, and 90% interval below it; differences on paired draws, so medians do not subtract."
    return Table("regimes", caption, header, tuple(rows), (2.1, 2.6, 1.8, 1.8, 2.1, 1.2), (2, 3, 4, 5))


def _nothing(result: Result, policy: Policy, posture: Posture) -> bool:
    end = f"{policy.id}.{posture.id}"
    return result.quantities[f"delivered36.{end}"][95] == 0 and result.chances[f"none12.{end}"].probability == 1


def _regime_row(result: Result, policies: list[Policy], words: str, posture: Posture) -> tuple[str | Cell, ...]:
    end = f"{policies[0].id}.{posture.id}"
    levels = (amount_cell(result, f"{metric}.{end}") for metric in ("delivered12", "delivered36", "difference36"))
    probability = result.chances[f"none12.{end}"].probability
    chance = "certain" if probability == 1 else percentage(probability)
    names = [policy.name if place == 0 else lowered(policy.name) for place, policy in enumerate(policies)]
    return (", ".join(names), words, *levels, chance)


def by_openness(result: Result) -> list[Posture]:
    """Postures of Beijing from the least to the most open."""
    return sorted(result.catalog.kinds["postures"].values(), key=lambda p: p.share_admitted.central)


def scenario_of(result: Result, policy: str, posture: str) -> str:
    """The name of the scenario that a cell of the matrix is, in brackets; empty if none is."""
    names = [
        s.id.replace("_", " ")
        for s in result.catalog.kinds["scenarios"].values()
        if (s.policy, s.posture) == (policy, posture) and not s.overrides
    ]
    return f" ({', '.join(names)})" if names else ""


def effects_table(result: Result) -> Table:
    """Differences over 36 months on paired draws: direct, and less judged substitution in a row of its own."""
    labs = result.catalog.labs(result.parameters.disclosure)
    rows = []
    for words, china, lab_metric, end in EFFECTS:
        for effect, suffix in (("direct", ""), ("after substitution (judged)", "_net")):
            cells = [amount_cell(result, f"{lab_metric}{suffix}.{lab.id}.{end}") for lab in labs]
            rows.append((words, effect, amount_cell(result, f"{china}{suffix}.{end}"), *cells))
    header = ("Compared", "Effect", "H200 equivalents", *(f"{lab.name}, months" for lab in labs))
    caption = "Chips, and months of each lab's present computing, over 36 months on paired draws. Fleets grow, so months of today's fleet can exceed 36."
    wide = (3.3, 1.9, 2.0, *(1.9 for _ in labs))
    return Table("effects", caption, header, tuple(rows), wide, tuple(range(2, 3 + len(labs))))


def drivers_table(result: Result, headlines: dict[str, str]) -> Table:
    """The inputs that move each headline most, with the share of its rank variance."""
    rows = []
    for identifier, words in headlines.items():
        for driver in drivers(result, identifier)[:TOP_DRIVERS]:
            if driver.share < SMALLEST_SHARE:
                continue
            basis = "judged" if driver.judged else "evidenced"
            rows.append(
                (words, driver.label, f"{100 * driver.share:.0f}%", "raises" if driver.sign > 0 else "lowers", basis)
            )
    header = ("Result", "Input", "Share", "A higher value", "Basis")
    return Table(
        "drivers",
        f"How much of the spread of each result an input explains (squared rank correlations, normalised); for {main_lab(result).name} where a lab is meant.",
        header,
        tuple(rows),
        (2.9, 3.9, 0.7, 0.9, 1),
        (2,),
    )


def chips_table(result: Result) -> Table:
    """What the reference rule says of each chip that is sold abroad or made for China, by its legal performance."""
    rule = result.catalog.reference_rule
    limb = rule.limbs[0]
    sold = [c for c in result.catalog.kinds["chips"].values() if c.market in ("world", "china_only")]
    rows = []
    for chip in sorted(sold, key=lambda c: (not c.memory_bandwidth, total_processing_performance(c) or math.inf)):
        total = total_processing_performance(chip)
        rows.append((
            chip.name, f"{total:,.0f}" if total else NOT_RECORDED,
            exact(chip.memory_bandwidth.central) if chip.memory_bandwidth else NOT_RECORDED,
            "yes" if on_us_sale(chip, limb.on_us_sale_by) else "no", RULE_OUTCOMES[qualifies(chip, rule)],
        ))  # fmt: skip
    header = ("Chip", "TPP", "Memory bandwidth, GB/s", "On US sale that day", "January 2026 rule")
    citation = rule.citation.partition(" (")[0]
    limits = " and ".join(f"{exact(test.below)} {MEASURES[test.measure]}" for test in limb.tests)
    caption = f"The rule of {rule.effective.day} January {rule.effective.year} ({citation}): below {limits}, and on US sale that day. TPP: total processing performance. A chip outside this rule is not free: other licence requirements still hold for it."
    return Table("chips", caption, header, tuple(rows), (2.2, 1, 1.6, 1.4, 1.4), (1, 2))


def implausible(result: Result) -> list[str]:
    """Labs whose fleet implies a number of final runs a year outside the plausible range."""
    low, high = PLAUSIBLE_RUNS_A_YEAR
    labs = result.catalog.labs(result.parameters.disclosure)
    return [lab.id for lab in labs if not low <= result.quantities[f"runs.{lab.id}"][50] <= high]


def runs_table(result: Result) -> Table:
    """Consistency: final runs a year that each fleet implies, with a warning outside the plausible range."""
    low, high = PLAUSIBLE_RUNS_A_YEAR
    rows = []
    for lab in result.catalog.labs(result.parameters.disclosure):
        verdict = "warning: outside the plausible range" if lab.id in implausible(result) else "plausible"
        rows.append((lab.name, amount_cell(result, f"runs.{lab.id}"), verdict))
    caption = f"Consistency test: final runs of the following model a year that the fleet implies; {low} to {high} is plausible."
    return Table("runs", caption, ("Lab", "Runs a year", "Verdict"), tuple(rows), (1, 1.4, 2), (1,))


def judgements_table(result: Result) -> Table:
    """Key judgements with their confidence and what would change them."""
    rows = tuple(
        (f"{j.word} ({j.percent})", j.statement, f"{j.confidence}: {j.reason}", j.change) for j in judgements(result)
    )
    header = ("Likelihood", "That", "Confidence", "What would change it")
    return Table("judgements", "Key judgements.", header, rows, (1, 3, 3, 2), ())


def scale_table() -> Table:
    """The scale of likelihood words, printed once."""
    rows = tuple((row["word"], row["range"]) for row in scale_rows())
    return Table(
        "scale", "Likelihood words (US Intelligence Community Directive 203).", ("Word", "Chance"), rows, (1.4, 1), (1,)
    )
