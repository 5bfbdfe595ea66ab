"""The briefs of all regimes as one batch, beside plain papermill runs one after another: both in one run, as a ratio."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.command import ROOT, copy_project

SCENARIOS = sorted(
    path.stem for path in (ROOT / "data" / "scenarios").glob("*.toml") if path.stem != "each_turn_in_context"
)
JOBS = 2
RATIO_TARGET, UNCHANGED_TARGET = 3.0, 2.0  # times as quick on two cores; seconds
REPEATS = 3


def seconds(*command: object, cwd: Path) -> float:
    """What one command takes."""
    start = time.perf_counter()
    ended = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    if ended.returncode:
        sys.exit(ended.stderr)
    return time.perf_counter() - start


def plain(place: Path) -> float:
    """Plain papermill, one brief after another."""
    notebook = ROOT / "notebooks" / "06_brief.ipynb"
    papermill = [sys.executable, "-m", "papermill", notebook, place / "out.ipynb"]
    return sum(
        seconds(*papermill, "-p", "scenario", name, "-p", "out_dir", place / name, cwd=place) for name in SCENARIOS
    )


def main() -> None:
    """Print seconds and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        project = copy_project(ROOT, place / "project")
        batch = [sys.executable, "-m", "analysis.cli", "batch", *SCENARIOS, "--jobs", JOBS]
        seconds(*batch[:4], SCENARIOS[0], "--draws", "100", cwd=project)  # compiles the copy, and lists the fonts
        ours = seconds(*batch, cwd=project)
        theirs = plain(place)
        again = min(seconds(*batch, cwd=project) for _ in range(REPEATS))
        made = project / "reports" / f"scenario-{SCENARIOS[0]}"
        same = (made / "brief.pdf").read_bytes() == (place / SCENARIOS[0] / "brief.pdf").read_bytes()
        shutil.rmtree(project / "reports")
    count = len(SCENARIOS)
    print(
        f"{count} briefs, batch of {JOBS} at a time {ours:.1f} s, plain papermill {theirs:.1f} s: {theirs / ours:.2f} times"
    )
    print(
        f"target {RATIO_TARGET:g} times; an unchanged batch {again:.2f} s, target {UNCHANGED_TARGET:g} s; same bytes: {same}"
    )


if __name__ == "__main__":
    main()
