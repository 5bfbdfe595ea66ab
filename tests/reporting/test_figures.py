"""Figures: drawn as paths, the same twice, with the numbers behind them and words for those who cannot see them."""

import re
from xml.etree import ElementTree

import pytest

from analysis.reporting.figures import figures

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["stages", "deliveries"]
PERCENTILES = ["p5", "p25", "p50", "p75", "p95"]


def test_a_brief_has_these_figures(brief):
    assert list(brief.figures) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_alt_text_has_a_useful_length(brief, name):
    assert 40 <= len(brief.figures[name].alt) <= 300


@pytest.mark.parametrize("name", NAMES)
def test_the_alt_text_says_something_else_than_the_caption(brief, name):
    figure = brief.figures[name]
    assert figure.caption.endswith(".")
    assert figure.caption.rstrip(".") not in figure.alt and figure.alt.rstrip(".") not in figure.caption
    common = set(re.findall(r"[a-z]{4,}", figure.alt.lower())) & set(re.findall(r"[a-z]{4,}", figure.caption.lower()))
    assert len(common) < len(set(re.findall(r"[a-z]{4,}", figure.caption.lower())))


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_left_to_a_font_of_the_reader(brief, name):
    drawing = ElementTree.fromstring(brief.figures[name].svg)
    assert list(drawing.iter(f"{SVG}text")) == []
    assert list(drawing.iter(f"{SVG}path"))


@pytest.mark.parametrize("name", NAMES)
def test_the_drawing_holds_no_date_maker_or_address_of_a_picture(brief, name):
    svg = brief.figures[name].svg
    assert "<dc:date>" not in svg and "<dc:creator>" not in svg
    assert re.search(r"\d{4}-\d{2}-\d{2}", svg) is None
    assert "<image" not in svg


def test_drawing_twice_gives_the_same_bytes(brief):
    assert {f.name: f.svg for f in figures(brief.result)} == {f.name: f.svg for f in brief.figures.values()}


def test_the_figure_in_a_notebook_has_its_alt_text_and_caption(brief):
    from html import unescape

    for figure in brief.figures.values():
        page = figure._repr_html_()
        assert f'aria-label="{figure.alt}"' in unescape(page)
        assert f"<figcaption>{figure.caption}</figcaption>" in unescape(page)


def test_the_table_behind_the_deliveries_holds_the_stored_numbers(brief):
    rows = brief.figures["deliveries"].table.to_dict(orient="records")
    stored = [q for i, q in brief.quantities.items() if i.startswith("cumulative.")]
    assert rows == [{key: q[key] for key in ("month", "unit", *PERCENTILES)} for q in stored]
    assert len(rows) > brief.result.catalog.horizon.months


def test_the_table_behind_the_stages_holds_the_stored_numbers(brief):
    lab = max(brief.result.catalog.campaigns("feb-2026"), key=lambda campaign: campaign.exchanges.central).lab
    ids = ["remake", "sft", "rl", "base", "research"]
    stored = [brief.quantities[f"months.{stage}.{lab}.own_next"] for stage in ids]
    stored.append(brief.quantities[f"months.base.{lab}.flop_1e26"])
    rows = brief.figures["stages"].table.to_dict(orient="records")
    assert [{key: row[key] for key in ("unit", *PERCENTILES)} for row in rows] == [
        {key: q[key] for key in ("unit", *PERCENTILES)} for q in stored
    ]
