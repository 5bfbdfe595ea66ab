"""Where chips bind under a scenario: each stage's need against what a lab has over the horizon, and what H200s change of it."""

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.binding import final_runs_a_year, years_of_lab_compute
from analysis.model.channels import Channels
from analysis.model.constants import BINDS_FROM_YEARS, DELIVERY_STEP, MONTHS_PER_YEAR, OUT_OF_REACH_YEARS, ROUNDING
from analysis.model.fleets import channel_parts, hours_by_access, training_hours
from analysis.model.labs import h100e_per_h200, serving_capacity
from analysis.model.levers import CHANNELS_OF, channel_missing
from analysis.model.outcome import on_growth, path_months
from analysis.model.training import final_run_share
from analysis.scenarios.cases import LabCase
from analysis.scenarios.cells import Regime
from analysis.scenarios.lever_effects import fleets_now
from analysis.scenarios.results import Result
from analysis.scenarios.training import STAGE_WORDS, TARGET_WORDS

# Stages that are shown side by side; others are second readings of one of them.
SHOWN_STAGES = ("remake", "sft", "rl", "base", "research")
HEADLINE_STAGE = "base"  # whose draws are kept, to say what they rest on


class Ahead:
    """A lab over the horizon under a scenario: ``whole`` in months of its present computing, ``mean`` the mean month of it.

    ``change``: months that the scenario adds to or takes from the baseline's path, by H200s, diversion and rent abroad;
    ``end``: H100e at the end. Shape (draws,). The lab's growth stands for the baseline, its H200s among the rest; the mean
    month lies in the second half of a fleet that grows, so that a run made sooner takes longer than it says (low). A path
    never falls to nothing, whatever is set.
    """

    def __init__(
        self,
        a: Assumptions,
        case: LabCase,
        cells: tuple[Regime, Regime],
        stocks: tuple[Channels, Channels],
        parts: dict[str, Array],
    ) -> None:
        lab, months, (found, baseline), (mine, base) = case.lab.id, a.catalog.horizon.months, cells, stocks
        self.unchanged = path_months(a)
        self.change = found.added[lab] - baseline.added[lab]
        end = case.fleet * a.draw("fleet_growth", "x per year") ** (months / MONTHS_PER_YEAR)
        kept = end + found.at_end[lab] - baseline.at_end[lab]
        for channel in CHANNELS_OF.values():
            ours, theirs = mine.by_channel[channel], base.by_channel[channel]
            if ours is not theirs:
                path = theirs[:, -months:] / theirs[:, -months - 1 : -months]
                gone = channel_missing(share=parts[channel], path=path, left=ours[:, -months:] / theirs[:, -months:])
                self.change, kept = self.change - gone.sum(axis=1), kept - case.fleet * gone[:, -1]
        self.whole = np.maximum(self.unchanged + self.change, self.unchanged * ROUNDING)
        self.mean = self.whole / months
        self.end = np.maximum(kept, end * ROUNDING)


def add_binding(
    result: Result,
    a: Assumptions,
    cases: list[LabCase],
    cells: tuple[Regime, Regime],
    stocks: tuple[Channels, Channels],
) -> None:
    """By lab, target and stage under one scenario; ``cells`` and ``stocks``: its own, and the baseline's."""
    horizon = a.catalog.horizon.months
    pools = {channel: stocks[1].by_channel[channel][:, -horizon - 1] for channel in CHANNELS_OF.values()}
    parts = channel_parts(a, fleets_now(a, cases), pools)
    for case in cases:
        ahead = Ahead(a, case, cells, stocks, parts[case.lab.id])
        left = np.maximum(training_hours(a, case.lab, case.hours_a_month) / case.hours_a_month, ROUNDING)
        more = DELIVERY_STEP * cells[0].reached[case.lab.id] * h100e_per_h200(a) / case.fleet
        for target in case.training:
            for stage in SHOWN_STAGES:
                _add_stage(result, case, f"{stage}.{case.lab.id}.{target}", ahead.mean, left, more)
        _add_lab(result, a, case, ahead, horizon)


def _add_stage(result: Result, case: LabCase, end: str, mean: Array, left: Array, more: Array) -> None:
    """One stage for one target: months of the lab's mean month, of what serving leaves of it, and what more H200s change."""
    stage, _, target = end.split(".")
    need, words, name = case.months(stage, target), f"{stage}|{target}", case.lab.name
    months = need / mean
    variable = f"Binding|Months of lab compute over the horizon|{words}"
    result.add(f"months36.{end}", variable, name, "months", months, keep=stage == HEADLINE_STAGE)
    variable = f"Binding|Months of lab compute over the horizon that serving leaves|{words}"
    result.add(f"months36_left.{end}", variable, name, "months", months / left)
    variable = f"Binding|Change in those months per {DELIVERY_STEP:,} H200 more|{words}"
    result.add(f"per_step36.{end}", variable, name, "months", need / (mean + more) - months)
    years = years_of_lab_compute(months=months)
    begins = f"{STAGE_WORDS[stage]} for {TARGET_WORDS[target]} takes more than"
    of_whom = f"of {name}'s compute over the horizon"
    result.chance(f"tenth36.{end}", f"{begins} a tenth of a year {of_whom}", years > BINDS_FROM_YEARS)
    result.chance(f"year36.{end}", f"{begins} a year {of_whom}", years > OUT_OF_REACH_YEARS)


def _add_lab(result: Result, a: Assumptions, case: LabCase, ahead: Ahead, horizon: int) -> None:
    """What the lab can do over the horizon: change of its computing, final runs a year by target, and tokens served a day."""
    lab, name = case.lab.id, case.lab.name
    variable = f"Binding|Change of the lab's computing in {horizon} months, direct"
    result.add(f"change36.{lab}", variable, name, "months", ahead.change)
    result.add(f"change36_share.{lab}", f"{variable}, share", name, "share", ahead.change / ahead.unchanged)
    forward = on_growth(a, ahead.change)
    result.add(f"growth36.{lab}", "Outcome|Months of growth of computing brought forward", name, "months", forward)
    for access, hours in hours_by_access(a, case.lab, case.hours_a_month).items():
        variable = f"Binding|Chip-hours a month, {access}"
        result.add(f"access.{access}.{lab}", variable, name, "H100e-hours/month", hours)
    finals = final_run_share(a, case.lab)
    for target, training in case.training.items():
        runs = final_runs_a_year(
            hours_a_month=case.hours_a_month * ahead.mean,
            final_run_share=finals,
            run_hours=training.hours["base"] + training.hours["rl"],
        )
        result.add(f"runs36.{lab}.{target}", f"Outcome|Final runs a year|{target}", name, "runs/year", runs)
    served = serving_capacity(a, ahead.end, case.training["own_next"].target.params)
    variable = "Outcome|Tokens a day if the whole fleet served, at the end of the horizon"
    result.add(f"serving36.{lab}", variable, name, "tokens/day", served)
