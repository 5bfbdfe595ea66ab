"""Chips in China from January 2022 to the month of the newest evidence: sold lawfully, predicted, and diverted.

All monthly arrays here have shape (draws, months), with one column for each of ``history_months``.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Chip
from analysis.catalog.records import Horizon
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.labs import months_between
from analysis.model.supply import stock

HISTORY_BEGINS = date.fromisoformat("2022-01-01")  # the counts by chip that are on file begin with this year

# Yardstick: the figure of a chip that is divided by the H100's, and its unit.
YARDSTICKS = {
    "h100e_flop": ("dense_16bit", "FLOP/s"),
    "h100e_bandwidth": ("memory_bandwidth", "GB/s"),
    "h100e_decode": ("decode_rate", "tokens/s"),
}
# Fiscal year of Nvidia's: its large chips for China, the older first.
FLAGSHIPS = {"fy2023": ("a100", "a800"), "fy2024": ("a800", "h800"), "fy2025": ("h20",)}
FIRST_RULE = "oct-2022-advanced-computing"  # nothing is diverted before a rule forbids it


def history_months(horizon: Horizon) -> list[str]:
    """The months of history as YYYY-MM, the month of the newest evidence included."""
    first = np.datetime64(HISTORY_BEGINS, "M")
    return [str(month) for month in first + np.arange(month_index(horizon.evidence_to) + 1)]


def month_index(day: date) -> int:
    """Column of the month of ``day`` in a monthly array of history."""
    return months_between(HISTORY_BEGINS, day)


def chips_bought(*, revenue: Any, data_centre_share: Any, flagship_share: Any, chip_share: Any, price: Any) -> Any:
    """Chips of one kind that a seller's revenue from a country stands for: revenue x three shares / price.

    Leaves out purchases billed elsewhere (low) and servers sold whole, whose price is above the chip's (high).
    """
    return revenue * data_centre_share * flagship_share * chip_share / price


def flow_to_reach(*, reached: Any, growth: Any, annual_retirement: Any, months: Any) -> Any:
    """Monthly flow, shape (draws, months), that grows by ``growth`` a year and leaves the stock ``reached`` at its end.

    F[t] = F[0] growth^(t/12), with K[t+1] = (1 - d)^(1/12) K[t] + F[t] and nothing before. ``months``: 0, 1, 2 and so on.
    Leaves out single large shipments; what is fixed is the stock at the end, not the path to it.
    """
    shape = growth[:, None] ** (months / MONTHS_PER_YEAR)
    final = stock(flow=shape, annual_retirement=annual_retirement)[:, -1]
    return shape * (reached / final)[:, None]


def legal_sales(a: Assumptions) -> dict[str, Array]:
    """Chips sold lawfully into China a month, by chip.

    A period's units are spread evenly over its months. H200s delivered to date lie between the first delivery and the
    date of their count. Chips of one kind share one draw over all their years. Prices of A100, A800 and H800 follow the
    H20's with a rank correlation of 0.5, so that two of them share 0.25, where Epoch AI has 0.5 (sums too narrow).
    Leaves out the H20 licensed since August 2025, about 6,000, and small cards such as the L20 (low).
    """
    sales = {chip.id: _sold(a, chip) for chip in _sold_in_china(a)}
    first = a.catalog.reference_policy.first_delivery
    counted = a.estimate("h200_delivered_to_date").as_of
    h200 = _spread(a, a.draw("h200_delivered_to_date", "chips"), first, counted)
    product = a.catalog.reference_policy.product
    return sales | {product: sales.get(product, 0) + h200}


def legal_stock(a: Assumptions, retire: bool) -> dict[str, Array]:
    """Chips sold lawfully into China and in service at the end of each month, by chip; nothing retired unless ``retire``."""
    return {chip: _working(a, flow, retire) for chip, flow in legal_sales(a).items()}


def legal_h100e(a: Assumptions, yardstick: str, retire: bool) -> Array:
    """The lawful stock at the end of each month in H100 equivalents by one of YARDSTICKS, over all chips."""
    return in_h100e(a, legal_stock(a, retire), yardstick)


def in_h100e(a: Assumptions, chips: Mapping[str, Array], yardstick: str) -> Array:
    """Chips by kind as one sum in H100 equivalents. A chip without the figure counts nothing (low).

    Bandwidth leaves out the MI308X; decoding counts only measured chips, so neither it nor the A100 and A800.
    """
    field, _ = YARDSTICKS[yardstick]
    known = {i: units for i, units in chips.items() if getattr(a.catalog.get("chips", i), field)}
    return sum(worth(a, chip, yardstick)[:, None] * units for chip, units in known.items())


def worth(a: Assumptions, chip: str, yardstick: str) -> Array:
    """One chip in H100s by a yardstick, shape (draws,)."""
    field, unit = YARDSTICKS[yardstick]
    return a.draw(f"{chip}.{field}", unit) / a.draw(f"h100.{field}", unit)


def predicted_sales(a: Assumptions) -> dict[str, Array]:
    """Nvidia chips sold into China a month, by chip, from its revenue there and its prices alone.

    A year's revenue is spread evenly over the twelve months up to its last; the H20's of the quarter to April 2025 is
    stated. Reads no count of chips. Leaves out all before February 2022, the H20 of January 2024 and before and since
    May 2025 (low). Prices of two chips are drawn apart (too narrow). Shares were set by people who knew the published
    counts, so agreement is a check of sizes and not a blind test.
    """
    sales: dict[str, Array] = {}
    for year, chips in FLAGSHIPS.items():
        newer = a.draw(f"newer_chip_share_{year}", "share") if chips[1:] else np.ones(a.draws)
        for chip, share in zip(reversed(chips), (newer, 1 - newer), strict=False):
            bought = chips_bought(
                revenue=a.draw(f"china_revenue_{year}", "USD"),
                data_centre_share=a.draw(f"china_data_centre_share_{year}", "share"),
                flagship_share=a.draw(f"flagship_share_{year}", "share"),
                chip_share=share,
                price=a.draw(f"{chip}.price", "USD/chip"),
            )
            last = a.estimate(f"china_revenue_{year}").as_of
            sales[chip] = sales.get(chip, 0) + _spread_until(a, bought, last, MONTHS_PER_YEAR)
    sold = a.draw("h20_revenue_q1fy26", "USD") / a.draw("h20.price", "USD/chip")
    end = a.estimate("h20_revenue_q1fy26").as_of
    sales["h20"] = sales["h20"] + _spread_until(a, sold, end, months_between(last, end))
    return sales


def predicted_stock(a: Assumptions, retire: bool) -> dict[str, Array]:
    """What ``predicted_sales`` leaves in service at the end of each month, by chip."""
    return {chip: _working(a, flow, retire) for chip, flow in predicted_sales(a).items()}


def diverted_history(a: Assumptions) -> Array:
    """Computing power diverted into China a month, in H100 equivalents by 16-bit FLOP/s; nothing before October 2022.

    Grows by ``diverted_growth`` a year, and is scaled so that what still works at the end of 2025 equals
    ``diverted_stock_2025``, after ``unsupported_retirement``. Later months are at the monthly mean of 2025 times
    ``diverted_later``. Leaves out waves, such as the rush before a rule, and any drop within 2026 (either way).
    """
    estimate = a.estimate("diverted_stock_2025")
    first, last = month_index(a.catalog.get("rules", FIRST_RULE).effective), month_index(estimate.as_of)
    known = flow_to_reach(
        reached=a.draw("diverted_stock_2025", "H100e"),
        growth=a.draw("diverted_growth", "x per year"),
        annual_retirement=a.draw("unsupported_retirement", "share/year"),
        months=np.arange(last - first + 1),
    )
    before, after = np.zeros((a.draws, first)), np.ones((a.draws, _months(a) - last - 1))
    later = known[:, -MONTHS_PER_YEAR:].mean(axis=1) * a.draw("diverted_later", "ratio")
    return np.hstack([before, known, later[:, None] * after])


def china_stock(a: Assumptions) -> dict[str, dict[str, Array]]:
    """Computing power in China at the end of 2025 by channel and yardstick (flop, bandwidth), in H100e, shape (draws,).

    Lawful chips without retirement, as the totals they are held against. Chinese makers' and diverted chips by bandwidth
    are their training speed times a judged ratio.
    """
    end = month_index(a.estimate("diverted_stock_2025").as_of)
    domestic, diverted = a.draw("domestic_stock_2025", "H100e"), a.draw("diverted_stock_2025", "H100e")
    return {
        "h100e_flop": {
            "legal": legal_h100e(a, "h100e_flop", retire=False)[:, end],
            "domestic": domestic,
            "diverted": diverted,
        },
        "h100e_bandwidth": {
            "legal": legal_h100e(a, "h100e_bandwidth", retire=False)[:, end],
            "domestic": domestic * a.draw("bandwidth_per_h100e_domestic", "ratio"),
            "diverted": diverted * a.draw("bandwidth_per_h100e_diverted", "ratio"),
        },
    }


def ratios(a: Assumptions) -> dict[tuple[str, str, str], Array]:
    """Totals of others over China's at the end of 2025, shape (draws,): by (whose, with or without diverted, yardstick).

    ``world`` is the four large designers outside China, so China's lawful and diverted chips are in both. Chips rented
    abroad count where they stand. Counts by 8-bit and by 16-bit speed are taken as one (the same for Hopper).
    """
    others = {
        "us_five": (a.draw("us_five_stock_2025", "H100e"), a.draw("bandwidth_per_h100e_us", "ratio")),
        "world": (a.draw("world_stock_2025", "H100e"), a.draw("bandwidth_per_h100e_world", "ratio")),
    }
    found = {}
    for yardstick, channels in china_stock(a).items():
        official = channels["legal"] + channels["domestic"]
        for whose, (flop, bandwidth) in others.items():
            total = flop * bandwidth if yardstick == "h100e_bandwidth" else flop
            found[whose, "without_diverted", yardstick] = total / official
            found[whose, "with_diverted", yardstick] = total / (official + channels["diverted"])
    return found


def _months(a: Assumptions) -> int:
    return month_index(a.catalog.horizon.evidence_to) + 1


def _sold_in_china(a: Assumptions) -> list[Chip]:
    return [chip for _, chip in sorted(a.catalog.kinds["chips"].items()) if chip.china_sales]


def _sold(a: Assumptions, chip: Chip) -> Array:
    periods = chip.china_sales.items()
    return sum(
        _spread(a, a.draw(f"{chip.id}.china_sales.{key}.units", "chips"), sales.since, sales.until)
        for key, sales in periods
    )


def _spread(a: Assumptions, units: Array, since: date, until: date) -> Array:
    """Units in equal parts over the months from one day's to another's, both included."""
    return _spread_until(a, units, until, months_between(since, until) + 1)


def _spread_until(a: Assumptions, units: Array, until: date, count: float) -> Array:
    """Units in equal parts over ``count`` months that end with that of ``until``."""
    age = month_index(until) - np.arange(_months(a))
    return units[:, None] / count * ((age >= 0) & (age < count))


def _working(a: Assumptions, flow: Array, retire: bool) -> Array:
    rate = a.draw("annual_retirement", "share") if retire else np.zeros(a.draws)
    return stock(flow=flow, annual_retirement=rate)
