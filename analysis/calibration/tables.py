"""What every fit says of the rows it rests on: their sources, the newest date, the weakest grade."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.catalog import Catalog
from analysis.catalog.series import Row

DAYS_A_YEAR = 365.25


def origin(rows: Iterable[Row]) -> dict[str, Any]:
    """Sources in order of first use, date and grade of a fit to ``rows``."""
    found = list(rows)
    sources = tuple(dict.fromkeys(source for row in found for source in row.sources))
    return {"sources": sources, "as_of": max(row.as_of for row in found), "grade": max(row.grade for row in found)}


def figures(catalog: Catalog, table: str) -> pd.DataFrame:
    """A table of figures, indexed by row: what each measures, its value in its unit, and years since 2020."""
    rows = [
        {
            "row": i, "what": r.what, "entity": r.entity, "low": r.low, "value": r.central, "high": r.high,
            "unit": r.unit, "floor": r.floor, "years": years(r.as_of),
        }
        for i, r in catalog.series[table].items()
    ]  # fmt: skip
    return pd.DataFrame(rows).set_index("row")


def years(day: Any) -> float:
    """Years since the beginning of 2020."""
    return (pd.Timestamp(day) - pd.Timestamp(2020, 1, 1)).days / DAYS_A_YEAR
