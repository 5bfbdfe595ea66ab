"""A sweep of judged inputs: one at a time, at the ends of its range, on the same draws."""

from functools import cache

import numpy as np
import pytest

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.scenarios.supply_sweep import FEW, medians, supply_sweep

CATALOG = load_inputs()
pytestmark = pytest.mark.slow


@cache
def sweep():
    """The sweep of the defaults."""
    return supply_sweep()


def test_every_input_that_moves_a_result_is_judged_and_has_a_range():
    for name in sweep()["input"]:
        assert CATALOG.register[name].basis == "judged"
        assert CATALOG.register[name].low < CATALOG.register[name].high


@pytest.mark.parametrize("name", ["substitution", "domestic_output_growth", "offshore_rented", "h200_demand"])
def test_the_inputs_that_nobody_has_measured_are_swept(name):
    assert name in set(sweep()["input"])


def test_the_widest_comes_first():
    for _, rows in sweep().groupby("result"):
        width = (rows["at_high"] - rows["at_low"]).abs()
        assert list(width) == sorted(width, reverse=True)


def test_a_row_is_the_model_with_that_input_set():
    row = sweep().set_index("id").loc["used36.r3.ration.domestic_output_growth"]
    for end in ("low", "high"):
        value = getattr(CATALOG.register["domestic_output_growth"], end)
        found = medians(Assumptions(CATALOG, FEW, 1, {"domestic_output_growth": value}))
        assert row[f"at_{end}"] == pytest.approx(found["used36.r3.ration"], rel=1e-5)
    assert row["at_low"] < row["centre"] < row["at_high"]


def test_without_substitution_denial_takes_all_that_would_come():
    found = sweep().set_index("id")
    net = found.loc["policy36_net.r1.admit.substitution", "at_low"]
    assert net == -found.loc["delivered36.r3.admit.h200_demand", "centre"]


def test_an_input_that_is_set_is_not_swept():
    table = supply_sweep(draws=200, overrides={"substitution": 0.1})
    assert "substitution" not in set(table["input"])
    assert np.isfinite(table[["at_low", "centre", "at_high"]]).all(axis=None)
