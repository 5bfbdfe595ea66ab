"""Draws: percentiles as stated, one stream a name, the same in every scenario, and a memory of what was read."""

import math
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import Catalog, InputError
from tests.catalog.damage import append, copied_data, copy_record, set_key

CATALOG = load_inputs()
DRAWS = 16_384
DRAWN = {name: e for name, e in CATALOG.inputs.items() if e.resolved_shape != "reported"}
RANGES = sorted(name for name, e in DRAWN.items() if e.low is not None)
FOLLOWERS = {pair.follower for pair in CATALOG.correlations}
# A uniform runs from low to high itself, which are then not its 5th and 95th percentile.
OWN = [n for n in RANGES if CATALOG.register[n].resolved_shape in ("lognormal", "logit")]


def drawn(name: str, catalog: Catalog = CATALOG, draws: int = 500, seed: int = 1) -> np.ndarray:
    """Draws of one name in its own unit."""
    return Assumptions(catalog, draws, seed).draw(name, catalog.register[name].unit)


@pytest.mark.parametrize("name", OWN)
def test_sample_percentiles_are_the_stated_ones(name: str) -> None:
    """16,384 evenly spaced probabilities leave a gap of 1 / 16,384 at each percentile: less than 0.1% of the value."""
    number = CATALOG.register[name]
    found = np.percentile(drawn(name, draws=DRAWS), [5, 50, 95])
    assert found.tolist() == pytest.approx([number.low, number.central, number.high], rel=1e-3)


def test_few_draws_have_the_stated_median_too() -> None:
    """Evenly spaced probabilities need no luck: with 100 draws each median lies between the 50th and 51st value."""
    for name in OWN:
        values = np.sort(drawn(name, draws=100))
        assert values[49] <= CATALOG.register[name].central <= values[50], name


@pytest.mark.parametrize("name", RANGES)
def test_draws_have_one_value_a_draw_and_vary(name: str) -> None:
    """A range gives as many different values as there are draws; one that may be zero gives zero as often as it says."""
    values, p_zero = drawn(name), CATALOG.register[name].p_zero or 0
    assert values.shape == (500,)
    assert len(np.unique(values[values > 0])) == round(500 * (1 - p_zero))


def test_exact_values_do_not_vary() -> None:
    """A number without a range is its central value in every draw."""
    exact = [name for name in DRAWN if name not in RANGES]
    assert [n for n in exact if np.any(drawn(n, draws=100) != CATALOG.register[n].central)] == []


def test_the_same_seed_gives_the_same_draws() -> None:
    """Two runs with equal parameters are equal, whatever either drew before."""
    a = Assumptions(CATALOG, 500, 7)
    for name in reversed(RANGES):
        a.draw(name, CATALOG.register[name].unit)
    assert np.array_equal(a.draw("keep_share", "share"), drawn("keep_share", seed=7))


def test_another_seed_gives_another_order_of_the_same_values() -> None:
    """The seed changes which draw gets which value, not the distribution."""
    one, two = drawn("keep_share", seed=1), drawn("keep_share", seed=2)
    assert np.mean(one == two) < 0.05
    assert np.sort(one).tolist() == pytest.approx(np.sort(two).tolist(), rel=1e-12)


def test_asking_twice_gives_the_same_draws() -> None:
    """Within a run a name has one set of draws."""
    a = Assumptions(CATALOG, 500, 1)
    assert np.array_equal(a.draw("keep_share", "share"), a.draw("keep_share", "share"))


def test_names_that_declare_nothing_are_independent() -> None:
    """Rank correlations of independent names are near zero: one over the root of 16,384 is 0.008, five of them 0.04."""
    a = Assumptions(CATALOG, DRAWS, 1)
    names = ["keep_share", "occupancy", "fleet_growth", "minimax.fleet", "turn_output"]
    values = [a.draw(name, CATALOG.register[name].unit) for name in names]
    assert [c for c in combinations(values, 2) if abs(spearmanr(*c).statistic) > 0.04] == []


def test_an_added_assumption_moves_no_other_draw(tmp_path: Path) -> None:
    """Each name has a stream of its own: a new one before all others in the first file leaves them as they were."""
    folder = copied_data(tmp_path)
    row = 'unit = "ratio"\nlow = 1\ncentral = 2\nhigh = 3\nas_of = 2026-01-01\nbasis = "judged"\ngrade = "C"\n'
    append(folder / "assumptions/campaigns.toml", f'[a_new_one]\nname = "A new one"\n{row}note = "a case"\n')
    larger = load_inputs(folder)
    assert len(np.unique(drawn("a_new_one", larger))) == 500
    assert [name for name in RANGES if not np.array_equal(drawn(name, larger), drawn(name))] == []


def test_policies_share_one_quantile_so_that_a_looser_one_is_looser_on_every_draw(tmp_path: Path) -> None:
    """A policy with half as much again at each percentile gives half as much again on each draw, and moves no other."""
    folder = copied_data(tmp_path)
    looser = copy_record(folder, "policies", "r3", "looser")
    ceiling = CATALOG.register["r3.gross_ceiling"]
    for key in ("low", "central", "high"):
        set_key(looser, "gross_ceiling", key, str(1.5 * getattr(ceiling, key)))
    with_looser = load_inputs(folder)
    ratio = drawn("looser.gross_ceiling", with_looser) / drawn("r3.gross_ceiling", with_looser)
    assert ratio.tolist() == pytest.approx([1.5] * 500, rel=1e-9)
    assert np.array_equal(drawn("looser.us_share", with_looser), drawn("r3.us_share"))


def test_parameters_of_one_policy_do_not_share_a_quantile() -> None:
    """The ceiling and the share licensed are two unknowns: their ranks are unrelated."""
    a = Assumptions(CATALOG, DRAWS, 1)
    ceiling, share = a.draw("r3.gross_ceiling", "chips"), a.draw("r3.us_share", "share")
    assert abs(spearmanr(ceiling, share).statistic) < 0.04


def test_labs_do_not_share_a_quantile() -> None:
    """One lab's fleet says nothing of another's."""
    a = Assumptions(CATALOG, DRAWS, 1)
    one, two = a.draw("minimax.fleet", "H100e"), a.draw("deepseek.fleet", "H100e")
    assert abs(spearmanr(one, two).statistic) < 0.04


@pytest.mark.parametrize("pair", CATALOG.correlations, ids=lambda pair: f"{pair.driver} and {pair.follower}")
def test_a_declared_correlation_is_met(pair) -> None:
    """A Gaussian copula with correlation r gives a rank correlation of 6 / pi x asin(r / 2): 0.483 for 0.5."""
    a = Assumptions(CATALOG, DRAWS, 1)
    values = [a.draw(name, CATALOG.register[name].unit) for name in (pair.driver, pair.follower)]
    # The standard error at 16,384 draws is about 0.006, so two percent of 0.5 is within two of them.
    assert spearmanr(*values).statistic == pytest.approx(6 / math.pi * math.asin(pair.rho / 2), rel=0.02)


def test_a_declared_correlation_leaves_the_driver_as_it_was(tmp_path: Path) -> None:
    """Only the follower moves when its correlation is set from 0.6 to -0.6, and then against the driver."""
    folder = copied_data(tmp_path)
    set_key(folder / "correlations.toml", "pair", "rho", "-0.6")
    against, pair = load_inputs(folder), CATALOG.correlations[0]
    assert np.array_equal(drawn(pair.driver, against), drawn(pair.driver))
    assert spearmanr(drawn(pair.driver, against), drawn(pair.follower, against)).statistic < -0.5


def test_a_wrong_unit_is_refused() -> None:
    """The unit asked for must be that of the data, and the message names both."""
    with pytest.raises(InputError, match="'keep_share' is in share, but ratio was asked for"):
        Assumptions(CATALOG, 100, 1).draw("keep_share", "ratio")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    """A formula that asks for a misspelt assumption is told so."""
    with pytest.raises(InputError, match=r"unknown assumption 'keep_shar'\. Did you mean 'keep_share'\?"):
        Assumptions(CATALOG, 100, 1).draw("keep_shar", "share")


def test_what_was_read_is_remembered_in_order() -> None:
    """Endnotes come from this: each name once, in the order first asked for, with its record."""
    a = Assumptions(CATALOG, 100, 1)
    assert a.read == {}
    a.draw("occupancy", "share")
    a.estimate("undercount")
    a.draw("keep_share", "share")
    a.draw("occupancy", "share")
    assert list(a.read) == ["occupancy", "undercount", "keep_share"]
    assert a.read["occupancy"] == CATALOG.register["occupancy"]
    assert sorted(a.drawn()) == ["keep_share", "occupancy"]


def test_events_are_decided_alike_in_every_run() -> None:
    """An event has evenly spread numbers between 0 and 1, (i + 1/2) / n in an order of its own."""
    one, two = Assumptions(CATALOG, 100, 1), Assumptions(CATALOG, 100, 1, {"keep_share": 0.5})
    assert np.array_equal(one.uniform("rain"), two.uniform("rain"))
    assert np.sort(one.uniform("rain")).tolist() == pytest.approx([(i + 0.5) / 100 for i in range(100)], rel=1e-9)
    assert np.mean(one.uniform("rain") == one.uniform("snow")) < 0.1


def test_no_two_names_share_a_stream_but_those_of_policies_postures_and_sales() -> None:
    """Streams are shared by kind of parameter among policies and postures, and by one chip's sales; by nothing else."""
    shared = ("policies/", "postures/")
    streams = {n: stream for n, stream in CATALOG.streams.items() if not CATALOG.files[n].startswith(shared)}
    own = [stream for name, stream in streams.items() if ".china_sales." not in name]
    assert len(own) == len(set(own))
    assert not set(own) & {stream for name, stream in streams.items() if ".china_sales." in name}
    assert CATALOG.streams["r1.us_share"] == CATALOG.streams["r3.us_share"] == "policies.us_share"
    assert CATALOG.streams["admit.share_admitted"] == CATALOG.streams["ration.share_admitted"]
