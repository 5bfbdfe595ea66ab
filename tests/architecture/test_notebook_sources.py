"""Notebooks hold prose, one run and calls to reporting: no functions, no numbers of their own, no stored outputs.

All have one skeleton: a title, a question, a method with its formula, results with a figure, and what they do not show.
"""

import ast
import json
import re
from pathlib import Path

import pytest
from papermill import inspect_notebook

from analysis.reporting.check import schema
from analysis.runner.parameters import OWN, accepted
from analysis.runner.sources import check_source
from analysis.scenarios.spec import DEFAULTS
from tests.architecture.source import MODEL, PACKAGE, ROOT, functions, numbers, shown

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECTION = 2  # the level of a heading below the title
LEAST_LIMITS = 3  # things that a notebook says it does not show
SHORTEST_COMMENT = 10  # letters: less says neither unit nor meaning
WIDEST_LINE = 128  # letters of code that JupyterLab shows in a window of 1,300 pixels
WORD = re.compile(r"`([a-z][a-z0-9_]+)`")

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=shown)


def code_cells(path: Path) -> list[dict]:
    """The code cells of a notebook."""
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


def source(cell: dict) -> str:
    """What a cell holds."""
    return "".join(cell["source"])


def tagged(path: Path) -> list[dict]:
    """The cells that papermill takes for parameters."""
    return [cell for cell in code_cells(path) if "parameters" in cell["metadata"].get("tags", [])]


def others(path: Path) -> list[ast.Module]:
    """All other code cells, parsed."""
    return [ast.parse(source(cell)) for cell in code_cells(path) if cell not in tagged(path)]


def headings(path: Path) -> list[tuple[int, str, str]]:
    """Every heading of a notebook with its level and the words between it and the next."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join(source(cell) + "\n" for cell in cells if cell["cell_type"] == "markdown")
    parts = re.split(r"^(#+) (.+)$", text, flags=re.MULTILINE)[1:]
    return [(len(marks), words, below) for marks, words, below in zip(*[iter(parts)] * 3, strict=True)]


def test_notebooks_are_found() -> None:
    """The brief's notebook is among them, and all have numbered names."""
    assert "06_brief.ipynb" in [path.name for path in NOTEBOOKS]
    assert [path.name for path in NOTEBOOKS if not path.name[:2].isdigit()] == []


@every_notebook
def test_there_is_one_cell_of_parameters(path: Path) -> None:
    """papermill writes its values below exactly one tagged cell."""
    assert len(tagged(path)) == 1


@every_notebook
def test_parameters_are_those_of_the_schema_line_by_line(path: Path) -> None:
    """Name, type, default, and a comment with unit and meaning: what the runner checks is what an analyst reads."""
    assert source(tagged(path)[0]).splitlines() == [one.line for one in accepted(path.stem).values()]


@every_notebook
def test_the_runner_finds_nothing_wrong_with_a_notebook(path: Path) -> None:
    """One typed literal a line, and every parameter is used."""
    check_source(path.stem, path.read_bytes(), set(accepted(path.stem)))


def test_the_schema_has_the_names_types_and_defaults_of_the_command() -> None:
    """What every notebook takes is what a run takes, and a folder."""
    assert {one.name: one.default for one in accepted("06_brief").values()} == DEFAULTS | {"out_dir": ""}
    assert set(OWN) <= {path.stem for path in NOTEBOOKS}


def test_the_schema_of_results_has_the_same_names_and_types() -> None:
    """A result says with which parameters it was made."""
    words = {str: "string", int: "integer", dict: "object"}
    shared = {one.name: words[one.type] for one in accepted("06_brief").values() if one.name != "out_dir"}
    properties = schema()["properties"]["parameters"]["properties"]
    assert {name: known["type"] for name, known in properties.items()} == shared


@every_notebook
def test_a_notebook_defines_no_function(path: Path) -> None:
    """What can be called is tested in the package; a notebook calls it."""
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert [node.lineno for cell in others(path) for node in ast.walk(cell) if isinstance(node, defined)] == []


@every_notebook
def test_a_notebook_holds_no_number_outside_its_parameters(path: Path) -> None:
    """Every figure a reader sees comes from a result."""
    assert [number.value for cell in others(path) for number in numbers(cell)] == []


@every_notebook
def test_a_notebook_runs_one_scenario_once_with_its_parameters(path: Path) -> None:
    """One call of run, given the five parameters that decide a result, in order and by name."""
    calls = [node for cell in others(path) for node in ast.walk(cell) if isinstance(node, ast.Call)]
    runs = [ast.unparse(call) for call in calls if isinstance(call.func, ast.Name) and call.func.id == "run"]
    assert runs == ["run(scenario, disclosure, draws, seed, overrides)"]


@every_notebook
def test_a_notebook_stores_no_output(path: Path) -> None:
    """Outputs are made, not kept: a stored one may be of other data."""
    assert [cell["id"] for cell in code_cells(path) if cell["outputs"] or cell["execution_count"] is not None] == []


@every_notebook
def test_cells_have_ids_of_their_own(path: Path) -> None:
    """Ids are words, none twice, so that two runs of a notebook can be compared line by line."""
    ids = [cell["id"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    assert len(set(ids)) == len(ids)
    assert [identifier for identifier in ids if not identifier.replace("-", "").isalpha()] == []


@every_notebook
def test_outputs_widgets_and_traces_of_runs_are_stripped(path: Path) -> None:
    """Nothing that a run leaves behind: counts, outputs, state of widgets, times, or settings of an editor."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert set(notebook["metadata"]["language_info"]) == {"name"}
    assert [cell["id"] for cell in notebook["cells"] if set(cell["metadata"]) - {"tags"}] == []
    assert "widget" not in json.dumps([notebook["metadata"], *(cell.get("outputs", []) for cell in notebook["cells"])])


@every_notebook
def test_papermill_finds_every_parameter_with_its_type_and_its_comment(path: Path) -> None:
    """What papermill reports to its users is what stands there; a type it cannot read would be reported as unknown."""
    written = [s for s in ast.parse(source(tagged(path)[0])).body if isinstance(s, ast.AnnAssign)]
    found = inspect_notebook(str(path))
    assert list(found) == [ast.unparse(statement.target) for statement in written]
    for statement in written:
        known = found[ast.unparse(statement.target)]
        assert known["inferred_type_name"] == ast.unparse(statement.annotation)
        assert ast.literal_eval(known["default"]) == ast.literal_eval(statement.value)
        assert type(ast.literal_eval(statement.value)).__name__ == known["inferred_type_name"]
        assert len(known["help"]) >= SHORTEST_COMMENT


@every_notebook
def test_a_notebook_begins_with_its_title_and_a_question(path: Path) -> None:
    """One title, on top, and what is asked before anything can be changed."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert source(cells[0]).startswith("# ")
    assert [level for level, _, _ in headings(path)].count(1) == 1
    before = cells[: next(place for place, cell in enumerate(cells) if cell["cell_type"] == "code")]
    assert any("**Question.**" in source(cell) and "?" in source(cell) for cell in before)
    assert "parameters" in cells[len(before)]["metadata"].get("tags", [])


@every_notebook
def test_a_notebook_says_its_method_in_words_with_a_formula_before_any_result(path: Path) -> None:
    """One section of method, the first of all, with a displayed formula and the functions of the model that compute it."""
    (section,) = [text for level, words, text in headings(path) if level == SECTION and words.startswith("Method")]
    assert headings(path)[1][1].startswith("Method")
    formulas = re.findall(r"\$\$.+?\$\$", section, flags=re.DOTALL)
    assert formulas and all("=" in formula for formula in formulas)
    named = re.findall(r"`([a-z][a-z0-9_]+)`", section)
    defined = {function.name for file in MODEL for function in functions(file)}
    assert [name for name in named if name in defined], "name the functions that compute the formulas"
    listed = [name for line in section.splitlines() if line.startswith("Functions:") for name in WORD.findall(line)]
    assert [name for name in listed if name not in defined] == []


@every_notebook
def test_each_file_that_a_method_names_holds_the_functions_named_before_it(path: Path) -> None:
    """What stands there, "`training_flop` in `analysis/model/training.py`" is true, so that a reader finds it."""
    for _, _, text in headings(path):
        for line in (line for line in text.splitlines() if "Functions: " in line):
            waiting: list[str] = []
            for name in re.findall(r"`([^`]+)`", line.partition("Functions: ")[2]):
                if not name.endswith(".py"):
                    waiting.append(name)
                    continue
                file = PACKAGE / "model" / Path(name).name
                assert set(waiting) <= {function.name for function in functions(file)}, name
                waiting = []
            assert waiting == []


@every_notebook
def test_a_notebook_shows_a_figure(path: Path) -> None:
    """People would rather look than read a table. That the cell shows one is tested where notebooks run."""
    assert [cell["id"] for cell in code_cells(path) if cell["id"].endswith("-figure")]


@every_notebook
def test_a_notebook_ends_with_what_it_does_not_show(path: Path) -> None:
    """The last section of all, a list of at least three."""
    level, words, text = headings(path)[-1]
    assert (level, words) == (SECTION, "What this does not show")
    assert text.count("\n- ") >= LEAST_LIMITS


@every_notebook
def test_every_section_with_a_result_says_something_before_it(path: Path) -> None:
    """Words stand before each figure or table, or before the one that it follows: no heading alone."""
    assert [words for _, words, text in headings(path)[1:] if not text.strip()] == []


@every_notebook
def test_a_formula_has_its_dollars_in_pairs_and_its_braces_too(path: Path) -> None:
    """One that lacks its end swallows the text after it."""
    for _, words, text in headings(path):
        assert text.count("$$") % 2 == 0, words
        assert text.replace("$$", "").count("$") % 2 == 0, words
        for formula in re.findall(r"\$\$(.+?)\$\$", text, flags=re.DOTALL):
            assert formula.count("{") == formula.count("}"), words
            assert formula.count("\\left") - formula.count("\\leftarrow") == formula.count("\\right"), words


@every_notebook
def test_no_line_of_code_is_cut_off_on_a_usual_screen(path: Path) -> None:
    """JupyterLab does not wrap code: what is longer is hidden."""
    lines = [line for cell in code_cells(path) for line in source(cell).splitlines()]
    assert [line for line in lines if len(line) > WIDEST_LINE] == []
