"""What others say: public claims with the test and the verdict rule that were fixed before any number was computed."""

from typing import Literal, Self

from pydantic import model_validator

from analysis.catalog.estimates import Day, Estimate, Text
from analysis.catalog.records.instruments import Bounds
from analysis.catalog.records.named import Documented, Sourced


class Verdict(Sourced):
    """When a claim counts as supported and when as contradicted; in between, it depends.

    ``quantity`` is the id of a result, or the id it will have once the part of the model that ``awaits`` names exists.
    """

    quantity: Text
    unit: Text
    supported: Bounds
    contradicted: Bounds

    @model_validator(mode="after")
    def _exclusive(self) -> Self:
        if self.awaits is None and not self.quantity:
            raise ValueError("name the result that decides, or the part of the model that it awaits")
        probes = [x for b in (self.supported, self.contradicted) for x in b.model_dump().values() if x is not None]
        if any(self.supported.hold(x) and self.contradicted.hold(x) for x in probes):
            raise ValueError("a value can be both supported and contradicted under this verdict rule")
        return self


class Claim(Documented):
    """A public claim, in our words. ``side``: towards stricter controls, looser ones, doubt about either, or neither."""

    who: Text
    side: Literal["restrict", "sell", "sceptic", "neutral"]
    made: Day
    statement: Text
    calculation: Text
    verdict: Verdict | None = None
    not_testable: str = ""
    claimed: Estimate | None = None

    @model_validator(mode="after")
    def _decidable(self) -> Self:
        if (self.verdict is None) == (self.not_testable == ""):
            raise ValueError("a claim has either a verdict rule or a reason why it is not testable")
        return self
