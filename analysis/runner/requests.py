"""What was asked of a command and the editions it gave, so that the same question is answered without loading the model.

An answer counts only while data, code, notebooks and installed versions are those of then, and each edition is untouched.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.catalog import DATA, PROJECT
from analysis.runner import cache

NOTEBOOKS = PROJECT / "notebooks"


def digest(asked: Mapping[str, Any]) -> str:
    """SHA-256 over a question, and over all that its answer depends on."""
    parts = {"asked": dict(asked), "made from": cache.made_from(), "data": _tree(DATA), "notebooks": _tree(NOTEBOOKS)}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def answer(question: str) -> list[dict[str, Any]] | None:
    """The rows that were given for a question, if every edition in them is as it was then; else None."""
    try:
        rows = json.loads(_path(question).read_text(encoding="utf-8"))
        good = bool(rows) and all(cache.unchanged(Path(row["folder"]), row["key"]) for row in rows)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return rows if good else None


def keep(question: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the rows of a question, each with ``folder`` and ``key``; nothing if the project cannot be written to."""
    folder = cache.folder_for("requests")
    if folder is None:
        return
    opened, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(json.dumps(list(rows), indent=1) + "\n")
    Path(name).replace(_path(question))


def _path(question: str) -> Path:
    return cache.CACHE / "requests" / f"{question[:32]}.json"


def _tree(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name[0] != "."):
        total.update(
            f"{path.relative_to(folder).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return total.hexdigest()
