"""The numbers a brief prints, each by the id of a result: the template names a field, this file names the result."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analysis.insight import main_lab, percentage
from analysis.reporting.wording import amount, in_time, interval, stated, time_interval
from analysis.scenarios import Result
from analysis.scenarios.compare import key


@dataclass(frozen=True)
class Field:
    """A result as printed: the id it comes from, its median and its 90% interval in words."""

    id: str
    median: str
    interval: str


def fields(result: Result) -> dict[str, Field]:
    """Fields by the name the template uses. Chances have no interval: they are one number over all draws."""
    found = {name: _quantity(result, identifier, style) for name, identifier, style in _listed(result)}
    for name, identifier in _chances(result):
        found[name] = Field(identifier, percentage(result.chances[identifier].probability), "")
    return found


def _quantity(result: Result, identifier: str, style: str) -> Field:
    quantity = result.quantities[identifier]
    one: Callable[[float], str] = {"amount": amount, "time": in_time, "stated": stated}[style]
    between = time_interval if style == "time" else interval
    return Field(identifier, one(quantity[50]), between(quantity[5], quantity[95]))


def _listed(result: Result) -> Iterator[tuple[str, str, str]]:
    """(field, result id, style) of every quantity that prose or tiles use."""
    lab, end, last = main_lab(result).id, key(result), result.catalog.horizon.evidence_to.isoformat()[:7]
    yield from (
        ("exchanges", "exchanges.all", "stated"),
        ("exchanges_main", f"exchanges.{lab}", "stated"),
        ("unique", "unique.all.mixture", "amount"),
        ("trained", "trained.all.mixture", "amount"),
        ("processed", "processed.all.mixture", "amount"),
        ("teacher_flop", "teacher_flop.all.mixture", "amount"),
        ("teacher_hours", "teacher_hours.all.mixture", "amount"),
        ("list_usd", "list_usd.all.mixture", "amount"),
        ("street_usd", "street_usd.all.mixture", "amount"),
        ("sft_hours", f"hours.sft.{lab}.own_next", "amount"),
        ("sft_usd", f"usd.sft.{lab}.own_next", "amount"),
        ("sft_days", f"days.sft.{lab}.own_next", "amount"),
        ("sft_months", f"months.sft.{lab}.own_next", "amount"),
        ("to_date", f"cumulative.{last}", "amount"),
        ("delivered12", f"delivered12.{end}", "amount"),
        ("delivered36", f"delivered36.{end}", "amount"),
        ("added36", f"added36.{lab}.{end}", "amount"),
        ("added36_difference", f"added36_difference.{lab}.{end}", "amount"),
        ("full_use_difference", f"added36_difference.{lab}.r3.admit", "amount"),
        ("rl_over_remake", f"rl_over_remake.{lab}", "amount"),
        ("base_share_for_tenth", f"base_share_for_tenth.{lab}", "amount"),
        ("denial_direct", "policy36.r1.ration", "amount"),
        ("denial_net", "policy36_net.r1.ration", "amount"),
        ("denial_direct_admit", "policy36.r1.admit", "amount"),
        ("denial_net_admit", "policy36_net.r1.admit", "amount"),
        ("later_exchanges", "later.exchanges.all", "stated"),
        ("per_step", f"per_step.{lab}", "amount"),
    )
    for stage, target in (("remake", "own_next"), ("sft", "own_next"), ("rl", "own_next"), ("research", "own_next"), ("research", "flop_1e26")):
        yield f"{stage}_{target}_time", f"months.{stage}.{lab}.{target}", "time"
    for target in ("own_last", "own_next", "flop_1e26"):
        yield f"base_{target}_time", f"months.base.{lab}.{target}", "time"
    for identifier in result.quantities:
        if identifier.startswith("runs."):
            yield identifier.replace(".", "_"), identifier, "amount"
        if identifier.startswith("later.months.sft."):
            yield f"later_{identifier.rsplit('.', 1)[1]}_time", identifier, "time"


def _chances(result: Result) -> Iterator[tuple[str, str]]:
    lab = main_lab(result).id
    yield "none12", f"none12.{key(result)}"
    yield "denial_gains", "gains.r1.ration"
    yield "frontier_year", f"year.base.{lab}.flop_1e26"
    yield "frontier_tenth", f"tenth.base.{lab}.flop_1e26"
    yield "next_tenth", f"tenth.base.{lab}.own_next"
    yield "last_tenth", f"tenth.base.{lab}.own_last"
