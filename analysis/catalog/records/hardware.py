"""Chips: dense figures only, blank where nothing reliable was found."""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from analysis.catalog.estimates import Day, Estimate, Flag, Identifier
from analysis.catalog.records.named import Documented, Sourced, number

# Dense speed at half the bit length over that at the full one. Sparsity doubles a figure: a ratio of two becomes four.
HALVING = (1.5, 3.9)
# Speed as printed with sparsity over dense speed: twice in general, 4/3 for the 4-bit figure of one generation.
SPARSITY = (1.2, 2.2)
BITS = (16, 8, 4)
SPEEDS = (1e12, 1e17)  # FLOP/s of one chip, by order of magnitude


class Sales(Sourced):
    """Chips of one kind sold lawfully into China in a period, whose first and last day count."""

    dated_by: ClassVar[str] = "until"

    since: Day
    until: Day
    units: Estimate = number("chips", "chips sold lawfully into China", ...)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until < self.since:
            raise ValueError(f"until: {self.until} lies before since, {self.since}")
        return self


class Chip(Documented):
    """A chip. ``on_us_sale_since`` is absent for a part never sold in the United States.

    Eight bits means FP8 or INT8, whichever is faster. Figures ``sparse_*`` are what a vendor prints with sparsity; they
    are kept to hold the dense ones against and enter nothing. ``china_sales``: by period; all of one chip share a
    random stream, since one error of its price runs through every year.
    """

    dated_by: ClassVar[str] = "released"

    vendor: str
    status: Literal["shipping", "announced", "unreleased"] = "shipping"
    market: Literal["world", "china_only", "domestic_prc", "internal"] = "world"
    data_centre: Flag = True
    released: Day | None = None
    on_us_sale_since: Day | None = None
    process: str = ""
    dense_16bit: Estimate | None = number("FLOP/s", "dense 16-bit speed", plausible=SPEEDS)
    dense_8bit: Estimate | None = number("FLOP/s", "dense 8-bit speed", plausible=SPEEDS)
    dense_4bit: Estimate | None = number("FLOP/s", "dense 4-bit speed", plausible=SPEEDS)
    sparse_16bit: Estimate | None = number("FLOP/s", "16-bit speed as printed with sparsity", plausible=SPEEDS)
    sparse_8bit: Estimate | None = number("FLOP/s", "8-bit speed as printed with sparsity", plausible=SPEEDS)
    sparse_4bit: Estimate | None = number("FLOP/s", "4-bit speed as printed with sparsity", plausible=SPEEDS)
    memory: Estimate | None = number("GB", "memory", plausible=(1, 2000))
    memory_bandwidth: Estimate | None = number("GB/s", "memory bandwidth", plausible=(10, 1e5))
    interconnect: Estimate | None = number("GB/s", "interconnect, both directions")
    die_area: Estimate | None = number("mm2", "die area", plausible=(50, 5000))
    power: Estimate | None = number("W", "rated power", plausible=(10, 5000))
    price: Estimate | None = number("USD/chip", "price", plausible=(100, 1e6))
    decode_rate: Estimate | None = number("tokens/s", "measured decoding speed")
    decode_conditions: str = ""
    china_sales: dict[Identifier, Sales] = {}

    @model_validator(mode="after")
    def _sold_once(self) -> Self:
        periods = sorted(self.china_sales.values(), key=lambda sales: sales.since)
        for earlier, later in zip(periods, periods[1:], strict=False):
            if later.since <= earlier.until:
                raise ValueError(
                    f"china_sales: a period begins on {later.since}, before another ends, {earlier.until}; "
                    "periods of one chip do not overlap"
                )
        return self

    @model_validator(mode="after")
    def _dense(self) -> Self:
        speeds = {bits: getattr(self, f"dense_{bits}bit") for bits in BITS}
        for coarse, fine in ((16, 8), (8, 4)):
            if speeds[coarse] and speeds[fine]:
                _between(f"dense_{fine}bit", speeds[fine], f"dense_{coarse}bit", speeds[coarse], HALVING)
        for bits, dense in speeds.items():
            if printed := getattr(self, f"sparse_{bits}bit"):
                if dense is None:
                    raise ValueError(f"sparse_{bits}bit is given without dense_{bits}bit")
                _between(f"sparse_{bits}bit", printed, f"dense_{bits}bit", dense, SPARSITY)
        return self

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.decode_rate is None) != (self.decode_conditions == ""):
            raise ValueError("decode_rate and decode_conditions (model, context, latency) are given together")
        if self.status == "shipping" and self.released is None:
            raise ValueError("a shipping chip needs the day it was released")
        return self


def _between(upper: str, above: Estimate, lower: str, below: Estimate, limits: tuple[float, float]) -> None:
    ratio = above.central / below.central
    if not limits[0] <= ratio <= limits[1]:
        raise ValueError(
            f"{upper} is {ratio:.2f} times {lower}; between {limits[0]} and {limits[1]} is accepted: "
            "is a sparse figure among the dense ones?"
        )
