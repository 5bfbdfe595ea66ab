"""Where a number comes from: the formulas it went through, every input, and the sources of each."""

import inspect
from functools import cache
from importlib import import_module
from typing import Any

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Catalog, load_catalog, unknown
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
    """Rows that explain an input or a result: what it is, its formulas in order, its inputs with their sources."""
    catalog, asked = load_catalog(), parameters(scenario=scenario, disclosure=disclosure, draws=MIN_DRAWS)
    if name in catalog.register:
        return [input_row(catalog, name), *_source_rows(catalog, [name])]
    found = traces(asked)
    if name not in found:
        raise unknown("quantity", name, [*found, *catalog.register])
    trace = found[name].view(Traced)
    known = [i for i in trace.inputs if i in catalog.register]
    events = [i for i in trace.inputs if i not in catalog.register]
    return (
        [{"id": name, "kind": "result", "text": f"scenario {scenario}, disclosure {disclosure}", "detail": ""}]
        + [formula_row(formula) for formula in trace.formulas]
        + [
            {"id": event, "kind": "event", "text": event, "detail": "one number between 0 and 1 per draw"}
            for event in events
        ]
        + [input_row(catalog, i) for i in known]
        + _source_rows(catalog, known)
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


def input_row(catalog: Catalog, name: str) -> dict[str, str]:
    """One input: value, unit, date, basis, grade, sources and note."""
    e = catalog.register[name]
    value = f"{e.central:g}" if e.low is None else f"{e.low:g} / {e.central:g} / {e.high:g}"
    detail = f"{e.basis}, grade {e.grade}, as of {e.as_of}, sources: {', '.join(e.sources) or 'none'}. {e.note}".strip()
    return {"id": name, "kind": "input", "text": f"{e.name or name}: {value} {e.unit}", "detail": detail}


def _source_rows(catalog: Catalog, names: list[str]) -> list[dict[str, str]]:
    cited = dict.fromkeys(s for name in names for s in catalog.register[name].sources)
    sources = {s: catalog.sources[s] for s in cited}
    return [
        {
            "id": s,
            "kind": "source",
            "text": f"{v.title}. {v.publisher}, {v.published}",
            "detail": f"grade {v.grade}, {v.read}, {v.url}",
        }
        for s, v in sources.items()
    ]
