"""Tests of claims about China's market for AI chips: what was taken up, who sells most, and what the sales pay for.

H100e are by dense 16-bit speed. Sales are lawful ones into mainland China and Hong Kong.
"""

from collections.abc import Callable
from datetime import date

from analysis.assumptions import Array, Assumptions
from analysis.insight.claim_tests.world import World
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.conversion import FLOP, chip_worth
from analysis.model.domestic import domestic_flow, output_h100e, proxy_flow
from analysis.model.history import history_months, legal_sales, month_index
from analysis.model.labs import months_between
from analysis.model.limits import H200
from analysis.scenarios.history import NVIDIA

REFERENCE = "r3"  # the policy in force
RATIONED, ADMITTED = "ration", "admit"  # postures of Beijing
YEAR_BEGINS = date.fromisoformat("2025-09-01")  # of the twelve months to August 2026
END_OF_2026 = date.fromisoformat("2026-12-31")
HALF_YEAR = ("h200_volumes.revenue-q1fy27", "h200_volumes.revenue-q2fy27")


def delivered_of_licensed(world: World) -> Array:
    """H200s delivered to Chinese buyers up to August 2026 over those licensed by July; share.

    Licensed: the value that an official gave over the price. Ten firms at the most that one may buy would be twice as
    many, and licences of August are left out (high).
    """
    a = world.a
    licensed = a.draw("h200_volumes.h200-licence-value", "USD") / a.draw(f"{H200}.price", "USD/chip")
    return a.draw("h200_delivered_to_date", "chips") / licensed


def huawei_over_nvidia_china_2026(world: World) -> Array:
    """Huawei's deliveries in China in 2026 over Nvidia's licensed ones, both in H100e; ratio.

    Huawei: chips made in China, all taken to stay there (high). Nvidia: H200s counted by August, and what the policy in
    force and a rationing Beijing let through from November on. Small cards and the H20, of which next to nothing was sold
    under licence, are left out, as is any delivery between the count and November (high).
    """
    a, new = world.a, world.cell(REFERENCE, RATIONED)[0]
    ahead = int(months_between(a.catalog.horizon.evidence_to, END_OF_2026))
    chips = a.draw("h200_delivered_to_date", "chips") + new[H200][:, ahead - 1]
    return output_h100e(a) / (chips * chip_worth(a, H200, FLOP))


def nvidia_in_china_2026(world: World) -> Array:
    """Nvidia's share of AI chips delivered in China in the twelve months to August 2026, licensed ones, in H100e.

    The whole: Nvidia, AMD and Chinese makers, on foreign dies too. Nvidia's small cards are left out (low), as are other
    Chinese makers' chips in 2026 (high). The H20s licensed since August 2025 are counted by their revenue.
    """
    a = world.a
    h20 = a.draw("h200_volumes.h20-revenue-licensed", "USD") / a.draw("h20.price", "USD/chip")
    sold = {chip: _in_the_year(units) * chip_worth(a, chip, FLOP) for chip, units in legal_sales(a).items()}
    ours = sum(value for chip, value in sold.items() if a.catalog.get("chips", chip).vendor == NVIDIA)
    ours = ours + h20 * chip_worth(a, "h20", FLOP)
    others = sum(value for chip, value in sold.items() if a.catalog.get("chips", chip).vendor != NVIDIA)
    return ours / (ours + others + _in_the_year(_chinese_makers(a)))


def h200_of_nvidia_revenue(world: World) -> Array:
    """What H200s bring Nvidia in a year if Beijing takes all, duty taken off, over its yearly revenue; share.

    The first twelve months ahead under the policy in force, at the price in China; the duty is on that price, the import
    value being unknown (low). Revenue: twice the first half of the business year, which still grows (high).
    """
    a, new = world.a, world.cell(REFERENCE, ADMITTED)[0]
    borne = a.draw(f"{REFERENCE}.duty", "share") * (1 - a.draw("duty_pass_through", "share"))
    income = new[H200][:, MONTHS_PER_YEAR - 1] * a.draw(f"{H200}.price", "USD/chip") * (1 - borne)
    return income / (2 * sum(a.draw(quarter, "USD") for quarter in HALF_YEAR))


def _chinese_makers(a: Assumptions) -> Array:
    """Computing power on Chinese and on foreign dies that enters service a month."""
    months = len(history_months(a.catalog.horizon))
    return domestic_flow(a, months) + proxy_flow(a, months)


def _in_the_year(flow: Array) -> Array:
    """What a monthly flow adds up to in the twelve months to August 2026, shape (draws,)."""
    first = month_index(YEAR_BEGINS)
    return flow[:, first : first + MONTHS_PER_YEAR].sum(axis=1)


TESTS: dict[str, Callable[[World], Array]] = {
    "share.delivered_of_licensed": delivered_of_licensed,
    "ratio.huawei_over_nvidia_china_2026": huawei_over_nvidia_china_2026,
    "share.nvidia_in_china_2026": nvidia_in_china_2026,
    "share.h200_of_nvidia_revenue": h200_of_nvidia_revenue,
}
