"""Levers as results: what changes nothing buys nothing, ranks add up, and more is never less."""

from functools import cache

import numpy as np
import pytest

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.model.channels import common
from analysis.model.fleets import channel_parts
from analysis.scenarios.cases import lab_cases
from analysis.scenarios.harvest_worth import lab_worth
from analysis.scenarios.lever_effects import DENIAL, OPENING, TOGETHER, Effect, effects, fleets_now, lever_cells
from analysis.scenarios.levers import FIRST_METRIC, METRICS, firsts
from tests.scenarios.cases import DISCLOSURE, DRAWS, draws_of, kept_run

pytestmark = pytest.mark.slow

CATALOG = load_inputs()
LEVERS = CATALOG.kinds["levers"]
ON_CHANNELS = tuple(name for name, lever in LEVERS.items() if lever.acts_on in ("diversion", "rental"))
ON_HARVEST = tuple(n for n, x in LEVERS.items() if x.acts_on in ("harvest", "detection", "leakage", "quality"))
LIMITING = tuple(name for name in LEVERS if name not in (OPENING, "quota-250k"))


@cache
def found(**overrides: float) -> dict[str, dict[str, Effect]]:
    """What every lever takes from every lab under rationing, with some inputs set."""
    a = Assumptions(CATALOG, DRAWS, 1, {name.replace("__", "."): value for name, value in overrides.items()})
    cases = lab_cases(a, DISCLOSURE)
    return effects(a, cases, lever_cells(a, CATALOG.get("postures", "ration"), cases), common(a, "h100e_flop"))


@pytest.mark.parametrize("lever", [*ON_CHANNELS, *ON_HARVEST])
def test_a_lever_of_no_dose_takes_nothing(lever):
    for effect in found(**{f"{lever}__dose": 0.0})[lever].values():
        assert np.all(effect.months == 0)
        assert np.all(effect.missing == 0)
        assert np.all(effect.returns == 0)


@pytest.mark.parametrize("lever", LIMITING)
def test_a_lever_that_limits_never_gives_a_lab_computing(lever):
    for effect in found()[lever].values():
        assert np.all(effect.months >= 0)
        assert np.all(effect.returns >= 0)


@pytest.mark.parametrize("lever", [*ON_CHANNELS, "detect-extraction", "identity-checks", "hide-traces"])
def test_a_larger_dose_takes_no_less_on_any_draw(lever):
    weak, strong = found(**{f"{lever}__dose": 0.3})[lever], found(**{f"{lever}__dose": 0.6})[lever]
    for lab, effect in weak.items():
        assert np.all(strong[lab].months >= effect.months)
        assert np.all(strong[lab].returns >= effect.returns)


def test_levers_on_chips_take_nothing_from_a_harvest_and_defences_no_chip():
    for lever in LEVERS:
        for effect in found()[lever].values():
            if lever in ON_HARVEST:
                assert np.all(effect.missing == 0)
                assert np.all(effect.by_chips == 0)
            else:
                assert np.all(effect.returns == 0)
                assert np.all(effect.months == effect.by_chips)


@pytest.mark.parametrize("lever", [x for x in LEVERS if x != OPENING])
def test_all_together_take_no_less_than_one(lever):
    together = found()["together-all"]
    for lab, effect in found()[lever].items():
        assert np.all(together[lab].months >= effect.months * (1 - 1e-12))


def test_rent_that_is_halved_for_a_year_costs_half_its_share_of_that_year():
    # forbidden from month 24 on (three to its start, 21 of delay), 13 months; all foreign, all rented, no growth of rent
    mix = {"minimax__classes__domestic": 0.0, "minimax__channels__legal": 0.0, "minimax__channels__diverted": 0.0}
    half = {"close-cloud__dose": 0.5, "close-cloud__delay": 21.0, "offshore_rented_growth": 1.0, "offshore_rented": 1e9}
    effect = found(**mix, **half)["close-cloud"]["minimax"]
    assert effect.months == pytest.approx(13 * 0.5, rel=1e-9)


@pytest.mark.parametrize("channel", ["rented", "diverted"])
def test_labs_together_hold_no_more_of_a_channel_than_there_is(channel):
    a = Assumptions(CATALOG, DRAWS, 1)
    fleets = fleets_now(a, lab_cases(a, DISCLOSURE))
    pool = common(a, "h100e_flop").by_channel[channel][:, -CATALOG.horizon.months - 1]
    for most in (pool, pool / 100):
        parts = channel_parts(a, fleets, {channel: most})
        assert np.all(sum(fleet * parts[lab][channel] for lab, fleet in fleets.items()) <= most * (1 + 1e-12))


@pytest.mark.parametrize(("lever", "dose"), [("deny-h200", 0.5), ("deny-named-labs", 0.5), ("open-h200", 0.5)])
def test_a_lever_on_sales_takes_in_proportion_to_its_dose(lever, dose):
    whole, part = found()[lever], found(**{f"{lever}__dose": dose})[lever]
    for lab, effect in whole.items():
        assert part[lab].months == pytest.approx(effect.months * dose, rel=1e-9)


def test_the_quota_is_of_the_number_in_its_name():
    # the scenario's ceiling, not the range that the policy is drawn from
    a = Assumptions(CATALOG, DRAWS, 1)
    posture, cases = CATALOG.get("postures", "admit"), lab_cases(a, DISCLOSURE)
    cell = lever_cells(a, posture, cases)["quota-250k"]
    assert np.max(cell.chips[:, -1]) <= 250_000
    assert np.max(cell.chips[:, -1]) > 225_000


def test_substitutes_for_rent_and_diversion_are_worth_one_to_one():
    # half of what is lost comes back by another channel; an H100 equivalent for an H100 equivalent
    for lever in ON_CHANNELS:
        for effect in found(substitution=0.5)[lever].values():
            assert effect.net == pytest.approx(effect.months / 2, rel=1e-9)


def test_no_harvest_is_worth_nothing_by_any_route_on_it():
    a = Assumptions(CATALOG, DRAWS, 1)
    for case in lab_cases(a, DISCLOSURE):
        nothing = lab_worth(a, case, 0.0)
        assert np.all(nothing.compute.hours == 0)
        assert np.all(nothing.with_tuning.hours == 0)
        assert np.all(nothing.data_returns == 0)


def test_a_harvest_of_no_quality_is_worth_nothing():
    a = Assumptions(CATALOG, DRAWS, 1)
    for case in lab_cases(a, DISCLOSURE):
        worthless = lab_worth(a, case, 1.0, 0.0)
        assert np.all(worthless.with_tuning.hours == 0)
        assert np.all(worthless.data_returns == 0)


@pytest.mark.parametrize("metric", METRICS)
def test_the_chances_of_ranking_first_and_of_a_tie_add_up_to_one(metric):
    chances = kept_run().chances
    ranked = [c.probability for i, c in chances.items() if i.startswith(f"rank_first.{metric}.")]
    assert len(ranked) == len(LEVERS)
    assert sum(ranked) + chances[f"rank_tie.{metric}"].probability == pytest.approx(1, rel=1e-4)


def test_the_lever_that_takes_most_ranks_first_and_equal_ones_tie():
    # 3 against 2; 2 against 2; nothing against less than nothing
    first, tied = firsts({"one": np.array([3.0, 2.0, 0.0]), "two": np.array([2.0, 2.0, -1.0])})
    assert first["one"].tolist() == [True, False, False]
    assert first["two"].tolist() == [False, False, False]
    assert tied.tolist() == [False, True, True]


@pytest.mark.parametrize("lever", LEVERS)
def test_every_lever_has_its_dose_start_cost_and_effect_by_every_metric(lever):
    result = kept_run().quantities
    assert {f"lever.{metric}.{lever}" for metric in METRICS} <= set(result)
    assert {f"lever.{what}.{lever}" for what in ("begins", "dose", "cost", "months_per_billion")} <= set(result)
    assert result[f"lever.{FIRST_METRIC}.{lever}"].label == "judgement"


@pytest.mark.parametrize("group", TOGETHER)
def test_levers_pulled_together_have_an_effect_by_every_metric(group):
    assert {f"lever.{metric}.{group}" for metric in METRICS} <= set(kept_run().quantities)


@pytest.mark.parametrize("lever", [name for name in LEVERS if name != DENIAL])
def test_a_break_even_dose_lies_between_nothing_and_all(lever):
    for metric in ("months", "lag"):
        needed = draws_of(f"break_even.{metric}.{lever}")
        assert np.all((needed >= 0) & (needed <= 1))
        none = draws_of(f"no_break_even.{metric}.{lever}")
        assert np.all(needed[none] == 1)


def test_opening_sales_gives_labs_computing_on_most_draws():
    assert np.mean(draws_of(f"lever.months.{OPENING}") <= 0) > 0.95
