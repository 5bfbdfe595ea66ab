"""From exchanges to tokens, teacher compute and price. It runs on the provider's chips and is never Chinese demand."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Campaign
from analysis.model.constants import FORWARD_FLOP, MEAN_CONTEXT_SHARE
from analysis.model.generation import generation_hours
from analysis.model.pricing import harvest_prices

READINGS = ("turn", "request", "session")  # what the accuser may count as one exchange


def processed_tokens(*, exchanges: Any, fresh_input: Any, reread_input: Any, output: Any) -> Any:
    """Tokens the provider bills: context is sent again at every turn. Exchanges x tokens per exchange -> tokens."""
    return exchanges * (fresh_input + reread_input + output)


def output_tokens(*, exchanges: Any, output: Any) -> Any:
    """Tokens the teacher writes, hidden thinking included. Exchanges x tokens per exchange -> tokens."""
    return exchanges * output


def cached_tokens(*, exchanges: Any, reread_input: Any, cache_hit_share: Any) -> Any:
    """Re-read tokens that the provider finds in its cache. Leaves out hits on new input, a shared prompt (low)."""
    return exchanges * reread_input * cache_hit_share


def visible_tokens(*, exchanges: Any, visible_share: Any, output: Any) -> Any:
    """Output tokens that the buyer can read: hidden thinking is billed and not seen. Exchanges -> tokens."""
    return exchanges * visible_share * output


def unique_tokens(*, exchanges: Any, fresh_input: Any, output: Any) -> Any:
    """Tokens that occur once: new input and output, without the context sent again."""
    return exchanges * (fresh_input + output)


def trained_tokens(
    *,
    exchanges: Any,
    postprocessing_share: Any,
    keep_share: Any,
    fresh_input: Any,
    visible_share: Any,
    output: Any,
    reread_input: Any,
    repetition: Any,
) -> Any:
    """Tokens the student is trained on: kept exchanges, packed so that each token occurs once, hidden output left out.

    Exchanges spent on cleaning other exchanges add no sample. The student's own prompts are always visible to it, so
    the visible share applies to output alone. ``repetition`` is 1 if each token is trained once; a lab that trains each
    turn with its whole context has 20 to 100, but never more than what the teacher read again (``reread_input``). Leaves
    out the fixed prompt at the start of an agent's session, some 500 tokens a turn if a lab trains through it (low).
    """
    samples = exchanges * (1 - postprocessing_share) * keep_share
    once = fresh_input + visible_share * output
    return samples * (once + np.minimum(once * (repetition - 1), reread_input))


def kept_exchanges(*, exchanges: Any, postprocessing_share: Any, keep_share: Any) -> Any:
    """Exchanges that end as a training sample: those not spent on cleaning others, less what is thrown away."""
    return exchanges * (1 - postprocessing_share) * keep_share


def trained_pairs(*, fresh: Any, written: Any, again: Any, fresh_context: Any, context: Any) -> Any:
    """Each trained token with each of its context, in tokens squared: what attention works on when training.

    ``fresh`` and ``written`` tokens are trained once, at the contexts that the teacher had; those trained ``again`` with
    a later turn start from nothing, so at half of it on average. A lab that cuts samples short trains at less (high).
    """
    return fresh * fresh_context + (written + again * MEAN_CONTEXT_SHARE) * context


def supervised_tokens(
    *, exchanges: Any, postprocessing_share: Any, keep_share: Any, visible_share: Any, output: Any
) -> Any:
    """Trained tokens that the loss sees: visible output of kept exchanges."""
    return exchanges * (1 - postprocessing_share) * keep_share * visible_share * output


def teacher_flop(*, new_tokens: Any, params: Any, context: Any, flop_per_token_pair: Any) -> Any:
    """FLOP to read new input and write output: 2 N per token, plus attention of each over the whole context.

    ``new_tokens`` hold what the cache lost, read anew; ``flop_per_token_pair`` is FLOP per token and context token.
    """
    return new_tokens * (FORWARD_FLOP * params + flop_per_token_pair * context)


@dataclass(frozen=True)
class TokenRow:
    """Mean tokens of one exchange under one reading, the context they are written at, and the single-shot share.

    Shape (draws,) each. ``fresh_context`` is that at which new input is read. ``single_shot`` is the share of exchanges that are one request with one answer;
    ``trajectories`` the samples that one exchange makes: a part of one for a turn, one for a request or a session.
    """

    fresh_input: Array
    reread_input: Array
    output: Array
    context: Array
    fresh_context: Array
    single_shot: Array | float = 0
    trajectories: Array | float = 1


@dataclass(frozen=True)
class Harvest:
    """One lab's campaign under one reading: tokens, FLOP, chip-hours (H800) and USD, shape (draws,) each.

    ``fresh``: new input tokens. ``context``: that at which the output is written. ``trajectories``: samples, all kept.
    """

    exchanges: Array
    context: Array
    trajectories: Array
    fresh: Array
    processed: Array
    cached: Array
    output: Array
    visible: Array
    unique: Array
    trained: Array
    trained_pairs: Array
    supervised: Array
    teacher_flop: Array
    teacher_hours: Array
    list_usd: Array
    street_usd: Array
    subscription_usd: Array


def token_row(a: Assumptions, reading: str) -> TokenRow:
    """Token row of one reading alone. A session writes at the mean context of its turns."""
    fresh = a.draw(f"{reading}_fresh_input", "tokens/exchange")
    reread = a.draw(f"{reading}_reread_input", "tokens/exchange")
    output = a.draw(f"{reading}_output", "tokens/exchange")
    context = fresh + reread
    single_shot, trajectories = np.full(a.draws, float(reading == "request")), np.ones(a.draws)
    if reading == "session":
        context = context / a.draw("turns_per_session", "ratio")
    if reading == "turn":
        trajectories = 1 / a.draw("turns_per_session", "ratio")
    return TokenRow(fresh, reread, output, context, context, single_shot, trajectories)


def visible_output_share(a: Assumptions, campaign: Campaign) -> Array:
    """Share of output that the buyer can read, shape (draws,): the campaign's own where its accuser tells of a way to it."""
    return a.draw(f"{campaign.id}.visible_share" if campaign.visible_share else "visible_output_share", "share")


def harvest(a: Assumptions, campaign: Campaign, row: TokenRow) -> Harvest:
    """The whole chain from one campaign's exchanges to tokens, teacher compute and price."""
    stated = a.draw(f"{campaign.id}.exchanges", "exchanges")
    exchanges = stated * a.draw("undercount", "ratio") * a.draw("attributed_share", "share")
    params = a.draw("teacher_active_params", "params")
    attention = a.draw("attention_flop_per_token_pair", "FLOP/token-pair")
    tokens = harvest_tokens(a, exchanges, row, visible_output_share(a, campaign))
    missed = exchanges * row.reread_input - tokens["cached"]
    return Harvest(
        exchanges=exchanges,
        context=row.context,
        trajectories=exchanges * row.trajectories,
        **tokens,
        teacher_flop=teacher_flop(
            new_tokens=tokens["unique"] + missed,
            params=params,
            context=row.context,
            flop_per_token_pair=attention,
        ),
        teacher_hours=generation_hours(a, tokens["fresh"] + missed, tokens["output"], params, attention, row.context),
        **harvest_prices(a, exchanges, row),
    )


def combined(harvests: Sequence[Harvest]) -> Harvest:
    """Several campaigns of one lab as one harvest: all is added, the context is weighted by the output written at it.

    Where none of them holds any output, the context is that of the first: nothing is then read or written at it.
    """
    if len(harvests) == 1:
        return harvests[0]
    added = {f.name: sum(getattr(h, f.name) for h in harvests) for f in fields(Harvest) if f.name != "context"}
    written = sum(h.output * h.context for h in harvests)
    context = np.divide(written, added["output"], out=harvests[0].context.copy(), where=added["output"] > 0)
    return Harvest(**added, context=context)


def harvest_tokens(a: Assumptions, exchanges: Array, row: TokenRow, visible_share: Array) -> dict[str, Array]:
    """Every kind of token of one campaign's exchanges, by the field of a harvest."""
    count, written = {"exchanges": exchanges}, {"output": row.output}
    fresh, reread = {"fresh_input": row.fresh_input}, {"reread_input": row.reread_input}
    seen = written | {"visible_share": visible_share}
    samples = count | {name: a.draw(name, "share") for name in ("postprocessing_share", "keep_share")}
    kept_fresh = kept_exchanges(**samples) * row.fresh_input
    supervised = supervised_tokens(**samples, **seen)
    trained = trained_tokens(**samples, **seen, **fresh, **reread, repetition=a.draw("packing_multiplier", "ratio"))
    return {
        "fresh": exchanges * row.fresh_input,
        "processed": processed_tokens(**count, **fresh, **reread, **written),
        "cached": cached_tokens(**count, **reread, cache_hit_share=a.draw("cache_hit_share", "share")),
        "output": output_tokens(**count, **written),
        "visible": visible_tokens(**count, **seen),
        "unique": unique_tokens(**count, **fresh, **written),
        "trained": trained,
        "trained_pairs": trained_pairs(
            fresh=kept_fresh,
            written=supervised,
            again=trained - kept_fresh - supervised,
            fresh_context=row.fresh_context,
            context=row.context,
        ),
        "supervised": supervised,
    }
