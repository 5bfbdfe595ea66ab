"""Tables and figures of the chain: every cell a result, every figure legible, every fit shown whole."""

import re
from functools import cache
from xml.etree import ElementTree

import pytest

from analysis.calibration import fits
from analysis.insight import percentage
from analysis.model.uses import SINGLE_SHOT
from analysis.reporting import chain_figures, chain_tables, fit_tables
from analysis.reporting.figures import Figure
from analysis.reporting.table import Cell, Table
from analysis.reporting.wording import amount, in_time, stated
from analysis.scenarios import Result, run
from tests.command import DRAWS

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"
DISCLOSURES = ("feb-2026", "sep-2026")
FIGURES = ("kinds_figure", "views_figure", "rl_figure", "targets_figure", "pivot_figure", "mfu_figure")
TABLES = {
    chain_tables: (
        "uses_table", "kinds_table", "views_table", "stance_words_table", "teacher_chips_table", "prices_table",
        "accounts_table", "pivot_table", "later_table", "worth_table", "apart_table",
    ),
    fit_tables: (
        "fits_table", "coefficients_table", "checks_table", "left_out_table", "flop_table", "targets_table", "rl_table", "on_chips_table",
        "chip_costs_table", "serving_table",
    ),
}  # fmt: skip
HEADLINES = {"unique.all.mixture": "Unique tokens", "months.sft.any.own_next": "Fine-tuning"}

every_disclosure = pytest.mark.parametrize("disclosure", DISCLOSURES)
every_figure = pytest.mark.parametrize("name", FIGURES)
every_table = pytest.mark.parametrize(("module", "name"), [(m, n) for m, names in TABLES.items() for n in names])


@cache
def result(disclosure: str) -> Result:
    """A run on few draws."""
    return run("status_quo", disclosure, int(DRAWS))


@cache
def figure(name: str, disclosure: str) -> Figure:
    """A figure by the name of its function."""
    return getattr(chain_figures, name)(result(disclosure))


def cells(table: Table) -> list[Cell]:
    """Every result of a table."""
    return [cell for row in table.rows for cell in row if isinstance(cell, Cell)]


@every_disclosure
@every_table
def test_a_table_is_whole(module, name, disclosure):
    table = getattr(module, name)(result(disclosure))
    assert table.caption.endswith(".")
    assert {len(row) for row in table.rows} <= {len(table.header)} == {len(table.wide)}
    assert all(0 <= column < len(table.header) for column in table.numeric)
    assert table.rows or table.name == "later"


@every_disclosure
@every_table
def test_each_cell_says_what_the_result_says(module, name, disclosure):
    found = result(disclosure)
    for cell in cells(getattr(module, name)(found)):
        if cell.id in found.chances:
            assert cell.median == percentage(found.chances[cell.id].probability)
            continue
        quantity = found.quantities[cell.id]
        words = {in_time(quantity[50])} if quantity.unit == "months" else {amount(quantity[50]), stated(quantity[50])}
        if cell.id.startswith("worth.share"):
            words = {f"1 in {amount(1 / quantity[50])}"}
        assert cell.median in words
        assert (cell.interval == "") == (quantity[5] == quantity[95])


@every_disclosure
@every_figure
def test_the_alt_text_has_a_useful_length_and_is_not_the_caption(name, disclosure):
    drawn = figure(name, disclosure)
    assert 40 <= len(drawn.alt) <= 300
    assert drawn.caption.endswith(".") and drawn.caption.rstrip(".") not in drawn.alt


@every_figure
def test_a_figure_is_drawn_as_paths_without_a_date(name):
    drawn = figure(name, DISCLOSURES[0])
    assert list(ElementTree.fromstring(drawn.svg).iter(f"{SVG}text")) == []
    assert "<dc:date>" not in drawn.svg and "<image" not in drawn.svg


@every_figure
def test_drawing_twice_gives_the_same_bytes(name):
    assert getattr(chain_figures, name)(result(DISCLOSURES[0])).svg == figure(name, DISCLOSURES[0]).svg


@every_disclosure
@pytest.mark.parametrize("name", [name for name in FIGURES if name != "mfu_figure"])
def test_the_table_behind_a_figure_holds_the_results(name, disclosure):
    for row in figure(name, disclosure).table.itertuples():
        quantity = result(disclosure).quantities[row.id]
        assert (row.unit, row.p5, row.p50, row.p95) == (quantity.unit, quantity[5], quantity[50], quantity[95])


def test_the_figure_of_kinds_has_a_row_for_each_kind_and_reading():
    table = figure("kinds_figure", DISCLOSURES[0]).table
    assert len(table) == 7 * 4
    assert set(table["row"]) == {"Processed", "Cached", "Unique", "Output", "Visible", "Trained", "Supervised"}


def test_the_figure_of_peak_use_has_each_run_inside_or_marked():
    fit = fits(result(DISCLOSURES[0]).catalog)["mfu"]
    table = figure("mfu_figure", DISCLOSURES[0]).table.set_index("run")
    assert set(table.index) == set(fit.response.index)
    assert dict(table["inside"]) == dict(fit.leave_one_out()["inside"])
    assert ((table["low"] <= table["seen"]) & (table["seen"] <= table["high"])).equals(table["inside"])
    assert table["seen"].between(0, 1).all()
    assert set(table.index[table["moe"]]) == set(fit.regressors.index[fit.regressors["moe"] == 1])


def test_the_views_are_the_readings_the_mixture_and_the_stances():
    table = chain_tables.views_table(result(DISCLOSURES[0]))
    stances = result(DISCLOSURES[0]).catalog.stances
    assert len(table.rows) == 4 + len(stances)
    assert [cell.id for cell in cells(table) if cell.id.startswith("stance.")][0::4] == [
        f"stance.{s}.unique.all" for s in stances
    ]


def test_every_use_has_its_row():
    rows = chain_tables.uses_table(result(DISCLOSURES[0])).rows
    assert len(rows) == 3 + len(SINGLE_SHOT)


def test_every_fit_and_every_row_left_out_is_shown():
    catalog = result(DISCLOSURES[0]).catalog
    found = fits(catalog)
    assert len(fit_tables.fits_table(result(DISCLOSURES[0])).rows) == len(catalog.fitted)
    coefficients = fit_tables.coefficients_table(result(DISCLOSURES[0])).rows
    assert len(coefficients) == sum(len(fit.coefficients()) for fit in found.values())
    shown = [i for row in fit_tables.left_out_table(result(DISCLOSURES[0])).rows for i in row[2].split(", ")]
    assert sorted(shown) == sorted(i for fit in found.values() for i in fit.left_out)
    checks = fit_tables.checks_table(result(DISCLOSURES[0])).rows
    assert len(checks) == len(next(iter(found.values())).checks())


def test_the_worth_gives_no_mean_of_its_routes():
    rows = chain_tables.worth_table(result(DISCLOSURES[0])).rows
    labs = result(DISCLOSURES[0]).catalog.labs(DISCLOSURES[0])
    assert len(rows) == 3 * len(labs) + 1
    assert not any(re.search("mean|average", str(row[1])) for row in rows)


def test_only_counts_as_stated_have_more_than_two_figures():
    # 16.55 million were stated; what was taken by detection is computed from a judged window
    found = result(DISCLOSURES[0])
    assert chain_tables.any_cell(found, "exchanges.all").median == "16.55 million"
    taken = chain_tables.any_cell(found, "by_detection.feb-2026-minimax")
    assert taken.median == amount(found.quantities[taken.id][50])


def test_chances_of_a_target_are_those_of_its_base_run():
    row = fit_tables.targets_table(result(DISCLOSURES[0])).rows[0]
    ends = [cell.id for cell in row[1:]]
    stages = ["months.sft", "months.base", "months.research", "tenth.base", "year.base"]
    assert ends == [f"{stage}.deepseek.own_last" for stage in stages]


def test_a_route_of_nothing_is_said_in_words():
    # the low end is zero: no part of one can be named
    [first] = [
        row
        for row in chain_tables.apart_table(result(DISCLOSURES[0])).rows
        if isinstance(row[1], Cell) and "share" in row[1].id
    ]
    assert all(cell.interval.startswith("nothing to 1 in ") for cell in first[1:])


def test_nothing_later_is_said_in_words():
    assert chain_tables.later_table(result(DISCLOSURES[1])).caption == "Nothing was disclosed later."


@every_disclosure
def test_commands_name_the_result_and_what_is_not_the_default(disclosure):
    table = chain_tables.explain_table(result(disclosure), HEADLINES)
    options = "" if disclosure == DISCLOSURES[0] else f" --disclosure {disclosure}"
    assert [row[-1] for row in table.rows] == [f"chipbrief explain {identifier}{options}" for identifier in HEADLINES]
    for row in table.rows:
        judged, whole = map(int, row[2].split(" of "))
        assert 0 < judged < whole


def test_a_gain_among_losses_is_a_time_with_a_sign_and_no_count_of_seconds():
    # opening sales gives labs months: "−5.7 months", where a time without a sign would be −15,000,000 seconds
    found = result("feb-2026")
    cell = chain_tables.any_cell(found, "lever.months.open-h200")
    months = found.quantities["lever.months.open-h200"]
    assert months[95] < 0 and cell.median == f"−{in_time(-months[50])}"
    assert cell.interval == f"−{in_time(-months[5])} to −{in_time(-months[95])}"


def test_chips_stand_in_rows_with_hours_by_stage_and_costs_of_two_runs():
    # five stages; days, rent and electricity of fine-tuning and of base training
    hours, costs = (getattr(fit_tables, name)(result("feb-2026")) for name in ("on_chips_table", "chip_costs_table"))
    assert [row[0] for row in hours.rows] == [row[0] for row in costs.rows]
    assert "NVIDIA H20" in [row[0] for row in hours.rows] and "1,000 chips" in costs.caption
    stages = {tuple(cell.id.split(".")[2] for cell in row[1:] if isinstance(cell, Cell)) for row in hours.rows}
    assert stages <= {("remake", "sft", "rl", "base", "research"), ("sft", "rl", "base", "research")}
    fields = {
        tuple(".".join(cell.id.split(".")[::2][:2]) for cell in row[1:] if isinstance(cell, Cell)) for row in costs.rows
    }
    assert (
        "chip_days.sft",
        "chip_usd.sft",
        "chip_mwh.sft",
        "chip_days.base",
        "chip_usd.base",
        "chip_mwh.base",
    ) in fields
