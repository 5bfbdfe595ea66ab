"""Reads one file into records. Errors name the file, the key, what was found, what is accepted and the nearest match."""

import csv
import io
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from analysis.catalog.errors import InputError, unknown
from analysis.catalog.estimates import Estimate
from analysis.catalog.inherit import completed, parts
from analysis.catalog.records import Sourced

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data"

M = TypeVar("M", bound=BaseModel)


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; InputError if it is missing or broken."""
    return _toml(read_text(path), shown(path))


@cache
def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InputError(f"data file {where} is not valid TOML: {problem}") from None


def read_csv(text: str, columns: list[str], where: str) -> list[dict[str, str]]:
    """The rows of a CSV text with exactly these columns; InputError if it is broken."""
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        found, rows = reader.fieldnames or [], list(reader)
    except csv.Error as problem:
        raise InputError(f"data file {where} is not valid CSV: {problem}") from None
    for column in found:
        if column not in columns:
            raise unknown("column", column, columns, f"data file {where}")
    for column in columns:
        if column not in found:
            raise InputError(f"data file {where}: column '{column}' is missing")
    if len(set(found)) < len(found):
        raise InputError(f"data file {where}: a column is given twice")
    for line, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise InputError(f"data file {where}: row {line} has not {len(columns)} cells")
    return rows


def read_text(path: Path, form: str = "TOML") -> str:
    """The text of a data file; InputError if it is missing or no UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise InputError(f"data file {shown(path)} is missing") from None
    except UnicodeDecodeError as problem:
        raise InputError(f"data file {shown(path)} is not valid {form}: {problem}") from None


def record(path: Path, model: type[M]) -> M:
    """One file as one record, its numbers filled in from the record around them. Equal texts are read once."""
    return _record(read_text(path), model, shown(path))


@cache
def _record(text: str, model: type[M], where: str) -> M:
    content = _toml(text, where)
    filled = completed(content, model) if issubclass(model, Sourced) else content
    return validated(filled, model, where)


def records(path: Path, model: type[M]) -> dict[str, M]:
    """One file of several tables, each a record, by their names. Equal texts are read once."""
    return _records(read_text(path), model, shown(path))


@cache
def _records(text: str, model: type[M], where: str) -> dict[str, M]:
    return {name: validated(content, model, where, name) for name, content in _toml(text, where).items()}


def validated(content: Any, model: type[M], where: str, name: str = "") -> M:
    """``content`` as ``model``, or an InputError about the first thing that is wrong with it; ``name``: its key in a file."""
    try:
        return model.model_validate(content)
    except ValidationError as problem:
        raise _explained(problem.errors()[0], model, where, name) from None


def _explained(error: Any, model: Any, where: str, name: str) -> InputError:
    key = ".".join(str(part) for part in ((name,) if name else ()) + error["loc"])
    place = f"data file {where}: {key}" if key else f"data file {where}"
    if error["type"] == "extra_forbidden":
        return unknown("key", error["loc"][-1], _keys(model, error["loc"]), place)
    if error["type"] == "literal_error":
        accepted = [part.strip().strip("'") for part in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        return unknown("value", error["input"], accepted, place)
    if error["type"] == "missing":
        return InputError(f"{place}: this key is missing")
    return InputError(f"{place}: {error['msg'].removeprefix('Value error, ')} (found {error['input']!r:.80})")


def _keys(model: Any, loc: tuple[Any, ...]) -> list[str]:
    """The keys accepted where ``loc`` points into a model: those of the record there, or of what lies inside it."""
    for part in loc[:-1]:
        if isinstance(model, type) and issubclass(model, BaseModel):
            if part in model.model_fields:
                _, model = parts(model.model_fields[part].annotation)
        elif args := get_args(model):
            model = args[-1]
    return list(
        model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else Estimate.model_fields
    )


def shown(path: Path) -> str:
    """The path as a user sees it: from the project's folder where possible."""
    return path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else path.name
