"""What a data file may hold. Every number is an Estimate: unit, range, date, basis and sources travel with it."""

import math
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from analysis.catalog.units import LEGAL_SHAPES, Shape, UnitName, default_shape, kind_of

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Grade = Literal["A", "B", "C"]
Basis = Literal["stated", "derived", "judged"]


class Record(BaseModel):
    """Base of all records: unknown keys are errors, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Record):
    """One document. Grade A: primary, official, datasheet or paper; B: reputable secondary; C: press or single."""

    title: str
    publisher: str
    url: str
    published: date
    accessed: date
    grade: Grade
    licence: str = "all rights reserved by the publisher; figures cited"
    read: Literal["full", "excerpt", "mirror", "secondary"]


class Estimate(Record):
    """One number: 5th, 50th and 95th percentile (or an exact value), with its provenance.

    A value without low and high is exact. ``judged`` marks a value set by us: its note says on what ground.
    """

    unit: UnitName
    central: float
    low: float | None = None
    high: float | None = None
    shape: Shape | None = None
    p_zero: float | None = None
    name: str = ""
    sources: tuple[str, ...] = ()
    as_of: date
    basis: Basis
    grade: Grade
    note: str = ""

    @property
    def resolved_shape(self) -> Shape:
        """The named shape, or the default of the unit."""
        return self.shape or default_shape(self.unit, self.low is not None)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        check_range(self)
        if self.basis == "judged" and not self.note:
            raise ValueError("a judged value needs a note that says on what ground it was set")
        if self.basis != "judged" and not self.sources:
            raise ValueError(f"a {self.basis} value needs at least one source")
        return self


def check_range(value: Estimate) -> None:
    """Refuse a range that is half given, out of order, not finite, or not legal for its unit and shape."""
    given = [x for x in (value.low, value.central, value.high) if x is not None]
    if not all(math.isfinite(x) for x in given):
        raise ValueError("low, central and high must be finite numbers")
    if (value.low is None) != (value.high is None):
        raise ValueError("give both low and high, or neither")
    if value.low is not None and not value.low <= value.central <= value.high:
        raise ValueError(f"low <= central <= high does not hold: {value.low}, {value.central}, {value.high}")
    kind, shape = kind_of(value.unit), value.resolved_shape
    if shape not in LEGAL_SHAPES[kind]:
        raise ValueError(
            f"shape '{shape}' is not legal for unit '{value.unit}'; accepted: {', '.join(LEGAL_SHAPES[kind])}"
        )
    if (value.low is None) != (shape == "point"):
        raise ValueError(f"shape '{shape}' " + ("takes no range" if shape == "point" else "needs low and high"))
    if (shape == "zero_or_lognormal") != (value.p_zero is not None):
        raise ValueError("p_zero belongs to shape 'zero_or_lognormal', and only there")
    if value.p_zero is not None and not 0 <= value.p_zero < 1:
        raise ValueError(f"p_zero must be at least 0 and below 1, found {value.p_zero}")
    lowest = min(given)
    if shape in ("lognormal", "logit", "zero_or_lognormal") and lowest <= 0:
        raise ValueError(f"shape '{shape}' needs values above zero, found {lowest}")
    if lowest < 0 or (kind == "positive" and lowest <= 0):
        raise ValueError(
            f"unit '{value.unit}' needs values {'above' if kind == 'positive' else 'of at least'} zero, found {lowest}"
        )
    if kind in ("share", "event") and (max(given) > 1 or (shape == "logit" and max(given) >= 1)):
        raise ValueError(f"a {value.unit} must lie between 0 and 1 (a range strictly inside), found {max(given)}")


class Named(Record):
    """A record with an id (its file name) and a name for people."""

    id: Identifier
    name: str
    note: str = ""


class Chip(Named):
    """A chip, dense figures only. ``on_us_sale_since`` is absent for a part never sold in the United States."""

    vendor: str
    released: date
    on_us_sale_since: date | None = None
    dense_16bit: Estimate
    dense_8bit: Estimate
    dense_4bit: Estimate | None = None
    memory: Estimate
    memory_bandwidth: Estimate
    die_area: Estimate | None = None
    price: Estimate | None = None

    @model_validator(mode="after")
    def _dense(self) -> Self:
        ratio = self.dense_8bit.central / self.dense_16bit.central
        if not 1.5 <= ratio <= 4:
            raise ValueError(
                f"dense_8bit is {ratio:.2f} times dense_16bit; between 1.5 and 4 is accepted: is one of them a sparse figure?"
            )
        return self


class Student(Named):
    """A model that a lab trained, or is taken to train next."""

    lab: Identifier
    released: date
    open_weights: bool
    active_params: Estimate
    total_params: Estimate | None = None
    pretrain_tokens: Estimate


class Lab(Named):
    """A lab or a buyer of chips. Only a lab with a fleet and two models can be run."""

    role: Literal["lab", "buyer"]
    entity_listed_since: date | None = None
    last_model: Identifier | None = None
    next_model: Identifier | None = None
    fleet: Estimate | None = None
    final_run_share: Estimate | None = None
    direct_share: Estimate | None = None
    rent_through: Estimate | None = None
    rents_to_labs: bool = False


class Campaign(Named):
    """What one accuser stated about one lab in one disclosure. ``floor``: the count is stated as a minimum."""

    disclosure: Identifier
    lab: Identifier
    accuser: Identifier
    disclosed: date
    window: str
    floor: bool
    targets: tuple[str, ...]
    overlaps: tuple[Identifier, ...] = ()
    exchanges: Estimate


class Rule(Named):
    """A dated instrument with its exact tests. A chip qualifies when it is below both limits and on US sale."""

    effective: date
    citation: str
    status: str
    tpp_below: Estimate
    bandwidth_below: Estimate
    us_sale_by: date
    us_volume_share: Estimate
    per_customer: Estimate


class Policy(Named):
    """A US policy towards the H200. ``first_delivery`` is set once deliveries under it have begun."""

    rule: Identifier | None = None
    in_force_since: date | None = None
    first_delivery: date | None = None
    gross_ceiling: Estimate
    us_share: Estimate
    lag: Estimate


class Posture(Named):
    """How Beijing answers: the chance that any H200 is let in within 12 months, and the share of the offer let in."""

    any_in_12_months: Estimate
    share_admitted: Estimate


class Override(Record):
    """A value that a scenario sets differently, and why."""

    name: str
    value: float
    reason: str = Field(min_length=10)


class Scenario(Named):
    """A US policy under a posture of Beijing's, with any overrides. ``subject`` begins a title: "Denying H200s outright"."""

    subject: str
    policy: Identifier
    posture: Identifier
    question: str
    overrides: tuple[Override, ...] = ()


class Correlation(Record):
    """Two inputs that move together: rank order through a Gaussian copula, with the reason."""

    driver: str
    follower: str
    rho: float = Field(gt=-1, lt=1)
    reason: str = Field(min_length=10)


class Horizon(Record):
    """Month 0 is the month of the evidence; regimes start the month after."""

    evidence_to: date
    months: int = Field(gt=0)
    baseline: Identifier
    reference_policy: Identifier
    later_disclosure: Identifier


RECORDS: dict[str, type[Named]] = {
    "chips": Chip,
    "labs": Lab,
    "students": Student,
    "campaigns": Campaign,
    "rules": Rule,
    "policies": Policy,
    "postures": Posture,
    "scenarios": Scenario,
}
