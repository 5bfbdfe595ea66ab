"""Chips, stocks and the computing power that China acquires, beside published scenario tables and comparisons.

Published numbers are rows of ``published_estimates`` wherever the table has one. Ours are the inputs and formulas of
controls, history and deliveries. H100e are by dense 16-bit speed. A year of ours under a policy is the first twelve
months after the newest evidence, where published tables have calendar 2026.

Left out: the Institute for Progress's 21 to 49 without exports, 1.2 to 6.7 with the H200 and 0.9 in its worst case are
quotations that could not be checked; 17 times in 2027 and Huawei's 2 percent need chips that no record holds; 39.7
million US H100e against 400,000 counts plans and exceeds any count of the world; the training compute of Chinese models
and the lag of open ones are no supply; Bernstein's shares are of value, and no price per maker is on file.
"""

from collections.abc import Callable
from functools import cache
from math import sqrt

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.controls import total_processing_performance
from analysis.model.deliveries import delivered
from analysis.model.history import china_stock, diverted_history, legal_h100e, ratios, worth
from analysis.scenarios.history import TRAINING, in_year, year_end
from tests.cross_model.comparison import Comparison, Interval, printed
from tests.cross_model.ours import drawn, draws, figure, peak, percentiles

B300E = sqrt(peak("b300") * peak("gb300")) / peak("h100")  # 2.40, between the HGX (2.27) and the GB300 (2.53)
TABLE = "published_estimates"


def beside(row: str, ours: Callable[[], float | Interval], **more: object) -> Comparison:
    """A row of the table of published estimates beside ours: its central value, unless another is given."""
    found = load_inputs().series[TABLE][row]
    common = {"id": f"supply.{row}", "what": found.what, "published": found.central, "mode": "interval"}
    return Comparison(unit=found.unit, sources=found.sources, ours=ours, **(common | more))


def tpp(chip: str) -> float:
    """The legal measure of a chip."""
    return total_processing_performance(draws().catalog.get("chips", chip)) or 0


def nvidia(year: int) -> float:
    """Nvidia's computing power sold worldwide from 2022 to the end of a year."""
    return figure(f"installed_compute.world-nvidia-{year}")


def added_in_2025() -> float:
    """The part of a stock at the end of 2025 that 2025 added, as for Nvidia: only its stock is published by year."""
    return 1 - nvidia(2024) / nvidia(2025)


def pace() -> float:
    """Nvidia's flow of 2025 over that of 2024."""
    return (nvidia(2025) - nvidia(2024)) / (nvidia(2024) - nvidia(2023))


def us_flow(year: int) -> Array:
    """Computing power that five US firms add: in 2025 by ``added_in_2025``, in 2026 at one more year of ``pace``."""
    return drawn("us_five_stock_2025", "H100e") * added_in_2025() * pace() ** (year - 2025)


def domestic() -> Array:
    """Chinese makers' output of 2026."""
    return drawn("domestic_output_2026", "H100e")


@cache
def diverted() -> Array:
    """The flow of diverted computing power, month by month."""
    return diverted_history(draws())


def diverted_2026() -> Array:
    """Twelve times the last month of it: the months since January 2026 are alike."""
    return diverted()[:, -1] * MONTHS_PER_YEAR


def admitted(policy: str) -> Array:
    """H100e delivered in twelve months under a policy if Beijing takes all, over its products."""
    a = draws()
    found = delivered(a, a.catalog.get("policies", policy), a.catalog.get("postures", "admit"), MONTHS_PER_YEAR)
    return np.sum([chips[:, -1] * worth(a, product, TRAINING) for product, chips in found.items()], axis=0)


def us_over_china(year_of_us_flow: int, legal: Array | float = 0) -> Interval:
    """US over Chinese computing power added: five firms over Chinese makers, diverted and lawful chips."""
    return percentiles(us_flow(year_of_us_flow) / (domestic() + diverted_2026() + legal))


def acquired(*channels: Array) -> Interval:
    """Channels of 2026 added, in B300e."""
    return percentiles(np.sum(channels, axis=0) / B300E)


def stock_ratio(whose: str, diverted_counted: str, settings: dict[str, float] | None = None) -> Array:
    """A total at the end of 2025 over China's."""
    return ratios(draws(settings))[whose, diverted_counted, TRAINING]


def share_of_world(whose: Array) -> Interval:
    """Over the four designers outside China and Chinese makers."""
    return percentiles(whose / (drawn("world_stock_2025", "H100e") + drawn("domestic_stock_2025", "H100e")))


def official_china() -> Array:
    """Lawful and Chinese makers' chips at the end of 2025."""
    channels = china_stock(draws())[TRAINING]
    return channels["legal"] + channels["domestic"]


def diverted_share_2025() -> Interval:
    """Of all computing power in China at the end of 2025."""
    found = drawn("diverted_stock_2025", "H100e")
    return percentiles(found / (found + official_china()))


def diverted_share_of_flow_2024() -> Interval:
    """Of what China acquired in 2024: lawful chips, and 200,000 Ascend 910B as the only count of Chinese makers."""
    a: Assumptions = draws()
    lawful = legal_h100e(a, TRAINING, retire=False)
    ascend = figure("chip_supply.ascend-910b-made-2024") * worth(a, "ascend-910b", TRAINING)
    found = in_year(diverted(), 2024)
    return percentiles(found / (found + lawful[:, year_end(2024)] - lawful[:, year_end(2023)] + ascend))


def die_bank() -> Interval:
    """Ascend dies from TSMC: as slow 910B (5,120 TPP), and as halves of a 910C (6,016), in H100e."""
    dies = load_inputs().register["chip_supply.ascend-dies-tsmc"]
    slow, fast = tpp("ascend-910b") / tpp("h100"), tpp("ascend-910c") / 2 / tpp("h100")
    return dies.low * slow, sqrt(dies.low * slow * dies.high * fast), dies.high * fast


CAP = "mar-2026-customer-cap.overall_bound"

CHIPS = (
    # 15,832 / 2,368; 30,000 / 2,368; 30,000 / 1,600; printed as more than 6, 12 and 18
    beside("h200-over-h20", lambda: tpp("h200") / tpp("h20"), mode="tolerance", tolerance=printed(6.69, 0.01)),
    beside("b30a-over-h20", lambda: tpp("b30a") / tpp("h20"), mode="tolerance", tolerance=printed(12.67, 0.01)),
    beside("b30a-over-threshold", lambda: tpp("b30a") / 1600, mode="tolerance", tolerance=printed(18.75, 0.01)),
    # 60,000 / 12,032 = 4.99, by the GB300; an HGX B300 has 54,000: 4.49
    beside("cfr-us-over-huawei-2025", lambda: tpp("gb300") / tpp("ascend-910c"), mode="tolerance", tolerance=0.01),
    # 2.9 x 5,120 to 3.0 x 6,016 million over 15,832: 0.94 to 1.14 million
    Comparison(
        id="supply.die-bank",
        what="Ascend dies obtained from TSMC, as computing power",
        published=1e6,
        unit="H100e", sources=("heim-2025-05",),
        ours=die_bank,
        mode="interval",
    ),
)  # fmt: skip

STOCKS = (
    # (402,000 + 780,000) / (19.74 + 0.78 million); 780,000 is judged between this share and that of diverted chips
    beside("china-share-of-world-2025", lambda: share_of_world(official_china())),
    # 14.36 / 20.5 million
    beside("hyperscaler-share-2025-corrected", lambda: share_of_world(drawn("us_five_stock_2025", "H100e"))),
    # the same inputs, 650,000 of Chinese makers
    beside("us-five-over-china-2025", lambda: percentiles(stock_ratio("us_five", "without_diverted", {"domestic_stock_2025": 650_000})), mode="tolerance", tolerance=0.02),
    beside("us-five-over-china-2025-diverted", lambda: percentiles(stock_ratio("us_five", "with_diverted"))),
    beside("diverted-share-of-china-2025", diverted_share_2025),
    # a scenario for 2028 without diversion and rental, stock or flow not said; ours is today's stock without diversion
    beside("anthropic-gap-2028", lambda: percentiles(stock_ratio("us_five", "without_diverted"))),
    Comparison(
        id="supply.clusters-us-over-china",
        what="US over Chinese performance of known AI clusters in 2025, beside stocks by owner",
        published=figure(f"{TABLE}.clusters-us-2025") / figure(f"{TABLE}.clusters-china-2025"),
        unit="ratio", sources=("epoch-supercomputers-2025",),
        ours=lambda: percentiles(stock_ratio("us_five", "without_diverted")),
        mode="interval",
        difference="Known clusters are 10 to 20 percent of all, and Chinese ones are over-represented among them; ours counts chips by owner.",
        ratio=2.49,
    ),
    beside("epoch-world-january-2026", lambda: percentiles(drawn("world_stock_2025", "H100e")), mode="floor"),
    beside(
        "ai2027-growth", lambda: nvidia(2025) / nvidia(2024), mode="tolerance", tolerance=0.05,
        difference="Ours is one maker's sold chips in one year already past; the forecast is the mean of nearly three years for all makers.",
        ratio=1.285,
    ),
)  # fmt: skip

FLOWS = (
    # 25.2 million US H100e over 0.4 + 0.26 million
    beside("ifp-no-exports", lambda: us_over_china(2026)),
    beside("ifp-no-exports-range", lambda: us_over_china(2026)),
    # its low end, if US firms add in 2026 no more than in 2025: 9.4 million
    beside("ifp-no-exports-range", lambda: us_over_china(2025), id="supply.ifp-no-exports-range.low", what="Low end of that range, beside a US flow in 2026 that stays at 2025's", published=load_inputs().series[TABLE]["ifp-no-exports-range"].low),
    beside(
        "ifp-b30a-allowed", lambda: us_over_china(2026, admitted("r7")), mode="ceiling",
        difference="Below 4 needs millions of B30A, and ours admits 0.6 million (0.2 to 1.5), no more than firms are taken to want, takes none from US buyers, and has the five firms at one more year of Nvidia's pace. Its volumes are not published.",
        ratio=3.98,
    ),
    # (0.71 million) / 12.9 million of the four designers
    beside(
        "ifp-china-output-2025", lambda: percentiles(figure("chip_supply.domestic-flow-2025") / (drawn("world_stock_2025", "H100e") * added_in_2025())),
        difference="Ours counts all 1.65 million Chinese cards shipped, many of them made from foreign dies; the published share is known from quotations, and whether it counts those is not said.",
        ratio=2.76,
    ),
    # 0.4 million of all Chinese makers over 23.9 million
    beside("huawei-over-nvidia-2026", lambda: percentiles(domestic() / (nvidia(2025) - nvidia(2024)) / pace())),
    # 0.195 million over that, 0.143 lawful and 0.065 of the 910B
    beside(
        "cnas-training-share", diverted_share_of_flow_2024,
        difference="It counts chips of all classes; 140,000 H100 as a tenth would make 1.4 million acquired in 2024, ten times the lawful sales of that year. Ours lacks Chinese chips other than the 910B.",
        ratio=4.74,
    ),
    # 140,000 chips, in H100e if all were of the H100 class
    Comparison(
        id="supply.diverted-2024",
        what="Computing power diverted into China in 2024, if each chip that was counted is an H100",
        published=140_000,
        unit="H100e", sources=("cnas-2025-06",),
        ours=lambda: percentiles(in_year(diverted(), 2024)),
        mode="interval",
    ),
)  # fmt: skip

SUBSTRATE = (
    beside("substrate-total-2026", lambda: acquired(admitted("r3"), domestic(), diverted_2026())),
    beside(
        "substrate-legal-2026", lambda: acquired(admitted("r3")),
        difference="It has the whole ceiling shipped in 2026; ours, even if Beijing takes all, takes off what US licensing refuses and firms do not want, and spreads the rest over a fill time of 6 to 30 months.",
        ratio=0.304,
    ),
    # the ceiling that it rests on: 523,000 to 581,000 H200, the top of which is our centre
    beside("substrate-legal-2026", lambda: figure("r3.gross_ceiling") / B300E, id="supply.substrate-legal-2026.ceiling", what="The 50 percent ceiling behind it", mode="tolerance", tolerance=0.06),
    beside("substrate-ascend-2026", lambda: acquired(domestic())),
    beside(
        "substrate-diverted-2026", lambda: acquired(diverted_2026()),
        difference="Ours is 0.7 (0.2 to 1.5) of a flow in 2025 scaled to Epoch AI's stock of 660,000 H100 equivalents, published two months later; its own high end is 100,000, near our centre.",
        ratio=5.42,
    ),
    beside("substrate-with-actual-h200", lambda: acquired(drawn("h200_delivered_to_date", "chips"), domestic(), diverted_2026())),
    # ten firms at 75,000 each
    Comparison(
        id="supply.h200-ten-firms",
        what="H200 that ten firms may buy at 75,000 each, beside the reported bound",
        published=figure(CAP),
        unit="chips", sources=load_inputs().register[CAP].sources,
        ours=lambda: figure("licensed_firms") * figure("jan-2026-h200.per_customer"),
        mode="ceiling",
    ),
)  # fmt: skip

SUPPLY = (*CHIPS, *STOCKS, *FLOWS, *SUBSTRATE)
