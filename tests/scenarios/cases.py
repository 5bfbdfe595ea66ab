"""What the tests of scenarios share: runs that keep the draws of every result, and the scenarios of the data."""

from functools import cache

from analysis.assumptions import Array, Assumptions
from analysis.catalog import load_catalog
from analysis.scenarios import Result, parameters
from analysis.scenarios.extraction import LabCase, lab_case
from analysis.scenarios.run import run_with

DRAWS = 1000
SCENARIOS = tuple(load_catalog().kinds["scenarios"])
BASELINE = load_catalog().horizon.baseline
DISCLOSURE = "feb-2026"


class Kept(Assumptions):
    """Draws of a kind of their own: a run on them keeps every result's draws."""


@cache
def kept_run(scenario: str = BASELINE) -> Result:
    """One run of a scenario at few draws, with the draws of every result."""
    return run_with(parameters(scenario=scenario, draws=DRAWS), Kept)


def draws_of(identifier: str, scenario: str = BASELINE) -> Array:
    """The draws behind one result of a scenario."""
    return kept_run(scenario).kept[identifier]


@cache
def lab_cases() -> dict[str, LabCase]:
    """All chains of the disclosure by lab, on the same draws as the runs."""
    a = Assumptions(load_catalog(), DRAWS, seed=1)
    return {c.lab: lab_case(a, c) for c in load_catalog().campaigns(DISCLOSURE)}
