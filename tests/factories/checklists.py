"""A registered checklist version for tests: the small one of tests/data/checklists."""

import dataclasses
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
    return register_version(session, published())


def register_version(session: Session, document: Published, number: str | None = None) -> ChecklistVersion:
    """Register a document, once a database, under another number if one is given."""
    if number is not None:
        document = dataclasses.replace(document, checklist=dataclasses.replace(document.checklist, version=number))
    text = canonical(document)
    known = session.scalar(select(ChecklistVersion).where(ChecklistVersion.sha256 == digest(text)))
    if known is not None:
        return known
    version = ChecklistVersion(
        key=document.key,
        version=document.checklist.version,
        sha256=digest(text),
        document=text.decode(),
        published_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    session.add(version)
    session.flush()
    return version
