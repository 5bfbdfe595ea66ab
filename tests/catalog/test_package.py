"""data/series is a Frictionless data package: its descriptor is that of the tables as they are, and a validator accepts it."""

import hashlib
import json
import shutil
from pathlib import Path

from frictionless import Package

from analysis.catalog import DATA, load_catalog
from analysis.catalog.package import DESCRIPTOR, descriptor_differs, write_descriptor
from tests.catalog.damage import append, copied_data

CATALOG = load_catalog()


def test_the_descriptor_is_that_of_the_tables() -> None:
    """`chipbrief accept series` has been run since a table was last changed."""
    assert not descriptor_differs(CATALOG)


def test_a_changed_table_makes_the_descriptor_stale_until_it_is_written_anew(tmp_path: Path) -> None:
    """A row more has another hash; writing the descriptor settles it."""
    folder = copied_data(tmp_path)
    path = folder / "series" / "lag_measures.csv"
    first = path.read_text(encoding="utf-8").splitlines()[1]
    append(path, "another" + first[first.index(",") :])
    path.write_text(path.read_text(encoding="utf-8").replace("\n\n", "\n"), encoding="utf-8")
    changed = load_catalog(folder)
    assert descriptor_differs(changed, folder)
    write_descriptor(changed, folder)
    assert not descriptor_differs(changed, folder)


def test_hashes_and_sizes_are_those_of_the_files() -> None:
    """SHA-256 and bytes, as any user of the package would check them."""
    resources = json.loads((DATA / "series" / DESCRIPTOR).read_text(encoding="utf-8"))["resources"]
    assert {r["name"] for r in resources} == set(CATALOG.series)
    for resource in resources:
        content = (DATA / "series" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)


def test_every_table_names_its_documents_with_their_licences() -> None:
    """Epoch AI's figures carry their licence, others say that rights stay with their publishers."""
    resources = json.loads((DATA / "series" / DESCRIPTOR).read_text(encoding="utf-8"))["resources"]
    licences = {source["licence"] for resource in resources for source in resource["sources"]}
    assert all(resource["sources"] and resource["licenses"] for resource in resources)
    assert "CC BY 4.0" in licences


def test_a_frictionless_validator_accepts_the_tables(tmp_path: Path) -> None:
    """Types, required cells, accepted values and keys, by a validator that is not ours."""
    report = Package(str(DATA / "series" / DESCRIPTOR)).validate()
    assert report.valid, report.flatten(["title", "message"])[:5]


def test_the_validator_would_refuse_a_wrong_cell(tmp_path: Path) -> None:
    """A word where a number belongs: the check above can fail."""
    folder = Path(shutil.copytree(DATA / "series", tmp_path / "series"))
    path = folder / "lag_measures.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    column = header.split(",").index("central")
    cells = first.split(",")
    broken = ",".join([*cells[:column], "many", *cells[column + 1 :]])
    path.write_text("\n".join([header, broken, *rest]) + "\n", encoding="utf-8")
    assert not Package(str(folder / DESCRIPTOR)).validate().valid
