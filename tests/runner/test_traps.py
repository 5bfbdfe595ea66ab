"""What papermill lets pass, and that our runner does not: each trap is first shown, and then found closed."""

import json
import os
import sys
from datetime import date
from pathlib import Path

import nbformat
import numpy as np
import papermill
import pytest

from analysis.catalog import InputError, RunError
from analysis.runner import kernels, sources
from analysis.runner.execution import execute
from analysis.runner.jobs import Job, make
from analysis.runner.kernels import waiting
from analysis.runner.parameter_files import read_file, read_pairs
from analysis.runner.parameters import checked
from analysis.scenarios import parameters
from analysis.scenarios.spec import load_inputs
from tests.command import files, process
from tests.runner.small import PARAMETERS, USED, WRITE, small

pytestmark = pytest.mark.slow

KILL = "import os\nos.kill(os.getpid(), 9)"
GIVEN = {"scenario": "status_quo", "disclosure": "feb-2026", "draws": 100, "seed": 1, "overrides": {}}


def plainly(path, tmp_path, **given):
    """Run a notebook with papermill alone, and give the notebook that it saved."""
    output = tmp_path / "plain.ipynb"
    try:
        papermill.execute_notebook(
            path, output, parameters=given, progress_bar=False, cwd=str(tmp_path), kernel_name="python3"
        )
    except Exception as problem:
        return nbformat.read(output, as_version=4), problem
    return nbformat.read(output, as_version=4), None


def ours(path, place, seconds=0, **given):
    """Run a notebook with our runner."""
    with waiting() as kernel:
        return execute(path, GIVEN | {"out_dir": ""} | given, place, kernel, place / "log.txt", seconds)


def shown(notebook):
    """What the cells printed."""
    return "".join(o.get("text", "") for c in notebook.cells if c.cell_type == "code" for o in c.outputs)


@pytest.fixture
def taken(tmp_path, monkeypatch):
    """A folder whose notebooks are taken for those of the project."""
    monkeypatch.setattr(sources, "NOTEBOOKS", tmp_path / "notebooks")
    return tmp_path / "notebooks"


def test_a_typo_in_a_parameter_runs_on_the_default_in_papermill_and_is_refused_here(tmp_path):
    path = small(tmp_path / "n", "print(draws)", parameters="draws: int = 100  # draws")
    path.write_text(path.read_text().replace(USED, "draws"))
    notebook, problem = plainly(path, tmp_path, drws=200)
    assert problem is None and shown(notebook) == "100\n"
    with pytest.raises(InputError, match="unknown parameter 'drws'. Did you mean 'draws'"):
        checked(load_inputs(), "06_brief", {"drws": 200})


@pytest.mark.parametrize(("text", "taken_for"), [("007", 7), ("false", "false"), ("1e3", 1000.0)])
def test_a_value_is_guessed_by_papermill_and_refused_here(text, taken_for):
    # papermill takes 007 for 7, and leaves false as a text, which counts as true
    from papermill.cli import _resolve_type

    assert _resolve_type(text) == taken_for
    with pytest.raises(InputError, match="'draws': found .*, a whole number from 100"):
        read_pairs([f"draws={text}"], "06_brief")


@pytest.mark.parametrize("value", [np.int64(200), Path("x"), date(2026, 2, 23)])
def test_a_value_that_cannot_be_written_down_is_an_error_of_types_in_papermill_and_one_of_input_here(tmp_path, value):
    path = small(tmp_path / "n")
    with pytest.raises(TypeError):
        papermill.execute_notebook(path, tmp_path / "o.ipynb", parameters={"draws": value}, prepare_only=True)
    with pytest.raises(InputError, match="parameter 'draws': found"):
        checked(load_inputs(), "06_brief", {"draws": value})


def test_without_a_tagged_cell_papermill_lets_the_defaults_win_and_here_nothing_starts(tmp_path):
    path = small(tmp_path / "n", "draws = 100\nprint(draws)", parameters=None)
    path.write_text(path.read_text().replace(USED, "1"))
    notebook, problem = plainly(path, tmp_path, draws=200)
    assert problem is None and shown(notebook) == "100\n"
    with pytest.raises(InputError, match="has 0 cells tagged 'parameters'; one is accepted"):
        sources.check_source(path.stem, path.read_bytes(), {"draws"})


def test_a_second_tagged_cell_wins_in_papermill_and_here_nothing_starts(tmp_path):
    path = small(tmp_path / "n", "draws = 100", "print(draws)", parameters="draws: int = 50")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source = "1"
    notebook.cells[2].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, path)
    saved, problem = plainly(path, tmp_path, draws=200)
    assert problem is None and shown(saved) == "100\n"
    with pytest.raises(InputError, match="has 2 cells tagged 'parameters'"):
        sources.check_source(path.stem, path.read_bytes(), {"draws"})


def test_a_value_derived_from_a_parameter_goes_stale_in_papermill_and_here_nothing_starts(tmp_path):
    path = small(tmp_path / "n", "print(double)", parameters="draws: int = 50\ndouble: int = draws * 2")
    path.write_text(path.read_text().replace(USED, "draws"))
    saved, problem = plainly(path, tmp_path, draws=200)
    assert problem is None and shown(saved) == "100\n"  # twice the default, and not twice what was given
    with pytest.raises(InputError, match="found 'double: int = draws \\* 2', a value that depends on nothing"):
        sources.check_source(path.stem, path.read_bytes(), {"draws"})


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("draws: int = 50; seed: int = 1", "'seed' shares its line or its name"),
        ("draws: int = 50\ndraws: int = 60", "'draws' shares its line or its name"),
        ("draws = 50", "one typed line 'name: type = value' is accepted"),
        ("draws: int | None = 50", "the type int is accepted"),
        ("draws: str = '50'", "the type int is accepted"),
        ("draws: int = len('abc')", "a value that depends on nothing"),
        ("draws: int = = 50", "holds a cell that is no Python"),
        ("import os\ndraws: int = 50", "one typed line 'name: type = value' is accepted"),
    ],
)
def test_a_cell_that_papermill_cannot_read_is_refused_before_it_starts(tmp_path, cell, message):
    path = small(tmp_path / "n", parameters=cell)
    with pytest.raises(InputError) as problem:
        sources.check_source(path.stem, path.read_bytes(), {"draws"})
    assert message in str(problem.value)


def test_a_parameter_that_the_notebook_does_not_use_is_refused(tmp_path):
    path = small(tmp_path / "n")
    path.write_text(path.read_text().replace(USED, USED.replace("seed, ", "")))
    with pytest.raises(InputError, match="notebook 06_brief ignores its parameter 'seed'"):
        sources.check_source(path.stem, path.read_bytes(), {"draws", "seed"})


def test_a_parameter_that_the_notebook_changes_is_refused(tmp_path):
    path = small(tmp_path / "n", "seed = 3")
    with pytest.raises(InputError, match="notebook 06_brief changes its parameter 'seed'"):
        sources.check_source(path.stem, path.read_bytes(), {"draws", "seed"})


def test_a_kernel_that_never_starts_is_a_failed_run(tmp_path, taken, monkeypatch):
    small(taken, WRITE)
    monkeypatch.setattr(kernels, "METHOD", kernels.FORK)
    monkeypatch.setattr(kernels, "_serve", lambda _: os._exit(9))
    with pytest.raises(RunError, match="the kernel (did not start|died)"):
        make(Job("06_brief", parameters(draws=100), out=tmp_path / "edition"))
    assert not (tmp_path / "edition").exists()


def test_a_script_of_its_own_can_make_a_brief(tmp_path):
    script = "from analysis.runner.jobs import Job, make\nfrom analysis.scenarios import parameters\nprint(make(Job('06_brief', parameters(draws=100), out='e')).state)\n"
    (tmp_path / "script.py").write_text(script)
    ended = process(sys.executable, "script.py", cwd=tmp_path)
    assert (ended.stdout, ended.returncode) == ("made\n", 0), ended.stderr


def test_a_start_up_file_of_the_user_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "start.py").write_text("draws_of_start = 1")
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "start.py"))
    path = small(tmp_path / "n", "assert 'draws_of_start' not in globals()")
    (tmp_path / "place").mkdir()
    ours(path, tmp_path / "place")


def test_a_parameter_that_the_notebook_does_not_have_is_refused(tmp_path):
    path = small(tmp_path / "n", parameters=PARAMETERS.replace("seed:", "seeds:"))
    with pytest.raises(InputError, match="notebook 06_brief: unknown parameter 'seed'. Did you mean 'seeds'"):
        sources.check_source(path.stem, path.read_bytes(), {"seed"})


def test_after_a_killed_kernel_papermill_has_saved_a_notebook_without_an_error_and_here_nothing_stands(tmp_path, taken):
    path = small(taken, WRITE, KILL)
    saved, problem = plainly(path, tmp_path, draws=100, out_dir=str(tmp_path / "plain"))
    states = [cell.metadata.papermill.status for cell in saved.cells if cell.cell_type == "code"]
    assert problem is not None and states[-1] == "completed" and not saved.metadata.papermill.exception
    with pytest.raises(RunError, match="the kernel died before the end; nothing was written; log: "):
        make(Job("06_brief", parameters(draws=100), out=tmp_path / "edition"))
    assert not (tmp_path / "edition").exists()


def test_a_cell_that_takes_too_long_ends_the_run_and_the_kernel(tmp_path, taken):
    small(taken, "import time\ntime.sleep(600)", WRITE)
    with pytest.raises(RunError, match="a cell took more than 1 seconds; nothing was written"):
        make(Job("06_brief", parameters(draws=100), out=tmp_path / "edition", seconds=1))
    assert not (tmp_path / "edition").exists()


def test_a_failed_run_leaves_half_a_notebook_in_papermill_and_here_a_log_elsewhere(tmp_path, taken):
    path = small(taken, "print('so far')\n1 / 0")
    _, problem = plainly(path, tmp_path)
    assert problem is not None and (tmp_path / "plain.ipynb").exists()
    with pytest.raises(RunError, match="ZeroDivisionError: division by zero") as found:
        make(Job("06_brief", parameters(draws=100), out=tmp_path / "edition"))
    log = Path(str(found.value).rpartition("log: ")[2])
    assert "1 / 0" in log.read_text(encoding="utf-8")
    assert not (tmp_path / "edition").exists()


def test_two_runs_differ_in_papermill_and_are_the_same_bytes_here(tmp_path):
    path = small(tmp_path / "n", "print(draws)")
    plain = [json.dumps(plainly(path, tmp_path, draws=100)[0]) for _ in range(2)]
    assert plain[0] != plain[1]
    kept = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        kept.append(ours(path, tmp_path / name).read_bytes())
    assert kept[0] == kept[1]


def test_parameters_stand_in_the_notebook_twice_so_names_of_secrets_are_refused(tmp_path):
    path = small(tmp_path / "n", parameters=PARAMETERS)
    saved, _ = plainly(path, tmp_path, api_key="abc123")
    assert json.dumps(saved).count("abc123") == 2
    with pytest.raises(InputError, match="'api_key' looks like a secret") as found:
        checked(load_inputs(), "06_brief", {"api_key": "abc123"})
    assert "abc123" not in str(found.value)


def test_yaml_is_read_by_the_types_of_the_parameters(tmp_path):
    (tmp_path / "run.yaml").write_text(
        "disclosure: no\ndraws: 200\noverrides:\n  minimax.fleet: 3e4\n", encoding="utf-8"
    )
    # read as YAML alone, no is False and 3e4 a text
    assert read_file(tmp_path / "run.yaml", "06_brief") == {
        "disclosure": "no",
        "draws": 200,
        "overrides": {"minimax.fleet": 30_000.0},
    }


def test_a_kernel_runs_in_the_folder_it_is_given_and_leaves_ours_alone(tmp_path):
    before = Path.cwd()
    path = small(tmp_path / "n", "from pathlib import Path\nPath('here.txt').write_text('x')")
    (tmp_path / "place").mkdir()
    ours(path, tmp_path / "place")
    assert (tmp_path / "place" / "here.txt").exists() and Path.cwd() == before
    assert "here.txt" not in [name for name in files(tmp_path) if "/" not in name]
