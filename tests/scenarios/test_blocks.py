"""Draws in blocks: the same numbers as all draws at once, and the same as a run's."""

import numpy as np
import pytest

from analysis.catalog import InputError
from analysis.scenarios.blocks import blocks, chain
from analysis.scenarios.run import run
from analysis.scenarios.spec import parameters

DRAWS = 1000


@pytest.mark.parametrize("size", [7, 137, 999])
def test_blocks_hold_what_all_draws_hold_in_their_place(size):
    # 7, 137 and 999 do not divide 1,000: the last block is shorter
    whole, parts = chain(draws=DRAWS, block=DRAWS), chain(draws=DRAWS, block=size)
    assert list(parts) == list(whole)
    for name, values in whole.items():
        np.testing.assert_array_equal(parts[name], values, err_msg=name)


def test_blocks_cover_each_draw_once():
    places = [place for place, _ in blocks(parameters(draws=DRAWS), 300)]
    assert [n for place in places for n in range(DRAWS)[place]] == list(range(DRAWS))


def test_the_chain_in_blocks_gives_the_percentiles_of_a_run():
    # both take the same random numbers, and a run rounds to 6 digits
    result, found = run(draws=DRAWS).quantities, chain(draws=DRAWS, block=300)
    for name, values in found.items():
        for percentile in (5, 50, 95):
            assert result[name][percentile] == pytest.approx(np.percentile(values, percentile), rel=1e-5), name


def test_an_override_reaches_every_block():
    found = chain(draws=DRAWS, block=300, overrides={"undercount": 1, "attributed_share": 1})
    double = chain(draws=DRAWS, block=300, overrides={"undercount": 2, "attributed_share": 1})
    np.testing.assert_allclose(double["unique.all.turn"], 2 * found["unique.all.turn"], rtol=1e-12)


def test_a_disclosure_that_is_not_known_is_refused():
    with pytest.raises(InputError, match="feb-2027"):
        chain("feb-2027", draws=DRAWS)
