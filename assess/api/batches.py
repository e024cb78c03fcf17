"""All reports of a campaign at once, for its reviewers: asked for, watched, steered, downloaded."""

import uuid

from fastapi import Request, Response
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from assess.access.actor import Actor
from assess.api.deps import DbSession, Files, Now
from assess.api.etags import Reading
from assess.api.files import file_answer, file_responses
from assess.api.once import Made, MaybeOnce
from assess.api.reads import Reads
from assess.api.reviews import Reviewer
from assess.api.routing import make_router
from assess.api.schemas.batches import BatchIn, BatchMore, BatchOut, RetryIn, batch_more, batch_out
from assess.errors import NotFoundError
from assess.reports.bulk import operations, queries

router = make_router("reviews")
ALL = "/campaigns/{campaign_id}/report-batches"
ONE = ALL + "/{batch_id}"


@router.get(ALL, name="api-report-batches", summary="批量报告")
def listed(session: DbSession, actor: Reviewer, campaign_id: uuid.UUID) -> list[BatchOut]:
    """List the batches the token's owner asked for, the newest first; they are kept for a week after their end."""
    operations.campaign(session, actor=actor, campaign_id=campaign_id)
    return [batch_out(one) for one in queries.listed(session, actor=actor, campaign_id=campaign_id)]


@router.post(ALL, name="api-begin-report-batch", summary="批量生成报告", status_code=201, response_model=BatchOut)
def begin(  # noqa: PLR0917 - a route's parameters are its contract
    request: Request,
    session: DbSession,
    actor: Reviewer,
    campaign_id: uuid.UUID,
    body: BatchIn,
    once: MaybeOnce,
    now: Now,
) -> Response:
    """Have the reports of a campaign made beside the requests: of everybody the owner may review, one file each."""

    def make() -> Made:
        found = operations.begin(session, actor=actor, campaign_id=campaign_id, wanted=body.wanted(), now=now)
        shown = queries.get(session, actor=actor, campaign_id=campaign_id, batch_id=found.id)
        address = f"/api/v1/campaigns/{campaign_id}/report-batches/{found.id}"
        return Made(batch_out(shown), headers={"location": address})

    answer = once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)
    answer.background = BackgroundTask(request.app.state.runner.wake)
    return answer


@router.get(ONE, name="api-report-batch", summary="批量报告的进度", dependencies=[Reads("batch", "read")])
def one(session: DbSession, actor: Reviewer, campaign_id: uuid.UUID, batch_id: uuid.UUID) -> BatchMore:
    """Say how far a batch is, and what could not be made."""
    return _more(session, actor, campaign_id, batch_id)


def _more(session: Session, actor: Actor, campaign_id: uuid.UUID, batch_id: uuid.UUID) -> BatchMore:
    shown = queries.get(session, actor=actor, campaign_id=campaign_id, batch_id=batch_id)
    return batch_more(shown, tuple(queries.failures(session, batch_id)))


@router.post(f"{ONE}/pause", name="api-pause-report-batch", summary="暂停")
def pause(session: DbSession, actor: Reviewer, campaign_id: uuid.UUID, batch_id: uuid.UUID, now: Now) -> BatchMore:
    """Let a batch rest."""
    operations.pause(session, actor=actor, campaign_id=campaign_id, batch_id=batch_id, now=now)
    return _more(session, actor, campaign_id, batch_id)


@router.post(f"{ONE}/resume", name="api-resume-report-batch", summary="继续")
def resume(session: DbSession, actor: Reviewer, campaign_id: uuid.UUID, batch_id: uuid.UUID, now: Now) -> BatchMore:
    """Go on with a batch that rests."""
    operations.resume(session, actor=actor, campaign_id=campaign_id, batch_id=batch_id, now=now)
    return _more(session, actor, campaign_id, batch_id)


@router.post(f"{ONE}/cancel", name="api-cancel-report-batch", summary="取消")
def cancel(session: DbSession, actor: Reviewer, campaign_id: uuid.UUID, batch_id: uuid.UUID, now: Now) -> BatchMore:
    """End a batch before it is complete; what was made stays."""
    operations.cancel(session, actor=actor, campaign_id=campaign_id, batch_id=batch_id, now=now)
    return _more(session, actor, campaign_id, batch_id)


@router.post(f"{ONE}/retry", name="api-retry-report-batch", summary="重试没有成功的")
def retry(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Reviewer, campaign_id: uuid.UUID, batch_id: uuid.UUID, body: RetryIn, now: Now
) -> BatchMore:
    """Try again what failed, one file or all."""
    here = {"campaign_id": campaign_id, "batch_id": batch_id}
    operations.retry(session, actor=actor, now=now, number=body.number, **here)
    return _more(session, actor, campaign_id, batch_id)


@router.get(
    f"{ONE}/zip",
    name="api-report-batch-zip",
    summary="下载批量报告",
    response_class=Response,
    responses=file_responses("application/zip"),
    dependencies=[Reads("batch", "downloaded")],
)
def archive(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Reviewer, campaign_id: uuid.UUID, batch_id: uuid.UUID, storage: Files, known: Reading
) -> Response:
    """Give the archive; until it is packed, and after it was kept for a week, 404."""
    shown = queries.get(session, actor=actor, campaign_id=campaign_id, batch_id=batch_id)
    if shown.batch.file_key is None:
        raise NotFoundError
    name = f"{batch_id}.zip"
    return file_answer(storage, shown.batch.file_key, media_type="application/zip", name=name, known=known)
