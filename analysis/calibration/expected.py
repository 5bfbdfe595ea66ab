"""What the fits gave when they were last accepted, as text beside the data: a refit that moves anything shows."""

import csv
import io
import math
from pathlib import Path

from analysis.calibration import Fit, fits
from analysis.catalog import DATA, Catalog

FILE = DATA / "calibrations.expected.csv"
COLUMNS = ["fit", "item", "value"]
DIGITS, TOLERANCE = 6, 1e-5  # as stored; the last digit may differ between processors


def fit_rows(fit: Fit) -> list[dict[str, str]]:
    """Percentiles, coefficients with errors, and cases of one fit, as rows of text."""
    low, central, high = fit.percentiles()
    found = {
        "p5": low,
        "p50": central,
        "p95": high,
        "cases": float(len(fit.response)),
        "left_out": float(len(fit.left_out)),
    }
    for name, row in fit.coefficients().iterrows():
        found |= {f"{name}.value": float(row["value"]), f"{name}.se": float(row["se"])}
    return [{"fit": fit.name, "item": item, "value": f"{value:.{DIGITS}g}"} for item, value in found.items()]


def rows(catalog: Catalog) -> list[dict[str, str]]:
    """The rows of every fit."""
    return [row for fit in fits(catalog).values() for row in fit_rows(fit)]


def accept(catalog: Catalog, path: Path = FILE) -> int:
    """Write what the fits give now; the number of rows written."""
    found, out = rows(catalog), io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    path.write_text(out.getvalue(), encoding="utf-8")
    return len(found)


def differences(catalog: Catalog, path: Path = FILE) -> list[str]:
    """What the fits give that was not accepted: one line a difference, none when they agree."""
    if not path.exists():
        return ["the fits have no expected table; `chipbrief accept calibrations` writes one"]
    with path.open(encoding="utf-8", newline="") as file:
        expected = {(row["fit"], row["item"]): float(row["value"]) for row in csv.DictReader(file)}
    found = {(row["fit"], row["item"]): float(row["value"]) for row in rows(catalog)}
    lines = [f"{fit}: {item} is new" for fit, item in found if (fit, item) not in expected]
    lines += [f"{fit}: {item} is expected but was not found" for fit, item in expected if (fit, item) not in found]
    for key in expected.keys() & found.keys():
        was, now = expected[key], found[key]
        if not math.isclose(was, now, rel_tol=TOLERANCE, abs_tol=0):
            lines.append(f"{key[0]}: {key[1]} was {was:g}, is {now:g}")
    return sorted(lines)
