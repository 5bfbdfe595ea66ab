"""`make faults`: runs of the brief that are disturbed on purpose; an edition must come out whole or stay as it was.

Each trial starts from a folder that holds an earlier edition, and runs the command for another scenario in a process of
its own. What is left is compared byte for byte. Needs root, since full and read-only disks are small mounts.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import nbformat

from analysis.runner.cache import own_fonts
from tests.command import ROOT, files

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


def standing(trial: Trial, earlier: dict[str, bytes], later: dict[str, bytes]) -> str:
    """What the folder of the edition holds."""
    found = files(trial.edition) if trial.edition.is_dir() else {}
    return KEPT if found == earlier else NEW if found == later else "half-written"


def left_over(trial: Trial) -> list[str]:
    """What a run left beside its edition and in the folder of temporary files."""
    beside = [path.name for path in trial.edition.parent.iterdir() if path != trial.edition]
    return sorted([*beside, *(path.name for path in (trial.place / "temporary").iterdir())])


def judged(name: str, number: int, made: Path, seed: int, usual: float) -> dict[str, object]:
    """Run one trial and say what came of it: what stands, and everything that is wrong, which should be nothing."""
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as place:
        trial = Trial(Path(place) / "trial")
        shutil.copytree(made / "notebooks", trial.place / "notebooks", dirs_exist_ok=True)
        shutil.copytree(made / "earlier", trial.edition)
        remember_as(trial, trial.edition)
        code, expected = FAULTS[name](trial, random.Random(f"{seed} {number}"), usual)
        found = standing(trial, files(made / "earlier"), files(made / "later"))
        wrong = [] if found in expected else [f"{found}, expected {' or '.join(sorted(expected))}"]
        said = (trial.place / "said.txt").read_text(encoding="utf-8") if (trial.place / "said.txt").exists() else ""
        if "Traceback" in said:
            wrong.append("it printed a traceback")
        if name != "killed":
            if (code == 0) != (found == NEW):
                wrong.append(f"it ended with {code}")
            if left := left_over(trial):
                wrong.append(f"it left {left}")
        elif any(path.name not in (".edition.new", ".edition.lock") for path in trial.edition.parent.glob(".*")):
            wrong.append(f"it left {left_over(trial)}")
        return {"fault": name, "stands": found, "code": code, "wrong": wrong, "said": said if wrong else ""}


def remember_as(trial: Trial, edition: Path) -> None:
    """A record of the earlier edition, as its own run would have left it."""
    from analysis.runner import cache

    usual, cache.CACHE = cache.CACHE, trial.place / "cache"
    cache.remember(edition, "earlier", cache.folder_for(cache.RECORDS))
    cache.CACHE = usual


def main() -> None:
    """Run trials, every fault in turn, and print what came of them. Ends with 1 if an edition was ever half-written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with own_fonts(), tempfile.TemporaryDirectory(prefix="faults-") as place:
        made, usual = prepared(Path(place))
        names = list(FAULTS)
        random.Random(asked.seed).shuffle(names)
        results = [judged(names[n % len(names)], n, made, asked.seed, usual) for n in range(asked.trials)]
    wrong = [one for one in results if one["wrong"]]
    if asked.json:
        print(json.dumps(results, indent=1))
    else:
        counts = Counter((str(one["fault"]), str(one["stands"])) for one in results)
        for (name, stands), count in sorted(counts.items()):
            print(f"{count:4d}  {name}: {stands}")
        print(
            f"{len(results)} trials, {sum(1 for one in results if one['stands'] not in (KEPT, NEW))} half-written editions"
        )
        for one in wrong:
            print(f"WRONG  {one['fault']}: {'; '.join(one['wrong'])}\n{one['said']}")
    sys.exit(1 if wrong else 0)


def prepared(place: Path) -> tuple[Path, float]:
    """Both editions as undisturbed runs make them, and how many seconds one takes; ground is laid for the trials."""
    from analysis.insight.explain import lay_ground
    from analysis.runner.kernels import PRELOADED
    from analysis.runner.sources import NOTEBOOKS
    from analysis.scenarios import parameters

    for module in PRELOADED:
        import_module(module)
    lay_ground([parameters(scenario=name, draws=DRAWS) for name in (EARLIER, LATER)])
    shutil.copytree(NOTEBOOKS, place / "notebooks", ignore=shutil.ignore_patterns(".*"))
    seconds = 0.0
    for name, scenario in (("earlier", EARLIER), ("later", LATER)):
        trial = Trial(place / "made" / name, ["--fresh"])
        shutil.copytree(place / "notebooks", trial.place / "notebooks", dirs_exist_ok=True)
        start = time.monotonic()
        if ended(trial.start(scenario)) != 0:
            raise SystemExit((trial.place / "said.txt").read_text(encoding="utf-8"))
        seconds = time.monotonic() - start
        trial.edition.rename(place / name)
    return place, seconds


if __name__ == "__main__":
    main()
