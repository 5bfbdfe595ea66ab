"""What all supply of chips is built from: cases worked by hand."""

import numpy as np
import pytest

from analysis.model.supply import renewed_allowance, stock, waiting_months, with_substitution
from tests.model.cases import close


@pytest.mark.parametrize(
    ("uniform", "probability", "months"),
    [
        (0.9, 0.9, 12),  # ln 0.1 / ln 0.1: the event has happened by month 12 on 90 percent of draws
        (0.75, 0.5, 24),  # 12 x ln 0.25 / ln 0.5 = 12 x 2
        (0.5, 0.75, 6),  # 12 x ln 0.5 / ln 0.25 = 12 / 2
        (0.3, 1.0, 0),  # certain: at once
        (0.3, 0.0, np.inf),  # impossible: never
    ],
)
def test_waiting_time_of_an_event_at_a_constant_rate(uniform, probability, months):
    assert waiting_months(uniform=np.array([uniform]), probability=np.array([probability]))[0] == close(months)


def test_the_event_happens_within_a_year_with_its_probability():
    # 1,000 evenly spaced numbers: those below 0.9, and no others, are within twelve months
    uniform = (np.arange(1000) + 0.5) / 1000
    months = waiting_months(uniform=uniform, probability=np.full(1000, 0.9))
    assert np.array_equal(months < 12, uniform < 0.9)


@pytest.mark.parametrize(
    ("years", "chips"),
    [
        (1, 250),  # 1,000 x 0.25: one year is the share itself
        (2, 437.5),  # 250, then 0.25 of the 750 left
        (3, 578.125),  # and 0.25 of the 562.5 left
    ],
)
def test_a_share_granted_anew_applies_to_what_is_left(years, chips):
    assert renewed_allowance(remaining=1000, share_admitted=0.25, years=years) == close(chips)


@pytest.mark.parametrize(
    ("difference", "elasticity", "worth", "left"),
    [
        (-1000, 0.25, 1.6, -600),  # 250 other chips, worth 400: 600 are lost
        (-1000, 0.5, 2.0, 0),  # the sign turns at e = 1 / worth
        (-1000, 0.5, 2.5, 250),  # 500 other chips, worth 1,250
        (1000, 0.25, 1.6, 600),  # gained chips push others out alike
        (-1000, 0.0, 1.6, -1000),  # the direct effect
    ],
)
def test_substitution_makes_up_for_a_part_of_a_difference(difference, elasticity, worth, left):
    # difference x (1 - e x worth)
    found = with_substitution(difference=difference, elasticity=elasticity, worth=worth)
    assert found == pytest.approx(left, rel=1e-12)


def test_stock_retires_monthly_at_the_annual_rate():
    # 1 - 0.5^12 a year is a half a month: 8; 8 / 2 + 4 = 8; 8 / 2 + 2 = 6
    found = stock(flow=np.array([[8.0, 4.0, 2.0]]), annual_retirement=np.array([1 - 0.5**12]))
    assert found[0] == close(np.array([8.0, 8.0, 6.0]))


def test_stock_of_each_draw_retires_at_its_own_rate():
    # none leaves: 8 + 4; all leave: 4
    found = stock(flow=np.array([[8.0, 4.0], [8.0, 4.0]]), annual_retirement=np.array([0.0, 1.0]))
    assert found.tolist() == [[8, 12], [8, 4]]
