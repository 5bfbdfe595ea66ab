"""Editions and copies of the project that many tests look at."""

import sys
from compileall import compile_dir

import pytest

from tests.command import DRAWS, ROOT, chipbrief, copy_project


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
