"""Files that cannot be read, ids that clash, and references that lead nowhere are refused by name."""

import shutil
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
    path.write_text('lab = "minimax"\nname = = 1\n', encoding="utf-8")
    message = refusal(folder)
    assert message.startswith("data/labs/minimax.toml: not valid TOML: ")
    assert message.endswith("line 2, column 8): 'name = = 1'")


def test_a_key_given_twice_is_refused(folder: Path) -> None:
    """Of two values for one key none is taken silently."""
    path = folder / "labs/minimax.toml"
    path.write_text('name = "Another"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "data/labs/minimax.toml: not valid TOML" in refusal(folder)


def test_bytes_that_are_no_utf8_are_refused(folder: Path) -> None:
    """A file saved in another encoding is an error, not a name with wrong letters."""
    path = folder / "labs/minimax.toml"
    path.write_bytes(path.read_bytes().replace(b"MiniMax", "MiniMäx".encode("latin-1")))
    message = refusal(folder)
    assert "data/labs/minimax.toml: not valid TOML" in message
    assert "utf-8" in message


@pytest.mark.parametrize("name", ["sources.toml", "correlations.toml", "corrections.toml", "horizon.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """Each file that there is one of must be there."""
    (folder / name).unlink()
    assert refusal(folder) == f"data/{name}: the file is missing"


@pytest.mark.parametrize("name", ["labs", "policies", "students"])
def test_a_missing_folder_leaves_references_open(folder: Path, name: str) -> None:
    """Without a folder of records, the first reference to one of them is refused."""
    (folder / name).rename(folder.parent / name)
    assert f"unknown id among {name}" in refusal(folder)


def test_an_id_must_be_the_name_of_its_file(folder: Path) -> None:
    """A file need not state its id; one that states another is refused."""
    path = folder / "labs/minimax.toml"
    path.write_text('id = "minimaxx"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert refusal(folder) == "data/labs/minimax.toml: id is 'minimaxx', but the file's name says 'minimax'"


def test_a_file_that_was_renamed_is_missed_by_what_refers_to_it(folder: Path) -> None:
    """The thing has another id now, and the nearest match says which."""
    (folder / "labs/minimax.toml").rename(folder / "labs/minimaxx.toml")
    message = refusal(folder)
    assert "'minimax'" in message and "'minimaxx'?" in message


def test_a_file_that_was_copied_and_not_edited_is_refused(folder: Path) -> None:
    """Two things of one kind have two names."""
    shutil.copy(folder / "chips/h20.toml", folder / "chips/h21.toml")
    assert refusal(folder) == "data/chips/h21.toml: name: 'NVIDIA H20' is also that of data/chips/h20.toml"


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
    assert (
        refusal(folder) == "data/assumptions/tokens.toml: 'occupancy' is also defined in data/assumptions/fleets.toml"
    )


# file, table, key, wrong value, what the message must say
REFERENCES = {
    "lab of a student": ("students/minimax-m2.toml", "", "lab", "minmax", ["data/students/minimax-m2.toml: lab: ", "'minimax'?"]),
    "lab of a campaign": ("campaigns/feb-2026-minimax.toml", "", "lab", "minmax", ["data/campaigns/feb-2026-minimax.toml: lab: ", "'minimax'?"]),
    "model of a lab": ("labs/minimax.toml", "", "next_model", "minimax-m4", ["data/labs/minimax.toml: next_model: ", "'minimax-m"]),
    "rule of a policy": ("policies/r3.toml", "", "rule", "jan-2026", ["data/policies/r3.toml: rule: ", "'jan-2026-h200'?"]),
    "policy of a scenario": ("scenarios/status_quo.toml", "", "policy", "r33", ["data/scenarios/status_quo.toml: policy: ", "'r3'?"]),
    "posture of a scenario": ("scenarios/status_quo.toml", "", "posture", "rations", ["data/scenarios/status_quo.toml: posture: ", "'ration'?"]),
    "baseline": ("horizon.toml", "", "baseline", "status-quo", ["data/horizon.toml: baseline: ", "'status_quo'?"]),
    "reference policy": ("horizon.toml", "", "reference_policy", "r33", ["data/horizon.toml: reference_policy: ", "'r3'?"]),
    "driver": ("correlations.toml", "pair", "driver", "mfu_bas", ["data/correlations.toml: pair: ", "'mfu_base'?"]),
    "follower": ("correlations.toml", "pair", "follower", "mfu_sff", ["data/correlations.toml: pair: ", "'mfu_sft'?"]),
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
    assert (
        "data/labs/minimax.toml: fleet.sources: unknown source 'minimax-h1-2027'. Did you mean 'minimax-h1-2026'?"
        in message
    )


def test_campaigns_overlap_with_campaigns_only(folder: Path) -> None:
    """An overlap with a campaign that is not there is refused."""
    set_key(folder / "campaigns/sep-2026-alibaba.toml", "", "overlaps", '["jun-2026-alibabba"]')
    assert "unknown id among campaigns 'jun-2026-alibabba'. Did you mean 'jun-2026-alibaba'?" in refusal(folder)


def test_campaigns_overlap_with_counts_of_the_same_lab_only(folder: Path) -> None:
    """Two labs' counts never overlap, whatever their windows."""
    set_key(folder / "campaigns/sep-2026-alibaba.toml", "", "overlaps", '["jun-2026-alibaba", "feb-2026-minimax"]')
    message = refusal(folder)
    assert message.startswith("data/campaigns/sep-2026-alibaba.toml: overlaps: the campaign 'feb-2026-minimax'")
    assert message.endswith("belongs to 'minimax', not to 'alibaba'")


def test_an_overlap_is_asked_of_the_newer_file_with_all_that_it_lacks(folder: Path) -> None:
    """A third count over the windows of two earlier ones names both, in the line that would put it right."""
    for month, day in (("jul-2026", "2026-07-01"), ("aug-2026", "2026-08-01")):
        path = copy_record(folder, "campaigns", "jun-2026-alibaba", f"{month}-alibaba")
        for key, value in (("disclosure", f'"{month}"'), ("disclosed", day), ("name", f'"Alibaba, {month}"')):
            set_key(path, "", key, value)
        set_key(path, "", "overlaps", '["jun-2026-alibaba"]' if month == "jul-2026" else "[]")
    message = refusal(folder)
    assert message.startswith("data/campaigns/aug-2026-alibaba.toml: overlaps: its window overlaps that of ")
    assert message.endswith('overlaps = ["jun-2026-alibaba", "jul-2026-alibaba"] is accepted')


def test_a_disclosure_called_after_a_month_was_made_in_it(folder: Path) -> None:
    """The month in the id and the day of the disclosure agree."""
    set_key(folder / "campaigns/jun-2026-alibaba.toml", "", "disclosed", "2026-07-01")
    assert "disclosed: 2026-07-01 is not in the month that 'jun-2026' names" in refusal(folder)


# What happened, and where it is told.
EVENTS = {
    "a disclosure": ("campaigns/openai-2026-09-moonshot.toml", "disclosed"),
    "a rule": ("rules/mar-2026-customer-cap.toml", "announced"),
    "a claim": ("claims/accounts-24000.toml", "made"),
    "a model": ("students/minimax-m3.toml", "released"),
    "a chip": ("chips/h20.toml", "released"),
    "a record": ("labs/stepfun.toml", "as_of"),
}


@pytest.mark.parametrize(("file", "key"), EVENTS.values(), ids=EVENTS)
def test_nothing_happens_after_the_evidence_ends(folder: Path, file: str, key: str) -> None:
    """A later day is refused by file and key, with what to do first."""
    set_key(folder / file, "", key, "2026-12-30")
    message = refusal(folder)
    assert message.startswith(f"data/{file}: {key}: 2026-12-30 lies after the evidence ends")
    assert message.endswith("move evidence_to in data/horizon.toml first")


def test_a_chip_that_is_only_announced_may_come_later_and_a_source_may_be_read_later(folder: Path) -> None:
    """Plans and readings are not evidence of what happened."""
    set_key(folder / "chips/ascend-970.toml", "", "released", "2028-12-30")
    set_key(folder / "sources.toml", "anthropic-2026-02", "accessed", "2026-12-30")
    assert load_catalog(folder).get("chips", "ascend-970").released.year == 2028


def test_a_scenario_overrides_known_assumptions_only(folder: Path) -> None:
    """A scenario that sets a misspelt assumption is refused by its id."""
    append(
        folder / "scenarios/status_quo.toml",
        '[[overrides]]\nname = "keep_shar"\nvalue = 0.5\nreason = "a case of the tests"\n',
    )
    assert (
        "data/scenarios/status_quo.toml: overrides: unknown assumption 'keep_shar'. Did you mean 'keep_share'?"
        in refusal(folder)
    )


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
    set_key(folder / "labs/minimax.toml", "direct_share", "central", "0.9")
    assert "direct_share: the shares of all labs must sum to 1, found 1." in refusal(folder)


def test_weights_of_readings_sum_to_one(folder: Path) -> None:
    """An exchange is one of three things, so a weight left at zero makes less than one."""
    set_key(folder / "assumptions/campaigns.toml", "reading_weight_turn", "central", "0.0")
    assert "reading_weight_*: the weights must sum to 1, found 0." in refusal(folder)
