"""Attaching files to answers, and taking them off again."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.assessments import filetypes, reach
from assess.assessments.models import Answer, Assessment, Evidence
from assess.assessments.operations import log
from assess.assessments.workflow import Step
from assess.checklists import documents
from assess.clock import to_local
from assess.errors import ForbiddenError, InvalidError, NotFoundError
from assess.storage import Storage
from assess.values.fact import Fact

MOST_FILES: Final = 20
LIMIT_BYTES: Final = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it was sent. `kind` is a key of kinds.yaml; `row_id` names a row where the fact is a table."""

    name: str
    content: BinaryIO
    kind: str
    row_id: str | None = None
    issued_on: date | None = None


def attach_evidence(
    session: Session,
    storage: Storage,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    fact: str,
    upload: Upload,
    now: datetime,
    limit: int = LIMIT_BYTES,
) -> Evidence:
    """Attach a file to an answer.

    The bytes are checked and stored before the assessment is locked, so that a slow disk holds up nobody.

    Raises:
        NotFoundError: No such assessment for this actor.
        ForbiddenError: A trial, a role that may not attach, or a state in which nothing may change.
        InvalidError: Not an accepted file, or kind, row or date do not fit; `field` names the part.
        TooLargeError: Longer than the limit.
    """
    found = reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    _permit(actor, found)
    asked = _fact(found, fact)
    _check(asked, upload, now)
    name = filetypes.clean_name(upload.name)
    kind = filetypes.recognise(name, upload.content)
    session.commit()  # nothing was written: this only ends the transaction before the file is written
    stored = storage.put(upload.content, limit=limit)
    locked = reach.take(
        session, actor=actor, assessment_id=assessment_id, action=Action.ATTACH, step=Step.EDIT, now=now
    )
    _check_place(session, locked, asked, upload)
    made = Evidence(
        id=uuid.uuid4(),
        assessment_id=assessment_id,
        fact=fact,
        row_id=upload.row_id,
        kind=upload.kind,
        name=name,
        media_type=kind.media_type,
        size=stored.size,
        sha256=stored.key,
        issued_on=upload.issued_on,
        by=actor.account_id,
        at=now,
    )
    session.add(made)
    log(session, locked, actor, "evidence.attached", now, id=str(made.id), fact=fact, name=name, sha256=stored.key)
    return made


def remove_evidence(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, evidence_id: uuid.UUID, now: datetime
) -> Evidence:
    """Take a file off; its bytes stay for submissions that rest on it.

    Raises:
        NotFoundError: No such assessment or file for this actor, or it was removed before.
        ForbiddenError: A role that may not, or a state in which nothing may change.
    """
    locked = reach.take(
        session, actor=actor, assessment_id=assessment_id, action=Action.ATTACH, step=Step.EDIT, now=now
    )
    found = session.get(Evidence, evidence_id)
    if found is None or found.assessment_id != assessment_id or found.removed_at is not None:
        raise NotFoundError
    found.removed_at = now
    log(session, locked, actor, "evidence.removed", now, id=str(evidence_id), fact=found.fact)
    return found


def _permit(actor: Actor, assessment: Assessment) -> None:
    if not reach.may(actor, assessment, Action.ATTACH):
        raise ForbiddenError("assessment.trial-needs-account" if assessment.trial else "forbidden")


def _fact(assessment: Assessment, key: str) -> Fact:
    try:
        return documents.document(assessment.version).fact(key)
    except KeyError:
        raise InvalidError("answer.unknown-fact", field=key, given=key) from None


def _check(asked: Fact, upload: Upload, now: datetime) -> None:
    if upload.kind not in asked.evidence:
        raise InvalidError("evidence.kind", field="kind")
    if upload.issued_on is not None and upload.issued_on > to_local(now).date():
        raise InvalidError("evidence.issued-on", field="issued_on")


def _check_place(session: Session, assessment: Assessment, asked: Fact, upload: Upload) -> None:
    here = (Evidence.assessment_id == assessment.id) & (Evidence.fact == asked.key) & Evidence.removed_at.is_(None)
    if (session.scalar(select(func.count()).where(here)) or 0) >= MOST_FILES:
        raise InvalidError("evidence.too-many", field="file", most=MOST_FILES)
    if upload.row_id is not None and upload.row_id not in _rows(session, assessment, asked):
        raise InvalidError("evidence.no-such-row", field="row_id")


def _rows(session: Session, assessment: Assessment, asked: Fact) -> set[str]:
    """Give the ids of the rows that are stored in a table answer."""
    answer = session.get(Answer, (assessment.id, asked.key))
    if asked.type != "table" or answer is None or answer.value is None:
        return set()
    rows = json.loads(answer.value)
    return {row["id"] for row in rows} if isinstance(rows, list) else set()
