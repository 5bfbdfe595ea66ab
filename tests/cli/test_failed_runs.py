"""A run that fails ends with 1 and one message, leaves nothing behind, and an older edition stays as it was."""

import shutil

import nbformat
import pytest

from tests.command import chipbrief, files, interrupted

pytestmark = pytest.mark.slow

# What the brief's notebook does after its parameters, and what the message must say.
WRITE = "from analysis.runner import publish\nfrom analysis.scenarios import run\nfolder = publish(run(draws=draws), out_dir=out_dir)"
KILL = "import os\nos.kill(os.getpid(), 9)"
FAILURES = {
    "failing cell": ("1 / 0", "notebook 06_brief: ZeroDivisionError: division by zero"),
    "killed after writing": (f"{WRITE}\n{KILL}", "notebook 06_brief: the kernel died"),
}


USED = "(scenario, disclosure, draws, seed, out_dir, overrides)\n"  # a notebook that ignores a parameter does not start


def sabotage(project, source):
    """Puts ``source`` in place of everything that the brief's notebook does with its parameters."""
    path = project / "notebooks" / "06_brief.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(notebook.cells) == 1
    notebook.cells.append(nbformat.v4.new_code_cell(USED + source, id="sabotage"))
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def run_of(pristine, edition, tmp_path_factory):
    """Runs the brief of a sabotaged project over an older edition: what the command said, and the folders it had."""
    made = {}

    def run(name):
        if name not in made:
            place = tmp_path_factory.mktemp("failed")
            shutil.copytree(pristine, place / "project")
            shutil.copytree(edition, place / "out" / "edition")
            (place / "temporary").mkdir()
            sabotage(place / "project", FAILURES[name][0])
            before = files(place / "project")
            out = ["--draws", "200", "--out", place / "out" / "edition"]
            environment = {"PYTHONPATH": place / "project", "PYTHONDONTWRITEBYTECODE": 1, "TMPDIR": place / "temporary"}
            made[name] = (chipbrief("brief", "status_quo", *out, **environment), place, before)
        return made[name]

    return run


@pytest.mark.parametrize("name", FAILURES)
def test_a_failed_run_ends_with_one_and_says_why(run_of, name):
    ended, _, _ = run_of(name)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.splitlines()[-1].startswith(f"chipbrief: {FAILURES[name][1]}")
    assert "Traceback" not in ended.stderr


def test_a_failing_cell_is_one_message(run_of):
    ended, _, _ = run_of("failing cell")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("name", FAILURES)
def test_a_failed_run_leaves_the_older_edition_as_it_was_and_nothing_beside_it(run_of, edition, name):
    _, place, _ = run_of(name)
    assert files(place / "out") == {f"edition/{file}": content for file, content in files(edition).items()}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failed_run_leaves_nothing_in_the_project_or_the_temporary_folder(run_of, name):
    _, place, before = run_of(name)
    # matplotlib's list of fonts is kept between runs, in a folder that git ignores.
    left = {name: content for name, content in files(place / "project").items() if not name.startswith(".cache/")}
    assert left == before
    assert files(place / "temporary") == {}


def test_a_killed_kernel_ends_with_one_and_makes_no_folder(project, tmp_path):
    sabotage(project, KILL)
    ended = chipbrief("brief", "status_quo", "--draws", "200", "--out", tmp_path / "a" / "b", PYTHONPATH=project)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.startswith("chipbrief: notebook 06_brief: the kernel died")
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def test_an_interrupted_run_ends_with_one_and_leaves_nothing(project, tmp_path):
    sabotage(
        project, f"from pathlib import Path\nPath({str(tmp_path / 'started')!r}).touch()\nimport time; time.sleep(600)"
    )
    (tmp_path / "temporary").mkdir()
    arguments = ["brief", "status_quo", "--draws", "200", "--out", tmp_path / "edition"]
    code, printed, said = interrupted(
        arguments, tmp_path / "started", PYTHONPATH=project, TMPDIR=tmp_path / "temporary"
    )
    assert (code, printed) == (1, "")
    assert said.splitlines()[-1] == "chipbrief: interrupted; nothing was written"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project", "started", "temporary"]
    assert files(tmp_path / "temporary") == {}
