"""What a change of computing comes to: growth brought forward or put off, and three routes to months of lag, never averaged."""

from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.constants import MONTHS_PER_YEAR, ROUNDING
from analysis.model.labs import fleet_at, fleet_months
from analysis.model.worth import months_brought_forward

TEACHER = "anthropic"  # whose model the disclosures that are run name as the one harvested


def growth_shift(*, share: Any, growth: Any) -> Any:
    """Months of growth that a change of ``share`` of all computing brings forward, or puts off if below zero.

    12 ln(1 + x) / ln g; a loss of all of it, or more than all, counts as all but a billionth. No claim about capability.
    """
    return months_brought_forward(extra_share=np.maximum(share, -1 + ROUNDING), growth=growth)


def growing(growth: Any) -> Any:
    """A yearly growth that is above one: what does not grow brings nothing forward in any time."""
    return np.maximum(growth, 1 + np.finfo(float).eps)


def growth_behind(*, ours: Any, theirs: Any, growth: Any) -> Any:
    """Months of growth by which one amount of computing trails another: 12 ln(theirs / ours) / ln g, below zero if ahead."""
    return MONTHS_PER_YEAR * np.log(theirs / ours) / np.log(growth)


def lag_per_growth(a: Assumptions) -> Array:
    """Months of lag for a month of growth of computing, 0 to 1: the observed gap over today's shortfall in computing.

    That of the best-equipped lab of those that can be run, against the lab that most counts name as the teacher. So set,
    the route gives the gap that is observed; that computing alone makes it is assumed (high).
    """
    when = a.catalog.horizon.evidence_to
    labs = [lab for lab in a.catalog.kinds["labs"].values() if lab.trains]
    ours = np.max(np.stack([fleet_at(a, lab, when) for lab in labs]), axis=0)
    theirs = fleet_at(a, a.catalog.get("labs", TEACHER), when)
    behind = growth_behind(ours=ours, theirs=theirs, growth=growing(a.draw("training_growth_china", "x per year")))
    gap = a.draw("observed_gap", "months")
    return np.minimum(np.divide(gap, behind, out=np.ones_like(gap), where=behind > 0), 1)


def path_months(a: Assumptions) -> Array:
    """What a lab's fleet yields over the horizon on its judged path, in months of its present computing, shape (draws,)."""
    return fleet_months(growth=a.draw("fleet_growth", "x per year"), months=np.arange(1, a.catalog.horizon.months + 1))


def on_growth(a: Assumptions, months: Array) -> Array:
    """Months of China's growth of computing that so many months of a lab's present computing stand for, shape (draws,)."""
    return growth_shift(share=months / path_months(a), growth=growing(a.draw("training_growth_china", "x per year")))
