"""One line of the scorecard, and how a forecast and an outcome become its score."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from analysis.insight.scoring import (
    EVENS,
    INTERVAL,
    absolute_error,
    brier_score,
    interval_score,
    on_scale,
    plain_range,
    skill,
)
from analysis.scenarios.results import rounded

EVENT = "probability"


@dataclass(frozen=True)
class Entry:
    """A forecast, what came, and its score. Scores are in powers of ten, or by Brier's rule for a probability.

    ``state``: settled, provisional (what is forecast is not over), or open. ``hindsight``: made by people who knew the
    outcome, which flatters. ``part_of``: the summary line it belongs to. ``cases`` and ``held``: of a summary, how many
    cases and how many of them lay in their interval. ``crps``: of our draws, beside the score of their percentiles.
    ``now_...``: what the model says today, ``moved`` whether that is no longer what was registered.
    """

    id: str
    kind: str
    who: str
    what: str
    unit: str
    p50: float | None = None
    p5: float | None = None
    p95: float | None = None
    observed: float | None = None
    state: str = "settled"
    rule: str = ""
    score: float | None = None
    baseline: float | None = None
    skill: float | None = None
    covered: bool | None = None
    crps: float | None = None
    cases: int | None = None
    held: int | None = None
    part_of: str | None = None
    hindsight: bool = False
    registered_on: str | None = None
    resolves_on: str | None = None
    settled_by: str | None = None
    now_p5: float | None = None
    now_p50: float | None = None
    now_p95: float | None = None
    moved: bool | None = None
    superseded_on: str | None = None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Flat, for JSON: numbers at six significant digits."""
        return {key: rounded(v) if isinstance(v, float) else v for key, v in asdict(self).items()}


def scored(entry: Entry, scale: float | None = None, interval: float = INTERVAL) -> Entry:
    """The entry with its score, that of the plain range, and whether its interval held; as it is without an outcome."""
    if entry.observed is None:
        return entry
    if entry.unit == EVENT:
        score = brier_score(probability=entry.p50, happened=entry.observed)
        return _with(entry, "Brier", score, brier_score(probability=EVENS, happened=entry.observed))
    centre, seen = on_scale(entry.p50, scale), on_scale(entry.observed, scale)
    low, high = (on_scale(end, scale) for end in plain_range(entry.p50))
    plain = interval_score(central=centre, low=low, high=high, observed=seen)
    if entry.p5 is None:
        return _with(entry, "absolute error", absolute_error(central=centre, observed=seen), plain)
    ends = {"low": on_scale(entry.p5, scale), "high": on_scale(entry.p95, scale)}
    found = _with(entry, "interval", interval_score(central=centre, **ends, observed=seen, interval=interval), plain)
    return replace(found, covered=entry.p5 <= entry.observed <= entry.p95)


def _with(entry: Entry, rule: str, score: float, baseline: float) -> Entry:
    """Scores on the entry; no skill where the baseline is perfect, as of a middle of zero of which nothing came."""
    better = float(skill(score, baseline)) if baseline > 0 else None
    return replace(entry, rule=rule, score=float(score), baseline=float(baseline), skill=better)


def summed_up(entry: Entry, cases: list[Entry]) -> Entry:
    """One line for many cases: mean score, mean score of the plain range, and how many intervals held."""
    score = sum(case.score for case in cases) / len(cases)
    found = _with(entry, "interval, mean", score, sum(case.baseline for case in cases) / len(cases))
    return replace(found, cases=len(cases), held=sum(bool(case.covered) for case in cases))
