"""What an exchange is: every headline under each reading and their mixture, and labs that add up to the disclosure."""

import numpy as np
import pytest

from analysis.model.campaign import READINGS
from analysis.model.generation import student_attention
from analysis.scenarios.cases import MIXTURE
from tests.scenarios.cases import DISCLOSURE, SCENARIOS, draws_of, kept_run, lab_cases

ALONE = (MIXTURE, *READINGS)
HEADLINES = {"unique": "tokens", "trained": "tokens", "teacher_hours": "H800-hours", "list_usd": "USD"}
EXACT = 1e-12


def test_an_exchange_is_a_turn_a_request_or_a_session():
    assert READINGS == ("turn", "request", "session")


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("reading", ALONE)
@pytest.mark.parametrize(("field", "unit"), HEADLINES.items())
def test_each_headline_is_there_under_every_reading_and_their_mixture(field, unit, reading, scenario):
    found = kept_run(scenario).quantities
    for region in ("all", *lab_cases()):
        assert found[f"{field}.{region}.{reading}"].unit == unit
        assert found[f"{field}.{region}.{reading}"][50] > 0


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("end", ["", *(f".{reading}" for reading in READINGS)])
def test_fine_tuning_is_there_under_every_reading_and_their_mixture(end, scenario):
    # the mixture has no end of its own
    found = kept_run(scenario).quantities
    for lab in lab_cases():
        assert found[f"hours.sft.{lab}.own_next{end}"].unit == "H800-hours"
        assert found[f"months.sft.{lab}.own_next{end}"].unit == "months"
        assert found[f"hours.sft.{lab}.own_next{end}"][50] > 0


@pytest.mark.parametrize("disclosure", [DISCLOSURE, "sep-2026"])
@pytest.mark.parametrize("reading", ALONE)
@pytest.mark.parametrize("field", HEADLINES)
def test_labs_add_up_to_the_disclosure_on_every_draw(field, reading, disclosure):
    labs = list(lab_cases(disclosure))
    assert len(labs) >= 3
    total = sum(draws_of(f"{field}.{lab}.{reading}", disclosure=disclosure) for lab in labs)
    np.testing.assert_allclose(draws_of(f"{field}.all.{reading}", disclosure=disclosure), total, rtol=EXACT)


def test_no_lab_is_left_out_of_the_disclosure():
    regions = {i.split(".")[1] for i in kept_run().quantities if i.startswith("unique.")}
    assert regions == {"all", *lab_cases()}


@pytest.mark.parametrize("lab", lab_cases())
def test_fine_tuning_goes_with_the_trained_tokens_of_its_reading_and_their_context(lab):
    # 6 N x tokens + 3 k x pairs of tokens: the ratio of two readings is that of these
    a, case = kept_run().assumptions, lab_cases()[lab]
    params = case.training["own_next"].target.params
    pair = student_attention(a, params)
    work = {r: 6 * params * case.harvests[r].trained + 3 * pair * case.harvests[r].trained_pairs for r in READINGS}
    for reading in READINGS[1:]:
        one, other = (draws_of(f"hours.sft.{lab}.own_next.{r}") for r in (reading, "turn"))
        np.testing.assert_allclose(one / other, work[reading] / work["turn"], rtol=1e-9)
