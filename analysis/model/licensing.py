"""What the law says of a chip on a day: whether a licence is needed, how an application is reviewed, and the duty.

Law only. What licences and Beijing let through in practice, and what is delivered, are other columns. The functions take
rule records and open no file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.catalog import Chip
from analysis.catalog.records import Limb, Rule
from analysis.catalog.records.instruments import MEASURES
from analysis.model.constants import GROUP_D5, LICENCES_BY_STRICTNESS, REVIEWS_BY_STRICTNESS
from analysis.model.controls import OF_A_CHIP, Part, answers, as_part, margins, meets, on_us_sale

ROUTES = EXPORT, REEXPORT, TRANSFER = "export_from_us", "reexport", "transfer_in_country"
# Kinds of instruments that make a licence necessary or say how one is reviewed; an agreement does so through letters.
LAW = ("rule", "letter", "agreement")


@dataclass(frozen=True)
class Deal:
    """A shipment on a day. ``ultimate_parent`` None: the party is from the destination."""

    on: date
    destination: str
    route: str
    ultimate_parent: str | None
    entity_listed: bool


@dataclass(frozen=True)
class Finding:
    """A limb in force that reaches a deal, and whether the chip meets it: True, or None where a figure is missing."""

    rule: Rule
    limb: Limb
    met: bool | None

    @property
    def since(self) -> date | None:
        """The day from which the limb holds."""
        return max((day for day in (self.rule.effective, self.limb.since) if day), default=None)


@dataclass(frozen=True)
class Status:
    """What the law says. ``finding`` is what decided the licence, ``reviewed`` what decided the review if that is another.

    ``decided_by``: nothing, named_chip, figures, entity_listing, or missing_figure, with what is ``missing``.
    """

    licence: str
    review: str
    decided_by: str
    finding: Finding | None = None
    reviewed: Finding | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """One condition of a review that favours a chip: what it has, the limit, and whether it is met.

    ``met``: met, not_met, unclear, depends_on_exporter, or not_yet_applied for a limit reported for a later day. A margin
    is positive inside the limit.
    """

    rule: Rule
    name: str
    unit: str
    has: Any
    limit: Any
    margin: float | None
    met: str


@dataclass(frozen=True)
class Duty:
    """The duty on a chip's import into the United States, as a share of its value; None where a figure is missing."""

    rate: float | None
    rule: Rule | None = None
    limb: Limb | None = None
    missing: tuple[str, ...] = ()


def licence_status(
    chip: Chip | Part,
    on: date,
    rules: Iterable[Rule],
    destination: str = "China",
    route: str = EXPORT,
    ultimate_parent: str | None = None,
    entity_listed: bool = False,
) -> Status:
    """Licence and review for a chip on a day, by the instruments in force on it; the strictest requirement decides.

    A limb that changes only the review acts on what needs the same kind of licence, and never on an Entity List
    requirement. Left out, all of which would make the answer stricter: end uses (military, supercomputers), red flags, and
    owners that are listed. A letter that names a chip settles it though a figure that another rule asks for is missing.
    """
    part, deal = as_part(chip), Deal(on, destination, route, ultimate_parent, entity_listed)
    found = list(findings(part, deal, rules))
    changes = [f for f in found if f.limb.review_only]
    certain = [(f, *_review(f, changes)) for f in found if f.met and not f.limb.review_only]
    open_ = [f for f in found if f.met is None and not f.limb.review_only]
    decided = max(certain, key=lambda c: _strictness(c[0].limb.licence, c[1]), default=None)
    licence = decided[0].limb.licence if decided else "not_required"
    stricter = max(open_, key=lambda f: _strictness(f.limb.licence, f.limb.review), default=None)
    if stricter and licence in ("not_required", "exception") and _rank(stricter.limb.licence) > _rank(licence):
        return Status("unclear", "unclear", "missing_figure", stricter, None, _missing(part, stricter.limb))
    if not decided:
        return Status("not_required", "none", "nothing")
    finding, review, change = decided
    missing = _missing(part, change.limb) if change and change.met is None else ()
    return Status(licence, review, _ground(finding.limb), finding, change, missing)


def findings(part: Part, deal: Deal, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Limbs in force that reach a deal and that the chip meets, or may meet.

    Within one instrument a limb that names the chip goes before limbs that describe it.
    """
    for rule in statutes(rules, deal.on):
        limbs = [limb for limb in rule.limbs if reaches(rule, limb, deal)]
        for limb in [limb for limb in limbs if part.id in limb.chips] or limbs:
            met = meets(part, limb) if deal.route == EXPORT or not limb.exported_from_us else False
            if met is not False:
                yield Finding(rule, limb, met)


def statutes(rules: Iterable[Rule], on: date) -> list[Rule]:
    """The instruments in force on a day that make a licence necessary or say how one is reviewed."""
    return [rule for rule in rules if rule.kind in LAW and rule.state_on(on) == "in_force"]


def reaches(rule: Rule, limb: Limb, deal: Deal) -> bool:
    """Whether a limb of a rule in force reaches a deal: its day, its place or the parent's, and the party's listing."""
    if limb.since and deal.on < limb.since or limb.listed_only and not deal.entity_listed:
        return False
    if any(test.measure not in OF_A_CHIP for test in limb.tests):
        return False
    places = limb.destinations or rule.destinations
    return within(deal.destination, places) or within(deal.ultimate_parent, limb.parents)


def within(place: str | None, places: tuple[str, ...]) -> bool:
    """Whether a country or group is among places, by its name or as a member of Country Group D:5."""
    return place is not None and (place in places or "worldwide" in places or (place in GROUP_D5 and "D:5" in places))


def conditions(chip: Chip | Part, on: date, rules: Iterable[Rule], route: str = EXPORT) -> list[Condition]:
    """The conditions, one by one, of each rule in force that eases the review of chips by their figures.

    None can be met by a chip alone where it asks something of the exporter. Left out: military end use (stricter).
    """
    part, found = as_part(chip), []
    for rule in rules:
        easing = [limb for limb in rule.limbs if limb.review_only and limb.tests]
        if rule.state_on(on) == "in_force":
            for limb in easing:
                found += [*_of_chip(part, rule, limb, route), *_of_exporter(rule, on)]
    return found


def tariff(chip: Chip | Part, on: date, rules: Iterable[Rule]) -> Duty:
    """The import duty whose band catches the chip on a day; a rate of 0 where none does.

    Left out: the exempt uses, of which testing before export to China is none. A duty says nothing of who bears it.
    """
    part, unclear = as_part(chip), None
    for rule in rules:
        if rule.duty_rate is not None and rule.state_on(on) == "in_force":
            for limb in rule.limbs:
                met = meets(part, limb)
                if met:
                    return Duty(rule.duty_rate.central, rule, limb)
                if met is None:
                    unclear = Duty(None, rule, limb, _missing(part, limb))
    return unclear or Duty(0)


def _review(finding: Finding, changes: list[Finding]) -> tuple[str, Finding | None]:
    """The review of a licence, after what changes only the review."""
    review, by = finding.limb.review, None
    for change in changes:
        if change.limb.licence == finding.limb.licence and not finding.limb.listed_only:
            review, by = (change.limb.review if change.met else "unclear"), change
    return review, by


def _of_chip(part: Part, rule: Rule, limb: Limb, route: str) -> Iterator[Condition]:
    for m in margins(part, limb):
        yield Condition(rule, m.measure, MEASURES[m.measure], m.has, m.limit, m.margin, _met(m.holds))
    if limb.on_us_sale_by:
        sold = on_us_sale(part, limb.on_us_sale_by)
        yield Condition(rule, "on_us_sale", "day", part.on_us_sale_since, limb.on_us_sale_by, None, _met(sold))
    if limb.exported_from_us:
        yield Condition(rule, "exported_from_us", "route", route, EXPORT, None, _met(route == EXPORT))


def _of_exporter(rule: Rule, on: date) -> Iterator[Condition]:
    for name in ("us_volume_share", "per_customer"):
        limit = getattr(rule, name)
        if limit:
            met = "depends_on_exporter" if limit.as_of <= on or name == "us_volume_share" else "not_yet_applied"
            yield Condition(rule, name, limit.unit, None, limit.central, None, met)
    for asked in rule.certified:
        yield Condition(rule, asked.name, "certificate", None, asked.text, None, "depends_on_exporter")


def _met(answer: bool | None) -> str:
    return "unclear" if answer is None else "met" if answer else "not_met"


def _missing(part: Part, limb: Limb) -> tuple[str, ...]:
    return tuple(asked for asked, answer in answers(part, limb).items() if answer is None)


def _ground(limb: Limb) -> str:
    return "entity_listing" if limb.listed_only else "named_chip" if limb.chips else "figures"


def _rank(licence: str) -> int:
    return LICENCES_BY_STRICTNESS.index(licence)


def _strictness(licence: str, review: str) -> tuple[int, int]:
    return _rank(licence), REVIEWS_BY_STRICTNESS.index(review)
