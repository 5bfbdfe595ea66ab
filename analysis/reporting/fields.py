"""The numbers a brief prints, each by the id of a result: the template names a field, this file names the result."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.insight import effect_key, main_lab, percentage
from analysis.model.constants import HOURS_PER_DAY, HOURS_PER_MONTH
from analysis.reporting.wording import amount, in_time, interval, part_interval, part_of_one, stated, time_interval
from analysis.scenarios import Result
from analysis.scenarios.compare import key

# Field, id of the result, style. {lab}: the lab that page 1 is about; {end}: the scenario's policy and posture;
# {now}: the month of the evidence.
LISTED = (
    ("exchanges", "exchanges.all", "stated"),
    ("unique", "unique.all.mixture", "amount"),
    ("processed", "processed.all.mixture", "amount"),
    ("teacher_flop", "teacher_flop.all.mixture", "amount"),
    ("teacher_hours", "teacher_hours.all.mixture", "amount"),
    ("list_usd", "list_usd.all.mixture", "amount"),
    ("street_usd", "street_usd.all.mixture", "amount"),
    ("sft_hours", "hours.sft.{lab}.own_next", "amount"),
    ("remake_time", "months.remake.{lab}.own_next", "time"),
    ("sft_time", "months.sft.{lab}.own_next", "time"),
    ("rl_time", "months.rl.{lab}.own_next", "time"),
    ("base_last_time", "months.base.{lab}.own_last", "time"),
    ("base_next_time", "months.base.{lab}.own_next", "time"),
    ("base_smaller_time", "months.base.{lab}.flop_1e25", "time"),
    ("base_frontier_time", "months.base.{lab}.flop_1e26", "time"),
    ("base_us_time", "months.base.{lab}.us_frontier", "time"),
    ("to_date", "cumulative.{now}", "amount"),
    ("delivered36", "delivered36.{end}", "amount"),
    ("effect", "added36_difference.{lab}.{effect}", "size"),
    ("effect_share", "share36.{lab}.{effect}", "percent"),
    ("sft_days", "days.sft.{lab}.own_next", "days"),
    ("sft_us_time", "months.sft.{lab}.us_frontier", "time"),
    ("licensed", "licensed", "amount"),
    ("lease", "lease_abroad", "amount"),
    ("sign_turns", "sign_turns", "amount"),
    ("renewed", "renewed36.r3.ration", "amount"),
    ("renewed_denial", "renewed36_difference.{lab}.r1.ration", "size"),
    ("base_share_for_tenth", "base_share_for_tenth.{lab}", "amount"),
    ("denial_direct", "policy36.r1.ration", "size"),
    ("denial_net", "policy36_net.r1.ration", "size"),
    ("per_step", "per_step.{lab}", "amount"),
    ("used_now", "used_now", "amount"),
    ("used36", "used36.{end}", "amount"),
    ("used_share", "used36_share.{end}", "percent"),
    ("legal_share", "legal36_share.{end}", "percent"),
    ("used_share_bandwidth", "used36_share_bandwidth.{end}", "percent"),
    ("used_share_decode", "used36_share_decode.{end}", "percent"),
    ("renewed_effect", "renewed36_difference.{lab}.{end}", "size"),
    ("spared_hours", "worth.with_tuning.{lab}.hours", "amount"),
    ("data_returns", "worth.data_returns.{lab}", "amount"),
    ("top_down", "worth.top_down", "amount"),
    ("routes", "worth.share.{lab}", "part"),
)
STYLES: dict[str, Callable[[float], str]] = {
    "amount": amount,
    "stated": stated,
    "size": amount,
    "part": part_of_one,
    "percent": lambda share: f"{amount(100 * share)}%",
    "time": in_time,
    "days": lambda days: in_time(days * HOURS_PER_DAY / HOURS_PER_MONTH),
}
UNSIGNED = ("size", "percent")  # printed beside a verb that carries the sign
BETWEEN = {"amount": interval, "stated": interval, "size": interval, "time": time_interval, "part": part_interval}
CHANCES = (
    ("sign_turns_reached", "sign_turns.reached"),
    ("renewed_moves", "renewed_moves.{lab}.r1.ration"),
    ("frontier_tenth", "tenth.base.{lab}.flop_1e26"),
    ("next_tenth", "tenth.base.{lab}.own_next"),
    ("last_tenth", "tenth.base.{lab}.own_last"),
    ("spares_nothing", "worth.with_tuning.{lab}.nothing"),
    ("spares_nothing_plain", "worth.compute.{lab}.nothing"),
    ("smaller_tenth", "tenth.base.{lab}.flop_1e25"),
    ("us_tenth", "tenth.base.{lab}.us_frontier"),
)
OPTIONAL = {
    "rl_over_remake.": "amount",
    "margin.": "amount",
    "runs.": "amount",
    "later.months.sft.": "time",
    "later.exchanges.": "stated",
    "disclosed.": "stated",
    "exchanges_per_account.": "amount",
}  # by what a run found


@dataclass(frozen=True)
class Field:
    """A result as printed: the id it comes from, its median and its 90% interval in words.

    ``falls``: its median is negative. A size is then printed without its sign, beside a verb that carries it. ``mixed``:
    its interval holds both signs, so that no verb can; it is then printed with its sign.
    """

    id: str
    median: str
    interval: str
    falls: bool = False
    mixed: bool = False


def fields(result: Result) -> dict[str, Field]:
    """Fields by the name the template uses. Chances have no interval: they are one number over all draws."""
    names = {
        "lab": main_lab(result).id,
        "end": key(result),
        "effect": effect_key(result),
        "now": result.catalog.horizon.evidence_to.isoformat()[:7],
    }
    found = {name: _quantity(result, identifier.format(**names), style) for name, identifier, style in LISTED}
    for lab in result.catalog.labs(result.parameters.disclosure):
        found[f"frontier.{lab.id}"] = _quantity(result, f"months.base.{lab.id}.flop_1e26", "time")
    for identifier in result.quantities:
        style = next((style for start, style in OPTIONAL.items() if identifier.startswith(start)), None)
        if style:
            found[identifier] = _quantity(result, identifier, style)
    for name, pattern in CHANCES:
        identifier = pattern.format(**names)
        found[name] = Field(identifier, percentage(result.chances[identifier].probability), "")
    return found


def _quantity(result: Result, identifier: str, style: str) -> Field:
    quantity, one = result.quantities[identifier], STYLES[style]
    low, middle, high = quantity[5], quantity[50], quantity[95]
    falls, mixed = middle < 0, low < 0 < high
    if falls and not mixed and style in UNSIGNED:
        low, middle, high = -high, -middle, -low
    between = BETWEEN.get(style, lambda first, last: f"{one(first)} to {one(last)}")
    return Field(identifier, one(middle), between(low, high), falls, mixed)
