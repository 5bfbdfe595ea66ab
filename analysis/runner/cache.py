"""Whether an edition is still what would be made now: a record of everything that went into it, kept beside no edition.

A record that is missing, damaged or of other files counts as none, so the worst that it can do is a run too many.
"""

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from analysis.catalog import PROJECT

CACHE = PROJECT / ".cache"
RECORDS = "editions"  # the folder of the cache that holds records of editions
PACKAGE = PROJECT / "analysis"
LOCK = PROJECT / "requirements.lock"  # a brief prints its hash
FONTS = "MPLCONFIGDIR"
CODE = ("*.py", "*.typ", "*.json", "*.css", "*.html")


def folder_for(name: str) -> Path | None:
    """A folder of the project for what is kept between runs, or None if the project cannot be written to."""
    folder = CACHE / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        Path(tempfile.mkdtemp(dir=folder)).rmdir()
    except OSError:
        return None
    return folder


@contextmanager
def own_fonts() -> Iterator[None]:
    """matplotlib's settings and list of fonts are ours, not those of the user's home. Enter it before matplotlib loads."""
    with tempfile.TemporaryDirectory(prefix="chipbrief-") as place:
        before = os.environ.get(FONTS)
        os.environ[FONTS] = str(folder_for("matplotlib") or place)
        try:
            yield
        finally:
            if before is None:
                os.environ.pop(FONTS, None)
            else:
                os.environ[FONTS] = before


def key(notebook: bytes, values: Mapping[str, Any], data: str) -> str:
    """SHA-256 over all that an edition depends on: parameters, data, notebook, code, and installed versions."""
    parts = {
        "values": dict(values),
        "data": data,
        "notebook": hashlib.sha256(notebook).hexdigest(),
        "made from": made_from(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def made_from() -> list[str]:
    """What every edition depends on besides its parameters, data and notebook: our code, its lock, what is installed."""
    return [_code(), _hash(LOCK) if LOCK.is_file() else "", *_versions()]


def unchanged(edition: Path, wanted: str) -> bool:
    """Whether ``edition`` was made from what ``wanted`` stands for, and each of its files is as it was then."""
    try:
        record = json.loads((CACHE / RECORDS / _record(edition)).read_text(encoding="utf-8"))
        return record["key"] == wanted and record["files"] == _files(edition)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remember(edition: Path, made_from: str, records: Path | None) -> None:
    """Keep what an edition was made from in the folder ``records``; nothing if the project or its disk cannot take it."""
    if records is None:
        return
    kept = records / _record(edition)
    try:
        text = json.dumps({"key": made_from, "files": _files(edition)}, indent=1, sort_keys=True)
        kept.write_text(text + "\n", encoding="utf-8")
    except OSError:  # the edition is there all the same
        with suppress(OSError):
            kept.unlink()


def _record(edition: Path) -> str:
    return f"{hashlib.sha256(str(edition.resolve()).encode()).hexdigest()[:32]}.json"


def _files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): _hash(p) for p in sorted(folder.rglob("*")) if p.is_file()}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _code() -> str:
    total = hashlib.sha256()
    for path in sorted(path for pattern in CODE for path in PACKAGE.rglob(pattern)):
        total.update(f"{path.relative_to(PACKAGE).as_posix()} {_hash(path)}\n".encode())
    return total.hexdigest()


@cache
def _versions() -> list[str]:
    """Versions of Python and of every package that is installed beside us."""
    return [platform.python_version(), *sorted({f"{one.name} {one.version}" for one in metadata.distributions()})]
