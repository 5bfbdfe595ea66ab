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


class Forecast(Cited):
    """A forecast of somebody's with what was observed since, to score the model's channels on."""

    who: Text
    what: Text
    unit: UnitName
    low: float | None = None
    central: float
    high: float | None = None
    interval: float = Field(gt=0, lt=1)
    observed_on: Day
    observed_low: float | None = None
    observed: float
    observed_high: float | None = None


# Tables of a form of their own; every other file is a table of figures.
FORMS: dict[str, type[Row]] = {
    "validation_runs": ValidationRun,
    "harvest_returns": HarvestReturn,
    "forecasts": Forecast,
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
