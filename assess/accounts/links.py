"""Invitations: one-time links into an organisation, by mail or printed, since many enterprises are invited by phone.

Of a link only the hash is stored. Whoever wants it a second time gets a new one, and the old one works no more.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from assess import mail
from assess.access.actor import Actor
from assess.access.roles import Action, Role
from assess.accounts import fields, tree
from assess.accounts.credentials import LinkKind, OneTimeLink
from assess.accounts.models import Lineage, Organisation, OrganisationKind
from assess.accounts.sessions import hash_token
from assess.accounts.totp import grouped, new_code, typed
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import ConflictError, InvalidError, NotFoundError

LIVES: Final = timedelta(days=14)
KEPT: Final = timedelta(days=90)
"""How long the name and address of an invited person are kept after the link is over."""

CODE_LENGTH: Final = 16
"""78 bits, in four groups that can be read over the phone."""

MOST_PRINTED: Final = 200
WORKING: Final = (Role.LEAD, Role.RESPONDENT)
"""What people of an enterprise or a district can be."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A link as it is handed over: on paper, or read aloud."""

    link: OneTimeLink
    organisation: Organisation
    code: str

    @property
    def path(self) -> str:
        """Give the address that opens it."""
        return address(self.code)

    @property
    def grouped(self) -> str:
        """Give the code as people read it."""
        return grouped(self.code)


def address(code: str) -> str:
    """Give the path of an invitation."""
    return f"/invitation/{grouped(typed(code))}"


def invitable(session: Session, *, actor: Actor, organisation: Organisation) -> tuple[Role, ...]:
    """List the roles the actor may invite people into an organisation for.

    Returns:
        Nothing where they may invite nobody; every role for an authority that an administrator reaches; otherwise lead
        and respondent.
    """
    if _administers(session, actor, organisation.id):
        return tuple(Role) if organisation.kind is OrganisationKind.AUTHORITY else WORKING
    mine = organisation.id in actor.organisations(Action.INVITE)
    return WORKING if mine and organisation.kind is not OrganisationKind.AUTHORITY else ()


def _administers(session: Session, actor: Actor, organisation_id: uuid.UUID) -> bool:
    tops = actor.tops(Action.INVITE)
    if actor.everywhere(Action.INVITE) or organisation_id in tops:
        return True
    above = exists().where(Lineage.organisation_id == organisation_id, Lineage.ancestor_id.in_(tops))
    return bool(session.scalar(select(above)))


def invite(
    session: Session,
    *,
    actor: Actor,
    organisation_id: uuid.UUID,
    role: Role,
    name: str,
    email: str | None,
    now: datetime,
) -> tuple[OneTimeLink, str]:
    """Invite somebody into an organisation.

    Args:
        session: A writing session.
        actor: The organisation's lead, or an administrator who reaches it.
        organisation_id: Where to.
        role: As what.
        name: Whom, as far as it is known; may be empty.
        email: Where mail reaches them, if it does. Nothing is sent by this: see `mailing.send_later`.
        now: The present instant.

    Returns:
        The stored link, and its code, which nobody can see again.

    Raises:
        NotFoundError: The organisation is out of the actor's reach.
        ConflictError: It is closed.
        InvalidError: For `role`, `name` or `email`.
    """
    organisation = tree.require_reach(session, actor=actor, action=Action.INVITE, organisation_id=organisation_id)
    if organisation.closed_at is not None:
        raise ConflictError("invitation.organisation-closed")
    if role not in invitable(session, actor=actor, organisation=organisation):
        raise InvalidError("invitation.role-unfit", field="role")
    known_as, reached_at = person(name), mailbox(email)
    code = new_code(CODE_LENGTH)
    link = OneTimeLink(
        id=uuid.uuid4(),
        token_hash=hash_token(code),
        kind=LinkKind.INVITATION,
        organisation_id=organisation_id,
        role=role,
        name=known_as,
        email=reached_at,
        by=actor.account_id,
        created_at=now,
        expires_at=now + LIVES,
    )
    session.add(link)
    session.flush()
    _log(session, actor, "invitation.made", link, now)
    return link, code


def person(name: str) -> str:
    """Check the name of somebody who may not be known by name yet."""
    return fields.person_name(name) if name.strip() else ""


def mailbox(email: str | None) -> str | None:
    """Check an address that may be missing.

    Raises:
        InvalidError: For the field `email`.
    """
    given = (email or "").strip()
    if given and not mail.is_address(given):
        raise InvalidError("account.email-form", field="email")
    return given or None


def open_links(session: Session, *, actor: Actor, organisation_id: uuid.UUID) -> list[OneTimeLink]:
    """List the invitations nobody has taken up or revoked, the newest first; expired ones are among them.

    Raises:
        NotFoundError: The organisation is out of the actor's reach.
    """
    tree.require_reach(session, actor=actor, action=Action.INVITE, organisation_id=organisation_id)
    wanted = select(OneTimeLink).where(_waiting(), OneTimeLink.organisation_id == organisation_id)
    return list(session.scalars(wanted.order_by(OneTimeLink.created_at.desc(), OneTimeLink.id)))


def revoke(session: Session, *, actor: Actor, link_id: uuid.UUID, now: datetime) -> None:
    """Take an invitation back.

    Raises:
        NotFoundError: None within the actor's reach, or it was taken up or back already.
    """
    link = _reached(session, actor, OneTimeLink.id == link_id)
    if len(link) != 1:
        raise NotFoundError
    link[0][0].revoked_at = now
    _log(session, actor, "invitation.revoked", link[0][0], now)


def printable(
    session: Session, *, actor: Actor, links: Collection[uuid.UUID], organisations: Collection[uuid.UUID]
) -> list[tuple[OneTimeLink | None, Organisation]]:
    """List what a batch would print: the links asked for, and for each organisation its open invitation of a lead.

    Returns:
        In the order of organisations' names; without a link where one would be made.

    Raises:
        NotFoundError: Something is out of the actor's reach.
        InvalidError: Nothing, or too much at once.
    """
    if not 0 < len(links) + len(organisations) <= MOST_PRINTED:
        raise InvalidError("invitation.too-many", most=MOST_PRINTED)
    wanted = _reached(session, actor, OneTimeLink.id.in_(links)) if links else []
    places = _places(session, actor, organisations)
    if len(wanted) != len(set(links)) or len(places) != len(set(organisations)):
        raise NotFoundError
    leads = _open_leads(session, organisations)
    rows = [*wanted, *((leads.get(place.id), place) for place in places)]
    return sorted(rows, key=lambda row: (row[1].name, str(row[1].id)))


def print_out(
    session: Session,
    *,
    actor: Actor,
    links: Collection[uuid.UUID],
    organisations: Collection[uuid.UUID],
    now: datetime,
) -> list[Printed]:
    """Give new codes for open invitations, and invite a lead where an organisation has no open one.

    Codes that were handed out for them before work no more, and each lives its fourteen days from now.

    Raises:
        NotFoundError: Something is out of the actor's reach.
        InvalidError: Nothing, or too much at once.
        ConflictError: An organisation is closed.
    """
    rows = printable(session, actor=actor, links=links, organisations=organisations)
    return [_printed(session, actor, link, organisation, now) for link, organisation in rows]


def _printed(
    session: Session, actor: Actor, link: OneTimeLink | None, organisation: Organisation, now: datetime
) -> Printed:
    if link is None:
        made, code = invite(
            session, actor=actor, organisation_id=organisation.id, role=Role.LEAD, name="", email=None, now=now
        )
        return Printed(made, organisation, code)
    _log(session, actor, "invitation.printed", link, now)
    link.by = actor.account_id  # who holds the code from now on does not take it up: see `invited`
    return Printed(link, organisation, renew(link, now))


def renew(link: OneTimeLink, now: datetime) -> str:
    """Give an open invitation a new code; the one before works no more."""
    code = new_code(CODE_LENGTH)
    link.token_hash, link.expires_at = hash_token(code), now + LIVES
    return code


def find(session: Session, *, code: str, now: datetime) -> Printed:
    """Give the invitation behind a code, without using it up.

    Raises:
        NotFoundError: It is wrong, was used, taken back, or is too old: nobody can tell which.
    """
    row = session.execute(
        select(OneTimeLink, Organisation)
        .join(Organisation, Organisation.id == OneTimeLink.organisation_id)
        .where(usable(code, now), Organisation.closed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFoundError("account.link-over")
    return Printed(row[0], row[1], typed(code))


def usable(code: str, now: datetime) -> ColumnElement[bool]:
    """Give the condition for the open invitation of a code."""
    return _waiting() & (OneTimeLink.token_hash == hash_token(typed(code))) & (OneTimeLink.expires_at > now)


def purge(session: Session, *, now: datetime) -> None:
    """Delete links that were over long ago, with what they say about people; the audit log keeps that there were."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < now - KEPT))


def _waiting() -> ColumnElement[bool]:
    unused = OneTimeLink.used_at.is_(None) & OneTimeLink.revoked_at.is_(None)
    return unused & (OneTimeLink.kind == LinkKind.INVITATION)


def _reached(
    session: Session, actor: Actor, condition: ColumnElement[bool]
) -> Sequence[tuple[OneTimeLink, Organisation]]:
    rows = session.execute(
        select(OneTimeLink, Organisation)
        .join(Organisation, Organisation.id == OneTimeLink.organisation_id)
        .where(condition, _waiting(), tree.reached(Organisation.id, actor, Action.INVITE))
    ).all()
    return [(row[0], row[1]) for row in rows]


def _places(session: Session, actor: Actor, organisations: Collection[uuid.UUID]) -> Sequence[Organisation]:
    mine = tree.reached(Organisation.id, actor, Action.INVITE)
    return session.scalars(select(Organisation).where(Organisation.id.in_(organisations), mine)).all()


def _open_leads(session: Session, organisations: Collection[uuid.UUID]) -> dict[uuid.UUID, OneTimeLink]:
    """Give the newest open invitation of a lead whom nobody named, of each organisation."""
    nameless = (OneTimeLink.role == Role.LEAD) & (OneTimeLink.name == "") & OneTimeLink.email.is_(None)
    rows = session.scalars(
        select(OneTimeLink)
        .where(_waiting(), nameless, OneTimeLink.organisation_id.in_(organisations))
        .order_by(OneTimeLink.created_at)
    )
    return {link.organisation_id: link for link in rows if link.organisation_id}


def _log(session: Session, actor: Actor, action: str, link: OneTimeLink, now: datetime) -> None:
    append(
        session,
        stream=GENERAL,
        actor=actor.account_id,
        action=action,
        subject=Subject("invitation", str(link.id)),
        now=now,
        detail={"organisation": str(link.organisation_id), "role": link.role},
    )
