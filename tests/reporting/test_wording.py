"""Numbers in words: two significant figures, scale words, times and intervals, at the edges too."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reporting.wording import amount, exact, in_time, interval, stated, time_interval, two_figures

HOUR = 1 / 730  # of a month
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (0.0, "0"), (1, "1.0"), (9.94, "9.9"), (9.95, "9.9"), (9.96, "10"), (99.4, "99"), (99.6, "100"),
        (0.02381, "0.024"), (0.00996, "0.010"), (0.99, "0.99"), (0.996, "1.0"), (28743, "29,000"), (999, "1,000"),
        (999_600, "1,000,000"), (-4.96, "−5.0"), (-28743, "−29,000"), (-0.0996, "−0.10"), (1e15, "1,000,000,000,000,000"),
    ],
)  # fmt: skip
def test_two_figures(value, text):
    assert two_figures(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (3600, "3,600"), (994_999, "990,000"), (995_001, "1.0 million"), (999_600, "1.0 million"),
        (1e6, "1.0 million"), (16.55e6, "17 million"), (999.6e6, "1.0 billion"), (36e9, "36 billion"),
        (996e9, "1.0 trillion"), (1e12, "1.0 trillion"), (900e12, "900 trillion"), (1e15, "1.0 × 10¹⁵"),
        (4.7e22, "4.7 × 10²²"), (9.96e25, "1.0 × 10²⁶"), (-40_000, "−40,000"), (-1.5e6, "−1.5 million"), (0.019, "0.019"),
    ],
)  # fmt: skip
def test_amount(value, text):
    assert amount(value) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (8e9, 250e9, "8.0 to 250 billion"),  # the scale word is said once
        (960e6, 31e9, "960 million to 31 billion"),
        (999_600, 4e6, "1.0 to 4.0 million"),
        (260_000, 4.4e6, "260,000 to 4.4 million"),
        (9_600, 150_000, "9,600 to 150,000"),
        (0, 0, "0 to 0"),
        (0, 100_000, "0 to 100,000"),
        (-150_000, -9_600, "−150,000 to −9,600"),
        (-2e6, 1e6, "−2.0 to 1.0 million"),
        (-0.5, 0.5, "−0.50 to 0.50"),
        (46e9, 33e12, "46 billion to 33 trillion"),
        (2.7e21, 2e23, "2.7 × 10²¹ to 2.0 × 10²³"),
        (900e12, 2e15, "900 trillion to 2.0 × 10¹⁵"),
    ],
)
def test_interval(low, high, text):
    assert interval(low, high) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (690, "690"), (150_000, "150,000"), (3.4e6, "3.4 million"), (16.55e6, "16.55 million"),
        (16.5549e6, "16.55 million"), (189.9e6, "189.9 million"), (999_960, "1 million"), (1e9, "1 billion"),
    ],
)  # fmt: skip
def test_a_stated_count_keeps_up_to_four_figures(value, text):
    assert stated(value) == text


@pytest.mark.parametrize(
    ("months", "text"),
    [
        (0, "0 seconds"), (HOUR / 3600, "1.0 seconds"), (HOUR / 60 * 0.9, "54 seconds"), (HOUR / 60, "1.0 minutes"),
        (HOUR / 4, "15 minutes"), (HOUR, "1.0 hours"), (47 * HOUR, "47 hours"), (2 * DAY, "2.0 days"), (15 * DAY, "15 days"),
        (1, "1.0 months"), (6.3, "6.3 months"), (23, "23 months"), (24, "2.0 years"), (120, "10 years"), (12e6, "1,000,000 years"),
    ],
)  # fmt: skip
def test_in_time(months, text):
    assert in_time(months) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (3.7, 10, "3.7 to 10 months"),  # the unit is said once
        (HOUR / 60 * 1.3, 5.1 * HOUR, "1.3 minutes to 5.1 hours"),
        (14, 120, "14 months to 10 years"),
        (0, 2 * HOUR / 3600, "0 to 2.0 seconds"),
    ],
)
def test_time_interval(low, high, text):
    assert time_interval(low, high) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (0.226, "0.226"), (0.001, "0.001"), (0.00096, "0.00096"), (0.000096, "9.6 × 10⁻⁵"), (24_000, "24,000"), (3_400_000, "3,400,000"),
        (1e7, "1 × 10⁷"), (1.6583e13, "1.6583 × 10¹³"), (9.895e14, "9.895 × 10¹⁴"), (1e26, "1 × 10²⁶"),
    ],
)  # fmt: skip
def test_an_input_is_printed_as_it_was_given(value, text):
    assert exact(value) == text


@given(st.floats(min_value=1e-9, max_value=9e14))
def test_an_amount_is_within_half_a_unit_of_its_second_figure(value):
    number, _, word = amount(value).partition(" ")
    scale = {"": 1, "million": 1e6, "billion": 1e9, "trillion": 1e12}[word]
    printed = float(number.replace(",", "")) * scale
    assert printed == pytest.approx(value, abs=0.5001 * 10 ** (math.floor(math.log10(value)) - 1))


@given(st.floats(min_value=1e-9, max_value=9e14))
def test_a_negative_amount_is_the_positive_one_with_a_true_minus_sign(value):
    assert amount(-value) == "−" + amount(value)
