"""Our side of the comparisons: figures of the data, formulas on them, draws, and results of runs by their ids."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from scipy.special import expit

from analysis.assumptions import Array, Assumptions
from analysis.calibration import Fit, fits, load_inputs
from analysis.model.constants import HOURS_PER_MONTH, MONTHS_PER_YEAR
from analysis.model.generation import inference_gpu_hours
from analysis.model.rl import rl_rollout_hours
from analysis.model.training import gpu_hours, training_flop
from analysis.scenarios import Result, run
from analysis.scenarios.cases import lab_cases
from tests.cross_model.comparison import Interval

DRAWS = 4096
HOURS_PER_YEAR = HOURS_PER_MONTH * MONTHS_PER_YEAR


def figure(name: str) -> float:
    """The central value of a figure of the data, by its name in the register."""
    return load_inputs().register[name].central


def peak(chip: str) -> float:
    """Dense 16-bit FLOP/s of a chip."""
    return figure(f"{chip}.dense_16bit")


def base_flop(student: str, tokens: str = "pretrain_tokens") -> float:
    """6 N D of a model of the data."""
    return training_flop(params=figure(f"{student}.active_params"), tokens=figure(f"{student}.{tokens}"))


def percentiles(values: Array) -> Interval:
    """5th, 50th and 95th percentile of draws."""
    low, central, high = np.percentile(values, (5, 50, 95))
    return float(low), float(central), float(high)


def draws(settings: Mapping[str, float] | None = None) -> Assumptions:
    """The draws of the runs below, with some inputs set."""
    return Assumptions(load_inputs(), DRAWS, 1, settings or {})


@cache
def mfu_fit() -> Fit:
    """The fit of the use of peak speed."""
    return fits(load_inputs())["mfu"]


def hours_from_other_runs(run_id: str) -> Interval:
    """Chip-hours of a published run from 6 N D and a fit to all the other runs: the 90% interval of a new case."""
    row = load_inputs().series["validation_runs"][run_id]
    flop = training_flop(params=row.active_params, tokens=row.tokens)
    case = mfu_fit().leave_one_out().loc[run_id]
    low, high = case["low"], case["high"]
    uses = (float(expit(x)) for x in (high, (low + high) / 2, low))  # more use of the peak, fewer hours
    low_hours, central, high_hours = (gpu_hours(flop=flop, peak=peak(row.chip), mfu=use) for use in uses)
    return low_hours, central, high_hours


def flop_from_hours(hours: float, chip: str) -> Interval:
    """FLOP of a run known by its chip-hours, at the fitted use of peak of a mixture of experts on Hopper chips."""
    low, central, high = (hours / gpu_hours(flop=1, peak=peak(chip), mfu=use) for use in mfu_fit().percentiles())
    return low, central, high


def rollout_hours(params: float, settings: Mapping[str, float] | None = None) -> Array:
    """H800-hours of reinforcement learning by rollouts and updates, inputs that are not set at their ranges."""
    return rl_rollout_hours(draws(settings), np.full(DRAWS, params))


def rollout_usd(params: float, settings: Mapping[str, float]) -> Array:
    """The rent of those hours."""
    return rollout_hours(params, settings) * draws(settings).draw("rental_price_h800", "USD/hour")


def rollout_share_of_base(student: str) -> Array:
    """The same hours as a part of those of base training."""
    mfu = draws().draw("mfu_base", "share")
    return rollout_hours(figure(f"{student}.active_params")) / gpu_hours(
        flop=base_flop(student), peak=peak("h800"), mfu=mfu
    )


def drawn(name: str, unit: str) -> Array:
    """The draws of one input."""
    return draws().draw(name, unit)


def serving_day_hours() -> float:
    """H800-hours of DeepSeek's day from its tokens: 608 billion read, 56.3% of them from the cache, 168 billion written."""
    return inference_gpu_hours(
        input_tokens=608e9 * (1 - figure("token_counts.deepseek-cache-share")),
        output_tokens=168e9,
        prefill_rate=figure("prefill_rate_reference"),
        decode_rate=figure("decode_rate_reference"),
    )


@cache
def result(disclosure: str) -> Result:
    """The run of one disclosure under the status quo."""
    return run(disclosure=disclosure, draws=DRAWS)


def quantity(identifier: str, disclosure: str = "feb-2026", per: float = 1, plus: float = 0) -> Interval:
    """A result of that run by its id, over ``per``, and ``plus`` a known amount."""
    found: Any = result(disclosure).quantities[identifier]
    return found[5] / per + plus, found[50] / per + plus, found[95] / per + plus


def two_labs_unique(reading: str) -> Interval:
    """Unique tokens of Moonshot AI and MiniMax together, February 2026, under one reading."""
    cases = {case.lab.id: case for case in lab_cases(draws(), "feb-2026")}
    return percentiles(sum(cases[lab].harvests[reading].unique for lab in ("moonshot", "minimax")))
