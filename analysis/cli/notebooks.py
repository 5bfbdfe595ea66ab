"""Commands that run notebooks: brief, notebook, batch."""

import signal
from typing import Any

import click

from analysis.cli.group import cli
from analysis.cli.options import json_option, parameter_options, run_options, show

SUMMARY = ("id", "state", "folder")


@cli.command()
@click.argument("scenario", required=False)
@parameter_options
@run_options
def brief(scenario: str | None, **given: Any) -> None:
    """Write the brief of SCENARIO: an edition under reports/, or in the folder named by --out."""
    from analysis.runner.sources import BRIEF

    click.echo(str(_made(BRIEF, scenario, **given) / "brief.pdf"))


@cli.command()
@click.argument("name")
@click.argument("scenario", required=False)
@parameter_options
@run_options
def notebook(name: str, scenario: str | None, **given: Any) -> None:
    """Run the notebook NAME for SCENARIO and write its edition: the executed notebook with its results."""
    click.echo(str(_made(name, scenario, **given)))


def _made(
    name: str,
    scenario: str | None,
    options: dict[str, Any],
    file: str | None,
    pairs: tuple[str, ...],
    out: str | None,
    fresh: bool,
    timeout: int,
) -> Any:
    """The folder of one edition, made unless it is unchanged. Warnings go to stderr, each on a line of its own."""
    from analysis.calibration import load_inputs
    from analysis.runner.cache import own_fonts
    from analysis.runner.parameter_files import joined, read_file, read_pairs
    from analysis.runner.parameters import checked, warnings
    from analysis.runner.sources import source

    found = source(name).stem
    sources = [(file or "", read_file(file, found) if file is not None else {}), ("-p", read_pairs(pairs, found))]
    given, replaced = joined(
        *sources, ("the options", options), ("the command", {"scenario": scenario} if scenario else {})
    )
    if "scenario" not in given:
        raise click.UsageError("Missing argument 'SCENARIO'.")
    asked, own = checked(load_inputs(), found, given)
    for text in (*replaced, *warnings(load_inputs(), asked)):
        _say(f"warning: {text}")
    with own_fonts():
        _start_importing()
        from analysis.runner.jobs import UNCHANGED, Job, make

        outcome = make(Job(found, asked, own, out, timeout), fresh)
        _too_late()
    if outcome.state == UNCHANGED:
        _say("nothing has changed since it was made; --fresh makes it anew")
    for text in outcome.warnings:
        _say(f"warning: {text}")
    return outcome.folder


@cli.command()
@click.argument("scenarios", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every scenario.")
@click.option("--kind", "kinds", multiple=True, help="Kind of brief; all kinds if none is named. May be repeated.")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Runs at a time.")
@click.option("--fresh", is_flag=True, help="Make all anew, although nothing has changed.")
@click.option(
    "--timeout", type=click.IntRange(min=1), default=1800, show_default=True, help="Seconds for any one cell."
)
@parameter_options
@json_option
def batch(scenarios: tuple[str, ...], every: bool, options: dict[str, Any], as_json: bool, **given: Any) -> None:
    """Write the briefs of SCENARIOS, several at a time. What is unchanged is not made again, so a batch can be resumed."""
    if every == bool(scenarios):
        raise click.UsageError("name scenarios, or give --all: one of the two is accepted.")
    from analysis.runner.requests import answer, digest, keep

    question = digest({"batch": scenarios, "options": options, "kinds": given["kinds"]})
    rows = None if given["fresh"] else answer(question)
    if rows is None:
        rows = _batch(scenarios, options, **given)
        if not any(row["why"] for row in rows):
            keep(question, [row | {"state": "unchanged"} for row in rows])
    _show_batch(rows, as_json)


def _batch(
    scenarios: tuple[str, ...], options: dict[str, Any], kinds: tuple[str, ...], jobs: int, fresh: bool, timeout: int
) -> list[dict[str, Any]]:
    """Run a batch: a row for each edition."""
    from analysis.calibration import load_inputs
    from analysis.runner.cache import own_fonts
    from analysis.runner.parameters import warnings
    from analysis.runner.sources import KINDS, kind_of_brief
    from analysis.scenarios import parameters

    asked = [parameters(scenario=name, **options) for name in scenarios or load_inputs().kinds["scenarios"]]
    for text in warnings(load_inputs(), asked[0]):
        _say(f"warning: {text}")
    notebooks = [kind_of_brief(kind) for kind in kinds or KINDS]
    with own_fonts():
        outcomes = _outcomes(asked, notebooks, jobs, fresh, timeout)
    return [
        {
            "id": o.name,
            "state": o.state,
            "folder": str(o.folder),
            "why": o.why,
            "key": o.key,
            "warnings": list(o.warnings),
        }
        for o in outcomes
    ]


def _show_batch(rows: list[dict[str, Any]], as_json: bool) -> None:
    """Print what became of each edition; RunError if any failed."""
    from analysis.catalog.errors import RunError

    show([{name: row[name] for name in (SUMMARY if not as_json else (*SUMMARY, "why"))} for row in rows], as_json)
    for text in (text for row in rows for text in row["warnings"]):
        _say(f"warning: {text}")
    failed = [row for row in rows if row["why"]]
    for row in failed:
        _say(f"{row['id']}: {row['why']}")
    if failed:
        raise RunError(f"{len(failed)} of {len(rows)} editions failed")


def _outcomes(asked: list[Any], notebooks: list[str], workers: int, fresh: bool, timeout: int) -> list[Any]:
    """What became of every edition, with a bar while it lasts; an interrupted batch says how far it came."""
    from tqdm import tqdm

    _start_importing()
    from analysis.catalog import RunError
    from analysis.runner.batch import batch as run_batch
    from analysis.runner.jobs import jobs_of

    wanted = jobs_of(notebooks, asked, timeout)
    tqdm.monitor_interval = 0  # a thread of its own would stand in the way of forking
    with tqdm(total=len(wanted), unit="edition", disable=None) as bar:
        done = []

        def told(outcome: Any) -> None:
            """Count one that has ended."""
            done.append(outcome)
            bar.update()

        try:
            outcomes = run_batch(wanted, workers, fresh, told)
            _too_late()
            return outcomes
        except KeyboardInterrupt:
            bar.close()
            so_far = f"{len(done)} of {len(wanted)} editions are done"
            raise RunError(f"interrupted; {so_far}, and the same command makes the others") from None


def _too_late() -> None:
    """Ctrl-C changes nothing any more, and what is said must be true: the edition is there."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _start_importing() -> None:
    """Let the process from which kernels are forked import what they need while this one does its own."""
    from analysis.runner.kernels import forking

    forking()


def _say(text: str) -> None:
    click.echo(f"chipbrief: {text}", err=True)
