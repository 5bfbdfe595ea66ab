"""What a harvest is worth by three routes: cases worked by hand."""

import math

import numpy as np
import pytest

from analysis.model.worth import (
    ALTERNATIVES,
    Worth,
    alternatives,
    capped_at_gap,
    compute_equivalent,
    data_returns,
    months_brought_forward,
    reinforcement_hours,
    routes_share,
    saturation,
    worth,
    writing_hours,
)
from tests.model.cases import close, filled, known, spared

JUDGED = {
    "harvest_quality": 0.5,
    "open_teacher_quality": 0.8,
    "rl_gamma": 10,
    "harvest_n0": 1000,
    "harvest_n_max": 999_000,
    "harvest_coverage": 0.5,
    "benchmark_pace": 0.4,
    "observed_gap": 7,
    "top_down_worth": 0.6,
}


def valued(
    count: float = 9000, costs: tuple[float, float, float, float] = (1000, 2000, 50_000, 500), **judged: float
) -> Worth:
    """A harvest of ``count`` kept trajectories at a lab with 1,000 chip-hours a month that grow e-fold in a year."""
    a = known(JUDGED | judged)
    lab = {"hours_a_month": filled(1000), "growth": filled(math.e), "beta": filled(0.1)}
    return worth(a, trajectories=filled(count), spared=spared(*costs), **lab)


def test_samples_of_less_worth_are_made_good_by_number():
    # 300 hours / 0.6
    assert writing_hours(generation_hours=300, quality=0.6) == close(500)


def test_reinforcement_learning_takes_gamma_times_the_hours_to_write():
    # 16 x 100
    assert reinforcement_hours(generation_hours=100, gamma=16, rl_hours=1e6) == close(1600)


def test_reinforcement_learning_never_takes_more_than_its_whole_stage():
    assert reinforcement_hours(generation_hours=100, gamma=16, rl_hours=1200) == close(1200)


def test_the_hours_of_r1_come_back_at_both_ends_of_gamma():
    # 5,000 hours of data; R1's own reinforcement learning 40,960 + 5,000, with R1-Zero's 101,376 too: 147,336
    assert reinforcement_hours(generation_hours=5000, gamma=9.192, rl_hours=1e6) == close(45_960)
    assert reinforcement_hours(generation_hours=5000, gamma=29.4672, rl_hours=1e6) == close(147_336)


def test_saturation_is_a_ratio_of_logarithms():
    # log10(1 + 9,000 / 1,000) / log10(1 + 999,000 / 1,000) = 1 / 3
    assert saturation(trajectories=9000, scale=1000, most=999_000) == close(1 / 3)


def test_saturation_ends_at_the_most():
    assert saturation(trajectories=999_000, scale=1000, most=999_000) == close(1)
    assert saturation(trajectories=1e9, scale=1000, most=999_000) == 1


def test_the_hours_spared_are_those_beyond_fine_tuning():
    # (2,000 - 500) x 0.4
    assert compute_equivalent(alternative_hours=2000.0, sft_hours=500.0, saturation=0.4) == close(600)


def test_a_harvest_dearer_to_train_on_than_to_replace_spares_nothing():
    assert compute_equivalent(alternative_hours=400.0, sft_hours=500.0, saturation=0.4) == 0


def test_data_returns_are_points_over_the_yearly_pace():
    # 12 x 0.1 x log10(1 + 9,000 / 1,000) x 0.5 / 0.4
    assert data_returns(beta=0.1, trajectories=9000, scale=1000, coverage=0.5, pace=0.4) == close(1.5)


def test_returns_never_pass_the_gap():
    assert capped_at_gap(months=11.0, gap=7.0) == 7
    assert capped_at_gap(months=1.5, gap=7.0) == 1.5


def test_compute_that_doubles_the_year_is_brought_forward_by_a_year_of_doubling():
    # 12 ln(1 + 1) / ln 2
    assert months_brought_forward(extra_share=1.0, growth=2.0) == close(12)


def test_a_tenth_of_a_year_at_china_s_growth_is_about_a_month():
    # 12 ln 1.1 / ln 2.9 = 12 x 0.0953102 / 1.0647107
    assert months_brought_forward(extra_share=0.1, growth=2.9) == pytest.approx(1.07421, rel=1e-5)


def test_the_share_is_the_smallest_over_the_largest():
    # 0.1 / 6 and 1 / 3
    routes = np.array([[0.1, 1.0], [6.0, 2.0], [0.6, 3.0]])
    assert routes_share(routes=routes) == close([1 / 60, 1 / 3])


def test_a_route_of_nothing_makes_the_share_zero_and_only_nothing_at_all_makes_it_one():
    assert list(routes_share(routes=np.array([[0.0, 0.0], [6.0, 0.0]]))) == [0, 1]


def test_each_alternative_costs_its_hours_over_its_quality_or_gamma_times_them():
    # own 1,000 / 0.5, open 2,000 / 0.8, reinforcement learning 10 x 1,000
    found = alternatives(known(JUDGED), spared(1000, 2000, 50_000, 500))
    assert found[:, 0] == close([2000, 2500, 10_000])


def test_self_written_data_are_trained_on_as_often_as_they_are_written():
    # (1,000 + 500) / 0.5, (2,000 + 500) / 0.8; reinforcement learning writes its own
    found = alternatives(known(JUDGED), spared(1000, 2000, 50_000, 500), filled(500))
    assert found[:, 0] == close([3000, 3125, 10_000])


def test_the_first_route_follows_its_chain():
    # min(2,000, 2,500, 10,000) = 2,000; (2,000 - 500) x 1/3 = 500; 12 ln(1 + 500 / 12,000) / ln e
    found = valued()
    assert found.compute.hours[0] == close(500)
    assert found.compute.months[0] == close(12 * math.log(1 + 1 / 24))


def test_with_tuning_the_alternatives_take_theirs_too():
    # min(3,000, 3,125, 10,000) = 3,000; (3,000 - 500) / 3
    assert valued().with_tuning.hours[0] == close(2500 / 3)


def test_the_second_route_follows_its_chain():
    # 12 x 0.1 x 1 x 0.5 / 0.4
    assert valued().data_returns[0] == close(1.5)


def test_the_third_route_is_the_published_ceiling_whatever_the_harvest():
    assert valued().top_down[0] == valued(count=0).top_down[0] == 0.6


def test_the_share_is_that_of_the_two_routes_on_one_object():
    # the first route with tuning, 2,500 / 3 hours of 12,000, over 1.5
    assert valued().share[0] == close(12 * math.log(1 + 5 / 72) / 1.5)


def test_what_all_teachers_are_worth_enters_no_share():
    assert valued(top_down_worth=6).share[0] == valued().share[0]


def test_the_costs_of_every_alternative_are_kept():
    # 1,000 / 0.5, 2,000 / 0.8, 10 x 1,000
    assert valued().compute.costs[:, 0] == close([2000, 2500, 10_000])


@pytest.mark.parametrize(
    ("costs", "cheapest"),
    [
        ((1000, 2000, 50_000, 500), "own_model"),  # 2,000 against 2,500 and 10,000
        ((1000, 1000, 50_000, 500), "open_model"),  # 1,250 against 2,000 and 10,000
        ((1000, 2000, 1500, 500), "reinforcement_learning"),  # at most 1,500
    ],
)
def test_the_cheapest_alternative_is_named(costs, cheapest):
    assert ALTERNATIVES[valued(costs=costs).compute.cheapest[0]] == cheapest


def test_no_cap_holds_for_a_small_harvest():
    assert not any(cap.any() for cap in valued().caps.values())


@pytest.mark.parametrize(
    ("cap", "case"),
    [
        ("saturation", {"count": 999_001}),
        ("rl", {"costs": (1000, 2000, 9999, 500)}),  # 10 x 1,000
        ("gap", {"observed_gap": 1.4}),  # below 1.5
    ],
)
def test_each_cap_is_told_where_it_holds(cap, case):
    assert {name for name, holds in valued(**case).caps.items() if holds.all()} == {cap}


def test_no_exchanges_are_worth_nothing():
    found = valued(count=0, costs=(0, 0, 50_000, 0))
    for route in (found.compute.hours, found.compute.months, found.with_tuning.hours, found.data_returns):
        assert not route.any()
