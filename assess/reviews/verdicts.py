"""Saying of a file whether it proves anything."""

import json
import uuid
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments.models import Submission
from assess.assessments.operations import log
from assess.assessments.workflow import Step
from assess.errors import NotFoundError
from assess.reviews import case as cases
from assess.reviews.models import EvidenceVerdict, VerdictWord
from assess.reviews.texts import clean

REMARK_MAXIMUM: Final = 1000


def judge_file(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    evidence_id: uuid.UUID,
    verdict: VerdictWord | None,
    remark: str = "",
    now: datetime,
) -> EvidenceVerdict | None:
    """Judge a file of the submission, or take the verdict back (None).

    Raises:
        NotFoundError: No such assessment or file for this actor.
        ForbiddenError: The state does not allow it, or the actor has not taken it up.
        ConflictError: `review.taken`.
        InvalidError: The remark is too long.
    """
    case = cases.take(session, actor=actor, assessment_id=assessment_id, step=Step.MARK)
    if evidence_id not in files_of(case.submission):
        raise NotFoundError
    found = session.get(EvidenceVerdict, (evidence_id, case.level), populate_existing=True)
    text = clean(remark, field="remark", most=REMARK_MAXIMUM)
    before = found.verdict.value if found else None
    detail = {"evidence": str(evidence_id), "level": case.level, "before": before, "after": verdict, "remark": text}
    log(session, case.assessment, actor, "review.file-judged", now, **detail)
    if verdict is None:
        if found is not None:
            session.delete(found)
        session.flush()
        return None
    made = found or EvidenceVerdict(evidence_id=evidence_id, level=case.level)
    made.verdict, made.remark, made.at = verdict, text, now
    made.by = actor.account_id  # type: ignore[assignment]  # a reviewer has an account
    session.add(made)
    session.flush()
    return made


def files_of(submission: Submission) -> frozenset[uuid.UUID]:
    """Give the files that were handed in with a submission."""
    return frozenset(uuid.UUID(filed["id"]) for filed in json.loads(submission.snapshot)["evidence"])
