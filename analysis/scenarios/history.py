"""The history of chips in China held against what others published: stock by chip, a backcast, diverted chips, totals."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import Catalog
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.history import (
    diverted_history,
    in_h100e,
    legal_stock,
    month_index,
    predicted_sales,
    predicted_stock,
    ratios,
    worth,
)
from analysis.scenarios.spec import MIN_DRAWS

YEARS = (2022, 2023, 2024, 2025)
BACKCAST_YEARS = YEARS[1:]
NVIDIA = "NVIDIA"
TRAINING = "h100e_flop"
INTERVAL = (5, 50, 95)
ENDS = ("low", "central", "high")
MONTHS_REPORTED = 3  # over which the Financial Times counted diverted chips


def reconciliation(draws: int, seed: int) -> pd.DataFrame:
    """The lawful stock at the end of each year by chip, and Nvidia's against Epoch AI's published stock.

    One row a year and chip, and ``total`` for all of Nvidia: median units; H100e by 16-bit FLOP/s (low, central, high);
    share of the total (a mean over draws); median H100e in service after retirement; the published total and its ends;
    ``elsewhere``, H100e of the H20 that the published count holds for China and that went to a buyer outside it; and
    ``left``, what of the difference that does not explain, as a part of the published. AMD is in no published total.
    """
    a = Assumptions(load_inputs(), draws, seed)
    whole, retired = legal_stock(a, retire=False), legal_stock(a, retire=True)
    rows = [row for year in YEARS for row in _year_rows(a, whole, retired, year)]
    return pd.DataFrame(rows).set_index(["year", "chip"])


def _year_rows(a: Assumptions, whole: dict[str, Array], retired: dict[str, Array], year: int) -> list[dict]:
    end = year_end(year)
    equivalents = {chip: in_h100e(a, {chip: units}, TRAINING)[:, end] for chip, units in whole.items()}
    total = sum(value for chip, value in equivalents.items() if _nvidia(a.catalog, chip))
    working = {chip: in_h100e(a, {chip: units}, TRAINING)[:, end] for chip, units in retired.items()}
    rows = [
        {"year": year, "chip": chip, "units": np.median(whole[chip][:, end]), "share": np.mean(value / total)}
        | interval(value)
        | {"in_service": np.median(working[chip])}
        for chip, value in equivalents.items()
        if value.any() and _nvidia(a.catalog, chip)
    ]
    units = sum(np.median(value[:, end]) for chip, value in whole.items() if _nvidia(a.catalog, chip))
    kept = sum(value for chip, value in working.items() if _nvidia(a.catalog, chip))
    published = a.catalog.series["installed_compute"][f"china-nvidia-{year}"]
    elsewhere = h20_elsewhere(a.catalog) * np.median(worth(a, "h20", TRAINING)) if year == YEARS[-1] else 0.0
    row = {"year": year, "chip": "total", "units": units, "share": 1.0} | interval(total)
    row |= {"in_service": np.median(kept), "elsewhere": elsewhere}
    row |= {f"published_{end}": getattr(published, end) for end in ENDS}
    row["left"] = (published.central - row["central"] - elsewhere) / published.central
    return [*rows, row]


def h20_elsewhere(catalog: Catalog) -> float:
    """H20 of 2025 that the published count gives to China and that one buyer elsewhere took."""
    china = [e.central for n, e in catalog.register.items() if n.startswith("h20.china_sales.2025")]
    return catalog.register["chip_supply.h20-sales-2025"].central - sum(china)


def backcast(draws: int, seed: int) -> pd.DataFrame:
    """Nvidia's stock in China as predicted from revenue and prices, against the published one.

    Rows: H100e at the end of 2023, 2024 and 2025, and H20 sold in 2024 and 2025; columns: 5th, 50th and 95th percentile,
    the published value, our central value over it, and whether it lies inside our interval.
    """
    a = Assumptions(load_inputs(), draws, seed)
    stock, h20 = predicted_stock(a, retire=False), predicted_sales(a)["h20"]
    rows = []
    for year in BACKCAST_YEARS:
        published = a.catalog.series["installed_compute"][f"china-nvidia-{year}"].central
        rows.append((f"stock-{year}", "H100e", in_h100e(a, stock, TRAINING)[:, year_end(year)], published))
    counts = {str(year): _counted_h20(a.catalog, str(year)) for year in BACKCAST_YEARS[1:]}
    for year, published in counts.items():
        rows.append((f"h20-{year}", "chips", in_year(h20, int(year)), published))
    return _compared(rows)


def _counted_h20(catalog: Catalog, year: str) -> float:
    return sum(e.central for n, e in catalog.register.items() if n.startswith(f"h20.china_sales.{year}"))


def diverted(draws: int, seed: int) -> pd.DataFrame:
    """The flow of diverted computing power that leaves Epoch AI's stock, against the flows that others counted.

    Ours is in H100e. CNAS and the indictment count chips of any kind: the ratio is then H100e to one chip, and 1.0 to
    2.5 is what chips of the H100 and Blackwell classes would give. The newspaper's count is a floor for three months.
    """
    a = Assumptions(load_inputs(), draws, seed)
    flow = diverted_history(a)
    by_year = {year: in_year(flow, year) for year in YEARS}
    three_months = by_year[2025] * MONTHS_REPORTED / MONTHS_PER_YEAR
    b200 = np.median(worth(a, "b200", TRAINING)) * a.catalog.register["chip_supply.diverted-chips-2025"].central
    named = a.catalog.register["chip_supply.supermicro-chips"].central
    rows = [(f"flow-{year}", "H100e", value, None) for year, value in by_year.items()]
    rows.append(("cnas-2024", "chips", by_year[2024], a.estimate("diverted_flow").central))
    rows.append(("ft-three-months-2025", "H100e", three_months, b200))
    rows.append(("supermicro-2024-2025", "chips", by_year[2024] + by_year[2025], named))
    return _compared(rows)


def diverted_by_growth(seed: int) -> pd.DataFrame:
    """The flow of diverted computing power by year, in H100e, that leaves the published stock at each pace of growth.

    One row for each of low, central and high growth; the stock and retirement are at their centres. ``h100e_a_chip``:
    the flow of 2024 over the chips that CNAS counts for it; below 1 the two cannot both hold if the chips were H100s.
    """
    catalog = load_inputs()
    fixed = {name: catalog.register[name].central for name in ("diverted_stock_2025", "unsupported_retirement")}
    rows = {}
    for end in ENDS:
        growth = getattr(catalog.register["diverted_growth"], end)
        flow = diverted_history(Assumptions(catalog, MIN_DRAWS, seed, fixed | {"diverted_growth": growth}))
        years = {f"flow-{year}": np.median(in_year(flow, year)) for year in YEARS}
        chips = catalog.register["diverted_flow"].central
        rows[end] = {"growth": growth} | years | {"h100e_a_chip": years["flow-2024"] / chips}
    return pd.DataFrame(rows).T


def totals(draws: int, seed: int) -> pd.DataFrame:
    """Computing power of five US firms and of the world over China's at the end of 2025, with 90% intervals."""
    found = ratios(Assumptions(load_inputs(), draws, seed))
    return pd.DataFrame({key: interval(value) for key, value in found.items()}).T


def year_end(year: int) -> int:
    """Column of the last month of a year in a monthly array of history."""
    return month_index(date(year, MONTHS_PER_YEAR, 1))


def in_year(flow: Array, year: int) -> Array:
    """What a monthly flow adds up to in a calendar year, shape (draws,)."""
    return flow[:, year_end(year) + 1 - MONTHS_PER_YEAR : year_end(year) + 1].sum(axis=1)


def interval(values: Array) -> dict[str, float]:
    """5th, 50th and 95th percentile."""
    return dict(zip(ENDS, (float(x) for x in np.percentile(values, INTERVAL)), strict=True))


def _compared(rows: list[tuple[str, str, Array, float | None]]) -> pd.DataFrame:
    found = pd.DataFrame([{"id": i, "unit": unit} | interval(v) | {"published": p} for i, unit, v, p in rows])
    found = found.set_index("id")
    found["published"] = found["published"].astype(float)
    found["ratio"] = found["central"] / found["published"]
    found["inside"] = found["published"].between(found["low"], found["high"])
    return found


def _nvidia(catalog: Catalog, chip: str) -> bool:
    return catalog.get("chips", chip).vendor == NVIDIA
