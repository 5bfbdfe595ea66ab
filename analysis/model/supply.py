"""What all supply of chips is built from: an event that waits, a share granted anew, substitutes, stock and retirement."""

from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog.records import Posture
from analysis.model.constants import MONTHS_PER_YEAR


def waiting_months(*, uniform: Any, probability: Any) -> Any:
    """Months until an event that happens within twelve with ``probability``, at a constant rate; inf if it never does.

    T = 12 ln(1 - u) / ln(1 - p): a date, not a fraction, so that it persists within a draw.
    """
    with np.errstate(divide="ignore"):
        rate = np.log1p(-probability)
    return np.where(probability > 0, MONTHS_PER_YEAR * np.log1p(-uniform) / np.where(rate < 0, rate, -1), np.inf)


def renewed_allowance(*, remaining: Any, share_admitted: Any, years: Any) -> Any:
    """Chips if Beijing's share were granted anew each year: remaining x (1 - (1 - share)^years)."""
    return remaining * (1 - (1 - share_admitted) ** years)


def with_substitution(*, difference: Any, elasticity: Any, worth: Any) -> Any:
    """A change of legal chips less what other channels make up for it: difference x (1 - e x worth), in H200.

    Judged, and symmetric: lost chips are replaced in part, gained ones push others out in part. ``worth`` is the
    training speed of a substitute in H200. The sign turns at e = 1 / worth.
    """
    return difference * (1 - elasticity * worth)


def stock(*, flow: Any, annual_retirement: Any) -> Any:
    """Chips still working at the end of each month: K[t+1] = (1 - d) K[t] + F[t], with the annual rate made monthly."""
    kept = (1 - annual_retirement) ** (1 / MONTHS_PER_YEAR)
    months, working = [], 0
    for arriving in flow.T:
        working = working * kept + arriving
        months.append(working)
    return np.stack(months, axis=1)


def permission(a: Assumptions, posture: Posture) -> Array:
    """Months until Beijing lets the next H200s in, shape (draws,); inf if it never does."""
    return waiting_months(
        uniform=a.uniform("When Beijing lets the next H200s in", judged=False),
        probability=a.draw(f"{posture.id}.any_in_12_months", "probability"),
    )
