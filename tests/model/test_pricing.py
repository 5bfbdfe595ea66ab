"""What the exchanges cost: cases worked by hand, and what holds for any exchanges and prices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model.campaign import READINGS, harvest, token_row
from analysis.model.pricing import batch_factor, cache_price, list_price, subscription_usd
from tests.model.cases import DRAWS, EXACT, campaign, close, known, seeds, shares, steady

# One exchange reads 100 new tokens and 900 again, and writes 50.
PARTS = {"fresh_input": 100, "reread_input": 900, "output": 50}
ROW = {f"{reading}_{part}": tokens for reading in READINGS for part, tokens in PARTS.items()}
CHAIN = ROW | {
    "feb-2026-minimax.exchanges": 1000,
    "undercount": 1,
    "attributed_share": 1,
    "cache_hit_share": 0.9,
    "cache_read_multiplier": 0.1,
    "price_input_over_output": 0.2,
    "teacher_price_output": 10,
    "street_price_multiple": 0.3,
    "batch_share": 0.4,
    "batch_discount": 0.5,
    "subscription_value": 2,
    "subscription_price": 0.2,
}
PRICE = {"price_output": 25.0, "input_ratio": 0.2, "cache": 0.1}
tokens = st.floats(min_value=0, max_value=1e7)
rows = st.fixed_dictionaries({"fresh_input": tokens, "reread_input": tokens, "output": tokens})
counts = st.floats(min_value=0, max_value=1e10)
usd = st.floats(min_value=1e-3, max_value=1e6)


def test_list_price_discounts_the_cache_and_prices_input_below_output():
    # (100 + 0.1 x 900) x 0.2 + 50 = 88 output tokens' worth; x 1,000 exchanges x 10 USD / 1e6
    assert list_price(exchanges=1000, **PARTS, price_output=10, input_ratio=0.2, cache=0.1) == close(0.88)


def test_a_million_output_tokens_cost_the_printed_price():
    # prices are printed per million tokens
    assert list_price(exchanges=1, fresh_input=0, reread_input=0, output=1e6, **PRICE) == close(25)


def test_a_miss_of_the_cache_costs_full_price():
    # 0.9 x 0.1 + 0.1 x 1
    assert cache_price(cache_hit_share=0.9, cache_multiplier=0.1) == close(0.19)


def test_batches_cut_the_price_of_single_requests_alone():
    # 1 - 0.5 x 0.4 x 0.5
    assert batch_factor(single_shot=0.5, batch_share=0.4, batch_discount=0.5) == close(0.9)
    assert batch_factor(single_shot=0, batch_share=0.4, batch_discount=0.5) == 1


def test_subscriptions_cost_their_fee_for_each_allowance_used_up():
    # 27,080 / 2,708 = 10 months at 200
    assert subscription_usd(list_usd=27_080, value_per_month=2708, price_per_month=200) == close(2000)


@pytest.mark.parametrize(
    ("field", "reading", "value"),
    [
        # (100 + 0.19 x 900) x 0.2 + 50 = 104.2 output tokens' worth; x 1,000 x 10 / 1e6
        ("list_usd", "turn", 1.042),
        ("list_usd", "request", 0.8336),  # 1.042 x (1 - 1 x 0.4 x 0.5)
        ("list_usd", "session", 1.042),  # an agent cannot wait for a batch
        ("street_usd", "turn", 0.3126),  # 1.042 x 0.3
        ("street_usd", "request", 0.25008),  # 0.8336 x 0.3
        ("subscription_usd", "turn", 0.1042),  # 1.042 / 2 x 0.2
        ("subscription_usd", "request", 0.1042),  # a subscription has no batches
    ],
)
def test_a_harvest_counts_the_cache_the_batches_and_subscriptions(field, reading, value):
    a = known(CHAIN)
    assert getattr(harvest(a, campaign(), token_row(a, reading)), field)[0] == close(value)


@steady
@given(counts, st.floats(min_value=0, max_value=1e3), rows, usd, usd)
def test_prices_are_linear_in_exchanges(count, times, row, value, fee):
    def found(exchanges: float) -> list[float]:
        price = list_price(exchanges=exchanges, **row, **PRICE)
        return [price, subscription_usd(list_usd=price, value_per_month=value, price_per_month=fee)]

    assert found(times * count) == pytest.approx([times * one for one in found(count)], rel=EXACT)
    assert found(0) == [0, 0]


@steady
@given(counts, rows)
def test_the_cache_never_raises_the_price(count, row):
    full = list_price(exchanges=count, **row, **(PRICE | {"cache": 1.0}))
    assert list_price(exchanges=count, **row, **PRICE) <= full


@steady
@given(shares, shares)
def test_misses_never_lower_the_price(hit, multiplier):
    # rounding may move either end by 1e-12 of it
    assert multiplier * (1 - EXACT) <= cache_price(cache_hit_share=hit, cache_multiplier=multiplier) <= 1 + EXACT


@steady
@given(shares, shares, shares)
def test_batches_never_raise_the_price(single, batched, discount):
    assert 0 <= batch_factor(single_shot=single, batch_share=batched, batch_discount=discount) <= 1


@steady
@given(seeds)
def test_only_single_requests_are_cheaper_for_their_batches_on_every_draw(seed):
    # without the discount a request costs more, and a turn or a session the same
    a, dear = known({}, DRAWS, seed), known({"batch_share": 1e-9}, DRAWS, seed)
    price, undiscounted = (
        {reading: harvest(draws, campaign(), token_row(draws, reading)).list_usd for reading in READINGS}
        for draws in (a, dear)
    )
    assert np.all(price["request"] < undiscounted["request"])
    assert np.array_equal(price["turn"], undiscounted["turn"])
    assert np.array_equal(price["session"], undiscounted["session"])
