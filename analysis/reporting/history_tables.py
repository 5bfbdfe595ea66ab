"""Tables of the history of chips in China: held against what others published, predicted from revenue, and diverted."""

import pandas as pd

from analysis.catalog import Catalog
from analysis.reporting.chain_tables import NONE, PLAIN
from analysis.reporting.supply_tables import WHOSE, YARDSTICKS, spread_words
from analysis.reporting.table import Cell, Table
from analysis.reporting.wording import MINUS, amount, interval, stated, two_figures
from analysis.scenarios.history import ENDS

TOTAL = "total"
BACKCAST = {"stock": "Stock at the end of {}, H100e", "h20": "H20 sold in {}, chips"}
CHECKS = {
    "flow": "Flow of {}",
    "cnas-2024": "Flow of 2024 against CNAS's count of chips",
    "ft-three-months-2025": "Three months of 2025 against the Financial Times, a floor",
    "supermicro-2024-2025": "2024 and 2025 against the chips of one indictment, a floor",
}
OWNERS = {"us_five": WHOSE["us"], "world": WHOSE["world"]}
WITH = {"without_diverted": "sold lawfully and Chinese makers'", "with_diverted": "the same and diverted"}
PERCENT = 100


def reconciliation_table(catalog: Catalog, found: pd.DataFrame) -> Table:
    """The lawful stock at the end of each year by chip, and Nvidia's in all against the published stock."""
    rows = []
    for (year, chip), row in found.iterrows():
        whole = chip == TOTAL
        name = "All of Nvidia" if whole else catalog.get("chips", chip).name.removeprefix("NVIDIA ")
        mine = Cell(f"stock.{year}.{chip}", *_spread(row))
        published = (
            Cell(f"published.{year}", stated(row["published_central"]), _ends(row, "published_")) if whole else NONE
        )
        left = (
            (amount(row["elsewhere"]) if row["elsewhere"] else NONE, _per_cent(row["left"])) if whole else (NONE, NONE)
        )
        cells = (amount(row["units"]), mine, f"{PERCENT * row['share']:.0f}%", amount(row["in_service"]))
        rows.append((str(year), name, *cells, published, *left))
    header = (
        "End of", "Chip", "Chips sold", "H100e", "Share", "H100e in service", "Published H100e", "of which sold elsewhere", "Left unexplained",
    )  # fmt: skip
    caption = (
        f"Chips sold lawfully into China, none retired but in “in service”. {PLAIN} Published: Epoch AI, with its ends. What is left is a "
        "part of the published: the median of a sum is not the sum of medians. AMD is in no published total."
    )
    return Table(
        "reconciliation", caption, header, tuple(rows), (0.8, 1.8, 1.2, 2, 0.8, 1.4, 2, 1.4, 1.2), tuple(range(2, 9))
    )


def backcast_table(found: pd.DataFrame) -> Table:
    """What Nvidia's revenue from China and its prices alone would have predicted, against the published."""
    rows = []
    for identifier, row in found.iterrows():
        kind, _, year = identifier.partition("-")
        mine = Cell(f"backcast.{identifier}", *_spread(row))
        rows.append(
            (BACKCAST[kind].format(year), mine, stated(row["published"]), two_figures(row["ratio"]), _place(row))
        )
    header = ("", "Predicted", "Published", "Predicted over published", "Published lies, by our interval")
    caption = f"{PLAIN} No count of chips is read, but shares were judged by people who knew the counts: a check of sizes, no blind test."
    return Table("backcast", caption, header, tuple(rows), (2.6, 2, 1.4, 1.6, 1.6), (1, 2, 3))


def diverted_table(found: pd.DataFrame) -> Table:
    """The flow of diverted computing power that leaves the published stock, against counts of others."""
    rows = []
    for identifier, row in found.iterrows():
        kind, _, year = identifier.partition("-")
        words = CHECKS[kind].format(year) if kind in CHECKS else CHECKS[identifier]
        known = row["published"] == row["published"]
        against = (
            (stated(row["published"]), row["unit"], two_figures(row["ratio"]), _place(row)) if known else (NONE,) * 4
        )
        rows.append((words, Cell(f"diverted.{identifier}", *_spread(row)), *against))
    header = ("", "Ours, H100e", "Theirs", "Unit of theirs", "Ours over theirs", "Theirs lie, by our interval")
    caption = (
        f"{PLAIN} Where theirs are chips of any kind, ours over theirs is H100 equivalents to a chip: one for an H100, more for a "
        "Blackwell. A floor should lie below or inside."
    )
    return Table("diverted", caption, header, tuple(rows), (3, 2, 1.4, 1.2, 1.2, 1.4), (1, 2, 4))


def diverted_growth_table(found: pd.DataFrame) -> Table:
    """How the same stock of diverted chips came about at each pace of growth."""
    years = [column for column in found.columns if column.startswith("flow-")]
    rows = tuple(
        (
            f"{end.capitalize()}: {two_figures(row['growth'])} times a year",
            *(amount(row[y]) for y in years),
            two_figures(row["h100e_a_chip"]),
        )
        for end, row in found.iterrows()
    )
    header = (
        "Growth of the flow (judged)",
        *(year.removeprefix("flow-") for year in years),
        "H100e a chip of CNAS, 2024",
    )
    caption = "Flow by year in H100 equivalents, with the stock and its retirement at their centres: the stock is given, the path is not."
    wide = (2.4, *(1.2 for _ in years), 1.6)
    return Table("diverted-growth", caption, header, rows, wide, tuple(range(1, len(header))))


def totals_table(found: pd.DataFrame) -> Table:
    """Computing power of others over China's at the end of 2025, with and without what was diverted, by two yardsticks."""
    by = {key: Cell(".".join(("total", *key)), *_spread(row)) for key, row in found.iterrows()}
    yardsticks = list(dict.fromkeys(key[2] for key in by))
    rows = tuple(
        (f"{words} over {counted}", *(by[whose, which, yardstick] for yardstick in yardsticks))
        for whose, words in OWNERS.items()
        for which, counted in WITH.items()
    )
    header = ("End of 2025, times", *(YARDSTICKS[y] for y in yardsticks))
    caption = f"{PLAIN} No chip retired. Rented chips count where they stand, and China's chips are in the world's."
    return Table("totals", caption, header, rows, (4, 2, 2), (1, 2))


def _spread(row: pd.Series) -> tuple[str, str]:
    return spread_words(*(row[end] for end in ENDS))


def _ends(row: pd.Series, prefix: str) -> str:
    return interval(row[f"{prefix}low"], row[f"{prefix}high"])


def _place(row: pd.Series) -> str:
    """Where the published value lies: inside our interval, below or above it."""
    return "inside" if row["inside"] else "below" if row["published"] < row["low"] else "above"


def _per_cent(part: float) -> str:
    text = f"{abs(PERCENT * part):.1f}%"
    return f"{MINUS}{text}" if part < 0 else text
