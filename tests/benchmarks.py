"""`make bench`: what the common commands take, as figures and as ratios of one run to another. Never a timed test."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

COMMAND = Path(sys.executable).parent / "chipbrief"
REPEATS = 5
TARGETS = {"help": 0.3, "load": 1.0, "brief": 12.0}  # seconds, on two cores
MEMORY_TARGET = 1.0  # GB, largest process


def timed(*arguments: str) -> float:
    """Median seconds of several runs of one command, as a whole process."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        subprocess.run([COMMAND, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return median(times)


def main() -> None:
    """Print figures and ratios."""
    with tempfile.TemporaryDirectory() as place:
        out = ["--out", str(Path(place) / "edition")]
        seconds = {
            "python": _python(),
            "load": _load(fresh=True),
            "again": _load(fresh=False),
            "help": timed("--help"),
            "run": timed("run", "status_quo", "--json"),
            "compare": timed("compare", "--json"),
            "brief": timed("brief", "status_quo", *out),
        }
    for name in ("tests.batch_benchmark", "tests.chain_benchmark", "tests.matrix_benchmark"):
        subprocess.run([sys.executable, "-m", name], check=True)
    for name, value in seconds.items():
        target = f", target {TARGETS[name]:g} s" if name in TARGETS else ""
        print(f"{name:8s} {value:8.4f} s, {value / seconds['python']:6.1f} times an empty Python{target}")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(f"largest process {largest:.2f} GB, target {MEMORY_TARGET:g} GB")


def _load(fresh: bool) -> float:
    """Median seconds to read and check all of data/ in a process of its own, or to ask for it again in the same one."""
    program = (
        "import time; from analysis.catalog import load_catalog\n"
        + ("" if fresh else "load_catalog()\n")
        + "start = time.perf_counter(); load_catalog(); print(time.perf_counter() - start)"
    )
    runs = (subprocess.run([sys.executable, "-c", program], check=True, capture_output=True) for _ in range(REPEATS))
    return median(float(run.stdout) for run in runs)


def _python() -> float:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        times.append(time.perf_counter() - start)
    return median(times)


if __name__ == "__main__":
    main()
