"""Parameters of a run: what is refused and how, and the names of editions."""

import re
from dataclasses import replace

import pytest

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.scenarios import DEFAULTS, Parameters, compare, parameters, run
from analysis.scenarios.spec import MAX_DRAWS, MAX_SEED, MIN_DRAWS


def refusal(**given: object) -> str:
    """The message with which parameters are refused."""
    with pytest.raises(InputError) as caught:
        parameters(**given)
    return str(caught.value)


@pytest.mark.parametrize(
    ("given", "found", "nearest"),
    [
        ({"scenario": "status_qou"}, "scenario 'status_qou'", "status_quo"),
        ({"disclosure": "feb-2062"}, "disclosure 'feb-2062'", "feb-2026"),
        ({"drawz": 100}, "parameter 'drawz'", "draws"),
        ({"overrides": {"keep_shar": 0.5}}, "assumption 'keep_shar'", "keep_share"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_match(given, found, nearest):
    message = refusal(**given)
    assert f"unknown {found}" in message
    assert f"Did you mean '{nearest}'?" in message
    assert " Accepted: " in message


def test_a_name_like_no_other_is_refused_without_a_guess():
    message = refusal(scenario="zzzzzzzz")
    assert "unknown scenario 'zzzzzzzz'. Accepted: " in message
    assert "status_quo" in message


@pytest.mark.parametrize("draws", [99, 0, -100, MAX_DRAWS + 1, True, "100", 1.5, 100.0, None])
def test_draws_are_a_whole_number_within_limits(draws):
    assert refusal(draws=draws).startswith(f"parameter 'draws': found {draws!r}, a whole number from 100 to 1,000,000")


@pytest.mark.parametrize("draws", [MIN_DRAWS, MAX_DRAWS])
def test_draws_at_their_limits_are_accepted(draws):
    assert parameters(draws=draws).draws == draws


@pytest.mark.parametrize("seed", [-1, MAX_SEED + 1, False, "1", 1.0, None])
def test_a_seed_is_a_whole_number_of_32_bits(seed):
    assert refusal(seed=seed).startswith(f"parameter 'seed': found {seed!r}, a whole number from 0 to 4,294,967,295")


@pytest.mark.parametrize("name", ["scenario", "disclosure"])
@pytest.mark.parametrize("value", [7, None, ["status_quo"]])
def test_names_are_text(name, value):
    assert refusal(**{name: value}) == f"parameter '{name}': found {value!r}, text is accepted"


@pytest.mark.parametrize("value", [None, "keep_share=0.5", ["keep_share"], 3])
def test_overrides_are_a_table(value):
    assert f"parameter 'overrides': found {value!r}" in refusal(overrides=value)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("keep_share", 1.5, "must lie between 0 and 1"),
        ("keep_share", -0.1, "values of at least zero"),
        ("mfu_base", "0.3", "a number in share is accepted"),
        ("mfu_base", True, "a number in share is accepted"),
        ("teacher_active_params", 0, "needs values above zero"),
        ("months_to_fill", float("nan"), "must be finite"),
        ("teacher_price_output", float("inf"), "must be finite"),
    ],
)
def test_an_override_that_its_unit_does_not_allow_is_refused(name, value, reason):
    message = refusal(overrides={name: value})
    assert message.startswith(f"override of '{name}': ")
    assert reason in message


def test_a_disclosure_whose_labs_have_no_fleet_is_refused_and_one_that_can_run_is_named():
    catalog = load_inputs()
    bare = catalog.get("labs", "alibaba").model_copy(update={"fleet": None})
    kinds = catalog.kinds | {"labs": catalog.kinds["labs"] | {"alibaba": bare}}
    message = refusal(catalog=replace(catalog, kinds=kinds), disclosure="jun-2026")
    assert message.startswith("disclosure 'jun-2026' cannot be run yet")
    assert "alibaba" in message
    assert "feb-2026" in message.split("Accepted: ")[1]


def test_run_and_compare_refuse_what_parameters_refuse():
    for call in (lambda: run("status_qou"), lambda: run(draws=99), lambda: compare(["status_qou"], draws=100)):
        with pytest.raises(InputError):
            call()


def test_parameters_that_are_not_given_take_their_defaults():
    assert parameters().as_dict() == DEFAULTS
    assert parameters() == Parameters()


def test_an_edition_of_default_parameters_has_a_plain_name():
    assert parameters().edition("scenario") == "scenario-status_quo"
    assert parameters(scenario="full_denial").edition("run") == "run-full_denial"


@pytest.mark.parametrize(
    "given", [{"draws": 200}, {"seed": 2}, {"overrides": {"keep_share": 0.5}}, {"draws": 200, "seed": 2}]
)
def test_any_other_parameter_adds_a_hash_to_the_name(given):
    name = parameters(**given).edition("scenario")
    assert re.fullmatch(r"scenario-status_quo-[0-9a-f]{8}", name)


def test_different_parameters_have_different_names():
    settings = [{}, {"draws": 200}, {"seed": 2}, {"overrides": {"keep_share": 0.5}}, {"overrides": {"keep_share": 0.4}}]
    names = {parameters(**given).edition("scenario") for given in settings}
    assert len(names) == len(settings)


def test_a_name_does_not_depend_on_the_order_of_overrides():
    forth = {"keep_share": 0.5, "mfu_base": 0.3}
    back = {"mfu_base": 0.3, "keep_share": 0.5}
    assert parameters(overrides=forth).edition("run") == parameters(overrides=back).edition("run")
    assert Parameters(overrides=forth).edition("run") == Parameters(overrides=back).edition("run")


def test_overrides_are_listed_in_order_of_their_names():
    asked = Parameters(overrides={"mfu_base": 0.3, "keep_share": 0.5})
    assert list(asked.as_dict()["overrides"]) == ["keep_share", "mfu_base"]


def test_a_whole_number_and_the_same_number_with_a_point_name_one_edition():
    assert parameters(overrides={"undercount": 2}).hash == parameters(overrides={"undercount": 2.0}).hash
