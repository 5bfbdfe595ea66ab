"""The project's Python files as syntax trees, and what tests ask of them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "analysis"
FILES = sorted(PACKAGE.rglob("*.py"))
MODEL = [path for path in FILES if path.parent == PACKAGE / "model"]
CONSTANTS = PACKAGE / "model" / "constants.py"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def shown(path: Path) -> str:
    """A file as people name it: from the project's folder."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(path: Path, *kinds: type) -> Iterator:
    """The nodes of some kinds in a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, kinds))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, anywhere in it, with its line; a relative import begins with a dot."""
    for node in nodes(path, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        else:
            yield from ((module, node.lineno) for module in _from(node))


def _from(node: ast.ImportFrom) -> list[str]:
    """The module of a from-import; "from analysis import x" imports the module analysis.x."""
    base = "." * node.level + (node.module or "")
    return [f"{base}.{alias.name}" for alias in node.names] if base == "analysis" else [base]


def room(module: str) -> str:
    """The room of a module of ours: the second part of its name."""
    return module.split(".")[1]


def functions(path: Path) -> list[Function]:
    """All functions and methods of a file, those inside others included."""
    return list(nodes(path, ast.FunctionDef, ast.AsyncFunctionDef))


def numbers(inside: ast.AST) -> Iterator[ast.Constant]:
    """The numeric literals below a node; True and False are none."""
    for node in ast.walk(inside):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float, complex):
            yield node
