"""What a lab has, and what reaches it of the chips delivered to China."""

from datetime import date
from typing import Any

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Lab
from analysis.model.constants import HOURS_PER_MONTH, MONTHS_PER_YEAR
from analysis.model.serving import tokens_a_day


def months_between(earlier: date, later: date) -> int:
    """Calendar months from one date's month to the other's."""
    return (later.year - earlier.year) * MONTHS_PER_YEAR + later.month - earlier.month


def grown_fleet(*, fleet: Any, growth: Any, years: float) -> Any:
    """A fleet (H100e) brought forward by ``years`` at ``growth`` times per year."""
    return fleet * growth**years


def usable_hours_a_month(*, fleet: Any, occupancy: Any) -> Any:
    """H100e-hours a month that do useful work, for training, research and serving together."""
    return fleet * HOURS_PER_MONTH * occupancy


def fleet_months(*, growth: Any, months: Any) -> Any:
    """What a growing fleet yields over coming ``months`` (an array of month numbers), in months of the present one."""
    return (growth[:, None] ** (months / MONTHS_PER_YEAR)).sum(axis=1)


def fleet_at(a: Assumptions, lab: Lab, when: date) -> Array:
    """The lab's fleet (H100e by 16-bit FLOP/s), brought forward from its own date to ``when``."""
    fleet = a.draw(f"{lab.id}.fleet", "H100e")
    years = months_between(lab.fleet.as_of, when) / MONTHS_PER_YEAR
    return grown_fleet(fleet=fleet, growth=a.draw("fleet_growth", "x per year"), years=years)


def serving_capacity(a: Assumptions, fleet: Array, params: Array) -> Array:
    """Tokens a day, read and written, that a whole fleet could serve with a model of ``params`` active parameters.

    One H100 equivalent decodes as one H800 does on DeepSeek's published day, whose share of chips that decode and share
    of tokens that are written are used. H20s decode better than their speed says (low), long contexts slow it (high).
    """
    rate = a.draw("decode_rate_reference", "tokens/s") * a.draw("reference_active_params", "params") / params
    return tokens_a_day(
        chips=fleet,
        utilisation=a.draw("decoding_share", "share"),
        decode_rate=rate,
        output_share=a.draw("output_token_share", "share"),
    )


def h100e_per_h200(a: Assumptions) -> Array:
    """Training worth of one H200 in H100e, by dense 16-bit FLOP/s. Its larger memory counts in serving only."""
    return a.draw("h200.dense_16bit", "FLOP/s") / a.draw("h100.dense_16bit", "FLOP/s")
