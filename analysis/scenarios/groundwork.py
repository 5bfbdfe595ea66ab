"""What scenarios on the same draws have in common: made once in a process, and then built upon by each of them.

A single run lays the same ground as many runs do, so that its results do not depend on what ran before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from analysis.assumptions import Assumptions
from analysis.catalog import Catalog
from analysis.model.channels import Common, common
from analysis.scenarios.cases import LabCase, lab_cases
from analysis.scenarios.cells import TRAINING, Regime, compared, regime
from analysis.scenarios.disclosures import add_accounts, add_disclosed, add_later
from analysis.scenarios.extraction import add_access, add_harvests
from analysis.scenarios.harvest_worth import add_worth
from analysis.scenarios.lag_strip import add_lag_strip
from analysis.scenarios.lever_effects import lever_cells
from analysis.scenarios.levers import add_levers
from analysis.scenarios.pools import add_pools
from analysis.scenarios.regimes import add_any_moved, add_per_step, add_regime, add_substitution
from analysis.scenarios.results import Result
from analysis.scenarios.spec import Parameters
from analysis.scenarios.stances import add_stances
from analysis.scenarios.training import add_any_lab, add_training

KEPT = 2  # grounds at a time: plain draws and traced ones
POSTURES = 2  # of each, with levers


@dataclass(frozen=True)
class Groundwork:
    """Results that no scenario moves, and what its own are made from: labs, and cells of the matrix by posture and policy.

    ``result`` and its draws are copied by whoever builds on them, and never added to.
    """

    result: Result
    cases: list[LabCase]
    baseline: Regime
    cells: dict[str, dict[str, Regime]]
    shared: Common

    def copied(self, asked: Parameters) -> Result:
        """A result of ``asked`` that starts with all that is known here, and remembers what was read for it."""
        return self.result.copied(asked)

    def with_levers(self, posture: str) -> Self:
        """The same with every lever under one posture of Beijing's."""
        result, catalog = self.copied(self.result.parameters), self.result.catalog
        a, cells = result.assumptions, self.cells[posture]
        add_levers(
            result, a, self.cases, lever_cells(a, catalog.get("postures", posture), self.cases, cells), self.shared
        )
        return replace(self, result=result)


def groundwork(
    catalog: Catalog, asked: Parameters, source: type[Assumptions], own: Mapping[str, float], posture: str
) -> Groundwork:
    """The ground of every scenario with the overrides ``own`` and this posture; made once for the last few asked for."""
    overrides = tuple(sorted(asked.overrides.items()))
    key = (_Same(catalog), asked.disclosure, asked.draws, asked.seed, overrides, tuple(sorted(own.items())), source)
    return _with_levers(*key, posture) if source.lasting else _made.__wrapped__(*key).with_levers(posture)


class _Same:
    """A catalogue as part of a key: equal to itself alone."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.catalog is other.catalog

    def __hash__(self) -> int:
        return id(self.catalog)


@lru_cache(maxsize=KEPT * POSTURES)
def _with_levers(*key: object) -> Groundwork:
    *shared, posture = key
    return _made(*shared).with_levers(posture)


@lru_cache(maxsize=KEPT)
def _made(
    same: _Same,
    disclosure: str,
    draws: int,
    seed: int,
    overrides: tuple[tuple[str, float], ...],
    own: tuple[tuple[str, float], ...],
    source: type[Assumptions],
) -> Groundwork:
    catalog = same.catalog
    asked = Parameters(catalog.horizon.baseline, disclosure, draws, seed, dict(own) | dict(overrides))
    a = source(catalog, draws, seed, asked.overrides)
    result = Result(catalog, asked, a, keep_all=source is not Assumptions)
    cases = lab_cases(a, disclosure)
    add_harvests(result, a, cases)
    add_access(result, a, cases)
    add_training(result, a, cases)
    add_any_lab(result, cases)
    add_worth(result, a, cases)
    add_lag_strip(result, a, cases)
    add_pools(result, a, cases)
    add_stances(result, asked, source)
    add_disclosed(result, a)
    add_later(result, a, cases)
    add_accounts(result, a)
    baseline = baseline_regime(source(catalog, draws, seed, dict(overrides)), disclosure)
    cells = _matrix(result, a, cases, baseline)
    add_substitution(result, a)
    add_per_step(result, a, cases)
    return Groundwork(result, cases, baseline, cells, common(a, TRAINING))


def _matrix(result: Result, a: Assumptions, cases: list[LabCase], baseline: Regime) -> dict[str, dict[str, Regime]]:
    """Every policy that is compared by default, under every posture."""
    catalog, made = a.catalog, {}
    policies = compared(catalog, catalog.get("scenarios", catalog.horizon.baseline).policy)
    for posture in catalog.kinds["postures"].values():
        made[posture.id] = {policy.id: regime(a, policy, posture, cases) for policy in policies}
        for found in made[posture.id].values():
            add_cell(result, a, found, baseline, made[posture.id], cases)
    return made


def add_cell(
    result: Result, a: Assumptions, found: Regime, baseline: Regime, cells: Mapping[str, Regime], cases: list[LabCase]
) -> None:
    """One cell of the matrix, beside the baseline and beside the reference policy under the same posture."""
    add_regime(result, a, found, baseline, cells[a.catalog.reference_policy.id], cases)
    add_any_moved(result, a, found, baseline, cases)


def baseline_regime(a: Assumptions, disclosure: str) -> Regime:
    """The baseline scenario's deliveries on draws of its own, without the overrides of other scenarios."""
    catalog = a.catalog
    baseline = catalog.get("scenarios", catalog.horizon.baseline)
    policy, posture = catalog.get("policies", baseline.policy), catalog.get("postures", baseline.posture)
    return regime(a, policy, posture, lab_cases(a, disclosure))
