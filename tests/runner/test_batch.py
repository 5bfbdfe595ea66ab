"""A batch makes what single runs make, goes on after a failure, and makes nothing twice."""

import json

import pytest

from analysis.runner import batch as runner_batch
from analysis.runner import cache, editions, sources
from analysis.runner.batch import batch
from analysis.runner.jobs import FAILED, MADE, UNCHANGED, jobs_of
from analysis.runner.sources import BRIEF
from analysis.scenarios import parameters
from tests.command import DRAWS, chipbrief, copy_project, differing, files, interrupted
from tests.runner.small import WRITE, small

pytestmark = pytest.mark.slow

NAMES = ("as_written", "full_denial", "quota_250k")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a small notebook, a cache and reports of its own."""
    monkeypatch.setattr(sources, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(cache, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(editions, "REPORTS", tmp_path / "reports")
    small(tmp_path / "notebooks", WRITE)
    return tmp_path


def wanted(*names, draws=100):
    """Jobs of some scenarios."""
    return jobs_of([BRIEF], [parameters(scenario=name, draws=draws) for name in names])


def states(outcomes):
    """What became of each edition."""
    return [outcome.state for outcome in outcomes]


def test_a_batch_makes_every_edition_and_tells_of_each(place):
    told = []
    outcomes = batch(wanted(*NAMES), 2, told=told.append)
    assert states(outcomes) == [MADE] * 3
    assert sorted(o.name for o in told) == sorted(o.name for o in outcomes)
    assert [o.folder for o in outcomes] == [editions.REPORTS / o.name for o in outcomes]
    assert all((o.folder / "manifest.json").is_file() for o in outcomes)


def test_a_second_batch_makes_nothing(place, monkeypatch):
    batch(wanted(*NAMES), 2)
    monkeypatch.setattr(runner_batch, "_supervised", lambda *_: pytest.fail("a run was about to start"))
    assert states(batch(wanted(*NAMES), 2)) == [UNCHANGED] * 3


def test_a_batch_goes_on_where_one_was_broken_off(place):
    batch(wanted(NAMES[0]), 1)
    assert states(batch(wanted(*NAMES), 2)) == [UNCHANGED, MADE, MADE]


def test_a_run_that_fails_stops_no_other_and_says_why(place):
    small(place / "notebooks", "if scenario == 'full_denial':\n    1 / 0", WRITE)
    outcomes = batch(wanted(*NAMES), 2)
    assert states(outcomes) == [MADE, FAILED, MADE]
    assert "ZeroDivisionError" in outcomes[1].why and "nothing was written" in outcomes[1].why
    assert not outcomes[1].folder.exists()


def test_a_run_that_is_killed_fails_and_stops_no_other(place):
    kill = "import os, signal\nif scenario == 'full_denial':\n    os.kill(os.getppid(), signal.SIGKILL)\n    import time; time.sleep(600)"
    small(place / "notebooks", kill, WRITE)
    outcomes = batch(wanted(*NAMES), 2)
    assert states(outcomes) == [MADE, FAILED, MADE]
    assert "ended by signal 9" in outcomes[1].why


def test_runs_share_no_state(place):
    # what one run leaves in its modules must not reach another, although all are forked from one process
    leave = "import analysis\nassert not hasattr(analysis, 'left')\nanalysis.left = scenario"
    small(place / "notebooks", leave, WRITE)
    assert states(batch(wanted(*NAMES), 1)) == [MADE] * 3


def test_a_wrong_job_is_refused_before_any_starts(place):
    (place / "reports" / wanted("full_denial")[0].name).mkdir(parents=True)
    with pytest.raises(ValueError, match="holds no manifest.json of ours"):
        batch(wanted(*NAMES), 2)
    assert files(place / "reports") == {f"{wanted('full_denial')[0].name}/": b""}


@pytest.fixture(scope="module")
def real(pristine, tmp_path_factory):
    """A project of its own, and a batch of one brief that the command made in it."""
    project = copy_project(pristine, tmp_path_factory.mktemp("batch") / "project")
    ended = chipbrief("batch", "as_written", "--draws", DRAWS, "--json", PYTHONPATH=project)
    return project, ended


def test_a_brief_of_a_batch_is_the_brief_of_a_single_run(real, edition):
    project, ended = real
    assert (ended.returncode, ended.stderr) == (0, "")
    (row,) = json.loads(ended.stdout)
    assert row["state"] == MADE
    assert differing(files(edition), files(project / "reports" / row["id"])) == []


def test_a_batch_of_which_one_failed_ends_with_one_and_shows_all(project):
    from tests.cli.test_failed_runs import sabotage

    sabotage(project, "if scenario == 'full_denial':\n    1 / 0\n" + WRITE)
    ended = chipbrief("batch", "as_written", "full_denial", "--draws", DRAWS, PYTHONPATH=project)
    assert ended.returncode == 1
    assert [line.split()[1] for line in ended.stdout.splitlines()[1:]] == [MADE, FAILED]
    assert "ZeroDivisionError" in ended.stderr and ended.stderr.endswith("chipbrief: 1 of 2 editions failed\n")


def test_an_interrupted_batch_says_how_far_it_came_and_leaves_no_process(project, tmp_path):
    from tests.cli.test_failed_runs import sabotage

    sabotage(
        project, f"from pathlib import Path\nPath({str(tmp_path / 'started')!r}).touch()\nimport time; time.sleep(600)"
    )
    arguments = ["batch", "as_written", "full_denial", "--draws", DRAWS]
    code, printed, said = interrupted(arguments, tmp_path / "started", PYTHONPATH=project)
    assert (code, printed) == (1, "")
    assert said == "chipbrief: interrupted; 0 of 2 editions are done, and the same command makes the others\n"
    assert not (project / "reports").exists() or files(project / "reports") == {}
