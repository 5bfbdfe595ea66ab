"""Figures that only notebooks show: the results and nothing else, in an order that says something, with no words cut or covered."""

from functools import cache

import pandas as pd
import pytest

from analysis.catalog import load_catalog
from analysis.reporting import chain_figures, notebook_figures
from analysis.reporting.figures import Figure
from analysis.reporting.link_tables import signed_time
from analysis.reporting.wording import in_time
from analysis.scenarios import Result, run
from tests.command import DRAWS
from tests.reporting.test_link import LABS, SCENARIOS, boxes, drawn_well, legible, results

pytestmark = pytest.mark.slow

SWEPT = "used36.r3.ration"
SWEEP = pd.DataFrame(
    {
        "result": [*[SWEPT] * 10, "delivered36.r3.admit"],
        "input": "h200_demand",
        "name": [
            f"H200 that Chinese firms would buy over the life of the rule if nothing stopped them, {n}"
            for n in range(11)
        ],
        "at_low": [float(2_000_000 + n) for n in range(11)],
        "at_high": [float(9_000_000 - n) for n in range(11)],
        "centre": 8e6,
    }
)
MODULES = {"worth": chain_figures, "regimes": notebook_figures, "sweep": notebook_figures}


@cache
def named(disclosure: str) -> Result:
    """A run on few draws."""
    return run("status_quo", disclosure, int(DRAWS))


def regimes(disclosure: str) -> dict[str, Result]:
    """Scenarios that differ, and one that changes nothing."""
    return results() if disclosure == "feb-2026" else {s: run(s, disclosure, int(DRAWS)) for s in SCENARIOS}


def draw(name: str, disclosure: str) -> Figure:
    """One of the figures."""
    if name == "worth":
        return notebook_figures.worth_figure(named(disclosure))
    if name == "regimes":
        return notebook_figures.regimes_figure(regimes(disclosure))
    return notebook_figures.sweep_figure(
        load_catalog(), SWEEP, SWEPT, "Computing power that China uses after 36 months"
    )


figure = cache(draw)
every_figure = pytest.mark.parametrize("name", MODULES)
every_disclosure = pytest.mark.parametrize("disclosure", ["feb-2026", "sep-2026"])


@every_disclosure
@every_figure
def test_a_figure_is_drawn_as_paths_with_an_alt_text(name, disclosure):
    drawn_well(figure(name, disclosure))


@every_figure
def test_drawing_a_figure_twice_gives_the_same_bytes(name):
    assert draw(name, "feb-2026").svg == figure(name, "feb-2026").svg


@every_disclosure
@every_figure
def test_no_words_are_cut_or_covered_for_three_labs_or_for_five(name, disclosure, monkeypatch):
    legible(*boxes(MODULES[name], monkeypatch, lambda: draw(name, disclosure)))


def test_the_worth_of_a_harvest_is_that_of_the_results_by_lab_and_route():
    # three routes to each of three labs, and one of them for all
    table = figure("worth", "feb-2026").table
    assert len(table) == 3 * 3 + 1 and list(dict.fromkeys(table["group"])) == [*LABS, "All labs"]
    fields = [identifier.split(".")[1] for identifier in table["id"]]
    assert fields == ["compute", "with_tuning", "data_returns"] * 3 + ["top_down"]
    for row in table.itertuples():
        q = named("feb-2026").quantities[row.id]
        assert (row.unit, row.p5, row.p50, row.p95) == ("months", q[5], q[50], q[95])


def test_a_worth_of_nothing_is_called_so_and_no_second(monkeypatch):
    # the plain formula spares DeepSeek nothing on more than half of the draws: no time is as short as that
    _, found = boxes(chain_figures, monkeypatch, lambda: draw("worth", "feb-2026"))
    words = [text for text, _ in found]
    assert named("feb-2026").quantities["worth.compute.deepseek.months"][50] == 0
    assert "nothing" in words and "0 seconds" not in words and "1.0 seconds" not in words
    assert in_time(named("feb-2026").quantities["worth.top_down"][50]) in words


def test_a_change_of_nothing_is_named_and_not_drawn(monkeypatch):
    _, found = boxes(notebook_figures, monkeypatch, lambda: draw("regimes", "feb-2026"))
    words = [text for text, _ in found]
    assert "As written" in words and "Full denial" in words and "Status quo" not in words
    assert "not drawn: “Status quo”." in figure("regimes", "feb-2026").caption


def test_the_scenario_that_adds_most_stands_on_top(monkeypatch):
    _, found = boxes(notebook_figures, monkeypatch, lambda: draw("regimes", "feb-2026"))
    top = {text: box.y0 for text, box in found}
    assert top["As written"] > top["Full denial"]


def test_changes_are_those_of_the_results_and_their_ends_stand_beside_them(monkeypatch):
    table = figure("regimes", "feb-2026").table
    assert len(table) == 3 * 3 == len(table.drop_duplicates(["scenario", "lab"]))
    for row in table.itertuples():
        q = results()[row.scenario].quantities[row.id]
        assert row.id.startswith("change36.") and (row.p5, row.p50, row.p95) == (q[5], q[50], q[95])
    _, found = boxes(notebook_figures, monkeypatch, lambda: draw("regimes", "feb-2026"))
    least = table.loc[table["scenario"] == "as_written", "p50"].min()
    assert any(text.startswith(signed_time(least).partition(" ")[0]) for text, _ in found)


def test_a_sweep_shows_the_first_inputs_of_its_result_alone_and_counts_the_rest(monkeypatch):
    # 10 of the 11 rows are of this result, 8 of them are drawn; ends of 2.0 and 9.0 million
    found = figure("sweep", "feb-2026")
    assert list(found.table["name"]) == list(SWEEP["name"][:8])
    assert "The 8 that move it most, of 10." in found.caption and "as drawn, 8.0 million" in found.caption
    _, drawn = boxes(notebook_figures, monkeypatch, lambda: draw("sweep", "feb-2026"))
    words = [text for text, _ in drawn]
    assert words.count("2.0 million") >= 8 and words.count("9.0 million") >= 8
    assert any(text.endswith("250,000 and 2,500,000 chips") for text in words)
