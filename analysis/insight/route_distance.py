"""How far apart two routes to lag stand for all of one lab's harvests of the horizon: data returns and computing spared.

The distance is log10 of the larger over the smaller, in months. A route that is nothing has no ratio, so computing spared
counts as LEAST_HOURS at least, and a distance to nothing is a lower bound that hangs on that number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.assumptions.draws import Streams
from analysis.calibration import load_inputs
from analysis.insight.explain import TracedAssumptions
from analysis.model.binding import months_of_lab_compute, years_of_lab_compute
from analysis.model.campaign import READINGS, kept_exchanges
from analysis.model.constants import MONTHS_PER_YEAR
from analysis.model.outcome import growing, on_growth
from analysis.model.worth import compute_equivalent, months_brought_forward, saturation
from analysis.scenarios.cases import MIXTURE, LabCase, lab_case
from analysis.scenarios.harvest_worth import lab_worth
from analysis.scenarios.spec import MIN_DRAWS, runnable

# Chip-hours spared over the horizon. One is the smallest amount that anybody counts, about a dollar or two of rent; a
# smaller floor would set draws of nothing further off, without end, and a larger one would hide harvests that are small.
LEAST_HOURS = 1
READING, WEIGHT = "reading", "reading_weight_"

Settings = Mapping[str, float]
Choices = Mapping[str, Sequence[Settings]]  # by input: its centre, then what it can be set to


@dataclass(frozen=True)
class Routes:
    """Two routes of one lab over the draws: chip-hours spared, at least LEAST_HOURS, and months; whether none is spared."""

    hours: Array
    compute: Array
    returns: Array
    nothing: Array

    @property
    def distance(self) -> Array:
        """Log10 of the larger over the smaller, shape (draws,)."""
        return apart(self.returns, self.compute)


@dataclass(frozen=True)
class Study:
    """One lab of a disclosure under the user's settings: what all measures are taken on."""

    disclosure: str
    lab: str
    draws: int
    seed: int
    overrides: Settings
    streams: Streams

    def routes(self, settings: Settings | None = None) -> Routes:
        """On the draws, with some inputs set besides."""
        a = Assumptions(
            load_inputs(), self.draws, self.seed, {**self.overrides, **(settings or {})}, streams=self.streams
        )
        return routes(a, self.case(a))

    def single(self, settings: Settings) -> Assumptions:
        """One draw: every input that matters has to be set."""
        return Assumptions(load_inputs(), 1, self.seed, {**self.overrides, **settings})

    def case(self, a: Assumptions) -> LabCase:
        """The lab's own chain."""
        campaigns = [c for c in runnable(a.catalog, self.disclosure) if c.lab == self.lab]
        return lab_case(a, a.catalog.get("labs", self.lab), campaigns)

    def choices(self) -> Choices:
        """What each input can be set to, by its name: centre, low and high end; for the reading the likeliest, then each."""
        a = TracedAssumptions(load_inputs(), MIN_DRAWS, self.seed, self.overrides)
        found = routes(a, self.case(a)).distance.inputs
        register = {name: a.read[name] for name in sorted(set(found) & set(a.read))}
        kept: dict[str, list[Settings]] = {
            name: [{name: e.central}, {name: e.low}, {name: e.high}]
            for name, e in register.items()
            if e.low is not None
        }
        weights = {r: register[WEIGHT + r].central for r in READINGS if WEIGHT + r in register}
        possible = sorted((r for r, weight in weights.items() if weight > 0), key=lambda r: -weights[r])
        if len(possible) > 1:
            each = [{WEIGHT + other: float(other == r) for other in READINGS} for r in possible]
            kept[READING] = [each[0], *each]
        return kept


def routes(a: Assumptions, case: LabCase) -> Routes:
    """Computing spared and data returns of all harvests of the horizon, as the strip of lags sets them."""
    harvests = _harvests(a)
    spared = lab_worth(a, case).with_tuning.hours * harvests
    hours = np.maximum(spared, LEAST_HOURS)
    compute = on_growth(a, months_of_lab_compute(hours=hours, hours_a_month=case.hours_a_month))
    return Routes(hours, compute, lab_worth(a, case, harvests).data_returns, spared < LEAST_HOURS)


def apart(one: Array, other: Array) -> Array:
    """Log10 of the larger over the smaller, shape (draws,); both above zero."""
    return np.abs(np.log10(one / other))


def switched(a: Assumptions, case: LabCase) -> dict[str, Array]:
    """Log10 distance with what is no input switched, by name, shape (draws,)."""
    whole, once, harvests = routes(a, case), lab_worth(a, case), _harvests(a)
    one = np.maximum(once.with_tuning.hours, LEAST_HOURS)
    stage = np.maximum(_stage_spared(a, case), LEAST_HOURS)
    months = case.hours_a_month
    return {
        "one_harvest": apart(once.data_returns, on_growth(a, one / months)),
        "lab_year": apart(whole.returns, _on_lab_year(a, whole.hours / months)),
        "one_on_lab_year": apart(once.data_returns, _on_lab_year(a, one / months)),
        "unconverted": apart(whole.returns, whole.hours / months),
        "rl_stage": apart(whole.returns, on_growth(a, stage * harvests / months)),
        "rl_on_lab_year": apart(once.data_returns, _on_lab_year(a, stage / months)),
    }


def _harvests(a: Assumptions) -> Array:
    """Harvests of one lab within the horizon, shape (draws,)."""
    return a.draw("harvests_a_year", "campaigns/year") * a.catalog.horizon.months / MONTHS_PER_YEAR


def _on_lab_year(a: Assumptions, months: Array) -> Array:
    """Months of the fleet's growth that so many months of the lab's computing stand for, as a share of a lab-year."""
    growth = growing(a.draw("fleet_growth", "x per year"))
    return months_brought_forward(extra_share=years_of_lab_compute(months=months), growth=growth)


def _stage_spared(a: Assumptions, case: LabCase) -> Array:
    """Chip-hours that one harvest spares if the whole stage of reinforcement learning stood for it, shape (draws,)."""
    kept = kept_exchanges(
        exchanges=case.harvests[MIXTURE].trajectories,
        postprocessing_share=a.draw("postprocessing_share", "share"),
        keep_share=a.draw("keep_share", "share"),
    )
    scale, most = a.draw("harvest_n0", "samples"), a.draw("harvest_n_max", "samples")
    own = case.training["own_next"]
    return compute_equivalent(
        alternative_hours=own.hours["rl"],
        sft_hours=own.hours["sft"],
        saturation=saturation(trajectories=kept, scale=scale, most=most),
    )
