"""What every record has: an id, a name, and where it comes from. Its numbers inherit the origin they do not state."""

from typing import Any

from pydantic import Field

from analysis.catalog.estimates import Basis, Day, Grade, Identifier, Record, Room, Text

ORIGIN = ("sources", "as_of", "basis", "grade", "awaits")  # what a number takes from the record around it


def number(unit: str, words: str, default: Any = None) -> Any:
    """A field that holds an Estimate in ``unit``; ``words`` name it in tables. Pass ``...`` for one that must be there."""
    return Field(default, json_schema_extra={"unit": unit, "words": words})


class Sourced(Record):
    """A table with an origin, which its numbers inherit key by key."""

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
