"""Tokens for programs: named, scoped, ending, revocable; the token itself is shown once and stored as a hash."""

import secrets
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.actor import Membership as Member
from assess.access.roles import Action
from assess.accounts.credentials import ApiToken
from assess.accounts.models import Account, Membership, Organisation
from assess.accounts.sessions import TOUCH, hash_token
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import ConflictError, InvalidError, NotFoundError, SignedOutError

MARK: Final = "assess_"
"""What every token begins with, so that scanners of repositories recognise a lost one."""

MOST: Final = 20
LONGEST_DAYS: Final = 366
NAME_MAXIMUM: Final = 100
_SHOWN: Final = 13  # so much of a token its owner knows it by

SCOPES: Final[Mapping[str, frozenset[Action]]] = {
    "assessments:read": frozenset({Action.VIEW, Action.DOWNLOAD}),
    "assessments:write": frozenset(
        {
            Action.VIEW,  # nobody changes what they may not see
            Action.START,
            Action.ANSWER,
            Action.ATTACH,
            Action.SUBMIT,
            Action.WITHDRAW,
            Action.APPEAL,
            Action.ASSIGN,
        }
    ),
    "reviews": frozenset({Action.REVIEW}),
    "campaigns": frozenset({Action.FOLLOW_CAMPAIGN, Action.RUN_CAMPAIGN}),
    "organisations": frozenset({Action.MANAGE_ORGANISATIONS, Action.EDIT_ORGANISATION}),
    "webhooks": frozenset({Action.MANAGE_WEBHOOKS}),
}
"""What a token may be allowed: never more than its owner may. Nothing here reaches accounts, tokens or the service."""


def issue(
    session: Session, *, actor: Actor, name: str, scopes: Collection[str], days: int, now: datetime
) -> tuple[ApiToken, str]:
    """Make a token.

    Args:
        session: A writing session.
        actor: Whose token it is; a token makes no tokens.
        name: What for.
        scopes: Keys of `SCOPES`.
        days: How long it works.
        now: The present instant.

    Returns:
        The stored row, and the token itself, which nobody can see again.

    Raises:
        NotFoundError: Nobody is signed in.
        InvalidError: Field `name`, `scopes` or `days` cannot be taken.
        ConflictError: `token.too-many`.
    """
    if actor.account_id is None or actor.only is not None:
        raise NotFoundError
    called = _checked(name, scopes, days)
    if _working(session, actor.account_id, now) >= MOST:
        raise ConflictError("token.too-many", most=MOST)
    text = MARK + secrets.token_urlsafe(32)
    made = ApiToken(
        id=uuid.uuid4(),
        account_id=actor.account_id,
        name=called,
        start=text[:_SHOWN],
        token_hash=hash_token(text),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(made)
    _log(session, made, "token.issued", now, scopes=made.scopes)
    return made, text


def _checked(name: str, scopes: Collection[str], days: int) -> str:
    called = " ".join(name.replace("\0", " ").split())
    if not 0 < len(called) <= NAME_MAXIMUM:
        raise InvalidError("token.name", field="name", most=NAME_MAXIMUM)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise InvalidError("token.scopes", field="scopes")
    if not 0 < days <= LONGEST_DAYS:
        raise InvalidError("token.days", field="days", most=LONGEST_DAYS)
    return called


def _working(session: Session, account_id: uuid.UUID, now: datetime) -> int:
    mine = select(func.count()).where(ApiToken.account_id == account_id)
    return session.scalar(mine.where(ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)) or 0


def revoke(session: Session, *, actor: Actor, token_id: uuid.UUID, now: datetime) -> ApiToken:
    """End a token at once; a second time changes nothing.

    Raises:
        NotFoundError: Not the actor's.
    """
    found = session.get(ApiToken, token_id)
    if found is None or actor.only is not None or found.account_id != actor.account_id:
        raise NotFoundError
    if found.revoked_at is None:
        found.revoked_at = now
        _log(session, found, "token.revoked", now)
    return found


def end_all(session: Session, *, account_id: uuid.UUID, now: datetime) -> None:
    """End every token of an account."""
    theirs = (ApiToken.account_id == account_id) & ApiToken.revoked_at.is_(None)
    session.execute(update(ApiToken).where(theirs).values(revoked_at=now))


def listed(session: Session, *, actor: Actor) -> Sequence[ApiToken]:
    """List the actor's tokens, the newest first."""
    wanted = select(ApiToken).where(ApiToken.account_id == actor.account_id)
    return session.scalars(wanted.order_by(ApiToken.created_at.desc(), ApiToken.id)).all()


def actor_of(session: Session, *, token: str, now: datetime) -> Actor:
    """Give the account behind a token, limited to its scopes, in one query.

    Raises:
        SignedOutError: `token.invalid`: unknown, ended, revoked, or of a disabled account.
    """
    rows: Sequence[Any] = session.execute(  # outer joins: an account may belong nowhere
        select(ApiToken, Account, Organisation.id, Membership.role, Organisation.name, Organisation.operator)
        .join(Account, Account.id == ApiToken.account_id)
        .outerjoin(Membership, Membership.account_id == Account.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            ApiToken.token_hash == hash_token(token),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
            Account.disabled_at.is_(None),
        )
        .order_by(Organisation.created_at, Organisation.id, Membership.role)
    ).all()
    if not rows:
        raise SignedOutError("token.invalid")
    found, account = rows[0][0], rows[0][1]
    return Actor(
        account_id=account.id,
        name=account.name,
        memberships=tuple(Member(*row[2:]) for row in rows if row[2] is not None),
        locale="en" if account.locale == "en" else "zh",
        only=frozenset[Action]().union(*(SCOPES.get(scope, frozenset()) for scope in found.scopes)),
    )


def unseen(session: Session, *, token: str, now: datetime) -> bool:
    """Say whether a use within the last minute is still to be noted."""
    return session.scalar(select(ApiToken.id).where(ApiToken.token_hash == hash_token(token), _stale(now))) is not None


def touch(session: Session, *, token: str, now: datetime) -> None:
    """Note the use of a token; once a minute is enough."""
    session.execute(
        update(ApiToken).where(ApiToken.token_hash == hash_token(token), _stale(now)).values(last_used_at=now)
    )


def _stale(now: datetime) -> ColumnElement[bool]:
    return ApiToken.last_used_at.is_(None) | (ApiToken.last_used_at <= now - TOUCH)


def _log(session: Session, token: ApiToken, action: str, now: datetime, **detail: object) -> None:
    subject = Subject("api-token", str(token.id))
    append(session, stream=GENERAL, actor=token.account_id, action=action, subject=subject, now=now, detail=detail)
