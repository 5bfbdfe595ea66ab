"""Several disclosures taken together: counts add up draw by draw, and nothing that overlaps or comes twice is accepted."""

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.model.campaign import READINGS
from analysis.scenarios import parameters, run
from analysis.scenarios.cases import MIXTURE
from analysis.scenarios.extraction import HARVEST_FIELDS
from tests.scenarios.cases import draws_of, kept_run, lab_cases

pytestmark = pytest.mark.slow

CATALOG = load_inputs()
FEBRUARY, SEPTEMBER = "feb-2026", "sep-2026"
BOTH = f"{FEBRUARY}+{SEPTEMBER}"
EXACT = 1e-12


def of(identifier: str, disclosure: str) -> np.ndarray:
    """The draws behind a result of the baseline on a disclosure."""
    return draws_of(identifier, disclosure=disclosure)


@pytest.mark.parametrize("reading", [MIXTURE, *READINGS])
@pytest.mark.parametrize("field", HARVEST_FIELDS)
def test_two_disclosures_together_hold_what_both_hold(field, reading):
    name = f"{field}.all.{reading}"
    np.testing.assert_allclose(of(name, BOTH), of(name, FEBRUARY) + of(name, SEPTEMBER), rtol=EXACT)


@pytest.mark.parametrize("lab", ["deepseek", "moonshot"])
@pytest.mark.parametrize("field", ["exchanges", "unique", "trained", "teacher_hours", "list_usd"])
def test_a_lab_named_in_both_has_the_sum_of_its_campaigns(field, lab):
    name = f"{field}.{lab}" if field == "exchanges" else f"{field}.{lab}.{MIXTURE}"
    np.testing.assert_allclose(of(name, BOTH), of(name, FEBRUARY) + of(name, SEPTEMBER), rtol=EXACT)
    assert [c.disclosure for c in lab_cases(BOTH)[lab].campaigns] == [FEBRUARY, SEPTEMBER]


@pytest.mark.parametrize("lab", ["deepseek", "moonshot"])
def test_fine_tuning_on_both_takes_the_months_of_each(lab):
    name = f"months.sft.{lab}.own_next"
    np.testing.assert_allclose(of(name, BOTH), of(name, FEBRUARY) + of(name, SEPTEMBER), rtol=1e-9)


def test_exchanges_of_both_are_those_stated():
    # 0.15 + 3.4 + 13, and 151 + 23 + 12.1 + 3.4 + 0.4 million
    assert kept_run(disclosure=BOTH).quantities["exchanges.all"][50] == pytest.approx(206.45e6, rel=1e-6)


def test_labs_of_both_are_each_there_once():
    assert list(lab_cases(BOTH)) == ["alibaba", "deepseek", "minimax", "moonshot", "xiaomi", "zhipu"]


def test_after_both_nothing_is_later():
    assert not [i for i in kept_run(disclosure=BOTH).quantities if i.startswith("later.")]


def test_the_order_of_disclosures_changes_no_number():
    forth, back = (run(disclosure=name, draws=100).quantities for name in (BOTH, f"{SEPTEMBER}+{FEBRUARY}"))
    assert forth == back


@pytest.mark.parametrize("disclosure", ["jun-2026+sep-2026", "sep-2026+jun-2026", "feb-2026+jun-2026+sep-2026"])
def test_disclosures_that_overlap_are_refused_by_the_names_of_both_campaigns(disclosure):
    with pytest.raises(InputError, match="overlap in time and are never added") as caught:
        parameters(disclosure=disclosure)
    assert f"disclosure '{disclosure}'" in str(caught.value)
    assert "'jun-2026-alibaba' and 'sep-2026-alibaba'" in str(caught.value)


def test_the_command_refuses_an_overlap_with_exit_code_2(command):
    code, out, err = command("run", "status_quo", "--disclosure", "jun-2026+sep-2026")
    assert (code, out) == (2, "")
    assert "jun-2026-alibaba" in err
    assert "sep-2026-alibaba" in err


@pytest.mark.parametrize("disclosure", ["feb-2026+feb-2026", "feb-2026+sep-2026+feb-2026"])
def test_a_disclosure_named_twice_is_refused(disclosure, command):
    code, _, err = command("run", "status_quo", "--disclosure", disclosure, "--draws", 100)
    assert code == 2
    assert "feb-2026" in err


@pytest.mark.parametrize("disclosure", ["feb-2026+", "+feb-2026", "feb-2026+feb-2027"])
def test_a_sum_with_an_unknown_part_is_refused(disclosure):
    with pytest.raises(InputError, match="unknown disclosure"):
        parameters(disclosure=disclosure)


def test_no_two_disclosures_of_february_and_september_are_marked_as_overlapping():
    # what lets them be added: neither names a campaign of the other
    found = {c.id: c.overlaps for name in (FEBRUARY, SEPTEMBER) for c in CATALOG.campaigns(name)}
    assert not [(one, other) for one, marked in found.items() for other in marked if other in found]
