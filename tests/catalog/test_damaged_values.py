"""One damaged value in a copy of data/ is refused, with a message that names the file, the key and what is wrong.

Each row sets one key (or removes it) in one table of one file, and lists what the message must say.
"""

from pathlib import Path

import pytest

from analysis.catalog import InputError, load_catalog
from tests.catalog.damage import REMOVED, set_key

FLEET = ("labs/minimax.toml", "fleet")  # H100e: positive, so lognormal with a range
SHARE = ("labs/minimax.toml", "direct_share")  # share: exact, judged
MEMORY = ("chips/h100.toml", "memory")  # GB: exact, stated
CEILING = ("policies/r3.toml", "gross_ceiling")  # chips: a count, which may be zero
INPUT = ("assumptions/teacher.toml", "price_input_over_output")  # ratio: exact, derived
KEEP = ("assumptions/campaigns.toml", "keep_share")  # share: logit with a range
STATED = ("assumptions/teacher.toml", "reference_active_params")  # params: exact, stated
CHANCE = ("postures/ration.toml", "any_in_12_months")  # probability: logit with a range

UNKNOWN = {
    "key of a number": (*FLEET, "centrall", "1.0", ["unknown key 'centrall'", "Did you mean 'central'?", "fleet"]),
    "key of a record": ("labs/minimax.toml", "", "last_modle", '"x"', ["'last_modle'", "Did you mean 'last_model'?"]),
    "key far from any": ("labs/minimax.toml", "", "zzz", "1", ["unknown key 'zzz'", "Accepted: ", "final_run_share"]),
    "key of an assumption": (*KEEP, "hihg", "1.0", ["keep_share", "'hihg'", "Did you mean 'high'?"]),
    "key of a source": ("sources.toml", "anthropic-2026-02", "publishr", '"x"', ["Did you mean 'publisher'?"]),
    "key of the horizon": ("horizon.toml", "", "month", "36", ["unknown key 'month'", "Did you mean 'months'?"]),
    "key of a pair": ("correlations.toml", "pair", "reasn", '"x"', ["pair.0", "Did you mean 'reason'?"]),
    "unit": (*FLEET, "unit", '"H100"', ["fleet.unit", "'H100'", "Did you mean 'H100e'?"]),
    "shape": (*FLEET, "shape", '"lognormall"', ["fleet.shape", "Did you mean 'lognormal'?"]),
    "basis": (*FLEET, "basis", '"judge"', ["fleet.basis", "Did you mean 'judged'?", "derived", "stated"]),
    "grade": (*FLEET, "grade", '"D"', ["fleet.grade", "unknown value 'D'", "Accepted: A, B, C."]),
    "role": ("labs/minimax.toml", "", "role", '"labs"', ["role", "Did you mean 'lab'?"]),
    "way of reading": ("sources.toml", "anthropic-2026-02", "read", '"ful"', ["read", "Did you mean 'full'?"]),
}

RANGES = {
    "low above central": (*FLEET, "low", "9e9", ["fleet", "low <= central <= high does not hold", "9000000000.0"]),
    "high below central": (*FLEET, "high", "18000", ["fleet", "low <= central <= high does not hold", "18000.0"]),
    "half a range": (*FLEET, "high", REMOVED, ["fleet", "give both low and high, or neither"]),
    "the other half": (*FLEET, "low", REMOVED, ["fleet", "give both low and high, or neither"]),
    "not a number": (*FLEET, "central", "nan", ["fleet", "must be finite numbers"]),
    "without bound": (*FLEET, "high", "inf", ["fleet", "must be finite numbers"]),
    "text for a number": (*FLEET, "central", '"24500"', ["fleet.central", "found '24500'"]),
    "false for a number": (*FLEET, "central", "false", ["fleet.central: found false, a number is accepted"]),
    "number for a date": ("students/minimax-m3.toml", "", "released", "0", ["released", "found 0"]),
    "word for a yes": ("students/minimax-m3.toml", "", "open_weights", '"no"', ["open_weights", "found 'no'"]),
    "unit of another field": (*FLEET, "unit", '"chips"', ["labs/minimax.toml", "fleet", "'H100e' is accepted"]),
    "address of another kind": ("sources.toml", "anthropic-2026-02", "url", '"ftp://x"', ["url", "https"]),
    "empty title": ("sources.toml", "anthropic-2026-02", "title", '""', ["title", "found ''"]),
    "read before it was": ("sources.toml", "anthropic-2026-02", "accessed", "2020-01-01", ["2020-01-01", "before"]),
    "uniform off its middle": ("assumptions/supply.toml", "substitution", "central", "0.01", ["middle", "found 0.01"]),
    "text": (*FLEET, "central", '"many"', ["fleet.central", "found 'many'"]),
    "share above one": (*SHARE, "central", "1.2", ["direct_share", "between 0 and 1", "found 1.2"]),
    "share below zero": (*SHARE, "central", "-0.1", ["direct_share", "'share'", "at least zero", "-0.1"]),
    "share range up to one": (*KEEP, "high", "1.0", ["keep_share", "strictly inside", "found 1.0"]),
    "share range from zero": (*KEEP, "low", "0.0", ["keep_share", "'logit' needs values above zero", "found 0.0"]),
    "chance above one": (*CHANCE, "high", "1.5", ["any_in_12_months", "between 0 and 1", "found 1.5"]),
    "no memory": (*MEMORY, "central", "0", ["memory", "'GB' needs values above zero", "found 0"]),
    "count below zero": (*CEILING, "low", "-1", ["gross_ceiling", "above zero", "found -1"]),
}

SHAPES = {
    "logit for a positive unit": (
        *FLEET,
        "shape",
        '"logit"',
        ["fleet", "'logit' is not legal", "'H100e'", "lognormal"],
    ),
    "lognormal for a share": (*KEEP, "shape", '"lognormal"', ["keep_share", "not legal", "'share'", "logit, point"]),
    "uniform for a chance": (*CHANCE, "shape", '"uniform"', ["any_in_12_months", "not legal", "'probability'"]),
    "point with a range": (*FLEET, "shape", '"point"', ["fleet", "'point' takes no range"]),
    "shape without a range": (*MEMORY, "shape", '"lognormal"', ["memory", "'lognormal' needs low and high"]),
    "p_zero elsewhere": (*CEILING, "p_zero", "0.1", ["gross_ceiling", "p_zero belongs to shape 'zero_or_lognormal'"]),
    "no p_zero": (*CEILING, "shape", '"zero_or_lognormal"', ["gross_ceiling", "p_zero belongs to shape"]),
}

PROVENANCE = {
    "no date": (*KEEP, "as_of", REMOVED, ["keep_share.as_of", "missing"]),
    "no date of a record": ("labs/minimax.toml", "", "as_of", REMOVED, ["as_of", "missing"]),
    "no such day": (*FLEET, "as_of", '"2026-02-30"', ["fleet.as_of", "2026-02-30"]),
    "a day after the evidence": (*FLEET, "as_of", "2026-11-01", ["labs/minimax.toml: fleet.as_of: 2026-11-01 lies after the evidence ends"]),
    "a floor with a range": (*KEEP, "floor", "true", ["keep_share", "a floor is one figure"]),
    "inputs of a stated number": (*STATED, "inputs", '["keep_share"]', ["has sources, not inputs"]),
    "an unknown input": (*KEEP, "inputs", '["occupanci"]', ["unknown input", "Did you mean 'occupancy'?"]),
    "an unknown part of the model": (*KEEP, "awaits", '"suply"', ["awaits", "Did you mean 'supply'?"]),
    "no unit": (*KEEP, "unit", REMOVED, ["keep_share.unit", "missing"]),
    "no basis": (*KEEP, "basis", REMOVED, ["keep_share.basis", "missing"]),
    "no grade": (*KEEP, "grade", REMOVED, ["keep_share.grade", "missing"]),
    "judged without note": (*SHARE, "note", REMOVED, ["direct_share", "a judged value needs a note"]),
    "stated without source": (*STATED, "sources", REMOVED, ["reference_active_params", "a stated value needs at least one source"]),
    "derived without source": (*INPUT, "sources", "[]", ["price_input_over_output", "a derived value needs at least one source"]),
    "source without address": ("sources.toml", "anthropic-2026-02", "url", REMOVED, ["anthropic-2026-02.url", "missing"]),
    "correlation of one": ("correlations.toml", "pair", "rho", "1.0", ["pair.0.rho", "less than 1"]),
    "correlation without reason": ("correlations.toml", "pair", "reason", '"so"', ["pair.0.reason", "found 'so'"]),
    "no months": ("horizon.toml", "", "months", "0", ["months", "greater than 0"]),
    # 1,979 is the sparse 16-bit figure of an H100: 1,979 / 1,979 = 1, where dense figures differ by a factor of two.
    # 3,958 is its sparse 8-bit figure: 3,958 / 989.5 = 4.
    "a sparse 8-bit figure": ("chips/h100.toml", "dense_8bit", "central", "3958e12", ["4.00 times", "a sparse figure among the dense ones?"]),
    "a sparse figure": ("chips/h100.toml", "dense_16bit", "central", "1979e12", ["1.00 times", "a sparse figure among the dense ones?"]),
}  # fmt: skip

# A figure in tera or in billions, without its factor: 148 x 1e12 = 1.48e14, 32 x 1e9 = 3.2e10.
MAGNITUDES = {
    "speed in tera": ("chips/h20.toml", "dense_16bit", "central", "148", ["dense_16bit: found 148, 1e12 to 1e17 FLOP/s is accepted; is 148e12 meant?"]),
    "speed in peta": ("chips/h20.toml", "dense_16bit", "central", "148e15", ["dense_16bit: found 1.48e+17, 1e12 to 1e17 FLOP/s"]),
    "memory in bytes": (*MEMORY, "central", "80e9", ["memory: found 80000000000, 1 to 2000 GB is accepted"]),
    "bandwidth in tera": ("chips/h20.toml", "memory_bandwidth", "central", "4", ["memory_bandwidth: found 4, 10 to 100000 GB/s"]),
    "die in square centimetres": ("chips/h20.toml", "die_area", "central", "8.14", ["die_area: found 8.14, 50 to 5000 mm2"]),
    "power in kilowatts": ("chips/h20.toml", "power", "central", "0.4", ["power: found 0.4, 10 to 5000 W"]),
    "price in thousands": ("chips/h20.toml", "price", "low", "9", ["price: found 9, 100 to 1000000 USD/chip"]),
    "parameters in billions": ("students/kimi-k2.toml", "active_params", "central", "32", ["active_params: found 32, 1e8 to 1e14 params", "is 32e12 or 32e9 meant?"]),
    "tokens in trillions": ("students/kimi-k2.toml", "pretrain_tokens", "central", "15.5", ["pretrain_tokens: found 15.5, 1e9 to 1e15 tokens", "15.5e12"]),
    "half an exchange": ("campaigns/jun-2026-alibaba.toml", "exchanges", "central", "0.5", ["exchanges: found 0.5, at least 1 exchanges is accepted"]),
}  # fmt: skip

FORMS = {
    "text for a list": ("labs/minimax.toml", "", "sources", '"minimax-h1-2026"', ["sources: found 'minimax-h1-2026', a list such as [\"...\"] is accepted"]),
    "no item": ("labs/minimax.toml", "", "sources", "[]", ["sources: found a list, at least one item is accepted"]),
    "list for a number": ("labs/minimax.toml", "", "fleet", "[24500]", ["fleet: found a list, a number or a table is accepted"]),
    "date in quotes": ("students/minimax-m3.toml", "", "released", '"2026-06-01"', ["released: found '2026-06-01', a date without quotes such as 2026-02-23"]),
    "address without https": ("sources.toml", "anthropic-2026-02", "url", '"www.x.org"', ["url: found 'www.x.org', an address that begins with https:// is accepted"]),
    "number for text": ("labs/minimax.toml", "", "name", "1", ["name: found 1, text in quotes is accepted"]),
    "capitals in an id": ("labs/minimax.toml", "", "last_model", '"M 2"', ["a name of lower-case letters, digits, - and _ is accepted"]),
    "prompts with exchanges": ("campaigns/jun-2026-alibaba.toml", "", "counts", '"prompts"', ["counts: found 'prompts' beside exchanges"]),
    "exchanges without a count": ("campaigns/jun-2026-alibaba.toml", "", "exchanges", REMOVED, ["exchanges: this key is missing", 'counts = "none" is accepted']),
}  # fmt: skip

TABLE = [
    pytest.param(*row, id=f"{group}: {what}")
    for group, rows in {
        "unknown": UNKNOWN,
        "range": RANGES,
        "shape": SHAPES,
        "provenance": PROVENANCE,
        "magnitude": MAGNITUDES,
        "form": FORMS,
    }.items()
    for what, row in rows.items()
]


@pytest.mark.parametrize(("file", "table", "key", "value", "says"), TABLE)
def test_a_damaged_value_is_refused_by_file_and_key(
    folder: Path, file: str, table: str, key: str, value: str | None, says: list[str]
) -> None:
    """The message names the file and what is wrong with the key, and holds no path of this machine."""
    set_key(folder / file, table, key, value)
    with pytest.raises(InputError) as caught:
        load_catalog(folder)
    message = str(caught.value)
    assert [text for text in (Path(file).name, *says) if text not in message] == [], message
    assert str(folder.parent) not in message


def test_a_required_key_that_is_misspelt_is_unknown_before_it_is_missing(folder: Path) -> None:
    """The nearest match of the unknown key is the one that is missing; nothing of the record is printed."""
    path = folder / "campaigns/jun-2026-alibaba.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("disclosed =", "disclosd ="), encoding="utf-8")
    with pytest.raises(InputError, match=r"unknown key 'disclosd'\. Did you mean 'disclosed'\?") as caught:
        load_catalog(folder)
    assert str(caught.value).startswith("data/campaigns/jun-2026-alibaba.toml: disclosd: ")
    assert "{" not in str(caught.value)


def test_every_number_of_the_data_is_of_a_plausible_magnitude() -> None:
    """Chips, models and counts have limits, and all numbers of the data lie inside them with room to spare."""
    bounded = set()
    for records in load_catalog().kinds.values():
        for found in records.values():
            for field, info in type(found).model_fields.items():
                limits = (info.json_schema_extra or {}).get("plausible")
                if limits and (number := getattr(found, field)):
                    bounded.add(field)
                    assert limits[0] <= number.central <= limits[1]
    assert {"dense_16bit", "memory", "price", "active_params", "pretrain_tokens", "exchanges"} < bounded


def test_an_undamaged_copy_loads(folder: Path) -> None:
    """A key set to the value it has changes nothing: what the table above refuses is the damage, not the copying."""
    original = load_catalog(folder).register["minimax.fleet"]
    again = folder.parent / "again"
    folder.rename(again)
    set_key(again / "labs/minimax.toml", "fleet", "unit", f'"{original.unit}"')
    assert load_catalog(again).register["minimax.fleet"] == original
