"""Every formula, evaluated on quantities with units: what comes out has the dimension its name says.

Inputs are built from the pint spellings of the closed list of units. Constants of the formulas are bare numbers (3,600
seconds, a million tokens), so dimensions are checked here and sizes in the cases worked by hand.
"""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pint
import pytest

from analysis.catalog import UNITS, kind_of
from analysis.model import binding, campaign, controls, labs, supply, training, yardsticks

BASES = (
    "flop", "token", "exchange", "account", "chip", "firm", "usd", "cny", "request", "sample", "card", "die", "stack", "tool",
    "wafer", "person",
)  # fmt: skip
CHIP_HOURS = "chip * hour"
CHIP_HOURS_A_MONTH = "chip * hour / month"
TOKEN_ROW = {"fresh_input": "tokens/exchange", "output": "tokens/exchange"}
SAMPLES = {"postprocessing_share": "share", "keep_share": "share", "visible_share": "share"}

# Formula, units of its inputs (of the closed list, or in pint's spelling), dimension of its result.
FORMULAS: list[tuple[Callable[..., Any], dict[str, str], str]] = [
    (campaign.processed_tokens, TOKEN_ROW | {"exchanges": "exchanges", "reread_input": "tokens/exchange"}, "tokens"),
    (campaign.output_tokens, {"exchanges": "exchanges", "output": "tokens/exchange"}, "tokens"),
    (campaign.unique_tokens, TOKEN_ROW | {"exchanges": "exchanges"}, "tokens"),
    (campaign.trained_tokens, TOKEN_ROW | SAMPLES | {"exchanges": "exchanges"}, "tokens"),
    (campaign.supervised_tokens, SAMPLES | {"exchanges": "exchanges", "output": "tokens/exchange"}, "tokens"),
    (
        campaign.teacher_flop,
        {"new_tokens": "tokens", "params": "params", "context": "tokens", "flop_per_token_pair": "FLOP/token-pair"},
        "FLOP",
    ),
    (
        campaign.decode_rate,
        {"reference_rate": "tokens/s", "reference_params": "params", "params": "params"}
        | {"reference_context": "tokens", "context": "tokens", "halving": "tokens"},
        "tokens/s",
    ),
    (
        campaign.inference_gpu_hours,
        {"input_tokens": "tokens", "output_tokens": "tokens", "prefill_rate": "tokens/s", "decode_rate": "tokens/s"},
        CHIP_HOURS,
    ),
    (
        campaign.list_price,
        TOKEN_ROW
        | {"exchanges": "exchanges", "reread_input": "tokens/exchange", "price_output": "USD/Mtok"}
        | {"input_ratio": "ratio", "cache": "ratio"},
        "usd",
    ),
    (yardsticks.h100e_flop, {"dense_16bit": "FLOP/s", "h100_dense_16bit": "FLOP/s"}, "dimensionless"),
    (yardsticks.h100e_bandwidth, {"memory_bandwidth": "GB/s", "h100_memory_bandwidth": "GB/s"}, "dimensionless"),
    (yardsticks.h100e_decode, {"decode_rate": "tokens/s", "h100_decode_rate": "tokens/s"}, "dimensionless"),
    (training.training_flop, {"params": "params", "tokens": "tokens"}, "FLOP"),
    (training.gpu_hours, {"flop": "FLOP", "peak": "FLOP/s", "mfu": "share"}, CHIP_HOURS),
    (training.sft_flop, {"params": "params", "tokens": "tokens", "epochs": "epochs", "runs": "ratio"}, "FLOP"),
    (training.rl_gpu_hours, {"base_hours": CHIP_HOURS, "share": "ratio"}, CHIP_HOURS),
    (
        training.research_gpu_hours,
        {"base_hours": CHIP_HOURS, "rl_hours": CHIP_HOURS, "final_run_share": "share"},
        CHIP_HOURS,
    ),
    (training.params_for_flop, {"flop": "FLOP", "tokens_per_param": "token ** 2 / flop"}, "params"),
    (training.cluster_days, {"hours": CHIP_HOURS, "chips": "chips"}, "day"),
    (labs.grown_fleet, {"fleet": "H100e", "growth": "x per year", "years": "plain"}, "H100e"),
    (labs.usable_hours_a_month, {"fleet": "H100e", "occupancy": "share"}, CHIP_HOURS_A_MONTH),
    (labs.fleet_months, {"growth": "draws of x per year", "months": "plain"}, "dimensionless"),
    (labs.lab_share, {"direct_share": "share", "rent_through": "share", "renting_share": "share"}, "share"),
    (binding.months_of_lab_compute, {"hours": CHIP_HOURS, "hours_a_month": CHIP_HOURS_A_MONTH}, "month"),
    (binding.years_of_lab_compute, {"months": "month"}, "year"),
    # A sum over months of chips over chips: the month is in the step of the sum.
    (binding.months_added, {"stock": "series of chips", "fleet": "H100e"}, "dimensionless"),
    (
        binding.final_runs_a_year,
        {"hours_a_month": CHIP_HOURS_A_MONTH, "final_run_share": "share", "run_hours": CHIP_HOURS},
        "1 / year",
    ),
    # The legal measure counts operations a second; the list gives the TPP itself no dimension.
    (controls.tpp, {"operations_per_second": "FLOP/s", "bits": "plain"}, "FLOP/s"),
    (controls.performance_density, {"tpp": "TPP", "die_area": "mm2"}, "1 / millimeter ** 2"),
    (
        supply.allowance,
        {"gross_ceiling": "chips", "us_share": "share", "firms": "firms", "per_customer": "chips/firm"}
        | {"delivered": "chips", "share_admitted": "share"},
        "chips",
    ),
    (supply.renewed_allowance, {"remaining": "chips", "share_admitted": "share", "years": "plain"}, "chips"),
    (
        supply.cumulative_deliveries,
        {"months": "draws of months", "start": "draws of months", "fill": "draws of months"}
        | {"allowed": "draws of chips"},
        "chips",
    ),
    (supply.with_substitution, {"difference": "chips", "elasticity": "elasticity", "worth": "ratio"}, "chips"),
    (supply.stock, {"flow": "series of chips", "annual_retirement": "plain"}, "chips"),
]
WITHOUT_UNITS = {supply.waiting_months}  # probabilities in, a number of months out


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


@pytest.mark.parametrize("module", [binding, campaign, controls, labs, supply, training, yardsticks])
def test_every_formula_is_among_those_checked(module):
    checked = {formula for formula, *_ in FORMULAS} | WITHOUT_UNITS
    assert formulas(module) - checked == set()


def test_a_wrong_exponent_is_noticed():
    # 2 N per token plus attention per pair of tokens: a context counted twice no longer adds up
    with pytest.raises(pint.DimensionalityError):
        campaign.teacher_flop(
            new_tokens=quantity("tokens"),
            params=quantity("params"),
            context=quantity("tokens") ** 2,
            flop_per_token_pair=quantity("FLOP/token-pair"),
        )
