"""Three named stances beside the mixture: judged inputs at one end of their ranges, on the same draws."""

import numpy as np
import pytest

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.model.channels import common
from analysis.model.history import YARDSTICKS
from analysis.scenarios import run
from analysis.scenarios.cases import lab_cases as cases_of
from analysis.scenarios.harvest_worth import lab_worth
from analysis.scenarios.matrix import cell
from analysis.scenarios.results import PERCENTILES
from analysis.scenarios.stances import settings
from tests.scenarios.cases import DRAWS, draws_of, kept_run, lab_cases

CATALOG = load_inputs()
STANCES = ("low", "central", "high")
SUMS = ("unique", "trained", "teacher_hours", "list_usd")
LABS = tuple(lab_cases())
DECIDED = ("share_admitted", "any_in_12_months", "us_share", "gross_ceiling", "lag")  # by governments
SET = [(stance, name, value) for stance in STANCES for name, value in settings(CATALOG, stance).items()]


def test_the_stances_are_low_central_and_high():
    assert tuple(CATALOG.stances) == STANCES


@pytest.mark.parametrize("stance", STANCES)
def test_each_stance_stands_beside_the_mixture(stance):
    found = kept_run().quantities
    sums = {f"stance.{stance}.{field}.all" for field in SUMS}
    labs = {f"stance.{stance}.{kind}.sft.{lab}.own_next" for kind in ("hours", "months") for lab in LABS}
    assert sums | labs == {i for i in found if i.startswith(f"stance.{stance}.")}
    assert {f"{field}.all.mixture" for field in SUMS} <= set(found)
    assert {found[i].label for i in sums | labs} == {"judgement"}


@pytest.mark.parametrize("lab", LABS)
@pytest.mark.parametrize("kind", ["hours", "months"])
def test_fine_tuning_takes_least_when_low_and_most_when_high_on_every_draw(kind, lab):
    low, central, high = (draws_of(f"stance.{stance}.{kind}.sft.{lab}.own_next") for stance in STANCES)
    assert np.all(low <= central)
    assert np.all(central <= high)
    assert np.median(low) < np.median(central) < np.median(high)


def test_fewest_tokens_are_trained_when_low_and_most_when_high_on_every_draw():
    low, central, high = (draws_of(f"stance.{stance}.trained.all") for stance in STANCES)
    assert np.all(low <= central)
    assert np.all(central <= high)
    assert np.median(low) < np.median(central) < np.median(high)


@pytest.mark.parametrize("percentile", PERCENTILES)
@pytest.mark.parametrize("field", SUMS)
def test_tokens_chip_hours_and_price_are_in_order_at_every_percentile(field, percentile):
    # evidenced sizes of turns and sessions are drawn, so single draws may cross in unique tokens
    low, central, high = (kept_run().quantities[f"stance.{stance}.{field}.all"][percentile] for stance in STANCES)
    assert low < central < high


@pytest.mark.parametrize(("stance", "name", "value"), SET)
def test_a_stance_sets_an_input_that_exists_inside_its_range(stance, name, value):
    estimate = CATALOG.inputs[name]
    if name.startswith("reading_weight_"):  # a probability without a range
        assert 0 <= value <= 1
    else:
        assert estimate.low <= value <= estimate.high


def test_a_stance_holds_one_reading_of_an_exchange_to_be_true():
    # one weight of 1 and two of 0: turns when low and central, sessions when high
    weights = {
        stance: {
            name.removeprefix("reading_weight_"): value for of, name, value in SET if of == stance and "weight" in name
        }
        for stance in STANCES
    }
    turns, sessions = {"turn": 1, "request": 0, "session": 0}, {"turn": 0, "request": 0, "session": 1}
    assert weights == {"low": turns, "central": turns, "high": sessions}


@pytest.mark.parametrize("stance", STANCES)
def test_what_a_stance_sets_has_no_spread(stance):
    wanted = settings(CATALOG, stance)
    a = Assumptions(CATALOG, 100, 1, wanted)
    for name, value in wanted.items():
        assert set(a.draw(name, CATALOG.inputs[name].unit)) == {value}


@pytest.mark.parametrize("stance", STANCES)
def test_what_a_stance_leaves_alone_keeps_its_draws(stance):
    free, held = (Assumptions(CATALOG, DRAWS, 1, given) for given in ({}, settings(CATALOG, stance)))
    assert np.ptp(free.draw("session_output", "tokens/exchange")) > 0
    for name in ("session_output", "turn_output"):
        assert np.array_equal(free.draw(name, "tokens/exchange"), held.draw(name, "tokens/exchange"))


def test_all_stances_set_the_same_inputs():
    names = [sorted(settings(CATALOG, stance)) for stance in STANCES]
    assert names[0] == names[1] == names[2]


def test_low_and_high_take_opposite_ends_of_every_range():
    ends = {stance: CATALOG.stances[stance].ends for stance in STANCES}
    other = {"low": "high", "high": "low"}
    assert ends["high"] == {name: other[end] for name, end in ends["low"].items()}
    assert set(ends["central"].values()) == {"central"}


def test_every_input_at_an_end_is_judged():
    assert {CATALOG.register[name].basis for name in CATALOG.stances["low"].ends} == {"judged"}


@pytest.mark.parametrize("stance", STANCES)
def test_what_the_user_sets_wins_over_a_stance(stance):
    # trained tokens go with the share kept: 0.2 is twice 0.1 under every stance
    identifier = f"stance.{stance}.trained.all"
    once, twice = (run(draws=100, overrides={"keep_share": share}).quantities[identifier] for share in (0.1, 0.2))
    for percentile in PERCENTILES:
        assert twice[percentile] == pytest.approx(2 * once[percentile], rel=1e-5)


@pytest.mark.parametrize("stance", STANCES)
def test_months_of_a_stance_are_hours_over_the_fleet_that_it_gives_the_lab(stance):
    # 730.5 hours a month of the judged fleet, grown to the month of the evidence, times its occupancy
    given = settings(CATALOG, stance)
    for lab in LABS:
        dated, now = CATALOG.get("labs", lab).fleet.as_of, CATALOG.horizon.evidence_to
        months = 12 * (now.year - dated.year) + now.month - dated.month
        fleet = given[f"{lab}.fleet"] * given["fleet_growth"] ** (months / 12)
        hours = draws_of(f"stance.{stance}.hours.sft.{lab}.own_next")
        found = draws_of(f"stance.{stance}.months.sft.{lab}.own_next")
        np.testing.assert_allclose(hours / found, np.full(DRAWS, 730.5 * fleet * given["occupancy"]), rtol=1e-3)


def held(stance: str) -> Assumptions:
    """Draws under a stance."""
    return Assumptions(CATALOG, 500, 1, settings(CATALOG, stance))


@pytest.mark.parametrize("yardstick", YARDSTICKS)
def test_chips_that_no_licence_brings_are_most_when_low_and_fewest_when_high_on_every_draw(yardstick):
    """Made, diverted and rented, at the end of the horizon."""
    amounts = [common(held(stance), yardstick).by_channel for stance in STANCES]
    low, central, high = (sum(x[:, -1] for name, x in found.items() if name != "legal") for found in amounts)
    assert np.all(low > central)
    assert np.all(central > high)


def test_licensed_h200s_are_the_smallest_part_of_computing_when_low_and_the_largest_when_high_on_every_draw():
    """The policy in force, all admitted: what it brings over what China then uses."""
    policy, posture = CATALOG.get("policies", "r3"), CATALOG.get("postures", "admit")
    parts = []
    for stance in STANCES:
        a = held(stance)
        shared = common(a, "h100e_flop")
        _, found = cell(a, shared, policy, posture)
        parts.append(1 - sum(x[:, -1] for x in shared.by_channel.values()) / found.total[:, -1])
    assert np.all(parts[0] < parts[1])
    assert np.all(parts[1] < parts[2])


def test_a_harvest_returns_least_when_low_and_most_when_high_on_every_draw():
    """Data returns of each lab, and the worth of all teachers."""
    found = [[lab_worth(a, case) for case in cases_of(a, "feb-2026")] for a in map(held, STANCES)]
    for low, central, high in zip(*found, strict=True):
        for route in ("data_returns", "top_down"):
            assert np.all(getattr(low, route) < getattr(central, route))
            assert np.all(getattr(central, route) < getattr(high, route))


@pytest.mark.parametrize("name", sorted(CATALOG.stances["low"].ends))
def test_no_stance_sets_what_governments_decide(name):
    assert name.rpartition(".")[2] not in DECIDED
