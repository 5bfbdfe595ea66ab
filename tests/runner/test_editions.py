"""Editions are written whole or not at all, and replace nothing but an edition of ours."""

import hashlib
import json
import shutil

import pytest

from analysis.catalog import PROJECT, InputError, RunError
from analysis.reporting.check import MANIFEST, NOTEBOOK, check_edition, manifest, read_manifest
from analysis.runner import editions, jobs, publish
from analysis.scenarios import parameters, run
from tests.command import differing, files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def numbers():
    """A result, quickly."""
    return run("status_quo", draws=100)


@pytest.fixture
def copy(edition, tmp_path):
    """A copy of an edition that a test may damage."""
    return shutil.copytree(edition, tmp_path / "copy")


def test_the_manifest_lists_every_file_with_its_hash_save_itself_and_the_notebook(edition):
    listed = json.loads((edition / MANIFEST).read_text(encoding="utf-8"))
    expected = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files(edition).items()
        if name not in (MANIFEST, NOTEBOOK)
    }
    assert listed == {"model": "chipbrief", "files": expected}


@pytest.mark.parametrize("name", ["brief.pdf", "brief.html", "results.json", "results.csv", "figures/stages.svg"])
def test_an_edition_with_a_changed_file_is_refused(copy, name):
    check_edition(copy)
    (copy / name).write_bytes((copy / name).read_bytes() + b"\n")
    with pytest.raises(RunError, match=f"{MANIFEST} does not match"):
        check_edition(copy)


def test_an_edition_with_a_lost_file_is_refused(copy):
    (copy / "figures" / "stages.csv").unlink()
    with pytest.raises(RunError, match=f"{MANIFEST} does not match"):
        check_edition(copy)


def test_an_edition_with_a_file_too_many_is_refused(copy):
    (copy / "extra.txt").write_text("", encoding="utf-8")
    with pytest.raises(RunError, match=f"{MANIFEST} does not match"):
        check_edition(copy)


def test_a_folder_without_a_manifest_is_refused(copy):
    (copy / MANIFEST).unlink()
    with pytest.raises(RunError, match=f"{MANIFEST} does not match"):
        check_edition(copy)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("results.json", b'{"model": "chipbrief"}', "results.json does not match its schema"),
        ("brief.pdf", b"no PDF at all", "brief.pdf is damaged"),
    ],
)
def test_an_unsound_file_is_refused_although_the_manifest_lists_it(copy, name, content, message):
    (copy / name).write_bytes(content)
    (copy / MANIFEST).write_text(json.dumps(manifest(copy)), encoding="utf-8")
    with pytest.raises(RunError, match=message):
        check_edition(copy)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"model": "another"}', '{"model": "chipbrief"'])
def test_a_manifest_that_is_not_ours_is_none(tmp_path, text):
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path) is None


def test_an_edition_replaces_an_edition_of_ours_and_keeps_nothing_of_it(copy, numbers):
    (copy / "extra.txt").write_text("", encoding="utf-8")
    publish(numbers, "run", copy)
    assert sorted(files(copy)) == [MANIFEST, "results.csv", "results.json"]
    assert [path.name for path in copy.parent.iterdir()] == ["copy"]


@pytest.mark.parametrize("kept", ["letters.txt", "figures/letters.txt", MANIFEST])
def test_a_folder_of_somebody_else_is_neither_replaced_nor_changed(tmp_path, numbers, kept):
    path = tmp_path / "folder" / kept
    path.parent.mkdir(parents=True)
    path.write_text("letters", encoding="utf-8")
    with pytest.raises(InputError, match="holds no manifest.json of ours"):
        publish(numbers, "run", tmp_path / "folder")
    assert files(tmp_path) == {f"folder/{kept}": b"letters"}


def test_folders_on_the_way_are_made(tmp_path, numbers):
    publish(numbers, "run", tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c" / MANIFEST).is_file()


def test_a_relative_folder_is_meant_from_the_working_folder(tmp_path, numbers, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert publish(numbers, "run", "here") == tmp_path / "here"


def test_without_a_folder_an_edition_goes_to_the_reports_of_the_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert editions.REPORTS == PROJECT / "reports"
    assert editions.destination("scenario-of_a_test", None) == PROJECT / "reports" / "scenario-of_a_test"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "scenario-status_quo"),
        ({"scenario": "as_written"}, "scenario-as_written"),
        ({"draws": 16384, "seed": 1, "overrides": {}}, "scenario-status_quo"),
    ],
)
def test_an_edition_with_default_parameters_is_named_after_its_scenario(given, name):
    assert parameters(**given).edition("scenario") == name


def test_any_other_parameter_adds_its_own_eight_digits_to_the_name():
    changes = [{"draws": 200}, {"seed": 2}, {"overrides": {"keep_share": 0.5}}, {"overrides": {"keep_share": 0.6}}]
    names = [parameters(**change).edition("run") for change in changes]
    assert len(set(names)) == len(changes)
    for name in names:
        start, _, digits = name.rpartition("-")
        assert start == "run-status_quo" and len(digits) == 8 and int(digits, 16) >= 0


@pytest.mark.parametrize("step", ["write_results", "write_brief", "manifest", "check_edition"])
@pytest.mark.parametrize("problem", [RuntimeError("broken"), OSError(28, "No space left"), KeyboardInterrupt()])
def test_a_failure_at_any_step_leaves_the_older_edition_as_it_was(copy, edition, numbers, monkeypatch, step, problem):
    def fail(*_):
        raise problem

    monkeypatch.setattr(editions, step, fail)
    with pytest.raises(type(problem)):
        publish(numbers, "scenario", copy)
    assert differing(files(copy), files(edition)) == []
    assert [path.name for path in copy.parent.iterdir()] == ["copy"]


def test_a_failure_of_the_last_renaming_puts_the_older_edition_back(copy, edition, numbers, monkeypatch):
    rename = type(copy).rename

    def fail_for_new(path, target):
        if path.name.endswith(".new"):
            raise OSError(28, "No space left")
        return rename(path, target)

    monkeypatch.setattr(editions, "exchanged", lambda *_: False)
    monkeypatch.setattr(type(copy), "rename", fail_for_new)
    with pytest.raises(OSError, match="No space left"):
        publish(numbers, "run", copy)
    assert differing(files(copy), files(edition)) == []
    assert [path.name for path in copy.parent.iterdir()] == ["copy"]


@pytest.mark.parametrize("harm", [lambda f: (f / "results.csv").write_text("x"), lambda f: (f / "brief.pdf").unlink()])
def test_an_edition_that_the_notebook_left_unsound_is_not_published(copy, edition, monkeypatch, harm):
    def execute(source, values, place, *_):
        shutil.copytree(edition, place / "edition")
        harm(place / "edition")
        return edition / NOTEBOOK

    monkeypatch.setattr(jobs, "execute", execute)
    with pytest.raises(RunError, match="does not match"):
        jobs.brief(parameters(scenario="as_written"), copy)
    assert differing(files(copy), files(edition)) == []
