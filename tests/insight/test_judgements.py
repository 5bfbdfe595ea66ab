"""Judgements and titles follow from the results by rule."""

from types import SimpleNamespace

import pytest

from analysis.calibration import load_inputs
from analysis.insight import confidence, drivers, judged_share, judgements, likelihood_word, main_lab, percentage, title
from analysis.insight.judgements import delivers, keeps_regime
from analysis.scenarios import run

pytestmark = pytest.mark.slow

CATALOG = load_inputs()
SCENARIOS = ("status_quo", "as_written", "full_denial", "each_turn_in_context")


@pytest.fixture(scope="module")
def results() -> dict:
    """Each scenario on few draws."""
    return {name: run(name, draws=400) for name in SCENARIOS}


def test_page_one_is_about_the_lab_with_the_most_exchanges(results: dict) -> None:
    """In February 2026 MiniMax has 13 of 16.55 million."""
    assert main_lab(results["status_quo"]).id == "minimax"


def test_the_baseline_s_regime_is_kept_where_only_inputs_differ(results: dict) -> None:
    """Training each turn in its context changes neither US policy nor Beijing's posture."""
    assert [name for name, result in results.items() if keeps_regime(result)] == ["status_quo", "each_turn_in_context"]


def test_only_full_denial_delivers_nothing(results: dict) -> None:
    """No chip passes on any draw where none may be licensed."""
    assert [name for name, result in results.items() if not delivers(result)] == ["full_denial"]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_brief_has_three_to_five_judgements_each_on_a_chance_of_its_own(results: dict, scenario: str) -> None:
    """A policymaker reads a handful, and none twice."""
    found = [judgement.chance for judgement in judgements(results[scenario])]
    assert 3 <= len(found) <= 5
    assert len(set(found)) == len(found)
    assert set(found) <= set(results[scenario].chances)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_words_and_percentages_are_those_of_the_chance_named(results: dict, scenario: str) -> None:
    """What is printed is computed from the draws, never typed."""
    for judgement in judgements(results[scenario]):
        probability = results[scenario].chances[judgement.chance].probability
        assert (judgement.word, judgement.percent) == (likelihood_word(probability), percentage(probability))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_judgement_cites_sources_that_exist_and_says_what_would_change_it(results: dict, scenario: str) -> None:
    """A judgement rests on documents, each cited once, and can be overturned by evidence it names."""
    for judgement in judgements(results[scenario]):
        assert judgement.sources
        assert len(set(judgement.sources)) == len(judgement.sources)
        assert set(judgement.sources) <= set(CATALOG.sources)
        assert judgement.change.endswith(".")


def test_confidence_is_that_of_the_headline_behind_the_judgement(results: dict) -> None:
    """The share printed in the reason is the judged share of the drivers, and the word follows from it by rule."""
    for result in results.values():
        varied = [name for name, values in result.kept.items() if values.std() > 0]
        shares = [judged_share(drivers(result, name)) for name in varied]
        by_rule = {(f"{100 * share:.0f}%", confidence(share)) for share in shares}
        printed = {(judgement.reason.split()[0], judgement.confidence) for judgement in judgements(result)}
        assert printed <= by_rule


def baseline(harvest: float, frontier: float, *labs: float) -> SimpleNamespace:
    """A made result of the baseline: the chances that a harvest, and that a frontier-scale run, take a tenth of a year.

    ``frontier`` is the chance at every lab at once; ``labs`` those at each, that at all of them if none is given.
    """
    chances = {"tenth.sft.any.own_next": harvest, "tenth.base.every.flop_1e26": frontier}
    each = zip(("deepseek", "minimax", "moonshot"), labs or (frontier,) * 3, strict=True)
    chances |= {f"tenth.base.{lab}.flop_1e26": chance for lab, chance in each}
    return SimpleNamespace(
        catalog=CATALOG,
        parameters=SimpleNamespace(scenario=CATALOG.horizon.baseline, disclosure="feb-2026"),
        chances={name: SimpleNamespace(probability=p) for name, p in chances.items()},
    )


@pytest.mark.parametrize(
    ("harvest", "frontier", "begins", "ends"),
    [
        (0.1, 0.9, "Chips did not limit the harvest", "computing"),
        (0.1, 0.5, "Chips did not limit the harvest", "nor what can be built on it"),
        (0.3, 0.9, "Chips weigh on the harvest", "computing"),
        (0.3, 0.5, "Chips weigh on the harvest", "but not on what follows"),
    ],
)
def test_the_title_of_the_baseline_states_where_chips_bind(
    harvest: float, frontier: float, begins: str, ends: str
) -> None:
    """Unlikely (below 0.20) is "did not limit"; a frontier-scale run binds when likely (above 0.55)."""
    found = title(baseline(harvest, frontier))
    assert found.startswith(begins)
    assert found.endswith(ends)


@pytest.mark.parametrize(
    ("labs", "whose"),
    [((0.9, 0.9, 0.1), "most named labs'"), ((0.9, 0.1, 0.1), "some named labs'")],
)
def test_the_title_says_at_how_many_labs_a_frontier_run_binds(labs: tuple[float, ...], whose: str) -> None:
    """Two of three are most, one of three is some; at all three together it is unlikely."""
    assert title(baseline(0.1, 0.3, *labs)).endswith(f"months of {whose} computing")


@pytest.mark.parametrize("scenario", SCENARIOS[1:])
def test_other_titles_begin_with_what_is_done(results: dict, scenario: str) -> None:
    """The subject is the scenario's own: "Denying H200s outright would ..."."""
    subject = CATALOG.get("scenarios", scenario).subject
    assert title(results[scenario]).startswith(f"{subject} would ")


def test_a_title_says_gains_for_more_chips_and_never_for_fewer(results: dict) -> None:
    """Full use brings chips and denial costs them; where neither is likely to matter the title says hardly."""
    assert " cost " not in title(results["as_written"])
    assert " bring " not in title(results["full_denial"])
