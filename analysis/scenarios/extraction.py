"""Campaigns and student training as results: under the mixture of readings, and under each reading alone."""

from dataclasses import dataclass

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Campaign, Lab
from analysis.model.binding import final_runs_a_year, months_of_lab_compute, years_of_lab_compute
from analysis.model.campaign import READINGS, Harvest, TokenRow, harvest, token_row
from analysis.model.constants import BINDS_FROM_YEARS, MONTHS_PER_YEAR, OUT_OF_REACH_YEARS
from analysis.model.labs import fleet_at, usable_hours_a_month
from analysis.model.training import STAGES, Training, cluster_days, final_run_share, targets, train
from analysis.scenarios.results import Result

MIXTURE = "mixture"
ALL = "all named labs"
HARVEST_FIELDS = {
    "processed": ("Tokens processed", "tokens"),
    "output": ("Output tokens", "tokens"),
    "unique": ("Unique tokens", "tokens"),
    "trained": ("Trained tokens", "tokens"),
    "supervised": ("Supervised tokens", "tokens"),
    "teacher_flop": ("Teacher compute", "FLOP"),
    "teacher_hours": ("Teacher chip-hours", "H800-hours"),
    "list_usd": ("List price", "USD"),
    "street_usd": ("Street price", "USD"),
}


@dataclass(frozen=True)
class LabCase:
    """One lab of a disclosure: its harvest by reading, training by target, and its own compute in month 0."""

    campaign: Campaign
    lab: Lab
    harvests: dict[str, Harvest]
    training: dict[str, Training]
    by_reading: dict[str, Training]
    fleet: Array
    hours_a_month: Array

    def months(self, stage: str, target: str) -> Array:
        """Months of the lab's own compute that a stage needs, mixture of readings, shape (draws,)."""
        return months_of_lab_compute(hours=self.training[target].hours[stage], hours_a_month=self.hours_a_month)


def mixture_row(a: Assumptions, accuser: str, rows: dict[str, TokenRow]) -> TokenRow:
    """The reading that holds in each draw: one state of the world per accuser, for all its campaigns.

    Weights are taken relative to their sum, so that one of them can be overridden alone.
    """
    decided = a.uniform(f"What {accuser.capitalize()} counts as an exchange")
    weights = {reading: a.draw(f"reading_weight_{reading}", "probability") for reading in READINGS}
    chosen, reached, whole = 0, 0, sum(weights.values())
    for reading in READINGS[:-1]:
        reached = reached + weights[reading] / whole
        chosen = chosen + (decided >= reached)
    picked = {f: np.choose(chosen, [getattr(rows[r], f) for r in READINGS]) for f in TokenRow.__dataclass_fields__}
    return TokenRow(**picked)


def lab_case(a: Assumptions, campaign: Campaign) -> LabCase:
    """All chains of one campaign."""
    lab = a.catalog.get("labs", campaign.lab)
    rows = {reading: token_row(a, reading) for reading in READINGS}
    rows[MIXTURE] = mixture_row(a, campaign.accuser, rows)
    harvests = {reading: harvest(a, campaign, row) for reading, row in rows.items()}
    aims = targets(a, lab)
    fleet = fleet_at(a, lab, a.catalog.horizon.evidence_to)
    return LabCase(
        campaign=campaign,
        lab=lab,
        harvests=harvests,
        training={name: train(a, lab, harvests[MIXTURE], aim) for name, aim in aims.items()},
        by_reading={reading: train(a, lab, harvests[reading], aims["own_next"]) for reading in READINGS},
        fleet=fleet,
        hours_a_month=usable_hours_a_month(fleet=fleet, occupancy=a.draw("occupancy", "share")),
    )


def add_harvests(result: Result, cases: list[LabCase]) -> None:
    """Tokens, teacher compute and price, by lab and in all, for the mixture and each reading alone."""
    for reading in (MIXTURE, *READINGS):
        for field, (words, unit) in HARVEST_FIELDS.items():
            variable = f"Extraction|{words}|{reading.capitalize()}"
            total = 0
            for case in cases:
                values = getattr(case.harvests[reading], field)
                total = total + values
                result.add(f"{field}.{case.lab.id}.{reading}", variable, case.lab.name, unit, values)
            result.add(f"{field}.all.{reading}", variable, ALL, unit, total)
    for case in cases:
        exchanges = case.harvests[MIXTURE].exchanges
        result.add(
            f"exchanges.{case.lab.id}", "Extraction|Exchanges", case.lab.name, "exchanges", exchanges, label="claim"
        )
    stated = sum(case.harvests[MIXTURE].exchanges for case in cases)
    result.add("exchanges.all", "Extraction|Exchanges", ALL, "exchanges", stated, label="claim")


def add_training(result: Result, a: Assumptions, cases: list[LabCase]) -> None:
    """Chip-hours, days, USD and months of the lab's own compute, by stage, lab and target scale."""
    price, cluster = a.draw("rental_price_h800", "USD/hour"), a.draw("comparator_cluster", "chips")
    for case in cases:
        for target, training in case.training.items():
            for stage in STAGES:
                hours, months = training.hours[stage], case.months(stage, target)
                end, words = f"{stage}.{case.lab.id}.{target}", f"{stage}|{target}"
                result.add(f"hours.{end}", f"Training|Chip-hours|{words}", case.lab.name, "H800-hours", hours)
                result.add(f"usd.{end}", f"Training|Rental cost|{words}", case.lab.name, "USD", hours * price)
                days = cluster_days(hours=hours, chips=cluster)
                result.add(
                    f"days.{end}", f"Training|Days of the comparison cluster|{words}", case.lab.name, "days", days
                )
                result.add(
                    f"months.{end}",
                    f"Binding|Months of lab compute|{words}",
                    case.lab.name,
                    "months",
                    months,
                    keep=True,
                )
                _thresholds(result, end, case.lab.name, years_of_lab_compute(months=months))
            result.add(
                f"sft_flop.{case.lab.id}.{target}",
                f"Training|FLOP|sft|{target}",
                case.lab.name,
                "FLOP",
                training.sft_flop,
            )
            result.add(
                f"base_flop.{case.lab.id}.{target}",
                f"Training|FLOP|base|{target}",
                case.lab.name,
                "FLOP",
                training.base_flop,
            )
        _worth(result, a, case)


def _thresholds(result: Result, end: str, lab: str, years: Array) -> None:
    stage, _, target = end.split(".")
    result.chance(
        f"tenth.{end}",
        f"{stage} for {target} takes more than a tenth of a year of {lab}'s compute",
        years > BINDS_FROM_YEARS,
    )
    result.chance(
        f"year.{end}", f"{stage} for {target} takes more than a year of {lab}'s compute", years > OUT_OF_REACH_YEARS
    )


def _worth(result: Result, a: Assumptions, case: LabCase) -> None:
    """Each reading's fine-tuning alone, what a harvest could stand in for, and how many final runs a year that implies."""
    lab, name = case.lab.id, case.lab.name
    own = case.training["own_next"]
    for reading, training in case.by_reading.items():
        months = _reading_months(case, reading)
        result.add(
            f"months.sft.{lab}.own_next.{reading}",
            f"Binding|Months of lab compute|sft|own_next|{reading}",
            name,
            "months",
            months,
        )
        result.add(
            f"hours.sft.{lab}.own_next.{reading}",
            f"Training|Chip-hours|sft|own_next|{reading}",
            name,
            "H800-hours",
            training.hours["sft"],
        )
    if np.all(own.hours["remake"] > 0):
        times = own.hours["rl"] / own.hours["remake"]
        result.add(f"rl_over_remake.{lab}", "Worth|RL run over remaking the harvest", name, "ratio", times)
    tenth = BINDS_FROM_YEARS * MONTHS_PER_YEAR / case.months("base", "own_next")
    result.add(
        f"base_share_for_tenth.{lab}", "Worth|Share of base run that equals a tenth of a lab-year", name, "ratio", tenth
    )
    runs = final_runs_a_year(
        hours_a_month=case.hours_a_month,
        final_run_share=final_run_share(a, case.lab),
        run_hours=own.hours["base"] + own.hours["rl"],
    )
    result.add(f"runs.{lab}", "Consistency|Final runs a year implied", name, "runs/year", runs)


def add_any_lab(result: Result, cases: list[LabCase]) -> None:
    """Whether a stage takes a tenth of a year of computing at any named lab, or at every one; and by what margin."""
    for stage, target in (("sft", "own_next"), ("research", "own_next"), ("base", "flop_1e26")):
        months = [case.months(stage, target) for case in cases]
        for word, reduce in (("any", np.max), ("every", np.min)):
            worst = reduce(np.stack(months), axis=0)
            end = f"{stage}.{word}.{target}"
            region = f"the named lab that it takes {'most' if word == 'any' else 'least'} of"
            result.add(
                f"months.{end}", f"Binding|Months of lab compute|{stage}|{target}", region, "months", worst, keep=True
            )
            statement = f"{stage} for {target} takes more than a tenth of a year of compute at {word} named lab"
            result.chance(f"tenth.{end}", statement, years_of_lab_compute(months=worst) > BINDS_FROM_YEARS)
    need = result.kept["months.sft.any.own_next"]
    if np.all(need > 0):
        margin = BINDS_FROM_YEARS * MONTHS_PER_YEAR / need
        result.add(
            "margin.sft.any", "Binding|A tenth of a lab-year over the largest need of fine-tuning", ALL, "ratio", margin
        )
    for reading in READINGS:
        months = [_reading_months(case, reading) for case in cases]
        statement = (
            f"sft for own_next takes more than a tenth of a year of compute at any named lab, read as a {reading}"
        )
        years = years_of_lab_compute(months=np.max(np.stack(months), axis=0))
        result.chance(f"tenth.sft.any.own_next.{reading}", statement, years > BINDS_FROM_YEARS)


def _reading_months(case: LabCase, reading: str) -> Array:
    return months_of_lab_compute(hours=case.by_reading[reading].hours["sft"], hours_a_month=case.hours_a_month)
