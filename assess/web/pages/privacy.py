"""One's personal data: shown, handed out, erased; and erasing an account for somebody who asked on paper."""

import tempfile
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session
from wtforms import Form

from assess import clock
from assess.access.actor import Actor
from assess.access.roles import Action, Role
from assess.accounts import confirming, profile, queries
from assess.accounts.models import Account
from assess.accounts.sessions import Visit
from assess.assessments import reach
from assess.config import Settings
from assess.errors import ConflictError, InvalidError, SignedOutError
from assess.overview.privacy import assessments, document, erasing, exporting
from assess.web import deps, i18n
from assess.web.deps import AppSettings, DbSession, Needs, Now, Person, PostedForm, see
from assess.web.forms.base import Fields
from assess.web.forms.privacy import EraseForm, ProofForm, SureForm
from assess.web.language import switched
from assess.web.pages.account import page, refuse
from assess.web.pages.second_factor import keys
from assess.web.templating import render
from assess.wording.sentences import say

DATA: Final = "/account/data"
ERASE: Final = "/account/erase"
_IN_MEMORY: Final = 1024 * 1024
_PIECE: Final = 64 * 1024
Manager = Annotated[Visit, Depends(Needs(Action.MANAGE_ORGANISATIONS))]
Lead = Annotated[Visit, Depends(Needs(Action.WITHDRAW))]
router = APIRouter()


@router.get(DATA, name="my-data")
def data(request: Request, session: DbSession, visitor: Person, settings: AppSettings) -> Response:
    """Show one's consents, and offer the copy of one's data."""
    return _data(request, session, visitor, ProofForm(), contact=settings.privacy_contact)


@router.post(DATA, name="my-data-copy")
def copy(  # noqa: PLR0917 - what a proven request is made of
    request: Request, session: DbSession, visitor: Person, form: PostedForm, settings: AppSettings, now: Now
) -> Response:
    """Hand out the copy, to whoever proves who they are."""
    given, account_id = ProofForm(Fields(form)), _whose(visitor)
    try:
        if switched(request, form) or not given.validate():
            return _data(request, session, visitor, given, contact=settings.privacy_contact)
        confirming.again(session, visit=visitor, **given.proof(), keys=keys(settings), now=now)
    except InvalidError as error:
        refuse(given, error)
        return _data(request, session, visitor, given, contact=settings.privacy_contact)
    exporting.note(session, account_id=account_id, by=account_id, now=now)
    session.commit()  # the copy is read in a transaction that blocks nobody
    with request.app.state.database.read() as reading:
        target = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed once it was sent
        parts = exporting.sections(reading, account_id=account_id)
        document.write(target, parts, locale=i18n.current(), now=now)
    name = f"personal-data-{clock.to_local(now):%Y%m%d-%H%M}.zip"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return StreamingResponse(_pieces(target), media_type=document.MEDIA_TYPE, headers=headers)


def _pieces(target: IO[bytes]) -> Iterator[bytes]:
    with target:
        target.seek(0)
        while piece := target.read(_PIECE):
            yield piece


def _data(request: Request, session: Session, visitor: Visit, form: Form, **context: object) -> Response:
    return page(
        request,
        "pages/privacy/data.html",
        form,
        account=profile.own(session, visit=visitor),
        consents=queries.consents(session, account_id=_whose(visitor)),
        **_asked(session, visitor),
        **context,
    )


@router.get(ERASE, name="account-erase-page")
def erase_page(request: Request, session: DbSession, visitor: Person, now: Now) -> Response:
    """Say what goes and what stays, before one's account is erased."""
    return _erase(request, session, visitor, profile.own(session, visit=visitor), EraseForm(), now)


@router.post(ERASE, name="account-erase")
def erase(  # noqa: PLR0917 - likewise
    request: Request, session: DbSession, visitor: Person, form: PostedForm, settings: AppSettings, now: Now
) -> Response:
    """Erase one's account: at once and for good."""
    given, account = EraseForm(Fields(form)), profile.own(session, visit=visitor)
    if switched(request, form) or not _proven(session, visitor, given, account, settings, now):
        return _erase(request, session, visitor, account, given, now)
    try:
        erasing.erase(session, account_id=account.id, by=account.id, reason="own", now=now)
    except ConflictError:
        return _erase(request, session, visitor, account, given, now)
    deps.end_session(request)
    request.state.visitor = None
    return render(request, "pages/privacy/erased.html", own=True)


@router.get("/accounts/{account_id}/erase", name="person-erase-page")
def erase_for_page(request: Request, session: DbSession, visitor: Manager, account_id: uuid.UUID, now: Now) -> Response:
    """Say what goes and what stays, before an account is erased for somebody who asked."""
    found = erasing.find(session, actor=visitor.actor, account_id=account_id)
    return _erase(request, session, visitor, found, EraseForm(), now)


@router.post("/accounts/{account_id}/erase", name="person-erase")
def erase_for(  # noqa: PLR0917 - likewise
    request: Request,
    session: DbSession,
    visitor: Manager,
    account_id: uuid.UUID,
    form: PostedForm,
    settings: AppSettings,
    now: Now,
) -> Response:
    """Erase an account for somebody who asked, with the administrator's own proof."""
    given, found = EraseForm(Fields(form)), erasing.find(session, actor=visitor.actor, account_id=account_id)
    if switched(request, form) or not _proven(session, visitor, given, found, settings, now):
        return _erase(request, session, visitor, found, given, now)
    try:
        erasing.erase(session, account_id=account_id, by=visitor.actor.account_id, reason="request", now=now)
    except ConflictError:
        return _erase(request, session, visitor, found, given, now)
    return render(request, "pages/privacy/erased.html", own=account_id == visitor.actor.account_id)


def _proven(  # noqa: PLR0917 - what a proof is made of
    session: Session, visitor: Visit, given: EraseForm, account: Account, settings: Settings, now: datetime
) -> bool:
    """Say whether the form holds all it takes; what is wrong stands beside its field."""
    if not given.validate():
        return False
    try:
        erasing.confirm(account, typed=given.login.data or "")
        confirming.again(session, visit=visitor, **given.proof(), keys=keys(settings), now=now)
    except InvalidError as error:
        refuse(given, error)
        return False
    return True


def _erase(  # noqa: PLR0917 - what the page is made of
    request: Request, session: Session, visitor: Visit, account: Account, form: Form, now: datetime
) -> Response:
    hindrances = erasing.hindrances(session, account_id=account.id, now=now)
    return page(
        request,
        "pages/privacy/erase.html",
        form,
        account=account,
        own=account.id == visitor.actor.account_id,
        hindrances=[_said(one) for one in hindrances],
        **_asked(session, visitor),
    )


def _said(one: erasing.Hindrance) -> str:
    message = "privacy.hindered-lead" if one.role is Role.LEAD else "privacy.hindered-administrator"
    return say(message, {"organisation": one.organisation}, i18n.current())


def _asked(session: Session, visitor: Visit) -> dict[str, bool]:
    """Say which proofs the page asks for."""
    return {"has_password": confirming.has_password(session, visit=visitor), "second_factor": visitor.second_factor}


def _whose(visitor: Visit) -> uuid.UUID:
    if visitor.actor.account_id is None:
        raise SignedOutError
    return visitor.actor.account_id


@router.get("/assessments/{assessment_id}/erase", name="assessment-erase-page")
def erase_assessment_page(
    request: Request, session: DbSession, visitor: Lead, assessment_id: uuid.UUID, now: Now
) -> Response:
    """Ask before an assessment is deleted for good."""
    return _erase_assessment(request, session, visitor.actor, assessment_id, SureForm(), now)


@router.post("/assessments/{assessment_id}/erase", name="assessment-erase")
def erase_assessment(  # noqa: PLR0917 - likewise
    request: Request, session: DbSession, visitor: Lead, assessment_id: uuid.UUID, form: PostedForm, now: Now
) -> Response:
    """Delete an assessment of one's own organisation for good."""
    given = SureForm(Fields(form))
    if switched(request, form) or not given.validate():
        return _erase_assessment(request, session, visitor.actor, assessment_id, given, now)
    assessments.erase_own(session, actor=visitor.actor, assessment_id=assessment_id, now=now)
    return see("/assessments")


def _erase_assessment(  # noqa: PLR0917 - what the page is made of
    request: Request, session: Session, actor: Actor, assessment_id: uuid.UUID, form: Form, now: datetime
) -> Response:
    found = reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    assessments.check_own(actor, found)
    return page(request, "pages/privacy/erase-assessment.html", form, assessment=found)
