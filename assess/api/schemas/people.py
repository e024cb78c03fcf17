"""What the API says of people."""

import uuid

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
