"""Notebooks hold prose, one run and calls to reporting: no functions, no numbers of their own, no stored outputs."""

import ast
import json
from pathlib import Path

import pytest

from analysis.scenarios.spec import DEFAULTS
from tests.architecture.source import ROOT, numbers, shown

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PARAMETERS = ["scenario", "disclosure", "draws", "seed", "out_dir", "overrides"]
OWN_PARAMETERS = {"04_regime_scenarios": {"lab": "", "horizon": 36}}  # what one notebook asks for besides

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


def test_notebooks_are_found() -> None:
    """The brief's notebook is among them, and all have numbered names."""
    assert "06_brief.ipynb" in [path.name for path in NOTEBOOKS]
    assert [path.name for path in NOTEBOOKS if not path.name[:2].isdigit()] == []


@every_notebook
def test_there_is_one_cell_of_parameters(path: Path) -> None:
    """papermill writes its values below exactly one tagged cell."""
    assert len(tagged(path)) == 1


@every_notebook
def test_parameters_have_the_names_of_the_command(path: Path) -> None:
    """Each parameter is one typed line with its name, its default and a comment, in the order of the command; then its own."""
    text, wanted = source(tagged(path)[0]), [*PARAMETERS, *OWN_PARAMETERS.get(path.stem, {})]
    statements = ast.parse(text).body
    assert [statement.target.id for statement in statements] == wanted
    assert [statement.lineno for statement in statements] == list(range(1, len(wanted) + 1))
    assert len(text.splitlines()) == len(wanted)


@every_notebook
def test_parameters_have_the_defaults_of_the_command(path: Path) -> None:
    """A notebook run by hand gives what the command gives; its folder is left to the command."""
    found = {s.target.id: ast.literal_eval(s.value) for s in ast.parse(source(tagged(path)[0])).body}
    assert found == DEFAULTS | {"out_dir": ""} | OWN_PARAMETERS.get(path.stem, {})


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
