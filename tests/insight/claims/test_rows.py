"""The table of claims: a verdict for each, with what it rests on."""

import json
from functools import cache

import numpy as np
import pytest

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.insight.claim_tests import TESTS, World
from analysis.insight.claim_tests.turning import READING, Open, turning, variations
from analysis.insight.claims import claim_reads, claims, run, stance_overrides

CATALOG = load_inputs()
VERDICTS = {"supported", "contradicted", "depends", "not_testable"}
pytestmark = pytest.mark.slow


@cache
def table() -> dict[str, dict]:
    """The rows of all claims by id."""
    return {row["id"]: row for row in claims(draws=1024)}


def test_every_claim_has_a_row_with_a_verdict() -> None:
    """All of data/claims, in order of their ids."""
    assert list(table()) == sorted(CATALOG.kinds["claims"])
    assert {row["verdict"] for row in table().values()} == VERDICTS


def test_every_test_belongs_to_a_claim_and_answers_in_draws() -> None:
    """A test under a quantity that no claim names would never run."""
    named = {claim.verdict.quantity for claim in CATALOG.kinds["claims"].values() if claim.verdict}
    assert set(TESTS) <= named


def test_a_claim_without_a_rule_or_without_a_test_is_not_testable_and_says_why() -> None:
    """The record's own reason, or what it awaits; nothing is invented in their place."""
    for name, claim in CATALOG.kinds["claims"].items():
        row = table()[name]
        if claim.verdict is None or claim.verdict.quantity not in TESTS:
            assert (row["verdict"], row["value"], row["label"]) == ("not_testable", None, None)
            assert row["why"].startswith(claim.not_testable or "No test of it exists yet")
        else:
            assert row["verdict"] != "not_testable"


def test_a_verdict_that_depends_says_on_what() -> None:
    """Every such row names an input, or says that none moves it; a settled one has nothing to say."""
    for row in table().values():
        assert bool(row["why"]) == (row["verdict"] in ("depends", "not_testable"))


def test_a_chance_has_no_percentiles_and_a_fold_keeps_those_of_what_is_folded() -> None:
    """18.75 is held against 18 as 1.04."""
    assert table()["chips-limit-frontier-runs"]["p50"] is None
    row = table()["b30a-eighteen-times-threshold"]
    assert (row["p50"], row["value"]) == (18.75, pytest.approx(1.0417, rel=1e-3))


def test_a_fact_rests_on_no_range_and_no_judgement() -> None:
    """Two shipping chips compared are a fact; a chip that was never built is a judgement, though its figures have no range."""
    assert table()["h200-six-times"]["label"] == "fact"
    assert (table()["b30a-twelve-times-h20"]["label"], table()["b30a-twelve-times-h20"]["confidence"]) != (
        "fact",
        "high",
    )
    assert table()["tokens-150-to-400-billion"]["label"] == "judgement"
    assert table()["h200-230-thousand"]["label"] == "estimate"  # a derived range, and no judgement


def test_confidence_is_low_where_the_judged_share_is_above_half() -> None:
    """The rule of all other results."""
    for row in table().values():
        if row["judged_share"] is not None:
            assert (row["confidence"] == "low") == (row["judged_share"] > 0.5)


def test_how_an_exchange_is_read_changes_the_verdict_on_tokens() -> None:
    """A turn is an answer; a session is all of them: the claim of 150 to 400 billion stands or falls by that."""
    row = table()["tokens-150-to-400-billion"]
    assert row["verdict"] == "depends"
    assert row["why"].startswith(f"Changed by {READING} (")
    assert "session: supported" in row["why"] and "turn: contradicted" in row["why"]


def test_a_gap_without_ranges_that_lies_between_its_bounds_says_so() -> None:
    """Seven months over 4.24 is 1.65, between 1.415 and 2.12, whoever looks."""
    row = table()["models-months-behind"]
    assert row["value"] == pytest.approx(7 / 4.243, rel=1e-5)
    assert "between the bounds" in row["why"] and "No input of it has a range" in row["why"]


def test_an_override_by_the_user_wins_over_every_stance() -> None:
    """With fleets of one chip the need exceeds a tenth of a year under each stance that does not say otherwise."""
    fleets = {f"{lab}.fleet": 1.0 for lab in ("deepseek", "minimax", "moonshot")}
    row = claims(draws=200, overrides=fleets | {"sft_runs": 6}, only=["distillation-needs-little-compute"])[0]
    plain = table()["distillation-needs-little-compute"]
    assert all(row["by_stance"][stance] < plain["by_stance"][stance] for stance in CATALOG.stances)
    assert stance_overrides(CATALOG, "low", fleets)["minimax.fleet"] == 1


def test_with_a_weight_of_a_reading_set_no_stance_sets_another() -> None:
    """A user who rules out turns is not overruled by a stance that knows turns alone."""
    found = stance_overrides(CATALOG, "low", {"reading_weight_turn": 0})
    assert {n: v for n, v in found.items() if n.startswith("reading_weight_")} == {"reading_weight_turn": 0}


def test_a_calculation_that_divides_by_zero_gives_no_verdict() -> None:
    """With nothing kept of a harvest there is no need, and no margin over it."""
    row = claims(draws=100, overrides={"keep_share": 0}, only=["distillation-needs-little-compute"])[0]
    assert (row["verdict"], row["value"]) == ("not_testable", None)
    assert "divides by zero" in row["why"]


def test_what_the_user_set_and_what_has_no_range_is_not_varied() -> None:
    """Of three inputs one is judged with a range and free; each reading is varied alone, its weights as a whole."""
    names = ["keep_share", "sft_runs", "h200.dense_16bit", "reading_weight_turn"]
    found = [(name, end) for name, end, _ in variations(CATALOG, {"sft_runs": 2}, names)]
    ends = [("keep_share", "low end"), ("keep_share", "high end")]
    assert found == [*ends, (READING, "turn"), (READING, "request"), (READING, "session")]
    assert [name for name, _, _ in variations(CATALOG, {"reading_weight_turn": 1}, names)] == ["keep_share"] * 2 + [
        "sft_runs"
    ] * 2


def test_an_input_that_decides_alone_is_named_with_its_end_and_one_that_does_not_is_left_out() -> None:
    """A made test of one input: its median lies between the bounds, its high end above both."""
    claim = CATALOG.kinds["claims"]["distillation-scaling"]  # supported at 0.1 or less, contradicted from 0.5
    low, high = CATALOG.register["keep_share"].low, CATALOG.register["keep_share"].high

    def share(world: object) -> np.ndarray:
        """0 at the low end of what is kept, 1 at its high end."""
        kept, other = world.a.draw("keep_share", "share"), world.a.draw("sft_runs", "ratio")
        return (kept - low) / (high - low) + 0 * other

    found = turning(CATALOG, 1, {}, [Open(claim, share, ("sft_runs", "keep_share"))])
    (words,) = found["distillation-scaling"]
    assert words.startswith("keep_share (") and "low end: supported" in words
    assert turning(CATALOG, 1, {}, [Open(claim, share, ("sft_runs",))])["distillation-scaling"] == []


def test_a_claim_s_test_runs_on_the_same_draws_whatever_else_runs() -> None:
    """Alone or among all others, a claim has one row."""
    for name in ("cost-two-million", "stop-all-chip-sales"):
        assert claims(draws=1024, only=[name])[0] == table()[name]


def test_rows_are_json_as_they_are() -> None:
    """No NaN, no infinity, no arrays."""
    assert json.loads(json.dumps(list(table().values()), allow_nan=False)) == list(table().values())


def test_what_tests_of_claims_draw_is_known_to_the_check_of_unused_numbers() -> None:
    """The price that a claim compares is read by it, though no scenario may read it."""
    reads = claim_reads(Assumptions(CATALOG, 100, 1))
    assert {"b30a.dense_4bit", "gb300.dense_4bit", "harvest_beta", "keep_share"} <= reads


def test_an_unknown_claim_is_answered_with_the_nearest() -> None:
    """As for every other name."""
    with pytest.raises(InputError, match="unknown claim 'h200-nine-time'. Did you mean 'h200-nine-times'"):
        claims(only=["h200-nine-time"])


def test_a_test_that_gives_one_number_is_the_same_on_every_draw() -> None:
    """Pure arithmetic on dates counts as a constant."""
    claim = CATALOG.kinds["claims"]["eighteen-month-advantage"]
    assert run(claim, World(Assumptions(CATALOG, 100, 1))).tolist() == [16.0] * 100
