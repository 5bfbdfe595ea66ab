"""A damaged data file ends with 2 and a message that names the file, and nothing is written."""

import pytest

from tests.command import chipbrief, files

pytestmark = pytest.mark.slow


def replaced(old: str, new: str):
    """Puts ``new`` where ``old`` stands in a file."""

    def change(path):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


# File, what happens to it, and what the message must say besides its name.
DAMAGES = {
    "no longer TOML": ("labs/minimax.toml", replaced("=", "=="), ["not valid TOML: "]),
    "not text": ("labs/minimax.toml", lambda path: path.write_bytes(b"\xff\xfe\x00"), ["not valid TOML: "]),
    "misspelt key": (
        "chips/h200.toml",
        replaced("vendor =", "nte = ''\nvendor ="),
        ["unknown key 'nte'", "Did you mean 'note'?"],
    ),
    "misspelt unit": (
        "policies/r3.toml",
        replaced("[gross_ceiling]\n", "[gross_ceiling]\nunit = 'chip'\n"),
        ["'chip'", "'chips'"],
    ),
    "removed": ("sources.toml", lambda path: path.unlink(), ["the file is missing"]),
}


@pytest.mark.parametrize(("name", "damage", "words"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_data_file_is_named_and_nothing_is_written(project, name, damage, words):
    damage(project / "data" / name)
    before = files(project)
    ended = chipbrief("brief", "status_quo", PYTHONPATH=project, PYTHONDONTWRITEBYTECODE=1)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"chipbrief: data/{name}: ")
    assert ended.stderr.count("\n") == 1
    assert [word for word in words if word not in ended.stderr] == []
    assert files(project) == before


def test_a_copy_of_the_project_runs_on_its_own_data(project):
    replaced('name = "MiniMax"', 'name = "Another lab"')(project / "data" / "labs" / "minimax.toml")
    ended = chipbrief("list", "labs", PYTHONPATH=project)
    assert ended.returncode == 0
    assert "Another lab" in ended.stdout
