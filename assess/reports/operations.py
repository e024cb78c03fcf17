"""Asking for reports: each distinct report is made once and then served as a file."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, get_args

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Organisation
from assess.assessments import queries, reach
from assess.assessments.models import Assessment, Submission
from assess.assessments.queries import Loaded
from assess.campaigns.models import Campaign
from assess.checklists import documents
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local
from assess.errors import NotFoundError
from assess.jobs import operations as jobs
from assess.jobs.models import JobStatus
from assess.reports import confirming, decisions, faced, history, occasions, stored
from assess.reports import peers as peering
from assess.reports.content import content_hash
from assess.reports.html import look, template_version
from assess.reports.models import Report, ReportFace, ReportFormat, ReportStatus
from assess.reports.orders import Content, Format
from assess.reports.parts import ReportContent
from assess.reports.past import History
from assess.reports.population import Peers
from assess.reports.reviewed import Review
from assess.reports.seals import code_of
from assess.reviews.models import Decision, Publication
from assess.values.text import Locale

RENDER: Final = "report.render"
LOCALES: Final = get_args(Locale)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a report is; `done` of `total` counts its steps."""

    status: ReportStatus
    done: int
    total: int


def request_draft(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    locale: Locale,
    now: datetime,
    format: Format = "pdf",  # noqa: A002 - the field's word for it
) -> Report:
    """Ask for the report of an assessment as it stands now, marked 草稿, or 试填 for a trial.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    owner = loaded.assessment.organisation_id
    organisation = session.get(Organisation, owner) if owner else None
    content = occasions.of_assessment(
        loaded,
        organisation,
        as_of=to_local(now).date(),
        locale=locale,
        history=None if owner is None else _before(session, loaded, owner, now),
    )
    campaign = loaded.assessment.campaign_id
    return request_report(
        session,
        content=content,
        assessment_id=assessment_id,
        submission_id=None,
        now=now,
        format=format,
        face=faced.used(session, campaign_id=campaign) if campaign else None,
    )


def request_submission(
    session: Session,
    *,
    actor: Actor,
    submission_id: uuid.UUID,
    locale: Locale,
    now: datetime,
    format: Format = "pdf",  # noqa: A002 - the field's word for it
) -> Report:
    """Ask for the report of a submission; made at once when it is submitted, found ready ever after.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    seen = (Submission.id == submission_id) & reach.visible(actor, now)
    return told(session, seen, known_decision(session, submission_id), locale, now, format=format)


def request_handed_in(
    session: Session, *, actor: Actor, submission_id: uuid.UUID, locale: Locale, now: datetime
) -> Report:
    """Ask for the report of what was just handed in, in the language of whoever did, and in Chinese as everybody's.

    Returns:
        The one in their language.
    """
    asked: dict[str, Any] = {"actor": actor, "submission_id": submission_id, "now": now}
    mine = request_submission(session, **asked, locale=locale)
    if locale != "zh":
        request_submission(session, **asked, locale="zh")
    return mine


def request_decided(session: Session, *, decision_id: uuid.UUID, now: datetime) -> tuple[Report, ...]:
    """Ask for the reports of a decision that was published, in Chinese and in what other language there was one before.

    The caller has checked who is asking.
    """
    decision = session.get(Decision, decision_id)
    if decision is None or known_decision(session, decision.submission_id) is not decision:
        return ()  # another decision has taken its place meanwhile
    of = (Report.submission_id == decision.submission_id) & Report.for_reviewers.is_(False)
    before = set(session.scalars(select(Report.locale).where(of).distinct()))
    seen = Submission.id == decision.submission_id
    return tuple(told(session, seen, decision, locale, now) for locale in LOCALES if locale in {"zh", *before})


def told(  # noqa: PLR0917 - what the report of a submission depends on
    session: Session,
    seen: ColumnElement[bool],
    decision: Decision | None,
    locale: Locale,
    now: datetime,
    format: Format = "pdf",  # noqa: A002 - the field's word for it
    peers: Peers | None = None,
) -> Report:
    """Ask for the report of a submission with the decision that may be known; the caller has checked who is asking.

    Args:
        session: A writing session.
        seen: The condition that finds the submission.
        decision: The decision that may be known, if there is one.
        locale: The language.
        now: The present instant.
        format: The kind of file.
        peers: The organisations of its campaign, where somebody who asks for many reports has read them
            (`peers.read`); otherwise they are read here.
    """
    submission, version, organisation, campaign = handed_in(session, seen)
    review = None if decision is None or campaign is None else _decided(session, decision, campaign)
    if peers is None and campaign is not None:
        peers = peering.read(session, campaign, now)
    content = occasions.of_submission(
        submission,
        organisation,
        documents.document(version),
        locale=locale,
        review=review,
        peers=peers,
        history=history.read(
            session,
            organisation_id=organisation.id,
            key=version.key,
            assessment_id=submission.assessment_id,
            instant=submission.at,
            organiser_id=campaign.organiser_id if campaign else None,
        ),
    )
    return request_report(
        session,
        content=content,
        assessment_id=submission.assessment_id,
        submission_id=submission.id,
        now=now,
        format=format,
        face=faced.used(session, campaign_id=campaign.id) if campaign else None,
    )


def _before(session: Session, loaded: Loaded, organisation_id: uuid.UUID, now: datetime) -> History | None:
    return history.read(
        session,
        organisation_id=organisation_id,
        key=loaded.published.key,
        assessment_id=loaded.assessment.id,
        instant=now,
    )


def _decided(session: Session, decision: Decision, campaign: Campaign) -> Review:
    body = session.get_one(Organisation, campaign.deciding_body_id)
    return decisions.decided(decision, body.name)


def handed_in(
    session: Session, seen: ColumnElement[bool]
) -> tuple[Submission, ChecklistVersion, Organisation, Campaign | None]:
    """Give a submission with its version, whose it is, and its campaign.

    Raises:
        NotFoundError: There is none that fits the condition.
    """
    row = session.execute(
        select(Submission, ChecklistVersion, Organisation, Campaign)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(ChecklistVersion, ChecklistVersion.sha256 == Submission.version_sha256)  # it stays on its version
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .outerjoin(Campaign, Campaign.id == Assessment.campaign_id)
        .where(seen)
    ).one_or_none()
    if row is None:
        raise NotFoundError
    submission, version, organisation, campaign = row
    return submission, version, organisation, campaign


def known_decision(session: Session, submission_id: uuid.UUID) -> Decision | None:
    """Give the latest decision on a submission that was published, if there is one."""
    return session.scalar(
        select(Decision)
        .join(Publication, Publication.decision_id == Decision.id)
        .where(Decision.submission_id == submission_id)
        .order_by(Decision.number.desc())
        .limit(1)
    )


def request_report(
    session: Session,
    *,
    content: Content,
    assessment_id: uuid.UUID | None,
    submission_id: uuid.UUID | None,
    now: datetime,
    for_reviewers: bool = False,
    campaign_id: uuid.UUID | None = None,
    top_id: uuid.UUID | None = None,
    format: Format = "pdf",  # noqa: A002 - the field's word for it
    face: ReportFace | None = None,
) -> Report:
    """Find the report with this content in this format, or queue the making of it; one that failed is tried anew.

    The caller has checked who is asking. A report is of an assessment or of a campaign.

    Args:
        session: A writing session.
        content: What it says.
        assessment_id: What it is about; None for a report of a campaign.
        submission_id: The submission it is about, if it is about one.
        now: The present instant.
        for_reviewers: Whether it tells of marks that only reviewers may know.
        campaign_id: The campaign it is about; None for a report of an assessment.
        top_id: The organisation below which it looks, where it is not about the whole campaign.
        format: The kind of file.
        face: The campaign's own face; None for the service's.
    """
    name = content_hash(content, look(faced.plain(face, content.locale)))
    whose = Report.assessment_id == assessment_id if campaign_id is None else Report.campaign_id == campaign_id
    same = whose & (Report.content_hash == name) & (Report.format == ReportFormat(format))
    found = session.scalar(select(Report).where(same))
    if found is None:
        new = Report(
            id=uuid.uuid4(),
            assessment_id=assessment_id,
            campaign_id=campaign_id,
            top_id=top_id,
            submission_id=submission_id,
            content_hash=name,
            code=code_of(name),
            confirms=confirming.confirms(content),
            face_id=face.id if face else None,
            format=ReportFormat(format),
            locale=content.locale,
            template_version=template_version(),
            status=ReportStatus.QUEUED,
            content=stored.to_text(content),
            decided_sha256=_decided_as(content),
            for_reviewers=for_reviewers,
            created_at=now,
        )
        found = _added(session, new, same)
    if found.status is not ReportStatus.READY:
        _queue(session, found, now)
    return found


def _added(session: Session, new: Report, same: ColumnElement[bool]) -> Report:
    """Store a report, unless somebody asked for the same at this moment: then it is theirs."""
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:
        return session.scalars(select(Report).where(same)).one()
    return new


def _decided_as(content: Content) -> str | None:
    """Name the decided result that a report tells of."""
    return content.review.sha256 if isinstance(content, ReportContent) and content.review else None


def _queue(session: Session, report: Report, now: datetime) -> None:
    if report.status is ReportStatus.FAILED:
        report.status, report.error, report.finished_at = ReportStatus.QUEUED, None, None
    jobs.enqueue(session, name=RENDER, payload={"report": str(report.id)}, key=_key(report), now=now)


def _key(report: Report) -> str:
    return f"{RENDER}:{report.id}"


def get(session: Session, *, actor: Actor, report_id: uuid.UUID, now: datetime) -> Report:
    """Give a report.

    Raises:
        NotFoundError: Not there, or of an assessment that is not the actor's to see.
    """
    found = session.scalar(
        select(Report)
        .join(Assessment, Assessment.id == Report.assessment_id)
        .where(Report.id == report_id, Report.for_reviewers.is_(False), reach.visible(actor, now))
    )
    if found is None:
        raise NotFoundError
    return found


def of_submission(
    session: Session,
    *,
    actor: Actor,
    submission_id: uuid.UUID,
    locale: Locale,
    now: datetime,
    format: Format = "pdf",  # noqa: A002 - the field's word for it
) -> Report | None:
    """Give the latest report of a submission with what may be known of its review, if the actor may see it.

    While a newer one is made, it is the one before it: nobody waits for what they could have.
    """
    decision = known_decision(session, submission_id)
    return session.scalar(
        select(Report)
        .join(Assessment, Assessment.id == Report.assessment_id)
        .where(Report.submission_id == submission_id, Report.locale == locale, reach.visible(actor, now))
        .where(Report.decided_sha256.is_not_distinct_from(decision.result_sha256 if decision else None))
        .where(Report.for_reviewers.is_(False), Report.format == ReportFormat(format))
        .order_by((Report.status == ReportStatus.READY).desc(), Report.created_at.desc(), Report.id)
        .limit(1)
    )


def progress(session: Session, report: Report) -> Progress:
    """Say how far a report is; a job that was given up makes it failed, whatever its own row last said."""
    job = None if report.status is ReportStatus.READY else jobs.by_key(session, _key(report))
    if job is None:
        return Progress(report.status, 1, 1)
    status = ReportStatus.FAILED if job.status is JobStatus.FAILED else report.status
    return Progress(status, job.done, job.total)
