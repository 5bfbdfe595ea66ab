"""What a lab has, and what reaches it: cases worked by hand."""

from datetime import date

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.catalog import Lab
from analysis.model.labs import (
    fleet_at,
    fleet_months,
    grown_fleet,
    h100e_per_h200,
    months_between,
    serving_capacity,
    usable_hours_a_month,
)
from tests.model.cases import close, known


def lab(identifier: str) -> Lab:
    """One lab or buyer of the data."""
    return load_inputs().get("labs", identifier)


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2026, 2, 1), date(2026, 10, 8), 8),
        (date(2025, 11, 30), date(2026, 2, 1), 3),  # months of the calendar, whatever the day
        (date(2026, 10, 8), date(2026, 10, 31), 0),
        (date(2026, 10, 8), date(2025, 10, 8), -12),
    ],
)
def test_months_between_two_dates(earlier, later, months):
    assert months_between(earlier, later) == months


@pytest.mark.parametrize(("years", "fleet"), [(0, 1000), (1, 3000), (2, 9000), (-1, 1000 / 3)])
def test_a_fleet_grows_by_its_factor_each_year(years, fleet):
    # 1,000 x 3^years
    assert grown_fleet(fleet=1000, growth=3, years=years) == close(fleet)


def test_usable_hours_are_730_a_month_at_the_occupancy():
    # 100 x 730 x 0.8
    assert usable_hours_a_month(fleet=100, occupancy=0.8) == close(58_400)


def test_a_growing_fleet_yields_more_than_its_present_months():
    # 4^(6/12) + 4^(12/12) = 2 + 4; without growth, two months are two
    assert fleet_months(growth=np.array([4.0, 1.0]), months=np.array([6, 12])) == close(np.array([6.0, 2.0]))


def test_a_fleet_is_brought_forward_from_its_own_date():
    # 18 months from the fleet's date at 4 times a year: 10,000 x 4^1.5 = 80,000
    deepseek = lab("deepseek")
    start = deepseek.fleet.as_of
    end = date(start.year + 1 + (start.month + 6 > 12), (start.month + 5) % 12 + 1, 1)
    found = fleet_at(known({"deepseek.fleet": 10_000, "fleet_growth": 4}), deepseek, end)
    assert found[0] == close(80_000)


def test_an_h200_is_worth_its_speed_over_an_h100_s():
    # 2e15 / 8e14
    values = {"h200.dense_16bit": 2e15, "h100.dense_16bit": 8e14}
    assert h100e_per_h200(known(values)) == close(np.full(100, 2.5))


def test_an_h200_of_the_data_trains_like_one_h100():
    # the same compute die: its larger memory counts in serving only
    assert h100e_per_h200(known({})) == close(np.ones(100))


def test_a_fleet_serves_what_it_decodes_over_output_s_share():
    # twice the reference's parameters decode at 1,000 x 10e9 / 20e9 = 500 tokens/s; 100 chips, half of them decoding:
    # 50 x 500 x 86,400 = 2.16e9 written a day, a fifth of all tokens
    rates = {"decode_rate_reference": 1000, "reference_active_params": 10e9}
    a = known(rates | {"decoding_share": 0.5, "output_token_share": 0.2})
    assert serving_capacity(a, np.full(100, 100), np.full(100, 20e9)) == close(np.full(100, 10.8e9))
