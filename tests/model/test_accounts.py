"""Accounts and bans, the time a campaign has, and what a new model loses to it before it is detected."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model.accounts import (
    account_months,
    accounts_by_rate,
    detected_harvest,
    exchanges_per_account_day,
    harvest_from_empty,
    harvest_from_steady_state,
    harvest_of_new_model,
    harvest_with_batch_bans,
    pivot,
    window_days,
)
from tests.model.cases import DRAWS, EXACT, campaign, close, known, seeds, shares, steady

counts = st.floats(min_value=0, max_value=1e10)
times = st.floats(min_value=0.01, max_value=1000)  # days
positive = st.floats(min_value=1e-3, max_value=1e6)
POOL = {"per_account_day": 100, "accounts_per_day": 50, "ban_rate": 0.1, "days": 45}
PIVOT = {"window_days_undisclosed": 100, "detection_days": 10, "pivot_tau_hours": 48}


def test_exchanges_an_account_and_day():
    # 28.8 million over 25,000 accounts and 45 days = 28.8e6 / 1,125,000
    assert exchanges_per_account_day(exchanges=28.8e6, accounts=25_000, days=45) == close(25.6)


def test_accounts_needed_at_the_limit_of_each():
    # 4.5 million in 45 days at 1,000 a day
    assert accounts_by_rate(exchanges=4.5e6, days=45, rate=1000) == close(100)


def test_account_months_are_the_subscriptions_over_the_price_of_one():
    # 2,000 / 200
    assert account_months(subscription_usd=2000, price_per_month=200) == close(10)


def test_a_pool_in_steady_state():
    # 50 a day that live 10 days are 500 accounts; x 100 x 45
    assert harvest_from_steady_state(**POOL) == close(2.25e6)


def test_a_pool_that_starts_empty():
    # 50,000 x (45 - 10 x (1 - exp(-4.5))) = 50,000 x (45 - 10 x 0.988891) = 50,000 x 35.11109
    assert harvest_from_empty(**POOL) == pytest.approx(1_755_554.5, rel=1e-7)


def test_a_pool_that_is_banned_in_batches():
    # 45 days hold three batches of 14 and 3 days: 50 x 100 x (3 x 14^2 + 3^2) / 2 = 5,000 x 597 / 2
    batches = {"per_account_day": 100, "accounts_per_day": 50, "batch_days": 14, "days": 45}
    assert harvest_with_batch_bans(**batches) == close(1_492_500)


@given(batch=st.floats(min_value=45, max_value=1000))
@steady
def test_a_batch_that_comes_after_the_end_bans_nobody(batch):
    # accounts grow to 44.9 x 50 and none is lost: 100 x 50 x 44.9^2 / 2
    pool = {"per_account_day": 100, "accounts_per_day": 50, "days": 44.9}
    assert harvest_with_batch_bans(batch_days=batch, **pool) == close(100 * 50 * 44.9**2 / 2)


def test_a_new_model_gets_its_share_after_the_traffic_has_moved():
    # 1,000 x (4 - 2 x (1 - exp(-2))) x 0.5 = 500 x (4 - 2 x 0.8646647) = 500 x 2.2706706
    assert harvest_of_new_model(rate=1000, days=4, tau_days=2, share=0.5) == pytest.approx(1135.3353, rel=1e-7)


def test_what_is_gathered_before_detection():
    # 1,000 x 30
    assert detected_harvest(rate=1000, days=30) == 30_000


@pytest.mark.parametrize(("identifier", "days"), [("jun-2026-alibaba", 45), ("sep-2026-alibaba", 92)])
def test_a_window_counts_both_its_dates(identifier, days):
    # 22 April to 5 June: 9 + 31 + 5; 1 May to 31 July: 31 + 30 + 31
    a = known({}, DRAWS)
    assert np.array_equal(window_days(a, campaign(identifier)), np.full(DRAWS, days))
    assert "window_days_undisclosed" not in a.read


def test_an_undisclosed_window_is_the_judged_one():
    assert window_days(known({"window_days_undisclosed": 77}), campaign())[0] == 77


def test_a_pivot_runs_until_detection():
    # 1e6 over 100 days = 10,000 a day; 10,000 x (10 - 2 x (1 - exp(-5))) x 0.5 = 5,000 x (10 - 2 x 0.99326205)
    found = pivot(known(PIVOT | {"pivot_share": 0.5}), campaign("feb-2026-moonshot"), 1e6)
    assert found[0] == pytest.approx(40_067.379, rel=1e-7)


def test_a_pivot_is_no_slower_than_its_accuser_says():
    # 24 hours are stated and 48 judged: 5,000 x (10 - 1 x (1 - exp(-10))) = 5,000 x (10 - 0.99995460)
    found = pivot(known(PIVOT | {"feb-2026-minimax.pivot_share": 0.5}), campaign("feb-2026-minimax"), 1e6)
    assert found[0] == pytest.approx(45_000.227, rel=1e-7)


def test_detection_after_the_window_adds_nothing_to_a_pivot():
    late, end = known(PIVOT | {"detection_days": 500}), known(PIVOT | {"detection_days": 100})
    assert np.array_equal(pivot(late, campaign(), 1e6), pivot(end, campaign(), 1e6))


@steady
@given(counts, st.floats(min_value=0, max_value=1e3), positive)
def test_accounts_are_linear_in_exchanges(count, factor, each):
    def found(exchanges: float) -> list[float]:
        return [
            exchanges_per_account_day(exchanges=exchanges, accounts=each, days=each),
            accounts_by_rate(exchanges=exchanges, days=each, rate=each),
            account_months(subscription_usd=exchanges, price_per_month=each),
        ]

    assert found(factor * count) == pytest.approx([factor * one for one in found(count)], rel=EXACT)
    assert set(found(0)) == {0}


@steady
@given(seeds)
def test_a_pivot_is_linear_in_exchanges_and_never_more_than_its_share(seed):
    a = known({}, DRAWS, seed)
    once = pivot(a, campaign(), 1e6)
    np.testing.assert_allclose(pivot(a, campaign(), 1e7), 10 * once, rtol=EXACT)
    assert np.all(once > 0)
    assert np.all(once <= 1e6 * a.draw("feb-2026-minimax.pivot_share", "share"))
    assert np.all(pivot(a, campaign(), 0) == 0)


@steady
@given(counts, st.floats(min_value=0, max_value=1000), times, shares)
def test_a_new_model_never_gets_more_than_its_share_of_the_traffic(rate, days, tau, share):
    found = harvest_of_new_model(rate=rate, days=days, tau_days=tau, share=share)
    assert found <= detected_harvest(rate=rate, days=days) * share


@steady
@given(times, times, st.floats(min_value=1.01, max_value=100))
def test_a_new_model_gets_more_with_time_and_nothing_at_once(days, tau, longer):
    early = harvest_of_new_model(rate=1.0, days=days, tau_days=tau, share=0.5)
    assert 0 < early < harvest_of_new_model(rate=1.0, days=longer * days, tau_days=tau, share=0.5)
    assert harvest_of_new_model(rate=1.0, days=0, tau_days=tau, share=0.5) == 0


@steady
@given(positive, positive, st.floats(min_value=1e-3, max_value=10), times)
def test_an_empty_pool_harvests_less_than_a_full_one(each, opened, ban, days):
    pool = {"per_account_day": each, "accounts_per_day": opened, "ban_rate": ban, "days": days}
    assert 0 < harvest_from_empty(**pool) < harvest_from_steady_state(**pool)
    assert harvest_from_empty(**pool | {"days": 0}) == harvest_from_steady_state(**pool | {"days": 0}) == 0
