"""What is in the data, as rows: one a record, source or assumption."""

from typing import Any

from analysis.catalog.errors import unknown
from analysis.catalog.estimates import Estimate
from analysis.catalog.loading import load_catalog


def listing(kind: str) -> list[dict[str, Any]]:
    """Rows of ``kind``: a folder of data/, sources, or assumptions. InputError with the nearest match otherwise."""
    catalog = load_catalog()
    if kind == "sources":
        return [{"id": i, "grade": s.grade, "published": s.published.isoformat(), "publisher": s.publisher, "title": s.title}
                for i, s in sorted(catalog.sources.items())]  # fmt: skip
    if kind == "assumptions":
        return [_assumption(i, e) | {"file": catalog.files[i]} for i, e in sorted(catalog.register.items())]
    if kind not in catalog.kinds:
        raise unknown("kind", kind, [*catalog.kinds, "sources", "assumptions"])
    return [{"id": i, "name": record.name, "note": record.note} for i, record in sorted(catalog.kinds[kind].items())]


def _assumption(identifier: str, value: Estimate) -> dict[str, Any]:
    return {
        "id": identifier,
        "low": value.low,
        "central": value.central,
        "high": value.high,
        "unit": value.unit,
        "as_of": value.as_of.isoformat(),
        "basis": value.basis,
        "grade": value.grade,
    }
