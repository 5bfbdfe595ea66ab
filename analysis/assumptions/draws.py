"""One set of draws for all scenarios. Each name has its own random stream, so adding an assumption moves no other."""

import hashlib
import math
from collections.abc import Mapping
from numbers import Real

import numpy as np
from pydantic import ValidationError
from scipy.special import ndtr, ndtri
from scipy.stats import rankdata

from analysis.assumptions.shapes import Array, quantile
from analysis.catalog import Catalog, Estimate, InputError, unknown

SEED_WORDS = 8  # 32-bit words of a SHA-256 digest


class Assumptions:
    """Draws by name, and a memory of what was read: endnotes and registers are made from that.

    The same seed and number of draws give the same values for a name, whatever else is drawn, in any scenario.
    """

    def __init__(self, catalog: Catalog, draws: int, seed: int, overrides: Mapping[str, float] | None = None) -> None:
        self.catalog = catalog
        self.draws = draws
        self.seed = seed
        self.overridden = {name: overridden(catalog, name, value) for name, value in (overrides or {}).items()}
        self.read: dict[str, Estimate] = {}
        self.events: dict[str, tuple[Array, bool]] = {}
        self._cache: dict[str, Array] = {}
        self._drivers = {pair.follower: pair for pair in catalog.correlations}

    def estimate(self, name: str) -> Estimate:
        """The record behind ``name``, as overridden; remembered as read."""
        value = self.overridden.get(name) or self.catalog.estimate(name)
        self.read[name] = value
        return value

    def draw(self, name: str, unit: str) -> Array:
        """Draws of ``name``, shape (draws,), in ``unit``. InputError if the data hold another unit."""
        value = self.estimate(name)
        if value.unit != unit:
            raise InputError(f"assumption '{name}' is in {value.unit}, but {unit} was asked for")
        if value.resolved_shape == "reported":
            raise InputError(f"'{name}' is a reported range, which is kept to compare with and not drawn")
        if name not in self._cache:
            self._cache[name] = quantile(value, self._score(name))
        return self._cache[name]

    def uniform(self, event: str, judged: bool = True) -> Array:
        """One number between 0 and 1 per draw, shape (draws,), that decides ``event`` in every scenario alike.

        ``judged`` says whether it stands for a judged choice between states of the world, rather than for chance.
        """
        if event not in self.events:
            self.events[event] = (ndtr(self._own_score(f"event {event}")), judged)
        return self.events[event][0]

    def drawn(self) -> dict[str, Array]:
        """The draws of every input asked for so far, by name."""
        return dict(self._cache)

    def _score(self, name: str) -> Array:
        """Standard normal scores of ``name``, correlated with its driver if it follows one."""
        own = self._own_score(self.catalog.streams[name])
        pair = self._drivers.get(name)
        if pair is None:
            return own
        driver = self._own_score(self.catalog.streams[pair.driver])
        joint = pair.rho * driver + math.sqrt(1 - pair.rho**2) * own
        return ndtri((rankdata(joint) - 0.5) / self.draws)

    def _own_score(self, stream: str) -> Array:
        """Normal scores of evenly spaced probabilities in an order of the stream's own."""
        digest = hashlib.sha256(f"{self.seed} {stream}".encode()).digest()
        words = np.frombuffer(digest, dtype="<u4", count=SEED_WORDS).tolist()
        order = np.random.Generator(np.random.PCG64(words)).permutation(self.draws)
        return ndtri((order + 0.5) / self.draws)


def overridden(catalog: Catalog, name: str, value: float) -> Estimate:
    """The record of ``name`` with an exact ``value`` in place of its range; InputError if its unit does not allow it."""
    if name in catalog.register and name not in catalog.inputs:
        raise InputError(
            f"override of '{name}': a figure of data/{catalog.files[name]} is compared with, and enters no result"
        )
    if name not in catalog.register:
        raise unknown("assumption", name, catalog.inputs, "override")
    if isinstance(value, bool) or not isinstance(value, Real):
        raise InputError(
            f"override of '{name}': found {value!r}, a number in {catalog.register[name].unit} is accepted"
        )
    old = catalog.register[name].model_dump()
    exact = {"low": None, "high": None, "shape": None, "p_zero": None}
    try:
        return Estimate(**old | exact | {"central": float(value)})
    except OverflowError:
        raise InputError(f"override of '{name}': a number of {len(str(value))} digits is too large") from None
    except ValidationError as problem:
        reason = problem.errors()[0]["msg"].removeprefix("Value error, ")
        raise InputError(f"override of '{name}': {reason}") from None
