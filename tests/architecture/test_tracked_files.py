"""No tracked text file holds a path of the machine it was written on, or the address of a package registry."""

import re
import subprocess
from functools import cache
from pathlib import Path

from tests.architecture.source import ROOT

# A path of somebody's machine: below a home or a scratch folder, and no part of a web address or a longer path.
MACHINE = re.compile(r"(?<![\w./:~-])/(?:home|root|Users|work|tmp|mnt|private|opt)/\w")
# Where packages are fetched from is a matter of each machine: an index, its option or its variable.
REGISTRY = re.compile(
    r"/simple/?(?=[\s\"']|$)|(?:extra-)?index[-_]url|PIP_INDEX|UV_INDEX|files\.pythonhosted|conda\.anaconda|"
    r"registry\.npmjs",
    re.IGNORECASE,
)
THIS = Path(__file__).resolve()


@cache
def tracked_text() -> dict[str, str]:
    """Every tracked file that is UTF-8 text, by its path from the project's folder; this one aside."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    contents = {path: path.read_bytes() for path in paths if path.is_file() and path != THIS}
    return {
        path.relative_to(ROOT).as_posix(): content.decode("utf-8", errors="replace")
        for path, content in contents.items()
        if b"\0" not in content
    }


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Each line of a tracked file in which a pattern is found, with its place."""
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in tracked_text().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_tracked_files_are_read() -> None:
    """The search has something to search."""
    assert {"README.md", "pyproject.toml", "data/sources.toml"} <= set(tracked_text())


def test_no_tracked_file_names_a_path_of_this_machine() -> None:
    """Neither the folder this repository lies in, nor any home or scratch folder."""
    assert lines_with(re.compile(re.escape(str(ROOT)))) == []
    assert lines_with(MACHINE) == []


def test_no_tracked_file_names_a_package_registry() -> None:
    """Where packages come from is configured on each machine."""
    assert lines_with(REGISTRY) == []


def test_the_search_finds_paths_and_passes_addresses() -> None:
    """Paths are found in text, quotes and brackets; web addresses and relative paths are not taken for them."""
    found = ["see /home/ann/x", 'open("/tmp/y")', "cd /Users/ann", "(/mnt/z)"]
    passed = ["https://example.org/home/x", "a/tmp/y", "./mnt/z", "root/x", "/usr/bin/env bash", "~/mnt/a"]
    assert [text for text in found if not MACHINE.search(text)] == []
    assert [text for text in passed if MACHINE.search(text)] == []


def test_the_search_finds_registries_and_passes_project_pages() -> None:
    """An index and its option are found; a page about a package is a source like any other."""
    found = ["--index-url x", "https://mirror.example/simple", "PIP_INDEX_URL=x", "https://files.pythonhosted.org/a",
             "http://127.0.0.1:8080/simple/", "index_url = 1"]  # fmt: skip
    passed = ["https://pypi.org/project/typst/", "a simple/complex case", "the index of terms"]
    assert [text for text in found if not REGISTRY.search(text)] == []
    assert [text for text in passed if REGISTRY.search(text)] == []
