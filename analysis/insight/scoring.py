"""The rule that scores a forecast against what happened: proper, in powers of ten, so that unlike units compare.

A rule is proper if nobody can expect a better score than by saying what he believes (Gneiting and Raftery 2007,
https://doi.org/10.1198/016214506000001437). Quantities are scored on ``on_scale``, the base-10 logarithm of the quantity:
an error of 1 is a factor of ten, 0.3 a factor of 2. Quantiles move with a rising transform, so a rule that is proper for
quantiles stays proper on it, provided that the transform is fixed before the forecast and owes nothing to it: an error
divided by the forecaster's own median would reward a high median. Where nothing at all may happen the logarithm has no
end, so it is taken of 1 + x / scale; the scale, the amount under which differences do not matter, stands in the data with
each forecast. Events are scored by Brier's rule, on a scale of their own from 0 to 1. Lower is better throughout.
"""

from typing import Any

import numpy as np

from analysis.assumptions import Array

INTERVAL = 0.90  # 5th to 95th percentile
PLAIN_FACTOR = 10  # from end to end of the plain range, as wide as a judged one is here at least
EVENS = 0.5  # what a forecaster says of an event about which nothing is known


def on_scale(value: Any, scale: float | None = None) -> Any:
    """``value`` in powers of ten: log10(x), or log10(1 + x / scale) where zero can happen."""
    if scale is not None:
        return np.log10(1 + value / scale)
    if np.any(np.asarray(value) <= 0):
        raise ValueError("zero has no logarithm: give the forecast a scale")
    return np.log10(value)


def interval_score(*, central: Any, low: Any, high: Any, observed: Any, interval: float = INTERVAL) -> Any:
    """Weighted interval score of a median and one central interval (Bracher et al. 2021, doi 10.1371/journal.pcbi.1008618).

    (|y - m| / 2 + a/2 (u - l) + (l - y)+ + (y - u)+) / 1.5, with a = 1 - interval: half the error of the median, the
    width, and how far outside the outcome lies. Proper for the median and both ends; the absolute error where all three
    are one number. Three quantiles say nothing of the tails beyond them.
    """
    width = (1 - interval) / 2 * (high - low)
    outside = np.maximum(low - observed, 0) + np.maximum(observed - high, 0)
    return (np.abs(observed - central) / 2 + width + outside) / 1.5


def absolute_error(*, central: Any, observed: Any) -> Any:
    """Score of a forecast without an interval: |y - m|. Proper for the median; he who gives no range is taken to be sure."""
    return np.abs(observed - central)


def crps(*, draws: Array, observed: float) -> float:
    """Continuous ranked probability score of draws: E|X - y| - E|X - X'| / 2. Strictly proper; draws of any order.

    What the interval score tends to with ever more intervals. The second term is exact for the draws taken as the whole
    distribution: (1 / n^2) sum of (2i - n - 1) x[i], sorted.
    """
    ordered, n = np.sort(draws), len(draws)
    spread = np.sum((2 * np.arange(1, n + 1) - n - 1) * ordered) / n**2
    return float(np.mean(np.abs(ordered - observed)) - spread)


def brier_score(*, probability: Any, happened: Any) -> Any:
    """(p - o)^2, with o 1 if it happened and 0 if not. Strictly proper."""
    return (probability - happened) ** 2


def plain_range(central: float) -> tuple[float, float]:
    """A factor of ten from end to end about the same centre: what a forecast is compared with.

    It asks whether the forecaster's own range was worth more than a plain one; it does not ask whether his centre was.
    "No change" was no use here: zero H200 before and zero in the first batch would make a perfect forecast.
    """
    half = PLAIN_FACTOR**0.5
    return central / half, central * half


def skill(score: float, baseline: float) -> float:
    """1 - score / baseline: 1 is perfect, 0 as good as the baseline, below 0 worse. A reading aid, itself not proper."""
    return 1 - score / baseline
