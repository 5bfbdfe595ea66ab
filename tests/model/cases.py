"""What the tests of the model share: exact comparison, known inputs in place of ranges, and generated cases."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import Campaign
from analysis.model.worth import Spared

EXACT = 1e-12  # relative: rounding of floating-point numbers and nothing else
DRAWS = 400
KNOWN_DRAWS = 100  # of inputs that are the same on each

# The same cases in every run, and no limit on time.
steady = settings(deadline=None, derandomize=True, database=None, max_examples=100)

amounts = st.floats(min_value=1e-3, max_value=1e15)  # anything above zero: tokens, FLOP, chips
shares = st.floats(min_value=0.0, max_value=1.0)
part_shares = st.floats(min_value=1e-3, max_value=1.0)  # shares that something is divided by
seeds = st.integers(min_value=0, max_value=2**32 - 1)


def close(value: Any) -> Any:
    """Equal to ``value`` but for rounding, measured against the value itself."""
    return pytest.approx(value, rel=EXACT, abs=0)


def known(values: Mapping[str, float], draws: int = KNOWN_DRAWS, seed: int = 1) -> Assumptions:
    """Draws in which every input named has one value."""
    return Assumptions(load_inputs(), draws, seed, values)


def campaign(identifier: str = "feb-2026-minimax") -> Campaign:
    """One campaign of the data."""
    return load_inputs().get("campaigns", identifier)


def filled(value: float, draws: int = KNOWN_DRAWS) -> Array:
    """One value on every draw."""
    return np.full(draws, float(value))


def spared(own: float, open_model: float, rl: float, sft: float, draws: int = KNOWN_DRAWS) -> Spared:
    """Chip-hours of the alternatives, alike on every draw."""
    return Spared(*(filled(value, draws) for value in (own, open_model, rl, sft)))
