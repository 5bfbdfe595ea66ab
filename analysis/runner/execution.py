"""Runs a notebook with papermill so that it never lies: a failure raises, and what is kept holds no clock, path or id.

papermill alone leaves a notebook that looks complete when its kernel dies or a cell takes too long. Here the error that
was raised is what counts, and the notebook goes to a temporary place.
"""

import json
import logging
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.catalog import RunError
from analysis.reporting.check import NOTEBOOK
from analysis.runner.kernels import Waiting, provisioned

INJECTED_ID = "injected-parameters"
WIDGET = "application/vnd.jupyter.widget-view+json"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def execute(source: Path, values: Mapping[str, Any], place: Path, kernel: Waiting, log: Path, seconds: int = 0) -> Path:
    """Execute the notebook ``source`` in ``place`` and return the normalised copy. No cell may take over ``seconds``.

    RunError if any cell or the kernel fails; ``log`` then holds what the kernel printed, and the whole error.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillException
    from traitlets.config import Config

    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    output = place / NOTEBOOK
    try:
        with kernel_environment(place):
            papermill.execute_notebook(
                source,
                output,
                parameters=dict(values),
                kernel_name="python3",
                progress_bar=False,
                cwd=str(place),
                execution_timeout=seconds or None,
                kernel_manager_class=provisioned(kernel, log),
                config=Config({"KernelManager": {"transport": "ipc"}}),
            )
    except DeadKernelError:
        raise RunError("the kernel died before the end") from None
    except CellTimeoutError:  # before the errors that it is one of
        raise RunError(f"a cell took more than {seconds:,} seconds") from None
    except PapermillException as problem:
        _write_error(log, problem)
        raise RunError(_last_line(problem)) from None
    except RuntimeError as problem:
        raise RunError(f"the kernel did not start: {problem}") from None
    normalise(output)
    return output


def _write_error(log: Path, problem: Exception) -> None:
    lines = [str(line) for line in getattr(problem, "traceback", ())] or [str(problem)]
    with log.open("a", encoding="utf-8") as opened:
        opened.write(COLOURS.sub("", "\n".join(lines)) + "\n")


def _last_line(problem: Exception) -> str:
    name, value = getattr(problem, "ename", type(problem).__name__), getattr(problem, "evalue", str(problem))
    return f"{name}: {value}".strip().splitlines()[0]


@contextmanager
def kernel_environment(place: Path) -> Iterator[None]:
    """Kernel files, history, profile and temporary files lie in ``place``: nothing of the user's home is read or written.

    A kernel that is told to stop after an error logs that it was interrupted; what we say of the error is enough.
    """
    ours = {name: str(place / name.lower()) for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR")}
    profile = Path(ours["IPYTHONDIR"]) / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.json").write_text(
        json.dumps({"IPKernelApp": {"log_level": logging.CRITICAL, "exec_PYTHONSTARTUP": False}}), encoding="utf-8"
    )
    ours["TMPDIR"] = str(place)  # of the kernel, which may be killed before it tidies up
    before, temporary = {name: os.environ.get(name) for name in ours}, tempfile.tempdir
    os.environ.update(ours)
    tempfile.tempdir = str(place)  # of this process, where jupyter_client keeps the key of the connection
    try:
        yield
    finally:
        tempfile.tempdir = temporary
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def warned(path: Path) -> list[tuple[str, str]]:
    """Ids of cells that wrote to stderr, and the last line of what each wrote."""
    import nbformat

    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    written = [(cell.id, "".join(o.text for o in cell.outputs if o.get("name") == "stderr").strip()) for cell in cells]
    return [(name, text.splitlines()[-1]) for name, text in written if text]


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
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)  # of no use without its kernel, and of another name in each run
        if INJECTED_ID in cell.metadata.get("tags", []):
            cell.id = INJECTED_ID
            cell.source = "\n".join(line for line in cell.source.splitlines() if not line.startswith("out_dir ="))
    nbformat.write(notebook, path)
