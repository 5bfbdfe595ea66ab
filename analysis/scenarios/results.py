"""Results by id: percentiles of quantities over the draws, chances of events, and the long table made from them."""

import json
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

import numpy as np
import pandas as pd

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Catalog, Estimate, RunError
from analysis.scenarios.spec import Parameters

MODEL = "chipbrief"
PERCENTILES = (5, 25, 50, 75, 95)
COLUMNS = ["model", "scenario", "region", "variable", "unit", "month", *(f"p{q}" for q in PERCENTILES)]
DIGITS = 6  # correlated draws differ in the 15th digit between processors
Label = Literal["fact", "claim", "estimate", "judgement"]


def rounded(value: float) -> float:
    """``value`` at six significant digits."""
    return float(f"{value:.{DIGITS}g}")


@dataclass(frozen=True)
class Quantity:
    """Percentiles of one quantity. ``label`` says whether it is a fact, a claim, an estimate or a judgement."""

    id: str
    variable: str
    region: str
    unit: str
    month: str
    label: Label
    percentiles: tuple[float, ...]

    def __getitem__(self, percentile: int) -> float:
        return self.percentiles[PERCENTILES.index(percentile)]

    def as_dict(self) -> dict[str, Any]:
        """Flat, for JSON and tables."""
        values = {f"p{q}": v for q, v in zip(PERCENTILES, self.percentiles, strict=True)}
        return {
            "id": self.id,
            "variable": self.variable,
            "region": self.region,
            "unit": self.unit,
            "month": self.month,
            "label": self.label,
        } | values


@dataclass(frozen=True)
class Chance:
    """Share of draws in which a statement holds."""

    id: str
    statement: str
    probability: float


@dataclass
class Result:
    """Everything one run found, and everything it read."""

    catalog: Catalog
    parameters: Parameters
    assumptions: Assumptions
    quantities: dict[str, Quantity] = field(default_factory=dict)
    chances: dict[str, Chance] = field(default_factory=dict)
    kept: dict[str, Array] = field(default_factory=dict)
    keep_all: bool = False

    def copied(self, parameters: Parameters) -> Self:
        """The same results so far, under ``parameters``, on the same draws; what is added to either is not in the other."""
        return replace(
            self,
            parameters=parameters,
            assumptions=self.assumptions.copied(),
            quantities=dict(self.quantities),
            chances=dict(self.chances),
            kept=dict(self.kept),
        )

    def add(
        self,
        identifier: str,
        variable: str,
        region: str,
        unit: str,
        values: Array,
        *,
        month: str = "",
        label: Label = "estimate",
        keep: bool = False,
    ) -> None:
        """Store percentiles of ``values`` (shape (draws,)) under an id that must be new; ``keep`` the draws as well."""
        if identifier in self.quantities:
            raise KeyError(f"result '{identifier}' exists already")
        found = np.percentile(values, PERCENTILES)
        if not np.all(np.isfinite(found)):
            raise RunError(f"result '{identifier}' is not finite with these inputs")
        percentiles = tuple(rounded(v) for v in found)
        self.quantities[identifier] = Quantity(identifier, variable, region, unit, month, label, percentiles)
        if keep or self.keep_all:
            self.kept[identifier] = values

    def chance(self, identifier: str, statement: str, holds: Array) -> None:
        """Store the share of draws in which ``holds`` is true; the draws as well if all are kept."""
        if identifier in self.chances:
            raise KeyError(f"chance '{identifier}' exists already")
        self.chances[identifier] = Chance(identifier, statement, rounded(float(np.mean(holds))))
        if self.keep_all:
            self.kept[identifier] = holds

    def table(self) -> pd.DataFrame:
        """The long table in IAMC order: one row a variable, region and month, with five percentiles."""
        rows = [q.as_dict() | {"model": MODEL, "scenario": self.parameters.scenario} for q in self.quantities.values()]
        return pd.DataFrame(rows)[COLUMNS]

    @property
    def policy(self) -> str:
        """Id of the scenario's US policy."""
        return self.catalog.get("scenarios", self.parameters.scenario).policy

    def as_dict(self) -> dict[str, Any]:
        """What results.json holds."""
        scenario = self.catalog.get("scenarios", self.parameters.scenario)
        return {
            "model": MODEL,
            "evidence_to": self.catalog.horizon.evidence_to.isoformat(),
            "data": self.catalog.digest,
            "parameters": self.parameters.as_dict(),
            "parameters_hash": self.parameters.hash,
            "policy": scenario.policy,
            "posture": scenario.posture,
            "quantities": [q.as_dict() for q in self.quantities.values()],
            "chances": [
                {"id": c.id, "statement": c.statement, "probability": c.probability} for c in self.chances.values()
            ],
            "inputs": [self._input(name, value) for name, value in sorted(self.assumptions.read.items())],
        }

    def inputs(self) -> dict[str, tuple[str, bool, tuple[str, ...], Array]]:
        """Every drawn input that was read: its label, whether it is judged, its sources and its draws."""
        drawn = self.assumptions.drawn()
        return {
            name: (e.name or name, e.basis == "judged", e.sources, drawn[name])
            for name, e in self.assumptions.read.items()
            if name in drawn
        } | {event: (event, judged, (), values) for event, (values, judged) in self.assumptions.events.items()}

    def _input(self, name: str, value: Estimate) -> dict[str, Any]:
        overridden = name in self.assumptions.overridden
        return value.flat(name) | {"sources": list(value.sources), "overridden": overridden}

    def to_json(self) -> str:
        """results.json as text: sorted nowhere, rounded everywhere, no NaN."""
        return json.dumps(self.as_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def to_csv(self) -> str:
        """results.csv as text."""
        return self.table().to_csv(index=False, lineterminator="\n")
