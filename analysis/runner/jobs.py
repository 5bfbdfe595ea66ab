"""One notebook with its parameters as one edition: made whole, or not at all, or not again if nothing has changed."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.calibration import load_inputs
from analysis.catalog import InputError, RunError
from analysis.reporting.check import NOTEBOOK, check_edition
from analysis.runner.cache import RECORDS, folder_for, key, remember, unchanged
from analysis.runner.editions import destination, move_into_place, workplace
from analysis.runner.execution import execute, warned
from analysis.runner.folders import locked, undisturbed
from analysis.runner.kernels import Waiting, waiting
from analysis.runner.parameters import OUT_DIR
from analysis.runner.sources import BRIEF, KINDS, check_source, source
from analysis.scenarios import Parameters

LOG, EDITION = "log.txt", "edition"  # of a run, in its own folder
MADE, UNCHANGED, FAILED = "made", "unchanged", "failed"


@dataclass(frozen=True)
class Job:
    """A notebook, checked parameters, those that only this notebook takes, and a folder, or None for one in reports/."""

    notebook: str
    asked: Parameters
    own: Mapping[str, Any] = field(default_factory=dict)
    out: str | Path | None = None
    seconds: int = 0

    @property
    def kind(self) -> str:
        """The kind of brief that it makes, or the notebook's name without its number."""
        kinds = {notebook: kind for kind, notebook in KINDS.items()}
        return kinds.get(self.notebook, self.notebook.partition("_")[2])

    @property
    def name(self) -> str:
        """The edition's name: kind and scenario, and digits of a hash where any other parameter is not its default."""
        if not self.own:
            return self.asked.edition(self.kind)
        text = json.dumps(self.asked.as_dict() | dict(self.own), sort_keys=True)
        return f"{self.kind}-{self.asked.scenario}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    @property
    def values(self) -> dict[str, Any]:
        """All parameters by name."""
        return self.asked.as_dict() | dict(self.own)


@dataclass(frozen=True)
class Outcome:
    """What became of a job: its edition's folder, and whether it was made, was unchanged, or failed and why."""

    name: str
    folder: Path
    state: str
    key: str = ""
    why: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """A job that may start: its notebook was checked, its folder can be written, its key and where log and record go are known."""

    job: Job
    source: bytes
    final: Path
    key: str
    log: Path
    records: Path | None

    @property
    def unchanged(self) -> bool:
        """Whether its edition is there and would come out the same."""
        return unchanged(self.final, self.key)


def brief(asked: Parameters, out_dir: str | Path | None = None) -> Path:
    """Run the brief's notebook and publish its edition with the executed notebook. Returns the edition's folder."""
    return make(Job(BRIEF, asked, out=out_dir), anew=True).folder


def make(job: Job, anew: bool = False) -> Outcome:
    """Make the edition of one job, unless it is unchanged."""
    ready = prepared(job)
    if not anew and ready.unchanged:
        return Outcome(job.name, ready.final, UNCHANGED, ready.key)
    with ExitStack() as late, waiting() as kernel:
        return produce(ready, kernel, late)


def prepared(job: Job) -> Prepared:
    """Check all that can be wrong before a kernel starts; InputError if anything is."""
    path = source(job.notebook)
    text = path.read_bytes()  # what is checked here is what runs, although somebody may save the notebook meanwhile
    check_source(path.stem, text, {*job.values, OUT_DIR})
    final = destination(job.name, job.out)
    logs = folder_for("logs") or Path(tempfile.gettempdir())  # if the project is read-only
    made_from = key(text, job.values, load_inputs().digest)
    return Prepared(job, text, final, made_from, logs / f"{job.name}.log", folder_for(RECORDS))


def produce(ready: Prepared, kernel: Waiting, late: ExitStack) -> Outcome:
    """Make an edition. RunError says why it failed, what stands now, and where the log is.

    From when it takes its place until ``late`` is closed it is too late to interrupt: what is written is said to be.
    """
    job, final = ready.job, ready.final
    with locked(final), workplace() as place:
        log = place / LOG
        try:
            warnings = _make(ready, kernel, place)
            late.enter_context(undisturbed())
            move_into_place(place / EDITION, final)
            remember(final, ready.key, ready.records)
        except (RunError, OSError) as problem:
            why = str(problem) if isinstance(problem, RunError) else problem.strerror or str(problem)
            stands = "the earlier edition is as it was" if final.exists() else "nothing was written"
            kept = _kept(log, ready.log, why)
            raise RunError(f"notebook {job.notebook}: {why}; {stands}; log: {kept}") from None
    return Outcome(job.name, final, MADE, ready.key, warnings=warnings)


def _make(ready: Prepared, kernel: Waiting, place: Path) -> tuple[str, ...]:
    """Run the notebook and check its edition, which is left in ``place``; what its cells warned of, in words."""
    edition = place / EDITION
    values = ready.job.values | {OUT_DIR: str(edition)}
    copy = place / f"{ready.job.notebook}.ipynb"
    copy.write_bytes(ready.source)
    executed = execute(copy, values, place, kernel, place / LOG, ready.job.seconds)
    if not edition.is_dir():
        raise RunError("it wrote no edition, although it was given a folder")
    shutil.copy(executed, edition / NOTEBOOK)
    check_edition(edition)
    return tuple(f"notebook {ready.job.notebook}, cell {cell}: {text}" for cell, text in warned(edition / NOTEBOOK))


def _kept(log: Path, kept: Path, why: str) -> str:
    """Where a failed run's log stays, with what its kernel printed."""
    printed = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    try:
        kept.write_text(f"{why}\n{printed}", encoding="utf-8")
    except OSError as problem:
        return f"none, {problem.strerror}"
    return str(kept)


def jobs_of(notebooks: Sequence[str], asked: Sequence[Parameters], seconds: int = 0) -> list[Job]:
    """Every one of some notebooks for each of some parameters. InputError if an edition would be made twice."""
    found = [Job(notebook, one, seconds=seconds) for one in asked for notebook in notebooks]
    names = [job.name for job in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise InputError(f"edition '{twice}' is asked for twice; each once is accepted")
    return found
