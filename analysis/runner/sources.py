"""Notebooks as they lie in ``notebooks/``: found by name, and read for mistakes that papermill would pass over."""

import ast
import json
from pathlib import Path
from typing import Any

from analysis.catalog import PROJECT, InputError, unknown
from analysis.runner.parameters import accepted

NOTEBOOKS = PROJECT / "notebooks"
TAG = "parameters"
BRIEF = "06_brief"
KINDS = {"scenario": BRIEF}  # every kind of brief, and the notebook that makes it


def kind_of_brief(kind: str) -> str:
    """The notebook that makes a kind of brief."""
    if kind not in KINDS:
        raise unknown("kind of brief", kind, KINDS)
    return KINDS[kind]


def source(name: str) -> Path:
    """The file of the notebook ``name``; its number may be left out. InputError names the nearest."""
    known = {path.stem: path for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))}
    for stem, path in known.items():
        if name in (stem, stem.partition("_")[2]):
            return path
    raise unknown("notebook", name, known)


def check_source(notebook: str, content: bytes, given: set[str]) -> None:
    """InputError unless the notebook takes every parameter in ``given``, by its type, and makes use of it."""
    code = _code(notebook, content)
    tagged = [cell for cell in code if TAG in (cell.get("metadata", {}).get("tags") or [])]
    if len(tagged) != 1:
        raise InputError(
            f"notebook {notebook} has {len(tagged)} cells tagged '{TAG}'; one is accepted, below which papermill "
            "writes what is given"
        )
    declared = _declared(notebook, _text(tagged[0]))
    cells = [_parsed(notebook, _text(cell)) for cell in code if cell is not tagged[0]]
    named = [node for cell in cells for node in ast.walk(cell) if isinstance(node, ast.Name)]
    used = {node.id for node in named if isinstance(node.ctx, ast.Load)}
    changed = {node.id for node in named if not isinstance(node.ctx, ast.Load)}
    for name in sorted(given):
        if name not in declared:
            raise unknown("parameter", name, declared, f"notebook {notebook}")
        if name not in used:
            raise InputError(f"notebook {notebook} ignores its parameter '{name}', so nothing given for it has effect")
        if name in changed:
            raise InputError(
                f"notebook {notebook} changes its parameter '{name}', so what is given for it may have no effect"
            )


def _code(name: str, content: bytes) -> list[dict[str, Any]]:
    try:
        cells = json.loads(content)["cells"]
        return [cell for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise InputError(f"notebook {name} cannot be read: {type(problem).__name__}: {problem}") from None


def _text(cell: dict[str, Any]) -> str:
    return "".join(cell.get("source") or "")


def _parsed(name: str, text: str) -> ast.Module:
    """The code of a cell; lines for IPython alone (``%``, ``!``, ``?``) are passed over."""
    plain = "\n".join("" if line.lstrip().startswith(("%", "!", "?")) else line for line in text.splitlines())
    try:
        return ast.parse(plain)
    except SyntaxError as problem:
        raise InputError(f"notebook {name} holds a cell that is no Python: {problem.msg}") from None


def _declared(notebook: str, text: str) -> set[str]:
    """Names of the parameters: one typed literal a line, so that none hides another or goes stale."""
    names: set[str] = set()
    known, lines = accepted(notebook), set()
    for statement in _parsed(notebook, text).body:
        shown = ast.unparse(statement)
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            raise InputError(
                f"notebook {notebook}, parameters: found '{shown}', one typed line 'name: type = value' is accepted"
            )
        name = statement.target.id
        try:
            ast.literal_eval(statement.value)
        except (ValueError, TypeError):
            raise InputError(
                f"notebook {notebook}, parameters: found '{shown}', a value that depends on nothing is accepted"
            ) from None
        if name in names or statement.lineno in lines:
            raise InputError(
                f"notebook {notebook}, parameters: '{name}' shares its line or its name; one line each is accepted"
            )
        if name in known and ast.unparse(statement.annotation) != known[name].type.__name__:
            raise InputError(
                f"notebook {notebook}, parameters: found '{shown}', the type {known[name].type.__name__} is accepted"
            )
        names.add(name)
        lines.add(statement.lineno)
    return names
