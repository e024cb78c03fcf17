"""Invitations on paper: what would be printed, and the sheets."""

import uuid
from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.datastructures import FormData

from assess.access.roles import Action
from assess.accounts import links
from assess.accounts.sessions import Visit
from assess.errors import NotFoundError
from assess.web import qr
from assess.web.deps import AppSettings, DbSession, Needs, Now, PostedForm
from assess.web.forms.security import ROLES
from assess.web.templating import render

HERE: Final = "/invitations/print"
router = APIRouter()

Inviter = Annotated[Visit, Depends(Needs(Action.INVITE))]
Ids = Annotated[Sequence[uuid.UUID], Query()]


@router.get(HERE, name="invitations-print-page")
def print_page(
    request: Request,
    session: DbSession,
    visitor: Inviter,
    organisation: Ids = (),
    link: Ids = (),
) -> Response:
    """List what a batch would print, before codes are made that replace the ones handed out."""
    rows = links.printable(session, actor=visitor.actor, links=link, organisations=organisation)
    return render(
        request,
        "pages/account/invitations-print.html",
        rows=rows,
        roles=ROLES,
        organisations=organisation,
        links=link,
        renewed=sum(1 for one, _place in rows if one is not None),
    )


@router.post(HERE, name="invitations-print")
def print_out(  # noqa: PLR0917 - what a route asks for
    request: Request, session: DbSession, visitor: Inviter, form: PostedForm, settings: AppSettings, now: Now
) -> Response:
    """Make the codes and show a sheet for each, this once."""
    sheets = links.print_out(
        session,
        actor=visitor.actor,
        links=_ids(form, "link"),
        organisations=_ids(form, "organisation"),
        now=now,
    )
    drawn = [(one, qr.picture(settings.base_url + one.path)) for one in sheets]
    return render(
        request,
        "pages/account/invitations-sheets.html",
        sheets=drawn,
        roles=ROLES,
        entry=f"{settings.base_url}/invitation",
        inviter=visitor.actor.name,
    )


def _ids(form: FormData, name: str) -> list[uuid.UUID]:
    """Read the ids of a form; one that is none names nothing there is."""
    try:
        return [uuid.UUID(str(value)) for value in form.getlist(name)]
    except ValueError:
        raise NotFoundError from None
