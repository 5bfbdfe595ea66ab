"""Every judged input of supply at either end of its range, one at a time: what it moves, and by how much."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import Catalog
from analysis.model.channels import common
from analysis.scenarios.cells import TRAINING, in_h200e, net
from analysis.scenarios.matrix import cell
from analysis.scenarios.results import rounded
from analysis.scenarios.spec import parameters

FEW = 1024  # draws: medians of the same draws at two settings need no more
RATIONED, ADMITTED = "ration", "admit"
ENDS = ("low", "high")
LEAST = 0.005  # of the median at the centre: a smaller move is left out


def supply_sweep(draws: int = FEW, seed: int = 1, overrides: Mapping[str, float] | None = None) -> pd.DataFrame:
    """One row a judged input and result that it moves by half a percent or more, the widest first.

    Results: chips delivered over the horizon under the reference policy with all admitted, the net effect of denial on
    them after judged substitution (in H200), and the computing power that China uses at the end with Beijing rationing
    (H100e). Columns: medians with the input at its low end, as drawn, and at its high end. All else stays as drawn; inputs
    that share a quantile with another policy's move alone here. InputError for anything unknown or out of range.
    """
    asked = parameters(draws=draws, seed=seed, overrides=overrides or {})
    catalog = load_inputs()
    a = Assumptions(catalog, draws, seed, asked.overrides)
    centre = medians(a)
    rows = []
    for name in judged(a):
        given = catalog.register[name]
        found = {
            end: medians(Assumptions(catalog, draws, seed, asked.overrides | {name: getattr(given, end)}))
            for end in ENDS
        }
        rows += [_row(catalog, name, result, found, centre) for result in centre]
    table = pd.DataFrame(rows)
    width = (table["at_high"] - table["at_low"]).abs() / table["centre"].abs()
    table = table[width >= LEAST].assign(width=width).sort_values(["result", "width"], ascending=[True, False])
    return table.drop(columns="width").reset_index(drop=True)


def medians(a: Assumptions) -> dict[str, float]:
    """The three results of a sweep at their medians."""
    policy, postures = a.catalog.reference_policy, a.catalog.kinds["postures"]
    shared = common(a, TRAINING)
    admitted, _ = cell(a, shared, policy, postures[ADMITTED])
    _, used = cell(a, shared, policy, postures[RATIONED])
    equivalents = in_h200e(a, admitted)[:, -1]
    return {
        f"delivered36.{policy.id}.{ADMITTED}": float(np.median(equivalents)),
        f"policy36_net.r1.{ADMITTED}": float(np.median(net(a, -equivalents))),
        f"used36.{policy.id}.{RATIONED}": float(np.median(used.total[:, -1])),
    }


def judged(a: Assumptions) -> list[str]:
    """Judged inputs with a range that were drawn and not set, in order of their names."""
    read = (name for name, e in a.read.items() if e.basis == "judged" and e.low is not None)
    return sorted(name for name in read if name not in a.overridden)


def _row(
    catalog: Catalog, name: str, result: str, found: dict[str, dict[str, float]], centre: dict[str, float]
) -> dict[str, Any]:
    return {
        "id": f"{result}.{name}",
        "result": result,
        "input": name,
        "name": catalog.register[name].name or name,
        **{f"at_{end}": rounded(found[end][result]) for end in ENDS},
        "centre": rounded(centre[result]),
    }
