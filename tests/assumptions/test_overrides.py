"""An override puts an exact value in place of a range, and is refused when it is no number of that unit."""

import numpy as np
import pytest

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import InputError

CATALOG = load_inputs()


def overridden(name: str, value: object) -> Assumptions:
    """Draws with one value set differently."""
    return Assumptions(CATALOG, 100, 1, {name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("keep_share", 0.123456789), ("minimax.fleet", 31_000), ("r3.gross_ceiling", 0), ("keep_share", 1.0)],
    ids=["a share", "a record's number", "none of a count", "the end of a share"],
)
def test_an_override_is_exact_in_every_draw(name: str, value: float) -> None:
    """All draws equal the value given, digit for digit, and the record is a point without a range."""
    a = overridden(name, value)
    assert a.draw(name, CATALOG.register[name].unit).tolist() == [value] * 100
    assert (a.read[name].low, a.read[name].high, a.read[name].resolved_shape) == (None, None, "point")


def test_an_override_keeps_the_unit_and_the_sources() -> None:
    """What is printed of an overridden value still says its unit, date and the documents behind the default."""
    old, new = CATALOG.register["minimax.fleet"], overridden("minimax.fleet", 31_000).estimate("minimax.fleet")
    assert (new.unit, new.as_of, new.sources, new.name) == (old.unit, old.as_of, old.sources, old.name)


def test_an_override_moves_no_other_draw() -> None:
    """Draws of all other names are as without it, those that follow the overridden one included."""
    plain, changed = Assumptions(CATALOG, 100, 1), overridden("mfu_base", 0.3)
    others = [n for n, e in CATALOG.inputs.items() if n != "mfu_base" and e.resolved_shape != "reported"]
    units = {name: CATALOG.register[name].unit for name in others}
    assert [n for n in others if not np.array_equal(plain.draw(n, units[n]), changed.draw(n, units[n]))] == []


REFUSED = {
    "not a number": ("keep_share", float("nan"), "finite"),
    "without bound": ("minimax.fleet", float("inf"), "finite"),
    "text": ("keep_share", "0.5", "found '0.5', a number in share is accepted"),
    "a truth value": ("keep_share", True, "found True, a number in share is accepted"),
    "nothing": ("keep_share", None, "found None, a number in share is accepted"),
    "a range": ("keep_share", [0.1, 0.5], "a number in share is accepted"),
    "a share above one": ("keep_share", 1.2, "between 0 and 1"),
    "a share below zero": ("keep_share", -0.1, "at least zero"),
    "a chance above one": ("ration.any_in_12_months", 1.01, "between 0 and 1"),
    "no chips at all in a fleet": ("minimax.fleet", 0, "above zero"),
    "fewer chips than none": ("r3.gross_ceiling", -1, "at least zero"),
    "an unknown name": ("keep_shar", 0.5, "Did you mean 'keep_share'"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value", "says"), REFUSED.values(), ids=REFUSED)
def test_an_override_that_is_no_number_of_its_unit_is_refused(name: str, value: object, says: str) -> None:
    """The refusal comes before anything is drawn, and names the assumption and what is accepted."""
    with pytest.raises(InputError) as caught:
        overridden(name, value)
    assert says in str(caught.value)
    assert name in str(caught.value)
    assert "override" in str(caught.value)


def test_values_set_later_stand_beside_those_set_first_and_move_no_other_draw() -> None:
    """What was set first wins; all else is as drawn."""
    first = Assumptions(CATALOG, 200, 1, {"keep_share": 0.5})
    second = first.with_values({"keep_share": 0.9, "occupancy": 0.8})
    assert np.all(second.draw("keep_share", "share") == 0.5)
    assert np.all(second.draw("occupancy", "share") == 0.8)
    assert np.array_equal(second.draw("fleet_growth", "x per year"), first.draw("fleet_growth", "x per year"))
    assert "occupancy" not in first.read
