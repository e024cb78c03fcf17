"""What is held of a person: every column that points at an account, whether it is handed out, whether it goes.

A new column that points at an account must be added here; a test walks the tables and fails until it is.
"""

import enum
from dataclasses import dataclass
from typing import Final

from assess.accounts.credentials import ApiToken, Identity, OneTimeLink, RecoveryCode
from assess.accounts.department_models import DepartmentMember
from assess.accounts.import_models import OrganisationImport
from assess.accounts.join_models import JoinRequest
from assess.accounts.models import Consent, Membership, WebSession
from assess.accounts.privacy_models import Erasure
from assess.accounts.request_models import KeptAnswer
from assess.accounts.webhooks.models import Webhook
from assess.assessments.figure_models import ItemFigure
from assess.assessments.models import Answer, AnswerHistory, Assessment, Carried, Evidence, ItemClaim, Submission
from assess.assessments.rescoring.models import RescoreRun
from assess.assessments.together_models import CommentMention, ItemComment, Presence, SectionDuty
from assess.assessments.upload_models import FormUpload
from assess.audit.models import AuditEvent, AuditReading
from assess.campaigns.models import Campaign, CampaignRecord, Participant
from assess.db import Base
from assess.listings.models import ListingImport
from assess.reports.bulk.models import ReportBatch
from assess.reports.models import ReportFace
from assess.reviews.models import (
    Appeal,
    Decision,
    EvidenceVerdict,
    Publication,
    Return,
    Review,
    ReviewMark,
)


class Fate(enum.StrEnum):
    """What becomes of a row when its person's account is erased."""

    GOES = "goes"  # it is about the person
    STAYS = "stays"  # it is the organisation's record, and points to an account without a name


@dataclass(frozen=True, slots=True)
class Holding:
    """One column that points at an account.

    Args:
        model: Its table.
        column: The column.
        section: The part of the person's copy it stands in; empty where it is not handed out, and then `why` says why.
        fate: What becomes of the row.
        shown: The columns handed out.
        why: Why it is not handed out.
    """

    model: type[Base]
    column: str
    section: str
    fate: Fate
    shown: tuple[str, ...] = ()
    why: str = ""


_GOES, _STAYS = Fate.GOES, Fate.STAYS
_DERIVED: Final = "the same act stands in another part"

HOLDINGS: Final[tuple[Holding, ...]] = (
    # the person and how they get in
    Holding(Membership, "account_id", "memberships", _GOES, ("organisation_id", "role")),
    Holding(DepartmentMember, "account_id", "departments", _GOES, ("department_id",)),
    Holding(Consent, "account_id", "consents", _STAYS, ("notice_version", "at")),
    Holding(
        WebSession,
        "account_id",
        "sessions",
        _GOES,
        ("agent", "method", "created_at", "last_seen_at", "expires_at", "start_answers"),
    ),
    Holding(WebSession, "pending_account_id", "", _GOES, why="a sign-in half done: nothing but the account"),
    Holding(
        ApiToken,
        "account_id",
        "tokens",
        _GOES,
        ("name", "start", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"),
    ),
    Holding(Identity, "account_id", "identities", _GOES, ("issuer", "subject", "linked_at")),
    Holding(RecoveryCode, "account_id", "", _GOES, why="hashes only: nothing in them is readable"),
    Holding(KeptAnswer, "account_id", "", _GOES, why="repeats for a day what was answered; all of it stands elsewhere"),
    Holding(
        OneTimeLink,
        "account_id",
        "links",
        _GOES,
        ("kind", "organisation_id", "role", "name", "email", "created_at", "expires_at", "used_at"),
    ),
    Holding(
        JoinRequest,
        "account_id",
        "requests",
        _GOES,
        ("organisation_id", "reason", "at", "outcome", "role", "answered_at"),
    ),
    # what they wrote and did in their organisation
    Holding(
        Assessment,
        "created_by",
        "assessments",
        _STAYS,
        ("id", "organisation_id", "checklist_version_id", "status", "created_at", "submitted_at"),
    ),
    Holding(Answer, "by", "", _STAYS, why="the present answer is the last row of its history"),
    Holding(
        AnswerHistory,
        "by",
        "answers",
        _STAYS,
        ("assessment_id", "fact", "value_before", "value_after", "note_before", "note_after", "at"),
    ),
    Holding(ItemClaim, "by", "claims", _STAYS, ("assessment_id", "item", "reason", "at")),
    Holding(Carried, "by", "carried", _STAYS, ("assessment_id", "key", "value", "at")),
    Holding(
        Evidence,
        "by",
        "evidence",
        _STAYS,
        ("assessment_id", "fact", "kind", "name", "media_type", "size", "sha256", "issued_on", "at", "removed_at"),
    ),
    Holding(FormUpload, "by", "uploads", _STAYS, ("assessment_id", "name", "status", "accepted", "at", "settled_at")),
    Holding(Submission, "by", "submissions", _STAYS, ("assessment_id", "reference", "declared_name", "as_of", "at")),
    Holding(ItemComment, "by", "comments", _STAYS, ("assessment_id", "item", "text", "at", "settled_at", "removed_at")),
    Holding(CommentMention, "account_id", "mentions", _GOES, ("comment_id", "seen_at")),
    Holding(SectionDuty, "account_id", "duties", _GOES, ("assessment_id", "section", "part", "at")),
    Holding(SectionDuty, "by", "duties-given", _STAYS, ("assessment_id", "section", "part", "at")),
    Holding(Presence, "account_id", "presence", _GOES, ("assessment_id", "section", "seen_at")),
    Holding(Appeal, "by", "appeals", _STAYS, ("assessment_id", "grounds", "at", "answered_at")),
    Holding(Webhook, "created_by", "webhooks", _STAYS, ("organisation_id", "url", "events", "created_at")),
    # what they did in an office
    Holding(Review, "reviewer_id", "reviews", _STAYS, ("assessment_id", "level", "taken_at", "finished_at", "outcome")),
    Holding(ReviewMark, "by", "marks", _STAYS, ("assessment_id", "item", "level", "points", "reason", "opinion", "at")),
    Holding(EvidenceVerdict, "by", "verdicts", _STAYS, ("evidence_id", "level", "verdict", "remark", "at")),
    Holding(Return, "by", "returns", _STAYS, ("assessment_id", "level", "message", "mend_by", "at")),
    Holding(Decision, "by", "decisions", _STAYS, ("assessment_id", "number", "statement", "at")),
    Holding(Publication, "by", "publications", _STAYS, ("decision_id", "at")),
    Holding(AuditReading, "account_id", "", _GOES, why="when a reading was last noted; the reading itself is an event"),
    Holding(ItemFigure, "by1", "", _STAYS, why=_DERIVED),
    Holding(ItemFigure, "by2", "", _STAYS, why=_DERIVED),
    Holding(Campaign, "created_by", "campaigns", _STAYS, ("id", "name", "created_at")),
    Holding(CampaignRecord, "by", "campaign-steps", _STAYS, ("campaign_id", "event", "reason", "at")),
    Holding(ReportFace, "created_by", "report-faces", _STAYS, ("campaign_id", "number", "created_at", "used_at")),
    Holding(
        ReportBatch,
        "asked_by",
        "report-batches",
        _STAYS,
        ("campaign_id", "format", "target", "created_at", "finished_at"),
    ),
    Holding(Participant, "added_by", "participants", _STAYS, ("campaign_id", "organisation_id", "added_at")),
    Holding(OneTimeLink, "by", "invitations", _STAYS, ("kind", "organisation_id", "role", "created_at", "used_at")),
    Holding(JoinRequest, "answered_by", "requests-answered", _STAYS, ("organisation_id", "outcome", "answered_at")),
    Holding(OrganisationImport, "by", "imports", _STAYS, ("name", "state", "at")),
    Holding(ListingImport, "by", "listing-imports", _STAYS, ("name", "state", "at")),
    Holding(RescoreRun, "by", "rescorings", _STAYS, ("state", "total", "until")),
    Holding(Erasure, "by", "erasures", _STAYS, ("kind", "reason", "at")),
    Holding(AuditEvent, "actor_id", "events", _STAYS, ("at", "action", "subject_type", "subject_id")),
)
