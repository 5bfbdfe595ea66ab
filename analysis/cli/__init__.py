"""The command. Heavy imports happen inside commands, so that help is quick."""

import signal
import sys

import click

from analysis.cli import claims, inputs, notebooks, runs, scoring  # noqa: F401  commands register themselves
from analysis.cli.group import cli

EXIT_INPUT, EXIT_RUN = 2, 1


def main() -> None:
    """Entry point: one message and no traceback for what a user can put right. Asked to end, it ends as after Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # a command that was started to outlive its terminal does
            signal.signal(number, signal.default_int_handler)
    try:
        cli(standalone_mode=False)
    except click.UsageError as problem:
        _fail(problem.format_message(), EXIT_INPUT)
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted; nothing was written", EXIT_RUN)
    except (OSError, MemoryError) as problem:
        stopped = _after_interruption(problem)
        _fail("interrupted; nothing was written" if stopped else str(problem) or type(problem).__name__, EXIT_RUN)
    except Exception as problem:
        from analysis.catalog.errors import InputError, RunError

        if not isinstance(problem, InputError | RunError):
            raise
        _fail(str(problem), EXIT_INPUT if isinstance(problem, InputError) else EXIT_RUN)


def _after_interruption(problem: BaseException) -> bool:
    """Whether an error only followed from an interruption, such as a file that cannot be saved after it."""
    found: BaseException | None = problem
    while found is not None and not isinstance(found, KeyboardInterrupt):
        found = found.__context__
    return found is not None


def _fail(text: str, code: int) -> None:
    click.echo(f"chipbrief: {text}", err=True)
    sys.exit(code)
