"""H200s delivered to China month by month under a US policy and a posture of Beijing's."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog.records import Policy, Posture
from analysis.model.constants import MONTHS_PER_YEAR


def waiting_months(*, uniform: Any, probability: Any) -> Any:
    """Months until an event that happens within twelve with ``probability``, at a constant rate; inf if it never does.

    T = 12 ln(1 - u) / ln(1 - p): a date, not a fraction, so that it persists within a draw.
    """
    with np.errstate(divide="ignore"):
        rate = np.log1p(-probability)
    return np.where(probability > 0, MONTHS_PER_YEAR * np.log1p(-uniform) / np.where(rate < 0, rate, -1), np.inf)


def allowance(*, gross_ceiling: Any, us_share: Any, delivered: Any, share_admitted: Any) -> Any:
    """Chips still to come: what is licensed under the ceiling and not yet delivered, times Beijing's share.

    Never above ceiling x US share x PRC share. Leaves out growth of the ceiling with US sales (low).
    """
    return np.maximum(0, gross_ceiling * us_share - delivered) * share_admitted


def cumulative_deliveries(*, months: Any, start: Any, fill: Any, allowed: Any) -> Any:
    """Chips delivered by the end of each month, shape (draws, months): an even flow over ``fill`` months from ``start``."""
    reached = np.clip((months[None, :] - start[:, None]) / fill[:, None], 0, 1)
    return allowed[:, None] * reached


def substituted(*, elasticity: Any, reference: Any, delivered: Any) -> Any:
    """Chips that come through other channels because a US policy blocked legal ones: e x (reference - delivered).

    Judged. ``reference`` is what the reference policy would let through under the same posture: demand that Beijing
    itself turns away is not displaced. Leaves out the quality of the chips that take their place.
    """
    return elasticity[:, None] * np.maximum(0, reference - delivered)


def stock(*, flow: Any, annual_retirement: Any) -> Any:
    """Chips still working at the end of each month: K[t+1] = (1 - d) K[t] + F[t], with the annual rate made monthly."""
    kept = (1 - annual_retirement) ** (1 / MONTHS_PER_YEAR)
    months, working = [], 0
    for arriving in flow.T:
        working = working * kept + arriving
        months.append(working)
    return np.stack(months, axis=1)


@dataclass(frozen=True)
class Deliveries:
    """H200s under one policy and posture from month 1 on: cumulative chips, shape (draws, months)."""

    direct: Array
    substitute: Array

    @property
    def flow(self) -> Array:
        """Chips a month, direct effect only."""
        return np.diff(self.direct, axis=1, prepend=0)


def direct_deliveries(a: Assumptions, policy: Policy, posture: Posture, months: int) -> Array:
    """Cumulative chips delivered under one policy and posture, shape (draws, months).

    A policy whose deliveries have begun has no lag left. Permission by Beijing is a dated event, the same in every
    scenario.
    """
    lag = np.zeros(a.draws) if policy.first_delivery else a.draw(f"{policy.id}.lag", "months")
    permitted = waiting_months(
        uniform=a.uniform("When Beijing lets the next H200s in"),
        probability=a.draw(f"{posture.id}.any_in_12_months", "probability"),
    )
    allowed = allowance(
        gross_ceiling=a.draw(f"{policy.id}.gross_ceiling", "chips"),
        us_share=a.draw(f"{policy.id}.us_share", "share"),
        delivered=a.draw("h200_delivered_to_date", "chips"),
        share_admitted=a.draw(f"{posture.id}.share_admitted", "share"),
    )
    return cumulative_deliveries(
        months=np.arange(1, months + 1, dtype=float),
        start=np.maximum(lag, permitted),
        fill=a.draw("months_to_fill", "months"),
        allowed=allowed,
    )


def deliveries(a: Assumptions, policy: Policy, posture: Posture, reference: Policy, months: int) -> Deliveries:
    """Direct deliveries, and judged substitution against the reference policy under the same posture."""
    direct = direct_deliveries(a, policy, posture, months)
    substitute = substituted(
        elasticity=a.draw("substitution", "elasticity"),
        reference=direct_deliveries(a, reference, posture, months),
        delivered=direct,
    )
    return Deliveries(direct, substitute)
