"""Errors a user can act on: what was found, what is accepted, and the nearest match."""

from collections.abc import Iterable
from difflib import get_close_matches

NEAR = 3  # names suggested at most where those that contain a word are looked for
SHOWN = 16  # accepted values spelled out in a message before "and N more"


class InputError(ValueError):
    """Bad input: a parameter, a name or a data file. The command exits with 2."""


class RunError(RuntimeError):
    """Good input, but the run failed. The command exits with 1."""


def unknown(what: str, found: object, accepted: Iterable[str], where: str = "", search: bool = False) -> InputError:
    """An InputError saying that ``found`` is no ``what``, with the accepted names and the nearest one.

    With ``search``, names that contain what was asked for come before those that merely look like it.
    """
    names = sorted(str(name) for name in accepted)
    near = containing(str(found), names)[:NEAR] if search else []
    near = near or get_close_matches(str(found), names, n=1, cutoff=0.5)
    hint = f" Did you mean {listed(near, 'or')}?" if near else ""
    shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    place = f"{where}: " if where else ""
    return InputError(f"{place}unknown {what} '{found}'.{hint} Accepted: {shown or 'none'}.")


def containing(words: str, names: Iterable[str]) -> list[str]:
    """The names that contain each of the words, the shortest first; capitals do not matter."""
    parts = words.lower().split()
    found = {name for name in names if parts and all(part in name.lower() for part in parts)}
    return sorted(found, key=lambda name: (len(name), name))


def listed(names: Iterable[str], last: str = "and") -> str:
    """Names in quotes, as a sentence lists them.

    >>> listed(["a", "b", "c"])
    "'a', 'b' and 'c'"
    """
    *first, final = (f"'{name}'" for name in names)
    return f"{', '.join(first)} {last} {final}" if first else final
