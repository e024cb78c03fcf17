"""Reviews with their marks, verdicts on evidence, returns, decisions and appeals."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assess.accounts.models import Account
from assess.assessments.models import Assessment, Evidence, Submission
from assess.db import Base, choice


class ReviewOutcome(enum.StrEnum):
    """How a review ended: passed on to the second level, sent back, decided."""

    FORWARDED = "forwarded"
    RETURNED = "returned"
    DECIDED = "decided"


class VetoWord(enum.StrEnum):
    """What a reviewer may say of an item's veto."""

    SET = "set"
    CLEARED = "cleared"


class ReasonCode(enum.StrEnum):
    """Why a mark differs from the self score."""

    EVIDENCE_MISSING = "evidence-missing"
    EVIDENCE_INSUFFICIENT = "evidence-insufficient"
    EVIDENCE_EXPIRED = "evidence-expired"
    FACTS_DIFFER = "facts-differ"
    LISTED = "listed"
    NOT_APPLICABLE_REJECTED = "not-applicable-rejected"
    MISUNDERSTOOD = "misunderstood"
    FOUND_BETTER = "found-better"
    OTHER = "other"


class VerdictWord(enum.StrEnum):
    """What a reviewer says of a file."""

    ACCEPTED = "accepted"
    INSUFFICIENT = "insufficient"
    UNREADABLE = "unreadable"
    UNRELATED = "unrelated"
    EXPIRED = "expired"


class Review(Base):
    """One level's work on one submission; `turn` rises with every appeal against its decision.

    `items` is how many items count in the submission without any mark: what there is to do.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("submission_id", "level", "turn"),
        CheckConstraint("level IN (1, 2)", name="level_one_or_two"),
        CheckConstraint("(finished_at IS NULL) = (outcome IS NULL)", name="finished_with_outcome"),
        Index(None, "assessment_id", "finished_at"),
        Index(None, "reviewer_id", "assessment_id"),  # whether somebody worked on this one, not all that they worked on
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id))
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Submission.id))
    level: Mapped[int]
    turn: Mapped[int] = mapped_column(default=1)
    reviewer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    items: Mapped[int]
    taken_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[ReviewOutcome | None] = mapped_column(choice("outcome", ReviewOutcome))


class ReviewMark(Base):
    """What a level says of an item, and of which submission; `points` is decimal text, null where nothing is said."""

    __tablename__ = "review_mark"
    __table_args__ = (
        CheckConstraint("level IN (1, 2)", name="level_one_or_two"),
        CheckConstraint("revision > 0", name="revision_positive"),
        Index(None, "by", "assessment_id", "level"),  # whether somebody marked this one: they gave thousands of marks
    )

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id), primary_key=True)
    item: Mapped[str] = mapped_column(String(100), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Submission.id), index=True)
    points: Mapped[str | None] = mapped_column(String(20))
    rejects_not_applicable: Mapped[bool] = mapped_column(default=False)
    veto: Mapped[VetoWord | None] = mapped_column(choice("veto", VetoWord))
    reason: Mapped[ReasonCode | None] = mapped_column(choice("reason", ReasonCode))
    opinion: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]


class EvidenceVerdict(Base):
    """What a level says of a file."""

    __tablename__ = "evidence_verdict"
    __table_args__ = (CheckConstraint("level IN (1, 2)", name="level_one_or_two"),)

    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Evidence.id), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    verdict: Mapped[VerdictWord] = mapped_column(choice("verdict", VerdictWord))
    remark: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]


class Return(Base):
    """A form that was sent back, to be mended by an instant."""

    __tablename__ = "review_return"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id), index=True)
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Submission.id), index=True)
    level: Mapped[int]
    message: Mapped[str] = mapped_column(Text, default="")
    mend_by: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]


class ReturnedItem(Base):
    """An item a return names, with what is to be mended."""

    __tablename__ = "review_return_item"

    return_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_return.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(100), primary_key=True)
    comment: Mapped[str] = mapped_column(Text)


class Decision(Base):
    """The end of a review: marks and three-column result, frozen. An appeal may bring another one; none is changed."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("assessment_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("length(marks_sha256) = 64", name="marks_sha256_hex"),
        CheckConstraint("length(result_sha256) = 64", name="result_sha256_hex"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id))
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Submission.id), index=True)
    number: Mapped[int]
    marks: Mapped[str] = mapped_column(Text)
    marks_sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(Text)
    result_sha256: Mapped[str] = mapped_column(String(64))
    engine: Mapped[str] = mapped_column(String(20))
    statement: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]


class Publication(Base):
    """A decision that was made known to the respondent, who may appeal until `appeal_until`."""

    __tablename__ = "publication"

    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Decision.id), primary_key=True)
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]
    appeal_until: Mapped[datetime]


class Appeal(Base):
    """An appeal against a decision, and what became of it; `outcome_id` is the decision that answered it."""

    __tablename__ = "appeal"
    __table_args__ = (UniqueConstraint("decision_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id), index=True)
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Decision.id))
    grounds: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]
    outcome_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Decision.id))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]


class AppealedItem(Base):
    """An item an appeal speaks of."""

    __tablename__ = "appeal_item"

    appeal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("appeal.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(100), primary_key=True)
    grounds: Mapped[str] = mapped_column(Text)
