"""Loading a desk: a fixed number of queries, from what the reviewer may see."""

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Account, Organisation
from assess.assessments import contradictions, snapshot
from assess.assessments.models import Evidence, Submission
from assess.audit import reading
from assess.audit.chain import Subject
from assess.clock import to_local
from assess.reviews import case as cases
from assess.reviews import keeping, past, reach, returning, scores
from assess.reviews.case import Case
from assess.reviews.deciding import unmarked
from assess.reviews.desk import Desk, File, Given, MarkRow, VerdictRow
from assess.reviews.models import (
    EvidenceVerdict,
    ReviewMark,
)
from assess.reviews.previous import previous
from assess.reviews.reading import READ
from assess.reviews.times import due_of
from assess.scoring.columns import Columns

Row = TypeVar("Row")


def desk(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Desk:
    """Give everything a reviewer needs of one assessment.

    Where `Desk.opened` is False, call `operations.open_desk` in a writing session: reading what is foreign leaves a
    trace.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    assessment = reach.get(session, actor=actor, assessment_id=assessment_id)
    return load(session, actor=actor, case=cases.build(session, actor=actor, assessment=assessment), now=now)


def load(session: Session, *, actor: Actor, case: Case, now: datetime) -> Desk:
    """Put everything on the desk; the caller has found the case for the actor."""
    assessment, submission, standing = case.assessment, case.submission, case.standing
    content = json.loads(submission.snapshot)
    rows = _marks(session, case)
    columns = scores.columns(case.published, submission, [scores.mark_of(row) for row, _ in rows])
    marks = [_mark(*row) for row in rows]
    inputs = snapshot.inputs(case.published, content, submission.as_of)
    due = due_of(case.campaign, assessment.status)
    return Desk(
        assessment=assessment,
        campaign=case.campaign,
        organisation_name=_organisation(session, case),
        published=case.published,
        submission=submission,
        inputs=inputs,
        answers={fact: Given(inputs.answers.get(fact), answer["note"]) for fact, answer in content["answers"].items()},
        claims=content["not_applicable"],
        files=_files(session, content["evidence"]),
        proof=snapshot.evidence(content),
        columns=columns,
        marks=_grouped((mark.item, mark) for mark in marks),
        verdicts=_verdicts(session, content["evidence"]),
        contradictions=contradictions.of_snapshot(case.published.facts, submission.snapshot),
        previous=previous(session, actor=actor, assessment=assessment, key=case.published.key),
        returns=returning.history(session, assessment.id),
        appeal=past.last_appeal(session, assessment.id),
        decision=past.last_decided(session, assessment.id),
        reviews=past.turns(session, assessment.id),
        level=standing.level,
        levels=standing.levels,
        mine=standing.mine,
        holder_name=_name(session, standing.holder or standing.kept_for),
        may=standing.may,
        to_do=_to_do(columns, marks, standing.level),
        missing=unmarked(columns),
        due=due,
        overdue=due is not None and to_local(now).date() > due,
        opened=_opened(session, actor, submission, now),
    )


def _organisation(session: Session, case: Case) -> str:
    of = Organisation.id == case.assessment.organisation_id
    return session.scalars(select(Organisation.name).where(of)).one()


def _name(session: Session, account_id: uuid.UUID | None) -> str | None:
    return None if account_id is None else session.scalar(select(Account.name).where(Account.id == account_id))


def _grouped(pairs: Iterable[tuple[Any, Row]]) -> dict[Any, tuple[Row, ...]]:
    found: dict[Any, tuple[Row, ...]] = {}
    for key, row in pairs:
        found[key] = (*found.get(key, ()), row)
    return found


def _marks(session: Session, case: Case) -> list[tuple[ReviewMark, str]]:
    """Give the marks that hold, with who made them, by level."""
    rows = session.execute(
        select(ReviewMark, Account.name)
        .join(Account, Account.id == ReviewMark.by)
        .where(ReviewMark.assessment_id == case.assessment.id)
        .order_by(ReviewMark.level)
    ).all()
    names = {(mark.item, mark.level): name for mark, name in rows}
    holding = keeping.standing(session, [mark for mark, _ in rows], case.submission)
    return sorted(
        ((mark, names[mark.item, mark.level]) for mark in holding), key=lambda row: (row[0].level, row[0].item)
    )


def _mark(row: ReviewMark, by_name: str) -> MarkRow:
    return MarkRow(
        item=row.item,
        level=row.level,
        points=None if row.points is None else Decimal(row.points),
        rejects_not_applicable=row.rejects_not_applicable,
        veto=row.veto,
        reason=row.reason,
        opinion=row.opinion,
        revision=row.revision,
        by=row.by,
        by_name=by_name,
        at=row.at,
    )


def _files(session: Session, filed: Iterable[Mapping[str, Any]]) -> tuple[File, ...]:
    """Give the files as they were handed in; only what kind of file each is comes from its own row."""
    frozen = {uuid.UUID(one["id"]): one for one in filed}
    of = Evidence.id.in_(frozen)
    kinds = {row[0]: row[1] for row in session.execute(select(Evidence.id, Evidence.media_type).where(of))}
    return tuple(
        File(
            id=key,
            fact=one["fact"],
            row_id=one["row_id"],
            kind=one["kind"],
            name=one["name"],
            media_type=kinds.get(key, "application/octet-stream"),
            size=one["size"],
            sha256=one["sha256"],
            issued_on=date.fromisoformat(one["issued_on"]) if one["issued_on"] else None,
            pages=one.get("pages", ""),
        )
        for key, one in frozen.items()
    )


def _verdicts(session: Session, filed: Iterable[Mapping[str, Any]]) -> dict[uuid.UUID, tuple[VerdictRow, ...]]:
    rows = session.execute(
        select(EvidenceVerdict, Account.name)
        .join(Account, Account.id == EvidenceVerdict.by)
        .where(EvidenceVerdict.evidence_id.in_([uuid.UUID(one["id"]) for one in filed]))
        .order_by(EvidenceVerdict.level)
    )
    return _grouped((row.evidence_id, _verdict(row, name)) for row, name in rows)


def _verdict(row: EvidenceVerdict, by_name: str) -> VerdictRow:
    return VerdictRow(
        evidence_id=row.evidence_id,
        level=row.level,
        verdict=row.verdict,
        remark=row.remark,
        by_name=by_name,
        at=row.at,
    )


def _to_do(columns: Columns, marks: Iterable[MarkRow], level: int | None) -> tuple[str, ...]:
    """Name the items that count and have no points from this level, in the order of the form."""
    if level is None:
        return ()
    done = {mark.item for mark in marks if mark.level == level and mark.points is not None}
    counted = columns.reviewed.result if columns.reviewed else columns.claimed
    return tuple(item.key for item in counted.items if item.counted and item.key not in done)


def _opened(session: Session, actor: Actor, submission: Submission, now: datetime) -> bool:
    about = Subject("submission", str(submission.id))
    reader = actor.account_id
    return reader is not None and reading.known(session, reader=reader, action=READ, subject=about, now=now)
