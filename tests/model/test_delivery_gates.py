"""When deliveries begin, what a share granted anew would bring, and which products a policy lets in: cases by hand."""

import numpy as np
import pytest

from analysis.assumptions import Array
from analysis.calibration import load_inputs
from analysis.model.deliveries import delivered, new_chips, renewed
from tests.model.cases import close, known
from tests.model.test_deliveries import WIDE

MONTHS = 36
POLICIES, POSTURES = load_inputs().kinds["policies"], load_inputs().kinds["postures"]
AT_ONCE = WIDE | {"ration.any_in_12_months": 1}
NOT_BEGUN = POLICIES["r3"].model_copy(update={"first_delivery": None})


def again(values: dict[str, float], policy: str = "r3", posture: str = "ration") -> float:
    """Chips in all on the first draw with Beijing's share granted anew each year."""
    a = known(values)
    once = new_chips(a, POLICIES[policy], POSTURES[posture], MONTHS)[:, -1]
    return renewed(a, POLICIES[policy], POSTURES[posture], MONTHS, once)[0]


def products(values: dict[str, float], policy: str) -> dict[str, Array]:
    """Cumulative chips by product on the first draw, all admitted."""
    found = delivered(known(values), POLICIES[policy], POSTURES["admit"], MONTHS)
    return {chip: chips[0] for chip, chips in found.items()}


def test_a_policy_that_has_not_begun_waits_for_its_lag():
    # four months of lag: 27,000 in month 5
    found = new_chips(known(WIDE | {"r3.lag": 4}), NOT_BEGUN, POSTURES["admit"], 6)[0]
    assert found == close(np.array([0, 0, 0, 0, 27_000, 54_000]))


def test_deliveries_wait_for_the_later_of_lag_and_permission():
    # all chips come at once, from the later date on: by month t on the draws whose permission came before t,
    # with p = 0.9: u < 1 - 0.1^(t/12), and none before the lag of six months is over
    values = WIDE | {"r3.lag": 6, "ration.any_in_12_months": 0.9, "ration.share_admitted": 1, "months_to_fill": 1e-9}
    found = new_chips(known(values, draws=1000), NOT_BEGUN, POSTURES["ration"], 12)
    months = np.arange(1, 13)
    expected = np.where(months > 6, 1 - 0.1 ** (months / 12), 0)
    assert np.mean(found > 0, axis=0) == pytest.approx(expected, rel=0.002)  # one draw of a thousand


def test_permission_comes_on_the_same_day_under_every_policy():
    # denial, given a ceiling of its own, would begin on each draw in the month that case by case does
    a = known(WIDE | {"r1.gross_ceiling": 100_000, "r1.us_share": 1})
    begun = [new_chips(a, POLICIES[name], POSTURES["ration"], MONTHS) > 0 for name in ("r1", "r3")]
    assert np.array_equal(*begun)
    assert 0 < np.mean(begun[0][:, 0]) < 1


def test_a_share_renewed_for_three_years_admits_a_part_of_each_rest():
    # 270,000 x (1 - 0.5^3), with permission at once
    assert again(AT_ONCE | {"ration.share_admitted": 0.5}) == close(236_250)


def test_a_share_is_not_renewed_without_permission():
    assert again(WIDE | {"ration.any_in_12_months": 0, "ration.share_admitted": 0.5}) == 0


def test_what_is_renewed_is_tested_too():
    # 24,000 a year pass the tests: 72,000 of the 236,250
    assert again(AT_ONCE | {"ration.share_admitted": 0.5, "lab_test_throughput": 24_000}) == close(72_000)


def test_a_flow_is_granted_anew_in_any_case():
    # H20: 12 months x 2 shares x 3 years either way
    values = AT_ONCE | {"r2.gross_ceiling": 120_000, "r2.us_share": 0.5, "ration.share_admitted": 0.5, "r2.lag": 0.001}
    once = new_chips(known(values), POLICIES["r2"], POSTURES["ration"], MONTHS)[0, -1]
    assert again(values, "r2") == once


def test_case_by_case_goes_on_until_the_first_chip_of_another_product():
    # 27,000 H200 a month for four months; B30A from then on, 100,000 a month up to a million in any twelve
    values = WIDE | {"r7.gross_ceiling": 1e6, "r7.us_share": 1, "r7.lag": 4}
    found = products(values, "r7")
    assert found["h200"][[3, 35]] == close([108_000, 108_000])
    assert found["b30a"][[3, 4]].tolist() == [0, pytest.approx(100_000)]


def test_workstation_cards_come_beside_case_by_case():
    # 270,000 H200 as ever; 60,000 cards in any twelve months, from month 3 on
    values = WIDE | {"r12.gross_ceiling": 60_000, "r12.us_share": 1, "r12.lag": 2}
    found = products(values, "r12")
    assert found["h200"][-1] == close(270_000)
    assert found["rtx-pro-5500"][[1, 2, 13]] == close([0, 6_000, 60_000])


@pytest.mark.parametrize("policy", ["r1", "r3", "r6", "r11"])
def test_a_policy_on_the_h200_brings_no_other_chip(policy):
    assert set(products(WIDE, policy)) == {"h200"}
