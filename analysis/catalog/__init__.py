"""What we were told: records, units and sources, read from data/ and nowhere else."""

from analysis.catalog.errors import InputError, RunError, unknown
from analysis.catalog.estimates import Estimate, Source
from analysis.catalog.loading import Catalog, load_catalog
from analysis.catalog.reading import DATA, PROJECT
from analysis.catalog.records import Campaign, Chip, Lab, Scenario
from analysis.catalog.units import UNITS, kind_of

__all__ = [
    "DATA", "PROJECT", "UNITS", "Campaign", "Catalog", "Chip", "Estimate", "InputError", "Lab", "RunError", "Scenario",
    "Source", "kind_of", "load_catalog", "unknown",
]  # fmt: skip
