"""Every comparison with a published run or estimate, in the order of the table."""

from tests.cross_model.comparison import Comparison
from tests.cross_model.harvest_cases import HARVESTS
from tests.cross_model.reinforcement_cases import REINFORCEMENT
from tests.cross_model.supply_cases import SUPPLY
from tests.cross_model.training_cases import TRAINING
from tests.cross_model.worth_cases import COSTS, WORTH

COMPARISONS: tuple[Comparison, ...] = (*TRAINING, *REINFORCEMENT, *HARVESTS, *COSTS, *WORTH, *SUPPLY)

__all__ = ["COMPARISONS", "Comparison"]
