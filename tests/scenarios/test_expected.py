"""Expected tables: a run gives the numbers stored beside each scenario, and a changed number is found."""

import csv
import shutil
from pathlib import Path

import pytest

from analysis.catalog import DATA
from analysis.scenarios import expected, run
from analysis.scenarios.compare import LAB_METRICS, METRICS, compare, key
from analysis.scenarios.expected import COLUMNS, accept, differences, expected_path, headline_rows
from tests.scenarios.cases import BASELINE, DISCLOSURE, SCENARIOS, draws_of, kept_run, lab_cases

pytestmark = [pytest.mark.usefixtures("runs_made_once"), pytest.mark.slow]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own in place of data/, with the baseline's expected table in it."""
    (tmp_path / "scenarios").mkdir()
    shutil.copy(expected_path(BASELINE), tmp_path / "scenarios")
    monkeypatch.setattr(expected, "DATA", tmp_path)
    return tmp_path


def rows(scenario: str = BASELINE) -> list[dict[str, str]]:
    """The rows of an expected table."""
    with expected_path(scenario).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rewrite(changed: list[dict[str, str]]) -> None:
    """Store other rows as the baseline's expected table."""
    with expected_path(BASELINE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(changed)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_run_gives_the_expected_table(scenario):
    assert differences(scenario) == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_expected_table_names_each_headline_once(scenario):
    names = [row["id"] for row in rows(scenario)]
    assert len(names) == len(set(names)) > 50


@pytest.mark.parametrize(
    ("changed", "moved", "still"),
    [
        ({"keep_share": 0.41}, "trained.all.mixture p50", "unique.all.mixture"),  # 0.4 at the centre
        ({"mfu_base": 0.22001}, "months.base.minimax.own_next p95", "months.sft.minimax.own_next p50"),
        ({"r3.us_share": 0.8}, "status_quo.delivered36.r3.ration p50", "months."),
    ],
)
def test_a_changed_assumption_is_found(changed, moved, still, monkeypatch):
    monkeypatch.setattr(expected, "run", lambda scenario: run(scenario, overrides=changed))
    lines = differences(BASELINE)
    assert any(line.startswith(f"{moved}: expected ") for line in lines)
    assert not any(line.startswith(still) for line in lines)


def test_a_changed_number_is_shown_with_what_was_expected_and_what_was_found(folder):
    # one part in ten thousand on one percentile, above the tolerance of one in a hundred thousand
    changed = rows()
    was = float(changed[0]["p95"])
    changed[0]["p95"] = repr(was * 1.0001)
    rewrite(changed)
    assert differences(BASELINE) == [f"{changed[0]['id']} p95: expected {was * 1.0001:g}, found {was:g}"]


def test_the_sixth_digit_may_differ_between_processors(folder):
    changed = rows()
    changed[0]["p95"] = repr(float(changed[0]["p95"]) * 1.000005)
    rewrite(changed)
    assert differences(BASELINE) == []


def test_a_headline_that_is_new_or_gone_is_found(folder):
    first, second, *others = rows()
    rewrite([second | {"id": "no.such.headline"}, *others])
    assert differences(BASELINE) == sorted(
        [
            f"{first['id']} is not in the expected table",
            f"{second['id']} is not in the expected table",
            "no.such.headline is expected but was not found",
        ]
    )


def test_a_scenario_without_a_table_says_how_to_write_one(folder):
    assert differences("full_denial") == [
        "full_denial has no expected table; `chipbrief accept full_denial` writes one"
    ]


def test_accepting_writes_a_table_that_agrees_and_nothing_else(folder):
    assert accept("full_denial") == len(headline_rows(run("full_denial", draws=100)))
    assert differences("full_denial") == []
    assert sorted(p.name for p in folder.rglob("*.csv")) == ["full_denial.expected.csv", "status_quo.expected.csv"]
    assert expected_path("full_denial").parent == folder / "scenarios" != DATA / "scenarios"


def test_a_comparison_has_every_metric_of_every_scenario():
    # the metrics of deliveries, months added and what follows for each lab, and the chance of none
    table = compare(draws=100)
    assert set(table["scenario"]) == set(SCENARIOS)
    assert table["id"].is_unique
    assert set(table.groupby("scenario").size()) == {len(METRICS) + (1 + len(LAB_METRICS)) * len(lab_cases()) + 1}


def test_a_comparison_shows_the_scenarios_asked_for_in_their_order():
    # neither that of their names nor that of the data
    table = compare([BASELINE, "full_denial"], DISCLOSURE, 100)
    assert list(table["scenario"].unique()) == [BASELINE, "full_denial"]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_comparison_shows_the_scenario_s_own_cell(scenario):
    table = compare([scenario], draws=1000).set_index("id")
    end = key(kept_run(scenario))
    row = table.loc[f"{scenario}.delivered36.{end}"]
    assert row["p50"] == kept_run(scenario).quantities[f"delivered36.{end}"][50]
    none = table.loc[f"{scenario}.none12.{end}"]
    assert {none[f"p{q}"] for q in (5, 25, 50, 75, 95)} == {kept_run(scenario).chances[f"none12.{end}"].probability}


def test_full_denial_takes_from_china_what_the_status_quo_lets_through():
    found = draws_of("difference36.r1.ration", "full_denial") + draws_of("delivered36.r3.ration")
    assert not found.any()
