"""Branches of a template are resolved as the typesetter resolves them."""

import pytest

from tests.system.branches import resolved

CONTENTS = {"one": True, "two": False, "fields": {"x": {"mixed": False, "falls": True}}}


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("a #if content.one [b] else [c] d", "a b d"),
        ("a #if content.two [b] else [c] d", "a c d"),
        ("a#if content.two [ b]. d", "a. d"),
        ('#if content.two [a] else if content.one [b #if falls("x") [c] else [d]] else [e]', "b c"),
        ('#if mixed("x") [a] else if not content.one [b] else [c]', "c"),
        ("#if content.one and not content.two [a[1]]", "a[1]"),
        ("#if on-paper [a] else [b]", "#if on-paper [a] else [b]"),
    ],
)
def test_the_branch_that_holds_is_what_is_left(template, printed):
    assert resolved(template, CONTENTS) == printed
