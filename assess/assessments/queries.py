"""Reading assessments: a fixed small number of queries, always from what the actor may see."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, true
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Account, Organisation
from assess.assessments import earlier, reach, stored
from assess.assessments import profile as profiles
from assess.assessments.earlier import Earlier
from assess.assessments.models import (
    Answer,
    Assessment,
    Carried,
    CarriedSubject,
    Evidence,
    Fate,
    ItemClaim,
    Submission,
)
from assess.assessments.workflow import EDITABLE, Status
from assess.audit.actions import QUIET
from assess.audit.models import AuditEvent
from assess.checklists import documents
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError
from assess.scoring.inputs import Inputs
from assess.values.fact import Fact
from assess.values.model import Answers, Value
from assess.values.profile import Profile


@dataclass(frozen=True, slots=True)
class Held:
    """The present answer to a fact; `value` is None when it was taken back (the revision counts on).

    `earlier` is what an earlier version had, as long as nothing else is answered.
    """

    value: Value | None
    note: str
    revision: int
    at: datetime
    by_name: str | None
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """A piece of evidence that was not removed."""

    id: uuid.UUID
    fact: str
    row_id: str | None
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    issued_on: date | None
    at: datetime
    by_name: str | None
    pages: str = ""
    scanned: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A submission without its content."""

    id: uuid.UUID
    number: int
    reference: str
    declared_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Loaded:
    """A whole assessment as its pages need it.

    `state` changes with every change of the assessment: an ETag for scores, and what `submit` may be told to expect.
    `claims` maps items to the reason for 不适用, `earlier_claims` to the reason given under an earlier version, as long
    as nobody has confirmed it. `set_apart` counts the answers of earlier versions that were not given anew since.
    `submissions` are in their order. `claim_revisions` are those of `claims`.
    """

    assessment: Assessment
    organisation_name: str | None
    published: Published
    sha256: str
    profile: Profile
    state: int
    answers: Mapping[str, Held]
    claims: Mapping[str, str]
    evidence: tuple[Filed, ...]
    submissions: tuple[Handed, ...]
    earlier_claims: Mapping[str, str] = field(default_factory=dict)
    set_apart: int = 0
    claim_revisions: Mapping[str, int] = field(default_factory=dict)

    @property
    def values(self) -> Answers:
        """Give the answers alone, without those taken back."""
        return {fact: held.value for fact, held in self.answers.items() if held.value is not None}

    def inputs(self, as_of: date) -> Inputs:
        """Give what is scored, judged on a day."""
        return Inputs(self.values, self.profile, as_of, self.claims)


def load(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Loaded:
    """Load an assessment with everything in it, in five queries.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    row = session.execute(
        select(Assessment, ChecklistVersion, Organisation.name, _state(assessment_id))
        .join(ChecklistVersion, ChecklistVersion.id == Assessment.checklist_version_id)
        .outerjoin(Organisation, Organisation.id == Assessment.organisation_id)
        .where(Assessment.id == assessment_id, reach.visible(actor, now))
    ).one_or_none()
    if row is None:
        raise NotFoundError
    assessment, version, organisation_name, state = row
    published = documents.document(version)
    answers, set_apart = _answers(session, assessment_id, published)
    claims, revisions, earlier_claims = _claims(session, assessment_id)
    return Loaded(
        assessment=assessment,
        organisation_name=organisation_name,
        published=published,
        sha256=version.sha256,
        profile=profiles.from_json(assessment.profile),
        state=state,
        answers=answers,
        claims=claims,
        evidence=files_of(session, assessment_id, frozenset(fact.key for fact in published.facts)),
        submissions=_submissions(session, assessment_id),
        earlier_claims=earlier_claims,
        set_apart=set_apart,
        claim_revisions=revisions,
    )


def _state(assessment_id: uuid.UUID) -> ColumnElement[int]:
    """Give the number of the last event that changed the form; readings and comments leave it as it was."""
    changes = (AuditEvent.stream == assessment_id.hex) & AuditEvent.action.not_in(QUIET)
    last = select(AuditEvent.seq).where(changes).order_by(AuditEvent.seq.desc()).limit(1)
    return func.coalesce(last.scalar_subquery(), 0)


def _answers(session: Session, assessment_id: uuid.UUID, published: Published) -> tuple[dict[str, Held], int]:
    """Give the answers to what this version asks, and how many of earlier versions were set apart."""
    here = earlier.of(CarriedSubject.ANSWER, Answer.assessment_id, Answer.fact)
    rows = session.execute(
        select(
            *(Answer.fact, Answer.value, Answer.note, Answer.revision, Answer.at, Account.name),
            *earlier.COLUMNS,
        )
        .outerjoin(Account, Account.id == Answer.by)
        .outerjoin(Carried, here & Answer.value.is_(None))
        .outerjoin(earlier.GIVER, earlier.GIVER.id == Carried.by)
        .outerjoin(ChecklistVersion, ChecklistVersion.id == Carried.version_id)
        .where(Answer.assessment_id == assessment_id)
    ).all()
    facts = {fact.key: fact for fact in published.facts}
    held = {row[0]: _held(session, facts[row[0]], row) for row in rows if row[0] in facts}
    return held, sum(row[6] is not None for row in rows)


def _held(session: Session, fact: Fact, row: Row[*tuple[Any, ...]]) -> Held:
    key, text, note, revision, at, name, *carried = row
    value = None if text is None else stored.from_text(fact, text)
    before = None if carried[0] is None else earlier.read(session, key, carried)
    return Held(value, note, revision, at, name, before)


def _claims(session: Session, assessment_id: uuid.UUID) -> tuple[dict[str, str], dict[str, int], dict[str, str]]:
    """Give the claims that hold with their revisions, and those of an earlier version that wait to be confirmed."""
    rows = session.execute(
        select(ItemClaim.item, ItemClaim.reason, ItemClaim.revision, Carried.value, Carried.fate)
        .outerjoin(Carried, earlier.of(CarriedSubject.CLAIM, ItemClaim.assessment_id, ItemClaim.item))
        .where(ItemClaim.assessment_id == assessment_id)
    ).all()
    made = {item: reason for item, reason, *_ in rows if reason is not None}
    revisions = {item: revision for item, reason, revision, *_ in rows if reason is not None}
    waiting = {item: value for item, reason, _, value, fate in rows if reason is None and fate is Fate.CONFIRM}
    return made, revisions, waiting


def files_of(session: Session, assessment_id: uuid.UUID, facts: Collection[str]) -> tuple[Filed, ...]:
    """List the files of some questions; a version lists those of the questions it asks.

    The caller has checked who is asking.
    """
    rows = session.execute(
        select(Evidence, Account.name)
        .outerjoin(Account, Account.id == Evidence.by)
        .where(Evidence.assessment_id == assessment_id, Evidence.removed_at.is_(None))
        .order_by(Evidence.fact, Evidence.at, Evidence.id)
    )
    return tuple(_filed(row) for row in rows if row[0].fact in facts)


def _filed(row: Row[Evidence, str]) -> Filed:
    evidence, by_name = row
    return Filed(
        id=evidence.id,
        fact=evidence.fact,
        row_id=evidence.row_id,
        kind=evidence.kind,
        name=evidence.name,
        media_type=evidence.media_type,
        size=evidence.size,
        sha256=evidence.sha256,
        issued_on=evidence.issued_on,
        at=evidence.at,
        by_name=by_name,
        pages=evidence.pages,
        scanned=evidence.scanned,
    )


def _submissions(session: Session, assessment_id: uuid.UUID) -> tuple[Handed, ...]:
    rows = session.execute(
        select(Submission.id, Submission.number, Submission.reference, Submission.declared_name, Submission.at)
        .where(Submission.assessment_id == assessment_id)
        .order_by(Submission.number)
    )
    return tuple(Handed(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the list of assessments."""

    id: uuid.UUID
    key: str
    version: str
    published: Published
    organisation_id: uuid.UUID | None
    organisation_name: str | None
    status: Status
    created_at: datetime
    changed_at: datetime
    answered: int
    reference: str | None
    submitted_at: datetime | None
    guest_expires_at: datetime | None
    closes_at: datetime | None = None
    campaign_id: uuid.UUID | None = None

    def fillable(self, now: datetime) -> bool:
        """Say whether it can still be filled in: its state allows it, and its campaign's deadline is ahead."""
        return self.status in EDITABLE and (self.closes_at is None or now < self.closes_at)


def list_for(session: Session, *, actor: Actor, now: datetime, assessment_id: uuid.UUID | None = None) -> list[Summary]:
    """List what the actor may see, or that one of it, the newest first, in one query."""
    wanted = true() if assessment_id is None else Assessment.id == assessment_id
    answered = func.count(Answer.value).label("answered")
    latest = (
        select(func.max(Submission.reference))
        .where(Submission.assessment_id == Assessment.id, Submission.at == Assessment.submitted_at)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Assessment, ChecklistVersion, Organisation.name, answered, func.max(Answer.at), latest)
        .join(ChecklistVersion, ChecklistVersion.id == Assessment.checklist_version_id)
        .outerjoin(Organisation, Organisation.id == Assessment.organisation_id)
        .outerjoin(Answer, Answer.assessment_id == Assessment.id)
        .where(reach.visible(actor, now), wanted)
        .group_by(Assessment.id, ChecklistVersion.id, Organisation.id)
        .order_by(Assessment.created_at.desc(), Assessment.id)
    )
    return [_summary(row) for row in rows.all()]


def _summary(row: Row[*tuple[Any, ...]]) -> Summary:
    assessment, version, organisation_name, answered, changed_at, reference = row
    return Summary(
        id=assessment.id,
        key=version.key,
        version=version.version,
        published=documents.document(version),
        organisation_id=assessment.organisation_id,
        organisation_name=organisation_name,
        status=assessment.status,
        created_at=assessment.created_at,
        changed_at=changed_at or assessment.created_at,
        answered=answered,
        reference=reference,
        submitted_at=assessment.submitted_at,
        guest_expires_at=assessment.guest_expires_at,
        closes_at=assessment.closes_at,
        campaign_id=assessment.campaign_id,
    )


def open_counts(session: Session) -> Mapping[uuid.UUID, int]:
    """Count the assessments that can still be filled in, trials among them, by their checklist version.

    It names nobody, so it is for whoever runs the service.
    """
    rows = session.execute(
        select(Assessment.checklist_version_id, func.count())
        .where(Assessment.status.in_(EDITABLE))
        .group_by(Assessment.checklist_version_id)
    )
    return {row[0]: row[1] for row in rows}


def submission(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Submission:
    """Give the latest submission of an assessment, with snapshot and result.

    Raises:
        NotFoundError: Nothing was submitted, or it is not the actor's to see.
    """
    found = session.scalar(
        select(Submission)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Assessment.id == assessment_id, reach.visible(actor, now))
        .order_by(Submission.number.desc())
        .limit(1)
    )
    if found is None:
        raise NotFoundError
    return found


def evidence(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, evidence_id: uuid.UUID, now: datetime
) -> Evidence:
    """Give one piece of evidence; a removed one is still served to those who may see what was submitted with it.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    found = session.scalar(
        select(Evidence)
        .join(Assessment, Assessment.id == Evidence.assessment_id)
        .where(Evidence.id == evidence_id, Assessment.id == assessment_id, reach.visible(actor, now))
    )
    if found is None:
        raise NotFoundError
    return found
