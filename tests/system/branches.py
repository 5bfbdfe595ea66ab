"""What a template prints for one brief: branches whose condition can be read from the contents, and only those, resolved."""

import re
from typing import Any

CONDITION = re.compile(r"#?\bif ((?:not |and |or |content\.\w+ ?|(?:mixed|falls)\(\"\w+\"\) ?)+)\[")


def resolved(template: str, contents: dict[str, Any]) -> str:
    """``template`` with each chain of branches replaced by the one that holds; others are left as they stand."""
    found = CONDITION.search(template)
    if found is None:
        return template
    before, place, chosen = template[: found.start()], found.end() - 1, None
    condition: str | None = found[1]
    while condition is not None:
        body, place = block(template, place)
        if chosen is None and (condition == "" or holds(condition, contents)):
            chosen = body
        condition, place = following(template, place)
    return before + resolved((chosen or "") + template[place:], contents)


def block(template: str, opening: int) -> tuple[str, int]:
    """The text in the bracket that opens at a place, and the place after it."""
    depth = 0
    for place in range(opening, len(template)):
        depth += {"[": 1, "]": -1}.get(template[place], 0)
        if depth == 0:
            return template[opening + 1 : place], place + 1
    raise ValueError("a bracket of the template is not closed")


def following(template: str, place: int) -> tuple[str | None, int]:
    """The condition of the branch that follows, empty for the last, None if there is none; and where it opens or ends."""
    last = re.compile(r" else \[").match(template, place)
    if last:
        return "", last.end() - 1
    other = re.compile(r" else " + CONDITION.pattern.removeprefix("#?\\b")).match(template, place)
    return (other[1], other.end() - 1) if other else (None, place)


def holds(condition: str, contents: dict[str, Any]) -> bool:
    """Whether a condition on the contents is true: names, ``mixed`` and ``falls`` joined by and, or, not."""
    fields = contents["fields"]
    words = re.sub(r"content\.(\w+)", lambda m: str(bool(contents[m[1]])), condition)
    words = re.sub(r"(mixed|falls)\(\"(\w+)\"\)", lambda m: str(fields[m[2]][m[1]]), words)
    return bool(eval(words, {"__builtins__": {}}))
