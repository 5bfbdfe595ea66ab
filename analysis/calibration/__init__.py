"""What the facts imply: inputs fitted to tables of the data, refitted whenever a table changes."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from analysis.calibration.fit import Fit
from analysis.calibration.mfu import fit_mfu
from analysis.calibration.trends import fit_growth, fit_harvest, fit_price_performance, fit_rental
from analysis.catalog import DATA, Catalog, Estimate, load_catalog, unknown

FITS: dict[str, Callable[[Catalog], Fit]] = {
    "mfu": fit_mfu,
    "harvest": fit_harvest,
    "growth": fit_growth,
    "price_performance": fit_price_performance,
    "rental": fit_rental,
}
FILE = "calibrations.toml"
DIGITS = 6  # of what enters a draw: the last ones of a fit differ between processors


@cache
def load_inputs(folder: Path = DATA) -> Catalog:
    """The catalog with every fitted input in its register, as any other number. Fits are made anew in each process."""
    return calibrated(load_catalog(folder))


def fits(catalog: Catalog) -> dict[str, Fit]:
    """Every fit, by its name."""
    return {name: make(catalog) for name, make in FITS.items()}


def calibrated(catalog: Catalog) -> Catalog:
    """``catalog`` with its fitted inputs as numbers: what a fit predicts, with the covariance of its coefficients."""
    found = {name: _estimate(catalog, name) for name in catalog.fitted}
    return replace(
        catalog,
        register=catalog.register | found,
        streams=catalog.streams | {name: name for name in found},
        files=catalog.files | {name: FILE for name in found},
    )


def _estimate(catalog: Catalog, name: str) -> Estimate:
    asked = catalog.fitted[name]
    if asked.fit not in FITS:
        raise unknown("fit", asked.fit, FITS, f"data/{FILE}: {name}")
    fit = FITS[asked.fit](catalog)
    low, central, high = (float(f"{value:.{DIGITS}g}") for value in fit.percentiles())
    rows = f"Fitted to {len(fit.response)} rows by least squares; {len(fit.left_out)} left out."
    return Estimate(
        name=asked.name,
        unit=asked.unit,
        low=low,
        central=central,
        high=high,
        shape=fit.shape,
        df=fit.degrees,
        sources=fit.sources,
        as_of=fit.as_of,
        basis="derived",
        grade=fit.grade,
        awaits=asked.awaits,
        note=f"{rows} {asked.note}",
    )


__all__ = ["FITS", "Fit", "calibrated", "fits", "load_inputs"]
