"""Accounts as a queue: what shorter lives of accounts leave of a campaign, from three states of its pool."""

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.accounts import harvest_from_empty, harvest_from_steady_state, harvest_with_batch_bans, window_days
from analysis.model.levers import dose_over_horizon
from analysis.scenarios.cases import LabCase
from analysis.scenarios.results import Result

FASTER = "faster-detection"
STATES = {
    "steady": "a pool that is full when the campaign is counted",
    "empty": "a pool that starts with no account",
    "batches": "a pool that is banned in batches, which come sooner",
}


def add_pools(result: Result, a: Assumptions, cases: list[LabCase]) -> None:
    """By lab and state of the pool: the harvest that is left if accounts live shorter, before any leakage, as a share.

    Rates of use and of opening accounts cancel out. A pool that is being filled loses less than a full one.
    """
    lever = a.catalog.get("levers", FASTER)
    left = 1 - dose_over_horizon(a, lever)
    for case in cases:
        days = window_days(a, case.campaigns[0])
        for state, words in STATES.items():
            share = _harvest(a, state, days, left) / _harvest(a, state, days, np.ones(a.draws))
            variable = f"Levers|Harvest left by '{lever.name}', {words}"
            result.add(f"pool.{state}.{case.lab.id}", variable, case.lab.name, "share", share, label="judgement")


def _harvest(a: Assumptions, state: str, days: Array, life: Array) -> Array:
    """Exchanges of a pool that opens one account a day, one exchange a day each, at a share of today's ``life``."""
    pool = {"per_account_day": 1, "accounts_per_day": 1, "days": days}
    if state == "batches":
        return harvest_with_batch_bans(batch_days=a.draw("ban_batch_days", "days") * life, **pool)
    rate = 1 / (a.draw("detection_days", "days") * np.maximum(life, np.finfo(float).tiny))
    return (harvest_from_steady_state if state == "steady" else harvest_from_empty)(ban_rate=rate, **pool)
