"""From exchanges to tokens, teacher compute and price. It runs on the provider's chips and is never Chinese demand."""

from dataclasses import dataclass
from typing import Any

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Campaign
from analysis.model.constants import FORWARD_FLOP, SECONDS_PER_HOUR, TOKENS_PER_MTOK

READINGS = ("turn", "request", "session")  # what the accuser may count as one exchange


def processed_tokens(*, exchanges: Any, fresh_input: Any, reread_input: Any, output: Any) -> Any:
    """Tokens the provider bills: context is sent again at every turn. Exchanges x tokens per exchange -> tokens."""
    return exchanges * (fresh_input + reread_input + output)


def output_tokens(*, exchanges: Any, output: Any) -> Any:
    """Tokens the teacher writes, hidden thinking included. Exchanges x tokens per exchange -> tokens."""
    return exchanges * output


def unique_tokens(*, exchanges: Any, fresh_input: Any, output: Any) -> Any:
    """Tokens that occur once: new input and output, without the context sent again."""
    return exchanges * (fresh_input + output)


def trained_tokens(
    *, exchanges: Any, postprocessing_share: Any, keep_share: Any, fresh_input: Any, visible_share: Any, output: Any
) -> Any:
    """Tokens the student is trained on: kept exchanges, packed so that each token occurs once, hidden output left out.

    Exchanges spent on cleaning other exchanges add no sample. The student's own prompts are always visible to it, so
    the visible share applies to output alone. Leaves out training each turn with its whole context (low by 20 to 100
    times if a lab does that).
    """
    samples = exchanges * (1 - postprocessing_share) * keep_share
    return samples * (fresh_input + visible_share * output)


def supervised_tokens(
    *, exchanges: Any, postprocessing_share: Any, keep_share: Any, visible_share: Any, output: Any
) -> Any:
    """Trained tokens that the loss sees: visible output of kept exchanges."""
    return exchanges * (1 - postprocessing_share) * keep_share * visible_share * output


def teacher_flop(*, new_tokens: Any, params: Any, context: Any, flop_per_token_pair: Any) -> Any:
    """FLOP to read new input and write output: 2 N per token, plus attention of each over the whole context.

    Leaves out cache misses (low). ``context`` in tokens, ``flop_per_token_pair`` in FLOP per token and context token.
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


def inference_gpu_hours(*, input_tokens: Any, output_tokens: Any, prefill_rate: Any, decode_rate: Any) -> Any:
    """Chip-hours to read ``input_tokens`` and write ``output_tokens`` at measured rates (tokens a second and chip)."""
    return (input_tokens / prefill_rate + output_tokens / decode_rate) / SECONDS_PER_HOUR


def list_price(
    *, exchanges: Any, fresh_input: Any, reread_input: Any, output: Any, price_output: Any, input_ratio: Any, cache: Any
) -> Any:
    """USD at list price: new input at the input price, context at the cache price, output at the output price.

    Leaves out cache writes and the batch discount (they offset in part), accounts and staff (low).
    """
    billed = (fresh_input + cache * reread_input) * input_ratio + output
    return exchanges * billed * price_output / TOKENS_PER_MTOK


@dataclass(frozen=True)
class TokenRow:
    """Mean tokens of one exchange under one reading (shape (draws,) each), and the context they are written at."""

    fresh_input: Array
    reread_input: Array
    output: Array
    context: Array


@dataclass(frozen=True)
class Harvest:
    """One lab's campaign under one reading: tokens, FLOP, chip-hours (H800) and USD, shape (draws,) each."""

    exchanges: Array
    row: TokenRow
    processed: Array
    output: Array
    unique: Array
    trained: Array
    supervised: Array
    teacher_flop: Array
    teacher_hours: Array
    list_usd: Array
    street_usd: Array


def token_row(a: Assumptions, reading: str) -> TokenRow:
    """Token row of one reading alone. A session writes at the mean context of its turns."""
    fresh = a.draw(f"{reading}_fresh_input", "tokens/exchange")
    reread = a.draw(f"{reading}_reread_input", "tokens/exchange")
    output = a.draw(f"{reading}_output", "tokens/exchange")
    turns = a.draw("turns_per_session", "ratio") if reading == "session" else 1
    return TokenRow(fresh, reread, output, context=(fresh + reread) / turns)


def harvest(a: Assumptions, campaign: Campaign, row: TokenRow) -> Harvest:
    """The whole chain from one campaign's exchanges to tokens, teacher compute and price."""
    stated = a.draw(f"{campaign.id}.exchanges", "exchanges")
    exchanges = stated * a.draw("undercount", "ratio") * a.draw("attributed_share", "share")
    params = a.draw("teacher_active_params", "params")
    unique = unique_tokens(exchanges=exchanges, fresh_input=row.fresh_input, output=row.output)
    written = output_tokens(exchanges=exchanges, output=row.output)
    samples = {
        "exchanges": exchanges,
        "postprocessing_share": a.draw("postprocessing_share", "share"),
        "keep_share": a.draw("keep_share", "share"),
        "visible_share": a.draw("visible_output_share", "share"),
        "output": row.output,
    }
    usd = harvest_price(a, exchanges, row)
    return Harvest(
        exchanges=exchanges,
        row=row,
        processed=processed_tokens(
            exchanges=exchanges, fresh_input=row.fresh_input, reread_input=row.reread_input, output=row.output
        ),
        output=written,
        unique=unique,
        trained=trained_tokens(**samples, fresh_input=row.fresh_input),
        supervised=supervised_tokens(**samples),
        teacher_flop=teacher_flop(
            new_tokens=unique,
            params=params,
            context=row.context,
            flop_per_token_pair=a.draw("attention_flop_per_token_pair", "FLOP/token-pair"),
        ),
        teacher_hours=generation_hours(a, exchanges * row.fresh_input, written, params, row.context),
        list_usd=usd,
        street_usd=usd * a.draw("street_price_multiple", "ratio"),
    )


def harvest_price(a: Assumptions, exchanges: Array, row: TokenRow) -> Array:
    """USD at list price of all exchanges of one campaign."""
    return list_price(
        exchanges=exchanges,
        fresh_input=row.fresh_input,
        reread_input=row.reread_input,
        output=row.output,
        price_output=a.draw("teacher_price_output", "USD/Mtok"),
        input_ratio=a.draw("price_input_over_output", "ratio"),
        cache=a.draw("cache_read_multiplier", "ratio"),
    )


def generation_hours(a: Assumptions, read: Array, written: Array, params: Array, context: Array) -> Array:
    """H800-hours to read and write the given tokens with a model of ``params`` active parameters at ``context``."""
    reference = a.draw("reference_active_params", "params")
    return inference_gpu_hours(
        input_tokens=read,
        output_tokens=written,
        prefill_rate=a.draw("prefill_rate_reference", "tokens/s") * reference / params,
        decode_rate=decode_rate(
            reference_rate=a.draw("decode_rate_reference", "tokens/s"),
            reference_params=reference,
            params=params,
            reference_context=a.draw("reference_context", "tokens"),
            context=context,
            halving=a.draw("context_halving", "tokens"),
        ),
    )
