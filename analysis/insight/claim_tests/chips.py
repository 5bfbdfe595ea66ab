"""Claims about chips: arithmetic on data sheets, on the law's measure, and on dates."""

from collections.abc import Callable

from analysis.assumptions import Array
from analysis.insight.claim_tests.world import World
from analysis.model.constants import BITS_4, BITS_8, BITS_16
from analysis.model.controls import tpp
from analysis.model.labs import months_between

SPEEDS = {BITS_16: "dense_16bit", BITS_8: "dense_8bit", BITS_4: "dense_4bit"}
THRESHOLDS = "oct-2023-advanced-computing"  # the rule that holds the thresholds in force since 2023
LOWER_LIMB = "3A090.a.2"  # its lower threshold, which also asks for a performance density
# Chips in one system: both makers print the number in the system's name.
CLOUDMATRIX_384, NVL72 = 384, 72
RELEASE_CLAIM = "eighteen-month-advantage"


def performance(w: World, chip: str) -> Array:
    """Total processing performance of a chip, TPP, shape (draws,): the highest over the formats with a known speed."""
    record = w.catalog.get("chips", chip)
    found = [
        tpp(operations_per_second=w.a.draw(f"{chip}.{field}", "FLOP/s"), bits=bits)
        for bits, field in SPEEDS.items()
        if getattr(record, field)
    ]
    # One format is the highest on every draw, since data sheets have no spread; a spread moves the one that is so at
    # its centre (low where two are close).
    return max(found, key=lambda values: float(values.mean()))


def threshold(w: World) -> float:
    """The lower threshold of the rule of October 2023, TPP. Leaves out the density it also asks for (low)."""
    limb = next(limb for limb in w.catalog.get("rules", THRESHOLDS).limbs if limb.paragraph == LOWER_LIMB)
    return next(test.at_least for test in limb.tests if test.measure == "tpp")


def b30a_over_threshold(w: World) -> Array:
    """TPP of a B30A over the lower threshold, a ratio. Leaves out that the upper one stands alone (high)."""
    return performance(w, "b30a") / threshold(w)


def h200_over_threshold(w: World) -> Array:
    """TPP of an H200 over the lower threshold, a ratio. Leaves out that the upper one stands alone (high)."""
    return performance(w, "h200") / threshold(w)


def b30a_over_h20(w: World) -> Array:
    """TPP of a B30A over that of an H20, a ratio. At four bits against eight: leaves out training at 8 or 16 (high)."""
    return performance(w, "b30a") / performance(w, "h20")


def h200_over_h20(w: World) -> Array:
    """TPP of an H200 over that of an H20, a ratio. Leaves out memory (high) and Huawei's chips (high)."""
    return performance(w, "h200") / performance(w, "h20")


def gb300_over_910c(w: World) -> Array:
    """TPP of a GB300 over that of an Ascend 910C, a ratio. Four bits against eight: leaves out training at 16 (high)."""
    return performance(w, "gb300") / performance(w, "ascend-910c")


def cloudmatrix_over_nvl72(w: World) -> Array:
    """Dense 16-bit speed of a CloudMatrix 384 over that of a GB200 NVL72, a ratio. Leaves out power and number (high)."""
    huawei = CLOUDMATRIX_384 * w.a.draw("ascend-910c.dense_16bit", "FLOP/s")
    return huawei / (NVL72 * w.a.draw("gb200.dense_16bit", "FLOP/s"))


def release_gap(w: World) -> float:
    """Calendar months from the release of the H200 to that of the newest NVIDIA part on US sale when the claim was made.

    Leaves out how many could be bought (either way).
    """
    h200, day = w.catalog.get("chips", "h200"), w.catalog.get("claims", RELEASE_CLAIM).made
    sold = [
        chip.released
        for chip in w.catalog.kinds["chips"].values()
        if chip.vendor == h200.vendor and chip.data_centre and chip.on_us_sale_since and chip.on_us_sale_since <= day
    ]
    return float(months_between(h200.released, max(sold)))


TESTS: dict[str, Callable[[World], Array | float]] = {
    "ratio.b30a_over_1600_tpp.claimed": b30a_over_threshold,
    "ratio.h200_over_1600_tpp.claimed": h200_over_threshold,
    "ratio.b30a_over_h20.claimed": b30a_over_h20,
    "ratio.h200_over_h20.claimed": h200_over_h20,
    "ratio.gb300_over_910c.claimed": gb300_over_910c,
    "ratio.cloudmatrix_over_nvl72": cloudmatrix_over_nvl72,
    "ratio.release_gap.claimed": release_gap,
}
