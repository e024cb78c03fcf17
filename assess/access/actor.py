"""Who is asking."""

import hmac
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

    `guest_key` is the browser session's own secret key; a trial assessment belongs to it, also after signing in.
    """

    account_id: uuid.UUID | None = None
    name: str = ""
    memberships: tuple[Membership, ...] = ()
    guest_key: bytes | None = None
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
        organisation_id: Whose object it is; None for what belongs to the service itself.
    """
    return any(
        permits(own.role, action) and (organisation_id in {None, own.organisation_id} or own.role in EVERYWHERE)
        for own in actor.memberships
    )


def allowed_on_trial(actor: Actor, action: Action, guest_key: bytes) -> bool:
    """Say whether the actor may do this with the trial of that guest key: its own browser session only.

    Claiming it for an organisation needs an account besides.
    """
    mine = actor.guest_key is not None and hmac.compare_digest(actor.guest_key, guest_key)
    return mine and (action in GUEST or (action is Action.CLAIM_TRIAL and actor.signed_in))


def require(actor: Actor, action: Action, organisation_id: uuid.UUID | None) -> None:
    """Refuse what is not allowed.

    Raises:
        ForbiddenError: The actor may not do this.
    """
    if not allowed(actor, action, organisation_id):
        raise ForbiddenError
