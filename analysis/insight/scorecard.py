"""The scorecard: published forecasts and our back-tests against what came, and our open forecasts as registered.

A registered forecast is never edited. Where the model has moved away from it the row is given the day on which it was
superseded, a new row is registered, and both are scored when they resolve.
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from analysis.assumptions import Assumptions
from analysis.calibration import fits, load_inputs
from analysis.calibration.fit import new_case
from analysis.calibration.tables import years
from analysis.catalog import Catalog, unknown
from analysis.catalog.series import Forecast, OpenForecast
from analysis.insight.backtests import BACK_TEST, ENDS, OURS, backtests
from analysis.insight.score_entries import Entry, scored
from analysis.model.domestic import output_h100e
from analysis.scenarios import DEFAULTS, Result, run
from analysis.scenarios.results import rounded

PUBLISHED, OPEN = "published", "open"
KINDS = (PUBLISHED, BACK_TEST, OPEN)
TOLERANCE = 1e-5  # of six significant digits; the last may differ between processors
FITTED, OUTPUT = "fits", "output_2026"  # of registered results that no run holds
Now = tuple[float | None, float, float | None]


def scorecard(kind: str | None = None) -> list[Entry]:
    """All lines, or those of one kind; InputError for a kind that is not one of KINDS."""
    if kind is not None and kind not in KINDS:
        raise unknown("kind of score", kind, KINDS)
    catalog = load_inputs()
    rows: list[Entry] = []
    if kind in (None, PUBLISHED):
        rows += [published(row) for row in catalog.series["forecasts"].values()]
    if kind in (None, BACK_TEST):
        rows += backtests(catalog, Assumptions(catalog, DEFAULTS["draws"], DEFAULTS["seed"]))
    if kind in (None, OPEN):
        rows += open_forecasts(catalog)
    return rows


def published(row: Forecast) -> Entry:
    """Somebody's forecast with its score; provisional where what is forecast was not over when it was observed."""
    entry = Entry(
        id=row.id, kind=PUBLISHED, who=row.who, what=row.what, unit=row.unit, p5=row.low, p50=row.central, p95=row.high,
        observed=row.observed, state="provisional" if row.observed_on < row.resolves_on else "settled",
        registered_on=row.as_of.isoformat(), resolves_on=row.resolves_on.isoformat(), note=row.note,
    )  # fmt: skip
    return scored(entry, row.scale, row.interval)


def open_forecasts(catalog: Catalog) -> list[Entry]:
    """Our registered forecasts beside what the model says now; scored once an outcome is on file."""
    model = Recomputed(catalog)
    return [registered(row, model(row)) for row in catalog.series["open_forecasts"].values()]


def registered(row: OpenForecast, now: Now) -> Entry:
    """One registered forecast, and ``now``: the same three numbers from the model as it is."""
    was = (row.low, row.central, row.high)
    entry = Entry(
        id=row.id, kind=OPEN, who=OURS, what=row.what, unit=row.unit, p5=row.low, p50=row.central, p95=row.high,
        observed=row.observed, state="open" if row.observed is None else "settled",
        registered_on=row.registered_on.isoformat(), resolves_on=row.resolves_on.isoformat(),
        settled_by=row.settled_by, now_p5=now[0], now_p50=now[1], now_p95=now[2],
        moved=not all(_same(one, other) for one, other in zip(was, now, strict=True)),
        superseded_on=row.superseded_on.isoformat() if row.superseded_on else None, note=row.note,
    )  # fmt: skip
    return scored(entry, row.scale)


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=0)


class Recomputed:
    """What the model says now of a registered forecast; the runs it needs are made once."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._status_quo: Result | None = None

    def __call__(self, row: OpenForecast) -> Now:
        """5th, 50th and 95th percentile, or a chance alone; InputError for a result that does not exist."""
        head, _, rest = row.result.partition(".")
        if head == FITTED:
            return self._fitted(row, rest)
        if head == OUTPUT:
            return _ends(output_h100e(Assumptions(self.catalog, DEFAULTS["draws"], DEFAULTS["seed"])))
        return self._result(row)

    def _result(self, row: OpenForecast) -> Now:
        """A result of the baseline, by its id."""
        if self._status_quo is None:
            self._status_quo = run(self.catalog.horizon.baseline)
        found = self._status_quo
        if row.result in found.chances:
            return None, found.chances[row.result].probability, None
        if row.result not in found.quantities:
            raise unknown("result", row.result, [*found.quantities, *found.chances], _where(row))
        return tuple(found.quantities[row.result][p] for p in ENDS)

    def _fitted(self, row: OpenForecast, name: str) -> Now:
        """What a fit predicts for its case; on the day of resolution where it has a trend in time."""
        known = fits(self.catalog)
        if name not in known:
            raise unknown("fit", name, known, _where(row))
        fit = known[name]
        if "years" in fit.regressors:
            dated = new_case({"const": 1.0, "years": years(row.resolves_on)})
            fit = replace(fit, wanted=dated)
        low, central, high = (rounded(value) for value in fit.percentiles())
        return low, central, high


def _where(row: OpenForecast) -> str:
    return f"data/series/open_forecasts.csv: row {row.id}: result"


def _ends(draws: Any) -> Now:
    return tuple(rounded(float(x)) for x in np.percentile(draws, ENDS))
