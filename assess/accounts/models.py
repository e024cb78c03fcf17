"""Organisations, people, sessions and consents."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.access.roles import Role
from assess.db import Base, choice


class OrganisationKind(enum.StrEnum):
    """What an organisation is; an authority reviews or runs the service and assesses nothing."""

    ENTERPRISE = "enterprise"
    DISTRICT = "district"
    AUTHORITY = "authority"


class Size(enum.StrEnum):
    """The size classes of an enterprise."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Organisation(Base):
    """An enterprise, a district or an authority; `roles` are keys of roles.yaml, `region` a GB/T 2260 code.

    `industry` is a letter of GB/T 4754 (A–T). `operator` marks the one body that runs the service: its administrators
    reach everything; those of any other organisation reach what lies below it in the tree (`parent_id`, `Lineage`).
    """

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("length(region) = 6", name="region_code"),
        CheckConstraint("credit_code IS NULL OR length(credit_code) = 18", name="credit_code_length"),
        Index(None, "region"),
        Index("ix_organisation_name", "name", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(String(200))
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(choice("kind", OrganisationKind))
    region: Mapped[str] = mapped_column(String(6))
    size: Mapped[Size | None] = mapped_column(choice("size", Size))
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    operator: Mapped[bool] = mapped_column(default=False)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    industry: Mapped[str | None] = mapped_column(String(1))
    closed_at: Mapped[datetime | None]


class Lineage(Base):
    """What lies above an organisation in the tree: a row for every ancestor, its parent at depth 1; none for itself."""

    __tablename__ = "lineage"
    __table_args__ = (CheckConstraint("depth > 0", name="depth_positive"),)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    ancestor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    depth: Mapped[int]


class Account(Base):
    """A person who can sign in; `password_hash` is argon2id, or "!" where there is no password yet.

    `totp_secret` is encrypted; it counts once `totp_since` is set. `totp_step` is the last time step that was used, so
    that no code works twice. An account that was erased keeps its row without a word about the person, because others'
    records point to it.
    """

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("login = lower(login)", name="login_lower"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    login: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(5), default="zh")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    email: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[datetime | None]
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary(200))
    totp_since: Mapped[datetime | None]
    totp_step: Mapped[int | None]
    erased_at: Mapped[datetime | None]


class Membership(Base):
    """What a person is in an organisation; somebody may be more than one thing there (administrator and reviewer)."""

    __tablename__ = "membership"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(choice("role", Role), primary_key=True)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    account: Mapped[Account] = relationship(lazy="raise")


class WebSession(Base):
    """A browser session, of an account or of a guest; only the hash of its token is stored.

    `guest_key` is what a guest's trial assessments belong to. It survives the new token at sign-in, so that the trial
    can still be claimed; it is never sent to the browser. `id` is what a person ends a session by. `pending_account_id`
    is who gave the right password and still owes the second factor, until `pending_until`; `strong_at` is when the
    person last proved who they are.
    """

    __tablename__ = "web_session"
    __table_args__ = (CheckConstraint("length(token_hash) = 32", name="token_hash_length"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    guest_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    csrf_token: Mapped[str] = mapped_column(String(64))
    start_answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    consent_version: Mapped[str | None] = mapped_column(String(40))
    consent_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    id: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4, unique=True)
    agent: Mapped[str] = mapped_column(String(200), default="")
    method: Mapped[str] = mapped_column(String(20), default="")
    strong_at: Mapped[datetime | None]
    pending_account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    pending_until: Mapped[datetime | None]


class Consent(Base):
    """Who agreed to which privacy notice, and when; a guest is known by the session's guest key only."""

    __tablename__ = "consent"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    guest_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    notice_version: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


class Attempt(Base):
    """A counted try (a failed sign-in, a new guest session) by the hash of who tried."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime] = mapped_column(index=True)
