"""What headlines rest on: their judged part, and what drives the distance between two routes to months of lag."""

import pandas as pd

from analysis.insight.drivers import confidence, drivers, judged_share
from analysis.insight.likelihood import percentage
from analysis.insight.route_gap import named
from analysis.reporting.link_tables import named_labs
from analysis.reporting.table import Table
from analysis.reporting.wording import amount
from analysis.scenarios import Result
from analysis.scenarios.binding import HEADLINE_STAGE
from analysis.scenarios.levers import FIRST_METRIC

MOST_ROWS = 8
MEASURES = {
    "one_in": "moving it alone from end to end",
    "one_out": "fixing it alone",
    "shapley": "its share of the variance",
}


def drivers_of_gap_table(result: Result, gap: pd.DataFrame) -> Table:
    """The inputs that the distance hangs on most, by share of its variance: a row an input, for each lab."""
    rows = []
    for lab, found in gap[gap["kind"] == "input"].groupby("lab", sort=False):
        name = result.catalog.get("labs", str(lab)).name
        for row in found.sort_values("shapley", ascending=False).head(MOST_ROWS).to_dict("records"):
            alone = folds(row["one_in"]) + (" (to nothing)" if row["nothing_at"] else "")
            rows.append(
                (name, row["name"], row["basis"], alone, percentage(row["one_out"]), percentage(row["shapley"]))
            )
            name = ""
    header = ("Lab", "Input", "Basis", "Distance, end to end", "Interval narrower", "Share of variance")
    caption = f"Distance between data returns and computing spared. {words_of_drivers(result, gap)}"
    return Table("gap", caption, header, tuple(rows), (1.4, 4, 1, 1.6, 1.2, 1.2), (3, 4, 5))


def choices_table(result: Result, gap: pd.DataFrame) -> Table:
    """The distance as run, and after each choice that is no input: what is counted, and on which growth it is set."""
    labs = list(dict.fromkeys(gap["lab"]))
    chosen = gap[gap["kind"] == "structural"]
    as_run = chosen.groupby("lab")["start"].first()
    rows = [("As run", *(folds(as_run[lab]) for lab in labs))]
    for name, found in chosen.groupby("name", sort=False):
        by_lab = found.set_index("lab")["end"]
        rows.append((str(name), *(folds(by_lab[lab]) for lab in labs)))
    header = ("All inputs at their centres", *(result.catalog.get("labs", lab).name for lab in labs))
    caption = "How many times data returns exceed computing spared: as run, and with one choice made in another way."
    return Table("choices", caption, header, tuple(rows), (4, *(1.4 for _ in labs)), tuple(range(1, len(labs) + 1)))


def confidence_table(result: Result) -> Table:
    """How much of each headline's variance rests on judged inputs, the confidence that follows by rule, and what moves it."""
    levers, labs = result.catalog.kinds["levers"].values(), named_labs(result)
    headlines = {
        f"months36.{HEADLINE_STAGE}.{lab.id}.flop_1e26": f"A base run of 10²⁶ operations, {lab.name}" for lab in labs
    }
    headlines |= {f"lever.{FIRST_METRIC}.{lever.id}": lever.name for lever in levers}
    headlines |= {f"lag.apart.{lab.id}": f"Distance between the routes to lag, {lab.name}" for lab in labs}
    rows = []
    for identifier, words in headlines.items():
        found = drivers(result, identifier)
        if found:
            share = judged_share(found)
            most = f"{found[0].label} ({percentage(found[0].share)})"
            rows.append((words, percentage(share), confidence(share), most))
    header = ("Headline", "Judged part", "Confidence", "Moved most by")
    caption = (
        "Part of the explained variance of ranks that rests on inputs set by us; the rest is evidenced. Confidence is low by rule "
        "above a half, high below a fifth."
    )
    return Table("confidence", caption, header, tuple(rows), (3.4, 1, 1, 4), (1,))


def words_of_drivers(result: Result, gap: pd.DataFrame) -> str:
    """Which input the distance hangs on, in a sentence a lab: one where all measures agree, else the first of each."""
    parts: dict[str, list[str]] = {}
    for row in named(gap):
        by = " and ".join(MEASURES[measure] for measure in row["measures"])
        parts.setdefault(row["lab"], []).append(f"'{row['name']}' ({by})")
    return " ".join(f"{result.catalog.get('labs', lab).name}: {'; '.join(words)}." for lab, words in parts.items())


def folds(tens: float) -> str:
    """A distance in tenfolds as a number of times."""
    return f"{amount(10**tens)} times"
