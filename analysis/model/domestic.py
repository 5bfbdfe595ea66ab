"""What Chinese makers add to China's computing power: their output from wafers, dies and memory, and two stocks of it.

One stock rests on dies that foreign foundries made for proxies until January 2025, the other on dies made in China.
"""

from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.history import flow_to_reach, month_index, worth
from analysis.model.supply import stock

# The chip that needs HBM, and the one with the maker's own memory as it is sold.
HBM_CHIP, OWN_MEMORY_CHIP = "ascend-910c", "atlas-350"


def working_dies(*, wafers: Any, wafer_share: Any, dies_per_wafer: Any, die_yield: Any) -> Any:
    """Working dies from wafers started: wafers x share of accelerators x whole dies on a wafer x share that works.

    Leaves out wafers under way at both ends of the year (either way) and dies sold with parts switched off (low).
    """
    return wafers * wafer_share * dies_per_wafer * die_yield


def working_stacks(*, started: Any, stack_yield: Any) -> Any:
    """Working HBM stacks from those started. Leaves out stacks stored or smuggled from abroad (low)."""
    return started * stack_yield


def chips_limited(*, dies: Any, dies_per_chip: Any, stacks: Any, stacks_per_chip: Any) -> Any:
    """Chips that dies and HBM stacks suffice for: the lesser of dies / dies per chip and stacks / stacks per chip.

    Leaves out losses in packaging (high), and other uses of HBM (high).
    """
    return np.minimum(dies / dies_per_chip, stacks / stacks_per_chip)


def grown_output(*, yearly: Any, growth: Any, months: Any) -> Any:
    """Monthly output, shape (draws, months), that grows by ``growth`` a year and adds up to ``yearly`` in its first twelve.

    ``months``: 0, 1, 2 and so on, at least twelve. Leaves out steps from new chips and plants (either way).
    """
    shape = growth[:, None] ** (months / MONTHS_PER_YEAR)
    return shape * (yearly / shape[:, :MONTHS_PER_YEAR].sum(axis=1))[:, None]


def output_2026(a: Assumptions) -> dict[str, Array]:
    """Chips made in China in 2026 by line, shape (draws,): with HBM (Ascend 910C) and with the maker's own memory.

    Leaves out other makers' chips, dies from proxies and foreign stacks still in store (all low), and the dies that the
    second line takes from the first (high, where dies are the limit).
    """
    dies = working_dies(
        wafers=a.draw("smic_wafers", "wafers/month") * MONTHS_PER_YEAR,
        wafer_share=a.draw("accelerator_wafer_share", "share"),
        dies_per_wafer=a.draw("ascend_dies_per_wafer", "dies"),
        die_yield=a.draw("domestic_die_yield", "share"),
    )
    stacks = working_stacks(
        started=a.draw("hbm_stacks_started", "stacks"), stack_yield=a.draw("domestic_hbm_yield", "share")
    )
    with_hbm = chips_limited(
        dies=dies,
        dies_per_chip=a.draw("ascend_910c_dies", "dies"),
        stacks=stacks,
        stacks_per_chip=a.draw("ascend_910c_stacks", "stacks"),
    )
    return {HBM_CHIP: with_hbm, OWN_MEMORY_CHIP: a.draw("own_memory_chips", "chips/year")}


def output_h100e(a: Assumptions) -> Array:
    """Output of 2026 by training speed in H100 equivalents, shape (draws,).

    Made from the supply side, without the published forecasts in ``domestic_output_2026``: its median lies within a
    factor of 2 of theirs, and the two intervals overlap.
    """
    return sum(worth(a, chip, "h100e_flop") * made for chip, made in output_2026(a).items())


def domestic_flow(a: Assumptions, months: int) -> Array:
    """Computing power on dies made in China that enters service a month, in H100e by flop, shape (draws, months).

    Months run from January 2022; all chips are taken to stay in China (high). Until the end of 2025 it leaves the part of
    ``domestic_stock_2025`` without foreign dies; what was made before 2022 is counted as if made since (no effect at the
    end of 2025). From January 2026 it is the output, which does not join what went before (a step either way).
    """
    last = _end_of_2025(a)
    past = _past(a, 1 - a.draw("proxy_fabricated_share", "share"), last)
    ahead = grown_output(
        yearly=output_h100e(a),
        growth=a.draw("domestic_output_growth", "x per year"),
        months=np.arange(months - last - 1),
    )
    return np.hstack([past, ahead])


def proxy_flow(a: Assumptions, months: int) -> Array:
    """Computing power on foreign foundries' dies got by proxy that enters service a month, in H100e by flop.

    Shape (draws, months). No such die came after January 2025, but those in store went into chips through that year, so
    that what is counted at its end is in service then; nothing after. Leaves out dies still in store at its end (low).
    """
    last = _end_of_2025(a)
    past = _past(a, a.draw("proxy_fabricated_share", "share"), last)
    return np.hstack([past, np.zeros((a.draws, months - last - 1))])


def domestic_stock(a: Assumptions, months: int) -> dict[str, Array]:
    """Both stocks at the end of each month, in H100e by flop, shape (draws, months) each; the makers support their chips."""
    rate = a.draw("annual_retirement", "share")
    flows = {"domestic": domestic_flow(a, months), "proxy_fabricated": proxy_flow(a, months)}
    return {name: stock(flow=flow, annual_retirement=rate) for name, flow in flows.items()}


def _end_of_2025(a: Assumptions) -> int:
    return month_index(a.estimate("domestic_stock_2025").as_of)


def _past(a: Assumptions, share: Array, last: int) -> Array:
    """The flow that leaves a share of Chinese makers' stock of 2025 at the end of month ``last``."""
    return flow_to_reach(
        reached=a.draw("domestic_stock_2025", "H100e") * share,
        growth=a.draw("domestic_growth", "x per year"),
        annual_retirement=a.draw("annual_retirement", "share"),
        months=np.arange(last + 1),
    )
