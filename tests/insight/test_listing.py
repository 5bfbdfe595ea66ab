"""What is in the data, listed: one row a thing, with what a reader looks for beside its id."""

import pytest

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.insight.listing import OTHER_KINDS, listing

CATALOG = load_inputs()
pytestmark = pytest.mark.usefixtures("runs_made_once")
THINGS = {
    "sources": CATALOG.sources,
    "assumptions": CATALOG.inputs,
    "corrections": CATALOG.corrections,
    "series": {f"{table}.{row}": row for table, rows in CATALOG.series.items() for row in rows},
}


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=[pytest.mark.slow] if kind == "assumptions" else [])
        for kind in (*CATALOG.kinds, *OTHER_KINDS)
    ],
)
def test_a_listing_has_one_row_a_thing(kind: str) -> None:
    """Every record, source, figure or number is listed once, with its id first."""
    rows = listing(kind)
    assert sorted(row["id"] for row in rows) == sorted(THINGS.get(kind) or CATALOG.kinds[kind])
    assert all(next(iter(row)) == "id" for row in rows)


def test_an_unknown_listing_is_answered_with_the_nearest() -> None:
    """A kind in the singular is the commonest slip."""
    with pytest.raises(InputError, match=r"unknown kind 'source'\. Did you mean 'sources'\?"):
        listing("source")


def test_chips_are_listed_with_their_three_yardsticks_and_their_legal_measure() -> None:
    """H20: 148 / 989.5 = 0.1496 by speed, 4,000 / 3,350 = 1.194 by bandwidth; TPP 296 x 8 = 2,368."""
    h20 = {row["id"]: row for row in listing("chips")}["h20"]
    assert h20["tpp"] == pytest.approx(2368, rel=1e-9)
    assert h20["h100e_flop"] == pytest.approx(148 / 989.5, rel=1e-9)
    assert h20["h100e_bandwidth"] == pytest.approx(4000 / 3350, rel=1e-9)


def test_a_rule_is_listed_with_its_state_at_the_end_of_the_evidence() -> None:
    """The rule of January 2026 was in force on 8 October 2026."""
    assert {row["id"]: row for row in listing("rules")}["jan-2026-h200"]["state"] == "in_force"


@pytest.mark.slow
def test_the_register_says_what_reads_a_number_and_how_much_it_moves() -> None:
    """What is kept of a harvest is read and moves a headline; a number that awaits a part of the model is not read."""
    rows = {row["id"]: row for row in listing("assumptions")}
    assert rows["keep_share"]["use"] == "read" and rows["keep_share"]["impact"] > 0.01
    waiting = [row for row in rows.values() if row["use"].startswith("awaits ")]
    assert waiting and {row["impact"] for row in waiting} == {None}
    assert {row["state"] for row in rows.values()} == {"default"}


def test_words_choose_rows_by_id_or_name() -> None:
    """Every word must occur, whatever its capitals; a word that occurs nowhere leaves nothing."""
    assert [row["id"] for row in listing("chips", ["nvidia", "h20"])] == ["gh200", "h20", "h200", "h200-nvl"]
    assert {row["id"] for row in listing("chips", ["H200"])} == {"gh200", "h200", "h200-nvl"}
    assert listing("labs", ["no-such-lab"]) == []


def test_the_name_of_a_table_stands_for_its_rows() -> None:
    """All rows of the table and no others."""
    rows = listing("series", ["disclosures"])
    assert [row["id"] for row in rows] == [f"disclosures.{row}" for row in CATALOG.series["disclosures"]]


def test_campaigns_are_listed_with_lab_window_and_what_is_counted() -> None:
    """A campaign named without a figure says so."""
    rows = {row["id"]: row for row in listing("campaigns")}
    assert rows["feb-2026-minimax"]["lab"] == "minimax"
    assert (rows["jun-2026-alibaba"]["window"], rows["jun-2026-alibaba"]["counts"]) == (
        "22 April to 5 June 2026",
        "exchanges",
    )
    assert rows["openai-2026-02-deepseek"]["counts"] == "no count"


def test_claims_are_listed_with_what_was_claimed_and_what_decides() -> None:
    """The id of a result, or that no test is possible."""
    rows = {row["id"]: row for row in listing("claims")}
    assert (rows["accounts-24000"]["claimed"], rows["accounts-24000"]["unit"]) == (24000, "accounts")
    assert rows["accounts-24000"]["decided_by"] == "not testable"
    assert rows["h200-six-times"]["decided_by"] == CATALOG.get("claims", "h200-six-times").verdict.quantity


def test_scenarios_are_listed_with_their_questions() -> None:
    """A question says more than the ids of a policy and a posture."""
    assert all(row["question"].endswith("?") for row in listing("scenarios"))
