"""The notebooks run in JupyterLab, in a real browser, and write what the command writes."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, sync_playwright

from analysis.reporting import stage_figure
from analysis.reporting.chain_figures import kinds_figure
from analysis.reporting.check import NOTEBOOK
from analysis.reporting.lever_figures import lever_figure
from analysis.reporting.supply_figures import channels_figure
from analysis.runner import publish
from analysis.scenarios import run
from analysis.scenarios.supply_series import supply_series
from tests.command import ROOT, differing, files

pytestmark = [pytest.mark.system, pytest.mark.slow]

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOST = "127.0.0.1"
DRAWS = 2000  # enough where the numbers themselves do not matter
TIMEOUT = 180  # seconds, for any one wait
READY = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
# What each notebook writes, and one figure that it shows.
KINDS = {
    "01_extraction_compute": "run",
    "02_downstream_training": "run",
    "03_chip_supply": "run",
    "04_regime_scenarios": "run",
    "06_brief": "scenario",
}
FIGURES = {
    "kinds-figure": kinds_figure,
    "stages-figure": stage_figure,
    "lever-figure": lever_figure,
    "channels-figure": lambda _: channels_figure(supply_series(draws=DRAWS)),
}


def free_port() -> int:
    """A port of this computer that nobody listens to."""
    with socket.socket() as opened:
        opened.bind((HOST, 0))
        return opened.getsockname()[1]


def settings(place: Path, port: int) -> list[str]:
    """The command that serves ``place`` to this computer alone, without a token, and asks nothing of anybody."""
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"),
        *(f"--ServerApp.ip={HOST}", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *("--IdentityProvider.token=", f"--ServerApp.root_dir={place / 'notebooks'}"),
        *("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"),
    ]


@contextmanager
def server(place: Path):
    """JupyterLab with a home of its own; it and its kernels are gone afterwards, whatever happens."""
    port, home = free_port(), place / "home"
    home.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    with (place / "server.log").open("wb") as log:
        started = subprocess.Popen(
            settings(place, port),
            env=env | {"HOME": str(home)},
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            address = f"http://{HOST}:{port}"
            await_answer(started, f"{address}/api", place / "server.log")
            yield address
        finally:
            stop(started)


def await_answer(started: subprocess.Popen, address: str, log: Path) -> None:
    """Return once the server answers; fail with its log if it ends or stays silent."""
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end and started.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')}")


def stop(started: subprocess.Popen) -> None:
    """Ask the server to end, which ends its kernels, and end what is left of its group."""
    started.send_signal(signal.SIGTERM)
    try:
        started.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait(timeout=30)


def set_parameters(path: Path, **values: object) -> None:
    """Change lines of the notebook's parameters cell, as a user would."""
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    lines = cell.source.splitlines()
    for name, value in values.items():
        place = next(place for place, line in enumerate(lines) if line.startswith(f"{name}:"))
        lines[place] = f"{lines[place].partition(' = ')[0]} = {value!r}"
    cell.source = "\n".join(lines)
    nbformat.write(notebook, path)


def run_all_cells(page: Page, address: str, name: str) -> None:
    """Open a notebook, run all its cells, and save it."""
    page.goto(f"{address}/lab/tree/{name}.ipynb?reset")
    page.wait_for_function(READY)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(READY)
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A folder with the notebooks as JupyterLab left them, and the editions that they wrote."""
    place = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", place / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for name in KINDS:
        set_parameters(place / "notebooks" / f"{name}.ipynb", out_dir=str(place / name), draws=DRAWS)
    with server(place) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = browser.new_page()
            page.set_default_timeout(TIMEOUT * 1000)
            for name in KINDS:
                run_all_cells(page, address, name)
        finally:
            browser.close()
    return place


@pytest.fixture(params=KINDS)
def name(request):
    """The name of each notebook."""
    return request.param


@pytest.fixture
def cells(lab, name):
    """The code cells of each notebook as JupyterLab saved it."""
    notebook = nbformat.read(lab / "notebooks" / f"{name}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_cell_ran_in_order(cells):
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


def test_no_cell_failed_or_warned(cells):
    outputs = [output for cell in cells for output in cell.outputs]
    assert outputs
    assert [output for output in outputs if output.output_type in ("error", "stream")] == []


def test_the_outputs_are_those_of_python(cells):
    first = next(cell for cell in cells if cell.id in FIGURES)
    assert "".join(first.outputs[0].data["text/html"]) == FIGURES[first.id](run(draws=DRAWS))._repr_html_()


def test_the_edition_is_the_one_the_command_writes_without_the_executed_notebook(lab, name, tmp_path):
    edition = publish(run(draws=DRAWS), KINDS[name], tmp_path / "edition")
    assert differing(files(lab / name), files(edition)) == []
    assert NOTEBOOK not in files(lab / name)


def test_nothing_else_is_written_beside_the_notebooks(lab):
    kept = {path.name for path in (lab / "notebooks").iterdir()} - {".ipynb_checkpoints"}
    assert kept == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert json.loads((lab / "06_brief" / "manifest.json").read_text(encoding="utf-8"))["model"] == "chipbrief"
