"""Where chips bind: cases worked by hand."""

import numpy as np

from analysis.model.binding import final_runs_a_year, months_added, months_of_lab_compute, years_of_lab_compute
from tests.model.cases import close


def test_months_of_lab_compute_are_hours_over_those_of_a_month():
    # 5,000 / 1,000
    assert months_of_lab_compute(hours=5000, hours_a_month=1000) == close(5)


def test_a_lab_year_has_twelve_months():
    # 6 / 12
    assert years_of_lab_compute(months=6) == close(0.5)


def test_months_added_are_chip_months_over_the_fleet():
    # (100 + 200) / 50 and (50 + 50) / 100
    added = months_added(stock=np.array([[100.0, 200.0], [50.0, 50.0]]), fleet=np.array([50.0, 100.0]))
    assert added == close(np.array([6.0, 1.0]))


def test_final_runs_take_their_share_of_a_year():
    # 1,000 x 12 x 0.2 / 1,200
    assert final_runs_a_year(hours_a_month=1000, final_run_share=0.2, run_hours=1200) == close(2)


def test_research_of_one_model_takes_the_time_between_final_runs():
    # 12 / runs a year = hours / share / hours a month: (1,200 / 0.2) / 1,000 = 6 months, two runs a year
    runs = final_runs_a_year(hours_a_month=1000, final_run_share=0.2, run_hours=1200)
    assert 12 / runs == close(months_of_lab_compute(hours=1200 / 0.2, hours_a_month=1000))
