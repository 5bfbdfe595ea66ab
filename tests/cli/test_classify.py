"""The command that classifies a chip on a day: its answer, its columns, and what it refuses."""

import json

import pytest

from analysis.calibration import load_inputs

CHIPS = sorted(load_inputs().kinds["chips"])
REFUSED = {
    "unknown chip": (["h2000"], ["unknown chip 'h2000'", "Did you mean 'h200'?"]),
    "no chip": ([], ["neither a chip nor a figure"]),
    "both": (["h200", "--tpp", "5"], ["found chip 'h200' and figures (tpp)", "not both"]),
    "no figure": (["--us-sale"], ["neither a chip nor a figure"]),
    "no day": (["h200", "--on", "soon"], ["--on", "found 'soon'", "2026-10-08"]),
    "no such day": (["h200", "--on", "2026-02-30"], ["--on", "'2026-02-30'"]),
    "day after the evidence": (["h200", "--on", "2026-10-09"], ["found 2026-10-09", "known up to 2026-10-08"]),
    "unknown place": (["h200", "--to", "Chna"], ["unknown destination 'Chna'", "Did you mean 'China'?"]),
    "unknown parent": (["h200", "--parent", "Atlantis"], ["unknown parent 'Atlantis'", "elsewhere"]),
    "unknown route": (["h200", "--route", "re-export"], ["unknown route 're-export'", "Did you mean 'reexport'?"]),
    "negative figure": (["--tpp", "-1"], ["found -1.0", "at least 0"]),
    "not a number": (["--tpp", "nan"], ["found nan", "finite number"]),
    "text for a figure": (["--tpp", "fast"], ["'fast' is not a valid float"]),
    "unknown option": (["h200", "--day", "2026-01-01"], ["No such option '--day'"]),
}


def rows(command, *arguments):
    code, printed, message = command("classify", *arguments, "--json")
    assert (code, message) == (0, "")
    return json.loads(printed)


def answer(command, *arguments):
    first = rows(command, *arguments)[0]
    return first["licence"], first["review"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["H200", "--on", "2026-02-01"], ("required", "case_by_case")),
        (["h200", "--on", "2026-01-14"], ("required", "presumption_of_denial")),
        (["h200"], ("required", "case_by_case")),
        (["h20", "--on", "2025-04-09"], ("required_by_letter", "unclear")),
        (["h200", "--on", "1990-01-01"], ("not_required", "none")),
        (["h200", "--route", "reexport"], ("required", "presumption_of_denial")),
        (["h200", "--to", "elsewhere"], ("not_required", "none")),
        (["h200", "--to", "elsewhere", "--parent", "china"], ("required", "presumption_of_denial")),
        (["h20", "--listed"], ("required", "presumption_of_denial")),
        (["--tpp", "20000", "--bandwidth", "6400"], ("required", "case_by_case")),
        (["--tpp", "20000", "--bandwidth", "6400", "--no-us-sale"], ("required", "presumption_of_denial")),
        (["--tpp", "20000"], ("required", "unclear")),  # its bandwidth decides
        (["--tpp", "2000", "--bandwidth", "3000"], ("unclear", "unclear")),  # its density decides
        (["--tpp", "20000", "--bandwidth", "6400", "--data-centre", "--us-sale"], ("required", "case_by_case")),
        (["--tpp", "20000", "--bandwidth", "6500", "--data-centre"], ("required", "presumption_of_denial")),
        (["--tpp", "20000", "--bandwidth", "6400", "--not-data-centre"], ("exception", "none")),
        (["--tpp", "1000", "--bandwidth", "1000"], ("not_required", "none")),
    ],
)
def test_the_first_object_holds_licence_and_review(command, arguments, expected):
    assert answer(command, *arguments) == expected


@pytest.mark.parametrize("chip", CHIPS)
def test_every_chip_gives_rows_with_ids_of_their_own(command, chip):
    found = rows(command, chip)
    ids = [row["id"] for row in found]
    assert ids[0] == chip and all(ids) and len(set(ids)) == len(ids)
    assert {"status", "duty", "practice", "deliveries", "condition"} <= {row["kind"] for row in found}


def test_law_practice_and_deliveries_stand_apart(command):
    found = {row["id"]: row for row in rows(command, "h200")}
    assert found["h200.rule"]["rule"] == "oct-2023-advanced-computing"
    assert found["h200.review"]["rule"] == "jan-2026-h200"
    assert found["h200.duty"]["rate"] == 0.25
    assert found["h200.practice.may-2026-licences"]["state"] == "in_force"
    assert "h200.practice.aug-2026-prc-ndrc-gate" in found
    assert (found["h200.deliveries"]["first_delivery"], found["h200.deliveries"]["delivered"]) == ("2026-07-14", 20_000)
    assert found["h200.margin.tpp.4800"]["margin"] == pytest.approx(11_032)  # 15,832 - 4,800


def test_what_lies_after_the_day_is_not_told(command):
    found = {row["id"]: row for row in rows(command, "h200", "--on", "2026-02-01")}
    assert found["h200.deliveries"]["first_delivery"] is None
    assert "h200.practice.may-2026-licences" not in found


def test_the_h20_has_been_licensed_in_practice_since_august_2025(command):
    assert [r["id"] for r in rows(command, "h20", "--on", "2025-08-10") if r["kind"] == "practice"] == ["h20.practice"]
    assert "h20.practice.aug-2025-revenue-share" in [r["id"] for r in rows(command, "h20", "--on", "2025-08-11")]


def test_people_read_the_status_the_citation_and_the_conditions(command):
    code, printed, message = command("classify", "H200", "--on", "2026-02-01")
    assert (code, message) == (0, "")
    text = " ".join(printed.split())
    for words in ("licence required, case by case", "91 FR 1684", "5,168 below the limit of 21,000: met", "25 percent"):
        assert words in text


@pytest.mark.parametrize(("arguments", "words"), REFUSED.values(), ids=REFUSED)
def test_bad_input_is_refused_with_one_message(command, arguments, words):
    code, printed, message = command("classify", *arguments)
    assert (code, printed) == (2, "")
    assert message.startswith("chipbrief: ") and message.count("\n") == 1
    assert [word for word in words if word not in message] == []
