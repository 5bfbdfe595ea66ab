"""Runs that are disturbed on purpose leave the earlier edition or a new one, whole, and never anything between."""

import json
import sys

import pytest

from tests.command import ROOT, process

pytestmark = [pytest.mark.system, pytest.mark.slow]

TRIALS = 20
WHOLE = {"earlier edition kept", "new edition whole"}


@pytest.fixture(scope="module")
def trials():
    """What came of each trial: as root, since full and read-only disks are mounts."""
    ended = process(sys.executable, "-m", "tests.faults", "--trials", TRIALS, "--json", cwd=ROOT)
    assert ended.stdout, ended.stderr
    return json.loads(ended.stdout)


def test_no_edition_is_ever_half_written(trials):
    assert len(trials) == TRIALS
    assert [one for one in trials if one["stands"] not in WHOLE] == []


def test_every_run_says_how_it_ended_and_leaves_nothing_else(trials):
    assert [one for one in trials if one["wrong"]] == []


def test_the_trials_are_of_many_kinds(trials):
    assert len({one["fault"] for one in trials}) == TRIALS
