"""Reads data/ into records, numbers and tables.

Decisions: one TOML file per thing, whose name is its id; ids are unique across kinds, scenarios aside; every number inside a record is
also reachable under ``<id>.<field>``, and every figure of a table under ``<table>.<row>``, so that all of them and the
plain assumptions share one register of numbers.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.catalog.checks import check_catalog
from analysis.catalog.errors import InputError, unknown
from analysis.catalog.estimates import Estimate, Record, Source
from analysis.catalog.reading import DATA, PROJECT, record, records, shown
from analysis.catalog.records import (
    RECORDS,
    Campaign,
    Correction,
    Corrections,
    Correlation,
    Correlations,
    Fitted,
    Horizon,
    Lab,
    Named,
    Policy,
    Rule,
    Stance,
)
from analysis.catalog.series import Figure, Row, read_series

SUM = "+"  # joins the names of disclosures that are taken together

__all__ = ["DATA", "PROJECT", "Catalog", "load_catalog"]


@dataclass(frozen=True)
class Catalog:
    """Everything we were told: records by kind and id, sources, tables, and one register of numbers by name."""

    kinds: dict[str, dict[str, Named]]
    sources: dict[str, Source]
    series: dict[str, dict[str, Row]]
    corrections: dict[str, Correction]
    fitted: dict[str, Fitted]
    stances: dict[str, Stance]
    register: dict[str, Estimate]
    streams: dict[str, str]
    files: dict[str, str]
    correlations: tuple[Correlation, ...]
    horizon: Horizon
    digest: str

    def get(self, kind: str, identifier: str) -> Any:
        """The record of ``kind`` called ``identifier``; InputError with the nearest match if there is none."""
        if kind not in self.kinds:
            raise unknown("kind", kind, self.kinds)
        if identifier not in self.kinds[kind]:
            raise unknown(kind.rstrip("s") if kind != "policies" else "policy", identifier, self.kinds[kind])
        return self.kinds[kind][identifier]

    def estimate(self, name: str) -> Estimate:
        """The number called ``name``; InputError with the nearest match if there is none."""
        if name not in self.register:
            raise unknown("assumption", name, self.register)
        return self.register[name]

    def place(self, name: str) -> str:
        """The file and the key of a number, as messages begin: "data/labs/minimax.toml: fleet"."""
        file = self.files[name]
        folder, _, end = file.partition("/")
        inside = folder in self.kinds or folder == "series"
        key = name.removeprefix(f"{end.rpartition('.')[0]}.") if inside else name
        return f"data/{file}: row {key}" if folder == "series" else f"data/{file}: {key}"

    @property
    def inputs(self) -> dict[str, Estimate]:
        """The numbers that a run may draw: all but the figures of tables, which are there to compare with and to fit."""
        return {name: value for name, value in self.register.items() if name.partition(".")[0] not in self.series}

    @property
    def reference_policy(self) -> Policy:
        """The US policy that others are compared with."""
        return self.get("policies", self.horizon.reference_policy)

    @property
    def reference_rule(self) -> Rule:
        """The dated rule behind the reference policy."""
        return self.get("rules", self.reference_policy.rule)

    @property
    def disclosures(self) -> list[str]:
        """Names of all disclosures, the oldest first."""
        first: dict[str, Any] = {}
        for c in self.kinds["campaigns"].values():
            first[c.disclosure] = min(c.disclosed, first.get(c.disclosure, c.disclosed))
        return sorted(first, key=lambda name: (first[name], name))

    def campaigns(self, disclosure: str) -> list[Campaign]:
        """The campaigns of a disclosure that state a count of exchanges, in order of their ids."""
        return [c for c in self.named(disclosure) if c.exchanges is not None]

    def labs(self, disclosure: str) -> list[Lab]:
        """The labs with a count in a disclosure, each once, in order of their ids."""
        return [self.get("labs", lab) for lab in sorted({c.lab for c in self.campaigns(disclosure)})]

    def named(self, disclosure: str) -> list[Campaign]:
        """All campaigns of a disclosure, or of several joined by "+", in order of their ids; InputError if one is unknown."""
        asked = disclosure.split(SUM)
        for name in asked:
            if name not in self.disclosures:
                raise unknown("disclosure", name, self.disclosures)
        return [c for _, c in sorted(self.kinds["campaigns"].items()) if c.disclosure in asked]

    def later(self, disclosure: str) -> list[Campaign]:
        """Campaigns with a count that were disclosed after ``disclosure``; of two that overlap, the one disclosed last."""
        last = max(c.disclosed for c in self.named(disclosure))
        found = [c for _, c in sorted(self.kinds["campaigns"].items()) if c.exchanges and c.disclosed > last]
        older = {c.id for c in found for d in found if overlapping(c, d) and c.disclosed < d.disclosed}
        return [c for c in found if c.id not in older]


def overlapping(one: Campaign, other: Campaign) -> bool:
    """Whether two campaigns are marked as overlapping, by either of them."""
    return one.id in other.overlaps or other.id in one.overlaps


@cache
def load_catalog(folder: Path = DATA) -> Catalog:
    """Read and check every file under ``folder``, once in a process."""
    kinds = {kind: dict(_records(folder, kind)) for kind in RECORDS}
    sources = records(folder / "sources.toml", Source)
    series = read_series(folder / "series")
    register, streams, files = _register(folder, kinds, series)
    links = record(folder / "correlations.toml", Correlations)
    corrections = record(folder / "corrections.toml", Corrections).correction
    fitted = records(folder / "calibrations.toml", Fitted)
    if twice := sorted(fitted.keys() & register.keys()):
        raise InputError(
            f"{shown(folder / 'calibrations.toml')}: '{twice[0]}' is also defined in data/{files[twice[0]]}"
        )
    stances = records(folder / "stances.toml", Stance)
    horizon = record(folder / "horizon.toml", Horizon)
    catalog = Catalog(
        kinds,
        sources,
        series,
        corrections,
        fitted,
        stances,
        register,
        streams,
        files,
        links.pair,
        horizon,
        _digest(folder),
    )
    check_catalog(catalog)
    return catalog


def _digest(folder: Path) -> str:
    """SHA-256 over names and contents of all data files, in order of their names; not of expected tables."""
    total = hashlib.sha256()
    for path in sorted([*folder.rglob("*.toml"), *(folder / "series").glob("*.csv")]):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _records(folder: Path, kind: str) -> Iterator[tuple[str, Named]]:
    for path in sorted((folder / kind).glob("*.toml")):
        found = record(path, RECORDS[kind])
        if found.id != path.stem:
            raise InputError(f"{shown(path)}: id is '{found.id}', but the file's name says '{path.stem}'")
        yield found.id, found


def _register(
    folder: Path, kinds: dict[str, dict[str, Named]], series: dict[str, dict[str, Row]]
) -> tuple[dict[str, Estimate], dict[str, str], dict[str, str]]:
    """All numbers by name; the random stream each uses; and the file each stands in.

    Policies and postures share one stream per kind of parameter, so that a looser policy is looser on every draw. The
    sales of one chip into China share one, since one error of its price runs through all its years.
    """
    register, streams, files = {}, {}, {}
    for path in sorted((folder / "assumptions").glob("*.toml")):
        for name, estimate in records(path, Estimate).items():
            if "." in name or name in register:
                why = (
                    f"is also defined in data/{files[name]}"
                    if name in register
                    else "belongs into the file of its record"
                )
                raise InputError(f"{shown(path)}: '{name}' {why}")
            register[name], streams[name], files[name] = estimate, name, f"assumptions/{path.name}"
    for kind, things in kinds.items():
        for identifier, found in things.items():
            for field, value in numbers(found):
                name = f"{identifier}.{field}"
                register[name], files[name] = value, f"{kind}/{identifier}.toml"
                streams[name] = _stream(kind, identifier, field)
    for table, rows in series.items():
        for identifier, row in rows.items():
            if isinstance(row, Figure):
                name = f"{table}.{identifier}"
                register[name], streams[name], files[name] = row.estimate(), name, f"series/{table}.csv"
    return register, streams, files


def _stream(kind: str, identifier: str, field: str) -> str:
    """The random stream of a number inside a record."""
    if kind in ("policies", "postures"):
        return f"{kind}.{field}"
    table = field.partition(".")[0]
    return f"{identifier}.{table}" if table == "china_sales" else f"{identifier}.{field}"


def numbers(found: Record, path: str = "") -> Iterator[tuple[str, Estimate]]:
    """Every number inside a record, by its field; inside a table of it, by ``table.key.field``."""
    for field in type(found).model_fields:
        value = getattr(found, field)
        if isinstance(value, Estimate):
            yield path + field, value
        elif isinstance(value, Record):
            yield from numbers(value, f"{path}{field}.")
        elif isinstance(value, dict):
            for key, part in value.items():
                yield from numbers(part, f"{path}{field}.{key}.")
