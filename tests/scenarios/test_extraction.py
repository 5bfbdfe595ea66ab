"""Campaigns and training as results: one reading a draw for all labs, totals of draws, nested stages."""

import numpy as np
import pytest

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.model.campaign import READINGS, TokenRow
from analysis.model.constants import BINDS_FROM_YEARS, OUT_OF_REACH_YEARS
from analysis.model.training import STAGES, TARGETS
from analysis.model.uses import campaign_row
from analysis.scenarios import run
from analysis.scenarios.cases import MIXTURE, lab_case, mixture_row
from analysis.scenarios.extraction import HARVEST_FIELDS
from analysis.scenarios.results import PERCENTILES, rounded
from tests.scenarios.cases import DRAWS, draws_of, kept_run, lab_cases

EXACT = 1e-12
WEIGHTS = {"turn": 0.5, "request": 0.35, "session": 0.15}


def picked() -> Array:
    """The reading that the mixture takes on each draw, as its place among the readings."""
    made = lab_cases()["minimax"].harvests
    return np.argmin(np.abs([made[reading].unique / made[MIXTURE].unique - 1 for reading in READINGS]), axis=0)


@pytest.mark.parametrize("lab", lab_cases())
@pytest.mark.parametrize("field", HARVEST_FIELDS)
def test_the_mixture_takes_one_reading_a_draw_for_all_labs(field, lab):
    # the reading that MiniMax's campaign has on a draw, in every field
    made = lab_cases()[lab].harvests
    alone = np.array([getattr(made[reading], field) for reading in READINGS])
    assert np.array_equal(getattr(made[MIXTURE], field), alone[picked(), np.arange(DRAWS)])


@pytest.mark.parametrize("part", TokenRow.__dataclass_fields__)
@pytest.mark.parametrize("lab", lab_cases())
def test_the_mixture_takes_each_part_of_a_row_from_the_same_reading(lab, part):
    a = Assumptions(load_inputs(), DRAWS, 1)
    rows = {reading: campaign_row(a, lab_cases()[lab].campaigns[0].targets, reading) for reading in READINGS}
    alone = np.array([getattr(row, part) for row in rows.values()])
    assert np.array_equal(getattr(mixture_row(a, "anthropic", rows), part), alone[picked(), np.arange(DRAWS)])


@pytest.mark.parametrize("reading", READINGS)
def test_the_mixture_takes_each_reading_at_its_weight(reading):
    # 0.5, 0.35 and 0.15 of 1,000 evenly spaced numbers
    weights = {f"reading_weight_{name}": weight for name, weight in WEIGHTS.items()}
    register = kept_run().catalog.register
    assert {name: register[name].central for name in weights} == weights
    assert np.sum(picked() == READINGS.index(reading)) == round(WEIGHTS[reading] * DRAWS)


@pytest.mark.parametrize(
    ("reading", "weight", "share"),
    [
        ("turn", 1.0, 2 / 3),  # 1 of 1 + 0.35 + 0.15
        ("request", 0.0, 10 / 13),  # turns: 0.5 of 0.5 + 0.15
        ("session", 0.65, 1 / 3),  # turns: 0.5 of 0.5 + 0.35 + 0.65
    ],
)
def test_a_weight_set_alone_counts_relative_to_the_others(reading, weight, share):
    a = Assumptions(load_inputs(), DRAWS, 1, {f"reading_weight_{reading}": weight})
    made = lab_case(a, load_inputs().get("labs", "minimax"), lab_cases()["minimax"].campaigns).harvests
    turns = np.mean(made[MIXTURE].unique == made["turn"].unique)
    assert turns == pytest.approx(share, rel=1.5 / (DRAWS * share), abs=0)  # one draw of a thousand


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_of_full_weight_is_the_mixture(reading):
    weights = {f"reading_weight_{name}": float(name == reading) for name in READINGS}
    found = run(draws=100, overrides=weights).quantities
    for field in HARVEST_FIELDS:
        assert found[f"{field}.all.{MIXTURE}"].percentiles == found[f"{field}.all.{reading}"].percentiles


def test_readings_alone_are_ordered_at_the_median():
    # a session holds more distinct tokens than a request, and a request more than a turn
    found = kept_run().quantities
    turn, request, session = (found[f"unique.all.{reading}"][50] for reading in READINGS)
    assert turn < request < session


def test_the_mixture_lies_between_its_readings():
    found = kept_run().quantities
    medians = [found[f"unique.all.{reading}"][50] for reading in READINGS]
    assert min(medians) < found[f"unique.all.{MIXTURE}"][50] < max(medians)


@pytest.mark.parametrize("reading", [MIXTURE, *READINGS])
@pytest.mark.parametrize("field", HARVEST_FIELDS)
def test_labs_sum_to_the_total_on_every_draw(field, reading):
    total = sum(getattr(case.harvests[reading], field) for case in lab_cases().values())
    np.testing.assert_allclose(draws_of(f"{field}.all.{reading}"), total, rtol=EXACT)


def test_exchanges_of_the_disclosure_are_those_stated():
    # 0.15 + 3.4 + 13 million
    assert kept_run().quantities["exchanges.all"].percentiles == (16.55e6,) * len(PERCENTILES)


def test_exchanges_per_account_are_the_stated_counts():
    # 16,550,000 / 24,000 = 689.583
    assert kept_run().quantities["exchanges_per_account.all"][50] == pytest.approx(689.583, rel=1e-6, abs=0)


def test_months_of_accounts_pay_for_the_subscriptions_of_all_labs():
    # USD by subscription, before any batch, over the price of one, 200 USD a month
    fee = kept_run().assumptions.draw("subscription_price", "USD/month")
    paid = sum(case.harvests[MIXTURE].subscription_usd for case in lab_cases().values())
    np.testing.assert_allclose(draws_of("account_months.all") * fee, paid, rtol=EXACT)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("lab", ["deepseek", "minimax", "moonshot"])
def test_research_contains_base_and_reinforcement_learning_on_every_draw(lab, target):
    base, rl, research = (draws_of(f"hours.{stage}.{lab}.{target}") for stage in ("base", "rl", "research"))
    assert np.all(research > base + rl)


@pytest.mark.parametrize("stage", STAGES)
def test_a_larger_target_takes_more_hours_at_the_median(stage):
    # each lab's next model is larger than its last, and a run of 1e26 FLOP larger still; 1e25, 1e26, 5e26 in order
    for lab in lab_cases():
        last, following, *sizes = (kept_run().quantities[f"hours.{stage}.{lab}.{target}"][50] for target in TARGETS)
        assert last < following < sizes[1]
        assert sizes == sorted(sizes)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("stage", STAGES)
def test_months_times_the_lab_s_month_are_the_hours(stage, target):
    for lab, case in lab_cases().items():
        months, hours = (draws_of(f"{kind}.{stage}.{lab}.{target}") for kind in ("months", "hours"))
        np.testing.assert_allclose(months * case.hours_a_month, hours, rtol=EXACT)


@pytest.mark.parametrize("lab", ["deepseek", "minimax", "moonshot"])
def test_fleets_are_brought_forward_to_the_month_of_the_evidence(lab):
    # 1,000 chips at 4 times a year: 4^(1/12) a month from the fleet's own date
    catalog = load_inputs()
    dated, now = catalog.get("labs", lab).fleet.as_of, catalog.horizon.evidence_to
    months = 12 * (now.year - dated.year) + now.month - dated.month
    a = Assumptions(catalog, 100, 1, {f"{lab}.fleet": 1000, "fleet_growth": 4})
    found = lab_case(a, catalog.get("labs", lab), lab_cases()[lab].campaigns).fleet
    np.testing.assert_allclose(found, 1000 * 4 ** (months / 12), rtol=EXACT)


@pytest.mark.parametrize("metric", ["hours", "months"])
def test_fine_tuning_of_the_mixture_is_that_of_the_reading_that_holds(metric):
    for lab in lab_cases():
        alone = np.array([draws_of(f"{metric}.sft.{lab}.own_next.{reading}") for reading in READINGS])
        assert np.array_equal(draws_of(f"{metric}.sft.{lab}.own_next"), alone[picked(), np.arange(DRAWS)])


@pytest.mark.parametrize("stage", STAGES)
def test_rent_is_hours_times_the_price_on_every_draw(stage):
    price = kept_run().assumptions.draw("rental_price_h800", "USD/hour")
    hours, usd = (draws_of(f"{kind}.{stage}.moonshot.own_next") for kind in ("hours", "usd"))
    np.testing.assert_allclose(usd, hours * price, rtol=EXACT)


@pytest.mark.parametrize(("chance", "years"), [("tenth", BINDS_FROM_YEARS), ("year", OUT_OF_REACH_YEARS)])
@pytest.mark.parametrize("stage", STAGES)
def test_the_chance_that_a_stage_binds_is_its_share_of_draws(stage, chance, years):
    # more than 0.1 or 1 lab-year, of twelve months
    months = draws_of(f"months.{stage}.deepseek.flop_1e26")
    found = kept_run().chances[f"{chance}.{stage}.deepseek.flop_1e26"].probability
    assert found == rounded(float(np.mean(months > 12 * years)))


@pytest.mark.parametrize(("word", "reduce"), [("any", np.max), ("every", np.min)])
def test_any_lab_is_the_busiest_and_every_lab_the_least_busy(word, reduce):
    months = reduce([draws_of(f"months.research.{lab}.own_next") for lab in lab_cases()], axis=0)
    found = kept_run().chances[f"tenth.research.{word}.own_next"].probability
    assert found == rounded(float(np.mean(months > 12 * BINDS_FROM_YEARS)))


def test_twice_the_occupancy_halves_the_months():
    # 0.8 against 0.4: the hours a month double, the need does not
    half, full = (run(draws=100, overrides={"occupancy": share}).quantities for share in (0.4, 0.8))
    identifier = "months.base.minimax.own_next"
    assert half[identifier][50] == pytest.approx(2 * full[identifier][50], rel=1e-5, abs=0)


def test_the_later_disclosure_scales_fine_tuning_by_its_exchanges():
    # Moonshot 23 million after 3.4 million
    found = kept_run().quantities
    ratio = found["later.exchanges.moonshot"][50] / found["exchanges.moonshot"][50]
    np.testing.assert_allclose(
        draws_of("later.months.sft.moonshot"), ratio * draws_of("months.sft.moonshot.own_next"), rtol=EXACT
    )


def test_later_exchanges_are_those_of_labs_tested_here_and_of_others():
    # the labs of both disclosures, and the rest
    found = kept_run().quantities
    tested = sum(found[f"later.exchanges.{lab}"][50] for lab in ("deepseek", "moonshot"))
    assert tested + found["later.exchanges.untested"][50] == pytest.approx(found["later.exchanges.all"][50], rel=1e-5)


def test_the_margin_of_fine_tuning_is_a_tenth_of_a_lab_year_over_its_largest_need():
    # 1.2 months over the need of the lab that it takes most of
    need = np.max([draws_of(f"months.sft.{lab}.own_next") for lab in lab_cases()], axis=0)
    np.testing.assert_allclose(draws_of("margin.sft.any"), 1.2 / need, rtol=EXACT)
