"""What each lever does to each named lab at its dose, against the reference policy under a scenario's posture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog.records import Lever, Posture
from analysis.model.binding import final_runs_a_year
from analysis.model.channels import Common
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.fleets import channel_parts
from analysis.model.labs import fleet_at, serving_capacity
from analysis.model.levers import (
    CHANNELS_OF,
    HARVEST,
    begins,
    channel_missing,
    channel_path,
    harvest_kept,
    months_lost,
    part_in_force,
    runs_lost,
    thinned,
)
from analysis.model.outcome import lag_per_growth, on_growth
from analysis.model.supply import with_substitution
from analysis.model.training import final_run_share
from analysis.model.worth import Worth
from analysis.scenarios.cases import LabCase
from analysis.scenarios.cells import Regime, net, regime
from analysis.scenarios.harvest_worth import lab_worth

DENIAL = "deny-h200"  # what the other levers are measured against
LEGAL = "legal_supply"
# Levers that work together, by who can pull them; opening sales is left out of any joint effort to limit them.
TOGETHER = {
    "together-export": ("All limits on chips together", ("us_executive", "congress")),
    "together-providers": ("All defences of providers together", ("provider", "providers_together")),
    "together-all": (
        "All limits and defences together",
        ("us_executive", "congress", "provider", "providers_together"),
    ),
}
OPENING = "open-h200"


@dataclass(frozen=True)
class Effect:
    """What some levers take from one lab within the horizon, shape (draws,) each; below zero where they add.

    ``months`` of its present computing, ``net`` after judged substitution, ``by_chips`` the part of them in chips not had;
    ``missing``: H100e missing at the end; ``returns`` and ``top_down``: months of lag that a thinner harvest costs by two
    experimental routes.
    """

    months: Array
    net: Array
    by_chips: Array
    missing: Array
    returns: Array
    top_down: Array

    def runs(self, a: Assumptions, case: LabCase) -> Array:
        """Final runs a year that the months stand for."""
        own = case.training["own_next"]
        runs = final_runs_a_year(
            hours_a_month=case.hours_a_month,
            final_run_share=final_run_share(a, case.lab),
            run_hours=own.hours["base"] + own.hours["rl"],
        )
        return runs_lost(months_lost=self.months, runs_a_year=runs, months=a.catalog.horizon.months)

    def serving(self, a: Assumptions, case: LabCase) -> Array:
        """Tokens a day that the missing chips could have served at the end of the horizon."""
        return serving_capacity(a, self.missing, case.training["own_next"].target.params)

    def growth(self, a: Assumptions) -> Array:
        """Months by which the loss sets the lab back on China's growth of computing; no claim about capability."""
        return -on_growth(a, -self.months)

    def lag(self, a: Assumptions) -> Array:
        """Months of lag, experimental: growth put off by chips not had, and data returns lost with a thinner harvest.

        Growth counts for as much lag as today's shortfall of computing against one US lab does for the observed gap.
        """
        return -on_growth(a, -self.by_chips) * lag_per_growth(a) + self.returns


@dataclass(frozen=True)
class Setting:
    """What all levers meet: regimes by lever or policy, what each leaves of its channel, and a harvest's worth by lab.

    ``parts``: by lab and channel, the share of the lab's computing that came by it; ``paths``: each channel over its
    present size, shape (draws, months).
    """

    cells: Mapping[str, Regime]
    left: dict[str, Array]
    paths: dict[str, Array]
    parts: dict[str, dict[str, Array]]
    once: dict[str, Worth]
    pooled: dict[str, Worth]
    harvests: Array


def together(levers: Iterable[Lever]) -> dict[str, list[Lever]]:
    """Each lever alone, and those of TOGETHER."""
    every = list(levers)
    sets = {name: [x for x in every if x.actor in who and x.id != OPENING] for name, (_, who) in TOGETHER.items()}
    return {lever.id: [lever] for lever in every} | sets


def effects(
    a: Assumptions,
    cases: Sequence[LabCase],
    cells: Mapping[str, Regime],
    shared: Common,
    chosen: Mapping[str, Sequence[Lever]] | None = None,
) -> dict[str, dict[str, Effect]]:
    """By lever or set of levers, then lab. ``cells``: one posture's regimes by policy, a lever's own by its id.

    ``chosen``: sets of levers by name; all alone and TOGETHER if none is given.
    """
    levers, months = a.catalog.kinds["levers"].values(), a.catalog.horizon.months
    harvests = a.draw("harvests_a_year", "campaigns/year") * months / MONTHS_PER_YEAR
    pools = {channel: shared.by_channel[channel][:, -months - 1] for channel in CHANNELS_OF.values()}
    setting = Setting(
        cells,
        {x.id: thinned(a, x, shared) for x in levers if x.acts_on in CHANNELS_OF},
        {channel: channel_path(shared, channel, months) for channel in CHANNELS_OF.values()},
        channel_parts(a, fleets_now(a, cases), pools),
        {case.lab.id: lab_worth(a, case) for case in cases},
        {case.lab.id: lab_worth(a, case, harvests) for case in cases},
        harvests,
    )
    sets = together(levers) if chosen is None else chosen
    return {name: {case.lab.id: _effect(a, case, some, setting) for case in cases} for name, some in sets.items()}


def lever_cells(
    a: Assumptions, posture: Posture, cases: list[LabCase], known: Mapping[str, Regime] | None = None
) -> dict[str, Regime]:
    """Under one posture the regimes of the reference policy and of every policy that a lever on sales stands for.

    By policy, and by lever where the lever has a scenario whose overrides its policy needs. ``known`` are not made again.
    """
    cells, catalog = dict(known or {}), a.catalog
    pulled = [lever for lever in catalog.kinds["levers"].values() if lever.acts_on == LEGAL and lever.policy]
    for policy in (catalog.reference_policy.id, *(lever.policy for lever in pulled if not lever.scenario)):
        if policy not in cells:
            cells[policy] = regime(a, catalog.get("policies", policy), posture, cases)
    for lever in (lever for lever in pulled if lever.scenario):
        values = {one.name: one.value for one in catalog.get("scenarios", lever.scenario).overrides}
        cells[lever.id] = regime(a.with_values(values), catalog.get("policies", lever.policy), posture, cases)
    return cells


def fleets_now(a: Assumptions, cases: Sequence[LabCase]) -> dict[str, Array]:
    """H100e of every lab with a fleet that can be run, in month 0, shape (draws,)."""
    known, when = {case.lab.id: case.fleet for case in cases}, a.catalog.horizon.evidence_to
    others = (lab for lab in a.catalog.kinds["labs"].values() if lab.trains and lab.id not in known)
    return known | {lab.id: fleet_at(a, lab, when) for lab in others}


def _effect(a: Assumptions, case: LabCase, levers: Sequence[Lever], setting: Setting) -> Effect:
    """Of one set of levers on one lab. A lab that a thinner harvest would serve better had no need to use all of it."""
    legal, other, missing = _of_chips(a, case, [x for x in levers if x.acts_on not in HARVEST], setting)
    chips, after = (
        legal + other,
        net(a, legal) + with_substitution(difference=other, elasticity=a.draw("substitution", "elasticity"), worth=1),
    )
    on_harvest = [x for x in levers if x.acts_on in HARVEST]
    if not on_harvest:
        nothing = np.zeros(a.draws)
        return Effect(chips, after, chips, missing, nothing, nothing)
    kept, quality = harvest_kept(a, on_harvest)
    once, pooled = setting.once[case.lab.id], setting.pooled[case.lab.id]
    lost = np.maximum(once.with_tuning.hours - lab_worth(a, case, kept, quality).with_tuning.hours, 0)
    months = months_lost(lost_hours=lost, hours_a_month=case.hours_a_month, harvests=setting.harvests)
    return Effect(
        months=chips + months,
        net=after + months,
        by_chips=chips,
        missing=missing,
        returns=pooled.data_returns - lab_worth(a, case, setting.harvests * kept, quality).data_returns,
        top_down=a.draw("top_down_worth", "months") * (1 - kept * quality),
    )


def _of_chips(a: Assumptions, case: LabCase, levers: Sequence[Lever], setting: Setting) -> tuple[Array, Array, Array]:
    """Months lost in lawful sales, by the strictest lever, and in other channels; and H100e missing at the end."""
    lab, reference = case.lab.id, setting.cells[a.catalog.reference_policy.id]
    legal, other, missing = np.zeros(a.draws), np.zeros(a.draws), np.zeros(a.draws)
    on_sales = [x for x in levers if x.acts_on == LEGAL]
    if on_sales:
        cells = {x.id: setting.cells.get(x.id) or setting.cells[x.policy] for x in on_sales}
        strictest = min(on_sales, key=lambda x: float(np.mean(cells[x.id].added[lab])))
        part = dose_over_own(a, strictest)
        legal = part * (reference.added[lab] - cells[strictest.id].added[lab])
        missing = part * (reference.at_end[lab] - cells[strictest.id].at_end[lab])
    for acts_on, channel in CHANNELS_OF.items():
        ratios = [setting.left[x.id] for x in levers if x.acts_on == acts_on]
        if ratios:
            through = np.prod(np.stack(ratios), axis=0)
            gone = channel_missing(share=setting.parts[lab][channel], path=setting.paths[channel], left=through)
            other, missing = other + gone.sum(axis=1), missing + case.fleet * gone[:, -1]
    return legal, other, missing


def dose_over_own(a: Assumptions, lever: Lever) -> Array:
    """A lever's dose over the one for which its policy stands: 1 unless the dose is set differently."""
    return a.draw(f"{lever.id}.dose", "share") / a.catalog.register[f"{lever.id}.dose"].central


def cost(a: Assumptions, lever: Lever) -> Array:
    """USD over the horizon that a lever costs those who bear it, shape (draws,): its yearly cost while it works."""
    part = part_in_force(begins=begins(a, lever), months=a.catalog.horizon.months)
    years = part * a.catalog.horizon.months / MONTHS_PER_YEAR
    return a.draw(f"{lever.id}.cost", "USD/year") * years
