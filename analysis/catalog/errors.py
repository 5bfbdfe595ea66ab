"""Errors a user can act on: what was found, what is accepted, and the nearest match."""

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 16  # accepted values spelled out in a message before "and N more"


class InputError(ValueError):
    """Bad input: a parameter, a name or a data file. The command exits with 2."""


class RunError(RuntimeError):
    """Good input, but the run failed. The command exits with 1."""


def unknown(what: str, found: object, accepted: Iterable[str], where: str = "") -> InputError:
    """An InputError saying that ``found`` is no ``what``, with the accepted names and the nearest one."""
    names = sorted(str(name) for name in accepted)
    near = get_close_matches(str(found), names, n=1, cutoff=0.5)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    place = f"{where}: " if where else ""
    return InputError(f"{place}unknown {what} '{found}'.{hint} Accepted: {shown or 'none'}.")
