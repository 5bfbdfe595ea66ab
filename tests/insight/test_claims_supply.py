"""Tests of claims about supply and the Chinese market: each number worked out by hand on inputs that are set."""

import numpy as np
import pytest

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.insight.claim_tests import market, supply
from analysis.insight.claim_tests.world import World
from analysis.model.channels import ratio_forward
from analysis.model.domestic import domestic_stock
from analysis.model.history import legal_h100e
from analysis.scenarios.history import year_end

CATALOG = load_inputs()
DRAWS = 200
TESTS = supply.TESTS | market.TESTS
MINE = (
    "anthropic-2028-compute-gap", "b30a-under-four-times", "china-rejects-h200", "die-bank-one-million",
    "huawei-four-percent", "huawei-leads-nvidia", "millions-of-910c", "no-exports-31-times", "nvidia-share-is-zero",
    "offshore-fuels-china", "sales-fund-us-research", "smuggled-140-thousand",
)  # fmt: skip
NEXT_TO_NOTHING = 1e-9

# A million Atlas 350 a year and no 910C: 1e6 x 378 / 989.5 = 382,011 H100e, growing no further.
MADE = {"own_memory_chips": 1e6, "hbm_stacks_started": NEXT_TO_NOTHING, "domestic_output_growth": 1}
MADE_A_YEAR = 1e6 * 378 / 989.5
# One million diverted in 39 months that double each year, none retired: the last twelve brought
# (2^(39/12) - 2^(27/12)) / (2^(39/12) - 1) = 0.5587 of it, the twelve before half as many. Since then at half the rate.
DIVERTED = {
    "diverted_stock_2025": 1e6, "diverted_growth": 2, "unsupported_retirement": NEXT_TO_NOTHING,
    "diverted_later": 0.5, "diverted_growth_ahead": 1,
}  # fmt: skip
DIVERTED_2024 = DIVERTED_A_YEAR = 1e6 / 2 * (2**3.25 - 2**2.25) / (2**3.25 - 1)
US = {"us_five_stock_2025": 10e6, "us_stock_growth": 3}
# The ceiling of the policy in force alone binds: 500,000 x 0.5, and 23 months to deliver what is left of it.
REFERENCE = {
    "r3.gross_ceiling": 500_000, "r3.us_share": 0.5, "us_h200_cumulative": 10e6, "h200_demand": 1e8,
    "h200_inventory": 1e7, "lab_test_throughput": 1e7, "h200_delivered_to_date": 20_000, "months_to_fill": 23,
}  # fmt: skip


def world(settings: dict[str, float]) -> World:
    """A small set of draws with some inputs set."""
    return World(Assumptions(CATALOG, DRAWS, 1, settings))


def found(claim: str, settings: dict[str, float]) -> Array:
    """What the test of a claim finds with some inputs set."""
    return TESTS[CATALOG.get("claims", claim).verdict.quantity](world(settings))


def alike(values: Array, wanted: float | Array) -> None:
    """Every draw is as worked out."""
    assert values.shape == (DRAWS,)
    np.testing.assert_allclose(values, np.broadcast_to(wanted, DRAWS), rtol=1e-6)


@pytest.mark.parametrize("claim", MINE)
def test_each_claim_about_supply_has_a_test_that_gives_a_number_above_zero_on_every_draw(claim: str) -> None:
    """Shape (draws,), finite, from inputs that are drawn as ever."""
    values = found(claim, {})
    assert values.shape == (DRAWS,)
    assert np.all(np.isfinite(values)) and np.all(values > 0)


def test_no_test_is_left_without_a_claim() -> None:
    """The quantities are those of the claims' rules, and of no other."""
    assert set(TESTS) == {CATALOG.get("claims", claim).verdict.quantity for claim in MINE}


def test_the_gap_of_2028_is_the_us_stock_over_all_that_china_uses_if_no_loophole_can_be_closed() -> None:
    """Cuts of next to nothing: the model's own ratio under full denial, with rented chips on China's side."""
    open_holes = {"r8.diversion_cut": NEXT_TO_NOTHING, "r9.rental_cut": NEXT_TO_NOTHING}
    denied = world(open_holes)
    used, end = denied.cell("r1", "block")[1], year_end(2028)
    owned = ratio_forward(denied.a, used, "us")[:, 36]  # 36 months after December 2025
    alike(found("anthropic-2028-compute-gap", open_holes), owned * used.owned[:, end] / used.total[:, end])


@pytest.mark.parametrize("cut", ["r8.diversion_cut", "r9.rental_cut"])
def test_the_gap_of_2028_grows_with_each_loophole_that_is_closed(cut: str) -> None:
    """Diversion and rental each count: a deeper cut after a year widens the lead on every draw."""
    delays = {"verify-location.delay": 12, "close-cloud.delay": 12}
    little, much = (found("anthropic-2028-compute-gap", delays | {cut: share}) for share in (0.1, 0.9))
    assert np.all(much > little)


def test_without_exports_the_us_adds_its_growth_over_what_china_makes_and_diverts() -> None:
    """10 million grow threefold, so 20 million are added, over 382,011 made and 279,367 diverted: 30.2."""
    ratio = 20e6 / (MADE_A_YEAR + DIVERTED_A_YEAR)
    assert ratio == pytest.approx(30.24, rel=1e-3)
    alike(found("no-exports-31-times", US | MADE | DIVERTED), ratio)


@pytest.mark.parametrize("displaced", [0, 1])
def test_the_lead_falls_by_the_b30a_of_its_first_year_and_by_what_us_buyers_lose(displaced: float) -> None:
    """After three months' lag half of a million come in six, 1.2633 H100e each; H200s sold before it are of no account.

    US firms add 10 million x (3^(25/12) - 3^(13/12)) in that year, the 14th to 25th month after 2025.
    """
    sold = REFERENCE | {"r7.lag": 3, "r7.gross_ceiling": 1e6, "r7.us_share": 0.5, "months_to_fill": 6}
    arriving = 500_000 * 1250 / 989.5
    added, china = 10e6 * (3 ** (25 / 12) - 3 ** (13 / 12)), MADE_A_YEAR + DIVERTED_A_YEAR
    fall = (added / china) / ((added - displaced * arriving) / (china + arriving))
    alike(found("b30a-under-four-times", sold | US | MADE | DIVERTED | {"us_displacement_share": displaced}), fall)


@pytest.mark.parametrize(("speed", "times"), [(320e12, 1), (640e12, 2**0.25)])
def test_the_die_bank_is_2_9_million_dies_between_a_910b_and_half_a_910c(speed: float, times: float) -> None:
    """2.9 million x root of (320 x 376) / 989.5 = 1.017 million by both measures; speed of a 910B is one of four parts."""
    alike(found("die-bank-one-million", {"ascend-910b.dense_16bit": speed}), 2.9e6 * (320 * 376) ** 0.5 / 989.5 * times)


def test_huawei_over_nvidia_is_output_over_the_growth_of_nvidia_s_stock() -> None:
    """A stock of 13.66 million doubles: 382,011 over 13.66 million is 2.8 percent."""
    alike(found("huawei-four-percent", MADE | {"world_stock_growth": 2}), MADE_A_YEAR / 13659258)


@pytest.mark.parametrize(("stacks", "chips"), [(8e6, 500_000), (80e6, 3e6)])
def test_910c_are_limited_by_dies_or_by_memory(stacks: float, chips: float) -> None:
    """Dies for 50,000 x 12 x 0.25 x 80 x 0.5 / 2 = 3 million; memory for 8 million x 0.5 / 8 = half a million."""
    dies = {"smic_wafers": 50_000, "accelerator_wafer_share": 0.25, "ascend_dies_per_wafer": 80}
    yields = {"domestic_die_yield": 0.5, "domestic_hbm_yield": 0.5}
    alike(found("millions-of-910c", dies | yields | {"hbm_stacks_started": stacks}), chips)


def test_chips_abroad_are_a_share_of_us_chips_sold_diverted_and_rented_at_the_end_of_2025() -> None:
    """300,000 rented in October 2026 were 300,000 / 4^(10/12) ten months before; one million was diverted."""
    settings = DIVERTED | {"offshore_rented": 300_000, "offshore_rented_growth_past": 4}
    rented = 300_000 / 4 ** (10 / 12)
    legal = legal_h100e(world(settings).a, "h100e_flop", retire=True)[:, year_end(2025)]
    alike(found("offshore-fuels-china", settings), rented / (rented + 1e6 + legal))


def test_chips_diverted_in_2024_follow_from_the_stock_alone() -> None:
    """A quarter of a million and more of one million, and no count of the flow is read."""
    alike(found("smuggled-140-thousand", DIVERTED), DIVERTED_2024)
    counted = world({})
    supply.diverted_2024(counted)
    assert "diverted_stock_2025" in counted.a.read
    assert "diverted_flow" not in counted.a.read


def test_h200s_taken_up_are_those_delivered_over_the_licences_value_at_the_price() -> None:
    """10 billion at 25,000 each are 400,000, of which 20,000 are a twentieth."""
    alike(found("china-rejects-h200", {"h200_delivered_to_date": 20_000, "h200.price": 25_000}), 0.05)


@pytest.mark.parametrize("admitted", [NEXT_TO_NOTHING, 0.3])
def test_huawei_over_nvidia_in_china_counts_h200s_up_to_december(admitted: float) -> None:
    """382,011 over 20,000, and over two months of 230,000 x 0.3 in 23 months, less what waits for Beijing."""
    gates = {"ration.share_admitted": admitted, "ration.any_in_12_months": 1}
    nvidia = 20_000 + 2 * 10_000 * admitted
    alike(found("huawei-leads-nvidia", REFERENCE | MADE | gates), MADE_A_YEAR / nvidia)


def test_nvidia_s_share_is_of_all_chips_that_came_in_twelve_months() -> None:
    """20,000 H200, 6,000 H20 of 148 / 989.5; four months of 24 of AMD's; Chinese makers' as their stock rose, unretired."""
    settings = MADE | {"h200_delivered_to_date": 20_000, "h20.price": 10_000, "annual_retirement": NEXT_TO_NOTHING}
    settings |= {"mi308x.china_sales.2024-2025.units": 48_000, "mi308x.dense_16bit": 206e12}
    nvidia, amd = 20_000 + 6_000 * 148 / 989.5, 48_000 * 4 / 24 * 206 / 989.5
    august = year_end(2026) - 4
    stocks = domestic_stock(world(settings).a, august + 3).values()
    makers = sum(stock[:, august] - stock[:, august - 12] for stock in stocks)
    alike(found("nvidia-share-is-zero", settings), nvidia / (nvidia + amd + makers))


@pytest.mark.parametrize(("passed_on", "kept"), [(0, 0.75), (1, 1)])
def test_h200s_bring_twelve_months_of_deliveries_at_the_price_less_the_duty_borne(
    passed_on: float, kept: float
) -> None:
    """230,000 in 23 months are 120,000 a year at 27,000 USD, over twice (81.6 + 96.221) billion."""
    revenue = 2 * (81.6e9 + 96.221e9)
    income = 120_000 * 27_000 * kept
    settings = REFERENCE | {"h200.price": 27_000, "duty_pass_through": passed_on}
    alike(found("sales-fund-us-research", settings), income / revenue)
