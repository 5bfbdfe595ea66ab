"""Options that several commands share, and how all of them print."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

import click


def parameter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --draws, --seed, --disclosure and --set; the command receives those given as one dictionary, ``options``."""

    @click.option("--draws", type=int, help="Number of draws, at least 100.")
    @click.option("--seed", type=int, help="Seed of the draws.")
    @click.option("--disclosure", help="Disclosure to run on, such as feb-2026.")
    @click.option(
        "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Use VALUE for an assumption. May be repeated."
    )
    @wraps(command)
    def with_options(
        *, draws: int | None, seed: int | None, disclosure: str | None, settings: tuple[str, ...], **rest: Any
    ) -> Any:
        """Run the command with the options that were given, overrides read from --set among them."""
        from analysis.cli.settings import read_settings

        given = {"draws": draws, "seed": seed, "disclosure": disclosure, "overrides": read_settings(settings) or None}
        return command(options={name: value for name, value in given.items() if value is not None}, **rest)

    return with_options


output_option = click.option("--out", metavar="DIR", help="Folder of the edition.")


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of commands that run a notebook: a file of parameters, single ones, and how to run it."""
    for option in (
        click.option("--params", "file", metavar="FILE", help="Parameters from a TOML or YAML file."),
        click.option(
            "-p", "pairs", multiple=True, metavar="NAME=VALUE", help="One parameter, read by its type. May be repeated."
        ),
        output_option,
        click.option("--fresh", is_flag=True, help="Make it anew, although nothing has changed."),
        click.option(
            "--timeout", type=click.IntRange(min=1), default=1800, show_default=True, help="Seconds for any one cell."
        ),
    ):
        command = option(command)
    return command


json_option = click.option("--json", "as_json", is_flag=True, help="Print an array of objects, each with an id.")


def show(rows: list[dict[str, Any]], as_json: bool, **options: Any) -> None:
    """Print rows as a table as wide as the terminal, or as JSON and nothing else."""
    if as_json:
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False, allow_nan=False))
        return
    from analysis.reporting.terminal import line_width, table

    click.echo(table(rows, line_width(), **options))


def show_explanation(rows: list[dict[str, Any]], as_json: bool) -> None:
    """Print rows that explain a thing as paragraphs, or as JSON and nothing else."""
    if as_json:
        show(rows, as_json)
        return
    from analysis.reporting.terminal import explanation, line_width

    click.echo(explanation(rows, line_width()))
