"""What exchanges were used for: rows by use, and their mean over a campaign's uses."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.catalog import load_catalog
from analysis.catalog.records.actors import Target
from analysis.model.campaign import READINGS, TokenRow, token_row
from analysis.model.generation import decode_rate, inference_gpu_hours
from analysis.model.uses import (
    AGENTIC,
    SINGLE_SHOT,
    campaign_row,
    mean_over_uses,
    use_row,
    use_shares,
    weighted_context,
)
from tests.model.cases import DRAWS, EXACT, campaign, close, known, seeds, steady

USES = get_args(Target)
FIELDS = tuple(TokenRow.__dataclass_fields__)
# An agent's turn reads 500 new tokens and 9,500 again, and writes 400; a chain of thought 1,000 and 1,000, and 1,600.
TURN = {"turn_fresh_input": 500, "turn_reread_input": 9500, "turn_output": 400}
REQUEST = {"request_fresh_input": 1000, "request_reread_input": 1000, "use_cot_output": 1600}
EQUAL = {f"use_weight_{use}": 1 for use in USES}
MIXED = ("agentic_coding", "chain_of_thought")
mixes = st.lists(st.sampled_from(USES), min_size=1, unique=True)
readings = st.sampled_from(READINGS)


def drawn(seed: int = 1) -> Assumptions:
    """Everything drawn."""
    return Assumptions(load_catalog(), DRAWS, seed)


def same(one: TokenRow, other: TokenRow) -> bool:
    """Whether two rows agree in every field and draw, to the last digit."""
    return all(np.array_equal(getattr(one, field), getattr(other, field)) for field in FIELDS)


def test_every_target_a_campaign_can_name_is_one_kind_of_use():
    assert sorted((*AGENTIC, *SINGLE_SHOT)) == sorted(USES)


def test_a_mean_over_uses_weighs_them_by_their_share():
    # 0.25 x 400 + 0.75 x 1,600 = 100 + 1,200
    assert mean_over_uses(shares=[0.25, 0.75], values=[400, 1600]) == close(1300)


def test_the_context_of_a_mix_is_weighted_by_what_is_written():
    # tokens written 0.5 x 400 = 200 and 0.5 x 1,600 = 800: (200 x 10,000 + 800 x 2,000) / 1,000
    assert weighted_context(shares=[0.5, 0.5], tokens=[400, 1600], contexts=[10_000, 2000]) == close(3600)


def test_new_input_is_read_at_the_context_of_the_uses_that_read_most():
    # read 0.5 x 500 = 250 at 10,000 and 0.5 x 1,000 = 500 at 2,000: (2.5e6 + 1e6) / 750; written at 3,600 as above
    row = campaign_row(known(TURN | REQUEST | EQUAL), MIXED, "turn")
    assert row.fresh_context[0] == close(14_000 / 3)
    assert row.context[0] == close(3600)


@pytest.mark.parametrize("use", AGENTIC)
@pytest.mark.parametrize("reading", READINGS)
def test_an_agentic_use_takes_the_row_of_the_reading(use, reading):
    a = drawn()
    assert same(use_row(a, use, reading), token_row(a, reading))


@pytest.mark.parametrize(
    ("use", "fresh", "output"),
    [
        ("chain_of_thought", "request_fresh_input", "use_cot_output"),
        ("rubric_grading", "use_rubric_input", "use_rubric_output"),
        ("rewriting", "request_fresh_input", "use_rewriting_output"),
        ("vision", "use_vision_input", "use_vision_output"),
    ],
)
@pytest.mark.parametrize("reading", READINGS)
def test_a_single_shot_use_is_one_request_under_every_reading(use, fresh, output, reading):
    # reads 70 new tokens and 30 again, and writes 11: the context is 70 + 30; it is one request and one sample
    row = use_row(known({fresh: 70, "request_reread_input": 30, output: 11}), use, reading)
    assert [getattr(row, field)[0] for field in FIELDS] == [70, 30, 11, 100, 100, 1, 1]


@pytest.mark.parametrize(("reading", "share"), [("turn", 0), ("request", 1), ("session", 0)])
def test_only_a_request_of_an_agentic_use_is_single_shot(reading, share):
    assert np.all(use_row(drawn(), "agentic_coding", reading).single_shot == share)


def test_shares_are_weights_over_their_sum():
    # 3 / (3 + 1) and 1 / (3 + 1)
    shares = use_shares(known({"use_weight_agentic_coding": 3, "use_weight_chain_of_thought": 1}), MIXED)
    assert [shares[use][0] for use in MIXED] == close([0.75, 0.25])


def test_reported_uses_count_equally_at_the_centre():
    a = drawn()
    assert {a.estimate(f"use_weight_{use}").central for use in USES} == {1}


def test_a_campaign_without_targets_counts_as_agentic_coding():
    assert {use: share[0] for use, share in use_shares(drawn(), ()).items()} == {"agentic_coding": 1}
    assert same(campaign_row(drawn(), (), "turn"), token_row(drawn(), "turn"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fresh_input", 750),  # (500 + 1,000) / 2
        ("reread_input", 5250),  # (9,500 + 1,000) / 2
        ("output", 1000),  # (400 + 1,600) / 2
        ("context", 3600),  # (400 x 10,000 + 1,600 x 2,000) / 2,000
        ("single_shot", 0.5),  # one use of two
    ],
)
def test_a_campaign_of_two_uses_has_the_mean_row(field, value):
    row = campaign_row(known(TURN | REQUEST | EQUAL), MIXED, "turn")
    assert getattr(row, field)[0] == close(value)


@pytest.mark.parametrize("reading", READINGS)
def test_minimax_keeps_the_row_it_had(reading):
    a = drawn()
    assert same(campaign_row(a, campaign().targets, reading), token_row(a, reading))
    assert [name for name in a.read if name.startswith("use_")] == []


@steady
@given(seeds, st.sampled_from(USES), readings)
def test_one_target_gives_the_row_of_that_use(seed, use, reading):
    a = drawn(seed)
    one, other = campaign_row(a, (use,), reading), use_row(a, use, reading)
    for field in FIELDS:
        np.testing.assert_allclose(getattr(one, field), getattr(other, field), rtol=EXACT)


@steady
@given(seeds, mixes)
def test_shares_of_uses_sum_to_one_on_every_draw(seed, uses):
    shares = use_shares(drawn(seed), uses)
    assert list(shares) == uses
    assert all(np.all(share > 0) for share in shares.values())
    np.testing.assert_allclose(sum(shares.values()), 1, rtol=EXACT)


@steady
@given(seeds, mixes, readings)
def test_a_row_lies_between_the_least_and_greatest_of_its_uses(seed, uses, reading):
    a = drawn(seed)
    row, rows = campaign_row(a, uses, reading), [use_row(a, use, reading) for use in uses]
    for field in FIELDS:
        all_uses = np.stack([getattr(one, field) for one in rows])
        assert np.all(getattr(row, field) >= all_uses.min(axis=0) * (1 - EXACT))
        assert np.all(getattr(row, field) <= all_uses.max(axis=0) * (1 + EXACT))


@steady
@given(seeds, mixes, readings)
def test_writing_a_mix_takes_the_hours_of_its_uses(seed, uses, reading):
    # decoding time is linear in context, so the context weighted by output loses nothing
    a = drawn(seed)

    def hours(row: TokenRow) -> np.ndarray:
        rate = decode_rate(
            reference_rate=1850, reference_params=1, params=1, reference_context=0, context=row.context, halving=5e4
        )
        return inference_gpu_hours(input_tokens=0, output_tokens=row.output, prefill_rate=1, decode_rate=rate)

    parts = [share * hours(use_row(a, use, reading)) for use, share in use_shares(a, uses).items()]
    np.testing.assert_allclose(hours(campaign_row(a, uses, reading)), sum(parts), rtol=EXACT)
