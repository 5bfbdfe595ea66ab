"""Capability lag, experimental: three routes on like objects beside the gaps that others observed. Never averaged."""

import numpy as np

from analysis.assumptions import Assumptions
from analysis.model.binding import months_of_lab_compute
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.outcome import on_growth
from analysis.model.worth import routes_share
from analysis.scenarios.cases import LabCase
from analysis.scenarios.extraction import ALL
from analysis.scenarios.harvest_worth import lab_worth
from analysis.scenarios.results import Result

# The observed gaps, one measure each: their rows in the table of lags.
LAGS = "lag_measures"
OBSERVED = ("epoch-index-average", "caisi-deepseek-v4", "epoch-index-august-2026")
ROUTES = {
    "compute": "computing spared, set on China's growth of computing",
    "returns": "data returns, set on a benchmark's pace and capped at the observed gap",
    "top_down": "top-down, all teachers together and the leading lab",
}


def add_lag_strip(result: Result, a: Assumptions, cases: list[LabCase]) -> None:
    """By lab: what all its harvests of the horizon, each as large as the one counted, are worth in months of lag.

    The routes' objects are alike: everything that a lab takes within the horizon. Only the top-down one is a published
    figure for all teachers and the leading lab, whichever it is.
    """
    harvests = a.draw("harvests_a_year", "campaigns/year") * a.catalog.horizon.months / MONTHS_PER_YEAR
    top_down = a.draw("top_down_worth", "months")
    for case in cases:
        once, together = lab_worth(a, case), lab_worth(a, case, harvests)
        spared = months_of_lab_compute(hours=once.with_tuning.hours * harvests, hours_a_month=case.hours_a_month)
        routes = {"compute": on_growth(a, spared), "returns": together.data_returns, "top_down": top_down}
        for route, months in routes.items():
            variable = f"Outcome|Lag that its harvests of the horizon close (experimental)|{ROUTES[route]}"
            result.add(f"lag.{route}.{case.lab.id}", variable, case.lab.name, "months", months, label="judgement")
        variable = "Outcome|Smallest of three routes to lag over the largest"
        apart = routes_share(routes=np.stack(list(routes.values())))
        result.add(f"lag.apart.{case.lab.id}", variable, case.lab.name, "ratio", apart, keep=True, label="judgement")
    for row in OBSERVED:
        gap = a.catalog.estimate(f"{LAGS}.{row}")
        months = np.full(a.draws, gap.central)
        result.add(f"gap.{row}", f"Outcome|{gap.name}", ALL, gap.unit, months, label="claim")
