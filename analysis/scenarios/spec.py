"""What a run is asked to do: parameters, checked before anything starts, and the name of the edition they make."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.assumptions.draws import overridden
from analysis.catalog import Campaign, Catalog, InputError, Lab, load_catalog, unknown

MIN_DRAWS = 100
MAX_DRAWS = 1_000_000
MAX_SEED = 2**32 - 1
SHARE_OF_DELIVERIES, ROUNDING = ".direct_share", 1e-9
DEFAULTS: dict[str, Any] = {
    "scenario": "status_quo",
    "disclosure": "feb-2026",
    "draws": 16_384,
    "seed": 1,
    "overrides": {},
}


@dataclass(frozen=True)
class Parameters:
    """A scenario, a disclosure, the draws and what the user sets differently. Build with ``parameters()``."""

    scenario: str = DEFAULTS["scenario"]
    disclosure: str = DEFAULTS["disclosure"]
    draws: int = DEFAULTS["draws"]
    seed: int = DEFAULTS["seed"]
    overrides: dict[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The parameters by name, overrides in order of their names."""
        return {
            "scenario": self.scenario,
            "disclosure": self.disclosure,
            "draws": self.draws,
            "seed": self.seed,
            "overrides": dict(sorted(self.overrides.items())),
        }

    @property
    def hash(self) -> str:
        """Eight hexadecimal digits over all parameters."""
        return hashlib.sha256(json.dumps(self.as_dict(), sort_keys=True).encode()).hexdigest()[:8]

    def edition(self, kind: str) -> str:
        """``<kind>-<scenario>``, and the hash when any other parameter is not its default."""
        plain = Parameters(scenario=self.scenario)
        return f"{kind}-{self.scenario}" + ("" if self == plain else f"-{self.hash}")


def parameters(catalog: Catalog | None = None, **given: Any) -> Parameters:
    """Parameters from ``given``; InputError naming what was found, what is accepted and the nearest match."""
    catalog = catalog or load_catalog()
    for name in given:
        if name not in DEFAULTS:
            raise unknown("parameter", name, DEFAULTS)
    asked = DEFAULTS | given
    for name in ("scenario", "disclosure"):
        if not isinstance(asked[name], str):
            raise InputError(f"parameter '{name}': found {asked[name]!r}, text is accepted")
    catalog.get("scenarios", asked["scenario"])
    runnable(catalog, asked["disclosure"])
    draws = whole_number("draws", asked["draws"], MIN_DRAWS, MAX_DRAWS)
    seed = whole_number("seed", asked["seed"], 0, MAX_SEED)
    return Parameters(asked["scenario"], asked["disclosure"], draws, seed, _overrides(catalog, asked["overrides"]))


def whole_number(name: str, value: Any, least: int, most: int) -> int:
    """``value`` if it is a whole number within the limits, else InputError."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InputError(f"parameter '{name}': found {value!r}, a whole number from {least:,} to {most:,} is accepted")
    return value


def _overrides(catalog: Catalog, value: Any) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise InputError(f"parameter 'overrides': found {value!r}, a table of assumption names and numbers is accepted")
    for name, number in value.items():
        overridden(catalog, name, number)
    shares = {n: value.get(n, e.central) for n, e in catalog.register.items() if n.endswith(SHARE_OF_DELIVERIES)}
    if (total := sum(shares.values())) > 1 + ROUNDING:
        raise InputError(f"override: the shares of deliveries of all buyers sum to {total:.6g}, at most 1 is accepted")
    return {name: float(number) for name, number in sorted(value.items())}


def runnable(catalog: Catalog, disclosure: str) -> list[Campaign]:
    """The campaigns of a disclosure that state exchanges, if each of their labs has a fleet and models to compare with."""
    campaigns = catalog.campaigns(disclosure)
    ready = ", ".join(name for name in catalog.disclosures if _ready(catalog, catalog.campaigns(name)))
    if not campaigns:
        raise InputError(
            f"disclosure '{disclosure}' states no count of exchanges, so nothing follows. Accepted: {ready}."
        )
    if not _ready(catalog, campaigns):
        bare = ", ".join(c.lab for c in campaigns if not _complete(catalog, catalog.get("labs", c.lab)))
        raise InputError(
            f"disclosure '{disclosure}' cannot be run yet: no fleet or models in data/labs for {bare}. Accepted: {ready}."
        )
    return campaigns


def _ready(catalog: Catalog, campaigns: list[Campaign]) -> bool:
    return bool(campaigns) and all(_complete(catalog, catalog.get("labs", c.lab)) for c in campaigns)


def _complete(catalog: Catalog, lab: Lab) -> bool:
    if None in (lab.fleet, lab.last_model, lab.next_model, lab.direct_share, lab.rent_through):
        return False
    models = (catalog.get("students", model) for model in (lab.last_model, lab.next_model))
    return all(model.active_params and model.pretrain_tokens for model in models)
