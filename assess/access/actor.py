"""Who is asking."""

import uuid
from dataclasses import dataclass

from assess.access.permissions import EVERYWHERE, GUEST, permits
from assess.access.roles import Action, Role
from assess.errors import ForbiddenError
from assess.values.text import Locale


@dataclass(frozen=True, slots=True)
class Membership:
    """What the actor is in one organisation."""

    organisation_id: uuid.UUID
    role: Role
    organisation_name: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: an account with its memberships, a guest with a session, or nobody in particular.

    `guest_session` is the hash of the session's token; a trial assessment belongs to it.
    """

    account_id: uuid.UUID | None = None
    name: str = ""
    memberships: tuple[Membership, ...] = ()
    guest_session: bytes | None = None
    locale: Locale = "zh"

    @property
    def signed_in(self) -> bool:
        """Say whether the actor has an account."""
        return self.account_id is not None

    def organisations(self, action: Action) -> tuple[uuid.UUID, ...]:
        """Give the organisations the actor may do this in as one of its people."""
        return tuple(own.organisation_id for own in self.memberships if permits(own.role, action))


def allowed(actor: Actor, action: Action, organisation_id: uuid.UUID | None) -> bool:
    """Say whether the actor may do this.

    Args:
        actor: Who is asking.
        action: What is asked.
        organisation_id: Whose object it is; None for what belongs to no organisation: a guest's own trial, or
            the service itself.
    """
    if organisation_id is None and not actor.signed_in:
        return actor.guest_session is not None and action in GUEST
    return any(
        permits(own.role, action) and (organisation_id in {None, own.organisation_id} or own.role in EVERYWHERE)
        for own in actor.memberships
    )


def require(actor: Actor, action: Action, organisation_id: uuid.UUID | None) -> None:
    """Refuse what is not allowed.

    Raises:
        ForbiddenError: The actor may not do this.
    """
    if not allowed(actor, action, organisation_id):
        raise ForbiddenError
