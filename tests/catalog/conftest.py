"""A copy of data/ to damage."""

from pathlib import Path

import pytest

from tests.catalog.damage import copied_data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of data/ of a test's own."""
    return copied_data(tmp_path)
