"""From exchanges to tokens, teacher compute and price: cases worked by hand."""

import numpy as np
import pytest

from analysis.model.campaign import (
    READINGS,
    Harvest,
    cached_tokens,
    combined,
    decode_rate,
    generation_hours,
    harvest,
    hours_on_chip,
    inference_gpu_hours,
    output_tokens,
    prefill_rate,
    processed_tokens,
    supervised_tokens,
    teacher_flop,
    token_row,
    trained_tokens,
    unique_tokens,
    visible_tokens,
)
from tests.model.cases import campaign, close, known

# One exchange reads 100 new tokens and 900 again, and writes 50.
ROW = {"turn_fresh_input": 100, "turn_reread_input": 900, "turn_output": 50, "turns_per_session": 4}
# 1,000 stated, half of the truth, of which half served the lab: 1,000 x 2 x 0.5 = 1,000 exchanges
COUNTS = {"feb-2026-minimax.exchanges": 1000, "undercount": 2, "attributed_share": 0.5}
SHARES = {"postprocessing_share": 0.1, "keep_share": 0.5, "visible_output_share": 0.8, "packing_multiplier": 1}
TEACHER = {"teacher_active_params": 10e9, "attention_flop_per_token_pair": 1e6}
SPEED = {
    "reference_active_params": 20e9,
    "prefill_rate_reference": 1000,
    "decode_rate_reference": 500,
    "reference_context": 3000,
    "context_halving": 1000,
}
PRICES = {
    "teacher_price_output": 10,
    "price_input_over_output": 0.2,
    "cache_read_multiplier": 0.1,
    "street_price_multiple": 0.3,
    "cache_hit_share": 0.9,
    "batch_share": 0.4,
    "batch_discount": 0.5,
    "subscription_value": 2,
    "subscription_price": 0.2,
}
FIELDS = tuple(Harvest.__dataclass_fields__)


def harvested(**changes: float) -> Harvest:
    """The whole chain on the inputs above."""
    a = known(ROW | COUNTS | SHARES | TEACHER | SPEED | PRICES | changes)
    return harvest(a, campaign(), token_row(a, "turn"))


def test_processed_tokens_are_all_that_is_billed():
    # 10 x (100 + 900 + 50)
    assert processed_tokens(exchanges=10, fresh_input=100, reread_input=900, output=50) == 10_500


def test_output_tokens_are_those_written():
    # 10 x 50
    assert output_tokens(exchanges=10, output=50) == 500


def test_unique_tokens_leave_out_what_is_read_again():
    # 10 x (100 + 50)
    assert unique_tokens(exchanges=10, fresh_input=100, output=50) == 1_500


def test_trained_tokens_apply_the_visible_share_to_output_alone():
    # 10 x (1 - 0.1) x 0.5 x (100 + 0.8 x 50) = 4.5 x 140
    tokens = trained_tokens(
        exchanges=10,
        postprocessing_share=0.1,
        keep_share=0.5,
        fresh_input=100,
        visible_share=0.8,
        output=50,
        reread_input=900,
        repetition=1,
    )
    assert tokens == close(630)


def test_supervised_tokens_are_visible_output_of_kept_samples():
    # 10 x (1 - 0.1) x 0.5 x 0.8 x 50 = 4.5 x 40
    tokens = supervised_tokens(exchanges=10, postprocessing_share=0.1, keep_share=0.5, visible_share=0.8, output=50)
    assert tokens == close(180)


@pytest.mark.parametrize(("repetition", "trained"), [(5, 3150), (20, 4680)])
def test_turns_trained_with_their_whole_context_repeat_at_most_what_was_read_again(repetition, trained):
    # 630 as above, 5 times; 20 times would add 19 x 140 a sample, but 900 were read again: 4.5 x (140 + 900)
    tokens = trained_tokens(
        exchanges=10,
        postprocessing_share=0.1,
        keep_share=0.5,
        fresh_input=100,
        visible_share=0.8,
        output=50,
        reread_input=900,
        repetition=repetition,
    )
    assert tokens == close(trained)


def test_cached_tokens_are_the_hits_among_those_read_again():
    # 10 x 900 x 0.9
    assert cached_tokens(exchanges=10, reread_input=900, cache_hit_share=0.9) == close(8100)


def test_visible_tokens_are_the_part_of_the_output_that_is_shown():
    # 10 x 0.8 x 50
    assert visible_tokens(exchanges=10, visible_share=0.8, output=50) == close(400)


def test_teacher_flop_are_2_n_a_token_plus_attention_over_the_context():
    # 1,000 x (2 x 10e9 + 1e6 x 5,000) = 1,000 x 2.5e10
    assert teacher_flop(new_tokens=1000, params=10e9, context=5000, flop_per_token_pair=1e6) == close(2.5e13)


def test_decoding_at_the_reference_is_as_fast_as_measured():
    # same size, same context: both factors are 1
    rate = decode_rate(
        reference_rate=1850, reference_params=37e9, params=37e9, reference_context=4989, context=4989, halving=50_000
    )
    assert rate == close(1850)


def test_decoding_slows_with_size_and_halves_at_the_halving_context():
    # half the reference's parameters double the speed; from an empty context to 50,000 it halves: 1,000 x 2 / 2
    rate = decode_rate(
        reference_rate=1000, reference_params=40e9, params=20e9, reference_context=0, context=50_000, halving=50_000
    )
    assert rate == close(1000)


def test_reading_slows_with_size_and_context():
    # per token 2 x 20e9 + 1e6 x 10,000 = 5e10 FLOP at the reference, 2 x 30e9 + 1e6 x 40,000 = 1e11 here
    rate = prefill_rate(
        reference_rate=4000,
        reference_params=20e9,
        params=30e9,
        reference_context=10_000,
        context=40_000,
        flop_per_token_pair=1e6,
    )
    assert rate == close(2000)


def test_a_slower_chip_needs_more_hours():
    # 100 hours at 1,850 tokens/s are 200 at 925
    assert hours_on_chip(hours=100, rate_here=1850, rate_there=925) == close(200)


def test_chip_hours_add_reading_and_writing():
    # (7,200,000 / 1,000 + 720,000 / 100) / 3,600 = (7,200 + 7,200) / 3,600
    assert inference_gpu_hours(input_tokens=7.2e6, output_tokens=7.2e5, prefill_rate=1000, decode_rate=100) == close(4)


@pytest.mark.parametrize(("reading", "context"), [("turn", 1000), ("request", 1000), ("session", 250)])
def test_a_session_writes_at_the_mean_context_of_its_turns(reading, context):
    # 100 + 900 tokens read in all; over four turns of a session, 250 each
    rows = {f"{r}_{part}": v for r in READINGS for part, v in (("fresh_input", 100), ("reread_input", 900))}
    assert token_row(known(rows | {"turns_per_session": 4}), reading).context[0] == close(context)


@pytest.mark.parametrize(("reading", "samples"), [("turn", 0.25), ("request", 1), ("session", 1)])
def test_a_turn_is_a_part_of_a_sample_and_anything_else_a_whole_one(reading, samples):
    # four turns to a session
    assert token_row(known({"turns_per_session": 4}), reading).trajectories == close(np.full(100, samples))


@pytest.mark.parametrize(("reading", "share"), [("turn", 0), ("request", 1), ("session", 0)])
def test_only_a_request_is_answered_in_one_shot(reading, share):
    assert np.all(token_row(known({}), reading).single_shot == share)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("exchanges", 1_000),  # 1,000 x 2 x 0.5
        ("context", 1_000),  # 100 + 900
        ("trajectories", 250),  # 1,000 turns, four to a session
        ("fresh", 100_000),  # 1,000 x 100
        ("processed", 1_050_000),  # 1,000 x 1,050
        ("cached", 810_000),  # 1,000 x 900 x 0.9
        ("output", 50_000),  # 1,000 x 50
        ("visible", 40_000),  # 1,000 x 0.8 x 50
        ("unique", 150_000),  # 1,000 x 150
        ("trained", 63_000),  # 1,000 x 0.9 x 0.5 x (100 + 0.8 x 50)
        ("supervised", 18_000),  # 1,000 x 0.9 x 0.5 x 0.8 x 50
        ("teacher_flop", 5.04e15),  # new 150,000, lost by the cache 90,000: x (2 x 10e9 + 1e6 x 1,000 = 2.1e10)
        # read 100,000 and the 90,000 lost by the cache / (1,000 x 43 / 21) = 3,990 / 43 s; write 50,000 / 2,000 = 25 s
        ("teacher_hours", (3990 / 43 + 25) / 3600),
        ("list_usd", 1.042),  # re-read 0.9 x 0.1 + 0.1 = 0.19: (100 + 171) x 0.2 + 50 = 104.2; x 1,000 x 10 / 1e6
        ("street_usd", 0.3126),  # 1.042 x 0.3
        ("subscription_usd", 0.1042),  # 1.042 / 2 x 0.2
    ],
)
def test_a_harvest_follows_the_whole_chain(field, value):
    # Prefill by FLOP per token: 2 x 20e9 + 1e6 x 3,000 = 4.3e10 at the reference, 2 x 10e9 + 1e6 x 1,000 = 2.1e10 here.
    # The teacher has half the reference's parameters.
    # Decode 500 x 2 x (1 + 3,000 / 1,000) / (1 + 1,000 / 1,000) = 2,000 tokens/s.
    assert getattr(harvested(), field)[0] == close(value)


def test_packing_changes_what_is_trained_and_nothing_else():
    # 1,000 x 0.9 x 0.5 = 450 samples x (140 + the 900 read again, less than 19 x 140)
    plain, repeated = harvested(), harvested(packing_multiplier=20)
    assert repeated.trained[0] == close(468_000)
    assert all(getattr(repeated, name)[0] == getattr(plain, name)[0] for name in FIELDS if name != "trained")


def test_generation_hours_scale_the_reading_speed_by_size():
    # twice the reference's parameters at its context, attention next to nothing (1e-9 FLOP a pair): 500 tokens/s;
    # 3.6e6 / 500 / 3,600 = 2 hours; nothing is written
    a = known(SPEED | {"attention_flop_per_token_pair": 1e-9})
    assert generation_hours(a, 3.6e6, 0, 40e9, 3000)[0] == close(2)


def test_generation_hours_read_at_the_speed_of_the_context():
    # 4,000 x (2 x 20e9 + 1e6 x 10,000) / (2 x 30e9 + 1e6 x 40,000) = 4,000 x 5e10 / 1e11 = 2,000 tokens/s:
    # 7.2e6 / 2,000 / 3,600 = 1 hour; nothing is written
    a = known(
        {"reference_active_params": 20e9, "prefill_rate_reference": 4000, "reference_context": 10_000}
        | {"attention_flop_per_token_pair": 1e6}
    )
    assert generation_hours(a, 7.2e6, 0, 30e9, 40_000)[0] == close(1)


def filled(**values: float) -> Harvest:
    """A harvest whose amounts are 1, 2, 3, ... in the order of its fields, but for those named."""
    return Harvest(**{name: np.array([float(values.get(name, count))]) for count, name in enumerate(FIELDS, start=1)})


def test_combined_harvests_add_every_amount():
    # 1, 2, 3, ... and twice that: three times
    twice = {name: 2 * count for count, name in enumerate(FIELDS, start=1)}
    found = combined([filled(), filled(**twice)])
    sums = {name: getattr(found, name)[0] for name in FIELDS if name != "context"}
    assert sums == {name: 3 * count for count, name in enumerate(FIELDS, start=1) if name != "context"}


def test_the_context_of_combined_harvests_is_weighted_by_what_is_written():
    # (10 x 100 + 30 x 500) / (10 + 30), where the plain mean is 300
    found = combined([filled(output=10, context=100), filled(output=30, context=500)])
    assert found.context[0] == close(400)


def test_one_harvest_alone_is_combined_into_itself():
    # also one of nothing, whose context no output could weigh
    nothing = filled(output=0)
    assert combined([nothing]) is nothing


def test_harvests_of_nothing_combine_into_nothing():
    # no output weighs the contexts: that of the first is kept, and no amount appears
    found = combined([filled(output=0, context=100), filled(output=0, context=500)])
    assert (found.output[0], found.context[0]) == (0, 100)
