"""The migration of chips from rule to rule: its days, its outcomes, and the instruments behind them."""

from datetime import date

import pytest

from analysis.calibration import load_inputs
from analysis.insight.migration import (
    by_4_bit_alone,
    changed_by,
    graded,
    migration,
    migration_days,
    migration_rows,
)
from analysis.model.licensing import licence_status

pytestmark = pytest.mark.slow

CATALOG = load_inputs()
BY_DAY = {
    date(2022, 8, 26): ["aug-2022-letters"],
    date(2022, 10, 21): ["oct-2022-advanced-computing"],
    date(2023, 10, 23): ["oct-2023-letters"],
    date(2023, 11, 17): ["oct-2023-advanced-computing"],
    date(2025, 4, 9): ["apr-2025-h20-letters"],
    date(2025, 8, 11): ["aug-2025-revenue-share"],
    date(2026, 1, 15): ["jan-2026-h200"],
}


def test_the_law_for_china_changed_on_seven_days():
    assert migration_days(CATALOG) == list(BY_DAY)


@pytest.mark.parametrize("day", BY_DAY)
def test_each_change_is_that_of_one_instrument(day):
    assert [rule.id for rule in changed_by(CATALOG, day)] == BY_DAY[day]


def test_between_two_days_of_the_table_no_status_changes():
    rules, days = list(CATALOG.kinds["rules"].values()), [*migration_days(CATALOG), CATALOG.horizon.evidence_to]
    middles = [start + (end - start) / 2 for start, end in zip(days, days[1:], strict=False)]
    for row in migration(CATALOG):
        for move, middle in zip(row, middles, strict=True):
            status = licence_status(move.chip, middle, rules)
            assert (status.licence, status.review) == move.outcome


def test_every_chip_with_a_known_tpp_has_a_row_a_day():
    rows = migration_rows(CATALOG)
    assert len(rows) == len(graded(CATALOG)) * len(BY_DAY) == len({row["id"] for row in rows})
    assert {"h100", "h800", "a800", "h20", "h200", "mi325x", "b300", "b30a", "mi308x"} <= {r["chip"] for r in rows}
    assert not {"ascend-910c", "rtx-pro-6000d"} & {r["chip"] for r in rows}  # made in China; speed not published


def test_the_b30a_alone_passes_the_limit_by_4_bits():
    [(chip, limit, highest, other)] = by_4_bit_alone(CATALOG, graded(CATALOG))
    # 7,500 x 4, and 2,500 x 8
    assert (chip.id, limit, highest, other) == ("b30a", 21_000, pytest.approx(30_000), pytest.approx(20_000))
