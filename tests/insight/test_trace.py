"""Traced arrays remember the inputs and formulas they came from, through every operation the model uses."""

import numpy as np
import pytest

from analysis.insight.trace import Traced, formulas_noted, traced
from analysis.model.training import gpu_hours, sft_flop

A = np.array([1.0, 2.0, 3.0])
B = np.array([4.0, 5.0, 6.0])

OPERATIONS = {
    "a product": (lambda a, b: a * b, A * B),
    "a number on the left": (lambda a, b: 2 / a + b, 2 / A + B),
    "a power": (lambda a, b: a**b, A**B),
    "a comparison": (lambda a, b: a > b, A > B),
    "where": (lambda a, b: np.where(a > 1, b, 0), np.array([0, 5, 6])),
    "maximum": (lambda a, b: np.maximum(a, b), B),
    "clip": (lambda a, b: np.clip(a, 0, b), A),
    "choose": (lambda a, b: np.choose(np.array([0, 1, 0]), [a, b]), np.array([1, 5, 3])),
    "stack": (lambda a, b: np.stack([a, b], axis=1), np.stack([A, B], axis=1)),
    "sum along an axis": (lambda a, b: np.sum(np.stack([a, b]), axis=0), A + B),
    "difference": (lambda a, b: np.diff(a * b, prepend=0), np.diff(A * B, prepend=0)),
    "sum of a list": (lambda a, b: sum([a, b]), A + B),
    "in place": (lambda a, b: in_place(a, b), A + B),
    "where one is an option": (lambda a, b: np.divide(6, a, out=np.zeros(3), where=b > 4), np.array([0, 3, 2])),
    "an output that is kept in part": (
        lambda a, b: np.divide(a, 2, out=b, where=np.array([True, False, True])),
        np.array([0.5, 5, 1.5]),
    ),
    "columns": (lambda a, b: a[:, None] * b[None, :], np.outer(A, B)),
}


def in_place(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a, with b added to it."""
    a += b
    return a


@pytest.mark.parametrize(("operation", "expected"), OPERATIONS.values(), ids=OPERATIONS)
def test_an_operation_keeps_the_names_and_the_values(operation, expected: np.ndarray) -> None:
    """The outcome depends on both inputs and has the values it has without tracing."""
    found = operation(traced(A, "a"), traced(B, "b"))
    assert isinstance(found, Traced)
    assert set(found.inputs) == {"a", "b"}
    assert np.array_equal(np.asarray(found), expected)


def test_an_operation_leaves_its_inputs_as_they_were() -> None:
    """What depends on two names does not make either depend on the other."""
    a, b = traced(A, "a"), traced(B, "b")
    _ = a * b
    assert (list(a.inputs), list(b.inputs)) == (["a"], ["b"])


def test_plain_arrays_add_no_name() -> None:
    """Only inputs that were drawn are named."""
    assert list((traced(A, "a") * B).inputs) == ["a"]


def test_an_output_that_is_written_over_adds_no_name() -> None:
    """Only where a part of it stays does a result depend on the array that it was written to."""
    assert list(np.multiply(traced(A, "a"), 2, out=traced(B, "b")).inputs) == ["a"]


def test_tracing_copies_the_values() -> None:
    """A traced array can change without changing the draws it came from."""
    values = A.copy()
    in_place(traced(values, "a"), B)
    assert np.array_equal(values, A)


def test_formulas_are_noted_in_the_order_they_end() -> None:
    """Fine-tuning calls 6 N D inside, then chip-hours follow; nothing is noted before or after."""
    with formulas_noted():
        attention = {"token_pairs": 1000, "flop_per_token_pair": 1e6}
        flop = sft_flop(params=traced(A, "params"), tokens=traced(B, "tokens"), **attention, epochs=2, runs=1)
        hours = gpu_hours(flop=flop, peak=1e15, mfu=0.25)
    names = [path.rpartition(".")[2] for path in hours.formulas]
    assert names == ["training_flop", "sft_flop", "gpu_hours"]
    assert gpu_hours(flop=traced(A, "flop"), peak=1e15, mfu=0.25).formulas == {}


def test_noting_ends_when_a_run_fails() -> None:
    """After an error inside, functions are no longer noted."""
    with pytest.raises(ZeroDivisionError), formulas_noted():
        raise ZeroDivisionError
    assert gpu_hours(flop=traced(A, "flop"), peak=1e15, mfu=0.25).formulas == {}
