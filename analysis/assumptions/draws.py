"""One set of draws for all scenarios. Each name has its own random stream, so adding an assumption moves no other."""

import hashlib
import math
from collections.abc import Mapping
from copy import copy
from numbers import Real
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from scipy.special import ndtr, ndtri
from scipy.stats import rankdata

from analysis.assumptions.shapes import Array, quantile
from analysis.catalog import Catalog, Estimate, InputError, unknown

SEED_WORDS = 8  # 32-bit words of a SHA-256 digest
ALL = slice(None)


class Streams:
    """The random order of every stream: one permutation of evenly spaced probabilities each, kept once made."""

    def __init__(self, draws: int, seed: int) -> None:
        self.draws = draws
        self.seed = seed
        self._orders: dict[str, NDArray[np.int32]] = {}
        self._joint: dict[tuple[str, str, float], Array] = {}

    def score(self, stream: str, part: slice = ALL) -> Array:
        """Normal scores of a stream: of all draws, or of a part of them."""
        if stream not in self._orders:
            digest = hashlib.sha256(f"{self.seed} {stream}".encode()).digest()
            words = np.frombuffer(digest, dtype="<u4", count=SEED_WORDS).tolist()
            order = np.random.Generator(np.random.PCG64(words)).permutation(self.draws)
            self._orders[stream] = order.astype(np.int32)
        return ndtri((self._orders[stream][part] + 0.5) / self.draws)

    def joint_score(self, driver: str, follower: str, rho: float, part: slice = ALL) -> Array:
        """Normal scores of a stream that follows another through a Gaussian copula; ranks are those of all draws."""
        key = (driver, follower, rho)
        if key not in self._joint:
            joint = rho * self.score(driver) + math.sqrt(1 - rho**2) * self.score(follower)
            self._joint[key] = ndtri((rankdata(joint) - 0.5) / self.draws)
        return self._joint[key][part]


class Assumptions:
    """Draws by name, and a memory of what was read: endnotes and registers are made from that.

    The same seed and number of draws give the same values for a name, whatever else is drawn, in any scenario. A
    ``part`` of the draws is what all of them together hold in that place.
    """

    lasting = True  # whether what is made from these draws may be kept for other runs in this process

    def __init__(
        self,
        catalog: Catalog,
        draws: int,
        seed: int,
        overrides: Mapping[str, float] | None = None,
        part: slice = ALL,
        streams: Streams | None = None,
    ) -> None:
        self.catalog = catalog
        self.draws = len(range(*part.indices(draws)))
        self.seed = seed
        self.overridden = {name: overridden(catalog, name, value) for name, value in (overrides or {}).items()}
        self.read: dict[str, Estimate] = {}
        self.events: dict[str, tuple[Array, bool]] = {}
        self._part = part
        self._streams = streams or Streams(draws, seed)
        self._cache: dict[str, Array] = {}
        self._drivers = {pair.follower: pair for pair in catalog.correlations}

    def with_values(self, values: Mapping[str, float]) -> Self:
        """The same draws with some inputs set besides; what was set before stays. It remembers on its own what is read."""
        own = {name: value.central for name, value in self.overridden.items()}
        return type(self)(
            self.catalog, self._streams.draws, self.seed, dict(values) | own, part=self._part, streams=self._streams
        )

    def copied(self) -> Self:
        """The same draws, with a memory of its own that starts with what was read so far."""
        other = copy(self)
        other.read, other.events, other._cache = dict(self.read), dict(self.events), dict(self._cache)
        return other

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
            exact = value.resolved_shape == "point"
            self._cache[name] = np.full(self.draws, value.central) if exact else quantile(value, self._score(name))
        return self._cache[name]

    def uniform(self, event: str, judged: bool = True) -> Array:
        """One number between 0 and 1 per draw, shape (draws,), that decides ``event`` in every scenario alike.

        ``judged`` says whether it stands for a judged choice between states of the world, rather than for chance.
        """
        if event not in self.events:
            self.events[event] = (ndtr(self._streams.score(f"event {event}", self._part)), judged)
        return self.events[event][0]

    def drawn(self) -> dict[str, Array]:
        """The draws of every input asked for so far, by name."""
        return dict(self._cache)

    def _score(self, name: str) -> Array:
        """Standard normal scores of ``name``, correlated with its driver if it follows one."""
        own = self.catalog.streams[name]
        pair = self._drivers.get(name)
        if pair is None:
            return self._streams.score(own, self._part)
        return self._streams.joint_score(self.catalog.streams[pair.driver], own, pair.rho, self._part)


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
    exact = {"low": None, "high": None, "shape": None, "df": None, "p_zero": None}
    try:
        return Estimate(**old | exact | {"central": float(value)})
    except OverflowError:
        raise InputError(f"override of '{name}': a number of {len(str(value))} digits is too large") from None
    except ValidationError as problem:
        reason = problem.errors()[0]["msg"].removeprefix("Value error, ")
        raise InputError(f"override of '{name}': {reason}") from None
