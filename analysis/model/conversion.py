"""Chips and H100 equivalents by flop, in another yardstick: measured where it is, else by a judged ratio."""

from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.history import YARDSTICKS, worth

FLOP, BANDWIDTH, DECODE = YARDSTICKS


def in_yardstick(*, flop: Any, bandwidth_per_flop: Any, worth_per_bandwidth: Any) -> Any:
    """H100e by flop as H100e by another yardstick: flop x bandwidth per flop x worth per bandwidth.

    The last is 1 for bandwidth. One ratio for all chips of a channel and all months: leaves out newer chips, whose
    bandwidth grows slower than their speed (high ahead).
    """
    return flop * bandwidth_per_flop * worth_per_bandwidth


def chip_worth(a: Assumptions, chip: str, yardstick: str) -> Array:
    """One chip in H100s by a yardstick, shape (draws,); where decoding was not measured, bandwidth x a judged ratio.

    A chip without the figure counts nothing (low): the RTX PRO 5500 has no dense 16-bit speed and counts nothing by flop,
    the MI308X has no bandwidth and counts by flop alone.
    """
    record = a.catalog.get("chips", chip)
    if getattr(record, YARDSTICKS[yardstick][0]):
        return worth(a, chip, yardstick)
    if yardstick == DECODE and getattr(record, YARDSTICKS[BANDWIDTH][0]):
        return worth(a, chip, BANDWIDTH) * a.draw("decode_per_bandwidth", "ratio")
    return np.zeros(a.draws)


def factor(a: Assumptions, whose: str, yardstick: str) -> Array:
    """The yardstick's worth of one H100e by flop in the chips of ``whose``, shape (draws,)."""
    if yardstick == FLOP:
        return np.ones(a.draws)
    return in_yardstick(
        flop=1,
        bandwidth_per_flop=a.draw(f"bandwidth_per_h100e_{whose}", "ratio"),
        worth_per_bandwidth=a.draw("decode_per_bandwidth", "ratio") if yardstick == DECODE else 1,
    )
