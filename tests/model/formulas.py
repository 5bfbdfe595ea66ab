"""The formulas of the model with the units of what goes in and the dimension of what comes out."""

from collections.abc import Callable
from typing import Any

from analysis.model import (
    accounts,
    binding,
    campaign,
    energy,
    generation,
    labs,
    pricing,
    rl,
    serving,
    training,
    uses,
    worth,
    yardsticks,
)
from tests.model.lever_formulas import LEVER_FORMULAS, LEVERS_WITHOUT_UNITS
from tests.model.supply_formulas import SUPPLY_FORMULAS, SUPPLY_WITHOUT_UNITS

CHIP_HOURS = "chip * hour"
CHIP_HOURS_A_MONTH = "chip * hour / month"
ACCOUNT_RATE = "exchange / account / day"
TOKEN_ROW = {"fresh_input": "tokens/exchange", "output": "tokens/exchange"}
SAMPLES = {"postprocessing_share": "share", "keep_share": "share", "visible_share": "share"}
ANSWERS = {"prompts": "samples", "samples": "ratio", "length": "tokens/sample"}
POOL = {"per_account_day": ACCOUNT_RATE, "accounts_per_day": "account / day", "ban_rate": "1 / day", "days": "days"}

# Formula, units of its inputs (of the closed list, or in pint's spelling), dimension of its result.
FORMULAS: list[tuple[Callable[..., Any], dict[str, str], str]] = [
    (campaign.processed_tokens, TOKEN_ROW | {"exchanges": "exchanges", "reread_input": "tokens/exchange"}, "tokens"),
    (campaign.output_tokens, {"exchanges": "exchanges", "output": "tokens/exchange"}, "tokens"),
    (campaign.unique_tokens, TOKEN_ROW | {"exchanges": "exchanges"}, "tokens"),
    (
        campaign.trained_tokens,
        TOKEN_ROW | SAMPLES | {"exchanges": "exchanges", "reread_input": "tokens/exchange", "repetition": "ratio"},
        "tokens",
    ),
    (campaign.supervised_tokens, SAMPLES | {"exchanges": "exchanges", "output": "tokens/exchange"}, "tokens"),
    (
        campaign.teacher_flop,
        {"new_tokens": "tokens", "params": "params", "context": "tokens", "flop_per_token_pair": "FLOP/token-pair"},
        "FLOP",
    ),
    (
        generation.decode_rate,
        {"reference_rate": "tokens/s", "reference_params": "params", "params": "params"}
        | {"reference_context": "tokens", "context": "tokens", "halving": "tokens"},
        "tokens/s",
    ),
    (
        generation.inference_gpu_hours,
        {"input_tokens": "tokens", "output_tokens": "tokens", "prefill_rate": "tokens/s", "decode_rate": "tokens/s"},
        CHIP_HOURS,
    ),
    (
        campaign.cached_tokens,
        {"exchanges": "exchanges", "reread_input": "tokens/exchange", "cache_hit_share": "share"},
        "tokens",
    ),
    (
        campaign.visible_tokens,
        {"exchanges": "exchanges", "visible_share": "share", "output": "tokens/exchange"},
        "tokens",
    ),
    (
        generation.prefill_rate,
        {"reference_rate": "tokens/s", "reference_params": "params", "params": "params"}
        | {"reference_context": "tokens", "context": "tokens", "flop_per_token_pair": "FLOP/token-pair"},
        "tokens/s",
    ),
    (
        campaign.kept_exchanges,
        {"exchanges": "exchanges", "postprocessing_share": "share", "keep_share": "share"},
        "exchanges",
    ),
    (
        campaign.trained_pairs,
        {"fresh": "tokens", "written": "tokens", "again": "tokens", "fresh_context": "tokens", "context": "tokens"},
        "token ** 2",
    ),
    (
        generation.attention_at_size,
        {"flop_per_token_pair": "FLOP/token-pair", "reference_params": "params", "params": "params"},
        "FLOP/token-pair",
    ),
    (generation.hours_on_chip, {"hours": CHIP_HOURS, "rate_here": "tokens/s", "rate_there": "tokens/s"}, CHIP_HOURS),
    (
        pricing.list_price,
        TOKEN_ROW
        | {"exchanges": "exchanges", "reread_input": "tokens/exchange", "price_output": "USD/Mtok"}
        | {"input_ratio": "ratio", "cache": "ratio"},
        "usd",
    ),
    (pricing.cache_price, {"cache_hit_share": "share", "cache_multiplier": "ratio"}, "dimensionless"),
    (
        pricing.batch_factor,
        {"single_shot": "share", "batch_share": "share", "batch_discount": "share"},
        "dimensionless",
    ),
    (
        pricing.subscription_usd,
        {"list_usd": "USD", "value_per_month": "USD/month", "price_per_month": "USD/month"},
        "USD",
    ),
    (uses.mean_over_uses, {"shares": "draws of share", "values": "draws of tokens/exchange"}, "tokens/exchange"),
    (
        uses.weighted_context,
        {"shares": "draws of share", "tokens": "draws of tokens/exchange", "contexts": "draws of tokens"},
        "tokens",
    ),
    (
        accounts.exchanges_per_account_day,
        {"exchanges": "exchanges", "accounts": "accounts", "days": "days"},
        ACCOUNT_RATE,
    ),
    (accounts.accounts_by_rate, {"exchanges": "exchanges", "days": "days", "rate": ACCOUNT_RATE}, "accounts"),
    (accounts.account_months, {"subscription_usd": "USD", "price_per_month": "USD/month"}, "month"),
    (accounts.harvest_from_steady_state, POOL, "exchanges"),
    (accounts.harvest_from_empty, POOL, "exchanges"),
    (accounts.detected_harvest, {"rate": "exchanges/day", "days": "days"}, "exchanges"),
    (
        accounts.harvest_of_new_model,
        {"rate": "exchanges/day", "days": "days", "tau_days": "days", "share": "share"},
        "exchanges",
    ),
    (yardsticks.h100e_flop, {"dense_16bit": "FLOP/s", "h100_dense_16bit": "FLOP/s"}, "dimensionless"),
    (yardsticks.h100e_bandwidth, {"memory_bandwidth": "GB/s", "h100_memory_bandwidth": "GB/s"}, "dimensionless"),
    (yardsticks.h100e_decode, {"decode_rate": "tokens/s", "h100_decode_rate": "tokens/s"}, "dimensionless"),
    (training.training_flop, {"params": "params", "tokens": "tokens"}, "FLOP"),
    (training.gpu_hours, {"flop": "FLOP", "peak": "FLOP/s", "mfu": "share"}, CHIP_HOURS),
    (
        training.sft_flop,
        {
            "params": "params",
            "tokens": "tokens",
            "token_pairs": "token ** 2",
            "flop_per_token_pair": "FLOP/token-pair",
            "epochs": "epochs",
            "runs": "ratio",
        },
        "FLOP",
    ),
    (
        training.rent_on_chip,
        {"rent": "USD/hour", "price_here": "USD/chip", "price_there": "USD/chip"},
        "USD/hour",
    ),
    (training.rl_gpu_hours, {"base_hours": CHIP_HOURS, "share": "ratio"}, CHIP_HOURS),
    (
        training.research_gpu_hours,
        {"base_hours": CHIP_HOURS, "rl_hours": CHIP_HOURS, "final_run_share": "share"},
        CHIP_HOURS,
    ),
    (training.tokens_for_flop, {"flop": "FLOP", "tokens_per_param": "token ** 2 / flop", "most": "tokens"}, "tokens"),
    (training.params_for_flop, {"flop": "FLOP", "tokens": "tokens"}, "params"),
    (training.cluster_days, {"hours": CHIP_HOURS, "chips": "chips"}, "day"),
    (
        rl.rollout_gpu_hours,
        ANSWERS | {"overhead": "ratio", "decode_rate": "tokens/s", "straggler_efficiency": "share"},
        CHIP_HOURS,
    ),
    (
        rl.update_gpu_hours,
        ANSWERS
        | {"params": "params", "context": "tokens", "flop_per_token_pair": "FLOP/token-pair"}
        | {"reuse": "ratio", "forward_passes": "ratio"}
        | {"peak": "FLOP/s", "mfu": "share"},
        CHIP_HOURS,
    ),
    (rl.rl_rollout_gpu_hours, {"rollout_hours": CHIP_HOURS, "update_hours": CHIP_HOURS}, CHIP_HOURS),
    (
        rl.hour_share_from_flop_share,
        {"flop_share": "ratio", "mfu_base": "share", "mfu_rl": "share"},
        "dimensionless",
    ),
    (rl.judge_limited_prompts, {"judge_calls": "exchanges", "calls_per_prompt": "exchange / sample"}, "samples"),
    (
        serving.tokens_a_day,
        {"chips": "chips", "utilisation": "share", "decode_rate": "tokens/s", "output_share": "share"},
        "tokens/day",
    ),
    (serving.chips_busy, {"tokens_a_day": "tokens/day", "rate": "tokens/s"}, "chips"),
    # Rated power is that of one chip.
    (
        energy.energy_mwh,
        {"chip_hours": CHIP_HOURS, "power": "watt / chip", "server_over_tdp": "ratio"}
        | {"average_share": "share", "pue": "ratio"},
        "watt * hour",
    ),
    (labs.grown_fleet, {"fleet": "H100e", "growth": "x per year", "years": "plain"}, "H100e"),
    (labs.usable_hours_a_month, {"fleet": "H100e", "occupancy": "share"}, CHIP_HOURS_A_MONTH),
    (labs.fleet_months, {"growth": "draws of x per year", "months": "plain"}, "dimensionless"),
    (binding.months_of_lab_compute, {"hours": CHIP_HOURS, "hours_a_month": CHIP_HOURS_A_MONTH}, "month"),
    (binding.years_of_lab_compute, {"months": "month"}, "year"),
    # A sum over months of chips over chips: the month is in the step of the sum.
    (binding.months_added, {"stock": "series of chips", "fleet": "H100e"}, "dimensionless"),
    (
        binding.final_runs_a_year,
        {"hours_a_month": CHIP_HOURS_A_MONTH, "final_run_share": "share", "run_hours": CHIP_HOURS},
        "1 / year",
    ),
    (worth.writing_hours, {"generation_hours": CHIP_HOURS, "quality": "share"}, CHIP_HOURS),
    (
        worth.reinforcement_hours,
        {"generation_hours": CHIP_HOURS, "gamma": "ratio", "rl_hours": CHIP_HOURS},
        CHIP_HOURS,
    ),
    (worth.saturation, {"trajectories": "samples", "scale": "samples", "most": "samples"}, "dimensionless"),
    (
        worth.compute_equivalent,
        {"alternative_hours": CHIP_HOURS, "sft_hours": CHIP_HOURS, "saturation": "share"},
        CHIP_HOURS,
    ),
    (
        worth.data_returns,
        {"beta": "share", "trajectories": "samples", "scale": "samples", "coverage": "share", "pace": "1 / year"},
        "month",
    ),
    (worth.capped_at_gap, {"months": "months", "gap": "months"}, "month"),
    # A share of a year's computing and a growth per year, both without dimension: the year is in the growth.
    (worth.months_brought_forward, {"extra_share": "share", "growth": "x per year"}, "dimensionless"),
    (worth.routes_share, {"routes": "series of months"}, "dimensionless"),
    *SUPPLY_FORMULAS,
    *LEVER_FORMULAS,
]
WITHOUT_UNITS = SUPPLY_WITHOUT_UNITS | LEVERS_WITHOUT_UNITS
