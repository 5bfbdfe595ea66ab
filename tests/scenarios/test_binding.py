"""Where chips bind over the horizon: the baseline changes nothing, more chips are never fewer runs, and thresholds agree."""

import numpy as np
import pytest

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.scenarios.binding import SHOWN_STAGES
from analysis.scenarios.cells import regime, shares_reaching
from tests.scenarios.cases import BASELINE, DRAWS, draws_of, kept_run, lab_cases

CATALOG = load_inputs()
LABS = tuple(lab_cases())
TARGETS = tuple(lab_cases()[LABS[0]].training)
ENDS = [(stage, lab, target) for stage in SHOWN_STAGES for lab in LABS for target in TARGETS]


@pytest.mark.parametrize("lab", LABS)
def test_the_baseline_changes_no_lab(lab):
    for identifier in (f"change36.{lab}", f"growth36.{lab}"):
        assert np.all(draws_of(identifier) == 0)


@pytest.mark.parametrize("lab", LABS)
@pytest.mark.parametrize(
    ("less", "more"), [("full_denial", BASELINE), (BASELINE, "as_written"), ("as_written", "open_h200")]
)
def test_more_chips_are_never_fewer_runs_nor_a_larger_need(less, more, lab):
    for target in TARGETS:
        identifier = f"runs36.{lab}.{target}"
        assert np.all(draws_of(identifier, less) <= draws_of(identifier, more))
        need = f"months36.base.{lab}.{target}"
        assert np.all(draws_of(need, less) >= draws_of(need, more))


@pytest.mark.parametrize("lab", LABS)
def test_no_chips_leave_no_more_to_serve_with_at_the_end_than_some(lab):
    # only against none: chips that came sooner under a looser policy are worn out sooner too
    assert np.all(draws_of(f"serving36.{lab}", "full_denial") <= draws_of(f"serving36.{lab}", BASELINE))
    assert np.all(draws_of(f"serving36.{lab}", "full_denial") <= draws_of(f"serving36.{lab}", "open_h200"))


@pytest.mark.parametrize(("stage", "lab", "target"), ENDS)
def test_each_stage_has_its_need_its_chances_and_what_more_chips_change(stage, lab, target):
    end = f"{stage}.{lab}.{target}"
    need, left = draws_of(f"months36.{end}"), draws_of(f"months36_left.{end}")
    assert np.all(left >= need)
    assert np.all(draws_of(f"per_step36.{end}") <= 0)
    assert np.array_equal(draws_of(f"tenth36.{end}"), need > 1.2)  # a tenth of twelve months
    assert np.array_equal(draws_of(f"year36.{end}"), need > 12)


@pytest.mark.parametrize("lab", LABS)
def test_the_mean_month_of_a_growing_fleet_is_larger_than_the_present_one(lab):
    # so that a need is fewer months of it, wherever the fleet grows on the draw
    growing = Assumptions(CATALOG, DRAWS, 1).draw("fleet_growth", "x per year") > 1
    now, ahead = draws_of(f"months.base.{lab}.own_next"), draws_of(f"months36.base.{lab}.own_next")
    assert np.all(ahead[growing] < now[growing])


@pytest.mark.parametrize("policy", CATALOG.kinds["policies"])
@pytest.mark.parametrize("chips", [1.0, 1e5, 1e7])
def test_labs_never_receive_more_than_the_flow(policy, chips):
    a = Assumptions(CATALOG, DRAWS, 1)
    reached = shares_reaching(a, CATALOG.get("policies", policy), np.full(DRAWS, chips))
    assert all(np.all(share >= 0) for share in reached.values())
    assert np.all(sum(reached.values()) <= 1 + 1e-12)


@pytest.mark.parametrize("scenario", ["cloud_closed", "location_verification"])
@pytest.mark.parametrize("lab", LABS)
def test_closing_a_channel_takes_from_every_lab_beyond_h200s(scenario, lab):
    # both policies let no H200 through, as full denial does, and cut a channel besides
    assert np.all(draws_of(f"change36.{lab}", scenario) <= draws_of(f"change36.{lab}", "full_denial"))


def test_every_stage_lab_and_target_is_shown_under_every_scenario():
    ids = set(kept_run("full_denial").quantities)
    assert {f"months36.{stage}.{lab}.{target}" for stage, lab, target in ENDS} <= ids


@pytest.mark.parametrize("leakage", [0.0, 0.25])
def test_a_lab_denied_by_name_gets_of_its_share_what_leaks(leakage):
    # a quarter of what reached it, or nothing; labs that are not named keep theirs
    a = Assumptions(CATALOG, DRAWS, 1, {"r11.leakage": leakage})
    policy, cases = CATALOG.get("policies", "r11"), list(lab_cases().values())
    found = regime(a, policy, CATALOG.get("postures", "ration"), cases)
    own = found.products[policy.product][:, -1]
    before = shares_reaching(a, policy, own)
    assert "minimax" in policy.denies and "alibaba" not in policy.denies
    assert np.allclose(found.reached["minimax"], before["minimax"] * leakage, rtol=1e-12, atol=0)
    assert np.array_equal(found.reached["alibaba"], before["alibaba"])
