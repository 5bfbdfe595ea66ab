"""Tests of claims about levers and lag, by cases worked by hand."""

import math

import numpy as np
import pytest

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.insight.claim_tests import TESTS, World

CATALOG = load_inputs()
DRAWS = 200


def found(quantity: str, **settings: float) -> np.ndarray:
    """What a test gives with some inputs set; two underscores stand for a dot."""
    overrides = {name.replace("__", "."): value for name, value in settings.items()}
    return np.asarray(TESTS[quantity](World(Assumptions(CATALOG, DRAWS, 1, overrides))))


def test_a_lab_with_an_eighth_of_the_computing_trails_three_doublings():
    # no growth of fleets: ln 8 / ln 2 = 3 years of doubling = 36 months, over 7
    fleets = {"deepseek__fleet": 1e5, "minimax__fleet": 1e4, "moonshot__fleet": 1e4, "anthropic__fleet": 8e5}
    share = found("share.lag_from_compute", **fleets, fleet_growth=1.0, training_growth_china=2.0)
    assert share == pytest.approx(36 / 7, rel=1e-9)


def test_denial_that_takes_nothing_never_ranks_first():
    assert not np.any(found("rank_first.full_denial", ration__share_admitted=0.0))


def test_detection_that_stops_nothing_counts_as_one_hour():
    # months denied over 1/730 of a month, at the lab where they are fewest
    ratio = found("ratio.denial_over_detection", **{"detect-extraction__dose": 0.0})
    stopped = found("ratio.denial_over_detection", **{"detect-extraction__dose": 0.9})
    assert np.all(ratio >= stopped)
    assert np.median(ratio) / 730 < 1  # months of computing, at the lab that loses least


def test_a_denial_costs_the_named_labs_less_the_more_of_it_leaks():
    # what is left at full leakage are chips that firms denied by name would have bought and that nobody else takes
    whole, half = (found("ratio.penalty_over_worth", r11__leakage=share) for share in (1.0, 0.5))
    assert np.all(whole <= half)
    assert np.median(whole) < np.median(half)


def test_closing_everything_never_shortens_the_observed_lag():
    assert np.all(found("lag.36_months.closed", observed_gap=7.0) >= 7)


def test_a_harvest_closes_no_more_than_the_gap():
    share = found("share.gap_closed_by_harvest")
    assert np.all((share > 0) & (share <= 1))


def test_a_harvest_that_touches_a_hundredth_of_a_benchmark_closes_a_small_part():
    # the largest lab's, far below its cap: returns are in proportion to coverage
    one, two = (found("share.gap_closed_by_harvest", harvest_coverage=c, observed_gap=1e6) for c in (0.01, 0.02))
    assert two == pytest.approx(2 * one, rel=1e-9)


@pytest.mark.parametrize(("flop", "reaches"), [(0.99e25, False), (1e25, True)])
def test_a_model_reaches_the_bound_or_stays_below_it(flop, reaches):
    # all others of the time are below it
    assert np.all(found("any_cn_model_1e25.feb_2026", **{"qwen3-max__train_flop": flop}) == reaches)


def test_a_model_without_stated_operations_counts_by_size_and_tokens():
    # 6 x 10e9 x 200e12 = 1.2e25, above the bound
    size = {"minimax-m2__active_params": 10e9, "minimax-m2__pretrain_tokens": 200e12, "qwen3-max__train_flop": 1e24}
    assert math.isclose(6 * 10e9 * 200e12, 1.2e25)
    assert np.all(found("any_cn_model_1e25.feb_2026", **size))
