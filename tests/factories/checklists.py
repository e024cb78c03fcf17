"""A registered checklist version for tests: the small one of tests/data/checklists."""

import functools
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.checklists.definition import Published
from assess.checklists.loader import canonical, digest, load_published
from assess.checklists.models import ChecklistVersion

DATA = Path(__file__).resolve().parents[1] / "data" / "checklists"
KEY = "demo-2020/enterprise"


@functools.cache
def published() -> Published:
    """Give the resolved document."""
    return load_published(DATA, KEY)[0]


def make_version(session: Session) -> ChecklistVersion:
    """Register the document, once a database."""
    document = canonical(published())
    known = session.scalar(select(ChecklistVersion).where(ChecklistVersion.sha256 == digest(document)))
    if known is not None:
        return known
    version = ChecklistVersion(
        key=KEY,
        version="1.0.0",
        sha256=digest(document),
        document=document.decode(),
        published_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    session.add(version)
    session.flush()
    return version
