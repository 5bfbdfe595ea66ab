"""How answers were taken is said only where the accuser says it of every campaign alike."""

from analysis.calibration import load_inputs
from analysis.reporting.brief import TEMPLATES
from analysis.reporting.disclosed import means

CATALOG = load_inputs()
FRAUD = "through accounts opened by fraud"


def test_the_disclosures_that_speak_of_fraud_are_quoted_so() -> None:
    """February and June say it of all their campaigns."""
    assert {name: means(CATALOG.campaigns(name)) for name in ("feb-2026", "jun-2026")} == {
        "feb-2026": FRAUD,
        "jun-2026": FRAUD,
    }


def test_other_disclosures_are_not_given_words_that_they_do_not_use() -> None:
    """Nothing is said of September, nor of campaigns that differ, nor of none."""
    different = [CATALOG.campaigns("feb-2026")[0], CATALOG.campaigns("sep-2026")[0]]
    assert [means(campaigns) for campaigns in (CATALOG.campaigns("sep-2026"), different, [])] == ["", "", ""]


def test_the_template_accuses_nobody_in_words_of_its_own() -> None:
    """What was done, and how, comes from the data."""
    template = (TEMPLATES / "brief.typ").read_text(encoding="utf-8")
    assert [word for word in ("fraud", "their own models", "copy the answers") if word in template] == []


def test_the_template_sets_apostrophes_itself() -> None:
    """A straight one after a bracket would be set as an opening mark."""
    lines = (TEMPLATES / "brief.typ").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "'" in line] == []
