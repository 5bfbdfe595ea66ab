"""Shapley shares of a variance, in made cases whose answer is known."""

import numpy as np
import pytest

from analysis.insight.variance_shares import variance_shares


def test_shares_of_a_sum_are_those_of_its_parts_and_an_idle_input_has_none() -> None:
    """100 + x + 2y with equal variances: 1 and 4 of 5, within four standard errors, which the 100 does not widen."""
    first, second = np.random.default_rng(1).normal(size=(2, 2, 4000))

    def total(swapped: dict[str, np.ndarray]) -> np.ndarray:
        x, y = (np.where(swapped[name], second[i], first[i]) for i, name in enumerate("xy"))
        return 100 + x + 2 * y

    shares, errors = variance_shares(total, ["idle", "x", "y"], 4000, 1)
    assert shares["idle"] == errors["idle"] == 0
    assert 0 < errors["x"] < 0.02 and 0 < errors["y"] < 0.03
    assert abs(shares["x"] - 0.2) < 4 * errors["x"]
    assert shares["x"] + shares["y"] == pytest.approx(1, rel=1e-12)


def test_what_two_inputs_do_only_together_is_shared_equally() -> None:
    """The product of two with mean zero: neither moves it alone, a half each."""
    first, second = np.random.default_rng(2).normal(size=(2, 2, 20_000))

    def product(swapped: dict[str, np.ndarray]) -> np.ndarray:
        x, y = (np.where(swapped[name], second[i], first[i]) for i, name in enumerate("xy"))
        return x * y

    shares, errors = variance_shares(product, ["x", "y"], 20_000, 1)
    assert abs(shares["x"] - 0.5) < 4 * errors["x"] < 0.1


def test_a_constant_has_no_shares() -> None:
    """Nothing varies, so nothing is shared out."""
    shares, errors = variance_shares(lambda swapped: np.ones(50), ["x"], 50, 1)
    assert (shares, errors) == ({"x": 0}, {"x": 0})


def test_swapping_every_group_gives_the_second_set_of_draws() -> None:
    """A group is moved whole: with x over and y not, x has its second value and y its first."""
    seen = {}

    def record(swapped: dict[str, np.ndarray]) -> np.ndarray:
        seen[len(seen)] = {name: mask.copy() for name, mask in swapped.items()}
        return np.zeros(30)

    variance_shares(record, ["x", "y"], 30, 1)
    assert [int(masks["x"].sum() + masks["y"].sum()) for masks in seen.values()] == [0, 30, 60]
    assert 0 < seen[1]["x"].sum() < 30  # some draws begin with x, some with y
