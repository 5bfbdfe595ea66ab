"""The chain from exchanges to training at many draws, a block at a time: a million of them fit in little memory."""

from collections.abc import Iterator, Mapping

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.assumptions.draws import Streams
from analysis.calibration import load_inputs
from analysis.catalog import Scenario
from analysis.model.campaign import READINGS
from analysis.scenarios.cases import MIXTURE, LabCase, lab_cases
from analysis.scenarios.spec import DEFAULTS, Parameters, parameters

BLOCK = 32_768  # draws at a time: arrays of this size stay in a processor's cache
TOTALS = ("unique", "trained", "teacher_hours", "list_usd")
STAGES = (("sft", "own_next"), ("base", "flop_1e26"))


def chain(
    disclosure: str = DEFAULTS["disclosure"],
    draws: int = 1_000_000,
    seed: int = DEFAULTS["seed"],
    overrides: Mapping[str, float] | None = None,
    block: int = BLOCK,
) -> dict[str, Array]:
    """Headlines of extraction and training for all labs of a disclosure, shape (draws,) each, by their id in a result.

    Every reading, target and stage is computed; kept are tokens, chip-hours and price in all, and the months of each
    lab's own compute. InputError for anything unknown, ill-typed or out of range.
    """
    asked = parameters(disclosure=disclosure, draws=draws, seed=seed, overrides=overrides or {})
    kept: dict[str, Array] = {}
    for place, a in blocks(asked, block):
        for name, values in headlines(lab_cases(a, disclosure)).items():
            kept.setdefault(name, np.empty(draws))[place] = values
    return kept


def blocks(asked: Parameters, size: int) -> Iterator[tuple[slice, Assumptions]]:
    """The draws of a run in blocks of at most ``size``: each holds what all of them hold in its place."""
    catalog = load_inputs()
    scenario: Scenario = catalog.get("scenarios", asked.scenario)
    own = {override.name: override.value for override in scenario.overrides}
    streams = Streams(asked.draws, asked.seed)
    for start in range(0, asked.draws, size):
        place = slice(start, min(start + size, asked.draws))
        yield place, Assumptions(catalog, asked.draws, asked.seed, own | asked.overrides, part=place, streams=streams)


def headlines(cases: list[LabCase]) -> dict[str, Array]:
    """What is kept of each block."""
    found = {}
    for reading in (MIXTURE, *READINGS):
        for field in TOTALS:
            found[f"{field}.all.{reading}"] = sum(getattr(case.harvests[reading], field) for case in cases)
    for case in cases:
        for stage, target in STAGES:
            found[f"months.{stage}.{case.lab.id}.{target}"] = case.months(stage, target)
    return found
