"""A number with its provenance: unit, range, date, basis and sources travel together."""

import math
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from analysis.catalog.units import LEGAL_SHAPES, Shape, UnitName, default_shape, kind_of

Number = Annotated[float, Field(strict=True)]
Day = Annotated[date, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Text = Annotated[str, StringConstraints(min_length=1)]
Web = Annotated[str, StringConstraints(pattern=r"^https://")]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Grade = Literal["A", "B", "C"]
Basis = Literal["stated", "derived", "judged"]
# The parts of the model that are still to read a number which nothing reads yet.
Room = Literal[
    "campaign", "training", "controls", "supply", "labs", "binding", "outcome", "levers", "calibration", "scorecard", "claims", "discovery",
]  # fmt: skip


class Record(BaseModel):
    """Base of all records: unknown keys are errors, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Record):
    """One document. Grade A: primary, official, datasheet or paper; B: reputable secondary; C: press or single."""

    title: Text
    publisher: Text
    url: Web
    published: Day
    accessed: Day
    grade: Grade
    licence: str = "all rights reserved by the publisher; figures cited"
    read: Literal["full", "excerpt", "mirror", "secondary"]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.accessed < self.published:
            raise ValueError(f"accessed on {self.accessed}, before it was published on {self.published}")
        return self


class Estimate(Record):
    """One number: 5th, 50th and 95th percentile (or an exact value), with its provenance.

    Shapes ``uniform`` and ``reported`` are the exceptions: they run from low to high. A value without low and high is
    exact, or a minimum if ``floor``. ``judged`` marks a value set by us: its note says on what ground. ``inputs`` names
    the numbers that a derived one was computed from; ``awaits`` the part of the model that does not read it yet.
    """

    unit: UnitName
    central: Number
    low: Number | None = None
    high: Number | None = None
    shape: Shape | None = None
    p_zero: Number | None = None
    df: Number | None = None
    floor: Flag = False
    name: str = ""
    sources: tuple[str, ...] = ()
    as_of: Day
    basis: Basis
    grade: Grade
    inputs: tuple[str, ...] = ()
    awaits: Room | None = None
    note: str = ""

    @property
    def resolved_shape(self) -> Shape:
        """The named shape, or the default of the unit."""
        return self.shape or default_shape(self.unit, self.low is not None)

    def flat(self, identifier: str) -> dict[str, Any]:
        """The number as one flat row, under an id."""
        return {
            "id": identifier,
            "name": self.name,
            "low": self.low,
            "central": self.central,
            "high": self.high,
            "unit": self.unit,
            "as_of": self.as_of.isoformat(),
            "basis": self.basis,
            "grade": self.grade,
        }

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        check_range(self)
        if self.basis == "judged" and not self.note:
            raise ValueError("a judged value needs a note that says on what ground it was set")
        if self.basis == "stated" and not self.sources:
            raise ValueError("a stated value needs at least one source")
        if self.basis == "derived" and not (self.sources or self.inputs):
            raise ValueError("a derived value needs at least one source, or the inputs it was computed from")
        if self.inputs and self.basis == "stated":
            raise ValueError("a stated value has sources, not inputs")
        return self


def check_range(value: Estimate) -> None:
    """Refuse a range that is half given, out of order, not finite, or not legal for its unit and shape."""
    given = [x for x in (value.low, value.central, value.high) if x is not None]
    if not all(math.isfinite(x) for x in given):
        raise ValueError("low, central and high must be finite numbers")
    if (value.low is None) != (value.high is None):
        raise ValueError("give both low and high, or neither")
    if value.floor and value.low is not None:
        raise ValueError("a floor is one figure: it takes no low and high")
    if value.low is not None and not value.low <= value.central <= value.high:
        raise ValueError(f"low <= central <= high does not hold: {value.low}, {value.central}, {value.high}")
    kind, shape = kind_of(value.unit), value.resolved_shape
    if shape not in LEGAL_SHAPES[kind]:
        raise ValueError(
            f"shape '{shape}' is not legal for unit '{value.unit}'; accepted: {', '.join(LEGAL_SHAPES[kind])}"
        )
    if (value.low is None) != (shape == "point"):
        raise ValueError(f"shape '{shape}' " + ("takes no range" if shape == "point" else "needs low and high"))
    if shape == "uniform" and not math.isclose(value.central, (value.low + value.high) / 2):
        raise ValueError(f"shape 'uniform' runs from low to high: central must be their middle, found {value.central}")
    if (shape == "zero_or_lognormal") != (value.p_zero is not None):
        raise ValueError("p_zero belongs to shape 'zero_or_lognormal', and only there")
    if (shape in ("log_t", "logit_t")) != (value.df is not None):
        raise ValueError("df belongs to shapes 'log_t' and 'logit_t', and only there")
    if value.df is not None and value.df <= 0:
        raise ValueError(f"df must be above 0, found {value.df}")
    if value.p_zero is not None and not 0 <= value.p_zero < 1:
        raise ValueError(f"p_zero must be at least 0 and below 1, found {value.p_zero}")
    lowest = min(given)
    if shape in ("lognormal", "logit", "zero_or_lognormal", "log_t", "logit_t") and lowest <= 0:
        raise ValueError(f"shape '{shape}' needs values above zero, found {lowest}")
    if lowest < 0 or (kind == "positive" and lowest <= 0):
        raise ValueError(
            f"unit '{value.unit}' needs values {'above' if kind == 'positive' else 'of at least'} zero, found {lowest}"
        )
    if kind in ("share", "event") and (max(given) > 1 or (shape in ("logit", "logit_t") and max(given) >= 1)):
        raise ValueError(f"a {value.unit} must lie between 0 and 1 (a range strictly inside), found {max(given)}")
