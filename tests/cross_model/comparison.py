"""A published number beside ours, and what is made of the two."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Interval = tuple[float, float, float]  # 5th, 50th and 95th percentile
Mode = Literal["tolerance", "interval", "floor", "ceiling"]


@dataclass(frozen=True)
class Comparison:
    """One published number and how ours is made.

    ``mode``: our central value equals it within ``tolerance`` (of the published), it lies inside our 90% ``interval``,
    our central value is not below the published ``floor``, or our 95th percentile not above the published ``ceiling``.
    ``difference`` files why ours deliberately fails that, and ``ratio`` how far: our central value over the published.
    """

    id: str
    what: str
    published: float
    unit: str
    sources: tuple[str, ...]
    ours: Callable[[], float | Interval]
    mode: Mode = "tolerance"
    tolerance: float = 0.0
    difference: str = ""
    ratio: float = 1.0

    @cached_property
    def interval(self) -> Interval:
        """Ours as percentiles; three times the same where nothing is drawn."""
        found = self.ours()
        low, central, high = found if isinstance(found, tuple) else (found, found, found)
        return float(low), float(central), float(high)

    @property
    def central(self) -> float:
        """Our central value."""
        return self.interval[1]

    @property
    def found_ratio(self) -> float:
        """Our central value over the published."""
        return self.central / self.published

    @property
    def agrees(self) -> bool:
        """Whether ours passes its mode, whatever is filed."""
        low, central, high = self.interval
        match self.mode:
            case "interval":
                return low <= self.published <= high
            case "floor":
                return central >= self.published
            case "ceiling":
                return high <= self.published
        return abs(self.found_ratio - 1) <= self.tolerance

    @property
    def verdict(self) -> str:
        """In words, for the table."""
        if self.difference:
            return f"differs: {self.difference}"
        if not self.agrees:
            return "FAILS: nothing is filed"
        words = {
            "tolerance": "reproduced",
            "interval": "inside",
            "floor": "above the floor",
            "ceiling": "below the ceiling",
        }
        return words[self.mode]


def printed(value: float, last_digit: float) -> float:
    """Tolerance of a number printed to ``last_digit``: half a unit of it, as a part of the number."""
    return last_digit / 2 / value
