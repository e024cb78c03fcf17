"""The steps of a review: take up, take over, accept, send back, pass on, decide."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from assess.assessments.workflow import Status, Step
from assess.errors import AssessError, ConflictError, ForbiddenError, InvalidError
from assess.reviews import operations
from assess.reviews.times import end_of_day, last_day
from assess.values.formats import date
from assess.web.deps import PostedForm, see
from assess.web.forms.reviewing import comments, one, ticked
from assess.web.pages.report import waking
from assess.web.pages.reviewing import desk, page_of
from assess.web.pages.reviewing_opening import Opened, ToReview
from assess.web.templating import render
from assess.web.views import reviewing_desk
from assess.wording.sentences import say

router = APIRouter(prefix="/reviews/{assessment_id}")
REFUSALS = (ForbiddenError, ConflictError)


@router.post("/take-up", name="take-up")
def take_up(review: ToReview) -> Response:
    """Take up what waits, and begin with the first item."""
    try:
        operations.take_up(review.session, actor=review.actor, assessment_id=review.id, now=review.now)
    except REFUSALS as refusal:
        return _refused(review, refusal)
    return see(_to(review, "taken"))


@router.get("/take-over", name="take-over-form")
def ask_take_over(review: ToReview) -> Response:
    """Ask why."""
    return _take_over(review) if Step.TAKE_OVER in review.scene.desk.may else _not_now(review)


@router.post("/take-over", name="take-over")
def take_over(review: ToReview, posted: PostedForm) -> Response:
    """Take over from somebody else."""
    reason = one(posted, "reason")
    try:
        operations.take_over(review.session, actor=review.actor, assessment_id=review.id, reason=reason, now=review.now)
    except InvalidError as refusal:
        return _take_over(review, reason, [("reason", _words(review, refusal))])
    except REFUSALS as refusal:
        return _refused(review, refusal)
    return see(_to(review, "over"))


def _take_over(review: Opened, reason: str = "", errors: list[tuple[str, str]] | None = None) -> Response:
    page = page_of(review, "take-over")
    return _step(review, "take_over", errors or [], d=page, reason=reason)


@router.get("/accept", name="accept-form")
def ask_accept(review: ToReview) -> Response:
    """List what would be accepted."""
    return _accept(review)


@router.post("/accept", name="accept")
def accept(review: ToReview, posted: PostedForm) -> Response:
    """Accept the chosen items as claimed."""
    try:
        operations.accept(
            review.session, actor=review.actor, assessment_id=review.id, items=ticked(posted), now=review.now
        )
    except InvalidError as refusal:
        return _accept(review, [("items", _words(review, refusal))])
    except ConflictError as refusal:
        return _accept(review, [("items", _words(review, refusal))], 409)
    except ForbiddenError as refusal:
        return _refused(review, refusal)
    return see(_to(review, "accepted"))


def _accept(review: Opened, errors: list[tuple[str, str]] | None = None, status: int = 422) -> Response:
    scene = review.scene
    items = reviewing_desk.chosen(scene, operations.acceptable(scene.desk) if scene.open else ())
    # Where nothing is left to choose from there is no list either that an error could lead to.
    told = (errors or []) if items else []
    return _step(review, "accept", told, status, d=page_of(review, "accept"), items=items)


@router.get("/return", name="return-form")
def ask_return(review: ToReview) -> Response:
    """Ask which items are to be mended, and how."""
    return _return(review, FormData()) if Step.RETURN in review.scene.desk.may else _not_now(review)


@router.post("/return", name="return")
def send_back(review: ToReview, posted: PostedForm) -> Response:
    """Send the form back."""
    given, chosen = comments(posted), ticked(posted)
    try:
        operations.send_back(
            review.session,
            actor=review.actor,
            assessment_id=review.id,
            items={key: given.get(key, "") for key in chosen},
            message=one(posted, "message"),
            now=review.now,
        )
    except InvalidError as refusal:
        return _return(review, posted, refusal)
    except REFUSALS as refusal:
        return _refused(review, refusal)
    return see(f"{review.scene.queue}{_joint(review.scene.queue)}done=returned")


def _return(review: Opened, posted: FormData, refusal: InvalidError | None = None) -> Response:
    scene = review.scene
    cards = {card.item.key: card for card in scene.order}
    field, words = (refusal.field or "items", _words(review, refusal)) if refusal else ("", "")
    target = f"comment-{cards[field].anchor}" if field in cards else "message" if field == "message" else "items"
    sent = {
        "message": one(posted, "message"),
        "chosen": frozenset(ticked(posted)),
        "comments": comments(posted),
        "wrong": {field: words} if field in cards else {},
    }
    mend_by = last_day(end_of_day(review.now, scene.desk.campaign.mend_days))
    return _step(
        review,
        "return",
        [(target, words)] if refusal else [],
        d=page_of(review, "return"),
        sections=reviewing_desk.sections(scene),
        sent=sent,
        mend_by=date(mend_by, scene.locale),
    )


@router.get("/forward", name="forward-form")
def ask_forward(review: ToReview) -> Response:
    """Show what would be passed on."""
    return _end(review, "forward")


@router.post("/forward", name="forward")
def forward(review: ToReview) -> Response:
    """Pass it on to the second level."""
    try:
        operations.forward(review.session, actor=review.actor, assessment_id=review.id, now=review.now)
    except InvalidError:
        return _end(review, "forward", status=422)
    except REFUSALS as refusal:
        return _refused(review, refusal)
    return see(f"{review.scene.queue}{_joint(review.scene.queue)}done=forwarded")


@router.get("/decide", name="decide-form")
def ask_decide(review: ToReview) -> Response:
    """Show what would be decided, and ask for the statement."""
    return _end(review, "decide")


@router.post("/decide", name="decide")
def decide(request: Request, review: ToReview, posted: PostedForm) -> Response:
    """Decide, or answer an appeal with a decision."""
    statement, answer = one(posted, "statement"), one(posted, "answer")
    try:
        operations.decide(
            review.session,
            actor=review.actor,
            assessment_id=review.id,
            statement=statement,
            answer=answer,
            now=review.now,
        )
    except InvalidError as refusal:
        errors = [(refusal.field, _words(review, refusal))] if refusal.field in {"statement", "answer"} else []
        return _end(review, "decide", errors, {"statement": statement, "answer": answer}, status=422)
    except REFUSALS as refusal:
        return _refused(review, refusal)
    known = review.scene.desk.campaign.publish_at_once
    return waking(request, see(_to(review, "published" if known else "decided")))


def _end(
    review: Opened,
    step: str,
    errors: list[tuple[str, str]] | None = None,
    given: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Show the page before passing on or deciding."""
    scene, wanted = review.scene, Step.DECIDE if step == "decide" else Step.SECOND_REVIEW
    if wanted not in scene.desk.may:
        return _not_now(review)
    return render(
        review.request,
        "pages/reviewing/decide.html",
        status=status,
        d=page_of(review, step),
        step=step,
        open=reviewing_desk.chosen(scene, scene.desk.missing),
        differing=reviewing_desk.differing(scene),
        answering=scene.desk.assessment.status is Status.APPEALED,
        given=given or {},
        errors=errors or [],
    )


def _step(
    review: Opened,
    name: str,
    errors: list[tuple[str, str]],
    status: int = 422,
    **more: Any,  # noqa: ANN401 - what a template names
) -> Response:
    shown = status if errors else 200
    return render(review.request, f"pages/reviewing/{name}.html", status=shown, errors=errors, **more)


def _not_now(review: Opened) -> Response:
    return _refused(review, ForbiddenError("review.not-now"))


def _refused(review: Opened, refusal: AssessError) -> Response:
    """Show the desk as it is now, with what stands in the way."""
    return desk(review.again(), refused=_words(review, refusal), status=refusal.status)


def _words(review: Opened, refusal: AssessError) -> str:
    return say(refusal.message, refusal.params, review.scene.locale, review.scene.names)


def _to(review: Opened, done: str) -> str:
    here = review.scene.at()
    return f"{here}{_joint(here)}done={done}"


def _joint(address: str) -> str:
    return "&" if "?" in address else "?"
