"""Editions: built in a temporary place, checked, and moved whole into their folder, or not at all."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.catalog import PROJECT, InputError, RunError
from analysis.reporting.brief import brief_html, brief_pdf
from analysis.reporting.check import MANIFEST, check_edition, manifest, read_manifest
from analysis.reporting.figures import figures
from analysis.runner.folders import beside, exchanged, locked, undisturbed
from analysis.scenarios import Result

REPORTS = PROJECT / "reports"


def destination(name: str, out: str | Path | None) -> Path:
    """The folder an edition goes to: ``out``, or ``name`` under reports/. InputError if it cannot be written or is not ours."""
    if out == "":
        raise InputError("output folder '' is no name; a new folder, or one of our editions, is accepted")
    try:
        folder = Path(out).expanduser().absolute() if out else REPORTS / name
    except RuntimeError:
        raise InputError(
            f"output folder '{out}' is in the home of nobody known; a writable folder is accepted"
        ) from None
    if folder.is_symlink():
        raise InputError(f"output folder '{out or name}' is a link; a folder of its own is accepted")
    if folder.exists() and (not folder.is_dir() or read_manifest(folder) is None):
        raise InputError(
            f"output folder '{out or name}' exists and holds no {MANIFEST} of ours; a new folder, or one of our editions, is accepted"
        )
    parent = next(p for p in folder.parents if p.exists())
    try:
        Path(tempfile.mkdtemp(prefix=".chipbrief-", dir=parent)).rmdir()
    except OSError as problem:
        raise InputError(
            f"output folder '{out or name}' cannot be written: {problem.strerror}; a writable folder is accepted"
        ) from None
    return folder


def write_results(result: Result, folder: Path) -> None:
    """results.json and results.csv; a reader may trust a folder that has a manifest, which is written last."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.csv").write_text(result.to_csv(), encoding="utf-8")
    (folder / "results.json").write_text(result.to_json(), encoding="utf-8")


def write_brief(result: Result, folder: Path) -> None:
    """brief.pdf and brief.html, and their figures as SVG with the numbers behind them as CSV."""
    drawn = figures(result)
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    for figure in drawn:
        (folder / "figures" / f"{figure.name}.svg").write_text(figure.svg, encoding="utf-8")
        (folder / "figures" / f"{figure.name}.csv").write_text(
            figure.table.to_csv(index=False, lineterminator="\n"), encoding="utf-8"
        )
    (folder / "brief.pdf").write_bytes(brief_pdf(result, drawn))
    (folder / "brief.html").write_bytes(brief_html(result, drawn))


def publish(result: Result, kind: str = "scenario", out_dir: str | Path | None = None) -> Path:
    """Write an edition of ``result`` and return its folder. Nothing is left behind if anything fails."""
    final = destination(result.parameters.edition(kind), out_dir)
    with locked(final), workplace() as place:
        staged = place / "edition"
        write_results(result, staged)
        if kind == "scenario":
            write_brief(result, staged)
        write_manifest(staged)
        check_edition(staged)
        move_into_place(staged, final)
    return final


def write_manifest(staged: Path) -> None:
    """The last file of a folder of ours: names and hashes of all the others."""
    text = json.dumps(manifest(staged), indent=1) + "\n"
    (staged / MANIFEST).write_text(text, encoding="utf-8")


def move_into_place(staged: Path, final: Path) -> None:
    """Copy a staged and checked folder beside its place, which its run has locked, and swap it in at one stroke."""
    new, old = beside(final)
    try:
        shutil.copytree(staged, new)
        with undisturbed():
            if not final.exists():
                new.rename(final)
            elif read_manifest(final) is None:
                raise RunError(
                    f"output folder '{final.name}' was made by somebody else meanwhile, and is left as it is"
                )
            elif not exchanged(new, final):
                final.rename(old)
                new.rename(final)
    except shutil.Error as problem:
        raise RunError(f"the edition cannot be copied to its folder: {problem.args[0][0][2]}") from None
    except BaseException:
        if old.exists() and not final.exists():
            old.rename(final)
        raise
    finally:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def workplace() -> Iterator[Path]:
    """A temporary folder, removed whatever happens."""
    with tempfile.TemporaryDirectory(prefix="chipbrief-") as place:
        yield Path(place)
