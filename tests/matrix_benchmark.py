"""Every policy under every posture, month by month: what it takes, and how that grows with draws, months and cells."""

import time
from statistics import median

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.catalog.records import Policy
from analysis.model.channels import channels, common
from analysis.model.deliveries import delivered
from analysis.scenarios.cells import TRAINING
from analysis.scenarios.matrix import matrix
from analysis.scenarios.spec import DEFAULTS

DRAWS, MONTHS = DEFAULTS["draws"], 36
TARGET = 6.0  # seconds for 12 policies, 3 postures, 36 months and 16,384 draws on one core, channels included
REPEATS = 3


def deliveries_seconds(draws: int = DRAWS, months: int = MONTHS, policies: list[Policy] | None = None) -> float:
    """Median seconds for new chips of some policies under all postures. Inputs are drawn before the clock starts."""
    catalog = load_inputs()
    chosen = policies or list(catalog.kinds["policies"].values())
    times = []
    for _ in range(REPEATS):
        a = Assumptions(catalog, draws, 1)
        for count in (1, months):  # the first time draws the inputs
            start = time.perf_counter()
            for policy in chosen:
                for posture in catalog.kinds["postures"].values():
                    delivered(a, policy, posture, count)
            seconds = time.perf_counter() - start
        times.append(seconds)
    return median(times)


def channel_seconds(draws: int = DRAWS) -> float:
    """Median seconds for the part of the channels that no policy changes, and for one cell on it."""
    catalog = load_inputs()
    times = []
    for _ in range(REPEATS):
        a = Assumptions(catalog, draws, 1)
        start = time.perf_counter()
        shared = common(a, TRAINING)
        policy = catalog.reference_policy
        new = delivered(a, policy, catalog.kinds["postures"]["admit"], MONTHS)
        channels(a, policy, new, TRAINING, shared)
        times.append(time.perf_counter() - start)
    return median(times)


def whole_seconds(draws: int = DRAWS) -> float:
    """Median seconds for the table of the whole matrix, percentiles included."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        matrix(draws=draws)
        times.append(time.perf_counter() - start)
    return median(times)


def main() -> None:
    """Print seconds, and ratios of one run to another."""
    whole = whole_seconds()
    print(f"matrix   {whole:8.4f} s for {DRAWS:,} draws, all cells and channels, target {TARGET:g} s")
    print(f"         {whole / whole_seconds(DRAWS // 2):8.2f} times that of half the draws")
    print(f"channels {channel_seconds():8.4f} s for what all cells share and one cell")
    once = deliveries_seconds()
    print(f"deliver  {once:8.4f} s; {once / deliveries_seconds(DRAWS // 2):.2f} times that of half the draws,", end=" ")
    print(f"{once / deliveries_seconds(months=MONTHS // 2):.2f} times that of half the months,", end=" ")
    policies = list(load_inputs().kinds["policies"].values())
    print(f"{once / deliveries_seconds(policies=policies[: len(policies) // 2]):.2f} times that of half the policies")


if __name__ == "__main__":
    main()
