"""Checks that need more than one file: sources exist, ids are unique, references resolve, shares sum to one."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.catalog.errors import InputError, unknown

if TYPE_CHECKING:
    from analysis.catalog.loading import Catalog


FIELD_UNITS = {
    "dense_16bit": "FLOP/s",
    "dense_8bit": "FLOP/s",
    "dense_4bit": "FLOP/s",
    "memory": "GB",
    "memory_bandwidth": "GB/s",
    "die_area": "mm2",
    "price": "USD/chip",
    "active_params": "params",
    "total_params": "params",
    "pretrain_tokens": "tokens",
    "fleet": "H100e",
    "final_run_share": "share",
    "direct_share": "share",
    "rent_through": "share",
    "exchanges": "exchanges",
    "tpp_below": "TPP",
    "bandwidth_below": "GB/s",
    "us_volume_share": "share",
    "per_customer": "chips/firm",
    "gross_ceiling": "chips",
    "us_share": "share",
    "lag": "months",
    "any_in_12_months": "probability",
    "share_admitted": "share",
}


def check_catalog(catalog: "Catalog") -> None:
    """Raise InputError at the first thing that does not fit together."""
    for check in (
        _unique_ids,
        _known_sources,
        _known_references,
        _agreeing_ids,
        _known_pairs,
        _field_units,
        _shares_sum,
    ):
        check(catalog)


def _unique_ids(catalog: "Catalog") -> None:
    seen: dict[str, str] = {}
    for kind, records in catalog.kinds.items():
        for identifier in records:
            if identifier in seen:
                raise InputError(
                    f"data: the id '{identifier}' is used in {seen[identifier]} and in {kind}; ids are unique"
                )
            seen[identifier] = kind


def _known_sources(catalog: "Catalog") -> None:
    for name, estimate in catalog.register.items():
        for source in estimate.sources:
            if source not in catalog.sources:
                raise unknown("source", source, catalog.sources, f"data/{catalog.files[name]}: {name}")


def _references(catalog: "Catalog") -> Iterator[tuple[str, str, str]]:
    """(where, kind, id) for every id that one record holds of another."""
    kinds = catalog.kinds
    for student in kinds["students"].values():
        yield student.id, "labs", student.lab
    for lab in kinds["labs"].values():
        yield from ((lab.id, "students", model) for model in (lab.last_model, lab.next_model) if model)
    for campaign in kinds["campaigns"].values():
        yield campaign.id, "labs", campaign.lab
        yield from ((campaign.id, "campaigns", other) for other in campaign.overlaps)
    for policy in kinds["policies"].values():
        if policy.rule:
            yield policy.id, "rules", policy.rule
    for scenario in kinds["scenarios"].values():
        yield scenario.id, "policies", scenario.policy
        yield scenario.id, "postures", scenario.posture
    yield "horizon", "scenarios", catalog.horizon.baseline
    yield "horizon", "policies", catalog.horizon.reference_policy


def _known_references(catalog: "Catalog") -> None:
    for where, kind, identifier in _references(catalog):
        if identifier not in catalog.kinds[kind]:
            raise unknown(f"id among {kind}", identifier, catalog.kinds[kind], f"data: {where}")
    for scenario in catalog.kinds["scenarios"].values():
        for override in scenario.overrides:
            if override.name not in catalog.register:
                raise unknown("assumption", override.name, catalog.register, f"data: scenario {scenario.id}")


def _agreeing_ids(catalog: "Catalog") -> None:
    """A lab's models are its own, a campaign's file is named after its disclosure and lab, the later disclosure exists."""
    for lab in catalog.kinds["labs"].values():
        for model in (lab.last_model, lab.next_model):
            if model and (owner := catalog.kinds["students"][model].lab) != lab.id:
                raise InputError(f"data/labs/{lab.id}.toml: the model '{model}' belongs to '{owner}'")
    for campaign in catalog.kinds["campaigns"].values():
        if campaign.id != f"{campaign.disclosure}-{campaign.lab}":
            named = f"{campaign.disclosure}-{campaign.lab}"
            raise InputError(f"data/campaigns/{campaign.id}.toml: by its disclosure and lab the id must be '{named}'")
    disclosures = {campaign.disclosure for campaign in catalog.kinds["campaigns"].values()}
    if catalog.horizon.later_disclosure not in disclosures:
        raise unknown("disclosure", catalog.horizon.later_disclosure, disclosures, "data/horizon.toml")


def _field_units(catalog: "Catalog") -> None:
    """Each number inside a record has the unit that its field stands for."""
    for name, estimate in catalog.register.items():
        field = name.partition(".")[2]
        if field and estimate.unit != FIELD_UNITS[field]:
            raise InputError(
                f"data/{catalog.files[name]}: {field}: found unit '{estimate.unit}', '{FIELD_UNITS[field]}' is accepted"
            )


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


def _shares_sum(catalog: "Catalog") -> None:
    """Shares of deliveries over all buyers, and weights of the readings of an exchange, each sum to one."""
    sums = {
        "direct_share over data/labs": [e.central for n, e in catalog.register.items() if n.endswith(".direct_share")],
        "reading_weight_*": [e.central for n, e in catalog.register.items() if n.startswith("reading_weight_")],
    }
    for what, values in sums.items():
        if not math.isclose(sum(values), 1.0, rel_tol=1e-9):
            raise InputError(f"data: {what} must sum to 1, found {sum(values):.6g}")
