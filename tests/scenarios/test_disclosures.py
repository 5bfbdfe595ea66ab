"""Every disclosure can be chosen by name; later ones are set beside it, and nothing that overlaps is added twice."""

import pytest

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.scenarios import run

CATALOG = load_inputs()
DRAWS = 200
EXACT = 1e-6  # stored at six significant digits


def quantities(disclosure: str) -> dict[str, float]:
    """Medians of a run by id."""
    return {i: q[50] for i, q in run(disclosure=disclosure, draws=DRAWS).quantities.items()}


def test_disclosures_come_in_order_of_their_dates() -> None:
    """February before June before September 2026."""
    ours = [name for name in CATALOG.disclosures if name in ("feb-2026", "jun-2026", "sep-2026")]
    assert ours == ["feb-2026", "jun-2026", "sep-2026"]


def test_after_february_september_is_added_and_june_only_shown() -> None:
    """151 + 23 + 12.1 + 3.4 + 0.4 = 189.9 million; Alibaba's 28.8 million of June lie inside its 151."""
    found = quantities("feb-2026")
    assert found["later.exchanges.all"] == pytest.approx(189.9e6, rel=EXACT)
    assert found["later.exchanges.in.jun-2026"] == pytest.approx(28.8e6, rel=EXACT)
    assert found["later.exchanges.in.sep-2026"] == pytest.approx(189.9e6, rel=EXACT)
    # Alibaba, Zhipu and Xiaomi are not of February: 151 + 3.4 + 0.4
    assert found["later.exchanges.untested"] == pytest.approx(154.8e6, rel=EXACT)


def test_after_june_only_september_is_later() -> None:
    """All 151 million of September at Alibaba; the rest, 38.9 million, at labs that June does not name."""
    found = quantities("jun-2026")
    assert found["exchanges.all"] == pytest.approx(28.8e6, rel=EXACT)
    assert found["later.exchanges.alibaba"] == pytest.approx(151e6, rel=EXACT)
    assert found["later.exchanges.untested"] == pytest.approx(38.9e6, rel=EXACT)


def test_after_the_last_disclosure_nothing_is_later() -> None:
    """September is run on its own five labs."""
    found = quantities("sep-2026")
    assert found["exchanges.all"] == pytest.approx(189.9e6, rel=EXACT)
    assert [i for i in found if i.startswith("later.")] == []


def test_every_count_is_reported_as_stated_whatever_the_run_is_about() -> None:
    """OpenAI's attempted requests are there, under their own name and unit."""
    result = run(draws=DRAWS)
    counted = {f"disclosed.{c.id}" for c in CATALOG.kinds["campaigns"].values() if c.counts != "none"}
    assert counted == {i for i in result.quantities if i.startswith("disclosed.")}
    attempts = result.quantities["disclosed.openai-2026-09-moonshot"]
    assert (attempts.unit, attempts.label) == ("requests", "claim")
    assert "Attempted requests" in attempts.variable


@pytest.mark.parametrize("disclosure", ["openai-2026-09", "google-2026-02", "advisory-2026-09"])
def test_a_disclosure_without_exchanges_is_refused_with_those_that_have_them(disclosure: str) -> None:
    """Attempts, prompts and statements without a number are something else."""
    with pytest.raises(InputError, match="states no count of exchanges") as caught:
        run(disclosure=disclosure, draws=DRAWS)
    assert "feb-2026, jun-2026, sep-2026" in str(caught.value)


def test_fine_tuning_on_a_later_count_grows_with_it() -> None:
    """Moonshot: 23 over 3.4 million exchanges, on the same draws; medians of a constant multiple scale with it."""
    found = quantities("feb-2026")
    ratio = found["later.months.sft.moonshot"] / found["months.sft.moonshot.own_next"]
    assert ratio == pytest.approx(23 / 3.4, rel=1e-5)


def test_accounts_of_a_campaign_count_where_the_disclosure_gives_no_total() -> None:
    """June: 28.8 million exchanges over about 25,000 accounts are 1,152 each."""
    assert quantities("jun-2026")["exchanges_per_account.all"] == pytest.approx(28.8e6 / 25_000, rel=EXACT)
