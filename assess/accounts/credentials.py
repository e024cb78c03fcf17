"""What opens a door besides a password: one-time links, recovery codes, API tokens, identities of a single sign-on.

Of every secret only a hash is stored.
"""

import enum
import uuid
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from assess.access.roles import Role
from assess.accounts.models import Account, Organisation
from assess.db import Base, choice


class LinkKind(enum.StrEnum):
    """What a one-time link is for."""

    RESET = "reset"
    INVITATION = "invitation"


class OneTimeLink(Base):
    """A link that works once: a password reset of an account, or an invitation into an organisation.

    `name` and `email` are what the inviter knows of the invited person; `account_id` is whose password is reset, or
    who took the invitation up.
    """

    __tablename__ = "one_time_link"
    __table_args__ = (
        CheckConstraint("length(token_hash) = 32", name="token_hash_length"),
        CheckConstraint("kind <> 'reset' OR account_id IS NOT NULL", name="reset_of_somebody"),
        CheckConstraint(
            "kind <> 'invitation' OR (organisation_id IS NOT NULL AND role IS NOT NULL)", name="invitation_into"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    kind: Mapped[LinkKind] = mapped_column(choice("kind", LinkKind))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    role: Mapped[Role | None] = mapped_column(choice("role", Role))
    name: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str | None] = mapped_column(String(200))
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that replaces the second factor once."""

    __tablename__ = "recovery_code"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    used_at: Mapped[datetime | None]


class ApiToken(Base):
    """A token for programs, of one account; people know it by its `start`, `scopes` says what it may do."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("length(token_hash) = 32", name="token_hash_length"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id), index=True)
    name: Mapped[str] = mapped_column(String(100))
    start: Mapped[str] = mapped_column(String(16))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Identity(Base):
    """Who an account is at an OpenID provider."""

    __tablename__ = "identity"

    issuer: Mapped[str] = mapped_column(String(300), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id), index=True)
    linked_at: Mapped[datetime]


class OidcAttempt(Base):
    """A sign-in that went to the provider and has not come back: bound to the browser session that began it."""

    __tablename__ = "oidc_attempt"

    state_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    session_id: Mapped[uuid.UUID]
    nonce: Mapped[str] = mapped_column(String(100))
    verifier: Mapped[str] = mapped_column(String(200))
    back_to: Mapped[str] = mapped_column(String(500), default="")
    expires_at: Mapped[datetime] = mapped_column(index=True)
