"""H200 deliveries as results: every US policy under every posture, paired differences, and what reaches labs."""

from datetime import date

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.constants import DELIVERY_STEP, MONTHS_PER_YEAR
from analysis.model.labs import fleet_months, h100e_per_h200, months_between
from analysis.model.limits import limits
from analysis.scenarios.cases import LabCase
from analysis.scenarios.cells import CHIPS, EQUIVALENTS, Regime, named, net, shares_reaching
from analysis.scenarios.results import Label, Result

CHINA = "China"
ONE_CHIP = 1
ONE_MONTH = 1


def add_regime(
    result: Result, a: Assumptions, found: Regime, baseline: Regime, reference: Regime, cases: list[LabCase]
) -> None:
    """One cell of the matrix: levels; differences from the baseline; and what the US policy alone changes.

    ``reference`` is the reference policy under the same posture. Each difference has a row for the direct effect and
    one with judged substitution.
    """
    key, words, horizon = found.key, found.name, f"{a.catalog.horizon.months} months"
    what = named(a.catalog, found.products)

    def china(metric: str, variable: str, values: Array, label: Label = "estimate", unit: str = CHIPS) -> None:
        """Add one result of this cell for China as a whole."""
        result.add(f"{metric}.{key}", f"Supply|{variable}|{words}", CHINA, unit, values, label=label, keep=True)

    year = found.chips[:, MONTHS_PER_YEAR - 1]
    china("delivered12", f"{what} delivered in 12 months", year)
    china("delivered36", f"{what} delivered in {horizon}", found.chips[:, -1])
    china("renewed36", f"{what} delivered in {horizon} if Beijing's share renews yearly", found.renewed)
    for metric, other, against in (("difference36", baseline, "baseline"), ("policy36", reference, "reference policy")):
        direct = found.total - other.total
        china(metric, f"Difference from the {against}, direct", direct, unit=found.unit)
        variable = f"Difference from the {against} with judged substitution"
        china(f"{metric}_net", variable, net(a, direct), "judgement", EQUIVALENTS)
    result.chance(f"none12.{key}", f"No {what} is delivered in the next 12 months under {words}", year < ONE_CHIP)
    few = f"Fewer than {DELIVERY_STEP:,} {what}s are delivered in the next 12 months under {words}"
    result.chance(f"below_step.{key}", few, year < DELIVERY_STEP)
    result.chance(f"reach_step.{key}", few.replace("Fewer than", "At least"), year >= DELIVERY_STEP)
    for case in cases:
        _add_lab(result, a, found, baseline, reference, case)


def _add_lab(result: Result, a: Assumptions, found: Regime, baseline: Regime, reference: Regime, case: LabCase) -> None:
    """What one cell of the matrix adds to one lab, in months of its present computing."""
    lab, words, horizon = case.lab.id, found.name, f"{a.catalog.horizon.months} months"

    def add(metric: str, variable: str, values: Array, unit: str = "months", label: Label = "estimate") -> None:
        """Add one result of this cell for this lab."""
        identifier = f"{metric}.{lab}.{found.key}"
        result.add(identifier, f"{variable}|{words}", case.lab.name, unit, values, label=label, keep=True)

    chips = found.total * found.reached[lab]
    add("chips36", f"Supply|H200 working for the lab, delivered in {horizon}", chips, found.unit)
    add("added36", f"Binding|Months of lab compute added in {horizon}", found.added[lab])
    pairs = (("added36_difference", baseline, "baseline"), ("added36_policy", reference, "reference policy"))
    for metric, other, against in pairs:
        direct = found.added[lab] - other.added[lab]
        variable = f"Binding|Months added, difference from the {against}"
        add(metric, f"{variable}, direct", direct)
        add(f"{metric}_net", f"{variable} with judged substitution", net(a, direct), label="judgement")
    gained = found.added[lab] - baseline.added[lab]
    ahead = fleet_months(growth=a.draw("fleet_growth", "x per year"), months=np.arange(1, a.catalog.horizon.months + 1))
    add(
        "share36",
        f"Binding|Difference from the baseline over what the lab's fleet yields in {horizon}",
        gained / ahead,
        "share",
    )
    again = found.renewed_added[lab] - baseline.renewed_added[lab]
    add(
        "renewed36_difference",
        "Binding|Months added, difference from the baseline if Beijing's share renews yearly",
        again,
    )
    for metric, values, condition in (
        ("moves", gained, ""),
        ("renewed_moves", again, " if Beijing's share renews yearly"),
    ):
        statement = f"{words} moves {case.lab.name}'s compute by more than a month in {horizon}{condition}"
        result.chance(f"{metric}.{lab}.{found.key}", statement, np.abs(values) > ONE_MONTH)


def add_any_moved(result: Result, a: Assumptions, found: Regime, baseline: Regime, cases: list[LabCase]) -> None:
    """How far a cell moves the named lab that it moves most against the baseline, and whether by more than a month."""
    each = [np.abs(found.added[case.lab.id] - baseline.added[case.lab.id]) for case in cases]
    moved = np.max(np.stack(each), axis=0)
    variable = f"Binding|Months added or lost, largest over the named labs|{found.name}"
    result.add(f"moved36.any.{found.key}", variable, "the named lab moved most", "months", moved, keep=True)
    statement = f"{found.name} moves the compute of at least one named lab by more than a month"
    result.chance(f"moves.any.{found.key}", statement, moved > ONE_MONTH)
    after = np.abs(net(a, moved)) > ONE_MONTH
    result.chance(f"moves_net.any.{found.key}", f"{statement}, after judged substitution", after)


def add_substitution(result: Result, a: Assumptions) -> None:
    """The substitution at which a loss of legal chips turns into a gain of computing, and the chance of it."""
    elasticity, worth = a.draw("substitution", "elasticity"), a.draw("substitute_worth", "ratio")
    result.add(
        "sign_turns",
        "Supply|Substitution at which denial adds computing",
        CHINA,
        "elasticity",
        1 / worth,
        label="judgement",
    )
    result.chance(
        "sign_turns.reached", "Substitutes make up for more computing than denial blocks", elasticity * worth > 1
    )
    policy = a.catalog.reference_policy
    found = limits(a, policy, a.catalog.horizon.months)
    by_customer = a.draw("licensed_firms", "firms") * a.draw(f"{policy.rule}.per_customer", "chips/firm")
    licensed = np.minimum(np.minimum(found.ceiling[:, 0], found.cap[:, 0]), by_customer)
    result.add("licensed", "Supply|H200 that the reference policy lets be licensed in all", CHINA, CHIPS, licensed)
    lease = a.draw("reported_lease_abroad", "chips")
    result.add("lease_abroad", "Supply|Chips in one reported lease abroad", CHINA, CHIPS, lease, label="claim")


def add_series(result: Result, a: Assumptions, found: Regime) -> None:
    """Cumulative H200s month by month: history common to all scenarios, then the scenario's own path.

    Where a scenario brings other chips, they are counted as H200 by training speed.
    """
    catalog = result.catalog
    start = catalog.reference_rule.effective
    begun_in = catalog.reference_policy.first_delivery.isoformat()[:7]
    to_date = a.draw("h200_delivered_to_date", "chips")

    def add(month: str, values: Array, label: Label = "estimate") -> None:
        """Add one month."""
        variable = "Supply|H200 delivered, cumulative"
        result.add(f"cumulative.{month}", variable, CHINA, found.unit, values, month=month, label=label)

    for month in months_from(start, months_between(start, catalog.horizon.evidence_to) + 1):
        begun = month >= begun_in
        add(month, *((to_date, "estimate") if begun else (np.zeros(a.draws), "fact")))
    future = months_from(catalog.horizon.evidence_to, catalog.horizon.months + 1)[1:]
    for index, month in enumerate(future):
        add(month, to_date + found.equivalents[:, index])


def add_per_step(result: Result, a: Assumptions, cases: list[LabCase]) -> None:
    """Months of compute a year that each lab gains from 100,000 more H200s delivered to China."""
    reached = shares_reaching(a, a.catalog.reference_policy, np.full(a.draws, float(DELIVERY_STEP)))
    for case in cases:
        share = reached[case.lab.id]
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
