"""The command that judges public claims."""

from typing import Any

import click

from analysis.cli.group import cli
from analysis.cli.options import json_option, show

COLUMNS, REASON = ("id", "side", "value", "unit", "verdict"), ("id", "why")
DIGITS = 3  # of a value in the table
STAGE_LONG = ("stage", "scale", "by_stance")  # columns that only --json prints


@cli.command()
@click.argument("names", metavar="[CLAIM]...", nargs=-1)
@click.option("--draws", type=int, help="Number of draws, at least 100.")
@click.option("--seed", type=int, help="Seed of the draws.")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Use VALUE for an assumption. May be repeated."
)
@click.option("--stages", "by_stage", is_flag=True, help="The sentence on chips and its opposite, stage by stage.")
@json_option
def claims(
    names: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    settings: tuple[str, ...],
    by_stage: bool,
    as_json: bool,
) -> None:
    """Judge public claims by the rules of data/claims: each CLAIM, or all of them, and why a verdict depends.

    A claim is supported or contradicted where the mixture of readings and all stances agree. The disclosure is the claim's own.
    """
    from analysis.cli.settings import read_settings
    from analysis.insight.claims import claims as judged

    options = {"draws": draws, "seed": seed, "overrides": read_settings(settings) or None}
    given = {name: value for name, value in options.items() if value is not None}
    if by_stage:
        return _show_stages(names, given, as_json)
    rows = judged(only=names, **given)
    if as_json:
        return show(rows, as_json)
    show([{name: row[name] for name in COLUMNS} for row in rows], as_json, digits=DIGITS)
    if reasons := [{name: row[name] for name in REASON} for row in rows if row["why"]]:
        click.echo()
        show(reasons, as_json, wrapped=True)


def _show_stages(names: tuple[str, ...], given: dict[str, Any], as_json: bool) -> None:
    from analysis.catalog.errors import InputError
    from analysis.insight.sentence import stages

    if names:
        raise InputError(
            f"claims --stages: found '{names[0]}', no name of a claim is accepted: it is about one sentence"
        )
    rows = stages(**given)
    if not as_json:
        rows = [{name: cell for name, cell in row.items() if name not in STAGE_LONG} for row in rows]
    show(rows, as_json, digits=DIGITS)
