"""Who gets the chips delivered, and the labs that rent from some of them: cases worked by hand, and sums on every draw."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.assumptions import Array, Assumptions
from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.model.buyers import allocation, filled, reaching, rent_shares, working_for_lab
from analysis.model.deliveries import new_chips
from analysis.model.limits import by_customer, direct_shares, wanted
from tests.model.cases import DRAWS, close, known, part_shares, seeds, steady
from tests.model.cases import filled as every_draw

CATALOG = load_inputs()
POLICIES, LABS = CATALOG.kinds["policies"], CATALOG.kinds["labs"]
CENTRAL = {f"{lab.id}.direct_share": lab.direct_share.central for lab in LABS.values() if lab.direct_share}
RENT = {f"{lab.id}.rent_through": lab.rent_through.central for lab in LABS.values() if lab.rent_through}
# Ten firms are licensed, seven have a record of their own, so that three stand behind the other clouds.
FREE = CENTRAL | {"h200_demand": 1e9, "jan-2026-h200.per_customer": 1e9, "licensed_firms": 10}
TENANTS = sum(RENT.values())
ROUNDING = 1e-9
few = settings(steady, max_examples=10)


def by_hand(total: float, weights: list[float], most: list[float]) -> list[float]:
    """What each buyer gets on one draw."""
    columns = (np.array(values)[:, None] for values in (weights, most))
    return filled(total=np.array([total]), weights=next(columns), most=next(columns))[:, 0].tolist()


def bought(values: dict[str, float], policy: str, total: float, **options: bool) -> dict[str, float]:
    """Chips by buyer out of a known total, on the first draw."""
    found = allocation(known(values), POLICIES[policy], every_draw(total), **options)
    return {buyer: chips[0] for buyer, chips in found.items()}


def share(values: dict[str, float], policy: str, lab: str, total: float = 1e4, **options: bool) -> float:
    """What reaches one lab of a known flow, on the first draw."""
    return reaching(known(values), POLICIES[policy], every_draw(total), **options)[lab][0]


def before(values: dict[str, float], lab: str) -> float:
    """Bought and rented by the shares alone, without limits: its direct share, and its part of what clouds buy."""
    renting = sum(values[f"{buyer.id}.direct_share"] for buyer in LABS.values() if buyer.rents_to_labs)
    return values[f"{lab}.direct_share"] + values[f"{lab}.rent_through"] * renting


@pytest.mark.parametrize(
    ("total", "weights", "most", "chips"),
    [
        (100, [0.5, 0.3, 0.2], [100, 100, 100], [50, 30, 20]),  # nobody is full
        (100, [0.5, 0.3, 0.2], [30, 100, 100], [30, 42, 28]),  # the 70 left go three to two
        (100, [0.6, 0.3, 0.1], [20, 40, 100], [20, 40, 40]),  # what the first leaves fills the second
        (100, [0.75, 0.25], [20, 20], [65, 35]),  # all are full: 60 more, by weight
        (0, [0.5, 0.5], [10, 10], [0, 0]),
        (100, [0.5, 0.5, 0.0], [10, np.inf, 0], [10, 90, 0]),
    ],
)
def test_chips_go_by_weight_and_what_a_full_buyer_leaves_goes_to_the_others(total, weights, most, chips):
    assert by_hand(total, weights, most) == close(chips)


def test_on_each_draw_other_buyers_are_full():
    most = np.array([[10.0, 90.0], [90.0, 10.0]])
    found = filled(total=np.array([60.0, 60.0]), weights=np.full((2, 2), 0.5), most=most)
    assert found.tolist() == [[10, 50], [50, 10]]


@steady
@given(weights=st.lists(part_shares, min_size=4, max_size=4), most=st.lists(part_shares, min_size=4, max_size=4))
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 1.0])
def test_no_buyer_exceeds_its_limit_while_another_has_room_and_more_chips_take_none_from_any(part, weights, most):
    total = part * sum(most)
    found, less = (np.array(by_hand(chips, weights, most)) for chips in (total, total * 0.9))
    assert found.sum() == pytest.approx(total, rel=ROUNDING)
    assert np.all(found <= np.array(most) * (1 + ROUNDING))
    assert np.all(less <= found * (1 + ROUNDING))


@pytest.mark.parametrize("policy", POLICIES)
@few
@given(seed=seeds)
def test_what_all_buyers_get_is_what_is_delivered_on_every_draw(policy, seed):
    a = Assumptions(CATALOG, DRAWS, seed)
    total = new_chips(a, POLICIES[policy], CATALOG.get("postures", "admit"), 36)[:, -1]
    found = allocation(a, POLICIES[policy], total)
    assert all(np.all(chips >= 0) for chips in found.values())
    assert sum(found.values()) == pytest.approx(total, rel=ROUNDING)


@pytest.mark.parametrize("policy", [policy.id for policy in POLICIES.values() if policy.rule])
@few
@given(seed=seeds)
def test_no_buyer_gets_more_than_its_limit_or_than_it_wants(policy, seed):
    a, rule = Assumptions(CATALOG, DRAWS, seed), POLICIES[policy]
    found = allocation(a, rule, new_chips(a, rule, CATALOG.get("postures", "admit"), 36)[:, -1])
    most = by_customer(a, rule, wanted(a, rule.product))
    assert all(np.all(chips <= most[buyer] * (1 + ROUNDING)) for buyer, chips in found.items())
    assert np.all(found["bytedance"] <= 75_000 * (1 + ROUNDING))


def test_a_limit_per_customer_sends_chips_to_smaller_buyers():
    # 80,000 chips, of which each firm wants a share of 100,000 and may have 20,000: ByteDance's 24,000 are cut by 4,000, which
    # go to all but Tencent, full at 20,000, in proportion to 0.45: Alibaba 16,000 + 4,000 x 0.2 / 0.45, others' 6,400 + 4,000
    # x 0.08 / 0.45
    values = FREE | {"h200_demand": 1e5, "jan-2026-h200.per_customer": 2e4}
    found = bought(values, "r3", 80_000)
    assert [found[buyer] for buyer in ("bytedance", "tencent", "alibaba", "other-clouds")] == close(
        [20_000, 20_000, 16_000 + 4_000 * 0.2 / 0.45, 6_400 + 4_000 * 0.08 / 0.45]
    )


def test_the_limit_of_buyers_that_are_several_firms_is_that_of_each_times_their_number():
    # all want more than 20,000: seven firms at 20,000 and three behind the other clouds
    found = bought(FREE | {"jan-2026-h200.per_customer": 2e4}, "r3", 200_000)
    assert (found["state"], found["other-clouds"]) == close((20_000, 60_000))


def test_without_a_rule_nobody_is_limited():
    found = bought(FREE | {"jan-2026-h200.per_customer": 1}, "r6", 100_000)
    assert found["bytedance"] == close(30_000)


def test_denied_firms_get_none_and_leave_their_part_to_others():
    # DeepSeek's 0.03 go to the others: 0.3 / 0.97 of 97,000
    found = bought(FREE, "r11", 97_000)
    assert (found["deepseek"], found["bytedance"]) == close((0, 30_000))
    assert bought(FREE, "r11", 97_000, denying=False)["deepseek"] == close(2_910)


def test_a_listed_party_gets_nothing_whatever_its_share():
    values = FREE | {"zhipu.direct_share": 0.5}
    assert LABS["zhipu"].listed
    assert "zhipu" not in bought(values, "r3", 100_000)
    assert share(values | RENT, "r3", "zhipu") == close(RENT["zhipu.rent_through"] * 0.93)  # all but labs and the state


@few
@given(seed=seeds)
def test_shares_of_buyers_sum_to_one_on_every_draw(seed):
    assert sum(direct_shares(Assumptions(CATALOG, DRAWS, seed)).values()) == close(np.ones(DRAWS))


def test_drawn_shares_lie_around_the_recorded_ones():
    found = direct_shares(Assumptions(CATALOG, 4096, 1))
    medians = {buyer: np.median(values) for buyer, values in found.items()}
    assert medians == pytest.approx({lab: CENTRAL[f"{lab}.direct_share"] for lab in found}, rel=0.1)


def test_shares_that_are_all_zero_are_refused():
    with pytest.raises(InputError, match="the shares of all buyers are 0"):
        direct_shares(known(dict.fromkeys(CENTRAL, 0)))


def test_a_firm_set_to_nothing_leaves_its_licence_to_the_others():
    # six single firms are left of ten, so four behind the other clouds
    found = by_customer(known(FREE | {"state.direct_share": 0, "jan-2026-h200.per_customer": 1}), POLICIES["r3"], 1e9)
    assert (found["state"][0], found["other-clouds"][0]) == (0, 4)


def test_what_a_lab_works_with_is_bought_and_not_rented_out_or_rented():
    # 100 x (1 - 0.2) + 0.1 x 500
    assert working_for_lab(direct=100, rented_out=0.2, rent_through=0.1, renting=500) == close(130)


def test_shares_rented_are_scaled_where_they_exceed_the_whole():
    # 0.8 and 0.8 become a half each
    values = dict.fromkeys(RENT, 0) | {"deepseek.rent_through": 0.8, "minimax.rent_through": 0.8}
    found = rent_shares(known(values))
    assert (found["deepseek"][0], found["minimax"][0]) == close((0.5, 0.5))
    assert rent_shares(known(RENT))["minimax"][0] == RENT["minimax.rent_through"]


@pytest.mark.parametrize("lab", ["deepseek", "minimax", "moonshot", "xiaomi", "zhipu"])
@pytest.mark.parametrize("policy", ["r3", "r6"])
def test_without_binding_limits_a_lab_gets_its_share_of_buying_and_of_rent(policy, lab):
    assert share(FREE | RENT, policy, lab) == close(before(FREE | RENT, lab))


def test_chips_that_a_lab_rents_out_do_not_work_for_it():
    # Alibaba buys a fifth, of which tenants use what they use of every cloud's
    assert share(FREE | RENT, "r6", "alibaba") == close(0.2 * (1 - TENANTS))


def test_a_denied_lab_keeps_what_it_rents_and_its_share_before_is_known():
    # clouds hold 0.93 of 0.97 once DeepSeek's 0.03 are shared out
    assert share(FREE | RENT, "r11", "deepseek") == close(RENT["deepseek.rent_through"] * 0.93 / 0.97)
    assert share(FREE | RENT, "r11", "deepseek", denying=False) == close(before(FREE | RENT, "deepseek"))


def test_where_nothing_is_delivered_shares_are_those_of_a_first_chip():
    assert share(FREE | RENT, "r3", "minimax", total=0) == close(before(FREE | RENT, "minimax"))


def at_most(values: Array, limit: Array | float) -> bool:
    """Never above, but for rounding."""
    return bool(np.all(values <= limit * (1 + ROUNDING)))


@pytest.mark.parametrize("rents", [{}, dict.fromkeys(RENT, 0.4)], ids=["as drawn", "more rented than there is"])
@pytest.mark.parametrize("policy", POLICIES)
@few
@given(seed=seeds)
def test_labs_never_receive_more_than_the_flow(policy, rents, seed):
    a = Assumptions(CATALOG, DRAWS, seed, rents)
    total = new_chips(a, POLICIES[policy], CATALOG.get("postures", "admit"), 36)[:, -1]
    found = reaching(a, POLICIES[policy], total)
    assert set(found) == {lab.id for lab in LABS.values() if lab.trains}
    assert all(np.all(values >= 0) and at_most(values, 1) for values in found.values())
    assert at_most(sum(found.values()), 1)
