"""The command starts quickly because help loads nothing heavy, and it says what it is."""

import sys

import pytest

from tests.command import COMMAND, chipbrief, process

pytestmark = pytest.mark.slow

HEAVY = ("numpy", "pandas", "pydantic", "scipy", "matplotlib", "papermill", "typst", "nbformat")
COMMANDS = ("accept", "brief", "check", "classify", "compare", "explain", "export", "list", "matrix", "run")


@pytest.fixture(scope="module")
def loaded_by_help():
    """Names of the modules that `chipbrief --help` loads."""
    ended = process(sys.executable, "-X", "importtime", COMMAND, "--help")
    assert ended.returncode == 0
    names = [line.rpartition("|")[2].strip() for line in ended.stderr.splitlines() if line.startswith("import time:")]
    assert "analysis.cli" in names
    return names


@pytest.mark.parametrize("heavy", HEAVY)
def test_help_does_not_load(loaded_by_help, heavy):
    assert [name for name in loaded_by_help if name.split(".")[0] == heavy] == []


def test_help_names_every_command_on_stdout():
    ended = chipbrief("--help")
    assert (ended.returncode, ended.stderr) == (0, "")
    named = [line.split()[0] for line in ended.stdout.partition("Commands:")[2].splitlines() if line.strip()]
    assert sorted(set(COMMANDS) - set(named)) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_of_its_own(command, name):
    code, printed, message = command(name, "--help")
    assert (code, message) == (0, "")
    assert f" {name} " in printed.splitlines()[0]


def test_the_module_is_the_command():
    assert process(sys.executable, "-m", "analysis.cli", "list", "labs").stdout == chipbrief("list", "labs").stdout
