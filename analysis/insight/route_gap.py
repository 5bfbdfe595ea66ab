"""Which input sets two routes to lag apart, data returns and computing spared, and what part of it is no input at all.

Decisions: a distance to nothing is a lower bound (see ``route_distance``), and columns say where it is met. What an exchange
is counts as one input, whatever its weights. Evidenced inputs are held against judged ones, so they have rows as well.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.assumptions import Array, Assumptions
from analysis.assumptions.draws import Streams
from analysis.calibration import load_inputs
from analysis.catalog import RunError, unknown
from analysis.insight.route_distance import READING, Choices, Routes, Settings, Study, routes, switched
from analysis.insight.variance_shares import Swapped, TwoSets, variance_shares
from analysis.scenarios.results import rounded
from analysis.scenarios.spec import parameters, runnable

FEW = 1024  # draws of the widths
ROWS = 4096  # draws of the variance shares, each with an order of its own
INSIDE = (5, 95)  # percentiles: a width holds 90% of draws
EVENT = "What {} counts as an exchange"
READING_NAME = "What an exchange is: a turn, a request or a session"
INPUT, STRUCTURAL = "input", "structural"
MEASURES = ("one_in", "one_out", "shapley")
SWITCHES = {
    "one_harvest": "One harvest in place of all of the horizon",
    "lab_year": "Computing set on a lab-year and the fleet's growth in place of the whole horizon and China's growth",
    "one_on_lab_year": "Both: one harvest, its computing set on a lab-year and the fleet's growth",
    "unconverted": "Computing in months of what the lab has, not turned into months of growth",
    "rl_stage": "The whole stage of reinforcement learning as the only way to do without the harvest",
    "rl_on_lab_year": "That for one harvest, its computing set on a lab-year and the fleet's growth",
    "nearest": "Every input at that end of its range which alone brings the routes closer",
}


def route_gap(
    disclosure: str = "feb-2026",
    lab: str | None = None,
    draws: int = FEW,
    seed: int = 1,
    overrides: Settings | None = None,
) -> pd.DataFrame:
    """One row an input that the routes of a lab hang on, the widest first, then what is no input (``kind`` structural).

    ``start`` and ``end``: log10 distance with all else at its centre and the input at its low and high end (the reading:
    where the routes are closest and furthest), or as run and switched. ``one_in``: how far these two are apart, hanging on
    LEAST_HOURS where ``nothing_at`` names an end that spares no computing. ``one_out``: share by which the 90% width of the
    distance shrinks with this input at its centre and the others drawn; ``one_out_spared``: the same over draws that spare
    something. ``nothing``: share of draws that spare nothing then, or as run. ``shapley``: share of the variance of the
    distance that comes from the ``group`` of inputs correlated with this one, with its standard error. ``part``: of the
    distance as run, what a switch takes off. Inputs that ``overrides`` set have no row. Without a lab, all of the
    disclosure. InputError for anything unknown or out of range.
    """
    asked = parameters(disclosure=disclosure, draws=draws, seed=seed, overrides=overrides or {})
    labs = [found.id for found in load_inputs().labs(disclosure)]
    if lab is not None and lab not in labs:
        raise unknown("lab", lab, labs)
    streams = Streams(draws, seed)
    studies = [Study(disclosure, one, draws, seed, asked.overrides, streams) for one in labs if lab in (None, one)]
    return pd.DataFrame([row for study in studies for row in _rows(study)])


def named(table: pd.DataFrame) -> list[dict[str, Any]]:
    """By lab the input that sets its routes furthest apart: one if all measures agree, else the first of each.

    ``measures``: by which it is first. ``fold``: factor by which the distance moves from end to end of the input, which
    hangs on LEAST_HOURS if ``to_nothing``.
    """
    found = []
    for lab, rows in table[table["kind"] == INPUT].groupby("lab", sort=False):
        first = {measure: rows.loc[rows[measure].idxmax(), "input"] for measure in MEASURES}
        for name in dict.fromkeys(first.values()):
            row = rows.set_index("input").loc[name]
            found.append(
                {
                    "id": row["id"],
                    "lab": lab,
                    "input": name,
                    "name": row["name"],
                    "basis": row["basis"],
                    "measures": [measure for measure, best in first.items() if best == name],
                    "fold": rounded(10 ** row["one_in"]),
                    "to_nothing": bool(row["nothing_at"]),
                    "one_out": float(row["one_out"]),
                    "shapley": float(row["shapley"]),
                }
            )
    return found


def _rows(study: Study) -> list[dict[str, Any]]:
    """All rows of one lab."""
    whole = study.routes()
    if not np.all(whole.returns > 0):
        raise RunError(f"distance of two routes for '{study.lab}': data returns are nothing with these inputs")
    choices = study.choices()
    centre = {name: value for options in choices.values() for name, value in options[0].items()}
    found = _input_rows(study, choices, centre, whole)
    return [
        *sorted(found, key=lambda row: (-row["one_in"], row["input"])),
        *_switch_rows(study, choices, centre, whole),
    ]


def _input_rows(study: Study, choices: Choices, centre: Settings, whole: Routes) -> Iterator[dict[str, Any]]:
    """One row an input."""
    shares, errors, groups = _shapley(study, choices)
    for name, (middle, *ends) in choices.items():
        found = [_routes_at(study, centre | end) for end in ends]
        if name == READING:
            found.sort(key=lambda one: float(one.distance[0]))
        start, end = (float(one.distance[0]) for one in (found[0], found[-1]))
        fixed, group = study.routes(middle), groups[name]
        yield (
            _about(study, INPUT, name)
            | {"start": rounded(start), "end": rounded(end), "one_in": rounded(abs(end - start))}
            | {"nothing_at": _nothing_at(found[0], found[-1]), "nothing": rounded(float(fixed.nothing.mean()))}
            | {"one_out": _shrunk(whole, fixed), "one_out_spared": _shrunk(whole, fixed, spared=True)}
            | {"group": group, "shapley": rounded(shares[group]), "shapley_error": rounded(errors[group])}
        )


def _switch_rows(study: Study, choices: Choices, centre: Settings, whole: Routes) -> Iterator[dict[str, Any]]:
    """One row a switch of what is no input, with every input at its centre."""
    as_run, a = _routes_at(study, centre), study.single(centre)
    start = float(as_run.distance[0])
    near: dict[str, float] = {}
    for _, *ends in choices.values():
        near |= min(ends, key=lambda end: float(_routes_at(study, centre | end).distance[0]))
    ends = switched(a, study.case(a)) | {"nearest": _routes_at(study, near).distance}
    for name in SWITCHES:
        end = float(ends[name][0])
        moved = {"start": rounded(start), "end": rounded(end), "one_in": rounded(abs(end - start))}
        rest = {"nothing": rounded(float(whole.nothing.mean())), "part": rounded((start - end) / start)}
        yield _about(study, STRUCTURAL, name) | moved | rest


def _about(study: Study, kind: str, name: str) -> dict[str, Any]:
    """What heads a row."""
    head = {"id": f"{study.lab}.{name}", "lab": study.lab, "kind": kind, "input": name}
    if kind == STRUCTURAL:
        return head | {"name": SWITCHES[name], "basis": ""}
    if name == READING:
        return head | {"name": READING_NAME, "basis": "judged"}
    estimate = load_inputs().register[name]
    return head | {"name": estimate.name or name, "basis": estimate.basis}


def _routes_at(study: Study, settings: Settings) -> Routes:
    a = study.single(settings)
    return routes(a, study.case(a))


def _nothing_at(start: Routes, end: Routes) -> str:
    """Which of the two ends spares no computing."""
    return " ".join(word for word, one in (("start", start), ("end", end)) if one.nothing[0])


def _shrunk(whole: Routes, fixed: Routes, spared: bool = False) -> float:
    """Share by which the 90% width of the distance shrinks, over all draws or those that spare something (NaN: none does)."""
    before, after = (_width(one.distance[~one.nothing] if spared else one.distance) for one in (whole, fixed))
    return rounded(1 - after / before) if before else 0.0


def _width(distance: Array) -> float:
    return float(np.ptp(np.percentile(distance, INSIDE))) if distance.size else np.nan


def _shapley(study: Study, choices: Choices) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    """Shares of the variance by group, their errors, and the group of each input: that of what it is correlated with."""
    catalog = load_inputs()
    groups = {name: name for name in choices}
    for pair in catalog.correlations:
        if pair.driver in groups and pair.follower in groups:
            old, new = groups[pair.follower], groups[pair.driver]
            groups = {name: new if group == old else group for name, group in groups.items()}
    accusers = {c.accuser for c in runnable(catalog, study.disclosure) if c.lab == study.lab}
    events = {EVENT.format(accuser.capitalize()): READING for accuser in accusers if READING in choices}
    first, second = (Assumptions(catalog, ROWS, seed, study.overrides) for seed in (study.seed, study.seed + 1))

    def distance(swapped: Swapped) -> Array:
        """Of one lab's routes with some inputs of the second set."""
        a = TwoSets(first, second, groups | events, swapped)
        return routes(a, study.case(a)).distance

    return *variance_shares(distance, sorted(set(groups.values())), ROWS, study.seed), groups
