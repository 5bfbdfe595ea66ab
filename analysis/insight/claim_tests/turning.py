"""What a verdict turns on: judged inputs that change it alone, each set to either end of its range with all else as drawn."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from analysis.assumptions import Array, Assumptions, Streams
from analysis.catalog import Catalog
from analysis.catalog.records import Claim
from analysis.insight.claim_tests.verdicts import held, outcome
from analysis.insight.claim_tests.world import JUDGED, World
from analysis.model.campaign import READINGS

DRAWS = 1024  # enough to see on which side of a bound a chance or a median lies
WEIGHT = "reading_weight_"
READING = "what counts as an exchange"
ENDS = ("low", "high")
Test = Callable[[World], Array]


@dataclass(frozen=True)
class Open:
    """A claim whose verdict depends: its test, and the inputs that the test was computed from, strongest first."""

    claim: Claim
    test: Test
    inputs: tuple[str, ...]


def turning(
    catalog: Catalog, seed: int, overrides: Mapping[str, float], claims: Iterable[Open]
) -> dict[str, list[str]]:
    """By claim, what changes its outcome alone and to what, such as "keep_share (low end: contradicted)".

    Each judged input with a range, and each reading of an exchange alone; all else as drawn, on the same draws.
    What the user set stays as it is.
    """
    asked, streams = list(claims), Streams(DRAWS, seed)

    def world(changed: Mapping[str, float]) -> World:
        """The draws with some inputs changed."""
        return World(Assumptions(catalog, DRAWS, seed, dict(changed) | dict(overrides), streams=streams))

    base = world({})
    before = {one.claim.id: _outcome(one, base) for one in asked}
    changes: dict[str, dict[str, list[str]]] = {one.claim.id: {} for one in asked}
    for name, end, changed in variations(catalog, overrides, {n for one in asked for n in one.inputs}):
        varied = world(changed)
        for one in asked:
            if touches(one, name) and (now := _outcome(one, varied)) != before[one.claim.id]:
                changes[one.claim.id].setdefault(name, []).append(f"{end}: {now}")
    return {
        one.claim.id: [f"{name} ({', '.join(ends)})" for name, ends in _by_strength(one, changes[one.claim.id])]
        for one in asked
    }


def variations(
    catalog: Catalog, overrides: Mapping[str, float], names: Iterable[str]
) -> Iterable[tuple[str, str, dict[str, float]]]:
    """What is changed, to which end, and the values: judged inputs of ``names`` one by one, then each reading alone."""
    known = set(names)
    for name in sorted(known & set(catalog.register) - set(overrides)):
        number = catalog.register[name]
        if number.basis == JUDGED and number.low is not None and not name.startswith(WEIGHT):
            for end in ENDS:
                yield name, f"{end} end", {name: getattr(number, end)}
    weights = {f"{WEIGHT}{reading}": reading for reading in READINGS}
    if known & set(weights) and not set(weights) & set(overrides):
        for weight, reading in weights.items():
            yield READING, reading, {other: float(other == weight) for other in weights}


def touches(one: Open, name: str) -> bool:
    """Whether a claim's test was computed from an input, or from the reading of an exchange."""
    return any(known.startswith(WEIGHT) for known in one.inputs) if name == READING else name in one.inputs


def _outcome(one: Open, world: World) -> str:
    return outcome(one.claim.verdict, held(one.claim, one.test(world)))


def _by_strength(one: Open, changes: Mapping[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Changes in the order of the claim's inputs; the reading, which is the strongest event, first."""
    return sorted(changes.items(), key=lambda item: one.inputs.index(item[0]) if item[0] in one.inputs else -1)
