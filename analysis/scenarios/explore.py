"""One setting to look at: the harvest that is left, what stages take of each lab, and chips delivered; on few draws, at once."""

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.assumptions.draws import Streams
from analysis.calibration import load_inputs
from analysis.catalog import Campaign, Catalog, InputError, Lab, unknown
from analysis.catalog.records import Policy
from analysis.model.accounts import detected_harvest, window_days
from analysis.model.binding import years_of_lab_compute
from analysis.model.campaign import READINGS, Harvest, combined, harvest
from analysis.model.constants import BINDS_FROM_YEARS, HOURS_PER_DAY, HOURS_PER_MONTH, MONTHS_PER_YEAR
from analysis.model.deliveries import binding
from analysis.model.labs import fleet_at, usable_hours_a_month
from analysis.model.limits import FLOWS, H200
from analysis.model.training import targets, train
from analysis.model.uses import campaign_row
from analysis.scenarios.cases import MIXTURE, LabCase, mixture_row
from analysis.scenarios.cells import named, product_name, regime
from analysis.scenarios.regimes import add_series
from analysis.scenarios.results import Result
from analysis.scenarios.spec import Parameters, parameters

MOST_DRAWS = (
    1024  # what is looked at while it moves needs no more; its medians are within some 5% of those of all draws
)
CHOICES = (MIXTURE, *READINGS)
SHOWN = (("remake", "own_next"), ("sft", "own_next"), ("rl", "own_next"), ("base", "own_next"), ("base", "flop_1e26"))
NO_CEILING = "none"  # the kind of ceiling of a policy that licenses nothing
DAYS_PER_MONTH = HOURS_PER_MONTH / HOURS_PER_DAY
LEAST_RATE, MOST_RATE = 0.01, 100.0  # detections a month: once in eight years, to three times a day
MOST_CHIPS = 1e8


@dataclass(frozen=True)
class Settings:
    """What the explorer's controls stand at. Build with ``settings()``, which checks them together.

    ``reading``: what one exchange is, or the mixture. ``volume``: H200s that the US ceiling lets in over the horizon;
    ``detection``: the rate at which a campaign is found and stopped, a month. None leaves either as the parameters say.
    """

    parameters: Parameters
    reading: str = MIXTURE
    volume: float | None = None
    detection: float | None = None

    def changed(self, **values: Any) -> "Settings":
        """The same with some settings moved, checked anew; InputError if they do not go together."""
        own = {name: values.pop(name) for name in ("reading", "volume", "detection") if name in values}
        return settings(replace(self, **own), **values)

    @property
    def values(self) -> dict[str, float]:
        """The inputs that volume and detection set: the policy's ceiling, a year's for a flow; and days until it is found."""
        catalog, found = load_inputs(), {}
        if self.volume is not None:
            policy = policy_of(catalog, self.parameters.scenario)
            years = catalog.horizon.months / MONTHS_PER_YEAR if policy.ceiling_kind in FLOWS else 1
            found[f"{policy.id}.gross_ceiling"] = self.volume / years
        if self.detection is not None:
            found["detection_days"] = days_until_found(self.detection)
        return found


@dataclass(frozen=True)
class View:
    """What one setting comes to: results by the ids that a run gives them, and the settings. ``at_limit``: see ``explore``."""

    settings: Settings
    result: Result
    at_limit: dict[str, float]

    @property
    def labs(self) -> list[Lab]:
        """The labs of the disclosure."""
        return self.result.catalog.labs(self.settings.parameters.disclosure)


def settings(start: Settings | None = None, /, **given: Any) -> Settings:
    """Checked settings: parameters of a run, and reading, volume and detection. InputError naming what is accepted.

    ``start`` gives what is not ``given``. Draws above MOST_DRAWS are cut to that.
    """
    own = {} if start is None else {f.name: getattr(start, f.name) for f in fields(Settings) if f.name != "parameters"}
    own |= {name: given.pop(name) for name in ("reading", "volume", "detection") if name in given}
    asked = parameters(**(start.parameters.as_dict() if start else {}) | given)
    found = Settings(replace(asked, draws=min(asked.draws, MOST_DRAWS)), **own)
    if found.reading not in CHOICES:
        raise unknown("unit of exchange", found.reading, CHOICES)
    _within("volume", found.volume, 0, MOST_CHIPS, "chips")
    _within("detection", found.detection, LEAST_RATE, MOST_RATE, "detections a month")
    if found.volume is not None:
        _ceiling_can_be_set(load_inputs(), asked.scenario)
    return found


def _within(name: str, value: Any, least: float, most: float, unit: str) -> None:
    if value is None:
        return
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not least <= value <= most:
        raise InputError(f"{name}: found {value!r}, a number of {unit} from {least:,g} to {most:,.0f} is accepted")


def _ceiling_can_be_set(catalog: Catalog, scenario: str) -> None:
    """InputError where a volume of H200s means nothing: the policy licenses none, or another chip."""
    policy, name = policy_of(catalog, scenario), catalog.get("scenarios", scenario).name
    accepted = "“as the regime says” is accepted, or a regime that licenses H200s"
    if policy.product != H200:
        raise InputError(f"H200 volume: “{name}” licenses the {product_name(catalog, policy.product)}; {accepted}")
    if policy.ceiling_kind == NO_CEILING:
        raise InputError(f"H200 volume: “{name}” licenses no H200, so there is no number to set; {accepted}")


def policy_of(catalog: Catalog, scenario: str) -> Policy:
    """The US policy of a scenario."""
    return catalog.get("policies", catalog.get("scenarios", scenario).policy)


def days_until_found(rate: float) -> float:
    """Days until a campaign is found if it is found at a constant ``rate`` a month: the mean time, taken for every draw.

    Leaves out that chance finds some at once and others late, of whom the late ones gain no more than their window (high).
    """
    return DAYS_PER_MONTH / rate


def explore(asked: Settings) -> View:
    """Everything that the explorer shows of one setting.

    By lab: ``exchanges`` and ``unique`` and ``trained`` tokens that are left after detection, ``kept``, the share of the
    counted exchanges that they are, and ``months`` of its computing by stage on them; and ``cumulative`` chips by month.
    ``at_limit`` is the share of draws on which the policy's chips end at each limit. Left out: the regime's effect on what
    a lab has, on which a run holds the stages too. With nothing set besides the parameters, ``months`` and tokens are a run's.
    """
    with np.errstate(all="ignore"):
        return _explore(asked)


def _explore(asked: Settings) -> View:
    catalog, given = load_inputs(), asked.parameters
    scenario = catalog.get("scenarios", given.scenario)
    policy, posture = catalog.get("policies", scenario.policy), catalog.get("postures", scenario.posture)
    own = {override.name: override.value for override in scenario.overrides} | given.overrides | asked.values
    a = Assumptions(catalog, given.draws, given.seed, own, streams=_streams(given.draws, given.seed))
    result, cases = Result(catalog, given, a), []
    campaigns = catalog.campaigns(given.disclosure)
    for lab in catalog.labs(given.disclosure):
        own = [campaign for campaign in campaigns if campaign.lab == lab.id]
        whole = [_harvested(a, campaign, asked.reading) for campaign in own]
        case = _case(a, lab, own, [_left(a, *pair, asked) for pair in zip(own, whole, strict=True)], asked.reading)
        cases.append(case)
        kept = case.harvests[asked.reading].exchanges / sum(found.exchanges for found in whole)
        result.add(f"kept.{lab.id}", "Explorer|Share of the harvest left", lab.name, "share", kept)
    _add_harvests(result, cases, asked.reading)
    for case in cases:
        for stage, target in SHOWN:
            _add_stage(result, case, stage, target)
    found = regime(a, policy, posture, cases)
    add_series(result, a, found)
    variable = f"Supply|{named(catalog, found.products)} delivered in {catalog.horizon.months} months"
    result.add(f"delivered36.{found.key}", variable, "China", "chips", found.chips[:, -1])
    limits = binding(a, policy, posture, catalog.horizon.months)
    return View(asked, result, {name: float(np.mean(draws)) for name, draws in limits.items()})


@lru_cache(maxsize=2)
def _streams(draws: int, seed: int) -> Streams:
    """The order of the draws, which no control moves."""
    return Streams(draws, seed)


def _harvested(a: Assumptions, campaign: Campaign, reading: str) -> Harvest:
    """A campaign's harvest as it was counted, under one reading or the mixture."""
    if reading != MIXTURE:
        return harvest(a, campaign, campaign_row(a, campaign.targets, reading))
    rows = {one: campaign_row(a, campaign.targets, one) for one in READINGS}
    return harvest(a, campaign, mixture_row(a, campaign.accuser, rows))


def _left(a: Assumptions, campaign: Campaign, counted: Harvest, asked: Settings) -> Harvest:
    """What is left of a harvest when its campaign is stopped as soon as it is found; all of it if no rate is set."""
    if asked.detection is None:
        return counted
    days = window_days(a, campaign)
    kept = detected_harvest(rate=1 / days, days=np.minimum(a.draw("detection_days", "days"), days))
    amounts = {f.name: getattr(counted, f.name) * kept for f in fields(Harvest) if f.name != "context"}
    return Harvest(**amounts, context=counted.context)


def _case(a: Assumptions, lab: Lab, campaigns: list[Campaign], left: list[Harvest], reading: str) -> LabCase:
    """A lab with no more than what is shown: one harvest, and its training for the targets of SHOWN."""
    whole, aims, fleet = combined(left), targets(a, lab), fleet_at(a, lab, a.catalog.horizon.evidence_to)
    return LabCase(
        lab=lab,
        campaigns=tuple(campaigns),
        harvests={reading: whole},
        training={target: train(a, lab, whole, aims[target]) for target in dict.fromkeys(t for _, t in SHOWN)},
        by_reading={},
        fleet=fleet,
        hours_a_month=usable_hours_a_month(fleet=fleet, occupancy=a.draw("occupancy", "share")),
    )


def _add_harvests(result: Result, cases: list[LabCase], reading: str) -> None:
    for field, ends, unit in (
        ("exchanges", "", "exchanges"),
        *((f, f".{reading}", "tokens") for f in ("unique", "trained")),
    ):
        variable, total = f"Explorer|{field.capitalize()} left", 0
        for case in cases:
            values: Array = getattr(case.harvests[reading], field)
            total = total + values
            result.add(f"{field}.{case.lab.id}{ends}", variable, case.lab.name, unit, values)
        result.add(f"{field}.all{ends}", variable, "all named labs", unit, total)


def _add_stage(result: Result, case: LabCase, stage: str, target: str) -> None:
    months, end = case.months(stage, target), f"{stage}.{case.lab.id}.{target}"
    result.add(f"months.{end}", f"Binding|Months of lab compute|{stage}|{target}", case.lab.name, "months", months)
    over = years_of_lab_compute(months=months) > BINDS_FROM_YEARS
    result.chance(f"tenth.{end}", "It takes more than a tenth of a year of the lab's compute", over)
