"""A result names every input it depends on and no other, shown by changing inputs; its explanation prints them."""

from functools import cache

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.insight.explain import explain
from analysis.scenarios import parameters, run
from tests.runs import default_run, kept_traces

CATALOG = load_inputs()
RESULTS = ("delivered36.r3.admit", "months.base.minimax.own_next")  # admitted, so that every limit can bind
EXPLAINED = (
    "months.base.minimax.own_next",
    "trained.all.mixture",
    "teacher_hours.minimax.turn",
    "delivered36.r3.ration",
    "added36.minimax.r3.ration",
)
RANGES = {name: (e.low, e.high) for name, e in CATALOG.inputs.items() if e.low}
# Exact figures are put at a tenth. Parts of a whole are left alone, since they must sum to one.
PARTS = tuple(n for n in CATALOG.inputs if n.endswith(".direct_share") or n.startswith("reading_weight_"))
EXACT = {n: (e.central / 10,) for n, e in CATALOG.inputs.items() if e.low is None and e.central > 0 and n not in PARTS}

pytestmark = [pytest.mark.usefixtures("runs_made_once"), pytest.mark.slow]


@cache
def traced() -> dict:
    """Every result of a small run with its trace."""
    return kept_traces(parameters(draws=100))


def draws_of(identifier: str, **overrides: float) -> np.ndarray:
    """Draws of a result with some inputs set differently."""
    return run(draws=100, overrides=overrides).kept[identifier]


def movers(identifier: str, ends: dict[str, tuple[float, ...]]) -> set[str]:
    """The inputs that change any draw of a result when one of them alone is put at one of its ends."""
    default = draws_of(identifier)
    return {n for n in ends if any(not np.array_equal(draws_of(identifier, **{n: end}), default) for end in ends[n])}


def of_kind(rows: list[dict], kind: str) -> list[str]:
    """Ids of the rows of a kind."""
    return [row["id"] for row in rows if row["kind"] == kind]


@pytest.mark.parametrize("ends", [RANGES, EXACT], ids=["ranges", "exact figures"])
@pytest.mark.parametrize("identifier", RESULTS)
def test_a_result_changes_with_an_input_if_and_only_if_its_trace_names_it(
    identifier: str, ends: dict[str, tuple[float, ...]]
) -> None:
    """Each named input, put at an end of its range, moves the result; all others together, put at theirs, do not."""
    named = {name: ends[name] for name in traced()[identifier].inputs if name in ends}
    others = {name: values for name, values in ends.items() if name not in named}
    assert named and others
    assert movers(identifier, named) == set(named)
    for end in (0, -1):
        together = draws_of(identifier, **{name: values[end] for name, values in others.items()})
        assert np.array_equal(together, draws_of(identifier)), f"not named: {sorted(movers(identifier, others))}"


def test_parts_of_a_whole_are_named_where_they_matter() -> None:
    """Who buys the chips changes how many the limit per customer allows and what a lab gains, but no base training."""
    assert [name for name in traced()["months.base.minimax.own_next"].inputs if name in PARTS] == []
    assert "bytedance.direct_share" in traced()["delivered36.r3.admit"].inputs
    assert {"minimax.direct_share", "bytedance.direct_share"} < set(traced()["added36.minimax.r3.ration"].inputs)


def test_a_limit_that_seldom_binds_does_so_where_it_is_low() -> None:
    """With hardly any chips in stock and none made, what is made is all that is delivered."""
    scarce = draws_of("delivered36.r3.admit", h200_inventory=50_000, h200_new_supply=1_000)
    assert np.max(scarce) == pytest.approx(53_000)  # 50,000 and three years of 1,000
    assert not np.array_equal(scarce, draws_of("delivered36.r3.admit"))


def test_deliveries_depend_on_the_day_beijing_opens() -> None:
    """An event that is drawn is named beside the inputs; it is the only name that is no number of the data."""
    events = [name for name in traced()["delivered36.r3.ration"].inputs if name not in CATALOG.register]
    assert len(events) == 1
    assert "Beijing" in events[0]


def test_tracing_changes_no_result() -> None:
    """A trace is of the run itself: its draws are those of the plain run, bit for bit."""
    kept = run(draws=100).kept
    assert kept
    assert [i for i, values in kept.items() if not np.array_equal(np.asarray(traced()[i]), values)] == []


@pytest.mark.parametrize("identifier", EXPLAINED)
def test_an_explanation_lists_the_inputs_of_the_trace(identifier: str) -> None:
    """Inputs and events appear once each, in the order in which they entered."""
    rows = explain(identifier)
    assert sorted(of_kind(rows, "input") + of_kind(rows, "event")) == sorted(traced()[identifier].inputs)
    assert of_kind(rows, "input") == [name for name in traced()[identifier].inputs if name in CATALOG.register]


@pytest.mark.parametrize("identifier", EXPLAINED)
def test_every_source_of_every_named_input_is_listed_once(identifier: str) -> None:
    """The sources below an explanation are exactly those its inputs cite."""
    rows = explain(identifier)
    cited = {source for name in of_kind(rows, "input") for source in CATALOG.register[name].sources}
    assert sorted(of_kind(rows, "source")) == sorted(cited)


def test_base_training_goes_through_its_formulas() -> None:
    """6 N D, chip-hours, the fleet brought forward, its hours, and months of the lab: with a line of text each."""
    rows = [row for row in explain("months.base.minimax.own_next") if row["kind"] == "formula"]
    named = [row["id"].rpartition(".")[2] for row in rows]
    assert named[:2] == ["training_flop", "gpu_hours"]
    assert {"grown_fleet", "usable_hours_a_month"} < set(named)
    assert named[-1] == "months_of_lab_compute"
    assert [row["id"] for row in rows if not row["text"]] == []


def test_an_input_is_explained_by_its_own_record() -> None:
    """Range, unit, basis, grade, date and the address of each source."""
    rows = explain("keep_share")
    number = CATALOG.register["keep_share"]
    assert of_kind(rows, "input") == ["keep_share"]
    assert f"{number.low:g} / {number.central:g} / {number.high:g} share" in rows[0]["text"]
    assert f"{number.basis}, grade {number.grade}, as of {number.as_of}" in rows[0]["detail"]
    assert of_kind(rows, "source") == list(number.sources)
    assert all(CATALOG.sources[row["id"]].url in row["detail"] for row in rows[1:])


def test_an_unknown_quantity_is_answered_with_the_nearest() -> None:
    """Results and inputs are both looked through."""
    with pytest.raises(InputError, match=r"Did you mean 'months\.base\.minimax\.own_next'\?"):
        explain("months.base.minmax.own_next")
    with pytest.raises(InputError, match=r"Did you mean 'keep_share'\?"):
        explain("keep_shar")


def test_an_explanation_of_a_result_begins_with_its_value() -> None:
    """Median, 90% interval and unit are those of the run with the usual draws."""
    first, quantity = (
        explain("months.base.minimax.own_next")[0],
        default_run().quantities["months.base.minimax.own_next"],
    )
    assert (first["p5"], first["p50"], first["p95"]) == (quantity[5], quantity[50], quantity[95])
    assert first["unit"] == "months" and " months (90% interval " in first["text"]
    assert "scenario status_quo, disclosure feb-2026" in first["detail"]


@pytest.mark.parametrize("name", CATALOG.disclosures)
def test_a_disclosure_is_explained_by_its_campaigns(name: str) -> None:
    """Each campaign of it once, with its count or that it has none, and the sources of all."""
    rows, campaigns = explain(name), CATALOG.named(name)
    assert (rows[0]["id"], rows[0]["kind"]) == (name, "disclosure")
    assert of_kind(rows, "campaign") == [c.id for c in campaigns]
    assert {source for c in campaigns for source in c.sources} <= set(of_kind(rows, "source"))
    for row, campaign in zip((r for r in rows if r["kind"] == "campaign"), campaigns, strict=True):
        assert ("no count" in row["text"]) == (campaign.counts == "none")


def test_a_column_that_a_listing_computes_is_explained() -> None:
    """H20: 296 x 8 = 2,368 TPP; 148 / 989.5 = 0.1496 by speed, of its own figure and that of the H100."""
    legal, speed = explain("h20.tpp"), explain("h20.h100e_flop")
    assert "2,368 TPP" in legal[0]["text"] and of_kind(legal, "formula") == ["model.controls.tpp"]
    assert "0.1496 H100 equivalents" in speed[0]["text"]
    assert of_kind(speed, "input") == ["h20.dense_16bit", "h100.dense_16bit"]
    assert of_kind(explain("h100.h100e_flop"), "input") == ["h100.dense_16bit"]
    assert "not known" in explain("ascend-970.h100e_decode")[0]["text"]


@pytest.mark.parametrize("name", [*CATALOG.kinds, "sources", "assumptions", "series", "corrections"])
def test_a_kind_points_to_its_listing(name: str) -> None:
    """What is many things is listed, not explained."""
    assert f"`chipbrief list {name}`" in explain(name)[0]["detail"]


def test_a_table_and_the_horizon_are_explained() -> None:
    """Where the rows are listed, and where the evidence ends."""
    assert "`chipbrief list series disclosures`" in explain("disclosures")[0]["detail"]
    facts = {row["id"]: row["text"] for row in explain("horizon")}
    assert facts["horizon.evidence_to"] == CATALOG.horizon.evidence_to.isoformat()


def test_names_that_contain_the_word_are_suggested_first() -> None:
    """The shortest of them come first, three at most."""
    with pytest.raises(InputError, match=r"Did you mean 'mfu_sft', 'mfu_base' or '[a-z_]*mfu[a-z_]*'\?"):
        explain("mfu")
