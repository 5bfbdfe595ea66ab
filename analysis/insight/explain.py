"""Where a number comes from: the formulas it went through, every input, and the sources of each."""

import inspect
from functools import cache
from importlib import import_module
from typing import Any

from analysis.assumptions import Array, Assumptions
from analysis.catalog import load_catalog, unknown
from analysis.insight.provenance import explain_known, explain_number, input_row, known_names, source_rows
from analysis.insight.trace import Traced, formulas_noted, traced
from analysis.scenarios import Result
from analysis.scenarios.run import run_with
from analysis.scenarios.spec import MIN_DRAWS, Parameters, parameters


class TracedAssumptions(Assumptions):
    """Draws that remember their names."""

    def draw(self, name: str, unit: str) -> Array:
        """As ``Assumptions.draw``, traced."""
        return traced(super().draw(name, unit), name)

    def uniform(self, event: str, judged: bool = True) -> Array:
        """As ``Assumptions.uniform``, traced."""
        return traced(super().uniform(event, judged), event)


def explain(name: str, scenario: str = "status_quo", disclosure: str = "feb-2026") -> list[dict[str, Any]]:
    """Rows that explain a number, a record, a source or a result: what it is, its formulas, its inputs, their sources."""
    catalog, asked = load_catalog(), parameters(scenario=scenario, disclosure=disclosure, draws=MIN_DRAWS)
    if name in catalog.register:
        return explain_number(catalog, name)
    if known := explain_known(catalog, name):
        return known
    found = traces(asked)
    if name not in found:
        raise unknown("quantity", name, [*found, *catalog.register, *known_names(catalog)])
    trace = found[name].view(Traced)
    known_inputs = [i for i in trace.inputs if i in catalog.register]
    events = [i for i in trace.inputs if i not in catalog.register]
    return (
        [{"id": name, "kind": "result", "text": f"scenario {scenario}, disclosure {disclosure}", "detail": ""}]
        + [formula_row(formula) for formula in trace.formulas]
        + [
            {"id": event, "kind": "event", "text": event, "detail": "one number between 0 and 1 per draw"}
            for event in events
        ]
        + [input_row(catalog, i) for i in known_inputs]
        + source_rows(catalog, [s for i in known_inputs for s in catalog.register[i].sources])
    )


def traces(asked: Parameters) -> dict[str, Traced]:
    """Every result of a run with its trace, by id."""
    with formulas_noted():
        return run_with(asked, TracedAssumptions).kept


def traced_inputs(result: Result) -> dict[str, frozenset[str]]:
    """The inputs and events that each result of a run was computed from, by id."""
    asked = result.parameters
    return _traced_inputs(asked.scenario, asked.disclosure, tuple(asked.overrides.items()))


@cache
def _traced_inputs(
    scenario: str, disclosure: str, overrides: tuple[tuple[str, float], ...]
) -> dict[str, frozenset[str]]:
    asked = parameters(scenario=scenario, disclosure=disclosure, draws=MIN_DRAWS, overrides=dict(overrides))
    return {identifier: frozenset(getattr(trace, "inputs", ())) for identifier, trace in traces(asked).items()}


def formula_row(path: str) -> dict[str, str]:
    """One formula: its name and the first line of its documentation."""
    module, _, function = path.rpartition(".")
    text = inspect.getdoc(getattr(import_module(module), function)) or ""
    return {"id": path.removeprefix("analysis."), "kind": "formula", "text": text.splitlines()[0], "detail": ""}
