"""The whole matrix: every US policy under every posture of Beijing's, in chips and in computing power, on the same draws."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.catalog.records import Policy, Posture
from analysis.model.channels import Channels, Common, channels, common, ratio_forward, us_displaced
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.conversion import DECODE
from analysis.model.deliveries import delivered
from analysis.model.history import YARDSTICKS, predicted_stock, ratios
from analysis.scenarios.cells import TRAINING, named
from analysis.scenarios.results import rounded
from analysis.scenarios.spec import DEFAULTS, parameters, whole_number

QUOTA = "r5"  # the policy whose ceiling is a number to choose
INTERVAL = (5, 50, 95)
ONE_CHIP = 1


def matrix(
    disclosure: str = DEFAULTS["disclosure"],
    draws: int = DEFAULTS["draws"],
    seed: int = DEFAULTS["seed"],
    overrides: Mapping[str, float] | None = None,
    quotas: Sequence[float] = (),
    ahead: int | None = None,
) -> pd.DataFrame:
    """One row a policy and posture, and one more for each posture and quota of ``quotas`` (chips in all).

    Columns: the chips' names; 5th, 50th and 95th percentile of chips in 12 months and over the horizon; the chance of none
    in 12 months; and of the computing power that China uses at the end, in H100 equivalents by 16-bit FLOP/s. ``ahead``:
    also chips in so many months, from 1 to the horizon. Direct effect only. What was disclosed plays no part here. InputError for anything unknown, ill-typed or out of range.
    """
    asked = parameters(disclosure=disclosure, draws=draws, seed=seed, overrides=overrides or {})
    catalog = load_inputs()
    if ahead is not None:
        whole_number("horizon", ahead, 1, catalog.horizon.months)
    a = Assumptions(catalog, draws, seed, asked.overrides)
    shared = common(a, TRAINING)
    policies, postures = catalog.kinds["policies"].values(), catalog.kinds["postures"].values()
    rows = [_row(a, shared, policy, posture, ahead=ahead) for policy in policies for posture in postures]
    for quota in quotas:
        if not np.isfinite(quota) or quota <= 0:
            raise InputError(f"quota: found {quota:g}, a number of chips above zero is accepted")
        a = Assumptions(catalog, draws, seed, asked.overrides | {f"{QUOTA}.gross_ceiling": quota})
        shared = common(a, TRAINING)
        policy, suffix = catalog.get("policies", QUOTA), f"-{quota:.0f}"
        rows += [_row(a, shared, policy, posture, suffix, ahead) for posture in postures]
    return pd.DataFrame(rows)


def cell(a: Assumptions, shared: Common, policy: Policy, posture: Posture) -> tuple[dict[str, Array], Channels]:
    """New chips by product by the end of each month ahead, and the channels of computing power with them."""
    new = delivered(a, policy, posture, a.catalog.horizon.months)
    return new, channels(a, policy, new, shared.yardstick, shared)


def numbers_drawn(a: Assumptions) -> set[str]:
    """Names of all numbers that supply draws: each cell by each yardstick, what history is held against, and ratios."""
    new: dict[str, Array] = {}
    for yardstick in YARDSTICKS:
        shared = common(a, yardstick)
        for policy in a.catalog.kinds["policies"].values():
            for posture in a.catalog.kinds["postures"].values():
                new, found = cell(a, shared, policy, posture)
        if yardstick != DECODE:
            for whose in ("us", "world"):
                ratio_forward(a, found, whose)
    predicted_stock(a, retire=True)
    ratios(a)
    us_displaced(a, new)
    return set(a.read)


def _row(
    a: Assumptions, shared: Common, policy: Policy, posture: Posture, suffix: str = "", ahead: int | None = None
) -> dict[str, Any]:
    new, found = cell(a, shared, policy, posture)
    chips = sum(new.values())
    year = chips[:, MONTHS_PER_YEAR - 1]
    return {
        "id": f"{policy.id}{suffix}.{posture.id}",
        "policy": policy.name,
        "posture": posture.name,
        "chips": named(a.catalog, new),
        "none12": rounded(float(np.mean(year < ONE_CHIP))),
        **_spread("months12", year),
        **_spread("months36", chips[:, -1]),
        **_spread("used", found.total[:, -1]),
        **(_spread("ahead", chips[:, ahead - 1]) if ahead else {}),
    }


def _spread(name: str, values: Array) -> dict[str, float]:
    found = np.percentile(values, INTERVAL)
    return {f"{name}_p{p}": rounded(float(value)) for p, value in zip(INTERVAL, found, strict=True)}
