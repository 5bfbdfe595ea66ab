"""Who gets the chips delivered to China: every buyer, with a limit for each, and the labs that rent from some of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Lab
from analysis.catalog.records import Policy
from analysis.model.limits import by_customer, direct_shares, wanted


def filled(*, total: Any, weights: Any, most: Any) -> Any:
    """Chips by buyer, shape (buyers, draws), that sum to ``total``: by ``weights``, but none takes more than its ``most``.

    What a full buyer cannot take goes to those with room, by weight again. If all are full, the rest goes by weight to
    all, above the limits: a total within the sum of the limits never does.
    """
    taken = np.zeros_like(weights) * total
    for _ in weights:
        room = taken < most
        taken = np.minimum(taken + _by_weight(total - sum(taken), weights * room), most)
        if np.array_equal(room, taken < most):
            break
    return taken + _by_weight(total - sum(taken), weights)


def working_for_lab(*, direct: Any, rented_out: Any, rent_through: Any, renting: Any) -> Any:
    """Chips that work for a lab: bought and not rented out, and its part of what all buyers that rent to labs hold.

    Leaves out that a cloud may serve its own models first (high), and rent between clouds (low).
    """
    return direct * (1 - rented_out) + rent_through * renting


def allocation(a: Assumptions, policy: Policy, total: Array, denying: bool = True) -> dict[str, Array]:
    """Chips of a policy's product by buyer out of ``total`` new ones at the horizon, shape (draws,) each.

    They sum to ``total`` on every draw. None holds more than the limit per customer, where the policy has a rule, nor more
    than it wants. Firms denied by name get none, and their part goes to the others; not so without ``denying``. Leaves
    out what a firm received before month 0, which counts against its limit (high for the two that did).
    """
    shares, most = direct_shares(a), by_customer(a, policy, wanted(a, policy.product))
    buying = [buyer for buyer in shares if not (denying and buyer in policy.denies)]
    found = filled(
        total=total,
        weights=np.stack([shares[buyer] for buyer in buying]),
        most=np.stack([most[buyer] for buyer in buying]),
    )
    return {buyer: np.zeros(a.draws) for buyer in shares} | dict(zip(buying, found, strict=True))


def rent_shares(a: Assumptions) -> dict[str, Array]:
    """Share of the renting buyers' chips that each lab rents, shape (draws,) each; scaled where they sum to more than one."""
    labs = a.catalog.kinds["labs"].values()
    shares = {lab.id: a.draw(f"{lab.id}.rent_through", "share") for lab in labs if lab.rent_through}
    whole = sum(shares.values())
    if np.all(whole <= 1):
        return shares
    return {lab: share / np.maximum(whole, 1) for lab, share in shares.items()}


def reaching(a: Assumptions, policy: Policy, total: Array, denying: bool = True) -> dict[str, Array]:
    """Share of a flow of ``total`` chips that works for each lab with a fleet, shape (draws,) each; together at most one.

    A chip that a lab rents out works for the one that rents it. Where nothing is delivered, the shares of a first chip.
    Timing of a denial and its leakage are the caller's; without ``denying`` the shares are those before it.
    """
    flow = np.maximum(total, 1)
    allocated = allocation(a, policy, flow, denying)
    rents, renting = rent_shares(a), _renting(a, allocated)

    def working(lab: Lab) -> Array:
        """Chips of the flow that work for one lab."""
        return working_for_lab(
            direct=allocated.get(lab.id, np.zeros(a.draws)),
            rented_out=sum(rents.values()) if lab.rents_to_labs else 0,
            rent_through=rents[lab.id],
            renting=renting,
        )

    return {lab.id: working(lab) / flow for lab in a.catalog.kinds["labs"].values() if lab.trains}


def _by_weight(left: Any, weights: Any) -> Any:
    """``left`` in proportion to ``weights``; nothing where all of them are zero."""
    whole = sum(weights)
    return left * weights / np.where(whole > 0, whole, 1)


def _renting(a: Assumptions, allocated: Mapping[str, Array]) -> Array:
    return sum(chips for buyer, chips in allocated.items() if a.catalog.get("labs", buyer).rents_to_labs)
