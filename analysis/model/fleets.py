"""Fleets as vectors by chip class and by channel, and what serving customers leaves of them for training and research."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Lab
from analysis.model.conversion import DECODE, FLOP, chip_worth

# Class of a fleet: the chip whose decoding for its training speed stands for it.
CLASS_CHIPS = {"training": "h100", "h20": "h20", "domestic": "ascend-910c"}
DOMESTIC = "domestic"
TABLES = {"classes": tuple(CLASS_CHIPS), "channels": ("legal", "diverted", "rented")}


def rented_hours(*, hours: Any, rented_share: Any) -> Any:
    """Chip-hours of a fleet that are rented; the others are owned. The same chips are counted once.

    Rented hours are what rent pays for: spending over price, from which fleets of labs that rent are derived.
    """
    return hours * rented_share


def hours_left(*, hours: Any, decode_worth: Any, training_worth: Any, load: Any) -> Any:
    """H100e-hours that serving leaves, shape (draws,). By class, shape (classes, draws): hours; worths per H100e-hour.

    ``load`` is in hours of an H100 that decodes. The class with the least training worth for its decoding serves first,
    and an hour that decodes does not train. Leaves out reading prompts, for which speed counts (high), and chips that
    stand ready for the peak (high).
    """
    capacity, value = hours * decode_worth, training_worth / decode_worth
    left = 0
    for place, own in enumerate(value):
        first = [(other < own) | ((other == own) & (index < place)) for index, other in enumerate(value)]
        before = sum(part * goes for part, goes in zip(capacity, first, strict=True))
        served = np.minimum(np.maximum(load - before, 0 * load), capacity[place])
        left = left + hours[place] - served / decode_worth[place]
    return np.maximum(left, 0 * load)


def class_shares(a: Assumptions, lab: Lab) -> dict[str, Array]:
    """Share of a lab's computing power, by dense 16-bit speed, in each class of CLASS_CHIPS, shape (draws,); sum one.

    The same at all times: leaves out that new chips are of newer classes (either way).
    """
    return _parts(a, lab, "classes")


def channel_shares(a: Assumptions, lab: Lab) -> dict[str, Array]:
    """Share of a lab's computing power that came by each channel, shape (draws,) each; they sum to one.

    ``domestic`` is the class of that name; foreign chips are ``legal``, ``diverted`` or ``rented`` abroad. What clouds
    hold counts by the channel through which they got it.
    """
    domestic = class_shares(a, lab)[DOMESTIC]
    foreign = {channel: share * (1 - domestic) for channel, share in _parts(a, lab, "channels").items()}
    return foreign | {DOMESTIC: domestic}


def channel_parts(
    a: Assumptions, fleets: Mapping[str, Array], pools: Mapping[str, Array]
) -> dict[str, dict[str, Array]]:
    """By lab and channel: the share of its fleet that came by each of ``pools``, shape (draws,).

    Labs together never hold more of a channel than there is of it now: where their judged shares would, all are scaled.
    ``fleets`` in H100e of all labs that are taken together, ``pools`` the channels now.
    """
    shares = {lab: channel_shares(a, a.catalog.get("labs", lab)) for lab in fleets}
    found: dict[str, dict[str, Array]] = {lab: {} for lab in fleets}
    for channel, pool in pools.items():
        held = sum(fleet * shares[lab][channel] for lab, fleet in fleets.items())
        part = np.minimum(1, np.divide(pool, held, out=np.ones_like(pool), where=held > 0))
        for lab in fleets:
            found[lab][channel] = shares[lab][channel] * part
    return found


def hours_by_class(a: Assumptions, lab: Lab, hours_a_month: Array) -> dict[str, Array]:
    """H100e-hours a month by chip class; they sum to ``hours_a_month``."""
    return {name: share * hours_a_month for name, share in class_shares(a, lab).items()}


def hours_by_access(a: Assumptions, lab: Lab, hours_a_month: Array) -> dict[str, Array]:
    """H100e-hours a month on ``owned`` and on ``rented`` chips; they sum to ``hours_a_month``."""
    rented = rented_hours(hours=hours_a_month, rented_share=_of_lab(a, lab, "rented_share"))
    return {"owned": hours_a_month - rented, "rented": rented}


def training_hours(a: Assumptions, lab: Lab, hours_a_month: Array) -> Array:
    """H100e-hours a month left for training and research once the lab's customers are served, shape (draws,).

    The load is a share of the chip-hours, as if on chips that decode as an H100 does for its speed: it stays the same
    whatever the classes. A judged training worth of Chinese chips decides when they serve; hours left on them count at
    their speed (high).
    """
    hours, draws = hours_by_class(a, lab, hours_a_month), np.ones(a.draws)
    worths = {DOMESTIC: a.draw("domestic_training_worth", "ratio")}
    return hours_left(
        hours=np.stack([hours[name] for name in CLASS_CHIPS]),
        decode_worth=np.stack([decode_worth(a, chip) for chip in CLASS_CHIPS.values()]),
        training_worth=np.stack([worths.get(name, draws) for name in CLASS_CHIPS]),
        load=hours_a_month * _of_lab(a, lab, "serving_load"),
    )


def decode_worth(a: Assumptions, chip: str) -> Array:
    """Decoding of a chip for its dense 16-bit speed, H100 = 1, shape (draws,)."""
    return chip_worth(a, chip, DECODE) / chip_worth(a, chip, FLOP)


def _parts(a: Assumptions, lab: Lab, table: str) -> dict[str, Array]:
    """Weights of a table of a lab, or of a typical one, relative to their sum; what its table leaves out counts nothing."""
    own = getattr(lab, table)

    def weight(key: str) -> Array:
        """One weight, shape (draws,)."""
        if own is None:
            return a.draw(f"typical_{table}_{key}", "share")
        return a.draw(f"{lab.id}.{table}.{key}", "share") if getattr(own, key) else np.zeros(a.draws)

    weights = {key: weight(key) for key in TABLES[table]}
    whole = sum(weights.values())
    return {key: part / np.where(whole > 0, whole, 1) for key, part in weights.items()}


def _of_lab(a: Assumptions, lab: Lab, field: str) -> Array:
    """A share of a lab's own, or that of a typical lab."""
    return a.draw(f"{lab.id}.{field}", "share") if getattr(lab, field) else a.draw(f"typical_{field}", "share")
