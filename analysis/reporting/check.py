"""Whether an edition is complete and sound before anybody sees it."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from analysis.catalog import RunError

SCHEMA = Path(__file__).parent / "results.schema.json"
MANIFEST = "manifest.json"
NOTEBOOK = "notebook.ipynb"  # added by the runner, so no part of what the three ways of running have in common


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of results.json."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


@cache
def _validator() -> Callable[[Any], Any]:
    from fastjsonschema import compile

    return compile(schema())


def check_results(text: str) -> None:
    """RunError if ``text`` is no results.json by the schema."""
    from fastjsonschema import JsonSchemaValueException

    try:
        _validator()(json.loads(text))
    except JsonSchemaValueException as problem:
        place = "/".join(str(part) for part in problem.path[1:])
        raise RunError(f"results.json does not match its schema at '{place}': {problem.message}") from None


def check_pdf(path: Path) -> None:
    """RunError if ``path`` is no tagged PDF with a title, a language and pages."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            tagged = bool(pdf.Root.get("/MarkInfo", {}).get("/Marked", False)) and "/StructTreeRoot" in pdf.Root
            complete = tagged and "/Lang" in pdf.Root and pdf.docinfo.get("/Title") and len(pdf.pages) > 0
    except pikepdf.PdfError as problem:
        raise RunError(f"{path.name} is damaged: {problem}") from None
    if not complete:
        raise RunError(f"{path.name} lacks tags, a title, a language or pages")


def manifest(folder: Path) -> dict[str, Any]:
    """Names and hashes of an edition's files; the executed notebook is left out."""
    left_out = (MANIFEST, NOTEBOOK)
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in left_out)
    hashes = {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    return {"model": "chipbrief", "files": hashes}


def check_edition(folder: Path) -> None:
    """RunError unless every file of the manifest is there, unchanged and sound."""
    listed = read_manifest(folder)
    if listed is None or listed != manifest(folder):
        raise RunError(f"{MANIFEST} does not match the files of the edition")
    check_results((folder / "results.json").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("*.pdf")):
        check_pdf(path)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of ours in ``folder``, or None if there is none."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("model") == "chipbrief" else None
