"""H200 deliveries as results: every US policy under every posture, paired differences, and what reaches labs."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Lab
from analysis.catalog.records import Policy, Posture
from analysis.model.binding import months_added
from analysis.model.constants import DELIVERY_STEP, MONTHS_PER_YEAR
from analysis.model.labs import h100e_per_h200, months_between, share_reaching
from analysis.model.supply import Deliveries, deliveries, stock
from analysis.scenarios.extraction import LabCase
from analysis.scenarios.results import Label, Result

CHINA = "China"
ONE_CHIP = 1
ONE_MONTH = 1


@dataclass(frozen=True)
class Regime:
    """Deliveries under one policy and posture, and months of compute they add to each lab, shape (draws,) each."""

    key: str
    name: str
    deliveries: Deliveries
    total: Array
    total_substitute: Array
    none_in_year: Array
    shares: dict[str, Array]
    added: dict[str, Array]
    added_substitute: dict[str, Array]


def regime(a: Assumptions, policy: Policy, posture: Posture, cases: list[LabCase]) -> Regime:
    """One cell of the matrix. Substitutes reach labs in the same shares as legal chips."""
    catalog = a.catalog
    reference = catalog.get("policies", catalog.horizon.reference_policy)
    delivered = deliveries(a, policy, posture, reference, catalog.horizon.months)
    working = stock(flow=delivered.flow, annual_retirement=a.draw("annual_retirement", "share"))
    replaced = stock(
        flow=np.diff(delivered.substitute, axis=1, prepend=0), annual_retirement=a.draw("annual_retirement", "share")
    )
    worth = h100e_per_h200(a)
    shares = {case.lab.id: share_reaching(a, case.lab, buyers(a)) for case in cases}
    fleets = {case.lab.id: case.fleet for case in cases}
    return Regime(
        key=f"{policy.id}.{posture.id}",
        name=f"{policy.name} | {posture.name}",
        deliveries=delivered,
        total=delivered.direct[:, -1],
        total_substitute=delivered.substitute[:, -1],
        none_in_year=delivered.direct[:, MONTHS_PER_YEAR - 1] < ONE_CHIP,
        shares=shares,
        added={lab: months_added(stock=working, fleet=fleets[lab]) * share * worth for lab, share in shares.items()},
        added_substitute={
            lab: months_added(stock=replaced, fleet=fleets[lab]) * share * worth for lab, share in shares.items()
        },
    )


def add_regime(result: Result, found: Regime, baseline: Regime, reference: Regime, cases: list[LabCase]) -> None:
    """One cell of the matrix: levels; the direct difference from the baseline; and what the US policy alone changes.

    ``reference`` is the reference policy under the same posture: against it the direct effect, and the effect with
    judged substitution, are kept apart.
    """
    key, words, horizon = found.key, found.name, f"{result.catalog.horizon.months} months"

    def china(metric: str, variable: str, values: Array, label: Label = "estimate") -> None:
        result.add(f"{metric}.{key}", f"Supply|{variable}|{words}", CHINA, "chips", values, label=label, keep=True)

    china("delivered12", "H200 delivered in 12 months", found.deliveries.direct[:, MONTHS_PER_YEAR - 1])
    china("delivered36", f"H200 delivered in {horizon}", found.total)
    china("difference36", "Difference from the baseline, direct", found.total - baseline.total)
    direct = found.total - reference.total
    china("policy36", "Difference from the reference policy, direct", direct)
    net = direct + found.total_substitute
    china("policy36_net", "Difference from the reference policy with judged substitution", net, "judgement")
    result.chance(
        f"gains.{key}",
        f"With judged substitution China gets more chips under {words} than under the reference policy",
        net > 0,
    )
    result.chance(f"none12.{key}", f"No H200 is delivered in the next 12 months under {words}", found.none_in_year)
    for case in cases:
        _add_lab(result, found, baseline, reference, case)


def _add_lab(result: Result, found: Regime, baseline: Regime, reference: Regime, case: LabCase) -> None:
    """What one cell of the matrix adds to one lab, in months of its present computing."""
    lab, name, words, horizon = case.lab.id, case.lab.name, found.name, f"{result.catalog.horizon.months} months"

    def months(metric: str, variable: str, values: Array, label: Label = "estimate") -> None:
        result.add(
            f"{metric}.{lab}.{found.key}", f"Binding|{variable}|{words}", name, "months", values, label=label, keep=True
        )

    gained = found.added[lab] - baseline.added[lab]
    alone = found.added[lab] - reference.added[lab]
    net = alone + found.added_substitute[lab]
    chips = found.total * found.shares[lab]
    variable = f"Supply|H200 working for the lab, delivered in {horizon}|{words}"
    result.add(f"chips36.{lab}.{found.key}", variable, name, "chips", chips)
    months("added36", f"Months of lab compute added in {horizon}", found.added[lab])
    months("added36_difference", "Months added, difference from the baseline, direct", gained)
    months("added36_policy", "Months added, difference from the reference policy, direct", alone)
    months(
        "added36_net", "Months added, difference from the reference policy with judged substitution", net, "judgement"
    )
    moved = np.abs(gained) > ONE_MONTH
    result.chance(
        f"moves.{lab}.{found.key}", f"{words} moves {name}'s compute by more than a month in {horizon}", moved
    )


def add_series(result: Result, a: Assumptions, found: Regime) -> None:
    """Cumulative H200s month by month: history common to all scenarios, then the scenario's own path."""
    catalog = result.catalog
    start = catalog.get("rules", "jan-2026-h200").effective
    known = a.estimate("h200_delivered_to_date").as_of
    to_date = a.draw("h200_delivered_to_date", "chips")
    for month in months_from(start, months_between(start, catalog.horizon.evidence_to) + 1):
        begun = month >= known.isoformat()[:7]
        values, label = (to_date, "estimate") if begun else (np.zeros(a.draws), "fact")
        result.add(
            f"cumulative.{month}", "Supply|H200 delivered, cumulative", CHINA, "chips", values, month=month, label=label
        )
    future = months_from(catalog.horizon.evidence_to, catalog.horizon.months + 1)[1:]
    for index, month in enumerate(future):
        values = to_date + found.deliveries.direct[:, index]
        result.add(f"cumulative.{month}", "Supply|H200 delivered, cumulative", CHINA, "chips", values, month=month)


def buyers(a: Assumptions) -> list[Lab]:
    """Firms that buy H200s and are no lab of ours, in order of their ids."""
    return [lab for lab in a.catalog.kinds["labs"].values() if lab.role == "buyer"]


def add_per_step(result: Result, a: Assumptions, cases: list[LabCase]) -> None:
    """Months of compute a year that each lab gains from 100,000 more H200s delivered to China."""
    for case in cases:
        share = share_reaching(a, case.lab, buyers(a))
        gained = DELIVERY_STEP * share * h100e_per_h200(a) * MONTHS_PER_YEAR / case.fleet
        result.add(
            f"per_step.{case.lab.id}", "Binding|Months a year gained per 100,000 H200", case.lab.name, "months", gained
        )
        result.add(
            f"reaching.{case.lab.id}",
            "Supply|Share of H200 deliveries working for the lab",
            case.lab.name,
            "share",
            share,
        )


def months_from(first: date, count: int) -> list[str]:
    """``count`` months as YYYY-MM, starting with that of ``first``."""
    start = first.year * MONTHS_PER_YEAR + first.month - 1
    return [f"{m // MONTHS_PER_YEAR}-{m % MONTHS_PER_YEAR + 1:02d}" for m in range(start, start + count)]
