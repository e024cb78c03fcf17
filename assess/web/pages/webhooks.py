"""The addresses that hear of one's organisation's events: added, tried, turned off, and what was sent to them.

For leads and administrators, each for the organisation they belong to; to everybody else there is nothing here.
"""

import uuid
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response

from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.accounts.webhooks import operations, queries
from assess.accounts.webhooks.delivering import KEPT
from assess.accounts.webhooks.events import CHOSEN
from assess.accounts.webhooks.operations import MOST, OVERLAP
from assess.errors import AssessError, ConflictError, InvalidError, NotFoundError, ThrottledError
from assess.web.deps import AppSettings, DbSession, Now, PostedForm, UnseenNeeds, see
from assess.web.errors import sentence
from assess.web.forms.base import Fields, errors
from assess.web.forms.webhooks import ERRORS, EVENTS, EventsForm, WebhookForm
from assess.web.i18n import gettext
from assess.web.language import switched
from assess.web.templating import render

HERE: Final = "/organisation/webhooks"
ONE: Final = "/{webhook_id}"
DONE: Final = ("pinged", "disabled", "enabled", "changed", "resent", "removed")
router = APIRouter(prefix=HERE)
Keeper = Annotated[Visit, Depends(UnseenNeeds(Action.MANAGE_WEBHOOKS))]


@router.get("", name="webhooks")
def listing(request: Request, session: DbSession, visitor: Keeper, done: str = "") -> Response:
    """List the addresses and offer to add one."""
    form = WebhookForm(data={"events": [str(one) for one in CHOSEN]})
    return _list(request, session, visitor, form, done=done if done in DONE else "")


@router.post("", name="add-webhook")
def add(  # noqa: PLR0917 - what a route asks for
    request: Request, session: DbSession, visitor: Keeper, settings: AppSettings, posted: PostedForm, now: Now
) -> Response:
    """Add an address and show its secret, this once."""
    form = WebhookForm(Fields(posted))
    if switched(request, posted) or not form.validate():
        return _list(request, session, visitor, form)
    try:
        made, secret = operations.add(
            session,
            actor=visitor.actor,
            organisation_id=_organisation(session, visitor, form.organisation.data),
            url=form.url.data or "",
            events=form.events.data or [],
            terms=operations.terms_of(settings),
            now=now,
        )
    except (InvalidError, ConflictError) as error:
        _refuse(form, error)
        return _list(request, session, visitor, form)
    return _one(request, session, visitor, made.id, secret=secret)


@router.get(ONE, name="webhook")
def one(request: Request, session: DbSession, visitor: Keeper, webhook_id: uuid.UUID, done: str = "") -> Response:
    """Show an address: its events, what was sent to it, what can be done."""
    return _one(request, session, visitor, webhook_id, done=done if done in DONE else "")


@router.post(ONE, name="change-webhook")
def change(  # noqa: PLR0917 - likewise
    request: Request, session: DbSession, visitor: Keeper, webhook_id: uuid.UUID, posted: PostedForm, now: Now
) -> Response:
    """Take the events that are chosen from now on."""
    form = EventsForm(Fields(posted))
    if switched(request, posted) or not form.validate():
        return _one(request, session, visitor, webhook_id, form=form)
    try:
        operations.change(session, actor=visitor.actor, webhook_id=webhook_id, events=form.events.data or [], now=now)
    except InvalidError as error:
        _refuse(form, error)
        return _one(request, session, visitor, webhook_id, form=form)
    return see(f"{HERE}/{webhook_id}?done=changed")


@router.post(ONE + "/rotate", name="rotate-webhook")
def rotate(  # noqa: PLR0917 - likewise
    request: Request, session: DbSession, visitor: Keeper, settings: AppSettings, webhook_id: uuid.UUID, now: Now
) -> Response:
    """Draw a new secret and show it, this once."""
    terms = operations.terms_of(settings)
    _found, secret = operations.rotate(session, actor=visitor.actor, webhook_id=webhook_id, terms=terms, now=now)
    return _one(request, session, visitor, webhook_id, secret=secret, rotated=True)


@router.post(ONE + "/ping", name="ping-webhook")
def ping(request: Request, session: DbSession, visitor: Keeper, webhook_id: uuid.UUID, now: Now) -> Response:
    """Send something to try the address by."""
    return _do(request, session, visitor, webhook_id, "pinged", call=operations.ping, now=now)


@router.post(ONE + "/disable", name="disable-webhook")
def disable(request: Request, session: DbSession, visitor: Keeper, webhook_id: uuid.UUID, now: Now) -> Response:
    """Send nothing more to an address."""
    return _do(request, session, visitor, webhook_id, "disabled", call=operations.disable, now=now)


@router.post(ONE + "/enable", name="enable-webhook")
def enable(request: Request, session: DbSession, visitor: Keeper, webhook_id: uuid.UUID, now: Now) -> Response:
    """Send to an address again."""
    return _do(request, session, visitor, webhook_id, "enabled", call=operations.enable, now=now)


@router.post(ONE + "/deliveries/{delivery_id}/resend", name="resend-delivery")
def resend(  # noqa: PLR0917 - likewise
    request: Request, session: DbSession, visitor: Keeper, webhook_id: uuid.UUID, delivery_id: uuid.UUID, now: Now
) -> Response:
    """Send something once more."""
    return _do(
        request, session, visitor, webhook_id, "resent", call=operations.resend, delivery_id=delivery_id, now=now
    )


@router.post(ONE + "/remove", name="remove-webhook")
def remove(session: DbSession, visitor: Keeper, webhook_id: uuid.UUID, now: Now) -> Response:
    """Delete an address with what was sent to it."""
    operations.remove(session, actor=visitor.actor, webhook_id=webhook_id, now=now)
    return see(f"{HERE}?done=removed")


def _do(
    request: Request,
    session: DbSession,
    visitor: Visit,
    webhook_id: uuid.UUID,
    done: str,
    *,
    call: Callable[..., object],
    **given: Any,  # noqa: ANN401 - what the operation takes
) -> Response:
    """Do something with an address; what is refused is said on its page."""
    try:
        call(session, actor=visitor.actor, webhook_id=webhook_id, **given)
    except (ConflictError, ThrottledError) as error:
        session.rollback()
        return _one(request, session, visitor, webhook_id, why=error)
    return see(f"{HERE}/{webhook_id}?done={done}")


def _organisation(session: DbSession, visitor: Visit, given: str | None) -> uuid.UUID:
    """Give the organisation that was chosen; where there is but one, nothing need be."""
    if not given:
        return queries.organisations(session, actor=visitor.actor)[0].id
    try:
        return uuid.UUID(given)
    except ValueError as error:
        raise NotFoundError from error


def _refuse(form: EventsForm, error: InvalidError | ConflictError) -> None:
    """Put a refusal beside the field it is about."""
    field = error.field if isinstance(error, InvalidError) and error.field else "url"
    form[field].errors = [sentence(error) or ""]


def _list(request: Request, session: DbSession, visitor: Visit, form: WebhookForm, *, done: str = "") -> Response:
    found, mine = errors(form), queries.organisations(session, actor=visitor.actor)
    if not form.organisation.data and mine:
        form.organisation.data = str(mine[0].id)
    return render(
        request,
        "pages/organisations/webhooks.html",
        _words(),
        status=422 if found else 200,
        form=form,
        errors=found,
        language_form="page-form" if found else "",
        organisations=mine,
        names={one.id: one.name for one in mine},
        webhooks=queries.listed(session, actor=visitor.actor),
        done=done,
        most=MOST,
    )


def _one(
    request: Request,
    session: DbSession,
    visitor: Visit,
    webhook_id: uuid.UUID,
    *,
    form: EventsForm | None = None,
    why: AssessError | None = None,
    **shown: object,
) -> Response:
    actor = visitor.actor
    found = queries.get(session, actor=actor, webhook_id=webhook_id)
    sent = queries.deliveries(session, actor=actor, webhook_id=webhook_id)
    given = form or EventsForm(data={"events": found.events})
    context = {"done": "", "secret": "", "rotated": False, **shown, **_words()}
    refused = errors(given)
    return render(
        request,
        "pages/organisations/webhook.html",
        context,
        status=why.status if why else 422 if refused else 200,
        webhook=found,
        organisation=queries.own(session, actor=actor, organisation_id=found.organisation_id),
        deliveries=sent,
        tries=queries.tries(session, sent),
        form=given,
        errors=refused,
        why=sentence(why) if why else "",
        overlap=int(OVERLAP.total_seconds() // 3600),
        kept=KEPT.days,
    )


def _words() -> dict[str, object]:
    return {
        "choices_of": [(str(one), gettext(EVENTS[one][0]), gettext(EVENTS[one][1])) for one in CHOSEN],
        "event_names": {str(one): gettext(name) for one, (name, _about) in EVENTS.items()},
        "error_names": {key: gettext(text) for key, text in ERRORS.items()},
    }
