"""Trends in time: computing installed, speed per dollar, rent of a chip; and what more of a harvest returns."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.calibration.fit import Fit, coefficient, new_case, slope
from analysis.calibration.tables import figures, origin, years
from analysis.catalog import Catalog

INSTALLED = "china-nvidia-20"  # rows of China's lawful stock at the end of each year
SEGMENTS = {  # words in what a row measures and of whom, the first that fits
    "china": ("H800, China",),
    "contract": ("contract", "commitment"),
    "large": ("large clouds",),
    "small": ("small clouds", "marketplaces"),
    "posted": ("all sellers",),
}
BASE_SEGMENT = "china"  # what a lab in China pays for an H800
LISTED = ("large", "posted")  # list prices of large clouds and indices that hold them, which were cut late and far
RENTED, RENT_UNIT = ("H100", "H800"), "USD/hour"


def fit_growth(catalog: Catalog) -> Fit:
    """Log of China's lawful stock of Nvidia computing on time: its slope is the log of growth a year."""
    every = figures(catalog, "installed_compute")
    kept = every[every.index.str.match(rf"{INSTALLED}\d\d$")]
    table = catalog.series["installed_compute"]
    return Fit(
        name="growth",
        what="Lawful stock of Nvidia computing in China, log of H100 equivalents",
        scale="log",
        response=np.log(kept["value"]).rename("log_stock"),
        regressors=kept[["years"]].assign(const=1.0)[["const", "years"]],
        wanted=coefficient("years"),
        left_out={},
        **origin(table[row] for row in kept.index),
    )


def fit_price_performance(catalog: Catalog) -> Fit:
    """Log of dense 16-bit speed per dollar on the day of release, over chips with a price in the data."""
    priced = {c.id: c for c in catalog.kinds["chips"].values() if c.price and c.dense_16bit and c.released}
    reasons = {
        i: "Made for China: its speed was cut, not its price." for i, c in priced.items() if c.market == "china_only"
    }
    reasons |= {i: "Not sold at a market price." for i, c in priced.items() if c.market in ("internal", "domestic_prc")}
    kept = {i: c for i, c in priced.items() if i not in reasons}
    values = {i: np.log(c.dense_16bit.central / c.price.central) for i, c in kept.items()}
    dates = pd.Series({i: years(c.released) for i, c in kept.items()}, name="years")
    prices = [c.price for c in kept.values()]
    return Fit(
        name="price_performance",
        what="Dense 16-bit speed per dollar of chips on their release, log of FLOP/s per USD",
        scale="log",
        response=pd.Series(values, name="log_speed_per_dollar"),
        regressors=pd.DataFrame({"const": 1.0, "years": dates}),
        wanted=coefficient("years"),
        left_out=reasons,
        sources=tuple(dict.fromkeys(s for price in prices for s in price.sources)),
        as_of=max(price.as_of for price in prices),
        grade=max(price.grade for price in prices),
    )


def segment(entity: str, what: str) -> str:
    """The kind of seller, or a contract whoever sells, that the two columns name; empty if none."""
    described = f"{entity}; {what}"
    return next((name for name, words in SEGMENTS.items() if any(word in described for word in words)), "")


def rent_left_out(row: Any) -> str:
    """Why a row of rents is left out, by what it measures and not by what it is called; empty if it is kept."""
    if row.unit != RENT_UNIT:
        return f"In {row.unit}."
    if not row.entity.startswith(RENTED):
        return "Another chip."
    if row.floor:
        return "A minimum, not a measurement."
    return "" if row.segment else "No kind of seller named."


def fit_rental(catalog: Catalog) -> Fit:
    """Log of rent of an H100 or H800, in USD for an hour, on time in years and kind of seller.

    List and posted prices are kept, all alike: how far they lie above what is paid is the coefficient of their kind of
    seller, and how much faster they fall a trend of their own (p 0.03; with one trend for all, what is drawn is a sixth
    lower). Either centre lies below all four Chinese rents, which are older, and either range holds them.
    """
    every = figures(catalog, "rental_prices")
    every["segment"] = [segment(row.entity, row.what) for row in every.itertuples()]
    reasons = {row.Index: reason for row in every.itertuples() if (reason := rent_left_out(row))}
    kept = every[~every.index.isin(reasons)]
    others = sorted(set(kept["segment"]) - {BASE_SEGMENT})
    regressors = pd.get_dummies(kept["segment"], dtype=float)[others].assign(
        const=1.0, years=kept["years"], listed_years=kept["years"].where(kept["segment"].isin(LISTED), 0)
    )
    return Fit(
        name="rental",
        what="Rent of an H100 or H800 for an hour, log of USD",
        scale="log",
        response=np.log(kept["value"]).rename("log_rent"),
        regressors=regressors[["const", *others, "years", "listed_years"]],
        wanted=new_case({"const": 1.0, "years": years(catalog.horizon.evidence_to)}),
        left_out=reasons,
        **origin(catalog.series["rental_prices"][row] for row in kept.index),
    )


def fit_harvest(catalog: Catalog) -> Fit:
    """Score of a student on the logarithm of trajectories: its slope is what a tenfold harvest adds."""
    rows = catalog.series["harvest_returns"]
    kept = {i: r for i, r in rows.items() if not r.left_out}
    tenfold = pd.Series({i: np.log10(r.trajectories) for i, r in kept.items()}, name="log10_trajectories")
    return Fit(
        name="harvest",
        what="Share of tasks that a 32-billion student solves, on the logarithm of trajectories",
        scale="logit",
        response=pd.Series({i: r.score for i, r in kept.items()}, name="score"),
        regressors=pd.DataFrame({"const": 1.0, "log10_trajectories": tenfold}),
        wanted=slope("log10_trajectories"),
        left_out={i: r.left_out for i, r in rows.items() if r.left_out},
        **origin(kept.values()),
    )
