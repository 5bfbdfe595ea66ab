"""Levers as results: effect at a fixed dose under each metric, cost, the chance of ranking first, and break-even doses."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.channels import Common
from analysis.model.constants import ROUNDING
from analysis.model.levers import begins, break_even_dose
from analysis.scenarios.cases import LabCase
from analysis.scenarios.cells import Regime
from analysis.scenarios.lever_effects import DENIAL, TOGETHER, Effect, cost, effects
from analysis.scenarios.results import Result

ALL_LABS = "all named labs together"
MOST = "the named lab that it sets back most"
BILLION = 1e9

# Each metric: its words, unit, value of an effect on a lab, and whether labs are added up or the largest counts.
Value = Callable[[Effect, Assumptions, LabCase], Array]
METRICS: dict[str, tuple[str, str, Value, bool]] = {
    "months": ("months of lab compute", "months", lambda e, a, case: e.months, True),
    "months_net": ("months of lab compute after judged substitution", "months", lambda e, a, case: e.net, True),
    "runs": ("final runs a year", "runs/year", lambda e, a, case: e.runs(a, case), True),
    "serving": ("tokens a day that labs could serve", "tokens/day", lambda e, a, case: e.serving(a, case), True),
    "growth": ("months of growth of computing", "months", lambda e, a, case: e.growth(a), False),
    "lag": (
        "months of lag, by growth put off for chips and data returns for harvests (experimental)",
        "months",
        lambda e, a, case: e.lag(a),
        False,
    ),
}  # fmt: skip
FIRST_METRIC = "months"
BROKEN_EVEN = ("months", "lag")


def add_levers(
    result: Result, a: Assumptions, cases: Sequence[LabCase], cells: Mapping[str, Regime], shared: Common
) -> None:
    """Every lever, and those pulled together, against the reference policy under one posture (``cells``, by policy)."""
    found = effects(a, cases, cells, shared)
    names = {lever.id: lever.name for lever in a.catalog.kinds["levers"].values()}
    words = names | {key: text for key, (text, _) in TOGETHER.items()}
    totals = {metric: totalled(a, cases, found, metric) for metric in METRICS}
    for metric, (meaning, unit, _, summed) in METRICS.items():
        for key, values in totals[metric].items():
            variable = f"Levers|Loss in {meaning}|{words[key]}"
            region = ALL_LABS if summed else MOST
            result.add(f"lever.{metric}.{key}", variable, region, unit, values, label="judgement", keep=True)
    for key, by_lab in found.items():
        for case in cases:
            variable = f"Levers|Loss in months of lab compute|{words[key]}"
            end = f"lever.months.{key}.{case.lab.id}"
            result.add(end, variable, case.lab.name, "months", by_lab[case.lab.id].months, label="judgement")
    alone = {metric: {key: totals[metric][key] for key in names} for metric in METRICS}
    _add_costs(result, a, alone[FIRST_METRIC])
    _add_ranks(result, alone, names)
    for metric in BROKEN_EVEN:
        _add_break_even(result, a, metric, alone[metric], names)


def totalled(
    a: Assumptions, cases: Sequence[LabCase], found: Mapping[str, Mapping[str, Effect]], metric: str
) -> dict[str, Array]:
    """By lever: one metric summed over labs, or its largest over them, shape (draws,)."""
    _, _, value, summed = METRICS[metric]
    each = {key: [value(by_lab[c.lab.id], a, c) for c in cases] for key, by_lab in found.items()}
    return {key: sum(values) if summed else np.max(np.stack(values), axis=0) for key, values in each.items()}


def firsts(values: Mapping[str, Array]) -> tuple[dict[str, Array], Array]:
    """On which draws each lever alone takes most, and on which several tie for it or none takes anything; shape (draws,)."""
    stacked = np.stack(list(values.values()))
    most = np.max(stacked, axis=0)
    at_top = stacked >= most - np.abs(most) * ROUNDING
    tied = (at_top.sum(axis=0) > 1) | (most <= 0)
    return {key: at_top[place] & ~tied for place, key in enumerate(values)}, tied


def _add_costs(result: Result, a: Assumptions, months: Mapping[str, Array]) -> None:
    for key, values in months.items():
        lever = a.catalog.get("levers", key)
        spent, name = cost(a, lever), lever.name
        add = {"region": lever.cost_borne_by, "label": "judgement"}
        result.add(
            f"lever.begins.{key}", f"Levers|Months until it works|{name}", values=begins(a, lever), unit="months", **add
        )
        dose = a.draw(f"{key}.dose", "share")
        result.add(f"lever.dose.{key}", f"Levers|Dose: {lever.dose_means}|{name}", values=dose, unit="share", **add)
        result.add(f"lever.cost.{key}", f"Levers|Cost over the horizon|{name}", values=spent, unit="USD", **add)
        each = np.divide(values * BILLION, spent, out=np.zeros_like(values), where=spent > 0)
        variable = f"Levers|Months of lab compute for each billion USD|{name}"
        result.add(f"lever.months_per_billion.{key}", variable, values=each, unit="months", **add)


def _add_ranks(result: Result, alone: Mapping[str, Mapping[str, Array]], names: Mapping[str, str]) -> None:
    """Chances of ranking first under each metric, ties by themselves, and whether the first is the same as by months."""
    best = {metric: firsts(values) for metric, values in alone.items()}
    leading, _ = best[FIRST_METRIC]
    for metric, (first, tied) in best.items():
        meaning = METRICS[metric][0]
        for key, holds in first.items():
            statement = f"'{names[key]}' takes most of all levers by {meaning}"
            result.chance(f"rank_first.{metric}.{key}", statement, holds)
        result.chance(f"rank_tie.{metric}", f"Several levers, or none, take most by {meaning}", tied)
        if metric != FIRST_METRIC:
            same = sum(first[key] & leading[key] for key in first) > 0
            statement = f"The lever that takes most by {METRICS[FIRST_METRIC][0]} takes most by {meaning} too"
            result.chance(f"order_holds.{metric}", statement, same)


def _add_break_even(
    result: Result, a: Assumptions, metric: str, effect: Mapping[str, Array], names: Mapping[str, str]
) -> None:
    """The dose at which each lever takes as much as denial does; 1 stands where no dose does, with its chance."""
    (meaning, _, _, summed), end = METRICS[metric], f"as much as '{names[DENIAL]}'"
    for key, values in effect.items():
        if key == DENIAL:
            continue
        needed = break_even_dose(dose=a.draw(f"{key}.dose", "share"), effect=values, reference=effect[DENIAL])
        variable = f"Levers|Dose at which it takes {end} in {meaning}, 1 where none does|{names[key]}"
        region = ALL_LABS if summed else MOST
        result.add(f"break_even.{metric}.{key}", variable, region, "share", np.minimum(needed, 1), label="judgement")
        statement = f"No dose of '{names[key]}' takes {end} in {meaning}"
        result.chance(f"no_break_even.{metric}.{key}", statement, np.isinf(needed))
