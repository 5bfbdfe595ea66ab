"""The palette can be read: enough contrast for text and marks, and without colour."""

import re

import pytest

from analysis.reporting import style
from analysis.reporting.brief import TEMPLATES

WHITE = "#ffffff"
TEXT = {"ink": style.INK, "muted": style.MUTED, "accent": style.ACCENT, "warning": style.WARNING}
MARKS = {
    "accent": style.ACCENT,
    "warning": style.WARNING,
    "muted": style.MUTED,
    "bar": style.ACCENT_LIGHT,
    "bar that binds": style.WARNING_LIGHT,
}
TEXT_RATIO, MARK_RATIO = 4.5, 3.0  # WCAG 2.1, criteria 1.4.3 and 1.4.11
LIGHTNESS_APART = 8  # CIE L*, of 100; where the warning colour is used the shape of the mark changes too


def luminance(colour):
    """Relative luminance as WCAG 2.1 defines it, of a colour such as #0b5a7a."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour):
    """CIE L*: what is left of a colour in greyscale."""
    return 116 * luminance(colour) ** (1 / 3) - 16


def template_colours():
    """Colours that the template names."""
    text = (TEMPLATES / "style.typ").read_text(encoding="utf-8")
    return dict(re.findall(r'#let ([a-z-]+) = rgb\("(#[0-9a-f]{6})"\)', text))


def test_contrast_is_measured_as_wcag_measures_it():
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("ground", ["white", "pale", "band"])
@pytest.mark.parametrize("name", TEXT)
def test_text_stands_out(name, ground):
    grounds = {"white": WHITE, "pale": template_colours()["pale"], "band": style.BAND}
    assert contrast(TEXT[name], grounds[ground]) >= TEXT_RATIO


@pytest.mark.parametrize("name", MARKS)
def test_marks_stand_out(name):
    assert contrast(MARKS[name], WHITE) >= MARK_RATIO


def test_accent_and_warning_differ_in_greyscale():
    assert abs(lightness(style.ACCENT) - lightness(style.WARNING)) >= LIGHTNESS_APART


@pytest.mark.parametrize(
    ("template", "figure"), [("ink", "INK"), ("muted", "MUTED"), ("accent", "ACCENT"), ("line-colour", "RULE")]
)
def test_templates_and_figures_share_their_colours(template, figure):
    assert template_colours()[template] == getattr(style, figure)


def test_the_web_page_uses_no_other_text_colour():
    sheet = (TEMPLATES / "brief.css").read_text(encoding="utf-8")
    used = set(re.findall(r"(?<![a-z-])color: (#[0-9a-f]{3,6})", sheet))
    assert used and used <= set(TEXT.values())


def test_fonts_of_briefs_and_figures_are_there_and_open():
    found = style.font_files()
    assert found and all(path.is_file() for path in found)
    assert {path.name.partition("-")[0] for path in found} == {"SourceSansPro", "SourceSerifPro"}
