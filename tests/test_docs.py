"""The examples of docs/data.md work as they stand: each is written where the text above it says, loaded and run."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis.calibration import load_inputs
from analysis.catalog import load_catalog
from analysis.scenarios.spec import missing_keys
from tests.catalog.damage import copied_data
from tests.command import DRAWS, ROOT, chipbrief

TEXT = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```toml\n(.*?)```", re.DOTALL)
PLACE = re.compile(r"(At the end of )?`(data/[a-z0-9_/-]+\.toml)`[^`]*$")


@dataclass(frozen=True)
class Example:
    """One block of the text: the file it belongs to, and whether it is added to the end of it."""

    file: str
    added: bool
    text: str

    def write(self, data: Path) -> None:
        """Write it into a copy of data/."""
        path = data.parent / self.file
        before = path.read_text(encoding="utf-8") + "\n" if self.added else ""
        path.write_text(before + self.text, encoding="utf-8")


def examples() -> list[Example]:
    """Every block of TOML with the last path named above it."""
    found = []
    for block in BLOCK.finditer(TEXT):
        place = PLACE.search(TEXT[: block.start()])
        assert place, f"the text above does not say where this goes:\n{block[1]}"
        found.append(Example(place[2], place[1] is not None, block[1]))
    return found


EXAMPLES = examples()


def written(data: Path) -> Path:
    """A copy of data/ with every example in it."""
    for example in EXAMPLES:
        example.write(data)
    return data


def test_every_kind_that_a_newcomer_adds_has_an_example() -> None:
    """A campaign, a chip, a lab with its model, a scenario and a source."""
    folders = {Path(example.file).parts[1] for example in EXAMPLES}
    assert folders == {"campaigns", "chips", "labs", "students", "scenarios", "sources.toml"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.file}{' (added)' if e.added else ''}")
def test_an_example_is_new_and_complete(example: Example) -> None:
    """It is TOML, and unless it is added to a file, it is a file that the data do not have."""
    assert tomllib.loads(example.text)
    assert example.added or not (ROOT / example.file).exists()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.file)
def test_an_example_is_under_ten_lines(example: Example) -> None:
    """Whoever adds one thing writes one file of at most nine lines, none of which needs scrolling."""
    lines = example.text.splitlines()
    assert len(lines) < 10
    assert max(len(line) for line in lines) <= 140


def test_the_data_load_with_each_new_file_alone(tmp_path: Path) -> None:
    """Examples that need no other are valid by themselves; a lab that can be run needs its model."""
    alone = [e for e in EXAMPLES if "/students/" not in e.file and "/labs/" not in e.file]
    assert len(alone) == 4
    for number, example in enumerate(alone):
        data = copied_data(tmp_path / str(number))
        example.write(data)
        load_catalog(data)


def test_the_data_load_with_all_examples_and_the_lab_can_be_run(tmp_path: Path) -> None:
    """With the keys that the text names, the example of a lab lacks nothing."""
    catalog = load_inputs(written(copied_data(tmp_path)))
    assert missing_keys(catalog, catalog.get("labs", "ant-group")) == []


def test_the_keys_that_make_a_lab_runnable_are_those_that_the_text_names() -> None:
    """A lab without any of them lacks exactly what the section lists."""
    catalog = load_inputs()
    bare = catalog.get("labs", "zhipu").model_copy(
        update=dict.fromkeys(("fleet", "last_model", "next_model", "direct_share", "rent_through"))
    )
    section = TEXT.partition("## Add a lab")[2].partition("\n## ")[0]
    assert [key for key in missing_keys(catalog, bare) if f"`{key}`" not in section] == []


@pytest.mark.slow
def test_the_disclosure_of_the_example_runs(project: Path) -> None:
    """In a copy of the project with all examples, the command of the text ends well."""
    written(project / "data")
    arguments = ("run", "status_quo", "--disclosure", "oct-2026")
    assert f"`chipbrief {' '.join(arguments)}`" in TEXT
    ended = chipbrief(*arguments, "--draws", DRAWS, PYTHONPATH=project, PYTHONDONTWRITEBYTECODE=1)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "disclosed.oct-2026-zhipu" in ended.stdout
    ended = chipbrief("list", "campaigns", "oct-2026", PYTHONPATH=project, PYTHONDONTWRITEBYTECODE=1)
    assert "oct-2026-zhipu" in ended.stdout


def test_the_text_says_what_newcomers_stumble_over() -> None:
    """The horizon moves first, a minimum is a floor, an uncited source fails, and the columns of chips are explained."""
    words = (
        "move `evidence_to` in `data/horizon.toml` first",
        "`floor = true`",
        "nothing cites fails `chipbrief check`",
    )
    columns = ("`tpp`", "`h100e_flop`", "`h100e_decode`", "`h100e_bandwidth`")
    assert [part for part in (*words, *columns) if part not in TEXT] == []
