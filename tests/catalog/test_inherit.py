"""Short files: a number takes its unit, name and origin from the record around it, and keeps what it states itself."""

from datetime import date
from pathlib import Path

import pytest

from analysis.catalog import InputError
from analysis.catalog.reading import record
from analysis.catalog.records import Chip, Lab

CHIP = """
id = "case"
name = "A case"
vendor = "Nobody"
released = 2025-01-01
sources = ["one", "two"]
as_of = 2025-02-03
basis = "stated"
grade = "B"
memory = 141
power = { central = 700, grade = "A", as_of = 2025-03-04 }
price = { low = 1000, central = 2000, high = 4000, basis = "derived", sources = ["three"] }
memory_bandwidth = { central = 4800, basis = "derived", inputs = ["case.memory"] }
"""


def chip(tmp_path: Path, text: str = CHIP) -> Chip:
    """A chip from a text."""
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    return record(path, Chip)


def test_a_bare_number_takes_everything_from_its_record(tmp_path: Path) -> None:
    """Unit and name from its field, the rest from the top of the file."""
    memory = chip(tmp_path).memory
    assert (memory.central, memory.unit, memory.name) == (141, "GB", "A case: memory")
    assert (memory.sources, memory.as_of, memory.basis, memory.grade) == (
        ("one", "two"),
        date(2025, 2, 3),
        "stated",
        "B",
    )


def test_a_number_keeps_what_it_states_itself(tmp_path: Path) -> None:
    """Grade and date of its own, the sources of the record."""
    power = chip(tmp_path).power
    assert (power.grade, power.as_of, power.sources) == ("A", date(2025, 3, 4), ("one", "two"))
    assert chip(tmp_path).price.sources == ("three",)


def test_a_number_computed_from_others_does_not_take_the_record_s_sources(tmp_path: Path) -> None:
    """Its sources are those of its inputs."""
    assert chip(tmp_path).memory_bandwidth.sources == ()


def test_numbers_in_tables_inside_a_record_inherit_through_them(tmp_path: Path) -> None:
    """A holding has a date of its own, which its units take; its sources come from the lab."""
    path = tmp_path / "case.toml"
    path.write_text(
        'id = "case"\nname = "A lab"\nrole = "lab"\nsources = ["one"]\nas_of = 2025-01-01\nbasis = "stated"\ngrade = "B"\n'
        '[holdings.a100]\nchip = "a100"\naccess = "owned"\nas_of = 2021-12-31\nunits = 10000\n',
        encoding="utf-8",
    )
    units = record(path, Lab).holdings["a100"].units
    assert (units.central, units.unit, units.as_of, units.sources) == (10_000, "chips", date(2021, 12, 31), ("one",))
    assert units.name == "A lab, a100: chips held"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("as_of = 2025-02-03\n", "", "as_of: this key is missing"),
        ("memory = 141", 'memory = "141"', "memory"),
        ("memory = 141", "memory = true", "memory"),
        ("memory = 141", "memory = [141]", "memory"),
        ('basis = "stated"\n', "", "memory.basis: this key is missing"),
    ],
)
def test_what_is_missing_everywhere_or_is_no_number_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    """Nothing is filled in that nobody stated."""
    assert old in CHIP
    with pytest.raises(InputError, match=says):
        chip(tmp_path, CHIP.replace(old, new, 1))
