"""Reading organisations and accounts, always from what the actor may see."""

import uuid
from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.actor import Membership as Member
from assess.accounts.models import Account, Consent, Membership, Organisation
from assess.errors import NotFoundError
from assess.values.text import Locale


def organisation(session: Session, *, actor: Actor, organisation_id: uuid.UUID) -> Organisation:
    """Give one of the actor's own organisations.

    Raises:
        NotFoundError: Not theirs, or not there.
    """
    mine = {own.organisation_id for own in actor.memberships}
    found = session.get(Organisation, organisation_id) if organisation_id in mine else None
    if found is None:
        raise NotFoundError
    return found


def organisations(session: Session, *, actor: Actor) -> list[Organisation]:
    """List the actor's own organisations, the oldest first."""
    mine = [own.organisation_id for own in actor.memberships]
    wanted = select(Organisation).where(Organisation.id.in_(mine)).order_by(Organisation.created_at, Organisation.id)
    return list(session.scalars(wanted))


def consents(session: Session, *, account_id: uuid.UUID) -> Sequence[Consent]:
    """List what somebody agreed to, the latest first; whoever asks is that person."""
    wanted = select(Consent).where(Consent.account_id == account_id)
    return session.scalars(wanted.order_by(Consent.at.desc(), Consent.id)).all()


def acting(session: Session, account_id: uuid.UUID) -> Actor | None:
    """Give somebody as what they are today, for work that goes on without them; None where they cannot sign in."""
    account = session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        return None
    rows = session.execute(
        select(Membership.organisation_id, Membership.role, Organisation.name, Organisation.operator)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.account_id == account_id)
        .order_by(Organisation.created_at, Organisation.id, Membership.role)
    )
    locale: Locale = "en" if account.locale == "en" else "zh"
    return Actor(
        account_id=account.id, name=account.name, memberships=tuple(Member(*row) for row in rows), locale=locale
    )


def demo_present(session: Session) -> bool:
    """Say whether demo accounts exist here; outside demo mode the service refuses to start then."""
    return bool(session.scalar(select(exists().where(Account.demo))))


def any_account(session: Session) -> bool:
    """Say whether anybody can sign in at all."""
    return bool(session.scalar(select(exists().where(Account.disabled_at.is_(None)))))
