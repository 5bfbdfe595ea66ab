"""What a policy and a posture let through: cases worked by hand, and the order of the policies on every draw."""

import numpy as np
import pytest
from hypothesis import given, settings

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.model.deliveries import Stage, binding, new_chips, opened, shipped
from analysis.model.limits import customers, grown_base, limits, purchases, wanted
from tests.model.cases import DRAWS, close, known, seeds, steady

CATALOG = load_inputs()
POLICIES, POSTURES = CATALOG.kinds["policies"], CATALOG.kinds["postures"]
MONTHS = 36
CELLS = [(policy, posture) for policy in POLICIES for posture in POSTURES]
ROUNDING = 1e-9
few = settings(steady, max_examples=10)

# Only the ceiling binds: 580,000 x 0.5, less 20,000 here, over ten months.
WIDE = {
    "r3.gross_ceiling": 580_000,
    "r3.us_share": 0.5,
    "h200_delivered_to_date": 20_000,
    "months_to_fill": 10,
    "h200_demand": 1e9,
    "us_h200_cumulative": 1e9,
    "us_h200_yearly": 1e6,
    "h200_inventory": 1e9,
    "h200_new_supply": 1e6,
    "lab_test_throughput": 1e9,
    "jan-2026-h200.per_customer": 1e9,
}


def chips(values: dict[str, float], policy: str = "r3", posture: str = "admit") -> Array:
    """New chips by month of one cell with known inputs, on the first draw."""
    return new_chips(known(values), POLICIES[policy], POSTURES[posture], MONTHS)[0]


def flat(*months: float) -> Array:
    """The same months on two draws."""
    return np.array([months, months], dtype=float)


def one_stage(allowed: Array, physical: Array, pace: float, **rest: Array) -> Array:
    """What one stage ships on the first draw when it is open throughout."""
    stage = Stage(allowed, physical, np.full(allowed.shape, pace), np.ones(allowed.shape), **rest)
    return shipped([stage])[0]


def test_a_stage_ships_at_its_pace_up_to_the_least_limit():
    # 100 a month; 250 allowed; made: 50, 150, 400, 400
    found = one_stage(flat(250, 250, 250, 250), flat(50, 150, 400, 400), 100)
    assert found.tolist() == [50, 150, 250, 250]


def test_a_yearly_limit_holds_in_every_twelve_months():
    # 10 a month, at most 60 in any twelve: six months, six of rest, and so on; 180 allowed in all are not reached
    found = one_stage(np.full((2, 24), 180.0), np.full((2, 24), np.inf), 10, yearly=np.array([60.0, 60.0]))
    assert found[[5, 11, 12, 17, 23]].tolist() == [60, 60, 70, 120, 120]


def test_an_earlier_stage_ships_no_more_than_the_last_one_allows():
    # the first allows 500 at 100 a month, the last, open from month 3, only 150
    first = Stage(np.full((2, 4), 500.0), np.full((2, 4), np.inf), np.full((2, 4), 100.0), flat(1, 1, 0, 0))
    last = Stage(np.full((2, 4), 150.0), np.full((2, 4), np.inf), np.full((2, 4), 10.0), flat(0, 0, 1, 1))
    assert shipped([first, last])[0].tolist() == [100, 150, 150, 150]


def test_a_month_is_open_from_the_day_on():
    # from 1.25 to 3.5: three quarters of the second month, the third, half of the fourth
    found = opened(months=np.arange(1.0, 6.0)[None, :], start=np.array([[1.25]]), end=np.array([[3.5]]))
    assert found[0].tolist() == [0, 0.75, 1, 0.5, 0]


def test_what_never_starts_is_never_open():
    assert not opened(months=np.arange(1.0, 4.0)[None, :], start=np.array([[np.inf]])).any()


@pytest.mark.parametrize(
    ("demand", "firms", "bought"),
    [(50, 1, 50), (300, 1, 75), (300, 2, 150), (100, 2, 100)],  # each firm at most 75
)
def test_each_firm_buys_what_it_wants_up_to_the_limit(demand, firms, bought):
    assert purchases(demand=demand, firms=firms, per_customer=75) == close(bought)


def test_the_base_of_the_cap_grows_evenly():
    # 1,000 and 120 a year after half a year
    assert grown_base(base=1000, yearly=120, months=6) == close(1060)


def test_the_ceiling_times_both_shares_comes_evenly_over_the_fill_time():
    # (580,000 x 0.5 - 20,000) / 10 = 27,000 a month
    assert chips(WIDE)[[0, 8, 9, 35]] == close([27_000, 243_000, 270_000, 270_000])


def test_half_of_us_end_use_caps_what_may_be_licensed():
    # base of the month before: 0.5 x (400,000 + 120,000 x 35 / 12) x 0.5 - 20,000 = 167,500
    assert chips(WIDE | {"us_h200_cumulative": 400_000, "us_h200_yearly": 120_000})[-1] == close(167_500)


def test_the_limit_per_customer_holds_firm_by_firm():
    # eight buyers with a share, one of them for the three firms left of ten: at most 10 x 20,000 where all want more
    a = known(WIDE | {"jan-2026-h200.per_customer": 20_000})
    assert customers(a, POLICIES["r3"], a.draw("h200_demand", "chips"))[0] == close(200_000)
    assert chips(WIDE | {"jan-2026-h200.per_customer": 20_000})[-1] == close(180_000)


def test_no_firm_buys_more_than_it_wants():
    # without a limit per customer, what all want: 100,000, less 20,000 that are here
    assert chips(WIDE | {"h200_demand": 100_000})[-1] == close(80_000)


def test_firms_want_as_much_training_speed_whatever_the_chip():
    # a B30A trains at 1.26 of an H200's speed, an H20 at 148 of 989.5; the speed of a workstation card is not published
    a = known({"h200_demand": 1_000_000})
    speed = CATALOG.register["b30a.dense_16bit"].central / 989.5e12
    assert wanted(a, "b30a")[0] == pytest.approx(1_000_000 / speed)
    assert wanted(a, "h20")[0] == pytest.approx(1_000_000 * 989.5 / 148, rel=1e-3)
    assert np.isinf(wanted(a, "rtx-pro-5500")).all()


def test_firms_denied_by_name_leave_their_chips_to_others_only_where_the_ceiling_binds():
    # the ceiling binds: the same; each firm takes 20,000 at most: one of eight buyers is gone, 180,000 less 20,000
    assert chips(WIDE | {"r11.gross_ceiling": 580_000, "r11.us_share": 0.5, "r11.lag": 0.001}, "r11")[-1] == close(
        270_000
    )
    few = WIDE | {"jan-2026-h200.per_customer": 20_000, "r11.gross_ceiling": 580_000, "r11.us_share": 0.5}
    assert chips(few | {"r11.lag": 0.001}, "r11")[-1] == close(160_000)


def test_what_is_made_and_what_is_tested_limit_what_comes():
    # 60,000 in stock and 12,000 a year more: 96,000 in three years; tests: 24,000 a year make 72,000
    made = WIDE | {"h200_inventory": 60_000, "h200_new_supply": 12_000}
    assert chips(made)[-1] == close(96_000)
    assert chips(made | {"lab_test_throughput": 24_000})[[0, 35]] == close([2_000, 72_000])


def test_beijing_s_share_is_of_what_is_licensed_not_of_what_is_tested():
    # 270,000 x 0.1 = 27,000, below the 72,000 that are tested
    values = WIDE | {"ration.any_in_12_months": 1, "ration.share_admitted": 0.1, "lab_test_throughput": 24_000}
    assert chips(values, posture="ration")[-1] == close(27_000)


def test_until_a_new_policy_begins_the_old_one_goes_on():
    # open H200 after four months: 27,000 a month until then, 100,000 a month after, a million in any twelve
    values = WIDE | {"r6.gross_ceiling": 1e6, "r6.lag": 4, "months_to_fill": 10}
    found = chips(values, "r6")
    assert found[[3, 4]] == close([108_000, 208_000])
    assert found[11] == close(108_000 + 800_000)
    assert found[15] == close(1_108_000)  # 1,000,000 in the twelve months after month 4, and no more


def test_beijing_s_share_is_of_what_firms_want_under_open_sales_too():
    # (100,000 wanted - 20,000 here) x 0.1, far below the ceiling's share
    values = WIDE | {"r6.gross_ceiling": 1e6, "r6.lag": 0.001, "h200_demand": 100_000}
    values |= {"ration.any_in_12_months": 1, "ration.share_admitted": 0.1}
    assert chips(values, "r6", "ration")[-1] == close(8_000)


def test_a_quota_smaller_than_what_went_before_holds_from_the_start():
    # 30,000 in all, 20,000 of them here; case by case goes on for four months at 27,000
    assert chips(WIDE | {"r5.gross_ceiling": 30_000, "r5.lag": 4}, "r5")[-1] == close(10_000)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({}, "ceiling"),
        ({"us_h200_cumulative": 400_000, "us_h200_yearly": 12_000}, "cap"),
        ({"h200_demand": 100_000}, "customers"),
        ({"h200_inventory": 1_000, "h200_new_supply": 1_000}, "made"),
        ({"lab_test_throughput": 1_000}, "tested"),
        ({"months_to_fill": 100}, "time"),
    ],
)
def test_the_limit_that_binds_is_named(change, name):
    found = binding(known(WIDE | change), POLICIES["r3"], POSTURES["admit"], MONTHS)
    assert [limit for limit, holds in found.items() if holds.all()] == [name]


def draws(seed: int) -> Assumptions:
    """All inputs drawn."""
    return Assumptions(CATALOG, DRAWS, seed)


def below(less: Array, more: Array) -> bool:
    """Never more, on any draw in any month, but for rounding."""
    return bool(np.all(less <= more * (1 + ROUNDING) + ROUNDING))


@pytest.mark.parametrize("posture", POSTURES)
@few
@given(seed=seeds)
def test_the_policies_keep_their_order_on_every_draw(posture, seed):
    a = draws(seed)
    r = {
        name: new_chips(a, POLICIES[name], POSTURES[posture], MONTHS)
        for name in ("r1", "r3", "r5", "r6", "r8", "r9", "r11")
    }
    assert not any(r[name].any() for name in ("r1", "r8", "r9"))
    assert below(r["r1"], r["r5"])
    assert below(r["r11"], r["r3"])
    assert below(r["r3"], r["r6"])


@few
@given(seed=seeds)
def test_a_larger_quota_never_ships_less(seed):
    found = [
        new_chips(
            Assumptions(CATALOG, DRAWS, seed, {"r5.gross_ceiling": n}), POLICIES["r5"], POSTURES["ration"], MONTHS
        )
        for n in (1e5, 2.5e5, 5e5, 1e6)
    ]
    assert all(below(less, more) for less, more in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(("policy", "posture"), CELLS)
@few
@given(seed=seeds)
def test_no_cell_ships_more_than_its_ceiling_times_both_shares(policy, posture, seed):
    a = draws(seed)
    found = new_chips(a, POLICIES[policy], POSTURES[posture], MONTHS)
    years = 3 if POLICIES[policy].ceiling_kind in ("flow", "first_year_flow") else 1
    most = a.draw(f"{policy}.gross_ceiling", "chips") * a.draw(f"{policy}.us_share", "share")
    most = most * a.draw(f"{posture}.share_admitted", "share") * years
    assert np.all(found >= 0)
    assert np.all(np.diff(found, axis=1) >= 0)
    assert below(found[:, -1], most)


@few
@given(seed=seeds)
def test_the_cap_on_a_stock_is_never_exceeded(seed):
    a = draws(seed)
    found = new_chips(a, POLICIES["r3"], POSTURES["admit"], MONTHS)
    total = found + a.draw("h200_delivered_to_date", "chips")[:, None]
    held = limits(a, POLICIES["r3"], MONTHS)
    # what is here already may lie above a low cap; nothing is added then
    assert np.all((total <= held.cap * (1 + ROUNDING)) | (found == 0))
    assert np.all((total <= held.customers * (1 + ROUNDING)) | (found == 0))


@pytest.mark.parametrize("policy", POLICIES)
def test_without_permission_nothing_is_delivered(policy):
    assert not new_chips(draws(1), POLICIES[policy], POSTURES["block"], MONTHS).any()
