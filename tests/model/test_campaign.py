"""From exchanges to tokens, speeds and chip-hours, one step at a time: cases worked by hand."""

import numpy as np
import pytest

from analysis.model.campaign import (
    READINGS,
    cached_tokens,
    kept_exchanges,
    output_tokens,
    processed_tokens,
    supervised_tokens,
    teacher_flop,
    token_row,
    trained_pairs,
    trained_tokens,
    unique_tokens,
    visible_tokens,
)
from analysis.model.generation import decode_rate, hours_on_chip, inference_gpu_hours, prefill_rate
from tests.model.cases import close, known


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


def test_cleaned_and_dropped_exchanges_are_no_samples():
    # 1,000 x (1 - 0.1) x 0.4
    assert kept_exchanges(exchanges=1000, postprocessing_share=0.1, keep_share=0.4) == close(360)


def test_tokens_trained_once_attend_to_the_teacher_s_context_and_repeated_ones_to_half_of_it():
    # 100 x 8,000 + (50 + 600 / 2) x 4,000 = 800,000 + 1,400,000
    assert trained_pairs(fresh=100, written=50, again=600, fresh_context=8000, context=4000) == close(2.2e6)


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
