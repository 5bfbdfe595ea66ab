"""Every public claim with its verdict, by the rule and the bounds that its record fixed before any number was computed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions, Streams
from analysis.calibration import load_inputs
from analysis.catalog import Catalog, unknown
from analysis.catalog.records import Claim
from analysis.insight.claim_tests import ROUTES, TESTS, World
from analysis.insight.claim_tests.turning import WEIGHT, Open, turning
from analysis.insight.claim_tests.verdicts import (
    BETWEEN,
    CHANCE,
    DEPENDS,
    NOT_TESTABLE,
    held,
    in_words,
    outcome,
    verdict,
)
from analysis.insight.drivers import LOW_CONFIDENCE_ABOVE, Driver, confidence, judged_share, ranked
from analysis.insight.explain import TracedAssumptions
from analysis.scenarios.results import rounded
from analysis.scenarios.spec import DEFAULTS, MIN_DRAWS, parameters
from analysis.scenarios.stances import settings

PERCENTILES = (5, 50, 95)
MIXTURE = "mixture"
STANDARD_ERRORS = 3  # a rank correlation within so many of its standard errors, 1 / sqrt(draws), is taken for chance
UNKNOWN = ("p5", "p50", "p95", "value", "by_stance", "judged_share", "confidence", "label")


@dataclass(frozen=True)
class Found:
    """One claim after its test: the test's draws over all readings, the value by view, and what moves it."""

    claim: Claim
    values: Array
    by_view: dict[str, float]
    inputs: frozenset[str]
    drivers: list[Driver]
    judged: dict[str, bool] = field(default_factory=dict)
    spread: bool = True

    @property
    def outcomes(self) -> dict[str, str]:
        """Where the value lies by the claim's bounds, by view."""
        return {view: outcome(self.claim.verdict, value) for view, value in self.by_view.items()}

    @property
    def sound(self) -> bool:
        """Whether every view gave a number."""
        return bool(np.all(np.isfinite(list(self.by_view.values())))) and bool(np.all(np.isfinite(self.values)))

    @property
    def judged_share(self) -> float:
        """Part of what moves the value that is judged; where nothing moves it, the part of its inputs by number."""
        if self.drivers:
            return judged_share(self.drivers)
        return sum(self.judged.values()) / len(self.judged) if self.judged else 0.0

    @property
    def label(self) -> str:
        """A fact rests on no range and no judgement; more than half judged is a judgement; all else an estimate."""
        if not self.spread and not any(self.judged.values()):
            return "fact"
        return "judgement" if self.judged_share > LOW_CONFIDENCE_ABOVE else "estimate"


def claims(
    draws: int = DEFAULTS["draws"],
    seed: int = DEFAULTS["seed"],
    overrides: Mapping[str, float] | None = None,
    only: Iterable[str] = (),
) -> list[dict[str, Any]]:
    """One row a claim, in order of their ids: what was said, the number held against its rule, and the verdict.

    A verdict is given on the readings' mixture, on each stance and by each route; only where all agree is a claim supported or
    contradicted. ``only``: some claims, all if none is named. InputError for what is unknown, ill-typed or out of range.
    """
    catalog, asked = load_inputs(), parameters(draws=draws, seed=seed, overrides=overrides or {})
    wanted = _wanted(catalog, only)
    testable = [claim for claim in wanted if claim.verdict and claim.verdict.quantity in TESTS]
    with np.errstate(all="ignore"):
        found = {one.claim.id: one for one in _tested(catalog, testable, asked.draws, asked.seed, asked.overrides)}
        pending = [one for one in found.values() if one.sound and verdict(list(one.outcomes.values())) == DEPENDS]
        opened = [
            Open(one.claim, lambda world, claim=one.claim: run(claim, world), _strongest_first(one)) for one in pending
        ]
        turns = turning(catalog, asked.seed, asked.overrides, opened) if opened else {}
    return [_row(claim, found.get(claim.id), turns.get(claim.id, [])) for claim in wanted]


def run(claim: Claim, world: World) -> Array:
    """A claim's test in one set of draws, shape (draws,)."""
    values = TESTS[claim.verdict.quantity](world)
    return values if isinstance(values, np.ndarray) and values.ndim else np.full(world.a.draws, values)


def claim_reads(a: Assumptions) -> set[str]:
    """Names of all numbers that the tests of claims draw."""
    world = World(a)
    for test in (*TESTS.values(), *(other for routes in ROUTES.values() for other in routes.values())):
        test(world)
    return set(a.read)


def stance_overrides(catalog: Catalog, stance: str, overrides: Mapping[str, float]) -> dict[str, float]:
    """What a stance sets, and what the user sets, which wins; with any weight of a reading the user sets them all."""
    own = settings(catalog, stance)
    if any(name.startswith(WEIGHT) for name in overrides):
        own = {name: value for name, value in own.items() if not name.startswith(WEIGHT)}
    return own | dict(overrides)


def _wanted(catalog: Catalog, only: Iterable[str]) -> list[Claim]:
    every, names = catalog.kinds["claims"], list(dict.fromkeys(only))
    for name in names:
        if name not in every:
            raise unknown("claim", name, every)
    return [every[name] for name in names or sorted(every)]


def _tested(
    catalog: Catalog, testable: list[Claim], draws: int, seed: int, overrides: Mapping[str, float]
) -> list[Found]:
    """Each claim's test over all readings and in each stance, on the same draws."""
    streams = Streams(draws, seed)
    views = {MIXTURE: dict(overrides)} | {s: stance_overrides(catalog, s, overrides) for s in catalog.stances}
    worlds = {view: World(Assumptions(catalog, draws, seed, own, streams=streams)) for view, own in views.items()}
    traced = World(TracedAssumptions(catalog, MIN_DRAWS, seed, overrides))
    found = []
    for claim in testable:
        values = {view: run(claim, world) for view, world in worlds.items()}
        by_view = {view: held(claim, drawn) for view, drawn in values.items()}
        routes = ROUTES.get(claim.verdict.quantity, {})
        by_view |= {route: held(claim, np.asarray(test(worlds[MIXTURE]))) for route, test in routes.items()}
        used = frozenset(getattr(run(claim, traced), "inputs", ()))
        found.append(_moved(claim, values[MIXTURE], by_view, used, worlds[MIXTURE]))
    return found


def _moved(claim: Claim, values: Array, by_view: dict[str, float], used: frozenset[str], world: World) -> Found:
    """A claim with what its test was computed from, and what of it moves it."""
    known = {name: one for name, one in world.inputs.items() if name in used}
    moving = {name: one for name, one in known.items() if np.ptp(one[-1]) > 0}
    strongest = ranked(values.astype(float), moving, noise=STANDARD_ERRORS / np.sqrt(values.size))
    judged = {name: one[1] for name, one in (moving or known).items()}
    return Found(claim, values, by_view, used, strongest, judged, spread=bool(moving))


def _strongest_first(one: Found) -> tuple[str, ...]:
    named = [driver.name for driver in one.drivers]
    return (*named, *sorted(one.inputs - set(named)))


def _row(claim: Claim, one: Found | None, turns: list[str]) -> dict[str, Any]:
    rule = claim.verdict
    head = {"id": claim.id, "statement": claim.statement, "who": claim.who, "side": claim.side}
    head |= {"made": claim.made.isoformat(), "verdict": NOT_TESTABLE, "quantity": "", "unit": ""}
    bounds = {"rule_supported": "", "rule_contradicted": ""}
    if rule:
        head |= {"quantity": rule.quantity, "unit": rule.unit}
        bounds = {"rule_supported": in_words(rule.supported), "rule_contradicted": in_words(rule.contradicted)}
    if one is None or not one.sound:
        return head | dict.fromkeys(UNKNOWN) | bounds | {"why": _untested(claim, one)}
    ends = [None] * len(PERCENTILES)
    if rule.unit != CHANCE:
        ends = [rounded(float(end)) for end in np.percentile(one.values, PERCENTILES)]
    final = verdict(list(one.outcomes.values()))
    return (
        head
        | {"verdict": final}
        | {f"p{p}": end for p, end in zip(PERCENTILES, ends, strict=True)}
        | {"value": rounded(one.by_view[MIXTURE])}
        | bounds
        | {"by_stance": {view: rounded(value) for view, value in one.by_view.items() if view != MIXTURE}}
        | {"why": _depends(one, turns) if final == DEPENDS else ""}
        | {"judged_share": rounded(one.judged_share), "confidence": confidence(one.judged_share), "label": one.label}
    )


def _untested(claim: Claim, one: Found | None) -> str:
    if claim.not_testable:
        return claim.not_testable
    if one is not None:
        return "With these settings the calculation divides by zero."
    room = claim.verdict.awaits
    return "No test of it exists yet" + (f": it awaits the part of the model called {room}." if room else ".")


def _depends(one: Found, turns: list[str]) -> str:
    """What a verdict depends on: where it lies by view, then the inputs that change it alone, or that move it most."""
    by_outcome: dict[str, list[str]] = {}
    for view, where in one.outcomes.items():
        by_outcome.setdefault(where, []).append(view)
    if list(by_outcome) == [BETWEEN]:
        lies = "It lies between the bounds in the mixture and under every stance."
    else:
        lies = "; ".join(f"{where} ({', '.join(views)})" for where, views in by_outcome.items())
        lies = f"By view: {lies}."
    if turns:
        return f"Changed by {'; '.join(turns)}. {lies}"
    if not one.spread:
        return f"{lies} No input of it has a range."
    alone = "No judged input changes it alone"
    if not one.drivers:
        return f"{lies} {alone}, and too few draws differ to say which moves it most."
    return f"{lies} {alone}; {one.drivers[0].name} moves it most ({one.drivers[0].share:.0%})."
