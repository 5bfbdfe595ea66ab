"""Whether the data and the results hold together: what is unused, orphaned, undescribed, or no longer as expected."""

from typing import Any

from analysis.catalog import Catalog, InputError, load_catalog
from analysis.catalog.checks import cited_sources
from analysis.catalog.package import DESCRIPTOR, descriptor_differs
from analysis.scenarios import run
from analysis.scenarios.expected import SUFFIX, differences, expected_paths
from analysis.scenarios.spec import MIN_DRAWS, runnable

# Numbers that exist to be drawn; those of other kinds are facts about a thing, drawn or not.
INPUT_KINDS = ("assumptions", "policies", "postures", "levers")


def check_all() -> list[dict[str, Any]]:
    """One row a check: the data load, nothing is unused or orphaned, every scenario gives its expected table."""
    catalog = load_catalog()
    numbers, sources = len(catalog.register), len(catalog.sources)
    records = sum(len(found) for found in catalog.kinds.values())
    rows = [_row("data", [], f"{records} records, {numbers} numbers, {sources} sources")]
    for scenario in catalog.kinds["scenarios"]:
        rows.append(_row(scenario, differences(scenario)))
    read = numbers_read(catalog)
    rows.append(_row("unused numbers", unused(catalog, read)))
    rows.append(_row("numbers that no longer wait", waiting_in_vain(catalog, read)))
    rows.append(_row("orphans", orphans(catalog)))
    rows.append(_row("unused sources", sorted(set(catalog.sources) - cited_sources(catalog))))
    stale = ["run `chipbrief accept series`"] if descriptor_differs(catalog) else []
    rows.append(_row(f"series/{DESCRIPTOR}", stale))
    return rows


def _row(identifier: str, problems: list[str], detail: str = "") -> dict[str, Any]:
    shown = "; ".join(problems[:3]) + (f"; and {len(problems) - 3} more" if len(problems) > 3 else "")
    return {"id": identifier, "state": "differs" if problems else "ok", "detail": shown or detail}


def numbers_read(catalog: Catalog) -> set[str]:
    """Every number that some scenario draws, on some disclosure that can be run."""
    read: set[str] = set()
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
