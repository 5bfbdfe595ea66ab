"""One scenario from parameters to results."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from analysis.assumptions import Assumptions
from analysis.assumptions.draws import Streams
from analysis.calibration import load_inputs
from analysis.catalog import Catalog, Scenario
from analysis.model.channels import Common, common
from analysis.scenarios.binding import add_binding
from analysis.scenarios.cases import LabCase, lab_cases
from analysis.scenarios.cells import TRAINING, Regime, compared, regime
from analysis.scenarios.computing import add_computing
from analysis.scenarios.disclosures import add_accounts, add_disclosed, add_later
from analysis.scenarios.extraction import add_access, add_harvests
from analysis.scenarios.harvest_worth import add_worth
from analysis.scenarios.lag_strip import add_lag_strip
from analysis.scenarios.lever_effects import lever_cells
from analysis.scenarios.levers import add_levers
from analysis.scenarios.pools import add_pools
from analysis.scenarios.regimes import add_any_moved, add_per_step, add_regime, add_series, add_substitution
from analysis.scenarios.results import Result
from analysis.scenarios.spec import Parameters, parameters
from analysis.scenarios.stances import add_stances
from analysis.scenarios.training import add_any_lab, add_chips, add_training


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
    a = assumptions(catalog, scenario, asked, source)
    result = Result(catalog, asked, a, keep_all=source is not Assumptions)
    policy = catalog.get("policies", scenario.policy)
    cases = lab_cases(a, asked.disclosure)
    add_harvests(result, a, cases)
    add_access(result, a, cases)
    add_training(result, a, cases)
    add_chips(result, a, cases, policy)
    add_any_lab(result, cases)
    add_worth(result, a, cases)
    add_lag_strip(result, a, cases)
    add_pools(result, a, cases)
    add_stances(result, asked, source)
    add_disclosed(result, a)
    add_later(result, a, cases)
    add_accounts(result, a)
    _add_supply(result, a, cases, baseline_regime(catalog, asked, source))
    add_substitution(result, a)
    add_per_step(result, a, cases)
    return result


def _add_supply(result: Result, a: Assumptions, cases: list[LabCase], baseline: Regime) -> None:
    """Every policy under every posture; for the scenario's own cell also computing power, binding stages and levers."""
    catalog = a.catalog
    scenario = catalog.get("scenarios", result.parameters.scenario)
    for posture in catalog.kinds["postures"].values():
        cells = {policy.id: regime(a, policy, posture, cases) for policy in compared(catalog, scenario.policy)}
        reference = cells[catalog.reference_policy.id]
        for found in cells.values():
            add_regime(result, a, found, baseline, reference, cases)
            add_any_moved(result, a, found, baseline, cases)
        if posture.id == scenario.posture:
            shared = common(a, TRAINING)
            _add_own_cell(result, a, cases, cells, baseline, shared)
            add_levers(result, a, cases, lever_cells(a, posture, cases, cells), shared)


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
        baseline = baseline_regime(catalog, first, source)
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


def assumptions(
    catalog: Catalog, scenario: Scenario, asked: Parameters, source: Callable[..., Assumptions]
) -> Assumptions:
    """Draws for one scenario: its own overrides, then the user's."""
    own = {override.name: override.value for override in scenario.overrides}
    return source(catalog, asked.draws, asked.seed, own | asked.overrides)


def baseline_regime(catalog: Catalog, asked: Parameters, source: Callable[..., Assumptions]) -> Regime:
    """The baseline scenario's deliveries on the same draws, without the overrides of other scenarios."""
    baseline = catalog.get("scenarios", catalog.horizon.baseline)
    a = assumptions(catalog, baseline, asked, source)
    cases = lab_cases(a, asked.disclosure)
    return regime(a, catalog.get("policies", baseline.policy), catalog.get("postures", baseline.posture), cases)
