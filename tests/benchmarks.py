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
TARGETS = {"help": 0.3, "brief": 12.0}  # seconds, on two cores
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
            "help": timed("--help"),
            "run": timed("run", "status_quo", "--json"),
            "compare": timed("compare", "--json"),
            "brief": timed("brief", "status_quo", *out),
        }
    for name, value in seconds.items():
        target = f", target {TARGETS[name]:g} s" if name in TARGETS else ""
        print(f"{name:8s} {value:6.2f} s, {value / seconds['python']:6.1f} times an empty Python{target}")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(f"largest process {largest:.2f} GB, target {MEMORY_TARGET:g} GB")


def _python() -> float:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        times.append(time.perf_counter() - start)
    return median(times)


if __name__ == "__main__":
    main()
