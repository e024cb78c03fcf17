"""What stands in an assessment now, as uploaded workbooks are compared with it, and what stood there before."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from assess.accounts.models import Account
from assess.assessments import stored
from assess.assessments.models import AnswerHistory, ItemClaim
from assess.assessments.queries import Held, Loaded
from assess.assessments.sheetchanges import ITEM, Said


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer or a claim as it stands; revision 0 where there was none yet. `by_name` is empty for a guest."""

    said: Said
    revision: int = 0
    at: datetime | None = None
    by_name: str | None = None


NOTHING = Standing(Said())


def present(session: Session, loaded: Loaded) -> Mapping[str, Standing]:
    """Give every answer and claim, named as the lines of an upload are."""
    answers = {key: _answer(held) for key, held in loaded.answers.items()}
    return answers | _claims(session, loaded.assessment.id)


def _answer(held: Held) -> Standing:
    value = None if held.value is None else stored.to_text(held.value)
    return Standing(Said(value, held.note), held.revision, held.at, held.by_name)


def _claims(session: Session, assessment_id: uuid.UUID) -> dict[str, Standing]:
    rows = session.execute(
        select(ItemClaim.item, ItemClaim.reason, ItemClaim.revision, ItemClaim.at, Account.name)
        .outerjoin(Account, Account.id == ItemClaim.by)
        .where(ItemClaim.assessment_id == assessment_id)
    )
    return {ITEM + item: Standing(Said(reason), revision, at, name) for item, reason, revision, at, name in rows}


def before(
    session: Session, assessment_id: uuid.UUID, revisions: Mapping[str, int], now: Mapping[str, Standing]
) -> Mapping[str, Said]:
    """Give the answers at the revisions a workbook was written from; one that nobody knows has no entry."""
    known = {key: now.get(key, NOTHING) for key in revisions}
    made = {key: known[key].said for key, revision in revisions.items() if revision == known[key].revision}
    made |= {key: Said() for key, revision in revisions.items() if revision == 0}
    missing = {(key, revision) for key, revision in revisions.items() if key not in made}
    return made | _history(session, assessment_id, missing)


def _history(session: Session, assessment_id: uuid.UUID, wanted: Collection[tuple[str, int]]) -> dict[str, Said]:
    if not wanted:
        return {}
    rows = session.execute(
        select(AnswerHistory.fact, AnswerHistory.value_after, AnswerHistory.note_after).where(
            AnswerHistory.assessment_id == assessment_id,
            tuple_(AnswerHistory.fact, AnswerHistory.revision).in_(sorted(wanted)),
        )
    )
    return {fact: Said(value, note) for fact, value, note in rows}
