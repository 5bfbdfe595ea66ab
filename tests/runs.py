"""Runs that many tests look at and none changes: made once in a process. That equal parameters give equal numbers has
tests of its own in tests/scenarios/test_results.py."""

from typing import Any

import pytest

from analysis.insight import checking, explain, register
from analysis.scenarios import Result, expected, parameters, run_parameters
from analysis.scenarios.spec import Parameters

RUNS: dict[str, Result] = {}
TRACES: dict[str, dict] = {}


def kept(asked: Parameters) -> Result:
    """The run of checked parameters, made at the first call."""
    if asked.hash not in RUNS:
        RUNS[asked.hash] = run_parameters(asked)
    return RUNS[asked.hash]


def default_run(scenario: str = "status_quo", **others: Any) -> Result:
    """As ``run``: one scenario with default parameters but for what is given."""
    return kept(parameters(scenario=scenario, **others))


def kept_traces(asked: Parameters) -> dict:
    """The traces of a run, made at the first call."""
    if asked.hash not in TRACES:
        TRACES[asked.hash] = REAL_TRACES(asked)
    return TRACES[asked.hash]


REAL_TRACES = explain.traces


def share(monkeypatch: pytest.MonkeyPatch) -> None:
    """What compares with expected tables, checks, explains or lists looks at these runs until the test ends."""
    for module in (checking, expected, register):
        monkeypatch.setattr(module, "run", default_run)
    monkeypatch.setattr(explain, "run_parameters", kept)
    monkeypatch.setattr(explain, "traces", kept_traces)
