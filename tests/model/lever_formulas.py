"""The formulas of levers and outcomes, with the units of what goes in and the dimension of what comes out."""

from collections.abc import Callable
from typing import Any

from analysis.model import accounts, levers, outcome

LEVER_FORMULAS: list[tuple[Callable[..., Any], dict[str, str], str]] = [
    (levers.leakage, {"providers": "share", "open_teachers": "share"}, "dimensionless"),
    (levers.exchanges_left, {"exchanges": "exchanges", "stopped": "share", "leakage": "share"}, "exchange"),
    (levers.stopped_with, {"today": "share", "dose": "share"}, "dimensionless"),
    (
        levers.months_lost,
        {"lost_hours": "chip * hour", "hours_a_month": "chip * hour / month", "harvests": "ratio"},
        "month",
    ),
    (levers.runs_lost, {"months_lost": "months", "runs_a_year": "1 / year", "months": "months"}, "1 / year"),
    (levers.part_in_force, {"begins": "months", "months": "months"}, "dimensionless"),
    (
        levers.channel_missing,
        {"share": "draws of share", "path": "series of ratio", "left": "series of share"},
        "dimensionless",
    ),
    (outcome.growth_behind, {"ours": "H100e", "theirs": "H100e", "growth": "x per year"}, "dimensionless"),
    # The year is in the growth, as for months brought forward.
    (outcome.growth_shift, {"share": "share", "growth": "x per year"}, "dimensionless"),
    (
        accounts.harvest_with_batch_bans,
        {"per_account_day": "exchange / account / day", "accounts_per_day": "account / day"}
        | {"batch_days": "days", "days": "days"},
        "exchange",
    ),
]
# Infinite where no dose is enough, which carries no unit.
LEVERS_WITHOUT_UNITS = {levers.break_even_dose}
