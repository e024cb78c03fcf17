"""Attaching files to answers, saying what they are, using them again, replacing them and taking them off."""

import uuid
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.assessments import filing, reach, receiving
from assess.assessments.filing import MOST_BYTES, MOST_FILES, MOST_IN_ALL, Told
from assess.assessments.models import Assessment, Evidence
from assess.assessments.operations import log
from assess.assessments.receiving import Upload
from assess.assessments.workflow import Step
from assess.errors import ForbiddenError, NotFoundError
from assess.scanning import Scanner
from assess.storage import Storage

__all__ = [
    "LIMIT_BYTES",
    "MOST_BYTES",
    "MOST_FILES",
    "MOST_IN_ALL",
    "Upload",
    "attach_evidence",
    "change",
    "remove_evidence",
    "replace_evidence",
    "reuse",
]

LIMIT_BYTES: Final = 20 * 1024 * 1024


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
    scanner: Scanner | None = None,
) -> Evidence:
    """Attach a file to an answer.

    The bytes are checked and stored before the assessment is locked, so that a slow disk holds up nobody.

    Args:
        session: A writing session; its transaction ends before the file is looked at.
        storage: Where files live.
        actor: Who is asking.
        assessment_id: Which assessment.
        fact: The question.
        upload: The file.
        now: The present instant.
        limit: At most so many bytes.
        scanner: What looks for malicious software, where it is set up: then nothing is taken that it has not seen.

    Raises:
        NotFoundError: No such assessment for this actor.
        ForbiddenError: A trial, a role that may not attach, or a state in which nothing may change.
        InvalidError: Not an accepted file, or kind, row, date or pages do not fit; `field` names the part.
        TooLargeError: Longer than the limit.
        UnavailableError: The scanner does not answer.
    """
    found = _enter(session, actor, assessment_id, now)
    made = receiving.Receiver(session, storage, actor, found, now, limit, scanner).receive(fact, upload)
    locked = _take(session, actor, assessment_id, now)
    _place(session, locked, made)
    log(session, locked, actor, "evidence.attached", now, **_said(made))
    return made


def replace_evidence(
    session: Session,
    storage: Storage,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    evidence_id: uuid.UUID,
    upload: Upload,
    now: datetime,
    limit: int = LIMIT_BYTES,
    scanner: Scanner | None = None,
) -> Evidence:
    """Put a new file in the place of an old one in one step; the old bytes stay, as with `remove_evidence`.

    Raises:
        NotFoundError: No such assessment or file for this actor, or it was removed before.
        ForbiddenError: As for `attach_evidence`; so are the others, and then the old file stays.
        InvalidError: The new file cannot be taken.
        TooLargeError: Longer than the limit.
        UnavailableError: The scanner does not answer.
    """
    found = _enter(session, actor, assessment_id, now)
    fact = _present(session, assessment_id, evidence_id).fact
    made = receiving.Receiver(session, storage, actor, found, now, limit, scanner).receive(fact, upload)
    locked = _take(session, actor, assessment_id, now)
    old = _present(session, assessment_id, evidence_id)
    old.removed_at = now
    session.flush()
    _place(session, locked, made)
    log(session, locked, actor, "evidence.replaced", now, before=str(old.id), **_said(made))
    return made


def change(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    evidence_id: uuid.UUID,
    kind: str,
    row_id: str | None,
    issued_on: date | None,
    pages: str,
    now: datetime,
) -> Evidence:
    """Say anew what a file is: its kind, the row it belongs to, its date, and where in it to look.

    Raises:
        NotFoundError: No such assessment or file for this actor, or it was removed before.
        ForbiddenError: A role that may not, or a state in which nothing may change.
        InvalidError: Kind, row, date or pages do not fit; `field` names the part.
    """
    locked = _take(session, actor, assessment_id, now)
    found = _present(session, assessment_id, evidence_id)
    asked, before = filing.question(locked, found.fact), filing.told_of(found)
    told = filing.checked(asked, Told(kind, row_id, issued_on, pages), now)
    if told == before:
        return found
    if told.row_id != before.row_id:
        filing.check_row(session, locked, asked, told.row_id)
    found.kind, found.row_id, found.issued_on, found.pages = told.kind, told.row_id, told.issued_on, told.pages
    session.flush()
    news = {"before": before.plain(), "after": told.plain()}
    log(session, locked, actor, "evidence.changed", now, id=str(found.id), fact=found.fact, **news)
    return found


def reuse(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    evidence_id: uuid.UUID,
    fact: str,
    kind: str,
    row_id: str | None,
    pages: str = "",
    now: datetime,
) -> Evidence:
    """Let a file that is here already serve another answer as well: a row of its own, the same bytes.

    It may hang on any question of this assessment or of another one of the same organisation; its name and its date
    come along.

    Raises:
        NotFoundError: No such assessment or file for this actor, or it was removed.
        ForbiddenError: A role that may not, or a state in which nothing may change.
        InvalidError: Kind, row or pages do not fit, or this very file hangs there already.
    """
    locked = _take(session, actor, assessment_id, now)
    source = filing.reusable(session, actor, locked, evidence_id, now)
    asked = filing.question(locked, fact)
    told = filing.checked(asked, Told(kind, row_id, source.issued_on, pages), now)
    filing.check_new(session, locked, fact, source.sha256, row_id)
    file = receiving.File(source.name, source.media_type, source.size, source.sha256, source.scanned)
    made = receiving.row(file, told, assessment=locked, fact=fact, actor=actor, now=now)
    _place(session, locked, made)
    log(session, locked, actor, "evidence.reused", now, source=str(source.id), **_said(made))
    return made


def remove_evidence(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, evidence_id: uuid.UUID, now: datetime
) -> Evidence:
    """Take a file off; its bytes stay for submissions that rest on it.

    Raises:
        NotFoundError: No such assessment or file for this actor, or it was removed before.
        ForbiddenError: A role that may not, or a state in which nothing may change.
    """
    locked = _take(session, actor, assessment_id, now)
    found = _present(session, assessment_id, evidence_id)
    found.removed_at = now
    log(session, locked, actor, "evidence.removed", now, id=str(evidence_id), fact=found.fact)
    return found


def _enter(session: Session, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Assessment:
    """Find an assessment that takes files from this actor, without locking it."""
    found = reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    if not reach.may(actor, found, Action.ATTACH):
        raise ForbiddenError("assessment.trial-needs-account" if found.trial else "forbidden")
    return found


def _take(session: Session, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Assessment:
    return reach.take(session, actor=actor, assessment_id=assessment_id, action=Action.ATTACH, step=Step.EDIT, now=now)


def _present(session: Session, assessment_id: uuid.UUID, evidence_id: uuid.UUID) -> Evidence:
    found = session.get(Evidence, evidence_id, populate_existing=True)
    if found is None or found.assessment_id != assessment_id or found.removed_at is not None:
        raise NotFoundError
    return found


def _place(session: Session, locked: Assessment, made: Evidence) -> None:
    """Hang a file on its question, if there is room."""
    filing.check_row(session, locked, filing.question(locked, made.fact), made.row_id)
    filing.check_room(session, locked, made)
    session.add(made)
    session.flush()


def _said(made: Evidence) -> dict[str, Any]:
    """Give what the audit log keeps of a file."""
    told = filing.told_of(made).plain()
    return {
        "id": str(made.id),
        "fact": made.fact,
        "name": made.name,
        "sha256": made.sha256,
        "scanned": made.scanned,
    } | told
