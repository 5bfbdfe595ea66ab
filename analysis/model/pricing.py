"""What the exchanges cost: at list price, resold, and through subscriptions."""

from typing import TYPE_CHECKING, Any

from analysis.assumptions import Array, Assumptions
from analysis.model.constants import TOKENS_PER_MTOK

if TYPE_CHECKING:
    from analysis.model.campaign import TokenRow


def list_price(
    *, exchanges: Any, fresh_input: Any, reread_input: Any, output: Any, price_output: Any, input_ratio: Any, cache: Any
) -> Any:
    """USD at list price: new input at the input price, context at ``cache`` of it, output at the output price.

    Leaves out cache writes, accounts and staff (low), and the discount on batches (high), which is ``batch_factor``.
    """
    billed = (fresh_input + cache * reread_input) * input_ratio + output
    return exchanges * billed * price_output / TOKENS_PER_MTOK


def cache_price(*, cache_hit_share: Any, cache_multiplier: Any) -> Any:
    """Mean price of a re-read token, as a part of that of new input: hits at the cache price, misses in full.

    Leaves out the surcharge on writing to the cache (low).
    """
    return cache_hit_share * cache_multiplier + (1 - cache_hit_share)


def batch_factor(*, single_shot: Any, batch_share: Any, batch_discount: Any) -> Any:
    """What is left of the list price after the discount on those single requests that go in batches.

    Agents cannot wait for a batch. Exchanges are counted, not dollars: among cheaper agent turns the discount is too
    small (price high), among dearer sessions too large (price low).
    """
    return 1 - single_shot * batch_share * batch_discount


def subscription_usd(*, list_usd: Any, value_per_month: Any, price_per_month: Any) -> Any:
    """USD of the subscriptions whose allowance would cost ``list_usd`` at list price, each used in full.

    Leaves out unused allowance and banned accounts (low). The allowance cannot be used in batches: ``list_usd`` is
    the price before that discount.
    """
    return list_usd / value_per_month * price_per_month


def harvest_prices(a: Assumptions, exchanges: Array, row: "TokenRow") -> dict[str, Array]:
    """USD of all exchanges of one campaign by the field of a harvest: at list price, resold, and by subscription."""
    cached = a.draw("cache_read_multiplier", "ratio")
    single = list_price(
        exchanges=exchanges,
        fresh_input=row.fresh_input,
        reread_input=row.reread_input,
        output=row.output,
        price_output=a.draw("teacher_price_output", "USD/Mtok"),
        input_ratio=a.draw("price_input_over_output", "ratio"),
        cache=cache_price(cache_hit_share=a.draw("cache_hit_share", "share"), cache_multiplier=cached),
    )
    batches = {name: a.draw(name, "share") for name in ("batch_share", "batch_discount")}
    usd = single * batch_factor(single_shot=row.single_shot, **batches)
    allowance, fee = a.draw("subscription_value", "USD/month"), a.draw("subscription_price", "USD/month")
    return {
        "list_usd": usd,
        "street_usd": usd * a.draw("street_price_multiple", "ratio"),
        "subscription_usd": subscription_usd(list_usd=single, value_per_month=allowance, price_per_month=fee),
    }
