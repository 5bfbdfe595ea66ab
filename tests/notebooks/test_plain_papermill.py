"""Every notebook runs with plain papermill, from any working folder, and writes what a run of ours writes."""

import sys

import pytest

from analysis.reporting.check import NOTEBOOK
from analysis.runner import publish
from analysis.runner.sources import BRIEF, NOTEBOOKS
from analysis.scenarios import run
from tests.command import DRAWS, differing, files, process

pytestmark = pytest.mark.slow

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
GIVEN = {"scenario": "full_denial", "draws": DRAWS, "seed": 2}


@pytest.mark.parametrize("name", NAMES)
def test_plain_papermill_elsewhere_writes_the_same_edition(tmp_path, name):
    given = [part for key, value in (GIVEN | {"out_dir": "edition"}).items() for part in ("-p", key, value)]
    (tmp_path / "work").mkdir()
    notebook = NOTEBOOKS / f"{name}.ipynb"
    ended = process(sys.executable, "-m", "papermill", notebook, "out.ipynb", *given, cwd=tmp_path / "work")
    assert ended.returncode == 0, ended.stderr
    kind = "scenario" if name == BRIEF else "run"
    publish(run("full_denial", draws=int(DRAWS), seed=2), kind, tmp_path / "ours")
    assert differing(files(tmp_path / "work" / "edition"), files(tmp_path / "ours")) == []
    assert NOTEBOOK not in files(tmp_path / "ours")
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == ["edition", "out.ipynb"]
