"""A brief on other inputs than ours says so on its first page."""

import pytest

from analysis.reporting.brief import changed_inputs, contents
from analysis.scenarios import run
from tests.command import DRAWS

pytestmark = pytest.mark.slow

CHANGED = {"keep_share": 0.9, "sft_epochs": 8}


def test_each_input_that_was_set_stands_beside_ours():
    found = contents(run("status_quo", draws=int(DRAWS), overrides=CHANGED), [])["changed"]
    assert found == [
        "Share of collected samples that is kept for training is set to 0.9 (ours: 0.4, 0.1 to 0.9)",
        "Passes over the fine-tuning data is set to 8 (ours: 2, 1 to 5)",
    ]


def test_an_exact_input_has_no_range():
    result = run("status_quo", draws=int(DRAWS), overrides={"pivot_share": 0.5, "comparator_cluster": 2000})
    assert changed_inputs(result)[0].startswith(
        "Cluster used as a comparison for a layman is set to 2,000 (ours: 1,000)"
    )


def test_with_our_inputs_nothing_is_said():
    assert changed_inputs(run("status_quo", draws=int(DRAWS))) == []
