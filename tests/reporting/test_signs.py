"""What a sentence says of a result that falls, rises or crosses zero, and of inputs at their edge."""

import pytest

from analysis.reporting.fields import fields
from analysis.reporting.figures import figures
from analysis.reporting.tables import regimes_table
from analysis.scenarios import run

pytestmark = pytest.mark.slow

DRAWS = 500


def test_a_loss_is_printed_without_its_sign_beside_a_verb_that_falls():
    # Denial under rationing takes chips away on every draw: a positive size, and an interval from small to large.
    field = fields(run("full_denial", draws=DRAWS))["denial_direct"]
    assert field.falls
    assert "−" not in field.median + field.interval


def test_a_gain_keeps_its_interval_and_a_verb_that_rises():
    # At e = 0.95 substitutes of 1.6 H200s make up for 1.52 times what is blocked: the median rises.
    result = run("full_denial", draws=DRAWS, overrides={"substitution": 0.95})
    field = fields(result)["denial_net"]
    assert result.quantities["policy36_net.r1.ration"][50] > 0
    assert not field.falls


def test_an_interval_across_zero_is_turned_round_with_its_median():
    # At e = 0.6 the sign turns where a substitute is worth more than 1 / 0.6 = 1.67 H200s, on fewer than half the draws.
    result = run("full_denial", draws=DRAWS, overrides={"substitution": 0.6})
    quantity, field = result.quantities["policy36_net.r1.ration"], fields(result)["denial_net"]
    assert quantity[5] < quantity[50] < 0 < quantity[95]
    assert field.falls
    assert field.interval.startswith("−")


def test_certain_is_said_of_denial_alone():
    # With one chance in a hundred that Beijing admits any, none arrives on most draws, yet not on all.
    result = run("status_quo", draws=2000, overrides={"ration.any_in_12_months": 0.01})
    column = {f"{row[0]}, {row[1]}": row[-1] for row in regimes_table(result).rows}
    assert column["Full denial, Whatever Beijing does (full denial)"] == "certain"
    assert column["Case by case, Beijing rations (status quo)"] != "certain"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "override", [{"keep_share": 0}, {"attributed_share": 0}, {"h200_delivered_to_date": 0}, {"minimax.fleet": 1e18}]
)
def test_inputs_at_their_edge_draw_without_a_warning(override):
    drawn = figures(run("full_denial", draws=DRAWS, overrides=override))
    assert [figure.name for figure in drawn] == ["stages", "deliveries"]
