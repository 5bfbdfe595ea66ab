"""What was asked of a command and the editions it gave, so that the same question is answered without loading the model.

An answer counts only while data, code, notebooks and installed versions are those of then, and each edition is untouched.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.catalog import DATA, PROJECT
from analysis.runner import cache

NOTEBOOKS = PROJECT / "notebooks"
COLUMNS = {"id", "state", "folder", "why", "key", "warnings"}


def digest(asked: Mapping[str, Any]) -> str:
    """SHA-256 over a question, and over all that its answer depends on."""
    parts = {
        "asked": dict(asked), "project": str(PROJECT), "made from": cache.made_from(), "data": _tree(DATA), "notebooks": _tree(NOTEBOOKS)
    }  # fmt: skip
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def answer(question: str) -> list[dict[str, Any]] | None:
    """The rows that were given for a question, if every edition in them is as it was then; else None."""
    try:
        rows = json.loads(_path(question).read_text(encoding="utf-8"))
        good = bool(rows) and all(
            set(row) == COLUMNS and cache.unchanged(Path(row["folder"]), row["key"]) for row in rows
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return rows if good else None


def keep(question: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the rows of a question; nothing if the project or its disk cannot take it."""
    if cache.folder_for("requests") is None:
        return
    with suppress(OSError):
        _path(question).write_text(json.dumps(list(rows), indent=1) + "\n", encoding="utf-8")


def _path(question: str) -> Path:
    return cache.CACHE / "requests" / f"{question[:32]}.json"


def _tree(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name[0] != "."):
        total.update(
            f"{path.relative_to(folder).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return total.hexdigest()
