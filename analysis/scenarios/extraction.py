"""Campaigns as results: tokens, the provider's compute, price, accounts and the move to a new model, reading by reading."""

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.accounts import (
    account_months,
    accounts_by_rate,
    detected_harvest,
    exchanges_per_account_day,
    pivot,
    window_days,
)
from analysis.model.campaign import READINGS
from analysis.model.generation import hours_on_chip
from analysis.scenarios.cases import MIXTURE, LabCase
from analysis.scenarios.results import Result

ALL = "all named labs"
HARVEST_FIELDS = {
    "processed": ("Tokens processed", "tokens"),
    "cached": ("Tokens re-read from the cache", "tokens"),
    "output": ("Output tokens", "tokens"),
    "visible": ("Visible output tokens", "tokens"),
    "unique": ("Unique tokens", "tokens"),
    "trained": ("Trained tokens", "tokens"),
    "supervised": ("Supervised tokens", "tokens"),
    "teacher_flop": ("Teacher compute", "FLOP"),
    "teacher_hours": ("Teacher chip-hours", "H800-hours"),
    "list_usd": ("List price", "USD"),
    "street_usd": ("Street price", "USD"),
    "subscription_usd": ("Price by subscription", "USD"),
}


def add_harvests(result: Result, a: Assumptions, cases: list[LabCase]) -> None:
    """Tokens, teacher compute and price, by lab and in all, for the mixture and each reading alone."""
    for reading in (MIXTURE, *READINGS):
        for field, (words, unit) in HARVEST_FIELDS.items():
            variable = f"Extraction|{words}|{reading.capitalize()}"
            total = 0
            for case in cases:
                values = getattr(case.harvests[reading], field)
                total = total + values
                result.add(f"{field}.{case.lab.id}.{reading}", variable, case.lab.name, unit, values)
            result.add(f"{field}.all.{reading}", variable, ALL, unit, total)
    for case in cases:
        exchanges = case.harvests[MIXTURE].exchanges
        result.add(
            f"exchanges.{case.lab.id}", "Extraction|Exchanges", case.lab.name, "exchanges", exchanges, label="claim"
        )
    stated = sum(case.harvests[MIXTURE].exchanges for case in cases)
    result.add("exchanges.all", "Extraction|Exchanges", ALL, "exchanges", stated, label="claim")
    _add_teacher_chips(result, a, sum(case.harvests[MIXTURE].teacher_hours for case in cases))


def _add_teacher_chips(result: Result, a: Assumptions, hours: Array) -> None:
    """The provider's chip-hours on other chips, by measured decoding speed: which it used is not known."""
    here = a.draw("decode_rate_reference", "tokens/s")
    for chip in a.catalog.kinds["chips"].values():
        if chip.decode_rate is None or chip.market == "domestic_prc" or chip.id == "h800":
            continue
        there = a.draw(f"{chip.id}.decode_rate", "tokens/s")
        variable = f"Extraction|Teacher chip-hours|{chip.name}"
        values = hours_on_chip(hours=hours, rate_here=here, rate_there=there)
        result.add(f"teacher_hours_on.{chip.id}", variable, ALL, "chip-hours", values)


def add_access(result: Result, a: Assumptions, cases: list[LabCase]) -> None:
    """Accounts two ways, exchanges a day, and what a new model loses before detection; by campaign and in all."""
    rate, fee = a.draw("account_rate_limit", "exchanges/day"), a.draw("subscription_price", "USD/month")
    needed, months = 0, 0
    for case in cases:
        months = months + account_months(subscription_usd=case.harvests[MIXTURE].subscription_usd, price_per_month=fee)
        for campaign in case.campaigns:
            days = window_days(a, campaign)
            exchanges = campaign_exchanges(a, campaign.id)
            needed = needed + accounts_by_rate(exchanges=exchanges, days=days, rate=rate)
            end, name = campaign.id, case.lab.name
            words = f"Extraction|{{}}|{campaign.disclosure}"
            result.add(
                f"window_days.{end}", words.format("Days of the campaign"), name, "days", days, label="judgement"
            )
            daily = exchanges / days
            result.add(f"per_day.{end}", words.format("Exchanges a day"), name, "exchanges/day", daily)
            moved = pivot(a, campaign, exchanges)
            result.add(
                f"pivot.{end}", words.format("Exchanges with a new model by detection"), name, "exchanges", moved
            )
            until = np.minimum(a.draw("detection_days", "days"), days)
            seen = detected_harvest(rate=daily, days=until)
            result.add(f"by_detection.{end}", words.format("Exchanges by detection"), name, "exchanges", seen)
            if campaign.accounts:
                accounts = a.draw(f"{campaign.id}.accounts", "accounts") if _drawable(campaign.accounts) else None
                if accounts is not None:
                    each = exchanges_per_account_day(exchanges=exchanges, accounts=accounts, days=days)
                    variable = words.format("Exchanges per account and day")
                    result.add(f"per_account_day.{end}", variable, name, "exchanges/account/day", each)
    result.add("accounts_needed.all", "Extraction|Accounts at their daily limit", ALL, "accounts", needed)
    result.add(
        "account_months.all", "Extraction|Account-months by value of subscriptions", ALL, "account-months", months
    )


def _drawable(number: object) -> bool:
    return getattr(number, "resolved_shape", "reported") != "reported"


def campaign_exchanges(a: Assumptions, campaign: str) -> Array:
    """Exchanges of one campaign as they are counted here: as stated, times undercount and attributed share."""
    stated = a.draw(f"{campaign}.exchanges", "exchanges")
    return stated * a.draw("undercount", "ratio") * a.draw("attributed_share", "share")
