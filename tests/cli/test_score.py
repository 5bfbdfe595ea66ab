"""`chipbrief score`: one array of objects with --json, tables that fit a line without, and exit 2 for what is unknown."""

import json

import pytest

from analysis.insight.scorecard import KINDS

pytestmark = pytest.mark.slow


def rows_of(command, *arguments):
    """The rows that the command prints as JSON, which stands alone on stdout."""
    code, printed, message = command("score", *arguments, "--json")
    assert (code, message) == (0, "")
    return json.loads(printed)


def test_json_is_an_array_of_objects_with_ids_of_their_own(command):
    rows = rows_of(command)
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["kind"] for row in rows} == set(KINDS)
    assert [row["id"] for row in rows if (row["score"] is None) != (row["state"] == "open")] == []


def test_a_kind_is_shown_alone(command):
    assert {row["kind"] for row in rows_of(command, "published")} == {"published"}


def test_the_tables_show_every_line_but_the_cases_within_a_hundred_columns(command):
    code, printed, message = command("score")
    assert (code, message) == (0, "")
    rows = rows_of(command)
    assert [row["id"] for row in rows if (row["part_of"] is None) != (f"\n{row['id']} " in printed)] == []
    assert [line for line in printed.splitlines() if len(line) > 100] == []
    assert "so far" in printed and "hindsight" not in printed


@pytest.mark.parametrize(
    ("arguments", "says"), [(["publishd"], "Did you mean 'published'"), (["open", "more"], "unexpected extra argument")]
)
def test_what_is_unknown_ends_with_2_and_one_message(command, arguments, says):
    code, printed, message = command("score", *arguments)
    assert (code, printed) == (2, "")
    assert says in message and len(message.splitlines()) == 1
