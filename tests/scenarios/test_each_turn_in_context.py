"""A lab that trains each turn with its whole context: more trained tokens at most the packing multiplier, and nothing else."""

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.model.campaign import READINGS
from analysis.scenarios.cases import MIXTURE
from analysis.scenarios.extraction import HARVEST_FIELDS
from tests.scenarios.cases import BASELINE, draws_of, kept_run, lab_cases

CATALOG = load_inputs()
SCENARIO = "each_turn_in_context"
OURS, BASE = CATALOG.get("scenarios", SCENARIO), CATALOG.get("scenarios", BASELINE)
FACTOR = next(o.value for o in OURS.overrides if o.name == "packing_multiplier")
REGIONS = ("all", *lab_cases())
EXACT = 1e-12


def both(identifier: str) -> tuple[np.ndarray, np.ndarray]:
    """The draws of one result in the status quo and in this scenario."""
    return draws_of(identifier), draws_of(identifier, SCENARIO)


def test_it_is_the_status_quo_with_one_input_set_differently():
    assert (OURS.policy, OURS.posture) == (BASE.policy, BASE.posture)
    assert [o.name for o in OURS.overrides] == ["packing_multiplier"]
    assert FACTOR > CATALOG.register["packing_multiplier"].central == 1


@pytest.mark.parametrize("reading", [MIXTURE, *READINGS])
@pytest.mark.parametrize("region", REGIONS)
def test_trained_tokens_grow_at_most_by_the_packing_multiplier_and_never_beyond_what_was_processed(region, reading):
    # both runs take the same random numbers, so this holds draw by draw
    before, after = both(f"trained.{region}.{reading}")
    assert np.all(after > before)
    assert np.all(after <= FACTOR * before * (1 + EXACT))
    assert np.all(after <= draws_of(f"processed.{region}.{reading}") * (1 + EXACT))


def test_where_enough_is_read_again_the_growth_is_the_packing_multiplier():
    # MiniMax's sessions: 1.5 million tokens read again for some 10,000 distinct ones
    before, after = both("trained.minimax.session")
    assert np.median(after / before) == pytest.approx(FACTOR, rel=EXACT)


@pytest.mark.parametrize("kind", ["hours", "usd", "days", "mwh", "months"])
@pytest.mark.parametrize("lab", lab_cases())
def test_fine_tuning_grows_less_than_its_trained_tokens_do(lab, kind):
    # a token that is trained again attends to half of the context on average, and as many parameters work on it
    before, after = both(f"{kind}.sft.{lab}.own_next")
    less, more = both(f"trained.{lab}.{MIXTURE}")
    assert np.all(after > before)
    assert np.all(after / before <= more / less * (1 + EXACT))


def test_fine_tuning_on_turns_alone_grows_by_more_than_half_of_its_trained_tokens():
    # MiniMax's uses are all agentic, at one context c: (6 N r + 3 k c (1 + r) / 2) / (6 N + 3 k c) is above (1 + r) / 2
    before, after = both("hours.sft.minimax.own_next")
    less, more = both(f"trained.minimax.{MIXTURE}")
    assert np.all(after / before >= (1 + more / less) / 2 * (1 - EXACT))


@pytest.mark.parametrize("reading", [MIXTURE, *READINGS])
@pytest.mark.parametrize("field", [field for field in HARVEST_FIELDS if field != "trained"])
def test_every_other_part_of_a_harvest_stays_as_it_is(field, reading):
    # the provider's compute and every price among them
    for region in REGIONS:
        before, after = both(f"{field}.{region}.{reading}")
        assert np.array_equal(after, before)


@pytest.mark.parametrize("stage", ["remake", "rl", "base", "research"])
def test_every_other_stage_stays_as_it_is(stage):
    for lab in lab_cases():
        before, after = both(f"hours.{stage}.{lab}.own_next")
        assert np.array_equal(after, before)


def test_deliveries_stay_as_they_are():
    cells = [i for i in kept_run().kept if i.startswith(("cumulative.", "delivered36.", "difference36.", "policy36."))]
    assert len(cells) > 46
    for identifier in cells:
        before, after = both(identifier)
        assert np.array_equal(after, before)


@pytest.mark.parametrize("stance", CATALOG.stances)
def test_trained_tokens_of_every_stance_grow_too(stance):
    # no stance sets the multiplier, so what the scenario says of it holds
    before, after = both(f"stance.{stance}.trained.all")
    assert np.all(after > before)
    assert np.all(after <= FACTOR * before * (1 + EXACT))
