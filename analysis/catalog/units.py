"""The closed list of units. Each unit has a kind, which decides what shapes a value may have."""

from typing import Literal

Kind = Literal["positive", "share", "count", "event"]

# positive: above zero on a ratio scale. share: between 0 and 1. count: zero or above. event: a probability of happening.
# The second entry is the same unit in pint's spelling, used by the dimension test.
UNITS: dict[str, tuple[Kind, str]] = {
    # compute
    "FLOP": ("positive", "flop"),
    "FLOP/s": ("positive", "flop / second / chip"),
    "FLOP/token-pair": ("positive", "flop / token ** 2"),
    "chip-hours": ("positive", "chip * hour"),
    "TPP": ("positive", "dimensionless"),
    "TPP/mm2": ("positive", "1 / millimeter ** 2"),
    # tokens and exchanges
    "tokens": ("positive", "token"),
    "tokens/exchange": ("positive", "token / exchange"),
    "tokens/s": ("positive", "token / second / chip"),
    "tokens/day": ("positive", "token / day"),
    "tokens/sample": ("positive", "token / sample"),
    "exchanges": ("count", "exchange"),
    "exchanges/day": ("count", "exchange / day"),
    "exchanges/account": ("count", "exchange / account"),
    "campaigns/year": ("positive", "1 / year"),
    "requests": ("count", "request"),
    "accounts": ("count", "account"),
    "samples": ("count", "sample"),
    "turns": ("positive", "dimensionless"),
    "epochs": ("positive", "dimensionless"),
    "params": ("positive", "flop / token"),
    # chips and what they are made of
    "chips": ("count", "chip"),
    "chips/year": ("count", "chip / year"),
    "chips/firm": ("count", "chip / firm"),
    "H100e": ("positive", "chip"),
    "B300e": ("count", "chip"),
    "cards": ("count", "card"),
    "dies": ("count", "die"),
    "stacks": ("count", "stack"),
    "tools": ("count", "tool"),
    "wafers/month": ("count", "wafer / month"),
    "firms": ("count", "firm"),
    "people": ("count", "person"),
    "GB": ("positive", "gigabyte"),
    "GB/s": ("positive", "gigabyte / second"),
    "GB/s/mm2": ("positive", "gigabyte / second / millimeter ** 2"),
    "mm2": ("positive", "millimeter ** 2"),
    "W": ("positive", "watt"),
    "MW": ("positive", "megawatt"),
    # money, of the year it is dated
    "USD": ("count", "usd"),
    "USD/year": ("count", "usd / year"),
    "USD/month": ("count", "usd / month"),
    "USD/hour": ("positive", "usd / hour / chip"),
    "USD/Mtok": ("positive", "usd / megatoken"),
    "USD/exchange": ("positive", "usd / exchange"),
    "USD/chip": ("positive", "usd / chip"),
    "CNY": ("count", "cny"),
    "CNY/hour": ("positive", "cny / hour / chip"),
    "CNY/month": ("positive", "cny / month"),
    "CNY/chip": ("positive", "cny / chip"),
    # time
    "hours": ("count", "hour"),
    "days": ("count", "day"),
    "months": ("count", "month"),
    "years": ("count", "year"),
    # pure numbers
    "ratio": ("positive", "dimensionless"),
    "x per year": ("positive", "dimensionless"),
    "points": ("count", "dimensionless"),
    "events": ("count", "dimensionless"),
    "share": ("share", "dimensionless"),
    "share/year": ("share", "dimensionless"),
    "elasticity": ("count", "dimensionless"),
    "probability": ("event", "dimensionless"),
}

UnitName = Literal[tuple(UNITS)]  # type: ignore[valid-type]

# point: known exactly. lognormal and logit: two-piece, through the 5th, 50th and 95th percentile.
# zero_or_lognormal: zero with probability p_zero, otherwise lognormal. uniform: flat from low to high (judged ranges that may touch zero).
# reported: what a source gives as a range, kept to compare with and never drawn.
# log_t and logit_t: what a fit predicts, Student's t in logs or log-odds with the degrees of freedom of the fit.
Shape = Literal["point", "lognormal", "logit", "zero_or_lognormal", "uniform", "reported", "log_t", "logit_t"]

LEGAL_SHAPES: dict[Kind, tuple[Shape, ...]] = {
    "positive": ("lognormal", "point", "reported", "log_t"),
    "share": ("logit", "point", "uniform", "reported", "logit_t"),
    "count": ("lognormal", "point", "zero_or_lognormal", "uniform", "reported"),
    "event": ("logit", "point", "reported"),
}


def kind_of(unit: str) -> Kind:
    """The kind of a unit of the closed list."""
    return UNITS[unit][0]


def default_shape(unit: str, has_range: bool) -> Shape:
    """The shape a value takes when its row names none: a point without a range, else the first legal shape."""
    return LEGAL_SHAPES[kind_of(unit)][0] if has_range else "point"
