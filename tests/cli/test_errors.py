"""Bad input ends with 2 and one message that names what was found; nothing is printed or written besides."""

import papermill
import pytest

from analysis.runner import editions
from tests.command import chipbrief, files

# Arguments, and what the message must say: what was found, and what is accepted or near.
BRIEF = {
    "unknown scenario": (["status_qou"], ["unknown scenario 'status_qou'", "Did you mean 'status_quo'?"]),
    "no scenario": ([], ["Missing argument 'SCENARIO'"]),
    "path for a scenario": (["../status_quo"], ["unknown scenario '../status_quo'"]),
    "two scenarios": (["status_quo", "as_written"], ["unexpected extra argument (as_written)"]),
    "unknown option": (["status_quo", "--draw", "200"], ["No such option '--draw'", "'--draws'"]),
    "typo in a name": (["status_quo", "--set", "keep_shre=0.5"], ["assumption 'keep_shre'", "'keep_share'"]),
    "text for a number": (["status_quo", "--set", "keep_share=half"], ["'half' for 'keep_share'", "a number is"]),
    "no number": (["status_quo", "--set", "keep_share="], ["'' for 'keep_share'", "a number is accepted"]),
    "no equals sign": (["status_quo", "--set", "keep_share"], ["found 'keep_share'", "NAME=VALUE is accepted"]),
    "no name": (["status_quo", "--set", "=0.5"], ["found '=0.5'", "NAME=VALUE is accepted"]),
    "set twice": (
        ["status_quo", "--set", "keep_share=0.5", "--set", "keep_share=0.6"],
        ["'keep_share' is given twice"],
    ),
    "NaN": (["status_quo", "--set", "keep_share=nan"], ["override of 'keep_share'", "finite numbers"]),
    "infinity": (["status_quo", "--set", "minimax.fleet=inf"], ["override of 'minimax.fleet'", "finite numbers"]),
    "share above one": (["status_quo", "--set", "keep_share=1.5"], ["'keep_share'", "between 0 and 1", "found 1.5"]),
    "negative share": (["status_quo", "--set", "keep_share=-0.1"], ["'keep_share'", "at least zero, found -0.1"]),
    "empty fleet": (["status_quo", "--set", "minimax.fleet=0"], ["'minimax.fleet'", "above zero, found 0.0"]),
    "negative draws": (["status_quo", "--draws", "-5"], ["'draws': found -5", "from 100 to 1,000,000"]),
    "too few draws": (["status_quo", "--draws", "99"], ["'draws': found 99", "from 100 to 1,000,000"]),
    "too many draws": (["status_quo", "--draws", "1000001"], ["'draws': found 1000001", "from 100 to 1,000,000"]),
    "draws not a number": (["status_quo", "--draws", "nan"], ["'--draws'", "'nan' is not a valid integer"]),
    "draws with a fraction": (["status_quo", "--draws", "200.5"], ["'--draws'", "'200.5' is not a valid integer"]),
    "negative seed": (["status_quo", "--seed", "-1"], ["'seed': found -1", "from 0 to 4,294,967,295"]),
    "unknown disclosure": (["status_quo", "--disclosure", "feb-2025"], ["disclosure 'feb-2025'", "'feb-2026'"]),
    "disclosure without a count": (
        ["status_quo", "--disclosure", "openai-2026-02"],
        ["'openai-2026-02' states no count", "sep-2026"],
    ),
    "a figure that enters nothing": (
        ["status_quo", "--set", "h200_volumes.h200-licensed=1"],
        ["'h200_volumes.h200-licensed'", "enters no result"],
    ),
}
OTHER = {
    "unknown command": (["breif", "status_quo"], ["unknown command 'breif'", "Did you mean 'brief'?"]),
    "unknown option of the command": (["--jsn"], ["No such option '--jsn'"]),
    "unknown kind": (["list", "lab"], ["unknown kind 'lab'", "Did you mean 'labs'?", "assumptions", "sources"]),
    "no kind": (["list"], ["Missing argument 'KIND'"]),
    "unknown quantity": (["explain", "keep_shar"], ["unknown quantity 'keep_shar'", "Did you mean 'keep_share'?"]),
    "input of an unknown scenario": (["explain", "keep_share", "--scenario", "r2"], ["scenario 'r2'"]),
    "quantity of an unknown scenario": (["explain", "unique.all.mixture", "--scenario", "r2"], ["scenario 'r2'"]),
    "unknown scenario among known": (["compare", "status_quo", "as_writen"], ["'as_writen'", "'as_written'"]),
    "too few draws to compare": (["compare", "--draws", "5"], ["'draws': found 5"]),
    "unknown scenario to run": (["run", "status_qou"], ["unknown scenario 'status_qou'", "'status_quo'"]),
    "typo for JSON": (["run", "status_quo", "--set", "occupncy=1", "--json"], ["'occupncy'", "'occupancy'"]),
    "unknown scenario to accept": (["accept", "status_qou"], ["unknown scenario 'status_qou'", "'status_quo'"]),
}


def cases(table):
    return [pytest.param(arguments, words, id=name) for name, (arguments, words) in table.items()]


def assert_refused(code, printed, message, words):
    """One message on stderr, nothing on stdout, exit code 2."""
    assert (code, printed) == (2, "")
    assert message.startswith("chipbrief: ")
    assert message.count("\n") == 1 and message.endswith("\n")
    assert [word for word in words if word not in message] == []


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty folder for editions; reports/ is a folder in it that does not exist yet, and no notebook may start."""
    monkeypatch.setattr(editions, "REPORTS", tmp_path / "place" / "reports")
    monkeypatch.setattr(papermill, "execute_notebook", lambda *_, **__: pytest.fail("a notebook was started"))
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


@pytest.mark.parametrize("out", [False, True], ids=["reports", "out"])
@pytest.mark.parametrize(("arguments", "words"), cases(BRIEF))
def test_brief_refuses_bad_input_and_writes_nothing(command, place, arguments, words, out):
    where = ["--out", place / "edition"] if out else []
    assert_refused(*command("brief", *arguments, *where), words)
    assert files(place) == {}


@pytest.mark.parametrize(("arguments", "words"), cases(OTHER))
def test_other_commands_refuse_bad_input(command, arguments, words):
    assert_refused(*command(*arguments), words)


@pytest.mark.parametrize("name", ["brief", "run"])
@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("/dev/null/edition", ["'/dev/null/edition' cannot be written", "Not a directory"]),
        ("/proc/edition", ["'/proc/edition' cannot be written"]),
    ],
)
def test_a_place_that_cannot_be_written_is_refused(command, place, name, out, words):
    assert_refused(*command(name, "status_quo", "--draws", "200", "--out", out), words)


@pytest.mark.parametrize("name", ["brief", "run"])
@pytest.mark.parametrize("kept", ["letters.txt", "manifest.json", ".hidden"])
def test_a_folder_that_is_not_ours_is_refused_and_left_as_it_is(command, place, name, kept):
    (place / "edition").mkdir()
    (place / "edition" / kept).write_text('{"model": "another"}', encoding="utf-8")
    before = files(place)
    found = command(name, "status_quo", "--draws", "200", "--out", place / "edition")
    assert_refused(*found, ["exists and holds no manifest.json of ours", "a new folder"])
    assert files(place) == before


@pytest.mark.parametrize("name", ["brief", "run"])
def test_a_file_in_place_of_the_folder_is_refused_and_left_as_it_is(command, place, name):
    (place / "edition").write_text("a file", encoding="utf-8")
    found = command(name, "status_quo", "--draws", "200", "--out", place / "edition")
    assert_refused(*found, ["exists and holds no manifest.json of ours"])
    assert files(place) == {"edition": b"a file"}


@pytest.mark.slow
@pytest.mark.parametrize("case", ["unknown scenario", "typo in a name", "too few draws", "disclosure without a count"])
def test_a_process_of_its_own_refuses_bad_input_and_leaves_the_project_as_it_was(project, tmp_path, case):
    arguments, words = BRIEF[case]
    before = files(project)
    (tmp_path / "temporary").mkdir()
    ended = chipbrief("brief", *arguments, PYTHONPATH=project, PYTHONDONTWRITEBYTECODE=1, TMPDIR=tmp_path / "temporary")
    assert_refused(ended.returncode, ended.stdout, ended.stderr, words)
    assert files(project) == before
    assert files(tmp_path / "temporary") == {}


@pytest.mark.slow
def test_a_process_of_its_own_refuses_a_folder_that_is_not_ours(project, tmp_path):
    ended = chipbrief("brief", "status_quo", "--out", tmp_path, PYTHONPATH=project)
    assert_refused(ended.returncode, ended.stdout, ended.stderr, ["holds no manifest.json of ours"])
    assert [path.name for path in tmp_path.iterdir()] == ["project"]
