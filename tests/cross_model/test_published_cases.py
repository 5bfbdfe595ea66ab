"""Numbers that others have published come back from our formulas, each to the digits they printed."""

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.catalog import Chip
from analysis.model.constants import SECONDS_PER_HOUR
from analysis.model.controls import performance_density, total_processing_performance, tpp
from analysis.model.generation import inference_gpu_hours
from analysis.model.labs import h100e_per_h200
from analysis.model.supply import stock
from analysis.model.training import cluster_days, gpu_hours, training_flop
from analysis.scenarios import run
from tests.model.cases import close, known

PEAK = 989.5e12  # dense 16-bit FLOP/s of H100, H800 and H200
V3 = {"params": 37e9, "tokens": 14.8e12}


def printed(value: float, last_digit: float) -> object:
    """Equal to ``value`` as printed: within half a unit of its last digit, as a part of the value."""
    return pytest.approx(value, rel=last_digit / 2 / value, abs=0)


def chip(identifier: str) -> Chip:
    """One chip of the data."""
    return load_inputs().get("chips", identifier)


def test_deepseek_v3_base_run_takes_3_286e24_flop():
    # 6 x 37e9 x 14.8e12 = 3.2856e24
    assert training_flop(**V3) == printed(3.286e24, 1e21)


def test_deepseek_v3_base_run_takes_2_635_million_hours_at_35_percent():
    # 3.2856e24 / (989.5e12 x 0.35 x 3,600) = 2,635,295
    assert gpu_hours(flop=training_flop(**V3), peak=PEAK, mfu=0.35) == printed(2.635e6, 1e3)


def cost_of(hours: float, usd_an_hour: float) -> float:
    """USD in the results of a run in which DeepSeek's last model takes ``hours`` of base training.

    Its pre-training tokens are set to hours x 3,600 x 989.5e12 x 0.35 / (6 x 37e9), so that 6 N D gives the hours.
    """
    model = load_inputs().get("labs", "deepseek").last_model
    settings = {
        f"{model}.active_params": V3["params"],
        f"{model}.pretrain_tokens": hours * SECONDS_PER_HOUR * PEAK * 0.35 / (6 * V3["params"]),
        "mfu_base": 0.35,
        "rental_price_h800": usd_an_hour,
    }
    return run("status_quo", draws=100, overrides=settings).quantities["usd.base.deepseek.own_last"][50]


def test_deepseek_v3_in_all_costs_5_576_million_usd():
    # 2.788e6 h x 2 USD = 5.576e6
    assert cost_of(2.788e6, 2) == printed(5.576e6, 1e3)


def test_minimax_m1_reinforcement_learning_costs_534_thousand_usd():
    # 512 chips x 21 days x 24 h = 258,048 h; x 2.07 USD = 534,159; published 534,700, from a rate rounded to 2.07
    cost = cost_of(258_048, 2.07)
    assert cost == printed(534e3, 1e3)
    assert cost == pytest.approx(534_700, rel=0.0024, abs=0)  # half a cent on 2.07


def test_deepseek_r1_post_training_costs_294_672_usd():
    # 101,376 + 40,960 + 5,000 = 147,336 h; x 2 USD = 294,672
    assert cost_of(147_336, 2) == printed(294_672, 1)


def test_deepseek_serving_day_costs_87_072_usd():
    # 226.75 nodes x 8 chips x 24 h = 43,536 h; x 2 USD = 87,072
    assert cost_of(43_536, 2) == printed(87_072, 1)


@pytest.mark.parametrize(("chip_hours", "hours"), [(101_376, 198), (40_960, 80), (142_336, 278)])
def test_deepseek_r1_reinforcement_learning_ran_198_and_80_hours_on_512_chips(chip_hours, hours):
    # R1-Zero 512 x 198 = 101,376; R1 512 x 80 = 40,960; together, RL alone, 512 x 278 = 142,336
    assert cluster_days(hours=chip_hours, chips=512) * 24 == close(hours)


def test_deepseek_serving_day_follows_from_its_tokens():
    # 608e9 input, 56.3% of it from the cache, leave 265.7e9 to read; 168e9 to write
    # (265.7e9 / 4,026 + 168e9 / 1,850) / 3,600 = 18,332 + 25,225 = 43,557 h; 226.75 nodes x 8 x 24 = 43,536
    rates = load_inputs().register
    hours = inference_gpu_hours(
        input_tokens=608e9 * (1 - 0.563),
        output_tokens=168e9,
        prefill_rate=rates["prefill_rate_reference"].central,
        decode_rate=rates["decode_rate_reference"].central,
    )
    assert hours == pytest.approx(43_536, rel=0.003, abs=0)  # half a unit on 168 billion


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("h100", 15_832),  # 989.5 x 16 = 1,979 x 8
        ("h200", 15_832),  # the same compute
        ("h20", 2_368),  # 148 x 16 = 296 x 8
        ("mi325x", 20_919),  # 2,614.9 x 8 = 20,919.2, above 1,307.4 x 16 = 20,918.4
    ],
)
def test_total_processing_performance_is_the_published_one(name, published):
    assert total_processing_performance(chip(name)) == printed(published, 1)


def test_b30a_reaches_30_000_by_its_4_bit_speed():
    # 7,500 TOPS x 4 bits
    assert tpp(operations_per_second=7.5e15, bits=4) == close(30_000)


def test_h200_is_6_69_times_an_h20():
    # 15,832 / 2,368 = 6.686
    ratio = total_processing_performance(chip("h200")) / total_processing_performance(chip("h20"))
    assert ratio == printed(6.69, 0.01)


def test_h20_performance_density_is_2_91():
    # 2,368 / 814 mm2 = 2.909
    h20 = chip("h20")
    density = performance_density(tpp=total_processing_performance(h20), die_area=h20.die_area.central)
    assert density == printed(2.91, 0.01)


def test_1_489_899_h20_are_222_845_h100_equivalents():
    # 148 / 989.5 = 0.149571; x 1,489,899 = 222,845. The formula is the H200's, given the H20's speed.
    speed = {"h200.dense_16bit": chip("h20").dense_16bit.central}
    worth = h100e_per_h200(known(speed))
    assert 1_489_899 * worth[0] == printed(222_845, 1)


def test_retirement_of_4_percent_a_year_leaves_88_5_percent_after_36_months():
    # 0.96^3 = 0.8847; chips of the first month, seen 36 months later
    flow = np.zeros((1, 37))
    flow[0, 0] = 1
    assert stock(flow=flow, annual_retirement=np.array([0.04]))[0, -1] == printed(0.885, 0.001)
