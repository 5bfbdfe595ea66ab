"""Key judgements: a likelihood word computed from the draws, then confidence by rule, with what would change it."""

from dataclasses import dataclass

from analysis.catalog import Lab
from analysis.insight.drivers import Driver, confidence, drivers, judged_share
from analysis.insight.likelihood import likelihood_word, percentage
from analysis.model.campaign import READINGS
from analysis.scenarios import Result
from analysis.scenarios.compare import key

FULL_USE = "admit"  # the posture under which Beijing takes what is offered
SOURCED_DRIVERS = 4  # a judgement cites the first source of each of its four strongest inputs


@dataclass(frozen=True)
class Judgement:
    """One judgement, ready to be printed; ``chance`` is the id of the result behind the percentage."""

    chance: str
    word: str
    percent: str
    statement: str
    confidence: str
    reason: str
    change: str
    sources: tuple[str, ...]


def main_lab(result: Result) -> Lab:
    """The lab with the most exchanges in the disclosure: the one page 1 is about."""
    campaigns = result.catalog.campaigns(result.parameters.disclosure)
    return result.catalog.get("labs", max(campaigns, key=lambda c: c.exchanges.central).lab)


def is_baseline(result: Result) -> bool:
    """Whether the run is of the baseline scenario itself."""
    return result.parameters.scenario == result.catalog.horizon.baseline


def delivers(result: Result) -> bool:
    """Whether the scenario lets any H200 through on some draw."""
    return result.quantities[f"delivered36.{key(result)}"][95] > 0


def judgements(result: Result) -> list[Judgement]:
    """Three to five judgements for the scenario, largest lab first."""
    lab, end = main_lab(result), key(result)
    found = [
        _judged(
            result,
            "tenth.sft.any.own_next",
            f"months.sft.{lab.id}.own_next",
            "fine-tuning on the harvest, trial runs included, takes more than a tenth of a year of any named lab's computing",
            "A count of tokens by the provider, or a lab's own account of what it kept.",
            also=_readings(result),
        ),
        _judged(
            result,
            "tenth.base.every.flop_1e26",
            f"months.base.{lab.id}.flop_1e26",
            "a single base run of 10²⁶ operations takes more than a tenth of a year of every named lab's computing",
            "A filing that states a lab's chips by class.",
        ),
    ]
    if delivers(result):
        found.append(
            _judged(
                result,
                f"none12.{end}",
                f"delivered12.{end}",
                "China receives no further H200 within twelve months in this scenario",
                "Company or customs figures for deliveries after August 2026.",
            )
        )
    found.append(_effect(result, lab, end))
    return found


def _effect(result: Result, lab: Lab, end: str) -> Judgement:
    """What the scenario changes for the lab; in the baseline, what the rule would change if Beijing took every chip."""
    scenario = result.catalog.get("scenarios", result.parameters.scenario)
    case = "this scenario"
    if is_baseline(result):
        end, case = f"{scenario.policy}.{FULL_USE}", "using the January 2026 rule in full, with Beijing's consent,"
    return _judged(
        result,
        f"moves.{lab.id}.{end}",
        f"added36_difference.{lab.id}.{end}",
        f"{case} changes {lab.name}'s computing over three years by more than a month of its present fleet, against the "
        "status quo",
        "Evidence of who rents delivered H200s, and to whom.",
    )


def _readings(result: Result) -> str:
    """Whether each reading of an exchange alone gives the same word as their mixture."""
    words = {
        likelihood_word(result.chances[f"tenth.sft.any.own_next{end}"].probability)
        for end in ("", *(f".{reading}" for reading in READINGS))
    }
    return (
        "Each reading of an exchange alone gives the same word."
        if len(words) == 1
        else "The word differs between readings of an exchange."
    )


def _judged(result: Result, chance: str, headline: str, statement: str, change: str, also: str = "") -> Judgement:
    probability = result.chances[chance].probability
    strongest = drivers(result, headline)
    share = judged_share(strongest)
    return Judgement(
        chance=chance,
        word=likelihood_word(probability),
        percent=percentage(probability),
        statement=statement,
        confidence=confidence(share),
        reason=f"{100 * share:.0f}% of what moves this result is judged, first of all \u201c{_first_judged(strongest)}\u201d. {also}".strip(),
        change=change,
        sources=tuple(dict.fromkeys(d.sources[0] for d in strongest[:SOURCED_DRIVERS] if d.sources)),
    )


def _first_judged(found: list[Driver]) -> str:
    return next((driver.label for driver in found if driver.judged), "nothing")
