"""Computing power by channel over time, ratios to others, what binds and what US buyers could lose: percentiles of draws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import Catalog
from analysis.catalog.records import Policy, Posture
from analysis.model.channels import Channels, Common, common, ratio_forward, us_displaced
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.deliveries import binding
from analysis.model.history import YARDSTICKS, history_months, month_index
from analysis.scenarios.cells import TRAINING
from analysis.scenarios.matrix import INTERVAL, cell
from analysis.scenarios.results import rounded
from analysis.scenarios.spec import DEFAULTS, parameters

REFERENCE = "r3.ration"
REGIMES = (REFERENCE, "r6.admit", "r9.ration")  # of the series over time: policy and posture
POSTURES = ("ration", "admit")  # under which chips come at all
RATIO_YARDSTICKS = ("h100e_flop", "h100e_bandwidth")
OTHERS = {
    "us": "us_five_stock_2025",
    "world": "world_stock_2025",
}  # whose computing power, and the input it starts from
FULL = 1.0  # of the chips sold to China, the share that US buyers lose


@dataclass(frozen=True)
class SupplySeries:
    """Tables of percentiles (p5, p50, p95), all on the same draws.

    ``channels``: one row a regime, yardstick, channel and month; the sums ``owned`` and ``total`` beside the channels.
    ``ratios``: one row for each of us and world, yardstick and month, over what China owns under the reference.
    ``limits``: the share of draws on which each limit of the reference policy binds, one row a posture and limit.
    ``displaced``: what US buyers would lose by the end if each unit sold to China were one less for them, by regime.
    """

    catalog: Catalog
    channels: pd.DataFrame
    ratios: pd.DataFrame
    limits: pd.DataFrame
    displaced: pd.DataFrame


def supply_series(
    disclosure: str = DEFAULTS["disclosure"],
    draws: int = DEFAULTS["draws"],
    seed: int = DEFAULTS["seed"],
    overrides: Mapping[str, float] | None = None,
) -> SupplySeries:
    """The tables for ``REGIMES``; direct effect only. InputError for anything unknown, ill-typed or out of range."""
    asked = parameters(disclosure=disclosure, draws=draws, seed=seed, overrides=overrides or {})
    catalog = load_inputs()
    a = Assumptions(catalog, draws, seed, asked.overrides)
    rows, ratios = [], []
    for yardstick in YARDSTICKS:
        shared = common(a, yardstick)
        for regime in REGIMES if yardstick == TRAINING else (REFERENCE,):
            found = cell(a, shared, *regime_parts(catalog, regime))[1]
            rows += _by_channel(catalog, regime, found)
            if regime == REFERENCE and yardstick in RATIO_YARDSTICKS:
                ratios += _ratios(a, found)
    return SupplySeries(
        catalog, pd.DataFrame(rows), pd.DataFrame(ratios), pd.DataFrame(_limits(a)), pd.DataFrame(_displaced(a))
    )


def regime_parts(catalog: Catalog, regime: str) -> tuple[Policy, Posture]:
    """The policy and the posture that a regime such as r3.ration names."""
    policy, _, posture = regime.partition(".")
    return catalog.get("policies", policy), catalog.get("postures", posture)


def months_shown(catalog: Catalog) -> list[str]:
    """Every month of the series as YYYY-MM: history, and the months ahead."""
    past = history_months(catalog.horizon)
    ahead = np.datetime64(past[-1], "M") + np.arange(1, catalog.horizon.months + 1)
    return past + [str(month) for month in ahead]


def spread(values: Array) -> dict[str, float]:
    """5th, 50th and 95th percentile, at six significant digits."""
    found = np.percentile(values, INTERVAL)
    return {f"p{p}": rounded(float(value)) for p, value in zip(INTERVAL, found, strict=True)}


def _by_channel(catalog: Catalog, regime: str, found: Channels) -> Iterable[dict[str, Any]]:
    stocks = found.by_channel | {"owned": found.owned, "total": found.total}
    for channel, stock in stocks.items():
        key = {"regime": regime, "yardstick": found.yardstick, "channel": channel}
        yield from (key | {"month": month} | ends for month, ends in _monthly(months_shown(catalog), stock))


def _ratios(a: Assumptions, found: Channels) -> Iterable[dict[str, Any]]:
    for whose, starts in OTHERS.items():
        months = months_shown(a.catalog)[month_index(a.estimate(starts).as_of) :]
        key = {"whose": whose, "yardstick": found.yardstick}
        yield from (key | {"month": month} | ends for month, ends in _monthly(months, ratio_forward(a, found, whose)))


def _monthly(months: list[str], values: Array) -> Iterable[tuple[str, dict[str, float]]]:
    """Each month with its percentiles, of an array of shape (draws, months)."""
    ends = np.percentile(values, INTERVAL, axis=0)
    for place, month in enumerate(months):
        yield month, {f"p{p}": rounded(float(v)) for p, v in zip(INTERVAL, ends[:, place], strict=True)}


def _limits(a: Assumptions) -> Iterable[dict[str, Any]]:
    policy = a.catalog.reference_policy
    for posture in POSTURES:
        found = binding(a, policy, a.catalog.get("postures", posture), a.catalog.horizon.months)
        for limit, holds in found.items():
            yield {"posture": posture, "limit": limit, "share": rounded(float(np.mean(holds)))}


def _displaced(a: Assumptions) -> Iterable[dict[str, Any]]:
    shared: Common = common(a, TRAINING)
    for policy in a.catalog.kinds["policies"].values():
        for posture in POSTURES:
            new = cell(a, shared, policy, a.catalog.get("postures", posture))[0]
            if not any(units.any() for units in new.values()):
                continue
            lost = us_displaced(a, new, FULL)
            yield {"policy": policy.name, "posture": posture, "id": f"{policy.id}.{posture}"} | {
                f"{name}_{end}": value
                for name, month in (("months12", MONTHS_PER_YEAR - 1), ("months36", -1))
                for end, value in spread(lost[:, month]).items()
            }
