"""One valid file damaged at random always gives an error by name: never a traceback, and never silence.

Each property picks a file, a place in it and a damage. Damages that are errors by themselves must be refused; damages of
the bytes may leave a file valid, and must then still load.
"""

import csv
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalog import DATA, UNITS, InputError, kind_of
from analysis.catalog.reading import record
from analysis.catalog.records import RECORDS
from analysis.catalog.series import form, read_table
from analysis.catalog.units import LEGAL_SHAPES, Shape
from tests.catalog.damage import write
from tests.catalog.random_damage import CATALOG, FILES, content_of, files, often, seeds, tables

pytestmark = pytest.mark.slow

TABLES = sorted((DATA / "series").glob("*.csv"))
SHAPES = Shape.__args__


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which one damaged file after another is written."""
    return tmp_path_factory.mktemp("damaged")


def refused(place: Path, path: Path, content: dict[str, Any]) -> str:
    """What reading a record with this content says; it must be refused, by the name of its file."""
    damaged = place / path.parent.name / path.name
    damaged.parent.mkdir(exist_ok=True)
    write(damaged, content)
    with pytest.raises(InputError) as caught:
        record(damaged, RECORDS[path.parent.name])
    assert path.name in str(caught.value)
    return str(caught.value)


def number_of(content: dict[str, Any], kind: str, chance: random.Random) -> dict[str, Any] | None:
    """One number at the top of a record, as a table that may be changed; None if there is none."""
    known = {f for f, info in RECORDS[kind].model_fields.items() if isinstance(info.json_schema_extra, dict)}
    found = sorted(known & set(content))
    if not found:
        return None
    field = chance.choice(found)
    if not isinstance(content[field], dict):
        content[field] = {"central": content[field]}
    return content[field]


@often
@given(path=files, seed=seeds, key=st.from_regex(r"zz[a-z]{1,8}", fullmatch=True))
def test_an_unknown_key_anywhere_is_refused(place: Path, path: Path, seed: int, key: str) -> None:
    """At the top of a file, in a number, in a period, in a limb: a key that no record has."""
    content = content_of(path)
    random.Random(seed).choice(list(tables(content)))[key] = 1
    message = refused(place, path, content)
    assert f"unknown key '{key}'" in message
    assert "Accepted: " in message


@often
@given(path=files, seed=seeds, unit=st.from_regex(r"[a-zA-Z/]{1,9}", fullmatch=True).filter(lambda u: u not in UNITS))
def test_an_unknown_unit_is_refused(place: Path, path: Path, seed: int, unit: str) -> None:
    """Any text that is not in the closed list, in any number of any record."""
    content = content_of(path)
    number = number_of(content, path.parent.name, random.Random(seed))
    if number is not None:
        number["unit"] = unit
        assert f"unknown value '{unit}'" in refused(place, path, content)


@often
@given(path=files, seed=seeds, factor=st.floats(1.001, 1e6))
def test_a_range_out_of_order_is_refused(place: Path, path: Path, seed: int, factor: float) -> None:
    """Low above central, or high below it."""
    content, chance = content_of(path), random.Random(seed)
    number = number_of(content, path.parent.name, chance)
    if number is not None and 0 < number["central"] < 1e300 and not number.pop("floor", False):
        central = number["central"]
        ends = (central * factor, central * factor) if chance.random() < 0.5 else (central / factor, central / factor)
        number |= {"low": ends[0], "high": ends[1]}
        number.pop("shape", None), number.pop("p_zero", None)
        assert "low <= central <= high does not hold" in refused(place, path, content)


@often
@given(path=files.filter(lambda p: p.parent.name in ("labs", "rules", "claims")))
def test_a_record_without_any_date_is_refused(place: Path, path: Path) -> None:
    """All days on which figures were true are taken out of a file of a kind that nothing else dates."""
    content = content_of(path)
    for table in tables(content):
        table.pop("as_of", None)
    message = refused(place, path, content)
    assert "as_of" in message and "missing" in message


@often
@given(path=files, seed=seeds)
def test_a_shape_that_is_not_legal_for_its_unit_is_refused(place: Path, path: Path, seed: int) -> None:
    """A logit for a count, a lognormal for a share, a range for a point."""
    content, chance, kind = content_of(path), random.Random(seed), path.parent.name
    number = number_of(content, kind, chance)
    if number is None:
        return
    unit = next(
        i.json_schema_extra["unit"]
        for f, i in RECORDS[kind].model_fields.items()
        if isinstance(i.json_schema_extra, dict) and content.get(f) is number
    )
    number["shape"] = chance.choice([s for s in SHAPES if s not in LEGAL_SHAPES[kind_of(unit)]])
    message = refused(place, path, content)
    assert "is not legal for unit" in message or "takes no low and high" in message


CHIPS = [p for p in FILES if p.parent.name == "chips" and CATALOG.get("chips", p.stem).sparse_16bit]


@often
@given(path=st.sampled_from(CHIPS), formats=st.sets(st.sampled_from([16, 8, 4]), min_size=1))
def test_a_sparse_figure_in_place_of_a_dense_one_is_refused(place: Path, path: Path, formats: set[int]) -> None:
    """The vendor's figure with sparsity typed into one, two or all formats: each is held against what was printed."""
    content = content_of(path)
    swapped = [bits for bits in formats if f"sparse_{bits}bit" in content]
    for bits in swapped:
        content[f"dense_{bits}bit"] = content[f"sparse_{bits}bit"]
    if swapped:
        assert "is a sparse figure among the dense ones?" in refused(place, path, content)


RULES = [p for p in FILES if p.parent.name == "rules" and len(CATALOG.get("rules", p.stem).history) > 1]


@often
@given(path=st.sampled_from(RULES), seed=seeds, days=st.integers(1, 2000), later=st.booleans())
def test_a_rule_with_a_gap_or_an_overlap_in_time_is_refused(
    place: Path, path: Path, seed: int, days: int, later: bool
) -> None:
    """One period begins later, or earlier, than the one before it ends."""
    content = content_of(path)
    place_in = random.Random(seed).randrange(1, len(content["history"]))
    period = content["history"][place_in]
    period["since"] += timedelta(days=days if later else -days)
    message = refused(place, path, content)
    assert "gap" in message or "overlap" in message


@often
@given(path=files, seed=seeds, count=st.integers(1, 6))
def test_damaged_bytes_give_an_error_by_name_or_a_valid_record(place: Path, path: Path, seed: int, count: int) -> None:
    """Bytes changed, put in or taken out anywhere in a file: no other exception than ours."""
    chance, damaged = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(count):
        spot = chance.randrange(len(damaged))
        change = chance.choice(("replace", "insert", "delete", "cut"))
        if change == "replace":
            damaged[spot] = chance.randrange(256)
        elif change == "insert":
            damaged.insert(spot, chance.choice(b'=[]{}"\n.,0x-#'))
        else:
            del damaged[spot : spot + (1 if change == "delete" else chance.randrange(1, 40))]
    target = place / path.name
    target.write_bytes(bytes(damaged))
    _read_or_refused(lambda: record(target, RECORDS[path.parent.name]), path.name)


@often
@given(path=st.sampled_from(TABLES), seed=seeds, text=st.text(max_size=6))
def test_a_damaged_cell_of_a_table_gives_an_error_by_row_or_a_valid_table(
    place: Path, path: Path, seed: int, text: str
) -> None:
    """Any cell of any row replaced by any text."""
    chance = random.Random(seed)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    row = chance.randrange(len(rows))
    rows[row][chance.randrange(len(rows[row]))] = text
    target = place / path.name
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    _read_or_refused(lambda: read_table(target), path.name)


def _read_or_refused(read: Any, name: str) -> None:
    try:
        read()
    except InputError as problem:
        assert name in str(problem)


def test_the_damages_have_something_to_damage() -> None:
    """Files of every kind, chips with sparse figures, rules with several periods, tables of several forms."""
    assert {path.parent.name for path in FILES} == set(RECORDS)
    assert len(FILES) > 150 and len(CHIPS) > 5 and len(RULES) > 5 and len(TABLES) > 8
    assert {form(path.stem).__name__ for path in TABLES} >= {"Figure", "ValidationRun", "Forecast", "HarvestReturn"}
    assert tomli_w.dumps({"a": 1}) == "a = 1\n"
