"""Tests of claims about computing power: US over China's, Huawei's over Nvidia's, dies in store, diverted and rented chips.

H100e are by dense 16-bit speed. US firms are the five whose stocks are on file: others are left out (low; xAI would add a
twenty-fifth). What they add is the growth of that stock, at the judged rate that the model uses ahead.
"""

from collections.abc import Callable

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.insight.claim_tests.world import World
from analysis.model.channels import OWNED, RENTED, diverted_flow, grown, us_displaced
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.controls import total_processing_performance
from analysis.model.conversion import FLOP, chip_worth
from analysis.model.deliveries import lag_left, opened
from analysis.model.domestic import HBM_CHIP, domestic_flow, output_2026, output_h100e
from analysis.model.history import diverted_history, month_index
from analysis.model.labs import months_between
from analysis.scenarios.history import in_year, year_end

REFUSED, ADMITTED = "block", "admit"  # postures of Beijing
VERIFIED, CLOUD_CLOSED, B30A = "r8", "r9", "r7"  # US policies
OLDER_CHIP = "ascend-910b"  # of one die, where HBM_CHIP has two of them
US_STOCK, GROWTH_UNIT = "us_five_stock_2025", "x per year"


def us_stock(a: Assumptions, years: Array | float) -> Array:
    """Computing power of five US firms some years after the end of 2025, in H100e. Nothing is retired (high)."""
    return grown(base=a.draw(US_STOCK, "H100e"), growth=a.draw("us_stock_growth", GROWTH_UNIT), years=years)


def us_over_china_2028(world: World) -> Array:
    """US over Chinese computing power at the end of 2028, loopholes closed: five firms over all that China uses; ratio.

    No chip is sold to China, diversion falls as under location verification and rental as with the remote cloud closed,
    each after its delay. What China still rents counts as China's, and in part as the US firms' too (high).
    """
    verified, closed = (world.cell(policy, REFUSED)[1].by_channel for policy in (VERIFIED, CLOUD_CLOSED))
    china = sum(verified[name] for name in OWNED) + closed[RENTED]
    end = year_end(2028)
    years = (end - month_index(world.a.estimate(US_STOCK).as_of)) / MONTHS_PER_YEAR
    return us_stock(world.a, years) / china[:, end]


def us_over_china_added_2026(world: World) -> Array:
    """What five US firms add in 2026 over what China adds without exports, made there or diverted; ratio.

    Made in China: Huawei's two lines alone (low for China). Chips rented abroad stand in no Chinese stock.
    """
    a = world.a
    added = us_stock(a, 1) - us_stock(a, 0)
    return added / (output_h100e(a) + in_year(diverted_flow(a), 2026))


def fall_with_b30a(world: World) -> Array:
    """The factor by which US over Chinese computing power added in a year falls once the B30A is sold and admitted; ratio.

    The year begins with the first B30A that Washington lets go; both sides are counted in it with and without exports.
    US buyers lose what the switch for displacement says, nothing by default (low), and no more B30A come than firms are
    taken to want (low, beside claims of several millions).
    """
    a, new = world.a, world.cell(B30A, ADMITTED)[0]
    months = np.arange(1, a.catalog.horizon.months + 1, dtype=float)[None, :]
    start = lag_left(a, a.catalog.get("policies", B30A))[:, None]
    year = opened(months=months, start=start, end=start + MONTHS_PER_YEAR)
    since = months_between(a.estimate(US_STOCK).as_of, a.catalog.horizon.evidence_to)
    stocks = [us_stock(a, (since + month) / MONTHS_PER_YEAR) for month in range(months.size + 1)]
    us = np.diff(np.stack(stocks, axis=1), axis=1)
    lost = np.diff(us_displaced(a, new), axis=1, prepend=0)
    arriving = sum(
        np.diff(units, axis=1, prepend=0) * chip_worth(a, chip, FLOP)[:, None] for chip, units in new.items()
    )
    ahead = world.shared().diverted_ahead
    china = domestic_flow(a, world.shared().by_channel["legal"].shape[1])[:, -months.size :] + ahead
    without = _within(us, year) / _within(china, year)
    return without / (_within(us - lost, year) / _within(china + arriving, year))


def die_bank(world: World) -> Array:
    """Ascend dies that TSMC made, as H100e: dies held x the worth of one. No yield in packaging is taken off (high).

    The worth is the geometric mean of four: a 910B and half a 910C, each by dense 16-bit speed and by the legal measure,
    which agree. The published number of dies is the lower of two, 2.9 and 3.0 million (low).
    """
    a = world.a
    dies, in_one = a.estimate("chip_supply.ascend-dies-tsmc").central, a.draw("ascend_910c_dies", "dies")
    older, newer = (chip_worth(a, chip, FLOP) * _legal_worth(a, chip) for chip in (OLDER_CHIP, HBM_CHIP))
    return dies * (older * newer / in_one**2) ** (1 / 4)


def huawei_over_nvidia_2026(world: World) -> Array:
    """Computing power that Huawei makes in 2026 over what Nvidia sells worldwide in 2026; share.

    Huawei: from wafers, dies and memory made in China, without foreign dies still in store (low), on all wafers that go
    to accelerators (high). Nvidia: its stock at the end of 2025, central, at the judged growth of the world's. At its own
    pace of 2025, sales times 2.7, the share would be a quarter less.
    """
    a = world.a
    stock, growth = a.estimate("installed_compute.world-nvidia-2025").central, a.draw("world_stock_growth", GROWTH_UNIT)
    return output_h100e(a) / (grown(base=stock, growth=growth, years=1) - stock)


def ascend_910c_2026(world: World) -> Array:
    """Ascend 910C that Huawei can make in 2026, the lesser of what dies and what stacks of HBM suffice for; chips.

    Dies and stacks made in China in the year: what is left of foreign ones is left out (low), losses in packaging and
    other uses of HBM too (high).
    """
    return output_2026(world.a)[HBM_CHIP]


def us_chips_abroad(world: World) -> Array:
    """Of US-made chips at Chinese firms' disposal at the end of 2025, in H100e, those that they rent abroad; share.

    The others were sold lawfully and still work, or were diverted. Leaves out chips abroad that Chinese firms own (low).
    """
    end = month_index(world.a.estimate("diverted_stock_2025").as_of)
    found = {name: world.shared().by_channel[name][:, end] for name in ("legal", "diverted", RENTED)}
    return found[RENTED] / sum(found.values())


def diverted_2024(world: World) -> Array:
    """Chips diverted into China in 2024 as the stock at the end of 2025 implies it, at one H100e a chip; chips.

    Reads no count of the flow. A100s among them would make it more chips (low); faster ones were hardly sold that year.
    """
    return in_year(diverted_history(world.a), 2024)


def _legal_worth(a: Assumptions, chip: str) -> float:
    """One chip in H100s by total processing performance."""
    ours, h100 = (total_processing_performance(a.catalog.get("chips", name)) or 0 for name in (chip, "h100"))
    return ours / h100


def _within(flow: Array, part: Array) -> Array:
    """What a monthly flow adds up to over the part of each month that counts, shape (draws,)."""
    return (flow * part).sum(axis=1)


TESTS: dict[str, Callable[[World], Array]] = {
    "ratio.us_over_cn_2028.claimed": us_over_china_2028,
    "ratio.added_2026_no_exports.claimed": us_over_china_added_2026,
    "ratio.fall_with_b30a": fall_with_b30a,
    "ratio.die_bank.claimed": die_bank,
    "ratio.huawei_over_nvidia_2026.claimed": huawei_over_nvidia_2026,
    "output.ascend_910c_2026": ascend_910c_2026,
    "share.us_chips_abroad": us_chips_abroad,
    "ratio.diverted_2024.claimed": diverted_2024,
}
