"""Several scenarios on the same draws: deliveries, and what they add to each lab, beside the baseline."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.calibration import load_inputs
from analysis.scenarios.results import PERCENTILES, Result
from analysis.scenarios.run import run

METRICS = {
    "delivered12": "Chips delivered in 12 months",
    "delivered36": "Chips delivered in 36 months",
    "difference36": "Difference from status quo in 36 months, direct",
    "policy36": "Difference made by the US policy alone in 36 months, direct",
    "policy36_net": "Difference made by the US policy alone in 36 months, with judged substitution",
    "used36": "Computing power that China uses after 36 months",
    "used36_difference": "Difference from status quo in that computing power, direct",
}


def key(result: Result) -> str:
    """``<policy>.<posture>`` of a run: the end of the ids of its own regime."""
    scenario = result.catalog.get("scenarios", result.parameters.scenario)
    return f"{scenario.policy}.{scenario.posture}"


def compare(
    scenarios: Sequence[str] = (),
    disclosure: str = "feb-2026",
    draws: int = 16_384,
    seed: int = 1,
    overrides: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """One row a scenario and metric, with percentiles and the chance of no chip within 12 months. All if none is named."""
    names = list(scenarios) or list(load_inputs().kinds["scenarios"])
    rows = []
    for name in names:
        result = run(name, disclosure, draws, seed, overrides)
        rows += comparison_rows(result)
    return pd.DataFrame(rows)


def comparison_rows(result: Result) -> list[dict[str, object]]:
    """The rows of one scenario."""
    end, scenario = key(result), result.parameters.scenario
    labs = [lab.id for lab in result.catalog.labs(result.parameters.disclosure)]
    wanted = {f"{metric}.{end}": words for metric, words in METRICS.items()}
    wanted |= {f"added36.{lab}.{end}": "Months of lab compute added in 36 months" for lab in labs}
    found = ((result.quantities[identifier], words) for identifier, words in wanted.items())
    rows = [(q.id, q.region, words, q.unit, q.percentiles) for q, words in found]
    none = result.chances[f"none12.{end}"]
    same = (none.probability,) * len(PERCENTILES)
    rows.append((none.id, "China", "Chance of no chip in 12 months", "probability", same))
    columns = ("id", "region", "metric", "unit")
    return [
        {"scenario": scenario}
        | dict(zip(columns, (f"{scenario}.{row[0]}", *row[1:4]), strict=True))
        | {f"p{q}": value for q, value in zip(PERCENTILES, row[4], strict=True)}
        for row in rows
    ]
