"""Who is asking."""

import hmac
import uuid
from dataclasses import dataclass

from assess.access.permissions import BELOW, GUEST, SERVICE, permits
from assess.access.roles import Action, Role
from assess.errors import ForbiddenError
from assess.values.text import Locale


@dataclass(frozen=True, slots=True)
class Membership:
    """What the actor is in one organisation; `operator` says that it is the body that runs the service."""

    organisation_id: uuid.UUID
    role: Role
    organisation_name: str = ""
    operator: bool = False

    @property
    def everywhere(self) -> bool:
        """Say whether the role reaches every organisation."""
        return self.operator and self.role in BELOW


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: an account with its memberships, a guest with a session, or nobody in particular.

    `guest_key` is the browser session's own secret key; a trial assessment belongs to it, also after signing in.
    `only` is what a token for programs is limited to; None where nothing is.
    """

    account_id: uuid.UUID | None = None
    name: str = ""
    memberships: tuple[Membership, ...] = ()
    guest_key: bytes | None = None
    locale: Locale = "zh"
    only: frozenset[Action] | None = None

    @property
    def signed_in(self) -> bool:
        """Say whether the actor has an account."""
        return self.account_id is not None

    def acting(self, action: Action) -> tuple[Membership, ...]:
        """Give the memberships that carry an action."""
        if self.only is not None and action not in self.only:
            return ()
        return tuple(own for own in self.memberships if permits(own.role, action))

    def organisations(self, action: Action) -> tuple[uuid.UUID, ...]:
        """Give the organisations the actor may do this in as one of its people."""
        return tuple(own.organisation_id for own in self.acting(action))

    def tops(self, action: Action) -> tuple[uuid.UUID, ...]:
        """Give the organisations from which the actor's role reaches what lies below them."""
        return tuple(own.organisation_id for own in self.acting(action) if own.role in BELOW)

    def everywhere(self, action: Action) -> bool:
        """Say whether the actor may do this with any organisation."""
        return any(own.everywhere for own in self.acting(action))

    def belongs_to(self, organisation_id: uuid.UUID | None) -> bool:
        """Say whether the actor is anything in this organisation."""
        return any(own.organisation_id == organisation_id for own in self.memberships)


def allowed(actor: Actor, action: Action, organisation_id: uuid.UUID | None) -> bool:
    """Say whether the actor may do this, as far as their memberships tell.

    What an administrator reaches below their organisation, only the tree knows: `accounts.tree`.

    Args:
        actor: Who is asking.
        action: What is asked.
        organisation_id: Whose object it is; None for what belongs to no organisation, or to any.
    """
    return any(_extends(own, action, organisation_id) for own in actor.acting(action))


def _extends(own: Membership, action: Action, organisation_id: uuid.UUID | None) -> bool:
    if action in SERVICE:
        return own.operator
    return organisation_id in {None, own.organisation_id} or own.everywhere


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
