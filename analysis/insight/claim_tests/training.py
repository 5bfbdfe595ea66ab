"""Claims about what training takes, what a remedy does to labs, and what others measured."""

from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from analysis.assumptions import Array
from analysis.catalog.records import Student
from analysis.insight.claim_tests.campaign import FEBRUARY
from analysis.insight.claim_tests.world import World
from analysis.model.binding import years_of_lab_compute
from analysis.model.constants import BINDS_FROM_YEARS, MONTHS_PER_YEAR
from analysis.model.training import cluster_days, gpu_hours, training_flop
from analysis.scenarios.cells import regime
from analysis.scenarios.lag_strip import LAGS, OBSERVED
from analysis.scenarios.regimes import ONE_MONTH

OWN_NEXT, FRONTIER = "own_next", "flop_1e26"
CUSTOMER_LIMIT = "jan-2026-h200.per_customer"
RATIONED = "ration"  # the posture of Beijing's under which remedies are compared
POINTS_PER_SHARE = 100  # a benchmark's points are hundredths of its tasks
NO_MODEL = "no-chinese-model-at-1e25"
FORECAST = "substrate-legal-2026"  # row of forecasts


def largest(arrays: Sequence[Array]) -> Array:
    """The largest of several arrays on each draw."""
    return np.max(np.stack(list(arrays)), axis=0)


def smallest(arrays: Sequence[Array]) -> Array:
    """The smallest of several arrays on each draw."""
    return np.min(np.stack(list(arrays)), axis=0)


def extraction_binds(w: World) -> Array:
    """Whether fine-tuning on the lab's own February harvest takes over a tenth of a lab-year at any named lab.

    Leaves out what the teacher computes, on the provider's chips, and other stages of training (low).
    """
    need = largest([case.months("sft", OWN_NEXT) for case in w.cases(FEBRUARY)])
    return years_of_lab_compute(months=need) > BINDS_FROM_YEARS


def frontier_binds(w: World) -> Array:
    """Whether a base run of frontier size takes over a tenth of a lab-year at every lab named in February.

    Leaves out reinforcement learning and failed runs (low).
    """
    need = smallest([case.months("base", FRONTIER) for case in w.cases(FEBRUARY)])
    return years_of_lab_compute(months=need) > BINDS_FROM_YEARS


def margin(w: World) -> Array:
    """A tenth of a lab-year over what fine-tuning on the February harvest takes, where that is smallest; a ratio."""
    need = largest([case.months("sft", OWN_NEXT) for case in w.cases(FEBRUARY)])
    return BINDS_FROM_YEARS * MONTHS_PER_YEAR / need


def tuning_share(w: World) -> Array:
    """FLOP of fine-tuning on the February harvest over FLOP of the next model's base run, where largest; a share.

    With trial runs (high). Leaves out reinforcement learning on top of either (either way).
    """
    each = [case.training[OWN_NEXT] for case in w.cases(FEBRUARY)]
    return largest([training.sft_flop / training.base_flop for training in each])


def frontier_days(w: World) -> Array:
    """Days in which one customer's H200s, at its limit, train one base model of frontier size.

    Use of peak speed of whole runs on Hopper chips. Leaves out reinforcement learning (low).
    """
    a = w.a
    hours = gpu_hours(
        flop=a.draw("frontier_target_flop", "FLOP"),
        peak=a.draw("h200.dense_16bit", "FLOP/s"),
        mfu=a.draw("mfu_base", "share"),
    )
    return cluster_days(hours=hours, chips=a.draw(CUSTOMER_LIMIT, "chips/firm"))


def remedy_moves(w: World, policy: str) -> Array:
    """Whether a policy moves a lab named in February by over a month of its computing in the horizon, either way.

    Against the baseline scenario's policy under the same posture, direct effect. Leaves out what other channels make up
    for (high), and chips that labs have already (nothing).
    """
    cases, catalog = w.cases(FEBRUARY), w.catalog
    posture = catalog.get("postures", RATIONED)
    baseline = catalog.get("scenarios", catalog.horizon.baseline).policy
    new, old = (regime(w.a, catalog.get("policies", name), posture, cases).added for name in (policy, baseline))
    return largest([np.abs(new[case.lab.id] - old[case.lab.id]) for case in cases]) > ONE_MONTH


def denial_moves(w: World) -> Array:
    """Whether full denial moves at least one lab named in February by over a month of its computing."""
    return remedy_moves(w, "r1")


def listing_moves(w: World) -> Array:
    """Whether denial to the named labs moves at least one of them by over a month, after what it rents through others."""
    return remedy_moves(w, "r11")


def any_model_reaches(w: World) -> Array:
    """Whether a Chinese model released from January 2025 to the claim's day took as many operations as it denies, or more.

    Given operations, or 6 N D from parameters and tokens. Models whose size nobody has given or guessed are left out (low).
    """
    claim = w.catalog.get("claims", NO_MODEL)
    since = claim.made.replace(year=claim.made.year - 1, month=1, day=1)
    labs = {lab.id for lab in w.catalog.kinds["labs"].values() if lab.entity_list}
    models = [m for m in w.catalog.kinds["students"].values() if m.lab in labs and since <= m.released <= claim.made]
    return (
        largest([flop for flop in (_flop(w, model) for model in models) if flop is not None]) >= claim.claimed.central
    )


def _flop(w: World, model: Student) -> Array | None:
    """Operations of a model's training, a reported range at its middle; None where nothing gives them."""
    name = f"{model.id}.train_flop"
    if model.train_flop:
        reported = model.train_flop.resolved_shape == "reported"
        return np.full(w.a.draws, w.a.estimate(name).central) if reported else w.a.draw(name, "FLOP")
    if model.active_params and model.pretrain_tokens:
        params = w.a.draw(f"{model.id}.active_params", "params")
        return training_flop(params=params, tokens=w.a.draw(f"{model.id}.pretrain_tokens", "tokens"))
    return None


def tenfold_gain(w: World) -> Array:
    """Points of a benchmark that a tenfold of text traces adds, by the slope of the fitted curve.

    Students without logits. Leaves out that their scaffolds and teachers differ as well (either way).
    """
    return w.a.draw("harvest_beta", "share") * POINTS_PER_SHARE


def observed_lag(w: World) -> float:
    """Months of the middle one of the three observed gaps. Each has its own measure and month of 2026 (either way)."""
    table = w.catalog.series[LAGS]
    return float(median(table[row].central for row in OBSERVED))


def forecast_over_delivered(w: World) -> Array:
    """Forecast of lawful imports in 2026 over H200s delivered, in B300 by dense 16-bit speed; a ratio.

    The forecast is scaled to the days up to the last count, as if spread evenly. Leaves out that imports were to grow
    over the year (high), and deliveries after that count.
    """
    row, a = w.catalog.series["forecasts"][FORECAST], w.a
    begins = row.observed_on.replace(month=1, day=1)
    passed = (row.observed_on - begins) / (begins.replace(year=begins.year + 1) - begins)
    worth = a.draw("h200.dense_16bit", "FLOP/s") / a.draw("b300.dense_16bit", "FLOP/s")
    return row.central * passed / (a.draw("h200_delivered_to_date", "chips") * worth)


TESTS: dict[str, Callable[[World], Array | float]] = {
    "tenth.sft.any.own_next": extraction_binds,
    "tenth.base.every.flop_1e26": frontier_binds,
    "margin.sft.any": margin,
    "any_cn_model_1e25.feb_2026": any_model_reaches,
    "share.sft_of_base.any.own_next": tuning_share,
    "days.base.75k_h200.flop_1e26": frontier_days,
    "moves.any.r1.ration": denial_moves,
    "moves.any.r11.ration": listing_moves,
    "gain.text_traces_tenfold": tenfold_gain,
    "ratio.lag_observed.claimed": observed_lag,
    "ratio.forecast_230k_over_delivered": forecast_over_delivered,
}
