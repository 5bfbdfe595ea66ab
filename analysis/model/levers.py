"""What a lever takes from a lab: exchanges that do not come through, their worth, and channels of chips that thin out."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog.records import Lever
from analysis.model.channels import RENTED, Common, after, with_policy
from analysis.model.deliveries import opened
from analysis.model.labs import months_between

PROVIDERS, QUALITY = "leakage", "quality"
STOPS = ("harvest", "detection")  # what cuts the exchanges that come through, leakage aside
HARVEST = (*STOPS, PROVIDERS, QUALITY)
CHANNELS_OF = {"diversion": "diverted", "rental": RENTED}  # what a lever on chips thins out


def leakage(*, providers: Any, open_teachers: Any) -> Any:
    """Part of the exchanges stopped that is made up for: by other providers, and of the rest by open models.

    Leaves out that another teacher's answers may be worth less (high).
    """
    return providers + (1 - providers) * open_teachers


def exchanges_left(*, exchanges: Any, stopped: Any, leakage: Any) -> Any:
    """Exchanges that a campaign still gets, or their like: E (1 - stopped (1 - leakage)).

    All stopped with no leakage leaves none. Leaves out that a campaign may give up once most of it is stopped (high).
    """
    return exchanges * (1 - stopped * (1 - leakage))


def stopped_with(*, today: Any, dose: Any) -> Any:
    """Share of exchanges stopped when a lever of ``dose`` works on what gets through ``today``'s defences."""
    return today + (1 - today) * dose


def part_in_force(*, begins: Any, months: Any) -> Any:
    """Part of a horizon of ``months`` that is left once a lever works, ``begins`` months from now; 0 to 1."""
    return np.clip(1 - begins / months, 0, 1)


def months_lost(*, lost_hours: Any, hours_a_month: Any, harvests: Any) -> Any:
    """Months of a lab's compute that a thinner harvest costs: chip-hours no longer spared, each time it harvests.

    Leaves out that a lab may do without rather than pay for it in computing (high).
    """
    return harvests * lost_hours / hours_a_month


def runs_lost(*, months_lost: Any, runs_a_year: Any, months: Any) -> Any:
    """Final runs a year that so many months of present computing stand for, spread over a horizon of ``months``.

    A lab that keeps its runs and saves on the rest loses fewer (high).
    """
    return runs_a_year * months_lost / months


def break_even_dose(*, dose: Any, effect: Any, reference: Any) -> Any:
    """The dose at which a lever does as much as a reference, if its effect grows with the dose in proportion.

    dose x reference / effect; 0 where the reference does nothing or harm, infinite where the lever does nothing or the
    dose would exceed one, the whole. Where effects grow less than in proportion, the true dose is larger (low).
    """
    needed = np.divide(dose * reference, effect, out=np.full_like(effect, np.inf), where=effect > 0)
    return np.where(reference <= 0, 0, np.where(needed > 1, np.inf, needed))


def begins(a: Assumptions, lever: Lever) -> Array:
    """Months from month 0 until a lever works: to its start, and its delay. Shape (draws,)."""
    wait = max(months_between(a.catalog.horizon.evidence_to, lever.start), 0)
    delay = a.draw(f"{lever.id}.delay", "months") if lever.delay else np.zeros(a.draws)
    return wait + delay


def dose_over_horizon(a: Assumptions, lever: Lever) -> Array:
    """A lever's dose times the part of the horizon in which it works: as if a weaker one held throughout."""
    part = part_in_force(begins=begins(a, lever), months=a.catalog.horizon.months)
    return a.draw(f"{lever.id}.dose", "share") * part


def harvest_kept(a: Assumptions, levers: Sequence[Lever]) -> tuple[Array, Array]:
    """What is left of a harvest under some levers together: exchanges, and worth of each, as shares of those without them.

    Levers that stop exchanges work one after another on what the ones before let through. No lever leaves all.
    """
    today = a.draw("stopped_today", "share")
    to_providers = a.draw("leakage_to_providers", "share")
    to_open = a.draw("leakage_to_open_teachers", "share")
    stopped, closed, quality = today, to_providers, np.ones(a.draws)
    for lever in levers:
        dose = dose_over_horizon(a, lever)
        if lever.acts_on in STOPS:
            stopped = stopped_with(today=stopped, dose=dose)
        elif lever.acts_on == PROVIDERS:
            closed = closed * (1 - dose)
        elif lever.acts_on == QUALITY:
            quality = quality * (1 - dose)
    before = exchanges_left(exchanges=1, stopped=today, leakage=leakage(providers=to_providers, open_teachers=to_open))
    left = exchanges_left(exchanges=1, stopped=stopped, leakage=leakage(providers=closed, open_teachers=to_open))
    return np.divide(left, before, out=np.zeros_like(before), where=before > 0), quality


def thinned(a: Assumptions, lever: Lever, shared: Common) -> Array:
    """A channel of chips under a lever over the same channel without it, by the end of each month ahead, (draws, months).

    The diverted stock thins out as its flow is cut; a rent that is forbidden ends at once. 1 where nothing is cut.
    """
    months = a.catalog.horizon.months
    month = np.arange(1, months + 1, dtype=float)[None, :]
    dose, start = a.draw(f"{lever.id}.dose", "share")[:, None], begins(a, lever)[:, None]
    if CHANNELS_OF[lever.acts_on] == RENTED:
        return with_policy(amount=np.ones((a.draws, months)), cut=dose, rise=0, part=month >= start)
    flow = with_policy(amount=shared.diverted_ahead, cut=dose, rise=0, part=opened(months=month, start=start))
    known, rate = shared.by_channel["diverted"], a.draw("unsupported_retirement", "share/year")
    left = after(working=known[:, -months - 1], annual_retirement=rate, arriving=flow)
    return left / known[:, -months:]


def channel_missing(*, share: Any, path: Any, left: Any) -> Any:
    """What a lab misses of a channel each month, in its present computing: share x path x (1 - left), (draws, months).

    ``share`` of the lab's computing came by the channel; ``path`` is the channel over its present size, so that the lab
    keeps its part of it; ``left`` what a lever leaves. Leaves out that the lab may shift to another channel, which is the
    judged substitution, and that its part of the channel may grow (low) or shrink (high).
    """
    return share[:, None] * path * (1 - left)


def channel_path(shared: Common, channel: str, months: int) -> Array:
    """A channel at the end of each month ahead over its size now, shape (draws, months), as no policy changes it."""
    stock = shared.by_channel[channel]
    return stock[:, -months:] / stock[:, -months - 1 : -months]
