"""A sound set of content files that a test may spoil."""

import shutil
from pathlib import Path

import pytest

SOUND = Path(__file__).parent.parent / "data" / "checklists"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give a copy of the sound set."""
    return Path(shutil.copytree(SOUND, tmp_path / "content"))
