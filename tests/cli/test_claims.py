"""`chipbrief claims`: a table for people, JSON for programs, one message for what can be put right."""

import json

from tests.command import DRAWS

FEW = ("h200-six-times", "tokens-150-to-400-billion", "safeguards-are-lost")


def test_json_has_an_object_with_a_verdict_for_each_claim_asked_for_in_that_order(command):
    code, printed, message = command("claims", *FEW, "--draws", DRAWS, "--json")
    assert (code, message) == (0, "")
    assert [(row["id"], row["verdict"]) for row in json.loads(printed)] == [
        ("h200-six-times", "supported"),
        ("tokens-150-to-400-billion", "depends"),
        ("safeguards-are-lost", "not_testable"),
    ]


def test_the_table_fits_a_hundred_columns_and_gives_reasons_in_full(command):
    code, printed, message = command("claims", *FEW, "--draws", DRAWS)
    assert (code, message) == (0, "")
    assert max(map(len, printed.splitlines())) <= 100
    assert printed.split()[:5] == ["id", "side", "value", "unit", "verdict"]
    assert "…" not in printed
    assert "session: supported" in " ".join(printed.split())


def test_an_unknown_claim_exits_with_two_and_the_nearest_match(command):
    code, printed, message = command("claims", "h200-six-time")
    assert (code, printed) == (2, "")
    assert "Did you mean 'h200-six-times'?" in message


def test_an_input_that_is_set_changes_what_rests_on_it(command):
    asked = ("claims", "hopper-clusters-18-of-20", "--draws", DRAWS, "--json")
    slow, quick = (json.loads(command(*asked, "--set", f"mfu_base={mfu}")[1])[0] for mfu in ("0.04", "0.4"))
    assert (slow["verdict"], quick["verdict"]) == ("contradicted", "supported")
