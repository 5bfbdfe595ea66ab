"""H200s delivered month by month: cases worked by hand."""

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.catalog.records import Policy, Posture
from analysis.model.supply import (
    allowance,
    cumulative_deliveries,
    deliveries,
    licensed_remaining,
    renewed,
    renewed_allowance,
    stock,
    waiting_months,
    with_substitution,
)
from tests.model.cases import close, known

# 580,000 x 0.5 licensed, 20,000 of them here: 270,000 to come, over ten months. Ten firms may take 750,000.
OFFER = {
    "r3.gross_ceiling": 580_000,
    "r3.us_share": 0.5,
    "licensed_firms": 10,
    "jan-2026-h200.per_customer": 75_000,
    "h200_delivered_to_date": 20_000,
    "months_to_fill": 10,
}


def policy(identifier: str) -> Policy:
    """One US policy of the data."""
    return load_inputs().get("policies", identifier)


def posture(identifier: str) -> Posture:
    """One posture of the data."""
    return load_inputs().get("postures", identifier)


@pytest.mark.parametrize(
    ("uniform", "probability", "months"),
    [
        (0.9, 0.9, 12),  # ln 0.1 / ln 0.1: the event has happened by month 12 on 90 percent of draws
        (0.75, 0.5, 24),  # 12 x ln 0.25 / ln 0.5 = 12 x 2
        (0.5, 0.75, 6),  # 12 x ln 0.5 / ln 0.25 = 12 / 2
        (0.3, 1.0, 0),  # certain: at once
        (0.3, 0.0, np.inf),  # impossible: never
    ],
)
def test_waiting_time_of_an_event_at_a_constant_rate(uniform, probability, months):
    assert waiting_months(uniform=np.array([uniform]), probability=np.array([probability]))[0] == close(months)


def test_the_event_happens_within_a_year_with_its_probability():
    # 1,000 evenly spaced numbers: those below 0.9, and no others, are within twelve months
    uniform = (np.arange(1000) + 0.5) / 1000
    months = waiting_months(uniform=uniform, probability=np.full(1000, 0.9))
    assert np.array_equal(months < 12, uniform < 0.9)


@pytest.mark.parametrize(
    ("delivered", "firms", "allowed"),
    [
        (300, 10, 50),  # (1,000 x 0.8 - 300) x 0.1
        (0, 10, 80),  # 1,000 x 0.8 x 0.1
        (300, 4, 10),  # four firms may take 100 each: (400 - 300) x 0.1
        (900, 10, 0),  # more is here than was licensed: none to come, never fewer than none
    ],
)
def test_allowance_is_what_is_licensed_and_not_yet_here(delivered, firms, allowed):
    found = allowance(
        gross_ceiling=1000, us_share=0.8, firms=firms, per_customer=100, delivered=delivered, share_admitted=0.1
    )
    assert found == close(allowed)


@pytest.mark.parametrize(
    ("years", "chips"),
    [
        (1, 250),  # 1,000 x 0.25: one year is the share itself
        (2, 437.5),  # 250, then 0.25 of the 750 left
        (3, 578.125),  # and 0.25 of the 562.5 left
    ],
)
def test_a_share_granted_anew_applies_to_what_is_left(years, chips):
    assert renewed_allowance(remaining=1000, share_admitted=0.25, years=years) == close(chips)


def test_deliveries_flow_evenly_from_their_start():
    # 400 chips over four months from the end of month 2: 100 a month in months 3 to 6
    found = cumulative_deliveries(
        months=np.arange(1.0, 8.0), start=np.array([2.0]), fill=np.array([4.0]), allowed=np.array([400.0])
    )
    assert found.tolist() == [[0, 0, 100, 200, 300, 400, 400]]


def test_deliveries_that_never_start_stay_at_zero():
    found = cumulative_deliveries(
        months=np.arange(1.0, 37.0), start=np.array([np.inf]), fill=np.array([12.0]), allowed=np.array([1e6])
    )
    assert np.all(found == 0)


@pytest.mark.parametrize(
    ("difference", "elasticity", "worth", "left"),
    [
        (-1000, 0.25, 1.6, -600),  # 250 other chips, worth 400: 600 are lost
        (-1000, 0.5, 2.0, 0),  # the sign turns at e = 1 / worth
        (-1000, 0.5, 2.5, 250),  # 500 other chips, worth 1,250
        (1000, 0.25, 1.6, 600),  # gained chips push others out alike
        (-1000, 0.0, 1.6, -1000),  # the direct effect
    ],
)
def test_substitution_makes_up_for_a_part_of_a_difference(difference, elasticity, worth, left):
    # difference x (1 - e x worth)
    found = with_substitution(difference=difference, elasticity=elasticity, worth=worth)
    assert found == pytest.approx(left, rel=1e-12)


def test_stock_retires_monthly_at_the_annual_rate():
    # 1 - 0.5^12 a year is a half a month: 8; 8 / 2 + 4 = 8; 8 / 2 + 2 = 6
    found = stock(flow=np.array([[8.0, 4.0, 2.0]]), annual_retirement=np.array([1 - 0.5**12]))
    assert found[0] == close(np.array([8.0, 8.0, 6.0]))


def test_stock_of_each_draw_retires_at_its_own_rate():
    # none leaves: 8 + 4; all leave: 4
    found = stock(flow=np.array([[8.0, 4.0], [8.0, 4.0]]), annual_retirement=np.array([0.0, 1.0]))
    assert found.tolist() == [[8, 12], [8, 4]]


def test_a_policy_under_way_delivers_from_the_first_month():
    # (580,000 x 0.5 - 20,000) x 1 = 270,000 over ten months: 27,000 a month, complete in month 10
    found = deliveries(known(OFFER), policy("r3"), posture("admit"), 12)[0]
    assert found[[0, 1, 8]] == close(np.array([27_000, 54_000, 243_000]))
    assert found[[9, 10, 11]] == close(np.full(3, 270_000))


def test_a_policy_that_has_not_begun_waits_for_its_lag():
    # four months of lag: 27,000 in month 5
    later = policy("r3").model_copy(update={"first_delivery": None})
    found = deliveries(known(OFFER | {"r3.lag": 4}), later, posture("admit"), 6)[0]
    assert found == close(np.array([0, 0, 0, 0, 27_000, 54_000]))


def test_beijing_admits_its_share_of_what_is_to_come():
    # 270,000 x 0.1, the month of permission aside
    values = OFFER | {"ration.any_in_12_months": 1, "ration.share_admitted": 0.1}
    assert deliveries(known(values), policy("r3"), posture("ration"), 36)[0, -1] == close(27_000)


def test_deliveries_wait_for_the_later_of_lag_and_permission():
    # all chips come at once, from the later date on: by month t on the draws whose permission came before t,
    # with p = 0.9: u < 1 - 0.1^(t/12), and none before the lag of six months is over
    values = OFFER | {"r3.lag": 6, "ration.any_in_12_months": 0.9, "ration.share_admitted": 1, "months_to_fill": 1e-9}
    a = known(values, draws=1000)
    found = deliveries(a, policy("r3").model_copy(update={"first_delivery": None}), posture("ration"), 12)
    months = np.arange(1, 13)
    expected = np.where(months > 6, 1 - 0.1 ** (months / 12), 0)
    assert np.mean(found > 0, axis=0) == pytest.approx(expected, rel=0.002)  # one draw of a thousand


def test_permission_comes_on_the_same_day_under_every_policy():
    # denial, given a ceiling of its own, would begin on each draw in the month that case by case does
    a = known(OFFER | {"r1.gross_ceiling": 100_000, "r1.us_share": 1})
    begun = [deliveries(a, policy(name), posture("ration"), 36) > 0 for name in ("r1", "r3")]
    assert np.array_equal(*begun)
    assert 0 < np.mean(begun[0][:, 0]) < 1


def test_what_remains_is_the_allowance_if_beijing_took_all():
    # 580,000 x 0.5 - 20,000
    assert licensed_remaining(known(OFFER), policy("r3"))[0] == close(270_000)


@pytest.mark.parametrize("identifier", ["admit", "ration"])
def test_the_limit_per_firm_binds_where_few_firms_are_licensed(identifier):
    # two firms at 75,000 less 20,000 already here: 130,000 x 0.1 under rationing
    values = OFFER | {"licensed_firms": 2, "ration.any_in_12_months": 1, "ration.share_admitted": 0.1}
    found = deliveries(known(values), policy("r3"), posture(identifier), 36)[0, -1]
    assert found == close({"admit": 130_000, "ration": 13_000}[identifier])


def test_denial_delivers_nothing():
    assert not deliveries(known(OFFER), policy("r1"), posture("admit"), 36).any()


def test_a_share_renewed_for_three_years_admits_a_part_of_each_rest():
    # 270,000 x (1 - 0.5^3), with permission at once
    values = OFFER | {"ration.any_in_12_months": 1, "ration.share_admitted": 0.5}
    assert renewed(known(values), policy("r3"), posture("ration"), 36)[0] == close(236_250)


def test_a_share_is_not_renewed_without_permission():
    values = OFFER | {"ration.any_in_12_months": 0, "ration.share_admitted": 0.5}
    assert not renewed(known(values), policy("r3"), posture("ration"), 36).any()


def test_the_limit_per_firm_is_the_rules_so_a_policy_without_a_rule_has_none():
    # 580,000 x 0.5 less 20,000 already here is 270,000; one firm at 75,000 would leave 55,000
    values = OFFER | {"licensed_firms": 1}
    free = policy("r3").model_copy(update={"rule": None})
    found = [deliveries(known(values), p, posture("admit"), 36)[0, -1] for p in (policy("r3"), free)]
    assert found == close([55_000, 270_000])
