"""The command as a user runs it, as a process of its own, and copies of the project that a test may damage."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).with_name("chipbrief")
NEEDED = ("analysis", "data", "notebooks")  # and the lock, whose hash a brief prints
DRAWS = "200"  # enough where the numbers themselves do not matter
TIMEOUT = 300  # seconds, for any one process


def chipbrief(*arguments: object, cwd: Path | None = None, **environment: object) -> subprocess.CompletedProcess[str]:
    """Run the command to its end and give its exit code and what it printed."""
    return process(COMMAND, *arguments, cwd=cwd, **environment)


def process(*command: object, cwd: Path | None = None, **environment: object) -> subprocess.CompletedProcess[str]:
    """Run any program with ``environment`` on top of ours."""
    env = os.environ | {name: str(value) for name, value in environment.items()}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT,
    )


def interrupted(arguments: list[object], started: Path, **environment: object) -> tuple[int, str, str]:
    """Run the command, press Ctrl-C once the file ``started`` is there, and give its exit code and what it printed.

    Every process that it started must be gone soon after it has ended.
    """
    env = os.environ | {name: str(value) for name, value in environment.items()}
    command = [str(part) for part in (COMMAND, *arguments)]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores it
    running = subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not started.exists() and running.poll() is None:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    printed, said = running.communicate(timeout=TIMEOUT)
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        try:
            os.killpg(running.pid, 0)
        except ProcessLookupError:
            return running.returncode, printed, said
        time.sleep(0.05)
    raise AssertionError("a process outlived the command")


def copy_project(source: Path, target: Path) -> Path:
    """What the command needs of the project in ``source``, as a project of its own in ``target``."""
    for name in NEEDED:
        shutil.copytree(source / name, target / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy2(source / "requirements.lock", target)
    return target


def files(folder: Path) -> dict[str, bytes]:
    """Every file under ``folder`` by its name there, hidden ones too; a folder without files counts as one."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
        elif not any(path.iterdir()):
            found[path.relative_to(folder).as_posix() + "/"] = b""
    return found


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Names of the files that are not the same, byte for byte, in both."""
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]
