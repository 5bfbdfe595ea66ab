"""Levers and lag as shown: every lever under every metric, sorted, with chances and doses; routes never averaged."""

from functools import cache

import pytest

from analysis.reporting import lever_figures, lever_tables, link_figures
from analysis.reporting.figures import Figure
from analysis.reporting.lever_tables import dose_words, lab_months, run_words
from analysis.reporting.table import Cell, Table
from analysis.reporting.wording import amount, part_of_one
from analysis.scenarios.lever_effects import TOGETHER
from analysis.scenarios.levers import METRICS
from tests.reporting.test_link import SCENARIOS, boxes, cells, drawn_well, legible, result, whole

pytestmark = pytest.mark.slow

DRAWN = {
    "lever_figure": lever_figures,
    "break_even_figure": lever_figures,
    "lag_figure": link_figures,
}
TABLES = ("lever_table", "lever_terms_table", "rank_table", "break_even_table", "lag_table")
LAB = "minimax"

every_figure = pytest.mark.parametrize("name", DRAWN)
every_scenario = pytest.mark.parametrize("scenario", SCENARIOS)


def drawn(name: str, scenario: str) -> Figure:
    """A figure, drawn anew."""
    more = (LAB,) if name == "lag_figure" else ()
    return getattr(DRAWN[name], name)(result(scenario), *more)


@cache
def figure(name: str, scenario: str = "status_quo") -> Figure:
    """A figure by the name of its function."""
    return drawn(name, scenario)


@cache
def table(name: str, scenario: str = "status_quo") -> Table:
    """A table by the name of its function."""
    return getattr(lever_tables, name)(result(scenario))


def levers() -> dict[str, str]:
    """Names of all levers by id."""
    return {lever.id: lever.name for lever in result().catalog.kinds["levers"].values()}


@every_scenario
@every_figure
def test_the_figure_is_drawn_as_paths_with_an_alt_text(name, scenario):
    drawn_well(figure(name, scenario))


@every_figure
def test_drawing_twice_gives_the_same_bytes(name):
    assert drawn(name, "status_quo").svg == figure(name).svg


@every_scenario
@every_figure
def test_no_words_in_a_figure_are_cut_or_covered(name, scenario, monkeypatch):
    legible(*boxes(DRAWN[name], monkeypatch, lambda: drawn(name, scenario)))


@every_figure
def test_the_table_behind_a_figure_holds_the_results(name):
    for row in figure(name).table.itertuples():
        q = result().quantities[row.id]
        assert (row.unit, row.p5, row.p50, row.p95) == (q.unit, q[5], q[50], q[95])


@every_scenario
@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_whole(name, scenario):
    whole(table(name, scenario))


def test_the_figure_has_every_lever_sorted_and_those_together_last():
    found = figure("lever_figure").table
    alone, sets = found[~found["lever"].isin(TOGETHER)], found[found["lever"].isin(TOGETHER)]
    assert set(alone["lever"]) == set(levers()) and list(sets["lever"]) == list(TOGETHER)
    assert list(found["lever"]) == [*alone["lever"], *sets["lever"]]
    assert alone["p50"].is_monotonic_decreasing
    for row in alone.itertuples():
        assert row.first == result().chances[f"rank_first.months.{row.lever}"].probability
    assert sets["first"].isna().all()


def test_gains_are_drawn_left_of_zero_and_losses_right():
    # opening sales adds chips on every draw, closing the cloud takes them on every draw
    found = figure("lever_figure").table.set_index("lever")
    assert found.loc["open-h200", "p95"] < 0 < found.loc["close-cloud", "p5"]
    assert table("lever_table").rows[len(levers()) - 1][0] == "Open the H200"


def test_a_bar_stands_on_its_side_of_zero_alone():
    from matplotlib.figure import Figure as Drawing

    axes = Drawing().subplots()
    lever_figures._bar(axes, 0, (-5.0, -2.0, -1.0), lever_figures.LEAST, "o")
    assert not axes.lines
    lever_figures._bar(axes, 0, (-1.0, 0.5, 5.0), lever_figures.LEAST, "o")
    assert list(axes.lines[0].get_xdata()) == [lever_figures.LEAST, 5.0]
    assert list(axes.lines[1].get_xdata()) == [0.5]


def test_defences_at_the_api_are_told_from_limits_on_chips():
    kinds = figure("lever_figure").table.set_index("lever")["on"]
    assert set(kinds[kinds == "api"].index) == {
        "detect-extraction", "faster-detection", "hide-traces", "identity-checks", "share-indicators", "together-providers",
    }  # fmt: skip


def test_the_lever_table_has_every_lever_under_every_metric():
    rows = table("lever_table").rows
    assert len(rows) == len(levers()) + len(TOGETHER)
    for row, key in zip(rows, lever_tables.lever_words(result()), strict=True):
        assert [cell.id for cell in row[1 : 1 + len(METRICS)]] == [f"lever.{metric}.{key}" for metric in METRICS]
        months, served = (result().quantities[f"lever.{metric}.{key}"][50] for metric in ("months", "serving"))
        assert row[1].median == lab_months(months)
        assert row[4].median == (amount(served) if served else "0")
        assert all(isinstance(cell, Cell) != (key in TOGETHER) for cell in row[1 + len(METRICS) :])


def test_the_terms_name_who_pulls_a_lever_what_its_dose_means_and_who_pays():
    by_name = {row[0]: row for row in table("lever_terms_table").rows}
    assert set(by_name) == set(levers().values())
    for lever in result().catalog.kinds["levers"].values():
        row = by_name[lever.name]
        assert row[1:3] == (lever_tables.ACTORS[lever.actor], lever.dose_means) and row[6] == lever.cost_borne_by
        assert row[5].median == amount(result().quantities[f"lever.cost.{lever.id}"][50])
        assert row[4].median == lab_months(result().quantities[f"lever.begins.{lever.id}"][50])


def test_the_ranks_of_a_metric_and_its_ties_add_up_to_all_draws():
    for metric in METRICS:
        ids = [
            cell.id
            for cell in cells(table("rank_table"))
            if f".{metric}." in cell.id or cell.id.endswith(f"tie.{metric}")
        ]
        assert len(ids) == len(levers()) + 1
        assert sum(result().chances[i].probability for i in ids) == pytest.approx(1, rel=1e-5)


def test_the_last_row_of_ranks_says_whether_the_first_stays_first():
    last = table("rank_table").rows[-1]
    assert last[1] == lever_tables.NONE
    assert [cell.id for cell in last[2:]] == [f"order_holds.{m}" for m in list(METRICS)[1:]]


def test_break_even_doses_are_shown_for_every_lever_but_denial():
    rows = table("break_even_table").rows
    assert {row[0] for row in rows} == set(levers().values()) - {levers()["deny-h200"]}
    found = {cell.id: cell for cell in cells(table("break_even_table"))}
    dose = result().quantities["break_even.months.close-cloud"]
    assert found[dose.id].median == dose_words(dose[50])
    assert found["break_even.months.open-h200"].median == "no dose"


def test_levers_for_which_no_dose_exists_are_named_and_not_drawn():
    caption = figure("break_even_figure").caption
    assert "Open the H200" in caption and "Close the remote cloud" not in caption
    assert set(figure("break_even_figure").table["lever"]) == set(levers()) - {"deny-h200"}


def test_the_lag_table_has_three_routes_by_lab_and_three_gaps_as_claims():
    rows = table("lag_table").rows
    labs = result().catalog.labs("feb-2026")
    assert len(rows) == 3 + 1 + 3 and table("lag_table").header[2:-1] == tuple(lab.name for lab in labs)
    for row, route in zip(rows[:3], ("compute", "returns", "top_down"), strict=True):
        assert row[1] == "judgement"
        assert [cell.id for cell in row[2:-1]] == [f"lag.{route}.{lab.id}" for lab in labs]
    assert [(row[1], row[-1].median) for row in rows[4:]] == [
        ("claim", "7 months"), ("claim", "8 months"), ("claim", "3.9 months"),
    ]  # fmt: skip


def test_how_far_the_routes_lie_apart_is_a_part_of_one():
    row = table("lag_table").rows[3]
    for cell in row[2:-1]:
        assert cell.median == part_of_one(result().quantities[cell.id][50])


def test_the_strip_of_lag_is_experimental_and_gives_no_mean():
    found = figure("lag_figure")
    assert found.caption.startswith("Experimental") and "never averaged" in found.caption
    assert list(found.table["kind"]) == ["route"] * 3 + ["gap"] * 3
    assert list(found.table["label"]) == ["judgement"] * 3 + ["claim"] * 3
    assert "begins at none" in found.caption and (found.table["p5"] == 0).any()
    assert "7 months, 8 months, 3.9 months" in found.alt


def test_small_numbers_are_said_in_words_and_gains_with_a_minus():
    # 7.4e-5 months x 730.5 h x 60 = 3.2 minutes
    assert (lab_months(38.8), lab_months(-5.78), lab_months(7.4e-5), lab_months(0)) == (
        "39 months", "−5.8 months", "3.2 minutes", "0",
    )  # fmt: skip
    assert (run_words(5.22), run_words(-0.55), run_words(7.3e-6), run_words(0)) == ("5.2", "−0.55", "under 0.001", "0")
    assert (dose_words(0.0454), dose_words(0.9991), dose_words(1)) == ("4.5%", "100%", "no dose")
