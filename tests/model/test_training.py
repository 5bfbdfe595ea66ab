"""What a student's training takes: cases worked by hand."""

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.catalog import Lab
from analysis.model.campaign import harvest, token_row
from analysis.model.training import (
    STAGES,
    TARGETS,
    Target,
    Training,
    cluster_days,
    final_run_share,
    gpu_hours,
    params_for_flop,
    rent_on_chip,
    research_gpu_hours,
    rl_gpu_hours,
    sft_flop,
    targets,
    tokens_for_flop,
    train,
    training_flop,
)
from tests.model.cases import DRAWS, campaign, close, known

# 1,000 exchanges of 100 read and 50 written tokens, half of them kept: 75,000 tokens to train on.
HARVEST = {
    "feb-2026-minimax.exchanges": 1000,
    "undercount": 1,
    "attributed_share": 1,
    "turn_fresh_input": 100,
    "turn_reread_input": 900,
    "turn_output": 50,
    "postprocessing_share": 0,
    "keep_share": 0.5,
    "visible_output_share": 1,
    "packing_multiplier": 1,
    "student_attention_flop": 2e6,
}
TRAINING = {
    "h800.dense_16bit": 1e15,
    "mfu_base": 0.4,
    "mfu_sft": 0.2,
    "sft_epochs": 3,
    "sft_runs": 2,
    "rl_share_of_base_hours": 0.25,
    "rl_share_of_base_flop": 0.5,
    "rl_mfu_blended": 0.1,
    "final_run_share": 0.1,
}
# A model of the reference's size at the reference's context of 1,000, where answers of 2,000 tokens are on average.
SPEED = {
    "reference_active_params": 10e9,
    "prefill_rate_reference": 2000,
    "decode_rate_reference": 1000,
    "reference_context": 1000,
}
# 1,000 questions, nine answers each, 2,000 tokens long: 18 million tokens.
ANSWERS = {
    "rl_prompts": 1000,
    "rl_samples_per_prompt": 9,
    "rl_tokens_per_sample": 2000,
    "rl_overhead": 1,
    "rl_straggler_efficiency": 0.5,
    "rl_reuse": 1,
    "rl_forward_passes": 2,
    "rl_update_mfu": 0.25,
}


def plain_lab() -> Lab:
    """A lab whose share of final runs is not published, so that the general range applies."""
    return load_inputs().get("labs", "minimax").model_copy(update={"final_run_share": None})


def trained() -> Training:
    """A student of 10 billion parameters on a trillion tokens, after the harvest above."""
    a = known(HARVEST | TRAINING | SPEED | ANSWERS)
    target = Target("own_next", np.full(100, 10e9), np.full(100, 1e12))
    return train(a, plain_lab(), harvest(a, campaign(), token_row(a, "turn")), target)


def test_training_flop_are_6_n_d():
    # 6 x 10e9 x 1e12
    assert training_flop(params=10e9, tokens=1e12) == close(6e22)


def test_chip_hours_divide_by_peak_use_and_seconds():
    # 3.6e21 / (1e15 x 0.5 x 3,600)
    assert gpu_hours(flop=3.6e21, peak=1e15, mfu=0.5) == close(2000)


def test_fine_tuning_multiplies_by_epochs_and_runs():
    # 6 x 10e9 x 1e6 x 2 x 3
    work = {"params": 10e9, "tokens": 1e6, "epochs": 2, "runs": 3}
    assert sft_flop(**work, token_pairs=0, flop_per_token_pair=2e6) == close(3.6e17)


def test_fine_tuning_pays_three_times_for_attention_over_the_context():
    # (6 x 10e9 + 3 x 2e6 x 40,000 = 3e11) x 1e6 tokens, each with 40,000 others
    work = {"params": 10e9, "tokens": 1e6, "epochs": 1, "runs": 1}
    assert sft_flop(**work, token_pairs=1e6 * 40_000, flop_per_token_pair=2e6) == close(3e17)


def test_reinforcement_learning_is_a_share_of_hours():
    assert rl_gpu_hours(base_hours=1000, share=0.15) == close(150)


def test_research_is_both_final_runs_over_their_share():
    # (1,000 + 200) / 0.1
    assert research_gpu_hours(base_hours=1000, rl_hours=200, final_run_share=0.1) == close(12_000)


def test_parameters_of_a_run_of_known_size():
    # 6 N x 100 N = 6e22 at N = 1e10, D = 1e12
    assert tokens_for_flop(flop=6e22, tokens_per_param=100, most=9e12) == close(1e12)
    assert params_for_flop(flop=6e22, tokens=1e12) == close(1e10)


def test_a_run_beyond_the_text_that_there_is_takes_a_larger_model():
    # 6 N x 5e11 = 6e22 at N = 2e10
    tokens = tokens_for_flop(flop=6e22, tokens_per_param=100, most=5e11)
    assert tokens == 5e11
    assert params_for_flop(flop=6e22, tokens=tokens) == close(2e10)


def test_a_chip_of_half_again_the_price_rents_for_half_again():
    # 2 x 30,000 / 20,000
    assert rent_on_chip(rent=2, price_here=20_000, price_there=30_000) == close(3)


def test_days_of_a_cluster():
    # 48,000 / (1,000 x 24)
    assert cluster_days(hours=48_000, chips=1000) == close(2)


@pytest.mark.parametrize(
    ("stage", "hours"),
    [
        ("remake", 1 / 36),  # 100,000 read at 2,000 a second and 50,000 written at 1,000: 50 + 50 s
        ("sft", 0.04125),  # (6 x 10e9 + 3 x 2e6 x 1,000) x 75,000 x 3 x 2 = 2.97e16; / (1e15 x 0.2 x 3,600 = 7.2e17)
        ("base", 125_000 / 3),  # 6 x 10e9 x 1e12 = 6e22; / (1e15 x 0.4 x 3,600 = 1.44e18) = 41,666.7
        ("rl", 125_000 / 12),  # a quarter of the base run
        # half of the base run's FLOP at a quarter of its use of peak: 0.5 x 0.4 / 0.1 = twice its hours
        ("rl_by_flop", 250_000 / 3),
        # written 18e6 x 1 / (3,600 x 1,000 x 0.5) = 10; updated (6 + 2 x 2) x 10e9 and attention (3 + 2) x 2e6 x 1,000
        # = 1.1e11; x 18e6 = 1.98e18; / 9e17 = 2.2
        ("rl_rollout", 12.2),
        ("research", 1_562_500 / 3),  # (41,666.7 + 10,416.7) / 0.1 = 520,833
    ],
)
def test_each_stage_follows_its_chain(stage, hours):
    assert trained().hours[stage][0] == close(hours)


def test_training_keeps_the_flop_of_both_kinds():
    # (6 x 10e9 + 3 x 2e6 x 1,000) x 75,000 x 3 x 2 = 2.97e16 and 6 x 10e9 x 1e12 = 6e22
    assert trained().sft_flop[0] == close(2.97e16)
    assert trained().base_flop[0] == close(6e22)


def test_a_published_share_of_final_runs_is_used_for_its_own_lab_alone():
    # MiniMax's own, by Epoch AI; the general one for a lab without
    a = known({"minimax.final_run_share": 0.226, "final_run_share": 0.15})
    assert final_run_share(a, load_inputs().get("labs", "minimax"))[0] == 0.226
    assert final_run_share(a, plain_lab())[0] == 0.15


def test_every_stage_has_hours_and_no_other():
    assert tuple(trained().hours) == STAGES


def test_a_student_as_large_as_the_teacher_remakes_the_harvest_in_the_teacher_s_hours():
    # the same tokens, the same size, the same attention, the same chip, and a cache that loses nothing
    alike = {"teacher_active_params": 10e9, "reference_active_params": 10e9, "cache_hit_share": 1}
    a = known(alike | {"attention_flop_per_token_pair": 2e6, "student_attention_flop": 2e6}, draws=DRAWS)
    made = harvest(a, campaign(), token_row(a, "turn"))
    remade = train(a, plain_lab(), made, Target("own_next", np.full(DRAWS, 10e9), np.full(DRAWS, 1e12))).hours["remake"]
    assert remade == close(made.teacher_hours)


def test_targets_are_the_lab_s_two_models_and_three_sizes():
    # next model: 3e12 tokens over 30e9 parameters, 100 each; 6 N x 100 N = 6e24 at N = 1e11, D = 1e13; a hundred times
    # as many FLOP are ten times the parameters and the tokens, but for the limit of 5e13: 6e26 / (6 x 5e13) = 2e12
    lab = load_inputs().get("labs", "minimax")
    own = {
        f"{lab.last_model}.active_params": 10e9,
        f"{lab.last_model}.pretrain_tokens": 2e12,
        f"{lab.next_model}.active_params": 30e9,
        f"{lab.next_model}.pretrain_tokens": 3e12,
    }
    flop = {
        "smaller_target_flop": 6e22,
        "frontier_target_flop": 6e24,
        "us_frontier_flop": 6e26,
        "pretrain_tokens_most": 5e13,
    }
    found = targets(known(own | flop), lab)
    assert tuple(found) == TARGETS
    sizes = {name: (float(t.params[0]), float(t.tokens[0])) for name, t in found.items()}
    assert sizes["own_last"] == (10e9, 2e12)
    assert sizes["own_next"] == (30e9, 3e12)
    assert sizes["flop_1e25"] == (close(1e10), close(1e12))
    assert sizes["flop_1e26"] == (close(1e11), close(1e13))
    assert sizes["us_frontier"] == (close(2e12), close(5e13))


def test_the_frontier_target_takes_its_flop_on_every_draw():
    # 6 N D of the scaled model is the yardstick itself, whatever the tokens per parameter
    a = known({"frontier_target_flop": 1e26}, draws=DRAWS)
    for lab in ("deepseek", "minimax", "moonshot"):
        target = targets(a, load_inputs().get("labs", lab))["flop_1e26"]
        assert training_flop(params=target.params, tokens=target.tokens) == close(np.full(DRAWS, 1e26))
