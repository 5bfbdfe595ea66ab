"""Computing power that China uses by channel: cases worked by hand, sums, and the order of policies on every draw."""

import numpy as np
import pytest
from hypothesis import given, settings

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.model.channels import (
    OWNED,
    RENTED,
    Channels,
    after,
    channels,
    common,
    effect,
    grown,
    ratio_forward,
    us_displaced,
    with_policy,
)
from analysis.model.conversion import chip_worth, factor, in_yardstick
from analysis.model.history import YARDSTICKS, history_months, legal_h100e, worth
from tests.model.cases import DRAWS, close, filled, known, seeds, steady

CATALOG = load_inputs()
POLICIES = CATALOG.kinds["policies"]
MONTHS = CATALOG.horizon.months
NOW = len(history_months(CATALOG.horizon)) - 1
END_2025 = 47
ROUNDING = 1e-12
SUMS = 1e-9
few = settings(steady, max_examples=10)
every_yardstick = pytest.mark.parametrize("yardstick", YARDSTICKS)


def found(values: dict[str, float], policy: str = "r1", new: dict | None = None, by: str = "h100e_flop") -> Channels:
    """Channels of one policy with known inputs."""
    return channels(known(values), POLICIES[policy], new or {}, by)


def drawn(seed: int) -> Assumptions:
    """All inputs drawn."""
    return Assumptions(CATALOG, DRAWS, seed)


def arriving(units: float, month: int = 0) -> Array:
    """Cumulative chips that come all in one month."""
    return np.where(np.arange(MONTHS) >= month, filled(units)[:, None], 0)


def test_months_are_history_and_horizon():
    # 58 months from January 2022 to October 2026, and 36 more
    assert all(stock.shape == (100, 94) for stock in found({}).by_channel.values())


def test_four_percent_a_year_leave_88_5_percent_after_36_months():
    # 0.96^3 = 0.884736
    nothing = np.zeros((1, MONTHS))
    left = after(working=filled(1, 1), annual_retirement=filled(0.04, 1), arriving=nothing)
    assert left[0, -1] == pytest.approx(0.884736, rel=SUMS)
    legal = found({"annual_retirement": 0.04}).by_channel["legal"]
    assert legal[:, -1] / legal[:, NOW] == pytest.approx(0.884736, rel=SUMS)


def test_lawful_history_is_that_of_sales():
    a = known({"annual_retirement": 0.04})
    legal = channels(a, POLICIES["r3"], {}, "h100e_flop").by_channel["legal"]
    assert legal[:, : NOW + 1] == pytest.approx(legal_h100e(a, "h100e_flop", retire=True), rel=SUMS)


def test_new_chips_come_on_top_and_are_retired():
    # 1,000 B200 in month 1 and no more: 2,250 / 989.5 each; 35 months later 0.96^(35/12) of them are left
    values, new = {"annual_retirement": 0.04}, {"b200": arriving(1000)}
    more = found(values, new=new).by_channel["legal"] - found(values).by_channel["legal"]
    whole = 1000 * 2250 / 989.5
    assert not more[:, : NOW + 1].any()
    assert more[0, [NOW + 1, -1]] == pytest.approx([whole, whole * 0.96 ** (35 / 12)], rel=1e-6)


def test_new_chips_of_two_products_add_up():
    # without retirement 1,000 H200 are 1,000 and 2,000 H20 2,000 x 148 / 989.5 = 299.1
    values = {"annual_retirement": 0}
    new = {"h200": arriving(1000), "h20": arriving(2000, 5)}
    more = found(values, new=new).by_channel["legal"] - found(values).by_channel["legal"]
    assert more[0, [NOW + 1, -1]] == pytest.approx([1000, 1000 + 2000 * 148 / 989.5], rel=1e-6)


def test_a_chip_without_16_bit_speed_counts_by_bandwidth_alone():
    # the RTX PRO 5500; the MI308X has no bandwidth and so neither of the other two
    a = known({"rtx-pro-5500.memory_bandwidth": 1675, "decode_per_bandwidth": 0.4})
    worths = [chip_worth(a, "rtx-pro-5500", yardstick)[0] for yardstick in YARDSTICKS]
    assert worths == [0, close(0.5), close(0.2)]
    assert [bool(chip_worth(a, "mi308x", yardstick).any()) for yardstick in YARDSTICKS] == [True, False, False]


def test_measured_decoding_is_used_where_there_is_any():
    a = known({"h20.decode_rate": 500, "h100.decode_rate": 2000, "decode_per_bandwidth": 1.5})
    assert chip_worth(a, "h20", "h100e_decode") == close(0.25)
    assert chip_worth(a, "a100", "h100e_decode") == close(1.5 * worth(a, "a100", "h100e_bandwidth"))


def test_other_yardsticks_are_judged_ratios():
    # 1.3 of bandwidth a unit of speed, and 0.5 of decoding a unit of bandwidth: 0.65
    assert in_yardstick(flop=100, bandwidth_per_flop=1.3, worth_per_bandwidth=0.5) == close(65)
    a = known({"bandwidth_per_h100e_domestic": 1.3, "decode_per_bandwidth": 0.5})
    assert [factor(a, "domestic", y)[0] for y in YARDSTICKS] == [close(1), close(1.3), close(0.65)]


@every_yardstick
def test_each_channel_has_the_ratio_of_its_own_chips(yardstick):
    values = {"bandwidth_per_h100e_domestic": 1.3, "bandwidth_per_h100e_diverted": 1.1, "decode_per_bandwidth": 0.5}
    values |= {"bandwidth_per_h100e_rented": 1.2}
    one, other = found(values, "r8").by_channel, found(values, "r8", by=yardstick).by_channel
    ratio = {"domestic": 1.3, "proxy_fabricated": 1.3, "diverted": 1.1, RENTED: 1.2}
    of = {"h100e_flop": 0, "h100e_bandwidth": 1, "h100e_decode": 1}[yardstick]
    halved = 0.5 if yardstick == "h100e_decode" else 1
    for name, per in ratio.items():
        assert other[name] == pytest.approx(one[name] * (per**of * halved), rel=SUMS)


# What is diverted: 1,000 a month in the last months of history, no growth, nothing retired.
DIVERTED = {
    "diverted_growth_ahead": 1,
    "unsupported_retirement": 0,
    "verify-location.delay": 6,
    "r8.diversion_cut": 0.5,
}


def per_month(policy: str, values: dict[str, float]) -> Array:
    """Diverted chips of each month ahead over the rate of the last month of history."""
    flow = np.diff(found(values, policy).by_channel["diverted"], axis=1)[0]
    return flow[NOW:] / flow[NOW - 1]


def test_diversion_goes_on_at_its_rate():
    assert per_month("r3", DIVERTED) == pytest.approx(1, rel=SUMS)


def test_diversion_grows_by_the_judged_growth():
    # twice a year: 2^(1/12) in the first month, 8 times in the last
    assert per_month("r3", DIVERTED | {"diverted_growth_ahead": 2})[[0, -1]] == pytest.approx([2 ** (1 / 12), 8])


def test_verification_cuts_the_flow_after_its_delay():
    # half from the seventh month on; with a delay of 6.5 the seventh month is cut for half of its time: 0.75
    assert per_month("r8", DIVERTED)[[0, 5, 6, 35]] == pytest.approx([1, 1, 0.5, 0.5], rel=SUMS)
    late = DIVERTED | {"verify-location.delay": 6.5}
    assert per_month("r8", late)[[5, 6, 7]] == pytest.approx([1, 0.75, 0.5], rel=SUMS)


def test_open_allied_markets_raise_the_flow_at_once():
    # 0.3 more in each month
    assert per_month("r10", DIVERTED | {"r10.diversion_rise": 0.3}) == pytest.approx(1.3, rel=SUMS)


def test_chips_that_are_here_stay_and_are_retired_faster():
    # all new flow cut from the first month: 0.92^3 = 0.778688 of the stock are left
    values = DIVERTED | {"unsupported_retirement": 0.08, "verify-location.delay": 0, "r8.diversion_cut": 1}
    diverted = found(values, "r8").by_channel["diverted"][0]
    assert diverted[-1] / diverted[NOW] == pytest.approx(0.778688, rel=SUMS)


RENT = {"offshore_rented": 1000, "offshore_rented_growth": 2, "offshore_rented_growth_past": 4}


def test_rented_chips_grow_to_the_stock_and_on():
    # 1,000 now, a quarter a year before, nothing in 2022, 2^3 in three years
    rented = found(RENT).by_channel[RENTED][0]
    assert rented[[NOW, NOW - 12, -1]] == pytest.approx([1000, 250, 8000], rel=SUMS)
    assert not rented[:12].any()
    assert rented[12] == pytest.approx(1000 / 4 ** (45 / 12), rel=SUMS)


def test_closing_the_cloud_cuts_what_is_rented_after_its_delay():
    # 0.7 from the end of month 12 on: 2,000 x 0.3 = 600
    rented = found(RENT | {"r9.rental_cut": 0.7, "close-cloud.delay": 12}, "r9").by_channel[RENTED][0]
    assert rented[[NOW + 11, NOW + 12]] == pytest.approx([1000 * 2 ** (11 / 12), 600], rel=SUMS)


def test_open_allied_markets_raise_what_is_rented():
    assert found(RENT | {"r10.rental_rise": 0.5}, "r10").by_channel[RENTED][0, -1] == pytest.approx(12_000, rel=SUMS)


def test_a_policy_acts_where_it_says_so():
    a = known({"r8.diversion_cut": 0.5, "verify-location.delay": 6})
    cut, rise, delay = (part[0, 0] for part in effect(a, POLICIES["r8"], "diversion"))
    assert (cut, rise, delay) == (0.5, 0, 6)
    acting = {(p, on) for p in POLICIES for on in ("diversion", "rental") if effect(a, POLICIES[p], on)}
    assert acting == {("r8", "diversion"), ("r9", "rental"), ("r10", "diversion"), ("r10", "rental")}


def test_pieces_by_hand():
    assert grown(base=100, growth=4, years=-0.5) == close(50)
    assert with_policy(amount=100, cut=0.5, rise=0.2, part=0.5) == close(90)


def test_displaced_chips_are_a_switch():
    # off by default; at 1 all computing power of 1,000 H200, and nothing for a card without 16-bit speed
    a, new = known({}), {"h200": arriving(1000), "rtx-pro-5500": arriving(1000)}
    assert not us_displaced(a, new).any()
    assert us_displaced(a, new, 1) == close(1000)
    assert us_displaced(known({"us_displacement_share": 0.25}), new) == close(250)


@pytest.mark.parametrize(("whose", "stock"), [("us", "us_five_stock_2025"), ("world", "world_stock_2025")])
def test_the_ratio_starts_with_the_stocks_of_2025(whose, stock):
    # 14 million then and 4 times a year on: 56 million at the end of 2026, by bandwidth 1.1 times as much
    values = {stock: 14e6, f"{whose}_stock_growth": 4, f"bandwidth_per_h100e_{whose}": 1.1}
    a = known(values)
    flop, bandwidth = (channels(a, POLICIES["r3"], {}, y) for y in ("h100e_flop", "h100e_bandwidth"))
    ratio = ratio_forward(a, flop, whose)
    assert ratio.shape == (100, 94 - END_2025)
    assert ratio[:, 0] == pytest.approx(14e6 / flop.owned[:, END_2025], rel=SUMS)
    assert ratio[:, 12] == pytest.approx(56e6 / flop.owned[:, END_2025 + 12], rel=SUMS)
    assert ratio_forward(a, bandwidth, whose)[:, 0] == pytest.approx(15.4e6 / bandwidth.owned[:, END_2025], rel=SUMS)


def test_others_are_not_counted_by_decoding():
    with pytest.raises(InputError, match="not by decoding"):
        ratio_forward(known({}), found({}, by="h100e_decode"), "us")


def test_an_unknown_yardstick_is_refused():
    with pytest.raises(InputError, match="h100e_bandwidth"):
        common(known({}), "tpp")


def test_what_is_shared_has_the_yardstick_that_is_asked_for():
    a = known({})
    with pytest.raises(InputError, match="another yardstick"):
        channels(a, POLICIES["r3"], {}, "h100e_flop", common(a, "h100e_decode"))


@pytest.mark.parametrize("policy", POLICIES)
@every_yardstick
@few
@given(seed=seeds)
def test_no_stock_is_negative_and_the_channels_add_up(policy, yardstick, seed):
    a = drawn(seed)
    made = channels(a, POLICIES[policy], {"h200": np.full((DRAWS, MONTHS), 1e5)}, yardstick)
    assert set(made.by_channel) == {*OWNED, RENTED}
    assert all((stock >= 0).all() and np.isfinite(stock).all() for stock in made.by_channel.values())
    assert np.array_equal(made.total, sum(made.by_channel.values()))
    assert np.array_equal(made.total, made.owned + made.by_channel[RENTED])


@every_yardstick
@few
@given(seed=seeds)
def test_policies_keep_their_order_on_every_draw(yardstick, seed):
    a = drawn(seed)
    shared = common(a, yardstick)
    r = {p: channels(a, POLICIES[p], {}, yardstick, shared).by_channel for p in ("r1", "r8", "r9", "r10")}
    # verification never diverts more, a closed cloud never rents more, open markets never less of either
    assert (r["r8"]["diverted"] <= r["r1"]["diverted"] * (1 + ROUNDING)).all()
    assert (r["r9"][RENTED] <= r["r1"][RENTED]).all()
    for name in ("diverted", RENTED):
        assert (r["r10"][name] >= r["r1"][name] * (1 - ROUNDING)).all()
    # what a policy does not act on is the same, and so is all history
    assert np.array_equal(r["r8"][RENTED], r["r1"][RENTED])
    assert np.array_equal(r["r9"]["diverted"], r["r1"]["diverted"])
    for policy in r.values():
        assert all(np.array_equal(policy[n][:, : NOW + 1], r["r1"][n][:, : NOW + 1]) for n in policy)


@few
@given(seed=seeds)
def test_what_is_shared_changes_no_result(seed):
    a = drawn(seed)
    new = {"h200": np.linspace(0, 1e5, MONTHS) * np.ones((DRAWS, 1))}
    shared = common(a, "h100e_flop")
    channels(a, POLICIES["r10"], new, "h100e_flop", shared)
    first = channels(a, POLICIES["r8"], new, "h100e_flop", shared)
    again = channels(drawn(seed), POLICIES["r8"], new, "h100e_flop")
    assert all(np.array_equal(first.by_channel[name], again.by_channel[name]) for name in again.by_channel)
