"""Anthropic's sentence that chips limit extraction, and its critics' that they do not, stage by stage and scale by scale."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions, Streams
from analysis.calibration import load_inputs
from analysis.catalog import Catalog
from analysis.catalog.records import Verdict
from analysis.insight.claim_tests.verdicts import BETWEEN, CONTRADICTED, SUPPORTED, verdict
from analysis.insight.claims import stance_overrides
from analysis.model.binding import years_of_lab_compute
from analysis.model.constants import BINDS_FROM_YEARS
from analysis.scenarios.binding import SHOWN_STAGES
from analysis.scenarios.cases import MIXTURE, LabCase, lab_cases
from analysis.scenarios.results import rounded
from analysis.scenarios.spec import DEFAULTS, parameters
from analysis.scenarios.training import STAGE_WORDS, TARGET_WORDS

SENTENCE, OPPOSITE = "chips-needed-for-extraction", "distillation-needs-little-compute"
TARGETS = ("own_next", "flop_1e26", "us_frontier")
OPPOSED = {SUPPORTED: CONTRADICTED, CONTRADICTED: SUPPORTED}


def stages(
    disclosure: str = DEFAULTS["disclosure"],
    draws: int = DEFAULTS["draws"],
    seed: int = DEFAULTS["seed"],
    overrides: Mapping[str, float] | None = None,
) -> list[dict[str, Any]]:
    """One row a stage and target scale: does it take over a tenth of a year of the labs' present computing?

    ``any_lab`` and ``every_lab``: the chance of it at one named lab at least, and at all of them. ``chips_limit_it``: by
    the odds of the accuser's own claim, supported where they hold at every lab, contradicted where at none, in the mixture
    and every stance; ``chips_do_not``: the critics' sentence by the same odds. InputError for anything unknown.
    """
    asked = parameters(disclosure=disclosure, draws=draws, seed=seed, overrides=overrides or {})
    catalog, streams = load_inputs(), Streams(draws, seed)
    rule = catalog.get("claims", SENTENCE).verdict
    views = {view: _cases(catalog, asked.overrides, view, disclosure, streams) for view in (MIXTURE, *catalog.stances)}
    return [_row(rule, stage, target, views) for stage in SHOWN_STAGES for target in TARGETS]


def _cases(
    catalog: Catalog, overrides: Mapping[str, float], view: str, disclosure: str, streams: Streams
) -> list[LabCase]:
    own = overrides if view == MIXTURE else stance_overrides(catalog, view, overrides)
    return lab_cases(Assumptions(catalog, streams.draws, streams.seed, own, streams=streams), disclosure)


def _row(rule: Verdict, stage: str, target: str, views: Mapping[str, list[LabCase]]) -> dict[str, Any]:
    chances = {view: _chances(cases, stage, target) for view, cases in views.items()}
    limits = verdict([_outcome(rule, *pair) for pair in chances.values()])
    any_lab, every_lab = chances[MIXTURE]
    return {
        "id": f"{stage}.{target}",
        "stage": STAGE_WORDS[stage].rstrip(","),
        "scale": TARGET_WORDS[target],
        "any_lab": rounded(any_lab),
        "every_lab": rounded(every_lab),
        "chips_limit_it": limits,
        "chips_do_not": OPPOSED.get(limits, limits),
        "by_stance": {view: [rounded(chance) for chance in pair] for view, pair in chances.items() if view != MIXTURE},
    }


def _chances(cases: list[LabCase], stage: str, target: str) -> tuple[float, float]:
    """The chance that a stage binds at one lab at least, and at every lab."""
    binds = np.stack(list(_bound(cases, stage, target)))
    return float(np.mean(binds.any(axis=0))), float(np.mean(binds.all(axis=0)))


def _bound(cases: list[LabCase], stage: str, target: str) -> Iterator[Array]:
    for case in cases:
        yield years_of_lab_compute(months=case.months(stage, target)) > BINDS_FROM_YEARS


def _outcome(rule: Verdict, any_lab: float, every_lab: float) -> str:
    if rule.supported.hold(every_lab):
        return SUPPORTED
    return CONTRADICTED if rule.contradicted.hold(any_lab) else BETWEEN
