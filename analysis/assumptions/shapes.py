"""From a probability to a value: two-piece shapes that meet the 5th, 50th and 95th percentile exactly."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr, ndtri, stdtrit

from analysis.catalog import Estimate

Array = NDArray[np.float64]
Z95 = float(
    ndtri(0.95)
)  # standard normal quantile at 95%: the distance from the median to either end of a 90% interval


def two_piece(z: Array, low: float, central: float, high: float) -> Array:
    """Piecewise-linear in z: ``low`` at -Z95, ``central`` at 0, ``high`` at +Z95.

    >>> two_piece(np.array([-Z95, 0.0, Z95]), 1.0, 2.0, 5.0)
    array([1., 2., 5.])
    """
    return np.where(z < 0, central + (central - low) * z / Z95, central + (high - central) * z / Z95)


def quantile(estimate: Estimate, z: Array) -> Array:
    """The value of ``estimate`` at standard normal score ``z`` (shape as z, in the estimate's unit).

    A lognormal is two-piece linear in logs, a logit two-piece linear in log-odds, so that values stay above zero and
    shares stay below one. ``zero_or_lognormal`` is zero for the lowest ``p_zero`` of draws.
    """
    shape, low, central, high = estimate.resolved_shape, estimate.low, estimate.central, estimate.high
    if shape == "point":
        return np.full_like(z, central)
    if shape == "lognormal":
        return np.exp(two_piece(z, *np.log([low, central, high])))
    if shape == "logit":
        return expit(two_piece(z, *logit([low, central, high])))
    if shape == "uniform":
        return low + (high - low) * ndtr(z)
    if shape in ("log_t", "logit_t"):
        return _fitted(estimate, z)
    return _zero_or_lognormal(estimate, z)


def _fitted(estimate: Estimate, z: Array) -> Array:
    """Student's t with the fit's degrees of freedom, in logs or log-odds: met exactly at the median and the upper end."""
    to, back = (np.log, np.exp) if estimate.shape == "log_t" else (logit, expit)
    centre = to(estimate.central)
    spread = (to(estimate.high) - centre) / stdtrit(estimate.df, ndtr(Z95))
    return back(centre + spread * stdtrit(estimate.df, ndtr(z)))


def _zero_or_lognormal(estimate: Estimate, z: Array) -> Array:
    p_zero = estimate.p_zero
    rest = (ndtr(z) - p_zero) / (1 - p_zero)
    above = rest > 0
    logs = two_piece(ndtri(np.where(above, rest, 0.5)), *np.log([estimate.low, estimate.central, estimate.high]))
    return np.where(above, np.exp(logs), 0.0)
