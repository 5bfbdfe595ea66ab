"""What a brief prints is what results.json stores: every field, every cell of a table and every chance by its id."""

import re

import pytest

from analysis.insight.likelihood import likelihood_word, percentage
from analysis.reporting.brief import TEMPLATES
from analysis.reporting.wording import amount, in_time, interval, stated, time_interval

pytestmark = pytest.mark.slow

TEMPLATE = (TEMPLATES / "brief.typ").read_text(encoding="utf-8")
BINDS_FROM = 1.2  # months: a tenth of a year
MARK = "▲ "
TIME, CLAIMS = re.compile(r"(later\.|stance\.[a-z]+\.)?months\."), ("exchanges.", "later.exchanges.", "disclosed.")
DIFFERENCES = (
    "added36_difference.",
    "renewed36_difference.",
    "share36.",
    "policy36.",
    "policy36_net.",
    "used36_share",
)
HOURS_A_MONTH = 730


def printed(quantity):
    """Median and interval of a stored quantity as a brief prints them: times as times, claims as stated."""
    name, (low, middle, high) = quantity["id"], (quantity[p] for p in ("p5", "p50", "p95"))
    if TIME.match(name):
        return in_time(middle), time_interval(low, high)
    if name.startswith("days."):
        low, middle, high = (in_time(days * 24 / HOURS_A_MONTH) for days in (low, middle, high))
        return middle, f"{low} to {high}"
    if quantity["unit"] == "share":
        low, middle, high = (f"{amount(100 * share)}%" for share in (low, middle, high))
        return middle, f"{low} to {high}"
    if name.startswith("worth.share."):
        low, middle, high = (f"1 in {amount(1 / share)}" if share else "nothing" for share in (low, middle, high))
        return middle, f"{low} to {high}"
    if name.startswith(CLAIMS):
        return stated(middle), interval(low, high)
    return amount(middle), interval(low, high)


def in_size(quantity):
    """Median and interval as sentences print them that say "cuts" or "loses": without the sign of a loss."""
    both = quantity["p5"] < 0 < quantity["p95"]
    if quantity["p50"] < 0 and not both:
        quantity = quantity | {"p5": -quantity["p95"], "p50": -quantity["p50"], "p95": -quantity["p5"]}
    return printed(quantity)


def cells(brief):
    """(table, row, cell) of every cell that names a result."""
    for table in brief.contents["tables"].values():
        for row in table["rows"]:
            yield from ((table["name"], row, cell) for cell in row if isinstance(cell, dict))


def used_in_template(pattern):
    return set(re.findall(pattern, TEMPLATE))


def test_every_field_prints_the_stored_number_of_its_id(brief):
    expected, found = {}, {}
    for name, field in brief.contents["fields"].items():
        found[name] = (field["median"], field["interval"])
        known = brief.quantities.get(field["id"])
        if known:
            expected[name] = in_size(known) if field["id"].startswith(DIFFERENCES) else printed(known)
        else:
            expected[name] = (percentage(brief.chances[field["id"]]), "")
    assert found == expected


def test_differences_without_a_sign_have_that_of_the_sentence(brief):
    fields, numbers = brief.contents["fields"], brief.quantities
    losses = [numbers[fields[name]["id"]] for name in ("denial_direct", "denial_net", "renewed_denial")]
    assert [loss["id"] for loss in losses if not loss["p5"] <= loss["p50"] <= loss["p95"] <= 0] == []
    for name in ("effect", "effect_share"):
        found = numbers[fields[name]["id"]]
        assert (found["p50"] > 0) == brief.contents["gains"]
        assert (found["p5"] * found["p95"] < 0) == fields[name]["mixed"]
        assert ("\u2212" in fields[name]["interval"]) == fields[name]["mixed"]


def test_every_field_that_the_template_names_exists(brief):
    named = used_in_template(r'\b(?:m|i|both)\("([^"]+)"\)')
    assert len(named) > 20
    assert named - set(brief.contents["fields"]) == set()


def test_every_cell_prints_the_stored_number_of_its_id(brief):
    found = [(cell["id"], cell["median"].removeprefix(MARK), cell["interval"]) for _, _, cell in cells(brief)]
    assert len(found) > 60
    expected = []
    for identifier, _, _ in found:
        if identifier in brief.chances:
            expected.append((identifier, percentage(brief.chances[identifier]), ""))
            continue
        quantity = brief.quantities[identifier]
        median, between = printed(quantity)
        alone = quantity["p5"] == quantity["p95"] and not TIME.match(identifier)
        expected.append((identifier, median, "" if alone else between))
    assert found == expected


def test_a_cell_is_marked_where_the_stored_median_is_above_a_tenth_of_a_year(brief):
    found = {c["id"]: c["median"].startswith(MARK) for name, _, c in cells(brief) if name == "stages"}
    assert set(found.values()) == {True, False}
    assert found == {identifier: brief.quantities[identifier]["p50"] > BINDS_FROM for identifier in found}


def test_no_cell_stands_in_a_column_of_words(brief):
    for table in brief.contents["tables"].values():
        for row in table["rows"]:
            places = [place for place, cell in enumerate(row) if isinstance(cell, dict)]
            assert set(places) <= set(table["numeric"]), table["name"]


def test_every_row_is_as_wide_as_its_header(brief):
    for table in brief.contents["tables"].values():
        assert {len(row) for row in table["rows"]} == {len(table["header"])} == {len(table["wide"])}, table["name"]


def test_every_policy_and_posture_that_lets_a_chip_through_has_a_row_in_the_matrix(brief):
    kinds = brief.result.catalog.kinds
    own = kinds["scenarios"][brief.result.parameters.scenario].policy
    compared = {policy.id for policy in kinds["policies"].values() if policy.by_default or policy.id == own}
    ends = {f"{policy}.{posture}" for policy in compared for posture in kinds["postures"]}
    shown = [row[2]["id"].removeprefix("delivered12.") for row in brief.contents["tables"]["regimes"]["rows"]]
    assert len(set(shown)) == len(shown) and set(shown) <= ends
    named = " ".join(row[0] for row in brief.contents["tables"]["regimes"]["rows"]).lower()
    assert [policy for policy in compared if kinds["policies"][policy].name.lower() not in named] == []
    assert [end for end in ends - set(shown) if brief.quantities[f"delivered36.{end}"]["p95"] > 0] == []


def test_the_levels_of_a_row_are_those_of_one_policy_and_posture(brief):
    for row in brief.contents["tables"]["regimes"]["rows"]:
        end = row[2]["id"].removeprefix("delivered12.")
        assert [cell["id"] for cell in row[2:5]] == [
            f"{m}.{end}" for m in ("delivered12", "delivered36", "difference36")
        ]


def test_the_chance_of_no_chips_in_a_row_is_that_of_its_policy_and_posture(brief):
    rows = brief.contents["tables"]["regimes"]["rows"]
    chances = {row[2]["id"].removeprefix("delivered12."): row[-1] for row in rows}
    words = {end: brief.chances[f"none12.{end}"] for end in chances}
    assert chances == {end: "certain" if chance == 1 else percentage(chance) for end, chance in words.items()}


def test_direct_effect_and_judged_substitution_are_rows_of_their_own(brief):
    rows = brief.contents["tables"]["effects"]["rows"]
    metrics = [(row[0], row[1], row[2]["id"].partition(".")[0]) for row in rows]
    assert metrics
    for (words, direct, metric), (same_words, judged, net) in zip(metrics[::2], metrics[1::2], strict=True):
        assert (same_words, net) == (words, f"{metric}_net")
        assert direct == "direct" and "judged" in judged


def test_three_to_five_judgements_have_the_word_and_percentage_of_their_stored_chance(brief):
    judgements = brief.contents["judgements"]
    assert 3 <= len(judgements) <= 5
    found = [(j["chance"], j["word"], j["percent"]) for j in judgements]
    chances = [brief.chances[j["chance"]] for j in judgements]
    assert found == [(j["chance"], likelihood_word(c), percentage(c)) for j, c in zip(judgements, chances, strict=True)]


def test_every_judgement_says_its_confidence_why_and_what_would_change_it(brief):
    for judgement in brief.contents["judgements"]:
        assert judgement["confidence"] in ("low", "moderate", "high")
        share = int(re.match(r"(\d+)% of what moves this result is judged", judgement["reason"])[1])
        assert judgement["confidence"] == ("low" if share > 50 else "high" if share < 20 else "moderate")
        assert judgement["change"].endswith(".")
        assert judgement["notes"]


def test_every_note_that_is_cited_exists_and_every_note_is_cited(brief):
    numbers = [note["number"] for note in brief.contents["notes"]]
    assert numbers == list(range(1, len(numbers) + 1))
    register = {int(n) for row in brief.contents["tables"]["register"]["rows"] for n in re.findall(r"\d+", row[9])}
    judgements = {number for judgement in brief.contents["judgements"] for number in judgement["notes"]}
    assert judgements <= set(numbers)
    assert register == set(numbers)


def test_the_register_lists_every_number_that_was_read(brief):
    rows = brief.contents["tables"]["register"]["rows"]
    assert sorted(row[0] for row in rows) == sorted(brief.result.assumptions.read)


@pytest.mark.parametrize("name", ["readings", "stages", "regimes", "effects", "drivers", "chips", "runs", "register"])
def test_a_table_has_a_caption_and_rows(brief, name):
    table = brief.contents["tables"][name]
    assert table["caption"].endswith(".") and table["rows"]
