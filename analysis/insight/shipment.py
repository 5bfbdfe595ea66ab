"""What a user asks of the controls: a chip or its figures, a day, a place and a route, read and checked."""

import math
from datetime import date
from typing import Any

from analysis.catalog import Catalog, Chip, InputError, unknown
from analysis.insight.control_words import MEASURE_WORDS
from analysis.model.controls import Part
from analysis.model.licensing import ROUTES

ELSEWHERE = "elsewhere"  # a country that no instrument here names
PLACES = ("China", "Hong Kong", "Macau", "Russia", "Iran", "North Korea", "D:1", "D:4", "D:5", ELSEWHERE)
SUPPOSED = "supposed"  # id of a chip that is described by its figures
FIGURES = ("tpp", "performance_density", "memory_bandwidth", "interconnect")
# What is supposed of a chip described by its figures, unless the user says otherwise; each answer says so.
SUPPOSITIONS = {"data_centre": True, "us_sale": True}


def day_asked(text: str | None, last: date) -> date:
    """A day from its text, the last day of the evidence if there is none; InputError for one that is no day or later."""
    if text is None:
        return last
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(f"option --on: found '{text}', a day such as {last.isoformat()} is accepted") from None
    if day > last:
        raise InputError(
            f"option --on: found {day}, but the rules are known up to {last}; that day or an earlier one is accepted"
        )
    return day


def place_asked(what: str, text: str) -> str:
    """A country or group by its name, capitals aside; InputError with the nearest match."""
    known = {place.lower(): place for place in PLACES}
    if text.lower() not in known:
        near = unknown(what, text.title() if len(text) > 1 else text, PLACES)
        raise InputError(f"{near} '{ELSEWHERE}' stands for a country that no instrument here names.")
    return known[text.lower()]


def route_asked(text: str) -> str:
    """A route, if it is one; InputError with the nearest match."""
    if text not in ROUTES:
        raise unknown("route", text, ROUTES)
    return text


def chip_asked(catalog: Catalog, name: str | None, figures: dict[str, Any]) -> Chip | Part:
    """A chip of the data by its id, capitals aside, or one described by its figures; InputError for both or neither."""
    if name is not None and figures:
        raise InputError(
            f"found chip '{name}' and figures ({', '.join(figures)}); a chip of the data or figures are accepted, not both"
        )
    if name is not None:
        return catalog.get("chips", name.lower())
    if not any(figure in figures for figure in FIGURES):
        raise InputError(
            "found neither a chip nor a figure; a chip such as h200, or figures such as --tpp 20000, are accepted"
        )
    for figure in FIGURES:
        value = figures.get(figure, 0)
        if not math.isfinite(value) or value < 0:
            raise InputError(f"{MEASURE_WORDS[figure]}: found {value}, a finite number of at least 0 is accepted")
    given = SUPPOSITIONS | figures
    sold = given.pop("us_sale")
    return Part(SUPPOSED, **given, us_sale_known=True, on_us_sale_since=date.min if sold else None)
