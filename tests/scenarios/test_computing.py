"""Computing power that China uses: channels add up, policies act on theirs alone, and a chip for China counts once."""

import numpy as np
import pytest

from analysis.scenarios import run
from analysis.scenarios.compare import key
from analysis.scenarios.computing import CHANNELS
from tests.scenarios.cases import BASELINE, SCENARIOS, draws_of, kept_run

pytestmark = pytest.mark.slow

EXACT = 1e-12
# Which channel each scenario moves besides lawful sales, and which way.
ACTS = {"location_verification": ("diverted", -1), "cloud_closed": ("rented", -1)}


def stock(channel: str, scenario: str) -> np.ndarray:
    """A channel at the horizon on every draw."""
    return draws_of(f"stock36.{channel}.{key(kept_run(scenario))}", scenario)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_channels_add_up_to_what_china_uses(scenario):
    used = draws_of(f"used36.{key(kept_run(scenario))}", scenario)
    np.testing.assert_allclose(sum(stock(channel, scenario) for channel in CHANNELS), used, rtol=EXACT)
    now = sum(draws_of(f"stock_now.{channel}", scenario) for channel in CHANNELS)
    np.testing.assert_allclose(now, draws_of("used_now", scenario), rtol=EXACT)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_history_is_the_same_in_every_scenario(scenario):
    for channel in CHANNELS:
        assert np.array_equal(draws_of(f"stock_now.{channel}", scenario), draws_of(f"stock_now.{channel}"))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_difference_is_from_the_baseline_on_the_same_draws(scenario):
    end, base = key(kept_run(scenario)), key(kept_run(BASELINE))
    change = draws_of(f"used36.{end}", scenario) - draws_of(f"used36.{base}")
    assert np.array_equal(draws_of(f"used36_difference.{end}", scenario), change)
    tenth = np.mean(np.abs(change) > 0.1 * draws_of(f"used36.{base}"))
    assert kept_run(scenario).chances[f"used_tenth.{end}"].probability == pytest.approx(tenth, rel=1e-5)


@pytest.mark.parametrize("scenario", ACTS)
def test_a_policy_cuts_its_own_channel_and_no_other(scenario):
    acted, sign = ACTS[scenario]
    for channel in CHANNELS:
        if channel == "legal":
            continue
        change = stock(channel, scenario) - stock(channel, BASELINE)
        if channel != acted:
            assert not change.any()
            continue
        assert np.all(change * sign >= 0)
        assert np.mean(change != 0) > 0.98  # all but draws on which the delay outlasts the horizon


def test_open_markets_abroad_raise_rent_and_diversion():
    for channel in ("diverted", "rented"):
        assert np.all(stock(channel, "allied_only") > stock(channel, BASELINE))


@pytest.mark.parametrize("scenario", ["as_written", "open_h200"])
def test_us_buyers_would_lose_at_most_what_was_delivered(scenario):
    # one H100 equivalent for each H200, nothing retired
    end = key(kept_run(scenario))
    assert not draws_of(f"us_displaced36.{end}", scenario).any()  # the switch is off
    lost = draws_of(f"us_displaced_at_most36.{end}", scenario)
    np.testing.assert_allclose(lost, draws_of(f"delivered36.{end}", scenario), rtol=1e-9)


def test_the_switch_takes_its_share_from_us_buyers():
    # a quarter of what would be lost at one for one
    found = run("as_written", draws=100, overrides={"us_displacement_share": 0.25}).quantities
    assert found["us_displaced36.r3.admit"][50] == pytest.approx(
        found["us_displaced_at_most36.r3.admit"][50] / 4, rel=1e-5
    )


def test_denial_leaves_what_is_here_to_retire():
    # no new chip: 0.96^3 = 0.885 at the central rate; below what there is now on every draw
    assert np.all(stock("legal", "full_denial") < draws_of("stock_now.legal"))
    kept = (1 - kept_run("full_denial").assumptions.draw("annual_retirement", "share")) ** 3
    np.testing.assert_allclose(stock("legal", "full_denial"), draws_of("stock_now.legal") * kept, rtol=1e-9)
