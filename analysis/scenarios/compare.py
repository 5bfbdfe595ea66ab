"""Several scenarios on the same draws: deliveries, and what they add to each lab, beside the baseline."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.calibration import load_inputs
from analysis.scenarios.results import PERCENTILES, Result
from analysis.scenarios.run import run_own_cells
from analysis.scenarios.spec import DEFAULTS, parameters

METRICS = {
    "delivered12": "Chips delivered in 12 months",
    "delivered36": "Chips delivered in 36 months",
    "difference36": "Difference from status quo in 36 months, direct",
    "policy36": "Difference made by the US policy alone in 36 months, direct",
    "policy36_net": "Difference made by the US policy alone in 36 months, with judged substitution",
    "used36": "Computing power that China uses after 36 months",
    "used36_difference": "Difference from status quo in that computing power, direct",
}
# What a scenario comes to for each lab: start and end of the id around the lab's, and words.
LAB_METRICS = (
    ("change36", "", "Change of the lab's computing against status quo in 36 months, direct"),
    ("growth36", "", "The same in months of China's growth of computing"),
    ("runs36", ".own_next", "Final runs a year of the size of its following model"),
    ("runs36", ".flop_1e26", "Final runs a year of 10²⁶ operations"),
    ("serving36", "", "Tokens a day if the whole fleet served after 36 months"),
)


def key(result: Result) -> str:
    """``<policy>.<posture>`` of a run: the end of the ids of its own regime."""
    scenario = result.catalog.get("scenarios", result.parameters.scenario)
    return f"{scenario.policy}.{scenario.posture}"


def beside(
    scenarios: Sequence[str] = (),
    disclosure: str = DEFAULTS["disclosure"],
    draws: int = DEFAULTS["draws"],
    seed: int = DEFAULTS["seed"],
    overrides: Mapping[str, float] | None = None,
) -> dict[str, Result]:
    """What each scenario comes to, by its id: its own regime, computing power and binding stages. All if none is named."""
    names = list(scenarios) or list(load_inputs().kinds["scenarios"])
    given = {"disclosure": disclosure, "draws": draws, "seed": seed, "overrides": overrides or {}}
    asked = [parameters(scenario=name, **given) for name in names]
    return {result.parameters.scenario: result for result in run_own_cells(asked)}


def compare(
    scenarios: Sequence[str] = (),
    disclosure: str = DEFAULTS["disclosure"],
    draws: int = DEFAULTS["draws"],
    seed: int = DEFAULTS["seed"],
    overrides: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """One row a scenario and metric, with percentiles and the chance of no chip within 12 months. All if none is named."""
    found = beside(scenarios, disclosure, draws, seed, overrides)
    return pd.DataFrame([row for result in found.values() for row in comparison_rows(result)])


def comparison_rows(result: Result) -> list[dict[str, object]]:
    """The rows of one scenario."""
    end, scenario = key(result), result.parameters.scenario
    labs = [lab.id for lab in result.catalog.labs(result.parameters.disclosure)]
    wanted = {f"{metric}.{end}": words for metric, words in METRICS.items()}
    wanted |= {f"added36.{lab}.{end}": "Months of lab compute added in 36 months" for lab in labs}
    wanted |= {f"{metric}.{lab}{rest}": words for metric, rest, words in LAB_METRICS for lab in labs}
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
