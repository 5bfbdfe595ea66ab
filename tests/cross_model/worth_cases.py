"""What the exchanges cost by three prices, what they would add to DeepSeek's bill, and what a harvest is worth."""

from math import sqrt

from analysis.calibration import fits, load_inputs
from tests.cross_model.comparison import Comparison, printed
from tests.cross_model.ours import HOURS_PER_YEAR, quantity

PRICES = {"list_usd": "at list price", "street_usd": "resold", "subscription_usd": "by subscription"}
V3_USD = 5.576e6
HARVEST_SOURCES = ("swe-gym-2024", "r2e-gym-2025", "swe-smith-blog", "skywork-swe-2025", "swe-star-2026")


def price(
    name: str, published: float, source: str, disclosure: str, kind: str, reading: str = "mixture", **filed: object
) -> Comparison:
    """One claimed cost of all exchanges of a disclosure beside one of our prices."""
    return Comparison(
        id=f"{kind}.{name}" + ("" if reading == "mixture" else f".{reading}"),
        what=f"Cost of the exchanges of {disclosure} {PRICES[kind]}"
        + ("" if reading == "mixture" else f", {reading}s"),
        published=published,
        unit="USD",
        sources=(source,),
        ours=lambda: quantity(f"{kind}.all.{reading}", disclosure),
        mode="interval",
        **filed,
    )


def with_data(disclosure: str, kind: str, **filed: object) -> Comparison:
    """DeepSeek's published bill, and what its harvest would add to it."""
    return Comparison(
        id=f"bill.deepseek-v3.{disclosure}.{kind}",
        what=f"Published bill of DeepSeek-V3 with its exchanges of {disclosure} {PRICES[kind]} added",
        published=V3_USD,
        unit="USD",
        sources=("cisa-aa26-251a", "deepseek-v3-report"),
        ours=lambda: quantity(f"{kind}.deepseek.mixture", disclosure, plus=V3_USD),
        tolerance=0.01,
        **filed,
    )


def slope(column: str) -> float:
    """Points of a benchmark per tenfold of trajectories, or their standard error."""
    return 100 * float(fits(load_inputs())["harvest"].coefficients().loc["log10_trajectories", column])


BLOG, DIGEST, COMMENT = "nilsliu-2026-06-27", "ai-shorts-2026-05", "hacker-news-2026-06-25"
JUNE, FEBRUARY = "jun-2026", "feb-2026"
NO_INPUT = "It pays for 125 output tokens an exchange and no input"
LIKE_SESSIONS = "Four dollars for each of 25 million is the price of a whole session, not of a turn"

COSTS = (
    # 28.8 million exchanges of Alibaba for less than 90,000 USD: 0.0031 each
    price("90-thousand", 90e3, BLOG, JUNE, "list_usd", difference=f"{NO_INPUT}.", ratio=26.8),
    price("90-thousand", 90e3, BLOG, JUNE, "street_usd", difference=f"{NO_INPUT}: reached only where few tokens meet the lowest resale price, or by stolen keys.", ratio=7.91),
    price("90-thousand", 90e3, BLOG, JUNE, "subscription_usd"),
    # 16 million exchanges for 2 million USD: 0.125 each
    price("2-million", 2e6, DIGEST, FEBRUARY, "list_usd"),
    price("2-million", 2e6, DIGEST, FEBRUARY, "street_usd"),
    price("2-million", 2e6, DIGEST, FEBRUARY, "subscription_usd"),
    # some 25 million turns of Alibaba for 100 million USD or more: 4 each
    price("100-million", 100e6, COMMENT, JUNE, "list_usd", difference=f"{LIKE_SESSIONS}.", ratio=0.0242),
    price("100-million", 100e6, COMMENT, JUNE, "street_usd", difference=f"{LIKE_SESSIONS}, and at list.", ratio=0.00712),
    price("100-million", 100e6, COMMENT, JUNE, "subscription_usd", difference=f"{LIKE_SESSIONS}; allowances are far cheaper.", ratio=0.00155),
    price("100-million", 100e6, COMMENT, JUNE, "list_usd", "session"),
    # February adds 8,400 USD to 5.576 million, 0.15% (0.06 to 0.50); resold 0.05%
    with_data(FEBRUARY, "list_usd"),
    with_data(FEBRUARY, "street_usd"),
    # July adds 1.44 million, 26% (9 to 306); resold 0.45 million, 8% (1.6 to 101)
    with_data("sep-2026", "list_usd", difference="Fourteen days of July 2026 at list come to a quarter of the bill; but they were taken 19 months after V3, so its bill did not leave them out.", ratio=1.242),
    with_data("sep-2026", "street_usd", difference="Resold, the same fourteen days come to a thirteenth of the bill.", ratio=1.076),
)  # fmt: skip

WORTH = (
    # 800 to 8,000 H100-years, in the geometric middle 2,530; MiniMax's harvest, tuning of self-made data counted: 0.09
    Comparison(
        id="worth.campaign",
        what="H100-years that one campaign saves: MiniMax, February, cheapest alternative",
        published=sqrt(800 * 8000),
        unit="H100-years",
        sources=("metr-graph",),
        ours=lambda: quantity("worth.with_tuning.minimax.hours", per=HOURS_PER_YEAR),
        mode="interval",
        difference="What the harvest stands in for: here the same data written by the lab's own or an open model, or reinforcement learning at 8.2 to 28.5 times the hours of writing it; the published range is of the size of all research behind the next model (next row).",
        ratio=3.44e-5,
    ),
    # (base + reinforcement learning) / 0.226 = 22.6 million hours = 2,575 H100-years
    Comparison(
        id="worth.campaign.as-all-research",
        what="The same if a campaign stood in for all research behind MiniMax's next model",
        published=sqrt(800 * 8000),
        unit="H100-years",
        sources=("metr-graph",),
        ours=lambda: quantity("hours.research.minimax.own_next", per=HOURS_PER_YEAR),
        mode="interval",
    ),
    # all teachers of all labs, 0.6 months; one campaign by data returns, an upper view
    Comparison(
        id="worth.months",
        what="Months that all distillation is worth from above, beside data returns of DeepSeek's February campaign",
        published=0.6,
        unit="months",
        sources=("metr-graph",),
        ours=lambda: quantity("worth.data_returns.deepseek"),
        mode="interval",
    ),
    # five students of 32 billion: 491 to 250,000 trajectories, 20.6 to 52.4% solved
    Comparison(
        id="slope.harvest",
        what="Points of a benchmark that a tenfold of trajectories adds",
        published=11.2,
        unit="points",
        sources=HARVEST_SOURCES,
        ours=lambda: slope("value"),
        tolerance=printed(11.2, 0.1),
    ),
    Comparison(
        id="slope.harvest.error",
        what="Standard error of that slope",
        published=1.9,
        unit="points",
        sources=HARVEST_SOURCES,
        ours=lambda: slope("se"),
        tolerance=printed(1.9, 0.1),
    ),
)
