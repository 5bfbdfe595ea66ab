"""Tables of supply: the whole matrix, computing power by channel and yardstick, what binds, and what US buyers could lose."""

import pandas as pd

from analysis.catalog import Catalog
from analysis.insight import percentage
from analysis.reporting.chain_tables import NONE, PLAIN
from analysis.reporting.table import Cell, Table
from analysis.reporting.wording import amount, exact, interval
from analysis.scenarios.supply_series import REFERENCE, REGIMES, SupplySeries, regime_parts

TRAINING = "h100e_flop"
SINGLE = {
    "legal": "Sold lawfully",
    "domestic": "Chinese makers, dies made in China",
    "proxy_fabricated": "Chinese makers, dies from abroad",
    "diverted": "Diverted",
    "rented": "Rented abroad, not owned",
}
CHANNELS = SINGLE | {
    "total": "All that China uses, rented included",
    "owned": "All that China owns, without rented",
}
POSTURES = {"ration": "Beijing rations", "admit": "Beijing admits all"}
WHOSE = {"us": "Five US firms", "world": "The world"}
YARDSTICKS = {
    TRAINING: "By 16-bit speed (training)",
    "h100e_bandwidth": "By memory bandwidth",
    "h100e_decode": "By decoding as measured",
}
LIMITS = {
    "ceiling": "The ceiling, times the US share",
    "cap": "The rule's share of US volume",
    "customers": "The limit per customer, with what firms want",
    "made": "What is made and in stock",
    "tested": "What US laboratories test",
    "time": "None within the horizon, as time or permission runs out",
}
CERTAIN = 1.0
NOTHING = "0"
ENDS = ("p5", "p50", "p95")


def matrix_table(matrix: pd.DataFrame) -> Table:
    """Every policy under every posture: chips in 12 months and over the horizon, the chance of none, and computing power used."""
    rows, last, none = [], "", set(nothing_arrives(matrix))
    for row in matrix.to_dict("records"):
        policy = "" if row["policy"] == last else row["policy"]
        chance = Cell(f"none12.{row['id']}", sure(row["none12"]), "")
        cells = [_cell(f"{column}.{row['id']}", row, column) for column in ("months12", "months36", "used")]
        chips = NONE if row["policy"] in none else row["chips"]
        rows.append((policy, row["posture"], chips, cells[0], chance, *cells[1:]))
        last = row["policy"]
    header = ("US policy", "Beijing", "Chips", "12 months", "Chance of none", "36 months", "China uses then, H100e")
    caption = (
        f"New chips, and computing power from all channels at the end. {PLAIN} Chips of two products are added by number. A chip whose "
        "16-bit speed is not published counts nothing in the last column. Direct effect only: no channel makes up for another."
    )
    return Table("matrix", caption, header, tuple(rows), (2.2, 1.6, 1.8, 1.8, 1.1, 1.8, 2), (3, 4, 5, 6))


def ahead_table(matrix: pd.DataFrame, months: int) -> Table:
    """Chips in so many months under every policy and posture; policies that let none in share a line by not being shown."""
    none, postures = set(nothing_arrives(matrix)), list(dict.fromkeys(matrix["posture"]))
    shown = matrix[~matrix["policy"].isin(none)]
    rows = tuple(
        (policy, *(_cell(f"ahead.{row['id']}", row, "ahead") for row in found.to_dict("records")))
        for policy, found in shown.groupby("policy", sort=False)
    )
    caption = f"New chips in {months} months by US policy and posture of Beijing's. {PLAIN} None under: {', '.join(sorted(none))}."
    return Table("ahead", caption, ("US policy", *postures), rows, (2.2, 2, 2, 2), (1, 2, 3))


def channels_table(series: SupplySeries) -> Table:
    """Computing power by channel: at the end of the evidence, and at the end of the horizon under each regime."""
    found = series.channels[series.channels["yardstick"] == TRAINING]
    now, end = now_and_end(series)
    rows = tuple(
        (words, _at(found, REFERENCE, now, channel), *(_at(found, regime, end, channel) for regime in REGIMES))
        for channel, words in CHANNELS.items()
    )
    header = ("H100 equivalents by 16-bit speed", now, *(f"{end}: {regime_words(series.catalog, r)}" for r in REGIMES))
    caption = f"{PLAIN} Medians do not add up. Lawful sales to date rest on counts; the rest is judged, or rests on judged shares and growth."
    return Table("channels", caption, header, rows, (2.6, 2, 2, 2, 2), (1, 2, 3, 4))


def yardsticks_table(series: SupplySeries) -> Table:
    """Computing power by channel under the reference, at the end of the evidence, by each yardstick."""
    now, _ = now_and_end(series)
    rows = tuple(
        (words, *(_at(series.channels[series.channels["yardstick"] == y], REFERENCE, now, channel) for y in YARDSTICKS))
        for channel, words in CHANNELS.items()
    )
    caption = (
        f"{now}, H100 equivalents; each yardstick divides by its own figure of an H100. {PLAIN} Where decoding was not measured it "
        "follows bandwidth by a judged ratio."
    )
    return Table("yardsticks", caption, ("Channel", *YARDSTICKS.values()), rows, (2.6, 2, 2, 2), (1, 2, 3))


def limits_table(series: SupplySeries) -> Table:
    """Which limit of the reference policy ends deliveries, and on what part of the draws, by posture."""
    found = series.limits.set_index(["posture", "limit"])["share"]
    rows = tuple(
        (words, *(Cell(f"binds.{limit}.{p}", sure(found[p, limit]), "") for p in POSTURES))
        for limit, words in LIMITS.items()
    )
    policy = series.catalog.reference_policy
    caption = (
        f"{policy.name}: the limit that new chips end at over the horizon, as a share of draws. Limits of law come times Beijing's "
        "share. If Beijing refuses, nothing else binds."
    )
    return Table("limits", caption, ("Limit", *POSTURES.values()), rows, (4, 1.6, 1.6), (1, 2))


def displaced_table(series: SupplySeries) -> Table:
    """What US buyers would lose if each unit of computing power sold to China were one less for them."""
    rows = []
    for policy, found in series.displaced.groupby("policy", sort=False):
        by_posture = {row["posture"]: row for row in found.to_dict("records")}
        cells = [_displaced_cell(by_posture.get(p), column) for column in ("months12", "months36") for p in POSTURES]
        rows.append((policy, *cells))
    header = ("US policy", *(f"{time}: {p}" for time in ("12 months", "36 months") for p in POSTURES.values()))
    caption = f"H100 equivalents by 16-bit speed. {PLAIN} A bound and no estimate: by default the model takes nothing from US buyers."
    return Table("displaced", caption, header, tuple(rows), (2.4, 2, 2, 2, 2), (1, 2, 3, 4))


def sweep_table(catalog: Catalog, sweep: pd.DataFrame, result: str, words: str) -> Table:
    """Judged inputs at either end of their range, one at a time, for one result of a sweep; the widest first."""
    found = sweep[sweep["result"] == result]
    rows = tuple(
        (row["name"], ends(catalog, row["input"]), amount(row["at_low"]), amount(row["at_high"]))
        for row in found.to_dict("records")
    )
    centre = amount(found["centre"].iloc[0])
    caption = (
        f"{words}: median {centre} with all inputs as drawn. One judged input at a time is put at the low and the high end of its "
        "range; what moves it by less than half a percent is left out."
    )
    return Table(
        "sweep", caption, ("Judged input", "Low and high", "At its low", "At its high"), rows, (4, 2, 1.4, 1.4), (2, 3)
    )


def ends(catalog: Catalog, name: str) -> str:
    """Both ends of an input's range, with its unit."""
    value = catalog.register[name]
    return f"{exact(value.low)} and {exact(value.high)} {value.unit}"


def regime_words(catalog: Catalog, regime: str) -> str:
    """A policy and a posture in words."""
    policy, posture = regime_parts(catalog, regime)
    return f"{policy.name}, {posture.name}"


def nothing_arrives(matrix: pd.DataFrame) -> list[str]:
    """Policies that bring no chip on any draw under any posture."""
    least = matrix.groupby("policy", sort=False)["none12"].min()
    later = matrix.groupby("policy", sort=False)["months36_p95"].max()
    return [policy for policy in least.index if least[policy] == CERTAIN and later[policy] == 0]


def now_and_end(series: SupplySeries) -> tuple[str, str]:
    """The month of the newest evidence and the last month, as the series name them."""
    return series.catalog.horizon.evidence_to.isoformat()[: len("2026-10")], series.channels["month"].iloc[-1]


def sure(share: float) -> str:
    """A share of draws in per cent; exactly none and exactly all are said as such."""
    return {0.0: "0%", CERTAIN: "100%"}.get(share) or percentage(share)


def _at(found: pd.DataFrame, regime: str, month: str, channel: str) -> Cell:
    at = (found["regime"] == regime) & (found["month"] == month) & (found["channel"] == channel)
    row = found[at].iloc[0]
    return Cell(f"{channel}.{regime}.{month}.{row['yardstick']}", *spread_words(*row[list(ENDS)]))


def _cell(identifier: str, row: dict, column: str) -> Cell:
    return Cell(identifier, *spread_words(*(row[f"{column}_{end}"] for end in ENDS)))


def _displaced_cell(row: dict | None, column: str) -> str | Cell:
    return _cell(f"{column}.{row['id']}", row, column) if row else NONE


def spread_words(low: float, middle: float, high: float) -> tuple[str, str]:
    """A median and a 90% interval in words; no interval where there is no spread."""
    return (amount(middle) if middle else NOTHING), ("" if low == high else interval(low, high))
