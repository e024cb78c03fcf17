"""Submissions for tests: frozen answers with the score they have, without going through the pages."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assess.accounts.models import Account
from assess.assessments import profile as profiles
from assess.assessments import snapshot
from assess.assessments.models import Assessment, Evidence, Submission
from assess.checklists.models import ChecklistVersion
from assess.scoring import serial
from assess.scoring.columns import score_columns
from tests.factories.accounts import START
from tests.factories.assessments import PROFILE
from tests.factories.checklists import published

DOCUMENT = published()


def frozen(answers: Mapping[str, Any], *, claims: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Give the snapshot of raw answers."""
    return {
        "format": snapshot.FORMAT,
        "organisation": "临沂示范科技有限公司",
        "profile": profiles.to_json(PROFILE),
        "answers": {fact: {"value": value, "note": ""} for fact, value in answers.items()},
        "not_applicable": dict(claims or {}),
        "evidence": [],
        "declared_name": "王丽",
    }


def make_submission(
    session: Session,
    assessment: Assessment,
    account: Account,
    answers: Mapping[str, Any],
    *,
    version: ChecklistVersion,
    number: int = 1,
    at: datetime = START,
    files: Iterable[Evidence] = (),
) -> Submission:
    """Store a submission of these answers with their true score, with the files that were handed in with them."""
    content = frozen(answers)
    content["evidence"] = [
        {"id": str(one.id), "fact": one.fact, "row_id": None, "kind": one.kind, "name": one.name, "size": one.size,
         "sha256": one.sha256, "issued_on": None}
        for one in files
    ]  # fmt: skip
    text = snapshot.canonical(content)
    inputs = snapshot.inputs(DOCUMENT, content, at.date())
    columns = score_columns(DOCUMENT.checklist.form, inputs)
    made = Submission(
        id=uuid.uuid4(),
        assessment_id=assessment.id,
        number=number,
        reference=f"ZP-{uuid.uuid4().hex[:16]}",
        snapshot=text,
        snapshot_sha256=snapshot.sha256(text),
        result=snapshot.canonical(serial.columns_to_json(columns)),
        engine=columns.claimed.engine,
        version_sha256=version.sha256,
        as_of=at.date(),
        declared_name="王丽",
        by=account.id,
        at=at,
    )
    session.add(made)
    session.flush()
    return made
