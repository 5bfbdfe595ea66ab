"""Arrays that remember which inputs and formulas they came from, so that no list of dependencies is kept by hand."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from sys import getprofile, setprofile
from typing import Any

import numpy as np

MODEL = "analysis.model."


class Traced(np.ndarray):
    """An array with the names of the inputs it depends on, and of the formulas it went through, in order."""

    inputs: dict[str, None]
    formulas: dict[str, None]

    def __array_finalize__(self, source: Any) -> None:
        self.inputs = dict(getattr(source, "inputs", {}))
        self.formulas = dict(getattr(source, "formulas", {}))

    def __array_ufunc__(self, ufunc: Any, method: str, *args: Any, **options: Any) -> Any:
        kept = [value for name, value in options.items() if name != "out" or "where" in options]
        plain = {name: _plain(value) for name, value in options.items()}
        return _joined(getattr(ufunc, method)(*_plain(args), **plain), (args, kept))

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        return _joined(
            function(*_plain(args), **{k: _plain(v) for k, v in options.items()}), (args, list(options.values()))
        )


def traced(values: np.ndarray, name: str) -> Traced:
    """``values`` as an array that depends on ``name``."""
    array = np.array(values).view(Traced)
    array.inputs = {name: None}
    return array


def _plain(value: Any) -> Any:
    if isinstance(value, Traced):
        return value.view(np.ndarray)
    return type(value)(_plain(v) for v in value) if isinstance(value, list | tuple) else value


def _found(value: Any) -> Iterator[Traced]:
    if isinstance(value, Traced):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _found(part)


def _joined(result: Any, sources: Any) -> Any:
    if not isinstance(result, np.ndarray | np.generic):
        return result
    array = np.asarray(result).view(Traced)
    for source in _found(sources):
        array.inputs |= source.inputs
        array.formulas |= source.formulas
    return array


@contextmanager
def formulas_noted() -> Iterator[None]:
    """While active, every array that a function of the model returns also remembers that function."""
    before = getprofile()
    setprofile(_note)
    try:
        yield
    finally:
        setprofile(before)


def _note(frame: Any, event: str, returned: Any) -> None:
    module = frame.f_globals.get("__name__", "")
    if event == "return" and module.startswith(MODEL) and _public(frame.f_code.co_qualname):
        for array in _arrays(returned):
            array.formulas[f"{module}.{frame.f_code.co_name}"] = None


def _public(name: str) -> bool:
    """Whether a function stands in its module under a name of its own: no method, no function within another."""
    return "." not in name and not name.startswith(("<", "_"))


def _arrays(returned: Any) -> Iterable[Traced]:
    return (returned,) if isinstance(returned, Traced) else ()
