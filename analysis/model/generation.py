"""Reading and writing tokens with a model of given size, from speeds measured on one chip: chip-hours, by size and context."""

from typing import Any

from analysis.assumptions import Array, Assumptions
from analysis.model.constants import ATTENTION_GROWTH, FORWARD_FLOP, SECONDS_PER_HOUR


def attention_at_size(*, flop_per_token_pair: Any, reference_params: Any, params: Any) -> Any:
    """FLOP of attention per pair of tokens for a model of ``params``, from that of a model of ``reference_params``.

    Grows as layers x width, or parameters to the power of 2/3. For a mixture of experts active parameters stand for
    the size (either way).
    """
    return flop_per_token_pair * (params / reference_params) ** ATTENTION_GROWTH


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


def student_attention(a: Assumptions, params: Array) -> Array:
    """FLOP of attention per pair of tokens for a student of ``params`` active parameters, shape (draws,)."""
    return attention_at_size(
        flop_per_token_pair=a.draw("student_attention_flop", "FLOP/token-pair"),
        reference_params=a.draw("reference_active_params", "params"),
        params=params,
    )


def generation_hours(
    a: Assumptions, read: Array, written: Array, params: Array, attention: Array, context: Array
) -> Array:
    """H800-hours to read and write the given tokens with a model of ``params`` active parameters at ``context``.

    ``attention``: its FLOP per pair of tokens. ``read`` is what is computed anew.
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
            flop_per_token_pair=attention,
        ),
        decode_rate=decode_rate(
            **scale,
            reference_rate=a.draw("decode_rate_reference", "tokens/s"),
            halving=a.draw("context_halving", "tokens"),
        ),
    )
