"""Commands that run the model: run, compare, matrix."""

from typing import Any

import click

from analysis.cli.group import cli
from analysis.cli.options import json_option, output_option, parameter_options, show


@cli.command()
@click.argument("scenario")
@parameter_options
@output_option
@json_option
def run(scenario: str, options: dict[str, Any], out: str | None, as_json: bool) -> None:
    """Run SCENARIO and print its numbers; with --out, write results.json and results.csv to a folder."""
    from analysis.runner import publish
    from analysis.runner.editions import destination
    from analysis.scenarios import parameters, run_parameters

    asked = parameters(scenario=scenario, **options)
    if out:
        destination(asked.edition("run"), out)
    result = run_parameters(asked)
    if out:
        publish(result, "run", out)
    chances = [
        {"id": c.id, "variable": c.statement, "unit": "probability", "p50": c.probability}
        for c in result.chances.values()
    ]
    rows = [q.as_dict() for q in result.quantities.values()]
    if not as_json:
        rows = [{k: r[k] for k in ("id", "unit", "p5", "p50", "p95")} for r in rows]
        chances = [{"id": r["id"], "unit": r["unit"], "p5": "", "p50": r["p50"], "p95": ""} for r in chances]
    show(rows + chances, as_json)


@cli.command()
@click.argument("scenarios", nargs=-1)
@parameter_options
@json_option
def compare(scenarios: tuple[str, ...], options: dict[str, Any], as_json: bool) -> None:
    """Compare SCENARIOS (all if none is named) on the same draws."""
    from analysis.scenarios import compare as run_compare

    table = run_compare(scenarios, **options)
    if not as_json:
        table = table.drop(columns=["id", "p25", "p75"])
    show(table.to_dict(orient="records"), as_json, digits=4)


@cli.command()
@parameter_options
@click.option("--quota", "quotas", type=float, multiple=True, metavar="N", help="Also a quota of N chips. Repeatable.")
@json_option
def matrix(options: dict[str, Any], quotas: tuple[float, ...], as_json: bool) -> None:
    """Show every US policy under every posture of Beijing's: chips delivered, the chance of none, and computing power."""
    from analysis.scenarios.matrix import matrix as run_matrix

    table = run_matrix(quotas=quotas, **options)
    if not as_json:
        table = table.drop(columns=["policy", "posture"])
    show(table.to_dict(orient="records"), as_json, digits=2)
