"""Reinforcement learning: published hours and costs, the rollout form, and shares of base training. A day of serving."""

from analysis.model.constants import HOURS_PER_DAY
from analysis.model.serving import tokens_a_day
from analysis.model.training import cluster_days
from tests.cross_model.comparison import Comparison, printed
from tests.cross_model.ours import (
    base_flop,
    drawn,
    figure,
    percentiles,
    rollout_hours,
    rollout_share_of_base,
    rollout_usd,
    serving_day_hours,
)

R1_ZERO = {"rl_prompts": 10_400 * 32, "rl_samples_per_prompt": 16, "rl_reuse": 1}  # 10,400 steps of 32 questions
MIMO = {"rl_prompts": figure("model_costs.mimo-v2-6-pro-rl-trajectories"), "rl_samples_per_prompt": 1}


def r1_hours() -> float:
    """H800-hours of R1: both reinforcement-learning runs, and the making of fine-tuning data."""
    return figure("deepseek-r1.rl_gpu_hours") + figure("model_costs.deepseek-r1-data-hours")


def m1_usd() -> float:
    """512 chips for 21 days at 2.07 USD an hour."""
    chips, days = figure("model_costs.minimax-m1-rl-chips"), figure("model_costs.minimax-m1-rl-days")
    return chips * days * HOURS_PER_DAY * 2.07


REINFORCEMENT = (
    # 101,376 + 40,960 + 5,000 = 147,336; printed as 147 thousand
    Comparison(
        id="hours.deepseek-r1",
        what="H800-hours of post-training of DeepSeek-R1",
        published=147_000,
        unit="H800-hours",
        sources=("deepseek-r1-report",),
        ours=r1_hours,
        tolerance=printed(147_000, 1000),
    ),
    # 147,336 h x 2 USD = 294,672; printed as 294 thousand, twice the rounded hours
    Comparison(
        id="usd.deepseek-r1",
        what="Rent of post-training of DeepSeek-R1 at 2 USD an hour",
        published=294_000,
        unit="USD",
        sources=("deepseek-r1-report",),
        ours=lambda: r1_hours() * 2,
        tolerance=printed(294_000, 2000),
    ),
    # 142,336 h / (512 x 24) = 11.58 days = 198 + 80 hours
    Comparison(
        id="duration.deepseek-r1.rl",
        what="Hours by the clock of both reinforcement-learning runs of DeepSeek-R1 on 512 chips",
        published=198 + 80,
        unit="hours",
        sources=("deepseek-r1-report",),
        ours=lambda: cluster_days(hours=figure("deepseek-r1.rl_gpu_hours"), chips=512) * HOURS_PER_DAY,
        tolerance=1e-9,
    ),
    # 512 chips x 198 h; 5.3 million answers are published, their length and all else stand at their ranges
    Comparison(
        id="hours.r1-zero.rollout",
        what="H800-hours of R1-Zero, by rollouts and updates",
        published=512 * 198,
        unit="H800-hours",
        sources=("deepseek-r1-report",),
        ours=lambda: percentiles(rollout_hours(figure("deepseek-v3.active_params"), R1_ZERO)),
        mode="interval",
    ),
    # 512 chips x 21 days x 24 h; only the size of the model is known
    Comparison(
        id="hours.minimax-m1.rollout",
        what="H800-hours of reinforcement learning of MiniMax-M1, by rollouts and updates",
        published=258_048,
        unit="H800-hours",
        sources=("minimax-m1-report",),
        ours=lambda: percentiles(rollout_hours(figure("minimax-m1.active_params"))),
        mode="interval",
    ),
    # 512 x 21 x 24 x 2.07 = 534,159; half a cent on 2.07 is 0.24%
    Comparison(
        id="usd.minimax-m1.rl",
        what="Rent of reinforcement learning of MiniMax-M1 at 2.07 USD an hour",
        published=534_700,
        unit="USD",
        sources=("minimax-m1-report",),
        ours=m1_usd,
        tolerance=printed(2.07, 0.01),
    ),
    # 6 x 45.9e9 x 7.5e12 = 2.0655e24
    Comparison(
        id="flop.minimax-m1.continued",
        what="Operations of continued training of MiniMax-M1",
        published=2.07e24,
        unit="FLOP",
        sources=("minimax-m1-report", "epoch-models"),
        ours=lambda: base_flop("minimax-m1", "continued_tokens"),
        tolerance=printed(2.07e24, 1e22),
    ),
    # the range of the model is 0.04 to 1.5, with 0.15 in its middle
    Comparison(
        id="share.deepseek-v3-2.post-training",
        what="Post-training over base training of DeepSeek-V3.2, more than this, beside the range of the model",
        published=0.1,
        unit="ratio",
        sources=("epoch-large-scale",),
        ours=lambda: percentiles(drawn("rl_share_of_base_hours", "ratio")),
        mode="floor",
    ),
    # 108,000 h of one run over 4.3 million of base training
    Comparison(
        id="share.deepseek-v3-2.rollout",
        what="The same, by rollouts and updates of one run",
        published=0.1,
        unit="ratio",
        sources=("epoch-large-scale",),
        ours=lambda: percentiles(rollout_share_of_base("deepseek-v3-2")),
        mode="floor",
        difference="One run of the size of R1's, where the report counts all post-training, several experts and their data; a tenth lies inside our interval.",
        ratio=0.373,
    ),
    # 2.976e24 x (1 + 0.1), interval 3.0 to 5.95e24; the ends are Epoch AI's, the middle is not
    Comparison(
        id="flop.kimi-k2-thinking",
        what="Operations of Kimi K2 Thinking with post-training of unknown size",
        published=4.2e24,
        unit="FLOP",
        sources=("epoch-models",),
        ours=lambda: percentiles(base_flop("kimi-k2-thinking") * (1 + drawn("rl_share_of_base_flop", "ratio"))),
        mode="interval",
    ),
    Comparison(
        id="share.kimi-k2-thinking",
        what="Post-training over base training of Kimi K2 Thinking, in operations",
        published=0.41,
        unit="ratio",
        sources=("epoch-models",),
        ours=lambda: percentiles(drawn("rl_share_of_base_flop", "ratio")),
        mode="interval",
    ),
    # 750,000 trajectories of 15,000 tokens at 42 billion parameters: 26,000 h x 1.7 USD = 0.044 million; the range of
    # lengths reaches 300,000, at which the cost comes back. Nobody has published their length.
    Comparison(
        id="usd.mimo-v2-6-pro.rl",
        what="Rent of the scaled-up reinforcement learning of MiMo-V2.6-Pro, by rollouts and updates",
        published=2.62e6,
        unit="USD",
        sources=("technode-2026-09-22",),
        ours=lambda: percentiles(rollout_usd(figure("mimo-v2-6-pro.active_params"), MIMO)),
        mode="interval",
    ),
    # (608e9 x 0.437 / 4,026 + 168e9 / 1,850) / 3,600 = 43,557 h; x 2 USD = 87,115
    Comparison(
        id="usd.serving-day",
        what="Rent of DeepSeek's serving day at 2 USD an hour, from its tokens",
        published=87_072,
        unit="USD",
        sources=("deepseek-inference-2025",),
        ours=lambda: serving_day_hours() * 2,
        tolerance=0.003,
    ),
    # 43,557 / 24 = 1,815; 226.75 nodes x 8 = 1,814
    Comparison(
        id="chips.serving-day",
        what="Chips that DeepSeek's serving day keeps busy, from its tokens",
        published=226.75 * 8,
        unit="chips",
        sources=("deepseek-inference-2025",),
        ours=lambda: serving_day_hours() / HOURS_PER_DAY,
        tolerance=0.003,
    ),
    # 1,814 x 0.58 x 1,850 x 86,400 / 0.216 = 7.786e11
    Comparison(
        id="tokens.serving-day",
        what="Tokens of DeepSeek's serving day, from its chips",
        published=608e9 + 168e9,
        unit="tokens",
        sources=("deepseek-inference-2025",),
        ours=lambda: tokens_a_day(
            chips=226.75 * 8,
            utilisation=figure("decoding_share"),
            decode_rate=figure("decode_rate_reference"),
            output_share=figure("output_token_share"),
        ),
        tolerance=0.005,
    ),
)
