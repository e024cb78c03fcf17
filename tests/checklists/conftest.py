"""A sound set of content files that a test may spoil, and what the tests of a shipped measure are about."""

import shutil
from pathlib import Path

import pytest

from assess.checklists.definition import Measure, Published
from assess.checklists.loader import SHIPPED, load_measure, load_published
from tests.checklists.measures import AUDIENCES

SOUND = Path(__file__).parent.parent / "data" / "checklists"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give a copy of the sound set."""
    return Path(shutil.copytree(SOUND, tmp_path / "content"))


@pytest.fixture(scope="module")
def measure(request: pytest.FixtureRequest) -> Measure:
    """Give the shipped measure that a test file is about: its MEASURE."""
    return load_measure(SHIPPED, request.module.MEASURE)


@pytest.fixture(scope="module")
def enterprise(request: pytest.FixtureRequest) -> Published:
    """Give its first checklist for enterprises."""
    return load_published(SHIPPED, f"{request.module.MEASURE}/enterprise", "1.0.0")[0]


@pytest.fixture(scope="module")
def district(request: pytest.FixtureRequest) -> Published:
    """Give its first checklist for districts."""
    return load_published(SHIPPED, f"{request.module.MEASURE}/district", "1.0.0")[0]


@pytest.fixture(params=AUDIENCES)
def published(request: pytest.FixtureRequest) -> Published:
    """Give each of the two."""
    return load_published(SHIPPED, f"{request.module.MEASURE}/{request.param}", "1.0.0")[0]
