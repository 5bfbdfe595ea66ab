"""Kernels forked from a process that has imported the package: each run has one of its own, and none waits for imports.

The process that forks does nothing else, since a fork of one that has threads, of a typesetter say, may never move again.
A kernel is a child that waits for its orders; ``provisioned`` gives papermill a manager whose provisioner hands them
over. Everything else is jupyter_client's own, so interrupts, timeouts and deaths are noticed as ever.
"""

import contextlib
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

from analysis.catalog import PROJECT, RunError

FORK = "fork"  # from this process, which must have no threads
SERVER = "forkserver"  # from a process that this one starts once, and that has no threads whatever this one does
METHOD = SERVER
LONGEST = 70  # bytes of a folder for a socket, whose own path may have 107
# What a run needs, imported once before any is forked.
PRELOADED = (
    "IPython.core.completer", "analysis.reporting.tables", "analysis.runner.batch", "fastjsonschema", "ipykernel.ipkernel",
    "ipykernel.kernelapp", "matplotlib.backends.backend_svg", "matplotlib_inline.backend_inline", "nbclient", "nbformat",
    "papermill", "pikepdf", "typst",
)  # fmt: skip


class Waiting:
    """A child that will be a kernel. It looks to a provisioner like a process that was started by ``subprocess``."""

    stdin = stdout = stderr = None

    def __init__(self, method: str) -> None:
        context = forking(method)
        theirs, self._orders = context.Pipe(duplex=False)
        ready, theirs_ready = context.Pipe(duplex=False)
        ours = self._orders if method == FORK else None  # a fork has it too, and would wait for itself
        self._process = context.Process(target=_wait, args=(theirs, ours, theirs_ready), daemon=True)
        start(self._process)
        theirs.close()
        theirs_ready.close()
        try:
            ready.recv()  # it leads a group of its own from now on, so that a signal to the group is for the kernel alone
        except EOFError:
            raise RunError("the kernel ended before it started") from None
        finally:
            ready.close()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid or 0

    def order(self, command: list[str], environment: dict[str, str], folder: str, log: Path) -> None:
        """Make it the kernel that ``command`` would start; what it prints goes to ``log``."""
        connection = command[command.index("-f") + 1]
        self._orders.send((connection, environment, folder, str(log)))
        self._orders.close()

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Its exit code, once it has ended."""
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def dismiss(self) -> None:
        """End it and everything that it started, whatever it does."""
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.join()


def forking(method: str | None = None) -> Any:
    """The context from which processes are forked; the server imports on its own while this process goes on."""
    context = get_context(method or METHOD)
    if context.get_start_method() == SERVER:
        context.set_forkserver_preload(list(PRELOADED))
        with contextlib.chdir(PROJECT), _deaf(), _nearby():  # where the server starts is where it looks first
            ensure_running()
    return context


def start(process: Any) -> None:
    """Start a process that is forked by the server, which would run the caller's own script again if it knew of it."""
    main = sys.modules["__main__"]
    hidden = {name: main.__dict__.pop(name) for name in ("__file__", "__spec__") if name in main.__dict__}
    main.__spec__ = None
    try:
        process.start()
    finally:
        main.__dict__.update(hidden)


@contextmanager
def _deaf() -> Iterator[None]:
    """What is started meanwhile ignores Ctrl-C, which is for us to handle; only the main thread may arrange it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _nearby() -> Iterator[None]:
    """The socket of the server lies among temporary files, or in /tmp if its path would be longer than a socket may have."""
    before = tempfile.tempdir
    if len(os.fsencode(tempfile.gettempdir())) > LONGEST:
        tempfile.tempdir = "/tmp"
    try:
        yield
    finally:
        tempfile.tempdir = before


@contextmanager
def waiting(method: str | None = None) -> Iterator[Waiting]:
    """A child that will be a kernel, and is gone afterwards."""
    child = Waiting(method or METHOD)
    try:
        yield child
    finally:
        child.dismiss()


def provisioned(child: Waiting, log: Path) -> type[AsyncKernelManager]:
    """A class of managers that start their kernel in ``child`` rather than in a new process."""

    class Provisioner(LocalProvisioner):
        """Hands the command to the child."""

        async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
            """As the local provisioner does, without starting anything."""
            child.order(cmd, dict(options["env"]), str(options.get("cwd") or Path.cwd()), log)
            self.process, self.pid, self.pgid = child, child.pid, child.pid
            self.cwd = options.get("cwd")
            return self.connection_info

    class Manager(AsyncKernelManager):
        """A manager of that one kernel."""

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.provisioner = Provisioner(kernel_id="", kernel_spec=self.kernel_spec, parent=self)

    return Manager


def _wait(orders: Any, ours: Any, ready: Any) -> None:
    """Wait for orders in a group of its own; end quietly if none come."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if ours is not None:
        ours.close()
    ready.send(True)
    ready.close()
    try:
        connection, environment, folder, log = orders.recv()
    except (EOFError, KeyboardInterrupt):
        return
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    tempfile.tempdir = None  # it may have been looked up where the server started
    opened = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(opened, stream)
    _serve(connection)


def _serve(connection: str) -> None:
    """Be a kernel until told to stop."""
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [sys.argv[0], "-f", connection]
    sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))
    app = IPKernelApp.instance()
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"  # it ends when its parent does
    app.initialize(["-f", connection, f"--log-level={logging.CRITICAL}", parent])
    app.start()
