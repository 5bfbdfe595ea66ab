"""Editions and copies of the project that many tests look at."""

import sys
from collections import Counter
from compileall import compile_dir

import pytest

from tests.command import DRAWS, ROOT, chipbrief, copy_project

# Files whose tests look at the same runs or editions, which are then made by one worker alone: name of a group by folder.
TOGETHER = {
    "tests/reporting/": "reporting",
    "tests/scenarios/": "runs",
    "tests/insight/test_check": "runs",
    "tests/insight/test_explain": "runs",
    "tests/insight/test_listing": "runs",
    "tests/cli/test_json": "runs",
}
EDITIONS = "tests/system/test_brief_pdf.py"  # its tests are of one scenario's edition each


def group(nodeid: str) -> str:
    """What is run by one worker, one after the other: a scenario's edition, files that share runs, or else a file."""
    file, _, test = nodeid.partition("::")
    if file == EDITIONS:
        return test.partition("[")[2].rstrip("]").partition("-")[0]
    return next((name for start, name in TOGETHER.items() if file.startswith(start)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """With several workers (pytest -n), each takes a group at a time."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group(nodeid)

    return Groups(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With several workers, groups that hold most slow tests come first, so that none is left alone at the end."""
    if hasattr(config, "workerinput"):
        slow = Counter(group(item.nodeid) for item in items if item.get_closest_marker("slow"))
        items.sort(key=lambda item: -slow[group(item.nodeid)])


@pytest.fixture(scope="session")
def edition(tmp_path_factory):
    """The folder of an edition as the command writes it, on few draws. Look at it; never write to it."""
    folder = tmp_path_factory.mktemp("command") / "edition"
    ended = chipbrief("brief", "as_written", "--draws", DRAWS, "--out", folder)
    assert ended.returncode == 0, ended.stderr
    return folder


@pytest.fixture(scope="session")
def pristine(tmp_path_factory):
    """A copy of the project that no test may change: copy it again to damage it."""
    copy = copy_project(ROOT, tmp_path_factory.mktemp("pristine"))
    assert compile_dir(copy / "analysis", quiet=1), "analysis/ does not compile"
    return copy


@pytest.fixture
def project(pristine, tmp_path):
    """A copy of the project that this test may damage."""
    return copy_project(pristine, tmp_path / "project")


@pytest.fixture
def runs_made_once(monkeypatch):
    """For tests that look at runs with parameters that others look at too."""
    from tests import runs

    runs.share(monkeypatch)


@pytest.fixture
def command(monkeypatch, capfd):
    """Calls the command inside this process, which is quick: gives its exit code, and what it printed."""

    def call(*arguments: object) -> tuple[int, str, str]:
        from analysis.cli import main

        monkeypatch.setattr(sys, "argv", ["chipbrief", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        printed = capfd.readouterr()
        return code, printed.out, printed.err

    return call
