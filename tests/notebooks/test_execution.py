"""Each notebook runs with plain papermill from another folder, and with our runner on a second disclosure.

Both on few draws; either way it shows what it promises, and with a folder it writes what a run of ours writes.
"""

import json
import re
import sys
from html import unescape

import nbformat
import pytest

from analysis.reporting.check import NOTEBOOK
from analysis.runner import publish
from analysis.runner.execution import execute
from analysis.runner.kernels import waiting
from analysis.runner.sources import NOTEBOOKS, source
from analysis.scenarios import DEFAULTS, run
from tests.command import DRAWS, differing, files, process

pytestmark = pytest.mark.slow

BRIEF = "06_brief"  # writes its edition by default, and tests of the runner look at that
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
DISCLOSURES = PLAIN, _ = ("feb-2026", "sep-2026")  # the first with plain papermill
SHOWN = {
    "00_explore": {"figures": ["panel-figure"], "tables": ["explain-table", "panel-figure", "start-table"]},
    "01_extraction_compute": {
        "figures": ["kinds-figure", "pivot-figure", "views-figure"],
        "tables": [
            "accounts-table", "disclosures-table", "explain-table", "kinds-table", "later-table", "pivot-table", "prices-table",
            "results-table", "stances-table", "teacher-table", "uses-table", "views-table",
        ],
    },
    "02_downstream_training": {
        "figures": ["peak-use-figure", "rl-figure", "stages-figure", "targets-figure", "worth-figure"],
        "tables": [
            "apart-drivers-table", "apart-table", "checks-table", "chips-table", "coefficients-table", "costs-table", "drivers-table", "explain-table", "fits-table", "flop-table",
            "left-out-table", "rl-table", "runs-table", "serving-table", "stages-table", "targets-table", "worth-table",
        ],
    },
    "03_chip_supply": {
        "figures": [
            "channels-figure", "first-year-figure", "migration-figure", "ratios-figure", "sweep-delivered-figure", "sweep-denial-figure", "sweep-used-figure",
        ],
        "tables": [
            "backcast-table", "channels-table", "displaced-table", "diverted-growth-table", "diverted-table", "explain-table",
            "limits-table", "matrix-table", "migration-table", "reconciliation-table", "sweep-delivered", "sweep-denial", "sweep-used", "totals-table", "yardsticks-table",
        ],
    },
    "04_regime_scenarios": {
        "figures": ["binding-figure", "break-even-figure", "lag-figure", "lever-figure", "regimes-figure"],
        "tables": [
            "ahead-table", "binding-table", "break-even-table", "choices-table", "confidence-table", "explain-table", "gap-table", "labs-table",
            "lag-table", "lever-table", "lever-terms-table", "rank-sweep-table", "rank-table",
        ],
    },
}  # fmt: skip
CASES = [(name, disclosure) for name in NAMES for disclosure in DISCLOSURES]


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def executed(request, tmp_path_factory):
    """A notebook's name, its disclosure, its cells after a run, and the folder that it was run in."""
    name, disclosure = request.param
    place = tmp_path_factory.mktemp("notebook")
    if disclosure == PLAIN:
        given = ["-p", "draws", DRAWS, "-p", "out_dir", "edition"]
        ended = process(sys.executable, "-m", "papermill", source(name), NOTEBOOK, *given, cwd=place)
        assert ended.returncode == 0, ended.stderr
    else:
        values = DEFAULTS | {"disclosure": disclosure, "draws": int(DRAWS)}
        out_dir = str(place / "edition") if name == BRIEF else ""
        with waiting() as kernel:
            execute(source(name), values | {"out_dir": out_dir}, place, kernel, place / "log.txt")
    return name, disclosure, nbformat.read(place / NOTEBOOK, as_version=4).cells, place


def outputs(cells):
    """What each code cell shows, by its id."""
    return {cell.id: cell.outputs for cell in cells if cell.cell_type == "code"}


def pages(cells):
    """What each code cell shows as HTML, by its id; nothing for a cell that shows none."""
    shown = outputs(cells)
    return {i: o[0].data["text/html"] for i, o in shown.items() if o and "text/html" in o[0].get("data", {})}


def test_every_code_cell_ran_without_error_or_warning(executed):
    _, _, cells, _ = executed
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert [o for shown in outputs(cells).values() for o in shown if o.output_type in ("error", "stream")] == []


def test_it_shows_its_figures_and_tables(executed):
    name, _, cells, _ = executed
    promised = SHOWN.get(name)
    if promised is None:
        return
    found = pages(cells)
    assert sorted(i for i, page in found.items() if "<svg" in page) == promised["figures"]
    assert sorted(i for i, page in found.items() if "<table" in page) == promised["tables"]


def test_each_figure_has_words_for_those_who_cannot_see_it(executed):
    _, _, cells, _ = executed
    for page in (page for page in pages(cells).values() if "<svg" in page):
        (alt,) = re.findall(r'aria-label="([^"]*)"', page)
        assert 40 <= len(unescape(alt)) <= 300
        assert "<figcaption>" in page


def test_no_table_is_without_rows(executed):
    _, disclosure, cells, _ = executed
    empty = [i for i, page in pages(cells).items() if "<table" in page and "<td" not in page]
    assert empty == (["later-table"] if disclosure == DISCLOSURES[1] and "later-table" in pages(cells) else [])


def test_commands_to_explain_name_results_of_the_run(executed):
    name, disclosure, cells, _ = executed
    if name not in SHOWN:
        return
    commands = re.findall(r"chipbrief explain ([^<]+)", pages(cells)["explain-table"])
    asked = {command.split(" ")[0] for command in commands}
    assert len(asked) == len(commands) > 10
    assert asked <= set(run("status_quo", disclosure, int(DRAWS)).quantities)
    assert {f" --disclosure {disclosure}" in command for command in commands} == {disclosure != DEFAULTS["disclosure"]}


def test_a_notebook_writes_to_its_folder_what_a_run_of_ours_writes(executed, tmp_path):
    name, disclosure, _, place = executed
    if disclosure != PLAIN:
        return
    publish(run(draws=int(DRAWS)), "scenario" if name == BRIEF else "run", tmp_path / "ours")
    assert differing(files(place / "edition"), files(tmp_path / "ours")) == []
    assert sorted(path.name for path in place.iterdir()) == ["edition", NOTEBOOK]


def test_a_notebook_without_a_folder_writes_no_edition(executed):
    name, disclosure, _, place = executed
    if name == BRIEF or disclosure == PLAIN:
        return
    assert [path for path in files(place) if path.endswith(("results.json", "manifest.json"))] == []


def test_the_executed_notebook_is_valid(executed):
    _, _, _, place = executed
    nbformat.validate(json.loads((place / NOTEBOOK).read_text(encoding="utf-8")))
