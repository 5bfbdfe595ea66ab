"""Accounts and bans, the time a campaign took, and what a new model loses to it before it is detected."""

from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Campaign
from analysis.model.constants import HOURS_PER_DAY, MEAN_OF_RAMP


def exchanges_per_account_day(*, exchanges: Any, accounts: Any, days: Any) -> Any:
    """Mean exchanges a day and account. Leaves out bans: accounts that were alive did more (low)."""
    return exchanges / (accounts * days)


def accounts_by_rate(*, exchanges: Any, days: Any, rate: Any) -> Any:
    """Accounts needed if each works at its daily limit ``rate`` (exchanges a day and account) over all ``days``.

    A floor: leaves out caution, bans and idle days (low).
    """
    return exchanges / (days * rate)


def account_months(*, subscription_usd: Any, price_per_month: Any) -> Any:
    """Months of subscription that ``subscription_usd`` pays for at ``price_per_month``. Leaves out banned accounts (low)."""
    return subscription_usd / price_per_month


def harvest_from_steady_state(*, per_account_day: Any, accounts_per_day: Any, ban_rate: Any, days: Any) -> Any:
    """Exchanges in ``days`` from a pool that loses as many accounts to bans as it opens: r lambda / mu t.

    ``ban_rate`` mu is the part of the pool banned a day. By Little's law lambda / mu accounts are alive. Leaves out
    bans of many accounts at once (high while a pool is being refilled).
    """
    return per_account_day * accounts_per_day / ban_rate * days


def harvest_from_empty(*, per_account_day: Any, accounts_per_day: Any, ban_rate: Any, days: Any) -> Any:
    """Exchanges in ``days`` from a pool that starts with no account: r lambda / mu [t - (1 - exp(-mu t)) / mu].

    The integral of accounts alive in an M/M/infinity queue that starts empty. Leaves out accounts bought in advance
    (low).
    """
    build_up = -np.expm1(-ban_rate * days) / ban_rate
    return per_account_day * accounts_per_day / ban_rate * (days - build_up)


def harvest_with_batch_bans(*, per_account_day: Any, accounts_per_day: Any, batch_days: Any, days: Any) -> Any:
    """Exchanges in ``days`` if all accounts open are banned together every ``batch_days``: r lambda (n b^2 + rest^2) / 2.

    Between two batches the pool grows by lambda a day from nothing, n times over and once for the rest of the days. Leaves
    out accounts that a batch misses (low) and that attackers stop while they are watched (high).
    """
    whole = np.floor(days / batch_days)
    rest = days - whole * batch_days
    return per_account_day * accounts_per_day * (whole * batch_days * batch_days + rest * rest) * MEAN_OF_RAMP


def detected_harvest(*, rate: Any, days: Any) -> Any:
    """Exchanges gathered before a campaign is stopped: ``rate`` x ``days``. Leaves out a slow start (high)."""
    return rate * days


def harvest_of_new_model(*, rate: Any, days: Any, tau_days: Any, share: Any) -> Any:
    """Exchanges with a new model in ``days`` from its release: r [T - tau (1 - exp(-T / tau))] share.

    Traffic moves with time constant ``tau_days`` towards ``share`` of all. Leaves out traffic that is added rather than
    moved (low).
    """
    return rate * (days + tau_days * np.expm1(-days / tau_days)) * share


def window_days(a: Assumptions, campaign: Campaign) -> Array:
    """Days over which a campaign's exchanges were counted, shape (draws,): both dates included, or as stated.

    A judged range where neither was disclosed.
    """
    if campaign.window_start and campaign.window_end:
        return np.full(a.draws, float((campaign.window_end - campaign.window_start).days + 1))
    return a.draw(f"{campaign.id}.window_days" if campaign.window_days else "window_days_undisclosed", "days")


def pivot(a: Assumptions, campaign: Campaign, exchanges: Array) -> Array:
    """Exchanges with a new model, released as the campaign starts, by the time of detection, shape (draws,).

    Detection later than the window adds nothing, as no exchange was counted after it. The share is the campaign's own
    where one is stated; so is the most that the time constant can be, where the accuser says within which time the
    traffic moved: 63% of the move is then made by that time, where the accuser may mean all of it (low). A release in
    mid-campaign leaves less time before detection (high).
    """
    window, tau = window_days(a, campaign), a.draw("pivot_tau_hours", "hours")
    if campaign.pivot_hours:
        tau = np.minimum(tau, a.draw(f"{campaign.id}.pivot_hours", "hours"))
    return harvest_of_new_model(
        rate=exchanges / window,
        days=np.minimum(a.draw("detection_days", "days"), window),
        tau_days=tau / HOURS_PER_DAY,
        share=a.draw(f"{campaign.id}.pivot_share" if campaign.pivot_share else "pivot_share", "share"),
    )
