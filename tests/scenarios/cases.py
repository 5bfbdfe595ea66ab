"""What the tests of scenarios share: runs that keep the draws of every result, and the scenarios of the data."""

from functools import cache

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.scenarios import Result, cases, parameters
from analysis.scenarios.cases import LabCase
from analysis.scenarios.run import run_with

DRAWS = 1000
SCENARIOS = tuple(load_inputs().kinds["scenarios"])
BASELINE = load_inputs().horizon.baseline
DISCLOSURE = "feb-2026"
REGIME_SCENARIOS = tuple(name for name in SCENARIOS if not load_inputs().get("scenarios", name).overrides)


class Kept(Assumptions):
    """Draws of a kind of their own: a run on them keeps every result's draws."""


@cache
def kept_run(scenario: str = BASELINE, disclosure: str = DISCLOSURE) -> Result:
    """One run of a scenario at few draws, with the draws of every result."""
    return run_with(parameters(scenario=scenario, disclosure=disclosure, draws=DRAWS), Kept)


def draws_of(identifier: str, scenario: str = BASELINE, disclosure: str = DISCLOSURE) -> Array:
    """The draws behind one result of a scenario."""
    return kept_run(scenario, disclosure).kept[identifier]


@cache
def lab_cases(disclosure: str = DISCLOSURE) -> dict[str, LabCase]:
    """All chains of the disclosure by lab, on the same draws as the runs."""
    a = Assumptions(load_inputs(), DRAWS, seed=1)
    return {case.lab.id: case for case in cases.lab_cases(a, disclosure)}
