"""A harvest, from exchanges to teacher compute and price, and harvests combined: cases worked by hand."""

import numpy as np
import pytest

from analysis.model.campaign import Harvest, combined, harvest, token_row
from analysis.model.generation import attention_at_size, generation_hours
from tests.model.cases import DRAWS, campaign, close, known

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


@pytest.mark.parametrize(
    ("identifier", "share"),
    [("sep-2026-alibaba", "sep-2026-alibaba.visible_share"), ("feb-2026-minimax", "visible_output_share")],
)
def test_a_campaign_of_visible_reasoning_has_a_visible_share_of_its_own(identifier, share):
    a = known({share: 0.25}, DRAWS)
    made = harvest(a, campaign(identifier), token_row(a, "turn"))
    np.testing.assert_allclose(made.visible, 0.25 * made.output, rtol=1e-12)


def test_packing_changes_what_is_trained_and_nothing_else():
    # 1,000 x 0.9 x 0.5 = 450 samples x (140 + the 900 read again, less than 19 x 140)
    plain, repeated = harvested(), harvested(packing_multiplier=20)
    assert repeated.trained[0] == close(468_000)
    # 63,000 once, 405,000 again at half of the context of 1,000
    assert repeated.trained_pairs[0] == close((63_000 + 405_000 / 2) * 1000)
    assert all(
        getattr(repeated, name)[0] == getattr(plain, name)[0] for name in FIELDS if not name.startswith("trained")
    )


def test_attention_grows_as_layers_times_width():
    # twice the layers and twice the width are eight times the parameters and four times the attention
    assert attention_at_size(flop_per_token_pair=1e6, reference_params=5e9, params=40e9) == close(4e6)


def test_generation_hours_scale_the_reading_speed_by_size():
    # twice the reference's parameters at its context, attention next to nothing (1e-9 FLOP a pair): 500 tokens/s;
    # 3.6e6 / 500 / 3,600 = 2 hours; nothing is written
    a = known(SPEED | {"attention_flop_per_token_pair": 1e-9})
    assert generation_hours(a, 3.6e6, 0, 40e9, 1e-9, 3000)[0] == close(2)


def test_generation_hours_read_at_the_speed_of_the_context():
    # 4,000 x (2 x 20e9 + 1e6 x 10,000) / (2 x 30e9 + 1e6 x 40,000) = 4,000 x 5e10 / 1e11 = 2,000 tokens/s:
    # 7.2e6 / 2,000 / 3,600 = 1 hour; nothing is written
    a = known(
        {"reference_active_params": 20e9, "prefill_rate_reference": 4000, "reference_context": 10_000}
        | {"attention_flop_per_token_pair": 1e6}
    )
    assert generation_hours(a, 7.2e6, 0, 30e9, 1e6, 40_000)[0] == close(1)


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
