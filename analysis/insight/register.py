"""The assumptions register: every number that a run may draw, with its impact and who reads it."""

from collections.abc import Sequence
from typing import Any

from analysis.catalog import Catalog
from analysis.insight.drivers import drivers
from analysis.insight.judgements import effect_key, keeps_regime, main_lab
from analysis.scenarios import Result, run

EFFECT_WORDS = {True: "What full use of the rule brings {lab}", False: "What this scenario changes for {lab}"}


def headlines(result: Result) -> dict[str, str]:
    """The three results by which inputs are weighed, with what each is called."""
    lab, end = main_lab(result), effect_key(result)
    return {
        f"months.sft.{lab.id}.own_next": "Fine-tuning on the harvest",
        f"months.base.{lab.id}.flop_1e26": "Base training, 10²⁶ operations",
        f"added36_difference.{lab.id}.{end}": EFFECT_WORDS[keeps_regime(result)].format(lab=lab.name),
    }


def impacts(result: Result, of: Sequence[str]) -> dict[str, float]:
    """Each input's largest share of the rank variance of any of these results."""
    largest: dict[str, float] = {}
    for headline in of:
        for driver in drivers(result, headline):
            largest[driver.name] = max(driver.share, largest.get(driver.name, 0))
    return largest


def register_rows(catalog: Catalog) -> list[dict[str, Any]]:
    """Every number that may be drawn: range, unit, date, basis, grade, impact in the baseline, use and state.

    ``use`` is ``read`` for what the baseline reads, ``fact`` for what is known of a thing and not drawn there, or the part
    of the model that a number awaits.
    """
    result = run(catalog.horizon.baseline)
    found, read = impacts(result, list(headlines(result))), result.assumptions.read
    return [
        value.flat(name)
        | {"impact": found.get(name, 0.0) if name in read else None}
        | {"use": "read" if name in read else f"awaits {value.awaits}" if value.awaits else "fact"}
        | {"state": "overridden" if name in result.assumptions.overridden else "default", "file": catalog.files[name]}
        for name, value in sorted(catalog.inputs.items())
    ]
