"""Records, numbers, units and listings are found by name, and a wrong name is answered with the nearest one."""

from datetime import date

import pytest

from analysis.catalog import UNITS, Estimate, InputError, kind_of, load_catalog, unknown
from analysis.catalog.units import LEGAL_SHAPES, default_shape

CATALOG = load_catalog()


def estimate(**given) -> Estimate:
    """A judged number with what a case does not set."""
    return Estimate(**({"as_of": date(2026, 1, 1), "basis": "judged", "grade": "C", "note": "a case"} | given))


def test_records_are_found_by_kind_and_id() -> None:
    """The same number is reached through its record and through the register."""
    assert CATALOG.get("labs", "minimax").fleet == CATALOG.estimate("minimax.fleet")


@pytest.mark.parametrize(
    ("kind", "identifier", "says"),
    [
        ("lab", "minimax", "unknown kind 'lab'. Did you mean 'labs'?"),
        ("labs", "minmax", "unknown lab 'minmax'. Did you mean 'minimax'?"),
        ("policies", "r33", "unknown policy 'r33'. Did you mean 'r3'?"),
        ("campaigns", "feb-2026-minmax", "unknown campaign 'feb-2026-minmax'. Did you mean 'feb-2026-minimax'?"),
    ],
)
def test_a_wrong_kind_or_id_is_answered_with_the_nearest(kind: str, identifier: str, says: str) -> None:
    """The message names what was looked for and the nearest match."""
    with pytest.raises(InputError, match=says.replace("?", r"\?")):
        CATALOG.get(kind, identifier)


def test_a_wrong_number_or_disclosure_is_answered_with_the_nearest() -> None:
    """Assumptions and disclosures have the same kind of message."""
    with pytest.raises(InputError, match=r"unknown assumption 'keep_shar'\. Did you mean 'keep_share'\?"):
        CATALOG.estimate("keep_shar")
    with pytest.raises(InputError, match=r"unknown disclosure 'feb-2025'\. Did you mean 'feb-2026'\?"):
        CATALOG.campaigns("feb-2025")


def test_campaigns_of_a_disclosure_come_in_order() -> None:
    """The order of campaigns is that of their ids and does not depend on the file system."""
    assert [c.id for c in CATALOG.campaigns("feb-2026")] == [
        "feb-2026-deepseek", "feb-2026-minimax", "feb-2026-moonshot",
    ]  # fmt: skip


def test_a_long_list_of_accepted_names_is_cut() -> None:
    """Sixteen of 19 names are spelled out, the other 19 - 16 = 3 are counted; no match is invented."""
    message = str(unknown("thing", "zzz", [f"name{i:02d}" for i in range(19)], "here"))
    assert message.startswith("here: unknown thing 'zzz'. Accepted: name00, name01")
    assert message.endswith("name15 and 3 more.")


def test_nothing_accepted_is_said_so() -> None:
    """An empty list of names reads "none"."""
    assert str(unknown("thing", "x", [])) == "unknown thing 'x'. Accepted: none."


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_a_unit_has_a_shape_for_exact_values_and_one_for_ranges(unit: str) -> None:
    """Without a range a value is a point; with one it takes the first legal shape of its kind, never a point."""
    assert default_shape(unit, has_range=False) == "point"
    assert default_shape(unit, has_range=True) == LEGAL_SHAPES[kind_of(unit)][0] != "point"
    assert "point" in LEGAL_SHAPES[kind_of(unit)]


def test_shares_and_chances_never_take_a_shape_that_exceeds_one() -> None:
    """Only a logit, of a normal or of Student's t, keeps a value between 0 and 1."""
    assert {shape for kind in ("share", "event") for shape in LEGAL_SHAPES[kind]} == {
        "logit", "logit_t", "point", "uniform", "reported",
    }  # fmt: skip


def test_a_named_shape_wins_over_that_of_the_unit() -> None:
    """A count with a range is lognormal unless its row says otherwise."""
    row = {"unit": "chips", "low": 1, "central": 2, "high": 3}
    assert estimate(**row).resolved_shape == "lognormal"
    assert estimate(**row, shape="uniform").resolved_shape == "uniform"


def test_records_do_not_change_after_loading() -> None:
    """A run cannot alter what the next run reads."""
    with pytest.raises(ValueError, match="frozen"):
        CATALOG.estimate("keep_share").central = 1
