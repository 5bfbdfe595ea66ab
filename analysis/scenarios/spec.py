"""What a run is asked to do: parameters, checked before anything starts, and the name of the edition they make."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from analysis.assumptions.draws import overridden
from analysis.calibration import load_inputs
from analysis.catalog import Campaign, Catalog, InputError, Lab, unknown
from analysis.catalog.loading import SUM, overlapping

MIN_DRAWS = 100
MAX_DRAWS = 1_000_000
MAX_SEED = 2**32 - 1
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
    catalog = catalog or load_inputs()
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
    return {name: float(number) for name, number in sorted(value.items())}


def runnable(catalog: Catalog, disclosure: str) -> list[Campaign]:
    """The campaigns of a disclosure that state exchanges, if each of their labs has a fleet and models to compare with."""
    campaigns, asked = catalog.campaigns(disclosure), disclosure.split(SUM)
    if twice := next((name for name in asked if asked.count(name) > 1), None):
        raise InputError(f"disclosure '{disclosure}': '{twice}' is named twice; each disclosure once is accepted")
    for one, other in combinations(campaigns, 2):
        if overlapping(one, other):
            raise InputError(
                f"disclosure '{disclosure}': '{one.id}' and '{other.id}' overlap in time and are never added; "
                "disclosures that do not overlap are accepted"
            )
    ready = ", ".join(name for name in catalog.disclosures if _ready(catalog, catalog.campaigns(name)))
    if not campaigns:
        raise InputError(
            f"disclosure '{disclosure}' states no count of exchanges, so nothing follows. Accepted: {ready}."
        )
    if not _ready(catalog, campaigns):
        lacking = {c.lab: missing_keys(catalog, catalog.get("labs", c.lab)) for c in campaigns}
        bare = "; ".join(
            f"{lab} (data/labs/{lab}.toml) lacks {', '.join(keys)}" for lab, keys in lacking.items() if keys
        )
        raise InputError(f"disclosure '{disclosure}' cannot be run yet: {bare}. Accepted: {ready}.")
    return campaigns


def _ready(catalog: Catalog, campaigns: list[Campaign]) -> bool:
    return bool(campaigns) and all(_complete(catalog, catalog.get("labs", c.lab)) for c in campaigns)


def _complete(catalog: Catalog, lab: Lab) -> bool:
    return not missing_keys(catalog, lab)


def missing_keys(catalog: Catalog, lab: Lab) -> list[str]:
    """What a lab lacks to be run: keys of its own, and figures of its two models (as ``students/<model>.<key>``)."""
    needed = ("fleet", "last_model", "next_model", "direct_share", "rent_through")
    missing = [key for key in needed if getattr(lab, key) is None]
    models = (catalog.get("students", model) for model in dict.fromkeys((lab.last_model, lab.next_model)) if model)
    sizes = ((model, key) for model in models for key in ("active_params", "pretrain_tokens"))
    return missing + [f"students/{model.id}.{key}" for model, key in sizes if getattr(model, key) is None]
