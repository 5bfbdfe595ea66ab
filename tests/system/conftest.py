"""The editions that are looked at as files: each scenario with its default parameters."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from analysis.calibration import load_inputs
from analysis.reporting.brief import contents
from analysis.reporting.figures import figures
from analysis.runner import publish
from analysis.scenarios import Result, run
from tests.system.pdfchecks import Element, pdf_structure, pdf_text

FOOTER = re.compile(r"Scenario \w+ · evidence to [^\n]*\s+\d+ / \d+\b")


@dataclass(frozen=True)
class Edition:
    """One scenario's edition: its folder, its result, what its brief should print, and the text of each page."""

    folder: Path
    result: Result
    contents: dict[str, Any]
    pages: list[str]

    @property
    def pdf(self) -> Path:
        """The brief."""
        return self.folder / "brief.pdf"

    @cached_property
    def structure(self) -> list[Element]:
        """The structure tree."""
        return pdf_structure(self.pdf)

    @cached_property
    def text(self) -> str:
        """The text of all pages without their footers, with single spaces, so that a sentence may go on overleaf."""
        return " ".join(FOOTER.sub("", " ".join(self.pages)).split())


@pytest.fixture(scope="session", params=sorted(load_inputs().kinds["scenarios"]))
def made(request, tmp_path_factory) -> Edition:
    """Each scenario's edition in turn."""
    result = run(request.param)
    folder = publish(result, out_dir=tmp_path_factory.mktemp("made") / request.param)
    pages = pdf_text(folder / "brief.pdf").split("\f")[:-1]
    return Edition(folder, result, contents(result, figures(result)), pages)
