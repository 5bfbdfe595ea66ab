"""What holds for any policy, posture and draw."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.model.buyers import reaching
from analysis.model.deliveries import new_chips
from analysis.model.supply import renewed_allowance, stock, waiting_months, with_substitution
from tests.model.cases import DRAWS, EXACT, close, seeds, shares, steady

pytestmark = pytest.mark.slow

MONTHS = 36
CATALOG = load_inputs()
POLICIES = CATALOG.kinds["policies"]
POSTURES = CATALOG.kinds["postures"]

chips = st.floats(min_value=0, max_value=1e7)
flows = arrays(float, (4, MONTHS), elements=chips)


def draws(seed: int) -> Assumptions:
    """All inputs drawn."""
    return Assumptions(CATALOG, DRAWS, seed)


def direct(a: Assumptions, policy: str, posture: str) -> Array:
    """Cumulative chips of one cell of the matrix."""
    return new_chips(a, POLICIES[policy], POSTURES[posture], MONTHS)


@steady
@given(chips, shares, st.floats(min_value=1, max_value=10))
def test_a_share_granted_anew_lies_between_once_and_all(remaining, share, years):
    once, found = remaining * share, renewed_allowance(remaining=remaining, share_admitted=share, years=years)
    assert once * (1 - EXACT) - EXACT * remaining <= found <= remaining


@steady
@given(st.floats(min_value=0.001, max_value=0.999), st.floats(min_value=0.001, max_value=0.999), st.floats(0, 0.999))
def test_a_likelier_event_never_comes_later(one, other, uniform):
    low, high = sorted((one, other))
    later, sooner = (waiting_months(uniform=np.array([uniform]), probability=np.array([p])) for p in (low, high))
    assert 0 <= sooner[0] <= later[0]


@steady
@given(st.floats(min_value=-1e7, max_value=1e7), shares)
def test_substitutes_never_exceed_what_was_blocked(difference, elasticity):
    # up to an elasticity of one, chip for chip: a loss stays a loss and a gain a gain
    left = with_substitution(difference=difference, elasticity=elasticity, worth=1)
    assert abs(left) <= abs(difference)
    assert left * difference >= 0


@steady
@given(flows, shares)
def test_stock_is_never_negative_and_at_most_what_was_delivered(flow, retirement):
    found = stock(flow=flow, annual_retirement=np.full(4, retirement))
    assert np.all(found >= 0)
    assert np.all(found <= np.cumsum(flow, axis=1) * (1 + EXACT))


@steady
@given(flows)
def test_without_retirement_the_stock_is_what_was_delivered(flow):
    assert stock(flow=flow, annual_retirement=np.zeros(4)) == close(np.cumsum(flow, axis=1))


@pytest.mark.parametrize("posture", POSTURES)
@steady
@given(seed=seeds)
def test_denial_never_delivers_more_than_case_by_case(posture, seed):
    a = draws(seed)
    assert np.all(direct(a, "r1", posture) <= direct(a, "r3", posture))


@pytest.mark.parametrize("policy", POLICIES)
@steady
@given(seed=seeds)
def test_postures_are_ordered_on_every_draw(policy, seed):
    # refused, rationed, admitted
    a = draws(seed)
    assert np.all(direct(a, policy, "block") <= direct(a, policy, "ration"))
    assert np.all(direct(a, policy, "ration") <= direct(a, policy, "admit"))


@steady
@given(seed=seeds)
def test_the_shares_of_labs_and_of_buyers_are_parts_of_one_flow(seed):
    # what all labs work with is at most what is delivered; no lab has a negative share
    a = draws(seed)
    found = reaching(a, CATALOG.reference_policy, np.full(a.draws, 1e5))
    assert len(found) >= 3
    assert all(np.all(share >= 0) for share in found.values())
    assert np.all(sum(found.values()) <= 1)
