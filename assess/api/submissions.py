"""Handing in: what blocks it, doing it once, what was handed in, what was decided, appealing."""

import uuid
from typing import Annotated

from fastapi import Path, Request, Response
from starlette.background import BackgroundTask

from assess.api.deps import Appealer, DbSession, Now, Submitter, Viewer
from assess.api.loading import Seen
from assess.api.once import Made, MaybeOnce, OnceOnly
from assess.api.paging import Page, Pages
from assess.api.routing import make_router
from assess.api.schemas.assessments import said
from assess.api.schemas.submissions import (
    AppealIn,
    AppealOut,
    CompletenessOut,
    MissingOut,
    OutcomeOut,
    SubmissionIn,
    SubmissionMore,
    SubmissionOut,
    outcome_out,
    submission_more,
    submission_out,
)
from assess.api.schemas.submissions import appeal_out as appealed
from assess.assessments import counting, submitting
from assess.clock import to_local
from assess.errors import NotFoundError
from assess.reports import operations as reports
from assess.reviews import appealing
from assess.reviews import queries as reviews
from assess.reviews.past import last_appeal
from assess.scoring.asked import completeness

router = make_router("submissions")
PATH = "/assessments/{assessment_id}"
Number = Annotated[int, Path(ge=1, le=100_000)]


@router.get(f"{PATH}/completeness", name="api-completeness", summary="是否填写完整")
def complete(seen: Seen, now: Now) -> CompletenessOut:
    """Say how far the answers go, and which required questions without an answer keep them from being submitted."""
    published = seen.published
    found = completeness(published.checklist.form, published.facts, seen.inputs(to_local(now).date()))
    missing = [MissingOut(fact=key, wording=said(published.fact(key).wording)) for key in found.missing]
    return CompletenessOut(
        state=seen.state or 0,
        answered=found.answered,
        unknown=found.unknown,
        asked=found.asked,
        missing=missing,
        may_submit=not missing and counting.fillable(seen.assessment, now),
    )


@router.post(
    f"{PATH}/submissions",
    name="api-submit",
    summary="提交",
    status_code=201,
    response_model=SubmissionOut,
    responses={200: {"model": SubmissionOut, "description": "刚才已提交。 It was just submitted."}},
)
def submit(  # noqa: PLR0917 - a route's parameters are its contract
    request: Request,
    session: DbSession,
    actor: Submitter,
    assessment_id: uuid.UUID,
    body: SubmissionIn,
    once: OnceOnly,
    now: Now,
) -> Response:
    """Submit with a named declaration: an immutable snapshot with its score and a reference; its report is begun."""
    lists = request.app.state.lists

    def make() -> Made:
        made = submitting.submit(
            session, actor=actor, assessment_id=assessment_id, now=now, lists=lists, **body.model_dump()
        )
        session.flush()
        reports.request_handed_in(session, actor=actor, submission_id=made.submission.id, locale=actor.locale, now=now)
        address = f"/api/v1/assessments/{assessment_id}/submissions/{made.submission.number}"
        return Made(submission_out(made.submission), 201 if made.new else 200, {"location": address})

    answer = once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)
    answer.background = BackgroundTask(request.app.state.runner.wake)
    return answer


@router.get(f"{PATH}/submissions", name="api-submissions", summary="历次提交")
def listed(seen: Seen, paging: Pages) -> Page[SubmissionOut]:
    """List what was handed in, the first one first."""
    return paging.cut(seen.submissions, place=lambda one: (one.number,), show=submission_out)


@router.get(f"{PATH}/submissions/{{number}}", name="api-submission", summary="一次提交及其冻结的内容")
def one(session: DbSession, actor: Viewer, assessment_id: uuid.UUID, number: Number, now: Now) -> SubmissionMore:
    """Give a submission with the snapshot it froze."""
    return submission_more(
        counting.submission(session, actor=actor, assessment_id=assessment_id, number=number, now=now)
    )


@router.get(f"{PATH}/outcome", name="api-outcome", summary="已公布的复核结果")
def outcome(session: DbSession, actor: Viewer, assessment_id: uuid.UUID, now: Now) -> OutcomeOut:
    """Give the decision that was published last; before that, 404."""
    found = reviews.outcome(session, actor=actor, assessment_id=assessment_id, now=now)
    if found is None:
        raise NotFoundError
    return outcome_out(found)


@router.post(f"{PATH}/appeals", name="api-appeal", summary="申诉", status_code=201, response_model=AppealOut)
def appeal(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Appealer, assessment_id: uuid.UUID, body: AppealIn, once: MaybeOnce, now: Now
) -> Response:
    """Appeal against the decision that was published last, in its time, once."""

    def make() -> Made:
        appealing.appeal(session, actor=actor, assessment_id=assessment_id, now=now, **body.model_dump())
        session.flush()
        found = last_appeal(session, assessment_id)
        if found is None:
            raise AssertionError("an appeal that was made is there")
        return Made(appealed(found), headers={"location": f"/api/v1/assessments/{assessment_id}/outcome"})

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)
