"""Key judgements: a likelihood word computed from the draws, then confidence by rule, with what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.catalog import Lab
from analysis.insight.drivers import Driver, confidence, drivers, judged_share
from analysis.insight.likelihood import likelihood_word, percentage
from analysis.model.campaign import READINGS
from analysis.model.constants import DELIVERY_STEP
from analysis.model.limits import H200
from analysis.scenarios import Result
from analysis.scenarios.cells import named, products_of
from analysis.scenarios.compare import key
from analysis.scenarios.computing import acts_on_channels

EVEN = 0.5
MARGIN = "margin.sft.any"
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


def keeps_regime(result: Result) -> bool:
    """Whether US policy and Beijing's posture are those of the baseline: so in it, and where only inputs differ."""
    scenario, baseline = (
        result.catalog.get("scenarios", name) for name in (result.parameters.scenario, result.catalog.horizon.baseline)
    )
    return (scenario.policy, scenario.posture) == (baseline.policy, baseline.posture)


def delivers(result: Result) -> bool:
    """Whether the scenario lets any H200 through on some draw."""
    return result.quantities[f"delivered36.{key(result)}"][95] > 0


def beyond_sales(result: Result) -> bool:
    """Whether the scenario's US policy acts on diverted or rented chips, and not on lawful sales alone."""
    scenario = result.catalog.get("scenarios", result.parameters.scenario)
    return acts_on_channels(result.catalog.get("policies", scenario.policy))


def effect_key(result: Result) -> str:
    """The cell whose effect on the labs a brief weighs: the scenario's own, under the baseline's regime the rule's full use."""
    scenario = result.catalog.get("scenarios", result.parameters.scenario)
    return f"{scenario.policy}.{FULL_USE}" if keeps_regime(result) else key(result)


def judgements(result: Result) -> list[Judgement]:
    """Three or four judgements for the scenario."""
    counts = [f"{c.id}.exchanges" for c in result.catalog.campaigns(result.parameters.disclosure)]
    found = [
        _judged(
            result,
            "tenth.sft.any.own_next",
            "months.sft.any.own_next",
            "fine-tuning on the harvest, trial runs included, takes more than a tenth of a year of any named lab's computing",
            "A count of tokens by the provider, or a lab's own account of what it kept.",
            also=f"{_readings(result)} {_margin(result)}",
            cite=counts,
        ),
        _judged(
            result,
            "tenth.base.every.flop_1e26",
            "months.base.every.flop_1e26",
            "a single base run of 10²⁶ operations takes more than a tenth of a year of every named lab's computing",
            "A filing that states a lab's chips by class.",
        ),
    ]
    if delivers(result):
        found.append(_deliveries(result))
    return [*found, _computing(result) if beyond_sales(result) else _effect(result)]


def _deliveries(result: Result) -> Judgement:
    """Whether a round number of chips arrives within a year, put the way that is likelier."""
    reach = result.chances[f"reach_step.{key(result)}"].probability >= EVEN
    chance, words = ("reach_step", "at least") if reach else ("below_step", "fewer than")
    policy = result.catalog.get("policies", result.catalog.get("scenarios", result.parameters.scenario).policy)
    chips = (
        "H200s" if policy.product == H200 else f"chips ({named(result.catalog, products_of(result.catalog, policy))})"
    )
    return _judged(
        result,
        f"{chance}.{key(result)}",
        f"delivered12.{key(result)}",
        f"China receives {words} {DELIVERY_STEP:,} further {chips} within twelve months in this scenario",
        "Company or customs figures for deliveries after August 2026.",
    )


def _effect(result: Result) -> Judgement:
    """Whether the scenario, or in the baseline the rule's full use, moves a lab's computing by a month or more."""
    end = effect_key(result)
    case = "full use of the January 2026 rule, if Beijing consents," if keeps_regime(result) else "this scenario"
    return _judged(
        result,
        f"moves.any.{end}",
        f"moved36.any.{end}",
        f"{case} {_moves(result)} more than a month of its present computing over three years, against the status quo",
        "Evidence of who rents delivered H200s, and to whom.",
        also=f"After judged substitution, the chance is {percentage(net_chance(result))}.",
    )


def _computing(result: Result) -> Judgement:
    """Whether a policy on diverted or rented chips moves China's computing power by more than a tenth."""
    end = key(result)
    return _judged(
        result,
        f"used_tenth.{end}",
        f"used36_difference.{end}",
        "this scenario changes the computing power that China uses by more than a tenth within three years, against the "
        "status quo",
        "A count of the chips that Chinese firms rent abroad, or of those that were diverted.",
        also="Whether other channels would make up for it is not counted.",
    )


def mixed(result: Result) -> bool:
    """Whether the interval of that effect holds both signs."""
    effect = result.quantities[f"added36_difference.{main_lab(result).id}.{effect_key(result)}"]
    return effect[5] < 0 < effect[95]


def _moves(result: Result) -> str:
    """What a scenario does to the labs, in words: bring, cost, or move where the interval holds both signs."""
    if mixed(result):
        return "moves at least one named lab by"
    return f"{'brings' if gains(result) else 'costs'} at least one named lab"


def gains(result: Result) -> bool:
    """Whether the effect that a brief weighs adds to the computing of the lab of page 1."""
    return result.quantities[f"added36_difference.{main_lab(result).id}.{effect_key(result)}"][50] > 0


def net_chance(result: Result) -> float:
    """The chance that the scenario moves a named lab by more than a month, after judged substitution."""
    return result.chances[f"moves_net.any.{effect_key(result)}"].probability


def _margin(result: Result) -> str:
    if MARGIN not in result.quantities:
        return "Nothing of the harvest is trained on here."
    times = f"{float(f'{result.quantities[MARGIN][50]:.2g}'):,.0f}"
    return f"The need would have to be {times} times our median to reach that line."


def _readings(result: Result) -> str:
    """Whether each reading of an exchange alone gives the same word as their mixture."""
    words = {
        likelihood_word(result.chances[f"tenth.sft.any.own_next{end}"].probability)
        for end in ("", *(f".{reading}" for reading in READINGS))
    }
    return (
        "It is the same whichever way an exchange is read."
        if len(words) == 1
        else "It depends on how an exchange is read."
    )


def _judged(
    result: Result,
    chance: str,
    headline: str,
    statement: str,
    change: str,
    also: str = "",
    cite: Sequence[str] = (),
) -> Judgement:
    probability = result.chances[chance].probability
    strongest = drivers(result, headline)
    share = judged_share(strongest)
    reason = (
        f"{100 * share:.0f}% of what moves this result is judged, above all \u201c{_first_judged(strongest)}\u201d."
        if strongest
        else "It follows from the inputs as they are set."
    )
    return Judgement(
        chance=chance,
        word=likelihood_word(probability),
        percent=percentage(probability),
        statement=statement,
        confidence=confidence(share),
        reason=f"{reason} {also}".strip(),
        change=change,
        sources=_sources(result, strongest, cite),
    )


def _first_judged(found: list[Driver]) -> str:
    return next((driver.label for driver in found if driver.judged), "nothing")


def _sources(result: Result, strongest: list[Driver], cite: Sequence[str]) -> tuple[str, ...]:
    """The sources of what a judgement is about, then the first source of each of its strongest inputs."""
    about = [source for name in cite for source in result.catalog.register[name].sources]
    return tuple(dict.fromkeys([*about, *(d.sources[0] for d in strongest[:SOURCED_DRIVERS] if d.sources)]))
