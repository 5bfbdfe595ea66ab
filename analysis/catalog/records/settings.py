"""What a run is built from: scenarios, correlations, the horizon, and where sources conflict."""

from typing import Literal

from pydantic import Field

from analysis.catalog.estimates import Day, Identifier, Number, Record, Room, Text
from analysis.catalog.records.named import Named
from analysis.catalog.units import UnitName


class Fitted(Record):
    """An input that is fitted to a table of the data, by the fit of that name; it has no numbers of its own here."""

    name: Text
    unit: UnitName
    fit: Identifier
    awaits: Room | None = None
    note: Text


class Stance(Record):
    """Judged inputs at one end of their ranges (``ends``) or at a value of their own, as one school would set them."""

    name: Text
    why: Text
    ends: dict[str, Literal["low", "central", "high"]]
    values: dict[str, Number] = {}


class Override(Record):
    """A value that a scenario sets differently, and why."""

    name: str
    value: Number
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


class Correlations(Record):
    """All declared pairs."""

    pair: tuple[Correlation, ...] = ()


class Horizon(Record):
    """Month 0 is the month of the evidence; regimes start the month after."""

    evidence_to: Day
    months: int = Field(gt=0)
    baseline: Identifier
    reference_policy: Identifier


class Correction(Record):
    """A conflict between sources: what they say, what we use, and why. ``rows``: ids of records or numbers it decides."""

    about: Text
    found: Text
    used: Text
    why: str = Field(min_length=10)
    rows: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    sources: tuple[str, ...] = Field(min_length=1)


class Corrections(Record):
    """All conflicts decided, by id."""

    correction: dict[Identifier, Correction] = {}
