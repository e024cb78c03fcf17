"""What anyone who holds a report's code is told of it; a report that is gone is as unknown as one that never was."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final, Literal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assess.accounts import throttle
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.reports.models import Report, ReportFormat, ReportStatus
from assess.reports.operations import known_decision

MOST: Final = 200
"""Rows that are read: trials that say the same share one code, however many there are."""
SIGNED_BY: Final = "signed_by"
"""Where a report's row says whose certificate its file carries."""

State = Literal["draft", "trial", "submitted", "decided", "reviewing", "district", "unknown"]
Newer = Literal["decided", "submitted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file of a report; `signed_by` is the subject of the certificate it was signed with."""

    format: ReportFormat
    sha256: str
    size: int
    made_at: datetime
    signed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """One report, with what its holder may be told: nothing that does not stand in it.

    Args:
        content_hash: What names it.
        state: What it is a report of; `unknown` for one made before this was kept.
        told: What `confirming.confirms` kept; empty where nothing was, or where nothing may be said.
        asked_at: When it was asked for.
        template_version: How it was laid out.
        files: What was made of it, one line for each file.
        failed: No file could be made; else one that is missing is still being made.
        withdrawn: Whoever handed it in took it back.
        newer: What came of the same assessment afterwards.
    """

    content_hash: str
    state: State
    told: Mapping[str, Any]
    asked_at: datetime
    template_version: str
    files: tuple[StoredFile, ...]
    failed: bool
    withdrawn: bool
    newer: Newer | None


def count(session: Session, *, address: str, now: datetime) -> None:
    """Count one question of an address, whatever the answer will be.

    Raises:
        ThrottledError: It asked too often; says how long to wait.
    """
    throttle.check(session, throttle.VERIFY_BY_ADDRESS, address, now)
    throttle.count(session, throttle.VERIFY_BY_ADDRESS, address, now)
    session.commit()


def of_code(session: Session, code: str) -> tuple[Confirmed, ...]:
    """Give the reports with a code: none, one, or in a blue moon two whose hashes begin alike."""
    rows = session.scalars(
        select(Report)
        .where(Report.code == code)
        .order_by(Report.content_hash, Report.created_at, Report.id)
        .limit(MOST)
    )
    return tuple(_confirmed(session, list(of)) for _, of in groupby(rows, lambda one: one.content_hash))


def _confirmed(session: Session, rows: list[Report]) -> Confirmed:
    first = rows[0]
    hidden = any(row.for_reviewers and row.campaign_id is None for row in rows)  # a roll-up only leaves names out
    told = next((row.confirms for row in rows if row.confirms and "state" in row.confirms), {})
    return Confirmed(
        content_hash=first.content_hash,
        state="reviewing" if hidden else _state(first, told),
        told={} if hidden else told,
        asked_at=first.created_at,
        template_version=first.template_version,
        files=_files(rows),
        failed=all(row.status is ReportStatus.FAILED for row in rows),
        withdrawn=_withdrawn(session, {row.assessment_id for row in rows if row.assessment_id}),
        newer=None if hidden else _newer(session, first),
    )


def _state(report: Report, told: Mapping[str, Any]) -> State:
    if report.campaign_id is not None:
        return "district"
    if report.decided_sha256 is not None:
        return "decided"
    state: State = told.get("state", "unknown")
    return state


def _files(rows: Iterable[Report]) -> tuple[StoredFile, ...]:
    """List the files, each once; in the order in which the formats are offered."""
    found = {
        row.file_key: StoredFile(
            format=row.format,
            sha256=row.file_key,
            size=row.size or 0,
            made_at=row.finished_at or row.created_at,
            signed_by=(row.confirms or {}).get(SIGNED_BY),
        )
        for row in rows
        if row.file_key is not None
    }
    order = list(ReportFormat)
    return tuple(sorted(found.values(), key=lambda one: (order.index(one.format), one.made_at)))


def _withdrawn(session: Session, assessments: set[uuid.UUID]) -> bool:
    of = Assessment.id.in_(assessments) & (Assessment.status == Status.WITHDRAWN)
    return bool(session.scalar(select(exists().where(of))))


def _newer(session: Session, report: Report) -> Newer | None:
    """Say what came after the report of a submission: a decision that is public, or another submission."""
    if report.submission_id is None:
        return None
    mine = session.get_one(Submission, report.submission_id)
    later = (Submission.assessment_id == mine.assessment_id) & (Submission.number > mine.number)
    if session.scalar(select(exists().where(later))):
        return "submitted"
    decision = known_decision(session, report.submission_id)
    return "decided" if decision is not None and decision.result_sha256 != report.decided_sha256 else None
