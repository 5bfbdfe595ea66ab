"""Tables of figures: CSV files under data/series, one row a figure or a run, each with its origin."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self, get_args

from pydantic import Field, model_validator

from analysis.catalog.errors import InputError
from analysis.catalog.estimates import Basis, Day, Estimate, Grade, Identifier, Record, Text
from analysis.catalog.reading import read_csv, read_text, shown, validated
from analysis.catalog.units import UnitName

SEPARATOR = "; "  # between several sources or inputs in one cell


class Row(Record):
    """What every row has."""

    id: Identifier
    as_of: Day
    grade: Grade
    sources: tuple[str, ...] = ()
    note: str = ""


class Cited(Row):
    """A row of a form of its own, which rests on a document."""

    sources: tuple[str, ...] = Field(min_length=1)


class Figure(Row):
    """One figure of somebody's, kept to compare with or to fit, and never drawn: reported range or exact value."""

    what: Text
    entity: Text
    low: float | None = None
    central: float
    high: float | None = None
    unit: UnitName
    floor: bool = False
    basis: Basis
    inputs: tuple[str, ...] = ()

    def estimate(self) -> Estimate:
        """The figure as a number of the register."""
        shape = None if self.low is None and self.high is None else "reported"
        return Estimate(
            name=f"{self.entity}: {self.what}", shape=shape, **self.model_dump(exclude={"id", "what", "entity"})
        )

    @model_validator(mode="after")
    def _sound(self) -> Self:
        self.estimate()
        return self


class ValidationRun(Cited):
    """A training run whose parameters, tokens and chip-hours are known: what use of peak speed is fitted to."""

    name: Text
    architecture: Literal["dense", "moe"]
    active_params: float = Field(gt=0)
    total_params: float = Field(gt=0)
    tokens: float = Field(gt=0)
    chip: Identifier
    chip_hours: float = Field(gt=0)
    reported_flop: float | None = Field(None, gt=0)
    reported_mfu: float | None = Field(None, gt=0, lt=1)
    left_out: str = ""

    @model_validator(mode="after")
    def _active(self) -> Self:
        if self.active_params > self.total_params:
            raise ValueError(f"active_params {self.active_params:g} exceed total_params {self.total_params:g}")
        return self


class HarvestReturn(Cited):
    """A student's score after fine-tuning on so many trajectories of a teacher."""

    name: Text
    trajectories: float = Field(gt=0)
    score: float = Field(gt=0, lt=1)
    left_out: str = ""


class Foretold(Cited):
    """What a forecast holds whoever made it: 5th, 50th and 95th percentile, or the middle alone.

    ``resolves_on`` is the last day of what is forecast. ``scale``, where nothing at all may happen, is the amount under
    which differences do not matter: scores take log10(1 + x / scale), and log10(x) where it is left blank.
    """

    what: Text
    unit: UnitName
    low: float | None = None
    central: float
    high: float | None = None
    scale: float | None = Field(None, gt=0)
    resolves_on: Day
    observed_on: Day | None = None
    observed: float | None = None

    @model_validator(mode="after")
    def _range(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("give both low and high, or neither")
        if self.low is not None and not self.low <= self.central <= self.high:
            raise ValueError(f"low <= central <= high does not hold: {self.low:g}, {self.central:g}, {self.high:g}")
        values = [v for v in (self.low, self.central, self.high, self.observed) if v is not None]
        if self.unit == "probability":
            if not all(0 <= v <= 1 for v in values):
                raise ValueError("a probability lies between 0 and 1")
        elif min(values) < 0:
            raise ValueError("no quantity that is forecast is below zero")
        elif min(values) == 0 and self.scale is None:
            raise ValueError("where zero may happen a scale is needed")
        return self


class Forecast(Foretold):
    """A forecast of somebody's with what was observed since. ``interval``: the probability that its range was to hold."""

    who: Text
    interval: float = Field(gt=0, lt=1)
    observed_on: Day
    observed_low: float | None = None
    observed: float
    observed_high: float | None = None


class OpenForecast(Foretold):
    """A forecast of ours, frozen on ``registered_on``: ``result`` names what is computed, ``settled_by`` what will decide.

    Nothing in it is edited later but ``observed``, and ``superseded_on`` once the model says otherwise.
    """

    result: Text
    registered_on: Day
    settled_by: Text
    superseded_on: Day | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.as_of <= self.registered_on < self.resolves_on:
            raise ValueError("as_of <= registered_on < resolves_on does not hold")
        if (self.observed is None) != (self.observed_on is None):
            raise ValueError("give both observed and observed_on, or neither")
        return self


# Tables of a form of their own; every other file is a table of figures.
FORMS: dict[str, type[Row]] = {
    "validation_runs": ValidationRun,
    "harvest_returns": HarvestReturn,
    "forecasts": Forecast,
    "open_forecasts": OpenForecast,
}


def form(name: str) -> type[Row]:
    """What the rows of a series are."""
    return FORMS.get(name, Figure)


def read_series(folder: Path) -> dict[str, dict[str, Row]]:
    """Every table under ``folder``, by its name, with its rows by id."""
    return {path.stem: read_table(path) for path in sorted(folder.glob("*.csv"))}


def read_table(path: Path) -> dict[str, Row]:
    """One table, its rows by id. Equal texts are read once."""
    return _table(read_text(path, "CSV"), form(path.stem), shown(path))


@cache
def _table(text: str, model: type[Row], file: str) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for cells in read_csv(text, list(model.model_fields), file):
        where = f"{file}: row {cells['id'] or '(without id)'}"
        row = validated({c: _value(t, model, c, where) for c, t in cells.items() if t != ""}, model, where)
        if row.id in rows:
            raise InputError(f"{where}: the id is used twice in this file")
        rows[row.id] = row
    return rows


def _value(text: str, model: type[Row], column: str, where: str) -> Any:
    """A cell as the type of its column."""
    kind = model.model_fields[column].annotation
    kinds = (kind, *get_args(kind))
    try:
        if float in kinds:
            return float(text)
        if date in kinds:
            return date.fromisoformat(text)
    except ValueError:
        accepted = "a number" if float in kinds else "a date such as 2026-02-23"
        raise InputError(f"{where}: {column}: found '{text}', {accepted} is accepted") from None
    if bool in kinds:
        if text not in ("true", "false"):
            raise InputError(f"{where}: {column}: found '{text}', true or false is accepted")
        return text == "true"
    if tuple[str, ...] not in kinds:
        return text
    names = text.split(SEPARATOR)
    if any(mark in name for name in names for mark in ",; "):
        raise InputError(f"{where}: {column}: found '{text}', separate several with \"{SEPARATOR}\"")
    return names
