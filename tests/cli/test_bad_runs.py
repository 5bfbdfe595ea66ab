"""What is wrong with a run is said before anything starts, in one message, and nothing is written."""

import papermill
import pytest

from analysis.runner import batch, editions, jobs
from tests.cli.bad_runs import BAD_RUNS
from tests.command import files

ENOUGH = 60  # bad inputs that the table must hold


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder; no notebook may start, and reports/ is a folder in it that does not exist."""

    def started(*_, **__):
        pytest.fail("a notebook was started")

    monkeypatch.setattr(papermill, "execute_notebook", started)
    monkeypatch.setattr(jobs, "waiting", started)
    monkeypatch.setattr(batch, "waiting", started)
    monkeypatch.setattr(editions, "REPORTS", tmp_path / "reports")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", BAD_RUNS)
def test_a_bad_input_is_one_message_that_says_what_is_accepted(command, folder, name):
    arguments, given, words = BAD_RUNS[name]
    for file, text in given.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    before = files(folder)
    code, printed, message = command(*arguments)
    assert (code, printed) == (2, "")
    assert message.startswith("chipbrief: ") and message.count("\n") == 1
    assert [word for word in words if word not in message] == []
    assert files(folder) == before


def test_the_table_is_long_enough():
    assert len(BAD_RUNS) >= ENOUGH


@pytest.mark.parametrize("name", [name for name, row in BAD_RUNS.items() if "abc123" in str(row[:2])])
def test_the_value_of_a_secret_is_never_shown(command, folder, name):
    arguments, given, _ = BAD_RUNS[name]
    for file, text in given.items():
        (folder / file).write_text(text, encoding="utf-8")
    _, _, message = command(*arguments)
    assert "abc123" not in message
