"""The scoring rule: by hand, and that nobody expects a better score than by saying what he believes."""

import numpy as np
import pytest

from analysis.insight.scoring import (
    absolute_error,
    brier_score,
    crps,
    interval_score,
    on_scale,
    plain_range,
    skill,
)

RANDOM = np.random.default_rng(7)
OUTCOMES = 10 ** RANDOM.normal(4.0, 0.5, 200_000)  # lognormal: median 10,000, and half of it a factor of 2 away
Z = 1.6448536269514722  # 95th percentile of a standard normal
SHIFTS, WIDTHS = (-0.6, -0.2, 0.2, 0.6), (0.3, 0.7, 1.4, 3.0)


def expected(shift, width, outcomes=OUTCOMES, scale=None):
    """Mean interval score of the true lognormal's percentiles, moved by ``shift`` and stretched by ``width``, in tenfolds."""
    centre, reach = 4.0 + shift, 0.5 * width * Z
    low, middle, high = (on_scale(10**x, scale) for x in (centre - reach, centre, centre + reach))
    return np.mean(interval_score(central=middle, low=low, high=high, observed=on_scale(outcomes, scale)))


@pytest.mark.parametrize("scale", [None, 1000.0])
@pytest.mark.parametrize(("shift", "width"), [*((s, 1.0) for s in SHIFTS), *((0.0, w) for w in WIDTHS)])
def test_the_true_percentiles_have_the_best_expected_interval_score(shift, width, scale):
    assert expected(0, 1, scale=scale) < expected(shift, width, scale=scale)


def test_percentiles_that_allow_for_nothing_at_all_are_best_where_nothing_is_likely():
    # zero in 20 of 100 draws: the 5th percentile is zero; a forecaster who rules zero out does worse
    outcomes = np.where(np.arange(100_000) % 5 == 0, 0, OUTCOMES[:100_000])
    low, middle, high = np.percentile(outcomes, (5, 50, 95))
    assert low == 0

    def mean(least):
        """Mean score with another low end, 1,000 being the scale."""
        ends = {"central": on_scale(middle, 1e3), "low": on_scale(least, 1e3), "high": on_scale(high, 1e3)}
        return np.mean(interval_score(**ends, observed=on_scale(outcomes, 1e3)))

    assert mean(0) < mean(500) < mean(5000)


@pytest.mark.parametrize(("shift", "width"), [*((s, 1.0) for s in SHIFTS), *((0.0, w) for w in WIDTHS)])
def test_true_draws_have_the_best_expected_crps(shift, width):
    draws = np.random.default_rng(8).normal(4.0, 0.5, 1000)
    other = 4.0 + shift + (draws - 4.0) * width
    seen = np.log10(OUTCOMES[:2000])

    def mean(forecast):
        """Mean score over the outcomes."""
        return np.mean([crps(draws=forecast, observed=one) for one in seen])

    assert mean(draws) < mean(other)


@pytest.mark.parametrize("said", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_the_true_chance_has_the_best_expected_brier_score(said):
    # the event happens in 30 of 100: p (1 - x)^2 + (1 - p) x^2 is least at x = p
    mean = {
        x: 0.3 * brier_score(probability=x, happened=1) + 0.7 * brier_score(probability=x, happened=0)
        for x in (said, 0.3)
    }
    assert mean[0.3] < mean[said]


@pytest.mark.parametrize(
    ("observed", "score"),
    [
        (3, (1 / 2 + 0.05 * 4 + 0) / 1.5),  # inside: half the error, and the width: 0.7 / 1.5
        (7, (5 / 2 + 0.05 * 4 + 2) / 1.5),  # 2 above the high end: 4.7 / 1.5
        (0, (2 / 2 + 0.05 * 4 + 1) / 1.5),  # 1 below the low end: 2.2 / 1.5
    ],
)
def test_the_interval_score_by_hand(observed, score):
    # median 2, from 1 to 5, 90 percent: a / 2 = 0.05
    assert interval_score(central=2, low=1, high=5, observed=observed) == pytest.approx(score, rel=1e-12)


def test_an_interval_of_less_probability_pays_more_for_its_width():
    # 50 percent: a / 2 = 0.25; (1 / 2 + 0.25 x 4) / 1.5 = 1
    assert interval_score(central=2, low=1, high=5, observed=3, interval=0.5) == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize("observed", [-3.0, 2.0, 9.5])
def test_a_forecast_without_width_scores_its_absolute_error_under_every_rule(observed):
    point = absolute_error(central=2.0, observed=observed)
    assert point == abs(observed - 2)
    assert interval_score(central=2.0, low=2.0, high=2.0, observed=observed) == pytest.approx(point, rel=1e-12)
    assert crps(draws=np.full(10, 2.0), observed=observed) == pytest.approx(point, rel=1e-12)


def test_the_score_worsens_as_the_outcome_moves_away():
    steps = [interval_score(central=2, low=1, high=5, observed=y) for y in (2, 3, 5, 6, 8)]
    assert steps == sorted(set(steps))
    below = [interval_score(central=2, low=1, high=5, observed=y) for y in (2, 1, 0, -4)]
    assert below == sorted(set(below))


def test_a_wider_interval_that_holds_as_much_costs_more():
    assert interval_score(central=2, low=0, high=6, observed=3) > interval_score(central=2, low=1, high=5, observed=3)


def test_crps_of_two_draws_by_hand():
    # draws 1 and 3, outcome 4: mean |x - 4| = (3 + 1) / 2 = 2; half of mean |x - x'| = (0 + 2 + 2 + 0) / 4 / 2 = 0.5
    assert crps(draws=np.array([3.0, 1.0]), observed=4.0) == pytest.approx(1.5, rel=1e-12)


def test_crps_of_a_normal_is_the_published_formula():
    # of a standard normal at its mean: 2 phi(0) - 1 / sqrt(pi) = 0.797885 - 0.564190 (Gneiting and Raftery, eq. 21)
    draws = np.random.default_rng(3).normal(size=200_000)
    assert crps(draws=draws, observed=0.0) == pytest.approx(0.233695, rel=0.01)


def test_a_factor_of_ten_is_one_on_the_scale_and_zero_needs_a_scale():
    assert on_scale(5e6) - on_scale(5e5) == pytest.approx(1.0, rel=1e-12)
    # log10(1 + 9,000 / 1,000) = 1
    assert on_scale(9000, 1000) == pytest.approx(1.0, rel=1e-12)
    assert on_scale(0, 1000) == 0
    with pytest.raises(ValueError, match="zero has no logarithm"):
        on_scale(0)


def test_a_unit_does_not_change_the_score():
    kilo, single = (
        interval_score(**{k: on_scale(v * unit) for k, v in {"central": 2, "low": 1, "high": 5, "observed": 9}.items()})
        for unit in (1e-3, 1.0)
    )
    assert kilo == pytest.approx(single, rel=1e-12)


def test_the_plain_range_is_a_factor_of_ten_about_the_centre():
    low, high = plain_range(100)
    assert high / low == pytest.approx(10, rel=1e-12)
    assert low * high == pytest.approx(100**2, rel=1e-12)


def test_skill_is_one_when_perfect_and_zero_when_no_better():
    assert (skill(0.0, 0.4), skill(0.4, 0.4), skill(0.6, 0.4)) == (1, 0, pytest.approx(-0.5))
