"""Erasing an assessment with everything that belongs to it; its audit chain keeps ids and digests, and stays whole."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.privacy_models import ErasedKind, Erasure
from assess.accounts.webhooks.models import WebhookDelivery, WebhookTry
from assess.assessments import reach
from assess.assessments.figure_models import Figure, ItemFigure, SectionFigure
from assess.assessments.models import (
    Answer,
    AnswerHistory,
    Assessment,
    Carried,
    Evidence,
    ItemClaim,
    Submission,
)
from assess.assessments.rescoring.models import RescoreResult
from assess.assessments.together_models import CommentMention, ItemComment, Presence, SectionDuty
from assess.assessments.upload_models import FormUpload
from assess.assessments.workflow import Status
from assess.audit.chain import Subject
from assess.audit.log import append
from assess.audit.models import AuditDetail, AuditHead
from assess.db import Base
from assess.errors import ConflictError, ForbiddenError, NotFoundError
from assess.reports.bulk.models import ReportBatchEntry
from assess.reports.models import Report
from assess.reviews.models import (
    Appeal,
    AppealedItem,
    Decision,
    EvidenceVerdict,
    Publication,
    Return,
    ReturnedItem,
    Review,
    ReviewMark,
)

ERASABLE: Final = frozenset({Status.DRAFT, Status.WITHDRAWN})
"""What its own organisation may erase: what nobody has to rely on."""

Step = tuple[type[Base], ColumnElement[bool]]


def belonging(assessment_id: uuid.UUID) -> Sequence[Step]:
    """Give what belongs to an assessment, table by table, in the order in which it can be deleted."""
    decisions = select(Decision.id).where(Decision.assessment_id == assessment_id)
    submissions = select(Submission.id).where(Submission.assessment_id == assessment_id)
    files = select(Evidence.id).where(Evidence.assessment_id == assessment_id)
    returns = select(Return.id).where(Return.assessment_id == assessment_id)
    appeals = select(Appeal.id).where(Appeal.assessment_id == assessment_id)
    comments = select(ItemComment.id).where(ItemComment.assessment_id == assessment_id)
    told = WebhookDelivery.body.contains(str(assessment_id))
    return (
        (AppealedItem, AppealedItem.appeal_id.in_(appeals)),
        (Appeal, Appeal.assessment_id == assessment_id),
        (Publication, Publication.decision_id.in_(decisions)),
        (ReturnedItem, ReturnedItem.return_id.in_(returns)),
        (Return, Return.assessment_id == assessment_id),
        (ReviewMark, ReviewMark.assessment_id == assessment_id),
        (Review, Review.assessment_id == assessment_id),
        (EvidenceVerdict, EvidenceVerdict.evidence_id.in_(files)),
        (Decision, Decision.assessment_id == assessment_id),
        (RescoreResult, RescoreResult.submission_id.in_(submissions)),
        (ReportBatchEntry, ReportBatchEntry.submission_id.in_(submissions)),
        (Report, Report.assessment_id == assessment_id),
        (Figure, Figure.assessment_id == assessment_id),
        (SectionFigure, SectionFigure.assessment_id == assessment_id),
        (ItemFigure, ItemFigure.assessment_id == assessment_id),
        (CommentMention, CommentMention.comment_id.in_(comments)),
        (ItemComment, ItemComment.assessment_id == assessment_id),
        (SectionDuty, SectionDuty.assessment_id == assessment_id),
        (Presence, Presence.assessment_id == assessment_id),
        (FormUpload, FormUpload.assessment_id == assessment_id),
        (Submission, Submission.assessment_id == assessment_id),
        (Evidence, Evidence.assessment_id == assessment_id),
        (ItemClaim, ItemClaim.assessment_id == assessment_id),
        (Carried, Carried.assessment_id == assessment_id),
        (Answer, Answer.assessment_id == assessment_id),
        (AnswerHistory, AnswerHistory.assessment_id == assessment_id),
        (WebhookTry, WebhookTry.delivery_id.in_(select(WebhookDelivery.id).where(told))),
        (WebhookDelivery, told),
        (AuditDetail, AuditDetail.stream == assessment_id.hex),
        (Assessment, Assessment.id == assessment_id),
    )


def erase(session: Session, *, assessment_id: uuid.UUID, by: uuid.UUID | None, reason: str, now: datetime) -> None:
    """Erase an assessment; whoever calls has checked that this may be done.

    Files that nothing else speaks of go with the next sweep of the storage, and a campaign's sums with their next
    recurring count.

    Args:
        session: A writing session.
        assessment_id: Which; its row and its chain are locked first, as every change does.
        by: Whose decision it was; None for the service itself.
        reason: Why, as a word: `organisation`, `request`, `retention`.
        now: The present instant.

    Raises:
        NotFoundError: It is not there.
    """
    both = select(Assessment.id).join(AuditHead, AuditHead.stream == assessment_id.hex)
    locked = both.where(Assessment.id == assessment_id).with_for_update(of=[Assessment, AuditHead])
    if session.scalar(locked) is None:
        raise NotFoundError
    session.add(Erasure(kind=ErasedKind.ASSESSMENT, subject_id=assessment_id, reason=reason, by=by, at=now))
    session.flush()
    for table, condition in belonging(assessment_id):
        session.execute(delete(table).where(condition), execution_options={"synchronize_session": False})
    session.expire_all()
    _log(session, assessment_id, by, reason, now)


def erase_own(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> None:
    """Erase an assessment of one's own organisation, as its lead: a draft or a withdrawn one, outside campaigns.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The actor is not its lead.
        ConflictError: `privacy.assessment-stays`: it was handed in, or belongs to a campaign.
    """
    found = reach.take(session, actor=actor, assessment_id=assessment_id, action=Action.WITHDRAW, step=None, now=now)
    check_own(actor, found)
    erase(session, assessment_id=assessment_id, by=actor.account_id, reason="organisation", now=now)


def check_own(actor: Actor, assessment: Assessment) -> None:
    """Refuse to erase what somebody sees but may not erase.

    Raises:
        ForbiddenError: The actor is not its lead.
        ConflictError: `privacy.assessment-stays`.
    """
    if not reach.may(actor, assessment, Action.WITHDRAW):
        raise ForbiddenError
    if not erasable(assessment):
        raise ConflictError("privacy.assessment-stays")


def erasable(assessment: Assessment) -> bool:
    """Say whether its organisation may erase it by itself."""
    return assessment.status in ERASABLE and assessment.campaign_id is None and not assessment.trial


def _log(session: Session, assessment_id: uuid.UUID, by: uuid.UUID | None, reason: str, now: datetime) -> None:
    append(
        session,
        stream=assessment_id.hex,
        actor=by,
        action="assessment.erased",
        subject=Subject("assessment", str(assessment_id)),
        now=now,
        detail={"reason": reason},
    )
