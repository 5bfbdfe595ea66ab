"""One fit by ordinary least squares: its table, its checks, what was left out and why, and what the model draws from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import shapiro, t
from statsmodels.regression.linear_model import OLS, RegressionResultsWrapper
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.stattools import durbin_watson

from analysis.catalog.estimates import Grade
from analysis.catalog.units import Shape

Array = NDArray[np.float64]
INTERVAL = 0.90  # of every range in the data: 5th to 95th percentile
UPPER = (1 + INTERVAL) / 2
# How a value drawn on a scale comes back from it, and the shape that draws it.
SCALES: dict[str, tuple[Callable[[float], float], Shape]] = {
    "log": (lambda x: float(np.exp(x)), "log_t"),
    "logit": (lambda x: float(expit(x)), "logit_t"),
}
Wanted = Callable[[RegressionResultsWrapper], tuple[float, float]]  # centre and standard error, on the scale


@dataclass(frozen=True)
class Fit:
    """``response`` on ``regressors``, one row a case. ``wanted`` is what the model draws, on ``scale``: log or logit."""

    name: str
    what: str
    scale: str
    response: pd.Series
    regressors: pd.DataFrame
    wanted: Wanted
    left_out: Mapping[str, str]
    sources: tuple[str, ...]
    as_of: date
    grade: Grade

    @cached_property
    def result(self) -> RegressionResultsWrapper:
        """The fitted model of statsmodels."""
        return OLS(self.response, self.regressors).fit()

    @property
    def degrees(self) -> float:
        """Degrees of freedom of the residuals."""
        return float(self.result.df_resid)

    @property
    def shape(self) -> Shape:
        """The shape that draws the wanted value."""
        return SCALES[self.scale][1]

    def percentiles(self) -> tuple[float, float, float]:
        """5th, 50th and 95th percentile of the wanted value: scatter, and the covariance of the coefficients."""
        centre, error = self.wanted(self.result)
        reach, back = float(t.ppf(UPPER, self.degrees)) * error, SCALES[self.scale][0]
        return back(centre - reach), back(centre), back(centre + reach)

    def coefficients(self) -> pd.DataFrame:
        """The table of the fit: each coefficient with its standard error and 90% interval, on the fitted scale."""
        ends = self.result.conf_int(1 - INTERVAL)
        found = {"value": self.result.params, "se": self.result.bse, "low": ends[0], "high": ends[1]}
        return pd.DataFrame(found).rename_axis("coefficient")

    def checks(self) -> dict[str, float]:
        """Of the residuals: p of normality and of even spread, serial correlation, largest influence; and coverage."""
        residuals = self.result.resid
        return {
            "cases": float(len(self.response)),
            "degrees_of_freedom": self.degrees,
            "residual_sd": float(np.sqrt(self.result.scale)),
            "r_squared": float(self.result.rsquared),
            "shapiro_p": float(shapiro(residuals).pvalue),
            "breusch_pagan_p": float(het_breuschpagan(residuals, self.regressors)[1]),
            "durbin_watson": float(durbin_watson(residuals)),
            "largest_cook": float(np.max(self.result.get_influence().cooks_distance[0])),
            "coverage": float(self.leave_one_out()["inside"].mean()),
        }

    def leave_one_out(self) -> pd.DataFrame:
        """Each case predicted by a fit to all others: its 90% interval on the fitted scale, and whether it lies inside."""
        rows = []
        for case in self.response.index:
            rest = self.response.index != case
            other = OLS(self.response[rest], self.regressors[rest]).fit()
            middle, error = prediction(other, self.regressors.loc[case].to_numpy(dtype=float))
            reach, seen = float(t.ppf(UPPER, other.df_resid)) * error, float(self.response[case])
            rows.append({"case": case, "low": middle - reach, "high": middle + reach, "seen": seen})
        found = pd.DataFrame(rows).set_index("case")
        return found.assign(inside=(found["low"] <= found["seen"]) & (found["seen"] <= found["high"]))


def prediction(result: RegressionResultsWrapper, case: Array) -> tuple[float, float]:
    """Centre and standard error of a new case: its scatter, and the covariance of the coefficients."""
    error = np.sqrt(result.scale + case @ result.cov_params().to_numpy() @ case)
    return float(case @ result.params.to_numpy()), float(error)


def new_case(columns: Mapping[str, float]) -> Wanted:
    """What a new case with these regressors would show; those not named are zero."""

    def wanted(result: RegressionResultsWrapper) -> tuple[float, float]:
        """Centre and standard error of that case on the fitted scale."""
        return prediction(result, np.array([columns.get(name, 0.0) for name in result.params.index]))

    return wanted


def coefficient(name: str) -> Wanted:
    """A coefficient that is the log of what is wanted, such as growth a year."""
    return lambda result: (float(result.params[name]), float(result.bse[name]))


def slope(name: str) -> Wanted:
    """A coefficient between 0 and 1 that is itself wanted, taken to log-odds with its error (delta method)."""

    def wanted(result: RegressionResultsWrapper) -> tuple[float, float]:
        """Centre and standard error of the coefficient's log-odds."""
        value, error = float(result.params[name]), float(result.bse[name])
        return float(logit(value)), error / (value * (1 - value))

    return wanted
