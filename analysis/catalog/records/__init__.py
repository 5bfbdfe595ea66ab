"""What a data file may hold: one record a thing, whose numbers are all Estimates."""

from analysis.catalog.records.actors import Campaign, Holding, Lab, Listing, Student
from analysis.catalog.records.argument import Claim, Verdict
from analysis.catalog.records.hardware import Chip
from analysis.catalog.records.instruments import Bounds, Lever, Limb, Period, Policy, Posture, Rule, Test
from analysis.catalog.records.named import Documented, Named, Sourced
from analysis.catalog.records.settings import (
    Correction,
    Corrections,
    Correlation,
    Correlations,
    Fitted,
    Horizon,
    Override,
    Scenario,
    Stance,
)

# Folder of data/ and what its files are.
RECORDS: dict[str, type[Named]] = {
    "chips": Chip,
    "labs": Lab,
    "students": Student,
    "campaigns": Campaign,
    "rules": Rule,
    "policies": Policy,
    "postures": Posture,
    "levers": Lever,
    "claims": Claim,
    "scenarios": Scenario,
}

__all__ = [
    "RECORDS", "Bounds", "Campaign", "Chip", "Claim", "Correction", "Corrections", "Correlation", "Correlations", "Documented", "Fitted",
    "Holding", "Horizon", "Lab", "Lever", "Limb", "Listing", "Named", "Override", "Period", "Policy", "Posture", "Rule", "Scenario",
    "Sourced", "Stance", "Student", "Test", "Verdict",
]  # fmt: skip
