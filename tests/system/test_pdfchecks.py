"""The checks on PDFs find what they must find, and nothing in a PDF that is right."""

from pathlib import Path

import pytest
import typst
from matplotlib.figure import Figure

from tests.system import pdfchecks
from tests.system.pdfchecks import pdf_info, pdf_text, table_header_failures, verapdf_failures

pytestmark = pytest.mark.system

PROFILES = ("PDFUA-1", "PDFA-2A")
STANDARDS = ["ua-1", "a-2a"]
PAGE = """
#set document(title: "Proof of the harness", author: "chipbrief contributors")
#set text(lang: "en")
#title()
= A heading
A figure of 3.5 and a café.
#table(columns: 2, {header} [1], [2], [3], [4])
"""
HEADER = "table.header([Name], [Value]),"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Compiles the page with Typst and gives the path of the PDF."""
    folder = tmp_path_factory.mktemp("typst")

    def compile_page(name: str, header: str, **options) -> Path:
        source = folder / f"{name}.typ"
        source.write_text(PAGE.format(header=header), encoding="utf-8")
        output = folder / f"{name}.pdf"
        typst.compile(str(source), output=str(output), root=str(folder), ignore_system_fonts=True, **options)
        return output

    return compile_page


@pytest.fixture(scope="module")
def good(compiled) -> Path:
    """A tagged, archival PDF whose table has a header row."""
    return compiled("good", HEADER, pdf_standards=STANDARDS)


@pytest.fixture(scope="module")
def headless(compiled) -> Path:
    """A tagged, archival PDF whose table has no header row."""
    return compiled("headless", "", pdf_standards=STANDARDS)


@pytest.fixture(scope="module")
def untagged(compiled) -> Path:
    """The good page without tags and standards."""
    return compiled("untagged", HEADER, pdf_tags=False)


@pytest.fixture(scope="module")
def plotted(tmp_path_factory) -> Path:
    """A PDF that matplotlib wrote: neither tagged nor archival."""
    output = tmp_path_factory.mktemp("matplotlib") / "plotted.pdf"
    figure = Figure()
    figure.add_subplot().plot([1, 2])
    figure.savefig(output, metadata={"CreationDate": None})
    return output


@pytest.fixture
def no_programs(monkeypatch, tmp_path):
    """A computer on which no program is installed, and nothing compiled yet."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdfchecks, "_compiled", pdfchecks._compiled.__wrapped__)


@pytest.mark.parametrize("profile", PROFILES)
def test_verapdf_passes_a_conforming_pdf(good, profile):
    assert verapdf_failures(good, profile) == []


@pytest.mark.parametrize(
    ("profile", "no_structure_tree"), [("PDFUA-1", "clause 7.1 test 11,"), ("PDFA-2A", "clause 6.7.3.3 test 1,")]
)
@pytest.mark.parametrize("maker", ["untagged", "plotted"])
def test_verapdf_finds_a_pdf_without_tags(request, maker, profile, no_structure_tree):
    failures = verapdf_failures(request.getfixturevalue(maker), profile)
    assert len([line for line in failures if line.startswith(no_structure_tree)]) == 1


@pytest.mark.parametrize(("profile", "claim"), [("PDFUA-1", "clause 5 test 1,"), ("PDFA-2A", "clause 6.6.4 test 1,")])
def test_verapdf_finds_a_tagged_pdf_that_claims_no_standard(compiled, profile, claim):
    failures = verapdf_failures(compiled("unclaimed", HEADER), profile)
    assert len([line for line in failures if line.startswith(claim)]) == 1


def test_verapdf_gives_each_rule_one_line_with_its_count(untagged):
    content = [line for line in verapdf_failures(untagged, "PDFUA-1") if line.startswith("clause 7.1 test 3, ")]
    assert len(content) == 1
    assert int(content[0].split(", ")[1].split(" times")[0]) > 1


def test_verapdf_raises_on_an_unknown_profile(good):
    with pytest.raises(pdfchecks.CheckFailed, match="no profile PDFA-9Z"):
        verapdf_failures(good, "PDFA-9Z")


@pytest.mark.parametrize("check", [lambda pdf: verapdf_failures(pdf, "PDFUA-1"), pdf_text, pdf_info])
def test_a_file_that_is_no_pdf_raises(tmp_path, check):
    broken = tmp_path / "broken.pdf"
    broken.write_text("not a PDF", encoding="utf-8")
    with pytest.raises(pdfchecks.CheckFailed, match="broken.pdf"):
        check(broken)


@pytest.mark.parametrize(
    "check", [lambda pdf: verapdf_failures(pdf, "PDFUA-1"), table_header_failures, pdf_text, pdf_info]
)
def test_a_file_that_is_not_there_raises(tmp_path, check):
    with pytest.raises(FileNotFoundError, match="no PDF at .*absent.pdf"):
        check(tmp_path / "absent.pdf")


def test_table_with_a_header_row_passes(good):
    assert table_header_failures(good) == []


def test_table_without_a_header_row_is_found_where_verapdf_lets_it_pass(headless):
    failures = table_header_failures(headless)
    assert len(failures) == 1
    assert "4 data cell(s) and no header cell" in failures[0]
    assert verapdf_failures(headless, "PDFUA-1") == []


def test_table_check_does_not_pass_an_untagged_pdf(untagged):
    assert any("untagged" in failure for failure in table_header_failures(untagged))


def test_pdf_text_gives_the_words_page_by_page(good):
    pages = pdf_text(good).split("\f")
    assert "A figure of 3.5 and a café." in pages[0]
    assert pages[1:] == [""]


def test_pdf_info_gives_title_pages_and_tags(good, plotted):
    info = pdf_info(good)
    assert (info["Title"], info["Pages"], info["Tagged"]) == ("Proof of the harness", "1", "yes")
    assert pdf_info(plotted)["Tagged"] == "no"


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (
            lambda pdf: verapdf_failures(pdf, "PDFUA-1"),
            "javac not found: install the Debian package openjdk-17-jdk-headless",
        ),
        (pdf_text, "pdftotext not found: install the Debian package poppler-utils"),
        (pdf_info, "pdfinfo not found: install the Debian package poppler-utils"),
    ],
)
def test_a_missing_program_is_an_error_that_names_its_package(no_programs, good, check, message):
    with pytest.raises(pdfchecks.MissingTool, match=message):
        check(good)


def test_missing_jaxb_is_an_error_that_names_its_package(monkeypatch, tmp_path, good):
    monkeypatch.setattr(pdfchecks, "DEBIAN_JARS", tmp_path)
    with pytest.raises(pdfchecks.MissingTool, match="jaxb-runtime.jar.* install the Debian package libjaxb-java"):
        verapdf_failures(good, "PDFUA-1")
