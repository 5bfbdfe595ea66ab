"""Expected tables: each scenario's headline numbers as text beside it, changed only by ``chipbrief accept``."""

import csv
import io
import math
from pathlib import Path
from typing import Any

from analysis.catalog import DATA
from analysis.scenarios.compare import comparison_rows
from analysis.scenarios.results import PERCENTILES, Result
from analysis.scenarios.run import run

TOLERANCE = 1e-5  # stored at six significant digits, whose last may differ between processors
SUFFIX = ".expected.csv"
HEADLINES = (
    "unique.all.", "trained.all.", "teacher_hours.all.", "list_usd.all.", "months.", "runs.", "later.months.",
    "stock_now.", "stock36.", "used_now", "us_displaced_at_most36.", "months36.", "lever.months", "lever.lag.",
    "break_even.", "lag.",
)  # fmt: skip
COLUMNS = ["id", "unit", *(f"p{q}" for q in PERCENTILES)]


def expected_path(scenario: str) -> Path:
    """Where a scenario's expected table lies."""
    return DATA / "scenarios" / f"{scenario}{SUFFIX}"


def expected_paths() -> list[Path]:
    """All expected tables that there are."""
    return sorted((DATA / "scenarios").glob(f"*{SUFFIX}"))


def headline_rows(result: Result) -> list[dict[str, Any]]:
    """The rows of an expected table: the scenario's comparison, tokens, price, months of lab compute, and stock by channel."""
    rows = [{c: row[c] for c in COLUMNS} for row in comparison_rows(result)]
    wanted = (q.as_dict() for i, q in result.quantities.items() if i.startswith(HEADLINES))
    return rows + [{c: row[c] for c in COLUMNS} for row in wanted]


def accept(scenario: str) -> int:
    """Write the expected table of ``scenario`` from a run with default parameters; the number of rows written."""
    rows = headline_rows(run(scenario))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    expected_path(scenario).write_text(out.getvalue(), encoding="utf-8")
    return len(rows)


def differences(scenario: str) -> list[str]:
    """What a run gives that the expected table does not: one line a difference, none when they agree."""
    path = expected_path(scenario)
    if not path.exists():
        return [f"{scenario} has no expected table; `chipbrief accept {scenario}` writes one"]
    with path.open(encoding="utf-8", newline="") as file:
        expected = {row["id"]: row for row in csv.DictReader(file)}
    found = {row["id"]: row for row in headline_rows(run(scenario))}
    lines = [f"{i} is not in the expected table" for i in found if i not in expected]
    lines += [f"{i} is expected but was not found" for i in expected if i not in found]
    for identifier in expected.keys() & found.keys():
        for column in COLUMNS[2:]:
            was, now = float(expected[identifier][column]), found[identifier][column]
            if not math.isclose(was, now, rel_tol=TOLERANCE, abs_tol=0):
                lines.append(f"{identifier} {column}: expected {was:g}, found {now:g}")
    return sorted(lines)
