"""Numbers in words: two significant figures, intervals, and the unit a reader expects."""

import datetime
from math import floor, log10

from analysis.model.constants import HOURS_PER_DAY, HOURS_PER_MONTH, MONTHS_PER_YEAR, SECONDS_PER_HOUR

SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
# Spelled out, since the names that Python gives follow the locale.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Upper limit in hours, hours in the unit, its name.
TIMES = (
    (1 / 60, 1 / SECONDS_PER_HOUR, "seconds"),
    (1, 1 / 60, "minutes"),
    (2 * HOURS_PER_DAY, 1, "hours"),
    (HOURS_PER_MONTH, HOURS_PER_DAY, "days"),
    (2 * MONTHS_PER_YEAR * HOURS_PER_MONTH, HOURS_PER_MONTH, "months"),
)
UNDER_A_SECOND = "under a second"
POWER_ABOVE = 1e15  # beyond trillions a power of ten is easier to read
MINUS = "−"


def two_figures(value: float) -> str:
    """``value`` at two significant figures, with thousands separators and a true minus sign.

    >>> two_figures(28743), two_figures(0.02381), two_figures(-4.96), two_figures(0)
    ('29,000', '0.024', '−5.0', '0')
    """
    if value == 0:
        return "0"
    magnitude = floor(log10(abs(value)))
    number = round(value, 1 - magnitude)
    magnitude = floor(log10(abs(number)))
    text = f"{abs(number):,.{max(0, 1 - magnitude)}f}"
    return (MINUS if number < 0 else "") + text


def amount(value: float) -> str:
    """``value`` in words a reader knows: "36 billion", "3,600", "4.7 × 10²²"."""
    if float(f"{abs(value):.2g}") >= POWER_ABOVE:
        return _power(value)
    divisor, word = _scale(value)
    return f"{two_figures(value / divisor)} {word}".strip()


def interval(low: float, high: float) -> str:
    """A 90% interval: "8.0 to 250 billion"; the scale word is said once where it is the same."""
    if max(abs(low), abs(high)) < POWER_ABOVE and _scale(low) == _scale(high):
        divisor, word = _scale(high)
        return f"{two_figures(low / divisor)} to {two_figures(high / divisor)} {word}".strip()
    return f"{amount(low)} to {amount(high)}"


def part_of_one(share: float) -> str:
    """A small share as a part of one: "1 in 64,000"; nothing where it is zero."""
    return f"1 in {amount(1 / share)}" if share > 0 else "nothing"


def part_interval(low: float, high: float) -> str:
    """A 90% interval of such a share: "nothing to 1 in 800"."""
    return f"{part_of_one(low)} to {part_of_one(high)}"


def stated(value: float) -> str:
    """A count as somebody stated it: up to four significant figures, "16.55 million"."""
    rounded = float(f"{value:.4g}")
    divisor, word = next(((divisor, word) for divisor, word in SCALES if abs(rounded) >= divisor), (1.0, ""))
    return f"{rounded / divisor:,.4g} {word}".strip() if word else f"{rounded:,.0f}"


def in_time(months: float) -> str:
    """Months of a fleet in the unit a reader expects: minutes, hours, days, months or years."""
    hours = months * HOURS_PER_MONTH
    if 0 < hours < 1 / SECONDS_PER_HOUR:
        return UNDER_A_SECOND
    for limit, divisor, word in TIMES:
        if hours < limit:
            return f"{two_figures(hours / divisor)} {word}"
    return f"{two_figures(months / MONTHS_PER_YEAR)} years"


def time_interval(low: float, high: float) -> str:
    """A 90% interval of times; the unit is said once where it is the same."""
    first, last = in_time(low), in_time(high)
    if first == UNDER_A_SECOND:
        return first if last == first else f"{first} to {last}"
    number, unit = first.split(" ", 1)
    return f"{number} to {last}" if last.endswith(f" {unit}") else f"{first} to {last}"


def _scale(value: float) -> tuple[float, str]:
    rounded = float(f"{abs(value):.2g}")
    return next(((divisor, word) for divisor, word in SCALES if rounded >= divisor), (1.0, ""))


def _power(value: float) -> str:
    mantissa, exponent = f"{abs(value):.1e}".split("e")
    return f"{MINUS if value < 0 else ''}{mantissa} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def exact(value: float) -> str:
    """An input as the register prints it: up to six significant digits, no scale word."""
    if value == 0 or 1e-4 <= abs(value) < 1e7:
        rounded = float(f"{value:.6g}")
        return f"{rounded:,.6g}" if abs(rounded) < 1e6 else f"{rounded:,.0f}"
    return _power_exact(value)


def _power_exact(value: float) -> str:
    mantissa, exponent = f"{abs(value):.4e}".split("e")
    return f"{MINUS if value < 0 else ''}{float(mantissa):g} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def day(date: datetime.date) -> str:
    """A date as a reader in either country reads it: "8 October 2026"."""
    return f"{date.day} {month_year(date)}"


def month_year(date: datetime.date) -> str:
    """The month of a date: "October 2026"."""
    return f"{MONTHS[date.month - 1]} {date.year}"


def lowered(name: str) -> str:
    """A name within a sentence: its first letter small, unless a chip's."""
    return name if name[:2].isupper() or name[1:2].isdigit() else name[0].lower() + name[1:]
