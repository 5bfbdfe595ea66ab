"""Runs a notebook with papermill so that it never lies: parameters checked first, files moved only when all is well.

papermill alone accepts unknown and ill-typed parameters, and leaves a notebook that looks complete when its kernel
dies. Here a failure raises, the notebook goes to a temporary place, and what is kept holds no clock, path or random id.
"""

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.catalog import PROJECT, RunError
from analysis.reporting.check import NOTEBOOK, check_edition
from analysis.runner.editions import destination, move_into_place, workplace
from analysis.scenarios import Parameters

NOTEBOOKS = PROJECT / "notebooks"
CACHE = PROJECT / ".cache" / "matplotlib"
BRIEF = "06_brief"
INJECTED_ID = "injected-parameters"


def brief(asked: Parameters, out_dir: str | Path | None = None) -> Path:
    """Run the brief's notebook and publish its edition with the executed notebook. Returns the edition's folder."""
    final = destination(asked.edition("scenario"), out_dir)
    with workplace() as place:
        edition = place / "edition"
        executed = execute(BRIEF, asked.as_dict() | {"out_dir": str(edition)}, place)
        shutil.copy(executed, edition / NOTEBOOK)
        check_edition(edition)
        move_into_place(edition, final)
    return final


def execute(name: str, values: dict[str, Any], place: Path) -> Path:
    """Execute notebook ``name`` in ``place`` and return the normalised copy. RunError if any cell or the kernel fails."""
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillException
    from traitlets.config import Config

    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    output = place / NOTEBOOK
    try:
        with kernel_environment(place):
            papermill.execute_notebook(
                NOTEBOOKS / f"{name}.ipynb",
                output,
                parameters=values,
                kernel_name="python3",
                progress_bar=False,
                cwd=str(place),
                config=Config({"KernelManager": {"transport": "ipc"}}),
            )
    except DeadKernelError:
        raise RunError(f"notebook {name}: the kernel died before the end; nothing was written") from None
    except (CellTimeoutError, PapermillException) as problem:
        raise RunError(f"notebook {name}: {_last_line(problem)}; nothing was written") from None
    normalise(output)
    return output


def _last_line(problem: Exception) -> str:
    name, value = getattr(problem, "ename", type(problem).__name__), getattr(problem, "evalue", str(problem))
    return f"{name}: {value}".strip().splitlines()[0]


@contextmanager
def kernel_environment(place: Path) -> Iterator[None]:
    """Kernel files, history, profile and settings of matplotlib: nothing of the user's home is read or written.

    A kernel that is told to stop after an error logs that it was interrupted; what we say of the error is enough.
    """
    ours = {name: str(place / name.lower()) for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR")}
    profile = Path(ours["IPYTHONDIR"]) / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.json").write_text(
        json.dumps({"IPKernelApp": {"log_level": logging.CRITICAL}}), encoding="utf-8"
    )
    ours["MPLCONFIGDIR"] = str(_font_cache(place))
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _font_cache(place: Path) -> Path:
    """Where matplotlib keeps its list of fonts between runs: the project's cache, or ``place`` if that is read-only."""
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        Path(tempfile.mkdtemp(dir=CACHE)).rmdir()
    except OSError:
        return place / "matplotlib"
    return CACHE


def normalise(path: Path) -> None:
    """Strip what differs between two equal runs: times, durations, the output folder, random cell ids, versions."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    parameters = notebook.metadata.get("papermill", {}).get("parameters", {})
    parameters.pop("out_dir", None)
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": notebook.metadata.kernelspec, "papermill": {"parameters": parameters}}
    )
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if INJECTED_ID in cell.metadata.get("tags", []):
            cell.id = INJECTED_ID
            cell.source = "\n".join(line for line in cell.source.splitlines() if not line.startswith("out_dir ="))
    nbformat.write(notebook, path)
