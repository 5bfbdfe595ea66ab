"""Where a number comes from: the formulas it went through, every input, and the sources of each."""

import inspect
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import Catalog, unknown
from analysis.insight.likelihood import percentage
from analysis.insight.provenance import decided, explain_known, explain_number, input_row, known_names, source_rows
from analysis.insight.trace import Traced, formulas_noted, traced
from analysis.model.controls import total_processing_performance
from analysis.model.yardsticks import yardsticks
from analysis.scenarios import Result
from analysis.scenarios.run import lay_ground as of_scenarios
from analysis.scenarios.run import run_parameters, run_with
from analysis.scenarios.spec import DEFAULTS, MIN_DRAWS, Parameters, parameters

YARDSTICK = "h100"
# What a listing computes for a chip: the formula, its unit, and the figures that enter.
DERIVED = {
    "tpp": ("analysis.model.controls.tpp", "TPP", ("dense_16bit", "dense_8bit", "dense_4bit")),
    "h100e_flop": ("analysis.model.yardsticks.h100e_flop", "H100 equivalents", ("dense_16bit",)),
    "h100e_decode": ("analysis.model.yardsticks.h100e_decode", "H100 equivalents", ("decode_rate",)),
    "h100e_bandwidth": ("analysis.model.yardsticks.h100e_bandwidth", "H100 equivalents", ("memory_bandwidth",)),
}


class TracedAssumptions(Assumptions):
    """Draws that remember their names."""

    def draw(self, name: str, unit: str) -> Array:
        """As ``Assumptions.draw``, traced."""
        return traced(super().draw(name, unit), name)

    def uniform(self, event: str, judged: bool = True) -> Array:
        """As ``Assumptions.uniform``, traced."""
        return traced(super().uniform(event, judged), event)


class NotedAssumptions(TracedAssumptions):
    """Draws for a run in which formulas are noted: they are noted on the arrays themselves, so no other run may see those."""

    lasting = False


def explain(name: str, scenario: str = "status_quo", disclosure: str = "feb-2026") -> list[dict[str, Any]]:
    """Rows that explain a name: what it is, its formulas, its inputs, conflicts decided about them, their sources.

    A name is that of a result or a chance, a number, a record, a source, a disclosure, a kind, or a column of a chip.
    """
    catalog, asked = load_inputs(), parameters(scenario=scenario, disclosure=disclosure, draws=MIN_DRAWS)
    if name in catalog.register:
        return explain_number(catalog, name)
    if known := explain_known(catalog, name) or explain_column(catalog, name):
        return known
    found = traces(asked)
    if name not in found:
        columns = (f"{chip}.{column}" for chip in catalog.kinds["chips"] for column in DERIVED)
        names = [*found, *catalog.register, *known_names(catalog), *columns]
        raise unknown("quantity", name, names, search=True)
    trace = found[name].view(Traced)
    known_inputs = [i for i in trace.inputs if i in catalog.register]
    events = [i for i in trace.inputs if i not in catalog.register]
    return (
        [value_row(name, parameters(scenario=scenario, disclosure=disclosure))]
        + [formula_row(formula) for formula in trace.formulas]
        + [
            {
                "id": event,
                "kind": "event",
                "text": "decided once in each draw, for all labs and scenarios",
                "detail": "",
            }
            for event in events
        ]
        + [input_row(catalog, i) for i in known_inputs]
        + decided(catalog, known_inputs)
        + source_rows(catalog, [s for i in known_inputs for s in catalog.register[i].sources])
    )


def value_row(name: str, asked: Parameters) -> dict[str, Any]:
    """A result with its percentiles, or a chance with its probability, from a run with the draws that are usual."""
    result = run_parameters(asked)
    origin = f"scenario {asked.scenario}, disclosure {asked.disclosure}, {asked.draws:,} draws"
    if name in result.chances:
        chance = result.chances[name]
        text = f"{chance.statement}: {percentage(chance.probability)}"
        row = {"id": name, "kind": "chance", "text": text, "detail": f"{chance.probability:g} of the draws; {origin}"}
        return row | {"unit": "probability", "p50": chance.probability}
    found = result.quantities[name]
    words = f"{found.variable.replace('|', ', ')}, {found.region}"
    value = f"{found[50]:,.3g} {found.unit} (90% interval {found[5]:,.3g} to {found[95]:,.3g})"
    ends = {f"p{percentile}": found[percentile] for percentile in (5, 50, 95)}
    return {"id": name, "kind": "result", "text": f"{words}: {value}", "detail": origin, "unit": found.unit} | ends


def explain_column(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    """A figure that a listing computes for a chip (``h20.tpp``); no rows if the name is none."""
    chip, _, column = name.rpartition(".")
    if chip not in catalog.kinds["chips"] or column not in DERIVED:
        return []
    record, h100 = catalog.get("chips", chip), catalog.get("chips", YARDSTICK)
    value = ({"tpp": total_processing_performance(record)} | yardsticks(record, h100))[column]
    formula, unit, fields = DERIVED[column]
    text = "not known: a figure that it needs is blank" if value is None else f"{value:,.4g} {unit}"
    owners = (chip,) if column == "tpp" or chip == YARDSTICK else (chip, YARDSTICK)
    inputs = [n for owner in owners for n in (f"{owner}.{field}" for field in fields) if n in catalog.register]
    head = {
        "id": name,
        "kind": "derived",
        "text": f"{record.name}: {text}",
        "detail": "a column of `chipbrief list chips`",
    }
    cited = [source for n in inputs for source in catalog.register[n].sources]
    return [
        head,
        formula_row(formula),
        *(input_row(catalog, n) for n in inputs),
        *decided(catalog, inputs),
        *source_rows(catalog, cited),
    ]


def traces(asked: Parameters) -> dict[str, Traced]:
    """Every result and chance of a run with its trace, by id; that of a chance is of the draws in which it holds."""
    with formulas_noted():
        return run_with(asked, NotedAssumptions).kept


def traced_inputs(result: Result) -> dict[str, frozenset[str]]:
    """The inputs and events that each result and chance of a run was computed from, by id."""
    asked = result.parameters
    return _traced_inputs(asked.scenario, asked.disclosure, tuple(asked.overrides.items()))


def lay_ground(asked: Sequence[Parameters]) -> None:
    """Make what runs that share their ground, and their traces, have in common, before processes are forked for them."""
    of_scenarios(asked)
    of_scenarios([replace(one, draws=MIN_DRAWS, seed=DEFAULTS["seed"]) for one in asked], TracedAssumptions)


@cache
def _traced_inputs(
    scenario: str, disclosure: str, overrides: tuple[tuple[str, float], ...]
) -> dict[str, frozenset[str]]:
    asked = parameters(scenario=scenario, disclosure=disclosure, draws=MIN_DRAWS, overrides=dict(overrides))
    kept = run_with(
        asked, TracedAssumptions
    ).kept  # formulas are not asked for, and noting them takes longer than the run
    return {identifier: frozenset(getattr(trace, "inputs", ())) for identifier, trace in kept.items()}


def formula_row(path: str) -> dict[str, str]:
    """One formula: its name and the first line of its documentation."""
    module, _, function = path.rpartition(".")
    text = inspect.getdoc(getattr(import_module(module), function)) or ""
    return {"id": path.removeprefix("analysis."), "kind": "formula", "text": text.splitlines()[0], "detail": ""}
