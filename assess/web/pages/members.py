"""The people of an organisation: listed, invited, given another role, let in, taken out.

For the organisation's lead and for administrators who reach it; to everybody else there is nothing here.
"""

import uuid
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from assess.access.roles import Action, Role
from assess.accounts import asking, links, mailing, members, queries
from assess.accounts.members import Member
from assess.accounts.models import Organisation
from assess.accounts.sessions import Visit
from assess.assessments import standing
from assess.errors import AssessError, ConflictError, InvalidError
from assess.web import i18n
from assess.web.deps import AppSettings, DbSession, Now, PostedForm, UnseenNeeds, see
from assess.web.deps import Member as SignedIn
from assess.web.forms.base import Fields, errors
from assess.web.forms.members import DUTIES, InviteForm
from assess.web.forms.security import ROLES
from assess.web.pages.account import refuse
from assess.web.reads import Reads
from assess.web.templating import render
from assess.wording.sentences import say

router = APIRouter()
Keeper = Annotated[Visit, Depends(UnseenNeeds(Action.INVITE))]
ALL = "/organisations/{organisation_id}/members"
ONE = ALL + "/{account_id}"
DONE = ("changed", "removed", "accepted", "refused", "revoked", "mailed")


@router.get("/organisation/members", name="own-members")
def own(session: DbSession, visitor: SignedIn) -> Response:
    """Go to the people of the lead's own organisation."""
    mine = set(visitor.actor.organisations(Action.INVITE))
    found = [one for one in queries.organisations(session, actor=visitor.actor) if one.id in mine]
    return see(f"/organisations/{found[0].id}/members" if found else "/organisation")


@router.get(ALL, name="members", dependencies=[Reads("organisation", "members-read")])
def listing(
    request: Request,
    *,
    session: DbSession,
    visitor: Keeper,
    organisation_id: uuid.UUID,
    now: Now,
    done: str = "",
    refused: str = "",
) -> Response:
    """List who belongs to an organisation, who is invited and who asks to be let in."""
    place = members.reach(session, visitor.actor, organisation_id)
    why = say(f"join.{refused}", {}, i18n.current()) if refused == "answered" else ""
    return _page(request, session, visitor, place, now=now, done=done if done in DONE else "", why=why)


@router.post(ALL + "/invite", name="invite-member")
def invite(
    request: Request,
    *,
    session: DbSession,
    visitor: Keeper,
    settings: AppSettings,
    organisation_id: uuid.UUID,
    form: PostedForm,
    now: Now,
) -> Response:
    """Invite somebody: by mail where there is an address, else by a code that is shown once."""
    place = members.reach(session, visitor.actor, organisation_id)
    given = _invitation(session, visitor, place, Fields(form))
    if not given.validate():
        return _page(request, session, visitor, place, now=now, form=given)
    try:
        link, code = links.invite(
            session,
            actor=visitor.actor,
            organisation_id=organisation_id,
            role=Role(given.role.data),
            name=given.name.data or "",
            email=given.email.data or None,
            now=now,
        )
    except (InvalidError, ConflictError) as error:
        refuse(given, InvalidError(error.message, field=getattr(error, "field", None), **error.params))
        return _page(request, session, visitor, place, now=now, form=given)
    if mailing.send_invitation(session, link=link, now=now) is not None:
        return see(f"{_address(organisation_id)}?done=mailed")
    address = f"{settings.base_url}{links.address(code)}"
    printed = links.Printed(link, place, code)
    return _page(request, session, visitor, place, now=now, printed=printed, address=address)


@router.post(ALL + "/links/{link_id}/revoke", name="revoke-invitation")
def revoke(session: DbSession, visitor: Keeper, organisation_id: uuid.UUID, link_id: uuid.UUID, now: Now) -> Response:
    """Take an invitation back."""
    members.reach(session, visitor.actor, organisation_id)
    links.revoke(session, actor=visitor.actor, link_id=link_id, now=now)
    return see(f"{_address(organisation_id)}?done=revoked")


@router.post(ALL + "/requests/{request_id}/accept", name="accept-request")
def accept(
    request: Request,
    *,
    session: DbSession,
    visitor: Keeper,
    organisation_id: uuid.UUID,
    request_id: uuid.UUID,
    form: PostedForm,
    now: Now,
) -> Response:
    """Let somebody in who asked."""
    place = members.reach(session, visitor.actor, organisation_id)
    role = _roles(form.getlist("role"))
    try:
        chosen = members.check_roles(place.kind, role)[0]
        asking.accept(
            session,
            actor=visitor.actor,
            organisation_id=organisation_id,
            request_id=request_id,
            role=chosen,
            now=now,
        )
    except (InvalidError, ConflictError) as error:
        return _page(request, session, visitor, place, now=now, why=_say(error), status=error.status)
    return see(f"{_address(organisation_id)}?done=accepted")


@router.post(ALL + "/requests/{request_id}/refuse", name="refuse-request")
def turn_away(
    session: DbSession, visitor: Keeper, organisation_id: uuid.UUID, request_id: uuid.UUID, now: Now
) -> Response:
    """Do not let somebody in who asked."""
    try:
        asking.refuse(session, actor=visitor.actor, organisation_id=organisation_id, request_id=request_id, now=now)
    except ConflictError:
        return see(f"{_address(organisation_id)}?refused=answered")
    return see(f"{_address(organisation_id)}?done=refused")


@router.get(ONE, name="one-member", dependencies=[Reads("organisation", "members-read")])
def one(
    request: Request, session: DbSession, visitor: Keeper, organisation_id: uuid.UUID, account_id: uuid.UUID
) -> Response:
    """Show one person: their roles as a form, and the way out."""
    return _member(request, session, visitor, organisation_id, account_id)


@router.post(ONE + "/roles", name="change-roles")
def change(
    request: Request,
    *,
    session: DbSession,
    visitor: Keeper,
    organisation_id: uuid.UUID,
    account_id: uuid.UUID,
    form: PostedForm,
    now: Now,
) -> Response:
    """Take what somebody is to be from now on."""
    try:
        members.set_roles(
            session,
            actor=visitor.actor,
            organisation_id=organisation_id,
            account_id=account_id,
            roles=_roles(form.getlist("roles")),
            lead_needed=standing.under_way(session, organisation_id),
            now=now,
        )
    except (InvalidError, ConflictError) as error:
        session.rollback()
        return _member(request, session, visitor, organisation_id, account_id, error=error)
    return see(f"{_address(organisation_id)}?done=changed" if _still(visitor, account_id, form) else "/organisation")


@router.post(ONE + "/remove", name="remove-member")
def remove(
    request: Request,
    *,
    session: DbSession,
    visitor: Keeper,
    organisation_id: uuid.UUID,
    account_id: uuid.UUID,
    form: PostedForm,
    now: Now,
) -> Response:
    """Take somebody out."""
    try:
        members.remove(
            session,
            actor=visitor.actor,
            organisation_id=organisation_id,
            account_id=account_id,
            sure=form.get("sure") == "yes",
            lead_needed=standing.under_way(session, organisation_id),
            now=now,
        )
    except (InvalidError, ConflictError) as error:
        session.rollback()
        return _member(request, session, visitor, organisation_id, account_id, error=error)
    mine = account_id == visitor.actor.account_id
    return see("/organisation" if mine else f"{_address(organisation_id)}?done=removed")


def _still(visitor: Visit, account_id: uuid.UUID, form: PostedForm) -> bool:
    """Say whether whoever changed roles may still open the list: not who gave up their own."""
    keeps = {Role.LEAD.value, Role.ADMINISTRATOR.value} & set(map(str, form.getlist("roles")))
    return account_id != visitor.actor.account_id or bool(keeps)


def _address(organisation_id: uuid.UUID) -> str:
    return f"/organisations/{organisation_id}/members"


def _roles(given: Sequence[object]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role.value in given)


def _say(error: AssessError) -> str:
    return say(error.message, error.params, i18n.current())


def _invitation(session: Session, visitor: Visit, place: Organisation, data: Fields | None) -> InviteForm:
    form = InviteForm(data)
    open_to = links.invitable(session, actor=visitor.actor, organisation=place)
    form.roles = tuple(role for role in members.ROLES[place.kind] if role in open_to)
    return form


def _page(
    request: Request,
    session: Session,
    visitor: Visit,
    place: Organisation,
    *,
    now: Now,
    form: InviteForm | None = None,
    status: int = 200,
    **more: object,
) -> Response:
    found = errors(form) if form else []
    shown = {"done": "", "why": "", "printed": None, "address": "", **more}
    return render(
        request,
        "pages/organisations/members.html",
        shown,
        status=422 if found else status,
        organisation=place,
        people=members.members(session, actor=visitor.actor, organisation_id=place.id),
        waiting=asking.waiting(session, actor=visitor.actor, organisation_id=place.id),
        invitations=links.open_links(session, actor=visitor.actor, organisation_id=place.id),
        form=form or _invitation(session, visitor, place, None),
        roles=ROLES,
        duties=DUTIES,
        kinds=members.ROLES[place.kind],
        errors=found,
        now=now,
    )


def _member(
    request: Request,
    session: Session,
    visitor: Visit,
    organisation_id: uuid.UUID,
    account_id: uuid.UUID,
    *,
    error: InvalidError | ConflictError | None = None,
) -> Response:
    actor = visitor.actor
    place = members.reach(session, actor, organisation_id)
    found: Member = members.member(session, actor=actor, organisation_id=organisation_id, account_id=account_id)
    field = "sure" if error and getattr(error, "field", None) == "sure" else "roles"
    return render(
        request,
        "pages/organisations/member.html",
        status=error.status if error else 200,
        organisation=place,
        person=found,
        mine=account_id == actor.account_id,
        roles=ROLES,
        duties=DUTIES,
        kinds=members.ROLES[place.kind],
        errors=[(field, _say(error))] if error else [],
    )
