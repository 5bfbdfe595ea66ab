"""What can go wrong with a run of the brief, one function a fault, and the place in which a trial runs."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from tests.command import ROOT

DRAWS = 100
EARLIER, LATER = "status_quo", "full_denial"
KEPT, NEW = "earlier edition kept", "new edition whole"
KILL, RAISE, SLEEP = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "1 / 0", "import time; time.sleep(600)"
PAGE = 4096
SPARE = 300_000  # bytes, less than an edition takes


@dataclass
class Trial:
    """A place for one run: its notebook, its cache, its temporary files, and a folder with an earlier edition."""

    place: Path
    arguments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("notebooks", "cache", "temporary", "out"):
            (self.place / name).mkdir(parents=True)

    @property
    def edition(self) -> Path:
        """The folder of the edition."""
        return self.place / "out" / "edition"

    def start(self, scenario: str = LATER) -> int:
        """Start the command in a process of its own, and give its id."""
        pid = os.fork()
        if pid:
            return pid
        code = 70
        try:
            code = self._command(scenario)
        finally:
            os._exit(code)

    def _command(self, scenario: str) -> int:
        from analysis.cli import main
        from analysis.runner import cache, kernels, sources

        os.setsid()
        kernels.METHOD = kernels.FORK  # this process has no threads, and has imported everything
        quiet = os.open(self.place / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        sources.NOTEBOOKS, cache.CACHE = self.place / "notebooks", self.place / "cache"
        tempfile.tempdir = str(self.place / "temporary")
        out = ["--draws", str(DRAWS), "--out", str(self.edition)]
        sys.argv = ["chipbrief", "brief", scenario, *out, *self.arguments]
        try:
            main()
        except SystemExit as stop:
            return int(stop.code or 0)
        return 0

    def insert(self, place: int, code: str) -> None:
        """Put a cell with ``code`` before the code cell number ``place`` after the parameters."""
        path = self.place / "notebooks" / "06_brief.ipynb"
        notebook = nbformat.read(path, as_version=4)
        later = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"][1:]
        notebook.cells.insert(later[place], nbformat.v4.new_code_cell(code, id="fault"))
        nbformat.write(notebook, path)


Fault = Callable[[Trial, random.Random, float], tuple[int, set[str]]]  # exit code, and what may stand afterwards


def cell_fault(place: int, code: str, *arguments: str) -> Fault:
    """The kernel meets ``code`` before one of its cells."""

    def run(trial: Trial, chance: random.Random, usual: float) -> tuple[int, set[str]]:
        trial.insert(place, code)
        trial.arguments += arguments
        return ended(trial.start()), {KEPT}

    return run


def struck(number: int, kernel: bool = False) -> Fault:
    """The command, or the kernel under it, gets a signal at a moment taken by chance."""

    def run(trial: Trial, chance: random.Random, usual: float) -> tuple[int, set[str]]:
        pid = trial.start()
        time.sleep(chance.uniform(0, usual))
        for target in children(pid) if kernel else [pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(target, number)
        return ended(pid), {KEPT, NEW}

    return run


def on_disk(name: str, spare: int | None) -> Fault:
    """Temporary files, or the edition, lie on a small disk with so many bytes to spare, or on one that cannot be written."""

    def run(trial: Trial, chance: random.Random, usual: float) -> tuple[int, set[str]]:
        with mounted(trial.place / name, spare):
            return ended(trial.start()), {KEPT}

    return run


def damaged_cache(trial: Trial, chance: random.Random, usual: float) -> tuple[int, set[str]]:
    """The record of what the edition was made from is no record any more."""
    for record in (trial.place / "cache" / "editions").iterdir():
        record.write_bytes(chance.randbytes(chance.randrange(200)))
    return ended(trial.start()), {NEW}


def two_at_once(trial: Trial, chance: random.Random, usual: float) -> tuple[int, set[str]]:
    """Two runs for one edition: one of them makes it, the other leaves it alone or finds it made."""
    first, second = trial.start(), trial.start()
    codes = {ended(first), ended(second)}
    return (0 if 0 in codes and codes <= {0, 1} else 70), {NEW}


CELLS = (
    sum(cell.cell_type == "code" for cell in nbformat.read(ROOT / "notebooks" / "06_brief.ipynb", as_version=4).cells)
    - 1
)
FAULTS: dict[str, Fault] = (
    {f"kernel killed before cell {n + 1}": cell_fault(n, KILL) for n in range(CELLS)}
    | {f"error before cell {n + 1}": cell_fault(n, RAISE) for n in range(CELLS)}
    | {
        "Ctrl-C": struck(signal.SIGINT),
        "asked to end": struck(signal.SIGTERM),
        "killed": struck(signal.SIGKILL),
        "kernel killed at any moment": struck(signal.SIGKILL, kernel=True),
        "cell takes too long": cell_fault(2, SLEEP, "--timeout", "2"),
        "disk of temporary files full": on_disk("temporary", SPARE),
        "disk of the edition full": on_disk("out", SPARE),
        "disk of the edition read-only": on_disk("out", None),
        "damaged cache": damaged_cache,
        "two runs at once": two_at_once,
    }
)


def children(pid: int) -> list[int]:
    """The processes that ``pid`` has started."""
    try:
        return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def ended(pid: int) -> int:
    """The exit code of a process, once it has ended."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@contextmanager
def mounted(folder: Path, spare: int | None) -> Iterator[None]:
    """A small disk in place of ``folder``, with all that it held; ``spare`` bytes are left on it, or it is read-only."""
    held = folder.rename(folder.with_name(f"{folder.name}-held"))
    size = sum(-(-path.stat().st_size // PAGE) * PAGE for path in held.rglob("*")) + (spare or PAGE)
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        shutil.copytree(held, folder, dirs_exist_ok=True)
        if spare is None:
            subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield
        shutil.rmtree(held)
        shutil.copytree(folder, held)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()
        held.rename(folder)
