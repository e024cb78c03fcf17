"""Reports: asked for, watched while they are made, downloaded."""

import uuid
from datetime import datetime

from fastapi import Request, Response
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from assess.access.actor import Actor
from assess.accounts import throttle
from assess.api.deps import DbSession, Downloader, Files, Now
from assess.api.etags import Conditions, Reading
from assess.api.files import file_answer, file_responses
from assess.api.once import Made, MaybeOnce
from assess.api.routing import make_router
from assess.api.schemas.reports import ReportIn, ReportOut, report_out
from assess.assessments import counting, queries
from assess.errors import NotFoundError
from assess.reports import operations as reports
from assess.reports.formats import MEDIA_TYPES, SUFFIXES
from assess.reports.formats import headers as own_headers
from assess.reports.models import FORMAT_OF, Report
from assess.storage import Storage

router = make_router("reports")
PATH = "/assessments/{assessment_id}/reports"


@router.post(PATH, name="api-request-report", summary="生成报告", status_code=201, response_model=ReportOut)
def ask(  # noqa: PLR0917 - a route's parameters are its contract
    request: Request,
    session: DbSession,
    actor: Downloader,
    assessment_id: uuid.UUID,
    body: ReportIn,
    once: MaybeOnce,
    now: Now,
) -> Response:
    """Ask for the report of the latest submission, or (marked 草稿) of the answers as they are now; PDF by default."""

    def make() -> Made:
        found = _requested(session, actor, assessment_id, body, now)
        address = f"/api/v1/assessments/{assessment_id}/reports/{found.id}"
        return Made(report_out(found, reports.progress(session, found)), headers={"location": address})

    answer = once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)
    answer.background = BackgroundTask(request.app.state.runner.wake)
    return answer


def _requested(session: Session, actor: Actor, assessment_id: uuid.UUID, asked: ReportIn, now: datetime) -> Report:
    """Find or queue the report of what counts; so many new drafts an hour, for each keeps a processor busy."""
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    if loaded.submissions and not counting.fillable(loaded.assessment, now):
        latest = loaded.submissions[-1].id
        return reports.request_submission(
            session, actor=actor, submission_id=latest, locale=asked.locale, now=now, format=asked.format
        )
    who = assessment_id.hex
    found = reports.request_draft(
        session, actor=actor, assessment_id=assessment_id, locale=asked.locale, now=now, format=asked.format
    )
    if found.created_at == now:  # what is refused is not committed
        throttle.check(session, throttle.DRAFTS, who, now)
        throttle.count(session, throttle.DRAFTS, who, now)
    return found


@router.get(f"{PATH}/{{report_id}}", name="api-report", summary="报告进度")
def one(session: DbSession, actor: Downloader, assessment_id: uuid.UUID, report_id: uuid.UUID, now: Now) -> ReportOut:
    """Say how far a report is."""
    found = _report(session, actor, assessment_id, report_id, now)
    return report_out(found, reports.progress(session, found))


def _report(session: Session, actor: Actor, assessment_id: uuid.UUID, report_id: uuid.UUID, now: datetime) -> Report:
    found = reports.get(session, actor=actor, report_id=report_id, now=now)
    if found.assessment_id != assessment_id:
        raise NotFoundError
    return found


@router.get(
    f"{PATH}/{{report_id}}/pdf",
    name="api-report-pdf",
    summary="下载 PDF 报告",
    response_class=Response,
    responses=file_responses("application/pdf"),
)
def pdf(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Downloader,
    assessment_id: uuid.UUID,
    report_id: uuid.UUID,
    storage: Files,
    known: Reading,
    now: Now,
) -> Response:
    """Give the finished file of a report that is a PDF; until then, 404."""
    found = _report(session, actor, assessment_id, report_id, now)
    if SUFFIXES[FORMAT_OF[found.format]] != "pdf":
        raise NotFoundError
    return sent(found, storage, known)


@router.get(
    f"{PATH}/{{report_id}}/file",
    name="api-report-file",
    summary="下载报告",
    response_class=Response,
    responses=file_responses(*dict.fromkeys(MEDIA_TYPES.values())),
)
def file(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Downloader,
    assessment_id: uuid.UUID,
    report_id: uuid.UUID,
    storage: Files,
    known: Reading,
    now: Now,
) -> Response:
    """Give the finished file, whatever kind was asked for; until then, 404."""
    return sent(_report(session, actor, assessment_id, report_id, now), storage, known)


def sent(found: Report, storage: Storage, known: Conditions) -> Response:
    """Give the finished file of a report; NotFoundError until there is one. The caller has checked who is asking."""
    kind = FORMAT_OF[found.format]
    if found.file_key is None:
        raise NotFoundError
    name = f"{found.id}.{SUFFIXES[kind]}"
    answer = file_answer(storage, found.file_key, media_type=MEDIA_TYPES[kind], name=name, known=known)
    answer.headers.update(own_headers(kind))
    return answer
