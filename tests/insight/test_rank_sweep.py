"""What the first rank of a lever rests on: what is set has no row, and what takes a lever away takes its rank."""

from functools import cache

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.insight.rank_sweep import TOGETHER, rank_sweep

DRAWS = 200
CATALOG = load_inputs()
pytestmark = pytest.mark.slow


@cache
def sweep():
    """The sweep of the default run."""
    return rank_sweep(draws=DRAWS)


def test_rows_are_judged_inputs_the_widest_first_and_what_labs_rent_abroad():
    names = set(sweep()["id"]) - {TOGETHER}
    assert TOGETHER in set(sweep()["id"])
    assert {CATALOG.register[name].basis for name in names} == {"judged"}
    chances = sweep()[["as_drawn", "at_low", "at_high"]].to_numpy()
    width = np.ptp(chances, axis=1)
    assert np.all(np.diff(width) <= 1e-12)
    assert np.all(width >= 0.02)


def test_the_chance_as_drawn_is_the_same_in_every_row():
    assert sweep()["as_drawn"].nunique() == 1
    assert sweep()["lever"].nunique() == 1


def test_moving_every_lab_s_rent_moves_no_less_than_the_widest_single_one():
    rows = sweep().set_index("id")
    single = [name for name in rows.index if name.endswith(".channels.rented")]
    assert single
    assert rows.loc[TOGETHER, "at_low"] <= min(rows.loc[name, "at_low"] for name in single)


def test_an_input_that_is_set_has_no_row():
    assert "close-cloud.dose" in set(sweep()["id"])
    assert "close-cloud.dose" not in set(rank_sweep(draws=DRAWS, overrides={"close-cloud.dose": 0.5})["id"])


def test_a_lever_without_a_dose_does_not_lead():
    none = rank_sweep(draws=DRAWS, overrides={"close-cloud.dose": 0.0})
    assert "close-cloud" not in set(none["lever"])


def test_an_unknown_metric_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="Did you mean 'months'"):
        rank_sweep(draws=DRAWS, metric="month")
