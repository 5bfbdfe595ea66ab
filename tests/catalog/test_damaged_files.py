"""Files that cannot be read, ids that clash, and references that lead nowhere are refused by name."""

from pathlib import Path

import pytest

from analysis.catalog import InputError, load_catalog
from tests.catalog.damage import append, copy_record, set_key


def refusal(folder: Path) -> str:
    """What loading a damaged folder says; no path of this machine may be in it."""
    with pytest.raises(InputError) as caught:
        load_catalog(folder)
    assert str(folder.parent) not in str(caught.value)
    return str(caught.value)


def test_broken_toml_is_refused_with_its_line(folder: Path) -> None:
    """A syntax error names the file and the place in it."""
    path = folder / "labs/minimax.toml"
    path.write_text('id = "minimax"\nname = = 1\n', encoding="utf-8")
    message = refusal(folder)
    assert "minimax.toml is not valid TOML" in message
    assert "line 2" in message


def test_a_key_given_twice_is_refused(folder: Path) -> None:
    """Of two values for one key none is taken silently."""
    path = folder / "labs/minimax.toml"
    path.write_text('role = "lab"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "minimax.toml is not valid TOML" in refusal(folder)


def test_bytes_that_are_no_utf8_are_refused(folder: Path) -> None:
    """A file saved in another encoding is an error, not a name with wrong letters."""
    path = folder / "labs/minimax.toml"
    path.write_bytes(path.read_bytes().replace(b"MiniMax", "MiniMäx".encode("latin-1")))
    message = refusal(folder)
    assert "minimax.toml is not valid TOML" in message
    assert "utf-8" in message


@pytest.mark.parametrize("name", ["sources.toml", "correlations.toml", "corrections.toml", "horizon.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """Each file that there is one of must be there."""
    (folder / name).unlink()
    assert refusal(folder) == f"data file {name} is missing"


@pytest.mark.parametrize("name", ["labs", "policies", "students"])
def test_a_missing_folder_leaves_references_open(folder: Path, name: str) -> None:
    """Without a folder of records, the first reference to one of them is refused."""
    (folder / name).rename(folder.parent / name)
    assert f"unknown id among {name}" in refusal(folder)


def test_an_id_must_be_the_name_of_its_file(folder: Path) -> None:
    """A file that was renamed, or copied and not edited, is refused."""
    (folder / "labs/minimax.toml").rename(folder / "labs/minimaxx.toml")
    assert refusal(folder) == "data file minimaxx.toml: id is 'minimax', but the file's name says 'minimaxx'"


def test_an_id_is_lower_case(folder: Path) -> None:
    """Ids are typed in commands and file names, so capitals and spaces are refused."""
    copy_record(folder, "labs", "baidu", "Bai du")
    message = refusal(folder)
    assert "Bai du.toml: id" in message


def test_an_id_is_used_once_across_kinds(folder: Path) -> None:
    """A chip may not bear the id of a lab, since both name numbers as <id>.<field>."""
    copy_record(folder, "chips", "h20", "minimax")
    message = refusal(folder)
    assert "the id 'minimax' is used in" in message
    assert "chips" in message and "labs" in message


def test_an_assumption_is_defined_once_across_files(folder: Path) -> None:
    """The same name in two files is refused with both."""
    append(
        folder / "assumptions/tokens.toml",
        '[occupancy]\nunit = "share"\ncentral = 0.5\nas_of = 2026-01-01\nbasis = "judged"\ngrade = "C"\nnote = "x"\n',
    )
    assert refusal(folder) == "data file tokens.toml: 'occupancy' is also defined in assumptions/fleets.toml"


# file, table, key, wrong value, what the message must say
REFERENCES = {
    "lab of a student": ("students/minimax-m2.toml", "", "lab", "minmax", ["minimax-m2", "labs", "'minimax'?"]),
    "lab of a campaign": ("campaigns/feb-2026-minimax.toml", "", "lab", "minmax", ["feb-2026-minimax", "'minimax'?"]),
    "model of a lab": ("labs/minimax.toml", "", "next_model", "minimax-m4", ["minimax", "students", "'minimax-m"]),
    "rule of a policy": ("policies/r3.toml", "", "rule", "jan-2026", ["r3", "rules", "'jan-2026-h200'?"]),
    "policy of a scenario": ("scenarios/status_quo.toml", "", "policy", "r33", ["status_quo", "policies", "'r3'?"]),
    "posture of a scenario": ("scenarios/status_quo.toml", "", "posture", "rations", ["status_quo", "'ration'?"]),
    "baseline": ("horizon.toml", "", "baseline", "status-quo", ["horizon", "scenarios", "'status_quo'?"]),
    "reference policy": ("horizon.toml", "", "reference_policy", "r33", ["horizon", "policies", "'r3'?"]),
    "driver": ("correlations.toml", "pair", "driver", "mfu_bas", ["correlations", "'mfu_base'?"]),
    "follower": ("correlations.toml", "pair", "follower", "mfu_sff", ["correlations", "'mfu_sft'?"]),
}  # fmt: skip


@pytest.mark.parametrize(("file", "table", "key", "value", "says"), REFERENCES.values(), ids=REFERENCES)
def test_a_reference_must_lead_somewhere(
    folder: Path, file: str, table: str, key: str, value: str, says: list[str]
) -> None:
    """The message names the record that refers, the id that was not found, and the nearest one."""
    set_key(folder / file, table, key, f'"{value}"')
    message = refusal(folder)
    assert [text for text in (f"'{value}'", "Did you mean", *says) if text not in message] == [], message


def test_a_source_must_be_in_the_table_of_sources(folder: Path) -> None:
    """A slip in the id of a source is refused with the number that cites it."""
    set_key(folder / "labs/minimax.toml", "fleet", "sources", '["minimax-h1-2027"]')
    message = refusal(folder)
    assert "minimax.fleet: unknown source 'minimax-h1-2027'. Did you mean 'minimax-h1-2026'?" in message


def test_campaigns_overlap_with_campaigns_only(folder: Path) -> None:
    """An overlap with a campaign that is not there is refused."""
    set_key(folder / "campaigns/sep-2026-alibaba.toml", "", "overlaps", '["jun-2026-alibabba"]')
    assert "unknown id among campaigns 'jun-2026-alibabba'. Did you mean 'jun-2026-alibaba'?" in refusal(folder)


def test_a_scenario_overrides_known_assumptions_only(folder: Path) -> None:
    """A scenario that sets a misspelt assumption is refused by its id."""
    append(
        folder / "scenarios/status_quo.toml",
        '[[overrides]]\nname = "keep_shar"\nvalue = 0.5\nreason = "a case of the tests"\n',
    )
    assert "scenario status_quo: unknown assumption 'keep_shar'. Did you mean 'keep_share'?" in refusal(folder)


def test_a_follower_follows_one_driver(folder: Path) -> None:
    """A second driver for one follower is refused, since the copula knows one."""
    pair = '[[pair]]\ndriver = "{}"\nfollower = "{}"\nrho = 0.3\nreason = "a case of the tests"\n'
    append(folder / "correlations.toml", pair.format("occupancy", "mfu_sft"))
    assert "'mfu_sft' follows one driver only" in refusal(folder)


def test_a_driver_follows_nothing(folder: Path) -> None:
    """A chain of correlations is refused."""
    pair = '[[pair]]\ndriver = "{}"\nfollower = "{}"\nrho = 0.3\nreason = "a case of the tests"\n'
    append(folder / "correlations.toml", pair.format("occupancy", "mfu_base"))
    assert "'mfu_base' follows one driver only, and drives nothing itself" in refusal(folder)


def test_shares_of_deliveries_sum_to_one(folder: Path) -> None:
    """The shares of all buyers and labs are parts of one whole: one of them set to 0.9 makes more than one."""
    set_key(folder / "labs/alibaba.toml", "direct_share", "central", "0.9")
    assert "direct_share over data/labs must sum to 1, found 1." in refusal(folder)


def test_weights_of_readings_sum_to_one(folder: Path) -> None:
    """An exchange is one of three things, so a weight left at zero makes less than one."""
    set_key(folder / "assumptions/campaigns.toml", "reading_weight_turn", "central", "0.0")
    assert "reading_weight_* must sum to 1, found 0." in refusal(folder)
