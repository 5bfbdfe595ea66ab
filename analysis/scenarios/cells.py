"""One cell of the matrix: what a US policy lets through under a posture of Beijing's, and what it adds to each lab."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Catalog
from analysis.catalog.records import Policy, Posture
from analysis.model.binding import months_added
from analysis.model.buyers import reaching
from analysis.model.deliveries import delivered, lag_left, opened, renewed
from analysis.model.history import in_h100e
from analysis.model.labs import h100e_per_h200
from analysis.model.limits import H200
from analysis.model.supply import stock, with_substitution
from analysis.scenarios.cases import LabCase

CHIPS, EQUIVALENTS = "chips", "H200 equivalents"
TRAINING = "h100e_flop"


@dataclass(frozen=True)
class Regime:
    """Deliveries under one policy and posture, and months of compute they add to each lab.

    ``products``: cumulative chips by product, shape (draws, months) each. ``equivalents`` the same in H200 by training
    speed, over all products. ``renewed``: chips in all if Beijing granted its share anew each year, shape (draws,).
    By lab: ``added`` months of its present computing, ``at_end`` H100e of them working at the end, ``reached`` the share
    of chips that works for it; shape (draws,).
    """

    key: str
    name: str
    products: dict[str, Array]
    equivalents: Array
    renewed: Array
    added: dict[str, Array]
    at_end: dict[str, Array]
    reached: dict[str, Array]
    renewed_added: dict[str, Array]

    @property
    def chips(self) -> Array:
        """Chips of all products delivered by the end of each month, shape (draws, months)."""
        return sum(self.products.values())

    @property
    def total(self) -> Array:
        """H200 equivalents delivered over the horizon, shape (draws,)."""
        return self.equivalents[:, -1]

    @property
    def unit(self) -> str:
        """Chips where all are H200, and equivalents where they are not."""
        return CHIPS if set(self.products) == {H200} else EQUIVALENTS


def regime(a: Assumptions, policy: Policy, posture: Posture, cases: list[LabCase]) -> Regime:
    """One cell of the matrix, and beside it the same with Beijing's share granted anew each year."""
    months = a.catalog.horizon.months
    products = delivered(a, policy, posture, months)
    own = products[policy.product][:, -1]
    more = renewed(a, policy, posture, months, own) - own
    equivalents = in_h200e(a, products)
    again = equivalents[:, -1] + in_h200e(a, {policy.product: more[:, None]})[:, 0]
    reached = shares_reaching(a, policy, own)
    mine = _for_labs(a, policy, np.diff(equivalents, axis=1, prepend=0), cases, reached)
    renewed_mine = _for_labs(a, policy, np.stack([again / months] * months, axis=1), cases, reached)
    return Regime(
        key=f"{policy.id}.{posture.id}",
        name=f"{policy.name} | {posture.name}",
        products=products,
        equivalents=equivalents,
        renewed=sum(chips[:, -1] for chips in products.values()) + more,
        added={lab: added for lab, (added, _) in mine.items()},
        at_end={lab: chips for lab, (_, chips) in mine.items()},
        reached=_after_denial(a, policy, reached),
        renewed_added={lab: added for lab, (added, _) in renewed_mine.items()},
    )


def in_h200e(a: Assumptions, products: dict[str, Array]) -> Array:
    """Chips by product as one sum in H200 by dense 16-bit speed. One whose speed is not published counts nothing (low)."""
    h200s = products.get(H200, np.zeros_like(next(iter(products.values()))))
    others = {chip: chips for chip, chips in products.items() if chip != H200}
    return h200s + in_h100e(a, others, TRAINING) / h100e_per_h200(a)[:, None] if others else h200s


def _for_labs(
    a: Assumptions, policy: Policy, flow: Array, cases: list[LabCase], reached: dict[str, Array]
) -> dict[str, tuple[Array, Array]]:
    """By lab: months of its present computing that a monthly flow of H200 equivalents adds, and H100e at the end.

    Of the share of a lab that a policy denies by name only its ``leakage`` works for it once the lag is over.
    """
    working = stock(flow=flow, annual_retirement=a.draw("annual_retirement", "share"))
    cut = working
    if policy.leakage:
        month = np.arange(1, working.shape[1] + 1, dtype=float)[None, :]
        denied = opened(months=month, start=lag_left(a, policy)[:, None])
        cut = working * (1 - denied * (1 - a.draw(f"{policy.id}.leakage", "share")[:, None]))
    found = {}
    for case in cases:
        worth, mine = reached[case.lab.id] * h100e_per_h200(a), cut if case.lab.id in policy.denies else working
        found[case.lab.id] = (months_added(stock=mine, fleet=case.fleet) * worth, mine[:, -1] * worth)
    return found


def _after_denial(a: Assumptions, policy: Policy, reached: dict[str, Array]) -> dict[str, Array]:
    """Of the share of labs that a policy denies by name, what its leakage leaves once the lag is over."""
    if not policy.leakage:
        return reached
    leaks = a.draw(f"{policy.id}.leakage", "share")
    return {lab: share * leaks if lab in policy.denies else share for lab, share in reached.items()}


def shares_reaching(a: Assumptions, policy: Policy, total: Array) -> dict[str, Array]:
    """Share of a policy's chips that works for each lab, by id; that of labs denied by name as before the denial."""
    found = reaching(a, policy, total)
    if not policy.denies:
        return found
    before = reaching(a, policy, total, denying=False)
    return found | {lab: before[lab] for lab in policy.denies if lab in before}


def net(a: Assumptions, direct: Array) -> Array:
    """A direct difference less judged substitution."""
    elasticity, worth = a.draw("substitution", "elasticity"), a.draw("substitute_worth", "ratio")
    return with_substitution(difference=direct, elasticity=elasticity, worth=worth)


def compared(catalog: Catalog, own: str) -> list[Policy]:
    """The US policies of the matrix: those compared by default, and the scenario's own."""
    return [policy for policy in catalog.kinds["policies"].values() if policy.by_default or policy.id == own]


def product_name(catalog: Catalog, chip: str) -> str:
    """A chip's name without its maker's and without the form in which it is sold."""
    found = catalog.get("chips", chip)
    return found.name.removeprefix(f"{found.vendor} ").removesuffix(" SXM")


def named(catalog: Catalog, chips: Iterable[str]) -> str:
    """Chips by the names that a reader knows: "B30A and H200"."""
    return " and ".join(product_name(catalog, chip) for chip in chips)


def products_of(catalog: Catalog, policy: Policy) -> list[str]:
    """The chips that a policy brings: its own, and those of policies that go on before or beside it."""
    others = (catalog.get("policies", other).product for other in (policy.until_then, policy.beside) if other)
    return list(dict.fromkeys([policy.product, *others]))
