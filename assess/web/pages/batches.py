"""All reports of a campaign at once, for its reviewers: asked for, watched, stopped, tried again, downloaded."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from assess.access.roles import Action
from assess.accounts import throttle
from assess.accounts.sessions import Visit
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.reports.bulk import operations, queries
from assess.reports.bulk.models import BatchChoice, BatchTarget, ReportBatch
from assess.reports.bulk.naming import stem_of
from assess.reports.bulk.operations import Wanted
from assess.reports.orders import FORMATS
from assess.web import i18n
from assess.web.deps import DbSession, Now, PostedForm, UnseenNeeds, see
from assess.web.files import Files, file_response
from assess.web.i18n import gettext as _
from assess.web.language import switched
from assess.web.pages.report import waking
from assess.web.reads import Reads
from assess.web.templating import render
from assess.web.views import batches as views
from assess.wording.sentences import say

router = APIRouter(prefix="/campaigns/{campaign_id}/report-batches")
Reviewer = Annotated[Visit, Depends(UnseenNeeds(Action.REVIEW))]
STEPS: Final[Mapping[str, Callable[..., ReportBatch]]] = {
    "pause": operations.pause,
    "resume": operations.resume,
    "cancel": operations.cancel,
    "retry": operations.retry,
}
_LARGEST: Final = 9


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen on the form, and what is wrong with it."""

    wanted: Wanted = field(default_factory=Wanted)
    error: str = ""


def _page(request: Request, session: Session, visitor: Visit, campaign_id: uuid.UUID, chosen: Chosen) -> Response:
    return render(
        request,
        "pages/batches/list.html",
        status=422 if chosen.error else 200,
        campaign=operations.campaign(session, actor=visitor.actor, campaign_id=campaign_id),
        counts=operations.counted(session, actor=visitor.actor, campaign_id=campaign_id),
        listed=queries.listed(session, actor=visitor.actor, campaign_id=campaign_id),
        chosen=chosen.wanted,
        views=views,
        most=operations.MOST_OPEN,
        daily=throttle.BATCHES.most,
        errors=[("whose", chosen.error)] if chosen.error else [],
        language_form="page-form",
    )


@router.get("", name="report-batches")
def listed(request: Request, session: DbSession, visitor: Reviewer, campaign_id: uuid.UUID) -> Response:
    """List the visitor's own batches, and offer to begin one."""
    return _page(request, session, visitor, campaign_id, Chosen(Wanted(locale=i18n.current())))


@router.post("", name="begin-report-batch")
def begin(  # noqa: PLR0917 - a route's parameters are its contract
    request: Request, session: DbSession, visitor: Reviewer, campaign_id: uuid.UUID, posted: PostedForm, now: Now
) -> Response:
    """Begin a batch, to be worked off beside the requests."""
    wanted = _wanted(posted)
    if switched(request, posted):
        return _page(request, session, visitor, campaign_id, Chosen(wanted))
    try:
        made = operations.begin(session, actor=visitor.actor, campaign_id=campaign_id, wanted=wanted, now=now)
    except (InvalidError, ConflictError) as refusal:
        said = say(refusal.message, refusal.params, i18n.current())
        return _page(request, session, visitor, campaign_id, Chosen(wanted, said))
    return waking(request, see(_address(campaign_id, made.id)))


def _wanted(posted: FormData) -> Wanted:
    """Read the form; what no form offers is taken for the first of what it does."""
    given = {name: str(posted.get(name) or "") for name in ("locale", "format", "target", "whose")}
    return Wanted(
        locale="en" if given["locale"] == "en" else "zh",
        format=next((one for one in FORMATS if one == given["format"]), "pdf"),
        target=BatchTarget.STORE if given["target"] == "store" else BatchTarget.ZIP,
        whose=BatchChoice.PUBLISHED if given["whose"] == "published" else BatchChoice.SUBMITTED,
    )


def _address(campaign_id: uuid.UUID, batch_id: uuid.UUID) -> str:
    return f"/campaigns/{campaign_id}/report-batches/{batch_id}"


@router.get("/{batch_id}", name="report-batch", dependencies=[Reads("batch", "read")])
def show(
    request: Request, session: DbSession, visitor: Reviewer, campaign_id: uuid.UUID, batch_id: uuid.UUID
) -> Response:
    """Show how far a batch is and what could not be made; a page without a script asks again by itself."""
    return _shown(request, session, visitor, campaign_id, batch_id)


def _shown(  # noqa: PLR0917 - what the page is made of
    request: Request, session: Session, visitor: Visit, campaign_id: uuid.UUID, batch_id: uuid.UUID, error: str = ""
) -> Response:
    shown = queries.get(session, actor=visitor.actor, campaign_id=campaign_id, batch_id=batch_id)
    partial = request.headers.get("hx-request") == "true"
    return render(
        request,
        f"pages/batches/{'progress' if partial else 'one'}.html",
        status=409 if error else 200,
        campaign=operations.campaign(session, actor=visitor.actor, campaign_id=campaign_id),
        shown=shown,
        failures=queries.failures(session, batch_id) if shown.failed else (),
        base=_address(campaign_id, batch_id),
        views=views,
        say=lambda message: say(message, {}, i18n.current()),
        errors=[("progress", error)] if error else [],
    )


@router.get("/{batch_id}/reports.zip", name="report-batch-file", dependencies=[Reads("batch", "downloaded")])
def download(
    session: DbSession, visitor: Reviewer, campaign_id: uuid.UUID, batch_id: uuid.UUID, storage: Files
) -> Response:
    """Serve the archive as a file: a download that breaks off goes on where it was."""
    shown = queries.get(session, actor=visitor.actor, campaign_id=campaign_id, batch_id=batch_id)
    if shown.batch.file_key is None:
        raise NotFoundError
    campaign = operations.campaign(session, actor=visitor.actor, campaign_id=campaign_id)
    name = f"{stem_of(_('批量报告') + '-' + campaign.name)}.zip"
    headers = {"cache-control": "private, no-cache"}
    return file_response(storage, shown.batch.file_key, media_type="application/zip", name=name, headers=headers)


@router.post("/{batch_id}/{step}", name="report-batch-step")
def steer(  # noqa: PLR0917 - a route's parameters are its contract
    request: Request,
    session: DbSession,
    visitor: Reviewer,
    campaign_id: uuid.UUID,
    batch_id: uuid.UUID,
    step: str,
    posted: PostedForm,
    now: Now,
) -> Response:
    """Pause, go on, cancel, or try again what failed: one file, or all of them."""
    take = STEPS.get(step)
    if take is None:
        raise NotFoundError
    number = str(posted.get("number") or "")
    only = {"number": int(number)} if step == "retry" and number.isdecimal() and len(number) <= _LARGEST else {}
    try:
        take(session, actor=visitor.actor, campaign_id=campaign_id, batch_id=batch_id, now=now, **only)
    except ConflictError as refusal:
        said = say(refusal.message, refusal.params, i18n.current())
        return _shown(request, session, visitor, campaign_id, batch_id, said)
    return waking(request, see(_address(campaign_id, batch_id)))
