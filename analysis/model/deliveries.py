"""What a US policy and a posture of Beijing's let through month by month, with each limit of the rule by itself.

Cumulative chips are the least of what is licensed (times Beijing's share), what is made and what is tested. Every step
rises with every limit and with the pace, so that a looser policy ships no less on any draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog.records import Policy, Posture
from analysis.model.constants import MONTHS_PER_YEAR, ROUNDING
from analysis.model.limits import FLOWS, H200, limits
from analysis.model.supply import permission, renewed_allowance


@dataclass(frozen=True)
class Stage:
    """A policy while it is open: new chips allowed in all, what can be shipped, pace a month, and the part of each open.

    ``yearly``: most in any 12 months, for a ceiling on a flow. Shapes (draws, months), ``yearly`` (draws,).
    """

    allowed: Array
    physical: Array
    pace: Array
    opened: Array
    yearly: Array | None = None

    @property
    def most(self) -> Array:
        """New chips that this stage allows in all by the end of each month."""
        return np.minimum(self.allowed, self.physical)


def opened(*, months: Any, start: Any, end: Any = np.inf) -> Any:
    """The part of each month that lies between two dates (in months from now), shape (draws, months)."""
    begins = np.maximum(months - 1, start)
    return np.clip(np.minimum(months, end) - begins, 0, 1)


def shipped(stages: Sequence[Stage]) -> Array:
    """New chips by the end of each month, shape (draws, months), as one stage follows another; the last one's limits hold.

    c[t] = min(c[t-1] + pace x part of the month open, limit), no less than c[t-1]; in any 12 months no more than
    ``yearly``. An earlier stage, too, ships no more than the last one allows in all.
    """
    last = stages[-1].most
    bounds = [np.minimum(stage.most, last) for stage in stages]
    cumulative: list[Array] = []
    draws, months = last.shape
    total = np.zeros(draws)
    for month in range(months):
        reached = total
        for stage, bound in zip(stages, bounds, strict=True):
            limit = bound[:, month]
            if stage.yearly is not None:
                ago = cumulative[month - MONTHS_PER_YEAR] if month >= MONTHS_PER_YEAR else 0
                limit = np.minimum(limit, ago + stage.yearly)
            step = stage.pace[:, month] * stage.opened[:, month]
            reached = np.maximum(reached, np.minimum(reached + step, limit))
        total = reached
        cumulative.append(total)
    return np.stack(cumulative, axis=1)


def stage(a: Assumptions, policy: Policy, posture: Posture, months: int, part_open: Array) -> Stage:
    """A policy under a posture, with the part of each month in which it is open.

    A stock that is allowed comes evenly over the fill time; a flow, a year's ceiling over that time or a year, if sooner.
    """
    found, share = limits(a, policy, months), a.draw(f"{posture.id}.share_admitted", "share")[:, None]
    fill = a.draw("months_to_fill", "months")[:, None]
    before = delivered_before(a, policy)[:, None]
    if policy.ceiling_kind in FLOWS:
        allowed = np.minimum(found.ceiling, np.maximum(found.customers - before, 0)) * share
        yearly = found.ceiling[:, 0] * MONTHS_PER_YEAR / months * share[:, 0]
        pace = np.broadcast_to((yearly[:, None] / np.minimum(fill, MONTHS_PER_YEAR)), allowed.shape)
        return Stage(allowed, found.physical, pace, part_open, yearly)
    allowed = np.maximum(found.licensed - before, 0) * share
    return Stage(allowed, found.physical - before, allowed / fill, part_open)


def new_chips(a: Assumptions, policy: Policy, posture: Posture, months: int) -> Array:
    """New chips of a policy's product by the end of each month under a posture, shape (draws, months). Direct effect only.

    Both gates are dates that persist within a draw: Beijing's permission, the same under every policy, and the policy's
    lag, of which none is left once deliveries have begun. Until the lag is over the policy that it follows goes on.
    """
    month = np.arange(1, months + 1, dtype=float)[None, :]
    permitted, lag = permission(a, posture)[:, None], lag_left(a, policy)[:, None]
    own = stage(a, policy, posture, months, opened(months=month, start=np.maximum(lag, permitted)))
    earlier = before_it(a, policy)
    if earlier is None or earlier.product != policy.product:
        return shipped([own])
    goes_on = opened(months=month, start=permitted, end=lag)
    return shipped([stage(a, earlier, posture, months, goes_on), own])


def delivered(a: Assumptions, policy: Policy, posture: Posture, months: int) -> dict[str, Array]:
    """New chips by product by the end of each month, shape (draws, months) each: a policy's own, and those of others.

    A policy for another product leaves the one that it follows in force until its first chip, and the one beside it
    throughout.
    """
    found = {policy.product: new_chips(a, policy, posture, months)}
    earlier = before_it(a, policy)
    if earlier is not None and earlier.product != policy.product:
        month = np.arange(1, months + 1, dtype=float)[None, :]
        goes_on = opened(months=month, start=permission(a, posture)[:, None], end=lag_left(a, policy)[:, None])
        found[earlier.product] = shipped([stage(a, earlier, posture, months, goes_on)])
    if policy.beside:
        other = a.catalog.get("policies", policy.beside)
        found[other.product] = new_chips(a, other, posture, months)
    return found


def renewed(a: Assumptions, policy: Policy, posture: Posture, months: int, once: Array) -> Array:
    """Chips of a policy's product in all over the horizon if Beijing granted its share of a stock anew each year.

    ``once``: those under one grant, shape (draws,), the least that it can be. A flow is granted anew by definition. No
    more than is made and tested; leaves out the pace (high).
    """
    if policy.ceiling_kind in FLOWS:
        return once
    wait = permission(a, posture) if policy.until_then else np.maximum(permission(a, posture), lag_left(a, policy))
    open_months = np.clip(months - wait, 0, months)
    found, before = limits(a, policy, months), delivered_before(a, policy)
    again = renewed_allowance(
        remaining=np.maximum(found.licensed[:, -1] - before, 0),
        share_admitted=a.draw(f"{posture.id}.share_admitted", "share"),
        years=np.where(open_months > 0, np.maximum(open_months / MONTHS_PER_YEAR, 1), 0),
    )
    return np.maximum(once, np.minimum(again, np.maximum(found.physical[:, -1] - before, 0)))


def lag_left(a: Assumptions, policy: Policy) -> Array:
    """Months until a policy's first chip as far as Washington goes, shape (draws,); none once deliveries have begun."""
    return np.zeros(a.draws) if policy.first_delivery else a.draw(f"{policy.id}.lag", "months")


def before_it(a: Assumptions, policy: Policy) -> Policy | None:
    """The policy that goes on until the lag of this one is over."""
    return a.catalog.get("policies", policy.until_then) if policy.until_then else None


def delivered_before(a: Assumptions, policy: Policy) -> Array:
    """Chips of a policy's product delivered under licence before month 0, shape (draws,)."""
    return a.draw("h200_delivered_to_date", "chips") if policy.product == H200 else np.zeros(a.draws)


def binding(a: Assumptions, policy: Policy, posture: Posture, months: int) -> dict[str, Array]:
    """On which draws each limit is the one that new chips end at, by its name; ``time`` where none is reached.

    Shapes (draws,) of truth values; of two equal limits the first counts.
    """
    found, total = limits(a, policy, months), new_chips(a, policy, posture, months)[:, -1]
    part = stage(a, policy, posture, months, np.ones((a.draws, months)))
    legal = {name: getattr(found, name)[:, -1] for name in ("ceiling", "cap", "customers")}
    real = {name: getattr(found, name)[:, -1] for name in ("made", "tested")}
    by_law = part.allowed[:, -1] <= part.physical[:, -1]
    ended = total >= part.most[:, -1] * (1 - ROUNDING)
    first = np.argmin(np.stack(list(legal.values())), axis=0)
    second = np.argmin(np.stack(list(real.values())), axis=0)
    at_law = {name: ended & by_law & (first == place) for place, name in enumerate(legal)}
    at_supply = {name: ended & ~by_law & (second == place) for place, name in enumerate(real)}
    return at_law | at_supply | {"time": ~ended}
