"""What a key accepts, in words, for each way in which pydantic refuses a value."""

from typing import Any

# The beginning of pydantic's name of a fault, and what would have been accepted.
FORMS = (
    ("tuple_type", 'a list such as ["..."]'),
    ("list_type", 'a list such as ["..."]'),
    ("dict_type", "a table"),
    ("date", "a date without quotes such as 2026-02-23"),
    ("bool", "true or false, without quotes,"),
    ("int", "a whole number"),
    ("float", "a number"),
    ("string_type", "text in quotes"),
)
WEB = "^https"


def accepted_form(error: Any) -> str:
    """What is accepted where ``error`` was raised, to follow "found ..., "."""
    kind, limits = error["type"], error.get("ctx", {})
    if kind.startswith("model"):
        return "a number or a table" if limits.get("class_name") == "Estimate" else "a table"
    if kind == "string_pattern_mismatch":
        web = limits["pattern"].startswith(WEB)
        return "an address that begins with https://" if web else "a name of lower-case letters, digits, - and _"
    if kind == "too_short":
        return f"at least {_counted(limits['min_length'], 'item')}"
    if kind == "string_too_short":
        return f"text of at least {_counted(limits['min_length'], 'character')}"
    found = next((words for start, words in FORMS if kind.startswith(start)), "")
    return found or error["msg"].removeprefix("Input should be ")


def _counted(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number} {what}s"
