"""The explorer's numbers are a run's, and each control moves what it should and nothing else."""

from functools import cache

import pytest

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.scenarios import Result, run
from analysis.scenarios.explore import CHOICES, MOST_DRAWS, SHOWN, View, days_until_found, explore, settings

DRAWS = 200
RATE = 2.0  # detections a month
CEILING = 60_000.0  # chips, far below what the rule of January 2026 allows
VOLUMES = (0, 25_000, 100_000, 500_000, 1_000_000, 5_000_000)
ENDS = (5, 25, 50, 75, 95)


def view(**given) -> View:
    """What a setting comes to, at few draws."""
    return explore(settings(**{"draws": DRAWS} | given))


@cache
def start() -> View:
    """Where nothing is set."""
    return view()


@cache
def set_run() -> Result:
    """A run with the inputs that the controls for volume and detection set."""
    return run(draws=DRAWS, overrides={"r3.gross_ceiling": CEILING, "detection_days": days_until_found(RATE)})


def numbers(found: View | Result, *kinds: str) -> dict[str, tuple[float, ...]]:
    """Percentiles by id, of some kinds or of all."""
    quantities = (found.result if isinstance(found, View) else found).quantities
    return {i: q.percentiles for i, q in quantities.items() if not kinds or i.split(".")[0] in kinds}


def differing(one: View, other: View) -> set[str]:
    """The kinds of results, and stages, in which two views differ."""
    a, b = numbers(one), numbers(other)
    assert a.keys() == b.keys()
    return {".".join(i.split(".")[: 2 if i.startswith("months") else 1]) for i in a if a[i] != b[i]}


@pytest.mark.parametrize(
    ("scenario", "disclosure", "overrides"),
    [("status_quo", "feb-2026", {"keep_share": 0.5}), ("quota_250k", "sep-2026", {})],
)
def test_where_nothing_is_set_every_number_is_that_of_a_run(scenario, disclosure, overrides):
    given = {"scenario": scenario, "disclosure": disclosure, "draws": DRAWS, "overrides": overrides}
    shown, whole = numbers(view(**given)), numbers(run(**given))
    assert {i for i in shown if i not in whole} == {i for i in shown if i.startswith("kept.")}
    assert {i: p for i, p in shown.items() if not i.startswith("kept.")} == {i: whole[i] for i in shown if i in whole}
    labs = load_inputs().labs(disclosure)
    assert {f"months.{stage}.{lab.id}.{target}" for stage, target in SHOWN for lab in labs} <= set(shown)
    assert len(numbers(view(**given), "cumulative")) == 46  # January 2026 to October 2026, and 36 months on


def test_one_reading_alone_is_that_of_a_run():
    whole = numbers(run(draws=DRAWS))
    for reading in CHOICES[1:]:
        found = numbers(view(reading=reading))
        for lab in start().labs:
            assert found[f"unique.{lab.id}.{reading}"] == whole[f"unique.{lab.id}.{reading}"]
            assert found[f"months.sft.{lab.id}.own_next"] == whole[f"months.sft.{lab.id}.own_next.{reading}"]


def test_a_volume_is_the_ceiling_of_a_run():
    found = view(volume=CEILING)
    assert numbers(found, "cumulative", "delivered36") == {
        i: set_run().quantities[i].percentiles for i in numbers(found, "cumulative", "delivered36")
    }
    assert differing(found, start()) == {"cumulative", "delivered36"}


def test_exchanges_left_are_those_by_detection_in_a_run():
    found = numbers(view(detection=RATE), "exchanges")
    for campaign in load_inputs().campaigns("feb-2026"):
        assert found[f"exchanges.{campaign.lab}"] == set_run().quantities[f"by_detection.{campaign.id}"].percentiles


def test_of_a_window_of_17_days_a_detection_in_a_week_leaves_under_half():
    # 730 / 24 / 4 = 7.604 days; 7.604 / 17 = 0.4473
    found = view(disclosure="sep-2026", detection=4).result.quantities["kept.zhipu"]
    assert [found[5], found[95]] == pytest.approx([0.4473, 0.4473], rel=1e-3)


def test_a_volume_over_three_years_is_a_third_of_it_a_year_where_the_ceiling_is_on_a_flow():
    assert settings(scenario="open_h200", volume=1_200_000).values == {"r6.gross_ceiling": 400_000}
    assert settings(scenario="as_written", volume=1_200_000).values == {"r3.gross_ceiling": 1_200_000}


@pytest.mark.parametrize("scenario", ["status_quo", "as_written", "open_h200", "quota_250k", "named_distillers"])
def test_a_higher_ceiling_never_brings_fewer_chips(scenario):
    series = [numbers(view(scenario=scenario, volume=volume), "cumulative") for volume in VOLUMES]
    for less, more in zip(series, series[1:], strict=False):
        assert [i for i in less if any(a > b for a, b in zip(less[i], more[i], strict=True))] == []
    last = max(series[0])
    assert series[0][last][2] < series[-1][last][2]


def test_a_higher_rate_of_detection_leaves_less_of_the_harvest_and_moves_nothing_else():
    views = [view(detection=rate) for rate in (0.5, 2, 10)]
    for slow, quick in zip([start(), *views], views, strict=False):
        assert differing(slow, quick) == {"kept", "exchanges", "unique", "trained", "months.remake", "months.sft"}
        a, b = (numbers(one, "exchanges", "unique", "trained") for one in (slow, quick))
        assert [i for i in a if not b[i][2] < a[i][2]] == []
        a, b = (numbers(one, "months") for one in (slow, quick))
        assert [i for i in a if b[i][2] > a[i][2]] == []


def test_a_rate_slower_than_every_window_leaves_all():
    # The longest judged window and the longest stated are far below 0.01 detections a month: 3,042 days.
    found = numbers(view(detection=0.01))
    assert [found[i][0] for i in found if i.startswith("kept.")] == pytest.approx([1, 1, 1], rel=1e-9)
    assert found["exchanges.minimax"] == numbers(start())["exchanges.minimax"]


def test_what_an_exchange_is_moves_tokens_and_what_is_made_of_them_alone():
    turn, session = (view(reading=reading) for reading in ("turn", "session"))
    fixed = ("kept", "exchanges", "cumulative", "delivered36")
    assert numbers(turn, *fixed) == numbers(session, *fixed) == numbers(start(), *fixed)
    moved = {".".join(i.split(".")[:2]) for i, p in numbers(turn, "months").items() if p != numbers(session)[i]}
    assert moved == {"months.remake", "months.sft"}
    assert numbers(turn)["unique.minimax.turn"][2] < numbers(session)["unique.minimax.session"][2]


def test_a_regime_moves_chips_alone():
    assert numbers(view(scenario="as_written"), "months", "unique") == numbers(start(), "months", "unique")
    assert numbers(view(scenario="full_denial"), "delivered36") == {"delivered36.r1.ration": (0, 0, 0, 0, 0)}


def test_a_disclosure_changes_the_labs_and_no_chip():
    other = view(disclosure="jun-2026")
    assert [lab.id for lab in other.labs] == ["alibaba"]
    assert numbers(other, "cumulative") == numbers(start(), "cumulative")


def test_limits_that_chips_end_at_are_shares_of_all_draws():
    for scenario in load_inputs().kinds["scenarios"]:
        assert sum(view(scenario=scenario).at_limit.values()) == pytest.approx(1, rel=1e-9)


def test_a_low_ceiling_is_what_stops_chips():
    assert view(volume=20_000).at_limit["ceiling"] > start().at_limit["ceiling"]


def test_draws_are_cut_to_few_and_fewer_are_kept():
    assert settings(draws=16_384).parameters.draws == MOST_DRAWS
    assert settings(draws=DRAWS).parameters.draws == DRAWS


def test_a_change_keeps_what_is_not_named():
    first = settings(draws=DRAWS, disclosure="sep-2026", reading="turn", detection=1, overrides={"keep_share": 0.5})
    moved = first.changed(scenario="as_written", volume=5_000)
    assert moved == settings(
        scenario="as_written", draws=DRAWS, disclosure="sep-2026", reading="turn", detection=1, volume=5_000,
        overrides={"keep_share": 0.5},
    )  # fmt: skip
    assert moved.changed(volume=None, scenario="status_quo") == first


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"scenario": "status_qou"}, "unknown scenario 'status_qou'. Did you mean 'status_quo'?"),
        ({"disclosure": "google-2026-02"}, "states no count of exchanges"),
        ({"reading": "turns"}, "unknown unit of exchange 'turns'. Did you mean 'turn'?"),
        ({"volume": -1}, "volume: found -1, a number of chips from 0 to 100,000,000 is accepted"),
        ({"volume": "many"}, "volume: found 'many', a number of chips"),
        ({"volume": True}, "volume: found True, a number of chips"),
        ({"volume": float("nan")}, "volume: found nan, a number of chips"),
        ({"detection": 0}, "detection: found 0, a number of detections a month from 0.01 to 100 is accepted"),
        ({"detection": float("inf")}, "detection: found inf"),
        ({"scenario": "full_denial", "volume": 1000}, "“Full denial: no H200 for China” licenses no H200"),
        ({"scenario": "cloud_closed", "volume": 0}, "“Denial with the remote cloud closed” licenses no H200"),
        ({"scenario": "b30a", "volume": 1000}, "licenses the B30A; “as the regime says” is accepted"),
        ({"scenario": "h20_only", "volume": 1000}, "licenses the H20; “as the regime says” is accepted"),
        ({"speed": 1}, "unknown parameter 'speed'"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_said_in_words(given, words):
    with pytest.raises(InputError) as problem:
        settings(**given)
    assert words in str(problem.value)


def test_a_wrong_setting_is_refused_when_it_is_moved_too():
    with pytest.raises(InputError, match="licenses no H200"):
        settings(volume=1000).changed(scenario="full_denial")
