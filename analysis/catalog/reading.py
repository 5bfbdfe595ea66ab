"""Reads one file into records. Errors name the file, the key, what was found, what is accepted and the nearest match."""

import csv
import io
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from analysis.catalog.accepted import accepted_form
from analysis.catalog.errors import InputError, unknown
from analysis.catalog.estimates import Estimate
from analysis.catalog.inherit import completed, parts
from analysis.catalog.records import Named, Sourced

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data"
TOLD = {"extra_forbidden": 0, "missing": 2}  # the order in which faults are told; others lie between
LINE = 80  # characters of a broken line that a message quotes

M = TypeVar("M", bound=BaseModel)


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; InputError if it is missing or broken."""
    return _toml(read_text(path), shown(path))


@cache
def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InputError(f"{where}: not valid TOML: {problem}{_line(text, str(problem))}") from None


def _line(text: str, problem: str) -> str:
    """The line that a message of the parser is about, in quotes; nothing where it names none."""
    found, lines = re.search(r"at line (\d+)", problem), text.splitlines()
    if not found or int(found[1]) > len(lines):
        return ""
    return f": '{lines[int(found[1]) - 1].strip()[:LINE]}'"


def read_csv(text: str, columns: list[str], where: str) -> list[dict[str, str]]:
    """The rows of a CSV text with exactly these columns; InputError if it is broken."""
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        found, rows = reader.fieldnames or [], [(reader.line_num, row) for row in reader]
    except csv.Error as problem:
        raise InputError(f"{where}: not valid CSV: {problem}") from None
    for column in found:
        if column not in columns:
            raise unknown("column", column, columns, where)
    for column in columns:
        if column not in found:
            raise InputError(f"{where}: column '{column}' is missing")
    if len(set(found)) < len(found):
        raise InputError(f"{where}: a column is given twice")
    for line, row in rows:
        given = sum(cell is not None for name, cell in row.items() if name) + len(row.get(None, ()))
        if given != len(columns):
            raise InputError(
                f"{where}: line {line}: found {given} cell{'s' * (given != 1)}, {len(columns)} are expected"
            )
    return [row for _, row in rows]


def read_text(path: Path, form: str = "TOML") -> str:
    """The text of a data file; InputError if it is missing or no UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise InputError(f"{shown(path)}: the file is missing") from None
    except UnicodeDecodeError as problem:
        raise InputError(f"{shown(path)}: not valid {form}: {problem}") from None


def record(path: Path, model: type[M]) -> M:
    """One file as one record, its numbers filled in from the record around them. Equal texts are read once.

    A thing with an id is called what its file is called.
    """
    known = {"id": path.stem} if issubclass(model, Named) else {}
    return _record(read_text(path), model, shown(path), **known)


@cache
def _record(text: str, model: type[M], where: str, **known: str) -> M:
    content = known | _toml(text, where)
    filled = completed(content, model) if issubclass(model, Sourced) else content
    return validated(filled, model, where)


def records(path: Path, model: type[M]) -> dict[str, M]:
    """One file of several tables, each a record, by their names. Equal texts are read once."""
    return _records(read_text(path), model, shown(path))


@cache
def _records(text: str, model: type[M], where: str) -> dict[str, M]:
    return {name: validated(content, model, where, name) for name, content in _toml(text, where).items()}


def validated(content: Any, model: type[M], where: str, name: str = "") -> M:
    """``content`` as ``model``, or an InputError about what is wrong with it; ``name``: its key in a file.

    Of several faults an unknown key is told first: a required key that is misspelt is missing as well. A missing key is
    told last: what would have been filled in is missing too where the value that it comes from is wrong.
    """
    try:
        return model.model_validate(content)
    except ValidationError as problem:
        errors = sorted(problem.errors(), key=lambda error: TOLD.get(error["type"], 1))
        raise _explained(errors[0], model, where, name) from None


def _explained(error: Any, model: Any, where: str, name: str) -> InputError:
    key, kind = ".".join(str(part) for part in ((name,) if name else ()) + error["loc"]), error["type"]
    place = f"{where}: {key}" if key else where
    if kind == "extra_forbidden":
        return unknown("key", error["loc"][-1], _keys(model, error["loc"]), place)
    if kind == "literal_error":
        accepted = [part.strip().strip("'") for part in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        return unknown("value", error["input"], accepted, place)
    if kind == "missing":
        return InputError(f"{place}: this key is missing")
    if kind == "value_error":
        return InputError(f"{place}: {error['msg'].removeprefix('Value error, ')}")
    return InputError(f"{place}: {_found(error['input'])}{accepted_form(error)} is accepted")


def _found(value: Any) -> str:
    """What was found, as TOML has it; nothing for a table or a list, which is too long to show."""
    if isinstance(value, dict | list | tuple):
        return f"found {'a table' if isinstance(value, dict) else 'a list'}, "
    text = (
        str(value).lower()
        if isinstance(value, bool)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else f"{value!r:.80}"
    )
    return f"found {text}, "


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
    """The path as a user sees it: from the folder ``data`` that it lies in, wherever that is."""
    if path.is_relative_to(PROJECT):
        return path.relative_to(PROJECT).as_posix()
    above = [parent.name for parent in path.parents[:2]]
    return "/".join(path.parts[-2 - above.index(DATA.name) :]) if DATA.name in above else path.name
