"""One scenario from parameters to results."""

from collections.abc import Mapping

import numpy as np

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import Catalog, Scenario
from analysis.scenarios.cases import lab_cases
from analysis.scenarios.cells import Regime, compared, regime
from analysis.scenarios.computing import add_computing
from analysis.scenarios.disclosures import add_accounts, add_disclosed, add_later
from analysis.scenarios.extraction import add_access, add_harvests
from analysis.scenarios.harvest_worth import add_worth
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
    add_stances(result, asked, source)
    add_disclosed(result, a)
    add_later(result, a, cases)
    add_accounts(result, a)
    baseline = baseline_regime(catalog, asked, source)
    base_policy = catalog.get("policies", catalog.get("scenarios", catalog.horizon.baseline).policy)
    for posture in catalog.kinds["postures"].values():
        cells = {policy.id: regime(a, policy, posture, cases) for policy in compared(catalog, scenario.policy)}
        reference = cells[catalog.reference_policy.id]
        for policy_id, found in cells.items():
            add_regime(result, a, found, baseline, reference, cases)
            add_any_moved(result, a, found, baseline, cases)
            if (policy_id, posture.id) == (scenario.policy, scenario.posture):
                add_series(result, a, found)
                add_computing(result, a, policy, found, baseline, base_policy)
    add_substitution(result, a)
    add_per_step(result, a, cases)
    return result


def assumptions(catalog: Catalog, scenario: Scenario, asked: Parameters, source: type[Assumptions]) -> Assumptions:
    """Draws for one scenario: its own overrides, then the user's."""
    own = {override.name: override.value for override in scenario.overrides}
    return source(catalog, asked.draws, asked.seed, own | asked.overrides)


def baseline_regime(catalog: Catalog, asked: Parameters, source: type[Assumptions]) -> Regime:
    """The baseline scenario's deliveries on the same draws, without the overrides of other scenarios."""
    baseline = catalog.get("scenarios", catalog.horizon.baseline)
    a = assumptions(catalog, baseline, asked, source)
    cases = lab_cases(a, asked.disclosure)
    return regime(a, catalog.get("policies", baseline.policy), catalog.get("postures", baseline.posture), cases)
