"""Where chips bind: each stage's need against the lab's own compute, and what deliveries add to it."""

from typing import Any

import numpy as np

from analysis.model.constants import MONTHS_PER_YEAR


def months_of_lab_compute(*, hours: Any, hours_a_month: Any) -> Any:
    """Chip-hours over the hours the lab's whole fleet yields in a month. The headline unit.

    Nothing else would run meanwhile; a lab that serves customers has less to spare (low).
    """
    return hours / hours_a_month


def years_of_lab_compute(*, months: Any) -> Any:
    """The same in lab-years, for thresholds."""
    return months / MONTHS_PER_YEAR


def months_added(*, stock: Any, fleet: Any) -> Any:
    """Months of the lab's present compute that delivered chips yield: chip-months over the fleet. Shape (draws,).

    ``stock`` is the lab's working chips (H100e) at the end of each month, shape (draws, months).
    """
    return np.sum(stock, axis=1) / fleet


def final_runs_a_year(*, hours_a_month: Any, final_run_share: Any, run_hours: Any) -> Any:
    """Final runs (base and RL) that the lab's compute affords in a year at its usual share for them."""
    return hours_a_month * MONTHS_PER_YEAR * final_run_share / run_hours
