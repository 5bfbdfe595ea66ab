"""From exchanges to tokens, teacher compute and price. It runs on the provider's chips and is never Chinese demand."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Campaign
from analysis.model.constants import FORWARD_FLOP, SECONDS_PER_HOUR
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
    turn with its whole context has 20 to 100, but never more than what the teacher read again (``reread_input``).
    """
    samples = exchanges * (1 - postprocessing_share) * keep_share
    once = fresh_input + visible_share * output
    return samples * (once + np.minimum(once * (repetition - 1), reread_input))


def supervised_tokens(
    *, exchanges: Any, postprocessing_share: Any, keep_share: Any, visible_share: Any, output: Any
) -> Any:
    """Trained tokens that the loss sees: visible output of kept exchanges."""
    return exchanges * (1 - postprocessing_share) * keep_share * visible_share * output


def teacher_flop(*, new_tokens: Any, params: Any, context: Any, flop_per_token_pair: Any) -> Any:
    """FLOP to read new input and write output: 2 N per token, plus attention of each over the whole context.

    ``new_tokens`` hold what the cache lost, read anew. ``context`` in tokens, ``flop_per_token_pair`` in FLOP per token and context token.
    """
    return new_tokens * (FORWARD_FLOP * params + flop_per_token_pair * context)


def decode_rate(
    *, reference_rate: Any, reference_params: Any, params: Any, reference_context: Any, context: Any, halving: Any
) -> Any:
    """Tokens a second and chip when writing, scaled from a measured rate by model size and context length.

    Speed falls as 1 / (1 + context / halving), since each step reads the whole context from memory. Leaves out
    batching limits at very long context (high there).
    """
    return reference_rate * (reference_params / params) * (1 + reference_context / halving) / (1 + context / halving)


def prefill_rate(
    *,
    reference_rate: Any,
    reference_params: Any,
    params: Any,
    reference_context: Any,
    context: Any,
    flop_per_token_pair: Any,
) -> Any:
    """Tokens a second and chip when reading new input, scaled from a measured rate by FLOP per token.

    A token takes 2 N FLOP and attention over its context (Kaplan et al. 2020, section 2.1), for the reference as here.
    Both are given one attention work per pair of tokens. Leaves out memory traffic and the reading of a cache
    (high at long context).
    """
    reference = FORWARD_FLOP * reference_params + flop_per_token_pair * reference_context
    return reference_rate * reference / (FORWARD_FLOP * params + flop_per_token_pair * context)


def inference_gpu_hours(*, input_tokens: Any, output_tokens: Any, prefill_rate: Any, decode_rate: Any) -> Any:
    """Chip-hours to read ``input_tokens`` and write ``output_tokens`` at measured rates (tokens a second and chip)."""
    return (input_tokens / prefill_rate + output_tokens / decode_rate) / SECONDS_PER_HOUR


def hours_on_chip(*, hours: Any, rate_here: Any, rate_there: Any) -> Any:
    """Chip-hours on another chip of work that takes ``hours`` on this one, by tokens a second and chip of the two.

    Leaves out that reading and writing scale apart: with decoding rates, low for a chip of little arithmetic.
    """
    return hours * rate_here / rate_there


@dataclass(frozen=True)
class TokenRow:
    """Mean tokens of one exchange under one reading, the context they are written at, and the single-shot share.

    Shape (draws,) each. ``single_shot`` is the share of exchanges that are one request with one answer;
    ``trajectories`` the samples that one exchange makes: a part of one for a turn, one for a request or a session.
    """

    fresh_input: Array
    reread_input: Array
    output: Array
    context: Array
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
    return TokenRow(fresh, reread, output, context, single_shot, trajectories)


def harvest(a: Assumptions, campaign: Campaign, row: TokenRow) -> Harvest:
    """The whole chain from one campaign's exchanges to tokens, teacher compute and price."""
    stated = a.draw(f"{campaign.id}.exchanges", "exchanges")
    exchanges = stated * a.draw("undercount", "ratio") * a.draw("attributed_share", "share")
    params = a.draw("teacher_active_params", "params")
    tokens = harvest_tokens(a, exchanges, row)
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
            flop_per_token_pair=a.draw("attention_flop_per_token_pair", "FLOP/token-pair"),
        ),
        teacher_hours=generation_hours(a, tokens["fresh"] + missed, tokens["output"], params, row.context),
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


def harvest_tokens(a: Assumptions, exchanges: Array, row: TokenRow) -> dict[str, Array]:
    """Every kind of token of one campaign's exchanges, by the field of a harvest."""
    count, written = {"exchanges": exchanges}, {"output": row.output}
    fresh, reread = {"fresh_input": row.fresh_input}, {"reread_input": row.reread_input}
    seen = written | {"visible_share": a.draw("visible_output_share", "share")}
    samples = count | {name: a.draw(name, "share") for name in ("postprocessing_share", "keep_share")}
    return {
        "fresh": exchanges * row.fresh_input,
        "processed": processed_tokens(**count, **fresh, **reread, **written),
        "cached": cached_tokens(**count, **reread, cache_hit_share=a.draw("cache_hit_share", "share")),
        "output": output_tokens(**count, **written),
        "visible": visible_tokens(**count, **seen),
        "unique": unique_tokens(**count, **fresh, **written),
        "trained": trained_tokens(
            **samples, **seen, **fresh, **reread, repetition=a.draw("packing_multiplier", "ratio")
        ),
        "supervised": supervised_tokens(**samples, **seen),
    }


def generation_hours(a: Assumptions, read: Array, written: Array, params: Array, context: Array) -> Array:
    """H800-hours to read and write the given tokens with a model of ``params`` active parameters at ``context``.

    The attention work is the teacher's, for any model: no student's is given. ``read`` is what is computed anew.
    """
    scale = {
        "reference_params": a.draw("reference_active_params", "params"),
        "params": params,
        "reference_context": a.draw("reference_context", "tokens"),
        "context": context,
    }
    return inference_gpu_hours(
        input_tokens=read,
        output_tokens=written,
        prefill_rate=prefill_rate(
            **scale,
            reference_rate=a.draw("prefill_rate_reference", "tokens/s"),
            flop_per_token_pair=a.draw("attention_flop_per_token_pair", "FLOP/token-pair"),
        ),
        decode_rate=decode_rate(
            **scale,
            reference_rate=a.draw("decode_rate_reference", "tokens/s"),
            halving=a.draw("context_halving", "tokens"),
        ),
    )
