"""Whether the data and the results hold together: what is unused, orphaned, undescribed, or no longer as expected."""

from typing import Any

from analysis.assumptions import Assumptions
from analysis.calibration import load_inputs
from analysis.calibration.expected import differences as refits
from analysis.catalog import Catalog, InputError
from analysis.catalog.checks import cited_sources
from analysis.catalog.package import DESCRIPTOR, descriptor_differs
from analysis.insight.claims import claim_reads
from analysis.scenarios import run
from analysis.scenarios.expected import SUFFIX, differences, expected_paths
from analysis.scenarios.matrix import numbers_drawn
from analysis.scenarios.spec import DEFAULTS, MIN_DRAWS, missing_keys, runnable

# Numbers that exist to be drawn; those of other kinds are facts about a thing, drawn or not.
INPUT_KINDS = ("assumptions", "calibrations.toml", "policies", "postures", "levers")


def check_all() -> list[dict[str, Any]]:
    """One row a check: the data load, nothing is unused or orphaned, every scenario gives its expected table."""
    catalog = load_inputs()
    numbers, sources = len(catalog.register), len(catalog.sources)
    records = sum(len(found) for found in catalog.kinds.values())
    rows = [_row("data", "ok", [], f"{records} records, {numbers} numbers, {sources} sources")]
    for scenario in catalog.kinds["scenarios"]:
        remedy = f"if the change is meant, `chipbrief accept {scenario}`, and say why in the commit"
        rows.append(_row(scenario, "differs", differences(scenario), remedy=remedy))
    remedy = "if the change is meant, `chipbrief accept calibrations`, and say why in the commit"
    rows.append(_row("calibrations", "differs", refits(catalog), remedy=remedy))
    read = numbers_read(catalog)
    remedy = 'remove them, or say what is to read them, such as awaits = "supply"'
    rows.append(_row("unused numbers", "unused", unused(catalog, read), remedy=remedy))
    remedy = "the model reads them now: take awaits out"
    rows.append(_row("numbers that no longer wait", "stale", waiting_in_vain(catalog, read), remedy=remedy))
    remedy = "remove them, or add what they belong to"
    rows.append(_row("orphans", "orphan", orphans(catalog), remedy=remedy))
    uncited = sorted(set(catalog.sources) - cited_sources(catalog))
    rows.append(_row("unused sources", "unused", uncited, remedy="cite them, or take them out of data/sources.toml"))
    stale = ["it does not describe the tables as they are"] if descriptor_differs(catalog) else []
    rows.append(_row(f"series/{DESCRIPTOR}", "stale", stale, remedy="`chipbrief accept series`"))
    return [*rows, _row("labs", "ok", [], bare_labs(catalog))]


def _row(identifier: str, state: str, problems: list[str], detail: str = "", remedy: str = "") -> dict[str, Any]:
    """One check: ``state`` and what to do where there are problems, else ok."""
    shown = "; ".join(problems[:3]) + (f"; and {len(problems) - 3} more" if len(problems) > 3 else "")
    return {
        "id": identifier,
        "state": state if problems else "ok",
        "detail": f"{shown}. To do: {remedy}" if problems else detail,
    }


def bare_labs(catalog: Catalog) -> str:
    """Labs with a fleet that cannot be run, with the keys that each lacks: no fault, but good to know."""
    lacking: dict[str, list[str]] = {}
    for lab in catalog.kinds["labs"].values():
        if lab.fleet and (keys := missing_keys(catalog, lab)):
            lacking.setdefault(", ".join(keys), []).append(lab.id)
    parts = [f"{', '.join(labs)}: cannot be run: missing {keys}" for keys, labs in lacking.items()]
    return "; ".join(parts) or "every lab with a fleet can be run"


def numbers_read(catalog: Catalog) -> set[str]:
    """Every number that some scenario draws on some disclosure that can be run, or that supply or a test of a claim draws."""
    read = numbers_drawn(Assumptions(catalog, MIN_DRAWS, DEFAULTS["seed"]))
    read |= claim_reads(Assumptions(catalog, MIN_DRAWS, DEFAULTS["seed"]))
    for scenario in catalog.kinds["scenarios"]:
        read |= set(run(scenario, draws=MIN_DRAWS).assumptions.read)
    for disclosure in catalog.disclosures:
        try:
            runnable(catalog, disclosure)
        except InputError:
            continue
        read |= set(run(disclosure=disclosure, draws=MIN_DRAWS).assumptions.read)
    return read


def unused(catalog: Catalog, read: set[str]) -> list[str]:
    """Inputs that nothing draws and that do not say which part of the model they await."""
    return sorted(n for n in _inputs(catalog) if n not in read and catalog.register[n].awaits is None)


def waiting_in_vain(catalog: Catalog, read: set[str]) -> list[str]:
    """Inputs that say they await a part of the model, though it draws them."""
    return sorted(n for n in read & set(_inputs(catalog)) if catalog.register[n].awaits is not None)


def _inputs(catalog: Catalog) -> list[str]:
    return [name for name, file in catalog.files.items() if file.partition("/")[0] in INPUT_KINDS]


def orphans(catalog: Catalog) -> list[str]:
    """What belongs to something that is not there: accounts of no disclosure, a reading without tokens, a lone table."""
    found = [path.name for path in expected_paths() if path.name.removesuffix(SUFFIX) not in catalog.kinds["scenarios"]]
    for name in catalog.register:
        if name.startswith("accounts_") and name.removeprefix("accounts_").replace("_", "-") not in catalog.disclosures:
            found.append(name)
        reading = name.removeprefix("reading_weight_")
        if reading != name and f"{reading}_output" not in catalog.register:
            found.append(name)
    return sorted(found)
