"""Exports of the data: built whole in a temporary place, then moved into their folder, or not at all."""

from pathlib import Path

from analysis.calibration import load_inputs
from analysis.catalog.package import DESCRIPTOR
from analysis.reporting.export import WORKBOOK, descriptor, exports, workbook
from analysis.runner.editions import destination, move_into_place, workplace, write_manifest
from analysis.runner.folders import locked


def export(out: str | Path) -> Path:
    """Write all data to the folder ``out`` and return it: CSV tables, one workbook, one descriptor, one manifest."""
    final = destination("export", out)
    catalog = load_inputs()
    tables = exports(catalog)
    with locked(final), workplace() as place:
        staged = place / "export"
        staged.mkdir()
        for table in tables:
            (staged / f"{table.name}.csv").write_bytes(table.csv())
        (staged / WORKBOOK).write_bytes(workbook(tables, catalog.horizon.evidence_to))
        (staged / DESCRIPTOR).write_text(descriptor(tables), encoding="utf-8")
        write_manifest(staged)
        move_into_place(staged, final)
    return final
