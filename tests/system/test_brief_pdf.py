"""The finished briefs: they pass the profiles, and print what the results hold, where a reader expects it."""

import json
import re

import pikepdf
import pytest

from analysis.insight.likelihood import likelihood_word, percentage
from analysis.reporting.brief import TEMPLATES
from tests.system.branches import resolved
from tests.system.pdfchecks import (
    inside,
    pdf_fonts,
    pdf_info,
    pdf_page_sizes,
    table_header_failures,
    tagged_tables,
    verapdf_failures,
)

pytestmark = pytest.mark.system

TEMPLATE = (TEMPLATES / "brief.typ").read_text(encoding="utf-8")
LONGEST_BOTTOM_LINE = 60  # words
LETTER = {"612 x 792 pts (letter)", "792 x 612 pts (letter)"}


def template_of(made):
    """The template without what it prints for other scenarios."""
    return resolved(TEMPLATE, made.contents)


def spaced(text):
    """Text with single spaces, as pages are compared."""
    return " ".join(text.split())


def bare(text):
    """Text without spaces, as cells are compared."""
    return "".join(text.split())


def cell_text(cell):
    """A cell as it should be printed."""
    return bare(cell if isinstance(cell, str) else cell["median"] + cell["interval"])


def test_the_brief_passes_both_profiles(made):
    assert verapdf_failures(made.pdf, "PDFUA-1", "PDFA-2A") == []


def test_every_table_has_a_header_row(made):
    assert table_header_failures(made.pdf) == []


def test_the_brief_is_tagged_and_says_its_title_and_author(made):
    info = pdf_info(made.pdf)
    assert (info["Tagged"], info["Title"], info["Author"]) == ("yes", made.contents["title"], "chipbrief contributors")


def test_the_brief_is_dated_by_its_evidence(made):
    day = made.result.catalog.horizon.evidence_to.strftime("%Y%m%d")
    info = pdf_info(made.pdf)
    assert info["CreationDate"].startswith(f"D:{day}000000") and info["ModDate"] == info["CreationDate"]


def test_the_brief_says_its_language(made):
    with pikepdf.open(made.pdf) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"


def test_every_page_is_letter_and_the_body_upright(made):
    sizes = pdf_page_sizes(made.pdf)
    assert len(sizes) == len(made.pages)
    assert set(sizes) <= LETTER
    assert set(sizes[: body_pages(made)]) == {"612 x 792 pts (letter)"}


def test_every_font_is_embedded(made):
    fonts = pdf_fonts(made.pdf)
    assert len(fonts) > 2
    assert [name for name, embedded in fonts.items() if not embedded] == []


def test_words_are_set_in_the_two_faces_of_the_brief_and_the_command_in_a_monospaced_one(made):
    families = {name.partition("-")[0] for name in pdf_fonts(made.pdf)}
    assert {family for family in families if "Mono" not in family} == {"SourceSansPro", "SourceSerifPro"}


def body_pages(made):
    """How many pages come before the annexes."""
    return next(place for place, page in enumerate(made.pages) if "Annex A. " in page)


def test_the_body_takes_two_to_four_pages(made):
    assert 2 <= body_pages(made) <= 4


def test_pages_are_numbered_of_how_many(made):
    count = len(made.pages)
    assert [n for n, page in enumerate(made.pages, start=1) if f"{n} / {count}" not in page] == []


def test_page_one_holds_title_bottom_line_judgements_and_figure(made):
    first = spaced(made.pages[0])
    places = [
        first.find(words) for words in (made.contents["title"], "BOTTOM LINE", "Key judgements", "Where chips bind")
    ]
    assert -1 not in places and places == sorted(places)
    assert spaced(made.contents["figures"]["stages"]["caption"]) in first


def test_the_bottom_line_is_short_and_ends_with_the_date_of_the_evidence(made):
    ending = f"Evidence to {made.contents['evidence_to']}."
    line = spaced(made.pages[0]).partition("BOTTOM LINE ")[2].partition(ending)
    assert line[1] == ending
    assert 30 <= len((line[0] + ending).split()) <= LONGEST_BOTTOM_LINE


def test_the_three_arguments_stand_on_page_two(made):
    part = re.search(r"^= Three arguments against this brief$(.*?)^= ", TEMPLATE, flags=re.MULTILINE | re.DOTALL)[1]
    titles = re.findall(r"^== (.+)$", part, flags=re.MULTILINE)
    second = spaced(made.pages[1])
    assert len(titles) == 3
    assert [title for title in titles if title not in second] == []


def test_the_likelihood_words_and_percentages_are_those_of_the_stored_chances(made):
    stored = json.loads((made.folder / "results.json").read_text(encoding="utf-8"))["chances"]
    chances = {chance["id"]: chance["probability"] for chance in stored}
    expected = [chances[judgement["chance"]] for judgement in made.contents["judgements"]]
    judged = spaced(made.pages[0]).partition("Key judgements")[2].partition("Where chips bind")[0]
    found = re.findall(r"\d\. (?:There is(?: a)?|It is) ([a-z ]+?)(?: chance)? \(([a-z ]*\d+%)\) that", judged)
    found = [("almost no chance" if word == "almost no" else word, percent) for word, percent in found]
    assert found == [(likelihood_word(chance), percentage(chance)) for chance in expected]


def test_every_field_that_the_template_prints_is_in_the_text(made):
    template, fields, missing = template_of(made), made.contents["fields"], []
    for kind, name in re.findall(r'\b(m|i|both)\("([^"]+)"\)', template):
        field = fields[name]
        words = {"m": field["median"], "i": field["interval"]}.get(kind)
        words = words or f"{field['median']} (90% interval {field['interval']})"
        missing += [] if words in made.text else [(name, words)]
    assert missing == []


def test_fields_named_by_lab_are_in_the_text(made):
    fields = made.contents["fields"]
    names = [name for name in fields if name.startswith("later.months.sft.")]
    names += [warning["field"] for warning in made.contents["warnings"]]
    printed = [f"{fields[name]['median']} (90% interval {fields[name]['interval']})" for name in names[:-1]]
    assert names and [words for words in printed if words not in made.text] == []


def test_a_frontier_scale_run_is_sized_for_every_named_lab_on_page_1(made):
    # the lab of page 1 has an interval, the others a median; a brief on another scenario names the one lab
    labs = [lab for lab in made.contents["labs"] if lab["id"] != made.contents["lab_id"]]
    fields = made.contents["fields"]
    said = [f"{fields['frontier.' + lab['id']]['median']} at {lab['name']}" for lab in labs]
    assert said and {words in made.text for words in said} == {made.contents["baseline"]}


def test_every_table_prints_its_cells_row_by_row(made):
    found = {tuple(table[0]): table[1:] for table in tagged_tables(made.structure)}
    expected = {}
    for table in made.contents["tables"].values():
        rows = [[cell_text(cell) for cell in row] for row in table["rows"]]
        expected[tuple(bare(header) for header in table["header"])] = rows
    assert found == expected


def test_every_caption_is_in_the_text(made):
    shown = [*made.contents["tables"].values(), *made.contents["figures"].values()]
    text = bare(made.text)
    assert [part["caption"] for part in shown if bare(part["caption"]) not in text] == []


def test_every_figure_has_its_alt_text(made):
    with pikepdf.open(made.pdf) as pdf:
        alts = [str(part.Alt) for part in pdf.objects if isinstance(part, pikepdf.Dictionary) and "/Alt" in part]
    assert sorted(alts) == sorted(figure["alt"] for figure in made.contents["figures"].values())


def test_every_endnote_that_is_cited_is_listed(made):
    structure = made.structure
    raised = [e for e in structure if any(a.startswith("/BaselineShift") for a in e.attributes)]
    cited = {int(number) for element in raised for number in re.findall(r"\d+", "".join(element.text))}
    start = next(n for n, e in enumerate(structure) if e.tag == "H1" and "".join(e.text).startswith("Annex D. "))
    notes = next(n for n, e in enumerate(structure) if n > start and e.tag == "L")
    labels = [int("".join(e.text).rstrip(".")) for e in inside(structure, notes) if e.tag == "Lbl"]
    assert labels == list(range(1, len(made.contents["notes"]) + 1))
    assert cited and cited <= set(labels)
    assert {number for judgement in made.contents["judgements"] for number in judgement["notes"]} <= cited


def test_every_source_is_listed_with_publisher_grade_and_address(made):
    text = bare(made.text)
    for note in made.contents["notes"]:
        title = note["title"] if note["title"].endswith("?") else f"{note['title']}."
        listed = f"{note['number']}. {title} {note['publisher']}, {note['published']}. Grade {note['grade']}"
        assert bare(listed) in text
    with pikepdf.open(made.pdf) as pdf:
        linked = [str(a.A.URI) for page in pdf.pages for a in page.get("/Annots", []) if "/URI" in a.get("/A", {})]
    assert {note["url"] for note in made.contents["notes"]} <= set(linked)


def test_the_reproduction_box_holds_the_command_and_the_hashes(made):
    box = made.contents["reproduction"]
    parts = [box["command"], f"data {box['data']}", f"lock {box['lock']}", f"Parameters {box['parameters']}"]
    assert [part for part in parts if part not in made.text] == []
