"""What a student's training takes: fine-tuning on a harvest, reinforcement learning, base training, research."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Lab
from analysis.model.campaign import Harvest, generation_hours
from analysis.model.constants import HOURS_PER_DAY, SECONDS_PER_HOUR, TRAINING_FLOP

STAGES = ("remake", "sft", "rl", "base", "research")  # nested: research contains base and rl; never summed


def training_flop(*, params: Any, tokens: Any) -> Any:
    """6 N D: FLOP to train ``params`` active parameters on ``tokens``. Leaves out attention (low at long context)."""
    return TRAINING_FLOP * params * tokens


def gpu_hours(*, flop: Any, peak: Any, mfu: Any) -> Any:
    """Chip-hours for ``flop`` at a dense 16-bit ``peak`` (FLOP/s) and whole-run ``mfu``, which holds restarts already."""
    return flop / (peak * mfu * SECONDS_PER_HOUR)


def sft_flop(*, params: Any, tokens: Any, epochs: Any, runs: Any) -> Any:
    """6 N x trained tokens x epochs x runs: fine-tuning, trial runs included."""
    return training_flop(params=params, tokens=tokens) * epochs * runs


def rl_gpu_hours(*, base_hours: Any, share: Any) -> Any:
    """Reinforcement learning as a share of the base run's chip-hours (a share of hours, not of FLOP)."""
    return base_hours * share


def research_gpu_hours(*, base_hours: Any, rl_hours: Any, final_run_share: Any) -> Any:
    """All research and development behind one model: final runs over their share. Contains base and RL."""
    return (base_hours + rl_hours) / final_run_share


def params_for_flop(*, flop: Any, tokens_per_param: Any) -> Any:
    """Active parameters of a run of ``flop`` at a given number of tokens per active parameter: N = sqrt(C / 6r)."""
    return np.sqrt(flop / (TRAINING_FLOP * tokens_per_param))


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
    """The lab's last model, its next, and a frontier-scale run at the next model's tokens per active parameter."""
    own = {}
    for name, model in (("own_last", lab.last_model), ("own_next", lab.next_model)):
        params, tokens = a.draw(f"{model}.active_params", "params"), a.draw(f"{model}.pretrain_tokens", "tokens")
        own[name] = Target(name, params, tokens)
    ratio = own["own_next"].tokens / own["own_next"].params
    params = params_for_flop(flop=a.draw("frontier_target_flop", "FLOP"), tokens_per_param=ratio)
    return own | {"flop_1e26": Target("flop_1e26", params, params * ratio)}


def final_run_share(a: Assumptions, lab: Lab) -> Array:
    """Share of a lab's research computing that final runs take: its own where one is published, else the range."""
    return a.draw(f"{lab.id}.final_run_share" if lab.final_run_share else "final_run_share", "share")


def train(a: Assumptions, lab: Lab, harvested: Harvest, target: Target) -> Training:
    """Chip-hours of each stage for one target, on the H800 (the chip most of these runs were reported on)."""
    peak = a.draw("h800.dense_16bit", "FLOP/s")
    base_flop = training_flop(params=target.params, tokens=target.tokens)
    base = gpu_hours(flop=base_flop, peak=peak, mfu=a.draw("mfu_base", "share"))
    tuning = sft_flop(
        params=target.params,
        tokens=harvested.trained,
        epochs=a.draw("sft_epochs", "epochs"),
        runs=a.draw("sft_runs", "ratio"),
    )
    rl = rl_gpu_hours(base_hours=base, share=a.draw("rl_share_of_base_hours", "ratio"))
    row = harvested.row
    hours = {
        "remake": generation_hours(
            a, harvested.exchanges * row.fresh_input, harvested.output, target.params, row.context
        ),
        "sft": gpu_hours(flop=tuning, peak=peak, mfu=a.draw("mfu_sft", "share")),
        "rl": rl,
        "base": base,
        "research": research_gpu_hours(base_hours=base, rl_hours=rl, final_run_share=final_run_share(a, lab)),
    }
    return Training(target, hours, tuning, base_flop)
