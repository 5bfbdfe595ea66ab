"""Short data files: a number may be written alone, and takes its unit, name and origin from the record around it.

``memory = 141`` in a chip becomes an Estimate in GB, named after the chip, with the chip's sources, date, basis and grade.
What a number states itself is kept. A record without ``as_of`` is dated by the day that its kind is about; a number
written alone is what the sources state, unless the record says otherwise. A range says its basis, there or in the record.
"""

from collections.abc import Mapping
from datetime import date
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from analysis.catalog.estimates import Basis, Estimate
from analysis.catalog.records import Sourced
from analysis.catalog.records.named import ORIGIN

STATED: Basis = "stated"


def completed(content: Any, model: type[Sourced], origin: Mapping[str, Any] | None = None, name: str = "") -> Any:
    """``content`` of a record of ``model`` with every number in it filled in. What is not a table stays as it is."""
    if not isinstance(content, dict):
        return content
    filled = dict(content)
    if isinstance(content.get(model.dated_by), date):
        filled.setdefault("as_of", content[model.dated_by])
    origin = dict(origin or {}) | {key: filled[key] for key in ORIGIN if key in filled}
    name = name or str(content.get("name", ""))
    for field, info in model.model_fields.items():
        if field in content:
            filled[field] = _field(content[field], info, origin, name)
    return filled


def _field(value: Any, info: FieldInfo, origin: Mapping[str, Any], name: str) -> Any:
    container, inner = parts(info.annotation)
    if inner is Estimate:
        return _number(value, info, origin, name)
    if not (isinstance(inner, type) and issubclass(inner, Sourced)):
        return value
    if container is dict and isinstance(value, dict):
        return {key: completed(part, inner, origin, f"{name}, {key}") for key, part in value.items()}
    if container is tuple and isinstance(value, list):
        return [completed(part, inner, origin, name) for part in value]
    return completed(value, inner, origin, name)


def _number(value: Any, info: FieldInfo, origin: Mapping[str, Any], name: str) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        origin, value = {"basis": STATED} | dict(origin), {"central": value}
    if not isinstance(value, dict):
        return value
    known = dict(info.json_schema_extra) if isinstance(info.json_schema_extra, dict) else {}
    given = {"name": f"{name}: {known['words']}", "unit": known["unit"]} if known else {"name": name}
    taken = {key: part for key, part in origin.items() if not (key == "sources" and value.get("inputs"))}
    return given | taken | value


def parts(annotation: Any) -> tuple[Any, Any]:
    """The container (dict, tuple or None) and the type inside an annotation, without None."""
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    container = get_origin(annotation)
    if container is dict:
        return dict, get_args(annotation)[1]
    if container is tuple:
        return tuple, get_args(annotation)[0]
    return None, annotation
