"""Our history of chips in China against what others published: each agrees, or its difference is filed with the reason."""

import pytest

from analysis.calibration import load_inputs
from analysis.scenarios.history import (
    BACKCAST_YEARS,
    YEARS,
    backcast,
    diverted,
    diverted_by_growth,
    h20_elsewhere,
    reconciliation,
    totals,
)

DRAWS, SEED = 4096, 1
CATALOG = load_inputs()
STOCK = reconciliation(DRAWS, SEED)
BACKCAST = backcast(DRAWS, SEED)
DIVERTED = diverted(DRAWS, SEED)
# The median of a sum is not the sum of medians: with four chips whose upper ends lie farther out than their lower ones,
# the two differ by 0.3 to 0.6 percent; what is not explained must stay within one.
UNEXPLAINED = 0.01


@pytest.mark.parametrize("year", YEARS)
def test_the_lawful_stock_is_the_published_one_but_for_h20_sold_elsewhere(year: int) -> None:
    """402,000 published at the end of 2025, ours 392,000: 62,548 H20 at 0.1496 are 9,355 of the difference."""
    assert abs(STOCK.loc[(year, "total"), "left"]) < UNEXPLAINED


@pytest.mark.parametrize("year", YEARS)
def test_the_published_stock_lies_inside_our_interval(year: int) -> None:
    """And ours inside the published, which is wider where it was a sum of percentiles."""
    row = STOCK.loc[(year, "total")]
    assert row["low"] <= row["published_central"] <= row["high"]
    assert row["published_low"] <= row["central"] <= row["published_high"]


def test_h20_sold_elsewhere_are_what_650_million_usd_buys() -> None:
    """531,486 published for all buyers less 468,938 for China are 62,548; 650e6 / 10,392 = 62,548."""
    assert h20_elsewhere(CATALOG) == pytest.approx(650e6 / 10_392, rel=1e-5)


def test_units_differ_from_the_published_by_the_same_chips() -> None:
    """1,805,354 published; ours 1,736,891 and 62,548 elsewhere are 1,799,439, 0.3 percent less: medians were added."""
    published = CATALOG.series["installed_compute"]["china-nvidia-units-2025"].central
    ours = STOCK.loc[(2025, "total"), "units"] + h20_elsewhere(CATALOG)
    assert ours == pytest.approx(published, rel=0.004)


@pytest.mark.parametrize("year", YEARS)
def test_shares_by_chip_add_up_to_the_whole(year: int) -> None:
    """Means of shares over draws sum to one."""
    shares = STOCK.loc[year].drop("total")["share"]
    assert shares.sum() == pytest.approx(1, rel=1e-9)


def test_retirement_takes_a_twelfth_of_the_stock_by_the_end_of_2025() -> None:
    """At 4% (2.5 to 8%) a year on chips that are 0.9 to 3.6 years old, some 8 percent: 360,000 of 392,000 are left."""
    row = STOCK.loc[(2025, "total")]
    assert row["in_service"] / row["central"] == pytest.approx(0.92, rel=0.02)


def test_h20_are_most_of_the_units_and_half_of_the_speed() -> None:
    """1.43 of 1.74 million chips (0.82), and 0.545 of the H100e, at the end of 2025."""
    row, total = STOCK.loc[(2025, "h20")], STOCK.loc[(2025, "total")]
    assert row["units"] / total["units"] == pytest.approx(0.82, rel=0.01)
    assert row["share"] == pytest.approx(0.545, rel=0.02)


@pytest.mark.parametrize("name", [f"stock-{year}" for year in BACKCAST_YEARS] + ["h20-2024", "h20-2025"])
def test_the_backcast_from_revenue_holds_the_published_count(name: str) -> None:
    """177,000, 320,000 and 402,000 H100e and the H20 of two years lie inside our 90% intervals."""
    assert BACKCAST.loc[name, "inside"]


@pytest.mark.parametrize(
    ("name", "ratio"),
    # The intervals are plus or minus 24 to 40 percent; the centres are much nearer, and these say how near.
    [("stock-2023", 1.09), ("stock-2024", 1.065), ("stock-2025", 1.04), ("h20-2024", 0.93), ("h20-2025", 1.12)],
)
def test_how_far_the_backcast_is_off_in_its_centre(name: str, ratio: float) -> None:
    """The filed ratio of our central value to the published; a change of inputs that moves it is a change to explain."""
    assert BACKCAST.loc[name, "ratio"] == pytest.approx(ratio, rel=0.02)


def test_the_diverted_flow_of_2024_overlaps_with_the_count_of_cnas() -> None:
    """196,000 H100e (82,000 to 485,000) against 140,000 chips (10,000 to 400,000): 1.4 H100e to a chip."""
    row = DIVERTED.loc["cnas-2024"]
    assert row["inside"]
    assert 1.0 <= row["ratio"] <= 2.53  # between an H100 and a Blackwell chip in a rack


def test_the_newspaper_count_is_a_floor_that_the_flow_exceeds() -> None:
    """At least 1 billion USD in three months, 16,360 B200 at 2.27: 37,000 H100e; ours 99,000, low end 40,000."""
    row = DIVERTED.loc["ft-three-months-2025"]
    assert row["low"] > row["published"]


def test_one_indictment_is_a_small_part_of_the_flow() -> None:
    """54,000 chips in two years, at 1 to 2.5 H100e each, under a quarter of some 600,000: a floor of what is known."""
    row = DIVERTED.loc["supermicro-2024-2025"]
    assert 2.53 * row["published"] < row["central"] / 4


def test_faster_growth_leaves_less_for_2024() -> None:
    """For 660,000 at the end of 2025: 230,000 in 2024 at 1.2 a year, 200,000 at 2, 145,000 at 3.5, nearest to CNAS."""
    found = diverted_by_growth(SEED)["flow-2024"]
    assert found.tolist() == pytest.approx([230_192, 200_268, 145_056], rel=1e-4)


def test_the_five_us_firms_hold_what_the_published_ratio_says() -> None:
    """8.34 with diverted chips and 650,000 Chinese; ours has 780,000: 14.36 / (0.402 + 0.78 + 0.66) = 7.8."""
    row = totals(DRAWS, SEED).loc[("us_five", "with_diverted", "h100e_flop")]
    published = CATALOG.series["published_estimates"]["us-five-over-china-2025-diverted"].central
    assert row["low"] < published < row["high"]
    assert row["central"] == pytest.approx(7.8, rel=0.03)


def test_the_gap_is_smaller_by_bandwidth_than_by_speed() -> None:
    """China holds chips that were cut in speed and not in memory, so every ratio falls."""
    found = totals(DRAWS, SEED)["central"].unstack()
    assert (found["h100e_bandwidth"] < found["h100e_flop"]).all()
