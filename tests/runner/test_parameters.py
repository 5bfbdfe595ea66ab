"""Parameters are checked before a kernel starts, since papermill checks neither their names nor their types."""

import sys

import papermill
import pytest

from analysis.catalog import InputError
from analysis.runner import brief, editions
from analysis.scenarios import parameters
from tests.command import ROOT, files, process

# What is given, and what the message must say.
WRONG = {
    "unknown name": ({"scenaro": "status_quo"}, "unknown parameter 'scenaro'. Did you mean 'scenario'?"),
    "output folder": ({"out_dir": "x"}, "unknown parameter 'out_dir'"),
    "scenario a number": ({"scenario": 3}, "parameter 'scenario': found 3, text is accepted"),
    "scenario absent": ({"scenario": None}, "parameter 'scenario': found None, text is accepted"),
    "disclosure a list": ({"disclosure": ["feb-2026"]}, "parameter 'disclosure': found ['feb-2026'], text"),
    "draws as text": ({"draws": "200"}, "parameter 'draws': found '200', a whole number from 100 to 1,000,000"),
    "draws with a point": ({"draws": 200.0}, "parameter 'draws': found 200.0, a whole number"),
    "draws true": ({"draws": True}, "parameter 'draws': found True, a whole number"),
    "draws absent": ({"draws": None}, "parameter 'draws': found None, a whole number"),
    "draws NaN": ({"draws": float("nan")}, "parameter 'draws': found nan, a whole number"),
    "too few draws": ({"draws": 99}, "parameter 'draws': found 99, a whole number"),
    "seed as text": ({"seed": "1"}, "parameter 'seed': found '1', a whole number from 0 to 4,294,967,295"),
    "seed false": ({"seed": False}, "parameter 'seed': found False, a whole number"),
    "seed too large": ({"seed": 2**32}, "parameter 'seed': found 4294967296, a whole number"),
    "overrides a list": ({"overrides": [0.5]}, "parameter 'overrides': found [0.5], a table of assumption names"),
    "overrides as text": ({"overrides": "keep_share=0.5"}, "parameter 'overrides': found 'keep_share=0.5'"),
    "override as text": ({"overrides": {"keep_share": "0.5"}}, "override of 'keep_share': found '0.5', a number in"),
    "override true": ({"overrides": {"keep_share": True}}, "override of 'keep_share': found True, a number in"),
    "override absent": ({"overrides": {"keep_share": None}}, "override of 'keep_share': found None, a number in"),
    "override unknown": ({"overrides": {"keep_shar": 0.5}}, "Did you mean 'keep_share'?"),
    "override no name": ({"overrides": {3: 0.5}}, "unknown assumption '3'"),
}


@pytest.mark.parametrize(("given", "message"), WRONG.values(), ids=WRONG)
def test_wrong_parameters_are_refused_with_what_is_accepted(given, message):
    with pytest.raises(InputError) as problem:
        parameters(**given)
    assert message in str(problem.value)


@pytest.mark.parametrize("given", [("--draws", "99"), ("--set", "keep_share=2"), ("--disclosure", "google-2026-02")])
def test_no_kernel_starts_for_wrong_parameters(command, monkeypatch, tmp_path, given):
    monkeypatch.setattr(papermill, "execute_notebook", lambda *_, **__: pytest.fail("a kernel was started"))
    assert command("brief", "status_quo", *given, "--out", tmp_path / "edition")[0] == 2


def test_no_kernel_starts_for_a_folder_that_is_not_ours(monkeypatch, tmp_path):
    monkeypatch.setattr(papermill, "execute_notebook", lambda *_, **__: pytest.fail("a kernel was started"))
    with pytest.raises(InputError, match="holds no manifest.json of ours"):
        brief(parameters(), tmp_path)


def test_the_notebook_gets_the_parameters_under_their_names(monkeypatch, tmp_path):
    seen = {}

    def execute(source, output, parameters, **rest):
        seen.update(parameters, source=source.name)
        raise papermill.exceptions.PapermillException("seen")

    monkeypatch.setattr(papermill, "execute_notebook", execute)
    monkeypatch.setattr(editions, "REPORTS", tmp_path)
    with pytest.raises(RuntimeError, match="seen"):
        brief(parameters(scenario="as_written", draws=200, seed=7, overrides={"keep_share": 0.5}))
    assert seen.pop("out_dir")
    assert seen == {
        "source": "06_brief.ipynb",
        "scenario": "as_written",
        "disclosure": "feb-2026",
        "draws": 200,
        "seed": 7,
        "overrides": {"keep_share": 0.5},
    }


@pytest.mark.slow
def test_plain_papermill_with_a_wrong_parameter_fails_and_writes_no_edition(tmp_path):
    notebook = ROOT / "notebooks" / "06_brief.ipynb"
    given = ["-p", "draws", "99", "-p", "out_dir", tmp_path / "edition"]
    ended = process(sys.executable, "-m", "papermill", notebook, tmp_path / "out.ipynb", *given)
    assert ended.returncode != 0
    assert "InputError: parameter 'draws': found 99" in ended.stderr
    assert list(files(tmp_path)) == ["out.ipynb"]
