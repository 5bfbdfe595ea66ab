"""What the tests that damage data at random share: files, settings that repeat, and the tables in a file."""

import copy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from analysis.catalog import DATA, load_catalog
from analysis.catalog.records import RECORDS

CATALOG = load_catalog()
FILES = sorted(path for kind in RECORDS for path in (DATA / kind).glob("*.toml"))
often = settings(
    deadline=None, derandomize=True, database=None, max_examples=200, suppress_health_check=list(HealthCheck)
)
seldom = settings(often, max_examples=25)

files = st.sampled_from(FILES)
seeds = st.integers(0, 2**32 - 1)


def content_of(path: Path) -> dict[str, Any]:
    """A file as a dictionary of our own."""
    return copy.deepcopy(tomllib.loads(path.read_text(encoding="utf-8")))


def tables(content: Any) -> Iterator[dict[str, Any]]:
    """Every table in a file, its top first. Tables with free keys are left out: any key is right there."""
    if isinstance(content, dict):
        yield content
        for key, value in content.items():
            yield from (t for v in value.values() for t in tables(v)) if key == "holdings" else tables(value)
    elif isinstance(content, list):
        for value in content:
            yield from tables(value)
