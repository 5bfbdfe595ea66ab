"""Drivers: shares of rank variance in made cases whose answer is known, and the rule of confidence."""

from dataclasses import dataclass, field
from importlib import import_module
from itertools import product

import numpy as np
import pytest

from analysis.insight import Driver, confidence, drivers, judged_share
from analysis.scenarios import Result, run

pytestmark = pytest.mark.slow

drivers_module = import_module("analysis.insight.drivers")

# A full grid of 10 x 10 x 10 values: three inputs that are exactly independent, 1,000 draws.
X, Y, Z = np.array(list(product(np.linspace(1, 2, 10), repeat=3))).T


@dataclass
class Made:
    """A result with one kept headline, and the inputs x, y, z."""

    headline: np.ndarray
    judged: tuple[str, ...] = ()
    policy: str = "none"
    values: dict[str, np.ndarray] = field(default_factory=lambda: {"x": X, "y": Y, "z": Z})

    @property
    def kept(self) -> dict[str, np.ndarray]:
        """The draws of the headline."""
        return {"headline": self.headline}

    def inputs(self) -> dict[str, tuple[str, bool, tuple[str, ...], np.ndarray]]:
        """Label, judged or not, sources and draws by name."""
        return {n: (n.upper(), n in self.judged, (f"source-{n}",), v) for n, v in self.values.items()}


@pytest.fixture(autouse=True)
def computed_from_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """A made headline counts as computed from all its inputs but those it calls idle; real ones are traced."""
    real = drivers_module.traced_inputs

    def inputs_of(result: Made | Result) -> dict[str, frozenset[str]]:
        made = isinstance(result, Made)
        return {"headline": frozenset(result.values) - {"idle"}} if made else real(result)

    monkeypatch.setattr(drivers_module, "traced_inputs", inputs_of)


def shares(made: Made) -> dict[str, float]:
    """Shares of the headline's rank variance by input."""
    return {d.name: d.share for d in drivers(made, "headline")}


def test_inputs_of_one_quantile_count_once_under_the_name_of_the_scenario_s_policy() -> None:
    """Ceilings of two policies rank alike: one driver, called after the policy that is run."""
    values = {"r3.ceiling": X, "r7.ceiling": X**3, "y": Y}
    found = shares(Made(X + Y, policy="r7", values=values))
    assert found == pytest.approx({"r7.ceiling": 0.5, "y": 0.5})
    assert set(shares(Made(X + Y, policy="r3", values=values))) == {"r3.ceiling", "y"}


def test_the_only_driver_has_the_whole_share() -> None:
    """A headline that is any rising function of one input alone is explained by it, and by nothing else."""
    found = drivers(Made(np.exp(5 * Y)), "headline")
    assert (found[0].name, found[0].sign) == ("y", 1)
    assert shares(Made(np.exp(5 * Y))) == pytest.approx({"y": 1, "x": 0, "z": 0}, abs=1e-12)


def test_a_falling_effect_has_a_negative_sign() -> None:
    """The reciprocal of an input has the ranks of the input in reverse."""
    first = drivers(Made(1 / Z), "headline")[0]
    assert (first.name, first.sign) == ("z", -1)
    assert first.share == pytest.approx(1, rel=1e-12)


def test_two_equal_drivers_share_equally() -> None:
    """x times y is the same in x as in y: a half each, and nothing for z."""
    assert shares(Made(X * Y)) == pytest.approx({"x": 0.5, "y": 0.5, "z": 0}, rel=1e-9, abs=1e-12)


def test_the_stronger_driver_comes_first() -> None:
    """Shares fall along the list and sum to one: x weighs 3, y weighs 2 and z weighs 1."""
    found = drivers(Made(3 * X + 2 * Y + Z), "headline")
    assert [d.name for d in found] == ["x", "y", "z"]
    assert found[0].share > found[1].share > found[2].share > 0
    assert sum(d.share for d in found) == pytest.approx(1, rel=1e-12)


def test_an_exact_input_drives_nothing() -> None:
    """An input that does not vary is left out."""
    made = Made(X * Y, values={"x": X, "y": Y, "exact": np.full_like(X, 3.0)})
    assert list(shares(made)) == ["x", "y"]


def test_an_input_the_headline_was_not_computed_from_is_left_out() -> None:
    """Even one that runs with the headline by chance, or by a declared correlation, is no driver of it."""
    made = Made(X * Y, values={"x": X, "y": Y, "idle": X * Y})
    assert shares(made) == pytest.approx({"x": 0.5, "y": 0.5}, rel=1e-9)


def test_drivers_carry_label_basis_and_sources() -> None:
    """What is printed beside a share is that of the input itself."""
    found = {d.name: d for d in drivers(Made(3 * X + Y, judged=("y",)), "headline")}
    assert (found["x"].label, found["x"].judged, found["x"].sources) == ("X", False, ("source-x",))
    assert (found["y"].label, found["y"].judged, found["y"].sources) == ("Y", True, ("source-y",))


def test_the_judged_share_counts_judged_inputs_only() -> None:
    """x is judged and y is not: of two equal drivers a half is judged; with both, all."""
    assert judged_share(drivers(Made(X * Y, judged=("x",)), "headline")) == pytest.approx(0.5, rel=1e-9)
    assert judged_share(drivers(Made(X * Y, judged=("x", "y")), "headline")) == pytest.approx(1, rel=1e-9)
    assert judged_share([Driver("x", "X", 0.7, 1, False, ())]) == 0


@pytest.mark.parametrize(
    ("share", "word"),
    [(0, "high"), (0.1999, "high"), (0.2, "moderate"), (0.5, "moderate"), (0.5001, "low"), (1, "low")],
)
def test_confidence_follows_from_the_judged_share(share: float, word: str) -> None:
    """Less than a fifth judged is high confidence, more than half is low, and between the two is moderate."""
    assert confidence(share) == word


def test_shares_of_a_real_headline_sum_to_one() -> None:
    """Every kept result that varies is explained in full, largest share first."""
    result = run(draws=200)
    varied = [name for name, values in result.kept.items() if np.ptp(values) > 0]
    assert varied
    for name in varied:
        found = [d.share for d in drivers(result, name)]
        assert sum(found) == pytest.approx(1, rel=1e-9), name
        assert found == sorted(found, reverse=True), name


def test_base_training_is_driven_by_what_it_is_computed_from() -> None:
    """More tokens take more months; more chips, better use of them, and a fleet that grew or works more take fewer."""
    found = {d.name: d.sign for d in drivers(run(draws=2_000), "months.base.minimax.own_next")}
    assert found == {
        "minimax-m3.pretrain_tokens": 1, "mfu_base": -1, "minimax.fleet": -1, "fleet_growth": -1, "occupancy": -1,
    }  # fmt: skip
