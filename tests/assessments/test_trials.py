"""Trials without an account: owned by a browser session, claimed on registration, otherwise deleted."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import sessions
from assess.accounts.models import OrganisationKind, WebSession
from assess.accounts.operations import sign_in
from assess.assessments import operations, queries, trials
from assess.assessments.answering import answer
from assess.assessments.models import Answer, AnswerHistory, Assessment, ItemClaim
from assess.assessments.submitting import submit
from assess.assessments.writing import Change
from assess.audit import log
from assess.audit.models import AuditDetail, AuditEvent
from assess.db import Database
from assess.errors import ForbiddenError, InvalidError, NotFoundError, SignedOutError
from assess.jobs.runner import Task
from assess.values.profile import Profile
from assess.worker import keep_house
from tests.factories.accounts import LIMITS, PASSWORD, actor_of, make_account, make_organisation, make_visit
from tests.factories.assessments import PROFILE
from tests.factories.checklists import make_version


def try_out(session: Session, guest: Actor, now: datetime, *, profile: Profile = PROFILE) -> Assessment:
    """Start a trial and answer one question."""
    started = trials.start_trial(
        session, actor=guest, version=make_version(session), profile=profile, hours=24, now=now
    )
    if started.new:
        change = Change("yes", "备注", 0)
        answer(
            session, actor=guest, assessment_id=started.assessment.id, fact="credit.procedure", change=change, now=now
        )
    return started.assessment


def test_a_trial_belongs_to_its_browser_session(session: Session, now: datetime) -> None:
    guest, other = actor_of(session), actor_of(session)
    made = try_out(session, guest, now)
    assert (made.trial, made.organisation_id, made.guest_expires_at) == (True, None, now + timedelta(hours=24))
    loaded = queries.load(session, actor=guest, assessment_id=made.id, now=now)
    assert loaded.values == {"credit.procedure": "yes"}
    with pytest.raises(NotFoundError):
        queries.load(session, actor=other, assessment_id=made.id, now=now)
    assert try_out(session, guest, now).id == made.id
    assert [line.id for line in queries.list_for(session, actor=guest, now=now)] == [made.id]


def test_a_trial_is_gone_when_its_time_is_over(session: Session, now: datetime) -> None:
    guest = actor_of(session)
    made = try_out(session, guest, now)
    later = now + timedelta(hours=24)
    with pytest.raises(NotFoundError):
        queries.load(session, actor=guest, assessment_id=made.id, now=later)
    assert trials.purge_trials(session, now=later - timedelta(seconds=1)) == 0
    assert trials.purge_trials(session, now=later) == 1
    for table in (Assessment, Answer, AnswerHistory, ItemClaim, AuditDetail):
        assert session.scalar(select(func.count()).select_from(table)) == 0, table
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 3  # the last one tells of the end
    assert log.verify(session, made.id.hex) is None


def test_purging_leaves_organisations_alone(session: Session, now: datetime) -> None:
    organisation = make_organisation(session)
    lead = actor_of(session, make_account(session, organisation, Role.LEAD))
    operations.start(session, actor=lead, organisation_id=organisation.id, version=make_version(session), now=now)
    assert trials.purge_trials(session, now=now + timedelta(days=400)) == 0


def test_registering_claims_the_trials_with_everything_in_them(session: Session, now: datetime) -> None:
    guest = make_visit(session)
    made = try_out(session, guest.actor, now)
    organisation = make_organisation(session)
    account = make_account(session, organisation, Role.LEAD)
    opened = sign_in(
        session,
        login=account.login,
        password=PASSWORD,
        address="192.0.2.1",
        now=now,
        limits=LIMITS,
        token_hash=guest.token_hash,
    )
    visit = sessions.visit(session, token=opened.token, now=now)
    assert visit is not None
    assert trials.claim_trials(session, actor=visit.actor, organisation_id=organisation.id, now=now) == (made.id,)
    assert (made.organisation_id, made.guest_key, made.guest_expires_at) == (organisation.id, None, None)
    loaded = queries.load(session, actor=visit.actor, assessment_id=made.id, now=now + timedelta(days=30))
    assert loaded.values == {"credit.procedure": "yes"}
    assert loaded.answers["credit.procedure"].note == "备注"
    assert trials.purge_trials(session, now=now + timedelta(days=30)) == 0
    assert trials.claim_trials(session, actor=visit.actor, organisation_id=organisation.id, now=now) == ()
    assert log.verify(session, made.id.hex) is None


def test_only_an_own_organisation_can_claim_and_only_of_its_kind(session: Session, now: datetime) -> None:
    guest = actor_of(session)
    made = try_out(session, guest, now)
    district = make_organisation(session, kind=OrganisationKind.DISTRICT)
    foreign = make_organisation(session)
    member = actor_of(session, make_account(session, district, Role.LEAD))
    lead = Actor(member.account_id, member.name, member.memberships, guest.guest_key)
    assert trials.claim_trials(session, actor=lead, organisation_id=district.id, now=now) == ()
    with pytest.raises(NotFoundError):
        trials.claim_trials(session, actor=lead, organisation_id=foreign.id, now=now)
    assert made.trial


def test_a_guest_can_neither_submit_nor_withdraw(session: Session, now: datetime) -> None:
    guest = actor_of(session)
    made = try_out(session, guest, now)
    with pytest.raises(ForbiddenError, match="trial-needs-account"):
        submit(session, actor=guest, assessment_id=made.id, declared=True, declared_name="甲", now=now)
    with pytest.raises(ForbiddenError, match="trial-needs-account"):
        operations.withdraw(session, actor=guest, assessment_id=made.id, now=now)


def test_nobody_without_a_session_starts_a_trial_and_nobody_starts_many(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SignedOutError):
        try_out(session, Actor(), now)
    with pytest.raises(InvalidError, match="wrong-audience"):
        try_out(session, actor_of(session), now, profile=Profile(kind="district", region="371302"))
    monkeypatch.setattr(trials, "MOST_TRIALS", 0)
    with pytest.raises(InvalidError, match="too-many-trials"):
        try_out(session, actor_of(session), now)


def test_housekeeping_deletes_what_must_not_be_kept(database: Database, now: datetime) -> None:
    with database.write() as session:
        try_out(session, actor_of(session), now)
        session.commit()
    later = now + timedelta(days=2)
    task = Task(id=uuid.uuid4(), name="housekeeping", payload={}, attempts=1, database=database, clock=lambda: later)
    keep_house(task)
    with database.read() as session:
        assert session.scalars(select(Assessment)).all() == []
        assert session.scalars(select(WebSession)).all() == []
