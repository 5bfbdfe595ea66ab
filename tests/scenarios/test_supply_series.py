"""Series of supply: months in order, sums before percentiles, and the same draws as the matrix."""

import pytest

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.model.history import YARDSTICKS
from analysis.scenarios.matrix import matrix
from analysis.scenarios.supply_series import FULL, REFERENCE, REGIMES, months_shown, supply_series

DRAWS = 400
CATALOG = load_inputs()
SERIES = supply_series(draws=DRAWS)
MATRIX = matrix(draws=DRAWS).set_index("id")
KEYS = ["regime", "yardstick", "channel"]
ENDS = ["p5", "p50", "p95"]


def one(regime: str, channel: str, yardstick: str = "h100e_flop"):
    """One series, by month."""
    found = SERIES.channels
    at = (found["regime"] == regime) & (found["channel"] == channel) & (found["yardstick"] == yardstick)
    return found[at].set_index("month")[ENDS]


def test_months_run_without_a_gap_from_history_to_the_horizon() -> None:
    """From January 2022, through October 2026, 36 months on."""
    months = months_shown(CATALOG)
    assert (months[0], months[57], months[-1]) == ("2022-01", "2026-10", "2029-10")
    assert months == sorted(set(months))
    assert {tuple(rows["month"]) for _, rows in SERIES.channels.groupby(KEYS)} == {tuple(months)}


def test_percentiles_are_in_order() -> None:
    """In every row of every table."""
    for found in (SERIES.channels, SERIES.ratios):
        assert (found["p5"] <= found["p50"]).all() and (found["p50"] <= found["p95"]).all()


@pytest.mark.parametrize("regime", REGIMES)
def test_the_last_month_is_what_the_matrix_says(regime: str) -> None:
    """The same draws, so the same percentiles."""
    last = one(regime, "total").iloc[-1]
    assert [last[end] for end in ENDS] == [MATRIX.loc[regime, f"used_{end}"] for end in ENDS]


def test_regimes_do_not_differ_before_the_evidence_ends() -> None:
    """A policy acts from the month after."""
    until = CATALOG.horizon.evidence_to.isoformat()[:7]
    for channel in SERIES.channels["channel"].unique():
        past = [one(regime, channel).loc[:until] for regime in REGIMES]
        assert past[0].equals(past[1]) and past[0].equals(past[2])


def test_all_three_yardsticks_are_given_for_the_reference_alone() -> None:
    """Others are shown by training speed."""
    found = SERIES.channels.groupby("regime")["yardstick"].unique()
    assert set(found[REFERENCE]) == set(YARDSTICKS)
    assert {tuple(found[regime]) for regime in REGIMES[1:]} == {("h100e_flop",)}


def test_ratios_begin_at_the_end_of_2025() -> None:
    """With the stock that is on file for others."""
    assert set(SERIES.ratios["month"]) == {month for month in months_shown(CATALOG) if month >= "2025-12"}
    assert SERIES.ratios.groupby(["whose", "yardstick"]).ngroups == 4


def test_us_buyers_lose_at_most_what_is_sold() -> None:
    """All of it, H200 by H200, with the speed of one."""
    assert FULL == 1
    row = SERIES.displaced.set_index("id").loc[REFERENCE]
    assert row["months36_p50"] == pytest.approx(MATRIX.loc[REFERENCE, "months36_p50"], rel=0.05)
    assert set(SERIES.displaced["id"]) == {i for i in MATRIX.index if MATRIX.loc[i, "months36_p95"] > 0}


def test_an_unknown_override_is_refused() -> None:
    """As for a run."""
    with pytest.raises(InputError):
        supply_series(draws=DRAWS, overrides={"nothing_of_the_kind": 1.0})
