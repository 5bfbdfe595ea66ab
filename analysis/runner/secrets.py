"""Names that look like those of secrets are refused, and what was given for them is never repeated."""

import re

from analysis.catalog import InputError

SECRET = {"password", "passwd", "passphrase", "secret", "token", "apikey", "key", "credential", "credentials", "auth"}
LONGEST = 60  # letters of a text that a message repeats


def shown(name: str, text: str) -> str:
    """What a message may say of a text given under a name, or that holds names: nothing if one looks like a secret's."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9_.-]*", f"{name} {text}")
    if any(_looks_secret(word) for word in words):
        return "a text that is not shown"
    line = " ".join(text.splitlines())
    return f"'{line}'" if len(line) <= LONGEST else f"'{line[:LONGEST]}…'"


def refuse_secret(name: object) -> None:
    """InputError for a name that looks like that of a secret: parameters are kept in clear. Its value is never shown."""
    first = re.split(r"[^A-Za-z0-9_.-]", str(name))[0]
    if _looks_secret(first):
        raise InputError(
            f"parameter '{first}' looks like a secret; parameters are kept in clear in notebooks and results, "
            "so none is accepted"
        )


def _looks_secret(name: str) -> bool:
    return bool(SECRET & set(re.split(r"[^a-z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower())))
