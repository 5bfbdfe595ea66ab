"""Commands about what is in the data: list, explain, classify, check, accept, export."""

import sys
from typing import Any

import click

from analysis.cli.group import cli
from analysis.cli.options import json_option, show, show_explanation

EXIT_FAILED = 1
# Columns of a listing that only --json prints: too long for a line, or the same in most rows.
LONG = {
    "rules": ("citation",),
    "assumptions": ("as_of", "state", "file"),
    "campaigns": ("name",),
    "chips": ("vendor",),
    "claims": ("made",),
}


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
        sys.exit(EXIT_FAILED)


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
