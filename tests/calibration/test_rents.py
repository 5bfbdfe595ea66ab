"""A rent counts or is left out for what its row measures: its unit, its chip, whether it is a minimum, who sells."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.calibration.tables import figures
from analysis.calibration.trends import fit_rental, segment
from analysis.catalog import Catalog, load_catalog
from analysis.catalog.series import Row

CATALOG = load_catalog()
ROWS = CATALOG.series["rental_prices"]
FOUND = fit_rental(CATALOG)
EXACT = 1e-9


def with_rows(rows: list[Row]) -> Catalog:
    """The catalog with these rows as its table of rents."""
    return replace(CATALOG, series=CATALOG.series | {"rental_prices": {row.id: row for row in rows}})


def test_what_a_row_is_called_decides_nothing():
    # a word of the old rule in the name of every second row, none in the others
    called = {row: f"row-{n}" + ("-listings-floor" if n % 2 else "") for n, row in enumerate(ROWS)}
    renamed = fit_rental(with_rows([row.model_copy(update={"id": called[i]}) for i, row in ROWS.items()]))
    assert renamed.left_out == {called[row]: reason for row, reason in FOUND.left_out.items()}
    assert renamed.percentiles() == pytest.approx(FOUND.percentiles(), rel=EXACT)


def test_the_one_minimum_among_the_rents_is_left_out_as_a_minimum():
    minima = [row for row, reason in FOUND.left_out.items() if reason == "A minimum, not a measurement."]
    assert minima == ["h100-posted-2024-03"]


def test_any_rent_that_turns_into_a_minimum_is_left_out():
    for case in FOUND.response.index:
        rows = [row.model_copy(update={"floor": True}) if i == case else row for i, row in ROWS.items()]
        assert fit_rental(with_rows(rows)).left_out[case] == "A minimum, not a measurement."


def test_every_list_price_of_an_h100_is_kept_as_what_a_large_cloud_asks():
    lists = [i for i, row in ROWS.items() if "list price" in row.what.lower() and row.entity.startswith("H100")]
    assert len(lists) == 6
    assert (FOUND.regressors.loc[lists, "large"] == 1).all()


def test_a_price_under_a_commitment_is_a_contract_even_at_a_large_cloud():
    case = FOUND.regressors.loc["h100-google-3year-2025-03"]
    assert (case["contract"], case["large"]) == (1, 0)


@pytest.mark.parametrize(
    ("entity", "what", "kind"),
    [
        ("H800, China, data-centre operators", "Rent under a yearly contract", "china"),
        ("H100, world, large clouds", "Price under a commitment of three years", "contract"),
        ("H100, world, small clouds", "Rent under a contract of one year", "contract"),
        ("H100, world, large clouds", "List price on demand", "large"),
        ("H100, world, marketplaces", "Rent on demand", "small"),
        ("H100, world, all sellers", "Median posted price on demand", "posted"),
        ("H100, world", "Rent on demand", ""),
    ],
)
def test_the_kind_of_seller_is_read_from_what_is_measured_and_of_whom(entity, what, kind):
    assert segment(entity, what) == kind


def test_a_rent_of_no_kind_of_seller_is_left_out_and_says_so():
    rows = [
        row.model_copy(update={"entity": "H100, world"}) if i == "h100-spot-2026-06" else row for i, row in ROWS.items()
    ]
    assert fit_rental(with_rows(rows)).left_out["h100-spot-2026-06"] == "No kind of seller named."


def test_the_drawn_rent_holds_all_four_chinese_rents():
    # 1.75 to 2.07 USD an hour, 3 to 22 months before the date that is drawn
    chinese = [row.central for row in ROWS.values() if row.entity.startswith("H800, China")]
    low, _, high = FOUND.percentiles()
    assert len(chinese) == 4
    assert low < min(chinese) and max(chinese) < high


def test_list_and_posted_prices_fall_faster_than_others():
    # two trends for one reason: lists were cut, by Amazon from 12.29 to 6.88 in a year, as contracts rose from 1.70 to 2.35
    assert FOUND.result.params["listed_years"] < 0
    others = FOUND.regressors["listed_years"] == 0
    assert set(FOUND.regressors.loc[~others, ["large", "posted"]].sum(axis=1)) == {1}
    assert not FOUND.regressors.loc[others, ["large", "posted"]].to_numpy().any()


def test_at_their_own_dates_the_chinese_rents_scatter_evenly_about_the_fit():
    # they are the case in which every other kind is zero, so least squares makes their residuals sum to zero
    chinese = [i for i, row in ROWS.items() if row.entity.startswith("H800, China")]
    assert FOUND.result.resid[chinese].sum() == pytest.approx(0, abs=EXACT)


def test_a_table_of_figures_hands_over_what_each_row_measures_and_whether_it_is_a_minimum():
    found = figures(CATALOG, "rental_prices")
    assert {i: (row.what, row.floor) for i, row in ROWS.items()} == {
        row.Index: (row.what, row.floor) for row in found.itertuples()
    }
    assert np.isclose(found["value"], [row.central for row in ROWS.values()]).all()
