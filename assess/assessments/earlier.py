"""Reading what was answered under earlier versions and counts no more."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from assess.accounts.models import Account
from assess.assessments import stored
from assess.assessments.models import Answer, Carried, CarriedSubject, Fate
from assess.checklists import documents
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError
from assess.values.fact import Fact
from assess.values.model import Value


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer that was given under an earlier version and counts no more: to be confirmed, or only to be read.

    `fact` is the question as it was asked then, `version` the number of that version.
    """

    fact: Fact
    value: Value
    fate: Fate
    version: str
    at: datetime
    by_name: str | None


GIVER: Final = aliased(Account)
COLUMNS: Final = (
    Carried.value,
    Carried.fate,
    ChecklistVersion.sha256,
    ChecklistVersion.version,
    Carried.at,
    GIVER.name,
)
"""What `read` takes; whoever selects them joins `Carried`, its version and `GIVER`."""


def of(
    subject: CarriedSubject, assessment_id: InstrumentedAttribute[uuid.UUID], key: InstrumentedAttribute[str]
) -> ColumnElement[bool]:
    """Give the condition that joins what was carried to its answer or claim."""
    return and_(Carried.assessment_id == assessment_id, Carried.subject == subject, Carried.key == key)


def read(session: Session, key: str, columns: Sequence[Any]) -> Earlier:
    """Read an answer with the question as it was asked then."""
    text, fate, sha256, version, at, by_name = columns
    fact = published_as(session, sha256).fact(key)
    return Earlier(fact, stored.from_text(fact, text), fate, version, at, by_name)


def published_as(session: Session, sha256: str) -> Published:
    """Give the document of a registered version by its hash, from memory once it was read.

    Raises:
        NotFoundError: There is no such version.
    """

    def document() -> str:
        found = session.scalar(select(ChecklistVersion.document).where(ChecklistVersion.sha256 == sha256))
        if found is None:
            raise NotFoundError
        return found

    return documents.by_hash(sha256, document)


def answers(session: Session, assessment_id: uuid.UUID) -> dict[str, Earlier]:
    """Give every answer of earlier versions that counts no more and was not given anew since, also to questions gone.

    The caller has checked who is asking.
    """
    rows = session.execute(
        select(Carried.key, *COLUMNS)
        .join(ChecklistVersion, ChecklistVersion.id == Carried.version_id)
        .join(Answer, of(CarriedSubject.ANSWER, Answer.assessment_id, Answer.fact))
        .outerjoin(GIVER, GIVER.id == Carried.by)
        .where(Carried.assessment_id == assessment_id, Answer.value.is_(None))
        .order_by(Carried.key)
    )
    return {row[0]: read(session, row[0], row[1:]) for row in rows}


def meanings(session: Session, *, assessment_id: uuid.UUID, fact: str) -> list[Fact]:
    """Give how a question was asked in the earlier versions whose answers were set apart, the newest version first.

    The caller has checked who is asking.
    """
    hashes = session.execute(
        select(ChecklistVersion.sha256, ChecklistVersion.published_at)
        .join(Carried, Carried.version_id == ChecklistVersion.id)
        .where(Carried.assessment_id == assessment_id, Carried.subject == CarriedSubject.ANSWER)
        .distinct()
        .order_by(ChecklistVersion.published_at.desc(), ChecklistVersion.sha256)
    )
    found = [published_as(session, sha256) for sha256, _ in hashes.all()]
    return [one for document in found for one in document.facts if one.key == fact]
