"""Taking part in a campaign: starting once, on its version, in its time; following its deadline; leaving."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.assessments import deadlines, joining, leaving, migrating, operations, submitting
from assess.assessments.answering import answer
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.audit import log
from assess.campaigns import operations as campaigns
from assess.campaigns.models import Campaign, Participant
from assess.checklists import queries as checklists
from assess.errors import AssessError, ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.factories.accounts import actor_of, make_account
from tests.factories.assessments import make_assessment
from tests.factories.campaigns import Bureau, make_bureau, make_campaign
from tests.factories.checklists import published, register_version

END = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
LATER = date(2026, 12, 15)


@pytest.fixture
def bureau(session: Session) -> Bureau:
    return make_bureau(session)


@pytest.fixture
def campaign(session: Session, bureau: Bureau) -> Campaign:
    return make_campaign(session, bureau, *bureau.enterprises)


def join(session: Session, bureau: Bureau, campaign: Campaign, now: datetime, number: int = 0) -> Assessment:
    actor = actor_of(session, bureau.leads[number])
    given: dict[str, Any] = {"campaign_id": campaign.id, "organisation_id": bureau.enterprises[number].id}
    return joining.join(session, actor=actor, **given, now=now).assessment


def refused(error: type[AssessError], message: str, call: Any) -> None:  # noqa: ANN401 - any operation
    with pytest.raises(error) as found:
        call()
    assert found.value.message == message


def test_an_organisation_starts_once(session: Session, bureau: Bureau, campaign: Campaign, now: datetime) -> None:
    made = join(session, bureau, campaign, now)
    assert (made.campaign_id, made.closes_at, made.checklist_version_id) == (
        campaign.id,
        END,
        campaign.checklist_version_id,
    )
    assert join(session, bureau, campaign, now).id == made.id
    assert join(session, bureau, campaign, now, 1).id != made.id
    assert log.verify(session, made.id.hex) is None


def test_only_in_its_time_and_only_who_takes_part(
    session: Session, bureau: Bureau, campaign: Campaign, now: datetime
) -> None:
    before = datetime(2026, 11, 21, 15, 59, tzinfo=UTC)
    refused(ForbiddenError, "campaign.not-yet", lambda: join(session, bureau, campaign, before))
    refused(ForbiddenError, "campaign.over", lambda: join(session, bureau, campaign, END))
    draft = make_campaign(session, bureau, *bureau.enterprises, opened=False)
    refused(NotFoundError, "not-found", lambda: join(session, bureau, draft, now))
    other = make_campaign(session, bureau, bureau.enterprises[1])
    refused(NotFoundError, "not-found", lambda: join(session, bureau, other, now))
    lead, firm = actor_of(session, bureau.leads[1]), bureau.enterprises[0].id
    bureau.enterprises[0].closed_at = now
    refused(ConflictError, "organisation.closed", lambda: join(session, bureau, campaign, now))
    bureau.enterprises[0].closed_at = None
    foreign: dict[str, Any] = {"actor": lead, "campaign_id": campaign.id, "organisation_id": firm, "now": now}
    refused(NotFoundError, "not-found", lambda: joining.join(session, **foreign))
    missing = {**foreign, "actor": actor_of(session, bureau.leads[0]), "campaign_id": uuid.uuid4()}
    refused(NotFoundError, "not-found", lambda: joining.join(session, **missing))
    reviewer = actor_of(session, make_account(session, bureau.enterprises[0], Role.REVIEWER))
    refused(ForbiddenError, "forbidden", lambda: joining.join(session, **(foreign | {"actor": reviewer})))


def test_a_draft_of_the_same_version_can_be_brought_along(
    session: Session, bureau: Bureau, campaign: Campaign, now: datetime
) -> None:
    firm, lead = bureau.enterprises[0], actor_of(session, bureau.leads[0])
    draft = make_assessment(session, firm)
    handed = make_assessment(session, firm, status=Status.SUBMITTED)
    foreign = make_assessment(session, bureau.enterprises[1])
    newer = register_version(session, published(), "9.0.0")
    other = make_assessment(session, firm)
    other.checklist_version_id = newer.id
    session.flush()
    ask: dict[str, Any] = {"actor": lead, "organisation_id": firm.id}
    found = joining.drafts(session, **ask, version_id=campaign.checklist_version_id)
    assert [one.id for one in found] == [draft.id]
    start: dict[str, Any] = {**ask, "campaign_id": campaign.id, "now": now}
    for wrong in (handed, foreign, other):
        refused(
            InvalidError,
            "campaign.draft-not-fitting",
            lambda wrong=wrong: joining.join(session, **start, draft_id=wrong.id),
        )
    made = joining.join(session, **start, draft_id=draft.id)
    assert (made.new, made.assessment.id, draft.campaign_id, draft.closes_at) == (False, draft.id, campaign.id, END)


def test_outside_one_starts_anew_once_the_campaign_is_over(
    session: Session, bureau: Bureau, campaign: Campaign, now: datetime
) -> None:
    mine = join(session, bureau, campaign, now)
    actor, owner = actor_of(session, bureau.leads[0]), bureau.enterprises[0].id
    version = checklists.get(session, campaign.checklist_version_id)
    given: dict[str, Any] = {"actor": actor, "organisation_id": owner, "version": version}
    assert operations.start(session, **given, now=now).assessment.id == mine.id
    assert operations.start(session, **given, now=END).assessment.id != mine.id


def test_a_campaigns_assessment_stays_on_its_version(
    session: Session, bureau: Bureau, campaign: Campaign, now: datetime
) -> None:
    mine = join(session, bureau, campaign, now)
    register_version(session, published(), "9.0.0")
    actor = actor_of(session, bureau.leads[0])
    refused(
        ConflictError,
        "migration.pinned",
        lambda: migrating.preview(session, actor=actor, assessment_id=mine.id, now=now),
    )


def test_deadlines_follow_and_returned_ones_keep_a_later_day(
    session: Session, bureau: Bureau, campaign: Campaign, now: datetime
) -> None:
    first, second = join(session, bureau, campaign, now), join(session, bureau, campaign, now, 1)
    step: dict[str, Any] = {"actor": bureau.actor, "campaign_id": campaign.id, "now": now}
    own: dict[str, Any] = {"organisation_id": bureau.enterprises[0].id}
    until = datetime(2026, 12, 15, 16, 0, tzinfo=UTC)
    deadlines.extend(session, **step, **own, closes_on=LATER, reason="停电")
    assert (first.closes_at, second.closes_at) == (until, END)
    deadlines.extend(session, **step, closes_on=date(2026, 12, 1), reason="台风")
    assert (first.closes_at, second.closes_at) == (until, datetime(2026, 12, 1, 16, 0, tzinfo=UTC))
    mend_by = datetime(2026, 12, 24, 16, 0, tzinfo=UTC)
    second.status, second.closes_at = Status.RETURNED, mend_by
    session.flush()
    deadlines.close(session, **step, reason="提前")
    assert (first.closes_at, second.closes_at) == (now, mend_by)
    deadlines.reopen(session, **step, closes_on=date(2026, 12, 31), reason="再来")
    assert {first.closes_at, second.closes_at} == {datetime(2026, 12, 31, 16, 0, tzinfo=UTC)}


def test_leaving_leaves_the_draft_with_its_organisation(
    session: Session, bureau: Bureau, campaign: Campaign, now: datetime
) -> None:
    first, second = join(session, bureau, campaign, now), join(session, bureau, campaign, now, 1)
    step: dict[str, Any] = {"actor": bureau.actor, "campaign_id": campaign.id, "reason": "已迁出", "now": now}
    leave = {**step, "organisation_id": bureau.enterprises[0].id}
    refused(ConflictError, "campaign.started", lambda: leaving.remove(session, **leave))
    assert leaving.begun(session, campaign.id, bureau.enterprises[0].id)
    leaving.remove(session, **leave, confirmed=True)
    assert (first.campaign_id, first.closes_at, first.status) == (None, None, Status.DRAFT)
    assert not leaving.begun(session, campaign.id, bureau.enterprises[0].id)
    refused(NotFoundError, "not-found", lambda: leaving.remove(session, **leave, confirmed=True))
    second.status, second.submitted_at = Status.SUBMITTED, now
    session.flush()
    stay = {**step, "organisation_id": bureau.enterprises[1].id, "confirmed": True}
    refused(InvalidError, "campaign.submitted-stays", lambda: leaving.remove(session, **stay))
    gone = session.scalars(select(Participant.organisation_id).where(Participant.removed_at.is_not(None))).all()
    assert gone == [bureau.enterprises[0].id]
    actor = actor_of(session, bureau.leads[0])
    change = Change("yes", "", 0)
    answer(session, actor=actor, assessment_id=first.id, fact="credit.procedure", change=change, now=END)
    campaigns.close(session, actor=bureau.actor, campaign_id=campaign.id, reason="完", now=now)
    refused(
        ForbiddenError,
        "campaign.not-now",
        lambda: campaigns.close(session, actor=bureau.actor, campaign_id=campaign.id, reason="完", now=now),
    )


def test_nothing_is_submitted_after_the_deadline(
    session: Session, bureau: Bureau, campaign: Campaign, now: datetime
) -> None:
    mine = join(session, bureau, campaign, now)
    actor = actor_of(session, bureau.leads[0])
    given: dict[str, Any] = {"actor": actor, "assessment_id": mine.id, "declared": True, "declared_name": "王丽"}
    refused(ForbiddenError, "campaign.over", lambda: submitting.submit(session, **given, now=END))
    refused(InvalidError, "assessment.incomplete", lambda: submitting.submit(session, **given, now=now))
