"""Tables of the link: what each stage takes of a lab under each scenario, and what each lab can do over the horizon."""

from collections.abc import Iterable, Mapping

from analysis.catalog import Catalog
from analysis.model.constants import DELIVERY_STEP
from analysis.reporting.chain_tables import PLAIN
from analysis.reporting.fit_tables import TARGETS
from analysis.reporting.supply_tables import NOTHING, spread_words, sure
from analysis.reporting.table import Cell, Table
from analysis.reporting.wording import MINUS, UNDER_A_SECOND, in_time, time_interval, two_figures
from analysis.scenarios import Result
from analysis.scenarios.binding import SHOWN_STAGES
from analysis.scenarios.training import STAGE_WORDS

Results = Mapping[str, Result]  # by scenario; the first is what the others are held against
SHOWN_TARGETS = ("own_next", "flop_1e26", "us_frontier")
PERCENT = 100


def binding_table(results: Results, lab: str, targets: Iterable[str] = SHOWN_TARGETS) -> Table:
    """Stage and target of one lab: time on all of it under each scenario, then under the first what serving leaves, chances, H200s."""
    first = _first(results)
    rows = [
        (f"{STAGE_WORDS[stage]}: {lowered_target(target)}", *_stage_cells(results, f"{stage}.{lab}.{target}"))
        for target in targets
        for stage in SHOWN_STAGES
    ]
    names = [scenario_words(first.catalog, scenario) for scenario in results]
    header = (
        "Stage and target", *names, "On what serving leaves", "Chance of over a tenth of a year", "Chance of over a year",
        f"Change per {DELIVERY_STEP:,} H200 more",
    )  # fmt: skip
    caption = (
        f"Time on {first.catalog.get('labs', lab).name}’s computing at its mean over the next {first.catalog.horizon.months} months, by scenario. "
        f"{PLAIN} The last four columns are under “{names[0]}”; the last is what so many chips more for all of China would change, by the part "
        "that reaches the lab. Stages of one model are nested and are not added up."
    )
    wide = (2.4, *(1.9 for _ in names), 1.9, 1.1, 1.1, 2)
    return Table("binding", caption, header, tuple(rows), wide, tuple(range(1, len(header))))


def labs_table(results: Results, lab: str) -> Table:
    """One lab by scenario, most gained first: change of its computing, growth brought forward, final runs, tokens served."""
    first, rows = _first(results), []
    for scenario, result in sorted(results.items(), key=lambda one: -one[1].quantities[f"change36.{lab}"][50]):
        cells = [
            signed_cell(result, scenario, f"change36.{lab}"),
            _share_cell(result, scenario, f"change36_share.{lab}"),
            signed_cell(result, scenario, f"growth36.{lab}"),
            *(plain_cell(result, scenario, f"runs36.{lab}.{target}") for target in SHOWN_TARGETS),
            plain_cell(result, scenario, f"serving36.{lab}"),
        ]
        rows.append((scenario_words(first.catalog, scenario), *cells))
    header = (
        "Scenario", "Change of its computing", "As a share", "Growth brought forward",
        *(f"Runs a year: {lowered_target(target)}" for target in SHOWN_TARGETS), "Tokens a day it could serve",
    )  # fmt: skip
    base = first.catalog.get("scenarios", first.catalog.horizon.baseline).name
    caption = (
        f"{first.catalog.get('labs', lab).name}. Changes are from “{base}” over {first.catalog.horizon.months} months: in months of the lab’s "
        f"present computing, as a share of all that it has, and in months of China’s growth of computing. Tokens: at the end, if nothing else ran. {PLAIN}"
    )
    return Table("labs", caption, header, tuple(rows), (1.9, *(1.6 for _ in header[1:])), tuple(range(1, len(header))))


def named_labs(result: Result) -> list:
    """The labs that the run's disclosure names."""
    return list(result.catalog.labs(result.parameters.disclosure))


def scenario_words(catalog: Catalog, scenario: str) -> str:
    """The short name of a scenario: what stands before its colon."""
    return catalog.get("scenarios", scenario).name.partition(":")[0]


def lowered_target(target: str) -> str:
    """A target scale within a sentence: "following model", "US frontier run"."""
    words = TARGETS[target]
    return words if words.startswith("US") else words[0].lower() + words[1:]


def lab_time(months: float) -> str:
    """Months of lab compute in one unit from a month upward, less as a time: "39 months", "3.2 minutes"."""
    return f"{two_figures(months)} months" if months >= 1 else in_time(months)


def signed_time(months: float) -> str:
    """A change in months with its sign: "+7.8 months", "−27 days"; "0" where there is none.

    >>> signed_time(37.2), signed_time(-0.896), signed_time(0), signed_time(-1e-8)
    ('+37 months', '−27 days', '0', 'under a second less')
    """
    if months == 0:
        return NOTHING
    words = lab_time(abs(months))
    if words == UNDER_A_SECOND:
        return f"{words} {'less' if months < 0 else 'more'}"
    return (MINUS if months < 0 else "+") + words


def between(first: str, last: str) -> str:
    """Two ends of an interval; a unit that both have is said once, and equal ends too.

    >>> between("−12 days", "−1.0 days"), between("−2.0 days", "−3.0 hours"), between("0.43%", "48%"), between("0", "0")
    ('−12 to −1.0 days', '−2.0 days to −3.0 hours', '0.43 to 48%', '0')
    """
    if first == last:
        return first
    number, _, unit = first.partition(" ")
    if unit and number[-1].isdigit() and last.endswith(f" {unit}"):
        return f"{number} to {last}"
    return f"{first.removesuffix('%') if last.endswith('%') else first} to {last}"


def signed_cell(result: Result, scenario: str, identifier: str) -> Cell:
    """A change in months, with its sign; the scenario stands before the id where several are shown."""
    q = result.quantities[identifier]
    ends = "" if q[5] == q[95] else between(signed_time(q[5]), signed_time(q[95]))
    return Cell(_named(scenario, identifier), signed_time(q[50]), ends)


def plain_cell(result: Result, scenario: str, identifier: str) -> Cell:
    """A quantity as an amount, or months as a time."""
    q = result.quantities[identifier]
    if q.unit == "months":
        return Cell(_named(scenario, identifier), in_time(q[50]), "" if q[5] == q[95] else time_interval(q[5], q[95]))
    return Cell(_named(scenario, identifier), *spread_words(q[5], q[50], q[95]))


def chance_cell(result: Result, scenario: str, identifier: str) -> Cell:
    """A chance in per cent; exactly none and exactly all are said as such."""
    return Cell(_named(scenario, identifier), sure(result.chances[identifier].probability), "")


def _stage_cells(results: Results, end: str) -> list[Cell]:
    scenario, first = next(iter(results.items()))
    times = [plain_cell(result, name, f"months36.{end}") for name, result in results.items()]
    left = plain_cell(first, scenario, f"months36_left.{end}")
    chances = [chance_cell(first, scenario, f"{field}.{end}") for field in ("tenth36", "year36")]
    return [*times, left, *chances, signed_cell(first, scenario, f"per_step36.{end}")]


def _share_cell(result: Result, scenario: str, identifier: str) -> Cell:
    q = result.quantities[identifier]
    ends = "" if q[5] == q[95] else between(signed_percent(q[5]), signed_percent(q[95]))
    return Cell(_named(scenario, identifier), signed_percent(q[50]), ends)


def signed_percent(share: float) -> str:
    """A change as a share in per cent with its sign: "+5.2%"; "0" where there is none.

    >>> signed_percent(0.0525), signed_percent(-0.0061), signed_percent(0)
    ('+5.2%', '−0.61%', '0')
    """
    return NOTHING if share == 0 else f"{'+' if share > 0 else ''}{two_figures(PERCENT * share)}%"


def _named(scenario: str, identifier: str) -> str:
    return f"{scenario}.{identifier}" if scenario else identifier


def _first(results: Results) -> Result:
    return next(iter(results.values()))
