"""The finding a brief leads with, chosen from the results by rule."""

from analysis.insight.judgements import beyond_sales, effect_key, gains, keeps_regime, mixed, net_chance
from analysis.scenarios import Result
from analysis.scenarios.compare import key

UNLIKELY, LIKELY = 0.20, 0.55
# From this chance on, the adverb of a title; below the first, the scenario is said to change little.
ADVERBS = ((0.95, "almost certainly"), (0.80, "very likely"), (0.55, "likely"), (0.45, "with roughly even odds"))


def title(result: Result) -> str:
    """A title that states the finding: where chips bind in the baseline, what changes in every other scenario.

    The adverb follows the weaker of two chances: direct, and after judged substitution.
    """
    if beyond_sales(result):
        return f"{_subject(result)} {_computing(result)}"
    if not keeps_regime(result):
        return f"{_subject(result)} {_effect(result)}"
    harvest = result.chances["tenth.sft.any.own_next"].probability
    if result.parameters.scenario != result.catalog.horizon.baseline:
        return f"{_subject(result)} {_weight(harvest)}"
    frontier = result.chances["tenth.base.every.flop_1e26"].probability
    first = "Chips did not limit the harvest" if harvest < UNLIKELY else "Chips weigh on the harvest"
    if whose := _bound(result, frontier):
        return f"{first}; a frontier-scale run takes months of {whose} computing"
    return f"{first}, nor what can be built on it" if harvest < UNLIKELY else f"{first}, but not on what follows"


def _weight(chance: float) -> str:
    """Whether chips limit the harvest where only inputs differ, by the chance that fine-tuning takes a tenth of a year."""
    if chance < UNLIKELY:
        return "would not make chips limit the harvest"
    return f"{'would' if chance >= LIKELY else 'might'} make chips weigh on the harvest"


def _bound(result: Result, every: float) -> str:
    """Whose computing a frontier-scale run is likely to bind; empty if nobody's."""
    labs = [lab.id for lab in result.catalog.labs(result.parameters.disclosure)]
    if every > LIKELY:
        return "any named lab's"
    bound = [lab for lab in labs if result.chances[f"tenth.base.{lab}.flop_1e26"].probability > LIKELY]
    return "" if not bound else f"{'most' if 2 * len(bound) > len(labs) else 'some'} named labs'"


def _computing(result: Result) -> str:
    """What a policy on diverted or rented chips changes of what China computes with, as a median share."""
    share = result.quantities[f"used36_share.{key(result)}"][50]
    change = f"{'cut' if share < 0 else 'raise'} the computing power that China uses by an estimated"
    return f"would {change} {100 * abs(share):.2g}%"


def _subject(result: Result) -> str:
    return result.catalog.get("scenarios", result.parameters.scenario).subject


def _effect(result: Result) -> str:
    end = effect_key(result)
    chance = round(min(result.chances[f"moves.any.{end}"].probability, net_chance(result)), 2)  # as it is printed
    adverb = next((word for least, word in ADVERBS if chance >= least), None)
    if adverb is None:
        return "would hardly change any named lab's computing"
    if mixed(result):
        return f"would {adverb} move a named lab's computing by more than a month"
    return f"would {adverb} {'bring' if gains(result) else 'cost'} a named lab more than a month of computing"
