"""Checks that need more than one file: ids are unique, sources exist, references lead somewhere."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.catalog.coherence import check_coherence
from analysis.catalog.errors import InputError, unknown

if TYPE_CHECKING:
    from analysis.catalog.loading import Catalog
    from analysis.catalog.records import Named, Sourced


def check_catalog(catalog: "Catalog") -> None:
    """Raise InputError at the first thing that does not fit together."""
    for check in (_unique_ids, _known_sources, _known_references, _known_names, _agreeing_ids, _known_pairs):
        check(catalog)
    check_coherence(catalog)


def _unique_ids(catalog: "Catalog") -> None:
    seen: dict[str, str] = {}
    for kind, records in (catalog.kinds | {"series": catalog.series}).items():
        for identifier in records:
            if identifier in seen:
                raise InputError(
                    f"data: the id '{identifier}' is used in {seen[identifier]} and in {kind}; ids are unique"
                )
            seen[identifier] = kind


def _cited(catalog: "Catalog") -> Iterator[tuple[str, tuple[str, ...]]]:
    """(where, sources) of everything that cites."""
    for name, estimate in catalog.register.items():
        yield f"{catalog.files[name]}: {name}", estimate.sources
    for kind, records in catalog.kinds.items():
        for record in records.values():
            for part in _sourced(record):
                yield f"{kind}/{record.id}.toml", part.sources
    for table, rows in catalog.series.items():
        for row in rows.values():
            yield f"series/{table}.csv: row {row.id}", row.sources
    for identifier, correction in catalog.corrections.items():
        yield f"corrections.toml: {identifier}", correction.sources


def _sourced(record: "Named") -> "Iterator[Sourced]":
    """A record and its parts that have an origin of their own."""
    yield record
    for field in ("history", "holdings", "entity_list", "verdict"):
        value = getattr(record, field, None) or ()
        yield from value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)


def cited_sources(catalog: "Catalog") -> set[str]:
    """Every source that something rests on."""
    return {source for _, sources in _cited(catalog) for source in sources}


def _known_sources(catalog: "Catalog") -> None:
    for where, sources in _cited(catalog):
        for source in sources:
            if source not in catalog.sources:
                raise unknown("source", source, catalog.sources, f"data/{where}")


def _references(catalog: "Catalog") -> Iterator[tuple[str, str, str]]:
    """(where, kind, id) for every id that one record holds of another."""
    kinds = catalog.kinds
    # Kind, its field (a single id or several), and the kind of record that is meant.
    links = (
        ("students", "lab", "labs"), ("students", "base", "students"), ("students", "hardware", "chips"),
        ("labs", "last_model", "students"), ("labs", "next_model", "students"),
        ("campaigns", "lab", "labs"), ("campaigns", "overlaps", "campaigns"), ("campaigns", "followed_by", "students"),
        ("policies", "rule", "rules"), ("policies", "product", "chips"),
        ("levers", "policy", "policies"), ("levers", "instruments", "rules"),
        ("scenarios", "policy", "policies"), ("scenarios", "posture", "postures"),
    )  # fmt: skip
    for kind, field, meant in links:
        for record in kinds[kind].values():
            value = getattr(record, field)
            yield from ((record.id, meant, one) for one in ((value,) if isinstance(value, str) else value or ()))
    for lab in kinds["labs"].values():
        yield from ((lab.id, "chips", holding.chip) for holding in lab.holdings.values())
    for rule in kinds["rules"].values():
        yield from ((rule.id, "chips", chip) for limb in rule.limbs for chip in limb.chips)
    for run in catalog.series.get("validation_runs", {}).values():
        yield f"series/validation_runs.csv: row {run.id}", "chips", run.chip
    yield "horizon", "scenarios", catalog.horizon.baseline
    yield "horizon", "policies", catalog.horizon.reference_policy


def _known_references(catalog: "Catalog") -> None:
    for where, kind, identifier in _references(catalog):
        if identifier not in catalog.kinds[kind]:
            raise unknown(f"id among {kind}", identifier, catalog.kinds[kind], f"data: {where}")


def _known_names(catalog: "Catalog") -> None:
    """Numbers that others name: overrides of scenarios, inputs of derived numbers, rows that corrections decide."""
    for scenario in catalog.kinds["scenarios"].values():
        for override in scenario.overrides:
            if override.name not in catalog.register:
                raise unknown("assumption", override.name, catalog.register, f"data: scenario {scenario.id}")
    for name, estimate in catalog.register.items():
        for source in estimate.inputs:
            if source not in catalog.register:
                raise unknown("input", source, catalog.register, f"data/{catalog.files[name]}: {name}")
    ids = {identifier for records in catalog.kinds.values() for identifier in records}
    rows = {f"{table}.{row}" for table, found in catalog.series.items() for row in found}
    decided = {*catalog.register, *ids, *rows}
    for identifier, correction in catalog.corrections.items():
        for name in correction.rows:
            if name not in decided:
                raise unknown("number or record", name, decided, f"data/corrections.toml: {identifier}")


def _agreeing_ids(catalog: "Catalog") -> None:
    """A lab's models are its own, and a campaign's file is named after its disclosure and lab."""
    for lab in catalog.kinds["labs"].values():
        for model in (lab.last_model, lab.next_model):
            if model and (owner := catalog.kinds["students"][model].lab) != lab.id:
                raise InputError(f"data/labs/{lab.id}.toml: the model '{model}' belongs to '{owner}'")
    for campaign in catalog.kinds["campaigns"].values():
        if campaign.id != f"{campaign.disclosure}-{campaign.lab}":
            named = f"{campaign.disclosure}-{campaign.lab}"
            raise InputError(f"data/campaigns/{campaign.id}.toml: by its disclosure and lab the id must be '{named}'")
        if not campaign.accuser_name and campaign.accuser not in catalog.kinds["labs"]:
            raise unknown("accuser without accuser_name", campaign.accuser, catalog.kinds["labs"], f"data/campaigns/{campaign.id}.toml")
        for model in campaign.followed_by:
            if (owner := catalog.kinds["students"][model].lab) != campaign.lab:
                raise InputError(f"data/campaigns/{campaign.id}.toml: the model '{model}' belongs to '{owner}'")


def _known_pairs(catalog: "Catalog") -> None:
    followers: set[str] = set()
    drivers = {pair.driver for pair in catalog.correlations}
    for pair in catalog.correlations:
        for name in (pair.driver, pair.follower):
            if name not in catalog.register:
                raise unknown("assumption", name, catalog.register, "data: correlations")
        if pair.follower in followers or pair.follower in drivers:
            raise InputError(
                f"data: correlations: '{pair.follower}' follows one driver only, and drives nothing itself"
            )
        followers.add(pair.follower)
