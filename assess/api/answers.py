"""Answers: read one by one or all, changed under their ETag, with their history."""

import uuid

from fastapi import Response
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.api.deps import Answerer, DbSession, Now, Viewer
from assess.api.etags import NOT_MODIFIED, Changing, Conditions, PreconditionFailedError, Reading, not_modified
from assess.api.loading import FactKey, Seen, fact_of
from assess.api.paging import Page, Pages
from assess.api.routing import make_router
from assess.api.schemas.answers import (
    AnswerIn,
    AnswerOut,
    ChangeOut,
    answer_etag,
    answer_out,
    change_out,
    empty,
)
from assess.assessments import answering, queries
from assess.assessments.history import history
from assess.assessments.queries import Held, Loaded
from assess.assessments.stored import is_empty
from assess.assessments.writing import Change
from assess.errors import ConflictError, InvalidError, NotFoundError

router = make_router("answers")
PATH = "/assessments/{assessment_id}/answers"


@router.get(PATH, name="api-answers", summary="全部填报内容")
def listed(seen: Seen, paging: Pages) -> Page[AnswerOut]:
    """List the answers by the keys of their facts, each with its ETag."""
    given = sorted((key, held) for key, held in seen.answers.items() if not empty(held))
    return paging.cut(
        given, place=lambda one: (one[0],), show=lambda one: answer_out(seen.published.fact(one[0]), one[1])
    )


@router.get(
    f"{PATH}/{{fact}}",
    name="api-answer",
    summary="一个问题的填报内容",
    response_model=AnswerOut,
    responses=NOT_MODIFIED,
)
def one(seen: Seen, fact: FactKey, known: Reading, response: Response) -> AnswerOut | Response:
    """Give one answer; a question without one answers 404."""
    asked, held = fact_of(seen, fact), seen.answers.get(fact)
    etag = answer_etag(held)
    if held is None or etag is None:
        raise NotFoundError
    if known.known(etag):
        return not_modified(etag)
    response.headers["etag"] = etag
    return answer_out(asked, held)


@router.put(f"{PATH}/{{fact}}", name="api-put-answer", summary="填写或修改一个问题")
def put(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Answerer,
    assessment_id: uuid.UUID,
    fact: FactKey,
    body: AnswerIn,
    conditions: Changing,
    now: Now,
    response: Response,
) -> AnswerOut:
    """Save one answer, with the checks, the history and the audit event of the page's save."""
    if is_empty(body.value) and not body.note.strip():
        raise InvalidError("value.empty", field="value")
    saved = _change(session, actor, assessment_id, fact, body, conditions, now)
    response.headers["etag"] = saved.etag
    return saved


@router.delete(f"{PATH}/{{fact}}", name="api-delete-answer", summary="收回一个问题的填报内容", status_code=204)
def delete(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Answerer, assessment_id: uuid.UUID, fact: FactKey, conditions: Changing, now: Now
) -> None:
    """Take an answer back; its history stays."""
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    fact_of(loaded, fact)
    if answer_etag(loaded.answers.get(fact)) is None:
        raise NotFoundError
    _change(session, actor, assessment_id, fact, AnswerIn(value=None), conditions, now)


def _change(  # noqa: PLR0917 - the two routes pass on what they were given
    session: Session,
    actor: Actor,
    assessment_id: uuid.UUID,
    fact: str,
    body: AnswerIn,
    conditions: Conditions,
    now: Now,
) -> AnswerOut:
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    asked, held = fact_of(loaded, fact), loaded.answers.get(fact)
    etag = answer_etag(held)
    conditions.check(etag, theirs=_shown(loaded, fact, held), mine=body)
    change = Change(body.value, body.note, held.revision if held else 0)
    try:
        answering.answer(session, actor=actor, assessment_id=assessment_id, fact=fact, change=change, now=now)
    except ConflictError:
        raise _overtaken(session, actor, assessment_id, fact, body, now) from None
    stored = queries.load(session, actor=actor, assessment_id=assessment_id, now=now).answers[fact]
    return answer_out(asked, stored)


def _shown(loaded: Loaded, fact: str, held: Held | None) -> AnswerOut | None:
    return None if held is None or empty(held) else answer_out(loaded.published.fact(fact), held)


def _overtaken(  # noqa: PLR0917 - one caller
    session: Session, actor: Actor, assessment_id: uuid.UUID, fact: str, body: AnswerIn, now: Now
) -> PreconditionFailedError:
    """Say what somebody else saved between the look and the write."""
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    held = loaded.answers.get(fact)
    return PreconditionFailedError(theirs=_shown(loaded, fact, held), mine=body, etag=answer_etag(held))


@router.get(f"{PATH}/{{fact}}/history", name="api-answer-history", summary="一个问题的修改记录")
def changes(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Viewer, seen: Seen, fact: FactKey, now: Now, paging: Pages
) -> Page[ChangeOut]:
    """List every change of an answer, the oldest first: who, when, from what, to what."""
    fact_of(seen, fact)
    rows = history(session, actor=actor, assessment_id=seen.assessment.id, fact=fact, now=now)
    return paging.cut(rows, place=lambda one: (one[0].revision,), show=lambda one: change_out(*one))
