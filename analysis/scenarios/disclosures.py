"""What other disclosures change: later counts beside those that a run is about, and the accounts behind them."""

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Campaign
from analysis.catalog.loading import SUM
from analysis.model.binding import years_of_lab_compute
from analysis.model.constants import BINDS_FROM_YEARS
from analysis.scenarios.cases import LabCase
from analysis.scenarios.extraction import ALL
from analysis.scenarios.results import Result
from analysis.scenarios.spec import runnable

LATER = "Extraction|Exchanges disclosed later"
COUNTED = {"exchanges": "Exchanges", "prompts": "Prompts", "attempted_requests": "Attempted requests"}


def add_disclosed(result: Result, a: Assumptions) -> None:
    """Every count that any disclosure states, as stated. Prompts and attempted requests are never added to exchanges."""
    for campaign in a.catalog.kinds["campaigns"].values():
        if campaign.counts not in COUNTED:
            continue
        unit = "exchanges" if campaign.exchanges else "requests"
        variable = f"Extraction|{COUNTED[campaign.counts]} as disclosed|{campaign.disclosure}"
        lab = a.catalog.get("labs", campaign.lab).name
        result.add(
            f"disclosed.{campaign.id}", variable, lab, unit, a.draw(f"{campaign.id}.{unit}", unit), label="claim"
        )


def add_later(result: Result, a: Assumptions, cases: list[LabCase]) -> None:
    """What later disclosures change: their exchanges, and fine-tuning on them for labs that this run is about.

    Of two counts that overlap, the one disclosed last is taken; each disclosure's own total is given beside the sum.
    """
    catalog, disclosure = a.catalog, result.parameters.disclosure
    later = catalog.later(disclosure)
    if not later:
        return
    last = max(c.disclosed for c in catalog.named(disclosure))
    for name in catalog.disclosures:
        counted = [c for c in catalog.campaigns(name) if c.disclosed > last]
        if counted:
            _add_count(result, f"in.{name}", f"labs named in {name}", _counts(a, counted))
    tested = {case.lab.id: case for case in cases}
    _add_count(result, "all", "all labs in them", _counts(a, later))
    _add_count(result, "untested", "other labs", _counts(a, [c for c in later if c.lab not in tested]))
    years = []
    for identifier, case in tested.items():
        counted = [c for c in later if c.lab == identifier]
        if counted:
            years.append(_add_lab(result, a, case, _counts(a, counted)))
    if years:
        statement = f"Fine-tuning on later disclosures takes more than a tenth of a year of compute at any of {ALL}"
        result.chance("later.tenth.sft.any", statement, np.max(np.stack(years), axis=0) > BINDS_FROM_YEARS)


def _add_lab(result: Result, a: Assumptions, case: LabCase, count: Array) -> Array:
    """One lab's later count, and the years of its compute that fine-tuning on it takes."""
    earlier = _counts(a, list(case.campaigns))
    months = case.months("sft", "own_next") * count / earlier
    _add_count(result, case.lab.id, case.lab.name, count)
    variable = "Binding|Months of lab compute|sft|own_next|later disclosures"
    result.add(f"later.months.sft.{case.lab.id}", variable, case.lab.name, "months", months)
    return years_of_lab_compute(months=months)


def _counts(a: Assumptions, campaigns: list[Campaign]) -> Array:
    return sum((a.draw(f"{c.id}.exchanges", "exchanges") for c in campaigns), start=np.zeros(a.draws))


def _add_count(result: Result, end: str, region: str, count: Array) -> None:
    result.add(f"later.exchanges.{end}", LATER, region, "exchanges", count, label="claim")


def add_accounts(result: Result, a: Assumptions) -> None:
    """Exchanges per account, where a disclosure states its accounts. They measure evasion and churn, not capacity.

    Accounts are stated for a disclosure as a whole (``accounts_<disclosure>``), or for each of its campaigns.
    """
    campaigns = runnable(a.catalog, result.parameters.disclosure)
    name = f"accounts_{result.parameters.disclosure.replace('-', '_').replace(SUM, '_')}"
    if name in a.catalog.register:
        accounts = a.draw(name, "accounts")
    elif all(c.accounts for c in campaigns):
        accounts = sum(a.draw(f"{c.id}.accounts", "accounts") for c in campaigns)
    else:
        return
    variable = "Extraction|Exchanges per account"
    per_account = _counts(a, campaigns) / accounts
    result.add("exchanges_per_account.all", variable, ALL, "exchanges/account", per_account, label="claim")
