"""What every record has: an id, a name, and where it comes from. Its numbers inherit the origin they do not state."""

import math
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from analysis.catalog.estimates import Basis, Day, Estimate, Grade, Identifier, Record, Room, Text

ORIGIN = ("sources", "as_of", "basis", "grade", "awaits")  # what a number takes from the record around it


SCALES = {"e12": 1e12, "e9": 1e9}  # what is forgotten most often: figures are printed in tera and in billions


def number(unit: str, words: str, default: Any = None, plausible: tuple[float, float] | None = None) -> Any:
    """A field that holds an Estimate in ``unit``; ``words`` name it in tables. Pass ``...`` for one that must be there.

    ``plausible``: what any such number lies between, by order of magnitude; a slip in the unit lies outside.
    """
    return Field(default, json_schema_extra={"unit": unit, "words": words, "plausible": plausible})


class Sourced(Record):
    """A table with an origin, which its numbers inherit key by key. ``dated_by``: the field that is ``as_of`` by default."""

    dated_by: ClassVar[str] = "as_of"

    @model_validator(mode="after")
    def _plausible(self) -> Self:
        for field, info in type(self).model_fields.items():
            value, extra = getattr(self, field), info.json_schema_extra
            if isinstance(value, Estimate) and isinstance(extra, dict) and extra["plausible"]:
                for one in (value.low, value.central, value.high):
                    _check_magnitude(field, one, extra["unit"], extra["plausible"])
        return self

    sources: tuple[str, ...] = ()
    as_of: Day | None = None
    basis: Basis | None = None
    grade: Grade | None = None
    awaits: Room | None = None
    note: str = ""


class Named(Sourced):
    """A record with an id (its file name) and a name for people."""

    id: Identifier
    name: Text


class Documented(Named):
    """A record whose facts, dates and texts need a source of their own."""

    sources: tuple[str, ...] = Field(min_length=1)
    as_of: Day
    grade: Grade


def _check_magnitude(field: str, value: float | None, unit: str, limits: tuple[float, float]) -> None:
    """Refuse a number outside its limits; name what is accepted where a factor of 1e9 or 1e12 was left out."""
    low, high = limits
    if value is None or low <= value <= high:
        return
    accepted = f"{_limit(low)} to {_limit(high)} {unit}" if math.isfinite(high) else f"at least {low:g} {unit}"
    fitting = [f"{value:.12g}{scale}" for scale, factor in SCALES.items() if low <= value * factor <= high]
    hint = (
        f"; is {' or '.join(fitting)} meant?" if fitting and math.isfinite(high) and "e" not in f"{value:.12g}" else ""
    )
    raise ValueError(f"{field}: found {value:.12g}, {accepted} is accepted{hint}")


def _limit(value: float) -> str:
    return f"{value:.12g}" if value < 1e7 else f"{value:g}".replace("e+0", "e").replace("e+", "e")
