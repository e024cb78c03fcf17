"""The command line works on the small sound set instead of the shipped one."""

from pathlib import Path

import pytest

from tests.checklists.conftest import content

__all__ = ["content", "installed"]


@pytest.fixture(autouse=True)
def installed(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a copy of the sound set the installed one."""
    monkeypatch.setenv("ASSESS_CHECKLISTS_PATH", str(content))
    return content
