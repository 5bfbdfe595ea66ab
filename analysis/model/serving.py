"""Serving customers: what a fleet can write in a day, and the chips that a day's tokens keep busy."""

from typing import Any

from analysis.model.constants import HOURS_PER_DAY, SECONDS_PER_HOUR


def tokens_a_day(*, chips: Any, utilisation: Any, decode_rate: Any, output_share: Any) -> Any:
    """Tokens a day, read and written together, that ``chips`` can serve: output written, over output's share of tokens.

    ``utilisation`` is the share of the chips that are decoding, ``decode_rate`` in tokens a second and chip,
    ``output_share`` of all billed tokens, cache hits included. Chips that read input must be left out of
    ``utilisation``: if they are counted as decoding the capacity is high, by 1.7 times on DeepSeek's published day.
    """
    written = chips * utilisation * decode_rate * SECONDS_PER_HOUR * HOURS_PER_DAY
    return written / output_share


def chips_busy(*, tokens_a_day: Any, rate: Any) -> Any:
    """Chips that a day's tokens keep busy at ``rate``, tokens a second and chip of the same kind as those counted.

    A rate of input and output together goes with all tokens, one of decoding with output alone. A rate averaged over a
    service's day holds its slack already; one measured at full load leaves out slack and the daily peak (low).
    """
    return tokens_a_day / (rate * SECONDS_PER_HOUR * HOURS_PER_DAY)
