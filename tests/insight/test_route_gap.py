"""The distance of two routes to lag, what drives it, and what of it is no input: by hand, and in made cases."""

from functools import cache
from math import log, log10

import numpy as np
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.assumptions.draws import Streams
from analysis.calibration import load_inputs
from analysis.catalog import InputError, RunError
from analysis.insight.route_distance import Study, apart, routes
from analysis.insight.route_gap import MEASURES, SWITCHES, named, route_gap
from analysis.scenarios.cases import lab_cases
from analysis.scenarios.harvest_worth import lab_worth
from analysis.scenarios.lag_strip import add_lag_strip
from analysis.scenarios.results import Result
from analysis.scenarios.spec import parameters

CATALOG = load_inputs()
DRAWS = 200
TURNS = {"reading_weight_turn": 1.0, "reading_weight_request": 0.0, "reading_weight_session": 0.0}
pytestmark = pytest.mark.slow


@cache
def table() -> pd.DataFrame:
    """The table of the default run."""
    return route_gap(draws=DRAWS)


@cache
def minimax() -> pd.DataFrame:
    """Its rows about MiniMax, by input."""
    return table()[table()["lab"] == "minimax"].set_index("input")


def centre(name: str) -> float:
    """The central value of an input."""
    return CATALOG.register[name].central


def minimax_hours() -> dict[str, float]:
    """H800-hours of MiniMax's harvest, every input at its centre and an exchange one turn: plain arithmetic, step by step.

    13M turns, of which 0.9 x 0.4 are kept, hold 500 new and 400 written tokens each at a context of 40,500. A model of
    23 billion parameters writes 1,808 tokens a second and reads 3,119, so that 1.87 and 2.34 billion tokens take 288 + 209
    hours. Reinforcement learning takes 15 times that, 7,442 hours, against 5,430 of fine-tuning.
    """
    kept = 0.9 * 0.4
    turns, context = 13e6 * kept, 40_000 + 500
    scale = 37e9 / 23e9
    attention = 2e6 * (23 / 37) ** (2 / 3)
    writes = 1850 * scale * (1 + 4989 / 50_000) / (1 + context / 50_000)
    reads = 4026 * (2 * 37e9 + attention * 4989) / (2 * 23e9 + attention * context)
    own = (turns * 500 / reads + turns * 400 / writes) / 3600
    trained = turns * (500 + 0.8 * 400)
    tuning = (6 * 23e9 * trained + 3 * attention * trained * context) * 2 * 2 / (989.5e12 * 0.25 * 3600)
    stage = 0.15 * 6 * 23e9 * 25e12 / (989.5e12 * centre("mfu_base") * 3600)
    samples = turns / 41
    reached = log10(1 + samples / 1000) / log10(1 + 1e6 / 1000)
    return {"spared": (15 * own - tuning) * reached, "stage": (stage - tuning) * reached, "samples": samples}


def minimax_months() -> dict[str, float]:
    """Months of both routes from these hours: 24,500 chips of April grown 2.2-fold a year, at work nine hours in ten."""
    found, growth = minimax_hours(), log(centre("training_growth_china"))
    month = 24_500 * 2.2 ** (6 / 12) * 730 * 0.9  # 23.9M hours
    path = sum(2.2 ** (m / 12) for m in range(1, 37))  # 152 months of today's computing in 36
    pace = 12 * centre("harvest_beta") * 0.3 / 0.28
    return {
        "strip": 12 * log(1 + 6 * found["spared"] / month / path) / growth,
        "stage": 12 * log(1 + 6 * found["stage"] / month / path) / growth,
        "plain": 6 * found["spared"] / month,
        "year": 12 * log(1 + found["spared"] / month / 12) / log(2.2),
        "returns": pace * log10(1 + 6 * found["samples"] / 1000),
        "once": pace * log10(1 + found["samples"] / 1000),
    }


def test_the_distance_is_that_of_the_larger_over_the_smaller() -> None:
    """100 over 1 is two tenfolds, and so is 1 over 100."""
    assert apart(np.array([100.0, 1.0, 3.0]), np.array([1.0, 100.0, 3.0])) == pytest.approx([2, 2, 0])


def test_the_routes_are_those_of_the_strip() -> None:
    """Computing spared and data returns by draw, wherever something is spared."""
    asked = parameters(draws=DRAWS)
    a = Assumptions(CATALOG, DRAWS, 1)
    result = Result(CATALOG, asked, a, keep_all=True)
    cases = lab_cases(a, "feb-2026")
    add_lag_strip(result, a, cases)
    for case in cases:
        found, lab = routes(a, case), case.lab.id
        some = ~found.nothing
        assert 0 < some.sum() < DRAWS
        assert found.compute[some] == pytest.approx(result.kept[f"lag.compute.{lab}"][some], rel=1e-12)
        assert found.returns == pytest.approx(result.kept[f"lag.returns.{lab}"], rel=1e-12)


def test_a_harvest_spares_nothing_only_where_reinforcement_learning_costs_less_than_tuning_on_it() -> None:
    """Other ways hold the tuning as well, and their data besides, so they never cost less."""
    a = Assumptions(CATALOG, DRAWS, 1)
    for case in lab_cases(a, "feb-2026"):
        found = lab_worth(a, case).with_tuning
        cheaper = found.costs[2] <= case.training["own_next"].hours["sft"]
        assert list(found.hours <= 0) == list(cheaper)
        assert cheaper.any()


def test_the_distance_at_the_centre_is_that_found_by_hand() -> None:
    """MiniMax: 1,383 hours once, 0.000026 months in the strip, against 4.1 months of data returns: 5.2 tenfolds."""
    months = minimax_months()
    assert minimax_hours()["spared"] == pytest.approx(1383, rel=1e-3)
    by_hand = log10(months["returns"] / months["strip"])
    assert by_hand == pytest.approx(5.20, abs=0.01)
    assert minimax()["start"][list(SWITCHES)].to_numpy() == pytest.approx(by_hand, rel=1e-5)


def test_what_is_no_input_moves_the_distance_as_found_by_hand() -> None:
    """Months of plain computing, a lab-year for one harvest, and the whole stage spared: 4.07, 4.60 and 2.72 tenfolds."""
    months, end = minimax_months(), minimax()["end"]
    assert end["unconverted"] == pytest.approx(log10(months["returns"] / months["plain"]), rel=1e-5)
    assert end["one_on_lab_year"] == pytest.approx(log10(months["once"] / months["year"]), rel=1e-5)
    assert end["rl_stage"] == pytest.approx(log10(months["returns"] / months["stage"]), rel=1e-5)
    assert minimax()["part"]["unconverted"] == pytest.approx(
        1 - end["unconverted"] / minimax()["start"]["unconverted"], rel=1e-4
    )


def test_the_nearer_ends_together_bring_the_routes_closer_than_any_end_alone() -> None:
    """By lab, the row of all nearer ends lies below every input's own ends."""
    for _, rows in table().groupby("lab"):
        inputs = rows[rows["kind"] == "input"]
        nearest = rows.set_index("input").loc["nearest", "end"]
        assert nearest < inputs[["start", "end"]].min(axis=None)


def test_a_row_is_the_model_with_that_input_set() -> None:
    """Coverage at its ends, with returns in proportion and below the gap: 0.9 over 0.05, 18-fold, unless capped at 7."""
    row, months = minimax().loc["harvest_coverage"], minimax_months()
    low, high = months["returns"] / 6, min(months["returns"] * 3, 7)
    assert row["start"] == pytest.approx(log10(low / months["strip"]), rel=1e-5)
    assert row["one_in"] == pytest.approx(log10(high / low), rel=1e-4)


def test_an_end_that_spares_nothing_is_named() -> None:
    """At 8.2 instead of 15, reinforcement learning takes 4,069 hours, less than 5,430 of tuning; at 28.5 it takes more."""
    assert minimax().loc["rl_gamma", "nothing_at"] == "start"
    assert minimax().loc["sft_runs", "nothing_at"] == "end"
    assert minimax().loc["harvest_coverage", "nothing_at"] == ""


def test_one_out_is_the_loss_of_width_with_the_input_at_its_centre() -> None:
    """Of MiniMax's coverage, from draws made here."""
    a = [Assumptions(CATALOG, DRAWS, 1, settings) for settings in ({}, {"harvest_coverage": 0.3})]
    found = [routes(one, next(c for c in lab_cases(one, "feb-2026") if c.lab.id == "minimax")).distance for one in a]
    before, after = (np.subtract(*np.percentile(one, [95, 5])) for one in found)
    assert minimax().loc["harvest_coverage", "one_out"] == pytest.approx(1 - after / before, rel=1e-4)


def test_the_reading_is_one_input_from_where_the_routes_are_closest_to_where_they_are_furthest() -> None:
    """A session holds most and spares most, a turn least; the weights have no rows of their own."""
    row = minimax().loc["reading"]
    assert not [name for name in minimax().index if name.startswith("reading_weight")]
    assert row["end"] == minimax().loc["unconverted", "start"]  # a turn is likeliest and furthest
    assert 1 < row["one_in"] < 2
    assert row["shapley"] > 2 * row["shapley_error"] > 0


def test_what_changes_nothing_has_no_share_by_any_measure() -> None:
    """DeepSeek was said to ask single questions, which are alike under every reading."""
    row = table().set_index("id").loc["deepseek.reading"]
    assert [row[measure] for measure in (*MEASURES, "one_out_spared")] == [0, 0, 0, 0]


def test_shares_of_the_variance_sum_to_one_over_the_groups() -> None:
    """Correlated inputs share one group and its share."""
    for _, rows in table()[table()["kind"] == "input"].groupby("lab"):
        assert rows.drop_duplicates("group")["shapley"].sum() == pytest.approx(1, rel=1e-5)
    assert minimax().loc["harvest_quality", "group"] == minimax().loc["open_teacher_quality", "group"]
    assert minimax().loc["mfu_base", "shapley"] == minimax().loc["mfu_sft", "shapley"]


def test_an_input_that_is_set_has_no_row() -> None:
    """Neither a number nor a reading that is certain."""
    table = route_gap(lab="minimax", draws=DRAWS, overrides={"rl_gamma": 15, **TURNS})
    assert not {"rl_gamma", "reading"} & set(table["input"])
    assert set(table["lab"]) == {"minimax"}


def test_another_input_is_named_once_the_first_is_a_point() -> None:
    """What is set to its centre drives nothing, so that the next one does."""
    first = named(table()[table()["lab"] == "minimax"])
    fixed = {one["input"]: centre(one["input"]) for one in first if one["input"] != "reading"} | TURNS
    then = named(route_gap(lab="minimax", draws=DRAWS, overrides=fixed))
    assert then
    assert not {one["input"] for one in then} & {one["input"] for one in first}


def test_the_same_seed_gives_the_same_table_and_another_one_another() -> None:
    """To the last digit and in the same order; what is taken at the centre is the same with any seed."""
    same, other = (route_gap(lab="minimax", draws=DRAWS, seed=seed) for seed in (1, 2))
    pd.testing.assert_frame_equal(same, table()[table()["lab"] == "minimax"].reset_index(drop=True))
    assert list(same["input"]) == list(other["input"])
    assert list(same["one_in"]) == list(other["one_in"])
    assert list(same["shapley"].dropna()) != list(other["shapley"].dropna())


def test_the_widest_input_comes_first() -> None:
    """By lab, with what is no input after them."""
    for _, rows in table().groupby("lab"):
        inputs = rows[rows["kind"] == "input"]
        assert list(inputs["one_in"]) == sorted(inputs["one_in"], reverse=True)
        assert list(rows["input"])[len(inputs) :] == list(SWITCHES)


def made(**measures: tuple[float, float]) -> pd.DataFrame:
    """A table of two inputs, x and y, with these measures."""
    rest = {
        "id": ["l.x", "l.y"],
        "lab": "l",
        "kind": "input",
        "name": ["X", "Y"],
        "basis": "judged",
        "nothing_at": ["", "end"],
    }
    return pd.DataFrame({"input": ["x", "y"], **rest, **{name: list(pair) for name, pair in measures.items()}})


def test_one_input_is_named_where_all_measures_agree_and_each_measure_s_own_where_not() -> None:
    """Half a tenfold is 3.16-fold and two are 100-fold."""
    (both,) = named(made(one_in=(0.5, 0.1), one_out=(0.3, 0.2), shapley=(0.6, 0.4)))
    assert (both["input"], both["measures"], both["to_nothing"]) == ("x", list(MEASURES), False)
    assert both["fold"] == pytest.approx(3.16228)
    x, y = named(made(one_in=(0.5, 2), one_out=(0.3, 0.2), shapley=(0.4, 0.6)))
    assert (x["input"], x["measures"], x["to_nothing"]) == ("y", ["one_in", "shapley"], True)
    assert (y["input"], y["measures"], x["fold"]) == ("x", ["one_out"], pytest.approx(100))


def test_a_lab_without_a_count_is_an_error_with_the_nearest_match() -> None:
    """And so are settings that leave nothing to compare with."""
    with pytest.raises(InputError, match="minimax"):
        route_gap(lab="minimaxx")
    with pytest.raises(RunError, match="data returns are nothing"):
        route_gap(lab="minimax", draws=100, overrides={"harvest_coverage": 0})


def test_a_study_of_one_draw_needs_every_input_set() -> None:
    """At the centre the number of draws and the seed change nothing."""
    study = Study("feb-2026", "minimax", DRAWS, 1, {}, Streams(DRAWS, 1))
    options = study.choices()
    settings = {name: value for each in options.values() for name, value in each[0].items()}
    found = routes(one := study.single(settings), study.case(one)).distance
    many = study.routes(settings).distance
    assert np.ptp(many) == pytest.approx(0, abs=1e-9)
    assert many[0] == pytest.approx(found[0], rel=1e-9)
