"""Signing in and out, registering, and making accounts."""

import dataclasses
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action, Role
from assess.accounts import fields, passwords, sessions, throttle
from assess.accounts.fields import OrganisationFields
from assess.accounts.models import Account, Membership, Organisation, OrganisationKind, WebSession
from assess.accounts.sessions import Entrance, Limits, NewSession
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import ConflictError, InvalidError, NotFoundError

OPERATOR_NAME = "本服务运营单位"
OPERATOR_REGION = "110000"


@dataclass(frozen=True, slots=True)
class Registered:
    """A new account with its organisation, signed in."""

    account_id: uuid.UUID
    organisation_id: uuid.UUID
    session: NewSession


def sign_in(
    session: Session,
    *,
    login: str,
    password: str,
    address: str,
    now: datetime,
    limits: Limits,
    agent: str = "",
    token_hash: bytes | None = None,
) -> NewSession:
    """Sign in: a new token, whoever had the old one; where a second factor is on, only it opens the account.

    The transaction is closed before the slow hash, so that no writer waits for it. Each try is counted and committed
    before that, so that tries made at the same moment count, and a success takes its own back.

    Args:
        session: A writing session without open work.
        login: As typed.
        password: As typed.
        address: Where the request came from, for the count of tries.
        now: The present instant.
        limits: How long the session may live.
        agent: What the browser calls itself.
        token_hash: The guest session that signs in, if there is one; it ends, its trials and consent move over.

    Returns:
        A session of the account, or one that is `pending`: a guest's, from which `second_factor.prove` goes on.

    Raises:
        InvalidError: Unknown login or wrong password, with the same words and after the same time.
        ThrottledError: Too many failed tries by this login or from this address.
    """
    name = login.strip().lower()
    throttle.check(session, throttle.SIGN_IN_BY_LOGIN, name, now)
    throttle.check(session, throttle.SIGN_IN_BY_ADDRESS, address, now)
    throttle.count(session, throttle.SIGN_IN_BY_LOGIN, name, now)
    counted = throttle.count(session, throttle.SIGN_IN_BY_ADDRESS, address, now)
    account = _enabled(session, name)
    account_id, stored = (account.id, account.password_hash) if account else (None, None)
    owes_more = account is not None and account.totp_since is not None
    session.commit()
    if not passwords.verify(stored, password) or account_id is None or stored is None:
        raise InvalidError("account.sign-in-refused", field="login")
    throttle.forget(session, throttle.SIGN_IN_BY_LOGIN, name)
    throttle.take_back(session, counted)
    before, entrance = end_guest_session(session, token_hash), Entrance(agent, "password")
    if owes_more:
        return sessions.create(session, account_id=None, before=before, limits=limits, now=now, pending=account_id)
    _log(session, account_id, "account.signed-in", account_id, now, method=entrance.method)
    return sessions.create(session, account_id=account_id, before=before, limits=limits, now=now, entrance=entrance)


def _enabled(session: Session, login: str) -> Account | None:
    if "\0" in login:
        return None  # nobody's, and PostgreSQL cannot even look for it
    return session.scalar(select(Account).where(Account.login == login, Account.disabled_at.is_(None)))


def end_guest_session(session: Session, token_hash: bytes | None) -> WebSession | None:
    """Give the guest session that signs in; one of an account ends, and what was said in it stays that account's."""
    found = session.get(WebSession, token_hash) if token_hash else None
    if found is None or found.account_id is None:
        return found
    session.delete(found)
    return None


def sign_out(session: Session, *, token_hash: bytes) -> None:
    """End the session."""
    sessions.close(session, token_hash=token_hash)


def register(
    session: Session,
    *,
    login: str,
    name: str,
    password: str,
    organisation: OrganisationFields,
    address: str,
    limits: Limits,
    now: datetime,
    agent: str = "",
    token_hash: bytes | None = None,
) -> Registered:
    """Make an account for the first person of a new organisation, who becomes its lead, and sign in.

    Raises:
        InvalidError: A field cannot be taken, the login is in use, or the organisation exists already: a credit code
            proves nothing, so its first lead comes in by invitation or an administrator's approval (DESIGN §4).
        ThrottledError: Too many registrations from one address.
    """
    if organisation.kind is OrganisationKind.AUTHORITY:
        raise InvalidError("account.authority-by-invitation", field="kind")
    checked = fields.organisation(organisation)
    throttle.check(session, throttle.REGISTER_BY_ADDRESS, address, now)
    throttle.count(session, throttle.REGISTER_BY_ADDRESS, address, now)
    session.commit()  # the slow hash comes next: only for those who may try, and nothing is locked meanwhile
    made = new_account(login=login, name=name, password=password, now=now)
    refuse_taken(session, made.login, checked.credit_code)
    body = _organisation(checked, now)
    join(session, account=made, organisation=body, role=Role.LEAD, now=now)
    before, entrance = end_guest_session(session, token_hash), Entrance(agent, "registration")
    entered = sessions.create(session, account_id=made.id, before=before, limits=limits, now=now, entrance=entrance)
    return Registered(made.id, body.id, entered)


def new_account(*, login: str, name: str, password: str, now: datetime, demo: bool = False) -> Account:
    """Make an account that is not stored yet. It checks and hashes first: nothing is locked meanwhile.

    Raises:
        InvalidError: Login, name or password cannot be taken.
    """
    stored_login, stored_name = fields.login(login), fields.person_name(name)
    passwords.check(password, stored_login)
    hashed = passwords.make_hash(password)
    return Account(
        id=uuid.uuid4(), login=stored_login, name=stored_name, password_hash=hashed, created_at=now, demo=demo
    )


def _organisation(checked: OrganisationFields, now: datetime, *, demo: bool = False) -> Organisation:
    return Organisation(
        id=uuid.uuid4(),
        name=checked.name,
        kind=checked.kind,
        region=checked.region,
        credit_code=checked.credit_code,
        size=checked.size,
        roles=list(checked.roles),
        industry=checked.industry,
        created_at=now,
        demo=demo,
    )


def refuse_taken(session: Session, login: str, credit_code: str | None) -> None:
    """Refuse a login or a credit code that is in use.

    Raises:
        InvalidError: For the field `login` or `credit_code`.
    """
    if session.scalar(select(Account.id).where(Account.login == login)):
        raise InvalidError("account.login-taken", field="login")
    if credit_code and session.scalar(select(Organisation.id).where(Organisation.credit_code == credit_code)):
        raise InvalidError("account.organisation-exists", field="credit_code")


def join(session: Session, *, account: Account, organisation: Organisation, role: Role, now: datetime) -> None:
    """Store a new account as a member of an organisation (itself new or not).

    Raises:
        ConflictError: Somebody registered the same login or organisation at the same moment.
    """
    session.add(organisation)
    store_account(session, account, now)
    session.add(Membership(account_id=account.id, organisation_id=organisation.id, role=role))
    _log(session, account.id, "account.joined", account.id, now, organisation=str(organisation.id), role=role)


def store_account(session: Session, account: Account, now: datetime) -> None:
    """Store a new account, with whatever else was added to the session.

    Raises:
        ConflictError: Somebody registered the same login or organisation at the same moment.
    """
    try:
        session.add(account)
        session.flush()
    except IntegrityError as error:
        raise ConflictError("account.taken-meanwhile") from error
    _log(session, account.id, "account.created", account.id, now)


def create_account(
    session: Session,
    *,
    login: str,
    name: str,
    password: str,
    organisation: OrganisationFields,
    role: Role,
    now: datetime,
    demo: bool = False,
) -> Account:
    """Make an account with a new organisation without signing in, as the operator at the machine may.

    Raises:
        InvalidError: A field cannot be taken, or login or organisation exist already.
    """
    checked = fields.organisation(organisation)
    made = new_account(login=login, name=name, password=password, now=now, demo=demo)
    refuse_taken(session, made.login, checked.credit_code)
    join(session, account=made, organisation=_organisation(checked, now, demo=demo), role=role, now=now)
    return made


def create_administrator(
    session: Session, *, login: str, name: str, password: str, now: datetime, demo: bool = False
) -> Account:
    """Make an administrator; all of them belong to the organisation that runs this service.

    Raises:
        InvalidError: A field cannot be taken, or the login is in use.
    """
    made = new_account(login=login, name=name, password=password, now=now, demo=demo)
    refuse_taken(session, made.login, None)
    operator = session.scalar(
        select(Organisation).where(Organisation.name == OPERATOR_NAME, Organisation.demo == demo).limit(1)
    ) or _organisation(
        OrganisationFields(name=OPERATOR_NAME, kind=OrganisationKind.AUTHORITY, region=OPERATOR_REGION), now, demo=demo
    )
    operator.operator = True
    join(session, account=made, organisation=operator, role=Role.ADMINISTRATOR, now=now)
    return made


def edit_organisation(
    session: Session, *, actor: Actor, organisation_id: uuid.UUID, changes: OrganisationFields, now: datetime
) -> Organisation:
    """Change how an organisation describes itself; kind and credit code stay what they are.

    Raises:
        NotFoundError: Not the actor's organisation.
        ForbiddenError: The actor is not its lead.
        InvalidError: A field cannot be taken.
    """
    found = session.get(Organisation, organisation_id)
    if found is None or organisation_id not in {own.organisation_id for own in actor.memberships}:
        raise NotFoundError
    require(actor, Action.EDIT_ORGANISATION, organisation_id)
    wanted = dataclasses.replace(changes, kind=found.kind, credit_code=found.credit_code)
    checked = fields.organisation(wanted)
    found.name, found.region, found.size, found.roles = checked.name, checked.region, checked.size, list(checked.roles)
    found.industry = checked.industry
    _log(session, actor.account_id, "organisation.edited", organisation_id, now, subject="organisation")
    return found


def _log(
    session: Session,
    actor: uuid.UUID | None,
    action: str,
    about: uuid.UUID,
    now: datetime,
    *,
    subject: str = "account",
    **detail: object,
) -> None:
    append(
        session,
        stream=GENERAL,
        actor=actor,
        action=action,
        subject=Subject(subject, str(about)),
        now=now,
        detail=detail,
    )
