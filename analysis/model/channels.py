"""Computing power that China uses, by channel and month: 58 months of history from January 2022 and 36 months ahead.

Monthly arrays have shape (draws, months), history and horizon joined, at the end of each month, in H100 equivalents by one
yardstick. Owned channels are stocks in China; ``rented`` is a service from abroad and part of no owned stock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import InputError
from analysis.catalog.records import Policy
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.conversion import DECODE, FLOP, chip_worth, factor
from analysis.model.deliveries import opened
from analysis.model.domestic import domestic_stock
from analysis.model.history import YARDSTICKS, diverted_history, history_months, legal_stock, month_index
from analysis.model.supply import stock

OWNED = ("legal", "domestic", "proxy_fabricated", "diverted")
RENTED = "rented"
# Channel that is held in H100e by flop: whose chips it has, for the judged ratio of bandwidth to speed.
CHIPS_OF = {"domestic": "domestic", "proxy_fabricated": "domestic", "diverted": "diverted", RENTED: "rented"}
CHANGES = {"diversion": ("diversion_cut", "diversion_rise"), "rental": ("rental_cut", "rental_rise")}  # of a policy
RENTAL_BEGINS = "2023-01"  # nothing was rented abroad to get round controls before they had begun


@dataclass(frozen=True)
class Channels:
    """Stock by channel, shape (draws, months) each, in H100e by ``yardstick``. Arrays are shared: do not write into them."""

    yardstick: str
    by_channel: dict[str, Array]

    @property
    def owned(self) -> Array:
        """What stands in China: all channels but rented."""
        return sum(self.by_channel[name] for name in OWNED)

    @property
    def total(self) -> Array:
        """What China uses: owned and rented. A rented chip counts here and nowhere in ``owned``."""
        return sum(self.by_channel.values())


@dataclass(frozen=True)
class Common:
    """The channels as no policy changes them, in H100e by ``yardstick``, and what policies act on; made once for all cells.

    ``diverted_ahead``: what would be diverted in each month of the horizon, by the same yardstick, shape (draws, months).
    """

    yardstick: str
    by_channel: dict[str, Array]
    diverted_ahead: Array


def grown(*, base: Any, growth: Any, years: Any) -> Any:
    """An amount some years on, or back if ``years`` is below zero, at one growth a year. Leaves out waves (either way)."""
    return base * growth**years


def with_policy(*, amount: Any, cut: Any, rise: Any, part: Any) -> Any:
    """An amount after a policy: x (1 - cut x part in force) x (1 + rise). Never below zero; without both, as it was."""
    return amount * (1 - cut * part) * (1 + rise)


def after(*, working: Any, annual_retirement: Any, arriving: Any) -> Any:
    """Chips at the end of each month after some that work now: K[t+1] = (1 - d) K[t] + F[t], with the rate made monthly."""
    flow = np.concatenate([working[:, None], arriving], axis=1)
    return stock(flow=flow, annual_retirement=annual_retirement)[:, 1:]


def legal_base(a: Assumptions, yardstick: str) -> Array:
    """Lawful chips sold up to month 0 and still working, without new ones. Leaves out H20 sold since August 2025 (low)."""
    sold = legal_stock(a, retire=True)
    past = sum(chip_worth(a, chip, yardstick)[:, None] * units for chip, units in sold.items())
    nothing = np.zeros((a.draws, a.catalog.horizon.months))
    rate = a.draw("annual_retirement", "share")
    return np.hstack([past, after(working=past[:, -1], annual_retirement=rate, arriving=nothing)])


def diverted_flow(a: Assumptions) -> Array:
    """Computing power diverted into China a month in H100e by flop: history, then its last rate with a judged growth.

    Leaves out what other policies than the one in force would cut or add; see ``effect``.
    """
    past = diverted_history(a)
    growth = a.draw("diverted_growth_ahead", "x per year")[:, None]
    return np.hstack([past, grown(base=past[:, -1:], growth=growth, years=_ahead(a) / MONTHS_PER_YEAR)])


def rented_base(a: Assumptions) -> Array:
    """Computing power rented abroad in H100e by flop: the stock of month 0, grown to it from 2023 and on from it.

    Leaves out steps as single sites open or close (either way), and rent from clouds inside China, which is of owned chips.
    """
    months = np.array(history_months(a.catalog.horizon))
    now = a.draw("offshore_rented", "H100e")[:, None]
    ago = (np.arange(months.size) - months.size + 1) / MONTHS_PER_YEAR
    past = grown(base=now, growth=a.draw("offshore_rented_growth_past", "x per year")[:, None], years=ago)
    growth = a.draw("offshore_rented_growth", "x per year")[:, None]
    ahead = grown(base=now, growth=growth, years=_ahead(a) / MONTHS_PER_YEAR)
    return np.hstack([past * (months >= RENTAL_BEGINS), ahead])


def common(a: Assumptions, yardstick: str) -> Common:
    """The part of ``channels`` that no policy changes; InputError for a yardstick that is none of YARDSTICKS."""
    if yardstick not in YARDSTICKS:
        raise InputError("the yardstick of channels must be one of h100e_flop, h100e_bandwidth and h100e_decode")
    flow = diverted_flow(a)
    working = stock(flow=flow, annual_retirement=a.draw("unsupported_retirement", "share/year"))
    by_flop = domestic_stock(a, flow.shape[1]) | {"diverted": working, RENTED: rented_base(a)}
    factors = {name: factor(a, whose, yardstick)[:, None] for name, whose in CHIPS_OF.items()}
    others = {name: amount * factors[name] for name, amount in by_flop.items()}
    ahead = flow[:, -a.catalog.horizon.months :] * factors["diverted"]
    return Common(yardstick, {"legal": legal_base(a, yardstick)} | others, ahead)


def channels(
    a: Assumptions, policy: Policy, new: Mapping[str, Array], yardstick: str, shared: Common | None = None
) -> Channels:
    """Computing power that China uses under a policy, by channel.

    ``new``: new chips by product by the end of each month ahead, shape (draws, months of the horizon). ``shared``: what
    ``common`` made of the same draws and yardstick, to save time. Direct effect only: no channel makes up for another.
    """
    base = shared or common(a, yardstick)
    if base.yardstick != yardstick:
        raise InputError("the shared part of channels was made by another yardstick than is asked for")
    changed = {
        "legal": _with_new(a, base, new),
        "diverted": _diverted(a, base, policy),
        RENTED: _rented(a, base, policy),
    }
    return Channels(yardstick, base.by_channel | changed)


def effect(a: Assumptions, policy: Policy, on: str) -> tuple[Array, Array, Array] | None:
    """A policy's cut, rise and months until the cut, shape (draws, 1) each, on ``diversion`` or ``rental``; None for neither.

    The cut comes after the delay of the policy's lever, counted from the month after the evidence like every policy, though
    the lever itself starts later (low). A rise comes at once (high).
    """
    cut, rise = CHANGES[on]
    if getattr(policy, cut) is None and getattr(policy, rise) is None:
        return None
    levers = [x for x in a.catalog.kinds["levers"].values() if x.policy == policy.id and x.acts_on == on and x.delay]
    zero = np.zeros(a.draws)
    drawn = (
        a.draw(f"{policy.id}.{cut}", "share") if getattr(policy, cut) else zero,
        a.draw(f"{policy.id}.{rise}", "ratio") if getattr(policy, rise) else zero,
        a.draw(f"{levers[0].id}.delay", "months") if levers else zero,
    )
    return drawn[0][:, None], drawn[1][:, None], drawn[-1][:, None]


def us_displaced(a: Assumptions, new: Mapping[str, Array], share: Any = None) -> Array:
    """Computing power that US buyers have lost by the end of each month to chips sold to China, in H100e by flop.

    A switch: ``us_displacement_share``, which is 0, unless a ``share`` is given. Chips without a 16-bit speed count nothing
    (low), and no lost chip is retired (high).
    """
    lost = a.draw("us_displacement_share", "share")[:, None] if share is None else share
    return lost * sum(chip_worth(a, chip, FLOP)[:, None] * units for chip, units in new.items())


def ratio_forward(a: Assumptions, found: Channels, whose: str) -> Array:
    """Computing power of ``us`` (five firms) or of ``world`` (four designers) over China's owned, shape (draws, months).

    Months run from December 2025 to the end of the horizon; by flop or bandwidth. Others' stock grows by a judged rate and
    is not retired (high); China's lawful, diverted and rented chips are in the world's (high), rented ones in the US firms'
    in part (high).
    """
    if found.yardstick == DECODE:
        raise InputError("others' computing power is counted by flop or bandwidth, not by decoding")
    stocks = {"us": "us_five_stock_2025", "world": "world_stock_2025"}
    begins = month_index(a.estimate(stocks[whose]).as_of)
    owned = found.owned[:, begins:]
    others = grown(
        base=(a.draw(stocks[whose], "H100e") * factor(a, whose, found.yardstick))[:, None],
        growth=a.draw(f"{whose}_stock_growth", "x per year")[:, None],
        years=np.arange(owned.shape[1]) / MONTHS_PER_YEAR,
    )
    return others / owned


def _ahead(a: Assumptions) -> Array:
    return np.arange(1, a.catalog.horizon.months + 1, dtype=float)


def _with_new(a: Assumptions, base: Common, new: Mapping[str, Array]) -> Array:
    arriving = [
        np.diff(units, axis=1, prepend=0) * chip_worth(a, chip, base.yardstick)[:, None] for chip, units in new.items()
    ]
    if not any(flow.any() for flow in arriving):
        return base.by_channel["legal"]
    working = stock(flow=sum(arriving), annual_retirement=a.draw("annual_retirement", "share"))
    return _joined(base.by_channel["legal"], base.by_channel["legal"][:, -working.shape[1] :] + working)


def _diverted(a: Assumptions, base: Common, policy: Policy) -> Array:
    known = base.by_channel["diverted"]
    found = effect(a, policy, "diversion")
    if found is None:
        return known
    cut, rise, delay = found
    flow = with_policy(
        amount=base.diverted_ahead, cut=cut, rise=rise, part=opened(months=_ahead(a)[None, :], start=delay)
    )
    now, rate = known[:, -flow.shape[1] - 1], a.draw("unsupported_retirement", "share/year")
    return _joined(known, after(working=now, annual_retirement=rate, arriving=flow))


def _rented(a: Assumptions, base: Common, policy: Policy) -> Array:
    known = base.by_channel[RENTED]
    found = effect(a, policy, "rental")
    if found is None:
        return known
    cut, rise, delay = found
    months = _ahead(a)[None, :]
    return _joined(known, with_policy(amount=known[:, -months.size :], cut=cut, rise=rise, part=months >= delay))


def _joined(whole: Array, ahead: Array) -> Array:
    """A series with its last months replaced."""
    return np.hstack([whole[:, : -ahead.shape[1]], ahead])
