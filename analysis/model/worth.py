"""What one lab's one campaign is worth, once: three routes side by side, each on its own terms and never averaged."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.binding import months_of_lab_compute, years_of_lab_compute
from analysis.model.constants import MONTHS_PER_YEAR

ALTERNATIVES = ("own_model", "open_model", "reinforcement_learning")  # what a lab could do without the harvest


def writing_hours(*, generation_hours: Any, quality: Any) -> Any:
    """Chip-hours for another model to write data worth as much: hours for the same data over the quality of a sample.

    ``quality`` is the worth of its sample as a part of one harvested: worse samples are made good by number. Leaves out
    samples the lab would write and discard, and the training on them (both low).
    """
    return generation_hours / quality


def reinforcement_hours(*, generation_hours: Any, gamma: Any, rl_hours: Any) -> Any:
    """Chip-hours of reinforcement learning in place of the data: ``gamma`` x the hours to write it with the own model.

    At most the whole RL stage of the target, beyond which no lab would go (low, if it would). Assumes that the one
    replaces the other, as the accounts of one lab suggest (R1).
    """
    return np.minimum(gamma * generation_hours, rl_hours)


def saturation(*, trajectories: Any, scale: Any, most: Any) -> Any:
    """Share of a harvest's worth reached at so many kept trajectories, 0 to 1: log10(1 + n/n0) / log10(1 + n_max/n0).

    ``scale`` n0 and ``most`` n_max in samples. The logarithm is read off open sets, the end of it is judged.
    """
    return np.minimum(np.log10(1 + trajectories / scale) / np.log10(1 + most / scale), 1)


def compute_equivalent(*, alternative_hours: Any, sft_hours: Any, saturation: Any) -> Any:
    """Chip-hours a harvest spares: the cheapest alternative less the fine-tuning on the harvest, x ``saturation``.

    A floor, and never below zero. Whatever the alternatives cannot give at any number of hours is left out (low); so is
    the fine-tuning that self-written data would need as well, unless ``alternative_hours`` holds it (low).
    """
    return np.maximum(alternative_hours - sft_hours, 0 * sft_hours) * saturation


def data_returns(*, beta: Any, trajectories: Any, scale: Any, coverage: Any, pace: Any) -> Any:
    """Months of benchmark pace: 12 x beta x log10(1 + n/n0) x coverage / yearly pace. Before the cap.

    ``beta`` is the share of the benchmark gained per tenfold of trajectories, ``pace`` the share that the frontier
    gains in a year. An upper view: the slope is that of small students far below their teachers (high for a lab at the
    frontier), over sets that differ in more than size. A fixed ``beta`` rises with n without end, hence the cap.
    """
    return MONTHS_PER_YEAR * beta * np.log10(1 + trajectories / scale) * coverage / pace


def capped_at_gap(*, months: Any, gap: Any) -> Any:
    """Months, at most the observed lag behind the frontier: copying a teacher does not carry a student past it."""
    return np.minimum(months, gap)


def months_brought_forward(*, extra_share: Any, growth: Any) -> Any:
    """12 ln(1 + x) / ln g: months by which extra compute, a share x of a lab-year, runs ahead of growth of g a year.

    Growth of computing power and no claim about capability. Assumes that the hours spared are used as well as the rest.
    """
    return MONTHS_PER_YEAR * np.log(1 + extra_share) / np.log(growth)


def routes_share(*, routes: Any) -> Any:
    """Smallest route over the largest, per draw: ``routes`` in one unit, shape (routes, draws) -> (draws,), 0 to 1.

    Zero where one route is nothing and another is not; 1 where all are nothing.
    """
    largest, smallest = np.max(routes, axis=0), np.min(routes, axis=0)
    return np.divide(smallest, largest, out=np.ones_like(largest), where=largest > 0)


@dataclass(frozen=True)
class Spared:
    """Chip-hours (of one kind of chip) that the first route weighs, for one lab, campaign and target; shape (draws,).

    ``own_hours`` and ``open_hours``: to read and write the kept exchanges once, with the lab's own model and with the
    best open one. ``rl_hours``: the whole RL stage. ``sft_hours``: fine-tuning on the harvest.
    """

    own_hours: Array
    open_hours: Array
    rl_hours: Array
    sft_hours: Array


@dataclass(frozen=True)
class Equivalent:
    """The first route: chip-hours spared, months of compute growth that they are, and what they are spared against.

    ``costs``: chip-hours of each of ALTERNATIVES, shape (3, draws), to show what hangs on each alone. ``cheapest``:
    index of the one that counts, also where no hour is spared. Shape (draws,) but for the costs.
    """

    hours: Array
    months: Array
    costs: Array
    cheapest: Array


@dataclass(frozen=True)
class Worth:
    """Worth of one lab's one campaign, once, by three routes; shape (draws,) each. Never averaged.

    ``compute``: a floor in chip-hours. ``with_tuning``: the same route with the fine-tuning counted that self-written
    data would need as well. ``data_returns``: months of benchmark pace, an upper view. ``top_down``: months, for *all
    teachers together, the leading lab and a lasting stop*: another object, of which no share is ascribed to one
    campaign. ``caps``: whether each holds (``saturation``, ``rl``, ``gap``). ``share``: the smaller of ``with_tuning``
    and ``data_returns`` over the larger, in months: how far apart the two routes on one object are.
    """

    compute: Equivalent
    with_tuning: Equivalent
    data_returns: Array
    top_down: Array
    caps: dict[str, Array]
    share: Array


def alternatives(a: Assumptions, spared: Spared, tuning: Array | float = 0) -> Array:
    """Chip-hours of each of ALTERNATIVES, shape (3, draws). ``tuning``: hours to train on the data written instead."""
    own, teacher = a.draw("harvest_quality", "share"), a.draw("open_teacher_quality", "share")
    reinforced = reinforcement_hours(
        generation_hours=spared.own_hours, gamma=a.draw("rl_gamma", "ratio"), rl_hours=spared.rl_hours
    )
    return np.stack(
        [
            writing_hours(generation_hours=spared.own_hours + tuning, quality=own),
            writing_hours(generation_hours=spared.open_hours + tuning, quality=teacher),
            reinforced,
        ]
    )


def equivalent(costs: Array, spared: Spared, reached: Array, hours_a_month: Array, growth: Array) -> Equivalent:
    """The first route from the hours of each alternative (shape (3, draws)) and the share ``reached`` of saturation."""
    hours = compute_equivalent(alternative_hours=np.min(costs, axis=0), sft_hours=spared.sft_hours, saturation=reached)
    years = years_of_lab_compute(months=months_of_lab_compute(hours=hours, hours_a_month=hours_a_month))
    months = months_brought_forward(extra_share=years, growth=growth)
    return Equivalent(hours, months, costs, np.argmin(costs, axis=0))


def worth(
    a: Assumptions,
    trajectories: Array,
    spared: Spared,
    hours_a_month: Array,
    growth: Array,
    beta: Array,
    quality: Array | float = 1,
) -> Worth:
    """The three routes of one campaign. ``trajectories``: kept samples; ``hours_a_month``: the lab's usable chip-hours.

    ``growth``: of the lab's computing power, x per year; ``beta``: share of the benchmark per tenfold; ``quality``: worth
    of a sample as a part of what it is today, before any cap. Shape (draws,).
    """
    size = {"trajectories": trajectories, "scale": a.draw("harvest_n0", "samples")}
    reached = saturation(**size, most=a.draw("harvest_n_max", "samples"))
    compute, with_tuning = (
        equivalent(alternatives(a, spared, tuning) * quality, spared, reached, hours_a_month, growth)
        for tuning in (0, spared.sft_hours)
    )
    coverage, pace = a.draw("harvest_coverage", "share"), a.draw("benchmark_pace", "share/year")
    uncapped = data_returns(**size, beta=beta, coverage=coverage * quality, pace=pace)
    gap, top_down = a.draw("observed_gap", "months"), a.draw("top_down_worth", "months")
    returns = capped_at_gap(months=uncapped, gap=gap)
    return Worth(
        compute=compute,
        with_tuning=with_tuning,
        data_returns=returns,
        top_down=top_down,
        caps={
            "saturation": reached >= 1,
            "rl": a.draw("rl_gamma", "ratio") * spared.own_hours > spared.rl_hours,
            "gap": uncapped > gap,
        },
        share=routes_share(routes=np.stack([with_tuning.months, returns])),
    )
