"""Parameters from a TOML or YAML file and from ``-p NAME=VALUE``: each read by the type of its parameter, never by guess."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.catalog import InputError
from analysis.runner.parameters import read_text
from analysis.runner.secrets import refuse_secret, shown

TOML, YAML = (".toml",), (".yaml", ".yml")


def read_file(path: str | Path, notebook: str) -> dict[str, Any]:
    """The parameters of a file, by name. InputError if it cannot be read, or holds a name twice."""
    file = Path(path)
    if file.suffix not in (*TOML, *YAML):
        raise InputError(f"file of parameters '{path}': {', '.join((*TOML, *YAML))} are accepted")
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "it is no UTF-8 text"
        raise InputError(f"file of parameters '{path}' cannot be read: {why}") from None
    found = _toml(path, text) if file.suffix in TOML else _yaml(path, text, notebook)
    for name in found:
        refuse_secret(name)
    return found


def read_pairs(pairs: Iterable[str], notebook: str) -> dict[str, Any]:
    """``NAME=VALUE`` pairs as a user types them, each name once."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        refuse_secret(name)
        if not equals or not name:
            raise InputError(f"option -p: found '{pair}', NAME=VALUE is accepted, such as draws=1000")
        if name in found:
            raise InputError(f"option -p: '{name}' is given twice; once is accepted")
        found[name] = read_text(name, text, notebook)
    return found


def joined(*sources: tuple[str, dict[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """Parameters of several sources, the later ones first in rank, and a warning for each value that was replaced."""
    found: dict[str, tuple[str, Any]] = {}
    replaced = []
    for source, values in sources:
        for name, value in values.items():
            if name in found and found[name][1] != value:
                replaced.append(
                    f"parameter '{name}': {value!r} of {source} replaces {found[name][1]!r} of {found[name][0]}"
                )
            found[name] = (source, value)
    return {name: value for name, (_, value) in found.items()}, replaced


def _toml(path: str | Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise InputError(f"file of parameters '{path}' is no TOML: {problem}") from None


def _yaml(path: str | Path, text: str, notebook: str) -> dict[str, Any]:
    """YAML by the types of the parameters: ``no`` stays text, ``3e24`` is a number, and no name may come twice."""
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as problem:
        why, mark = getattr(problem, "problem", "it is nested too deeply"), getattr(problem, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise InputError(f"file of parameters '{path}' is no YAML: {why}{where}") from None
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise InputError(f"file of parameters '{path}': names with values are accepted, such as draws: 1000")
    found: dict[str, Any] = {}
    for name, value in _once(path, root):
        refuse_secret(name)
        if isinstance(value, yaml.ScalarNode):
            found[name] = value.value if value.style else read_text(name, value.value, notebook)
        elif isinstance(value, yaml.MappingNode):
            found[name] = {inner: _number(path, inner, one) for inner, one in _once(path, value)}
        else:
            raise InputError(f"file of parameters '{path}': '{name}' is a list; text, a number or a table is accepted")
    return found


def _once(path: str | Path, mapping: Any) -> Iterable[tuple[str, Any]]:
    seen = set()
    for key, value in mapping.value:
        if not isinstance(key.value, str):
            raise InputError(f"file of parameters '{path}': a name that is a list or a table; text is accepted")
        if key.value in seen:
            raise InputError(f"file of parameters '{path}': '{key.value}' is given twice; once is accepted")
        seen.add(key.value)
        yield key.value, value


def _number(path: str | Path, name: str, node: Any) -> float:
    try:
        if node.style:
            raise ValueError
        return float(node.value)
    except (AttributeError, TypeError, ValueError):
        found = getattr(node, "value", None)
        text = shown(name, found) if isinstance(found, str) else "a list or a table"
        raise InputError(f"file of parameters '{path}': found {text} for '{name}', a number is accepted") from None
