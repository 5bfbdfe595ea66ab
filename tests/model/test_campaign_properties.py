"""What holds for any exchanges, tokens and speeds."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model.campaign import (
    READINGS,
    Harvest,
    cached_tokens,
    combined,
    harvest,
    output_tokens,
    processed_tokens,
    supervised_tokens,
    token_row,
    trained_tokens,
    unique_tokens,
    visible_tokens,
)
from analysis.model.generation import decode_rate, hours_on_chip, inference_gpu_hours, prefill_rate
from analysis.model.pricing import list_price
from analysis.model.training import cluster_days, gpu_hours, research_gpu_hours, sft_flop
from tests.model.cases import DRAWS, EXACT, amounts, campaign, close, known, part_shares, seeds, shares, steady

pytestmark = pytest.mark.slow

tokens = st.floats(min_value=0, max_value=1e7)
exchanges = st.floats(min_value=0, max_value=1e10)
rows = st.fixed_dictionaries({"fresh_input": tokens, "reread_input": tokens, "output": tokens})
kept = st.fixed_dictionaries({"postprocessing_share": shares, "keep_share": shares, "visible_share": shares})
PRICE = {"price_output": 25.0, "input_ratio": 0.2, "cache": 0.1}
HIT = 0.9  # of re-read tokens, those in the cache
PER_EXCHANGE = ("processed", "cached", "output", "visible", "unique", "trained", "supervised", "list_usd")
# Everything of a harvest but its context, which is an average and no amount.
AMOUNTS = [field for field in Harvest.__dataclass_fields__ if field != "context"]


def amounts_of(count: float, row: dict[str, float], samples: dict[str, float]) -> dict[str, float]:
    """Every kind of token of ``count`` exchanges, and their price."""
    fresh, written = {"fresh_input": row["fresh_input"]}, {"output": row["output"]}
    found = {
        "processed": processed_tokens(exchanges=count, **row),
        "cached": cached_tokens(exchanges=count, reread_input=row["reread_input"], cache_hit_share=HIT),
        "output": output_tokens(exchanges=count, **written),
        "visible": visible_tokens(exchanges=count, visible_share=samples["visible_share"], **written),
        "unique": unique_tokens(exchanges=count, **fresh, **written),
        "trained": trained_tokens(exchanges=count, **samples, **row, repetition=1),
        "supervised": supervised_tokens(exchanges=count, **samples, **written),
        "list_usd": list_price(exchanges=count, **row, **PRICE),
    }
    assert tuple(found) == PER_EXCHANGE
    return found


def harvests(count: float, seed: int = 1, **changes: float) -> dict[str, Harvest]:
    """One campaign of ``count`` exchanges by reading, everything else drawn but ``changes``."""
    a = known({"feb-2026-minimax.exchanges": count} | changes, draws=DRAWS, seed=seed)
    return {reading: harvest(a, campaign(), token_row(a, reading)) for reading in READINGS}


@steady
@given(exchanges, st.floats(min_value=0, max_value=1e3), rows, kept)
def test_tokens_and_price_are_linear_in_exchanges(count, times, row, samples):
    once, more = amounts_of(count, row, samples), amounts_of(times * count, row, samples)
    assert [more[kind] for kind in PER_EXCHANGE] == pytest.approx(
        [times * once[kind] for kind in PER_EXCHANGE], rel=EXACT
    )


@steady
@given(rows, kept)
def test_no_exchanges_give_no_tokens_and_no_price(row, samples):
    assert set(amounts_of(0, row, samples).values()) == {0}


@steady
@given(exchanges, rows, kept)
def test_each_kind_of_tokens_contains_the_next(count, row, samples):
    # trained once each, supervised are in trained in unique in processed; rounding may lift a part above its whole by 1e-12 of it
    found = amounts_of(count, row, samples)
    chain = [found[kind] for kind in ("supervised", "trained", "unique", "processed")]
    assert all(part <= whole * (1 + EXACT) for part, whole in zip(chain, chain[1:], strict=False))
    assert found["supervised"] <= found["visible"] * (1 + EXACT)
    assert found["visible"] <= found["output"] <= found["unique"]
    assert found["cached"] <= found["processed"]


@steady
@given(exchanges, rows, kept, st.floats(min_value=1, max_value=1000))
def test_packing_never_lowers_trained_tokens(count, row, samples, repetition):
    once = trained_tokens(exchanges=count, **samples, **row, repetition=1)
    repeated = trained_tokens(exchanges=count, **samples, **row, repetition=repetition)
    assert once <= repeated <= repetition * once * (1 + EXACT)
    assert repeated <= processed_tokens(exchanges=count, **row) * (1 + EXACT)


@steady
@given(seeds)
def test_a_whole_harvest_is_linear_in_exchanges_on_every_draw(seed):
    # ten times the exchanges: ten times the tokens, teacher FLOP, chip-hours and USD, under each reading
    small, large = harvests(1e6, seed), harvests(1e7, seed)
    for reading in READINGS:
        for field in AMOUNTS:
            np.testing.assert_allclose(getattr(large[reading], field), 10 * getattr(small[reading], field), rtol=EXACT)


@steady
@given(st.lists(st.floats(min_value=1, max_value=1e9), min_size=1, max_size=4), seeds, st.sampled_from(READINGS))
def test_the_harvests_of_labs_sum_to_that_of_the_campaign(counts, seed, reading):
    # one campaign's exchanges spread over labs: whatever the split, nothing is lost and nothing counted twice
    parts = combined([harvests(count, seed)[reading] for count in counts])
    whole = harvests(sum(counts), seed)[reading]
    for field in AMOUNTS:
        np.testing.assert_allclose(getattr(parts, field), getattr(whole, field), rtol=EXACT)
    np.testing.assert_allclose(parts.context, whole.context, rtol=EXACT)


@steady
@given(part_shares.filter(lambda share: share < 1), seeds)
def test_what_serves_a_lab_and_what_does_not_are_the_whole_harvest(share, seed):
    # the same exchanges, of which a share serves one lab and the rest another
    made = [harvests(1e6, seed, attributed_share=part) for part in (share, 1 - share, 1)]
    for reading in READINGS:
        one, other, whole = (by_reading[reading] for by_reading in made)
        for field in AMOUNTS:
            found = getattr(combined([one, other]), field)
            np.testing.assert_allclose(found, getattr(whole, field), rtol=EXACT)


def test_a_harvest_of_no_exchanges_is_empty():
    for made in harvests(0).values():
        assert all(np.all(getattr(made, field) == 0) for field in AMOUNTS)


@steady
@given(seeds)
def test_every_kind_of_token_stays_in_order_on_every_draw(seed):
    # each token trained once
    for made in harvests(1e6, seed, packing_multiplier=1).values():
        assert np.all(made.supervised < made.trained)
        assert np.all(made.trained < made.unique)
        assert np.all(made.unique < made.processed)
        assert np.all(made.cached < made.processed)
        assert np.all(made.supervised < made.visible)
        assert np.all(made.visible < made.output)
        assert np.all(made.street_usd > 0)
        assert np.all(made.subscription_usd > 0)


def speed(**changes: float) -> Any:
    """Decoding speed at a reference of 1,850 tokens/s, 37 billion parameters and 5,000 tokens of context."""
    plain = {
        "reference_rate": 1850.0,
        "reference_params": 37e9,
        "params": 37e9,
        "reference_context": 5000.0,
        "context": 5000.0,
        "halving": 50_000.0,
    }
    return decode_rate(**(plain | changes))


@steady
@given(st.floats(min_value=0, max_value=1e6), st.floats(min_value=1, max_value=1e6), st.floats(1e3, 1e6))
def test_decoding_is_slower_with_a_longer_context(context, more, halving):
    longer, shorter = speed(context=context + more, halving=halving), speed(context=context, halving=halving)
    assert 0 < longer < shorter


@steady
@given(st.floats(min_value=1e9, max_value=1e12), st.floats(min_value=1.001, max_value=100))
def test_decoding_is_slower_in_proportion_to_size(params, times):
    assert speed(params=times * params) == close(speed(params=params) / times)


@steady
@given(st.floats(1e9, 1e12), st.floats(0, 1e6), st.floats(1, 1e6), st.floats(1e5, 1e7))
def test_reading_is_slower_with_a_longer_context(params, context, more, pair):
    plain = {"reference_rate": 4026.0, "reference_params": 37e9, "reference_context": 4989.0}
    longer = prefill_rate(**plain, params=params, context=context + more, flop_per_token_pair=pair)
    assert 0 < longer < prefill_rate(**plain, params=params, context=context, flop_per_token_pair=pair)


@steady
@given(amounts, amounts, amounts)
def test_chip_hours_there_and_back_are_the_same(hours, here, there):
    forth = hours_on_chip(hours=hours, rate_here=here, rate_there=there)
    assert hours_on_chip(hours=forth, rate_here=there, rate_there=here) == close(hours)


@steady
@given(amounts, amounts, amounts, st.floats(min_value=1, max_value=100))
def test_a_faster_chip_never_needs_more_hours(read, written, rate, times):
    slow = inference_gpu_hours(input_tokens=read, output_tokens=written, prefill_rate=rate, decode_rate=rate)
    fast = inference_gpu_hours(input_tokens=read, output_tokens=written, prefill_rate=rate, decode_rate=times * rate)
    assert fast <= slow


@steady
@given(amounts, amounts, part_shares, part_shares)
def test_more_use_of_a_chip_never_costs_more_hours(flop, peak, one, other):
    low, high = sorted((one, other))
    assert gpu_hours(flop=flop, peak=peak, mfu=high) <= gpu_hours(flop=flop, peak=peak, mfu=low)


@steady
@given(amounts, amounts, part_shares)
def test_chip_hours_do_the_flop_they_were_asked_for(flop, peak, mfu):
    # hours x 3,600 x peak x use
    assert gpu_hours(flop=flop, peak=peak, mfu=mfu) * 3600 * peak * mfu == close(flop)


@steady
@given(amounts, amounts, part_shares)
def test_research_holds_at_least_its_final_runs(base, rl, share):
    whole = research_gpu_hours(base_hours=base, rl_hours=rl, final_run_share=share)
    assert whole >= (base + rl) * (1 - EXACT)


@steady
@given(amounts, amounts, st.integers(1, 10), st.integers(1, 10))
def test_passes_and_runs_of_fine_tuning_count_alike(params, trained, epochs, runs):
    work = {"params": params, "tokens": trained, "token_pairs": 30_000 * trained, "flop_per_token_pair": 2e6}
    forth = sft_flop(**work, epochs=epochs, runs=runs)
    assert forth == close(sft_flop(**work, epochs=runs, runs=epochs))
    assert forth >= sft_flop(**work, epochs=1, runs=1)


@steady
@given(amounts, amounts, st.floats(min_value=0, max_value=1e6))
def test_a_longer_context_never_makes_fine_tuning_cheaper(params, trained, context):
    work = {"params": params, "tokens": trained, "flop_per_token_pair": 2e6, "epochs": 2, "runs": 2}
    none, shorter, longer = (sft_flop(**work, token_pairs=trained * c) for c in (0, context, 2 * context))
    assert none <= shorter <= longer <= 2 * shorter


@steady
@given(amounts, amounts, st.floats(min_value=1, max_value=1e3))
def test_a_larger_cluster_takes_fewer_days_in_proportion(hours, chips, times):
    assert cluster_days(hours=hours, chips=times * chips) * times == close(cluster_days(hours=hours, chips=chips))
