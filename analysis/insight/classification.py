"""What the controls say of one chip on one day, as rows: law, practice and deliveries stand apart."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from analysis.calibration import load_inputs
from analysis.catalog import Catalog, Chip
from analysis.catalog.records.instruments import MEASURES
from analysis.insight.control_words import (
    CONDITION_WORDS,
    LICENCE_WORDS,
    MEASURE_WORDS,
    REVIEW_WORDS,
)
from analysis.insight.shipment import FIGURES, SUPPOSED, chip_asked, day_asked, place_asked, route_asked
from analysis.model.controls import Part, as_part, margins, measured
from analysis.model.licensing import (
    ROUTES,
    Deal,
    Finding,
    Status,
    conditions,
    licence_status,
    reaches,
    statutes,
    tariff,
)

PRACTICE = ("decision", "licence_condition", "agreement", "prc_measure")
SHOWN_STATES = ("announced", "pending", "in_force", "suspended")


def classify(
    chip: str | None,
    on: str | None = None,
    to: str = "China",
    route: str = ROUTES[0],
    parent: str | None = None,
    listed: bool = False,
    **figures: Any,
) -> list[dict[str, Any]]:
    """Rows on a chip of the data, or on one described by its figures: its status first, then what stands behind it.

    ``figures`` are those of a ``Part``, and ``us_sale``. InputError for what is not known, or for a day after the evidence.
    """
    catalog = load_inputs()
    day = day_asked(on, catalog.horizon.evidence_to)
    deal = Deal(
        day, place_asked("destination", to), route_asked(route), parent and place_asked("parent", parent), listed
    )
    found = chip_asked(catalog, chip, {name: value for name, value in figures.items() if value is not None})
    rules = list(catalog.kinds["rules"].values())
    status = licence_status(
        found, day, rules, deal.destination, deal.route, deal.ultimate_parent, entity_listed=deal.entity_listed
    )
    part = as_part(found)
    return [
        _head(found, part, status, deal),
        *_supposed(part),
        *_grounds(part.id, status),
        *_margins(part, rules, deal),
        _duty(part, day, rules),
        *_practice(part.id, rules, deal),
        _deliveries(catalog, part.id, day),
        *_conditions(part, rules, deal),
    ]


def _head(chip: Chip | Part, part: Part, status: Status, deal: Deal) -> dict[str, Any]:
    where = f"to {deal.destination}, {deal.route.replace('_', ' ')}"
    whose = f", ultimate parent in {deal.ultimate_parent}" if deal.ultimate_parent else ""
    text = f"{_name(chip)} on {deal.on}: {LICENCE_WORDS[status.licence]}"
    text += f", {REVIEW_WORDS[status.review]}" if status.licence not in ("not_required", "unclear") else ""
    found = status.finding
    return {
        "id": part.id,
        "kind": "status",
        "text": text,
        "detail": f"{where}{whose}, {'a party on the Entity List' if deal.entity_listed else 'a party that is not listed'}",
        "licence": status.licence,
        "review": status.review,
        "decided_by": status.decided_by,
        "missing": list(status.missing),
        "rule": found and found.rule.id,
        "paragraph": found and found.limb.paragraph,
        "citation": found and found.rule.citation,
        "effective": found and found.since.isoformat(),
        "review_rule": status.reviewed and status.reviewed.rule.id,
        "on": deal.on.isoformat(),
        "destination": deal.destination,
        "route": deal.route,
        "ultimate_parent": deal.ultimate_parent,
        "entity_listed": deal.entity_listed,
    } | {figure: getattr(part, figure) for figure in FIGURES}


def _supposed(part: Part) -> Iterator[dict[str, Any]]:
    """What is supposed of a chip that is described by its figures alone."""
    if part.id == SUPPOSED:
        centre = "made for data centres" if part.data_centre else "neither designed nor marketed for data centres"
        sale = "on sale in the United States by the day that a rule asks for"
        text = f"supposed: the chip is {centre}, and {'' if part.on_us_sale_since else 'not '}{sale}"
        yield _row(part.id, "supposition", "law", text, "--not-data-centre and --no-us-sale suppose otherwise")


def _name(chip: Chip | Part) -> str:
    return chip.name if isinstance(chip, Chip) else "A chip with these figures"


def _grounds(owner: str, status: Status) -> Iterator[dict[str, Any]]:
    """What decided: the instrument behind the licence, the one behind the review, and what is missing."""
    if status.finding is None:
        yield _row(owner, "rule", "law", "no instrument in force on that day asks for a licence", "")
    for part, found in (("rule", status.finding), ("review", status.reviewed)):
        if found:
            yield _row(owner, part, "law", *_cited(found)) | {"rule": found.rule.id, "citation": found.rule.citation}
    if status.missing:
        words = ", ".join(MEASURE_WORDS[asked] for asked in status.missing)
        yield _row(owner, "missing", "law", f"not known, and it decides: {words}", "")


def _cited(found: Finding) -> tuple[str, str]:
    cited = f"{found.rule.name}, {found.limb.paragraph}; {found.rule.citation}; in force from {found.since}"
    return cited, found.limb.note


def _margins(part: Part, rules: list[Any], deal: Deal) -> Iterator[dict[str, Any]]:
    """Every limit in force for this shipment, once, with the paragraphs that it stands in; positive: the chip is above."""
    paragraphs: dict[tuple[str, float], list[str]] = {}
    for rule in statutes(rules, deal.on):
        for limb in rule.limbs:
            if reaches(rule, limb, deal) and not limb.review_only:
                for margin in margins(part, limb):
                    paragraphs.setdefault((margin.measure, margin.limit), []).append(limb.paragraph)
    for (measure, limit), found in sorted(paragraphs.items()):
        has, unit = measured(part, measure), MEASURES[measure]
        text = f"{MEASURE_WORDS[measure]} {_against(has, limit, unit)}"
        yield _row(part.id, f"margin.{measure}.{limit:g}", "margin", text, ", ".join(dict.fromkeys(found))) | {
            "measure": measure,
            "unit": unit,
            "has": has,
            "limit": limit,
            "margin": None if has is None else has - limit,
        }


def _against(has: float | None, limit: float, unit: str) -> str:
    if has is None:
        return f"not known, against the limit of {limit:,g} {unit}"
    gap = "on" if has == limit else f"{abs(has - limit):,.6g} {'above' if has > limit else 'below'}"
    return f"{has:,.6g} {unit}, {gap} the limit of {limit:,g}"


def _duty(part: Part, day: date, rules: list[Any]) -> dict[str, Any]:
    duty = tariff(part, day, rules)
    if duty.rate is None:
        text, detail = "unclear: not known " + ", ".join(MEASURE_WORDS[m] for m in duty.missing), duty.rule.citation
    elif duty.limb is None:
        text, detail = "no duty on that day: no band in force catches it", ""
    else:
        text = f"{100 * duty.rate:g} percent of the import value, {duty.limb.paragraph}"
        detail = duty.rule.citation
    return _row(part.id, "duty", "duty", text, detail) | {
        "rate": duty.rate,
        "rule": duty.rule and duty.rule.id,
        "paragraph": duty.limb and duty.limb.paragraph,
    }


def _practice(owner: str, rules: list[Any], deal: Deal) -> list[dict[str, Any]]:
    """Decisions, licences, conditions and measures of Beijing that name the chip and stand on that day."""
    found = []
    for rule in sorted(rules, key=lambda r: (r.announced, r.id)):
        state = rule.state_on(deal.on)
        named = any(owner in limb.chips for limb in rule.limbs)
        if rule.kind in PRACTICE and state in SHOWN_STATES and named and deal.destination in rule.destinations:
            text = f"{rule.name} ({state.replace('_', ' ')}); {rule.citation}"
            row = _row(owner, f"practice.{rule.id}", "practice", text, rule.note)
            found.append(row | {"rule": rule.id, "state": state})
    return found or [
        _row(owner, "practice", "practice", "no licence, decision or measure that names it is recorded", "")
    ]


def _deliveries(catalog: Catalog, chip: str, day: date) -> dict[str, Any]:
    """First delivery and count to China under a policy for this chip, where they are recorded and lie before the day."""
    starts = [p.first_delivery for p in catalog.kinds["policies"].values() if p.product == chip and p.first_delivery]
    first = min((start for start in starts if start <= day), default=None)
    count = catalog.register.get(f"{chip}_delivered_to_date") if first else None
    count = count if count and count.as_of <= day else None
    text = (
        f"first delivery to China confirmed on {first}"
        if first
        else "no licensed delivery to China is recorded by that day"
    )
    if count:
        text += f"; {count.central:,.0f} delivered by {count.as_of} ({count.low:,.0f} to {count.high:,.0f})"
    return _row(chip, "deliveries", "deliveries", text, count.note if count else "") | {
        "first_delivery": first and first.isoformat(),
        "delivered": count and count.central,
        "delivered_as_of": count and count.as_of.isoformat(),
    }


def _conditions(part: Part, rules: list[Any], deal: Deal) -> Iterator[dict[str, Any]]:
    for c in conditions(part, deal.on, rules, deal.route):
        met, limit = c.met.replace("_", " "), c.limit
        if c.margin is not None or c.name in MEASURES:
            text = f"{CONDITION_WORDS[c.name]} {_against(c.has, limit, c.unit)}"
        elif c.unit == "certificate":
            text = limit.rstrip(".")
        elif c.name == "on_us_sale":
            text = f"{CONDITION_WORDS[c.name]} by {limit}"
        else:
            text = CONDITION_WORDS[c.name] + ("" if c.unit == "route" else f", at most {limit:,g} {c.unit}")
        yield _row(part.id, f"condition.{c.name}", "condition", f"{text}: {met}", "") | {
            "rule": c.rule.id, "has": _plain(c.has), "limit": _plain(limit), "margin": c.margin, "unit": c.unit, "met": c.met,
        }  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _row(owner: str, end: str, kind: str, text: str, detail: str) -> dict[str, Any]:
    return {"id": f"{owner}.{end}", "kind": kind, "text": text, "detail": detail}
