"""Checks of meaning across files: units, sums, overlapping campaigns, numbers derived from themselves, dates."""

import math
from itertools import combinations
from typing import TYPE_CHECKING

from analysis.catalog.errors import InputError
from analysis.catalog.estimates import Estimate, Record

if TYPE_CHECKING:
    from analysis.catalog.loading import Catalog
    from analysis.catalog.records import Campaign


def check_coherence(catalog: "Catalog") -> None:
    """Raise InputError at the first thing that contradicts another."""
    for check in (_field_units, _shares_sum, _marked_overlaps, _no_ancestors, _evidence_dates):
        check(catalog)


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
        "direct_share over data/labs": [e.central for n, e in catalog.register.items() if n.endswith(".direct_share")],
        "reading_weight_*": [e.central for n, e in catalog.register.items() if n.startswith("reading_weight_")],
    }
    for what, values in sums.items():
        if not math.isclose(sum(values), 1.0, rel_tol=1e-9):
            raise InputError(f"data: {what} must sum to 1, found {sum(values):.6g}")


def _marked_overlaps(catalog: "Catalog") -> None:
    """Two counts of one accuser for one lab whose windows overlap in time are marked, so that they are never added."""
    for one, other in combinations(catalog.kinds["campaigns"].values(), 2):
        same = (one.lab, one.accuser, one.counts) == (other.lab, other.accuser, other.counts)
        marked = one.id in other.overlaps or other.id in one.overlaps
        if same and one.counts != "none" and _in_time(one, other) and not marked:
            raise InputError(
                f"data/campaigns/{other.id}.toml: its window overlaps that of '{one.id}'; add overlaps = [\"{one.id}\"]"
            )


def _in_time(one: "Campaign", other: "Campaign") -> bool:
    if one.window_start is None or other.window_start is None:
        return False
    return one.window_start <= other.window_end and other.window_start <= one.window_end


def _no_ancestors(catalog: "Catalog") -> None:
    """No number is derived from itself, directly or through others."""
    state: dict[str, bool] = {}  # False while on the path, True once known to be sound

    def visit(name: str, path: tuple[str, ...]) -> None:
        if state.get(name):
            return
        if name in state:
            cycle = " <- ".join([*path[path.index(name) :], name])
            raise InputError(f"data/{catalog.files[name]}: '{name}' is derived from itself: {cycle}")
        state[name] = False
        for source in catalog.register[name].inputs:
            visit(source, (*path, name))
        state[name] = True

    for name in catalog.register:
        visit(name, ())


def _evidence_dates(catalog: "Catalog") -> None:
    """No number is of a day after the evidence ends."""
    for name, estimate in catalog.register.items():
        if estimate.as_of > catalog.horizon.evidence_to:
            raise InputError(
                f"data/{catalog.files[name]}: {name}: as_of {estimate.as_of} lies after the evidence ends, "
                f"{catalog.horizon.evidence_to} in data/horizon.toml"
            )
