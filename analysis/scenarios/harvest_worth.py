"""What a harvest is worth to a lab, by three routes side by side and never averaged."""

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.campaign import Harvest, kept_exchanges
from analysis.model.generation import generation_hours, student_attention
from analysis.model.outcome import growing
from analysis.model.rl import judged_rl_hours
from analysis.model.worth import ALTERNATIVES, Equivalent, Spared, Worth, worth
from analysis.scenarios.cases import MIXTURE, LabCase
from analysis.scenarios.extraction import ALL
from analysis.scenarios.results import Result
from analysis.scenarios.training import lab_months

JUDGE = "rubric_grading"
CAPS = {
    "saturation": "More of {}'s harvest would add nothing",
    "rl": "The whole stage of reinforcement learning caps what {} would spend in place of the harvest",
    "gap": "The observed gap caps {}'s data returns",
}
COMPUTE = {"compute": "Computing spared", "with_tuning": "Computing spared, tuning of self-made data counted"}


def add_worth(result: Result, a: Assumptions, cases: list[LabCase]) -> None:
    """Each lab's harvest, once, for its own next model: computing spared, data returns, and all teachers together."""
    for case in cases:
        _add_lab(result, a, case)
    ceiling = a.draw("top_down_worth", "months")
    variable = "Worth|Top-down: all teachers of all Chinese labs, for the leading lab"
    result.add("worth.top_down", variable, ALL, "months", ceiling, label="judgement")


def lab_worth(a: Assumptions, case: LabCase, left: Array | float = 1, quality: Array | float = 1) -> Worth:
    """What one harvest of a lab is worth for its next model, or a part of it: of its exchanges, and of the worth of each."""
    own, harvested, kept = case.training["own_next"], case.harvests[MIXTURE], _kept_share(a) * left
    spared = Spared(
        own_hours=_writing(a, harvested, kept, own.target.params),
        open_hours=_writing(a, harvested, kept, a.draw("open_teacher_active_params", "params")),
        rl_hours=own.hours["rl"],
        sft_hours=own.hours["sft"] * left,
    )
    growth, beta = growing(a.draw("fleet_growth", "x per year")), a.draw("harvest_beta", "share")
    return worth(a, harvested.trajectories * kept, spared, case.hours_a_month, growth, beta, quality)


def _add_lab(result: Result, a: Assumptions, case: LabCase) -> None:
    lab, name = case.lab.id, case.lab.name
    found = lab_worth(a, case)
    for field, words in COMPUTE.items():
        _add_compute(result, f"{field}.{lab}", words, name, getattr(found, field))
    words = "Worth|Data returns, in months of the benchmark's pace"
    result.add(f"worth.data_returns.{lab}", words, name, "months", found.data_returns, label="judgement")
    words = "Worth|Smaller over larger of two routes: computing spared, data returns"
    result.add(f"worth.share.{lab}", words, name, "ratio", found.share, keep=True, label="judgement")
    for cap, holds in found.caps.items():
        result.chance(f"worth.cap.{cap}.{lab}", CAPS[cap].format(name), holds)
    if any(JUDGE in campaign.targets for campaign in case.campaigns):
        _add_judge(result, a, case)


def _kept_share(a: Assumptions) -> Array:
    return kept_exchanges(
        exchanges=np.ones(a.draws),
        postprocessing_share=a.draw("postprocessing_share", "share"),
        keep_share=a.draw("keep_share", "share"),
    )


def _writing(a: Assumptions, harvested: Harvest, kept: Array, params: Array) -> Array:
    """H800-hours for a model of ``params`` to write the kept part of a harvest once."""
    read, written = harvested.fresh * kept, harvested.output * kept
    return generation_hours(a, read, written, params, student_attention(a, params), harvested.context)


def _add_compute(result: Result, end: str, words: str, name: str, found: Equivalent) -> None:
    result.add(f"worth.{end}.hours", f"Worth|{words}|Chip-hours", name, "H800-hours", found.hours, label="judgement")
    variable = f"Worth|{words}|Months of growth brought forward"
    result.add(f"worth.{end}.months", variable, name, "months", found.months, label="judgement")
    result.chance(f"worth.{end}.nothing", f"The harvest spares {name} no computing ({words.lower()})", found.hours <= 0)
    for index, alternative in enumerate(ALTERNATIVES):
        way = alternative.replace("_", " ").capitalize()
        statement = f"{way} is {name}'s cheapest way to do without the harvest ({words.lower()})"
        result.chance(f"worth.{end}.cheapest.{alternative}", statement, found.cheapest == index)


def _add_judge(result: Result, a: Assumptions, case: LabCase) -> None:
    """Reinforcement learning with the teacher as judge, as far as the exchanges go if all of them graded: a ceiling."""
    exchanges = case.harvests[MIXTURE].exchanges
    hours = judged_rl_hours(a, case.training["own_next"].target.params, exchanges)
    end, name = f"rl_judged.{case.lab.id}.own_next", case.lab.name
    words = "Reinforcement learning judged by the teacher, if every exchange graded"
    result.add(f"hours.{end}", f"Training|Chip-hours|{words}", name, "H800-hours", hours)
    result.add(f"months.{end}", f"Binding|Months of lab compute|{words}", name, "months", lab_months(case, hours))
