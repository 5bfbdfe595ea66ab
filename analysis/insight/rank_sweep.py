"""What the first rank of a lever rests on: every judged input at either end of its range, one at a time."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.assumptions import Assumptions, Streams
from analysis.calibration import load_inputs
from analysis.catalog import Catalog, unknown
from analysis.insight.explain import TracedAssumptions
from analysis.model.channels import common
from analysis.scenarios.cases import lab_cases
from analysis.scenarios.cells import TRAINING
from analysis.scenarios.lever_effects import effects, lever_cells
from analysis.scenarios.levers import FIRST_METRIC, METRICS, firsts, totalled
from analysis.scenarios.results import rounded
from analysis.scenarios.spec import MIN_DRAWS, parameters

FEW = 1024  # draws: a chance at two settings of the same draws needs no more
RARE = 0.01  # levers that rank first on fewer draws are not looked into
LEAST = 0.02  # a smaller move of the chance is left out
ENDS = ("low", "high")
RENTED = ".channels.rented"
TOGETHER = "rented_abroad"  # the one row in which several inputs move together: what every lab rents abroad


def rank_sweep(
    scenario: str = "status_quo",
    disclosure: str = "feb-2026",
    draws: int = FEW,
    seed: int = 1,
    overrides: Mapping[str, float] | None = None,
    metric: str = FIRST_METRIC,
) -> pd.DataFrame:
    """One row a judged input that moves the chance of the first lever by two points or more, the widest first.

    Columns: ``lever`` that most often ranks first as drawn, and its chance as drawn and with the input at its low and high
    end (``as_drawn``, ``at_low``, ``at_high``); ``first_at_low`` and ``first_at_high``: who most often ranks first there.
    All else stays as drawn. ``rented_abroad`` moves every lab's share at once. InputError for anything unknown or out of
    range.
    """
    asked = parameters(scenario=scenario, disclosure=disclosure, draws=draws, seed=seed, overrides=overrides or {})
    if metric not in METRICS:
        raise unknown("metric", metric, METRICS)
    catalog, streams = load_inputs(), Streams(draws, seed)
    own = {one.name: one.value for one in catalog.get("scenarios", scenario).overrides} | asked.overrides
    posture = catalog.get("scenarios", scenario).posture

    def chances(changed: Mapping[str, float]) -> dict[str, float]:
        """The chance of each lever with some inputs changed."""
        a = Assumptions(catalog, draws, seed, {**changed, **own}, streams=streams)
        return {
            lever: float(np.mean(holds)) for lever, holds in firsts(_totals(a, disclosure, posture, metric))[0].items()
        }

    before = chances({})
    leader = max(before, key=before.__getitem__)
    traced = _totals(TracedAssumptions(catalog, MIN_DRAWS, seed, own), disclosure, posture, metric)
    looked_into = [traced[lever] for lever, chance in before.items() if chance >= RARE]
    names = {name for values in looked_into for name in getattr(values, "inputs", ())}
    rows = []
    for name, ends in _variations(catalog, names, own):
        after = {end: chances(values) for end, values in ends.items()}
        rows.append(_row(catalog, name, leader, before, after))
    table = pd.DataFrame(rows)
    width = table[["as_drawn", "at_low", "at_high"]].max(axis=1) - table[["as_drawn", "at_low", "at_high"]].min(axis=1)
    table = table[width >= LEAST].assign(width=width).sort_values(["width", "id"], ascending=[False, True])
    return table.drop(columns="width").reset_index(drop=True)


def _totals(a: Assumptions, disclosure: str, posture: str, metric: str) -> dict[str, Any]:
    """Each lever's effect by one metric over all named labs."""
    with np.errstate(all="ignore"):
        cases, levers = lab_cases(a, disclosure), a.catalog.kinds["levers"].values()
        cells = lever_cells(a, a.catalog.get("postures", posture), cases)
        found = effects(a, cases, cells, common(a, TRAINING), {lever.id: [lever] for lever in levers})
        return totalled(a, cases, found, metric)


def _variations(
    catalog: Catalog, names: set[str], own: Mapping[str, float]
) -> Iterator[tuple[str, dict[str, dict[str, float]]]]:
    """What is changed, and by end the values: judged inputs one by one, then what every lab rents abroad at once."""
    free = [n for n in sorted(names) if n in catalog.register and n not in own and _judged(catalog, n)]
    for name in free:
        yield name, {end: {name: getattr(catalog.register[name], end)} for end in ENDS}
    rented = [name for name in free if name.endswith(RENTED)]
    if rented:
        yield TOGETHER, {end: {name: getattr(catalog.register[name], end) for name in rented} for end in ENDS}


def _judged(catalog: Catalog, name: str) -> bool:
    found = catalog.register[name]
    return found.basis == "judged" and found.low is not None


def _row(
    catalog: Catalog, name: str, leader: str, before: Mapping[str, float], after: Mapping[str, Mapping[str, float]]
) -> dict[str, Any]:
    words = "What every named lab rents abroad" if name == TOGETHER else catalog.register[name].name or name
    return {
        "id": name,
        "name": words,
        "lever": leader,
        "as_drawn": rounded(before[leader]),
        **{f"at_{end}": rounded(after[end][leader]) for end in ENDS},
        **{f"first_at_{end}": max(after[end], key=after[end].__getitem__) for end in ENDS},
    }
