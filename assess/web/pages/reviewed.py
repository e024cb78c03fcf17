"""What the respondent's side does about a review: appeals against the published decision."""

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from assess.errors import ForbiddenError, InvalidError
from assess.reviews import operations, queries
from assess.reviews.queries import Outcome
from assess.reviews.times import last_day
from assess.values.formats import date
from assess.web.deps import DbSession, Now, PostedForm, see
from assess.web.forms.reviewing import one
from assess.web.language import switched
from assess.web.pages.opening import ToAppeal
from assess.web.templating import render
from assess.web.views import reviewed
from assess.web.views.desk import Desk
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}/appeal")
ITEM = "item:"


@router.get("", name="appeal-form")
def show(request: Request, session: DbSession, desk: ToAppeal, now: Now) -> Response:
    """Ask for the grounds."""
    found = queries.outcome(session, actor=desk.actor, assessment_id=desk.id, now=now)
    if found is None or not found.may_appeal:
        return see(f"{desk.base}/result#appeal" if found else f"{desk.base}/result")
    return _form(request, desk, found, FormData())


@router.post("", name="appeal")
def appeal(request: Request, session: DbSession, desk: ToAppeal, posted: PostedForm, now: Now) -> Response:
    """Take the appeal and go back to the result, where it stands from now on."""
    found = queries.outcome(session, actor=desk.actor, assessment_id=desk.id, now=now)
    if found is None:
        raise ForbiddenError("review.not-published")
    if switched(request, posted):
        return _form(request, desk.again(), found, posted)
    try:
        operations.appeal(
            session,
            actor=desk.actor,
            assessment_id=desk.id,
            grounds=one(posted, "grounds"),
            items={key: text for key, text in _given(posted).items() if text},
            now=now,
        )
    except InvalidError as refusal:
        return _form(request, desk, found, posted, refusal)
    return see(f"{desk.base}/result?appealed=1#appeal")


def _given(posted: FormData) -> dict[str, str]:
    return {key.removeprefix(ITEM): one(posted, key) for key in posted if key.startswith(ITEM)}


def _form(
    request: Request, desk: Desk, found: Outcome, posted: FormData, refusal: InvalidError | None = None
) -> Response:
    items = reviewed.differing(found, desk)
    anchors = {row.key: f"ground-{row.anchor}" for row in items}
    words = say(refusal.message, refusal.params, desk.locale, desk.frame.names) if refusal else ""
    field = (refusal.field or "grounds") if refusal else ""
    return render(
        request,
        "pages/assessments/appeal.html",
        status=422 if refusal else 200,
        desk=desk,
        items=items,
        until=date(last_day(found.appeal_until), desk.locale),
        grounds=one(posted, "grounds"),
        given=_given(posted),
        wrong={field: words} if field else {},
        errors=[(anchors.get(field, field), words)] if field else [],
        language_form="page-form",
    )
