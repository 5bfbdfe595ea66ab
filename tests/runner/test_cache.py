"""An edition is made again if anything that went into it has changed, and only then."""

import json
import shutil

import pytest

from analysis.runner import cache, jobs, sources
from analysis.runner.jobs import MADE, UNCHANGED, Job, make, prepared
from analysis.scenarios import parameters
from tests.command import files
from tests.runner.small import WRITE, small

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a notebook and a cache of its own."""
    monkeypatch.setattr(sources, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(cache, "CACHE", tmp_path / "cache")
    small(tmp_path / "notebooks", WRITE)
    return tmp_path


@pytest.fixture
def job(place):
    """A job whose edition has not been made."""
    return Job("06_brief", parameters(draws=100), out=place / "edition")


@pytest.fixture
def made(job):
    """A job whose edition has just been made."""
    assert make(job).state == MADE
    return job


@pytest.fixture
def recorded(job):
    """A job of whose edition there is a record, although its only file is none of ours."""
    job.out.mkdir()
    (job.out / "manifest.json").write_text('{"model": "chipbrief"}')
    ready = prepared(job)
    cache.remember(ready.final, ready.key, ready.records)
    assert ready.unchanged
    return job


def keys(job):
    """The key of a job."""
    cache._code.cache_clear()
    cache._versions.cache_clear()
    return prepared(job).key


def test_an_unchanged_edition_is_not_made_again(made, monkeypatch):
    monkeypatch.setattr(jobs, "waiting", lambda: pytest.fail("a kernel was started"))
    assert make(made).state == UNCHANGED


def test_an_unchanged_edition_is_made_again_if_that_is_asked(made):
    before = files(made.out)
    assert make(made, anew=True).state == MADE
    assert files(made.out) == before


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "results.csv").write_text("x"),
        lambda folder: (folder / "notebook.ipynb").unlink(),
        lambda folder: (folder / "extra.txt").write_text("x"),
        lambda folder: (folder / "manifest.json").write_text('{"model": "chipbrief"}'),
    ],
)
def test_an_edition_that_somebody_changed_is_made_again(made, harm):
    before = files(made.out)
    harm(made.out)
    assert make(made).state == MADE
    assert files(made.out) == before


def test_an_edition_that_is_gone_is_made_again(made):
    shutil.rmtree(made.out)
    assert make(made).state == MADE


@pytest.mark.parametrize("record", [b"", b"\xff\x00", b"[]", b"{}", b'{"key": 1, "files": 2}', b"null"])
def test_a_damaged_record_counts_as_none(recorded, place, record):
    (path,) = (place / "cache" / "editions").iterdir()
    path.write_bytes(record)
    assert not prepared(recorded).unchanged


def test_a_record_of_another_folder_is_not_taken_for_ours(recorded, place):
    shutil.copytree(recorded.out, place / "copy")
    assert not prepared(Job("06_brief", recorded.asked, out=place / "copy")).unchanged


@pytest.mark.parametrize(
    "change", [{"draws": 101}, {"seed": 2}, {"scenario": "as_written"}, {"overrides": {"keep_share": 0.5}}]
)
def test_other_parameters_have_another_key(job, change):
    other = Job("06_brief", parameters(**{"draws": 100} | change), out=job.out)
    assert keys(other) != keys(job)


def test_another_notebook_has_another_key(job, place):
    before = keys(job)
    small(place / "notebooks", WRITE, "1")
    assert keys(job) != before


def test_other_code_has_another_key(job, place, monkeypatch):
    before = keys(job)
    shutil.copytree(cache.PACKAGE, place / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(cache, "PACKAGE", place / "analysis")
    assert keys(job) == before  # the same code in another folder
    (place / "analysis" / "reporting" / "templates" / "brief.typ").open("a").write("\n")
    assert keys(job) != before


def test_another_lock_has_another_key(job, place, monkeypatch):
    before = keys(job)  # a brief prints the hash of the lock
    (place / "other.lock").write_text("")
    monkeypatch.setattr(cache, "LOCK", place / "other.lock")
    assert keys(job) != before


def test_another_version_of_a_package_has_another_key(job, monkeypatch):
    before, found = keys(job), list(cache.metadata.distributions())
    monkeypatch.setattr(cache.metadata, "distributions", lambda: found[1:])
    assert keys(job) != before


def test_other_data_have_another_key(job):
    assert cache.key(b"", job.values, "a") != cache.key(b"", job.values, "b")


def test_a_record_holds_the_key_and_the_hash_of_every_file(recorded, place):
    (path,) = (place / "cache" / "editions").iterdir()
    record = json.loads(path.read_text(encoding="utf-8"))
    assert record["key"] == prepared(recorded).key
    assert sorted(record["files"]) == sorted(files(recorded.out))


def test_a_project_that_cannot_be_written_keeps_no_record(made, place, monkeypatch):
    monkeypatch.setattr(cache, "CACHE", place / "notebooks" / "06_brief.ipynb")
    assert make(made, anew=True).state == MADE
    assert not prepared(made).unchanged


def test_a_record_that_cannot_be_written_fails_no_run(recorded, place):
    cache.remember(recorded.out, "another key", place / "gone")
    assert prepared(recorded).unchanged  # the record of its own run is still there
