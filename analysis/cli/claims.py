"""The command that judges public claims."""

import click

from analysis.cli.group import cli
from analysis.cli.options import json_option, show

COLUMNS, REASON = ("id", "side", "value", "unit", "verdict"), ("id", "why")
DIGITS = 3  # of a value in the table


@cli.command()
@click.argument("names", metavar="[CLAIM]...", nargs=-1)
@click.option("--draws", type=int, help="Number of draws, at least 100.")
@click.option("--seed", type=int, help="Seed of the draws.")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Use VALUE for an assumption. May be repeated."
)
@json_option
def claims(
    names: tuple[str, ...], draws: int | None, seed: int | None, settings: tuple[str, ...], as_json: bool
) -> None:
    """Judge public claims by the rules of data/claims: each CLAIM, or all of them, and why a verdict depends.

    A claim is supported or contradicted where the mixture of readings and all stances agree. The disclosure is the claim's own.
    """
    from analysis.insight.claims import claims as judged
    from analysis.scenarios.settings import read_settings

    given = {"draws": draws, "seed": seed, "overrides": read_settings(settings) or None}
    rows = judged(only=names, **{name: value for name, value in given.items() if value is not None})
    if as_json:
        return show(rows, as_json)
    show([{name: row[name] for name in COLUMNS} for row in rows], as_json, digits=DIGITS)
    if reasons := [{name: row[name] for name in REASON} for row in rows if row["why"]]:
        click.echo()
        show(reasons, as_json, wrapped=True)
