"""What training takes as results: chip-hours, days, money, energy and months of the lab's own compute, by stage and target."""

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Catalog, Chip
from analysis.catalog.records import Policy
from analysis.model.binding import final_runs_a_year, months_of_lab_compute, years_of_lab_compute
from analysis.model.campaign import READINGS
from analysis.model.constants import BINDS_FROM_YEARS, MONTHS_PER_YEAR, OUT_OF_REACH_YEARS
from analysis.model.energy import energy_mwh
from analysis.model.generation import hours_on_chip
from analysis.model.labs import serving_capacity
from analysis.model.training import STAGES, cluster_days, final_run_share, rent_on_chip
from analysis.scenarios.cases import LabCase
from analysis.scenarios.extraction import ALL
from analysis.scenarios.results import Result

STAGE_WORDS = {
    "remake": "Writing the harvest anew",
    "sft": "Fine-tuning on the harvest",
    "rl": "Reinforcement learning",
    "rl_by_flop": "Reinforcement learning, sized by operations,",
    "rl_rollout": "Reinforcement learning, built up from its parts,",
    "base": "Base training",
    "research": "All research",
}
TARGET_WORDS = {
    "own_last": "the earlier model",
    "own_next": "the following model",
    "flop_1e25": "a run of 10²⁵ operations",
    "flop_1e26": "a run of 10²⁶ operations",
    "us_frontier": "a US frontier run",
}
HELD = ("owned", "rented", "unclear")  # ways of having chips that a lab can be taken to use


def add_training(result: Result, a: Assumptions, cases: list[LabCase]) -> None:
    """By lab, target scale and stage; beside them FLOP, what each reading alone gives, and whether it hangs together."""
    price, cluster = a.draw("rental_price_h800", "USD/hour"), a.draw("comparator_cluster", "chips")
    for case in cases:
        for target, training in case.training.items():
            for stage in STAGES:
                _add_stage(result, a, case, f"{stage}.{case.lab.id}.{target}", price, cluster)
            for kind, flop in (("sft", training.sft_flop), ("base", training.base_flop)):
                variable = f"Training|FLOP|{kind}|{target}"
                result.add(f"{kind}_flop.{case.lab.id}.{target}", variable, case.lab.name, "FLOP", flop)
        _add_readings(result, case)
        _add_consistency(result, a, case)
        capacity = serving_capacity(a, case.fleet, case.training["own_next"].target.params)
        result.add(
            f"serving.{case.lab.id}",
            "Serving|Tokens a day if the whole fleet served",
            case.lab.name,
            "tokens/day",
            capacity,
        )


def _add_stage(result: Result, a: Assumptions, case: LabCase, end: str, price: Array, cluster: Array) -> None:
    stage, _, target = end.split(".")
    hours, months, lab = case.training[target].hours[stage], case.months(stage, target), case.lab.name
    words = f"{stage}|{target}"
    result.add(f"hours.{end}", f"Training|Chip-hours|{words}", lab, "H800-hours", hours)
    result.add(f"usd.{end}", f"Training|Rental cost|{words}", lab, "USD", hours * price)
    days = cluster_days(hours=hours, chips=cluster)
    result.add(f"days.{end}", f"Training|Days of the comparison cluster|{words}", lab, "days", days)
    result.add(
        f"mwh.{end}", f"Training|Electricity|{words}", lab, "MWh", energy(a, a.catalog.get("chips", "h800"), hours)
    )
    result.add(f"months.{end}", f"Binding|Months of lab compute|{words}", lab, "months", months, keep=True)
    years = years_of_lab_compute(months=months)
    tenth = f"{STAGE_WORDS[stage]} for {TARGET_WORDS[target]} takes more than a tenth of a year of {lab}'s compute"
    result.chance(f"tenth.{end}", tenth, years > BINDS_FROM_YEARS)
    result.chance(f"year.{end}", tenth.replace("a tenth of a year", "a year"), years > OUT_OF_REACH_YEARS)


def energy(a: Assumptions, chip: Chip, hours: Array) -> Array:
    """MWh of so many hours on a chip, shape (draws,)."""
    return energy_mwh(
        chip_hours=hours,
        power=a.draw(f"{chip.id}.power", "W"),
        server_over_tdp=a.draw("server_power_over_tdp", "ratio"),
        average_share=a.draw("average_power_share", "share"),
        pue=a.draw("pue", "ratio"),
    )


def _add_readings(result: Result, case: LabCase) -> None:
    """Fine-tuning of the next model under each reading of an exchange alone."""
    lab, name = case.lab.id, case.lab.name
    for reading, training in case.by_reading.items():
        words = f"sft|own_next|{reading}"
        end = f"sft.{lab}.own_next.{reading}"
        result.add(
            f"months.{end}", f"Binding|Months of lab compute|{words}", name, "months", case.months_read_as(reading)
        )
        result.add(f"hours.{end}", f"Training|Chip-hours|{words}", name, "H800-hours", training.hours["sft"])


def _add_consistency(result: Result, a: Assumptions, case: LabCase) -> None:
    """What a harvest could stand in for, and how many final runs a year the fleet implies."""
    lab, name, own = case.lab.id, case.lab.name, case.training["own_next"]
    if np.all(own.hours["remake"] > 0):
        times = own.hours["rl"] / own.hours["remake"]
        result.add(f"rl_over_remake.{lab}", "Worth|RL run over remaking the harvest", name, "ratio", times)
    tenth = BINDS_FROM_YEARS * MONTHS_PER_YEAR / case.months("base", "own_next")
    words = "Worth|Share of base run that equals a tenth of a lab-year"
    result.add(f"base_share_for_tenth.{lab}", words, name, "ratio", tenth)
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
            variable = f"Binding|Months of lab compute|{stage}|{target}"
            result.add(f"months.{end}", variable, region, "months", worst, keep=True)
            begins = f"{STAGE_WORDS[stage]} for {TARGET_WORDS[target]} takes"
            statement = f"{begins} more than a tenth of a year of compute at {word} named lab"
            result.chance(f"tenth.{end}", statement, years_of_lab_compute(months=worst) > BINDS_FROM_YEARS)
    need = result.kept["months.sft.any.own_next"]
    if np.all(need > 0):
        margin = BINDS_FROM_YEARS * MONTHS_PER_YEAR / need
        variable = "Binding|A tenth of a lab-year over the largest need of fine-tuning"
        result.add("margin.sft.any", variable, ALL, "ratio", margin)
    for reading in READINGS:
        worst = np.max(np.stack([case.months_read_as(reading) for case in cases]), axis=0)
        begins = f"{STAGE_WORDS['sft']} for {TARGET_WORDS['own_next']} takes"
        statement = f"{begins} more than a tenth of a year of compute at any named lab, read as a {reading}"
        years = years_of_lab_compute(months=worst)
        result.chance(f"tenth.sft.any.own_next.{reading}", statement, years > BINDS_FROM_YEARS)


def admitted_chips(catalog: Catalog, policy: Policy) -> list[Chip]:
    """Chips that a scenario admits: those that labs are known to hold, and what its policy lets in. Known speed and power."""
    held = {h.chip for lab in catalog.kinds["labs"].values() for h in lab.holdings.values() if h.access in HELD}
    allowed = {policy.product} if policy.product and policy.gross_ceiling.central > 0 else set()
    chips = (catalog.get("chips", chip) for chip in sorted(held | allowed))
    return [chip for chip in chips if chip.dense_16bit and chip.power]


def add_chips(result: Result, a: Assumptions, cases: list[LabCase], policy: Policy) -> None:
    """The stages of each lab's next model on every chip that the scenario admits: hours, days, MWh, and USD where priced.

    Training goes by dense 16-bit speed, writing the harvest anew by measured decoding speed where there is one.
    """
    h800 = a.catalog.get("chips", "h800")
    for chip in admitted_chips(a.catalog, policy):
        for case in cases:
            for stage in STAGES:
                if stage == "remake" and chip.decode_rate is None:
                    continue
                field, unit = ("decode_rate", "tokens/s") if stage == "remake" else ("dense_16bit", "FLOP/s")
                hours = hours_on_chip(
                    hours=case.training["own_next"].hours[stage],
                    rate_here=a.draw(f"h800.{field}", unit),
                    rate_there=a.draw(f"{chip.id}.{field}", unit),
                )
                _add_on_chip(result, a, case, chip, h800, stage, hours)


def _add_on_chip(
    result: Result, a: Assumptions, case: LabCase, chip: Chip, h800: Chip, stage: str, hours: Array
) -> None:
    end, words, lab = f"{chip.id}.{stage}.{case.lab.id}", f"{stage}|own_next|{chip.name}", case.lab.name
    result.add(f"chip_hours.{end}", f"Training|Chip-hours|{words}", lab, "chip-hours", hours)
    days = cluster_days(hours=hours, chips=a.draw("comparator_cluster", "chips"))
    result.add(f"chip_days.{end}", f"Training|Days of the comparison cluster|{words}", lab, "days", days)
    result.add(f"chip_mwh.{end}", f"Training|Electricity|{words}", lab, "MWh", energy(a, chip, hours))
    if chip.price and h800.price:
        rent = rent_on_chip(
            rent=a.draw("rental_price_h800", "USD/hour"),
            price_here=a.draw("h800.price", "USD/chip"),
            price_there=a.draw(f"{chip.id}.price", "USD/chip"),
        )
        result.add(f"chip_usd.{end}", f"Training|Rental cost|{words}", lab, "USD", hours * rent)


def lab_months(case: LabCase, hours: Array) -> Array:
    """Months of the lab's own compute for so many hours."""
    return months_of_lab_compute(hours=hours, hours_a_month=case.hours_a_month)
