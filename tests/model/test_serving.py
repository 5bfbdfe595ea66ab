"""Serving customers: cases worked by hand, and the one published day of a service."""

import pytest

from analysis.calibration import load_inputs
from analysis.model.generation import inference_gpu_hours
from analysis.model.serving import chips_busy, tokens_a_day
from tests.model.cases import close

# DeepSeek, 27 to 28 February 2025: 226.75 nodes of eight H800, 608 billion tokens read (56.3% of them from the cache)
# and 168 billion written, at 73,700 read and 14,800 written a second and node.
CHIPS = 226.75 * 8
READ, WRITTEN, CACHED = 608e9, 168e9, 0.563
PREFILL, DECODE = 4026, 1850  # 73,700 / 8 x (1 - 0.563), 14,800 / 8
FRESH = READ * (1 - CACHED)


def published(name: str) -> float:
    """A published figure of the series."""
    return load_inputs().register[f"training_mechanics.{name}"].central


def test_capacity_is_what_is_written_over_output_s_share():
    # 100 x 0.5 x 1,000 x 86,400 = 4.32e9 written; / 0.25
    assert tokens_a_day(chips=100, utilisation=0.5, decode_rate=1000, output_share=0.25) == close(17.28e9)


def test_chips_kept_busy_by_a_day_s_tokens():
    # 4.32e9 / (1,000 x 86,400)
    assert chips_busy(tokens_a_day=4.32e9, rate=1000) == close(50)


def test_capacity_and_chips_busy_are_each_other_s_inverse():
    capacity = tokens_a_day(chips=300, utilisation=0.4, decode_rate=1700, output_share=0.2)
    assert chips_busy(tokens_a_day=capacity * 0.2, rate=1700) == close(120)


def test_the_published_day_cost_87072_usd():
    # 226.75 x 8 x 24 x 2 = 43,536 chip-hours x 2 USD
    assert published("deepseek-day-cost") == close(CHIPS * 24 * 2)
    assert close(87_072) == CHIPS * 24 * 2


def test_the_published_rates_give_the_published_day_s_chip_hours():
    # 265.7e9 / 4,026 + 168e9 / 1,850 = 66.0e6 + 90.8e6 chip-seconds, 43,557 hours against 43,536: 0.05% above, since
    # rates and tokens are printed rounded. The rates are means over that very day with its slack in them, so this
    # shows that cached tokens are left out and slack is not counted twice; it does not confirm the rates.
    hours = inference_gpu_hours(input_tokens=FRESH, output_tokens=WRITTEN, prefill_rate=PREFILL, decode_rate=DECODE)
    assert hours == pytest.approx(CHIPS * 24, rel=0.005)
    assert hours > CHIPS * 24


def test_counting_cached_input_as_read_anew_overstates_the_day():
    # 608e9 / 4,026 = 151.0e6 instead of 66.0e6 chip-seconds: 67,174 hours, 1.54 times the day
    hours = inference_gpu_hours(input_tokens=READ, output_tokens=WRITTEN, prefill_rate=PREFILL, decode_rate=DECODE)
    assert hours / (CHIPS * 24) == pytest.approx(1.543, rel=0.005)


def test_the_published_day_keeps_1814_chips_busy():
    # 776e9 / (4,951 x 86,400), cached input counted in tokens and in the rate alike
    chips = chips_busy(tokens_a_day=READ + WRITTEN, rate=published("deepseek-day-rate"))
    assert chips == pytest.approx(published("deepseek-day-chips"), rel=0.001)


def test_58_percent_of_the_published_day_s_chips_were_decoding():
    # 168e9 / (1,850 x 86,400) = 1,051 of 1,814
    assert chips_busy(tokens_a_day=WRITTEN, rate=DECODE) / CHIPS == pytest.approx(0.579, rel=0.005)


def test_capacity_returns_the_published_day_when_decoding_chips_alone_count():
    # 1,814 x 0.579 x 1,850 x 86,400 / (168 / 776) = 776e9; with all chips decoding 1.34e12, 1.73 times as much
    day = {"chips": CHIPS, "decode_rate": DECODE, "output_share": WRITTEN / (READ + WRITTEN)}
    assert tokens_a_day(**day, utilisation=0.579) == pytest.approx(776e9, rel=0.005)
    assert tokens_a_day(**day, utilisation=1) / 776e9 == pytest.approx(1.726, rel=0.005)
