"""Electricity: cases worked by hand and one published run."""

import numpy as np
import pytest

from analysis.model.energy import energy_mwh
from tests.model.cases import close

CASE = {"chip_hours": 1000, "power": 700, "server_over_tdp": 1.8, "average_share": 0.75, "pue": 1.25}


def test_energy_of_a_thousand_chip_hours():
    # 1,000 x 700 = 700,000 Wh of chips' rated power; x 1.8 x 0.75 x 1.25 = 1,181,250 Wh
    assert energy_mwh(**CASE) == close(1.18125)


def test_a_chip_hour_at_a_megawatt_is_a_megawatt_hour():
    # 1 h x 1,000,000 W with nothing added: the unit itself
    assert energy_mwh(chip_hours=1, power=1e6, server_over_tdp=1, average_share=1, pue=1) == close(1)


@pytest.mark.parametrize("name", CASE)
def test_energy_doubles_with_each_factor(name):
    assert energy_mwh(**CASE | {name: 2 * CASE[name]}) == close(2 * 1.18125)


def test_deepseek_v3_took_some_three_gigawatt_hours():
    # 2.664e6 h x 700 W = 1,864.8 MWh; x 1.82 x 0.75 x 1.25 = 3,181.8
    mwh = energy_mwh(chip_hours=2.664e6, power=700, server_over_tdp=1.82, average_share=0.75, pue=1.25)
    assert mwh == pytest.approx(3182, rel=0.001)


def test_energy_keeps_the_shape_of_its_draws():
    # 1,000 and 3,000 chip-hours
    assert energy_mwh(**CASE | {"chip_hours": np.array([1000, 3000])}) == close(np.array([1.18125, 3.54375]))
