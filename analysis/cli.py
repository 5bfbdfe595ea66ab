"""The command. Heavy imports happen inside commands, so that help is quick."""

import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

EXIT_INPUT, EXIT_RUN = 2, 1


class Suggesting(click.Group):
    """A group that names the nearest command when it does not know one."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """As click does, but an unknown command is answered with the nearest known one."""
        from analysis.catalog.errors import unknown

        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise unknown("command", args[0], self.commands)
        return super().resolve_command(ctx, args)


@click.group(cls=Suggesting, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chipbrief")
def cli() -> None:
    """Estimate the compute behind extraction campaigns and what chip-export regimes change; write briefs."""


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
        from analysis.scenarios.settings import read_settings

        given = {"draws": draws, "seed": seed, "disclosure": disclosure, "overrides": read_settings(settings) or None}
        return command(options={name: value for name, value in given.items() if value is not None}, **rest)

    return with_options


output_option = click.option("--out", metavar="DIR", help="Folder of the edition.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print an array of objects, each with an id.")


# Columns of a listing that only --json prints: too long for a line, or the same in most rows.
LONG = {
    "rules": ("citation",),
    "assumptions": ("as_of", "state", "file"),
    "campaigns": ("name",),
    "chips": ("vendor",),
    "claims": ("made",),
}


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


@cli.command("list")
@click.argument("kind")
@click.argument("words", nargs=-1)
@json_option
def list_(kind: str, words: tuple[str, ...], as_json: bool) -> None:
    """List what is in the data. KIND is a folder of data/ (chips, labs, campaigns, ...), or sources, assumptions, series, corrections.

    With WORDS, only what has all of them in its id or name; the name of a table of series stands for its rows.
    """
    from analysis.insight.listing import listing

    rows = listing(kind, words)
    if not as_json:
        rows = [{name: cell for name, cell in row.items() if name not in LONG.get(kind, ())} for row in rows]
    show(rows, as_json)


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
@click.argument("scenario")
@parameter_options
@output_option
def brief(scenario: str, options: dict[str, Any], out: str | None) -> None:
    """Write the brief of SCENARIO: an edition under reports/, or in the folder named by --out."""
    from analysis.runner import brief as run_brief
    from analysis.scenarios import parameters

    folder = run_brief(parameters(scenario=scenario, **options), out)
    click.echo(str(folder / "brief.pdf"))


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
@click.argument("quantity", metavar="NAME")
@click.option("--scenario", default="status_quo", show_default=True, help="Scenario whose result is explained.")
@click.option("--disclosure", default="feb-2026", show_default=True, help="Disclosure it runs on.")
@json_option
def explain(quantity: str, scenario: str, disclosure: str, as_json: bool) -> None:
    """Explain NAME: the id of a result, a chance, a number, a record, a source or a disclosure, or a column of a chip (h20.tpp)."""
    from analysis.insight.explain import explain as run_explain

    show_explanation(run_explain(quantity, scenario, disclosure), as_json)


@cli.command()
@click.argument("chip", required=False)
@click.option("--on", metavar="DATE", help="Day, such as 2026-02-01; the last one of the evidence if none is named.")
@click.option("--to", metavar="PLACE", default="China", show_default=True, help="Destination: a country or group.")
@click.option("--route", default="export_from_us", show_default=True, help="Or reexport, or transfer_in_country.")
@click.option("--parent", metavar="PLACE", help="Where the party's ultimate parent has its headquarters.")
@click.option("--listed", is_flag=True, help="The party is on the Entity List.")
@click.option("--tpp", type=float, help="Total processing performance of a chip that does not exist.")
@click.option("--density", "performance_density", type=float, help="Its performance density, TPP/mm2.")
@click.option("--bandwidth", "memory_bandwidth", type=float, help="Its memory bandwidth, GB/s.")
@click.option("--interconnect", type=float, help="Its link speed, both directions, GB/s.")
@click.option("--data-centre/--not-data-centre", default=None, help="Whether it is made for data centres.")
@click.option("--us-sale/--no-us-sale", default=None, help="Whether it was on US sale by the rule's day.")
@json_option
def classify(chip: str | None, as_json: bool, **asked: Any) -> None:
    """Say what the law, practice and deliveries are for CHIP on a day. CHIP is an id of data/chips; or give its figures."""
    from analysis.insight.classification import classify as run_classify

    show_explanation(run_classify(chip, **asked), as_json)


@cli.command()
@json_option
def check(as_json: bool) -> None:
    """Check the data, and each scenario against its expected table."""
    from analysis.insight.checking import check_all

    rows = check_all()
    show(rows, as_json, wrapped=True)
    if any(row["state"] != "ok" for row in rows):
        sys.exit(EXIT_RUN)


@cli.command()
@click.argument("name", metavar="SCENARIO|calibrations|series")
def accept(name: str) -> None:
    """Write the expected table of SCENARIO from a run with default parameters, or that of the fits, or data/series' descriptor.

    Say why in the commit.
    """
    from analysis.calibration import load_inputs
    from analysis.calibration.expected import accept as write_fits
    from analysis.catalog.package import write_descriptor
    from analysis.scenarios.expected import accept as write_scenario

    if name == "series":
        click.echo(f"{write_descriptor(load_inputs()).name} written for series")
    else:
        rows = write_fits(load_inputs()) if name == "calibrations" else write_scenario(name)
        click.echo(f"{rows} rows written for {name}")


@cli.command()
@click.argument("folder", metavar="DIR")
def export(folder: str) -> None:
    """Write all data to DIR: a CSV table a kind, one Excel workbook, and a Frictionless data package."""
    from analysis.runner.exports import export as write_export

    click.echo(str(write_export(folder)))


def main() -> None:
    """Entry point: one message and no traceback for what a user can put right."""
    try:
        cli(standalone_mode=False)
    except click.UsageError as problem:
        _fail(problem.format_message(), EXIT_INPUT)
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted; nothing was written", EXIT_RUN)
    except (OSError, MemoryError) as problem:
        _fail(str(problem) or type(problem).__name__, EXIT_RUN)
    except Exception as problem:
        from analysis.catalog.errors import InputError, RunError

        if not isinstance(problem, InputError | RunError):
            raise
        _fail(str(problem), EXIT_INPUT if isinstance(problem, InputError) else EXIT_RUN)


def _fail(text: str, code: int) -> None:
    click.echo(f"chipbrief: {text}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
