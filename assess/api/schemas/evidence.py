"""Files that back answers."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from assess.api.schemas.base import Key, Sent, ShortText
from assess.assessments.models import Evidence
from assess.assessments.queries import Filed


class EvidenceOut(BaseModel):
    """A file on a question; `pages` says where in it to look."""

    id: uuid.UUID
    fact: str
    row_id: str | None
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    issued_on: date | None
    pages: str
    scanned: str
    at: datetime


class EvidenceChange(Sent):
    """What to say anew of a file; what is not sent stays."""

    kind: Key | None = None
    row_id: Annotated[str | None, Field(max_length=40)] = None
    issued_on: date | None = None
    pages: ShortText | None = None


class EvidenceReuse(Sent):
    """Which file is to serve which other question as well."""

    evidence_id: uuid.UUID
    fact: Key
    kind: Key
    row_id: Annotated[str | None, Field(max_length=40)] = None
    pages: ShortText = ""


def evidence_out(one: Filed | Evidence) -> EvidenceOut:
    """Write a file down."""
    return EvidenceOut.model_validate(one, from_attributes=True)
