"""What a harvest is worth by three routes: what holds for any harvest."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.model.worth import (
    Worth,
    compute_equivalent,
    data_returns,
    months_brought_forward,
    reinforcement_hours,
    routes_share,
    saturation,
    worth,
    writing_hours,
)
from tests.model.cases import DRAWS, EXACT, amounts, close, filled, known, part_shares, seeds, shares, spared, steady

trajectories = st.floats(min_value=0, max_value=1e9)
hours = st.floats(min_value=0, max_value=1e9)
more = st.floats(min_value=1, max_value=1e3)


def drawn(count: float, costs: tuple[float, float, float, float], seed: int) -> Worth:
    """A harvest of ``count`` kept trajectories at a lab of 10 million chip-hours a month, every judged input drawn."""
    lab = {"hours_a_month": filled(1e7, DRAWS), "growth": filled(2, DRAWS), "beta": filled(0.112, DRAWS)}
    a = known({}, draws=DRAWS, seed=seed)
    return worth(a, trajectories=filled(count, DRAWS), spared=spared(*costs, DRAWS), **lab)


@steady
@given(count=trajectories, scale=amounts, most=amounts)
def test_saturation_is_a_share(count, scale, most):
    assert 0 <= saturation(trajectories=count, scale=scale, most=max(most, scale)) <= 1


@steady
@given(count=trajectories, factor=more, scale=st.floats(min_value=1, max_value=1e5))
def test_more_trajectories_never_lower_saturation_or_returns(count, factor, scale):
    rest = {"beta": 0.112, "coverage": 0.3, "pace": 0.28}
    few, many = ({"trajectories": n, "scale": scale} for n in (count, count * factor))
    assert saturation(**many, most=1e6) >= saturation(**few, most=1e6)
    assert data_returns(**many, **rest) >= data_returns(**few, **rest)


@steady
@given(own=hours, rl=hours, gamma=st.floats(min_value=1, max_value=100))
def test_reinforcement_learning_is_capped_both_ways(own, rl, gamma):
    assert reinforcement_hours(generation_hours=own, gamma=gamma, rl_hours=rl) <= min(rl, gamma * own)


@steady
@given(alternative=hours, sft=hours, reached=shares)
def test_hours_spared_lie_between_nothing_and_the_alternative(alternative, sft, reached):
    assert 0 <= compute_equivalent(alternative_hours=alternative, sft_hours=sft, saturation=reached) <= alternative


@steady
@given(written=hours, quality=part_shares)
def test_worse_samples_never_cost_fewer_hours(written, quality):
    assert writing_hours(generation_hours=written, quality=quality) >= written


@steady
@given(share=st.floats(min_value=0, max_value=10), growth=st.floats(min_value=1.1, max_value=10))
def test_months_brought_forward_grow_more_slowly_than_the_share(share, growth):
    once, twice = (months_brought_forward(extra_share=x, growth=growth) for x in (share, 2 * share))
    assert once <= twice <= 2 * once * (1 + EXACT)


@steady
@given(
    routes=st.lists(st.lists(st.floats(min_value=1e-6, max_value=1e6), min_size=3, max_size=3), min_size=2, max_size=4)
)
def test_the_share_is_at_most_one_and_knows_no_order(routes):
    found = routes_share(routes=np.array(routes))
    assert ((found > 0) & (found <= 1)).all()
    assert found == close(routes_share(routes=np.array(routes[::-1])))


@steady
@given(count=trajectories, costs=st.tuples(hours, hours, hours, hours), seed=seeds)
def test_no_route_is_ever_negative_and_returns_stay_within_the_gap(count, costs, seed):
    found = drawn(count, costs, seed)
    gap = known({}, draws=DRAWS, seed=seed).draw("observed_gap", "months")
    assert (found.compute.hours >= 0).all()
    assert (found.data_returns >= 0).all()
    assert (found.data_returns <= gap).all()


@steady
@given(count=trajectories, costs=st.tuples(hours, hours, hours, hours), seed=seeds)
def test_counting_the_tuning_of_self_written_data_never_lowers_the_worth(count, costs, seed):
    found = drawn(count, costs, seed)
    assert (found.with_tuning.hours >= found.compute.hours).all()


@steady
@given(count=trajectories, factor=more, costs=st.tuples(hours, hours, hours), seed=seeds)
def test_a_larger_harvest_is_worth_no_less_until_reinforcement_learning_is_capped(count, factor, costs, seed):
    # writing and tuning grow with the harvest; the stage of reinforcement learning is beyond reach
    own, open_model, sft = costs
    few = drawn(count, (own, open_model, 1e15, sft), seed)
    many = drawn(count * factor, (own * factor, open_model * factor, 1e15, sft * factor), seed)
    assert (many.compute.hours >= few.compute.hours * (1 - 1e-9)).all()
