"""Erasing accounts and assessments: nothing of the person is left, and the audit chains stay whole."""

import uuid
from datetime import datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts import letters, sessions
from assess.accounts.credentials import ApiToken, Identity, LinkKind, OneTimeLink, RecoveryCode
from assess.accounts.department_models import Department, DepartmentMember
from assess.accounts.import_models import OrganisationImport, OrganisationImportRow, RowOutcome
from assess.accounts.join_models import JoinRequest
from assess.accounts.models import Account, Consent, Membership, WebSession
from assess.accounts.notice import NOTICE
from assess.accounts.privacy_models import ErasedKind, Erasure
from assess.accounts.request_models import KeptAnswer
from assess.assessments.models import AnswerHistory, Assessment, Submission
from assess.assessments.together_models import CommentMention, ItemComment, Part, Presence, SectionDuty
from assess.assessments.workflow import Status
from assess.audit import log as audit
from assess.audit.chain import Subject
from assess.audit.models import AuditDetail, AuditEvent, AuditHead
from assess.db import Base
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.overview.privacy import assessments, erasing
from assess.overview.privacy.holdings import HOLDINGS
from assess.reviews.models import Decision
from tests.factories.accounts import actor_of, make_account, make_organisation, make_session
from tests.factories.assessments import make_assessment
from tests.factories.reviews import Scene, make_authority, refused
from tests.factories.scanning import places

NAME: Final = "欧阳云舒"
LOGIN: Final = "ouyang.yunshu"
MAIL: Final = "Yunshu@Example.com"
WORDS: Final = (NAME, LOGIN, MAIL, MAIL.lower())
KEPT: Final = {("submission", "declared_name"), ("submission", "snapshot")}
"""Where a declaration keeps the name it was signed with, until the organisation's own period ends."""


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    """Give a decided form, with a person beside its lead who left traces everywhere."""
    made = Scene(session, now)
    made.decided()
    return made


@pytest.fixture
def person(session: Session, scene: Scene, now: datetime) -> Account:
    """Give a person who did everything that leaves a trace."""
    account = make_account(session, scene.organisation, Role.LEAD, name=NAME)
    account.login, account.email, account.totp_secret, account.totp_since = LOGIN, MAIL, b"sealed", now
    _ways_in(session, account, now)
    _traces(session, scene, account, now)
    return account


def _ways_in(session: Session, account: Account, now: datetime) -> None:
    token = make_session(session, account).token
    visit = sessions.visit(session, token=token, now=now)
    assert visit is not None
    sessions.record_consent(session, visit=visit, notice_version="1", now=now)
    hashed = uuid.uuid4().bytes * 2
    later = now + timedelta(days=9)
    mine = {"account_id": account.id}
    session.add_all(
        [
            ApiToken(**mine, name=f"{NAME}的程序", start="assess_x", token_hash=hashed, scopes=[], created_at=now,
                     expires_at=later),
            Identity(**mine, issuer="https://sso.example", subject=LOGIN, linked_at=now),
            RecoveryCode(**mine, code_hash=hashed),
            KeptAnswer(**mine, key="k", request_hash=hashed, status=200, headers="{}", body=f'["{NAME}"]', at=now),
            OneTimeLink(**mine, token_hash=hashed, kind=LinkKind.RESET, created_at=now, expires_at=later),
        ]
    )  # fmt: skip
    letters.enqueue(session, name="welcome", account_id=account.id, params={"note": NAME}, now=now)


def _traces(session: Session, scene: Scene, account: Account, now: datetime) -> None:
    department = Department(organisation_id=scene.organisation.id, name="法务部", created_at=now)
    comment = ItemComment(assessment_id=scene.id, item="procedure", text="请补充材料", by=account.id, at=now)
    office = scene.administrator.account_id
    table = OrganisationImport(scope_id=scene.body.id, name="名单.xlsx", sha256="a" * 64, by=office, at=now)
    session.add_all([department, comment, table])
    session.flush()
    invitation = {"kind": LinkKind.INVITATION, "organisation_id": scene.organisation.id, "role": Role.LEAD}
    here = {"assessment_id": scene.id, "account_id": account.id, "section": "credit"}
    session.add_all(
        [
            DepartmentMember(department_id=department.id, account_id=account.id),
            CommentMention(comment_id=comment.id, account_id=account.id),
            Presence(**here, seen_at=now),
            SectionDuty(**here, part=Part.LEAD, by=scene.lead.account_id, at=now),
            JoinRequest(organisation_id=scene.body.id, account_id=account.id, reason=f"我是{NAME}", at=now),
            OneTimeLink(**invitation, name=NAME, email=MAIL.lower(), token_hash=b"i" * 32, created_at=now,
                        expires_at=now),
            OrganisationImportRow(import_id=table.id, number=1, outcome=RowOutcome.NEW,
                                  given={"name": "某公司", "lead_name": NAME, "lead_email": MAIL}),
        ]
    )  # fmt: skip
    _told(session, account, now)
    draft = make_assessment(session, scene.organisation, status=Status.SUBMITTED)
    snapshot = f'{{"declared_name":"{NAME}"}}'
    session.add(
        Submission(assessment_id=draft.id, number=1, reference="ZP-1", snapshot=snapshot, snapshot_sha256="b" * 64,
                   result="{}", engine="1", version_sha256="c" * 64, as_of=now.date(), declared_name=NAME,
                   by=account.id, at=now)
    )  # fmt: skip
    session.flush()


def _told(session: Session, account: Account, now: datetime) -> None:
    """Let events name the person: by them, about them, of somebody else, and one of a namesake."""
    about = Subject("account", str(account.id))
    for actor, subject, detail in (
        (account.id, Subject("thing", "1"), {"reason": f"{NAME}提出"}),
        (None, about, {"name": NAME, "fields": ["name"]}),
        (None, Subject("thing", "2"), {"to": [MAIL.lower()]}),
        (None, Subject("thing", "3"), {"reason": f"与{NAME}路有关"}),
    ):
        audit.append(session, stream="general", actor=actor, action="test", subject=subject, now=now, detail=detail)
    session.flush()


def _whole(session: Session) -> bool:
    """Say whether every chain is whole and no kept detail differs from its digest."""
    streams = session.scalars(select(AuditHead.stream)).all()
    return not any(audit.verify(session, one) or audit.verify_details(session, one) for one in streams)


def _events(session: Session) -> list[tuple[object, ...]]:
    rows = session.execute(
        select(AuditEvent.stream, AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.stream, AuditEvent.seq)
    )
    return [tuple(row) for row in rows]


def test_an_erased_account_leaves_no_word_and_whole_chains(session: Session, person: Account, now: datetime) -> None:
    before = _events(session)
    assert {("account", "name"), ("one_time_link", "email"), ("audit_detail", "detail"), ("job", "payload")} <= places(
        session, WORDS
    )
    assert _whole(session)
    erasing.erase(session, account_id=person.id, by=person.id, reason="own", now=now)
    session.expire_all()
    found = places(session, WORDS)
    assert found == KEPT | {("audit_detail", "detail")}
    left = session.scalars(select(AuditDetail.detail).where(AuditDetail.detail.contains(NAME))).all()
    assert left == [f'{{"reason":"与{NAME}路有关"}}']  # a street, in somebody else's words
    assert _whole(session)
    assert [event for event in _events(session) if event in before] == before
    assert (person.name, person.email, person.totp_secret) == ("已注销用户", None, None)
    assert person.erased_at == person.disabled_at == now
    erasure = session.get_one(Erasure, (ErasedKind.ACCOUNT, person.id))
    assert (erasure.reason, erasure.by) == ("own", person.id)
    consents = session.execute(
        select(Consent.notice_version, Consent.guest_key).where(Consent.account_id == person.id)
    ).all()
    assert {tuple(row) for row in consents} == {("1", bytes(32)), (NOTICE, bytes(32))}
    for table in (Membership, WebSession, ApiToken, Identity, SectionDuty, Presence, CommentMention, JoinRequest):
        assert not session.scalar(select(func.count()).select_from(table).where(table.account_id == person.id)), table
    assert session.scalars(select(ItemComment.text).where(ItemComment.by == person.id)).one() == "请补充材料"
    last = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.erased")).one()
    assert (last.subject_id, last.actor_id) == (str(person.id), person.id)


def test_an_erased_account_is_erased_once(session: Session, person: Account, now: datetime) -> None:
    erasing.erase(session, account_id=person.id, by=None, reason="request", now=now)
    with pytest.raises(NotFoundError):
        erasing.erase(session, account_id=person.id, by=None, reason="request", now=now)
    with refused(NotFoundError, "privacy.no-such-login"):
        erasing.by_login(session, LOGIN)


def test_the_trials_of_an_erased_persons_browser_end(session: Session, now: datetime) -> None:
    account = make_account(session)
    visit = sessions.visit(session, token=make_session(session, account).token, now=now)
    assert visit is not None
    trial = make_assessment(session, guest_key=visit.actor.guest_key)
    erasing.erase(session, account_id=account.id, by=None, reason="request", now=now)
    session.refresh(trial)
    assert trial.guest_expires_at == now


def test_the_only_lead_at_work_in_a_campaign_stays(session: Session, now: datetime) -> None:
    scene = Scene(session, now)
    lead = scene.lead.account_id
    assert lead is not None
    found = erasing.hindrances(session, account_id=lead, now=now)
    assert [(one.role, one.organisation_id) for one in found] == [(Role.LEAD, scene.organisation.id)]
    with refused(ConflictError, "privacy.hindered"):
        erasing.erase(session, account_id=lead, by=lead, reason="own", now=now)
    assert erasing.hindrances(session, account_id=lead, now=scene.campaign.closes_at) == ()  # a draft too late for it
    make_account(session, scene.organisation, Role.LEAD)
    erasing.erase(session, account_id=lead, by=lead, reason="own", now=now)


def test_the_last_administrator_of_the_operator_stays(session: Session, now: datetime) -> None:
    office = make_authority(session, "省局", operator=True)
    one = make_account(session, office, Role.ADMINISTRATOR)
    assert [found.role for found in erasing.hindrances(session, account_id=one.id, now=now)] == [Role.ADMINISTRATOR]
    make_account(session, office, Role.ADMINISTRATOR)
    assert erasing.hindrances(session, account_id=one.id, now=now) == ()


def test_only_the_operators_administrators_erase_for_somebody(session: Session) -> None:
    office = make_authority(session, "省局", operator=True)
    city = make_authority(session, "市局", parent=office)
    somebody = make_account(session, make_organisation(session, parent=city))
    top = actor_of(session, make_account(session, office, Role.ADMINISTRATOR))
    below = actor_of(session, make_account(session, city, Role.ADMINISTRATOR))
    assert erasing.find(session, actor=top, account_id=somebody.id) is somebody
    with pytest.raises(NotFoundError):
        erasing.find(session, actor=below, account_id=somebody.id)


def test_the_login_is_typed_to_be_sure(session: Session) -> None:
    account = make_account(session)
    erasing.confirm(account, typed=f" {account.login.upper()} ")
    with refused(InvalidError, "privacy.login-differs", "login"):
        erasing.confirm(account, typed="another")


def test_every_column_that_points_at_an_account_is_accounted_for() -> None:
    known = {(table.name, held.column) for held in HOLDINGS if isinstance(table := held.model.__table__, Table)}
    pointing = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "account" for key in column.foreign_keys)
    }
    unbound = {
        ("audit_event", "actor_id"),
        ("audit_reading", "account_id"),
        ("listing_import", "by"),
    }  # they know accounts by number only
    assert known == pointing | unbound
    for held in HOLDINGS:
        assert bool(held.section) != bool(held.why), held
        assert set(held.shown) <= set(held.model.__table__.columns.keys()), held


@pytest.fixture
def decided(session: Session, now: datetime) -> Scene:
    """Give a form that was returned, mended, decided and published, with all that hangs on it."""
    made = Scene(session, now)
    made.decided()
    return made


def _counts(session: Session, assessment_id: uuid.UUID) -> dict[str, int]:
    return {
        table.__tablename__: session.scalar(select(func.count()).select_from(table).where(condition)) or 0
        for table, condition in assessments.belonging(assessment_id)
    }


def test_an_erased_assessment_is_gone_and_its_chain_whole(session: Session, decided: Scene, now: datetime) -> None:
    other = make_assessment(session, decided.organisation)
    before, events = _counts(session, decided.id), _events(session)
    assert {name for name, count in before.items() if count} >= {
        "answer", "answer_history", "submission", "decision", "review", "review_mark", "figure", "audit_detail"
    }  # fmt: skip
    assessments.erase(session, assessment_id=decided.id, by=None, reason="retention", now=now)
    after = _counts(session, decided.id)
    assert {name for name, count in after.items() if count} == {"audit_detail"}  # of the erasure itself
    assert _whole(session)
    assert set(events) <= set(_events(session))
    assert session.get(Assessment, other.id) is not None
    told = session.scalars(select(AuditEvent).where(AuditEvent.stream == decided.id.hex).order_by(AuditEvent.seq)).all()
    assert told[-1].action == "assessment.erased"
    with pytest.raises(NotFoundError):
        assessments.erase(session, assessment_id=decided.id, by=None, reason="retention", now=now)


def test_every_table_that_hangs_on_an_assessment_is_erased_with_it() -> None:
    known = {table.__tablename__ for table, _condition in assessments.belonging(uuid.uuid4())}
    hanging = {"assessment"}
    for _round in range(5):
        hanging |= {
            table.name
            for table in Base.metadata.sorted_tables
            if any(key.column.table.name in hanging for column in table.columns for key in column.foreign_keys)
        }
    assert known == hanging | {"audit_detail", "webhook_delivery", "webhook_try"}


APPEND_ONLY: Final = (AnswerHistory, Submission, Decision)


def _refuses_deletion(session: Session, table: type[Base], assessment_id: uuid.UUID) -> bool:
    column = table.__table__.columns["assessment_id"]
    try:
        with session.begin_nested():
            session.execute(delete(table).where(column == assessment_id))
    except DBAPIError:
        return True
    return False


def test_without_a_recorded_erasure_nothing_can_be_deleted(session: Session, decided: Scene, now: datetime) -> None:
    for table in APPEND_ONLY:
        assert _refuses_deletion(session, table, decided.id), table
    session.add(Erasure(kind=ErasedKind.ACCOUNT, subject_id=decided.id, reason="own", by=None, at=now))
    session.flush()
    assert _refuses_deletion(session, Submission, decided.id)  # an erased account is no erased assessment


def test_an_erasure_is_neither_changed_nor_deleted(session: Session, now: datetime) -> None:
    row = Erasure(kind=ErasedKind.ASSESSMENT, subject_id=uuid.uuid4(), reason="request", by=None, at=now)
    session.add(row)
    session.flush()
    for statement in (update(Erasure).values(reason="else"), delete(Erasure)):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(statement)


def test_its_lead_erases_a_draft_and_nobody_else_does(session: Session, now: datetime) -> None:
    organisation = make_organisation(session)
    lead, respondent = (
        actor_of(session, make_account(session, organisation, role)) for role in (Role.LEAD, Role.RESPONDENT)
    )
    stranger = actor_of(session, make_account(session, make_organisation(session)))
    draft = make_assessment(session, organisation).id
    with pytest.raises(ForbiddenError):
        assessments.erase_own(session, actor=respondent, assessment_id=draft, now=now)
    with pytest.raises(NotFoundError):
        assessments.erase_own(session, actor=stranger, assessment_id=draft, now=now)
    assessments.erase_own(session, actor=lead, assessment_id=draft, now=now)
    assert session.get(Assessment, draft) is None


@pytest.mark.parametrize("status", [one for one in Status if one not in {Status.DRAFT, Status.WITHDRAWN}])
def test_what_was_handed_in_is_not_its_leads_to_erase(session: Session, now: datetime, status: Status) -> None:
    organisation = make_organisation(session)
    lead = actor_of(session, make_account(session, organisation))
    found = make_assessment(session, organisation, status=status)
    with refused(ConflictError, "privacy.assessment-stays"):
        assessments.erase_own(session, actor=lead, assessment_id=found.id, now=now)


def test_a_draft_in_a_campaign_is_not_its_leads_to_erase(session: Session, now: datetime) -> None:
    scene = Scene(session, now)
    with refused(ConflictError, "privacy.assessment-stays"):
        assessments.erase_own(session, actor=scene.lead, assessment_id=scene.id, now=now)
