"""Claims about what was taken, what it cost, and whether a new model leaves time for it."""

from collections.abc import Callable

from analysis.assumptions import Array
from analysis.insight.claim_tests.world import World
from analysis.model.accounts import window_days
from analysis.model.campaign import Harvest, kept_exchanges
from analysis.model.constants import HOURS_PER_DAY, HOURS_PER_MONTH
from analysis.scenarios.cases import MIXTURE, LabCase

FEBRUARY, JUNE, SEPTEMBER = "feb-2026", "jun-2026", "sep-2026"


def lab(w: World, disclosure: str, name: str) -> LabCase:
    """One lab's case in a disclosure."""
    return next(case for case in w.cases(disclosure) if case.lab.id == name)


def taken(w: World, disclosure: str, name: str) -> Harvest:
    """What one lab took in a disclosure, over all readings of an exchange."""
    return lab(w, disclosure, name).harvests[MIXTURE]


def claimed(w: World, claim: str) -> float:
    """The number that a claim names, in its unit."""
    return w.catalog.get("claims", claim).claimed.central


def unique_deepseek(w: World) -> Array:
    """Tokens of DeepSeek's February campaign that occur once. Leaves out later campaigns (low)."""
    return taken(w, FEBRUARY, "deepseek").unique


def unique_two_labs(w: World) -> Array:
    """Tokens of MiniMax's and Moonshot AI's February campaigns that occur once. Leaves out context read again (low)."""
    return taken(w, FEBRUARY, "minimax").unique + taken(w, FEBRUARY, "moonshot").unique


def list_usd_february(w: World) -> Array:
    """USD of the February campaigns at list price. Leaves out accounts, staff and what was paid for resale (either way)."""
    return sum(case.harvests[MIXTURE].list_usd for case in w.cases(FEBRUARY))


def list_usd_june_above(w: World) -> Array:
    """Whether Alibaba's exchanges of the June disclosure cost at list price what the claim says, or more."""
    return taken(w, JUNE, "alibaba").list_usd >= claimed(w, "cost-hundreds-of-millions")


def street_usd_june_below(w: World) -> Array:
    """Whether Alibaba's exchanges of the June disclosure cost less at street price than the claim says.

    Leaves out stolen keys, which cost nothing (low).
    """
    return taken(w, JUNE, "alibaba").street_usd < claimed(w, "cost-under-90-thousand")


def fits_fifteen_days(w: World) -> Array:
    """Whether a set that begins to pay and its fine-tuning fit into the days of the claim, at Moonshot AI's rate of 2026.

    Days to gather such a set at the campaign's daily rate, after what is thrown away, and then days of the whole fleet for
    fine-tuning on it, trial runs included. The set is that at which a harvest begins to pay, judged around the thousand
    traces of the smallest public one. Leaves out sifting, testing and a slower start (high), and a larger set (high).
    """
    case, a = lab(w, SEPTEMBER, "moonshot"), w.a
    own = case.harvests[MIXTURE]
    kept = kept_exchanges(
        exchanges=own.trajectories,
        postprocessing_share=a.draw("postprocessing_share", "share"),
        keep_share=a.draw("keep_share", "share"),
    )
    part = a.draw("harvest_n0", "samples") / kept
    gathering = part * window_days(a, case.campaigns[0])
    tuning = part * case.months("sft", "own_next") * HOURS_PER_MONTH / HOURS_PER_DAY
    return gathering + tuning <= claimed(w, "moonshot-fifteen-days")


TESTS: dict[str, Callable[[World], Array | float]] = {
    "unique.deepseek.mixture": unique_deepseek,
    "ratio.tokens_minimax_moonshot.claimed": unique_two_labs,
    "ratio.list_usd_feb.claimed": list_usd_february,
    "list_usd.alibaba_june.above_100m": list_usd_june_above,
    "street_usd.alibaba_june.below_90k": street_usd_june_below,
    "fits.harvest_and_sft.15_days": fits_fifteen_days,
}
