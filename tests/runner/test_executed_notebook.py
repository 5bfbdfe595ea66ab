"""The executed notebook of an edition shows what was run, and holds no clock, path or random id."""

import json
import re
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from analysis.reporting.check import NOTEBOOK
from tests.command import DRAWS, ROOT

pytestmark = pytest.mark.slow

CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


@pytest.fixture(scope="module")
def text(edition):
    """The notebook as text."""
    return (edition / NOTEBOOK).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def notebook(edition):
    """The notebook as cells."""
    return nbformat.read(edition / NOTEBOOK, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_it_is_a_valid_notebook(notebook):
    nbformat.validate(notebook)


def test_its_cells_are_those_of_the_source_and_the_parameters_given(notebook):
    source = nbformat.read(ROOT / "notebooks" / "06_brief.ipynb", as_version=4)
    executed = [(cell.id, cell.source) for cell in notebook.cells if cell.id != "injected-parameters"]
    assert executed == [(cell.id, cell.source) for cell in source.cells]
    assert len(notebook.cells) == len(source.cells) + 1


def test_every_code_cell_was_executed_in_order(notebook):
    assert [cell.execution_count for cell in code_cells(notebook)] == list(range(1, len(code_cells(notebook)) + 1))


def test_no_cell_failed_or_warned(notebook):
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    assert outputs
    assert [output for output in outputs if output.output_type in ("error", "stream")] == []


def test_it_names_the_parameters_it_ran_with(notebook):
    given = {"scenario": "as_written", "disclosure": "feb-2026", "draws": int(DRAWS), "seed": 1, "overrides": {}}
    assert notebook.metadata.papermill.parameters == given
    injected = next(cell for cell in notebook.cells if cell.id == "injected-parameters")
    assert [line for name, value in given.items() if (line := f"{name} = ") not in injected.source] == []
    assert f"draws = {DRAWS}" in injected.source


def test_it_shows_the_figures_and_tables(notebook):
    shown = {cell.id: cell.outputs[0].data for cell in code_cells(notebook) if cell.outputs}
    for name in ("stages-figure", "deliveries-figure"):
        assert "<svg" in shown[name]["text/html"] and "<figcaption>" in shown[name]["text/html"]
    for name in ("stages-table", "regimes-table", "judgements"):
        assert '<th scope="col"' in shown[name]["text/html"]


@pytest.mark.parametrize(
    "path", [ROOT, Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix), "site-packages", "file://", "C:\\"]
)
def test_it_holds_no_path_of_the_computer(text, path):
    assert str(path) not in text


def test_the_output_folder_is_named_only_where_the_notebook_itself_names_it(notebook):
    assert "out_dir" not in json.dumps(notebook.metadata)
    named = {cell.id: cell.source for cell in notebook.cells if "out_dir" in json.dumps(cell)}
    assert set(named) == {"parameters", "edition"}
    assert 'out_dir: str = ""' in named["parameters"]


def test_it_holds_no_clock(text):
    assert CLOCK.search(text) is None


@pytest.mark.parametrize("word", ["duration", "start_time", "end_time", "started", "iopub", "hostname", "exception"])
def test_its_metadata_hold_nothing_that_differs_between_runs(notebook, word):
    assert word not in json.dumps([notebook.metadata, *(cell.metadata for cell in notebook.cells)])
