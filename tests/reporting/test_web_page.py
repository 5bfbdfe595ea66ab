"""The web page holds what the PDF holds, needs no other file, and can be read without seeing it."""

from html.parser import HTMLParser

import pytest

from analysis.reporting.brief import brief_html

VOID = {"meta", "img", "br", "hr", "link", "input", "wbr", "col"}


class Page(HTMLParser):
    """Tags with their attributes, the text, and the tables as rows of cells without white space."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.tables, self.open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag):
        assert not self.open or self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)
        if "th" in self.open or "td" in self.open:
            self.tables[-1][-1][-1] += "".join(data.split())


@pytest.fixture(scope="module")
def page(brief):
    """Each scenario's page."""
    return Page(brief_html(brief.result, list(brief.figures.values())).decode())


def bare(*texts):
    return "".join("".join(texts).split())


def test_it_says_its_language_and_title(brief, page):
    assert dict(page.tags)["html"]["lang"] == "en-GB"
    assert brief.contents["title"] in page.words


def test_it_needs_no_other_file(page):
    fetched = [a.get("src") or a.get("href") for tag, a in page.tags if tag in ("img", "script", "link", "iframe")]
    assert fetched and [address[:40] for address in fetched if not address.startswith("data:")] == []
    assert [tag for tag, attributes in page.tags if tag == "script" or "onload" in attributes] == []


def test_every_picture_has_its_alt_text(brief, page):
    alts = [attributes["alt"] for tag, attributes in page.tags if tag == "img"]
    assert alts == [figure["alt"] for figure in brief.contents["figures"].values()]


def test_every_table_holds_its_cells_row_by_row(brief, page):
    expected = {}
    for table in brief.contents["tables"].values():
        rows = [[bare(c) if isinstance(c, str) else bare(c["median"], c["interval"]) for c in r] for r in table["rows"]]
        expected[tuple(bare(header) for header in table["header"])] = rows
    assert {tuple(table[0]): table[1:] for table in page.tables} == expected


def test_every_table_has_header_cells(page):
    assert sum(tag == "th" for tag, _ in page.tags) >= sum(len(table[0]) for table in page.tables)


def test_every_judgement_and_source_is_in_the_text(brief, page):
    text = bare(*page.words)
    parts = [j["statement"] for j in brief.contents["judgements"]] + [n["title"] for n in brief.contents["notes"]]
    assert [part for part in parts if bare(part) not in text] == []


def test_headings_do_not_skip_a_level(page):
    levels = [int(tag[1]) for tag, _ in page.tags if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]
    assert levels[0] == 1 and levels.count(1) == 1
    assert [b for a, b in zip(levels, levels[1:], strict=False) if b > a + 1] == []
