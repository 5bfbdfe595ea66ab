"""The explorer in JupyterLab, in a real browser: a slider is moved with the keyboard, and the figure on the page changes."""

import shutil

import nbformat
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.system.test_jupyterlab import CHROMIUM, FLAGS, ROOT, TIMEOUT, run_all_cells, server

pytestmark = [pytest.mark.system, pytest.mark.slow]

NAME = "00_explore"
PANEL = ".chipbrief-explorer"
DRAWING = f"{PANEL} svg"
STEPS = 3  # of a slider, with the arrow key
# What each slider says after so many steps from the start.
SAYS = {"H200s the US lets in": "50,000 chips", "Detection rate": "1 in 2 months: 61 days"}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """The notebook in JupyterLab with all its cells run, and the folder that it lies in."""
    place = tmp_path_factory.mktemp("explore")
    (place / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / f"{NAME}.ipynb", place / "notebooks")
    with server(place) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1500, "height": 1100})
            page.set_default_timeout(TIMEOUT * 1000)
            run_all_cells(page, address, NAME)
            page.locator(DRAWING).wait_for()
            yield page, place / "notebooks" / f"{NAME}.ipynb"
        finally:
            browser.close()


def drawing(page: Page) -> str:
    """The figure on the page."""
    return page.locator(DRAWING).first.inner_html()


def moved(page: Page, name: str) -> str:
    """Move a slider some steps by keyboard, and wait until the figure is another: what it is then."""
    before = drawing(page)
    slider = page.locator(".widget-hslider", has_text=name).locator(".noUi-handle")
    slider.focus()
    for _ in range(STEPS):
        slider.press("ArrowRight")
    page.locator(".widget-label", has_text=SAYS[name]).wait_for()
    page.wait_for_function(
        "([place, before]) => document.querySelector(place)?.innerHTML !== before", arg=[DRAWING, before]
    )
    return drawing(page)


def test_sliders_move_the_figure_and_there_is_a_way_back(opened):
    page, _ = opened
    first = drawing(page)
    after_volume = moved(page, "H200s the US lets in")
    after_both = moved(page, "Detection rate")
    assert len({first, after_volume, after_both}) == 3
    page.get_by_role("button", name="Back to start").click()
    page.wait_for_function(
        "([place, first]) => document.querySelector(place)?.innerHTML === first", arg=[DRAWING, first]
    )


def test_an_impossible_choice_is_said_in_words_and_undone(opened):
    page, _ = opened
    moved(page, "H200s the US lets in")
    page.locator(".widget-dropdown", has_text="Regime").locator("select").select_option(
        label="Full denial: no H200 for China"
    )
    expect(page.locator('.jp-OutputArea-output p[role="alert"]')).to_contain_text(
        "licenses no H200", timeout=TIMEOUT * 1000
    )
    assert page.locator(DRAWING).count() == 0
    page.get_by_role("button", name="Back to start").click()
    page.locator(DRAWING).wait_for()


def test_no_name_of_a_control_is_clipped(opened):
    page, _ = opened
    labels = page.locator(".jp-OutputArea-output .widget-label")
    clipped = labels.evaluate_all(
        "found => found.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"
    )
    assert labels.count() >= 7
    assert clipped == []


def test_every_cell_ran_and_the_figure_is_in_the_notebook_for_readers_without_a_kernel(opened):
    _, path = opened
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert [o for cell in cells for o in cell.outputs if o.output_type in ("error", "stream")] == []
    (panel,) = next(cell for cell in cells if cell.id == "panel-figure").outputs
    assert "<svg" in "".join(panel.data["text/html"])
