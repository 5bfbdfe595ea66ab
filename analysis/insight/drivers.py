"""Which inputs move a headline: shares of its rank variance, and how much of it rests on judged inputs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from analysis.assumptions import Array
from analysis.insight.explain import traced_inputs
from analysis.scenarios import Result

LOW_CONFIDENCE_ABOVE = 0.5  # a headline that rests mainly on judged inputs gets low confidence by rule
HIGH_CONFIDENCE_BELOW = 0.2

Known = tuple[str, bool, tuple[str, ...], Array]  # an input: its label, whether it is judged, its sources, its draws


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
    relevant, own = traced_inputs(result)[headline], f"{result.policy}."
    found = sorted(result.inputs().items(), key=lambda i: not i[0].startswith(own))
    return ranked(size, {name: known for name, known in found if name in relevant})


def ranked(size: Array, inputs: Mapping[str, Known], noise: float = 0) -> list[Driver]:
    """What of ``inputs`` moves ``size``, shape (draws,), largest share first; shares sum to one.

    Of inputs that rank alike the first counts. ``noise``: a rank correlation no larger than this counts for nothing.
    """
    if np.ptp(size) == 0:
        return []
    target, found, alike = _ranks(size), [], {}
    for name, (label, judged, sources, values) in inputs.items():
        if np.ptp(values) > 0:
            ranks = _ranks(values)
            if alike.setdefault(ranks.tobytes(), name) == name:
                found.append((float(np.mean(ranks * target)), name, label, judged, sources))
    kept = [one for one in found if abs(one[0]) > noise or noise == 0]
    total = sum(rho**2 for rho, *_ in kept)
    return [
        Driver(name, label, rho**2 / total, 1 if rho > 0 else -1, judged, sources)
        for rho, name, label, judged, sources in sorted(kept, key=lambda f: (-(f[0] ** 2), f[1]))
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
