"""Checks that need more than one file: ids are unique, sources exist, references lead somewhere."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.catalog.coherence import check_coherence
from analysis.catalog.errors import InputError, unknown

if TYPE_CHECKING:
    from analysis.catalog.loading import Catalog
    from analysis.catalog.records import Campaign, Named, Sourced

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATED = re.compile(rf"\b({'|'.join(MONTHS)})-(\d{{4}})$")  # a disclosure that is called after its month


def check_catalog(catalog: "Catalog") -> None:
    """Raise InputError at the first thing that does not fit together."""
    for check in (_unique_ids, _known_sources, _known_references, _known_names, _agreeing_ids, _known_pairs):
        check(catalog)
    check_coherence(catalog)


def _unique_ids(catalog: "Catalog") -> None:
    """A scenario holds no number and is asked for only as a scenario, so it may bear the name of a chip."""
    seen: dict[str, str] = {}
    kinds = {kind: records for kind, records in catalog.kinds.items() if kind != "scenarios"}
    for kind, records in (kinds | {"series": catalog.series}).items():
        for identifier in records:
            if identifier in seen:
                raise InputError(
                    f"data/{kind}: id: the id '{identifier}' is used in {seen[identifier]} and in {kind}; ids are unique"
                )
            seen[identifier] = kind


def _cited(catalog: "Catalog") -> Iterator[tuple[str, tuple[str, ...]]]:
    """(where, sources) of everything that cites."""
    for name, estimate in catalog.register.items():
        yield f"{catalog.place(name)}.sources", estimate.sources
    for kind, records in catalog.kinds.items():
        for record in records.values():
            for part in _sourced(record):
                yield f"data/{kind}/{record.id}.toml: sources", part.sources
    for table, rows in catalog.series.items():
        for row in rows.values():
            yield f"data/series/{table}.csv: row {row.id}: sources", row.sources
    for identifier, correction in catalog.corrections.items():
        yield f"data/corrections.toml: {identifier}.sources", correction.sources


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
                raise unknown("source", source, catalog.sources, where)


def _references(catalog: "Catalog") -> Iterator[tuple[str, str, str]]:
    """(file and key, kind, id) for every id that one record holds of another."""
    kinds = catalog.kinds
    # Kind, its field (a single id or several), and the kind of record that is meant.
    links = (
        ("students", "lab", "labs"), ("students", "base", "students"), ("students", "hardware", "chips"),
        ("labs", "last_model", "students"), ("labs", "next_model", "students"),
        ("campaigns", "lab", "labs"), ("campaigns", "overlaps", "campaigns"), ("campaigns", "followed_by", "students"),
        ("policies", "rule", "rules"), ("policies", "product", "chips"),
        ("policies", "until_then", "policies"), ("policies", "beside", "policies"), ("policies", "denies", "labs"),
        ("levers", "policy", "policies"), ("levers", "scenario", "scenarios"), ("levers", "instruments", "rules"),
        ("scenarios", "policy", "policies"), ("scenarios", "posture", "postures"),
    )  # fmt: skip
    for kind, field, meant in links:
        for record in kinds[kind].values():
            value = getattr(record, field)
            where = f"data/{kind}/{record.id}.toml: {field}"
            yield from ((where, meant, one) for one in ((value,) if isinstance(value, str) else value or ()))
    for lab in kinds["labs"].values():
        for key, holding in lab.holdings.items():
            yield f"data/labs/{lab.id}.toml: holdings.{key}.chip", "chips", holding.chip
    for rule in kinds["rules"].values():
        for number, limb in enumerate(rule.limbs):
            yield from ((f"data/rules/{rule.id}.toml: limbs.{number}.chips", "chips", chip) for chip in limb.chips)
    for run in catalog.series.get("validation_runs", {}).values():
        yield f"data/series/validation_runs.csv: row {run.id}: chip", "chips", run.chip
    yield "data/horizon.toml: baseline", "scenarios", catalog.horizon.baseline
    yield "data/horizon.toml: reference_policy", "policies", catalog.horizon.reference_policy


def _known_references(catalog: "Catalog") -> None:
    for where, kind, identifier in _references(catalog):
        if identifier not in catalog.kinds[kind]:
            raise unknown(f"id among {kind}", identifier, catalog.kinds[kind], where)


def known_inputs(catalog: "Catalog") -> set[str]:
    """Names of all numbers, those that are fitted included."""
    return {*catalog.register, *catalog.fitted}


def _known_names(catalog: "Catalog") -> None:
    """Numbers that others name: overrides of scenarios, inputs of derived numbers, rows that corrections decide."""
    known = known_inputs(catalog)
    for scenario in catalog.kinds["scenarios"].values():
        for override in scenario.overrides:
            if override.name not in known:
                raise unknown("assumption", override.name, known, f"data/scenarios/{scenario.id}.toml: overrides")
    for identifier, stance in catalog.stances.items():
        for name in (*stance.ends, *stance.values):
            if name not in catalog.register:
                raise unknown("assumption", name, catalog.register, f"data/stances.toml: {identifier}")
            if name in stance.ends and catalog.register[name].low is None:
                raise InputError(f"data/stances.toml: {identifier}: '{name}' has no range to take an end of")
    for name, estimate in catalog.register.items():
        for source in estimate.inputs:
            if source not in known:
                raise unknown("input", source, known, f"{catalog.place(name)}.inputs")
    ids = {identifier for records in catalog.kinds.values() for identifier in records}
    rows = {f"{table}.{row}" for table, found in catalog.series.items() for row in found}
    decided = {*known, *ids, *rows}
    for identifier, correction in catalog.corrections.items():
        for name in correction.rows:
            if name not in decided:
                raise unknown("number or record", name, decided, f"data/corrections.toml: {identifier}.rows")


def _agreeing_ids(catalog: "Catalog") -> None:
    """A lab's models are its own, and a campaign's file is named after its disclosure and lab."""
    for lab in catalog.kinds["labs"].values():
        for key, model in (("last_model", lab.last_model), ("next_model", lab.next_model)):
            if model and (owner := catalog.kinds["students"][model].lab) != lab.id:
                raise InputError(f"data/labs/{lab.id}.toml: {key}: the model '{model}' belongs to '{owner}'")
    for campaign in catalog.kinds["campaigns"].values():
        _agreeing_campaign(catalog, campaign, f"data/campaigns/{campaign.id}.toml")


def _agreeing_campaign(catalog: "Catalog", campaign: "Campaign", file: str) -> None:
    """Its id says its disclosure and lab, its disclosure the month, and what it names belongs to the same lab."""
    kinds = catalog.kinds
    if campaign.id != (named := f"{campaign.disclosure}-{campaign.lab}"):
        raise InputError(f"{file}: id: by its disclosure and lab the id must be '{named}'")
    month = f"{campaign.disclosed:%m-%Y}"
    if (found := DATED.search(campaign.disclosure)) and f"{MONTHS.index(found[1]) + 1:02d}-{found[2]}" != month:
        raise InputError(
            f"{file}: disclosed: {campaign.disclosed} is not in the month that '{campaign.disclosure}' names"
        )
    if not campaign.accuser_name and campaign.accuser not in kinds["labs"]:
        raise unknown("accuser without accuser_name", campaign.accuser, kinds["labs"], f"{file}: accuser")
    owners = [("followed_by", "model", model, kinds["students"][model].lab) for model in campaign.followed_by]
    owners += [("overlaps", "campaign", other, kinds["campaigns"][other].lab) for other in campaign.overlaps]
    for key, what, identifier, owner in owners:
        if owner != campaign.lab:
            raise InputError(f"{file}: {key}: the {what} '{identifier}' belongs to '{owner}', not to '{campaign.lab}'")


def _known_pairs(catalog: "Catalog") -> None:
    known = known_inputs(catalog)
    followers: set[str] = set()
    drivers = {pair.driver for pair in catalog.correlations}
    for pair in catalog.correlations:
        for name in (pair.driver, pair.follower):
            if name not in known:
                raise unknown("assumption", name, known, "data/correlations.toml: pair")
        if pair.follower in followers or pair.follower in drivers:
            raise InputError(
                f"data/correlations.toml: pair: '{pair.follower}' follows one driver only, and drives nothing itself"
            )
        followers.add(pair.follower)
