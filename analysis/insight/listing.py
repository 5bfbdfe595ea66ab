"""What is in the data, as rows: one a record, source, figure, correction or assumption."""

from collections.abc import Sequence
from typing import Any

from analysis.calibration import load_inputs
from analysis.catalog import Catalog, unknown
from analysis.catalog.errors import containing
from analysis.catalog.estimates import Estimate
from analysis.catalog.records import Campaign, Claim, Named, Rule
from analysis.insight.provenance import OTHER_KINDS
from analysis.insight.register import register_rows
from analysis.model.controls import total_processing_performance
from analysis.model.yardsticks import yardsticks

# What a listing shows of each kind beside id and name.
SHOWN = {
    "chips": ("vendor", "market", "released", "memory", "memory_bandwidth"),
    "labs": ("role", "fleet", "last_model", "next_model"),
    "students": ("lab", "released", "open_weights", "active_params", "pretrain_tokens"),
    "campaigns": ("lab", "accuser", "disclosed", "window", "exchanges", "requests", "accounts"),
    "rules": ("kind", "announced", "effective", "citation"),
    "policies": ("ceiling_kind", "product", "gross_ceiling", "us_share"),
    "postures": ("any_in_12_months", "share_admitted"),
    "levers": ("actor", "acts_on", "start", "dose", "cost"),
    "claims": ("who", "side", "made"),
    "scenarios": ("policy", "posture", "question"),
}


SEARCHED = ("id", "name", "title", "about")  # columns in which words are looked for


def listing(kind: str, words: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Rows of ``kind`` (a folder of data/, or another kind) whose id or name contains every word; all if there are none.

    A word that is the name of a table of series stands for its rows. InputError with the nearest match for another kind.
    """
    rows, tables = _rows(kind), load_inputs().series if kind == "series" else {}
    for word in words:
        rows = [row for row in rows if (row["id"].startswith(f"{word}.") if word in tables else _has(row, word))]
    return rows


def _has(row: dict[str, Any], word: str) -> bool:
    return bool(containing(word, [" ".join(str(row.get(column, "")) for column in SEARCHED)]))


def _rows(kind: str) -> list[dict[str, Any]]:
    catalog = load_inputs()
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
    if isinstance(record, Campaign):
        row["counts"] = "no count" if record.counts == "none" else record.counts
    if isinstance(record, Claim):
        row |= {"claimed": plain(record.claimed), "unit": record.claimed.unit if record.claimed else None}
        row["decided_by"] = record.verdict.quantity if record.verdict else "not testable"
    if isinstance(record, Rule):
        row["state"] = record.state_on(catalog.horizon.evidence_to)
    return row


def _row(identifier: str, row: Any) -> dict[str, Any]:
    """A figure, or a row of a table of another form, with the name it has in either."""
    label = f"{row.entity}: {row.what}" if hasattr(row, "entity") else getattr(row, "name", getattr(row, "what", ""))
    value = next((getattr(row, f) for f in ("central", "chip_hours", "score") if hasattr(row, f)), None)
    unit = getattr(row, "unit", "chip-hours" if hasattr(row, "chip_hours") else "share")
    return {
        "id": identifier,
        "name": label,
        "central": value,
        "unit": unit,
        "as_of": row.as_of.isoformat(),
        "grade": row.grade,
    }


def plain(value: Any) -> Any:
    """A field as one cell: the central value of a number, a date as text."""
    if isinstance(value, Estimate):
        return value.central
    return value.isoformat() if hasattr(value, "isoformat") else value
