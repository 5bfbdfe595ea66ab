"""What the law says of a chip on a day: exact on the threshold, on the day, on the route and on the party."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.calibration import load_inputs
from analysis.model.constants import LICENCES_BY_STRICTNESS
from analysis.model.controls import Part, listed_on
from analysis.model.licensing import ROUTES, Status, conditions, licence_status, tariff
from tests.model.cases import steady

CATALOG = load_inputs()
RULES = list(CATALOG.kinds["rules"].values())
LAST = CATALOG.horizon.evidence_to
JANUARY = date(2026, 2, 1)
DENIED = ("required", "presumption_of_denial")
EASED = ("required", "case_by_case")
FREE = ("not_required", "none")
LETTER = ("required_by_letter", "unclear")
# Just inside every limit of the January 2026 rule, and far above those of 2023.
SUPPOSED = Part(
    "supposed", tpp=20_999.99, memory_bandwidth=6_499, performance_density=20, interconnect=900, data_centre=True,
    us_sale_known=True, on_us_sale_since=date(2024, 1, 1),
)  # fmt: skip


def status(chip, on, **deal) -> Status:
    """What the law says of a chip of the data, or of a supposed one."""
    return licence_status(CATALOG.get("chips", chip) if isinstance(chip, str) else chip, on, RULES, **deal)


def outcome(chip, on, **deal) -> tuple[str, str]:
    """Licence and review."""
    found = status(chip, on, **deal)
    return found.licence, found.review


# The day on which the law changed for a chip, and what it said before and from that day on.
TURNS = [
    ("a100", date(2022, 8, 26), FREE, LETTER),  # letters of August 2022
    ("h100", date(2022, 8, 26), FREE, LETTER),
    ("h200", date(2022, 10, 21), FREE, DENIED),  # third stage of the October 2022 rule
    ("h100", date(2022, 10, 21), LETTER, DENIED),
    ("a800", date(2023, 10, 23), FREE, LETTER),  # letters that brought the October 2023 rule forward
    ("h800", date(2023, 10, 23), FREE, LETTER),
    ("l40s", date(2023, 10, 23), FREE, LETTER),
    ("a800", date(2023, 11, 17), LETTER, DENIED),  # the rule itself
    ("h800", date(2023, 11, 17), LETTER, DENIED),
    ("h20", date(2025, 4, 9), FREE, LETTER),  # letters on the H20 and MI308
    ("h20", date(2025, 8, 11), LETTER, ("required_by_letter", "case_by_case")),  # licensed again
    ("h200", date(2026, 1, 15), DENIED, EASED),  # the January 2026 rule
    ("mi325x", date(2026, 1, 15), DENIED, EASED),
    ("h100", date(2026, 1, 15), DENIED, EASED),
]
# Chips for which a day changed nothing.
STAYS = [
    ("h20", date(2023, 11, 17)),  # 2,368 TPP and 2.91 TPP/mm2: below every limb
    ("a800", date(2022, 10, 21)),  # 400 GB/s of links: below 600
    ("h800", date(2026, 1, 15)),  # never on sale in the United States
    ("a800", date(2026, 1, 15)),
    ("b30a", date(2026, 1, 15)),  # 30,000 TPP by its 4-bit figure
    ("b300", date(2026, 1, 15)),  # 8,000 GB/s
    *((chip, date(2026, 5, 31)) for chip in ("h200", "mi325x", "h20", "h800", "b300")),  # guidance, no new rule
]


@pytest.mark.parametrize(("chip", "day", "before", "after"), TURNS, ids=[f"{t[0]} {t[1]}" for t in TURNS])
def test_the_law_changes_on_its_day_and_not_the_day_before(chip, day, before, after):
    assert outcome(chip, day - timedelta(days=1)) == before
    assert outcome(chip, day) == outcome(chip, day + timedelta(days=1)) == after


@pytest.mark.parametrize(("chip", "day"), STAYS, ids=[f"{s[0]} {s[1]}" for s in STAYS])
def test_a_day_that_is_about_other_chips_changes_nothing(chip, day):
    assert outcome(chip, day - timedelta(days=1)) == outcome(chip, day)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, EASED),
        ({"tpp": 21_000}, DENIED),  # below 21,000 is asked: the limit itself is outside
        ({"memory_bandwidth": 6_500}, DENIED),
        ({"on_us_sale_since": date(2026, 1, 15)}, EASED),  # on sale that day
        ({"on_us_sale_since": date(2026, 1, 16)}, DENIED),
        ({"on_us_sale_since": None}, DENIED),
        ({"us_sale_known": False}, ("required", "unclear")),
        ({"memory_bandwidth": None}, ("required", "unclear")),
        ({"tpp": 4_800, "performance_density": 5}, EASED),  # at least 4,800: the limit itself is inside
        ({"tpp": 4_799.99, "performance_density": 5.91, "memory_bandwidth": 3_000}, ("exception", "none")),
        ({"tpp": 4_799.99, "performance_density": 5.92, "memory_bandwidth": 3_000}, EASED),
        ({"tpp": 1_599.99, "memory_bandwidth": 3_000}, FREE),
    ],
)
def test_the_limits_are_exact(figures, expected):
    assert outcome(replace(SUPPOSED, **figures), JANUARY) == expected


@pytest.mark.parametrize(("route", "expected"), list(zip(ROUTES, (EASED, DENIED, DENIED), strict=True)))
def test_only_export_from_the_united_states_is_weighed_singly(route, expected):
    assert outcome("h200", JANUARY, route=route) == expected


@pytest.mark.parametrize("chip", ["h200", "h20", "l20", "h800"])
@pytest.mark.parametrize("day", [date(2025, 2, 1), date(2025, 6, 1), JANUARY, LAST])
def test_a_listed_party_faces_a_presumption_of_denial_whatever_the_chip(chip, day):
    assert outcome(chip, day, entity_listed=True)[1] == "presumption_of_denial"


def test_zhipu_is_listed_from_its_day_on():
    # 90 FR 4617
    zhipu = CATALOG.get("labs", "zhipu")
    assert [listed_on(zhipu, day) for day in (date(2025, 1, 15), date(2025, 1, 16), LAST)] == [False, True, True]


@pytest.mark.parametrize("place", ["China", "Hong Kong", "Macau"])
def test_hong_kong_and_macau_are_destinations_as_china_is(place):
    assert outcome("h200", JANUARY, destination=place) == EASED


def test_macau_is_reached_from_january_2023():
    days = (date(2023, 1, 16), date(2023, 1, 17))
    assert [outcome("h200", day, destination="Macau") for day in days] == [FREE, DENIED]


@pytest.mark.parametrize(("day", "expected"), [(date(2023, 11, 16), FREE), (date(2023, 11, 17), DENIED)])
def test_a_party_with_a_parent_in_china_needs_a_licence_anywhere_since_november_2023(day, expected):
    assert outcome("h200", day, destination="elsewhere", ultimate_parent="China") == expected
    assert outcome("h200", day, destination="elsewhere") == FREE


@pytest.mark.parametrize(
    ("chip", "rate"),
    [("h200", 0.25), ("mi325x", 0.25), ("h100", 0), ("mi300x", 0), ("b30a", 0), ("h200-nvl", 0), ("h20", 0)],
)
def test_two_bands_of_the_duty_catch_two_chips(chip, rate):
    # H200: 15,832 TPP and 4,800 GB/s; MI325X: 20,919 and 6,000. An H100's 3,350 GB/s lies below the first band.
    found = [tariff(CATALOG.get("chips", chip), day, RULES).rate for day in (date(2026, 1, 14), date(2026, 1, 15))]
    assert found == [0, rate]


def test_a_band_of_the_duty_excludes_its_ends():
    # above 14,000 and below 17,500 TPP; above 4,500 and below 5,000 GB/s
    inside = replace(SUPPOSED, tpp=14_000.01, memory_bandwidth=4_999.99)
    outside = [replace(inside, **change) for change in ({"tpp": 14_000}, {"memory_bandwidth": 5_000})]
    assert tariff(inside, JANUARY, RULES).rate == 0.25
    assert [tariff(part, JANUARY, RULES).rate for part in outside] == [0, 0]


def test_a_duty_is_unknown_where_the_bandwidth_is():
    assert tariff(replace(SUPPOSED, tpp=15_832, memory_bandwidth=None), JANUARY, RULES).rate is None


def test_the_conditions_of_january_2026_stand_one_by_one():
    # margins inside the limits: 21,000 - 15,832 and 6,500 - 4,800
    found = {c.name: c for c in conditions(CATALOG.get("chips", "h200"), LAST, RULES)}
    assert [found[name].margin for name in ("tpp", "memory_bandwidth")] == pytest.approx([5_168, 1_700], rel=1e-12)
    alone = ("tpp", "memory_bandwidth", "on_us_sale", "exported_from_us")
    assert {found[name].met for name in alone} == {"met"}
    rest = ("us_volume_share", "per_customer", "us_supply", "customer_screening", "laboratory_test")
    assert {found[name].met for name in rest} == {"depends_on_exporter"}
    assert set(found) == {*alone, *rest}
    assert (found["us_volume_share"].limit, found["per_customer"].limit) == (0.5, 75_000)


def test_a_limit_reported_later_is_not_yet_applied():
    # the 75,000 for each customer came with the licences of 14 May 2026
    days = (date(2026, 5, 13), date(2026, 5, 14))
    found = [{c.name: c.met for c in conditions(SUPPOSED, day, RULES)}["per_customer"] for day in days]
    assert found == ["not_yet_applied", "depends_on_exporter"]


def test_a_condition_not_met_is_named():
    found = {c.name: c.met for c in conditions(CATALOG.get("chips", "h800"), LAST, RULES, "reexport")}
    assert (found["tpp"], found["on_us_sale"], found["exported_from_us"]) == ("met", "not_met", "not_met")


figures = st.floats(min_value=0, max_value=60_000)


@steady
@given(
    figures, figures, st.floats(0, 50), st.floats(0, 10_000), st.floats(0, 10_000), st.dates(date(2026, 1, 15), LAST)
)
def test_a_faster_chip_is_never_freer(one, other, density, bandwidth, more, day):
    slow, fast = sorted((one, other))
    narrow, wide = sorted((bandwidth, more))
    weak = replace(SUPPOSED, tpp=slow, performance_density=density, memory_bandwidth=narrow)
    strong = replace(weak, tpp=fast, memory_bandwidth=wide)
    # the licence never loosens; where both need one by rule, neither does the review
    assert LICENCES_BY_STRICTNESS.index(outcome(weak, day)[0]) <= LICENCES_BY_STRICTNESS.index(outcome(strong, day)[0])
    if outcome(weak, day) == DENIED:
        assert outcome(strong, day) in (DENIED, LETTER)


@steady
@given(st.sampled_from(sorted(CATALOG.kinds["chips"])), st.dates(date(2025, 1, 16), LAST))
def test_a_listed_party_is_never_better_off(chip, day):
    listed, free = (outcome(chip, day, entity_listed=flag) for flag in (True, False))
    assert "unclear" in free or listed[1] == "presumption_of_denial"


@pytest.mark.parametrize("chip", sorted(CATALOG.kinds["chips"]))
def test_the_order_of_the_rules_does_not_matter(chip):
    found = licence_status(CATALOG.get("chips", chip), LAST, RULES[::-1])
    assert (found.licence, found.review) == outcome(chip, LAST)
