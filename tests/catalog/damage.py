"""Edits to a copy of data/: one key changed, added or removed, whatever value the data hold today."""

import re
import shutil
from pathlib import Path

from analysis.catalog import DATA

REMOVED = None


def copied_data(place: Path) -> Path:
    """A copy of data/ below ``place``."""
    return Path(shutil.copytree(DATA, place / "data"))


def set_key(path: Path, table: str, key: str, value: str | None) -> None:
    """Give ``key`` the TOML ``value`` in a ``table`` of a file ("" is its top), replacing or adding it.

    REMOVED takes the key out, which must be there.
    """
    before, section, after = split(path.read_text(encoding="utf-8"), table)
    line = re.compile(rf"^{re.escape(key)} = .*\n?", re.MULTILINE)
    if value is REMOVED:
        assert line.search(section), f"{path.name} has no {key} in [{table}]"
        section = line.sub("", section, count=1)
    elif line.search(section):
        section = line.sub(lambda _: f"{key} = {value}\n", section, count=1)
    else:
        section = f"{section.rstrip()}\n{key} = {value}\n"
    path.write_text(before + section + after, encoding="utf-8")


def split(text: str, table: str) -> tuple[str, str, str]:
    """The text before a table's keys, the keys, and the text after them."""
    start = 0
    if table:
        header = re.search(rf"^\[{{1,2}}{re.escape(table)}\]{{1,2}}\n", text, re.MULTILINE)
        assert header, f"no table [{table}]"
        start = header.end()
    following = re.compile(r"^\[", re.MULTILINE).search(text, start)
    end = following.start() if following else len(text)
    return text[:start], text[start:end], text[end:]


def append(path: Path, text: str) -> None:
    """Add text to the end of a file."""
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")


def copy_record(folder: Path, kind: str, original: str, identifier: str, to_kind: str = "") -> Path:
    """A second file like ``original`` under another id, in the same kind of record or in another."""
    path = folder / (to_kind or kind) / f"{identifier}.toml"
    shutil.copy(folder / kind / f"{original}.toml", path)
    set_key(path, "", "id", f'"{identifier}"')
    return path
