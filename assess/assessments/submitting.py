"""Submitting: completeness, declaration, an immutable snapshot with its score, and a reference number."""

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.assessments import announcing, crosscheck, figures, queries, reach, snapshot
from assess.assessments.models import Assessment, Submission
from assess.assessments.operations import log
from assess.assessments.queries import Loaded
from assess.assessments.save import check_time, locked
from assess.assessments.workflow import Status, Step, open_to
from assess.checklists.lists import ListKind
from assess.clock import to_local
from assess.errors import ConflictError, InvalidError
from assess.scoring import serial
from assess.scoring.asked import completeness
from assess.scoring.columns import Columns, score_columns
from assess.values.step import FactRef

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another when read aloud or copied
_LENGTH: Final = 6
_NAME_MAXIMUM: Final = 100


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission; `new` is False where the same assessment had just been submitted (a second click)."""

    submission: Submission
    new: bool


def submit(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    declared: bool,
    declared_name: str,
    now: datetime,
    expected_state: int | None = None,
    lists: Iterable[ListKind] = (),
) -> Submitted:
    """Submit an assessment.

    Args:
        session: A writing session.
        actor: A respondent or lead of its organisation.
        assessment_id: Which.
        declared: Whether the declaration was ticked.
        declared_name: Who declares.
        now: The present instant; its day in Shanghai is the day everything is judged on.
        expected_state: `Loaded.state` of the check page; where it is given, nobody may have changed anything since.
        lists: The kinds of published lists; what they say otherwise is kept with the answers and stops nobody.

    Returns:
        The submission; a second click gets the first one again.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: A trial, a role that may not submit, or a state that does not allow it.
        InvalidError: `assessment.incomplete` with the parameter `missing`, the facts without an answer; or the
            declaration or its name is missing.
        ConflictError: `stale`: somebody changed something since the check page.
    """
    found = reach.take(session, actor=actor, assessment_id=assessment_id, action=Action.SUBMIT, step=None, now=now)
    if found.status is Status.SUBMITTED:
        return Submitted(_latest(session, found), new=False)
    if not open_to(found.status, Step.SUBMIT):
        raise locked(found.status)
    check_time(found.closes_at, now)
    name = _declaration(declared=declared, declared_name=declared_name)
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    if expected_state is not None and expected_state != loaded.state:
        raise ConflictError("stale", theirs=loaded.state, mine=expected_state)
    as_of = to_local(now).date()
    require_complete(loaded, as_of)
    kinds = tuple(lists)
    frozen = snapshot.take(
        loaded,
        declared_name=name,
        contradicted=crosscheck.found(session, loaded, kinds, loaded.inputs(as_of)),
        consulted=crosscheck.consulted(session, loaded, kinds),
    )
    form, proof = loaded.published.checklist.form, snapshot.proof(loaded.evidence)
    columns = score_columns(form, loaded.inputs(as_of), proof)
    made = _submission(session, loaded, actor, columns, frozen)
    made.at = now
    session.add(made)
    contradictions = len(frozen["contradictions"] or ())
    figures.record_submission(
        session, assessment=found, submission=made, columns=columns, contradictions=contradictions
    )
    found.status, found.submitted_at = reach.following(actor, found, Step.SUBMIT), now
    found.revision += 1
    kept = {"number": made.number, "reference": made.reference, "snapshot_sha256": made.snapshot_sha256}
    log(session, found, actor, "assessment.submitted", now, **kept)
    announcing.submitted(session, found, made, now)
    return Submitted(made, new=True)


def require_complete(loaded: Loaded, as_of: date) -> None:
    """Refuse while a required question that shows has no answer; 不清楚 and missing evidence do not block.

    Raises:
        InvalidError: With the facts that are missing.
    """
    published = loaded.published
    found = completeness(published.checklist.form, published.facts, loaded.inputs(as_of))
    if found.missing:
        missing = tuple(FactRef(key) for key in found.missing)
        raise InvalidError("assessment.incomplete", field="answers", count=len(missing), missing=missing)


def _declaration(*, declared: bool, declared_name: str) -> str:
    name = " ".join(declared_name.split())
    if not declared:
        raise InvalidError("assessment.not-declared", field="declared")
    if not name:
        raise InvalidError("assessment.name-missing", field="declared_name")
    if len(name) > _NAME_MAXIMUM:
        raise InvalidError("assessment.name-too-long", field="declared_name", most=_NAME_MAXIMUM)
    if not name.isprintable():
        raise InvalidError("value.control-character", field="declared_name")
    return name


def _latest(session: Session, assessment: Assessment) -> Submission:
    return session.scalars(
        select(Submission).where(Submission.assessment_id == assessment.id).order_by(Submission.number.desc()).limit(1)
    ).one()


def _submission(
    session: Session, loaded: Loaded, actor: Actor, columns: Columns, frozen: Mapping[str, Any]
) -> Submission:
    """Freeze the content and its score; the instant is set by the caller."""
    text, as_of = snapshot.canonical(frozen), columns.claimed.as_of
    return Submission(
        id=uuid.uuid4(),
        assessment_id=loaded.assessment.id,
        number=len(loaded.submissions) + 1,
        reference=_reference(session, as_of),
        snapshot=text,
        snapshot_sha256=snapshot.sha256(text),
        result=snapshot.canonical(serial.columns_to_json(columns)),
        engine=columns.claimed.engine,
        version_sha256=loaded.sha256,
        as_of=as_of,
        declared_name=frozen["declared_name"],
        by=actor.account_id,
    )


def _reference(session: Session, day: date) -> str:
    """Make a reference such as ZP-20261122-7K3F9Q that is not in use."""
    while True:
        tail = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        reference = f"ZP-{day:%Y%m%d}-{tail}"
        if not session.scalar(select(func.count()).where(Submission.reference == reference)):
            return reference
