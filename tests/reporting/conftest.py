"""What the tests of reporting look at: each scenario's result, figures, contents and stored numbers."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from analysis.calibration import load_inputs
from analysis.reporting.brief import contents
from analysis.reporting.figures import Figure, figures
from analysis.scenarios import Result, run
from tests.command import DRAWS


@dataclass(frozen=True)
class Brief:
    """One scenario: its result, what a brief prints of it, and what results.json stores of it by id."""

    result: Result
    figures: dict[str, Figure]
    contents: dict[str, Any]
    quantities: dict[str, dict[str, Any]]
    chances: dict[str, float]


# The baseline, one that brings chips, one that takes them, and one that moves inputs alone; the others take long together.
FEW = ("status_quo", "as_written", "full_denial", "each_turn_in_context")
CASES = [
    pytest.param(s, marks=[] if s in FEW else [pytest.mark.slow]) for s in sorted(load_inputs().kinds["scenarios"])
]


@pytest.fixture(scope="session", params=CASES)
def brief(request) -> Brief:
    """Each scenario in turn, on few draws."""
    result = run(request.param, draws=int(DRAWS))
    drawn = figures(result)
    stored = json.loads(result.to_json())
    return Brief(
        result=result,
        figures={figure.name: figure for figure in drawn},
        contents=contents(result, drawn),
        quantities={quantity["id"]: quantity for quantity in stored["quantities"]},
        chances={chance["id"]: chance["probability"] for chance in stored["chances"]},
    )
