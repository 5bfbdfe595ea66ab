"""What Chinese makers add: output by hand, its agreement with published forecasts, and the split of the stock of 2025."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.model.domestic import (
    HBM_CHIP,
    OWN_MEMORY_CHIP,
    chips_limited,
    domestic_flow,
    domestic_stock,
    grown_output,
    output_2026,
    output_h100e,
    proxy_flow,
    working_dies,
    working_stacks,
)
from tests.model.cases import KNOWN_DRAWS, close, filled, known, seeds, steady

CATALOG = load_inputs()
MONTHS = 94
END_2025 = 47
SUMS = 1e-9  # relative: a sum over months in another order

OUTPUT = {
    "smic_wafers": 50_000,
    "accelerator_wafer_share": 0.25,
    "ascend_dies_per_wafer": 80,
    "domestic_die_yield": 0.4,
    "hbm_stacks_started": 10e6,
    "domestic_hbm_yield": 0.2,
    "own_memory_chips": 400_000,
}


def test_dies_and_stacks_by_hand():
    # 600,000 wafers x 0.25 x 80 x 0.4 = 4.8 million dies; 10 million x 0.2 = 2 million stacks
    assert working_dies(wafers=600_000, wafer_share=0.25, dies_per_wafer=80, die_yield=0.4) == close(4.8e6)
    assert working_stacks(started=10e6, stack_yield=0.2) == close(2e6)


@pytest.mark.parametrize(("dies", "stacks", "chips"), [(4.8e6, 2e6, 250_000), (200_000, 2e6, 100_000), (1e6, 0, 0)])
def test_chips_are_limited_by_dies_or_by_stacks(dies, stacks, chips):
    # two dies and eight stacks each: 2,000,000 / 8, 200,000 / 2, none
    assert chips_limited(dies=dies, dies_per_chip=2, stacks=stacks, stacks_per_chip=8) == close(chips)


def test_the_output_of_2026_by_hand():
    # memory is the limit: 250,000 910C at 752 / 989.5 and 400,000 950PR as sold at 378 / 989.5
    a = known(OUTPUT)
    found = output_2026(a)
    assert (found[HBM_CHIP][0], found[OWN_MEMORY_CHIP][0]) == (close(250_000), close(400_000))
    assert output_h100e(a) == close((250_000 * 752 + 400_000 * 378) / 989.5)


def test_a_year_has_twelve_months_of_wafers():
    # dies are the limit: 1,000 x 12 x 0.25 x 80 x 0.4 / 2 = 48,000
    assert output_2026(known(OUTPUT | {"smic_wafers": 1_000}))[HBM_CHIP] == close(48_000)


def test_without_stacks_only_the_line_with_own_memory_is_made():
    a = known(OUTPUT | {"hbm_stacks_started": 0})
    assert not output_2026(a)[HBM_CHIP].any()
    assert output_h100e(a) == close(400_000 * 378 / 989.5)


def test_output_agrees_with_the_published_forecasts():
    # 90 percent intervals overlap and medians lie within a factor of 2; the forecasts enter no draw of the output
    a = Assumptions(CATALOG, 4096, 1)
    made = np.quantile(output_h100e(a), [0.05, 0.5, 0.95])
    assert "domestic_output_2026" not in a.read
    published = np.quantile(a.draw("domestic_output_2026", "H100e"), [0.05, 0.5, 0.95])
    assert made[0] < published[2] and published[0] < made[2]
    assert 0.5 < made[1] / published[1] < 2


def test_memory_is_the_limit_on_most_draws():
    # the evidence has HBM as the bottleneck: two in three draws or more
    a = Assumptions(CATALOG, 4096, 1)
    stacks = a.draw("hbm_stacks_started", "stacks") * a.draw("domestic_hbm_yield", "share")
    assert np.mean(np.isclose(output_2026(a)[HBM_CHIP], stacks / 8)) > 2 / 3


def test_output_grows_from_a_year_s_sum():
    # 2 a year: the first twelve months add up to 1,200, the next twelve to 2,400
    found = grown_output(yearly=filled(1200), growth=filled(2), months=np.arange(24))[0]
    assert found[:12].sum() == pytest.approx(1200, rel=SUMS)
    assert found[12:].sum() == pytest.approx(2400, rel=SUMS)
    assert (np.diff(found) > 0).all()


def test_the_stock_of_2025_is_split_into_two():
    # 800,000 of which 0.7 on foreign dies: 560,000 and 240,000
    found = domestic_stock(known({"domestic_stock_2025": 800_000, "proxy_fabricated_share": 0.7}), MONTHS)
    assert found["proxy_fabricated"][:, END_2025] == pytest.approx(560_000, rel=SUMS)
    assert found["domestic"][:, END_2025] == pytest.approx(240_000, rel=SUMS)


def test_output_follows_the_stock_month_by_month():
    # nothing before, nothing retired, no growth: 120,000 a year are 10,000 a month, 20,000 at the end of February 2026
    values = OUTPUT | {"hbm_stacks_started": 0, "own_memory_chips": 120_000 * 989.5 / 378}
    values |= {"annual_retirement": 0, "domestic_output_growth": 1, "proxy_fabricated_share": 1}
    found = domestic_stock(known(values), MONTHS)["domestic"][0]
    assert found[[END_2025, END_2025 + 2, END_2025 + 12]] == pytest.approx([0, 20_000, 120_000], rel=SUMS)


def test_no_chip_on_a_proxy_s_die_enters_service_after_2025():
    flow = proxy_flow(known({"proxy_fabricated_share": 0.7}), MONTHS)
    assert (flow[:, : END_2025 + 1] > 0).all()
    assert not flow[:, END_2025 + 1 :].any()


@given(seed=seeds, share=st.floats(min_value=0, max_value=1))
@steady
def test_both_stocks_together_are_the_stock_of_2025_whatever_the_split(seed, share):
    a = Assumptions(CATALOG, KNOWN_DRAWS, seed, {"proxy_fabricated_share": share})
    found = domestic_stock(a, MONTHS)
    both = found["domestic"][:, END_2025] + found["proxy_fabricated"][:, END_2025]
    assert both == pytest.approx(a.draw("domestic_stock_2025", "H100e"), rel=SUMS)
    assert all((stock >= 0).all() for stock in found.values())
    assert (domestic_flow(a, MONTHS) >= 0).all()
