"""An export is whole, the same for the same data, and opens as CSV, as a workbook and as a data package."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from frictionless import Package

from analysis.calibration import load_inputs
from analysis.catalog import InputError
from analysis.reporting.export import WORKBOOK
from analysis.runner.exports import export
from tests.command import files

pytestmark = pytest.mark.slow

CATALOG = load_inputs()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One export. Look at it; never write to it."""
    return export(tmp_path_factory.mktemp("out") / "export")


def rows(exported: Path, name: str) -> list[dict[str, str]]:
    """The rows of one exported table."""
    return list(csv.DictReader(io.StringIO((exported / f"{name}.csv").read_text(encoding="utf-8"))))


def test_there_is_a_table_for_every_kind_of_thing(exported: Path) -> None:
    """Records by kind, all numbers, every series, sources, corrections; a workbook, a descriptor, a manifest."""
    tables = {*CATALOG.kinds, *CATALOG.series, "numbers", "sources", "corrections"}
    assert set(files(exported)) == {f"{t}.csv" for t in tables} | {WORKBOOK, "datapackage.json", "manifest.json"}


@pytest.mark.parametrize("kind", sorted(CATALOG.kinds))
def test_a_kind_has_one_row_a_record(exported: Path, kind: str) -> None:
    """Each record once, by its id."""
    assert sorted(row["id"] for row in rows(exported, kind)) == sorted(CATALOG.kinds[kind])


def test_every_number_is_exported_with_its_origin(exported: Path) -> None:
    """Range, unit, date, basis, grade, sources and file of each number of the register."""
    found = {row["id"]: row for row in rows(exported, "numbers")}
    assert set(found) == set(CATALOG.register)
    fleet, row = CATALOG.register["minimax.fleet"], found["minimax.fleet"]
    assert (float(row["low"]), float(row["central"]), float(row["high"])) == (fleet.low, fleet.central, fleet.high)
    assert (row["unit"], row["as_of"], row["basis"], row["grade"]) == (
        "H100e",
        fleet.as_of.isoformat(),
        fleet.basis,
        fleet.grade,
    )
    assert row["sources"] == "; ".join(fleet.sources)
    assert row["file"] == "labs/minimax.toml"


def test_a_frictionless_validator_accepts_an_export(exported: Path) -> None:
    """Types and keys of every table, by a validator that is not ours."""
    report = Package(str(exported / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "title", "message"])[:5]


def test_the_workbook_has_a_sheet_a_table(exported: Path) -> None:
    """As many sheets as tables; the file is a sound archive."""
    with zipfile.ZipFile(exported / WORKBOOK) as book:
        assert book.testzip() is None
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(list(exported.glob("*.csv")))


def test_the_same_data_give_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    """No clock enters a table, the descriptor or the workbook."""
    assert files(export(tmp_path / "again")) == files(exported)


def test_an_export_replaces_an_export_and_nothing_else(exported: Path, tmp_path: Path) -> None:
    """A folder of somebody else is refused and left as it was."""
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="exists and holds no manifest.json of ours"):
        export(other)
    assert [path.name for path in other.iterdir()] == ["thesis.txt"]
    again = export(tmp_path / "twice")
    assert files(export(again)) == files(exported)
