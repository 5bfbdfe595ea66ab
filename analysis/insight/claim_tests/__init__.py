"""Tests of public claims: named functions, each from one set of draws to the quantity that a claim's verdict is about."""

from collections.abc import Callable

from analysis.assumptions import Array
from analysis.insight.claim_tests import campaign, chips, levers, market, supply, training
from analysis.insight.claim_tests.levers import ROUTES
from analysis.insight.claim_tests.world import World

__all__ = ["ROUTES", "TESTS", "World"]

# By the quantity that a claim's verdict names. Shape (draws,), in the verdict's unit; for a chance the draws in which it
# holds; for a quantity that ends in ".claimed" what is held against the claimed number, in the unit of that number.
TESTS: dict[str, Callable[[World], Array | float]] = {
    **campaign.TESTS,
    **chips.TESTS,
    **levers.TESTS,
    **market.TESTS,
    **supply.TESTS,
    **training.TESTS,
}
