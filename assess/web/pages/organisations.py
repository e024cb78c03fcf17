"""The tree of organisations, for administrators: the list, one of them, making, describing, moving, closing.

To everybody else these addresses do not exist; what lies outside an administrator's reach is as good as missing.
"""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from assess.access.roles import Action
from assess.accounts import asking, directory, organising
from assess.accounts.sessions import Visit
from assess.errors import AssessError, ConflictError, InvalidError
from assess.overview import concern
from assess.web import i18n
from assess.web.deps import DbSession, Now, PostedForm, UnseenNeeds, see
from assess.web.forms.base import errors
from assess.web.forms.organisations import UnitForm, industry_options, kind_options, size_options, unit_form
from assess.web.language import switched
from assess.web.pages.account import refuse
from assess.web.reads import Reads
from assess.web.templating import render
from assess.web.views import organisations as views
from assess.wording.sentences import say

router = APIRouter(prefix="/organisations")
Administrator = Annotated[Visit, Depends(UnseenNeeds(Action.MANAGE_ORGANISATIONS))]
ONE = "/{organisation_id}"
SAVED = ("created", "edited", "moved", "closed", "reopened")


@router.get("", name="organisations", dependencies=[Reads("organisations", "listed")])
def listing(request: Request, session: DbSession, visitor: Administrator) -> Response:
    """List what the administrator manages, fifty a page."""
    asked = views.asked(request.query_params)
    found = directory.listing(session, actor=visitor.actor, wanted=asked.wanted, page=asked.page)
    return render(
        request,
        "pages/organisations/list.html",
        asked=asked,
        found=found,
        waiting=asking.all_waiting(session, actor=visitor.actor),
        empty=[row.organisation.id for row in found.rows if views.wants_lead(row)],
        branches=[(above.id, above.name) for above in directory.branches(session, actor=visitor.actor)],
        roles=_titles(session),
        kinds=[(kind, name) for kind, name, _help in kind_options()],
        sizes=size_options(),
        kind_name=views.kind_name,
    )


@router.get("/new", name="new-organisation")
def new(request: Request, session: DbSession, visitor: Administrator, below: str = "") -> Response:
    """Ask for the fields of a new organisation."""
    return _form(request, session, visitor, unit_form(None, known=concern.roles(session), parent=below))


@router.post("/new", name="create-organisation")
def create(request: Request, session: DbSession, visitor: Administrator, form: PostedForm, now: Now) -> Response:
    """Make an organisation."""
    given = unit_form(form, known=concern.roles(session))
    if switched(request, form) or "more" in form or not given.validate():
        return _form(request, session, visitor, given)
    actor = visitor.actor
    try:
        above = organising.find_parent(session, actor=actor, text=given.parent.data or "")
        made = organising.create(session, actor=actor, described=given.fields(), parent_id=above, now=now)
    except (InvalidError, ConflictError) as error:
        session.rollback()
        _refuse(given, error)
        return _form(request, session, visitor, given)
    return see(f"/organisations/{made.id}?done=created")


@router.get(ONE, name="one-organisation", dependencies=[Reads("organisation", "read")])
def one(
    request: Request, session: DbSession, visitor: Administrator, organisation_id: uuid.UUID, done: str = ""
) -> Response:
    """Show an organisation: its fields, its place in the tree, what can be done."""
    return _card(request, session, visitor, organisation_id, done=done if done in SAVED else "")


@router.get(ONE + "/edit", name="describe-organisation", dependencies=[Reads("organisation", "read")])
def describe(request: Request, session: DbSession, visitor: Administrator, organisation_id: uuid.UUID) -> Response:
    """Show an organisation's fields as a form."""
    found = organising.reach(session, visitor.actor, organisation_id)
    form = unit_form(None, known=concern.roles(session), organisation=found)
    return _form(request, session, visitor, form, organisation_id=organisation_id, name=found.name)


@router.post(ONE + "/edit", name="redescribe-organisation")
def redescribe(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    organisation_id: uuid.UUID,
    form: PostedForm,
    now: Now,
) -> Response:
    """Take the changed fields."""
    found = organising.reach(session, visitor.actor, organisation_id)
    name, given = found.name, unit_form(form, known=concern.roles(session), organisation=found)
    if switched(request, form) or "more" in form or not given.validate():
        return _form(request, session, visitor, given, organisation_id=organisation_id, name=name)
    try:
        organising.edit(session, actor=visitor.actor, organisation_id=organisation_id, changes=given.fields(), now=now)
    except (InvalidError, ConflictError) as error:
        session.rollback()
        _refuse(given, error)
        return _form(request, session, visitor, given, organisation_id=organisation_id, name=name)
    return see(f"/organisations/{organisation_id}?done=edited")


@router.post(ONE + "/move", name="move-organisation")
def move(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    organisation_id: uuid.UUID,
    form: PostedForm,
    now: Now,
) -> Response:
    """Put an organisation, with what lies below it, under another one."""
    actor, text = visitor.actor, str(form.get("parent") or "")[: views.LONGEST]
    try:
        organising.reach(session, actor, organisation_id)
        above = organising.find_parent(session, actor=actor, text=text)
        organising.move(session, actor=actor, organisation_id=organisation_id, parent_id=above, now=now)
    except (InvalidError, ConflictError) as error:
        session.rollback()
        return _card(request, session, visitor, organisation_id, error=error, text=text)
    return see(f"/organisations/{organisation_id}?done=moved")


@router.post(ONE + "/close", name="close-organisation")
def close(
    request: Request, session: DbSession, visitor: Administrator, organisation_id: uuid.UUID, now: Now
) -> Response:
    """Close an organisation."""
    try:
        organising.close(session, actor=visitor.actor, organisation_id=organisation_id, now=now)
    except ConflictError as error:
        return _card(request, session, visitor, organisation_id, error=error)
    return see(f"/organisations/{organisation_id}?done=closed")


@router.post(ONE + "/reopen", name="reopen-organisation")
def reopen(
    request: Request, session: DbSession, visitor: Administrator, organisation_id: uuid.UUID, now: Now
) -> Response:
    """Undo the closing."""
    try:
        organising.reopen(session, actor=visitor.actor, organisation_id=organisation_id, now=now)
    except ConflictError as error:
        return _card(request, session, visitor, organisation_id, error=error)
    return see(f"/organisations/{organisation_id}?done=reopened")


def _titles(session: Session) -> dict[str, str]:
    return {role.key: role.title.to(i18n.current()) for role in concern.roles(session)}


def _card(
    request: Request,
    session: Session,
    visitor: Visit,
    organisation_id: uuid.UUID,
    *,
    done: str = "",
    error: AssessError | None = None,
    text: str = "",
) -> Response:
    card = directory.card(session, actor=visitor.actor, organisation_id=organisation_id)
    said = say(error.message, error.params, i18n.current()) if error else ""
    return render(
        request,
        "pages/organisations/one.html",
        status=error.status if error else 200,
        organisation=card.organisation,
        card=card,
        facts=views.facts(card.organisation, _titles(session)),
        own=not organising.movable(visitor.actor, card.organisation),
        errors=[("parent", said)] if said else [],
        text=text,
        branches=directory.branches(session, actor=visitor.actor),
        kind_name=views.kind_name,
        done=done,
    )


def _form(
    request: Request,
    session: Session,
    visitor: Visit,
    form: UnitForm,
    *,
    organisation_id: uuid.UUID | None = None,
    name: str = "",
) -> Response:
    found = errors(form)
    return render(
        request,
        "pages/organisations/form.html",
        status=422 if found else 200,
        form=form,
        errors=found,
        language_form="page-form",
        organisation_id=organisation_id,
        name=name,
        branches=() if organisation_id else directory.branches(session, actor=visitor.actor),
        everywhere=visitor.actor.everywhere(Action.MANAGE_ORGANISATIONS),
        kinds=kind_options(),
        sizes=size_options(),
        industries=industry_options(),
    )


def _refuse(form: UnitForm, error: InvalidError | ConflictError) -> None:
    """Put a refusal beside the field it is about."""
    about = error.field if isinstance(error, InvalidError) else "parent" if error.message.startswith("tree.") else None
    refuse(form, InvalidError(error.message, field=about, **error.params))
