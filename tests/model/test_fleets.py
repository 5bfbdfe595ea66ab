"""Fleets by chip class and channel, and what serving leaves of them: cases worked by hand, and sums on every draw."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.catalog.records.actors import Channels, Classes
from analysis.model.fleets import (
    CLASS_CHIPS,
    TABLES,
    channel_shares,
    class_shares,
    decode_worth,
    hours_by_access,
    hours_by_class,
    hours_left,
    rented_hours,
    training_hours,
)
from analysis.model.labs import usable_hours_a_month
from tests.model.cases import DRAWS, amounts, close, filled, known, part_shares, seeds, shares, steady

CATALOG = load_inputs()
LABS = [lab for lab in CATALOG.kinds["labs"].values() if lab.trains]
DEEPSEEK, MINIMAX, XIAOMI = (CATALOG.get("labs", name) for name in ("deepseek", "minimax", "xiaomi"))
ROUNDING = 1e-9
few = settings(steady, max_examples=10)
# Decoding for its speed: H20 1.6, Ascend 0.5, of an H100's 1,000 tokens/s and 1e15 FLOP/s.
CHIPS = {
    "h100.decode_rate": 1000,
    "h100.dense_16bit": 1e15,
    "h20.decode_rate": 240,
    "h20.dense_16bit": 0.15e15,
    "ascend-910c.decode_rate": 400,
    "ascend-910c.dense_16bit": 0.8e15,
}


def left(hours: list[float], load: float, training_worth: tuple[float, ...] = (1, 1, 0.4)) -> float:
    """What serving leaves on one draw: classes that decode 1, 1.6 and 0.5 for their speed."""
    columns = [np.array(values, dtype=float)[:, None] for values in (hours, [1, 1.6, 0.5], training_worth)]
    found = hours_left(hours=columns[0], decode_worth=columns[1], training_worth=columns[2], load=np.array([load]))
    return float(found[0])


def mix(lab: str, training: float, h20: float, domestic: float) -> dict[str, float]:
    """The classes of a lab, known."""
    return {f"{lab}.classes.training": training, f"{lab}.classes.h20": h20, f"{lab}.classes.domestic": domestic}


@pytest.mark.parametrize(
    ("hours", "load", "kept"),
    [
        ([60, 40, 0], 0, 100),
        ([60, 40, 0], 16, 90),  # ten of the H20s' hours decode 16
        ([60, 40, 0], 84, 40),  # all 40 decode 64, and 20 more come from chips that train
        ([60, 40, 0], 200, 0),  # more than the fleet can decode
        ([50, 30, 20], 48, 70),  # worth per decoding: H20 0.625, Chinese 0.8, others 1: the H20s alone
        ([50, 30, 20], 53, 60),  # then ten of the Chinese chips' hours for the other 5
        ([50, 30, 20], 68, 40),  # 48 and 10, then ten of the others' hours
        ([0, 0, 100], 25, 50),
    ],
)
def test_chips_least_useful_for_training_serve_first(hours, load, kept):
    assert left(hours, load) == close(kept)


def test_a_training_worth_decides_who_serves_first():
    # at 0.1 the Chinese chips' 20 hours serve first and decode 10 of 26; the H20s give ten hours for the other 16
    assert left([50, 30, 20], 26, (1, 1, 0.1)) == close(70)
    # at 1 they come last: the H20s serve all of it in 16.25 hours
    assert left([50, 30, 20], 26, (1, 1, 1)) == close(83.75)


def test_classes_of_equal_worth_serve_one_after_the_other():
    # both decode at 1: 30 of 100 hours are gone, once
    found = hours_left(
        hours=np.full((2, 1), 50.0), decode_worth=np.ones((2, 1)), training_worth=np.ones((2, 1)), load=np.array([30.0])
    )
    assert found[0] == close(70)


@steady
@given(hours=st.lists(amounts, min_size=3, max_size=3), load=shares, more=part_shares)
def test_hours_left_fall_with_the_load_and_lie_between_none_and_all(hours, load, more):
    whole = sum(hours)
    found = left(hours, load * whole)
    assert 0 <= found <= whole * (1 + ROUNDING)
    assert left(hours, (load + more) * whole) <= found * (1 + ROUNDING)
    assert left(hours, 0) == pytest.approx(whole, rel=ROUNDING)


@pytest.mark.parametrize("load", [0.1, 0.3, 0.6])
def test_with_more_h20s_of_the_same_speed_more_is_left_for_training(load):
    values = CHIPS | {"deepseek.serving_load": load, "domestic_training_worth": 0.4}
    fleets = (mix("deepseek", 0.9 - h20, h20, 0.1) for h20 in (0.02, 0.1, 0.3, 0.6))
    found = [training_hours(known(values | fleet), DEEPSEEK, filled(1000))[0] for fleet in fleets]
    assert all(less <= more * (1 + ROUNDING) for less, more in zip(found, found[1:], strict=False))
    assert found[0] < found[-1]


def test_hours_of_a_lab_by_hand():
    # 700, 200 and 100 of 1,000 hours; a load of 400: the H20s decode 320, then all Chinese chips 50 (0.4 / 0.5 is below 1), and
    # 30 of the others': 670
    values = CHIPS | mix("deepseek", 0.7, 0.2, 0.1) | {"deepseek.serving_load": 0.4, "domestic_training_worth": 0.4}
    assert training_hours(known(values), DEEPSEEK, filled(1000))[0] == close(670)


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
@few
@given(seed=seeds)
def test_serving_leaves_each_lab_between_none_and_all_of_its_hours(lab, seed):
    a = Assumptions(CATALOG, DRAWS, seed)
    found = training_hours(a, lab, np.full(DRAWS, 1000.0))
    assert np.all((found >= 0) & (found <= 1000 * (1 + ROUNDING)))


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
@few
@given(seed=seeds)
def test_classes_channels_and_hours_are_parts_of_one_whole_on_every_draw(lab, seed):
    a = Assumptions(CATALOG, DRAWS, seed)
    hours = usable_hours_a_month(fleet=a.draw(f"{lab.id}.fleet", "H100e"), occupancy=a.draw("occupancy", "share"))
    for parts in (class_shares(a, lab), channel_shares(a, lab)):
        assert sum(parts.values()) == pytest.approx(np.ones(DRAWS), rel=ROUNDING)
        assert all(np.all(values >= 0) for values in parts.values())
    for found in (hours_by_class(a, lab, hours), hours_by_access(a, lab, hours)):
        assert sum(found.values()) == pytest.approx(hours, rel=ROUNDING)


def test_owned_and_rented_hours_are_those_of_the_same_chips_counted_once():
    # 100 chips x 730 x 0.8 = 58,400 hours, a quarter of them rented
    hours = usable_hours_a_month(fleet=filled(100), occupancy=0.8)
    found = hours_by_access(known({"minimax.rented_share": 0.25}), MINIMAX, hours)
    assert (found["owned"][0], found["rented"][0]) == close((43_800, 14_600))
    assert rented_hours(hours=58_400, rented_share=0.25) == close(14_600)


def test_a_fleet_that_is_rented_has_the_hours_that_its_spending_pays_for():
    # MiniMax, first half of 2026: 75 percent of 296.87 million USD at 2.07 an hour is 107.6 million hours; 24,500 chips have
    # 4,380 hours each
    spent = CATALOG.register["lab_finances.minimax-rd-h1-2026"].central * 0.75
    assert MINIMAX.fleet.central * 4_380 == pytest.approx(spent / 2.07, rel=0.01)


def test_chinese_chips_are_a_class_and_a_channel_and_counted_once():
    # a fifth Chinese; of the other four fifths 0.5, 0.3 and 0.2
    channels = {"minimax.channels.legal": 0.5, "minimax.channels.diverted": 0.3, "minimax.channels.rented": 0.2}
    found = channel_shares(known(mix("minimax", 0.6, 0.2, 0.2) | channels), MINIMAX)
    assert {name: values[0] for name, values in found.items()} == close(
        {"legal": 0.4, "diverted": 0.24, "rented": 0.16, "domestic": 0.2}
    )


def test_weights_count_relative_to_their_sum():
    found = class_shares(known(mix("deepseek", 0.6, 0.3, 0.3)), DEEPSEEK)
    assert [found[name][0] for name in CLASS_CHIPS] == close([0.5, 0.25, 0.25])


def test_a_lab_without_figures_of_its_own_is_a_typical_one():
    a = known({})
    assert XIAOMI.classes is None
    class_shares(a, XIAOMI)
    hours_by_access(a, XIAOMI, filled(1))
    assert set(a.read) == {f"typical_classes_{name}" for name in CLASS_CHIPS} | {"typical_rented_share"}


def test_a_class_that_a_lab_s_own_table_leaves_out_counts_nothing():
    bare = DEEPSEEK.model_copy(update={"classes": DEEPSEEK.classes.model_copy(update={"h20": None})})
    found = class_shares(known({"deepseek.classes.training": 0.6, "deepseek.classes.domestic": 0.2}), bare)
    assert [found[name][0] for name in CLASS_CHIPS] == close([0.75, 0, 0.25])


@pytest.mark.parametrize("table", [Classes, Channels])
def test_a_table_without_any_weight_is_refused(table):
    with pytest.raises(ValidationError, match="at least one of"):
        table(note="nothing is known")


def test_recorded_weights_sum_to_one():
    names = {n.rpartition(".")[0] for n in CATALOG.register if ".classes." in n or ".channels." in n}
    own = [[e.central for n, e in CATALOG.register.items() if n.rpartition(".")[0] == name] for name in names]
    typical = [[CATALOG.register[f"typical_{t}_{key}"].central for key in keys] for t, keys in TABLES.items()]
    assert len(own) >= 10
    assert [sum(values) for values in own + typical] == pytest.approx([1] * (len(own) + 2), rel=ROUNDING)


def test_an_h20_decodes_more_for_its_speed_than_an_h100():
    # 240 / 1,000 of the tokens over 0.15 of the speed
    assert decode_worth(known(CHIPS), "h20")[0] == close(1.6)
    assert np.median(decode_worth(known({}), "h20")) > 1
