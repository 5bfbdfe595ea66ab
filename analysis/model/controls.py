"""What a legal instrument says of a chip: the legal measure of performance, and an instrument's exact tests."""

from datetime import date
from typing import Any

from analysis.catalog import Chip
from analysis.catalog.records import Limb, Rule
from analysis.model.constants import BITS_4, BITS_8, BITS_16, OPERATIONS_PER_TOP


def tpp(*, operations_per_second: Any, bits: int) -> Any:
    """Dense operations a second (multiply and add counted apart), in TOPS, times bit length.

    88 FR 73458 counts 2 x multiply-add TOPS, which is what vendors print. A legal measure: it converts no compute.
    """
    return operations_per_second / OPERATIONS_PER_TOP * bits


def total_processing_performance(chip: Chip) -> float | None:
    """TPP of a chip: the highest over its dense formats; None where no speed is published."""
    formats = ((chip.dense_16bit, BITS_16), (chip.dense_8bit, BITS_8), (chip.dense_4bit, BITS_4))
    return max((tpp(operations_per_second=dense.central, bits=bits) for dense, bits in formats if dense), default=None)


def performance_density(*, tpp: Any, die_area: Any) -> Any:
    """TPP per mm2 of applicable die area (logic dies on a non-planar process)."""
    return tpp / die_area


def on_us_sale(chip: Chip, on: date) -> bool:
    """Whether the chip was commercially available in the United States on that day."""
    return chip.on_us_sale_since is not None and chip.on_us_sale_since <= on


def measured(chip: Chip, measure: str) -> float | None:
    """What a chip has of a legal measure; None where it is not published, or is no property of a chip.

    A die area that is only a minimum gives no density: the true one is lower.
    """
    total, area = total_processing_performance(chip), chip.die_area
    density = performance_density(tpp=total, die_area=area.central) if total and area and not area.floor else None
    known = {"tpp": total, "processing_speed": total, "performance_density": density}
    if measure in known:
        return known[measure]
    published = getattr(chip, measure, None)
    return published.central if published else None


def meets(chip: Chip, limb: Limb) -> bool | None:
    """Whether a chip meets all tests of a limb, or is named in it; None where a figure that decides is not published."""
    if limb.chips:
        return chip.id in limb.chips
    if limb.on_us_sale_by and not on_us_sale(chip, limb.on_us_sale_by):
        return False
    values = [(test, measured(chip, test.measure)) for test in limb.tests]
    if any(value is not None and not test.hold(value) for test, value in values):
        return False
    return None if any(value is None for _, value in values) else True


def qualifies(chip: Chip, rule: Rule) -> bool | None:
    """Whether any limb of an instrument is met; None where that depends on a figure that is not published."""
    found = [meets(chip, limb) for limb in rule.limbs]
    return True if True in found else None if None in found else False
