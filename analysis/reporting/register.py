"""The assumptions register and the endnotes, made from what the run read."""

from typing import Any

from analysis.catalog import Estimate
from analysis.insight.register import impacts
from analysis.reporting.table import Table
from analysis.reporting.wording import exact
from analysis.scenarios import Result

SMALL_IMPACT = 0.005  # shares that would print as zero


def endnotes(result: Result) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Sources in the order in which the run first read a value from them, and their numbers."""
    numbers: dict[str, int] = {}
    for estimate in result.assumptions.read.values():
        for source in estimate.sources:
            numbers.setdefault(source, len(numbers) + 1)
    notes = []
    for identifier, number in numbers.items():
        source = result.catalog.sources[identifier]
        notes.append(
            {
                "number": number,
                "title": source.title,
                "publisher": source.publisher,
                "published": source.published.isoformat(),
                "accessed": source.accessed.isoformat(),
                "grade": source.grade,
                "read": source.read,
                "url": source.url,
            }
        )
    return notes, numbers


def register_table(result: Result, numbers: dict[str, int], headlines: list[str]) -> Table:
    """Every number the run read: id, range, unit, date, grade and basis, impact, sources, default or overridden."""
    impact = impacts(result, headlines)
    rows = []
    ordered = sorted(result.assumptions.read.items(), key=lambda item: (-impact.get(item[0], 0), item[0]))
    for name, value in ordered:
        changed = name in result.assumptions.overridden
        rows.append((
            name, value.name, *_range(value), value.unit, value.as_of.isoformat(), f"{value.grade} {value.basis}",
            _impact(impact.get(name, 0)), ", ".join(str(n) for n in sorted(numbers[s] for s in value.sources)) or "none",
            "overridden" if changed else "default",
        ))  # fmt: skip
    header = ("Id", "Name", "Low", "Central", "High", "Unit", "As of", "Grade, basis", "Impact", "Sources", "State")
    caption = "Assumptions register: 5th, 50th and 95th percentile, or one exact value. Impact: largest share of the spread of a headline, by which rows are ordered."
    return Table(
        "register", caption, header, tuple(rows), (3.2, 4, 1.5, 1.5, 1.5, 1.7, 1.5, 1.3, 1, 1.6, 1.3), (2, 3, 4, 8)
    )


def _range(value: Estimate) -> tuple[str, str, str]:
    if value.low is None:
        return "", exact(value.central), ""
    return exact(value.low), exact(value.central), exact(value.high)


def _impact(share: float) -> str:
    if share == 0:
        return "none"
    return f"{100 * share:.0f}%" if share >= SMALL_IMPACT else "<1%"
