"""Sales spread over months, the stock they leave, the backcast and the diverted flow: cases by hand and properties."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.model.history import (
    china_stock,
    chips_bought,
    diverted_history,
    flow_to_reach,
    history_months,
    in_h100e,
    legal_h100e,
    legal_sales,
    legal_stock,
    month_index,
    predicted_sales,
    predicted_stock,
    ratios,
    worth,
)
from analysis.model.supply import stock
from tests.model.cases import DRAWS, KNOWN_DRAWS, close, filled, known, seeds, steady

CATALOG = load_inputs()
SOLD = {c.id: c.china_sales for c in CATALOG.kinds["chips"].values() if c.china_sales}
PERIODS = [(chip, key) for chip, found in SOLD.items() for key in found]
SUMS = 1e-9  # relative: a sum over months in another order
END_2025 = month_index(date(2025, 12, 31))


def drawn(seed: int = 1) -> Assumptions:
    """Draws at their ranges."""
    return Assumptions(CATALOG, DRAWS, seed)


def test_months_run_from_january_2022_to_the_month_of_the_evidence() -> None:
    """Four years of twelve and ten months of 2026: 58, in order, and December 2025 is the 48th."""
    months = history_months(CATALOG.horizon)
    assert (len(months), months[0], months[-1]) == (58, "2022-01", "2026-10")
    assert (month_index(date(2022, 1, 31)), months[END_2025], END_2025) == (0, "2025-12", 47)


@pytest.mark.parametrize(("chip", "key"), PERIODS)
def test_the_months_of_a_period_add_up_to_its_units(chip: str, key: str) -> None:
    """With 1,000 chips in one period and nothing in the others, all lie in its months, in equal parts."""
    others = {f"{chip}.china_sales.{other}.units": 0.0 for other in SOLD[chip]}
    sales = legal_sales(known(others | {f"{chip}.china_sales.{key}.units": 1000.0}))[chip][0]
    first, last = (month_index(day) for day in (SOLD[chip][key].since, SOLD[chip][key].until))
    assert sales.sum() == pytest.approx(1000, rel=SUMS)
    assert sales[first : last + 1] == pytest.approx(1000 / (last - first + 1), rel=SUMS)


def test_h200s_arrive_from_the_first_delivery_to_the_day_of_their_count() -> None:
    """20,000 over July and August 2026 are 10,000 a month, in the 55th and 56th month and no other."""
    sales = legal_sales(known({"h200_delivered_to_date": 20_000}))["h200"][0]
    assert np.flatnonzero(sales).tolist() == [54, 55]
    assert sales[54:56] == pytest.approx(10_000, rel=SUMS)


@given(seed=seeds)
@steady
def test_the_stock_lies_between_zero_and_what_was_sold(seed: int) -> None:
    """Retirement takes away, never more than there is; without it the stock is what was sold so far."""
    a = Assumptions(CATALOG, KNOWN_DRAWS, seed)
    retired, whole = legal_stock(a, retire=True), legal_stock(a, retire=False)
    for chip, flow in legal_sales(a).items():
        sold, working = np.cumsum(flow, axis=1), retired[chip]
        assert (flow >= 0).all() and (working >= 0).all()
        assert (working <= sold * (1 + SUMS)).all()
        assert np.allclose(whole[chip], sold, rtol=SUMS, atol=0)


def test_retirement_leaves_a_known_share_of_old_chips() -> None:
    """A100 sold by September 2022, at 4% a year, are 0.96 of themselves a year after any later month."""
    working = legal_stock(known({"annual_retirement": 0.04}), retire=True)["a100"][0]
    assert working[20] / working[8] == pytest.approx(0.96, rel=SUMS)


def test_one_error_runs_through_all_years_of_a_chip() -> None:
    """The draws of one chip's periods stand in the same order, since one price error moves them all."""
    a = drawn()
    for chip, found in SOLD.items():
        orders = {tuple(np.argsort(a.draw(f"{chip}.china_sales.{key}.units", "chips"))) for key in found}
        assert len(orders) == 1


def test_errors_of_two_chips_move_together_in_part() -> None:
    """Rank correlation 0.5 between the H20 and the H800 (0.48 for normal scores), and a quarter between two others."""
    a = Assumptions(CATALOG, 4096, 1)
    names = ("h20.china_sales.2024-q3", "h800.china_sales.2023", "a800.china_sales.2023")
    ranks = [np.argsort(np.argsort(a.draw(f"{name}.units", "chips"))) for name in names]
    found = np.corrcoef(ranks)
    assert found[0, 1] == pytest.approx(0.48, rel=0.1)
    assert found[1, 2] == pytest.approx(0.24, rel=0.2)


def test_the_three_yardsticks_are_those_of_one_chip_each() -> None:
    """1,000 H20 are 1,000 x 148 / 989.5 = 149.57 by speed, 1,000 x 4,000 / 3,350 = 1,194.03 by bandwidth."""
    chips = {"h20": np.full((KNOWN_DRAWS, 1), 1000.0)}
    a = known({"h20.decode_rate": 500, "h100.decode_rate": 2000})
    assert in_h100e(a, chips, "h100e_flop") == close(1000 * 148 / 989.5)
    assert in_h100e(a, chips, "h100e_bandwidth") == close(1000 * 4000 / 3350)
    assert in_h100e(a, chips, "h100e_decode") == close(250)


def test_a_chip_without_the_figure_counts_nothing_by_that_yardstick() -> None:
    """The A100 has no measured decoding and the MI308X no bandwidth; both count by speed."""
    a, chips = known({}), {"a100": np.ones((KNOWN_DRAWS, 1)), "mi308x": np.ones((KNOWN_DRAWS, 1))}
    both = worth(a, "a100", "h100e_flop") + worth(a, "mi308x", "h100e_flop")
    assert in_h100e(a, chips, "h100e_flop")[:, 0] == close(both)
    assert in_h100e(a, chips, "h100e_bandwidth")[:, 0] == close(worth(a, "a100", "h100e_bandwidth"))
    assert np.all(in_h100e(a, chips, "h100e_decode") == 0)


def test_chips_bought_are_revenue_through_three_shares_over_price() -> None:
    """10 billion x 0.5 x 0.8 x 0.25 / 10,000 USD = 100,000."""
    found = chips_bought(revenue=1e10, data_centre_share=0.5, flagship_share=0.8, chip_share=0.25, price=1e4)
    assert found == close(1e5)


REVENUE = {
    "china_revenue_fy2023": 6e9, "china_data_centre_share_fy2023": 0.5, "flagship_share_fy2023": 0.5,
    "newer_chip_share_fy2023": 0.2, "china_revenue_fy2024": 1e10, "china_data_centre_share_fy2024": 0.6,
    "flagship_share_fy2024": 0.5, "newer_chip_share_fy2024": 0.8, "china_revenue_fy2025": 1.6e10,
    "china_data_centre_share_fy2025": 0.75, "flagship_share_fy2025": 0.8, "h20_revenue_q1fy26": 4.6e9,
    "a100.price": 1e4, "a800.price": 1e4, "h800.price": 2e4, "h20.price": 1e4,
}  # fmt: skip


def test_the_backcast_by_hand() -> None:
    """A100 1.5e9 x 0.8 / 1e4 = 120,000; A800 30,000 + 60,000; H800 2.4e9 / 2e4 = 120,000; H20 960,000 + 460,000."""
    sums = {chip: flow[0].sum() for chip, flow in predicted_sales(known(REVENUE)).items()}
    expected = {"a100": 120_000, "a800": 90_000, "h800": 120_000, "h20": 1_420_000}
    assert sums == pytest.approx(expected, rel=SUMS)


def test_the_backcast_puts_a_fiscal_year_into_its_twelve_months() -> None:
    """H20: 80,000 a month from February 2024 to January 2025, then 460,000 / 3 in February, March and April."""
    flow = predicted_sales(known(REVENUE))["h20"][0]
    assert np.flatnonzero(flow).tolist() == list(range(25, 40))
    assert flow[25:37] == pytest.approx(80_000, rel=SUMS)
    assert flow[37:40] == pytest.approx(460_000 / 3, rel=SUMS)


def test_the_backcast_reads_no_count_of_chips() -> None:
    """Revenue, shares and prices alone: no sales by chip, nothing in chips or in H100e."""
    a = drawn()
    predicted_stock(a, retire=True)
    assert [name for name in a.read if "china_sales" in name] == []
    assert {value.unit for value in a.read.values()} == {"USD", "share", "USD/chip"}


def test_a_flow_reaches_the_stock_that_it_is_scaled_to() -> None:
    """Twice a year without retirement over 13 months: 13 terms of 2^(t/12), the last double the first, sum 1,000."""
    found = flow_to_reach(reached=filled(1000), growth=filled(2), annual_retirement=filled(0), months=np.arange(13))
    assert found.sum(axis=1) == pytest.approx(1000, rel=SUMS)
    assert found[:, 12] / found[:, 0] == close(2)


@given(
    growth=st.floats(min_value=1.01, max_value=10),
    retirement=st.floats(min_value=0.001, max_value=0.9),
    reached=st.floats(min_value=1, max_value=1e7),
)
@steady
def test_what_was_diverted_and_still_works_is_the_stock_at_the_end_of_2025(
    growth: float, retirement: float, reached: float
) -> None:
    """Whatever the pace, the stock comes back; the flow starts in October 2022 and grows by that pace in a year."""
    values = {"diverted_stock_2025": reached, "diverted_growth": growth, "unsupported_retirement": retirement}
    flow = diverted_history(known(values))
    working = stock(flow=flow, annual_retirement=filled(retirement))
    assert working[:, END_2025] == pytest.approx(reached, rel=SUMS)
    assert np.flatnonzero(flow[0])[0] == 9
    assert flow[0, END_2025] / flow[0, END_2025 - 12] == pytest.approx(growth, rel=SUMS)


def test_after_2025_chips_are_diverted_at_a_part_of_the_mean_of_2025() -> None:
    """At 0.7, each of ten months has 0.7 of a twelfth of 2025."""
    flow = diverted_history(known({"diverted_later": 0.7}))[0]
    assert flow[48:] == pytest.approx(0.7 * flow[36:48].sum() / 12, rel=SUMS)
    assert len(flow[48:]) == 10


def test_ratios_are_totals_over_the_sum_of_channels() -> None:
    """With 14 million over 0.4 + 0.8 million it is 11.7, and with 0.8 more 7 times; by bandwidth each with its ratio."""
    values = {"us_five_stock_2025": 14e6, "domestic_stock_2025": 8e5, "diverted_stock_2025": 8e5}
    values |= {"bandwidth_per_h100e_us": 1.1, "bandwidth_per_h100e_domestic": 1.5, "bandwidth_per_h100e_diverted": 2.0}
    a = known(values)
    legal = {y: legal_h100e(a, y, retire=False)[:, END_2025] for y in ("h100e_flop", "h100e_bandwidth")}
    found = ratios(a)
    assert found["us_five", "without_diverted", "h100e_flop"] == close(14e6 / (legal["h100e_flop"] + 8e5))
    assert found["us_five", "with_diverted", "h100e_flop"] == close(14e6 / (legal["h100e_flop"] + 16e5))
    total = legal["h100e_bandwidth"] + 12e5 + 16e5
    assert found["us_five", "with_diverted", "h100e_bandwidth"] == close(15.4e6 / total)


def test_lawful_chips_weigh_more_by_bandwidth_than_by_speed() -> None:
    """H20 and A100 have 8 and 1.9 times as much bandwidth as speed, so China's lawful chips do on every draw."""
    found = china_stock(drawn())
    assert (found["h100e_bandwidth"]["legal"] > 3 * found["h100e_flop"]["legal"]).all()
