"""What a run hands on: results.json, the long table, and their numbers."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.catalog import RunError
from analysis.reporting.check import check_results
from analysis.scenarios import Result, parameters, run, run_parameters
from analysis.scenarios.results import PERCENTILES, rounded
from tests.runs import default_run
from tests.scenarios.cases import SCENARIOS, draws_of, kept_run

pytestmark = pytest.mark.slow

COLUMNS = ["model", "scenario", "region", "variable", "unit", "month", "p5", "p25", "p50", "p75", "p95"]
PERCENTILE_COLUMNS = COLUMNS[6:]


def numbers(value: Any) -> Iterator[float]:
    """Every number inside ``value``."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from numbers(part)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def plain() -> Result:
    """A result that holds nothing yet."""
    found = run(draws=100)
    return Result(found.catalog, found.parameters, found.assumptions)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_results_match_their_published_schema(scenario):
    check_results(run(scenario, draws=100).to_json())


@pytest.mark.parametrize(
    ("key", "value"), [("draws", 99), ("scenario", None), ("overrides", {"keep_share": "half"}), ("stray", 1)]
)
def test_the_schema_refuses_other_parameters(key, value):
    content = json.loads(kept_run().to_json())
    content["parameters"][key] = value
    with pytest.raises(RunError, match="does not match its schema"):
        check_results(json.dumps(content))


def test_the_schema_refuses_a_result_without_a_percentile():
    content = json.loads(kept_run().to_json())
    del content["quantities"][0]["p25"]
    with pytest.raises(RunError, match=r"must contain \['p25'\] properties"):
        check_results(json.dumps(content))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_numbers_have_at_most_six_significant_digits(scenario):
    found = list(numbers(json.loads(default_run(scenario).to_json())))
    assert len(found) > 1000
    assert [x for x in found if float(f"{x:.6g}") != x] == []


@pytest.mark.parametrize(("value", "stored"), [(1234567.0, 1234570.0), (0.00012345649, 0.000123456), (-2e30, -2e30)])
def test_rounding_keeps_six_digits_at_any_size(value, stored):
    assert rounded(value) == stored


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_same_parameters_give_the_same_text_twice(scenario):
    assert run(scenario, draws=200).to_json() == run(scenario, draws=200).to_json()


def test_another_process_gives_the_same_text():
    # sets of names are ordered differently in each
    digest = "hashlib.sha256(run(draws=100).to_json().encode()).hexdigest()"
    code = f"import hashlib; from analysis.scenarios import run; print({digest})"
    found = [
        subprocess.check_output([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, text=True)
        for seed in ("1", "2")
    ]
    assert {text.strip() for text in found} == {hashlib.sha256(run(draws=100).to_json().encode()).hexdigest()}


@pytest.mark.parametrize("given", [{"seed": 2}, {"draws": 200}, {"overrides": {"keep_share": 0.5}}])
def test_other_parameters_give_other_numbers(given):
    plain_values = run(draws=100).quantities["trained.all.mixture"].percentiles
    assert run(**({"draws": 100} | given)).quantities["trained.all.mixture"].percentiles != plain_values


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_long_table_has_the_columns_of_iamc_and_percentiles_in_order(scenario):
    table = kept_run(scenario).table()
    assert list(table.columns) == COLUMNS
    assert set(table["model"]) == {"chipbrief"}
    assert set(table["scenario"]) == {scenario}
    assert np.all(np.diff(table[PERCENTILE_COLUMNS].to_numpy(), axis=1) >= 0)


def test_the_long_table_has_one_row_a_variable_region_and_month():
    table = kept_run().table()
    assert len(table) == len(kept_run().quantities)
    assert not table.duplicated(["region", "variable", "month"]).any()


def test_the_csv_is_the_long_table():
    lines = kept_run().to_csv().splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == 1 + len(kept_run().quantities)


@pytest.mark.parametrize(
    "identifier", ["trained.all.mixture", "months.base.deepseek.own_next", "delivered36.r3.ration"]
)
def test_percentiles_are_those_of_the_draws(identifier):
    # the middle one has as many draws below as above
    found, draws = kept_run().quantities[identifier], draws_of(identifier)
    assert found.percentiles == tuple(rounded(x) for x in np.percentile(draws, PERCENTILES))
    assert np.sum(draws < found[50]) == pytest.approx(len(draws) / 2, abs=1)


def test_json_holds_every_quantity_chance_and_input_of_the_run():
    found, content = kept_run(), json.loads(kept_run().to_json())
    assert [q["id"] for q in content["quantities"]] == list(found.quantities)
    assert [c["id"] for c in content["chances"]] == list(found.chances)
    assert [i["id"] for i in content["inputs"]] == sorted(found.assumptions.read)
    assert content["data"] == load_inputs().digest
    assert content["parameters_hash"] == found.parameters.hash


def test_json_says_which_inputs_were_overridden_and_with_what():
    content = json.loads(run(draws=100, overrides={"keep_share": 0.5}).to_json())
    changed = [i for i in content["inputs"] if i["overridden"]]
    assert [(i["id"], i["low"], i["central"], i["high"]) for i in changed] == [("keep_share", None, 0.5, None)]
    assert content["parameters"]["overrides"] == {"keep_share": 0.5}


def test_an_id_is_used_once():
    found = plain()
    found.add("twice", "Test", "China", "chips", np.ones(100))
    found.chance("twice", "A statement.", np.ones(100))
    with pytest.raises(KeyError, match="'twice' exists already"):
        found.add("twice", "Test", "China", "chips", np.ones(100))
    with pytest.raises(KeyError, match="'twice' exists already"):
        found.chance("twice", "A statement.", np.ones(100))


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_result_that_is_not_finite_is_refused(bad):
    with pytest.raises(RunError, match="'odd' is not finite"):
        plain().add("odd", "Test", "China", "chips", np.full(100, bad))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(("name", "result"), [("occupancy", "months."), ("final_run_share", "hours.research.")])
def test_a_run_whose_inputs_divide_by_zero_names_the_first_result_that_has_no_number(name, result):
    with pytest.raises(RunError, match=f"^result '{result}.*' is not finite"):
        run(draws=100, overrides={name: 0})


def test_a_chance_is_the_share_of_draws_in_which_it_holds():
    found = plain()
    found.chance("quarter", "A statement.", np.arange(100) < 25)
    assert found.chances["quarter"].probability == 0.25


def test_parameters_may_be_given_whole_or_apart():
    whole = run_parameters(parameters(scenario="full_denial", draws=100, seed=3))
    assert whole.to_json() == run("full_denial", draws=100, seed=3).to_json()
