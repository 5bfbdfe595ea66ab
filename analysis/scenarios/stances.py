"""Three named stances beside the mixture: judged inputs piled up on one side, or all at their centres."""

from analysis.assumptions import Assumptions
from analysis.catalog import Catalog
from analysis.scenarios.cases import MIXTURE, lab_cases
from analysis.scenarios.extraction import ALL
from analysis.scenarios.results import Result
from analysis.scenarios.spec import Parameters


def settings(catalog: Catalog, stance: str) -> dict[str, float]:
    """The values that a stance gives to judged inputs."""
    found = catalog.stances[stance]
    ends = {name: getattr(catalog.register[name], end) for name, end in found.ends.items()}
    return ends | dict(found.values)


def add_stances(result: Result, asked: Parameters, source: type[Assumptions]) -> None:
    """Tokens, provider's chip-hours, list price, fine-tuning in chip-hours and months of each lab under every stance.

    What the scenario or the user set wins over a stance. Evidenced inputs are drawn as ever, on the same draws.
    """
    catalog = result.catalog
    own = {override.name: override.value for override in catalog.get("scenarios", asked.scenario).overrides}
    for name, stance in catalog.stances.items():
        a = source(catalog, asked.draws, asked.seed, settings(catalog, name) | own | asked.overrides)
        cases = lab_cases(a, asked.disclosure)
        for field, words, unit in (
            ("unique", "Unique tokens", "tokens"),
            ("trained", "Trained tokens", "tokens"),
            ("teacher_hours", "Teacher chip-hours", "H800-hours"),
            ("list_usd", "List price", "USD"),
        ):
            total = sum(getattr(case.harvests[MIXTURE], field) for case in cases)
            result.add(
                f"stance.{name}.{field}.all", f"Stance|{stance.name}|{words}", ALL, unit, total, label="judgement"
            )
        for case in cases:
            end, lab = f"sft.{case.lab.id}.own_next", case.lab.name
            hours = case.training["own_next"].hours["sft"]
            words = f"Stance|{stance.name}|Fine-tuning"
            result.add(f"stance.{name}.hours.{end}", f"{words}|Chip-hours", lab, "H800-hours", hours, label="judgement")
            months = case.months("sft", "own_next")
            result.add(
                f"stance.{name}.months.{end}",
                f"{words}|Months of lab compute",
                lab,
                "months",
                months,
                label="judgement",
            )
