"""What governments and providers do: dated instruments with exact tests, policies, postures and levers."""

from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from analysis.catalog.estimates import Day, Estimate, Flag, Identifier, Number, Record, Text
from analysis.catalog.records.named import Documented, Named, Sourced, number

Licence = Literal["not_required", "exception", "required", "required_by_letter", "unclear"]
Review = Literal["none", "presumption_of_approval", "case_by_case", "presumption_of_denial", "unclear"]
State = Literal["announced", "pending", "in_force", "not_enforced", "suspended", "superseded", "withdrawn", "unclear"]

# What a test measures, and the unit its limits are in.
MEASURES = {
    "tpp": "TPP",
    "performance_density": "TPP/mm2",
    "memory_bandwidth": "GB/s",
    "interconnect": "GB/s",
    "processing_speed": "TPP",
    "hbm_bandwidth_density": "GB/s/mm2",
    "process_node": "nm",
    "transistors": "billion transistors",
    "ownership": "share",
    "training_operations": "FLOP",
}


class Bounds(Record):
    """Limits of a value; at least one. A lower one lies below an upper one."""

    at_least: Number | None = None
    above: Number | None = None
    below: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        lower = [x for x in (self.at_least, self.above) if x is not None]
        upper = [x for x in (self.below, self.at_most) if x is not None]
        if not lower + upper or len(lower) > 1 or len(upper) > 1:
            raise ValueError("give one lower limit (at_least or above), one upper limit (below or at_most), or both")
        if lower and upper and not lower[0] < upper[0]:
            raise ValueError(f"the lower limit {lower[0]} is not below the upper limit {upper[0]}")
        return self

    def hold(self, value: float) -> bool:
        """Whether ``value`` lies within the limits."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
            and (self.at_most is None or value <= self.at_most)
        )


class Test(Bounds):
    """One limit of a legal test, in the unit that its measure has (``MEASURES``)."""

    __test__ = False  # not a class of tests, whatever its name says to pytest

    measure: Literal[tuple(MEASURES)]  # type: ignore[valid-type]


class Limb(Record):
    """One limb of an instrument: all its tests together, or the chips it names, lead to a licence and a way of review.

    Without ``destinations`` of its own it holds for all of its instrument's; ``parents`` are countries and groups whose
    firms it reaches anywhere. ``since`` is its own first day, where it begins after its instrument. ``review_only``: it makes
    no licence necessary and changes how those of its kind are reviewed. ``listed_only``: it holds for listed parties alone.
    """

    paragraph: Text
    destinations: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    since: Day | None = None
    tests: tuple[Test, ...] = ()
    chips: tuple[Identifier, ...] = ()
    on_us_sale_by: Day | None = None
    exported_from_us: Flag = False
    data_centre_only: Flag = False
    review_only: Flag = False
    listed_only: Flag = False
    licence: Licence = "required"
    review: Review = "unclear"
    note: str = ""


class Certificate(Record):
    """What an exporter has to certify or arrange, which no chip can meet by itself."""

    name: Identifier
    text: Text


class Period(Sourced):
    """A state of an instrument from a day up to, and without, another; the last one is open."""

    state: State
    since: Day
    until: Day | None = None


class Rule(Documented):
    """A dated instrument: rule, letter, guidance, proclamation or bill, with its exact limbs and its states in time."""

    kind: Literal[
        "rule",
        "letter",
        "guidance",
        "proclamation",
        "licence_condition",
        "decision",
        "prc_measure",
        "bill",
        "agreement",
    ]
    citation: Text
    announced: Day
    effective: Day | None = None
    destinations: tuple[str, ...] = ()
    limbs: tuple[Limb, ...] = ()
    certified: tuple[Certificate, ...] = ()
    history: tuple[Period, ...] = Field(min_length=1)
    us_volume_share: Estimate | None = number("share", "shipments to China, as a share of US shipments of the product")
    per_customer: Estimate | None = number("chips/firm", "chips per Chinese customer")
    overall_bound: Estimate | None = number("chips", "bound on chips to China in all")
    licensed_firms: Estimate | None = number("firms", "firms licensed")
    licensed_value: Estimate | None = number("USD", "value of licences approved")
    duty_rate: Estimate | None = number("share", "duty on the import value")
    revenue_share: Estimate | None = number("share", "share of revenue remitted")
    country_cap: Estimate | None = number("TPP", "cap per country")
    consignee_cap: Estimate | None = number("chips/year", "H100 equivalents a year per consignee under the exception")
    ownership: Estimate | None = number("share", "ownership by listed parties from which a party counts as listed")
    days_allowed: Estimate | None = number("days", "days allowed")
    months_of_denial: Estimate | None = number("months", "months of denial")

    @model_validator(mode="after")
    def _continuous(self) -> Self:
        for earlier, later in pairwise(self.history):
            if earlier.until is None or earlier.until != later.since:
                what = "overlap" if earlier.until is None or earlier.until > later.since else "gap"
                raise ValueError(
                    f"history has a{'n' if what == 'overlap' else ''} {what}: '{earlier.state}' ends {earlier.until or 'never'}, "
                    f"'{later.state}' begins {later.since}"
                )
        if self.history[-1].until is not None:
            raise ValueError(
                f"history has a gap: nothing follows '{self.history[-1].state}' after {self.history[-1].until}"
            )
        if any(p.until is not None and p.until <= p.since for p in self.history):
            raise ValueError("history: a period must end after it begins")
        in_force = next((p.since for p in self.history if p.state == "in_force"), None)
        if self.effective != in_force:
            raise ValueError(f"effective is {self.effective}, but history says in_force from {in_force}")
        for limb in self.limbs:
            if limb.since and (self.effective is None or limb.since <= self.effective):
                raise ValueError(
                    f"limb '{limb.paragraph}' begins on {limb.since}; a day after effective ({self.effective}) is accepted"
                )
        return self

    def state_on(self, day: Day) -> State | None:
        """The state on a day; None before the first."""
        return next((p.state for p in reversed(self.history) if p.since <= day), None)


class Policy(Named):
    """A US policy towards chips for China. The ceiling is gross: what Washington may license, not what is delivered.

    ``ceiling_kind``: a stock holds over all time, a flow in every 12 months, a first-year flow in the first 12 months.
    ``first_delivery`` is set once deliveries under it have begun. ``until_then``: the policy that goes on until the lag of
    this one is over; without one nothing is delivered until then. ``beside``: one that goes on throughout, for another
    product. ``denies``: labs denied by name, who get ``leakage`` of what they would have. A policy with ``by_default`` false is run only where a scenario names it.
    """

    rule: Identifier | None = None
    until_then: Identifier | None = None
    beside: Identifier | None = None
    denies: tuple[Identifier, ...] = ()
    product: Identifier | None = None
    legal_levers: str = ""
    ceiling_kind: Literal["none", "stock", "flow", "first_year_flow"]
    by_default: Flag = True
    in_force_since: Day | None = None
    first_delivery: Day | None = None
    gross_ceiling: Estimate = number("chips", "chips that may be licensed in all", ...)
    us_share: Estimate = number("share", "share of the ceiling that Washington licenses", ...)
    lag: Estimate = number("months", "months from policy to first delivery", ...)
    duty: Estimate | None = number("share", "duty on the import value")
    diversion_cut: Estimate | None = number("share", "cut in diversion of new chips")
    rental_cut: Estimate | None = number("share", "cut in rented chips")
    diversion_rise: Estimate | None = number("ratio", "added diversion of new chips, over what it would be")
    rental_rise: Estimate | None = number("ratio", "added rented chips, over what they would be")
    leakage: Estimate | None = number("share", "share of a denied lab's need met by renting through others")


class Posture(Named):
    """How Beijing answers: the chance that any H200 is let in within 12 months, and the share of the offer let in."""

    any_in_12_months: Estimate = number("probability", "chance that any H200 is admitted within 12 months", ...)
    share_admitted: Estimate = number("share", "share of the offered H200s admitted", ...)


class Lever(Named):
    """Something an actor can do, at a fixed dose, from a day, at a cost. ``scenario``: whose overrides its policy needs."""

    actor: Literal["us_executive", "congress", "provider", "providers_together", "beijing"]
    acts_on: Literal["legal_supply", "diversion", "rental", "harvest", "detection", "leakage", "quality"]
    policy: Identifier | None = None
    scenario: Identifier | None = None
    instruments: tuple[Identifier, ...] = ()
    start: Day
    dose_means: Text
    dose: Estimate = number("share", "dose", ...)
    delay: Estimate | None = number("months", "months from start to effect")
    cost: Estimate = number("USD/year", "cost", ...)
    cost_borne_by: Text
