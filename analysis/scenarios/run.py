"""One scenario from parameters to results."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from analysis.assumptions import Assumptions
from analysis.assumptions.draws import Streams
from analysis.calibration import load_inputs
from analysis.catalog import Catalog, Scenario
from analysis.model.channels import Common, common
from analysis.scenarios.binding import add_binding
from analysis.scenarios.cases import LabCase, lab_cases
from analysis.scenarios.cells import TRAINING, Regime, regime
from analysis.scenarios.computing import add_computing
from analysis.scenarios.groundwork import add_cell, baseline_regime, groundwork
from analysis.scenarios.regimes import add_regime, add_series
from analysis.scenarios.results import Result
from analysis.scenarios.spec import Parameters, parameters
from analysis.scenarios.training import add_chips


def run(
    scenario: str = "status_quo",
    disclosure: str = "feb-2026",
    draws: int = 16_384,
    seed: int = 1,
    overrides: Mapping[str, float] | None = None,
) -> Result:
    """Run one scenario on one disclosure. InputError for anything unknown, ill-typed or out of range."""
    asked = {"scenario": scenario, "disclosure": disclosure, "draws": draws, "seed": seed, "overrides": overrides or {}}
    return run_parameters(parameters(**asked))


def run_parameters(asked: Parameters) -> Result:
    """Run checked parameters."""
    return run_with(asked, Assumptions)


def run_with(asked: Parameters, source: type[Assumptions]) -> Result:
    """Run checked parameters on draws of a kind: plain ones, or traced ones that keep every result's draws.

    numpy is kept quiet about divisions by zero: a result that is not finite is refused by name when it is added.
    """
    with np.errstate(all="ignore"):
        return _run_with(asked, source)


def _run_with(asked: Parameters, source: type[Assumptions]) -> Result:
    catalog = load_inputs()
    scenario = catalog.get("scenarios", asked.scenario)
    ground = groundwork(catalog, asked, source, own_overrides(scenario), scenario.posture)
    result = ground.copied(asked)
    a, policy = result.assumptions, catalog.get("policies", scenario.policy)
    add_chips(result, a, ground.cases, policy)
    cells = ground.cells[scenario.posture]
    if policy.id not in cells:
        own = {p.id: regime(a, policy, p, ground.cases) for p in catalog.kinds["postures"].values()}
        for posture, found in own.items():
            add_cell(result, a, found, ground.baseline, ground.cells[posture], ground.cases)
        cells = cells | {policy.id: own[scenario.posture]}
    _add_own_cell(result, a, ground.cases, cells, ground.baseline, ground.shared)
    return result


def sharing(asked: Sequence[Parameters]) -> list[bool]:
    """Which of some runs differ only in what their scenario's policy and posture change: the largest group of such runs."""
    catalog = load_inputs()
    alike = [
        repr((replace(one, scenario=""), sorted(own_overrides(catalog.get("scenarios", one.scenario)).items())))
        for one in asked
    ]
    most, _ = Counter(alike).most_common(1)[0]
    return [one == most for one in alike]


def lay_ground(asked: Sequence[Parameters], source: type[Assumptions] = Assumptions) -> None:
    """Make what runs that share their ground have in common, so that processes forked from this one need not."""
    catalog = load_inputs()
    scenarios = [catalog.get("scenarios", one.scenario) for one in asked]
    with np.errstate(all="ignore"):
        for posture in dict.fromkeys(scenario.posture for scenario in scenarios):
            groundwork(catalog, asked[0], source, own_overrides(scenarios[0]), posture)


def run_own_cells(asked: Sequence[Parameters]) -> Iterator[Result]:
    """Of each scenario only its own regime, its computing power and where chips bind: what a comparison shows of it.

    All on the same draws, seed, disclosure and overrides, so that what they share is made once.
    """
    catalog, first = load_inputs(), asked[0]
    streams = Streams(first.draws, first.seed)

    def source(*args: Any) -> Assumptions:
        """Draws in an order that is made once for all scenarios."""
        return Assumptions(*args, streams=streams)

    with np.errstate(all="ignore"):
        baseline = baseline_regime(source(catalog, first.draws, first.seed, first.overrides), first.disclosure)
    for one in asked:
        scenario = catalog.get("scenarios", one.scenario)
        a, posture = assumptions(catalog, scenario, one, source), catalog.get("postures", scenario.posture)
        result, wanted = Result(catalog, one, a), dict.fromkeys((scenario.policy, catalog.reference_policy.id))
        with np.errstate(all="ignore"):
            cases = lab_cases(a, one.disclosure)
            cells = {policy: regime(a, catalog.get("policies", policy), posture, cases) for policy in wanted}
            add_regime(result, a, cells[scenario.policy], baseline, cells[catalog.reference_policy.id], cases)
            _add_own_cell(result, a, cases, cells, baseline, common(a, TRAINING), other_yardsticks=False)
        yield result


def _add_own_cell(
    result: Result,
    a: Assumptions,
    cases: list[LabCase],
    cells: dict[str, Regime],
    baseline: Regime,
    shared: Common,
    other_yardsticks: bool = True,
) -> None:
    """The scenario's own cell month by month, its computing power by channel, and where chips bind under it."""
    catalog = a.catalog
    policy = catalog.get("policies", result.policy)
    base_policy = catalog.get("policies", catalog.get("scenarios", catalog.horizon.baseline).policy)
    own = cells[policy.id]
    add_series(result, a, own)
    stocks = add_computing(result, a, policy, own, baseline, base_policy, shared, other_yardsticks)
    add_binding(result, a, cases, (own, baseline), stocks)


def own_overrides(scenario: Scenario) -> dict[str, float]:
    """What a scenario itself sets, by name."""
    return {override.name: override.value for override in scenario.overrides}


def assumptions(
    catalog: Catalog, scenario: Scenario, asked: Parameters, source: Callable[..., Assumptions]
) -> Assumptions:
    """Draws for one scenario: its own overrides, then the user's."""
    return source(catalog, asked.draws, asked.seed, own_overrides(scenario) | asked.overrides)
