"""Overrides as a user types them: NAME=VALUE, each name once."""

from analysis.catalog import InputError
from analysis.runner.secrets import shown


def read_settings(settings: tuple[str, ...]) -> dict[str, float]:
    """Numbers by name; InputError naming what was found and what is accepted. Names are checked where they are used."""
    found: dict[str, float] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals or not name:
            raise InputError(
                f"option --set: found {shown(name, setting)}, NAME=VALUE is accepted, such as keep_share=0.5"
            )
        if name in found:
            raise InputError(f"option --set: '{name}' is given twice; once is accepted")
        try:
            found[name] = float(text)
        except ValueError:
            raise InputError(f"option --set: found {shown(name, text)} for '{name}', a number is accepted") from None
    return found
