"""One lab at a time: its harvest under every reading, its training by target, and its own compute in month 0."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Campaign, Lab
from analysis.model.binding import months_of_lab_compute
from analysis.model.campaign import READINGS, Harvest, TokenRow, combined, harvest
from analysis.model.labs import fleet_at, usable_hours_a_month
from analysis.model.training import Training, targets, train
from analysis.model.uses import campaign_row
from analysis.scenarios.spec import runnable

MIXTURE = "mixture"


@dataclass(frozen=True)
class LabCase:
    """One lab with its campaigns of a disclosure: harvest by reading, training by target, and its fleet in month 0."""

    lab: Lab
    campaigns: tuple[Campaign, ...]
    harvests: dict[str, Harvest]
    training: dict[str, Training]
    by_reading: dict[str, Training]
    fleet: Array
    hours_a_month: Array

    def months(self, stage: str, target: str) -> Array:
        """Months of the lab's own compute that a stage needs, mixture of readings, shape (draws,)."""
        return months_of_lab_compute(hours=self.training[target].hours[stage], hours_a_month=self.hours_a_month)

    def months_read_as(self, reading: str) -> Array:
        """Months of the lab's own compute for fine-tuning its next model, under one reading alone."""
        return months_of_lab_compute(hours=self.by_reading[reading].hours["sft"], hours_a_month=self.hours_a_month)


def lab_cases(a: Assumptions, disclosure: str) -> list[LabCase]:
    """All labs with a count in a disclosure, or in several taken together, in order of their ids."""
    campaigns = runnable(a.catalog, disclosure)
    return [
        lab_case(a, lab, [c for c in campaigns if c.lab == lab.id]) for lab in a.catalog.labs(disclosure)
    ]  # fmt: skip


def lab_case(a: Assumptions, lab: Lab, campaigns: Sequence[Campaign]) -> LabCase:
    """All chains of one lab. Its campaigns are added, since none of them overlap."""
    each = [_harvests(a, campaign) for campaign in campaigns]
    harvests = {reading: combined([h[reading] for h in each]) for reading in (*READINGS, MIXTURE)}
    aims = targets(a, lab)
    fleet = fleet_at(a, lab, a.catalog.horizon.evidence_to)
    return LabCase(
        lab=lab,
        campaigns=tuple(campaigns),
        harvests=harvests,
        training={name: train(a, lab, harvests[MIXTURE], aim) for name, aim in aims.items()},
        by_reading={reading: train(a, lab, harvests[reading], aims["own_next"]) for reading in READINGS},
        fleet=fleet,
        hours_a_month=usable_hours_a_month(fleet=fleet, occupancy=a.draw("occupancy", "share")),
    )


def _harvests(a: Assumptions, campaign: Campaign) -> dict[str, Harvest]:
    """One campaign's harvest under each reading alone and their mixture, with the mix of its reported uses."""
    rows = {reading: campaign_row(a, campaign.targets, reading) for reading in READINGS}
    rows[MIXTURE] = mixture_row(a, campaign.accuser, rows)
    return {reading: harvest(a, campaign, row) for reading, row in rows.items()}


def mixture_row(a: Assumptions, accuser: str, rows: dict[str, TokenRow]) -> TokenRow:
    """The reading that holds in each draw: one state of the world per accuser, for all its campaigns.

    Weights are taken relative to their sum, so that one of them can be overridden alone.
    """
    decided = a.uniform(f"What {accuser.capitalize()} counts as an exchange")
    weights = {reading: a.draw(f"reading_weight_{reading}", "probability") for reading in READINGS}
    chosen, reached, whole = 0, 0, sum(weights.values())
    for reading in READINGS[:-1]:
        reached = reached + weights[reading] / whole
        chosen = chosen + (decided >= reached)
    picked = {f.name: np.choose(chosen, [getattr(rows[r], f.name) for r in READINGS]) for f in fields(TokenRow)}
    return TokenRow(**picked)
