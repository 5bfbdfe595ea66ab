"""The descriptor of data/series: a Frictionless data package with a schema, a hash and licences for each table."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from analysis.catalog.loading import Catalog
from analysis.catalog.reading import DATA
from analysis.catalog.series import Row, form

DESCRIPTOR = "datapackage.json"
OWN_LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0; figures cited from others remain theirs",
}
TYPES = ((bool, "boolean"), (float, "number"), (date, "date"))


def package(name: str, title: str, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """A data package of some tables."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "licenses": [OWN_LICENCE],
        "resources": resources,
    }


def resource(name: str, content: bytes, fields: list[dict[str, Any]], sources: list[dict[str, str]]) -> dict[str, Any]:
    """One CSV table of a package: where it lies, its hash, its schema, and the documents it cites with their licences."""
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "licenses": [OWN_LICENCE],
        "sources": sources,
        "schema": {"fields": fields, "primaryKey": "id", "missingValues": [""]},
    }


def series_fields(model: type[Row], columns: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The columns of a table of the data, in their order there, with their types and what is accepted."""
    fields = model.model_fields
    return [_field(name, fields[name].annotation, fields[name].is_required()) for name in columns or fields]


def _field(name: str, annotation: Any, required: bool) -> dict[str, Any]:
    kinds = (annotation, *get_args(annotation))
    found: dict[str, Any] = {"name": name, "type": next((word for kind, word in TYPES if kind in kinds), "string")}
    limits: dict[str, Any] = {"required": True} if required else {}
    if get_origin(annotation) is Literal:
        limits["enum"] = list(get_args(annotation))
    if found["type"] == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    return found | ({"constraints": limits} if limits else {})


def cited(catalog: Catalog, rows: dict[str, Row]) -> list[dict[str, str]]:
    """The sources of a table, with address and licence."""
    names = sorted({source for row in rows.values() for source in row.sources})
    found = [catalog.sources[name] for name in names]
    return [{"title": s.title, "path": s.url, "licence": s.licence} for s in found]


def descriptor_text(catalog: Catalog, folder: Path = DATA) -> str:
    """What data/series/datapackage.json must say of the tables as they are."""
    resources = []
    for name, rows in catalog.series.items():
        model = form(name)
        content = (folder / "series" / f"{name}.csv").read_bytes()
        columns = content.decode().splitlines()[0].split(",")
        resources.append(resource(name, content, series_fields(model, columns), cited(catalog, rows)))
    found = package("chipbrief-series", "Tables of figures that chipbrief compares with and fits", resources)
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def write_descriptor(catalog: Catalog, folder: Path = DATA) -> Path:
    """Write data/series/datapackage.json anew."""
    path = folder / "series" / DESCRIPTOR
    path.write_text(descriptor_text(catalog, folder), encoding="utf-8")
    return path


def descriptor_differs(catalog: Catalog, folder: Path = DATA) -> bool:
    """Whether the descriptor on disk is missing, or is not that of the tables as they are."""
    path = folder / "series" / DESCRIPTOR
    return not path.exists() or path.read_text(encoding="utf-8") != descriptor_text(catalog, folder)
