"""What the explorer says of one setting: the finding in plain words, the harvest lab by lab, and where the start lies."""

from analysis.reporting.figures import TENTH_OF_YEAR
from analysis.reporting.link_tables import between
from analysis.reporting.supply_tables import sure
from analysis.reporting.table import Cell, Table
from analysis.reporting.tables import READING_WORDS
from analysis.reporting.wording import amount, in_time, interval, lowered, stated, time_interval, two_figures
from analysis.scenarios import Result
from analysis.scenarios.cells import named, products_of
from analysis.scenarios.explore import SHOWN, View, days_until_found
from analysis.scenarios.results import Quantity

STAGE_ROWS = {
    ("remake", "own_next"): "Write the harvest with its own model",
    ("sft", "own_next"): "Fine-tune on the harvest",
    ("rl", "own_next"): "Reinforcement learning",
    ("base", "own_next"): "Base training of the following model",
    ("base", "flop_1e26"): "Base training at 10²⁶ operations",
}
LIMIT_WORDS = {
    "ceiling": "the US ceiling",
    "cap": "the rule's share of US volume",
    "customers": "the limit per customer, with what firms want",
    "made": "what is made",
    "tested": "what laboratories test",
    "time": "time or Beijing's permission",
}


def finding(view: View) -> str:
    """The main finding with the present settings, in plain words."""
    return f"{_left_words(view)} {_binding_words(view)} {_delivered_words(view)}"


def harvest_table(view: View) -> Table:
    """By lab: exchanges and tokens that are left, and what fine-tuning on them takes."""
    reading, rows = view.settings.reading, []
    for lab in view.labs:
        ids = (f"exchanges.{lab.id}", f"unique.{lab.id}.{reading}", f"trained.{lab.id}.{reading}")
        counts = [_cell(view.result.quantities[one]) for one in ids]
        tuning = view.result.quantities[f"months.sft.{lab.id}.own_next"]
        rows.append((lab.name, *counts, Cell(tuning.id, in_time(tuning[50]), time_interval(tuning[5], tuning[95]))))
    header = ("Lab", "Exchanges left", "Unique tokens", "Trained tokens", "Fine-tuning, of all it has")
    caption = f"Unit of exchange: “{READING_WORDS[reading]}”. Below each median its 90% interval, where there is one."
    return Table("harvest", caption, header, tuple(rows), (1.5, 2, 2, 2, 2.4), (1, 2, 3, 4))


def start_table(result: Result, view: View) -> Table:
    """A run of all draws beside the explorer's few, where nothing is set besides the parameters."""
    scenario = result.catalog.get("scenarios", result.parameters.scenario)
    rows = []
    for lab in view.labs:
        for stage, target in SHOWN:
            words = f"{lab.name}: {lowered(STAGE_ROWS[stage, target])}"
            q = [found.quantities[f"months.{stage}.{lab.id}.{target}"] for found in (result, view.result)]
            rows.append((words, *(Cell(one.id, in_time(one[50]), time_interval(one[5], one[95])) for one in q)))
    both = (result, view.result)
    tokens = [found.quantities["unique.all.mixture"] for found in both]
    chips = [found.quantities[f"delivered36.{scenario.policy}.{scenario.posture}"] for found in both]
    rows += [("Unique tokens, all named labs", *map(_cell, tokens)), ("New chips over the horizon", *map(_cell, chips))]
    header = ("Result", *(f"At {found.parameters.draws:,} draws" for found in both))
    caption = "The same inputs twice: all draws, and the few that the panel uses. What they differ by is chance alone."
    return Table("start", caption, header, tuple(rows), (4, 2.2, 2.2), (1, 2))


def _cell(q: Quantity) -> Cell:
    exact = q[5] == q[95]
    return Cell(q.id, stated(q[50]) if exact else amount(q[50]), "" if exact else interval(q[5], q[95]))


def _medians(view: View, stage: str, target: str) -> list[float]:
    return [view.result.quantities[f"months.{stage}.{lab.id}.{target}"][50] for lab in view.labs]


def over_labs(view: View, stage: str, target: str) -> str:
    """The least and the largest median over labs, as times."""
    found = _medians(view, stage, target)
    return in_time(found[0]) if len(found) == 1 else time_interval(min(found), max(found))


def _left_words(view: View) -> str:
    """What is left of the harvest, against what was counted."""
    quantities, asked = view.result.quantities, view.settings
    exchanges, tokens = quantities["exchanges.all"], quantities[f"unique.all.{asked.reading}"]
    words = f"{_cell(exchanges).median} exchanges, {amount(tokens[50])} unique tokens"
    if asked.detection is None:
        return f"The harvest as counted: {words}."
    kept = [quantities[f"kept.{lab.id}"][50] for lab in view.labs]
    ends = between(sure(min(kept)), sure(max(kept)))
    return f"Found after {days_words(asked.detection)}, campaigns keep {ends} of their exchanges: {words}."


def days_words(rate: float) -> str:
    """The time until a campaign is found at a rate a month: "15 days", "1 day"."""
    number = two_figures(days_until_found(rate)).removesuffix(".0")
    return f"{number} day{'' if number == '1' else 's'}"


def _binding_words(view: View) -> str:
    """What fine-tuning and a base run of frontier scale take, and at how many labs chips bind there, by medians."""
    words = []
    for stage, target, takes in (
        ("sft", "own_next", "Fine-tuning on it takes"),
        ("base", "flop_1e26", "a base run of 10²⁶ operations takes"),
    ):
        bound, of = sum(months > TENTH_OF_YEAR for months in _medians(view, stage, target)), len(view.labs)
        where = "at no lab" if not bound else "at every lab" if bound == of else f"at {bound} of {of} labs"
        words.append(f"{takes} {over_labs(view, stage, target)} of all that a lab has (chips bind {where})")
    return f"At the median, {lowered('; '.join(words))}."


def _delivered_words(view: View) -> str:
    """Chips over the horizon, and what they end at most often."""
    catalog = view.result.catalog
    scenario = catalog.get("scenarios", view.settings.parameters.scenario)
    total = view.result.quantities[f"delivered36.{scenario.policy}.{scenario.posture}"]
    name, months = scenario.name.partition(":")[0], catalog.horizon.months
    if total[95] == 0:
        return f"Under “{name}” no chip is delivered in {months} months."
    limit = max(view.at_limit, key=view.at_limit.__getitem__)
    chips = named(catalog, products_of(catalog, catalog.get("policies", scenario.policy)))
    return (
        f"Under “{name}” {amount(total[50])} more chips ({chips}) are delivered in {months} months, 90% interval "
        f"{interval(total[5], total[95])}; what stops them most often is {LIMIT_WORDS[limit]}, on {sure(view.at_limit[limit])} of draws."
    )
