"""Passing a review on to the second level, and deciding."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments import figures, snapshot
from assess.assessments.operations import log
from assess.assessments.workflow import Status, Step
from assess.errors import InvalidError
from assess.reviews import case as cases
from assess.reviews import freezing, notices, publishing, scores, verdicts
from assess.reviews.case import Case
from assess.reviews.models import Appeal, Decision, EvidenceVerdict, Review, ReviewMark, ReviewOutcome
from assess.reviews.returning import finish
from assess.reviews.texts import clean, need
from assess.scoring import serial
from assess.scoring.columns import Columns
from assess.values.step import ItemRef

STATEMENT_MAXIMUM: Final = 4000


def forward(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Review:
    """Pass a review on to the second level, once every item that counts is marked.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The state does not allow it, the campaign has one level, or the actor has not taken it up.
        ConflictError: `review.taken`.
        InvalidError: `review.unmarked`, with the `items`.
    """
    case = cases.take(session, actor=actor, assessment_id=assessment_id, step=Step.SECOND_REVIEW)
    require_marked(score(case, marks_of(session, case)))
    ended = finish(case, ReviewOutcome.FORWARDED, Step.SECOND_REVIEW, now)
    log(session, case.assessment, actor, "review.forwarded", now, review=str(ended.id))
    notices.second_review(session, case.campaign, now)
    session.flush()
    return ended


def decide(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    statement: str = "",
    answer: str = "",
    now: datetime,
) -> Decision:
    """Decide: freeze the marks and the score in three columns.

    Args:
        session: A writing session.
        actor: Who has taken it up, on the last level.
        assessment_id: Which assessment.
        statement: What is to be said of the whole; may be empty.
        answer: The answer to an appeal; needed there and ignored elsewhere.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The state does not allow it, another level decides, or the actor has not taken it up.
        ConflictError: `review.taken`.
        InvalidError: `review.unmarked`, with the `items`; an appeal without an answer.
    """
    case = cases.take(session, actor=actor, assessment_id=assessment_id, step=Step.DECIDE)
    said = clean(statement, field="statement", most=STATEMENT_MAXIMUM)
    appeal = _open_appeal(session, case)
    answered = need(answer, "review.answer-missing", field="answer", most=STATEMENT_MAXIMUM) if appeal else ""
    marks = marks_of(session, case)
    columns = score(case, marks)
    require_marked(columns)
    made = _decision(session, case, marks, columns)
    made.statement, made.by, made.at = said, actor.account_id, now  # type: ignore[assignment]  # a reviewer has one
    session.add(made)
    session.flush()
    if appeal is not None:
        appeal.outcome_id, appeal.answer, appeal.answered_at = made.id, answered, now
    finish(case, ReviewOutcome.DECIDED, Step.DECIDE, now)
    figures.record_decision(session, assessment=case.assessment, decision=made, columns=columns, marks=marks)
    log(session, case.assessment, actor, "review.decided", now, **_told(made, appeal))
    session.flush()
    if case.campaign.publish_at_once:
        publishing.make_known(session, case.assessment, case.campaign, made, by=None, now=now)
    return made


def answer_appeal(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, answer: str, statement: str = "", now: datetime
) -> Decision:
    """Answer an appeal with a decision of its own; `decide` says what is refused."""
    return decide(session, actor=actor, assessment_id=assessment_id, statement=statement, answer=answer, now=now)


def marks_of(session: Session, case: Case) -> Sequence[ReviewMark]:
    """Give the marks of all levels."""
    return session.scalars(select(ReviewMark).where(ReviewMark.assessment_id == case.assessment.id)).all()


def score(case: Case, marks: Sequence[ReviewMark]) -> Columns:
    """Score what was submitted with the marks over it."""
    return scores.columns(case.published, case.submission, [scores.mark_of(mark) for mark in marks])


def require_marked(columns: Columns) -> None:
    """Refuse while an item that counts has no mark.

    Raises:
        InvalidError: With the items.
    """
    open_ = unmarked(columns)
    if open_:
        items = tuple(ItemRef(key) for key in open_)
        raise InvalidError("review.unmarked", field="marks", count=len(open_), items=items)


def unmarked(columns: Columns) -> tuple[str, ...]:
    """Name the items that count and have no mark; without any mark, all that count."""
    if columns.reviewed is not None:
        return columns.reviewed.unmarked
    return tuple(item.key for item in columns.claimed.items if item.counted)


def _decision(session: Session, case: Case, marks: Sequence[ReviewMark], columns: Columns) -> Decision:
    files = verdicts.files_of(case.submission)
    judged = session.scalars(select(EvidenceVerdict).where(EvidenceVerdict.evidence_id.in_(files))).all()
    before = cases.last_decision(session, case.assessment.id)
    frozen = snapshot.canonical(freezing.freeze(marks, judged))
    result = snapshot.canonical(serial.columns_to_json(columns))
    return Decision(
        id=uuid.uuid4(),
        assessment_id=case.assessment.id,
        submission_id=case.submission.id,
        number=before.number + 1 if before else 1,
        marks=frozen,
        marks_sha256=snapshot.sha256(frozen),
        result=result,
        result_sha256=snapshot.sha256(result),
        engine=columns.claimed.engine,
    )


def _open_appeal(session: Session, case: Case) -> Appeal | None:
    if case.assessment.status is not Status.APPEALED:
        return None
    of = (Appeal.assessment_id == case.assessment.id) & Appeal.answered_at.is_(None)
    return session.scalars(select(Appeal).where(of)).one()


def _told(made: Decision, appeal: Appeal | None) -> dict[str, object]:
    return {
        "decision": str(made.id),
        "number": made.number,
        "marks_sha256": made.marks_sha256,
        "result_sha256": made.result_sha256,
        "appeal": str(appeal.id) if appeal else None,
    }
