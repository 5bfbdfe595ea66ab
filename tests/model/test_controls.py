"""The legal measure of a chip's performance, and the exact tests of the January 2026 rule."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from analysis.calibration import load_inputs
from analysis.catalog import Chip
from analysis.catalog.records import Rule, Test
from analysis.model.controls import (
    as_part,
    margins,
    measured,
    meets,
    on_us_sale,
    performance_density,
    qualifies,
    total_processing_performance,
    tpp,
    tpp_by_bits,
)
from tests.model.cases import close


def chip(identifier: str) -> Chip:
    """One chip of the data."""
    return load_inputs().get("chips", identifier)


def rule() -> Rule:
    """The rule of January 2026."""
    return load_inputs().get("rules", "jan-2026-h200")


def h200(**figures: float | date | None) -> Chip:
    """An H200 with other figures, or another date of sale."""
    plain = chip("h200")
    changes: dict[str, Any] = {
        name: getattr(plain, name).model_copy(update={"central": value}) if isinstance(value, float) else value
        for name, value in figures.items()
    }
    return plain.model_copy(update=changes)


def test_tpp_is_tops_times_bits():
    # 1e15 / 1e12 x 8
    assert tpp(operations_per_second=1e15, bits=8) == close(8000)


@pytest.mark.parametrize(
    ("figures", "highest"),
    [
        ({"dense_16bit": 1e15, "dense_8bit": 2.1e15}, 16_800),  # 2,100 x 8, above 1,000 x 16
        ({"dense_16bit": 1.1e15, "dense_8bit": 2e15}, 17_600),  # 1,100 x 16, above 2,000 x 8
    ],
)
def test_the_highest_format_counts(figures, highest):
    assert total_processing_performance(h200(**figures)) == close(highest)


def test_a_4_bit_speed_counts_where_there_is_one():
    # B300: 13,500 x 4 = 54,000, above 2,250 x 16 = 4,500 x 8 = 36,000
    assert total_processing_performance(chip("b300")) == close(54_000)


def test_performance_density_is_per_square_millimetre():
    # 1,600 / 800
    assert performance_density(tpp=1600, die_area=800) == close(2)


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("h100", True),
        ("h200", True),
        ("mi325x", True),  # 20,919 and 6,000 GB/s: just below both limits
        ("h800", False),  # made for China, never on US sale
        ("h20", False),  # made for China, never on US sale
        ("b300", False),  # 54,000 and 8,000 GB/s: above both limits
    ],
)
def test_which_chips_the_january_rule_covers(name, covered):
    assert qualifies(chip(name), rule()) is covered


@pytest.mark.parametrize(
    ("figures", "covered"),
    [
        ({"dense_8bit": 2625e12}, False),  # 2,625 x 8 = 21,000: on the limit is not below it
        ({"dense_8bit": 2624e12}, True),  # 20,992
        ({"dense_16bit": 1312.5e12}, False),  # 1,312.5 x 16 = 21,000
        ({"memory_bandwidth": 6500.0}, False),  # on the limit
        ({"memory_bandwidth": 6499.0}, True),
    ],
)
def test_both_limits_are_strict(figures, covered):
    assert qualifies(h200(**figures), rule()) is covered


def test_us_sale_must_have_begun_by_the_rule_s_day():
    day = rule().limbs[0].on_us_sale_by
    assert qualifies(h200(on_us_sale_since=day), rule())
    assert not qualifies(h200(on_us_sale_since=day + timedelta(days=1)), rule())


def changed(**limb: Any) -> Rule:
    """The rule of January 2026 with its limb changed."""
    return rule().model_copy(update={"limbs": (rule().limbs[0].model_copy(update=limb),)})


def test_the_rule_takes_its_day_of_sale_and_limits_from_its_record():
    # a rule two days before the H200 came on sale would not have covered it
    start = chip("h200").on_us_sale_since
    assert not qualifies(chip("h200"), changed(on_us_sale_by=start - timedelta(days=2)))
    assert not qualifies(chip("h200"), changed(tests=(Test(measure="tpp", below=15_000),)))


def test_a_figure_that_decides_and_is_not_published_leaves_the_outcome_open():
    blank = chip("h200").model_copy(update={"memory_bandwidth": None})
    assert qualifies(blank, rule()) is None
    # TPP 15,832 is not below 15,000, whatever the bandwidth
    limits = (Test(measure="tpp", below=15_000), Test(measure="memory_bandwidth", below=6_500))
    assert qualifies(blank, changed(tests=limits)) is False


def test_a_letter_covers_the_chips_it_names():
    letter = changed(chips=("h20",), tests=(), on_us_sale_by=None)
    assert qualifies(chip("h20"), letter) is True
    assert qualifies(chip("h200"), letter) is False


@pytest.mark.parametrize(
    ("name", "total", "density", "licensed"),
    [
        ("h20", 2368, 2.91, False),  # below 2,400, and 2.91 is below 3.2: neither paragraph a nor b
        ("h200", 15_832, 19.45, True),
        ("a100", 4992, 6.04, True),
        ("l20", 1912, 3.14, False),  # 3.14 is just below 3.2
    ],
)
def test_the_rule_of_november_2023_by_its_limbs(name, total, density, licensed):
    # density: TPP over die area, as published for these chips
    found = chip(name)
    assert total_processing_performance(found) == pytest.approx(total, rel=1e-3)
    assert measured(found, "performance_density") == pytest.approx(density, rel=2e-3)
    assert qualifies(found, load_inputs().get("rules", "oct-2023-advanced-computing")) is licensed


def test_a_die_area_that_is_only_a_minimum_gives_no_density():
    area = chip("h200").die_area.model_copy(update={"floor": True})
    assert measured(chip("h200").model_copy(update={"die_area": area}), "performance_density") is None


def test_a_chip_never_sold_in_the_united_states_is_never_on_sale():
    assert not on_us_sale(chip("h800"), date(2100, 1, 1))


def test_a_chip_is_on_sale_from_its_first_day():
    start = chip("h200").on_us_sale_since
    assert on_us_sale(chip("h200"), start)
    assert not on_us_sale(chip("h200"), start - timedelta(days=1))


def test_the_legal_measures_that_are_compared_most():
    # H100 and H200: 1,979 x 8; H20: 296 x 8; MI325X: 2,614.9 x 8; B30A: 7,500 x 4
    found = {name: total_processing_performance(chip(name)) for name in ("h100", "h200", "h20", "mi325x", "b30a")}
    expected = {"h100": 15_832, "h200": 15_832, "h20": 2_368, "mi325x": 20_919.2, "b30a": 30_000}
    assert found == pytest.approx(expected, rel=1e-9)
    # 15,832 / 2,368
    assert found["h200"] / found["h20"] == pytest.approx(6.686, rel=1e-3)


def test_the_b30a_passes_21_000_by_its_4_bit_figure_alone():
    # 1,250 x 16, 2,500 x 8 and 7,500 x 4
    assert tpp_by_bits(chip("b30a")) == pytest.approx({16: 20_000, 8: 20_000, 4: 30_000}, rel=1e-9)


def test_a_supposed_chip_is_measured_like_one_of_the_data():
    part = as_part(chip("h200"))
    for measure in ("tpp", "processing_speed", "performance_density", "memory_bandwidth", "interconnect"):
        assert measured(part, measure) == measured(chip("h200"), measure)
    assert measured(part, "ownership") is None


def test_a_limb_for_data_centres_reaches_no_other_part():
    limb = load_inputs().get("rules", "oct-2023-advanced-computing").limbs[0]
    part = as_part(chip("h200"))
    assert [meets(replace(part, data_centre=answer), limb) for answer in (True, False, None)] == [True, False, None]


def test_a_margin_is_positive_inside_a_limit():
    # 15,832 - 14,000; 17,500 - 15,832; 4,800 - 4,500; 5,000 - 4,800
    band = load_inputs().get("rules", "jan-2026-section-232").limbs[0]
    found = margins(chip("h200"), band)
    assert [m.margin for m in found] == pytest.approx([1_832, 1_668, 300, 200], rel=1e-9)
    on_the_limit = margins(replace(as_part(chip("h200")), tpp=14_000), band)
    assert [m.holds for m in on_the_limit] == [False, True, True, True]
