"""What is in the data, as rows: one a record, source, figure, correction or assumption."""

from typing import Any

from analysis.catalog import Catalog, load_catalog, unknown
from analysis.catalog.estimates import Estimate
from analysis.catalog.records import Named, Rule
from analysis.insight.register import register_rows
from analysis.model.controls import total_processing_performance
from analysis.model.yardsticks import yardsticks

OTHER_KINDS = ("sources", "assumptions", "series", "corrections")

# What a listing shows of each kind beside id and name.
SHOWN = {
    "chips": ("vendor", "market", "released", "memory", "memory_bandwidth"),
    "labs": ("role", "fleet", "last_model", "next_model"),
    "students": ("lab", "released", "open_weights", "active_params", "pretrain_tokens"),
    "campaigns": ("disclosure", "accuser", "disclosed", "exchanges", "requests", "accounts"),
    "rules": ("kind", "announced", "effective", "citation"),
    "policies": ("ceiling_kind", "product", "gross_ceiling", "us_share"),
    "postures": ("any_in_12_months", "share_admitted"),
    "levers": ("actor", "acts_on", "start", "dose", "cost"),
    "claims": ("who", "side", "made"),
    "scenarios": ("policy", "posture"),
}


def listing(kind: str) -> list[dict[str, Any]]:
    """Rows of ``kind``: a folder of data/, or sources, assumptions, corrections. InputError with the nearest match otherwise."""
    catalog = load_catalog()
    if kind == "assumptions":
        return register_rows(catalog)
    if kind == "sources":
        return [{"id": i, "grade": s.grade, "read": s.read, "published": s.published.isoformat(), "publisher": s.publisher, "title": s.title}
                for i, s in sorted(catalog.sources.items())]  # fmt: skip
    if kind == "series":
        return [_row(f"{table}.{i}", row) for table, rows in catalog.series.items() for i, row in rows.items()]
    if kind == "corrections":
        return [{"id": i, "about": c.about, "used": c.used} for i, c in sorted(catalog.corrections.items())]
    if kind not in catalog.kinds:
        raise unknown("kind", kind, [*catalog.kinds, *OTHER_KINDS])
    return [_record(catalog, kind, record) for _, record in sorted(catalog.kinds[kind].items())]


def _record(catalog: Catalog, kind: str, record: Named) -> dict[str, Any]:
    row: dict[str, Any] = {"id": record.id, "name": record.name}
    row |= {field: plain(getattr(record, field)) for field in SHOWN[kind]}
    if kind == "chips":
        row |= {"tpp": total_processing_performance(record)} | yardsticks(record, catalog.get("chips", "h100"))
    if isinstance(record, Rule):
        row["state"] = record.state_on(catalog.horizon.evidence_to)
    return row


def _row(identifier: str, row: Any) -> dict[str, Any]:
    """A figure, or a row of a table of another form, with the name it has in either."""
    label = f"{row.entity}: {row.what}" if hasattr(row, "entity") else getattr(row, "name", getattr(row, "what", ""))
    value = next((getattr(row, f) for f in ("central", "chip_hours", "score") if hasattr(row, f)), None)
    unit = getattr(row, "unit", "chip-hours" if hasattr(row, "chip_hours") else "share")
    return {"id": identifier, "name": label, "central": value, "unit": unit, "as_of": row.as_of.isoformat(), "grade": row.grade}


def plain(value: Any) -> Any:
    """A field as one cell: the central value of a number, a date as text."""
    if isinstance(value, Estimate):
        return value.central
    return value.isoformat() if hasattr(value, "isoformat") else value
