"""Tests of claims that a reader can do by hand."""

import numpy as np
import pytest

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.insight.claim_tests import TESTS, World
from analysis.scenarios.lag_strip import OBSERVED

CATALOG = load_inputs()
DRAWS = 256
WORLD = World(Assumptions(CATALOG, DRAWS, 1))


def world(**overrides: float) -> World:
    """Draws with some inputs set."""
    return World(Assumptions(CATALOG, DRAWS, 1, {name.replace("__", "."): v for name, v in overrides.items()}))


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("ratio.b30a_over_1600_tpp.claimed", 18.75),  # 7,500 TFLOP/s x 4 bits = 30,000; over 1,600
        ("ratio.h200_over_1600_tpp.claimed", 9.895),  # 1,979 x 8 = 15,832; over 1,600
        ("ratio.b30a_over_h20.claimed", 12.66892),  # 30,000 over 296 x 8 = 2,368
        ("ratio.h200_over_h20.claimed", 6.685811),  # 15,832 over 2,368
        ("ratio.gb300_over_910c.claimed", 4.986702),  # 15,000 x 4 = 60,000 over 752 x 16 = 12,032
        ("ratio.cloudmatrix_over_nvl72", 1.604267),  # 384 x 752 = 288,768 over 72 x 2,500 = 180,000
        ("ratio.release_gap.claimed", 16),  # April 2024 to August 2025
        ("ratio.lag_observed.claimed", 7),  # the middle of 3.9, 7 and 8
    ],
)
def test_arithmetic_on_data_sheets_is_as_by_hand(quantity: str, expected: float) -> None:
    """The same on every draw, as data sheets have no spread."""
    assert np.broadcast_to(TESTS[quantity](WORLD), (DRAWS,)) == pytest.approx(expected, rel=1e-6)


def test_the_three_observed_gaps_are_in_months() -> None:
    """A gap in points or a lag in computing power is none of them."""
    assert {CATALOG.series["lag_measures"][row].unit for row in OBSERVED} == {"months"}


def test_frontier_days_are_hours_over_the_limit_of_one_customer() -> None:
    """1e26 over 989.5e12 x 0.4 x 3,600 s is 70.18 million hours; over 75,000 x 24 they take 38.99 days."""
    found = TESTS["days.base.75k_h200.flop_1e26"](world(mfu_base=0.4))
    assert found == pytest.approx(38.99, rel=1e-3)


def test_the_forecast_is_cut_to_the_months_that_have_passed() -> None:
    """To 19 August 230 of 365 days have passed: 144,932 B300; 20,000 H200 are 989.5 / 2,250 of that, 8,796: 16.48 times."""
    found = TESTS["ratio.forecast_230k_over_delivered"](world(h200_delivered_to_date=20000))
    assert found == pytest.approx(16.478, rel=1e-3)


def test_a_tenfold_of_traces_gains_a_hundred_times_the_share_in_points() -> None:
    """0.11 of the tasks of a benchmark are eleven points."""
    assert TESTS["gain.text_traces_tenfold"](world(harvest_beta=0.11)) == pytest.approx(11)


def test_the_margin_is_ten_where_the_need_is_a_hundredth_of_a_lab_year() -> None:
    """Margin times need is a tenth of a year on every draw, at the lab with the largest need."""
    need = np.max([case.months("sft", "own_next") for case in WORLD.cases("feb-2026")], axis=0)
    assert TESTS["margin.sft.any"](WORLD) * need == pytest.approx(1.2)


def test_extraction_binds_exactly_where_its_margin_is_below_one() -> None:
    """Both sides' claims rest on one calculation: a need above a tenth of a year is a margin below one."""
    scarce = {f"{case.lab.id}__fleet": 1.0 for case in WORLD.cases("feb-2026")}
    starved = world(**scarce)
    binds = TESTS["tenth.sft.any.own_next"](starved)
    assert 0 < binds.mean() < 1
    assert np.array_equal(binds, TESTS["margin.sft.any"](starved) < 1)


def test_the_two_tests_of_a_cost_ask_about_the_sums_that_the_claims_name() -> None:
    """Alibaba's 28.8 million exchanges at list price are counted against 100 million USD, at street price against 90,000."""
    (alibaba,) = (case for case in WORLD.cases("jun-2026") if case.lab.id == "alibaba")
    harvest = alibaba.harvests["mixture"]
    assert np.array_equal(TESTS["list_usd.alibaba_june.above_100m"](WORLD), harvest.list_usd >= 1e8)
    assert np.array_equal(TESTS["street_usd.alibaba_june.below_90k"](WORLD), harvest.street_usd < 9e4)


def test_fifteen_days_are_too_few_for_a_set_that_takes_the_whole_campaign_to_gather() -> None:
    """A set of ten billion samples takes longer than the campaign's 92 days on every draw; one of a single sample does not."""
    assert not TESTS["fits.harvest_and_sft.15_days"](world(harvest_n0=1e10)).any()
    assert TESTS["fits.harvest_and_sft.15_days"](world(harvest_n0=1)).all()


def test_a_remedy_that_changes_nothing_moves_no_lab() -> None:
    """With nothing delivered either way denial has nothing to deny; where much is admitted it moves some lab more often."""
    nothing = TESTS["moves.any.r1.ration"](world(ration__share_admitted=1e-9, h200_delivered_to_date=0))
    assert not nothing.any()
    assert TESTS["moves.any.r1.ration"](world(ration__share_admitted=0.99)).mean() > 0.5


def test_a_listing_with_everything_rented_through_others_moves_fewer_labs_than_denial() -> None:
    """What leaks to the named labs is not denied to them."""
    open_door = world(r11__leakage=0.999)
    assert TESTS["moves.any.r11.ration"](open_door).mean() < TESTS["moves.any.r1.ration"](open_door).mean()
