"""What a reviewer does: marks, verdicts on files, the steps from taking up to the decision."""

import uuid
from typing import Annotated

from fastapi import Path, Request, Response
from starlette.responses import StreamingResponse

from assess.access.actor import Actor
from assess.api.deps import DbSession, Files, Language, Now
from assess.api.etags import NOT_MODIFIED, Changing, PreconditionFailedError, Reading, not_modified
from assess.api.files import file_answer, file_responses
from assess.api.once import Made, OnceOnly
from assess.api.reviews import OnDesk, Reviewer, fresh, item_of, mark_etag
from assess.api.routing import make_router
from assess.api.schemas.base import SHORT
from assess.api.schemas.reviewing import (
    AcceptIn,
    DecideIn,
    MarkIn,
    ReturnIn,
    ReviewFileOut,
    ReviewMarkOut,
    TakeOverIn,
    VerdictIn,
    files_out,
    mark_out,
)
from assess.api.schemas.reviews import DeskOut, desk_out
from assess.assessments.bundles.zipping import pieces
from assess.assessments.filetypes import TYPES
from assess.errors import ConflictError, NotFoundError
from assess.reviews import bundling, operations
from assess.reviews.desk import Desk, MarkRow

router = make_router("reviews")
ONE = "/reviews/{assessment_id}"
MARK = ONE + "/items/{item}/mark"
FILE = ONE + "/evidence/{evidence_id}"
ItemKey = Annotated[str, Path(max_length=SHORT)]
MEDIA_TYPES = tuple(dict.fromkeys(kind.media_type for kind in TYPES.values()))


@router.get(
    MARK, name="api-mark", summary="本级对一个评价要点的评定", response_model=ReviewMarkOut, responses=NOT_MODIFIED
)
def shown(found: OnDesk, item: ItemKey, known: Reading, response: Response) -> ReviewMarkOut | Response:
    """Give what the level that is due says of an item; 404 where it says nothing."""
    mark = _mark(found, item)
    etag = mark_etag(mark)
    if mark is None or etag is None:
        raise NotFoundError
    if known.known(etag):
        return not_modified(etag)
    response.headers["etag"] = etag
    return mark_out(mark)


def _mark(found: Desk, item: str) -> MarkRow | None:
    return found.mark(item_of(found, item).key, found.level or 0)


@router.put(MARK, name="api-put-mark", summary="评定一个评价要点")
def put(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Reviewer,
    found: OnDesk,
    item: ItemKey,
    body: MarkIn,
    conditions: Changing,
    now: Now,
    response: Response,
) -> ReviewMarkOut:
    """Mark an item on the level that is due, with the checks and the audit event of the page."""
    before, here = _mark(found, item), found.assessment.id
    conditions.check(mark_etag(before), theirs=mark_out(before) if before else None, mine=body)
    expected = before.revision if before else 0
    try:
        operations.put_mark(
            session, actor=actor, assessment_id=here, item=item, change=body.change(), expected=expected, now=now
        )
    except ConflictError as error:
        raise _overtaken(error, _mark(fresh(session, actor, here, now), item), body) from None
    made = _mark(fresh(session, actor, here, now), item)
    response.headers["etag"] = mark_etag(made) or ""
    return mark_out(made)  # type: ignore[arg-type]  # it was just written


@router.delete(MARK, name="api-delete-mark", summary="收回评定", status_code=204)
def clear(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Reviewer, found: OnDesk, item: ItemKey, conditions: Changing, now: Now
) -> None:
    """Take back what this level says of an item."""
    before = _mark(found, item)
    if before is None:
        raise NotFoundError
    conditions.check(mark_etag(before), theirs=mark_out(before))
    here = found.assessment.id
    try:
        operations.clear_mark(session, actor=actor, assessment_id=here, item=item, expected=before.revision, now=now)
    except ConflictError as error:
        raise _overtaken(error, _mark(fresh(session, actor, here, now), item), None) from None


def _overtaken(error: ConflictError, stored: MarkRow | None, mine: MarkIn | None) -> Exception:
    """Say what somebody else saved between the look and the write; other conflicts stay what they are."""
    if error.message != "stale":
        return error
    return PreconditionFailedError(theirs=mark_out(stored) if stored else None, mine=mine, etag=mark_etag(stored))


@router.put(f"{FILE}/verdict", name="api-put-verdict", summary="评定一份佐证材料")
def judge(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Reviewer, assessment_id: uuid.UUID, evidence_id: uuid.UUID, body: VerdictIn, now: Now
) -> ReviewFileOut:
    """Say whether a file proves anything."""
    said = body.model_dump()
    operations.judge_file(session, actor=actor, assessment_id=assessment_id, evidence_id=evidence_id, now=now, **said)
    return next(one for one in files_out(fresh(session, actor, assessment_id, now)) if one.id == evidence_id)


@router.delete(f"{FILE}/verdict", name="api-delete-verdict", summary="收回对材料的评定", status_code=204)
def unjudge(session: DbSession, actor: Reviewer, assessment_id: uuid.UUID, evidence_id: uuid.UUID, now: Now) -> None:
    """Take back what this level says of a file; where there is nothing, there is nothing to do."""
    operations.judge_file(
        session, actor=actor, assessment_id=assessment_id, evidence_id=evidence_id, verdict=None, now=now
    )


@router.get(
    f"{FILE}/content",
    name="api-review-file",
    summary="下载一份佐证材料",
    response_class=Response,
    responses=file_responses(*MEDIA_TYPES),
)
def content(  # noqa: PLR0917 - a route's parameters are its contract
    request: Request,
    session: DbSession,
    actor: Reviewer,
    assessment_id: uuid.UUID,
    evidence_id: uuid.UUID,
    storage: Files,
    known: Reading,
    now: Now,
) -> Response:
    """Give a file that was handed in; that it was read is written down first."""
    session.commit()  # one connection at a time
    with request.app.state.database.write() as own:
        found = operations.evidence(own, actor=actor, assessment_id=assessment_id, evidence_id=evidence_id, now=now)
        key, media_type, name = found.sha256, found.media_type, found.name
        own.commit()
    return file_answer(storage, key, media_type=media_type, name=name, known=known)


@router.get(
    f"{ONE}/evidence.zip",
    name="api-review-bundle",
    summary="下载全部佐证材料",
    response_class=Response,
    responses={200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}},
)
def bundle(  # noqa: PLR0917 - a route's parameters are its contract
    request: Request,
    session: DbSession,
    actor: Reviewer,
    assessment_id: uuid.UUID,
    storage: Files,
    locale: Language,
    now: Now,
) -> Response:
    """Give every file of the submission with a numbered index; that it was taken away is written down first."""
    session.commit()  # one connection at a time
    with request.app.state.database.write() as own:
        found = bundling.bundle(own, actor=actor, assessment_id=assessment_id, locale=locale, now=now)
        own.commit()
    headers = {"content-disposition": 'attachment; filename="evidence.zip"'}
    return StreamingResponse(pieces(found, storage), media_type="application/zip", headers=headers)


@router.post(f"{ONE}/take-up", name="api-take-up", summary="受理")
def take_up(session: DbSession, actor: Reviewer, assessment_id: uuid.UUID, now: Now) -> DeskOut:
    """Take up what waits; whoever has it already gets it again."""
    operations.take_up(session, actor=actor, assessment_id=assessment_id, now=now)
    return _desk(session, actor, assessment_id, now)


@router.post(f"{ONE}/take-over", name="api-take-over", summary="接手")
def take_over(session: DbSession, actor: Reviewer, assessment_id: uuid.UUID, body: TakeOverIn, now: Now) -> DeskOut:
    """Take over from somebody else, with the reason."""
    operations.take_over(session, actor=actor, assessment_id=assessment_id, reason=body.reason, now=now)
    return _desk(session, actor, assessment_id, now)


@router.post(f"{ONE}/accept", name="api-accept", summary="批量同意")
def accept(session: DbSession, actor: Reviewer, assessment_id: uuid.UUID, body: AcceptIn, now: Now) -> DeskOut:
    """Mark items with their self scores, where the proof is there and nothing contradicts; all or none."""
    operations.accept(session, actor=actor, assessment_id=assessment_id, items=body.items, now=now)
    return _desk(session, actor, assessment_id, now)


@router.post(f"{ONE}/return", name="api-return", summary="退回")
def send_back(session: DbSession, actor: Reviewer, assessment_id: uuid.UUID, body: ReturnIn, now: Now) -> DeskOut:
    """Send the form back to be mended, item by item."""
    operations.send_back(session, actor=actor, assessment_id=assessment_id, now=now, **body.model_dump())
    return _desk(session, actor, assessment_id, now)


@router.post(f"{ONE}/forward", name="api-forward", summary="转下一级复核")
def forward(session: DbSession, actor: Reviewer, assessment_id: uuid.UUID, now: Now) -> DeskOut:
    """Pass a review on to the second level, once every item that counts is marked."""
    operations.forward(session, actor=actor, assessment_id=assessment_id, now=now)
    return _desk(session, actor, assessment_id, now)


@router.post(f"{ONE}/decide", name="api-decide", summary="审定", status_code=201, response_model=DeskOut)
def decide(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Reviewer, assessment_id: uuid.UUID, body: DecideIn, once: OnceOnly, now: Now
) -> Response:
    """Freeze marks and score; the organisation sees them once they are published."""

    def make() -> Made:
        operations.decide(session, actor=actor, assessment_id=assessment_id, now=now, **body.model_dump())
        address = {"location": f"/api/v1/reviews/{assessment_id}"}
        return Made(_desk(session, actor, assessment_id, now), headers=address)

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)


def _desk(session: DbSession, actor: Actor, assessment_id: uuid.UUID, now: Now) -> DeskOut:
    return desk_out(fresh(session, actor, assessment_id, now))
