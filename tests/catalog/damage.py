"""Edits to a copy of data/: one key changed, added or removed, whatever form the data have today."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import tomli_w

from analysis.catalog import DATA

REMOVED = None


def copied_data(place: Path) -> Path:
    """A copy of data/ below ``place``."""
    return Path(shutil.copytree(DATA, place / "data"))


def read(path: Path) -> dict[str, Any]:
    """A TOML file as it is."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def write(path: Path, content: dict[str, Any]) -> None:
    """A TOML file from its content; comments are lost."""
    path.write_text(tomli_w.dumps(content), encoding="utf-8")


def set_key(path: Path, table: str, key: str, value: str | None) -> None:
    """Give ``key`` the TOML ``value`` in a ``table`` of a file ("" is its top), replacing or adding it.

    A table that is a bare number becomes one with that number as central; of a list of tables the first is meant.
    REMOVED takes the key out, which must be there.
    """
    content = read(path)
    inside = content
    for part in table.split(".") if table else ():
        found = inside.get(part)
        assert found is not None, f"no table [{table}] in {path.name}"
        if isinstance(found, int | float):
            inside[part] = found = {"central": found}
        inside = found[0] if isinstance(found, list) else found
    if value is REMOVED:
        assert key in inside, f"{path.name} has no {key} in [{table}]"
        del inside[key]
    else:
        inside[key] = tomllib.loads(f"value = {value}")["value"]
    write(path, content)


def append(path: Path, text: str) -> None:
    """Add text to the end of a file."""
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")


def copy_record(folder: Path, kind: str, original: str, identifier: str, to_kind: str = "") -> Path:
    """A second file like ``original`` under another id and name, in the same kind of record or in another."""
    path = folder / (to_kind or kind) / f"{identifier}.toml"
    shutil.copy(folder / kind / f"{original}.toml", path)
    set_key(path, "", "name", f'"A copy, {identifier}"')
    return path
