"""With --json a command prints one array of objects on stdout and nothing else; without it, a table."""

import json

import pytest

from analysis.calibration import load_inputs
from tests.command import DRAWS, chipbrief

KINDS = sorted([*load_inputs().kinds, "sources", "assumptions"])
COMMANDS = {
    **{f"list {kind}": ["list", kind] for kind in KINDS},
    "run": ["run", "status_quo", "--draws", DRAWS],
    "compare": ["compare", "--draws", DRAWS],
    "explain a result": ["explain", "months.sft.minimax.own_next"],
    "explain an input": ["explain", "keep_share"],
    "check": ["check"],
    "matrix": ["matrix", "--draws", DRAWS, "--quota", "250000"],
    "classify": ["classify", "h200"],
}
SLOW = ("check", "explain a result", "list assumptions")
pytestmark = [pytest.mark.usefixtures("runs_made_once"), pytest.mark.slow]


def refuse(constant):
    raise AssertionError(f"{constant} is no JSON")


def rows_of(text):
    """The rows of a JSON array; NaN and Infinity are no JSON."""
    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(given, marks=[pytest.mark.slow] if name in SLOW else [], id=name)
        for name, given in COMMANDS.items()
    ],
)
def test_json_is_an_array_of_objects_with_ids_of_their_own_and_stands_alone(command, arguments):
    code, printed, message = command(*arguments, "--json")
    assert (code, message) == (0, "")
    rows = rows_of(printed)
    assert rows and all(isinstance(row, dict) for row in rows)
    assert [row for row in rows if not row.get("id")] == []
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", ["list labs", "run"])
def test_a_process_of_its_own_prints_the_same_json(command, name):
    ended = chipbrief(*COMMANDS[name], "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == command(*COMMANDS[name], "--json")[1]


def test_json_of_a_run_holds_the_numbers_of_the_edition_it_writes(command, tmp_path):
    code, printed, message = command(*COMMANDS["run"], "--json", "--out", tmp_path / "edition")
    assert (code, message) == (0, "")
    written = json.loads((tmp_path / "edition" / "results.json").read_text(encoding="utf-8"))
    rows = {row["id"]: row for row in rows_of(printed)}
    assert [rows[quantity["id"]] for quantity in written["quantities"]] == written["quantities"]
    chances = {chance["id"]: chance["probability"] for chance in written["chances"]}
    assert {name: rows[name]["p50"] for name in chances} == chances


@pytest.mark.parametrize("name", ["list assumptions", "run", "compare"])
def test_a_table_for_people_shows_every_id_or_name_of_the_json(command, name):
    rows = rows_of(command(*COMMANDS[name], "--json")[1])
    table = command(*COMMANDS[name])[1]
    shown = [row["scenario"] if name == "compare" else row["id"] for row in rows]
    assert [one for one in shown if one not in table] == []
    assert len(table.splitlines()) == len(rows) + 1


def test_changed_numbers_are_in_the_json_of_a_run(command):
    half = rows_of(command(*COMMANDS["run"], "--set", "keep_share=0.25", "--json")[1])
    full = rows_of(command(*COMMANDS["run"], "--set", "keep_share=0.5", "--json")[1])
    trained = [{row["id"]: row for row in rows}["trained.all.mixture"]["p50"] for rows in (half, full)]
    assert trained[1] == pytest.approx(2 * trained[0], rel=1e-5)
