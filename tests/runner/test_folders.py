"""One run at a time writes a folder, and what a killed run left is put right by the next."""

import os
import signal
import subprocess
import sys

import pytest

from analysis.catalog import RunError
from analysis.runner.folders import beside, exchanged, locked, undisturbed
from tests.command import files

HOLD = "import sys, time\nfrom pathlib import Path\nfrom analysis.runner.folders import locked\nwith locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(600)"


@pytest.fixture
def edition(tmp_path):
    """A folder with one file, in one of its own."""
    (tmp_path / "out" / "edition").mkdir(parents=True)
    (tmp_path / "out" / "edition" / "a.txt").write_text("earlier")
    return tmp_path / "out" / "edition"


def test_a_second_run_is_refused_while_the_first_holds_the_folder(edition):
    with (
        locked(edition),
        pytest.raises(RunError, match="edition 'edition' is being written by another run"),
        locked(edition),
    ):
        pass


def test_a_run_in_another_process_holds_the_folder_until_it_is_killed(edition):
    held = subprocess.Popen([sys.executable, "-c", HOLD, str(edition)], stdout=subprocess.PIPE)
    assert held.stdout.readline() == b"held\n"
    with pytest.raises(RunError, match="another run"), locked(edition):
        pass
    held.kill()
    held.wait()
    held.stdout.close()
    with locked(edition):
        assert (edition / "a.txt").read_text() == "earlier"


def test_two_folders_are_held_apart(edition):
    with locked(edition), locked(edition.with_name("edition-1a2b3c4d")):
        pass


def test_nothing_is_left_beside_the_folder(edition):
    with locked(edition):
        pass
    assert [path.name for path in edition.parent.iterdir()] == ["edition"]


def test_folders_on_the_way_are_gone_again_if_nothing_was_put_there(tmp_path):
    with pytest.raises(KeyError), locked(tmp_path / "a" / "b" / "edition"):
        raise KeyError
    assert files(tmp_path) == {} or list(tmp_path.iterdir()) == []


def test_an_edition_that_a_killed_run_had_moved_aside_is_put_back(edition):
    new, old = beside(edition)
    edition.rename(old)
    new.mkdir()
    (new / "a.txt").write_text("later, and perhaps not whole")
    with locked(edition):
        pass
    assert files(edition.parent) == {"edition/a.txt": b"earlier"}


def test_what_a_killed_run_left_beside_an_edition_is_removed(edition):
    new, _ = beside(edition)
    new.mkdir()
    with locked(edition):
        assert not new.exists()
    assert files(edition.parent) == {"edition/a.txt": b"earlier"}


def test_what_stands_beside_another_edition_is_left_alone(edition):
    new, _ = beside(edition.with_name("edition-1a2b3c4d"))
    new.mkdir()
    with locked(edition):
        assert new.exists()


def test_two_folders_change_names_in_one_step(edition):
    other = edition.with_name("other")
    other.mkdir()
    (other / "a.txt").write_text("later")
    inode = edition.stat().st_ino
    assert exchanged(other, edition)
    assert (edition / "a.txt").read_text() == "later" and (other / "a.txt").read_text() == "earlier"
    assert other.stat().st_ino == inode


def test_folders_that_cannot_change_names_stay_as_they_are(edition):
    assert not exchanged(edition.with_name("gone"), edition)
    assert (edition / "a.txt").read_text() == "earlier"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_comes_too_late_once_an_edition_takes_its_place(number):
    before = signal.getsignal(number)
    with undisturbed():
        os.kill(os.getpid(), number)
    assert signal.getsignal(number) is before
