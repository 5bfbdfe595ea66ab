"""Use of peak speed over whole training runs: 6 N D over chip-hours times dense 16-bit peak, mixtures of experts apart."""

import pandas as pd
from scipy.special import logit

from analysis.calibration.fit import Fit, new_case
from analysis.calibration.tables import origin
from analysis.catalog import Catalog

# Kaplan et al. 2020: six operations per parameter and token, forward and backward.
TRAINING_FLOP, SECONDS_PER_HOUR = 6, 3600
HOPPER = ("h100", "h800", "h200", "gh200")
CASE = {"const": 1.0, "moe": 1.0, "hopper": 1.0}  # a mixture of experts on Hopper chips


def runs(catalog: Catalog) -> pd.DataFrame:
    """All runs with their use of peak speed and why any is left out."""
    rows = []
    for run in catalog.series["validation_runs"].values():
        peak = catalog.get("chips", run.chip).dense_16bit.central
        flop = TRAINING_FLOP * run.active_params * run.tokens
        rows.append({
            "run": run.id, "name": run.name, "moe": float(run.architecture == "moe"), "hopper": float(run.chip in HOPPER), "chip": run.chip,
            "mfu": flop / (run.chip_hours * SECONDS_PER_HOUR * peak), "hours": run.chip_hours, "left_out": run.left_out,
        })  # fmt: skip
    return pd.DataFrame(rows).set_index("run")


def fit_mfu(catalog: Catalog) -> Fit:
    """Log-odds of the use of peak speed on architecture and chip generation."""
    every = runs(catalog)
    kept = every[every["left_out"] == ""]
    regressors = kept[["moe", "hopper"]].assign(const=1.0)[["const", "moe", "hopper"]]
    table = catalog.series["validation_runs"]
    return Fit(
        name="mfu",
        what="Use of peak speed over whole training runs, log-odds",
        scale="logit",
        response=pd.Series(logit(kept["mfu"]), name="mfu_log_odds"),
        regressors=regressors,
        wanted=new_case(CASE),
        left_out=dict(every[every["left_out"] != ""]["left_out"]),
        **origin(table[run] for run in kept.index),
    )
