"""Fits recover what made the data, return published figures, and follow their tables; the model draws what they predict."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from analysis.assumptions import Assumptions
from analysis.calibration import FITS, Fit, calibrated, fits, load_inputs
from analysis.calibration.expected import accept, differences
from analysis.calibration.fit import INTERVAL, Wanted, coefficient, new_case
from analysis.calibration.mfu import runs
from analysis.catalog import load_catalog
from tests.catalog.damage import copied_data

CATALOG = load_catalog()
INPUTS = load_inputs()
FOUND = fits(CATALOG)
EXACT = 1e-9
SLOPE = coefficient("x")


def line(values: list[float], wanted: Wanted = SLOPE) -> Fit:
    """A fit of a straight line through values at 0, 1, 2 ..."""
    cases = [f"case{i}" for i in range(len(values))]
    x = pd.DataFrame({"const": 1.0, "x": np.arange(len(values), dtype=float)}, index=cases)
    return Fit("line", "a line", "log", pd.Series(values, index=cases), x, wanted, {}, ("s",), date(2026, 1, 1), "A")


def test_a_line_through_three_points_is_the_one_worked_by_hand():
    # values 0, 1, 5 at 0, 1, 2: slope (5 - 0) / 2 = 2.5, mean 2, constant 2 - 2.5 = -0.5; residuals 0.5, -1, 0.5,
    # so s^2 = 1.5 / 1 and the variance of the slope is 1.5 / 2
    found = line([0, 1, 5])
    assert found.result.params["x"] == pytest.approx(2.5, rel=EXACT)
    assert found.result.bse["x"] == pytest.approx(np.sqrt(0.75), rel=EXACT)
    reach = t.ppf(0.95, 1) * np.sqrt(0.75)
    assert found.percentiles() == pytest.approx(tuple(np.exp([2.5 - reach, 2.5, 2.5 + reach])), rel=EXACT)


def test_a_new_case_is_as_uncertain_as_its_scatter_and_the_coefficients_together():
    # at x = 1, the mean: variance s^2 (1 + 1/3) with s^2 = 1.5, so 2; centre 2
    found = line([0, 1, 5], new_case({"const": 1.0, "x": 1.0}))
    centre, error = found.wanted(found.result)
    assert (centre, error) == pytest.approx((2.0, np.sqrt(2.0)), rel=EXACT)


def test_leaving_one_out_predicts_it_from_all_others():
    # 0, 1, 2, 3 and 10 on a line but for the last: from the first four it is predicted at 4 without scatter
    found = line([0.0, 1.001, 2.0, 3.001, 10.0]).leave_one_out()
    assert not found.loc["case4", "inside"]
    assert found.loc["case4", "high"] < 5


def test_more_of_a_harvest_returns_what_was_published():
    # 11.2 points for each tenfold, standard error 1.9, R squared 0.92, residual 3.7 points
    found = FOUND["harvest"]
    assert found.result.params["log10_trajectories"] == pytest.approx(0.112, rel=0.01)
    assert found.result.bse["log10_trajectories"] == pytest.approx(0.019, rel=0.02)
    assert found.checks()["r_squared"] == pytest.approx(0.92, rel=0.01)
    assert found.checks()["residual_sd"] == pytest.approx(0.037, rel=0.01)


@pytest.mark.parametrize(
    ("run", "published"),
    [
        ("deepseek-v3", 0.346),
        ("deepseek-v2", 0.205),
        ("dots-llm1", 0.183),
        ("llama-3-1-405b", 0.345),
        ("opt-175b", 0.345),
    ],
)
def test_the_use_of_peak_speed_of_a_run_is_the_published_one(run, published):
    # V3: 6 x 37e9 x 14.8e12 / (2.664e6 x 3600 x 989.5e12) = 0.346
    assert runs(CATALOG).loc[run, "mfu"] == pytest.approx(published, rel=3e-3)


def test_the_drawn_use_of_peak_speed_covers_the_three_known_mixtures_of_experts():
    low, _, high = FOUND["mfu"].percentiles()
    assert low < 0.183 and high > 0.346


def test_most_runs_left_out_are_predicted_by_the_others():
    # 90% intervals should hold nine in ten; with 19 to 21 runs three misses would be too many
    found = FOUND["mfu"].leave_one_out()
    assert (~found["inside"]).sum() < 3
    experts = runs(CATALOG).query("moe == 1 and left_out == ''").index
    assert len(experts) == 3 and found.loc[experts, "inside"].all()


@pytest.mark.parametrize("name", FITS)
def test_every_fit_says_what_it_left_out_and_checks_its_residuals(name):
    found = FOUND[name]
    assert all(len(reason) > 5 for reason in found.left_out.values())
    checks = found.checks()
    assert 0 <= checks["shapiro_p"] <= 1 and 0 <= checks["breusch_pagan_p"] <= 1
    assert checks["degrees_of_freedom"] == checks["cases"] - found.regressors.shape[1]
    assert not set(found.response.index) & set(found.left_out)


@pytest.mark.parametrize("name", sorted(CATALOG.fitted))
def test_the_model_draws_what_a_fit_predicts(name):
    # percentiles of 16,384 draws are those of Student's t with the fit's degrees of freedom, on its scale
    number, found = INPUTS.register[name], FOUND[CATALOG.fitted[name].fit]
    drawn = Assumptions(INPUTS, 16_384, 1).draw(name, number.unit)
    assert np.percentile(drawn, [5, 50, 95]).tolist() == pytest.approx(found.percentiles(), rel=1e-3)
    scale = np.log if found.scale == "log" else lambda x: np.log(x / (1 - x))
    centre, error = found.wanted(found.result)
    reached = (np.percentile(scale(drawn), 99) - centre) / error
    assert reached == pytest.approx(t.ppf(0.99, found.degrees), rel=5e-3)


def test_a_fitted_number_rests_on_its_rows():
    number = INPUTS.register["mfu_base"]
    assert (number.basis, number.df) == ("derived", FOUND["mfu"].degrees)
    cited = {s for row in CATALOG.series["validation_runs"].values() if not row.left_out for s in row.sources}
    assert set(number.sources) == cited


def test_a_changed_row_changes_the_fit_and_is_shown_until_accepted(tmp_path: Path):
    folder = copied_data(tmp_path)
    path = folder / "series" / "validation_runs.csv"
    text = path.read_text(encoding="utf-8")
    assert "2664000" in text
    path.write_text(text.replace("2664000", "5328000"), encoding="utf-8")  # DeepSeek-V3 in twice the hours
    changed = load_catalog(folder)
    assert calibrated(changed).register["mfu_base"].central < INPUTS.register["mfu_base"].central
    assert any(line.startswith("mfu: p50 was") for line in differences(changed))
    accept(changed, tmp_path / "expected.csv")
    assert differences(changed, tmp_path / "expected.csv") == []


def test_the_fits_are_those_last_accepted():
    assert differences(CATALOG) == []


def test_an_unknown_fit_is_answered_with_the_nearest():
    wrong = CATALOG.fitted["mfu_base"].model_copy(update={"fit": "mfuu"})
    with pytest.raises(ValueError, match=r"unknown fit 'mfuu'\. Did you mean 'mfu'\?"):
        calibrated(replace(CATALOG, fitted=CATALOG.fitted | {"mfu_base": wrong}))


def test_the_interval_is_that_of_the_data():
    assert INTERVAL == 0.9
