"""What the API says of people."""

import uuid
from datetime import datetime

from pydantic import BaseModel


class MembershipOut(BaseModel):
    """What an account is in an organisation."""

    organisation_id: uuid.UUID
    organisation: str
    role: str


class Me(BaseModel):
    """Whose token it is, and what it may do."""

    account_id: uuid.UUID
    name: str
    memberships: list[MembershipOut]
    actions: list[str]


class AssessmentOut(BaseModel):
    """One self-assessment, without its answers."""

    id: uuid.UUID
    checklist: str
    version: str
    title: str
    organisation_id: uuid.UUID
    organisation: str
    status: str
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    reference: str | None
    answered: int
