"""The data as tidy tables: one a kind of record, one of all numbers, the series, sources and conflicts decided."""

import datetime
import io
import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.catalog import Catalog, Estimate
from analysis.catalog.estimates import Record
from analysis.catalog.package import cited, package, resource, series_fields
from analysis.catalog.series import SEPARATOR, form
from analysis.insight.listing import plain
from analysis.model.controls import total_processing_performance
from analysis.model.yardsticks import yardsticks

WORKBOOK = "chipbrief.xlsx"
SHEET_NAME = 31  # characters that a workbook allows in the name of a sheet
NUMBER_FIELDS = ("shape", "p_zero", "floor", "awaits", "sources", "inputs", "note")


@dataclass(frozen=True)
class Export:
    """One table of an export: its rows, its columns as a Frictionless schema, and the documents it cites."""

    name: str
    rows: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    sources: list[dict[str, str]]

    def frame(self) -> pd.DataFrame:
        """The table, with its columns in the order of the schema."""
        return pd.DataFrame(self.rows, columns=[field["name"] for field in self.fields])

    def csv(self) -> bytes:
        """The table as CSV."""
        return self.frame().to_csv(index=False, lineterminator="\n").encode()


def exports(catalog: Catalog) -> list[Export]:
    """Every table of an export, in order: records by kind, numbers, series, sources, corrections."""
    tables = [_kind(catalog, kind) for kind in catalog.kinds]
    tables.append(_table("numbers", [_number(catalog, name) for name in catalog.register]))
    for name, rows in catalog.series.items():
        cells = [_cells(row.model_dump()) for row in rows.values()]
        tables.append(Export(name, cells, series_fields(form(name)), cited(catalog, rows)))
    tables.append(_table("sources", [{"id": i} | _cells(s.model_dump()) for i, s in catalog.sources.items()]))
    tables.append(_table("corrections", [{"id": i} | _cells(c.model_dump()) for i, c in catalog.corrections.items()]))
    return tables


def _kind(catalog: Catalog, kind: str) -> Export:
    rows = []
    for record in catalog.kinds[kind].values():
        row = {"id": record.id, "name": record.name} | _record(record)
        if kind == "chips":
            row |= {"tpp": total_processing_performance(record)} | yardsticks(record, catalog.get("chips", "h100"))
        rows.append(row)
    return _table(kind, rows)


def _record(record: Record) -> dict[str, Any]:
    """A record as one flat row: numbers by their central value, lists in one cell, tables inside it as JSON."""
    row: dict[str, Any] = {}
    for field in type(record).model_fields:
        value = getattr(record, field)
        if isinstance(value, Estimate):
            row[field] = value.central
        elif isinstance(value, Record) or (
            isinstance(value, tuple | dict) and any(isinstance(v, Record) for v in _parts(value))
        ):
            row[field] = json.dumps(_json(value), ensure_ascii=False)
        else:
            row[field] = _cell(value)
    return row


def _parts(value: tuple[Any, ...] | dict[str, Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else list(value)


def _json(value: Any) -> Any:
    if isinstance(value, Record):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, dict):
        return {key: _json(part) for key, part in value.items()}
    return [_json(part) for part in value]


def _number(catalog: Catalog, name: str) -> dict[str, Any]:
    value = catalog.register[name]
    more = {field: _cell(getattr(value, field)) for field in NUMBER_FIELDS}
    return value.flat(name) | {"file": catalog.files[name]} | more


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _cell(value) for key, value in row.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return (SEPARATOR.join(map(str, value)) or None) if isinstance(value, tuple | dict) else plain(value)


def _table(name: str, rows: list[dict[str, Any]]) -> Export:
    """A table whose columns are those of its rows, as text unless every cell is a number."""
    names = list(dict.fromkeys(key for row in rows for key in row))
    fields = []
    for column in names:
        values = [row[column] for row in rows if row.get(column) is not None]
        numeric = bool(values) and all(isinstance(value, int | float) for value in values)
        fields.append({"name": column, "type": "number" if numeric else "string"})
    return Export(name, rows, fields, [])


def descriptor(tables: list[Export]) -> str:
    """datapackage.json of an export."""
    resources = [resource(table.name, table.csv(), table.fields, table.sources) for table in tables]
    found = package("chipbrief-data", "All data of chipbrief, with the origin of every number", resources)
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def workbook(tables: list[Export], day: datetime.date) -> bytes:
    """One sheet a table, with the header frozen; dated by the evidence, so that equal data give equal bytes."""
    content = io.BytesIO()
    with pd.ExcelWriter(content, engine="xlsxwriter", engine_kwargs={"options": {"strings_to_urls": False}}) as writer:
        moment = datetime.datetime.combine(day, datetime.time())
        writer.book.set_properties({"title": "chipbrief data", "author": "chipbrief contributors", "created": moment})
        bold = writer.book.add_format({"bold": True, "bottom": 1})
        for table in tables:
            frame, sheet = table.frame(), table.name[:SHEET_NAME]
            frame.to_excel(writer, sheet_name=sheet, index=False, freeze_panes=(1, 1))
            page = writer.sheets[sheet]
            for index, column in enumerate(frame.columns):
                page.write(0, index, column, bold)
                longest = max([len(column), *(len(str(v)) for v in frame[column].dropna())], default=0)
                page.set_column(index, index, min(longest + 2, 60))
            page.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    return content.getvalue()
