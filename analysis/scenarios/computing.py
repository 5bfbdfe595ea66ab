"""Computing power that China uses as results: by channel now and at the horizon, and what a scenario changes of it."""

import numpy as np

from analysis.assumptions import Assumptions
from analysis.catalog.records import Policy
from analysis.model.channels import RENTED, Channels, Common, channels, common, us_displaced
from analysis.model.history import history_months
from analysis.scenarios.cells import TRAINING, Regime
from analysis.scenarios.results import Result

CHINA, US = "China", "United States"
H100E = "H100e"
TENTH = 0.1  # of what China uses: a change worth a title
WHOLE = 1.0  # every chip that is sold to China is lost to a US buyer
PREFIX = "h100e_"
OTHER_YARDSTICKS = {"h100e_bandwidth": "by memory bandwidth", "h100e_decode": "by decoding"}
# Each channel in the words that follow "computing power".
CHANNELS = {
    "legal": "sold lawfully",
    "domestic": "of Chinese dies",
    "proxy_fabricated": "of Chinese design on dies made abroad",
    "diverted": "diverted",
    RENTED: "rented abroad",
}


def acts_on_channels(policy: Policy) -> bool:
    """Whether a policy changes what is diverted or rented, and not lawful sales alone."""
    acts = (policy.diversion_cut, policy.diversion_rise, policy.rental_cut, policy.rental_rise)
    return any(number is not None for number in acts)


def add_computing(
    result: Result,
    a: Assumptions,
    policy: Policy,
    found: Regime,
    baseline: Regime,
    baseline_policy: Policy,
    shared: Common,
    other_yardsticks: bool = True,
) -> tuple[Channels, Channels]:
    """Stock by channel in H100 equivalents by training speed, its sum, and the direct difference from the baseline.

    ``shared``: the channels that no policy changes, by training speed. Returns all of them, the scenario's and the
    baseline's.
    """
    cells = ((policy, found), (baseline_policy, baseline))
    mine, base = (channels(a, p, cell.products, TRAINING, shared) for p, cell in cells)
    now, horizon = len(history_months(a.catalog.horizon)) - 1, f"{a.catalog.horizon.months} months"
    for name, words in CHANNELS.items():
        variable = f"Supply|Computing power {words}"
        result.add(f"stock_now.{name}", f"{variable}|now", CHINA, H100E, mine.by_channel[name][:, now])
        values = mine.by_channel[name][:, -1]
        result.add(f"stock36.{name}.{found.key}", f"{variable}|after {horizon}|{found.name}", CHINA, H100E, values)
    variable, end = "Supply|Computing power used", f"after {horizon}|{found.name}"
    result.add("used_now", f"{variable}|now", CHINA, H100E, mine.total[:, now])
    result.add(f"used36.{found.key}", f"{variable}|{end}", CHINA, H100E, mine.total[:, -1], keep=True)
    _add_shares(result, mine, base, found, horizon)
    for yardstick, words in OTHER_YARDSTICKS.items() if other_yardsticks else ():
        base_of = common(a, yardstick)
        other = [channels(a, p, cell.products, yardstick, base_of).total[:, -1] for p, cell in cells]
        variable = f"Supply|Difference in computing power used after {horizon} {words}, direct|{found.name}, share"
        result.add(
            f"used36_share_{yardstick[len(PREFIX) :]}.{found.key}", variable, CHINA, "share", other[0] / other[1] - 1
        )
    variable = "Supply|Computing power lost to US buyers"
    lost = us_displaced(a, found.products)[:, -1]
    result.add(f"us_displaced36.{found.key}", f"{variable}|{end}", US, H100E, lost, label="judgement")
    most = us_displaced(a, found.products, WHOLE)[:, -1]
    variable = f"{variable} if every chip for China were"
    result.add(f"us_displaced_at_most36.{found.key}", f"{variable}|{end}", US, H100E, most, label="judgement")
    return mine, base


def _add_shares(result: Result, mine: Channels, base: Channels, found: Regime, horizon: str) -> None:
    """What a scenario changes of the computing power that China uses, in all and as a share; and what part is lawful."""
    difference, before = mine.total[:, -1] - base.total[:, -1], base.total[:, -1]
    variable, key = f"Supply|Difference in computing power used after {horizon}, direct|{found.name}", found.key
    result.add(f"used36_difference.{key}", variable, CHINA, H100E, difference, keep=True)
    result.add(f"used36_share.{key}", f"{variable}, share", CHINA, "share", difference / before, keep=True)
    lawful = mine.by_channel["legal"][:, -1] / mine.total[:, -1]
    variable = f"Supply|Share of computing power used that was sold lawfully, after {horizon}|{found.name}"
    result.add(f"legal36_share.{key}", variable, CHINA, "share", lawful)
    statement = f"{found.name} changes the computing power that China uses by more than a tenth within {horizon}"
    result.chance(f"used_tenth.{key}", statement, np.abs(difference) > TENTH * before)
