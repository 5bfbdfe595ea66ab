"""Every formula, evaluated on quantities with units: what comes out has the dimension its name says.

Inputs are built from the pint spellings of the closed list of units. Constants of the formulas are bare numbers (3,600
seconds, a million tokens), so dimensions are checked here and sizes in the cases worked by hand.
"""

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import pint
import pytest

from analysis import model
from analysis.catalog import UNITS, kind_of
from analysis.model import campaign
from tests.model.formulas import FORMULAS, WITHOUT_UNITS

BASES = (
    "flop", "token", "exchange", "account", "chip", "firm", "usd", "cny", "request", "sample", "card", "die", "stack", "tool",
    "wafer", "person",
)  # fmt: skip
# Every module of the model, one added tomorrow included.
MODULES = [f"{model.__name__}.{module.name}" for module in pkgutil.iter_modules(model.__path__)]


def registry() -> pint.UnitRegistry:
    """Pint's units and ours: each of our bases is a dimension of its own."""
    units = pint.UnitRegistry()
    for base in BASES:
        units.define(f"{base} = [{base}]")
    return units


UREG = registry()


def spelling(unit: str) -> str:
    """The pint spelling of a unit of the closed list; anything else is one already."""
    return UNITS[unit][1] if unit in UNITS else unit


def quantity(unit: str) -> Any:
    """Half of ``unit``: a scalar, an array over draws, or a series over draws and months."""
    if unit == "plain":
        return 0.5
    form, _, name = unit.rpartition(" of ")
    size = {"": 0.5, "draws": np.full(3, 0.5), "series": np.full((3, 3), 0.5)}[form]
    return UREG.Quantity(size, spelling(name))


def formulas(module: ModuleType) -> set[Callable[..., Any]]:
    """The formulas of a module: its own functions that take keywords alone."""
    own = [f for f in vars(module).values() if inspect.isfunction(f) and f.__module__ == module.__name__]
    kinds = {f: {p.kind for p in inspect.signature(f).parameters.values()} for f in own}
    return {f for f, kind in kinds.items() if kind == {inspect.Parameter.KEYWORD_ONLY}}


@pytest.mark.parametrize("unit", UNITS)
def test_pint_knows_every_unit_and_shares_have_no_dimension(unit):
    dimension = UREG.Unit(spelling(unit)).dimensionality  # pint refuses a spelling it does not know
    assert kind_of(unit) not in ("share", "event") or not dimension


@pytest.mark.parametrize(("formula", "inputs", "result"), FORMULAS)
def test_a_formula_gives_the_dimension_of_its_name(formula, inputs, result):
    found = formula(**{name: quantity(unit) for name, unit in inputs.items()})
    assert found.dimensionality == UREG.Unit(spelling(result)).dimensionality


@pytest.mark.parametrize("module", MODULES)
def test_every_formula_is_among_those_checked(module):
    checked = {formula for formula, *_ in FORMULAS} | WITHOUT_UNITS
    assert formulas(import_module(module)) - checked == set()


def test_every_input_of_a_formula_has_its_unit():
    # also an input that the formula could do without
    given = {formula: set(inputs) for formula, inputs, _ in FORMULAS}
    assert given == {formula: set(inspect.signature(formula).parameters) for formula in given}


def test_a_wrong_exponent_is_noticed():
    # 2 N per token plus attention per pair of tokens: a context counted twice no longer adds up
    with pytest.raises(pint.DimensionalityError):
        campaign.teacher_flop(
            new_tokens=quantity("tokens"),
            params=quantity("params"),
            context=quantity("tokens") ** 2,
            flop_per_token_pair=quantity("FLOP/token-pair"),
        )
