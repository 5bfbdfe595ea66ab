"""What the January 2026 rule says of a chip: the legal measure of performance, and the rule's exact tests."""

from datetime import date
from typing import Any

from analysis.catalog import Chip
from analysis.catalog.records import Rule
from analysis.model.constants import BITS_4, BITS_8, BITS_16, OPERATIONS_PER_TOP


def tpp(*, operations_per_second: Any, bits: int) -> Any:
    """Dense operations a second (multiply and add counted apart), in TOPS, times bit length.

    88 FR 73458 counts 2 x multiply-add TOPS, which is what vendors print. A legal measure: it converts no compute.
    """
    return operations_per_second / OPERATIONS_PER_TOP * bits


def total_processing_performance(chip: Chip) -> float:
    """TPP of a chip: the highest over its dense formats."""
    formats = ((chip.dense_16bit, BITS_16), (chip.dense_8bit, BITS_8), (chip.dense_4bit, BITS_4))
    return max(tpp(operations_per_second=dense.central, bits=bits) for dense, bits in formats if dense)


def performance_density(*, tpp: Any, die_area: Any) -> Any:
    """TPP per mm2 of applicable die area (logic dies on a non-planar process)."""
    return tpp / die_area


def on_us_sale(chip: Chip, on: date) -> bool:
    """Whether the chip was commercially available in the United States on that day."""
    return chip.on_us_sale_since is not None and chip.on_us_sale_since <= on


def qualifies(chip: Chip, rule: Rule) -> bool:
    """Whether the rule's tests of performance, bandwidth and US sale are all met. Both limits are strict."""
    return (
        total_processing_performance(chip) < rule.tpp_below.central
        and chip.memory_bandwidth.central < rule.bandwidth_below.central
        and on_us_sale(chip, rule.us_sale_by)
    )
