"""Where a file may hang and what may be said of it: kind, row, date, pages, and how many there may be."""

import json
import unicodedata
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments import reach
from assess.assessments.models import Answer, Assessment, Evidence
from assess.checklists import documents
from assess.clock import to_local
from assess.errors import InvalidError, NotFoundError
from assess.values.fact import Fact

MOST_FILES: Final = 20
MOST_IN_ALL: Final = 500
MOST_BYTES: Final = 2 * 1024**3
PAGES_MAXIMUM: Final = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a file besides its content; `pages` in free words: 第3页, 3-5."""

    kind: str
    row_id: str | None
    issued_on: date | None
    pages: str

    def plain(self) -> dict[str, Any]:
        """Give it as the audit log keeps it."""
        day = self.issued_on.isoformat() if self.issued_on else None
        return {"kind": self.kind, "row_id": self.row_id, "issued_on": day, "pages": self.pages}


def told_of(filed: Evidence) -> Told:
    """Give what is said of a stored file."""
    return Told(filed.kind, filed.row_id, filed.issued_on, filed.pages)


def question(assessment: Assessment, key: str) -> Fact:
    """Give the question a file is to hang on.

    Raises:
        InvalidError: The version asks no such question.
    """
    try:
        return documents.document(assessment.version).fact(key)
    except KeyError:
        raise InvalidError("answer.unknown-fact", field=key, given=key) from None


def checked(asked: Fact, told: Told, now: datetime) -> Told:
    """Check what is said of a file, all but whether its row is there; the pages without needless spaces.

    Raises:
        InvalidError: Kind, date or pages do not fit; `field` names the part.
    """
    if told.kind not in asked.evidence:
        raise InvalidError("evidence.kind", field="kind")
    if told.issued_on is not None and told.issued_on > to_local(now).date():
        raise InvalidError("evidence.issued-on", field="issued_on")
    pages = " ".join("".join(one if _shows(one) else " " for one in told.pages).split())
    if len(pages) > PAGES_MAXIMUM:
        raise InvalidError("evidence.pages", field="pages", most=PAGES_MAXIMUM)
    return replace(told, pages=pages)


def _shows(character: str) -> bool:
    return not unicodedata.category(character).startswith("C")


def check_row(session: Session, assessment: Assessment, asked: Fact, row_id: str | None) -> None:
    """Refuse a row that the table does not have.

    Raises:
        InvalidError: There is no such row.
    """
    if row_id is not None and row_id not in _rows(session, assessment, asked):
        raise InvalidError("evidence.no-such-row", field="row_id")


def _rows(session: Session, assessment: Assessment, asked: Fact) -> set[str]:
    """Give the ids of the rows that are stored in a table answer."""
    answer = session.get(Answer, (assessment.id, asked.key))
    if asked.type != "table" or answer is None or answer.value is None:
        return set()
    rows = json.loads(answer.value)
    return {row["id"] for row in rows} if isinstance(rows, list) else set()


def check_room(session: Session, assessment: Assessment, made: Evidence) -> None:
    """Refuse one file too many, of the question and of the whole form; a file used twice takes its room once.

    Raises:
        InvalidError: There is no room left.
    """
    here = (Evidence.assessment_id == assessment.id) & Evidence.removed_at.is_(None)
    at_question = func.count().filter(Evidence.fact == made.fact)
    in_all, asked = session.execute(select(func.count(), at_question).where(here)).one()
    if asked >= MOST_FILES:
        raise InvalidError("evidence.too-many", field="file", most=MOST_FILES)
    if in_all >= MOST_IN_ALL:
        raise InvalidError("evidence.too-many-in-all", field="file", most=MOST_IN_ALL)
    others = select(Evidence.sha256, Evidence.size).where(here, Evidence.sha256 != made.sha256).distinct().subquery()
    if (session.scalar(select(func.sum(others.c.size))) or 0) + made.size > MOST_BYTES:
        raise InvalidError("evidence.too-much-in-all", field="file", most=MOST_BYTES // 1024**3)


def check_new(session: Session, assessment: Assessment, fact: str, sha256: str, row_id: str | None) -> None:
    """Refuse a file that hangs in the very place already.

    Raises:
        InvalidError: It does.
    """
    here = (Evidence.assessment_id == assessment.id) & (Evidence.fact == fact) & (Evidence.sha256 == sha256)
    rows = session.scalars(select(Evidence.row_id).where(here, Evidence.removed_at.is_(None))).all()
    if row_id in rows:
        raise InvalidError("evidence.here-already", field="file")


def reusable(session: Session, actor: Actor, assessment: Assessment, evidence_id: uuid.UUID, now: datetime) -> Evidence:
    """Give a file that may serve another answer too: of this assessment, or of another one of its organisation.

    Raises:
        NotFoundError: There is none, or it is not this organisation's.
    """
    found = session.scalar(
        select(Evidence)
        .join(Assessment, Assessment.id == Evidence.assessment_id)
        .where(Evidence.id == evidence_id, Evidence.removed_at.is_(None))
        .where(Assessment.organisation_id == assessment.organisation_id, reach.visible(actor, now))
    )
    if found is None:
        raise NotFoundError
    return found
