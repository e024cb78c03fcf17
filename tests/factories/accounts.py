"""Organisations, people and sessions for tests."""

import itertools
import uuid
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from stdnum.cn import uscc

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import passwords, sessions, tree
from assess.accounts.models import Account, Consent, Membership, Organisation, OrganisationKind
from assess.accounts.notice import NOTICE
from assess.accounts.sessions import Limits, NewSession, Visit

PASSWORD = "correct-horse-battery"
LIMITS = Limits()
START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def credit_code(number: int | None = None) -> str:
    """Make a valid unified social credit code of Linyi."""
    body = f"91371300{(number if number is not None else next(_numbers)):09d}"
    return body + uscc.calc_check_digit(body)


def make_organisation(
    session: Session,
    *,
    name: str = "临沂示范科技有限公司",
    kind: OrganisationKind = OrganisationKind.ENTERPRISE,
    region: str = "371302",
    roles: tuple[str, ...] = (),
    parent: Organisation | None = None,
    operator: bool = False,
) -> Organisation:
    """Store an organisation, below another one if one is given; `operator` is the body that runs the service."""
    code = credit_code() if kind is OrganisationKind.ENTERPRISE else None
    made = Organisation(name=name, kind=kind, region=region, credit_code=code, roles=list(roles), created_at=START)
    made.operator = operator
    session.add(made)
    session.flush()
    if parent is not None:
        tree.place(session, made, parent)
    return made


def make_account(
    session: Session, organisation: Organisation | None = None, role: Role = Role.LEAD, *, name: str = "李明"
) -> Account:
    """Store an account that agreed to the notice, as a member of the organisation if one is given."""
    login = f"user{next(_numbers)}@example.com"
    made = Account(login=login, name=name, password_hash=passwords.make_hash(PASSWORD), created_at=START)
    session.add(made)
    session.flush()
    session.add(Consent(account_id=made.id, guest_key=bytes(32), notice_version=NOTICE, at=START))
    if organisation is not None:
        session.add(Membership(account_id=made.id, organisation_id=organisation.id, role=role))
        session.flush()
    return made


def make_session(session: Session, account: Account | None = None, *, now: datetime = START) -> NewSession:
    """Open a browser session of an account, or of a guest."""
    account_id: uuid.UUID | None = account.id if account else None
    return sessions.create(session, account_id=account_id, before=None, limits=LIMITS, now=now)


def make_visit(session: Session, account: Account | None = None, *, now: datetime = START) -> Visit:
    """Open a browser session and look it up."""
    found = sessions.visit(session, token=make_session(session, account, now=now).token, now=now)
    assert found is not None
    return found


def actor_of(session: Session, account: Account | None = None) -> Actor:
    """Give the actor behind an account, or a guest."""
    return make_visit(session, account).actor
