"""Three yardsticks in H100 equivalents, each a ratio to the H100 in one property."""

import pytest

from analysis.calibration import load_inputs
from analysis.model.yardsticks import h100e_bandwidth, h100e_decode, h100e_flop, yardsticks
from tests.model.cases import close

CHIPS = load_inputs().kinds["chips"]


def test_each_yardstick_is_a_ratio_to_the_h100():
    assert h100e_flop(dense_16bit=148e12, h100_dense_16bit=989.5e12) == close(148 / 989.5)
    assert h100e_bandwidth(memory_bandwidth=4000, h100_memory_bandwidth=3350) == close(4000 / 3350)
    assert h100e_decode(decode_rate=700, h100_decode_rate=1400) == close(0.5)


def test_an_h100_is_one_by_every_yardstick():
    assert yardsticks(CHIPS["h100"], CHIPS["h100"]) == {
        "h100e_flop": close(1), "h100e_decode": close(1), "h100e_bandwidth": close(1),
    }  # fmt: skip


def test_h20_units_in_h100_equivalents():
    # 1,489,899 H20 at 148 over 989.5 are 222,845 H100 equivalents by speed
    flop = yardsticks(CHIPS["h20"], CHIPS["h100"])["h100e_flop"]
    assert 1_489_899 * flop == pytest.approx(222_845, rel=1e-5)


def test_bandwidth_bounds_measured_decoding_of_the_h20_from_above():
    found = yardsticks(CHIPS["h20"], CHIPS["h100"])
    assert found["h100e_decode"] < found["h100e_bandwidth"]


def test_a_blank_figure_gives_a_blank_yardstick():
    blank = CHIPS["h100"].model_copy(update={"decode_rate": None, "memory_bandwidth": None})
    found = yardsticks(blank, CHIPS["h100"])
    assert found == {"h100e_flop": close(1), "h100e_decode": None, "h100e_bandwidth": None}
