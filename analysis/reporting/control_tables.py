"""Tables of the export controls: how each chip moved from rule to rule."""

from collections.abc import Iterable
from datetime import date

from analysis.catalog import Catalog, Chip
from analysis.insight.migration import by_4_bit_alone, migration, migration_days
from analysis.model.controls import total_processing_performance
from analysis.model.licensing import Status
from analysis.reporting.table import Table
from analysis.reporting.wording import exact

# A status in a cell: short, and the same words in table and figure.
SHORT_LICENCE = {"not_required": "no licence", "exception": "exception", "unclear": "unclear"}
SHORT_REVIEW = {
    "presumption_of_approval": "approval",
    "case_by_case": "case by case",
    "presumption_of_denial": "denial",
    "unclear": "not stated",
}
READING = (
    "Read for export from the United States to China, to a party that is not listed, also before a chip was released. "
    "Approval, case by case and denial: how an application is reviewed."
)


def migration_table(catalog: Catalog, chips: Iterable[str] | None = None) -> Table:
    """What the law says of each chip from every day on which it changed for one; all chips with a known TPP by default."""
    rows = migration(catalog, chips)
    header = ("Chip", "TPP", *(day_words(day) for day in migration_days(catalog)))
    cells = tuple(
        (row[0].chip.name, exact(round(total_processing_performance(row[0].chip) or 0)))
        + tuple(short(move.status) for move in row)
        for row in rows
    )
    notes = " ".join(part for part in (READING, footnote(catalog, [row[0].chip for row in rows])) if part)
    return Table("migration", notes, header, cells, (2, 0.8, *([1] * (len(header) - 2))), (1,))


def short(status: Status) -> str:
    """A status in a few words."""
    if status.licence in SHORT_LICENCE:
        return SHORT_LICENCE[status.licence]
    review = SHORT_REVIEW[status.review]
    return f"letter, {review}" if status.licence == "required_by_letter" else review


def day_words(day: date) -> str:
    """A day as a heading."""
    return f"{day.day} {day:%b %Y}"


def footnote(catalog: Catalog, chips: Iterable[Chip]) -> str:
    """Which chips pass the limit of the January 2026 rule by their 4-bit figure alone; nothing if none does."""
    return " ".join(
        f"{chip.name} passes {limit:,.0f} only by its 4-bit figure ({highest:,.0f}; otherwise {other:,.0f} at most)."
        for chip, limit, highest, other in by_4_bit_alone(catalog, chips)
    )
