"""environment.yml, requirements.lock and pyproject.toml tell one story, and every dependency has a reason."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from rattler import MatchSpec, Version, VersionSpec

ROOT = Path(__file__).resolve().parent.parent
NAMED = ("jupyterlab", "pandas", "matplotlib", "statsmodels", "papermill", "pytest")
PINNED = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;]+)(?: ; (?P<marker>.+?))?(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)"
)


def conda_environment() -> dict:
    """The content of environment.yml."""
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def conda_specs() -> dict[str, MatchSpec]:
    """Each conda package of environment.yml, parsed strictly, by name; a package named twice is an error."""
    texts = [entry for entry in conda_environment()["dependencies"] if isinstance(entry, str)]
    specs = {text.split()[0]: MatchSpec(text, strict=True) for text in texts}
    assert len(specs) == len(texts), f"environment.yml names a package twice: {texts}"
    return specs


def lock_text() -> str:
    """The text of requirements.lock."""
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def lock_requirements() -> list[str]:
    """The requirements of the lock, each on one line, without comments."""
    lines = [line for line in lock_text().splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [" ".join(line.split()) for line in joined.splitlines() if line.strip()]


def locked_versions(name: str) -> list[str]:
    """Every version the lock holds of a package: one, or one for each marker."""
    matches = [PINNED.fullmatch(line) for line in lock_requirements()]
    return [match["version"] for match in matches if match and match["name"] == name]


def satisfies(name: str, version: str) -> bool:
    """Whether a version of a package meets its conda spec, as conda compares versions."""
    return VersionSpec(conda_specs()[name].version, strict=True).matches(Version(version))


def pyproject() -> dict:
    """The [project] table of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def declared_requirements() -> list[str]:
    """Every requirement of pyproject.toml, extras included, without spaces."""
    project = pyproject()
    extras = [requirement for group in project["optional-dependencies"].values() for requirement in group]
    return sorted({requirement.replace(" ", "") for requirement in project["dependencies"] + extras})


def test_environment_names_the_project_and_one_channel():
    environment = conda_environment()
    assert environment["name"] == "chipbrief"
    assert environment["channels"] == ["conda-forge"]


def test_environment_holds_the_named_packages_and_no_others():
    assert set(conda_specs()) == {"python", "pip", *NAMED}


def test_pip_section_installs_the_project_alone():
    sections = [entry for entry in conda_environment()["dependencies"] if not isinstance(entry, str)]
    assert sections == [{"pip": ["-e ."]}]


def test_strict_parsing_refuses_an_ambiguous_spec():
    with pytest.raises(Exception, match="missing range specifier"):
        MatchSpec("pandas 2.2", strict=True)


@pytest.mark.parametrize("name", NAMED)
def test_locked_versions_satisfy_the_conda_spec(name):
    versions = locked_versions(name)
    assert versions, f"requirements.lock has no {name}"
    assert [version for version in versions if not satisfies(name, version)] == []


@pytest.mark.parametrize("name", NAMED)
def test_conda_spec_has_teeth(name):
    assert not satisfies(name, "0.0.1")


@pytest.mark.parametrize("name", NAMED)
def test_conda_bounds_are_those_of_the_project(name):
    assert f"{name}{conda_specs()[name].version}" in declared_requirements()


def test_conda_python_is_that_of_the_project():
    assert str(conda_specs()["python"].version) == pyproject()["requires-python"].replace(" ", "")


def test_lock_holds_no_address():
    assert [line for line in lock_text().splitlines() if "://" in line] == []


def test_every_requirement_of_the_lock_is_pinned_and_hashed():
    requirements = lock_requirements()
    assert len(requirements) > len(NAMED)
    assert [line.split(" --hash")[0] for line in requirements if not PINNED.fullmatch(line)] == []


def test_lock_holds_every_declared_dependency():
    names = [re.match(r"[A-Za-z0-9._-]+", requirement)[0] for requirement in declared_requirements()]
    assert [name for name in names if not locked_versions(name.lower())] == []


def test_every_declared_dependency_has_its_reason():
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    reasons = dict(re.findall(r"^\| `([^`]+)` \| (\S.*?) \|$", page, flags=re.MULTILINE))
    names = [re.match(r"[A-Za-z0-9._-]+", requirement)[0] for requirement in declared_requirements()]
    assert sorted(names) == sorted(reasons)
