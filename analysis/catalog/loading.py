"""Reads data/ into records. Errors name the file, the key, what was found and what is accepted.

Decisions: one TOML file per thing, whose name is its id; ids are unique across kinds; every Estimate inside a record is
also reachable under ``<id>.<field>``, so that records and plain assumptions share one register of numbers.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from analysis.catalog.checks import check_catalog
from analysis.catalog.errors import InputError, unknown
from analysis.catalog.estimates import Estimate, Source
from analysis.catalog.records import RECORDS, Correlation, Correlations, Horizon, Named, Override, Policy, Rule

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data"

T = TypeVar("T")


@dataclass(frozen=True)
class Catalog:
    """Everything we were told: records by kind and id, sources, and one register of numbers by name."""

    kinds: dict[str, dict[str, Named]]
    sources: dict[str, Source]
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

    @property
    def reference_policy(self) -> Policy:
        """The US policy that others are compared with."""
        return self.get("policies", self.horizon.reference_policy)

    @property
    def reference_rule(self) -> Rule:
        """The dated rule behind the reference policy."""
        return self.get("rules", self.reference_policy.rule)

    def campaigns(self, disclosure: str) -> list[Any]:
        """The campaigns of a disclosure, in order of their ids."""
        named = {c.disclosure for c in self.kinds["campaigns"].values()}
        if disclosure not in named:
            raise unknown("disclosure", disclosure, named)
        return [c for _, c in sorted(self.kinds["campaigns"].items()) if c.disclosure == disclosure]


@cache
def load_catalog(folder: Path = DATA) -> Catalog:
    """Read and check every file under ``folder``."""
    kinds = {kind: dict(_records(folder, kind)) for kind in RECORDS}
    sources = _table(folder / "sources.toml", dict[str, Source])
    register, streams, files = _register(folder, kinds)
    links = _table(folder / "correlations.toml", Correlations)
    horizon = _table(folder / "horizon.toml", Horizon)
    catalog = Catalog(kinds, sources, register, streams, files, links.pair, horizon, digest=_digest(folder))
    check_catalog(catalog)
    return catalog


def _digest(folder: Path) -> str:
    """SHA-256 over names and contents of all data files, in order of their names."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"data file {_shown(path)} is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InputError(f"data file {_shown(path)} is not valid TOML: {problem}") from None


def _table(path: Path, kind: type[T]) -> T:
    return _validated(path, TypeAdapter(kind), _read(path))


def _records(folder: Path, kind: str) -> Iterator[tuple[str, Named]]:
    for path in sorted((folder / kind).glob("*.toml")):
        record = _validated(path, TypeAdapter(RECORDS[kind]), _read(path))
        if record.id != path.stem:
            raise InputError(f"data file {_shown(path)}: id is '{record.id}', but the file's name says '{path.stem}'")
        yield record.id, record


def _register(
    folder: Path, kinds: dict[str, dict[str, Named]]
) -> tuple[dict[str, Estimate], dict[str, str], dict[str, str]]:
    """All numbers by name; the random stream each uses; and the file each stands in.

    Policies and postures share one stream per kind of parameter, so that a looser policy is looser on every draw.
    """
    register, streams, files = {}, {}, {}
    for path in sorted((folder / "assumptions").glob("*.toml")):
        for name, estimate in _table(path, dict[str, Estimate]).items():
            if "." in name or name in register:
                why = f"is also defined in {files[name]}" if name in register else "belongs into the file of its record"
                raise InputError(f"data file {_shown(path)}: '{name}' {why}")
            register[name], streams[name], files[name] = estimate, name, f"assumptions/{path.name}"
    for kind, records in kinds.items():
        for identifier, record in records.items():
            for field in type(record).model_fields:
                if isinstance(value := getattr(record, field), Estimate):
                    name = f"{identifier}.{field}"
                    register[name], files[name] = value, f"{kind}/{identifier}.toml"
                    streams[name] = f"{kind}.{field}" if kind in ("policies", "postures") else name
    return register, streams, files


def _validated(path: Path, adapter: TypeAdapter[T], content: dict[str, Any]) -> T:
    try:
        return adapter.validate_python(content)
    except ValidationError as problem:
        first = problem.errors()[0]
        raise _explained(path, first) from None


def _explained(path: Path, error: Any) -> InputError:
    key = ".".join(str(part) for part in error["loc"])
    where = f"data file {_shown(path)}: {key}" if key else f"data file {_shown(path)}"
    if error["type"] == "extra_forbidden":
        return unknown("key", error["loc"][-1], _fields(error["loc"], path), where)
    if error["type"] == "literal_error":
        accepted = [part.strip().strip("'") for part in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        return unknown("value", error["input"], accepted, where)
    if error["type"] == "missing":
        return InputError(f"{where}: this key is missing")
    return InputError(f"{where}: {error['msg'].removeprefix('Value error, ')} (found {error['input']!r:.80})")


def _fields(loc: tuple[Any, ...], path: Path) -> list[str]:
    """The keys accepted at ``loc``: those of the record, or of what lies inside it."""
    files: dict[str, type[BaseModel]] = {"sources.toml": Source, "horizon.toml": Horizon}
    model: type[BaseModel] = files.get(path.name) or RECORDS.get(path.parent.name, Estimate)
    if path.name == "correlations.toml":
        model = Correlation if len(loc) > 1 else Correlations
    elif loc[0] == "overrides":
        model = Override
    elif path.name not in files and len(loc) > 1:
        model = Estimate
    return list(model.model_fields)


def _shown(path: Path) -> str:
    """The path as a user sees it: from the project's folder where possible."""
    return path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else path.name
