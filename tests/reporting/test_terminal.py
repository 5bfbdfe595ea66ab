"""Tables fit the terminal: text left, numbers right, long cells cut or wrapped; explanations are wrapped blocks."""

import pytest

from analysis.reporting import terminal
from analysis.reporting.terminal import NO_TERMINAL, explanation, line_width, table

ROWS = [
    {"id": "one", "name": "A name that is too long for a narrow line", "value": 13e6, "open": True},
    {"id": "another", "name": "Short", "value": None, "open": False},
]
EXPLAINED = [
    {"id": "x", "kind": "result", "text": "Months of compute: 2 months", "detail": "scenario status_quo"},
    {"id": "model.f", "kind": "formula", "text": "Adds things. " * 12, "detail": ""},
    {"id": "keep", "kind": "input", "text": "Share: 0.4", "detail": "judged"},
    {"id": "x.open", "kind": "fact", "text": "yes", "detail": ""},
    {"id": "doc", "kind": "source", "text": "A report", "detail": "grade A, https://www.example.org/" + "long/" * 20},
]


def test_text_stands_left_and_numbers_right() -> None:
    """A column of numbers ends in one place, and its header with it."""
    assert table(ROWS, 100).splitlines() == [
        "id       name                                            value  open",
        "one      A name that is too long for a narrow line  13,000,000  yes",
        "another  Short                                                  no",
    ]


def test_long_text_is_cut_with_a_mark_and_ids_and_numbers_are_not() -> None:
    """At 40 characters the name gives way, nothing else."""
    lines = table(ROWS, 40).splitlines()
    assert max(map(len, lines)) <= 40
    assert lines[1].startswith("one      A name that…") and "13,000,000" in lines[1]
    narrow = table([{"id": "i" * 50, "name": "n" * 50}], 40).splitlines()
    assert narrow[1] == "i" * 50 + "  " + "n" * 11 + "…"


def test_text_may_be_wrapped_instead() -> None:
    """Every word of a long cell is printed, on as many lines as it takes."""
    lines = table(ROWS, 40, wrapped=True).splitlines()
    assert "…" not in "".join(lines) and len(lines) > 3
    printed = " ".join(lines).split()
    assert [word for word in ROWS[0]["name"].split() if word not in printed] == []


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [
        (19886.4, 4, "19,890"),
        (0.0564411, 4, "0.05644"),
        (1.3e7, 6, "13,000,000"),
        (1.48e14, 6, "1.48e+14"),
        (2.43366e-05, 6, "2.43366e-05"),
        (0, 4, "0"),
        (-4.5, 4, "-4.5"),
        (3, 4, "3"),
    ],
)
def test_numbers_have_so_many_significant_digits(value: float, digits: int, printed: str) -> None:
    """Zeros at the end are left out; powers of ten are for what is very large or very small."""
    assert table([{"id": "a", "value": value}], 80, digits).splitlines()[1].split()[1] == printed


def test_no_rows_are_said_so() -> None:
    """An empty listing is not an empty line."""
    assert table([], 80) == explanation([], 80) == "nothing"


def test_an_explanation_has_sections_in_order() -> None:
    """What it is with its facts, then formulas, inputs and sources."""
    lines = explanation(EXPLAINED, 60).splitlines()
    assert lines[:4] == ["x (result)", "  Months of compute: 2 months", "  scenario status_quo", "  open: yes"]
    assert [line for line in lines if line in ("Formulas", "Inputs", "Sources")] == ["Formulas", "Inputs", "Sources"]


def test_an_explanation_is_wrapped_and_never_breaks_an_address() -> None:
    """Every line fits but that of a long address."""
    lines = explanation(EXPLAINED, 60).splitlines()
    assert [line for line in lines if len(line) > 60] == [line for line in lines if "https://" in line]
    assert any(line.endswith("long/" * 20) for line in lines)


def test_the_width_is_that_of_the_terminal_or_a_fixed_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output to a file is the same wherever it is made."""
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setattr(terminal.sys.stdout, "isatty", lambda: False, raising=False)
    assert line_width() == NO_TERMINAL
    monkeypatch.setattr(terminal.sys.stdout, "isatty", lambda: True, raising=False)
    assert line_width() == 70
