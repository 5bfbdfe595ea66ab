"""A chance is explained as a result is: by its statement, its probability, and the trace of the draws it holds in."""

from functools import cache

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.insight import percentage
from analysis.insight.explain import explain
from analysis.reporting.terminal import explanation
from analysis.scenarios import parameters, run
from tests.runs import default_run, kept_traces

CATALOG = load_inputs()
ASKED = parameters(draws=100)
# Chances on a quantity, on a route that spares nothing, and on deliveries, which wait for an event.
EXPLAINED = ("tenth.base.deepseek.flop_1e26", "worth.compute.minimax.nothing", "none12.r3.ration")

pytestmark = [pytest.mark.usefixtures("runs_made_once"), pytest.mark.slow]


@cache
def traced() -> dict:
    """Every result of a small run with its trace."""
    return kept_traces(parameters(draws=100))


@cache
def small():
    """A run on the same draws."""
    return run(draws=100)


def of_kind(rows: list[dict], kind: str) -> list[str]:
    """Ids of the rows of a kind."""
    return [row["id"] for row in rows if row["kind"] == kind]


def test_every_chance_of_a_run_is_traced() -> None:
    """Chances and quantities share no id; the draws that are traced are those that were counted."""
    assert small().chances and not set(small().chances) & set(small().quantities)
    assert set(traced()) == set(small().chances) | set(small().quantities)
    counted = {i: float(np.mean(np.asarray(traced()[i]))) for i in small().chances}
    assert counted == pytest.approx({i: chance.probability for i, chance in small().chances.items()})
    assert [i for i in small().chances if not traced()[i].inputs] == []


@pytest.mark.parametrize("identifier", EXPLAINED)
def test_an_explanation_of_a_chance_begins_with_its_statement(identifier: str) -> None:
    """The statement and the probability are those of the run with the usual draws."""
    first, chance = explain(identifier)[0], default_run().chances[identifier]
    assert (first["id"], first["kind"], first["unit"]) == (identifier, "chance", "probability")
    assert first["p50"] == chance.probability
    assert first["text"] == f"{chance.statement}: {percentage(chance.probability)}"
    assert first["detail"].startswith(f"{chance.probability:g} of the draws; scenario status_quo, disclosure feb-2026")


@pytest.mark.parametrize("identifier", EXPLAINED)
def test_an_explanation_of_a_chance_lists_its_formulas_inputs_and_sources(identifier: str) -> None:
    """Formulas, inputs and events of the trace, and each source that the inputs cite, once."""
    rows, trace = explain(identifier), traced()[identifier]
    inputs = [name for name in trace.inputs if name in CATALOG.register]
    assert inputs and of_kind(rows, "input") == inputs
    assert of_kind(rows, "event") == [name for name in trace.inputs if name not in CATALOG.register]
    assert of_kind(rows, "formula") == [path.removeprefix("analysis.") for path in trace.formulas]
    cited = {source for name in inputs for source in CATALOG.register[name].sources}
    assert sorted(of_kind(rows, "source")) == sorted(cited)


def test_a_chance_rests_on_what_its_quantity_rests_on() -> None:
    """Base training past a tenth of a year: the inputs of its months, and one formula more, from months to years."""
    chance, months = traced()["tenth.base.deepseek.flop_1e26"], traced()["months.base.deepseek.flop_1e26"]
    assert set(chance.inputs) == set(months.inputs)
    assert set(chance.formulas) - set(months.formulas) == {"analysis.model.binding.years_of_lab_compute"}


def test_a_chance_is_explained_for_the_scenario_that_is_asked() -> None:
    """Turns trained with their whole context make fine-tuning bind more often than in the status quo."""
    identifier, scenario = "tenth.sft.any.own_next", "each_turn_in_context"
    first = explain(identifier, scenario)[0]
    assert (
        first["p50"]
        == default_run(scenario).chances[identifier].probability
        > default_run().chances[identifier].probability
    )
    assert f"scenario {scenario}" in first["detail"]


def test_an_unknown_chance_is_answered_with_the_nearest() -> None:
    """A chance misspelled is found among everything that has an id."""
    with pytest.raises(InputError, match=r"Did you mean 'tenth\.base\.deepseek\.flop_1e26'\?"):
        explain("tenth.base.deepsek.flop_1e26")


def test_a_chance_is_printed_as_a_result_is() -> None:
    """Its statement at the head, then the sections, in their order."""
    lines = explanation(explain("none12.r3.ration"), 100).splitlines()
    assert lines[0] == "none12.r3.ration (chance)"
    assert [line for line in lines if line in ("Formulas", "Events", "Inputs", "Sources")] == [
        "Formulas", "Events", "Inputs", "Sources",
    ]  # fmt: skip
