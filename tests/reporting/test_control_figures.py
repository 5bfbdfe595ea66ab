"""The migration of chips as a table and a figure: the same words in both, none left to colour."""

import re
from xml.etree import ElementTree

import pytest

from analysis.calibration import load_inputs
from analysis.insight.migration import graded, migration
from analysis.reporting.control_figures import CHIPS, COLOURS, migration_figure
from analysis.reporting.control_tables import migration_table, short
from tests.reporting.test_palette import TEXT_RATIO, contrast

pytestmark = pytest.mark.slow

CATALOG = load_inputs()
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def figure():
    return migration_figure(CATALOG)


def test_the_table_has_a_row_for_every_chip_with_a_known_tpp():
    table = migration_table(CATALOG)
    assert [row[0] for row in table.rows] == [chip.name for chip in graded(CATALOG)]
    assert {len(row) for row in table.rows} == {len(table.header)} == {len(table.wide)}


def test_the_table_says_of_the_h200_what_the_law_says():
    [row] = migration_table(CATALOG, ["h200"]).rows
    assert row == ("NVIDIA H200 SXM", "15,832", "no licence", *["denial"] * 5, "case by case")


def test_the_footnote_on_the_b30a_stands_where_the_b30a_does():
    words = "NVIDIA B30A passes 21,000 only by its 4-bit figure (30,000; otherwise 20,000 at most)."
    assert words in migration_table(CATALOG, ["b30a"]).caption
    assert "4-bit" not in migration_table(CATALOG, ["h200"]).caption


def test_the_figure_shows_the_chips_of_the_brief(figure):
    assert {"h100", "h800", "a800", "h20", "h200", "mi325x", "b300", "b30a"} <= set(CHIPS)
    assert len(figure.table) == len(CHIPS) * len(migration(CATALOG, ["h100"])[0])
    assert "B30A" in figure.caption


def test_the_alt_text_has_a_useful_length_and_says_something_else_than_the_caption(figure):
    assert 40 <= len(figure.alt) <= 300
    assert figure.caption.endswith(".") and figure.alt not in figure.caption


def test_the_drawing_holds_paths_only_and_no_date_of_its_making(figure):
    drawing = ElementTree.fromstring(figure.svg)
    assert list(drawing.iter(f"{SVG}text")) == [] and list(drawing.iter(f"{SVG}path"))
    assert "<dc:date>" not in figure.svg and re.search(r"\d{4}-\d{2}-\d{2}", figure.svg) is None


def test_drawing_twice_gives_the_same_bytes(figure):
    assert migration_figure(CATALOG).svg == figure.svg


@pytest.mark.parametrize("key", COLOURS)
def test_words_can_be_read_on_their_ground(key):
    assert contrast(*COLOURS[key]) >= TEXT_RATIO


def test_two_outcomes_never_share_their_words():
    moves = [move for row in migration(CATALOG) for move in row]
    words = {move.outcome: short(move.status) for move in moves}
    assert len(set(words.values())) == len(words)
