"""Claims about what levers take from labs, and about what lies behind the lag of Chinese models."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from analysis.assumptions import Array
from analysis.catalog.records import Lever
from analysis.insight.claim_tests.campaign import FEBRUARY
from analysis.insight.claim_tests.training import RATIONED, largest, smallest
from analysis.insight.claim_tests.world import World
from analysis.model.constants import HOURS_PER_MONTH, MONTHS_PER_YEAR
from analysis.model.labs import fleet_at
from analysis.model.levers import leakage
from analysis.model.outcome import TEACHER, growing, growth_behind, on_growth
from analysis.scenarios.cells import Regime
from analysis.scenarios.harvest_worth import lab_worth
from analysis.scenarios.lever_effects import DENIAL, Effect, effects, lever_cells
from analysis.scenarios.levers import FIRST_METRIC, firsts, totalled

SEPTEMBER = "sep-2026"
DETECTION = "detect-extraction"
NAMED, CLOSED = "r11", "closed"
CLOSING = ("deny-h200", "close-cloud", "detect-extraction")
SEVEN_MONTHS = "lag_measures.grunewald-lag"
# A harvest that spares less than an hour of the lab's computing counts as one hour, so that ratios to it are finite (low).
ONE_HOUR = 1 / HOURS_PER_MONTH


def cells(w: World) -> dict[str, Regime]:
    """What levers on sales stand for under rationing, for the labs named in February."""
    return lever_cells(w.a, w.catalog.get("postures", RATIONED), w.cases(FEBRUARY))


def by_lever(w: World, chosen: Mapping[str, Sequence[Lever]] | None = None) -> dict[str, dict[str, Effect]]:
    """What levers take from each lab named in February, Beijing rationing."""
    return effects(w.a, w.cases(FEBRUARY), cells(w), w.shared(), chosen)


def denial_ranks_first(w: World) -> Array:
    """Whether denial takes most months of computing of all levers alone, from all labs named in February together.

    Leaves out substitution (high for levers on chips).
    """
    names = set(w.catalog.kinds["levers"])
    totals = totalled(w.a, w.cases(FEBRUARY), by_lever(w), FIRST_METRIC)
    first, _ = firsts({key: values for key, values in totals.items() if key in names})
    return first[DENIAL]


def stopped_by_all(w: World) -> Array:
    """Share of a harvest that detection by all providers stops for good; open models make up for part of it."""
    to_open = leakage(providers=0, open_teachers=w.a.draw("leakage_to_open_teachers", "share"))
    return w.a.draw(f"{DETECTION}.dose", "share") * (1 - to_open)


def denied(w: World) -> dict[str, Array]:
    """Months of computing that each lab loses to denial within the horizon."""
    return {lab: one.months for lab, one in by_lever(w, {DENIAL: [w.catalog.get("levers", DENIAL)]})[DENIAL].items()}


def denial_over_detection(w: World) -> Array:
    """Months of computing lost to denial over months that stopped harvests would have spared, at the lab where it is least.

    Both in months of the lab's own computing. Harvests spare less than an hour on most draws, where the hour counts.
    """
    lost, years = denied(w), w.catalog.horizon.months / MONTHS_PER_YEAR
    harvests = w.a.draw("harvests_a_year", "campaigns/year") * years
    ratios = []
    for case in w.cases(FEBRUARY):
        spared = lab_worth(w.a, case).with_tuning.hours / case.hours_a_month
        ratios.append(lost[case.lab.id] / np.maximum(spared * harvests * stopped_by_all(w), ONE_HOUR))
    return smallest(ratios)


def denial_over_detection_by_returns(w: World) -> Array:
    """The same in months of lag: growth put off by denial over data returns that detection takes from all harvests."""
    lost, years = denied(w), w.catalog.horizon.months / MONTHS_PER_YEAR
    harvests = w.a.draw("harvests_a_year", "campaigns/year") * years
    ratios = []
    for case in w.cases(FEBRUARY):
        whole, left = lab_worth(w.a, case, harvests), lab_worth(w.a, case, harvests * (1 - stopped_by_all(w)))
        taken = np.maximum(whole.data_returns - left.data_returns, ONE_HOUR)
        ratios.append(-on_growth(w.a, -lost[case.lab.id]) / taken)
    return smallest(ratios)


def denial_over_detection_top_down(w: World) -> Array:
    """The same in months of lag, with the published worth of all distillation: that of the lab where it is least."""
    taken = np.maximum(w.a.draw("top_down_worth", "months") * stopped_by_all(w), ONE_HOUR)
    return smallest([-on_growth(w.a, -lost) / taken for lost in denied(w).values()])


def penalties(w: World) -> dict[str, Array]:
    """Months of computing that each lab denied by name loses within the horizon."""
    found, reference = cells(w), w.catalog.reference_policy.id
    names = w.catalog.get("policies", NAMED).denies
    labs = [case.lab.id for case in w.cases(FEBRUARY) if case.lab.id in names]
    return {lab: found[reference].added[lab] - found[NAMED].added[lab] for lab in labs}


def penalty_over_worth(w: World) -> Array:
    """Months of computing that a lab denied by name loses, over what its harvest is worth by the largest of three routes.

    At the lab where it is least. The routes are in months of computing, of a benchmark's pace and of lag, taken alike.
    """
    lost, ratios = penalties(w), []
    for case in (c for c in w.cases(FEBRUARY) if c.lab.id in lost):
        worth = lab_worth(w.a, case)
        spared = worth.with_tuning.hours / case.hours_a_month
        most = largest([spared, worth.data_returns, worth.top_down, np.full(w.a.draws, ONE_HOUR)])
        ratios.append(lost[case.lab.id] / most)
    return smallest(ratios)


def penalty_over_computing(w: World) -> Array:
    """The same over the computing that the harvest spares alone, at least an hour: both in months of the lab's own."""
    lost, ratios = penalties(w), []
    for case in (c for c in w.cases(FEBRUARY) if c.lab.id in lost):
        spared = lab_worth(w.a, case).with_tuning.hours / case.hours_a_month
        ratios.append(lost[case.lab.id] / np.maximum(spared, ONE_HOUR))
    return smallest(ratios)


def lag_when_closed(w: World) -> Array:
    """Months of lag after the horizon with H200s denied, clouds closed and extraction detected: the middle of three routes.

    The observed gap, growth put off at the lab that is set back most, and the harvest lost by each route; of the three the
    one whose median is in the middle. Each lever at its dose, which is not a full closing (low); US growth is taken to go
    on as it did, and a month of growth counts as a month of lag (high).
    """
    effect = by_lever(w, {CLOSED: [w.catalog.get("levers", name) for name in CLOSING]})[CLOSED].values()
    put_off = largest([-on_growth(w.a, -one.by_chips) for one in effect])
    spared = largest([-on_growth(w.a, -one.months) for one in effect]) - put_off
    routes = [spared, largest([e.returns for e in effect]), largest([e.top_down for e in effect])]
    middle = sorted(routes, key=lambda values: float(np.median(values)))[1]
    return w.a.draw("observed_gap", "months") + put_off + middle


def gap_closed_by_harvest(w: World) -> Array:
    """Share of the observed gap that a lab's September harvest closes by data returns, where it is largest.

    The most generous of three routes, capped at the gap itself.
    """
    gap = w.a.draw("observed_gap", "months")
    return largest([lab_worth(w.a, case).data_returns / gap for case in w.cases(SEPTEMBER)])


def lag_from_compute(w: World) -> Array:
    """Months of growth by which the best-equipped lab named in February trails one US lab in computing, over seven months.

    Growth is that of computing for China's largest models; capability is taken to follow computing one to one, which
    algorithms and data soften (high); far above one, the route explains more lag than there is. Other US labs are larger
    (low).
    """
    when = w.catalog.horizon.evidence_to
    ours = largest([case.fleet for case in w.cases(FEBRUARY)])
    theirs = fleet_at(w.a, w.catalog.get("labs", TEACHER), when)
    growth = growing(w.a.draw("training_growth_china", "x per year"))
    return growth_behind(ours=ours, theirs=theirs, growth=growth) / w.catalog.estimate(SEVEN_MONTHS).central


TESTS: dict[str, Callable[[World], Array | float]] = {
    "rank_first.full_denial": denial_ranks_first,
    "ratio.denial_over_detection": denial_over_detection,
    "ratio.penalty_over_worth": penalty_over_worth,
    "lag.36_months.closed": lag_when_closed,
    "share.gap_closed_by_harvest": gap_closed_by_harvest,
    "share.lag_from_compute": lag_from_compute,
}
# Other routes to the same quantity, by their name: a claim that they decide differently depends on the route.
ROUTES: dict[str, dict[str, Callable[[World], Array | float]]] = {
    "ratio.denial_over_detection": {
        "data returns": denial_over_detection_by_returns,
        "top-down": denial_over_detection_top_down,
    },
    "ratio.penalty_over_worth": {"computing alone": penalty_over_computing},
}
