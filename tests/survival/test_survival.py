"""kill -9 in the middle of saving, submitting, importing and migrating leaves the old or the new, never half.

`python -m benchmarks.survival` does hundreds of rounds of the same.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.db import Database
from tests.survival.killing import Nursery
from tests.survival.rounds import ROUNDS, migrating, scene

TIMES = 3


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    with Nursery(tmp_path, random.Random(20261122)) as opened:  # noqa: S311 - moments to kill at, no secret
        yield opened


@pytest.mark.parametrize("work", sorted(ROUNDS))
def test_the_old_or_the_new_and_never_half(database: Database, database_url: str, nursery: Nursery, work: str) -> None:
    role, play = ROUNDS[work]
    here = scene(database, database_url, role)
    assert all(play(here, nursery) > 0 for _ in range(TIMES))


@pytest.mark.parametrize("revision", ["base", "0009", "0016"])
def test_a_killed_migration_is_done_or_not_begun(empty_url: str, nursery: Nursery, revision: str) -> None:
    migrating(empty_url, nursery, revision=revision)
