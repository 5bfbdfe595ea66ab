"""Where chips bind, as shown: every stage, lab and scenario, in words that a hand can check, and no text cut or covered."""

from functools import cache
from itertools import combinations
from xml.etree import ElementTree

from analysis.insight import percentage
from analysis.reporting import link_figures, link_tables
from analysis.reporting.figures import Figure
from analysis.reporting.link_figures import least_to_most
from analysis.reporting.link_tables import between, lab_time, signed_percent, signed_time
from analysis.reporting.table import Cell, Table
from analysis.reporting.wording import amount, in_time
from analysis.scenarios import Result, run
from tests.command import DRAWS

SVG = "{http://www.w3.org/2000/svg}"
SCENARIOS = ("status_quo", "as_written", "full_denial")
LAB = "minimax"
LABS = ("DeepSeek", "MiniMax", "Moonshot AI")
COVERED = 1.0  # pixels by which boxes of text may touch: they hold the room of descenders


@cache
def result(scenario: str = "status_quo") -> Result:
    """A run on few draws."""
    return run(scenario, draws=int(DRAWS))


def results() -> dict[str, Result]:
    """The three scenarios."""
    return {scenario: result(scenario) for scenario in SCENARIOS}


@cache
def figure() -> Figure:
    """The figure of where chips bind."""
    return link_figures.binding_figure(results())


@cache
def binding() -> Table:
    """Its table, for one lab."""
    return link_tables.binding_table(results(), LAB)


def cells(table: Table) -> list[Cell]:
    """Every result of a table."""
    return [cell for row in table.rows for cell in row if isinstance(cell, Cell)]


def boxes(module, monkeypatch, draw) -> tuple:
    """The size of a drawing in pixels, and the words in it with the box of each."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    kept = []
    monkeypatch.setattr(module, "as_svg", lambda drawing: kept.append(drawing) or "")
    draw()
    canvas = FigureCanvasAgg(kept[0])
    canvas.draw()
    shown = [t for t in kept[0].findobj(Text) if t.get_visible() and t.get_text().strip()]
    return canvas.get_width_height(), [(t.get_text(), t.get_window_extent(canvas.get_renderer())) for t in shown]


def legible(size, found) -> None:
    """No words reach over the edge, and no two cover each other."""
    wide, high = size
    for words, box in found:
        assert box.x0 >= -COVERED and box.x1 <= wide + COVERED, words
        assert box.y0 >= -COVERED and box.y1 <= high + COVERED, words
    for (one, a), (other, b) in combinations(found, 2):
        across, down = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= COVERED or down <= 2.5 * COVERED, (one, other)


def whole(table: Table) -> None:
    """Every row is as wide as the header, and no two cells have one id."""
    assert table.caption.endswith(".") and table.rows
    assert {len(row) for row in table.rows} == {len(table.header)} == {len(table.wide)}
    assert all(0 <= column < len(table.header) for column in table.numeric)
    ids = [cell.id for cell in cells(table)]
    assert len(set(ids)) == len(ids)


def drawn_well(found: Figure) -> None:
    """Alt text of a useful length that is not the caption, and a drawing without text of a reader's font or a date."""
    assert 40 <= len(found.alt) <= 300
    assert found.caption.endswith(".") and found.caption.rstrip(".") not in found.alt
    drawing = ElementTree.fromstring(found.svg)
    assert list(drawing.iter(f"{SVG}text")) == [] and list(drawing.iter(f"{SVG}path"))
    assert "<dc:date>" not in found.svg and "<image" not in found.svg


def test_the_figure_is_drawn_as_paths_with_an_alt_text():
    drawn_well(figure())


def test_drawing_the_figure_twice_gives_the_same_bytes():
    assert link_figures.binding_figure(results()).svg == figure().svg


def test_no_words_in_the_figure_are_cut_or_covered(monkeypatch):
    legible(*boxes(link_figures, monkeypatch, lambda: link_figures.binding_figure(results())))


def test_no_words_are_cut_or_covered_where_five_labs_are_named(monkeypatch):
    named = run("status_quo", "sep-2026", draws=int(DRAWS))
    assert len(link_tables.named_labs(named)) == 5
    size, found = boxes(link_figures, monkeypatch, lambda: link_figures.binding_figure({"status_quo": named}))
    legible(size, found)
    assert {lab.name for lab in link_tables.named_labs(named)} <= {words for words, _ in found}


def test_the_table_behind_the_figure_has_every_stage_target_lab_and_scenario():
    # 4 stages, 3 targets, 3 labs, today and 3 scenarios
    table = figure().table
    assert len(table) == 4 * 3 * 3 * 4 == len(table.drop_duplicates(["stage", "target", "lab", "scenario"]))
    assert set(table["lab"]) == set(LABS) and set(table["scenario"]) == {"today", *SCENARIOS}


def test_the_table_behind_the_figure_holds_the_results():
    for row in figure().table.itertuples():
        found, span = (result("status_quo"), "") if row.scenario == "today" else (result(row.scenario), "36")
        q = found.quantities[row.id]
        assert row.id == f"months{span}.{row.stage}.{row.id.split('.')[2]}.{row.target}" and q.region == row.lab
        assert (row.unit, row.p5, row.p50, row.p95) == (q.unit, q[5], q[50], q[95])
        end = row.id.partition(".")[2]
        chances = [found.chances[f"{kind}{span}.{end}"].probability for kind in ("tenth", "year")]
        assert [row.over_tenth, row.over_year] == chances


def test_the_caption_says_how_far_the_other_scenarios_lie_away():
    table = figure().table.pivot_table(index=["stage", "target", "lab"], columns="scenario", values="p50")
    most = max(abs(table[s] / table["status_quo"] - 1).max() for s in SCENARIOS[1:])
    assert f"at most {100 * most:.0f}% from the first" in figure().caption
    assert "under status quo, as written, full denial" in figure().caption


def test_one_scenario_alone_has_nothing_to_be_away_from():
    alone = link_figures.binding_figure({"full_denial": result("full_denial")})
    assert "from the first" not in alone.caption and "under full denial." in alone.caption


def test_the_binding_table_has_every_stage_and_target_of_a_lab():
    # 5 stages, 3 targets
    whole(binding())
    heads = [row[0] for row in binding().rows]
    assert len(heads) == len(set(heads)) == 5 * 3
    assert binding().header[1:4] == ("Status quo", "As written", "Full denial")
    assert "MiniMax’s computing" in binding().caption and "under “Status quo”" in binding().caption


def test_the_binding_table_takes_the_targets_it_is_given():
    table = link_tables.binding_table(results(), LAB, ["own_last"])
    whole(table)
    assert len(table.rows) == 5 and table.rows[0][0] == "Writing the harvest anew: earlier model"


def test_the_binding_table_shows_every_scenario_and_the_first_in_detail():
    for row in binding().rows:
        ids = [cell.id.split(".", 2) for cell in row[1:]]
        assert [scenario for scenario, _, _ in ids] == [*SCENARIOS, *["status_quo"] * 4]
        assert [field for _, field, _ in ids] == ["months36"] * 3 + ["months36_left", "tenth36", "year36", "per_step36"]
        (end,) = {end for _, _, end in ids}
        assert end.split(".")[1] == LAB
        for cell, scenario in zip(row[1:4], SCENARIOS, strict=True):
            assert cell.median == in_time(result(scenario).quantities[f"months36.{end}"][50])
        chance = result().chances[f"tenth36.{end}"].probability
        assert row[5].median == ({0.0: "0%", 1.0: "100%"}.get(chance) or percentage(chance))
        assert row[7].median == signed_time(result().quantities[f"per_step36.{end}"][50])


def test_more_chips_shorten_every_stage():
    signs = {row[7].median[0] for row in binding().rows if not row[7].median.startswith("under")}
    assert signs == {"−"}


def test_the_labs_table_has_one_lab_under_every_scenario_with_the_largest_gain_on_top():
    # full use of the rule adds H200s to the status quo, denial takes them away
    table = link_tables.labs_table(results(), LAB)
    whole(table)
    assert [row[0] for row in table.rows] == ["As written", "Status quo", "Full denial"]
    assert table.caption.startswith("MiniMax.")
    for row in table.rows:
        assert [cell.id.split(".")[1] for cell in row[1:]] == [
            "change36", "change36_share", "growth36", "runs36", "runs36", "runs36", "serving36",
        ]  # fmt: skip
        assert {cell.id.split(".")[2] for cell in row[1:]} == {LAB}


def test_the_labs_table_says_what_the_results_say():
    found = {cell.id: cell for cell in cells(link_tables.labs_table(results(), LAB))}
    written = result("as_written")
    assert found["as_written.change36.minimax"].median == signed_time(written.quantities["change36.minimax"][50])
    assert found["as_written.serving36.minimax"].median == amount(written.quantities["serving36.minimax"][50])
    assert found["status_quo.change36.minimax"] == Cell("status_quo.change36.minimax", "0", "")
    assert found["as_written.change36.minimax"].median.startswith("+")
    assert found["full_denial.change36_share.minimax"].median.startswith("−")


def test_a_change_is_said_with_its_sign_and_a_unit_that_fits():
    # 0.896 months x 730.5 h = 654.5 h = 27 days; 37.2 months stay months; 1e-8 months = 0.026 s
    assert signed_time(-0.896) == "−27 days"
    assert signed_time(37.2) == "+37 months"
    assert (signed_time(0), signed_time(-1e-8)) == ("0", "under a second less")
    assert (signed_percent(0.0534), signed_percent(-0.0061), signed_percent(0)) == ("+5.3%", "−0.61%", "0")


def test_months_of_lab_compute_keep_one_unit_from_a_month_upward():
    # 139 months would read as 12 years elsewhere; 7.4e-5 months x 730.5 h x 60 = 3.2 minutes
    assert (lab_time(139), lab_time(1.0), lab_time(7.4e-5)) == ("140 months", "1.0 months", "3.2 minutes")


def test_a_unit_that_both_ends_share_is_said_once():
    assert between("−12 days", "−1.0 days") == "−12 to −1.0 days"
    assert between("−2.0 days", "−3.0 hours") == "−2.0 days to −3.0 hours"
    assert between("0.43%", "48%") == "0.43 to 48%"
    assert between("under a second less", "under a second less") == "under a second less"
    assert between("0", "5.2 days") == "0 to 5.2 days"


def test_two_chances_are_said_as_a_range_or_as_one():
    assert least_to_most(0.131, 0.254) == "13 to 25%"
    assert least_to_most(0.001, 0.053) == "up to 5%"
    assert least_to_most(0.0, 0.006) == "below 1%"
    assert (least_to_most(0, 0), least_to_most(0.995, 0.996)) == ("0%", "above 99%")
    assert (least_to_most(0.95, 0.995), least_to_most(0.7, 1)) == ("from 95%", "70 to 100%")
