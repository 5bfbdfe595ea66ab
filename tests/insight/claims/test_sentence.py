"""The sentence on chips and its opposite, stage by stage: one threshold for both sides, and stages as nested as they are."""

import pytest

from analysis.calibration import load_inputs
from analysis.catalog.records import Verdict
from analysis.insight.claims import claims
from analysis.insight.sentence import OPPOSITE, SENTENCE, TARGETS, _outcome, stages
from analysis.scenarios.binding import SHOWN_STAGES

DRAWS = 400
ROWS = {row["id"]: row for row in stages(draws=DRAWS)}


def test_every_stage_is_answered_at_every_scale():
    assert set(ROWS) == {f"{stage}.{target}" for stage in SHOWN_STAGES for target in TARGETS}


def test_the_two_sides_get_opposite_answers_from_one_number():
    opposed = {"supported": "contradicted", "contradicted": "supported", "depends": "depends"}
    assert all(row["chips_do_not"] == opposed[row["chips_limit_it"]] for row in ROWS.values())


def test_it_binds_at_every_lab_no_more_often_than_at_any():
    assert all(row["every_lab"] <= row["any_lab"] for row in ROWS.values())


@pytest.mark.parametrize("target", TARGETS)
def test_research_binds_no_less_often_than_the_base_run_that_is_part_of_it(target):
    assert ROWS[f"research.{target}"]["any_lab"] >= ROWS[f"base.{target}"]["any_lab"]


def test_fine_tuning_has_the_chance_that_the_claim_has():
    (claim,) = claims(DRAWS, only=[SENTENCE])
    assert ROWS["sft.own_next"]["any_lab"] == claim["value"]


@pytest.mark.parametrize(
    ("any_lab", "every_lab", "outcome"),
    [(0.9, 0.85, "supported"), (0.9, 0.5, "between"), (0.15, 0.1, "contradicted"), (0.2, 0.0, "contradicted")],
)
def test_it_is_supported_at_every_lab_and_contradicted_at_none(any_lab, every_lab, outcome):
    # four chances in five at every lab; one in five or less at any
    rule: Verdict = load_inputs().get("claims", SENTENCE).verdict
    assert _outcome(rule, any_lab, every_lab) == outcome


def test_both_claims_are_about_the_same_need():
    catalog = load_inputs()
    assert {catalog.get("claims", name).side for name in (SENTENCE, OPPOSITE)} == {"restrict", "sceptic"}
