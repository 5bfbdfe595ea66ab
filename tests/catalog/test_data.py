"""The data as they are: every file loads, and every number says when, from where and on what ground."""

from collections import Counter

import pytest

from analysis.catalog import DATA, load_catalog
from analysis.catalog.checks import cited_sources
from tests.catalog.damage import append, copied_data

CATALOG = load_catalog()
FILES = sorted(path for path in DATA.rglob("*") if path.is_file())


def test_every_file_of_records_is_loaded() -> None:
    """No TOML file lies unread in a folder of data/: each is one record of its kind, or one topic of assumptions."""
    files = Counter(path.parent.name for path in FILES if path.suffix == ".toml" and path.parent != DATA)
    topics = {file for file in CATALOG.files.values() if file.startswith("assumptions/")}
    records = {kind: len(found) for kind, found in CATALOG.kinds.items()}
    assert files == records | {"assumptions": len(topics)}


@pytest.mark.parametrize("name", sorted(CATALOG.register))
def test_a_number_has_a_source_or_says_on_what_ground_it_was_set(name: str) -> None:
    """Stated and derived numbers cite a source that exists; judged ones say why in a sentence."""
    number = CATALOG.register[name]
    assert set(number.sources) <= set(CATALOG.sources)
    if number.basis == "judged":
        assert len(number.note.split()) >= 8
    else:
        assert number.sources or number.inputs


def test_every_number_has_a_name_for_people() -> None:
    """Registers and endnotes print names, and two numbers of one date never share one."""
    names = Counter((number.name, number.as_of) for number in CATALOG.register.values())
    assert "" not in {name for name, _ in names}
    assert [name for name, count in names.items() if count > 1] == []


def test_no_number_is_graded_above_its_best_source() -> None:
    """A stated number is as good as the best document it cites, at most (A before B before C)."""
    grades = {
        name: min(CATALOG.sources[s].grade for s in e.sources) for name, e in CATALOG.register.items() if e.sources
    }
    assert [
        n for n, best in grades.items() if CATALOG.register[n].basis == "stated" and CATALOG.register[n].grade < best
    ] == []


@pytest.mark.parametrize("identifier", sorted(CATALOG.sources))
def test_a_source_has_an_address_a_title_and_dates_in_order(identifier: str) -> None:
    """A source can be looked up: https, and read on the day it was published or later."""
    source = CATALOG.sources[identifier]
    assert source.url.startswith("https://")
    assert source.title and source.publisher
    assert source.published <= source.accessed


def test_every_source_is_cited() -> None:
    """No document is listed that nothing rests on."""
    assert sorted(set(CATALOG.sources) - cited_sources(CATALOG)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DATA).as_posix())
def test_no_number_is_given_from_memory(path) -> None:
    """No data file says that a number was remembered and not checked."""
    text = path.read_text(encoding="utf-8").lower()
    assert [words for words in ("memory, unverified", "from memory") if words in text] == []


def test_february_exchanges_add_up_to_the_published_total() -> None:
    """DeepSeek 0.15, Moonshot 3.4, MiniMax 13 million: 0.15 + 3.4 + 13 = 16.55 million, "over 16 million" in print."""
    counts = {c.lab: c.exchanges.central for c in CATALOG.campaigns("feb-2026")}
    assert counts == pytest.approx({"deepseek": 0.15e6, "moonshot": 3.4e6, "minimax": 13e6}, rel=1e-12)
    assert sum(counts.values()) == pytest.approx(16.55e6, rel=1e-12)


def test_september_exchanges_are_the_published_counts() -> None:
    """Alibaba 151, Moonshot 23, DeepSeek 12.1, Zhipu 3.4, Xiaomi 0.4 million."""
    counts = {c.lab: c.exchanges.central for c in CATALOG.campaigns("sep-2026")}
    published = {"alibaba": 151e6, "moonshot": 23e6, "deepseek": 12.1e6, "zhipu": 3.4e6, "xiaomi": 0.4e6}
    assert counts == pytest.approx(published, rel=1e-12)


def test_overlapping_campaigns_are_never_added() -> None:
    """A campaign overlaps only with one of another disclosure on the same lab, since a disclosure is summed."""
    campaigns = CATALOG.kinds["campaigns"]
    pairs = [(c, campaigns[other]) for c in campaigns.values() for other in c.overlaps]
    assert pairs
    assert [(c.id, o.id) for c, o in pairs if c.disclosure == o.disclosure or c.lab != o.lab] == []


# id: active parameters, base-training tokens (low, central, high where the lab has not published them)
STUDENTS = {
    "deepseek-v3-2": (37e9, 14.8e12 + 0.839e12 + 0.944e12),  # V3, and what V3.1 and V3.2 added
    "deepseek-v4-pro": (49e9, 33e12),
    "kimi-k2": (32e9, 15.5e12),
    "kimi-k2-5": (32.6e9, 30.5e12),
    "minimax-m2": (9.8e9, 20e12),
    "minimax-m3": (23e9, 25e12),
}


@pytest.mark.parametrize(("identifier", "published"), STUDENTS.items(), ids=STUDENTS)
def test_students_have_their_published_sizes(identifier: str, published: tuple[float, float]) -> None:
    """Active parameters and tokens are those of the model's report, or of the class it is judged by."""
    student = CATALOG.get("students", identifier)
    assert (student.active_params.central, student.pretrain_tokens.central) == pytest.approx(published, rel=1e-12)


def test_active_parameters_are_part_of_all_parameters() -> None:
    """A model activates at most all of its parameters: the two are easily exchanged by a slip."""
    students = [s for s in CATALOG.kinds["students"].values() if s.total_params]
    assert students
    assert [s.id for s in students if s.active_params and s.active_params.central > s.total_params.central] == []


def test_hopper_chips_share_one_dense_peak() -> None:
    """H100, H800 and H200 have 1,979 / 2 = 989.5 dense 16-bit TFLOP/s, and the H20 148."""
    peaks = {chip: CATALOG.register[f"{chip}.dense_16bit"].central for chip in ("h100", "h800", "h200", "h20")}
    assert peaks == pytest.approx({"h100": 989.5e12, "h800": 989.5e12, "h200": 989.5e12, "h20": 148e12}, rel=1e-12)


def test_the_rule_has_its_two_published_limits() -> None:
    """91 FR 1684: total processing performance below 21,000, and memory bandwidth below 6,500 GB/s."""
    rule = CATALOG.get("rules", "jan-2026-h200")
    limits = {test.measure: test.below for test in rule.limbs[0].tests}
    assert limits == {"tpp": 21_000, "memory_bandwidth": 6_500}
    assert rule.limbs[0].on_us_sale_by.isoformat() == "2026-01-15"
    assert rule.effective.isoformat() == "2026-01-15"


def test_the_digest_is_that_of_the_contents_alone(tmp_path) -> None:
    """A copy elsewhere has the same digest; one added space has another."""
    folder = copied_data(tmp_path)
    assert load_catalog(folder).digest == CATALOG.digest
    again = copied_data(tmp_path / "again")
    append(again / "horizon.toml", " ")
    assert load_catalog(again).digest != CATALOG.digest
