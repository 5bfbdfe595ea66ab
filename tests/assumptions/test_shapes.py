"""Shapes go through the stated percentiles, rise with the score, and stay within the range of their unit."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from analysis.assumptions import quantile
from analysis.assumptions.shapes import Z95, two_piece
from analysis.catalog import Estimate

Z975 = float(ndtri(0.975))  # 1.959964: the ends of a 95% interval
SETTINGS = settings(max_examples=200, deadline=None, derandomize=True, database=None)
SHAPES = {
    "lognormal": {"unit": "tokens", "low": 200, "central": 500, "high": 3700},
    "lognormal count": {"unit": "chips", "low": 300_000, "central": 580_000, "high": 1_000_000},
    "logit": {"unit": "share", "low": 0.034, "central": 0.1, "high": 0.3},
    "logit near one": {"unit": "probability", "low": 0.7, "central": 0.9, "high": 0.98},
}


def estimate(**given) -> Estimate:
    """A judged number with what a case does not set."""
    return Estimate(**({"as_of": date(2026, 1, 1), "basis": "judged", "grade": "C", "note": "a case"} | given))


def at(number: Estimate, probability: float) -> float:
    """The value below which ``number`` lies with a probability."""
    return float(quantile(number, np.array([ndtri(probability)]))[0])


@pytest.mark.parametrize("row", SHAPES.values(), ids=SHAPES)
def test_low_central_and_high_are_the_5th_50th_and_95th_percentile(row: dict) -> None:
    """The three stated values are met exactly, however skewed they are."""
    number = estimate(**row)
    found = [at(number, p) for p in (0.05, 0.50, 0.95)]
    assert found == pytest.approx([row["low"], row["central"], row["high"]], rel=1e-12)


def test_a_lognormal_is_straight_in_logs_between_percentiles() -> None:
    """Half-way in score from the median to the 95th percentile lies the geometric mean: sqrt(4 x 9) = 6."""
    number = estimate(unit="tokens", low=1, central=4, high=9)
    assert quantile(number, np.array([Z95 / 2]))[0] == pytest.approx(6, rel=1e-12)


def test_a_logit_is_straight_in_log_odds_between_percentiles() -> None:
    """Odds 1 at the median and 9 at the 95th percentile: half-way the odds are 3, the share 3 / 4."""
    number = estimate(unit="share", low=0.1, central=0.5, high=0.9)
    assert quantile(number, np.array([Z95 / 2]))[0] == pytest.approx(0.75, rel=1e-12)


def test_a_published_95_percent_interval_has_its_geometric_mean_as_median() -> None:
    """1,600 to 200,000: the median is sqrt(1,600 x 200,000) = 17,889, published as 18,000.

    Sigma is ln(200,000 / 1,600) / (2 x 1.959964) = 1.2318; the 5th and 95th percentile lie 1.644854 sigma away, at
    2,359 and 135,676, and the curve through these three gives the ends of the interval back.
    """
    median, sigma = math.sqrt(1_600 * 200_000), math.log(200_000 / 1_600) / (2 * Z975)
    low, high = median * math.exp(-Z95 * sigma), median * math.exp(Z95 * sigma)
    number = estimate(unit="chips", low=low, central=median, high=high)
    assert at(number, 0.5) == pytest.approx(17_889, rel=1e-4)
    assert at(number, 0.5) == pytest.approx(18_000, rel=0.01)
    assert [at(number, p) for p in (0.025, 0.975)] == pytest.approx([1_600, 200_000], rel=1e-9)


def test_a_uniform_is_flat_from_low_to_high() -> None:
    """From 0 to 0.5 a tenth of all values lies below 0.05, a half below 0.25, nine tenths below 0.45."""
    number = estimate(unit="elasticity", low=0, central=0.25, high=0.5, shape="uniform")
    assert [at(number, p) for p in (0.1, 0.5, 0.9)] == pytest.approx([0.05, 0.25, 0.45], rel=1e-12)


def test_a_point_is_the_same_in_every_draw() -> None:
    """A value without a range does not vary."""
    assert quantile(estimate(unit="chips", central=0), np.linspace(-5, 5, 11)).tolist() == [0] * 11
    assert quantile(estimate(unit="GB", central=700), np.linspace(-5, 5, 11)).tolist() == [700] * 11


def test_zero_or_lognormal_is_zero_for_its_share_of_draws() -> None:
    """With p_zero = 0.4 the lowest 40% are zero; the median of the other 60% lies at 0.4 + 0.3 = 70%."""
    number = estimate(unit="chips", low=10, central=20, high=80, shape="zero_or_lognormal", p_zero=0.4)
    assert [at(number, p) for p in (0.01, 0.2, 0.399)] == [0, 0, 0]
    # 5%, 50% and 95% of the rest: 0.4 + 0.6 x 0.05 = 0.43, 0.70 and 0.97.
    assert [at(number, p) for p in (0.43, 0.70, 0.97)] == pytest.approx([10, 20, 80], rel=1e-9)


def test_two_pieces_meet_at_the_median() -> None:
    """Below the median the slope is that of the lower piece, above it that of the upper: (2 - 1) and (5 - 2) per Z95."""
    found = two_piece(np.array([-2 * Z95, -Z95, 0, Z95, 2 * Z95]), 1.0, 2.0, 5.0)
    assert found.tolist() == pytest.approx([0, 1, 2, 5, 8], rel=1e-12, abs=1e-12)


POSITIVE = st.floats(1e-3, 1e12)
FACTOR = st.floats(1, 1e4)
INSIDE = st.floats(0.001, 0.999)
SCORES = st.lists(st.floats(-6, 6), min_size=2, max_size=20)


@st.composite
def numbers(draw) -> Estimate:
    """A number of any shape with any legal range."""
    shape = draw(st.sampled_from(["lognormal", "logit", "uniform", "zero_or_lognormal", "point"]))
    if shape == "logit":
        low, central, high = sorted(draw(st.tuples(INSIDE, INSIDE, INSIDE)))
        return estimate(unit="share", low=low, central=central, high=high)
    central = draw(POSITIVE)
    if shape == "point":
        return estimate(unit="chips", central=central)
    low, high = central / draw(FACTOR), central * draw(FACTOR)
    if shape == "uniform":
        central = (low + high) / 2
    p_zero = draw(st.floats(0, 0.9)) if shape == "zero_or_lognormal" else None
    return estimate(unit="chips", low=low, central=central, high=high, shape=shape, p_zero=p_zero)


@SETTINGS
@given(number=numbers(), scores=SCORES)
def test_a_higher_score_never_gives_a_lower_value(number: Estimate, scores: list[float]) -> None:
    """Values rise with the score: so a policy that is looser at each percentile is looser on every draw."""
    values = quantile(number, np.array(sorted(scores)))
    # One part in 10^12 is the rounding of exp and log.
    assert np.all(values[1:] >= values[:-1] * (1 - 1e-12))


@SETTINGS
@given(number=numbers(), scores=SCORES)
def test_values_stay_in_the_range_of_their_unit(number: Estimate, scores: list[float]) -> None:
    """Counts are never negative and shares lie between zero and one, six standard deviations out as well."""
    values = quantile(number, np.array(scores))
    assert values.shape == (len(scores),)
    assert np.all(np.isfinite(values))
    assert np.all(values >= 0)
    if number.unit == "share":
        assert np.all(values <= 1)


@SETTINGS
@given(number=numbers(), probability=st.floats(0.05, 0.95))
def test_ninety_percent_of_values_lie_within_the_stated_range(number: Estimate, probability: float) -> None:
    """Between the 5th and the 95th percentile no value leaves low to high, or an exact value itself.

    With a point mass at zero the range is that of the rest, so a probability p of the rest is p_zero + (1 - p_zero) p.
    """
    mass = number.p_zero or 0
    value = at(number, mass + (1 - mass) * probability)
    # A uniform range runs from its low to its high end, so nothing leaves it at all.
    low, high = (number.central, number.central) if number.low is None else (number.low, number.high)
    assert low * (1 - 1e-9) <= value <= high * (1 + 1e-9)
