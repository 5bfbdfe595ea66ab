"""What a legal instrument asks of a chip: the legal measure of performance, and an instrument's exact tests."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.catalog import Chip
from analysis.catalog.records import Lab, Limb, Rule
from analysis.model.constants import BITS_4, BITS_8, BITS_16, OPERATIONS_PER_TOP

# Measures that are properties of a chip. Others are of a memory stack, a die, a party or a training run.
OF_A_CHIP = ("tpp", "processing_speed", "performance_density", "memory_bandwidth", "interconnect")


@dataclass(frozen=True)
class Part:
    """What the law asks of a chip, whether it exists or is only supposed; None where that is not known.

    TPP, TPP/mm2 and GB/s. ``on_us_sale_since`` without ``us_sale_known`` says nothing about sale in the United States.
    """

    id: str
    tpp: float | None = None
    performance_density: float | None = None
    memory_bandwidth: float | None = None
    interconnect: float | None = None
    data_centre: bool | None = None
    on_us_sale_since: date | None = None
    us_sale_known: bool = False


@dataclass(frozen=True)
class Margin:
    """One limit of a limb and where a chip stands to it: positive inside the limit, negative outside, None if not known.

    A margin of zero is inside for ``at_least`` and ``at_most``, outside for ``above`` and ``below``; ``holds`` says which.
    """

    paragraph: str
    measure: str
    bound: str
    limit: float
    has: float | None
    margin: float | None
    holds: bool | None


def tpp(*, operations_per_second: Any, bits: int) -> Any:
    """Dense operations a second (multiply and add counted apart), in TOPS, times bit length.

    88 FR 73458 counts 2 x multiply-add TOPS, which is what vendors print. A legal measure: it converts no compute.
    """
    return operations_per_second / OPERATIONS_PER_TOP * bits


def tpp_by_bits(chip: Chip) -> dict[int, float]:
    """TPP of a chip at each bit length for which a dense speed is known."""
    formats = {BITS_16: chip.dense_16bit, BITS_8: chip.dense_8bit, BITS_4: chip.dense_4bit}
    return {bits: tpp(operations_per_second=dense.central, bits=bits) for bits, dense in formats.items() if dense}


def total_processing_performance(chip: Chip) -> float | None:
    """TPP of a chip: the highest over its dense formats; None where no speed is published."""
    return max(tpp_by_bits(chip).values(), default=None)


def performance_density(*, tpp: Any, die_area: Any) -> Any:
    """TPP per mm2 of applicable die area (logic dies on a non-planar process)."""
    return tpp / die_area


def as_part(chip: Chip | Part) -> Part:
    """A chip as the law sees it. A die area that is only a minimum gives no density: the true one is lower."""
    if isinstance(chip, Part):
        return chip
    total, area = total_processing_performance(chip), chip.die_area
    return Part(
        id=chip.id,
        tpp=total,
        performance_density=performance_density(tpp=total, die_area=area.central)
        if total and area and not area.floor
        else None,
        memory_bandwidth=chip.memory_bandwidth.central if chip.memory_bandwidth else None,
        interconnect=chip.interconnect.central if chip.interconnect else None,
        data_centre=chip.data_centre,
        on_us_sale_since=chip.on_us_sale_since,
        us_sale_known=True,
    )


def on_us_sale(chip: Chip | Part, on: date) -> bool | None:
    """Whether the chip was commercially available in the United States on that day."""
    part = as_part(chip)
    if not part.us_sale_known:
        return None
    return part.on_us_sale_since is not None and part.on_us_sale_since <= on


def listed_on(lab: Lab, on: date) -> bool:
    """Whether a lab was on the Entity List on that day; a subsidiary's listing is not looked for."""
    listing = lab.entity_list
    return listing is not None and listing.status == "listed" and listing.since is not None and listing.since <= on


def measured(chip: Chip | Part, measure: str) -> float | None:
    """What a chip has of a legal measure; None where it is not published, or is no property of a chip."""
    part = as_part(chip)
    if measure not in OF_A_CHIP:
        return None
    return part.tpp if measure == "processing_speed" else getattr(part, measure)


def answers(chip: Chip | Part, limb: Limb) -> dict[str, bool | None]:
    """Each thing that a limb asks of a chip, with the answer; None where it is not known."""
    part, asked = as_part(chip), {}
    if limb.data_centre_only:
        asked["data_centre"] = part.data_centre
    if limb.on_us_sale_by:
        asked["on_us_sale"] = on_us_sale(part, limb.on_us_sale_by)
    for test in limb.tests:
        value = measured(part, test.measure)
        asked[test.measure] = None if value is None else test.hold(value)
    return asked


def meets(chip: Chip | Part, limb: Limb) -> bool | None:
    """Whether a chip meets all tests of a limb, or is named in it; None where a figure that decides is not published."""
    if limb.chips:
        return chip.id in limb.chips
    found = answers(chip, limb).values()
    return False if False in found else None if None in found else True


def qualifies(chip: Chip | Part, rule: Rule) -> bool | None:
    """Whether any limb of an instrument is met; None where that depends on a figure that is not published."""
    found = [meets(chip, limb) for limb in rule.limbs]
    return True if True in found else None if None in found else False


def margins(chip: Chip | Part, limb: Limb) -> list[Margin]:
    """Where a chip stands to each limit of a limb, in the measure's unit."""
    found = []
    for test in limb.tests:
        has = measured(chip, test.measure)
        for bound, limit, sign in (
            ("at_least", test.at_least, 1),
            ("above", test.above, 1),
            ("below", test.below, -1),
            ("at_most", test.at_most, -1),
        ):
            if limit is not None:
                margin = None if has is None else sign * (has - limit)
                inside = None if margin is None else margin > 0 or (margin == 0 and bound in ("at_least", "at_most"))
                found.append(Margin(limb.paragraph, test.measure, bound, limit, has, margin, inside))
    return found
