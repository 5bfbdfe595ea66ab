"""What each notebook may be given: names, types, units and ranges, checked before a kernel starts.

The cell of parameters of a notebook repeats each line of this table, and a test holds the two together.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.catalog import Catalog, InputError, unknown
from analysis.runner.secrets import refuse_secret, shown
from analysis.scenarios.spec import (
    DEFAULTS,
    MAX_DRAWS,
    MAX_SEED,
    MIN_DRAWS,
    Parameters,
    parameters,
    runnable,
    whole_number,
)

OUT_DIR = "out_dir"
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,18})")


@dataclass(frozen=True)
class Parameter:
    """One parameter: its type, default, and meaning with its unit, as the notebook's comment says it."""

    name: str
    type: type
    default: Any
    meaning: str
    least: int = 0
    most: int = 0

    @property
    def line(self) -> str:
        """The line of the notebook's cell."""
        default = f'"{self.default}"' if self.type is str else repr(self.default)
        return f"{self.name}: {self.type.__name__} = {default}  # {self.meaning}"


def _shared(out_dir: str) -> tuple[Parameter, ...]:
    return (
        Parameter("scenario", str, DEFAULTS["scenario"], "id of a scenario: a file of data/scenarios"),
        Parameter("disclosure", str, DEFAULTS["disclosure"], "id of a disclosure, such as feb-2026; + adds two"),
        Parameter(
            "draws", int, DEFAULTS["draws"], f"number of draws, {MIN_DRAWS} to {MAX_DRAWS:,}", MIN_DRAWS, MAX_DRAWS
        ),
        Parameter("seed", int, DEFAULTS["seed"], f"seed of the draws, 0 to {MAX_SEED:,}", 0, MAX_SEED),
        Parameter(OUT_DIR, str, "", f"folder of the edition; {out_dir}"),
        Parameter("overrides", dict, {}, "inputs by name, each with a number in its unit, in place of its range"),
    )


NOTHING_WRITTEN = _shared("if empty, nothing is written")
OWN = {
    "04_regime_scenarios": (
        Parameter("lab", str, "", "id of a lab of the disclosure, for what is shown of one lab; if empty, the first"),
        Parameter("horizon", int, 36, "months ahead in the table of deliveries, 1 to 36", 1, 36),
    ),
    "06_brief": (),
}
WRITES_BY_DEFAULT = {"06_brief": _shared("if empty, one under reports/")}


def accepted(notebook: str) -> dict[str, Parameter]:
    """The parameters of a notebook by name, in the order of its cell."""
    shared = WRITES_BY_DEFAULT.get(notebook, NOTHING_WRITTEN)
    return {one.name: one for one in (*shared, *OWN.get(notebook, ()))}


def checked(catalog: Catalog, notebook: str, given: Mapping[str, Any]) -> tuple[Parameters, dict[str, Any]]:
    """The parameters of a run, and those that only this notebook takes. InputError for the first that is wrong."""
    known = accepted(notebook)
    for name in given:
        refuse_secret(name)
        if name not in known or name == OUT_DIR:
            raise unknown("parameter", name, [one for one in known if one != OUT_DIR], f"notebook {notebook}")
    asked = parameters(catalog, **{name: value for name, value in given.items() if name in DEFAULTS})
    own = {one.name: _own(catalog, asked, one, given[one.name]) for one in OWN.get(notebook, ()) if one.name in given}
    return asked, own


def _own(catalog: Catalog, asked: Parameters, one: Parameter, value: Any) -> Any:
    if one.type is int:
        return whole_number(one.name, value, one.least, one.most)
    if not isinstance(value, str):
        raise InputError(f"parameter '{one.name}': found {value!r}, text is accepted")
    if one.name == "lab" and value and value not in (labs := {c.lab for c in runnable(catalog, asked.disclosure)}):
        raise unknown("lab of the disclosure", value, labs, f"parameter '{one.name}'")
    return value


def read_text(name: str, text: str, notebook: str) -> Any:
    """The value that ``text`` means for a parameter by its type; nothing is guessed. InputError names what is accepted."""
    refuse_secret(name)
    known = accepted(notebook)
    if name not in known or name == OUT_DIR:
        raise unknown("parameter", name, [one for one in known if one != OUT_DIR], f"notebook {notebook}")
    one = known[name]
    if one.type is int:
        if not WHOLE.fullmatch(text):
            raise InputError(
                f"parameter '{name}': found {shown(name, text)}, a whole number from {one.least:,} to {one.most:,} is accepted, "
                "written in digits alone"
            )
        return int(text)
    if one.type is dict:
        try:
            (value,) = tomllib.loads(f"value = {text}").values()
            return value
        except (ValueError, RecursionError):
            raise InputError(
                f"parameter '{name}': found {shown(name, text)}, a table is accepted, such as {{keep_share = 0.5}}"
            ) from None
    return text


def warnings(catalog: Catalog, asked: Parameters) -> list[str]:
    """What is allowed and yet unusual: inputs set outside the range in which they would be drawn."""
    found = []
    for name, value in asked.overrides.items():
        known = catalog.register[name]
        if known.low is not None and known.high is not None and not known.low <= value <= known.high:
            found.append(f"override of '{name}': {value:g} lies outside its range, {known.low:g} to {known.high:g}")
    return found
