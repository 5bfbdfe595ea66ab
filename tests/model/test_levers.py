"""What a lever takes: exchanges that do not come through, a thinner channel of chips, and a dose that equals another's."""

import numpy as np
import pytest
from hypothesis import given

from analysis.calibration import load_inputs
from analysis.model.channels import common
from analysis.model.levers import (
    begins,
    break_even_dose,
    channel_missing,
    channel_path,
    dose_over_horizon,
    exchanges_left,
    harvest_kept,
    leakage,
    months_lost,
    part_in_force,
    runs_lost,
    stopped_with,
    thinned,
)
from analysis.model.outcome import growth_behind, growth_shift, lag_per_growth
from tests.model.cases import close, filled, known, part_shares, shares, steady

LEVERS = load_inputs().kinds["levers"]
AT_ONCE = {f"{name}.delay": 0.0 for name, lever in LEVERS.items() if lever.delay}
DEFENCES = {"stopped_today": 0.2, "leakage_to_providers": 0.5, "leakage_to_open_teachers": 0.4}


def test_what_is_stopped_goes_to_other_providers_and_of_the_rest_to_open_models():
    # 0.5 + 0.5 x 0.4
    assert leakage(providers=0.5, open_teachers=0.4) == close(0.7)


def test_exchanges_left_are_those_not_stopped_and_those_that_leak():
    # 1,000 x (1 - 0.5 x (1 - 0.7))
    assert exchanges_left(exchanges=1000, stopped=0.5, leakage=0.7) == close(850)


def test_perfect_detection_without_leakage_leaves_no_campaign():
    assert exchanges_left(exchanges=1000, stopped=1, leakage=0) == 0


@given(leak=shares)
@steady
def test_open_models_make_up_for_their_part_whatever_providers_share(leak):
    assert leakage(providers=0, open_teachers=leak) == close(leak)


def test_a_dose_works_on_what_today_lets_through():
    # 1 - 0.8 x 0.5
    assert stopped_with(today=0.2, dose=0.5) == close(0.6)


def test_a_lever_works_for_the_rest_of_the_horizon_and_not_before():
    # (36 - 9) / 36, and none after the end
    assert part_in_force(begins=9, months=36) == close(0.75)
    assert part_in_force(begins=40, months=36) == 0


def test_months_lost_are_hours_no_longer_spared_at_each_harvest():
    # 6 x 100 / 400
    assert months_lost(lost_hours=100, hours_a_month=400, harvests=6) == close(1.5)


def test_runs_lost_are_spread_over_the_horizon():
    # 4 runs a year x 9 months of 36
    assert runs_lost(months_lost=9, runs_a_year=4, months=36) == close(1)


def test_a_channel_that_is_halved_costs_half_of_a_lab_s_share_of_it_as_the_channel_grows():
    # 0.3 x 2 x 0.5 each month
    missing = channel_missing(share=filled(0.3), path=np.full((100, 12), 2.0), left=np.full((100, 12), 0.5))
    assert missing == close(0.3)


def test_a_channel_is_set_on_its_size_now():
    shared = common(known({}), "h100e_flop")
    rented = shared.by_channel["rented"]
    assert channel_path(shared, "rented", 36)[:, 0] == close(rented[:, -36] / rented[:, -37])


def test_the_dose_that_does_as_much_is_in_proportion():
    # half a dose takes 4, the reference 2: a quarter is enough
    assert break_even_dose(dose=0.5, effect=np.array([4.0]), reference=np.array([2.0])) == close(0.25)


@pytest.mark.parametrize(
    ("effect", "reference", "needed"), [(0.0, 1.0, np.inf), (1.0, 3.0, np.inf), (1.0, -1.0, 0.0), (0.0, 0.0, 0.0)]
)
def test_no_dose_is_enough_or_none_is_needed(effect, reference, needed):
    # nothing to scale; 0.5 x 3 / 1 exceeds the whole; a reference that does harm or nothing is matched by no dose at all
    assert break_even_dose(dose=0.5, effect=np.array([effect]), reference=np.array([reference])) == [needed]


def test_growth_is_put_off_more_by_a_loss_than_it_is_brought_forward_by_a_gain():
    # 12 ln(1.1) / ln(2.93) = 12 x 0.0953102 / 1.0750024, and 12 ln(0.9) / ln(2.93) = 12 x -0.1053605 / 1.0750024
    assert growth_shift(share=np.array([0.1, -0.1]), growth=2.93) == pytest.approx([1.063925, -1.176115], rel=1e-6)


def test_a_loss_of_more_than_all_is_finite():
    # 12 ln(1e-9) / ln(2) = -12 x 29.897353
    assert growth_shift(share=np.array([-1.5]), growth=2) == pytest.approx([-358.768236], rel=1e-6)


def test_computing_that_trails_by_two_doublings_is_two_years_behind():
    # 12 ln(4) / ln(2)
    assert growth_behind(ours=1e5, theirs=4e5, growth=2) == close(24)


def test_lag_per_growth_gives_the_observed_gap_for_today_s_shortfall():
    # no growth of fleets: three doublings behind at 2 a year are 36 months; a gap of 9 months is a quarter of them
    fleets = {f"{lab.id}.fleet": 1e5 for lab in load_inputs().kinds["labs"].values() if lab.trains}
    a = known(fleets | {"anthropic.fleet": 8e5, "fleet_growth": 1.0, "training_growth_china": 2.0, "observed_gap": 9.0})
    assert lag_per_growth(a) == close(0.25)


def test_no_lever_leaves_the_whole_harvest():
    kept, quality = harvest_kept(known(DEFENCES), [])
    assert kept == close(1)
    assert np.all(quality == 1)


def test_a_harvest_under_detection_against_one_under_todays_defences():
    # begins 1 month on, 35 of 36 months: dose 0.5 x 35/36; stopped 1 - 0.8 x (1 - 0.486111) = 0.588889; leakage 0.7
    # kept (1 - 0.588889 x 0.3) / (1 - 0.2 x 0.3) = 0.823333 / 0.94
    a = known(DEFENCES | AT_ONCE | {"detect-extraction.dose": 0.5})
    kept, quality = harvest_kept(a, [LEVERS["detect-extraction"]])
    assert kept == pytest.approx(0.823333 / 0.94, rel=1e-5)
    assert np.all(quality == 1)


def test_shared_indicators_close_leakage_to_providers_alone():
    # begins 1 month on: to providers 0.5 x (1 - 35/36), open models stay: leakage 0.013889 + 0.986111 x 0.4 = 0.408333
    # kept (1 - 0.2 x (1 - 0.408333)) / 0.94 = 0.881667 / 0.94
    a = known(DEFENCES | AT_ONCE | {"share-indicators.dose": 1.0})
    kept, _ = harvest_kept(a, [LEVERS["share-indicators"]])
    assert kept == pytest.approx(0.881667 / 0.94, rel=1e-5)


def test_hidden_traces_take_worth_and_no_exchange():
    # 1 - 0.36 x 35/36
    kept, quality = harvest_kept(known(DEFENCES | AT_ONCE | {"hide-traces.dose": 0.36}), [LEVERS["hide-traces"]])
    assert kept == close(1)
    assert quality == close(0.65)


def test_a_lever_on_chips_takes_nothing_from_a_harvest():
    kept, quality = harvest_kept(known(DEFENCES), [LEVERS["deny-h200"], LEVERS["close-cloud"]])
    assert kept == close(1)
    assert np.all(quality == 1)


@given(first=part_shares, second=part_shares)
@steady
def test_two_levers_leave_no_more_than_either(first, second):
    a = known(DEFENCES | {"detect-extraction.dose": first, "identity-checks.dose": second})
    one, two = LEVERS["detect-extraction"], LEVERS["identity-checks"]
    both, _ = harvest_kept(a, [one, two])
    assert np.all(both <= harvest_kept(a, [one])[0])
    assert np.all(both <= harvest_kept(a, [two])[0])


def test_a_lever_begins_after_its_start_and_its_delay():
    # November 2026 is one month after the evidence, January 2027 three
    a = known({"detect-extraction.delay": 2.0, "close-cloud.delay": 12.0})
    assert begins(a, LEVERS["detect-extraction"]) == close(3)
    assert begins(a, LEVERS["close-cloud"]) == close(15)


def test_the_dose_over_the_horizon_is_the_part_of_it_in_which_a_lever_works():
    # 0.4 x (36 - 9) / 36
    a = known({"detect-extraction.delay": 8.0, "detect-extraction.dose": 0.4})
    assert dose_over_horizon(a, LEVERS["detect-extraction"]) == close(0.3)


def test_a_forbidden_rent_ends_at_once():
    a = known({"close-cloud.delay": 12.0, "close-cloud.dose": 0.7})
    left = thinned(a, LEVERS["close-cloud"], common(a, "h100e_flop"))
    assert np.all(left[:, :14] == 1)
    assert left[:, 14:] == close(0.3)


def test_a_diverted_stock_thins_out_as_its_flow_is_cut_and_never_below_what_is_left_of_today():
    a = known({"enforce-diversion.delay": 2.0, "enforce-diversion.dose": 1.0})
    left = thinned(a, LEVERS["enforce-diversion"], common(a, "h100e_flop"))
    assert np.all(left[:, :3] == close(1))
    assert np.all(np.diff(left[:, 3:], axis=1) < 0)
    assert np.all(left > 0)
