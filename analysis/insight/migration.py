"""How each chip moved from rule to rule: licence and review for export to China on every day on which one changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from analysis.catalog import Catalog, Chip
from analysis.catalog.records import Rule
from analysis.insight.control_words import LICENCE_WORDS, REVIEW_WORDS
from analysis.model.constants import BITS_4
from analysis.model.controls import total_processing_performance, tpp_by_bits
from analysis.model.licensing import LAW, Status, licence_status

DOMESTIC = "domestic_prc"  # a market: made and sold in China, so that its export there is no question


@dataclass(frozen=True)
class Move:
    """What the law says of a chip from a day: for export from the United States to China, to a party that is not listed."""

    chip: Chip
    since: date
    status: Status

    @property
    def outcome(self) -> tuple[str, str]:
        """Licence and review."""
        return self.status.licence, self.status.review


def rule_days(rules: Iterable[Rule], last: date) -> list[date]:
    """Every day up to the last on which an instrument, one of its periods or one of its limbs begins."""
    law = [rule for rule in rules if rule.kind in LAW]
    periods = {period.since for rule in law for period in rule.history}
    limbs = {limb.since for rule in law for limb in rule.limbs if limb.since}
    return sorted(day for day in periods | limbs if day <= last)


def changes(catalog: Catalog, day: date) -> list[Chip]:
    """Chips with a known TPP whose licence or review for China on a day is not that of the day before."""
    before = day - timedelta(days=1)
    return [
        chip for chip in graded(catalog) if _move(catalog, chip, day).outcome != _move(catalog, chip, before).outcome
    ]


def migration_days(catalog: Catalog) -> list[date]:
    """The days on which the law for export to China changed for any chip."""
    days = rule_days(catalog.kinds["rules"].values(), catalog.horizon.evidence_to)
    return [day for day in days if changes(catalog, day)]


def graded(catalog: Catalog) -> list[Chip]:
    """The chips whose TPP is known, in order of it; those made and sold in China alone are left out."""
    chips = [c for c in catalog.kinds["chips"].values() if c.market != DOMESTIC]
    known = [(total, chip.id, chip) for chip in chips if (total := total_processing_performance(chip)) is not None]
    return [chip for _, _, chip in sorted(known, key=lambda k: k[:2])]


def migration(catalog: Catalog, chips: Iterable[str] | None = None) -> list[list[Move]]:
    """One row a chip, one move a day of ``migration_days``; all chips with a known TPP if none is named.

    The law is read for every day, also for days before a chip was released.
    """
    named = graded(catalog) if chips is None else [catalog.get("chips", chip) for chip in chips]
    return [[_move(catalog, chip, day) for day in migration_days(catalog)] for chip in named]


def migration_rows(catalog: Catalog, chips: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The same as flat rows, one a chip and day."""
    return [
        {
            "id": f"{move.chip.id}.{move.since}",
            "chip": move.chip.id,
            "name": move.chip.name,
            "on": move.since.isoformat(),
            "licence": move.status.licence,
            "review": move.status.review,
            "rule": move.status.finding and move.status.finding.rule.id,
            "text": in_words(move.status),
        }
        for row in migration(catalog, chips)
        for move in row
    ]


def changed_by(catalog: Catalog, day: date) -> list[Rule]:
    """The instruments that decide, from a day, for the chips that it changed."""
    found = {}
    for chip in changes(catalog, day):
        status = _move(catalog, chip, day).status
        by = status.reviewed or status.finding
        if by:
            found[by.rule.id] = by.rule
    return [rule for _, rule in sorted(found.items())]


def by_4_bit_alone(catalog: Catalog, chips: Iterable[Chip]) -> list[tuple[Chip, float, float, float]]:
    """Chips that pass the limit of the reference rule by their 4-bit figure alone: limit, that figure, the next highest."""
    limb = catalog.reference_rule.limbs[0]
    limit = next(test.below for test in limb.tests if test.measure == "tpp")
    found = []
    for chip in chips:
        figures = tpp_by_bits(chip)
        others = max((value for bits, value in figures.items() if bits != BITS_4), default=None)
        if others is not None and others < limit <= figures.get(BITS_4, 0):
            found.append((chip, limit, figures[BITS_4], others))
    return found


def in_words(status: Status) -> str:
    """A status as a phrase."""
    if status.licence in ("not_required", "exception", "unclear"):
        return LICENCE_WORDS[status.licence]
    return f"{LICENCE_WORDS[status.licence]}; {REVIEW_WORDS[status.review]}"


def _move(catalog: Catalog, chip: Chip, day: date) -> Move:
    return Move(chip, day, licence_status(chip, day, list(catalog.kinds["rules"].values())))
