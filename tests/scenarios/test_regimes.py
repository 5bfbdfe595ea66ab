"""Deliveries under every policy and posture: one history, paired differences, and what reaches labs."""

from datetime import date

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.scenarios import run
from analysis.scenarios.compare import key
from analysis.scenarios.regimes import months_from
from analysis.scenarios.results import rounded
from tests.scenarios.cases import BASELINE, DRAWS, REGIME_SCENARIOS, SCENARIOS, draws_of, kept_run, lab_cases

CATALOG = load_inputs()
AS_OF = CATALOG.horizon.evidence_to.isoformat()[:7]
COMPARED = [policy.id for policy in CATALOG.kinds["policies"].values() if policy.by_default]
CELLS = [f"{policy}.{posture}" for policy in COMPARED for posture in CATALOG.kinds["postures"]]
OTHERS = [name for name in SCENARIOS if name != BASELINE]
EXACT = 1e-12


def series(scenario: str) -> dict[str, np.ndarray]:
    """Cumulative H200s of a scenario by month, on every draw."""
    return {i.removeprefix("cumulative."): v for i, v in kept_run(scenario).kept.items() if i.startswith("cumulative.")}


@pytest.mark.parametrize("scenario", OTHERS)
def test_history_is_common_to_all_scenarios(scenario):
    mine, base = series(scenario), series(BASELINE)
    past = [month for month in base if month <= AS_OF]
    assert past[-1] == AS_OF
    assert all(np.array_equal(mine[month], base[month]) for month in past)


# Denial by name leaves the flow as it is and changes whom it reaches.
MOVED = [s for s in REGIME_SCENARIOS if s not in (BASELINE, "named_distillers")]
IN_H200 = [s for s in OTHERS if s not in ("b30a", "h20_only")]  # scenarios that bring no other chip


@pytest.mark.parametrize("scenario", MOVED)
def test_regimes_differ_from_the_month_after_the_evidence(scenario):
    mine, base = series(scenario), series(BASELINE)
    future = [month for month in base if month > AS_OF]
    assert future[0] == "2026-11"
    assert all(not np.array_equal(mine[month], base[month]) for month in future)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_series_runs_from_the_rule_to_the_horizon_without_a_gap(scenario):
    # January to October 2026, then 36 months
    start = CATALOG.get("rules", "jan-2026-h200").effective
    assert list(series(scenario)) == months_from(start, 10 + 36)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_series_never_falls_and_ends_at_what_was_delivered(scenario):
    found = list(series(scenario).values())
    assert np.all(np.diff(found, axis=0) >= 0)
    # in H200 by training speed: what the baseline delivers, and the difference from it
    change = draws_of(f"difference36.{key(kept_run(scenario))}", scenario)
    delivered = draws_of(f"delivered36.{key(kept_run(BASELINE))}") + change
    np.testing.assert_allclose(found[-1], series(scenario)[AS_OF] + delivered, rtol=1e-9)


def test_an_h20_counts_in_the_series_by_its_training_speed():
    # 148 over 989.5 TFLOP/s each
    delivered = draws_of("delivered36.r2.ration", "h20_only") * 148 / 989.5
    found = series("h20_only")
    np.testing.assert_allclose(found["2029-10"] - found[AS_OF], delivered, rtol=1e-3, atol=1e-6)


def test_a_lab_denied_by_name_from_the_start_gains_the_leakage_alone():
    # a lag of next to nothing, and a tenth that leaks: no more than a tenth of what case by case adds
    found = run("named_distillers", draws=100, overrides={"r11.leakage": 0.1, "r11.lag": 0.001}).kept
    base = run(draws=100).kept
    for lab in lab_cases():
        mine, without = found[f"added36.{lab}.r11.ration"], base[f"added36.{lab}.r3.ration"]
        assert np.all(mine <= 0.101 * without)
        assert np.any(mine > 0)


def test_a_lab_denied_by_name_gains_less_and_not_nothing():
    # it keeps the leakage of its share, of what may be fewer chips
    for lab in lab_cases():
        mine = draws_of(f"added36.{lab}.r11.ration", "named_distillers")
        base = draws_of(f"added36.{lab}.r3.ration")
        assert np.all(mine <= base * (1 + 1e-9))
        assert np.all(mine[base > 0] > 0)
        assert np.any(mine < base)


@pytest.mark.parametrize("metric", ["difference36", "difference36_net", "moved36.any"])
def test_the_baseline_differs_from_itself_by_exactly_nothing(metric):
    assert not draws_of(f"{metric}.{key(kept_run(BASELINE))}").any()


@pytest.mark.parametrize("metric", ["added36_difference", "added36_difference_net", "share36", "renewed36_difference"])
def test_the_baseline_adds_exactly_nothing_to_a_lab(metric):
    for lab in lab_cases():
        assert not draws_of(f"{metric}.{lab}.{key(kept_run(BASELINE))}").any()


@pytest.mark.parametrize("scenario", OTHERS)
def test_differences_are_paired_draw_by_draw(scenario):
    # levels of two separate runs, subtracted on each draw
    mine, base = key(kept_run(scenario)), key(kept_run(BASELINE))
    for metric, change in [("delivered36", "difference36")]:
        if scenario not in IN_H200:
            continue
        levels = draws_of(f"{metric}.{mine}", scenario) - draws_of(f"{metric}.{base}", BASELINE)
        assert np.array_equal(draws_of(f"{change}.{mine}", scenario), levels)
    for lab in lab_cases():
        months = draws_of(f"added36.{lab}.{mine}", scenario) - draws_of(f"added36.{lab}.{base}", BASELINE)
        assert np.array_equal(draws_of(f"added36_difference.{lab}.{mine}", scenario), months)


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_is_the_same_in_every_scenario(cell):
    # the matrix stands in each run; what a scenario sets differently is about training, or the quota of a policy that is no part of these cells
    assert {o.name for s in CATALOG.kinds["scenarios"].values() for o in s.overrides} == {
        "packing_multiplier",
        "r5.gross_ceiling",
    }
    for scenario in OTHERS:
        assert np.array_equal(draws_of(f"delivered36.{cell}", scenario), draws_of(f"delivered36.{cell}"))


@pytest.mark.parametrize("cell", CELLS)
def test_the_effect_of_the_us_policy_is_against_its_reference_under_the_same_posture(cell):
    reference = f"{CATALOG.horizon.reference_policy}.{cell.split('.')[1]}"
    direct = draws_of(f"delivered36.{cell}") - draws_of(f"delivered36.{reference}")
    assert np.array_equal(draws_of(f"policy36.{cell}"), direct)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("metric", ["policy36", "difference36"])
def test_substitution_offsets_its_part_of_a_difference(metric, cell):
    # net = direct x (1 - e x worth of a substitute)
    a = kept_run().assumptions
    left = 1 - a.draw("substitution", "elasticity") * a.draw("substitute_worth", "ratio")
    np.testing.assert_allclose(
        draws_of(f"{metric}_net.{cell}"), draws_of(f"{metric}.{cell}") * left, rtol=1e-9, atol=1e-6
    )


@pytest.mark.parametrize(("elasticity", "reached"), [(0.49, 0), (0.51, 1)])
def test_denial_adds_computing_only_above_the_elasticity_at_which_the_sign_turns(elasticity, reached):
    # a substitute worth two H200: the sign turns at 1 / 2
    found = run(draws=100, overrides={"substitution": elasticity, "substitute_worth": 2})
    assert found.quantities["sign_turns"][50] == 0.5
    assert found.chances["sign_turns.reached"].probability == reached
    assert (found.quantities["policy36_net.r1.admit"][50] > 0) == bool(reached)


@pytest.mark.parametrize("posture", CATALOG.kinds["postures"])
def test_denial_blocks_exactly_what_case_by_case_delivers(posture):
    assert np.array_equal(draws_of(f"policy36.r1.{posture}"), -draws_of(f"delivered36.r3.{posture}"))


@pytest.mark.parametrize("cell", CELLS)
def test_a_share_renewed_each_year_never_admits_less(cell):
    assert np.all(draws_of(f"delivered36.{cell}") <= draws_of(f"renewed36.{cell}") * (1 + EXACT))


@pytest.mark.parametrize("cell", CELLS)
def test_a_lab_s_chips_never_exceed_those_delivered(cell):
    # the labs together, too, work with a part of what came
    labs = [draws_of(f"chips36.{lab}.{cell}") for lab in lab_cases()]
    assert all(np.all(chips >= 0) for chips in labs)
    assert np.all(sum(labs) <= draws_of(f"delivered36.{cell}"))


@pytest.mark.parametrize("lab", ["deepseek", "minimax", "moonshot"])
def test_the_share_that_reaches_a_lab_is_a_share(lab):
    share = draws_of(f"reaching.{lab}")
    assert np.all((share > 0) & (share < 1))


@pytest.mark.parametrize("lab", ["deepseek", "minimax", "moonshot"])
def test_a_step_of_deliveries_is_a_year_of_the_chips_that_reach_the_lab(lab):
    # 100,000 x share x 12 months / fleet; an H200 trains like one H100
    gained = 100_000 * draws_of(f"reaching.{lab}") * 12 / lab_cases()[lab].fleet
    np.testing.assert_allclose(draws_of(f"per_step.{lab}"), gained, rtol=EXACT)


@pytest.mark.parametrize("cell", CELLS)
def test_months_added_never_exceed_those_of_chips_that_all_came_at_once(cell):
    # 36 months of every chip delivered, none retired
    for lab, case in lab_cases().items():
        most = 36 * draws_of(f"chips36.{lab}.{cell}") / case.fleet
        assert np.all(draws_of(f"added36.{lab}.{cell}") <= most * (1 + EXACT))


@pytest.mark.parametrize("cell", CELLS)
def test_the_chance_of_none_in_a_year_is_the_share_of_draws_without_a_chip(cell):
    none = draws_of(f"delivered12.{cell}") < 1
    assert kept_run().chances[f"none12.{cell}"].probability == rounded(float(np.mean(none)))


@pytest.mark.parametrize("cell", CELLS)
def test_the_chance_of_a_small_year_is_the_share_of_draws_below_100_000(cell):
    small = draws_of(f"delivered12.{cell}") < 100_000
    assert kept_run().chances[f"below_step.{cell}"].probability == rounded(float(np.mean(small)))
    assert kept_run().chances[f"reach_step.{cell}"].probability == rounded(float(np.mean(~small)))


@pytest.mark.parametrize("cell", CELLS)
def test_a_lab_is_moved_by_more_than_a_month_of_difference_from_the_baseline(cell):
    for lab in lab_cases():
        for chance, metric in (("moves", "added36_difference"), ("renewed_moves", "renewed36_difference")):
            moved = np.abs(draws_of(f"{metric}.{lab}.{cell}")) > 1
            assert kept_run().chances[f"{chance}.{lab}.{cell}"].probability == rounded(float(np.mean(moved)))


def test_none_in_a_year_has_the_chance_that_the_posture_gives():
    # 1 - 0.8 of 1,000 draws; a chip needs a moment to come after permission, so a few draws more
    found = run(draws=DRAWS, overrides={"ration.any_in_12_months": 0.8}).chances["none12.r3.ration"].probability
    assert 0.2 <= found <= 0.2 * 1.02


@pytest.mark.parametrize("cell", CELLS)
def test_the_lab_moved_most_moves_as_far_as_any(cell):
    # the chance that one named lab moves by more than a month is that of the lab moved most
    each = [np.abs(draws_of(f"added36_difference.{lab}.{cell}")) for lab in lab_cases()]
    assert np.array_equal(draws_of(f"moved36.any.{cell}"), np.max(each, axis=0))
    assert kept_run().chances[f"moves.any.{cell}"].probability == rounded(float(np.mean(np.max(each, axis=0) > 1)))


@pytest.mark.parametrize("cell", CELLS)
def test_after_substitution_the_lab_moved_most_moves_by_what_is_left(cell):
    # |1 - e x worth| of the direct effect
    a = kept_run().assumptions
    left = np.abs(1 - a.draw("substitution", "elasticity") * a.draw("substitute_worth", "ratio"))
    moved = left * draws_of(f"moved36.any.{cell}") > 1
    assert kept_run().chances[f"moves_net.any.{cell}"].probability == rounded(float(np.mean(moved)))


def test_what_is_licensed_in_all_is_the_least_of_three_limits_of_law():
    # the ceiling times the US share, half of US end use times it, or 75,000 for each firm
    a = kept_run().assumptions
    share = a.draw("r3.us_share", "share")
    offered = a.draw("r3.gross_ceiling", "chips") * share
    base = a.draw("us_h200_cumulative", "chips")  # as it is in month 0
    cap = a.draw("jan-2026-h200.us_volume_share", "share") * base * share
    limit = a.draw("licensed_firms", "firms") * a.draw("jan-2026-h200.per_customer", "chips/firm")
    np.testing.assert_allclose(draws_of("licensed"), np.minimum(np.minimum(offered, cap), limit), rtol=EXACT)
    assert np.any(offered > limit)
    assert np.any(offered > cap)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_was_delivered_before_the_first_delivery(scenario):
    # shipping was confirmed in July 2026; what is known by August counts from then on
    first = min(p.first_delivery for p in CATALOG.kinds["policies"].values() if p.first_delivery).isoformat()[:7]
    for month, found in series(scenario).items():
        assert found.any() == (month >= first)


def test_months_are_counted_over_the_turn_of_a_year():
    assert months_from(date(2026, 11, 30), 3) == ["2026-11", "2026-12", "2027-01"]
