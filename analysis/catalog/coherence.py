"""Checks of meaning across files: units, sums, overlapping campaigns, numbers derived from themselves, dates."""

import math
from datetime import date
from typing import TYPE_CHECKING

from analysis.catalog.errors import InputError, listed
from analysis.catalog.estimates import Estimate, Record

if TYPE_CHECKING:
    from analysis.catalog.loading import Catalog
    from analysis.catalog.records import Campaign

# Dates of what has happened, by kind; a plan (a lever's start, a chip announced) may lie ahead.
HAPPENED = {
    "campaigns": ("disclosed",),
    "claims": ("made",),
    "rules": ("announced",),
    "students": ("released", "weights_released"),
    "chips": ("released",),
}


def check_coherence(catalog: "Catalog") -> None:
    """Raise InputError at the first thing that contradicts another."""
    for check in (_unique_names, _field_units, _shares_sum, _marked_overlaps, _no_ancestors, _evidence_dates):
        check(catalog)


def _unique_names(catalog: "Catalog") -> None:
    """Two things of one kind with one name are told apart by nobody: a file was copied and not edited."""
    for kind, records in catalog.kinds.items():
        first: dict[str, str] = {}
        for identifier, record in records.items():
            if (other := first.setdefault(record.name, identifier)) != identifier:
                raise InputError(
                    f"data/{kind}/{identifier}.toml: name: '{record.name}' is also that of data/{kind}/{other}.toml"
                )


def _field_units(catalog: "Catalog") -> None:
    """Each number inside a record has the unit that its field stands for."""
    for kind, records in catalog.kinds.items():
        for record in records.values():
            _check_units(record, f"data/{kind}/{record.id}.toml")


def _check_units(record: Record, where: str) -> None:
    for field, info in type(record).model_fields.items():
        value, extra = getattr(record, field), info.json_schema_extra
        if isinstance(value, Estimate) and isinstance(extra, dict) and value.unit != extra["unit"]:
            raise InputError(f"{where}: {field}: found unit '{value.unit}', '{extra['unit']}' is accepted")
        for part in value.values() if isinstance(value, dict) else (value,):
            if isinstance(part, Record) and not isinstance(part, Estimate):
                _check_units(part, where)


def _shares_sum(catalog: "Catalog") -> None:
    """Shares of deliveries over all buyers, and weights of the readings of an exchange, each sum to one."""
    sums = {
        "data/labs: direct_share: the shares of all labs": [
            e.central for n, e in catalog.register.items() if n.endswith(".direct_share")
        ],
        "data/assumptions: reading_weight_*: the weights": [
            e.central for n, e in catalog.register.items() if n.startswith("reading_weight_")
        ],
    }
    for what, values in sums.items():
        if not math.isclose(sum(values), 1.0, rel_tol=1e-9):
            raise InputError(f"{what} must sum to 1, found {sum(values):.6g}")


def _marked_overlaps(catalog: "Catalog") -> None:
    """Two counts of one accuser for one lab whose windows overlap in time are marked, so that they are never added."""
    campaigns = sorted(catalog.kinds["campaigns"].values(), key=lambda c: (c.disclosed, c.id))
    for index, newer in enumerate(campaigns):
        missing = [older.id for older in campaigns[:index] if _unmarked(older, newer)]
        if missing:
            whole = ", ".join(f'"{identifier}"' for identifier in (*newer.overlaps, *missing))
            raise InputError(
                f"data/campaigns/{newer.id}.toml: overlaps: its window overlaps that of {listed(missing)}, of the same "
                f"accuser and lab; overlaps = [{whole}] is accepted"
            )


def _unmarked(one: "Campaign", other: "Campaign") -> bool:
    same = (one.lab, one.accuser, one.counts) == (other.lab, other.accuser, other.counts)
    marked = one.id in other.overlaps or other.id in one.overlaps
    return same and one.counts != "none" and _in_time(one, other) and not marked


def _in_time(one: "Campaign", other: "Campaign") -> bool:
    if one.window_start is None or other.window_start is None:
        return False
    return one.window_start <= other.window_end and other.window_start <= one.window_end


def _no_ancestors(catalog: "Catalog") -> None:
    """No number is derived from itself, directly or through others."""
    state: dict[str, bool] = {}  # False while on the path, True once known to be sound

    def visit(name: str, path: tuple[str, ...]) -> None:
        """Follow the inputs of a number; InputError if one of them is on the path that led to it."""
        if state.get(name):
            return
        if name in state:
            cycle = " <- ".join([*path[path.index(name) :], name])
            raise InputError(f"{catalog.place(name)}.inputs: '{name}' is derived from itself: {cycle}")
        state[name] = False
        for source in catalog.register[name].inputs:
            if source in catalog.register:  # a fitted input rests on tables alone
                visit(source, (*path, name))
        state[name] = True

    for name in catalog.register:
        visit(name, ())


def _evidence_dates(catalog: "Catalog") -> None:
    """Nothing was said, shipped or measured after the evidence ends; a source may be read later."""
    end = catalog.horizon.evidence_to
    for kind, records in catalog.kinds.items():
        for record in records.values():
            for key in HAPPENED.get(kind, ()):
                planned = kind == "chips" and record.status != "shipping"
                _check_day(f"data/{kind}/{record.id}.toml: {key}", None if planned else getattr(record, key), end)
            _check_day(f"data/{kind}/{record.id}.toml: as_of", record.as_of, end)
    for name, estimate in catalog.register.items():
        _check_day(f"{catalog.place(name)}.as_of", estimate.as_of, end)


def _check_day(where: str, day: date | None, end: date) -> None:
    if day and day > end:
        raise InputError(
            f"{where}: {day} lies after the evidence ends, {end}; move evidence_to in data/horizon.toml first"
        )
