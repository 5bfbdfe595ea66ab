"""Tables of what drives the distance between routes to lag: every lab, the widest inputs first, folds as by hand."""

import pandas as pd
import pytest

from analysis.reporting.gap_tables import MOST_ROWS, choices_table, confidence_table, drivers_of_gap_table, folds
from analysis.scenarios import run
from tests.scenarios.cases import DRAWS

RESULT = run(draws=DRAWS)
BLANK = {"basis": "judged", "nothing_at": "", "one_out": 0.04, "start": 2.0, "nothing": 0.1}


def row(lab: str, kind: str, name: str, **values: object) -> dict[str, object]:
    """One row of a table of the gap."""
    known = {"id": f"{lab}.{name}", "lab": lab, "kind": kind, "input": name, "name": name, "end": 3.0}
    return BLANK | known | {"one_in": 1.0, "shapley": 0.1} | values


GAP = pd.DataFrame(
    [
        *(row("minimax", "input", f"input-{place}", shapley=place / 100) for place in range(1, 11)),
        row("minimax", "input", "widest", one_in=2.0, one_out=0.5, shapley=0.4, nothing_at="low"),
        row("minimax", "structural", "one_harvest", end=1.0),
        row("moonshot", "input", "widest", one_in=2.0, shapley=0.4),
        row("moonshot", "structural", "one_harvest", end=0.5),
    ]
)


@pytest.mark.parametrize(
    ("tens", "words"), [(2, "100 times"), (3.5, "3,200 times"), (0.5, "3.2 times"), (0, "1.0 times")]
)
def test_tenfolds_are_told_as_times(tens, words):
    # 10^2, 10^3.5, 10^0.5, 10^0
    assert folds(tens) == words


def test_the_inputs_with_most_of_the_variance_come_first_and_the_rest_is_left_out():
    rows = [r for r in drivers_of_gap_table(RESULT, GAP).rows]
    assert len(rows) == MOST_ROWS + 1
    assert rows[0][:2] == ("MiniMax", "widest")
    assert rows[0][3] == "▲ 100 times (to nothing)"
    assert [r[1] for r in rows[1:MOST_ROWS]] == [f"input-{place}" for place in range(10, 11 - MOST_ROWS, -1)]
    assert rows[MOST_ROWS][:2] == ("Moonshot AI", "widest")


def test_a_choice_stands_beside_the_distance_as_run_for_every_lab():
    table = choices_table(RESULT, GAP)
    assert table.header[1:] == ("MiniMax", "Moonshot AI")
    assert table.rows == (("As run", "100 times", "100 times"), ("one_harvest", "10 times", "3.2 times"))


def test_the_largest_of_a_lab_by_each_measure_is_marked_and_shown_whatever_its_share_of_the_variance():
    # the last input of all by share of variance is the first by what fixing it alone does
    changed = GAP.copy()
    changed.loc[changed["name"] == "input-1", "one_out"] = 0.9
    rows = [row for row in drivers_of_gap_table(RESULT, changed).rows if row[1].startswith(("input", "widest"))]
    minimax = {row[1]: row[3:] for row in rows[:-1]}
    assert list(minimax) == ["widest", *(f"input-{place}" for place in range(10, 11 - MOST_ROWS, -1)), "input-1"]
    assert minimax["widest"] == ("▲ 100 times (to nothing)", "50%", "▲ 40%")
    assert minimax["input-1"] == ("10 times", "▲ 90%", "1%")


def test_each_headline_has_its_judged_part_and_the_confidence_that_follows():
    # low above a half, high below a fifth
    rows = confidence_table(RESULT).rows
    named = [row[0] for row in rows]
    assert "Close the remote cloud" in named
    assert "A base run of 10²⁶ operations, MiniMax" in named
    shares = {words: {"below 1%": 0, "above 99%": 100}.get(words) or int(words.rstrip("%")) for _, words, *_ in rows}
    expected = {words: "low" if share > 50 else "high" if share < 20 else "moderate" for words, share in shares.items()}
    assert [sure for _, _, sure, _ in rows] == [expected[words] for _, words, *_ in rows]
