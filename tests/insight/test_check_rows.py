"""What `chipbrief check` says of a fault: a state of its own, and what to do about it."""

import pytest

from analysis.calibration import load_inputs
from analysis.insight import checking
from analysis.insight.checking import bare_labs, check_all

CATALOG = load_inputs()


@pytest.mark.parametrize(
    ("what", "finding", "identifier", "state", "remedy"),
    [
        ("unused", lambda *_: ["spare"], "unused numbers", "unused", "awaits"),
        ("waiting_in_vain", lambda *_: ["spare"], "numbers that no longer wait", "stale", "take awaits out"),
        ("orphans", lambda *_: ["spare"], "orphans", "orphan", "remove them"),
        ("cited_sources", lambda *_: set(), "unused sources", "unused", "cite them"),
        ("descriptor_differs", lambda *_: True, "series/datapackage.json", "stale", "chipbrief accept series"),
        ("differences", lambda *_: ["spare"], "status_quo", "differs", "chipbrief accept status_quo"),
        ("refits", lambda *_: ["spare"], "calibrations", "differs", "chipbrief accept calibrations"),
    ],
)
def test_a_check_that_fails_says_what_is_wrong_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, what: str, finding, identifier: str, state: str, remedy: str
) -> None:
    """The state is a word of its own, and the detail ends with the remedy."""
    monkeypatch.setattr(checking, "numbers_read", lambda _: set())
    monkeypatch.setattr(checking, "differences", lambda _: [])
    monkeypatch.setattr(checking, what, finding)
    row = {row["id"]: row for row in check_all()}[identifier]
    assert row["state"] == state
    assert remedy in row["detail"].partition("To do: ")[2]


def test_labs_with_a_fleet_that_cannot_be_run_are_told_with_what_they_lack() -> None:
    """For information: a fleet alone is no fault."""
    assert "google" in bare_labs(CATALOG)
    assert "cannot be run: missing last_model, next_model, direct_share, rent_through" in bare_labs(CATALOG)
    assert "minimax" not in bare_labs(CATALOG)
