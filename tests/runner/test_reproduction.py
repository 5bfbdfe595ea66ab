"""The same parameters give the same bytes: twice, elsewhere, and from each of the three ways of running."""

import sys

import pytest

from analysis.reporting.check import NOTEBOOK
from analysis.runner import publish
from analysis.scenarios import run
from tests.command import DRAWS, ROOT, chipbrief, differing, files, process

pytestmark = pytest.mark.slow

EDITION = [
    "brief.html", "brief.pdf", "figures/deliveries.csv", "figures/deliveries.svg", "figures/stages.csv",
    "figures/stages.svg", "manifest.json", "notebook.ipynb", "results.csv", "results.json",
]  # fmt: skip
PARAMETERS = {"scenario": "as_written", "draws": DRAWS}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The edition again: another folder, time zone, language and order of hashing, and a home with chart settings."""
    place = tmp_path_factory.mktemp("elsewhere")
    for name in ("home", "work", "temporary"):
        (place / name).mkdir()
    settings = place / "home" / ".config" / "matplotlib"
    settings.mkdir(parents=True)
    (settings / "matplotlibrc").write_text("font.weight: bold\naxes.labelpad: 20\n", encoding="utf-8")
    ended = chipbrief(
        *("brief", "as_written", "--draws", DRAWS, "--out", "edition"),
        cwd=place / "work",
        TZ="Pacific/Kiritimati",
        LANG="C",
        LC_ALL="C",
        PYTHONUTF8=0,
        PYTHONCOERCECLOCALE=0,
        PYTHONHASHSEED=12345,
        SOURCE_DATE_EPOCH=1,
        HOME=place / "home",
        TMPDIR=place / "temporary",
    )
    assert ended.returncode == 0, ended.stderr
    return place, ended


def without_notebook(edition):
    """The files that every way of running writes; the command adds the executed notebook."""
    return {name: content for name, content in files(edition).items() if name != NOTEBOOK}


def test_an_edition_holds_the_brief_its_figures_and_its_numbers(edition):
    assert sorted(files(edition)) == EDITION


def test_the_same_bytes_come_from_another_place_time_zone_language_and_home(edition, elsewhere):
    place, _ = elsewhere
    assert differing(files(edition), files(place / "work" / "edition")) == []


def test_a_run_leaves_nothing_beside_its_edition_and_no_temporary_files(elsewhere):
    place, _ = elsewhere
    assert [path.name for path in (place / "work").iterdir()] == ["edition"]
    assert files(place / "temporary") == {}


def test_a_run_prints_where_the_brief_is_and_nothing_else(elsewhere):
    place, ended = elsewhere
    assert (ended.stdout, ended.stderr) == (f"{place / 'work' / 'edition' / 'brief.pdf'}\n", "")


def test_python_writes_the_edition_that_the_command_writes(edition, tmp_path):
    publish(run("as_written", draws=int(DRAWS)), out_dir=tmp_path / "edition")
    assert differing(files(tmp_path / "edition"), without_notebook(edition)) == []


def test_plain_papermill_writes_the_edition_that_the_command_writes(edition, tmp_path):
    given = [part for name, value in PARAMETERS.items() for part in ("-p", name, value)]
    ended = process(
        *(sys.executable, "-m", "papermill", ROOT / "notebooks" / "06_brief.ipynb", "out.ipynb"),
        *given,
        *("-p", "out_dir", tmp_path / "edition"),
        cwd=tmp_path,
    )
    assert ended.returncode == 0, ended.stderr
    assert differing(files(tmp_path / "edition"), without_notebook(edition)) == []


@pytest.mark.parametrize(
    "changed", [{"scenario": "status_quo"}, {"draws": 201}, {"seed": 2}, {"overrides": {"keep_share": 0.5}}]
)
def test_other_parameters_give_another_brief(edition, tmp_path, changed):
    given = {"scenario": "as_written", "draws": int(DRAWS)} | changed
    publish(run(**given), out_dir=tmp_path / "edition")
    assert {"brief.pdf", "brief.html", "results.json"} <= set(differing(files(tmp_path / "edition"), files(edition)))
