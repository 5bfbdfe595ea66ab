"""The scorecard: published forecasts by hand, back-tests computed anew, and registered forecasts that nobody edits."""

from dataclasses import replace
from datetime import date
from math import log10

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.stats import t

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.catalog.series import OpenForecast
from analysis.insight.scorecard import KINDS, Recomputed, registered, scorecard
from analysis.insight.scoring import interval_score
from analysis.scenarios import DEFAULTS
from analysis.scenarios.history import backcast

CATALOG = load_inputs()
# A second copy of what is registered: low, central, high. A row is added here when it is registered, and never changed.
REGISTERED = {
    "h200-by-end-2026": (10496.9, 20831.1, 35407.4),
    "h200-in-12-months": (0.0, 13857.5, 71429.8),
    "no-h200-in-12-months": (None, 0.123413, None),
    "under-100-thousand-h200": (None, 0.98175, None),
    "h200-in-36-months": (7275.19, 30770.2, 109900.0),
    "chinese-accelerators-2026": (145006.0, 363826.0, 860819.0),
    "diverted-stock-2026": (353060.0, 844066.0, 2137650.0),
    "rent-h800-october-2027": (0.833293, 1.50878, 2.73181),
    "mfu-of-the-next-run": (0.121288, 0.23831, 0.414923),
}
# Rows with numbers of their own, for arithmetic by hand.
MADE = {"low": 0.0, "central": 14_007.0, "high": 72_037.8, "scale": 1000.0}
ROW = CATALOG.series["open_forecasts"]["h200-in-12-months"].model_copy(update=MADE)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lines():
    """Every line by its id."""
    return {row.id: row for row in scorecard()}


def test_each_line_has_an_id_of_its_own_and_a_known_kind():
    rows = scorecard()
    assert len({row.id for row in rows}) == len(rows)
    assert {row.kind for row in rows} == set(KINDS)


def test_every_published_forecast_is_scored(lines):
    assert set(CATALOG.series["forecasts"]) <= set(lines)
    assert [i for i in CATALOG.series["forecasts"] if lines[i].score is None or lines[i].baseline is None] == []


def test_the_substrate_by_hand(lines):
    # scale 1,000: seen log10(9.344) = 0.970533, middle log10(231) = 2.363612, high log10(301) = 2.478566, low 0
    # (1.393079 / 2 + 0.05 x 2.478566 + 0) / 1.5 = (0.696540 + 0.123928) / 1.5 = 0.546979
    row = lines["substrate-legal-2026"]
    assert row.score == pytest.approx(0.546979, rel=1e-5)
    assert (row.covered, row.state) == (True, "provisional")
    # plain: from 72,732 to 727,324: log10(73.732) = 1.867656, log10(728.324) = 2.862325
    # (0.696540 + 0.05 x 0.994669 + 0.897123) / 1.5 = 1.643396 / 1.5 = 1.095598
    assert row.baseline == pytest.approx(1.095598, rel=1e-5)
    assert row.skill == pytest.approx(1 - 0.546979 / 1.095598, rel=1e-4)


def test_a_first_batch_that_did_not_come_by_hand(lines):
    # seen 0; low log10(41) = 1.612784, middle log10(61) = 1.785330, high log10(81) = 1.908485
    # (0.892665 + 0.05 x 0.295701 + 1.612784) / 1.5 = 2.520234 / 1.5
    assert lines["tencent-tech-first-batch"].score == pytest.approx(1.680156, rel=1e-5)
    assert lines["tencent-tech-first-batch"].covered is False
    # without a range: log10(83) - 0
    assert lines["the-information-first-batch"].score == pytest.approx(log10(83), rel=1e-12)
    assert lines["the-information-first-batch"].covered is None


@pytest.mark.parametrize("scale", [100.0, 10_000.0])
def test_another_scale_leaves_who_beat_the_plain_range(lines, scale):
    # tenfold either way of the scale on file
    from analysis.insight.scorecard import published

    for name, row in CATALOG.series["forecasts"].items():
        if row.scale:
            other = published(row.model_copy(update={"scale": scale}))
            assert (other.skill > 0) == (lines[name].skill > 0), name


def test_the_stock_of_2025_is_that_of_the_backcast(lines):
    row, found = lines["stock-2025-from-revenue"], backcast(DEFAULTS["draws"], DEFAULTS["seed"]).loc["stock-2025"]
    assert (row.p5, row.p50, row.p95) == pytest.approx((found["low"], found["central"], found["high"]), rel=1e-9)
    ends = [log10(x) for x in (found["central"], found["low"], found["high"], found["published"])]
    score = interval_score(**dict(zip(("central", "low", "high", "observed"), ends, strict=True)))
    assert row.score == pytest.approx(score, rel=1e-9)
    assert row.covered is True
    assert 0 < row.crps < 2 * row.score


def test_june_by_an_unchanged_queue(lines):
    # February: 16.55 million over 24,000 = 689.583; June: 28.8 million over 25,000 = 1,152, 1.67 times as many
    soon, never = lines["june-accounts-banned-soon"], lines["june-accounts-never-banned"]
    assert (soon.p50, soon.observed) == pytest.approx((689.583333, 1152), rel=1e-6)
    assert soon.score == pytest.approx(log10(1152 / 689.583333), rel=1e-6)
    # never banned: x 45 days over a window of 240, 90 and 30 days
    expected = (689.583333 * 45 / 240, 689.583333 * 45 / 90, 689.583333 * 45 / 30)
    assert (never.p5, never.p50, never.p95) == pytest.approx(expected, rel=2e-3)
    # what came lies above both, so accounts did more or lasted longer: no sign of better detection
    assert never.covered is False and never.p95 < never.observed


def test_a_held_out_student_by_a_line_through_the_others(lines):
    kept = [row for row in CATALOG.series["harvest_returns"].values() if not row.left_out]
    out, rest = kept[0], kept[1:]
    x, y = np.log10([r.trajectories for r in rest]), np.array([r.score for r in rest])
    slope, base = np.polyfit(x, y, 1)
    variance = np.sum((y - base - slope * x) ** 2) / (len(x) - 2)
    new = np.log10(out.trajectories)
    error = np.sqrt(variance * (1 + 1 / len(x) + (new - x.mean()) ** 2 / np.sum((x - x.mean()) ** 2)))
    reach = t.ppf(0.95, len(x) - 2) * error
    middle = base + slope * new
    row = lines[f"held-out-harvest.{out.id}"]
    assert (row.p5, row.p50, row.p95) == pytest.approx((middle - reach, middle, middle + reach), rel=1e-9)
    assert row.observed == out.score


@pytest.mark.parametrize("fit", ["mfu", "harvest", "growth", "price_performance", "rental"])
def test_a_fit_is_summed_up_over_its_held_out_cases(lines, fit):
    cases = [row for row in lines.values() if row.part_of == f"held-out-{fit}"]
    whole = lines[f"held-out-{fit}"]
    assert whole.cases == len(cases) > 3
    assert whole.score == pytest.approx(np.mean([row.score for row in cases]), rel=1e-12)
    assert whole.held == sum(row.p5 <= row.observed <= row.p95 for row in cases)


def test_use_of_peak_speed_comes_back_as_a_share(lines):
    # DeepSeek-V3: 6 x 37e9 x 14.8e12 over 2.664e6 hours x 3,600 x 989.5e12 = 0.346
    assert lines["held-out-mfu.deepseek-v3"].observed == pytest.approx(0.346, rel=2e-3)


def test_only_back_tests_were_made_with_hindsight(lines):
    assert [row.id for row in lines.values() if row.hindsight != (row.kind == "back-test")] == []


def test_what_is_registered_has_not_been_edited():
    rows = CATALOG.series["open_forecasts"]
    assert {i: (row.low, row.central, row.high) for i, row in rows.items()} == REGISTERED


def test_a_row_that_the_model_has_left_says_so(lines):
    # the remedy is a date in superseded_on and a new row, not another number in the old one
    rows = [row for row in lines.values() if row.kind == "open"]
    assert len(rows) == len(REGISTERED)
    assert [row.id for row in rows if row.moved and row.superseded_on is None] == []


def test_a_number_that_moved_is_seen():
    same = registered(ROW, (0.0, 14007.0, 72037.8))
    moved = registered(ROW, (0.0, 14008.0, 72037.8))
    assert (same.moved, moved.moved) == (False, True)
    assert (moved.p50, moved.now_p50) == (14007.0, 14008.0)


def test_forecasts_resolve_after_they_were_registered(lines):
    rows = [row for row in lines.values() if row.kind in ("open", "published")]
    assert [row.id for row in rows if not row.registered_on < row.resolves_on] == []
    assert [row.id for row in rows if row.kind == "open" and not row.settled_by] == []


def test_an_open_forecast_has_no_score_and_one_that_came_out_has(lines):
    assert lines[ROW.id].score is None and lines[ROW.id].state == "open"
    # log10(1 + 14,007 / 1,000) = 1.176294, high log10(73.0378) = 1.863548, seen log10(21) = 1.322219
    # (0.145925 / 2 + 0.05 x 1.863548) / 1.5 = (0.0729625 + 0.0931774) / 1.5 = 0.110760
    settled = ROW.model_copy(update={"observed": 20_000.0, "observed_on": date(2027, 11, 30)})
    found = registered(settled, (0.0, 14007.0, 72037.8))
    assert (found.state, found.covered) == ("settled", True)
    assert found.score == pytest.approx(0.110760, rel=1e-4)


def test_nothing_foretold_and_nothing_come_is_perfect_and_has_no_skill():
    none = {"low": 0.0, "central": 0.0, "high": 0.0, "observed": 0.0}
    found = registered(ROW.model_copy(update=none), (0.0, 0.0, 0.0))
    assert (found.score, found.baseline, found.skill) == (0, 0, None)


def test_a_chance_is_scored_by_brier_against_even_odds():
    row = CATALOG.series["open_forecasts"]["no-h200-in-12-months"]
    found = registered(row.model_copy(update={"central": 0.123413, "observed": 0.0}), (None, 0.123413, None))
    # 0.123413^2 = 0.0152308; even odds 0.25
    assert (found.rule, found.baseline) == ("Brier", 0.25)
    assert found.score == pytest.approx(0.0152308, rel=1e-5)


@pytest.mark.parametrize("result", ["delivered12.r3.ratio", "fits.mfuu"])
def test_a_result_that_does_not_exist_is_refused_with_the_nearest(result):
    with pytest.raises(InputError, match="Did you mean"):
        Recomputed(CATALOG)(ROW.model_copy(update={"result": result}))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"resolves_on": date(2026, 10, 8)}, "registered_on < resolves_on does not hold"),
        ({"scale": None}, "where zero may happen a scale is needed"),
        ({"central": 80_000.0}, "low <= central <= high does not hold"),
        ({"low": None}, "give both low and high, or neither"),
        ({"observed": 1.0}, "give both observed and observed_on, or neither"),
        ({"unit": "probability"}, "a probability lies between 0 and 1"),
    ],
)
def test_a_forecast_that_cannot_be_scored_is_refused(change, says):
    with pytest.raises(ValidationError, match=says):
        OpenForecast(**ROW.model_dump() | change)


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(InputError, match="Did you mean 'open'"):
        scorecard("opne")


def test_the_json_of_a_line_is_rounded_and_flat(lines):
    found = replace(lines["substrate-legal-2026"], score=0.123456789).as_dict()
    assert found["score"] == 0.123457
    assert {"id", "kind", "who", "what", "unit", "p5", "p50", "p95", "observed", "score", "baseline", "covered",
            "resolves_on", "hindsight", "note"} <= set(found)  # fmt: skip
