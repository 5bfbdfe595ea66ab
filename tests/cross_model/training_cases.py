"""Base training: operations by 6 N D, and chip-hours by the use of peak speed of all other runs.

Many published operations are 6 N D themselves, so they check our parameters and tokens; chip-hours are independent.
"""

from analysis.assumptions import Array
from analysis.model.training import gpu_hours, training_flop
from tests.cross_model.comparison import Comparison, printed
from tests.cross_model.ours import base_flop, drawn, figure, flop_from_hours, hours_from_other_runs, peak, percentiles


def six_n_d(student: str, name: str, published: float, last_digit: float, *sources: str, **more: object) -> Comparison:
    """Operations of one model's base run, to the digits printed."""
    return Comparison(
        id=f"flop.{student}",
        what=f"Operations of base training of {name}",
        published=published,
        unit="FLOP",
        sources=sources,
        ours=lambda: base_flop(student),
        tolerance=printed(published, last_digit),
        **more,
    )


def k3_flop() -> Array:
    """6 N D of Kimi K3, whose tokens are a judged range."""
    return training_flop(params=figure("kimi-k3.active_params"), tokens=drawn("kimi-k3.pretrain_tokens", "tokens"))


TRAINING = (
    # 6 x 21e9 x 8.1e12 = 1.0206e24
    six_n_d("deepseek-v2", "DeepSeek-V2", 1.02e24, 1e22, "epoch-models"),
    # 6 x 37e9 x 14.8e12 = 3.2856e24
    six_n_d("deepseek-v3", "DeepSeek-V3", 3.29e24, 1e22, "deepseek-v3-report", "epoch-models"),
    # 6 x 49e9 x 33e12 = 9.702e24
    six_n_d("deepseek-v4-pro", "DeepSeek-V4-Pro", 9.7e24, 1e23, "epoch-models"),
    # 6 x 32e9 x 15.5e12 = 2.976e24
    six_n_d("kimi-k2", "Kimi K2", 2.976e24, 1e21, "epoch-models"),
    # 6 x 32.6e9 x 30.5e12 = 5.9658e24; / 5.8e24 = 1.0286
    six_n_d(
        "kimi-k2-5",
        "Kimi K2.5, cumulative",
        5.8e24,
        1e23,
        "epoch-models",
        difference="Epoch AI rounds to 32 billion and 30 trillion; the configuration has 32.6 billion, the tokens add up to 30.5 trillion.",
        ratio=1.0286,
    ),
    # 6 x 104e9 x 15, 30 and 60e12 = 0.94, 1.87 and 3.74e25
    Comparison(
        id="flop.kimi-k3",
        what="Operations of base training of Kimi K3, speculative",
        published=2e25,
        unit="FLOP",
        sources=("epoch-models",),
        ours=lambda: percentiles(k3_flop()),
        mode="interval",
    ),
    # 6 x 40e9 x 28.5e12 = 6.84e24
    six_n_d("glm-5", "GLM-5", 6.84e24, 1e22, "epoch-models", "glm-5-readme"),
    # 6 x 22e9 x 36e12 = 4.752e24
    six_n_d("qwen3-235b-a22b", "Qwen3-235B-A22B", 4.75e24, 1e22, "epoch-models"),
    # 6 x 42e9 x 27e12 = 6.804e24
    six_n_d("mimo-v2-5-pro", "MiMo-V2.5-Pro", 6.8e24, 1e23, "epoch-models"),
    # 6 x 405e9 x 15.6e12 = 3.7908e25
    six_n_d("llama-3-1-405b", "Llama 3.1 405B", 3.8e25, 1e24, "llama-3-report", "epoch-models"),
    # 6 x 41e9 x 45e12 = 1.107e25; / 1.845e24 = 6
    six_n_d(
        "inkling",
        "Inkling",
        1.845e24,
        1e21,
        "epoch-models",
        difference="The published row multiplies parameters and tokens and leaves out the factor 6.",
        ratio=6.0,
    ),
    # 2.1e6 h x 3,600 x 989.5e12 x 0.238 = 1.78e24, interval 0.91 to 3.10e24; / 4.94e24 = 0.361
    # 4.94e24 / (6 x 5.1e9) = 161e12 tokens
    Comparison(
        id="flop.gpt-oss-120b",
        what="Operations of all training of gpt-oss-120b",
        published=4.94e24,
        unit="FLOP",
        sources=("epoch-models", "gpt-oss-card"),
        ours=lambda: flop_from_hours(figure("gpt-oss-120b.gpu_hours"), "h100"),
        mode="interval",
        difference="Published from hardware: 30% of the 8-bit peak, or 60% of the 16-bit one, which no run of the table reaches, and more hours than the card has. It would mean some 160 trillion tokens.",
        ratio=0.361,
    ),
    # 3.2856e24 / (989.5e12 x 0.35 x 3,600) = 2,635,295 H800-hours; / 2,664,000 = 0.9892
    Comparison(
        id="hours.deepseek-v3.at-35-percent",
        what="H800-hours of base training of DeepSeek-V3, at 35% of peak speed",
        published=2.664e6,
        unit="H800-hours",
        sources=("deepseek-v3-report",),
        ours=lambda: gpu_hours(flop=base_flop("deepseek-v3"), peak=peak("h800"), mfu=0.35),
        tolerance=0.012,
    ),
    # trained in 8 bits, so at the upper end of what other runs reach: 34.6% of the 16-bit peak
    Comparison(
        id="hours.deepseek-v3.from-others",
        what="H800-hours of base training of DeepSeek-V3, by all other runs",
        published=2.664e6,
        unit="H800-hours",
        sources=("deepseek-v3-report",),
        ours=lambda: hours_from_other_runs("deepseek-v3"),
        mode="interval",
    ),
    # 172,800 hours for each trillion tokens x 8.1
    Comparison(
        id="hours.deepseek-v2.from-others",
        what="H800-hours of base training of DeepSeek-V2, by all other runs",
        published=172_800 * 8.1,
        unit="H800-hours",
        sources=("deepseek-v2-report",),
        ours=lambda: hours_from_other_runs("deepseek-v2"),
        mode="interval",
    ),
    # 1,399,680 / 172,800 = 8.1
    Comparison(
        id="hours.deepseek-v2.as-total",
        what="H800-hours of base training of DeepSeek-V2, as a table of runs has them",
        published=172_800,
        unit="H800-hours",
        sources=("epoch-models",),
        ours=lambda: figure("deepseek-v2.gpu_hours"),
        difference="The published total is the hours of one trillion tokens of 8.1; as a total it is above the peak of the chip.",
        ratio=8.1,
    ),
    Comparison(
        id="hours.llama-3-1-405b.from-others",
        what="H100-hours of training of Llama 3.1 405B, by all other runs (dense, Hopper)",
        published=30.84e6,
        unit="H100-hours",
        sources=("llama-3-1-card",),
        ours=lambda: hours_from_other_runs("llama-3-1-405b"),
        mode="interval",
    ),
    # (2,664,000 + 124,000) h x 2 USD = 5,576,000
    Comparison(
        id="usd.deepseek-v3",
        what="Rent of all training of DeepSeek-V3 at 2 USD an hour",
        published=5.576e6,
        unit="USD",
        sources=("deepseek-v3-report",),
        ours=lambda: (figure("deepseek-v3.gpu_hours") + figure("model_costs.deepseek-v3-after-base-hours")) * 2,
        tolerance=1e-9,
    ),
    # 6 x 32e9 x 80e9 x 2 passes = 3.072e22; / (989.5e12 x 0.30 x 3,600) = 28,746: worked by hand, published by nobody
    Comparison(
        id="hours.sft-80-billion",
        what="H800-hours to fine-tune 32 billion parameters on 80 billion tokens, twice, at 30% of peak, attention left out: worked by hand",
        published=28.7e3,
        unit="H800-hours",
        sources=(),
        ours=lambda: gpu_hours(flop=2 * training_flop(params=32e9, tokens=80e9), peak=peak("h800"), mfu=0.30),
        tolerance=printed(28.7e3, 100),
    ),
)
