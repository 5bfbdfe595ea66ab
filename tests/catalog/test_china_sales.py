"""Sales of a chip into China: periods in its file, one stream of draws for a chip, and refusals by name."""

from pathlib import Path

import pytest

from analysis.catalog import InputError, load_catalog

CATALOG = load_catalog()
SALES = {n: e for n, e in CATALOG.register.items() if ".china_sales." in n}


def write(folder: Path, text: str) -> None:
    """A period added to the A800's file."""
    path = folder / "chips" / "a800.toml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


PERIOD = """
[china_sales.2024]
since = 2024-01-01
until = 2024-03-31
units = { central = 5, basis = "stated" }
"""


def test_sales_are_inputs_in_chips_that_date_from_the_end_of_their_period() -> None:
    """Every one can be drawn and set, and no table holds it a second time."""
    assert SALES
    for name, value in SALES.items():
        chip, _, key, _ = name.split(".")
        assert (value.unit, value.as_of) == ("chips", CATALOG.get("chips", chip).china_sales[key].until)
        assert name in CATALOG.inputs
        figures = (row for table in CATALOG.series.values() for row in table.values())
        assert [row.id for row in figures if getattr(row, "central", None) == value.central] == []


def test_all_sales_of_one_chip_share_a_stream_and_two_chips_none() -> None:
    """Five chips, five streams."""
    streams = {name: CATALOG.streams[name] for name in SALES}
    assert {
        stream: {n.partition(".")[0] for n, s in streams.items() if s == stream} for stream in streams.values()
    } == {f"{chip}.china_sales": {chip} for chip in ("a100", "a800", "h800", "h20", "mi308x")}


def test_quarters_of_2024_add_up_to_the_published_year() -> None:
    """737,395, 958,410 and 1,246,802."""
    quarters = [e for n, e in SALES.items() if n.startswith("h20.china_sales.2024")]
    assert len(quarters) == 4
    sums = [sum(getattr(e, end) for e in quarters) for end in ("low", "central", "high")]
    assert sums == [737_395, 958_410, 1_246_802]


def test_a_new_period_of_a_chip_loads(folder: Path) -> None:
    """It takes its origin from the chip, and its date from its last day."""
    write(folder, PERIOD)
    units = load_catalog(folder).register["a800.china_sales.2024.units"]
    assert (units.central, units.grade, units.as_of.isoformat()) == (5, "B", "2024-03-31")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2024-01-01", "2024-05-01", "until: 2024-03-31 lies before since, 2024-05-01"),
        ("2024-01-01", "2023-10-01", "china_sales: a period begins on 2023-10-01, before another ends, 2023-10-23"),
        ("since = 2024-01-01\n", "", "since: this key is missing"),
        ("units", "unit", "unit.*Did you mean 'units'"),
    ],
)
def test_a_wrong_period_is_refused(folder: Path, old: str, new: str, says: str) -> None:
    """The message names the file and what is wrong."""
    write(folder, PERIOD.replace(old, new, 1))
    with pytest.raises(InputError, match=says) as caught:
        load_catalog(folder)
    assert "data/chips/a800.toml" in str(caught.value)
