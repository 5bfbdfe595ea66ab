"""Which inputs move a headline: shares of its rank variance, and how much of it rests on judged inputs."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from analysis.assumptions import Array
from analysis.insight.explain import traced_inputs
from analysis.scenarios import Result

LOW_CONFIDENCE_ABOVE = 0.5  # a headline that rests mainly on judged inputs gets low confidence by rule
HIGH_CONFIDENCE_BELOW = 0.2


@dataclass(frozen=True)
class Driver:
    """One input's share of a headline's explained rank variance, with the sign of its effect."""

    name: str
    label: str
    share: float
    sign: int
    judged: bool
    sources: tuple[str, ...]


def drivers(result: Result, headline: str) -> list[Driver]:
    """Inputs of a kept headline's size (its absolute value), largest share first. Shares sum to one.

    Squared rank correlations of the inputs that the result was computed from, normalised by their sum: exact for
    independent inputs and a monotone additive result. Leaves out interactions, and counts what correlated inputs share
    twice (high for both). Inputs of one quantile, such as the ceilings of two policies, count once, under the name of the
    scenario's own policy. A result that is the same on every draw has no drivers.
    """
    size = np.abs(result.kept[headline])
    if np.ptp(size) == 0:
        return []
    target = _ranks(size)
    relevant = traced_inputs(result)[headline]
    found, alike, own = [], {}, f"{result.policy}."
    for name, (label, judged, sources, values) in sorted(
        result.inputs().items(), key=lambda i: not i[0].startswith(own)
    ):
        if name in relevant and np.ptp(values) > 0:
            ranks = _ranks(values)
            if alike.setdefault(ranks.tobytes(), name) == name:
                found.append((float(np.mean(ranks * target)), name, label, judged, sources))
    total = sum(rho**2 for rho, *_ in found)
    ranked = sorted(found, key=lambda f: (-(f[0] ** 2), f[1]))
    return [
        Driver(name, label, rho**2 / total, 1 if rho > 0 else -1, judged, sources)
        for rho, name, label, judged, sources in ranked
    ]


def judged_share(found: list[Driver]) -> float:
    """Share of explained rank variance that rests on judged inputs."""
    return sum(driver.share for driver in found if driver.judged)


def confidence(share_judged: float) -> str:
    """Low, moderate or high, by rule, from the share that rests on judged inputs."""
    if share_judged > LOW_CONFIDENCE_ABOVE:
        return "low"
    return "high" if share_judged < HIGH_CONFIDENCE_BELOW else "moderate"


def _ranks(values: Array) -> Array:
    """Ranks with mean zero and unit variance."""
    ranks = rankdata(values)
    return (ranks - ranks.mean()) / ranks.std()
