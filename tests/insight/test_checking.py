"""`chipbrief check` finds what nothing uses, what waits in vain, what belongs to nothing, and tables not described."""

from dataclasses import replace
from functools import cache

import pytest

from analysis.calibration import load_inputs
from analysis.insight import checking
from analysis.insight.checking import check_all, numbers_read, orphans, unused, waiting_in_vain

CATALOG = load_inputs()
pytestmark = [pytest.mark.usefixtures("runs_made_once"), pytest.mark.slow]


@cache
def read() -> set[str]:
    """The numbers that are read."""
    return numbers_read(CATALOG)


def with_number(name: str, like: str, **changes: object):
    """The catalog with one number more."""
    number = CATALOG.register[like].model_copy(update=changes)
    return replace(
        CATALOG, register=CATALOG.register | {name: number}, files=CATALOG.files | {name: "assumptions/x.toml"}
    )


def test_the_data_as_they_are_pass_every_check() -> None:
    """Nothing is unused, orphaned, undescribed or different from its expected table."""
    assert [row for row in check_all() if row["state"] != "ok"] == []


def test_a_number_that_nothing_reads_is_found_unless_it_says_what_awaits_it() -> None:
    """With the name of a room it may wait; without one it is unused."""
    assert "spare" in unused(with_number("spare", "keep_share"), read())
    assert "spare" not in unused(with_number("spare", "keep_share", awaits="supply"), read())


def test_a_number_that_is_read_must_not_say_that_it_waits() -> None:
    """Left over from before its part of the model existed."""
    assert waiting_in_vain(with_number("keep_share", "keep_share", awaits="campaign"), read()) == ["keep_share"]


@pytest.mark.parametrize("name", ["accounts_feb_2025", "reading_weight_page"])
def test_a_number_of_something_that_is_not_there_is_an_orphan(name: str) -> None:
    """Accounts of a disclosure, or the weight of a reading, that the data do not hold."""
    assert name in orphans(with_number(name, "keep_share"))


def test_an_expected_table_without_its_scenario_is_an_orphan(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """A scenario was removed, its table was not."""
    path = tmp_path / "gone.expected.csv"
    monkeypatch.setattr(checking, "expected_paths", lambda: [path])
    assert orphans(CATALOG) == ["gone.expected.csv"]


def test_every_disclosure_that_counts_exchanges_of_labs_with_fleets_is_run_to_see_what_is_read() -> None:
    """The fleet of a lab that only a later disclosure names is read."""
    assert {"minimax.fleet", "alibaba.fleet", "zhipu.fleet"} <= read()
