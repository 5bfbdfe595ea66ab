"""What holds for any exchanges, tokens and speeds."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.catalog import load_catalog
from analysis.model.campaign import (
    READINGS,
    Harvest,
    decode_rate,
    harvest,
    inference_gpu_hours,
    list_price,
    output_tokens,
    processed_tokens,
    supervised_tokens,
    token_row,
    trained_tokens,
    unique_tokens,
)
from analysis.model.training import cluster_days, gpu_hours, research_gpu_hours, sft_flop
from tests.model.cases import DRAWS, EXACT, amounts, campaign, close, known, part_shares, seeds, shares, steady

tokens = st.floats(min_value=0, max_value=1e7)
exchanges = st.floats(min_value=0, max_value=1e10)
rows = st.fixed_dictionaries({"fresh_input": tokens, "reread_input": tokens, "output": tokens})
kept = st.fixed_dictionaries({"postprocessing_share": shares, "keep_share": shares, "visible_share": shares})
PRICE = {"price_output": 25.0, "input_ratio": 0.2, "cache": 0.1}
PER_EXCHANGE = ("processed", "output", "unique", "trained", "supervised", "list_usd")
# Everything of a harvest but its token row.
AMOUNTS = [field for field in Harvest.__dataclass_fields__ if field != "row"]


def amounts_of(count: float, row: dict[str, float], samples: dict[str, float]) -> dict[str, float]:
    """Every kind of token of ``count`` exchanges, and their price."""
    fresh, written = {"fresh_input": row["fresh_input"]}, {"output": row["output"]}
    found = {
        "processed": processed_tokens(exchanges=count, **row),
        "output": output_tokens(exchanges=count, **written),
        "unique": unique_tokens(exchanges=count, **fresh, **written),
        "trained": trained_tokens(exchanges=count, **samples, **fresh, **written),
        "supervised": supervised_tokens(exchanges=count, **samples, **written),
        "list_usd": list_price(exchanges=count, **row, **PRICE),
    }
    assert tuple(found) == PER_EXCHANGE
    return found


def harvests(count: float, seed: int = 1) -> dict[str, Harvest]:
    """One campaign of ``count`` exchanges by reading, everything else drawn."""
    a = known({"feb-2026-minimax.exchanges": count}, draws=DRAWS, seed=seed)
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
    # supervised in trained in unique in processed; rounding may lift a part above its whole by 1e-12 of it
    found = amounts_of(count, row, samples)
    chain = [found[kind] for kind in ("supervised", "trained", "unique", "processed")]
    assert all(part <= whole * (1 + EXACT) for part, whole in zip(chain, chain[1:], strict=False))
    assert found["output"] <= found["unique"]


@steady
@given(exchanges, rows)
def test_the_cache_never_raises_the_price(count, row):
    full = list_price(exchanges=count, **row, **(PRICE | {"cache": 1.0}))
    assert list_price(exchanges=count, **row, **PRICE) <= full


@steady
@given(seeds)
def test_a_whole_harvest_is_linear_in_exchanges_on_every_draw(seed):
    # ten times the exchanges: ten times the tokens, teacher FLOP, chip-hours and USD, under each reading
    small, large = harvests(1e6, seed), harvests(1e7, seed)
    for reading in READINGS:
        for field in AMOUNTS:
            np.testing.assert_allclose(getattr(large[reading], field), 10 * getattr(small[reading], field), rtol=EXACT)


def test_a_harvest_of_no_exchanges_is_empty():
    for made in harvests(0).values():
        assert all(np.all(getattr(made, field) == 0) for field in AMOUNTS)


@steady
@given(seeds)
def test_every_kind_of_token_stays_in_order_on_every_draw(seed):
    a = Assumptions(load_catalog(), DRAWS, seed)
    for reading in READINGS:
        made = harvest(a, campaign(), token_row(a, reading))
        assert np.all(made.supervised < made.trained)
        assert np.all(made.trained < made.unique)
        assert np.all(made.unique < made.processed)
        assert np.all(made.street_usd > 0)


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
    forth = sft_flop(params=params, tokens=trained, epochs=epochs, runs=runs)
    assert forth == close(sft_flop(params=params, tokens=trained, epochs=runs, runs=epochs))
    assert forth >= sft_flop(params=params, tokens=trained, epochs=1, runs=1)


@steady
@given(amounts, amounts, st.floats(min_value=1, max_value=1e3))
def test_a_larger_cluster_takes_fewer_days_in_proportion(hours, chips, times):
    assert cluster_days(hours=hours, chips=times * chips) * times == close(cluster_days(hours=hours, chips=chips))
