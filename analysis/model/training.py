"""What a student's training takes: fine-tuning on a harvest, reinforcement learning, base training, research."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Lab
from analysis.model.campaign import Harvest
from analysis.model.constants import BACKWARD_AND_FORWARD, HOURS_PER_DAY, SECONDS_PER_HOUR, TRAINING_FLOP
from analysis.model.generation import generation_hours, student_attention
from analysis.model.rl import hour_share_from_flop_share, rl_rollout_hours

# Nested and never summed: research contains base and rl. rl_by_flop and rl_rollout are other ways to the size of rl.
STAGES = ("remake", "sft", "rl", "rl_by_flop", "rl_rollout", "base", "research")
# Sizes of runs beside a lab's own models, and the input that sets the FLOP of each.
SCALES = {"flop_1e25": "smaller_target_flop", "flop_1e26": "frontier_target_flop", "us_frontier": "us_frontier_flop"}
TARGETS = ("own_last", "own_next", *SCALES)


def training_flop(*, params: Any, tokens: Any) -> Any:
    """6 N D: FLOP of base training of ``params`` active parameters on ``tokens``. Leaves out attention: a tenth or so at its short context (low)."""
    return TRAINING_FLOP * params * tokens


def gpu_hours(*, flop: Any, peak: Any, mfu: Any) -> Any:
    """Chip-hours for ``flop`` at a dense 16-bit ``peak`` (FLOP/s) and whole-run ``mfu``, which holds restarts already."""
    return flop / (peak * mfu * SECONDS_PER_HOUR)


def sft_flop(*, params: Any, tokens: Any, token_pairs: Any, flop_per_token_pair: Any, epochs: Any, runs: Any) -> Any:
    """(6 N x trained tokens + 3 k x token pairs) x epochs x runs: FLOP of fine-tuning, trial runs included.

    ``token_pairs``: each trained token with each of its context. Attention takes k FLOP a pair when reading, and three
    times that when trained, as the parameters do.
    """
    attention = BACKWARD_AND_FORWARD * flop_per_token_pair * token_pairs
    return (training_flop(params=params, tokens=tokens) + attention) * epochs * runs


def rent_on_chip(*, rent: Any, price_here: Any, price_there: Any) -> Any:
    """USD an hour for another chip: the rent of this one, in proportion to what the chips cost to buy.

    Owners who want one return on all chips would ask that. Leaves out scarcity of one class in one country (either way).
    """
    return rent * price_there / price_here


def rl_gpu_hours(*, base_hours: Any, share: Any) -> Any:
    """Reinforcement learning as a share of the base run's chip-hours (a share of hours, not of FLOP)."""
    return base_hours * share


def research_gpu_hours(*, base_hours: Any, rl_hours: Any, final_run_share: Any) -> Any:
    """All research and development behind one model: final runs over their share. Contains base and RL."""
    return (base_hours + rl_hours) / final_run_share


def tokens_for_flop(*, flop: Any, tokens_per_param: Any, most: Any) -> Any:
    """Tokens of a run of ``flop`` at a given number of tokens per active parameter, D = sqrt(C r / 6), at most ``most``.

    Beyond the text that there is, a larger run takes a larger model. Leaves out text seen twice (low).
    """
    return np.minimum(np.sqrt(flop * tokens_per_param / TRAINING_FLOP), most)


def params_for_flop(*, flop: Any, tokens: Any) -> Any:
    """Active parameters of a run of ``flop`` on ``tokens``: N = C / 6 D."""
    return flop / (TRAINING_FLOP * tokens)


def cluster_days(*, hours: Any, chips: Any) -> Any:
    """Days that ``chips`` need for so many chip-hours."""
    return hours / (chips * HOURS_PER_DAY)


@dataclass(frozen=True)
class Target:
    """A model to be trained: active parameters and pre-training tokens, shape (draws,) each."""

    name: str
    params: Array
    tokens: Array


@dataclass(frozen=True)
class Training:
    """Chip-hours (H800) by stage for one lab and target, shape (draws,) each."""

    target: Target
    hours: dict[str, Array]
    sft_flop: Array
    base_flop: Array


def targets(a: Assumptions, lab: Lab) -> dict[str, Target]:
    """The lab's last model, its next, and runs of the sizes in SCALES.

    Those keep the next model's tokens per active parameter up to the most tokens that a run can have.
    """
    own = {}
    for name, model in (("own_last", lab.last_model), ("own_next", lab.next_model)):
        params, tokens = a.draw(f"{model}.active_params", "params"), a.draw(f"{model}.pretrain_tokens", "tokens")
        own[name] = Target(name, params, tokens)
    ratio = own["own_next"].tokens / own["own_next"].params
    most = a.draw("pretrain_tokens_most", "tokens")
    for name, size in SCALES.items():
        flop = a.draw(size, "FLOP")
        tokens = tokens_for_flop(flop=flop, tokens_per_param=ratio, most=most)
        own[name] = Target(name, params_for_flop(flop=flop, tokens=tokens), tokens)
    return own


def final_run_share(a: Assumptions, lab: Lab) -> Array:
    """Share of a lab's research computing that final runs take: its own where one is published, else the range."""
    return a.draw(f"{lab.id}.final_run_share" if lab.final_run_share else "final_run_share", "share")


def rl_share_by_flop(a: Assumptions) -> Array:
    """Reinforcement learning as a share of base hours, from a share of base FLOP: it uses chips worse than base training."""
    return hour_share_from_flop_share(
        flop_share=a.draw("rl_share_of_base_flop", "ratio"),
        mfu_base=a.draw("mfu_base", "share"),
        mfu_rl=a.draw("rl_mfu_blended", "share"),
    )


def train(a: Assumptions, lab: Lab, harvested: Harvest, target: Target) -> Training:
    """Chip-hours of each stage for one target, on the H800 (the chip most of these runs were reported on)."""
    peak, attention = a.draw("h800.dense_16bit", "FLOP/s"), student_attention(a, target.params)
    base_flop = training_flop(params=target.params, tokens=target.tokens)
    base = gpu_hours(flop=base_flop, peak=peak, mfu=a.draw("mfu_base", "share"))
    tuning = sft_flop(
        params=target.params,
        tokens=harvested.trained,
        token_pairs=harvested.trained_pairs,
        flop_per_token_pair=attention,
        epochs=a.draw("sft_epochs", "epochs"),
        runs=a.draw("sft_runs", "ratio"),
    )
    rl = rl_gpu_hours(base_hours=base, share=a.draw("rl_share_of_base_hours", "ratio"))
    hours = {
        "remake": generation_hours(a, harvested.fresh, harvested.output, target.params, attention, harvested.context),
        "sft": gpu_hours(flop=tuning, peak=peak, mfu=a.draw("mfu_sft", "share")),
        "rl": rl,
        "rl_by_flop": rl_gpu_hours(base_hours=base, share=rl_share_by_flop(a)),
        "rl_rollout": rl_rollout_hours(a, target.params),
        "base": base,
        "research": research_gpu_hours(base_hours=base, rl_hours=rl, final_run_share=final_run_share(a, lab)),
    }
    return Training(target, hours, tuning, base_flop)
