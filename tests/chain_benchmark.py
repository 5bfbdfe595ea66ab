"""A million draws of the chain for three labs, against a loop of as many numpy multiplications over the same arrays."""

import resource
import time
from typing import Any

import numpy as np

from analysis.calibration import load_inputs
from analysis.scenarios.blocks import BLOCK, blocks, chain, headlines
from analysis.scenarios.cases import lab_cases
from analysis.scenarios.spec import parameters

DRAWS = 1_000_000
DISCLOSURE = "feb-2026"


class Counted(np.ndarray):
    """An array that counts what numpy computes element by element on it and on all that is made of it."""

    operations = 0

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Count one operation and compute it on plain arrays."""
        Counted.operations += 1
        plain = [one.view(np.ndarray) if isinstance(one, Counted) else one for one in inputs]
        found = getattr(ufunc, method)(*plain, **options)
        return found.view(Counted) if isinstance(found, np.ndarray) else found


def operations() -> int:
    """How many element-wise operations numpy does for one block of the chain, drawing left out."""
    _, a = next(blocks(parameters(disclosure=DISCLOSURE, draws=BLOCK), BLOCK))
    drawn = a.draw
    a.draw = lambda name, unit: drawn(name, unit).view(Counted)  # type: ignore[method-assign]
    Counted.operations = 0
    headlines(lab_cases(a, DISCLOSURE))
    return Counted.operations


def multiplications(times: int) -> float:
    """Seconds of a loop of ``times`` multiplications over all draws, in arrays of a block."""
    one, other = np.full(BLOCK, 1.5), np.full(BLOCK, 2.5)
    start = time.perf_counter()
    for _ in range(0, DRAWS, BLOCK):
        for _ in range(times):
            one * other
    return time.perf_counter() - start


def drawing_alone() -> tuple[int, float]:
    """How many inputs the chain draws, and seconds to draw them all in blocks."""
    _, first = next(blocks(parameters(disclosure=DISCLOSURE, draws=BLOCK), BLOCK))
    lab_cases(first, DISCLOSURE)
    start = time.perf_counter()
    for _, a in blocks(parameters(disclosure=DISCLOSURE, draws=DRAWS), BLOCK):
        for name, value in first.read.items():
            a.draw(name, value.unit)
    return len(first.read), time.perf_counter() - start


def main() -> None:
    """Print seconds, memory, and time a draw as a multiple of the loop's."""
    load_inputs()
    start = time.perf_counter()
    chain(DISCLOSURE, DRAWS)
    whole = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    inputs, drawing = drawing_alone()
    count = operations()
    loop = multiplications(count)
    print(f"chain    {whole:8.4f} s for {DRAWS:,} draws of three labs, {memory:.2f} GB at most, target 1 GB")
    print(f"         {drawing:8.4f} s of it are the draws themselves, {inputs} inputs")
    print(f"loop     {loop:8.4f} s for {count} multiplications a draw")
    print(
        f"a draw of the chain takes {whole / loop:.1f} times the loop, {(whole - drawing) / loop:.1f} without the drawing"
    )


if __name__ == "__main__":
    main()
