"""What each limit of a US policy allows of its product by the end of each month: law, what firms want, supply and tests."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import InputError
from analysis.catalog.records import Policy
from analysis.model.constants import MONTHS_PER_YEAR

H200 = "h200"
FLOWS = ("flow", "first_year_flow")  # ceilings on every 12 months; others are stocks


@dataclass(frozen=True)
class Limits:
    """What may or can be shipped in all by the end of each month, chips delivered before included; (draws, months) each.

    ``ceiling`` and ``cap`` are times the US share. A limit that a policy does not have is infinite.
    """

    ceiling: Array
    cap: Array
    customers: Array
    made: Array
    tested: Array

    @property
    def licensed(self) -> Array:
        """The least of the limits that law sets."""
        return np.minimum(np.minimum(self.ceiling, self.cap), self.customers)

    @property
    def physical(self) -> Array:
        """The least of the limits that supply and tests set."""
        return np.minimum(self.made, self.tested)


def grown_base(*, base: Any, yearly: Any, months: Any) -> Any:
    """US end use of a product after some months: the base and what is added evenly in a year."""
    return base + yearly * months / MONTHS_PER_YEAR


def purchases(*, demand: Any, firms: Any, per_customer: Any) -> Any:
    """Chips that a group of equal firms may buy: each no more than it wants and no more than the limit per customer."""
    return firms * np.minimum(per_customer, demand / firms)


def limits(a: Assumptions, policy: Policy, months: int) -> Limits:
    """Each limit of a policy on its product. Without a rule its ceiling holds, which stands for supply, and what firms want.

    A ceiling on the first year is taken for each year. Left out: the limit per customer for a firm's affiliates (low), and
    stock sold elsewhere meanwhile (high).
    """
    month = np.arange(1, months + 1, dtype=float)[None, :]
    none = np.full((a.draws, months), np.inf)
    us_share = a.draw(f"{policy.id}.us_share", "share")[:, None]
    years = months / MONTHS_PER_YEAR if policy.ceiling_kind in FLOWS else 1
    ceiling = np.broadcast_to(a.draw(f"{policy.id}.gross_ceiling", "chips")[:, None] * us_share * years, none.shape)
    demand = wanted(a, policy.product)
    if policy.rule is None:
        return Limits(ceiling, none, np.broadcast_to(demand[:, None], none.shape), none, none)
    before = a.draw("h200_delivered_to_date", "chips")[:, None]

    def yearly(name: str) -> Array:
        """Chips of a yearly flow by the end of each month, on top of those delivered before."""
        return before + grown_base(base=0, yearly=a.draw(name, "chips/year")[:, None], months=month)

    base = a.draw("us_h200_cumulative", "chips")[:, None]
    us_base = grown_base(base=base, yearly=a.draw("us_h200_yearly", "chips/year")[:, None], months=month - 1)
    return Limits(
        ceiling=ceiling,
        cap=a.draw(f"{policy.rule}.us_volume_share", "share")[:, None] * us_base * us_share,
        customers=np.broadcast_to(customers(a, policy, demand)[:, None], none.shape),
        made=yearly("h200_new_supply") + a.draw("h200_inventory", "chips")[:, None],
        tested=yearly("lab_test_throughput"),
    )


def wanted(a: Assumptions, chip: str) -> Array:
    """Chips of a kind that Chinese firms would buy: as much training speed as of H200s, shape (draws,).

    Infinite where the speed is not published. Leaves out that a firm may want a chip for serving (low, for the H20).
    """
    demand = a.draw("h200_demand", "chips")
    if chip == H200:
        return demand
    if a.catalog.get("chips", chip).dense_16bit is None:
        return np.full(a.draws, np.inf)
    return demand * a.draw("h200.dense_16bit", "FLOP/s") / a.draw(f"{chip}.dense_16bit", "FLOP/s")


def customers(a: Assumptions, policy: Policy, demand: Array) -> Array:
    """What all licensed firms may buy under the limit per customer, those denied by name left out, shape (draws,)."""
    return sum(chips for buyer, chips in by_customer(a, policy, demand).items() if buyer not in policy.denies)


def by_customer(a: Assumptions, policy: Policy, demand: Array) -> dict[str, Array]:
    """What each buyer would buy under the limit per customer, shape (draws,) each. Denial by name is the caller's.

    Demand is split as deliveries are. Each buyer is one firm; what is left of the licensed firms stands behind the one
    that counts for several. Without a rule there is no limit per customer. Leaves out chips that a firm has already (high).
    """
    shares = direct_shares(a)
    several = {buyer for buyer in shares if a.catalog.get("labs", buyer).several_firms}
    per_customer, others = np.inf, 1
    if policy.rule:
        per_customer = a.draw(f"{policy.rule}.per_customer", "chips/firm")
        single = sum(share > 0 for buyer, share in shares.items() if buyer not in several)
        others = np.maximum(a.draw("licensed_firms", "firms") - single, 1)

    def bought(buyer: str, share: Array) -> Array:
        """What one record buys, for one firm or for several; nothing of an endless demand where its share is none."""
        its_own = np.where(share > 0, demand, 0) * share
        return purchases(demand=its_own, firms=others if buyer in several else 1, per_customer=per_customer)

    return {buyer: bought(buyer, share) for buyer, share in shares.items()}


def direct_shares(a: Assumptions) -> dict[str, Array]:
    """Share of deliveries that each buyer takes while nobody is denied or full, shape (draws,) each; they sum to one.

    The drawn shares are weights, taken relative to their sum. Parties on the Entity List buy nothing in any policy.
    """
    labs = a.catalog.kinds["labs"].values()
    weights = {lab.id: a.draw(f"{lab.id}.direct_share", "share") for lab in labs if lab.direct_share and not lab.listed}
    whole = sum(weights.values())
    if not np.all(whole > 0):
        raise InputError("override: direct_share: the shares of all buyers are 0, at least one above 0 is accepted")
    return {buyer: weight / whole for buyer, weight in weights.items()}
