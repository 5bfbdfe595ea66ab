"""The whole matrix: one row a cell, quotas beside it, and the same chips as in a run of a scenario."""

import pytest

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.scenarios import run
from analysis.scenarios.compare import key
from analysis.scenarios.matrix import matrix
from tests.scenarios.cases import SCENARIOS

CATALOG = load_inputs()
DRAWS = 400
QUOTAS = (100_000, 250_000, 500_000, 1_000_000)
TABLE = matrix(draws=DRAWS, quotas=QUOTAS).set_index("id")
POSTURES = list(CATALOG.kinds["postures"])


def test_there_is_a_row_for_each_policy_and_posture_and_for_each_quota():
    # 12 policies and 4 quotas under 3 postures
    cells = [f"{policy}.{posture}" for policy in CATALOG.kinds["policies"] for posture in POSTURES]
    assert len(cells) == 36
    assert list(TABLE.index) == cells + [f"r5-{quota}.{posture}" for quota in QUOTAS for posture in POSTURES]


@pytest.mark.parametrize("posture", POSTURES)
@pytest.mark.parametrize("column", ["months12_p50", "months36_p5", "months36_p50", "months36_p95", "used_p50"])
def test_a_larger_quota_brings_no_less(column, posture):
    found = [TABLE.loc[f"r5-{quota}.{posture}", column] for quota in QUOTAS]
    assert found == sorted(found)


@pytest.mark.parametrize("scenario", [s for s in SCENARIOS if s != "quota_250k"])
def test_a_cell_is_what_a_run_of_its_scenario_delivers(scenario):
    result = run(scenario, draws=DRAWS)
    row = TABLE.loc[key(result)]
    for column, metric in (("months12", "delivered12"), ("months36", "delivered36"), ("used", "used36")):
        quantity = result.quantities[f"{metric}.{key(result)}"]
        assert [row[f"{column}_p{p}"] for p in (5, 50, 95)] == [quantity[p] for p in (5, 50, 95)]
    assert row["none12"] == result.chances[f"none12.{key(result)}"].probability


def test_a_quota_is_what_its_scenario_sets():
    found = run("quota_250k", draws=DRAWS).quantities["delivered36.r5.ration"]
    assert TABLE.loc["r5-250000.ration", "months36_p50"] == found[50]


def test_a_policy_for_two_products_names_both():
    assert TABLE.loc["r7.ration", "chips"] == "B30A and H200"
    assert TABLE.loc["r3.ration", "chips"] == "H200"


@pytest.mark.parametrize("quota", [0, -5, float("nan"), float("inf")])
def test_a_quota_that_is_none_is_refused(quota):
    with pytest.raises(InputError, match="a number of chips above zero is accepted"):
        matrix(draws=DRAWS, quotas=[quota])


def test_chips_ahead_are_those_of_the_months_asked_for():
    # at the year and at the end of the horizon they are what the table gives anyway
    year, end = (matrix(draws=200, ahead=months).set_index("id") for months in (12, CATALOG.horizon.months))
    assert (year["ahead_p50"] == year["months12_p50"]).all()
    assert (end["ahead_p95"] == end["months36_p95"]).all()


@pytest.mark.parametrize("ahead", [0, 37, 1.5])
def test_a_number_of_months_outside_the_horizon_is_refused(ahead):
    with pytest.raises(InputError, match="'horizon': found .* a whole number from 1 to 36"):
        matrix(draws=200, ahead=ahead)
