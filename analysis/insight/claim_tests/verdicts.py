"""The one rule by which every claim is judged: a number held against bounds that its record fixed beforehand."""

import numpy as np

from analysis.assumptions import Array
from analysis.catalog.records import Bounds, Claim, Verdict

SUPPORTED, CONTRADICTED, DEPENDS, NOT_TESTABLE = "supported", "contradicted", "depends", "not_testable"
BETWEEN = "between"
CHANCE, CLAIMED = "probability", ".claimed"
WORDS = {"at_least": "at least", "above": "above", "below": "below", "at_most": "at most"}


def folded(one: float, other: float) -> float:
    """The larger over the smaller of two numbers above zero: how many times off, to either side.

    >>> folded(2, 8) == folded(8, 2) == 4
    True
    """
    return max(one / other, other / one) if one > 0 and other > 0 else float("inf")


def held(claim: Claim, values: Array) -> float:
    """The number that is held against the rule: a chance, a median, or how many times a median is off what is claimed."""
    if claim.verdict.unit == CHANCE:
        return float(np.mean(values))
    middle = float(np.median(values))
    return folded(middle, claim.claimed.central) if claim.verdict.quantity.endswith(CLAIMED) else middle


def outcome(rule: Verdict, value: float) -> str:
    """Where a number lies by a claim's own bounds: supported, contradicted, or between."""
    if rule.supported.hold(value):
        return SUPPORTED
    return CONTRADICTED if rule.contradicted.hold(value) else BETWEEN


def verdict(outcomes: list[str]) -> str:
    """What several views of one claim come to: supported or contradicted where all say so, else it depends."""
    first = outcomes[0]
    return first if first != BETWEEN and all(one == first for one in outcomes) else DEPENDS


def in_words(bounds: Bounds) -> str:
    """Bounds as a sentence names them: "at least 0.8"."""
    given = bounds.model_dump()
    return " and ".join(f"{WORDS[name]} {given[name]:g}" for name in WORDS if given[name] is not None)
