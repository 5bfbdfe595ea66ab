"""A damage made at random that only the whole of the data shows is refused, by what contradicts what."""

import random
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalog import DATA, InputError, load_catalog
from analysis.catalog.records import RECORDS
from tests.catalog.damage import copied_data, write
from tests.catalog.random_damage import CATALOG, FILES, content_of, files, seeds, seldom, tables

NUMBERED = [p for p in FILES if p.parent.name in ("chips", "students", "campaigns", "labs")]

pytestmark = pytest.mark.slow


def refused_whole(path: Path, content: dict[str, Any], name: str = "") -> str:
    """What loading a copy of data/ with one file changed, or added, says."""
    with TemporaryDirectory() as place:
        folder = copied_data(Path(place))
        write(folder / path.parent.name / (name or path.name), content)
        try:
            with pytest.raises(InputError) as caught:
                load_catalog(folder)
        finally:
            load_catalog.cache_clear()
    return str(caught.value)


@seldom
@given(path=st.sampled_from(NUMBERED), seed=seeds)
def test_an_unknown_source_is_refused(path: Path, seed: int) -> None:
    """One letter more in the id of a source, at the top of a file or in a number."""
    content = content_of(path)
    citing = [t for t in tables(content) if t.get("sources")]
    cited = random.Random(seed).choice(citing)["sources"]
    cited[0] += "x"
    message = refused_whole(path, content)
    assert f"unknown source '{cited[0]}'. Did you mean '{cited[0][:-1]}'?" in message
    assert path.name in message


@seldom
@given(path=files, other=st.sampled_from(sorted(set(RECORDS) - {"scenarios"})))
def test_an_id_used_in_two_kinds_is_refused(path: Path, other: str) -> None:
    """A record of one kind copied under the id of a record of another kind."""
    taken = sorted(CATALOG.kinds[other])[0]
    if path.parent.name in (other, "scenarios"):  # a scenario may bear the name of another thing
        return
    message = refused_whole(path, content_of(path) | {"id": taken}, f"{taken}.toml")
    assert f"the id '{taken}' is used in" in message or "the id must be" in message


WINDOWED = [c for c in CATALOG.kinds["campaigns"].values() if c.window_start and c.exchanges]


@seldom
@given(campaign=st.sampled_from(WINDOWED), shift=st.integers(-20, 0))
def test_a_campaign_that_overlaps_another_without_the_mark_is_refused(campaign: Any, shift: int) -> None:
    """A second count of the same author and lab, whose window begins before the first one ends."""
    content = content_of(DATA / "campaigns" / f"{campaign.id}.toml")
    content |= {"id": f"again-{campaign.lab}", "disclosure": "again", "name": "Another count", "overlaps": []}
    content["window_start"] = campaign.window_end + timedelta(days=shift)
    content["window_end"] = content["disclosed"]
    if content["window_start"] <= content["window_end"]:
        message = refused_whole(DATA / "campaigns" / f"{campaign.id}.toml", content, f"again-{campaign.lab}.toml")
        assert "its window overlaps that of" in message


@seldom
@given(seed=seeds, length=st.integers(1, 4))
def test_a_number_derived_from_itself_is_refused(seed: int, length: int) -> None:
    """A ring of assumptions, each derived from the next; of one, a number that is its own input."""
    path = DATA / "assumptions" / "fleets.toml"
    names = [f"ring_{index}" for index in range(length)]
    number = {"unit": "ratio", "central": 1.0, "as_of": CATALOG.horizon.evidence_to, "basis": "derived", "grade": "C"}
    ring = {n: number | {"name": n, "inputs": [names[(i + 1) % length]]} for i, n in enumerate(names)}
    order = list(ring.items())
    random.Random(seed).shuffle(order)
    message = refused_whole(path, content_of(path) | dict(order))
    assert "is derived from itself" in message
    assert "fleets.toml" in message


def test_the_damages_have_something_to_damage() -> None:
    """Files with numbers and sources, and campaigns with windows."""
    assert len(NUMBERED) > 50 and len(WINDOWED) > 1
