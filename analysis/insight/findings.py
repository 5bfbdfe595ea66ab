"""The finding a brief leads with, chosen from the results by rule."""

from analysis.insight.judgements import is_baseline, main_lab
from analysis.scenarios import Result
from analysis.scenarios.compare import key

UNLIKELY, LIKELY = 0.20, 0.55
MONTH = 1.0  # a scenario matters to a lab when it moves its computing by a month or more over the horizon


def title(result: Result) -> str:
    """A title that states the finding: where chips bind in the baseline, what changes in every other scenario."""
    if not is_baseline(result):
        return f"{_subject(result)} {_effect(result)}"
    harvest = result.chances["tenth.sft.any.own_next"].probability
    research = result.chances["tenth.research.any.own_next"].probability
    frontier = result.chances["tenth.base.every.flop_1e26"].probability
    first = "Chips did not limit the harvest" if harvest < UNLIKELY else "Chips weigh on the harvest"
    if frontier > LIKELY and research > LIKELY:
        return f"{first}; they limit research and frontier-scale runs"
    if frontier > LIKELY:
        return f"{first}; they limit frontier-scale runs"
    return f"{first}, nor what can be built on it" if harvest < UNLIKELY else f"{first}, but not on what follows"


def _subject(result: Result) -> str:
    return result.catalog.get("scenarios", result.parameters.scenario).subject


def _effect(result: Result) -> str:
    moved = result.quantities[f"added36_difference.{main_lab(result).id}.{key(result)}"][50]
    if abs(moved) < MONTH:
        return "would change the labs' computing little, and the cost of the harvest not at all"
    verb = "add to" if moved > 0 else "take from"
    return f"would {verb} the labs' computing, and leave the harvest as cheap as it was"
