"""Many editions at a time: each in a process of its own, forked from one that has laid the ground for all."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from analysis.catalog import RunError
from analysis.insight.explain import lay_ground
from analysis.runner.jobs import FAILED, UNCHANGED, Job, Outcome, Prepared, prepared, produce
from analysis.runner.kernels import FORK, SERVER, forking, start, waiting
from analysis.scenarios.run import sharing

PATIENCE = 20  # seconds that a run has to clean up after it was told to end
Told = Callable[[Outcome], None]


def batch(jobs: Sequence[Job], workers: int = 2, anew: bool = False, told: Told = lambda _: None) -> list[Outcome]:
    """Make the editions of all jobs, ``workers`` at a time, and return what became of each, in order.

    All are checked before any starts: InputError if one is wrong. A run that fails stops no other. ``told`` hears of
    each as it ends. Unchanged editions are not made again, so an interrupted batch goes on where it stopped.
    """
    ready = [prepared(job) for job in jobs]
    found: dict[str, Outcome] = {}

    def settled(outcome: Outcome) -> None:
        """Keep what became of one, and tell of it."""
        found[outcome.name] = outcome
        told(outcome)

    open_jobs = []
    for one in ready:
        if not anew and one.unchanged:
            settled(Outcome(one.job.name, one.final, UNCHANGED, one.key))
        else:
            open_jobs.append(one)
    if open_jobs:
        _supervised(open_jobs, workers, settled)
    return [found[one.job.name] for one in ready]


def _supervised(ready: Sequence[Prepared], workers: int, settled: Told) -> None:
    """Run jobs under a process that has no threads, so that others can be forked from it once it has laid their ground."""
    context = forking(SERVER)
    hears, tells = context.Pipe(duplex=False)
    alive, ours = context.Pipe(duplex=False)  # nothing is sent: it ends when this process does
    process = context.Process(target=_supervise, args=(ready, workers, tells, alive))
    start(process)
    tells.close()
    alive.close()
    try:
        for _ in ready:
            settled(hears.recv())
    except EOFError:
        raise RunError("the batch ended before all of its runs did") from None
    finally:
        _end([process])
        hears.close()
        ours.close()


def _supervise(ready: Sequence[Prepared], workers: int, tells: Connection, alive: Connection) -> None:
    """Run jobs and tell of each. Ctrl-C is left to the caller, who then asks for an orderly end."""
    _end_when_told()
    _run_all(ready, workers, tells.send, alive)


def _end_when_told() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def _run_all(ready: Sequence[Prepared], workers: int, settled: Told, alive: Any) -> None:
    """Run jobs, at most ``workers`` at a time. Those that share no ground with others start while it is laid.

    ``alive`` is ready to be read once the caller is no more; all runs are ended then.
    """
    asked = [one.job.asked for one in ready]
    apart = [one for one, shares in zip(ready, sharing(asked), strict=True) if not shares]
    together = [one for one in ready if one not in apart]
    queue = [*apart, *together]
    running: dict[Connection, tuple[Any, Prepared]] = {}
    with _ended(running):
        while apart and len(running) < min(workers - 1, len(apart)):
            _start(queue.pop(0), running)
        if len(together) > 1:
            lay_ground([one.job.asked for one in together])
        while queue or running:
            while queue and len(running) < workers:
                _start(queue.pop(0), running)
            found = wait([*running, alive])
            if alive in found:
                raise SystemExit(1)  # nobody listens any more
            for hears in found:
                process, one = running.pop(hears)  # type: ignore[call-overload]
                settled(_heard(hears, process, one))  # type: ignore[arg-type]


def _start(one: Prepared, running: dict[Connection, tuple[Any, Prepared]]) -> None:
    """Fork a process for one run, and listen to it."""
    context = get_context(FORK)
    hears, tells = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(one, tells, [hears, *running]))
    process.start()
    tells.close()
    running[hears] = (process, one)


def _heard(hears: Connection, process: Any, one: Prepared) -> Outcome:
    """What a run said before it ended; a run that ended without a word has failed."""
    try:
        outcome = hears.recv()
    except EOFError:
        outcome = None
    hears.close()
    process.join()
    if outcome is not None:
        return outcome
    ended = f"by signal {-process.exitcode}" if process.exitcode < 0 else f"with {process.exitcode}"
    return Outcome(one.job.name, one.final, FAILED, why=f"the run ended {ended} and said nothing")


def _work(one: Prepared, tells: Connection, others: Sequence[Connection]) -> None:
    """One run: say what became of it."""
    _end_when_told()
    for other in others:
        other.close()
    with ExitStack() as late:
        with waiting(FORK) as kernel:
            try:
                outcome = produce(one, kernel, late)
            except (RunError, OSError) as problem:
                outcome = Outcome(one.job.name, one.final, FAILED, why=str(problem))
        tells.send(outcome)


@contextmanager
def _ended(running: dict[Connection, tuple[Any, Prepared]]) -> Iterator[None]:
    """No run outlives the batch: each is asked to end, and made to if it does not."""
    try:
        yield
    finally:
        _end([process for process, _ in running.values()])


def _end(processes: Sequence[Any]) -> None:
    """Ask processes to end, and make those that do not."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()
