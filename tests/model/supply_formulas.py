"""The formulas of controls, supply and history, with the units of what goes in and the dimension of what comes out."""

from collections.abc import Callable
from typing import Any

from analysis.model import (
    buyers,
    channels,
    controls,
    conversion,
    deliveries,
    domestic,
    fleets,
    history,
    limits,
    supply,
)

SUPPLY_FORMULAS: list[tuple[Callable[..., Any], dict[str, str], str]] = [
    # The legal measure counts operations a second; the list gives the TPP itself no dimension.
    (controls.tpp, {"operations_per_second": "FLOP/s", "bits": "plain"}, "FLOP/s"),
    (controls.performance_density, {"tpp": "TPP", "die_area": "mm2"}, "1 / millimeter ** 2"),
    (supply.renewed_allowance, {"remaining": "chips", "share_admitted": "share", "years": "plain"}, "chips"),
    (supply.with_substitution, {"difference": "chips", "elasticity": "elasticity", "worth": "ratio"}, "chips"),
    (supply.stock, {"flow": "series of chips", "annual_retirement": "plain"}, "chips"),
    (limits.grown_base, {"base": "chips", "yearly": "chips/year", "months": "months"}, "chips"),
    (limits.purchases, {"demand": "chips", "firms": "firms", "per_customer": "chips/firm"}, "chips"),
    (buyers.filled, {"total": "draws of chips", "weights": "series of share", "most": "series of chips"}, "chips"),
    (
        buyers.working_for_lab,
        {"direct": "chips", "rented_out": "share", "rent_through": "share", "renting": "chips"},
        "chips",
    ),
    (fleets.rented_hours, {"hours": "chip-hours", "rented_share": "share"}, "chip * hour"),
    (
        fleets.hours_left,
        {"hours": "series of chip-hours", "decode_worth": "series of ratio"}
        | {"training_worth": "series of ratio", "load": "draws of chip-hours"},
        "chip * hour",
    ),
    (
        history.chips_bought,
        {"revenue": "USD", "data_centre_share": "share", "flagship_share": "share", "chip_share": "share"}
        | {"price": "USD/chip"},
        "chips",
    ),
    (
        history.flow_to_reach,
        {"reached": "draws of H100e", "growth": "draws of x per year", "annual_retirement": "plain"}
        | {"months": "draws of ratio"},
        "chips",
    ),
    (
        domestic.working_dies,
        {"wafers": "wafers/month", "wafer_share": "share", "dies_per_wafer": "die / wafer", "die_yield": "share"},
        "die / month",
    ),
    (domestic.working_stacks, {"started": "stacks", "stack_yield": "share"}, "stacks"),
    (
        domestic.chips_limited,
        {"dies": "dies", "dies_per_chip": "die / chip", "stacks": "stacks", "stacks_per_chip": "stack / chip"},
        "chips",
    ),
    # The first twelve months add up to the year's output: both are chips, and the month is in the step of the sum.
    (
        domestic.grown_output,
        {"yearly": "draws of H100e", "growth": "draws of x per year", "months": "draws of ratio"},
        "H100e",
    ),
    (
        conversion.in_yardstick,
        {"flop": "H100e", "bandwidth_per_flop": "ratio", "worth_per_bandwidth": "ratio"},
        "H100e",
    ),
    (channels.grown, {"base": "H100e", "growth": "x per year", "years": "plain"}, "H100e"),
    (channels.with_policy, {"amount": "H100e", "cut": "share", "rise": "ratio", "part": "plain"}, "H100e"),
    (
        channels.after,
        {"working": "draws of H100e", "annual_retirement": "plain", "arriving": "series of H100e"},
        "H100e",
    ),
]
# Probabilities in, a number of months out; dates in months, the part of a month out.
SUPPLY_WITHOUT_UNITS = {supply.waiting_months, deliveries.opened}
