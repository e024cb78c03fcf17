"""Files that are here already and may serve another question: of this form, and of earlier ones of the organisation."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments import reach
from assess.assessments.models import Assessment, Evidence
from assess.checklists import documents
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion

MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that may be used again; `started` is when its form was begun, and `here` whether it is of this form."""

    id: uuid.UUID
    name: str
    media_type: str
    size: int
    sha256: str
    fact: str
    kind: str
    issued_on: date | None
    at: datetime
    here: bool
    published: Published
    started: datetime


def offered(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, fact: str, now: datetime
) -> tuple[Offered, ...]:
    """List what may be used again at a question, this form's files first, the newest first; each content once.

    What hangs at the question already is left out. At most `MOST`.

    Raises:
        NotFoundError: No such assessment for this actor.
    """
    here = reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    if here.organisation_id is None:
        return ()
    rows = session.execute(
        select(Evidence, Assessment.created_at, ChecklistVersion)
        .join(Assessment, Assessment.id == Evidence.assessment_id)
        .join(ChecklistVersion, ChecklistVersion.id == Assessment.checklist_version_id)
        .where(Assessment.organisation_id == here.organisation_id, reach.visible(actor, now))
        .where(Evidence.removed_at.is_(None))
        .order_by((Evidence.assessment_id == assessment_id).desc(), Evidence.at.desc(), Evidence.id)
    )
    found = (_offered(row[0], row[1], row[2], assessment_id) for row in rows.all())
    return tuple(_each_once(found, fact))[:MOST]


def _offered(row: Evidence, started: datetime, version: ChecklistVersion, assessment_id: uuid.UUID) -> Offered:
    return Offered(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        fact=row.fact,
        kind=row.kind,
        issued_on=row.issued_on,
        at=row.at,
        here=row.assessment_id == assessment_id,
        published=documents.document(version),
        started=started,
    )


def _each_once(found: Iterator[Offered], fact: str) -> Iterator[Offered]:
    """Leave out what the question has already, and what was named before."""
    all_of_them = list(found)
    seen = {one.sha256 for one in all_of_them if one.here and one.fact == fact}
    for one in all_of_them:
        if one.sha256 not in seen:
            seen.add(one.sha256)
            yield one
