"""Tables of figures: each row has its origin, and a wrong cell is refused by file and row."""

import csv
from pathlib import Path

import pytest

from analysis.catalog import DATA, Estimate, InputError, load_catalog
from analysis.catalog.series import Figure, form, read_table

CATALOG = load_catalog()
HEADER = "id,what,entity,low,central,high,unit,floor,as_of,basis,grade,sources,inputs,note"
ROW = "one,Chips sold,China,1,2,3,chips,,2025-01-31,stated,B,one; two,,"


def table(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    """A table of figures with these rows."""
    path = tmp_path / "figures.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_figure_is_a_number_of_the_register_that_is_never_drawn(tmp_path: Path) -> None:
    """A range keeps its ends; its shape says that it is reported and not to be drawn."""
    found = read_table(table(tmp_path, ROW))["one"].estimate()
    assert (found.low, found.central, found.high, found.shape) == (1, 2, 3, "reported")
    assert (found.name, found.sources) == ("China: Chips sold", ("one", "two"))
    assert isinstance(found, Estimate)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (",1,2,3,", ",1,two,3,", "row one: central: found 'two', a number is accepted"),
        (",1,2,3,", ",5,2,3,", "row one.*low <= central <= high does not hold"),
        (",1,2,3,", ",1,2,,", "row one.*give both low and high, or neither"),
        ("chips", "chps", "row one: unit: unknown value 'chps'. Did you mean 'chips'"),
        ("2025-01-31", "2025-01", "row one: as_of: found '2025-01', a date such as"),
        ("2025-01-31", "", "row one: as_of: this key is missing"),
        (",,2025", ",yes,2025", "row one: floor: found 'yes', true or false is accepted"),
        ("stated", "said", "row one: basis: unknown value 'said'"),
        ("one,Chips", ",Chips", r"row \(without id\): id: this key is missing"),
        (",one; two,,", ",,,", "row one.*a stated value needs at least one source"),
    ],
)
def test_a_wrong_cell_is_refused_by_row(tmp_path: Path, old: str, new: str, says: str) -> None:
    """The message names the file, the row and the column."""
    assert old in ROW
    with pytest.raises(InputError, match=says) as caught:
        read_table(table(tmp_path, ROW.replace(old, new, 1)))
    assert "figures.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (HEADER.replace("central", "centrall"), "unknown column 'centrall'. Did you mean 'central'"),
        (HEADER.replace(",note", ""), "column 'note' is missing"),
        (HEADER + ",note", "a column is given twice"),
    ],
)
def test_a_table_has_exactly_its_columns(tmp_path: Path, header: str, says: str) -> None:
    """A column that is unknown, missing or given twice is refused."""
    with pytest.raises(InputError, match=says):
        read_table(table(tmp_path, header=header))


def test_a_row_has_as_many_cells_as_there_are_columns(tmp_path: Path) -> None:
    """A comma too few shifts the cells: refused by line."""
    with pytest.raises(InputError, match="line 2: found 13 cells, 14 are expected"):
        read_table(table(tmp_path, ROW[:-1]))


def test_a_blank_line_is_ignored_and_a_line_of_blanks_is_refused_by_its_number(tmp_path: Path) -> None:
    """An editor's empty last line is no row; spaces are a cell."""
    assert list(read_table(table(tmp_path, ROW, ""))) == ["one"]
    with pytest.raises(InputError, match="line 4: found 1 cell, 14 are expected"):
        read_table(table(tmp_path, ROW, "", "  "))


@pytest.mark.parametrize("cell", ["one;two", '"one, two"', "one;  two"])
def test_sources_set_apart_in_another_way_are_refused_with_the_right_one(tmp_path: Path, cell: str) -> None:
    """A semicolon and one space stand between two."""
    with pytest.raises(InputError, match='row one: sources: found .*, separate several with "; "'):
        read_table(table(tmp_path, ROW.replace("one; two", cell)))


def test_an_id_stands_for_one_row(tmp_path: Path) -> None:
    """The second row of an id is refused."""
    with pytest.raises(InputError, match="row one: the id is used twice"):
        read_table(table(tmp_path, ROW, ROW))


@pytest.mark.parametrize("name", sorted(CATALOG.series))
def test_every_row_of_the_data_is_in_the_register_or_has_a_form_of_its_own(name: str) -> None:
    """Figures are numbers by their table and row; runs and forecasts are rows to fit or to score."""
    with (DATA / "series" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    assert list(CATALOG.series[name]) == ids
    if form(name) is Figure:
        assert [i for i in ids if f"{name}.{i}" not in CATALOG.register] == []


def test_every_row_rests_on_a_source_on_inputs_or_on_judgement() -> None:
    """A figure without any of the three would be a guess."""
    rows = [(t, r) for t, found in CATALOG.series.items() for r in found.values()]
    assert rows
    assert [
        f"{t}.{r.id}"
        for t, r in rows
        if not r.sources and not getattr(r, "inputs", ()) and getattr(r, "basis", "") != "judged"
    ] == []


def test_a_figure_cannot_be_drawn_or_overridden() -> None:
    """It enters no result: asking for draws of it is an error, and so is setting it."""
    from analysis.assumptions import Assumptions

    name, number = next((n, e) for n, e in CATALOG.register.items() if e.shape == "reported")
    with pytest.raises(InputError, match="is kept to compare with"):
        Assumptions(CATALOG, 100, 1).draw(name, number.unit)
    figure = next(n for n in CATALOG.register if n not in CATALOG.inputs)
    with pytest.raises(InputError, match="is compared with, and enters no result"):
        Assumptions(CATALOG, 100, 1, {figure: 1.0})
