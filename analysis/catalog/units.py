"""The closed list of units. Each unit has a kind, which decides what shapes a value may have."""

from typing import Literal

Kind = Literal["positive", "share", "count", "event"]

# positive: above zero on a ratio scale. share: between 0 and 1. count: zero or above. event: a probability of happening.
# The second entry is the same unit in pint's spelling, used by the dimension test.
UNITS: dict[str, tuple[Kind, str]] = {
    "FLOP": ("positive", "flop"),
    "FLOP/s": ("positive", "flop / second / chip"),
    "FLOP/token-pair": ("positive", "flop / token ** 2"),
    "tokens": ("positive", "token"),
    "tokens/exchange": ("positive", "token / exchange"),
    "tokens/s": ("positive", "token / second / chip"),
    "exchanges": ("count", "exchange"),
    "accounts": ("count", "account"),
    "params": ("positive", "flop / token"),
    "chips": ("count", "chip"),
    "firms": ("count", "firm"),
    "chips/firm": ("count", "chip / firm"),
    "H100e": ("positive", "chip"),
    "GB": ("positive", "gigabyte"),
    "GB/s": ("positive", "gigabyte / second"),
    "mm2": ("positive", "millimeter ** 2"),
    "TPP": ("positive", "dimensionless"),
    "USD/hour": ("positive", "usd / hour / chip"),
    "USD/Mtok": ("positive", "usd / megatoken"),
    "USD/chip": ("positive", "usd / chip"),
    "months": ("count", "month"),
    "epochs": ("positive", "dimensionless"),
    "ratio": ("positive", "dimensionless"),
    "x per year": ("positive", "dimensionless"),
    "share": ("share", "dimensionless"),
    "elasticity": ("count", "dimensionless"),
    "probability": ("event", "dimensionless"),
}

UnitName = Literal[tuple(UNITS)]  # type: ignore[valid-type]

# point: known exactly. lognormal and logit: two-piece, through the 5th, 50th and 95th percentile.
# zero_or_lognormal: zero with probability p_zero, otherwise lognormal. uniform: flat from low to high (judged ranges that may touch zero).
Shape = Literal["point", "lognormal", "logit", "zero_or_lognormal", "uniform"]

LEGAL_SHAPES: dict[Kind, tuple[Shape, ...]] = {
    "positive": ("lognormal", "point"),
    "share": ("logit", "point"),
    "count": ("lognormal", "point", "zero_or_lognormal", "uniform"),
    "event": ("logit", "point"),
}


def kind_of(unit: str) -> Kind:
    """The kind of a unit of the closed list."""
    return UNITS[unit][0]


def default_shape(unit: str, has_range: bool) -> Shape:
    """The shape a value takes when its row names none: a point without a range, else the first legal shape."""
    return LEGAL_SHAPES[kind_of(unit)][0] if has_range else "point"
