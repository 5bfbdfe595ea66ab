"""The rooms of the house: imports go one way, the model is pure, files and functions stay small."""

import ast
from pathlib import Path

import pytest

import analysis
from tests.architecture.source import (
    CONSTANTS,
    FILES,
    MODEL,
    PACKAGE,
    ROOT,
    functions,
    imported,
    nodes,
    numbers,
    room,
    shown,
    tree,
)

ROOMS = (
    "catalog", "calibration", "assumptions", "model", "scenarios", "insight", "reporting", "runner", "cli",
)  # fmt: skip
LONGEST_FILE, LONGEST_FUNCTION = 260, 45
# What the model may import besides our own rooms: types, dates and arithmetic on arrays. None of it reads a file.
PURE = {"dataclasses", "datetime", "typing", "collections.abc", "math", "numpy"}
READERS = {"open", "print", "input", "exec", "eval", "format", "repr", "read_text", "read_bytes", "write_text",
           "write_bytes", "load", "loadtxt", "save", "savetxt", "fromfile", "genfromtxt", "tofile", "memmap"}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "fromtimestamp", "uuid1", "uuid4", "getpid", "urandom"}
CHANCE = {"time", "uuid", "random", "secrets"}  # modules whose values differ between two equal runs

every_file = pytest.mark.parametrize("path", FILES, ids=shown)
every_model_file = pytest.mark.parametrize("path", MODEL, ids=shown)


def place(path: Path) -> str:
    """The room a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_the_package_that_is_imported_is_ours() -> None:
    """Another package called analysis on the path would be tested in our place."""
    assert Path(analysis.__file__).resolve() == ROOT / "analysis" / "__init__.py"


def test_every_file_lies_in_a_known_room() -> None:
    """A new folder of analysis/ needs its place in the order of imports."""
    assert {place(path) for path in FILES} <= {*ROOMS, "__init__"}
    assert set(ROOMS) - {"calibration"} <= {place(path) for path in FILES}


@every_file
def test_imports_go_one_way(path: Path) -> None:
    """A room imports itself and rooms before it, never one after it, also inside functions."""
    mine = place(path)
    if mine == "__init__":
        assert list(imported(path)) == []
        return
    ours = [(module, line) for module, line in imported(path) if module.split(".")[0] == "analysis"]
    later = [(module, line) for module, line in ours if ROOMS.index(room(module)) > ROOMS.index(mine)]
    assert later == []


@every_file
def test_imports_are_absolute(path: Path) -> None:
    """A relative import hides which room it comes from."""
    assert [module for module, _ in imported(path) if module.startswith(".")] == []


def test_the_check_of_imports_sees_one_inside_a_function(tmp_path: Path) -> None:
    """The reader of imports finds all forms, wherever they stand."""
    path = tmp_path / "case.py"
    path.write_text("import a.b\ndef f():\n    from analysis import cli\n    from analysis.runner import x\n", "utf-8")
    assert [module for module, _ in imported(path)] == ["a.b", "analysis.cli", "analysis.runner"]


@every_model_file
def test_the_model_imports_only_what_is_pure(path: Path) -> None:
    """No module that opens files, reads a clock, draws numbers or formats text is at hand in the model."""
    outside = {module for module, _ in imported(path) if module.split(".")[0] != "analysis"}
    assert outside <= PURE


@every_model_file
def test_the_model_opens_no_file_and_prints_nothing(path: Path) -> None:
    """No call to a reader or writer, as a function or as a method."""
    called = [(_name(node.func), node.lineno) for node in nodes(path, ast.Call)]
    assert [(name, line) for name, line in called if name in READERS] == []


@every_model_file
def test_the_model_draws_no_random_number(path: Path) -> None:
    """Draws come from Assumptions alone, so that each has its own stream."""
    assert [node.lineno for node in nodes(path, ast.Attribute) if node.attr in ("random", "default_rng")] == []


@every_model_file
def test_the_model_formats_no_text(path: Path) -> None:
    """Text in the model is a name of an input: no format, no %, no joined text but in a name asked of Assumptions."""
    asked = {
        id(text)
        for call in nodes(path, ast.Call)
        if _name(call.func) in ("draw", "uniform", "estimate")
        for part in call.args[:1]
        for text in ast.walk(part)
    }
    joined = [node for node in nodes(path, ast.JoinedStr) if id(node) not in asked]
    shaped = [node for node in nodes(path, ast.FormattedValue) if node.format_spec or node.conversion != -1]
    percent = [n for n in nodes(path, ast.BinOp) if isinstance(n.op, ast.Mod) and isinstance(n.left, ast.Constant)]
    assert [node.lineno for node in (*joined, *shaped, *percent)] == []


@pytest.mark.parametrize("path", [path for path in MODEL if path != CONSTANTS], ids=shown)
def test_the_model_holds_no_number_of_its_own(path: Path) -> None:
    """Every literal is 0 or 1 (or -1), or the exponent of a root: all other numbers are data or named constants."""
    roots = {id(node.right) for node in nodes(path, ast.BinOp) if isinstance(node.op, ast.Pow)}
    found = [(n.value, n.lineno) for n in numbers(tree(path)) if n.value not in (0, 1)]
    exponents = [(n.value, n.lineno) for n in numbers(tree(path)) if id(n) in roots and n.value == 0.5]
    assert [number for number in found if number not in exponents] == []


def test_constants_of_the_model_are_assigned_by_name() -> None:
    """The file of constants holds names in capitals and nothing that computes."""
    kinds = {type(node) for node in tree(CONSTANTS).body[1:]}
    assert kinds <= {ast.Assign, ast.AnnAssign}
    names = [
        target.id for node in tree(CONSTANTS).body[1:] for target in ast.walk(node) if isinstance(target, ast.Name)
    ]
    assert names
    assert [name for name in names if name != name.upper()] == []


@every_file
def test_a_file_is_short(path: Path) -> None:
    """No file is longer than 260 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@every_file
def test_functions_are_short(path: Path) -> None:
    """No function is longer than 45 lines, from its name to its end."""
    lengths = {node.name: node.end_lineno - node.lineno + 1 for node in functions(path)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@every_file
def test_public_names_and_modules_are_documented(path: Path) -> None:
    """A module, and each function or class in it that others may use, says what it is."""
    public = [
        n for n in tree(path).body if isinstance(n, (ast.FunctionDef, ast.ClassDef)) and not n.name.startswith("_")
    ]
    undocumented = [node.name for node in public if not ast.get_docstring(node)]
    assert undocumented == []
    assert ast.get_docstring(tree(path))


@every_model_file
def test_formulas_are_documented(path: Path) -> None:
    """A function with keyword-only parameters is a formula: explanations print the first line of its text."""
    formulas = [node for node in functions(path) if node.args.kwonlyargs]
    assert [node.name for node in formulas if not ast.get_docstring(node)] == []
    assert [node.name for node in formulas if node.args.args or node.args.posonlyargs or node.args.vararg] == []


def test_the_model_has_formulas() -> None:
    """The checks above have something to check: the model is made of functions with keyword-only parameters."""
    formulas = [node.name for path in MODEL for node in functions(path) if node.args.kwonlyargs]
    assert {"training_flop", "gpu_hours", "teacher_flop", "tpp", "renewed_allowance", "stock"} <= set(formulas)
    assert len(set(formulas)) == len(formulas)


@every_file
def test_no_clock_and_no_chance_enters_a_result(path: Path) -> None:
    """No module or call whose value differs between two equal runs."""
    assert [(module, line) for module, line in imported(path) if module.split(".")[0] in CHANCE] == []
    assert [(n.attr, n.lineno) for n in nodes(path, ast.Attribute) if n.attr in CLOCKS] == []


@every_file
def test_random_numbers_are_made_in_one_place_from_a_seed(path: Path) -> None:
    """numpy's generators are named in assumptions/draws.py alone, and there each is given its seed."""
    used = [node for node in nodes(path, ast.Attribute) if node.attr in ("random", "default_rng", "RandomState")]
    if shown(path) != "analysis/assumptions/draws.py":
        assert [node.lineno for node in used] == []
        return
    made = [n for n in nodes(path, ast.Call) if _name(n.func) in ("Generator", "PCG64", "default_rng")]
    assert used and made
    assert [node.lineno for node in made if not node.args] == []


def _name(called: ast.expr) -> str:
    """The last part of what is called: draw for a.draw, open for open."""
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
