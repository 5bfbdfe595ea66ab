"""From exchanges to tokens, teacher compute and price: cases worked by hand."""

import pytest

from analysis.model.campaign import (
    READINGS,
    Harvest,
    decode_rate,
    generation_hours,
    harvest,
    inference_gpu_hours,
    list_price,
    output_tokens,
    processed_tokens,
    supervised_tokens,
    teacher_flop,
    token_row,
    trained_tokens,
    unique_tokens,
)
from tests.model.cases import campaign, close, known

# One exchange reads 100 new tokens and 900 again, and writes 50.
ROW = {"turn_fresh_input": 100, "turn_reread_input": 900, "turn_output": 50}
# 1,000 stated, half of the truth, of which half served the lab: 1,000 x 2 x 0.5 = 1,000 exchanges
COUNTS = {"feb-2026-minimax.exchanges": 1000, "undercount": 2, "attributed_share": 0.5}
SHARES = {"postprocessing_share": 0.1, "keep_share": 0.5, "visible_output_share": 0.8}
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
}


def harvested() -> Harvest:
    """The whole chain on the inputs above."""
    a = known(ROW | COUNTS | SHARES | TEACHER | SPEED | PRICES)
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
        exchanges=10, postprocessing_share=0.1, keep_share=0.5, fresh_input=100, visible_share=0.8, output=50
    )
    assert tokens == close(630)


def test_supervised_tokens_are_visible_output_of_kept_samples():
    # 10 x (1 - 0.1) x 0.5 x 0.8 x 50 = 4.5 x 40
    tokens = supervised_tokens(exchanges=10, postprocessing_share=0.1, keep_share=0.5, visible_share=0.8, output=50)
    assert tokens == close(180)


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


def test_chip_hours_add_reading_and_writing():
    # (7,200,000 / 1,000 + 720,000 / 100) / 3,600 = (7,200 + 7,200) / 3,600
    assert inference_gpu_hours(input_tokens=7.2e6, output_tokens=7.2e5, prefill_rate=1000, decode_rate=100) == close(4)


def test_list_price_discounts_the_cache_and_prices_input_below_output():
    # (100 + 0.1 x 900) x 0.2 + 50 = 88 output tokens' worth; x 1,000 exchanges x 10 USD / 1e6
    usd = list_price(
        exchanges=1000, fresh_input=100, reread_input=900, output=50, price_output=10, input_ratio=0.2, cache=0.1
    )
    assert usd == close(0.88)


@pytest.mark.parametrize(("reading", "context"), [("turn", 1000), ("request", 1000), ("session", 250)])
def test_a_session_writes_at_the_mean_context_of_its_turns(reading, context):
    # 100 + 900 tokens read in all; over four turns of a session, 250 each
    rows = {f"{r}_{part}": v for r in READINGS for part, v in (("fresh_input", 100), ("reread_input", 900))}
    assert token_row(known(rows | {"turns_per_session": 4}), reading).context[0] == close(context)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("exchanges", 1_000),  # 1,000 x 2 x 0.5
        ("processed", 1_050_000),  # 1,000 x 1,050
        ("output", 50_000),  # 1,000 x 50
        ("unique", 150_000),  # 1,000 x 150
        ("trained", 63_000),  # 1,000 x 0.9 x 0.5 x (100 + 0.8 x 50)
        ("supervised", 18_000),  # 1,000 x 0.9 x 0.5 x 0.8 x 50
        ("teacher_flop", 3.15e15),  # 150,000 x (2 x 10e9 + 1e6 x 1,000) = 150,000 x 2.1e10
        ("teacher_hours", 75 / 3600),  # read 100,000 / 2,000 = 50 s; write 50,000 / 2,000 = 25 s
        ("list_usd", 0.88),  # 1,000 x 88 x 10 / 1e6
        ("street_usd", 0.264),  # 0.88 x 0.3
    ],
)
def test_a_harvest_follows_the_whole_chain(field, value):
    # The teacher has half the reference's parameters: prefill 2,000 tokens/s.
    # Decode 500 x 2 x (1 + 3,000 / 1,000) / (1 + 1,000 / 1,000) = 2,000 tokens/s.
    assert getattr(harvested(), field)[0] == close(value)


def test_a_harvest_keeps_the_row_it_was_made_from():
    row = harvested().row
    assert (row.fresh_input[0], row.reread_input[0], row.output[0], row.context[0]) == (100, 900, 50, 1000)


def test_generation_hours_scale_the_reading_speed_by_size():
    # twice the reference's parameters read at 500 tokens/s: 3.6e6 / 500 / 3,600 = 2 hours; nothing is written
    a = known(SPEED)
    assert generation_hours(a, 3.6e6, 0, 40e9, 1000)[0] == close(2)


def test_a_million_output_tokens_cost_the_printed_price():
    # prices are printed per million tokens
    usd = list_price(
        exchanges=1, fresh_input=0, reread_input=0, output=1e6, price_output=25, input_ratio=0.2, cache=0.1
    )
    assert usd == close(25)
