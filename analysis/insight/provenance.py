"""Where something we were told comes from: a number, a record, a row of a table, a source, or a conflict decided."""

from collections.abc import Iterable, Iterator
from typing import Any

from analysis.calibration import FITS
from analysis.catalog import Campaign, Catalog, Estimate
from analysis.catalog.estimates import Record
from analysis.catalog.loading import numbers
from analysis.catalog.records import Named
from analysis.catalog.series import SEPARATOR, Row

OTHER_KINDS = ("sources", "assumptions", "series", "corrections")  # what is listed beside the folders of records
HORIZON = "horizon"
ORIGIN_FIELDS = ("id", "name", "note", "sources", "as_of", "basis", "grade", "awaits")


def known_names(catalog: Catalog) -> Iterator[str]:
    """Everything that can be explained without a run, but for numbers."""
    for records in catalog.kinds.values():
        yield from records
    for table, rows in catalog.series.items():
        yield from (f"{table}.{row}" for row in rows)
    yield from catalog.sources
    yield from catalog.corrections
    yield from catalog.disclosures
    yield from (*catalog.kinds, *OTHER_KINDS, *catalog.series, HORIZON)


def explain_number(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    """A number, the numbers it was derived from, the conflicts decided about it, and all their sources."""
    family = list(dict.fromkeys(_family(catalog, name)))
    cited = [source for n in family for source in catalog.register[n].sources]
    fitted = fit_rows(catalog, name) if name in catalog.fitted else []
    return [input_row(catalog, n) for n in family] + fitted + decided(catalog, family) + source_rows(catalog, cited)


def fit_rows(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    """The fit behind a number: its coefficients, the checks of its residuals, and the rows left out with the reason."""
    fit = FITS[catalog.fitted[name].fit](catalog)
    rows = [
        {"id": f"fit {fit.name}", "kind": "fit", "text": fit.what, "detail": f"{len(fit.response)} cases, {fit.shape}"}
    ]
    for item, row in fit.coefficients().iterrows():
        ends = f"90% interval {row['low']:.4g} to {row['high']:.4g}"
        rows.append(
            {"id": item, "kind": "coefficient", "text": f"{row['value']:.4g} (se {row['se']:.3g})", "detail": ends}
        )
    rows += [
        {"id": item, "kind": "check", "text": f"{value:.3g}", "detail": ""} for item, value in fit.checks().items()
    ]
    return rows + [{"id": i, "kind": "left out", "text": why, "detail": ""} for i, why in fit.left_out.items()]


def _family(catalog: Catalog, name: str) -> Iterator[str]:
    yield name
    for source in catalog.register[name].inputs:
        yield from _family(catalog, source)


def explain_known(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    """A record, a row, a source, a correction, a disclosure or a kind of these; no rows if nothing has that name."""
    for kind, records in catalog.kinds.items():
        if name in records:
            return _explain_record(catalog, kind, records[name])
    table, _, row = name.partition(".")
    if row in catalog.series.get(table, {}):
        return _explain_row(catalog, table, catalog.series[table][row])
    if name in catalog.sources:
        return _explain_source(catalog, name)
    if name in catalog.corrections:
        return [_correction(catalog, name), *source_rows(catalog, catalog.corrections[name].sources)]
    if name in catalog.disclosures:
        return _explain_disclosure(catalog, name)
    return _explain_kind(catalog, name)


def _explain_disclosure(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    """What one disclosure states: its campaigns, the accounts behind them together, and its sources."""
    campaigns = catalog.named(name)
    accuser = campaigns[0].accuser_name or catalog.get("labs", campaigns[0].accuser).name
    days = " to ".join(
        dict.fromkeys(f"{day}" for day in (min(c.disclosed for c in campaigns), max(c.disclosed for c in campaigns)))
    )
    number = "one campaign" if len(campaigns) == 1 else f"{len(campaigns)} campaigns"
    head = {"id": name, "kind": "disclosure", "text": f"{accuser}, {days}: {number}", "detail": ""}
    rows = [
        {"id": c.id, "kind": "campaign", "text": f"{c.name}: {count(c)}", "detail": f"window: {c.window}"}
        for c in campaigns
    ]
    accounts = [n for n in (f"accounts_{name.replace('-', '_')}",) if n in catalog.register]
    cited = [*(s for c in campaigns for s in c.sources), *(s for n in accounts for s in catalog.register[n].sources)]
    return [head, *rows, *(input_row(catalog, n) for n in accounts), *source_rows(catalog, cited)]


def count(campaign: Campaign) -> str:
    """What a campaign states, in a few words: "13000000 exchanges at least", or that it states no count."""
    number = campaign.exchanges or campaign.requests
    if number is None:
        return "no count"
    return f"{number.central:,.12g} {campaign.counts.replace('_', ' ')}" + (
        " at least" if campaign.floor or number.floor else ""
    )


def _explain_kind(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    """Where a kind, a table or the horizon is to be found; no rows if nothing has that name."""
    if name == HORIZON:
        facts = [
            {"id": f"{name}.{field}", "kind": "fact", "text": str(getattr(catalog.horizon, field)), "detail": ""}
            for field in type(catalog.horizon).model_fields
        ]
        return [
            {
                "id": name,
                "kind": "file",
                "text": "Where the evidence ends, and how far runs go",
                "detail": "data/horizon.toml",
            },
            *facts,
        ]
    if name in catalog.series:
        rows = f"{len(catalog.series[name])} rows in data/series/{name}.csv"
        return [{"id": name, "kind": "table", "text": rows, "detail": f"`chipbrief list series {name}` shows them"}]
    if name not in (*catalog.kinds, *OTHER_KINDS):
        return []
    where = f"data/{name}" if name in (*catalog.kinds, "assumptions", "series") else f"data/{name}.toml"
    return [
        {"id": name, "kind": "kind", "text": f"All {name}, in {where}", "detail": f"`chipbrief list {name}` shows them"}
    ]


def _explain_record(catalog: Catalog, kind: str, record: Named) -> list[dict[str, Any]]:
    inside = dict(numbers(record))
    rows = [{"id": record.id, "kind": kind, "text": record.name, "detail": _origin(record)}]
    for field in type(record).model_fields:
        value = getattr(record, field)
        if field not in ORIGIN_FIELDS and value not in (None, (), {}, "") and not isinstance(value, Estimate):
            rows += [
                {"id": f"{record.id}.{field}", "kind": "fact", "text": text, "detail": ""} for text in _facts(value)
            ]
    names = [f"{record.id}.{field}" for field in inside]
    cited = [*record.sources, *(source for value in inside.values() for source in value.sources)]
    return (
        rows
        + [input_row(catalog, n) for n in names]
        + decided(catalog, [record.id, *names])
        + source_rows(catalog, cited)
    )


def _facts(value: Any) -> list[str]:
    """A field of a record in words: one text, or one for each part of a list."""
    if isinstance(value, Record):
        return [_words(value)]
    if isinstance(value, dict):
        return [f"{key}: {_words(part)}" for key, part in value.items()]
    if isinstance(value, tuple):
        return [_words(part) for part in value]
    return [str(value)]


def _words(value: Any) -> str:
    if isinstance(value, Estimate):
        return f"{_range(value)} {value.unit}"
    if isinstance(value, Record):
        parts = ((f, getattr(value, f)) for f in type(value).model_fields)
        return ", ".join(f"{f} {_words(v)}" for f, v in parts if v not in (None, (), {}, "", False) and f != "sources")
    return "; ".join(map(_words, value)) if isinstance(value, tuple) else str(value)


def _explain_row(catalog: Catalog, table: str, row: Row) -> list[dict[str, Any]]:
    name = f"{table}.{row.id}"
    cells = {f: v for f, v in row.model_dump(exclude={"id", "sources", "note"}).items() if v not in (None, "", ())}
    facts = [{"id": f"{name}.{f}", "kind": "fact", "text": str(v), "detail": ""} for f, v in cells.items()]
    head = {"id": name, "kind": "row", "text": row.note, "detail": f"data/series/{table}.csv"}
    return [head, *facts, *decided(catalog, [name]), *source_rows(catalog, row.sources)]


def _explain_source(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    using = [n for n, value in catalog.register.items() if name in value.sources]
    return source_rows(catalog, [name]) + [input_row(catalog, n) for n in using]


def decided(catalog: Catalog, names: list[str]) -> list[dict[str, Any]]:
    """The conflicts between sources that were decided about any of these numbers or records."""
    return [_correction(catalog, i) for i, c in catalog.corrections.items() if set(names) & set(c.rows)]


def _correction(catalog: Catalog, name: str) -> dict[str, Any]:
    c = catalog.corrections[name]
    dropped = f" Left out: {SEPARATOR.join(c.dropped)}." if c.dropped else ""
    return {
        "id": name,
        "kind": "conflict",
        "text": f"{c.about}: {c.found}",
        "detail": f"used: {c.used.rstrip('.')}. {c.why}{dropped}",
    }


def _origin(record: Named) -> str:
    parts = (
        record.basis,
        f"grade {record.grade}" if record.grade else "",
        f"as of {record.as_of}" if record.as_of else "",
    )
    return f"{', '.join(p for p in parts if p)}. {record.note}".strip(". ")


def input_row(catalog: Catalog, name: str) -> dict[str, str]:
    """One number: value, unit, date, basis, grade, sources and note."""
    e = catalog.register[name]
    inputs = f", computed from {', '.join(e.inputs)}" if e.inputs else ""
    cited = ", ".join(e.sources) or "none"
    detail = f"{e.basis}, grade {e.grade}, as of {e.as_of}, sources: {cited}{inputs}. {e.note}".strip()
    return {"id": name, "kind": "input", "text": f"{e.name or name}: {_range(e)} {e.unit}", "detail": detail}


def _range(e: Estimate) -> str:
    if e.low is None:
        return f"{'at least ' if e.floor else ''}{e.central:g}"
    return f"{e.low:g} / {e.central:g} / {e.high:g}"


def source_rows(catalog: Catalog, cited: Iterable[str]) -> list[dict[str, str]]:
    """Each source once, with its grade, how it was read, and its address."""
    sources = {s: catalog.sources[s] for s in dict.fromkeys(cited)}
    return [
        {
            "id": s,
            "kind": "source",
            "text": f"{v.title}{'' if v.title.endswith('?') else '.'} {v.publisher}, {v.published}",
            "detail": f"grade {v.grade}, {v.read}, {v.url}",
        }
        for s, v in sources.items()
    ]
