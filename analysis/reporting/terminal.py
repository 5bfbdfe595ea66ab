"""Rows as a person reads them in a terminal: tables that fit its width, and explanations as wrapped blocks."""

import shutil
import sys
from collections.abc import Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Any

NO_TERMINAL = 100  # characters in a line where the output goes to a file or to another program
GAP, INDENT, CUT = "  ", "  ", "…"
NARROWEST = 12  # characters that a text column keeps, however narrow the terminal
LEAST_WIDTH = 40
DIGITS = 6
SMALLEST, LARGEST = 1e-4, 1e12  # between them a number is written out

# Sections of an explanation, with the kinds of rows in each; any other kind says what the thing is.
SECTIONS = (
    ("Campaigns", ("campaign",)),
    ("Formulas", ("formula",)),
    ("Events", ("event",)),
    ("Inputs", ("input",)),
    ("Fit", ("fit", "coefficient", "check", "left out")),
    ("Conflicts", ("conflict",)),
    ("Sources", ("source",)),
)


def line_width() -> int:
    """Characters in a line of the terminal, or a fixed number where there is none."""
    found = shutil.get_terminal_size((NO_TERMINAL, 24)).columns if sys.stdout.isatty() else NO_TERMINAL
    return max(found, LEAST_WIDTH)


def table(rows: Sequence[dict[str, Any]], width: int, digits: int = DIGITS, wrapped: bool = False) -> str:
    """Rows under a header: text on the left, numbers on the right, blanks where a row has nothing.

    The first column and numbers are never cut. Other text is cut with a mark, or with ``wrapped`` set on several lines.
    """
    if not rows:
        return "nothing"
    names = list(dict.fromkeys(name for row in rows for name in row))
    numeric = [_numeric([row.get(name) for row in rows]) for name in names]
    lines = [names] + [[_cell(row.get(name), digits) for name in names] for row in rows]
    fixed = [index == 0 or number for index, number in enumerate(numeric)]
    widths = _fitting([[line[i] for line in lines] for i in range(len(names))], fixed, width)
    printed = []
    for line in lines:
        cells = [_lines(cell, room, wrapped) for cell, room in zip(line, widths, strict=True)]
        for depth in range(max(len(cell) for cell in cells)):
            parts = [cell[depth] if depth < len(cell) else "" for cell in cells]
            placed = [
                part.rjust(room) if number else part.ljust(room)
                for part, room, number in zip(parts, widths, numeric, strict=True)
            ]
            printed.append(GAP.join(placed).rstrip())
    return "\n".join(printed)


def _numeric(values: list[Any]) -> bool:
    found = [value for value in values if value is not None and value != ""]
    return bool(found) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in found)


def _cell(value: Any, digits: int) -> str:
    """A value on one line; yes and no for what is true or false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, digits)
    return " ".join(str(value).split())


def _number(value: float, digits: int) -> str:
    """At most so many significant digits, with commas; a power of ten only for what is very large or very small."""
    rounded = float(f"{value:.{digits}g}")
    if rounded and not SMALLEST <= abs(rounded) < LARGEST:
        return f"{rounded:.{digits}g}"
    whole = f"{Decimal(repr(rounded)):,f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def _fitting(columns: list[list[str]], fixed: list[bool], width: int) -> list[int]:
    """Widths of columns: their own, the widest that may be cut made narrower until the line fits."""
    widths = [max(len(cell) for cell in column) for column in columns]
    room = width - len(GAP) * (len(columns) - 1)
    while sum(widths) > room:
        free = [i for i, keep in enumerate(fixed) if not keep and widths[i] > NARROWEST]
        if not free:
            break
        widths[max(free, key=lambda i: widths[i])] -= 1
    return widths


def _lines(cell: str, room: int, wrapped: bool) -> list[str]:
    if len(cell) <= room:
        return [cell]
    return wrap(cell, room) if wrapped else [cell[: room - 1].rstrip() + CUT]


def explanation(rows: Sequence[dict[str, Any]], width: int) -> str:
    """Rows of an explanation as sections: what the thing is, then formulas, inputs, fit, conflicts and sources."""
    if not rows:
        return "nothing"
    named = {kind: title for title, kinds in SECTIONS for kind in kinds}
    first, rest = rows[0], rows[1:]
    about = [row for row in rest if row["kind"] not in named]
    blocks = [_head(first, width), *(_fact(row, first["id"], width) for row in about)]
    for title, kinds in SECTIONS:
        found = [row for row in rest if row["kind"] in kinds]
        if found:
            blocks.append(f"\n{title}")
            blocks += [_block(row, width) for row in found]
    return "\n".join(blocks)


def _head(row: dict[str, Any], width: int) -> str:
    return "\n".join([f"{row['id']} ({row['kind']})", *_indented(row["text"], width), *_indented(row["detail"], width)])


def _fact(row: dict[str, Any], owner: str, width: int) -> str:
    """A fact in one paragraph, under the end of its name that its owner does not have."""
    return "\n".join(_indented(f"{row['id'].removeprefix(f'{owner}.')}: {_joined(row)}", width))


def _block(row: dict[str, Any], width: int) -> str:
    return "\n".join([INDENT + row["id"], *_indented(row["text"], width, 2), *_indented(row["detail"], width, 2)])


def _joined(row: dict[str, Any]) -> str:
    return ". ".join(part for part in (row["text"], row["detail"]) if part)


def _indented(text: str, width: int, deep: int = 1) -> list[str]:
    """Text in lines of at most ``width``; an address is never broken."""
    start = INDENT * deep
    room = {"width": width, "break_long_words": False, "break_on_hyphens": False}
    return wrap(text, initial_indent=start, subsequent_indent=start, **room) if text else []
