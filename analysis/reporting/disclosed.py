"""What was disclosed, by whom and about whom: one table of all disclosures, and what the later ones change."""

from collections.abc import Sequence
from typing import Any

from analysis.catalog import Campaign, Catalog
from analysis.reporting.table import Cell, Table
from analysis.reporting.wording import month_year, stated
from analysis.scenarios import Result
from analysis.scenarios.disclosures import COUNTED

NO_COUNT = "no count given"


def accuser(catalog: Catalog, campaign: Campaign) -> str:
    """Who states a campaign, as people write it."""
    return campaign.accuser_name or catalog.get("labs", campaign.accuser).name


def disclosures_table(result: Result) -> Table:
    """Every disclosure: a row for each lab with a count, one for those named without. Overlaps are marked, never added."""
    catalog, rows = result.catalog, []
    for name in catalog.disclosures:
        campaigns = catalog.named(name)
        for campaign in (c for c in campaigns if c.counts in COUNTED):
            identifier = f"disclosed.{campaign.id}"
            count = Cell(identifier, stated(result.quantities[identifier][50]), "")
            rows.append(_row(result, campaign, [campaign], count, _what(campaign)))
        if bare := [c for c in campaigns if c.counts not in COUNTED]:
            rows.append(_row(result, bare[0], bare, NO_COUNT, ""))
    header = ("Disclosed", "By", "About", "Count", "Of what", "In this brief")
    caption = "Every disclosure in the data, with counts as their authors state them: unaudited, most of them minima. Different things are counted, so only exchanges of one author are ever added."
    return Table("disclosures", caption, header, tuple(rows), (1.6, 1.7, 2.1, 1.3, 1.9, 1.8), (3,))


def _what(campaign: Campaign) -> str:
    number = campaign.exchanges or campaign.requests
    return COUNTED[campaign.counts].lower() + (", at least" if campaign.floor or number.floor else "")


def _row(
    result: Result, first: Campaign, campaigns: Sequence[Campaign], count: str | Cell, what: str
) -> tuple[str | Cell, ...]:
    labs = ", ".join(result.catalog.get("labs", c.lab).name for c in campaigns)
    return (month_year(first.disclosed), accuser(result.catalog, first), labs, count, what, _use(result, first))


def _use(result: Result, campaign: Campaign) -> str:
    """What a brief does with a campaign."""
    catalog, asked = result.catalog, result.parameters.disclosure
    later = catalog.later(asked)
    if campaign.disclosure == asked:
        return "what it is about" if campaign.exchanges else "named without a count"
    if campaign.exchanges is None:
        return "not used"
    if campaign in later:
        return "set beside it"
    inside = [c for c in later if campaign.id in c.overlaps or c.id in campaign.overlaps]
    return f"overlaps {month_year(inside[0].disclosed)}" if inside else "not used"


def later(result: Result) -> dict[str, Any]:
    """What the template says of disclosures: each later one with its total, also where it overlaps one later still.

    ``means`` is how the answers that this brief is about were taken.
    """
    catalog, asked = result.catalog, result.parameters.disclosure
    added = catalog.later(asked)
    found = []
    for name in catalog.disclosures:
        field = f"later.exchanges.in.{name}"
        if field not in result.quantities:
            continue
        campaigns = catalog.campaigns(name)
        found.append(
            {
                "field": field,
                "when": month_year(campaigns[0].disclosed),
                "accuser": accuser(catalog, campaigns[0]),
                "labs": _labs(catalog, campaigns),
                "source": campaigns[0].exchanges.sources[0],
                "added": any(c in added for c in campaigns),
                "bare": _labs(catalog, [c for c in catalog.named(name) if c not in campaigns]),
            }
        )
    return {
        "disclosures": found,
        "total": "later.exchanges.all",
        "untested": "later.exchanges.untested",
        "means": means(catalog.campaigns(asked)),
    }


def means(campaigns: Sequence[Campaign]) -> str:
    """How the answers were taken, if the accuser says so, and the same, of every campaign; otherwise nothing."""
    said = {campaign.means for campaign in campaigns}
    return said.pop() if len(said) == 1 else ""


def _labs(catalog: Catalog, campaigns: Sequence[Campaign]) -> str:
    names = [catalog.get("labs", c.lab).name for c in campaigns]
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1] if names else "") if part)
