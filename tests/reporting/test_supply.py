"""Figures and tables of supply: what they show is what the model gives, and each figure says what it shows in words."""

import re
from functools import cache
from xml.etree import ElementTree

import pytest

from analysis.calibration import load_inputs
from analysis.reporting import history_tables, supply_figures, supply_tables
from analysis.reporting.figures import Figure
from analysis.reporting.table import Cell, Table
from analysis.reporting.wording import amount
from analysis.scenarios import history
from analysis.scenarios.matrix import matrix
from analysis.scenarios.supply_series import REFERENCE, REGIMES, supply_series
from tests.command import DRAWS

SVG = "{http://www.w3.org/2000/svg}"
SEED = 1
CATALOG = load_inputs()
POLICIES, POSTURES = len(CATALOG.kinds["policies"]), len(CATALOG.kinds["postures"])
TABLES = (
    "matrix_table", "channels_table", "yardsticks_table", "limits_table", "displaced_table", "reconciliation_table",
    "backcast_table", "diverted_table", "diverted_growth_table", "totals_table",
)  # fmt: skip
FIGURES = ("channels_figure", "year_figure", "ratios_figure")

every_figure = pytest.mark.parametrize("name", FIGURES)


@cache
def series():
    """The series on few draws."""
    return supply_series(draws=int(DRAWS))


@cache
def cells():
    """The matrix on few draws."""
    return matrix(draws=int(DRAWS))


def drawn(name: str) -> Figure:
    """A figure, drawn anew."""
    return getattr(supply_figures, name)(cells() if name == "year_figure" else series())


@cache
def figure(name: str) -> Figure:
    """A figure by the name of its function."""
    return drawn(name)


@cache
def table(name: str) -> Table:
    """A table by the name of its function, from what it takes."""
    draws = int(DRAWS)
    given = {
        "matrix_table": lambda: (cells(),),
        "reconciliation_table": lambda: (CATALOG, history.reconciliation(draws, SEED)),
        "backcast_table": lambda: (history.backcast(draws, SEED),),
        "diverted_table": lambda: (history.diverted(draws, SEED),),
        "diverted_growth_table": lambda: (history.diverted_by_growth(SEED),),
        "totals_table": lambda: (history.totals(draws, SEED),),
    }
    module = supply_tables if hasattr(supply_tables, name) else history_tables
    return getattr(module, name)(*given.get(name, lambda: (series(),))())


@every_figure
def test_the_alt_text_has_a_useful_length_and_is_not_the_caption(name):
    found = figure(name)
    assert 40 <= len(found.alt) <= 300
    assert found.caption.endswith(".") and found.caption.rstrip(".") not in found.alt


@every_figure
def test_a_figure_is_drawn_as_paths_without_a_date(name):
    found = figure(name)
    drawing = ElementTree.fromstring(found.svg)
    assert list(drawing.iter(f"{SVG}text")) == [] and list(drawing.iter(f"{SVG}path"))
    assert "<dc:date>" not in found.svg and "<image" not in found.svg
    assert re.search(r"\d{4}-\d{2}-\d{2}", found.svg) is None


@every_figure
def test_drawing_twice_gives_the_same_bytes(name):
    assert drawn(name).svg == figure(name).svg


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_whole(name):
    found = table(name)
    assert found.caption.endswith(".") and found.rows
    assert {len(row) for row in found.rows} == {len(found.header)} == {len(found.wide)}
    assert all(0 <= column < len(found.header) for column in found.numeric)


@pytest.mark.parametrize("name", TABLES)
def test_no_two_cells_of_a_table_have_one_id(name):
    ids = [cell.id for row in table(name).rows for cell in row if isinstance(cell, Cell)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_says_that_a_number_is_missing(name):
    words = re.findall(r"\w+", table(name)._repr_html_().lower())
    assert not {"nan", "inf"} & set(words)


def test_the_matrix_has_every_policy_under_every_posture():
    rows = table("matrix_table").rows
    assert len(rows) == POLICIES * POSTURES
    assert [row[0] for row in rows if row[0]] == list(dict.fromkeys(cells()["policy"]))


def test_the_matrix_says_what_the_cells_say():
    shown = {cell.id: cell for row in table("matrix_table").rows for cell in row if isinstance(cell, Cell)}
    row = cells().set_index("id").loc[REFERENCE]
    assert shown[f"months36.{REFERENCE}"].median == amount(row["months36_p50"])
    assert shown["months36.r1.admit"].median == "0" and shown["months36.r1.admit"].interval == ""
    assert {row[2] for row in table("matrix_table").rows if row[0] == "Full denial"} == {supply_tables.NONE}
    assert shown["none12.r1.admit"].median == "100%" and shown["none12.r3.admit"].median == "0%"


def test_every_policy_is_a_pair_of_bars_or_named_as_bringing_none():
    none = supply_tables.nothing_arrives(cells())
    assert none and {"Full denial"} <= set(none)
    assert all(policy in figure("year_figure").caption for policy in none)
    assert f"each of {POLICIES - len(none)} policies" in figure("year_figure").alt


def test_the_figure_of_the_first_year_draws_if_the_present_rule_lets_in_none():
    found = supply_figures.year_figure(matrix(draws=int(DRAWS), overrides={"r3.us_share": 0}))
    assert "Case by case" in found.caption and "The present rule, rationed: 0." in found.alt


def test_what_beijing_refuses_is_said_only_where_it_is_so():
    words = "If Beijing refuses, no policy brings any."
    opened = cells().assign(none12=0.5)
    assert words in figure("year_figure").caption
    assert words not in supply_figures.year_figure(opened).caption


def test_the_channels_are_shown_for_each_regime_and_all_months():
    found = figure("channels_figure").table
    months = len(found["month"].unique())
    assert len(found) == len(REGIMES) * len(supply_figures.PANELS) * months
    assert "owned" not in set(found["channel"])


def test_a_caption_says_that_medians_do_not_add_up_and_rent_is_not_owned():
    caption = figure("channels_figure").caption
    assert "do not add up" in caption and "not owned" in caption


def test_the_limits_of_a_posture_add_up_to_all_draws():
    sums = series().limits.groupby("posture")["share"].sum()
    assert dict(sums) == pytest.approx({"ration": 1, "admit": 1}, abs=1e-4)
    assert len(table("limits_table").rows) == len(series().limits) / len(sums)


def test_no_policy_without_chips_takes_any_from_us_buyers():
    named = {row[0] for row in table("displaced_table").rows}
    assert not named & set(supply_tables.nothing_arrives(cells()))


def test_where_a_published_value_lies_is_said_for_each():
    found = history.diverted(int(DRAWS), SEED)
    places = {row[0]: row[-1] for row in table("diverted_table").rows}
    assert set(places.values()) == {history_tables.NONE, "inside", "below"}
    assert sum(place == "inside" for place in places.values()) == found["inside"].sum()
