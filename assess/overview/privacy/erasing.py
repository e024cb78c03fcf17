"""Erasing an account: at once, in one transaction; what others' records point to stays as an account without a name."""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from assess.access.actor import Actor
from assess.access.roles import Action, Role
from assess.accounts import grafting, letters, throttle
from assess.accounts.credentials import OneTimeLink
from assess.accounts.import_models import OrganisationImportRow
from assess.accounts.models import Account, Consent, Membership, Organisation, WebSession
from assess.accounts.privacy_models import ErasedKind, Erasure
from assess.accounts.profile import NO_PASSWORD
from assess.assessments.models import Assessment
from assess.assessments.standing import OVER
from assess.assessments.workflow import Status
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.audit.models import AuditDetail, AuditEvent
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.jobs.models import Job
from assess.overview.privacy.holdings import HOLDINGS, Fate

ERASED_NAME: Final = "已注销用户"
_PIECE: Final = 200
_NO_KEY: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why an account cannot go yet: the only one who can do something for an organisation."""

    role: Role
    organisation_id: uuid.UUID
    organisation: str


def hindrances(session: Session, *, account_id: uuid.UUID, now: datetime) -> tuple[Hindrance, ...]:
    """Say what must be settled first: the only lead of an organisation at work in a campaign, the last administrator.

    Somebody who may not sign in any more hinders nothing: they do nothing for anybody.
    """
    other, theirs = aliased(Membership), aliased(Account)
    somebody_else = exists().where(
        other.organisation_id == Membership.organisation_id,
        other.role == Membership.role,
        other.account_id != account_id,
        theirs.id == other.account_id,
        theirs.disabled_at.is_(None),
    )
    rows = session.execute(
        select(Membership.role, Organisation.id, Organisation.name)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Account.id == account_id, Account.disabled_at.is_(None), ~somebody_else, _needed(now))
        .order_by(Organisation.name, Membership.role)
    )
    return tuple(Hindrance(*row) for row in rows)


def _needed(now: datetime) -> ColumnElement[bool]:
    at_work = exists().where(
        Assessment.organisation_id == Membership.organisation_id,
        Assessment.campaign_id.is_not(None),
        Assessment.status.not_in(OVER),
        or_(Assessment.status != Status.DRAFT, Assessment.closes_at > now),
    )
    lead = (Membership.role == Role.LEAD) & at_work
    return lead | ((Membership.role == Role.ADMINISTRATOR) & Organisation.operator)


def find(session: Session, *, actor: Actor, account_id: uuid.UUID) -> Account:
    """Give an account that the actor may erase for its person: the operator's administrators may.

    Raises:
        NotFoundError: Not there, erased already, or the actor may not.
    """
    found = session.get(Account, account_id) if actor.everywhere(Action.MANAGE_ORGANISATIONS) else None
    if found is None or found.erased_at is not None:
        raise NotFoundError
    return found


def by_login(session: Session, login: str) -> Account:
    """Give the account of a login, for commands at the machine.

    Raises:
        NotFoundError: `privacy.no-such-login`.
    """
    wanted = login.strip().lower()
    found = session.scalar(select(Account).where(Account.login == wanted, Account.erased_at.is_(None)))
    if found is None:
        raise NotFoundError("privacy.no-such-login", login=wanted)
    return found


def confirm(account: Account, *, typed: str) -> None:
    """Compare the login somebody typed to say that they are sure.

    Raises:
        InvalidError: `privacy.login-differs`.
    """
    if typed.strip().lower() != account.login:
        raise InvalidError("privacy.login-differs", field="login")


def erase(session: Session, *, account_id: uuid.UUID, by: uuid.UUID | None, reason: str, now: datetime) -> None:
    """Erase an account; whoever calls has checked who asks.

    Args:
        session: A writing session.
        account_id: Whose.
        by: Who does it; None for the service itself.
        reason: Why, as a word: `own`, `request`, `retention`.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or erased already.
        ConflictError: `privacy.hindered`: see `hindrances`.
    """
    grafting.hold(session)
    account = session.scalar(select(Account).where(Account.id == account_id).with_for_update())
    if account is None or account.erased_at is not None:
        raise NotFoundError
    if hindrances(session, account_id=account_id, now=now):
        raise ConflictError("privacy.hindered")
    session.add(Erasure(kind=ErasedKind.ACCOUNT, subject_id=account_id, reason=reason, by=by, at=now))
    session.flush()
    _forget_tries(session, account)
    _end_trials(session, account_id, now)
    _delete_letters(session, account_id)
    _delete_invitations(session, account)
    _empty_import_rows(session, account)
    _delete_details(session, account)
    _delete_rows(session, account_id)
    _empty(account, now)
    session.flush()
    _log(session, account_id, by, reason, now)


def _delete_rows(session: Session, account_id: uuid.UUID) -> None:
    for held in HOLDINGS:
        if held.fate is Fate.GOES:
            mine = getattr(held.model, held.column) == account_id
            session.execute(delete(held.model).where(mine), execution_options={"synchronize_session": "fetch"})
    session.execute(update(Consent).where(Consent.account_id == account_id).values(guest_key=_NO_KEY))


def _empty(account: Account, now: datetime) -> None:
    """Leave nothing of the person in the row that others' records point to."""
    account.name, account.login = ERASED_NAME, f"erased-{uuid.uuid4().hex}"
    account.password_hash, account.email, account.locale = NO_PASSWORD, None, "zh"
    account.totp_secret = account.totp_since = account.totp_step = account.password_changed_at = None
    account.disabled_at = account.disabled_at or now
    account.erased_at = now


def _forget_tries(session: Session, account: Account) -> None:
    for limit in (throttle.SIGN_IN_BY_LOGIN, throttle.RESET_BY_LOGIN):
        throttle.forget(session, limit, account.login)
    for limit in (throttle.CONFIRM_BY_ACCOUNT, throttle.SECOND_FACTOR, throttle.INVITATIONS_BY_ACCOUNT):
        throttle.forget(session, limit, str(account.id))


def _end_trials(session: Session, account_id: uuid.UUID, now: datetime) -> None:
    """Let the trials of the person's browsers end now; the next housekeeping deletes them."""
    keys = select(WebSession.guest_key).where(WebSession.account_id == account_id)
    session.execute(
        update(Assessment).where(Assessment.guest_key.in_(keys)).values(guest_expires_at=now),
        execution_options={"synchronize_session": False},
    )


def _delete_letters(session: Session, account_id: uuid.UUID) -> None:
    theirs = Job.payload["account"].as_string() == str(account_id)
    session.execute(
        delete(Job).where(Job.name == letters.JOB, theirs), execution_options={"synchronize_session": False}
    )


def _delete_invitations(session: Session, account: Account) -> None:
    """Delete invitations that were sent to the person's address and not taken up."""
    addresses = [text.lower() for text in (account.email, account.login) if text]
    session.execute(
        delete(OneTimeLink).where(func.lower(OneTimeLink.email).in_(addresses)),
        execution_options={"synchronize_session": False},
    )


def _empty_import_rows(session: Session, account: Account) -> None:
    """Take the person out of tables of organisations that named them as a lead."""
    addresses = {text.lower() for text in (account.email, account.login) if text}
    mail = func.lower(OrganisationImportRow.given["lead_email"].as_string())
    for row in session.scalars(select(OrganisationImportRow).where(mail.in_(addresses))):
        row.given = {key: value for key, value in row.given.items() if key not in {"lead_name", "lead_email"}}


def _delete_details(session: Session, account: Account) -> None:
    """Delete the details of events that name the person; the digests in the chain stay."""
    gone = [(row.stream, row.seq) for row in _naming(session, account)]
    key = tuple_(AuditDetail.stream, AuditDetail.seq)
    for start in range(0, len(gone), _PIECE):
        session.execute(
            delete(AuditDetail).where(key.in_(gone[start : start + _PIECE])),
            execution_options={"synchronize_session": False},
        )


def _naming(session: Session, account: Account) -> Iterator[AuditDetail]:
    unique = [text for text in (account.login, account.email) if text]
    words = [account.name, *unique]
    rows = session.execute(
        select(AuditDetail, AuditEvent.actor_id, AuditEvent.subject_id)
        .join(AuditEvent, (AuditEvent.stream == AuditDetail.stream) & (AuditEvent.seq == AuditDetail.seq))
        .where(or_(*(AuditDetail.detail.contains(_quoted(word), autoescape=True) for word in words)))
    )
    for detail, actor_id, subject_id in rows:
        own = actor_id == account.id or subject_id == str(account.id)
        values = list(_texts(json.loads(detail.detail)))
        if _names(values, account.name, unique, own=own):
            yield detail


def _names(values: Sequence[str], name: str, unique: Iterable[str], *, own: bool) -> bool:
    """Say whether these texts name the person; a name in somebody else's event must be the whole text.

    Somebody else may be called alike, and a name may be a word of another sentence.
    """
    called = any(name in value if own else name == value for value in values)
    return called or any(word in value.lower() for word in map(str.lower, unique) for value in values)


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _quoted(word: str) -> str:
    """Write a word as it stands inside the JSON of a detail."""
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _log(session: Session, account_id: uuid.UUID, by: uuid.UUID | None, reason: str, now: datetime) -> None:
    append(
        session,
        stream=GENERAL,
        actor=by,
        action="account.erased",
        subject=Subject("account", str(account_id)),
        now=now,
        detail={"reason": reason},
    )
