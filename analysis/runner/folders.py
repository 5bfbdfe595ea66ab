"""One run at a time for one folder; folders that change places in one step; and what a killed run left beside them."""

import ctypes
import fcntl
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.catalog import RunError

HERE, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the edition ``folder`` for this run. RunError if another run holds it; nothing waits, and nothing is shared.

    The system lets go of the lock when a process ends, however it ends.
    """
    made = [parent for parent in folder.parents if not parent.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    path = folder.parent / f".{folder.name}.lock"
    held = _held(path, folder.name)
    try:
        restore(folder)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(held)
        for parent in made:
            _remove_if_empty(parent)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C, or being asked to end, comes too late meanwhile: what is as good as done is finished, and said to be."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def beside(folder: Path) -> tuple[Path, Path]:
    """Where a new edition of ``folder`` stands before it is swapped in, and the earlier one for a moment."""
    return folder.parent / f".{folder.name}.new", folder.parent / f".{folder.name}.old"


def restore(folder: Path) -> None:
    """Put an earlier edition back that a killed run had moved aside, and remove what else that run left."""
    new, old = beside(folder)
    if old.is_dir() and not folder.exists():
        old.rename(folder)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)


def exchanged(one: Path, other: Path) -> bool:
    """Let two folders change names in one step, in which nobody finds either missing; False where the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0


def _held(path: Path, name: str) -> int:
    """The lock file, open and locked. A file that its holder removed meanwhile is no lock, so it is tried anew."""
    while True:
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(path.stat(), os.fstat(opened)):
                return opened
        except BlockingIOError:
            os.close(opened)
            raise RunError(f"edition '{name}' is being written by another run; it is left to that one") from None
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(opened)
            raise
        os.close(opened)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):  # another run has put something there, or has removed it
        folder.rmdir()
