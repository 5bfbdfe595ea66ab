"""Tables of levers: what each takes by six metrics, its terms and cost, the chance of ranking first, and break-even doses."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.insight.likelihood import percentage
from analysis.reporting.chain_tables import NONE, PLAIN
from analysis.reporting.link_tables import PERCENT, between, chance_cell, lab_time, named_labs
from analysis.reporting.supply_tables import NOTHING, spread_words
from analysis.reporting.table import Cell, Table
from analysis.reporting.wording import MINUS, exact, part_interval, part_of_one, two_figures
from analysis.scenarios import Result
from analysis.scenarios.lag_strip import OBSERVED, ROUTES
from analysis.scenarios.lever_effects import DENIAL, TOGETHER
from analysis.scenarios.levers import BROKEN_EVEN, FIRST_METRIC, METRICS

METRIC_WORDS = {
    "months": "Months of lab compute",
    "months_net": "The same, after judged substitution",
    "runs": "Final runs a year",
    "serving": "Tokens a day",
    "growth": "Growth of computing",
    "lag": "Lag (experimental)",
}
ACTORS = {
    "us_executive": "US executive",
    "congress": "US Congress",
    "provider": "Each provider",
    "providers_together": "Providers together",
    "beijing": "Beijing",
}
ROUTE_WORDS = {
    "compute": "Computing spared, set on China’s growth",
    "returns": "Data returns, set on a benchmark’s pace",
    "top_down": "Top-down: all teachers, the leading lab",
}
GAP_WORDS = {
    "epoch-index-average": "Epoch AI’s index, average since 2023",
    "caisi-deepseek-v4": "CAISI’s tests of DeepSeek V4 Pro",
    "epoch-index-august-2026": "Epoch AI’s index, August 2026",
}
NO_DOSE = "no dose"
LEAST_RUN = 0.001
MOST_ROWS = 12  # of a sweep


def lever_table(result: Result) -> Table:
    """Every lever, those that take most first, then those together: loss by six metrics; chance of ranking first by two."""
    rows = []
    for key, words in lever_words(result).items():
        cells = [loss_cell(result, f"lever.{metric}.{key}") for metric in METRICS]
        chances = [_first(result, metric, key) for metric in BROKEN_EVEN]
        rows.append((words, *cells, *chances))
    firsts = (f"First by {METRIC_WORDS[m][0].lower()}{METRIC_WORDS[m][1:]}" for m in BROKEN_EVEN)
    header = ("Lever", *METRIC_WORDS.values(), *firsts)
    caption = (
        f"Loss over {result.catalog.horizon.months} months at the dose in the data, against the present rule: all named labs added up; for growth and lag the lab "
        f"that loses most. {PLAIN} {MINUS} means that labs gain. Limits on chips take them from any use, not from harvests alone. Lag is experimental. "
        "Levers together are not ranked."
    )
    return Table("levers", caption, header, tuple(rows), (2.4, *(1.5 for _ in header[1:])), tuple(range(1, 9)))


def lever_terms_table(result: Result) -> Table:
    """Every lever alone: who pulls it, its dose, when it works, what it costs whom, and months taken for a billion USD."""
    rows = []
    for key, words in lever_words(result, together=False).items():
        lever = result.catalog.get("levers", key)
        dose = _percent_cell(result, f"lever.dose.{key}")
        spent = amount_cell(result, f"lever.cost.{key}")
        begins, each = (loss_cell(result, f"lever.{field}.{key}") for field in ("begins", "months_per_billion"))
        rows.append((words, ACTORS[lever.actor], lever.dose_means, dose, begins, spent, lever.cost_borne_by, each))
    header = (
        "Lever", "Who", "The dose means", "Dose", "Works after", "Cost, USD", "Borne by", "Lab compute for a billion USD",
    )  # fmt: skip
    caption = f"Judged by us. Cost over {result.catalog.horizon.months} months, while the lever works; loss as in the table of levers. {PLAIN}"
    return Table("lever-terms", caption, header, tuple(rows), (1.8, 1.2, 2.4, 1.2, 1.4, 1.6, 2.2, 1.6), (3, 4, 5, 7))


def rank_table(result: Result) -> Table:
    """The chance that each lever alone takes most, by metric; ties, and whether the first by months stays first."""
    rows = [
        (words, *(_first(result, metric, key) for metric in METRICS))
        for key, words in lever_words(result, together=False).items()
    ]
    rows.append(("Several tie, or none takes any", *(chance_cell(result, "", f"rank_tie.{m}") for m in METRICS)))
    held = (NONE if m == FIRST_METRIC else chance_cell(result, "", f"order_holds.{m}") for m in METRICS)
    rows.append(("The first by months of lab compute is first here too", *held))
    caption = "Share of draws on which a lever at its dose takes more than every other. One big lever can come first while the order of the rest is open."
    header = ("Takes most", *METRIC_WORDS.values())
    return Table("ranks", caption, header, tuple(rows), (2.6, *(1.4 for _ in METRICS)), tuple(range(1, len(header))))


def rank_sweep_table(result: Result, sweep: pd.DataFrame) -> Table:
    """What the first rank rests on: judged inputs at either end of their range, and who ranks first there, the widest first."""
    levers = result.catalog.kinds["levers"]
    rows = tuple(
        (row["name"], *(_ranked(row, end, levers) for end in ("low", "high")))
        for row in sweep.head(MOST_ROWS).to_dict("records")
    )
    leader = sweep.iloc[0]
    caption = (
        f"Chance that '{levers[leader['lever']].name}' ranks first by months of lab compute: {percentage(leader['as_drawn'])} as "
        "drawn, and with one judged input at either end. Another lever is named where it ranks first more often there."
    )
    return Table(
        "rank-sweep", caption, ("Judged input", "At its low end", "At its high end"), rows, (5, 2.4, 2.4), (1, 2)
    )


def _ranked(row: Mapping[str, Any], end: str, levers: Mapping[str, Any]) -> str:
    """The leading lever's chance at one end of an input, and who leads there if another does."""
    first = row[f"first_at_{end}"]
    words = percentage(row[f"at_{end}"])
    return words if first == row["lever"] else f"{words}; first: {levers[first].name}"


def break_even_table(result: Result) -> Table:
    """The dose at which each other lever takes as much as denial does, and the chance that none does, by two metrics."""
    rows = []
    for key, words in lever_words(result, together=False).items():
        if key != DENIAL:
            cells = [cell for metric in BROKEN_EVEN for cell in _even(result, metric, key)]
            rows.append((words, _percent_cell(result, f"lever.dose.{key}"), *cells))
    columns = (
        text for m in BROKEN_EVEN for text in (f"Dose needed: {_lower(m)}", f"Chance that none does: {_lower(m)}")
    )
    denial = result.catalog.get("levers", DENIAL).name
    caption = f"Dose, from none to the whole, at which a lever takes as much as “{denial}”, if its effect grows with the dose in proportion. {PLAIN}"
    return Table(
        "break-even",
        caption,
        ("Lever", "Judged dose", *columns),
        tuple(rows),
        (2.2, 1.6, 1.8, 1.4, 1.8, 1.4),
        (1, 2, 3, 4, 5),
    )


def lag_table(result: Result) -> Table:
    """Three routes to the lag that a horizon's harvests close, by lab; how far apart; and the gaps that others observed."""
    labs = named_labs(result)
    rows = [
        (ROUTE_WORDS[route], "judgement", *(loss_cell(result, f"lag.{route}.{lab.id}") for lab in labs), NONE)
        for route in ROUTES
    ]
    apart = []
    for lab in labs:
        q = result.quantities[f"lag.apart.{lab.id}"]
        apart.append(Cell(q.id, part_of_one(q[50]), part_interval(q[5], q[95])))
    rows.append(("Smallest route over the largest", "judgement", *apart, NONE))
    for row in OBSERVED:
        q = result.quantities[f"gap.{row}"]
        rows.append((f"Gap: {GAP_WORDS[row]}", q.label, *(NONE for _ in labs), Cell(q.id, gap_words(q[50]), "")))
    header = ("Experimental", "Kind", *(lab.name for lab in labs), "China’s models")
    caption = f"Months of lag, by three routes that are never averaged. {PLAIN} The gaps are of China’s models as a whole, or of one of them, and not what a harvest closes."
    return Table("lag", caption, header, tuple(rows), (3, 1.1, *(1.8 for _ in labs), 1.4), tuple(range(2, len(header))))


def lever_words(result: Result, *, together: bool = True) -> dict[str, str]:
    """Names of levers by id, those that take most at the median first; then, if asked, those together."""
    alone = {lever.id: lever.name for lever in result.catalog.kinds["levers"].values()}
    order = sorted(alone, key=lambda key: -result.quantities[f"lever.{FIRST_METRIC}.{key}"][50])
    return {key: alone[key] for key in order} | (
        {key: words for key, (words, _) in TOGETHER.items()} if together else {}
    )


def lab_months(months: float) -> str:
    """Months of lab compute, with a minus sign where labs gain, small ones as a time.

    >>> lab_months(38.8), lab_months(-5.78), lab_months(0.000074), lab_months(0)
    ('39 months', '−5.8 months', '3.2 minutes', '0')
    """
    return NOTHING if months == 0 else (MINUS if months < 0 else "") + lab_time(abs(months))


def run_words(runs: float) -> str:
    """Final runs a year; what is under a thousandth of one is not spelled out.

    >>> run_words(5.22), run_words(-0.55), run_words(0.0000073), run_words(0)
    ('5.2', '−0.55', 'under 0.001', '0')
    """
    return f"under {LEAST_RUN}" if 0 < runs < LEAST_RUN else two_figures(runs)


def loss_cell(result: Result, identifier: str) -> Cell:
    """A loss: months of lab compute or of lag as such, final runs a year, anything else as an amount."""
    q = result.quantities[identifier]
    words = {"months": lab_months, "runs/year": run_words}.get(q.unit)
    if words is None:
        return amount_cell(result, identifier)
    return Cell(identifier, words(q[50]), "" if q[5] == q[95] else between(words(q[5]), words(q[95])))


def amount_cell(result: Result, identifier: str) -> Cell:
    """A quantity as an amount; nothing is a plain 0."""
    q = result.quantities[identifier]
    return Cell(identifier, *spread_words(q[5], q[50], q[95]))


def gap_words(months: float) -> str:
    """A gap as its observer states it: "7 months"."""
    return f"{exact(months)} months"


def dose_words(dose: float) -> str:
    """A dose in per cent; the whole stands for none that does."""
    return NO_DOSE if dose >= 1 else f"{two_figures(PERCENT * dose)}%"


def _even(result: Result, metric: str, key: str) -> tuple[Cell, Cell]:
    q = result.quantities[f"break_even.{metric}.{key}"]
    low, middle, high = (dose_words(q[p]) for p in (5, 50, 95))
    chance = chance_cell(result, "", f"no_break_even.{metric}.{key}")
    return Cell(q.id, middle, "" if low == high else between(low, high)), chance


def _percent_cell(result: Result, identifier: str) -> Cell:
    q = result.quantities[identifier]
    low, middle, high = (f"{two_figures(PERCENT * q[p])}%" for p in (5, 50, 95))
    return Cell(identifier, middle, "" if low == high else between(low, high))


def _first(result: Result, metric: str, key: str) -> str | Cell:
    identifier = f"rank_first.{metric}.{key}"
    return chance_cell(result, "", identifier) if identifier in result.chances else NONE


def _lower(metric: str) -> str:
    words = METRIC_WORDS[metric]
    return words[0].lower() + words[1:]
