"""Short files: a number takes its unit, name and origin from the record around it, and keeps what it states itself."""

from datetime import date
from pathlib import Path

import pytest

from analysis.catalog import InputError
from analysis.catalog.reading import record
from analysis.catalog.records import Chip, Lab

CHIP = """
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
        'name = "A lab"\nsources = ["one"]\nas_of = 2025-01-01\nbasis = "stated"\ngrade = "B"\n'
        '[holdings.a100]\nchip = "a100"\naccess = "owned"\nas_of = 2021-12-31\nunits = 10000\n',
        encoding="utf-8",
    )
    units = record(path, Lab).holdings["a100"].units
    assert (units.central, units.unit, units.as_of, units.sources) == (10_000, "chips", date(2021, 12, 31), ("one",))
    assert units.name == "A lab, a100: chips held"


def test_a_thing_is_called_what_its_file_is_called(tmp_path: Path) -> None:
    """No file has to state its id."""
    assert chip(tmp_path).id == "case"


def test_without_a_date_of_its_own_a_record_has_the_day_that_its_kind_is_about(tmp_path: Path) -> None:
    """A chip's figures date from its release."""
    found = chip(tmp_path, CHIP.replace("as_of = 2025-02-03\n", ""))
    assert (found.as_of, found.memory.as_of) == (date(2025, 1, 1), date(2025, 1, 1))


def test_a_number_written_alone_is_stated_and_a_range_must_say_what_it_is(tmp_path: Path) -> None:
    """A range of which nobody says whether it was judged could pass for what the sources state."""
    plain = CHIP.replace('basis = "stated"\n', "").replace("power = {", 'power = { basis = "stated",')
    assert chip(tmp_path, plain).memory.basis == "stated"
    with pytest.raises(InputError, match="memory.basis: this key is missing"):
        chip(tmp_path, plain.replace("memory = 141", "memory = { low = 96, central = 141, high = 192 }"))


def test_what_a_record_says_of_all_its_numbers_holds_for_one_written_alone(tmp_path: Path) -> None:
    """In a record of derived numbers none is stated by accident."""
    assert chip(tmp_path, CHIP.replace('basis = "stated"', 'basis = "derived"')).memory.basis == "derived"


def test_a_wrong_date_is_told_before_what_it_would_have_filled_in(tmp_path: Path) -> None:
    """The fault lies in released; that as_of is missing follows from it."""
    text = CHIP.replace("as_of = 2025-02-03\n", "").replace("released = 2025-01-01", 'released = "soon"')
    with pytest.raises(InputError, match="released: found 'soon'"):
        chip(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("memory = 141", 'memory = "141"', "memory"),
        ("memory = 141", "memory = true", "memory"),
        ("memory = 141", "memory = [141]", "memory"),
        ('basis = "stated"\n', "", "power.basis: this key is missing"),
        (
            'released = 2025-01-01\nsources = ["one", "two"]\nas_of = 2025-02-03\n',
            'sources = ["one"]\n',
            "as_of: this key is missing",
        ),
    ],
)
def test_what_is_missing_everywhere_or_is_no_number_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    """Nothing is filled in that nobody stated."""
    assert old in CHIP
    with pytest.raises(InputError, match=says):
        chip(tmp_path, CHIP.replace(old, new, 1))
