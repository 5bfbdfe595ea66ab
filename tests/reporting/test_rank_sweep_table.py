"""The table of what the first rank rests on: chances in per cent, and who leads where another lever does."""

import pandas as pd

from analysis.reporting.lever_tables import MOST_ROWS, rank_sweep_table
from analysis.scenarios import run
from tests.scenarios.cases import DRAWS

ROW = {"lever": "close-cloud", "as_drawn": 0.8, "at_high": 0.9, "first_at_high": "close-cloud"}
SWEEP = pd.DataFrame(
    [ROW | {"id": f"i{n}", "name": f"Input {n}", "at_low": 0.3, "first_at_low": "deny-h200"} for n in range(20)]
)


def test_another_lever_is_named_where_it_leads():
    table = rank_sweep_table(run(draws=DRAWS), SWEEP)
    assert table.rows[0] == ("Input 0", "30%; first: Deny the H200", "90%")
    assert len(table.rows) == MOST_ROWS
    assert "'Close the remote cloud' ranks first by months of lab compute: 80% as drawn" in table.caption
