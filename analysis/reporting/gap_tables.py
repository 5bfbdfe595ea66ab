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

MOST_ROWS = 5
LARGEST = "▲ "  # the largest of a lab by one measure


def drivers_of_gap_table(result: Result, gap: pd.DataFrame) -> Table:
    """The inputs that the distance hangs on most, by share of its variance, and any that is largest by another measure."""
    rows, largest = [], {(row["lab"], row["input"]): row["measures"] for row in named(gap)}
    for lab, found in gap[gap["kind"] == "input"].groupby("lab", sort=False):
        name, ordered = result.catalog.get("labs", str(lab)).name, found.sort_values("shapley", ascending=False)
        for place, row in enumerate(ordered.to_dict("records")):
            first = largest.get((lab, row["input"]), [])
            if place >= MOST_ROWS and not first:
                continue
            words = {
                "one_in": folds(row["one_in"]) + (" (to nothing)" if row["nothing_at"] else ""),
                "one_out": percentage(row["one_out"]),
                "shapley": percentage(row["shapley"]),
            }
            marked = [LARGEST * (measure in first) + text for measure, text in words.items()]
            rows.append((name, row["name"], row["basis"], *marked))
            name = ""
    header = ("Lab", "Input", "Basis", "Moved alone, end to end", "Fixed alone, interval narrower", "Share of variance")
    caption = (
        "What moves the distance between data returns and computing spared. ▲: the largest of a lab by that measure. To nothing: at one end the "
        "harvest spares no computing."
    )
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


def folds(tens: float) -> str:
    """A distance in tenfolds as a number of times."""
    return f"{amount(10**tens)} times"
