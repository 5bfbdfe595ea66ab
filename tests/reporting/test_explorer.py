"""The explorer's figure and words, and its panel: what is moved is drawn, what is impossible is said, and there is a way back."""

import re
from html import unescape

import pytest

from analysis.catalog import InputError
from analysis.reporting import explorer as module
from analysis.reporting.explore_figures import explore_figure
from analysis.reporting.explore_words import finding, harvest_table, start_table
from analysis.reporting.explorer import CONTROLS, RATES, VOLUMES, Explorer, explorer
from analysis.scenarios import DEFAULTS, run
from analysis.scenarios.explore import explore, settings

pytestmark = pytest.mark.slow

DRAWS = 100
WIDGET = "application/vnd.jupyter.widget-view+json"
SETTINGS = (
    {},
    {"detection": 30, "reading": "turn"},
    {"scenario": "open_h200", "volume": 5_000_000, "disclosure": "sep-2026"},
    {"scenario": "full_denial", "disclosure": "jun-2026", "reading": "session"},
    {"scenario": "b30a", "detection": 1 / 6},
)


def view(**given):
    """What a setting comes to, at few draws."""
    return explore(settings(draws=DRAWS, **given))


@pytest.fixture(scope="module")
def made() -> Explorer:
    """One panel, which each test leaves where it found it."""
    return explorer(draws=DRAWS)


@pytest.fixture
def panel(made):
    """The panel at its start."""
    opening = made.page.value
    yield made
    if made.page.value != opening:
        made.back.click()


@pytest.fixture(scope="module", params=SETTINGS, ids=str)
def shown(request):
    """Settings far apart."""
    return view(**request.param)


@pytest.fixture(scope="module")
def figure(shown):
    """Its figure."""
    return explore_figure(shown)


def test_the_figure_has_words_and_numbers_for_those_who_cannot_see_it(shown, figure):
    assert 40 <= len(figure.alt) <= 300
    assert figure.caption.endswith(".") and "controls stood" not in figure.caption
    months = [i for i in shown.result.quantities if i.startswith("months.")]
    assert set(months) <= set(figure.table["id"])
    assert len(figure.table) == len(months) + 46


def test_the_figure_is_at_most_nine_inches_wide_and_four_high(figure):
    width, height = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', figure.svg).groups()
    assert float(width) <= 9 * 72 and float(height) <= 4 * 72


def test_two_drawings_of_one_view_are_equal(panel):
    assert explore_figure(view()).svg == explore_figure(panel.first).svg


def test_a_figure_that_was_moved_shows_where_it_stood():
    start, moved = view(), view(detection=4)
    assert "where the controls stood at the start" in explore_figure(moved, start).caption
    assert len(explore_figure(moved, start).svg) > len(explore_figure(moved).svg)


def test_the_finding_restates_the_settings_and_the_medians(shown):
    words, asked = finding(shown), shown.settings
    scenario = shown.result.catalog.get("scenarios", asked.parameters.scenario)
    assert f"Under “{scenario.name.partition(':')[0]}”" in words
    assert ("as counted" in words) == (asked.detection is None)
    assert harvest_table(shown).rows[0][0] == shown.labs[0].name


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "16.55 million exchanges"),
        ({"detection": 30}, "Found after 1 day, campaigns keep"),
        ({"detection": 1 / 6}, "Found after 180 days, campaigns keep"),
        ({"scenario": "full_denial"}, "no chip is delivered in 36 months."),
        ({"scenario": "b30a"}, "more chips (B30A and H200)"),
        ({"scenario": "as_written", "volume": 20_000}, "what stops them most often is the US ceiling"),
    ],
)
def test_the_finding_says(given, words):
    assert words in finding(view(**given))


def test_where_the_start_lies_stands_beside_a_run_of_all_draws():
    first, result = view(), run(draws=2 * DRAWS)
    table = start_table(result, first)
    assert table.header[1:] == ("At 200 draws", "At 100 draws")
    assert len(table.rows) == 5 * len(first.labs) + 2
    assert [row for row in table.rows if row[1].id != row[2].id] == []


def test_controls_stand_at_the_parameters():
    given = {
        "scenario": "as_written",
        "disclosure": "sep-2026",
        "draws": DRAWS,
        "seed": 2,
        "overrides": {"keep_share": 0.5},
    }
    found = explorer(**given)
    assert found.values == {
        "scenario": "as_written", "disclosure": "sep-2026", "reading": "mixture", "volume": None, "detection": None,
    }  # fmt: skip
    assert found.first.settings.parameters.as_dict() == given
    assert found.page.value.count("<svg") == 1
    assert escaped(finding(explore(settings(**given)))) in found.page.value


def test_the_panel_has_the_defaults_of_a_run():
    assert explorer.__defaults__[:4] == tuple(DEFAULTS[name] for name in ("scenario", "disclosure", "draws", "seed"))


def test_controls_are_named_and_their_names_have_room(panel):
    assert list(panel.controls) == list(CONTROLS)
    for name, control in panel.controls.items():
        assert control.description == CONTROLS[name]
        assert control.style.description_width == "11em"
        assert len(control.description) <= 20  # letters of which 11em hold some 24
    assert [panel.controls[name].continuous_update for name in ("volume", "detection")] == [False, False]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scenario", "as_written"), ("disclosure", "jun-2026"), ("reading", "session"), ("volume", VOLUMES[2]),
        ("detection", RATES[4]),
    ],
)  # fmt: skip
def test_a_control_that_is_moved_changes_the_page_and_moved_back_restores_it(panel, name, value):
    before, stood = panel.page.value, panel.controls[name].value
    panel.controls[name].value = value
    moved = panel.page.value
    assert figure_of(moved) != figure_of(before)
    assert escaped(finding(view(**{name: value}))) in moved
    panel.controls[name].value = stood
    assert panel.page.value == before


def test_a_slider_says_what_it_stands_at(panel):
    says = [row.children[1] for row in panel.box.children[0].children[1].children[:2]]
    assert [label.value for label in says] == ["as the regime says", "as counted"]
    panel.controls["detection"].value = RATES[4]
    panel.controls["volume"].value = 250_000
    assert [label.value for label in says] == ["250,000 chips", "2 a month: 15 days"]


def test_the_way_back_moves_all_controls_and_draws_once(panel, monkeypatch):
    before, drawn = panel.page.value, []
    panel.controls["scenario"].value = "as_written"
    panel.controls["detection"].value = RATES[0]
    assert panel.page.value != before
    monkeypatch.setattr(module, "explore", lambda asked: drawn.append(asked) or explore(asked))
    panel.back.click()
    assert panel.page.value == before
    assert drawn == [panel.first.settings]


def test_what_does_not_go_together_is_said_in_the_place_of_the_figure(panel):
    before = panel.page.value
    panel.controls["volume"].value = 250_000
    panel.controls["scenario"].value = "full_denial"
    assert "<svg" not in panel.page.value
    assert 'role="alert"' in panel.page.value
    assert "licenses no H200, so there is no number to set" in panel.page.value
    panel.back.click()
    assert panel.page.value == before


def test_a_panel_that_cannot_start_says_why():
    with pytest.raises(InputError, match="Did you mean 'status_quo'"):
        explorer("status_qou")


def test_without_a_front_end_the_figure_is_seen(panel):
    """The widgets for JupyterLab; HTML and text for whatever reads the notebook without a kernel."""
    bundle = panel._repr_mimebundle_()
    assert list(bundle) == ["text/plain", WIDGET, "text/html"]
    assert bundle[WIDGET]["model_id"] == panel.box.model_id
    (alt,) = re.findall(r'aria-label="([^"]*)"', bundle["text/html"])
    assert unescape(alt) == explore_figure(panel.first).alt
    assert bundle["text/html"] == panel.page.value and "<figcaption>" in bundle["text/html"]
    assert bundle["text/plain"] == finding(panel.first)


def figure_of(page: str) -> str:
    """The drawing within a page."""
    return page[page.index("<svg") : page.index("</svg>")]


def escaped(words: str) -> str:
    """Words as a page holds them."""
    return words.replace("&", "&amp;").replace("'", "&#x27;")
