"""H200s delivered to China month by month under a US policy and a posture of Beijing's."""

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


def allowance(
    *, gross_ceiling: Any, us_share: Any, firms: Any, per_customer: Any, delivered: Any, share_admitted: Any
) -> Any:
    """Chips still to come: what is licensed and not yet delivered, times Beijing's share.

    Licensed: the ceiling times the US share, and no more than ``per_customer`` for each licensed firm. New deliveries
    never exceed ceiling x US share x PRC share. Leaves out growth of the ceiling with US sales, and a share that
    Beijing grants anew each year (both low: see ``renewed_allowance``).
    """
    licensed = np.minimum(gross_ceiling * us_share, firms * per_customer)
    return np.maximum(0, licensed - delivered) * share_admitted


def renewed_allowance(*, remaining: Any, share_admitted: Any, years: Any) -> Any:
    """Chips if Beijing's share were granted anew each year: remaining x (1 - (1 - share)^years)."""
    return remaining * (1 - (1 - share_admitted) ** years)


def cumulative_deliveries(*, months: Any, start: Any, fill: Any, allowed: Any) -> Any:
    """Chips delivered by the end of each month, shape (draws, months): an even flow over ``fill`` months from ``start``."""
    reached = np.clip((months[None, :] - start[:, None]) / fill[:, None], 0, 1)
    return allowed[:, None] * reached


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


def licensed_remaining(a: Assumptions, policy: Policy) -> Array:
    """Chips that a policy licenses and that are not yet delivered, shape (draws,)."""
    return _allowance(a, policy, np.ones(a.draws))


def _allowance(a: Assumptions, policy: Policy, share_admitted: Array) -> Array:
    # The limit per customer is a condition of the rule that a policy applies; a policy without a rule has none.
    per_customer = a.draw(f"{policy.rule}.per_customer", "chips/firm") if policy.rule else np.inf
    return allowance(
        gross_ceiling=a.draw(f"{policy.id}.gross_ceiling", "chips"),
        us_share=a.draw(f"{policy.id}.us_share", "share"),
        firms=a.draw("licensed_firms", "firms"),
        per_customer=per_customer,
        delivered=a.draw("h200_delivered_to_date", "chips"),
        share_admitted=share_admitted,
    )


def deliveries(a: Assumptions, policy: Policy, posture: Posture, months: int) -> Array:
    """Cumulative chips delivered under one policy and posture, shape (draws, months). Direct effect only.

    A policy whose deliveries have begun has no lag left. Permission by Beijing is a dated event, the same in every
    scenario.
    """
    lag = np.zeros(a.draws) if policy.first_delivery else a.draw(f"{policy.id}.lag", "months")
    permitted = permission(a, posture)
    return cumulative_deliveries(
        months=np.arange(1, months + 1, dtype=float),
        start=np.maximum(lag, permitted),
        fill=a.draw("months_to_fill", "months"),
        allowed=_allowance(a, policy, a.draw(f"{posture.id}.share_admitted", "share")),
    )


def permission(a: Assumptions, posture: Posture) -> Array:
    """Months until Beijing lets the next H200s in, shape (draws,); inf if it never does."""
    return waiting_months(
        uniform=a.uniform("When Beijing lets the next H200s in", judged=False),
        probability=a.draw(f"{posture.id}.any_in_12_months", "probability"),
    )


def renewed(a: Assumptions, policy: Policy, posture: Posture, months: int) -> Array:
    """Chips in all over the horizon if Beijing's share were granted once at its permission and anew each year after."""
    open_months = np.clip(months - permission(a, posture), 0, months)
    years = np.where(open_months > 0, np.maximum(open_months / MONTHS_PER_YEAR, 1), 0)
    return renewed_allowance(
        remaining=licensed_remaining(a, policy),
        share_admitted=a.draw(f"{posture.id}.share_admitted", "share"),
        years=years,
    )
