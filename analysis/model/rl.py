"""Reinforcement learning from its parts: answers written (rollouts), then updates on them, in H800-hours."""

from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.constants import (
    BACKWARD_AND_FORWARD,
    FORWARD_FLOP,
    MEAN_CONTEXT_SHARE,
    SECONDS_PER_HOUR,
    TRAINING_FLOP,
)
from analysis.model.generation import decode_rate, student_attention


def rollout_gpu_hours(
    *, prompts: Any, samples: Any, length: Any, overhead: Any, decode_rate: Any, straggler_efficiency: Any
) -> Any:
    """S K L a / (3600 theta eta): chip-hours to write K ``samples`` of ``length`` tokens for each of S ``prompts``.

    ``overhead`` a multiplies decoding for prompts, tools and graders, ``decode_rate`` theta is in tokens a second and
    chip, ``straggler_efficiency`` eta is the share of time not spent waiting. The formula of the model's specification.
    Leaves out a fleet of another chip for sampling (either way) and samples thrown away before they count (low).
    """
    return prompts * samples * length * overhead / (SECONDS_PER_HOUR * decode_rate * straggler_efficiency)


def update_gpu_hours(
    *,
    params: Any,
    context: Any,
    flop_per_token_pair: Any,
    prompts: Any,
    samples: Any,
    length: Any,
    reuse: Any,
    forward_passes: Any,
    peak: Any,
    mfu: Any,
) -> Any:
    """[(6 + 2 m) N + (3 + m) k c] S K L rho / (3600 peak MFU): hours of the updates on the answers.

    ``params`` N are active parameters, ``flop_per_token_pair`` k is attention over the mean ``context`` c,
    ``forward_passes`` m stand beside each update, ``reuse`` rho is the updates in which each answer is used, ``mfu``
    that of the update phase alone at a dense 16-bit ``peak`` (FLOP/s). FLOP per token after Kaplan et al. 2020. Leaves
    out a critic of its own (low where there is one).
    """
    attention = flop_per_token_pair * context
    update = TRAINING_FLOP * params + BACKWARD_AND_FORWARD * attention
    forward = FORWARD_FLOP * params + attention
    flop = (update + forward_passes * forward) * prompts * samples * length * reuse
    return flop / (SECONDS_PER_HOUR * peak * mfu)


def rl_rollout_gpu_hours(*, rollout_hours: Any, update_hours: Any) -> Any:
    """Chip-hours of one run of reinforcement learning: answers and updates, as if on the same chips in turn.

    Leaves out overlap of the two (it is in the straggler efficiency), evaluation and runs that failed (low).
    """
    return rollout_hours + update_hours


def hour_share_from_flop_share(*, flop_share: Any, mfu_base: Any, mfu_rl: Any) -> Any:
    """A share of base training in FLOP as a share of its chip-hours: the same FLOP take longer at a lower use of peak.

    ``mfu_rl`` is that of reinforcement learning as a whole, sampling included. Leaves out nothing if the FLOP share
    was counted; one that was derived from hours at an assumed use of peak counts the same thing twice (high).
    """
    return flop_share * mfu_base / mfu_rl


def judge_limited_prompts(*, judge_calls: Any, calls_per_prompt: Any) -> Any:
    """Questions whose answers a teacher can judge within ``judge_calls``: calls over calls per question.

    Leaves out answers judged by rules, by the student itself or by an open model (low).
    """
    return judge_calls / calls_per_prompt


def rl_rollout_hours(a: Assumptions, params: Array) -> Array:
    """H800-hours of one run of reinforcement learning for a model of ``params`` active parameters, shape (draws,)."""
    return _hours(a, params, a.draw("rl_prompts", "samples"))


def judged_rl_hours(a: Assumptions, params: Array, judge_exchanges: Array) -> Array:
    """H800-hours of the part of a run whose answers the teacher judges, shape (draws,).

    ``judge_exchanges`` are those that ask the teacher to grade. The run takes no more questions than it has.
    """
    judged = judge_limited_prompts(
        judge_calls=judge_exchanges, calls_per_prompt=a.draw("judge_calls_per_prompt", "ratio")
    )
    return _hours(a, params, np.minimum(judged, a.draw("rl_prompts", "samples")))


def _hours(a: Assumptions, params: Array, prompts: Array) -> Array:
    """H800-hours for so many questions, shape (draws,)."""
    length = a.draw("rl_tokens_per_sample", "tokens/sample")
    context = length * MEAN_CONTEXT_SHARE  # the prompt is left out (low)
    answers = {"prompts": prompts, "samples": a.draw("rl_samples_per_prompt", "ratio"), "length": length}
    rollout = rollout_gpu_hours(
        **answers,
        overhead=a.draw("rl_overhead", "ratio"),
        decode_rate=_rollout_rate(a, params, context),
        straggler_efficiency=a.draw("rl_straggler_efficiency", "share"),
    )
    update = update_gpu_hours(
        **answers,
        params=params,
        context=context,
        flop_per_token_pair=student_attention(a, params),
        reuse=a.draw("rl_reuse", "ratio"),
        forward_passes=a.draw("rl_forward_passes", "ratio"),
        peak=a.draw("h800.dense_16bit", "FLOP/s"),
        mfu=a.draw("rl_update_mfu", "share"),
    )
    return rl_rollout_gpu_hours(rollout_hours=rollout, update_hours=update)


def _rollout_rate(a: Assumptions, params: Array, context: Array) -> Array:
    """Tokens a second and H800 while answers are written at a mean ``context``, shape (draws,)."""
    return decode_rate(
        reference_rate=a.draw("decode_rate_reference", "tokens/s"),
        reference_params=a.draw("reference_active_params", "params"),
        params=params,
        reference_context=a.draw("reference_context", "tokens"),
        context=context,
        halving=a.draw("context_halving", "tokens"),
    )
