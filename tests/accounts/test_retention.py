"""Retention: what is over is counted without a change, and taken away by the daily job where that is switched on."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.accounts.credentials import ApiToken, LinkKind, OneTimeLink
from assess.accounts.import_models import OrganisationImport, OrganisationImportRow, RowOutcome
from assess.accounts.join_models import JoinOutcome, JoinRequest
from assess.accounts.models import Attempt, Consent, WebSession
from assess.accounts.request_models import KeptAnswer
from assess.accounts.webhooks.models import Webhook, WebhookDelivery, WebhookTry
from assess.assessments.models import Assessment
from assess.assessments.together_models import Presence
from assess.assessments.upload_models import FormUpload
from assess.assessments.workflow import Status
from assess.audit import log as audit
from assess.audit.chain import Subject
from assess.audit.models import AuditDetail, AuditEvent
from assess.config import SettingsError
from assess.db import Base, Database
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import PausedError, Task
from assess.overview.privacy import classes, retention
from assess.overview.privacy.classes import CLASSES, Kept
from assess.overview.privacy.sweeps import SWEEPS
from assess.storage import Folder
from assess.wording.sentences import SENTENCES
from tests.factories.accounts import make_account, make_organisation, make_session
from tests.factories.assessments import make_assessment

DAY: Final = timedelta(days=1)
HASH: Final = b"x" * 32
DELIVERY: Final = uuid.UUID(int=7)


def kept(**given: int) -> tuple[Kept, ...]:
    """Give the classes of a service where these periods are set, in days."""
    return classes.kept(trial_hours=24, given={key.replace("_", "-"): days for key, days in given.items()})


def _over(key: str) -> timedelta:
    """Give an age that is over the period of a class by an hour."""
    return next(one.period for one in kept() if one.key == key) + timedelta(hours=1)


Make = Callable[[Session, datetime], Base]


def _session(session: Session, at: datetime) -> Base:
    make_session(session)
    web = session.scalars(select(WebSession)).one()
    web.expires_at = at
    return web


def _token(session: Session, at: datetime) -> Base:
    return ApiToken(account_id=make_account(session).id, name="n", start="s", token_hash=HASH, scopes=[],
                    created_at=at, expires_at=at)  # fmt: skip


def _link(session: Session, at: datetime) -> Base:
    return OneTimeLink(token_hash=HASH, kind=LinkKind.RESET, account_id=make_account(session).id, created_at=at,
                       expires_at=at)  # fmt: skip


def _request(session: Session, at: datetime) -> Base:
    place = make_organisation(session)
    return JoinRequest(organisation_id=place.id, account_id=make_account(session).id, reason="我是法务", at=at,
                       answered_at=at, outcome=JoinOutcome.REFUSED)  # fmt: skip


def _letter(session: Session, at: datetime) -> Base:
    del session
    return Job(name="letter", payload={}, status=JobStatus.DONE, run_after=at, created_at=at, finished_at=at)


def _presence(session: Session, at: datetime) -> Base:
    form = make_assessment(session)
    return Presence(assessment_id=form.id, account_id=make_account(session).id, section="credit", seen_at=at)


def _upload(session: Session, at: datetime) -> Base:
    form = make_assessment(session)
    by = make_account(session).id
    return FormUpload(assessment_id=form.id, name="表.xlsx", sha256="a" * 64, content="{}", by=by, at=at)


def _delivery(session: Session, at: datetime) -> Base:
    place = make_organisation(session)
    hook = Webhook(organisation_id=place.id, url="https://a.example", secret=b"s", events=[],
                   created_by=make_account(session).id, created_at=at)  # fmt: skip
    session.add(hook)
    session.flush()
    return WebhookDelivery(id=DELIVERY, webhook_id=hook.id, event="submitted", body="{}", at=at)


def _try(session: Session, at: datetime) -> None:
    """Store a try to deliver, which goes with its delivery."""
    session.add(WebhookTry(delivery_id=DELIVERY, at=at, status=500, milliseconds=1))
    session.flush()


def _answer(session: Session, at: datetime) -> Base:
    by = make_account(session).id
    return KeptAnswer(account_id=by, key="k", request_hash=HASH, status=200, headers="{}", body="{}", at=at)


def _guests_consent(session: Session, at: datetime) -> Base:
    del session
    return Consent(account_id=None, guest_key=HASH, notice_version="1", at=at)


ROWS: Final[Mapping[str, Make]] = {
    "sessions": _session,
    "attempts": lambda _session, at: Attempt(key=HASH, at=at),
    "tokens": _token,
    "links": _link,
    "requests": _request,
    "letters": _letter,
    "presence": _presence,
    "uploads": _upload,
    "deliveries": _delivery,
    "answers-to-programs": _answer,
    "consents": _guests_consent,
}


def _due(session: Session, storage: Folder, now: datetime, **given: int) -> dict[str, tuple[int, datetime | None]]:
    found = retention.due(session, storage=storage, classes=kept(**given), now=now)
    return {one.kept.key: (one.rows, one.oldest) for one in found if one.rows}


@pytest.mark.parametrize("key", ROWS)
def test_rows_are_over_when_their_period_is(session: Session, storage: Folder, now: datetime, key: str) -> None:
    old = now - _over(key)
    session.add(ROWS[key](session, old))
    session.flush()
    assert _due(session, storage, now - timedelta(hours=2)) == {}
    assert _due(session, storage, now) == {key: (1, old)}
    period = next(one.period for one in kept() if one.key == key)
    for before, taken in ((now - period - timedelta(hours=2), 0), (now - period, 1), (now - period, 0)):
        assert sum(sweep.take(session, before, now) for sweep in SWEEPS[key]) == taken
    assert _due(session, storage, now) == {}


def test_an_erased_accounts_consents_stay_for_their_own_period(
    session: Session, storage: Folder, now: datetime
) -> None:
    account = make_account(session)
    consent = session.scalars(select(Consent)).one()
    consent.at = now - 9 * 365 * DAY
    session.flush()
    assert _due(session, storage, now) == {}, "of an account that lives"
    account.erased_at = account.disabled_at = now - _over("consents")
    session.flush()
    assert _due(session, storage, now)["consents"] == (1, account.erased_at)


def test_accounts_disabled_long_ago_are_erased(session: Session, storage: Folder, now: datetime) -> None:
    account, other = make_account(session, name="旧人"), make_account(session, name="今人")
    account.disabled_at = now - _over("accounts")
    other.disabled_at = now - DAY
    session.flush()
    assert _due(session, storage, now) == {"accounts": (1, account.disabled_at)}
    assert SWEEPS["accounts"][0].take(session, now - timedelta(days=3 * 365), now) == 1
    session.expire_all()
    assert (account.name, other.name) == ("已注销用户", "今人")


def test_imported_rows_lose_people_and_keep_organisations(session: Session, storage: Folder, now: datetime) -> None:
    old = now - _over("imports")
    by = make_account(session).id
    table = OrganisationImport(scope_id=make_organisation(session).id, name="a", sha256="a" * 64, by=by, at=old)
    session.add(table)
    session.flush()
    given = {"name": "某公司", "lead_name": "张三", "lead_email": "z@example.com"}
    row = OrganisationImportRow(import_id=table.id, number=1, outcome=RowOutcome.NEW, given=given)
    bare = OrganisationImportRow(import_id=table.id, number=2, outcome=RowOutcome.NEW, given={"name": "另一家"})
    session.add_all([row, bare])
    session.flush()
    assert _due(session, storage, now) == {"imports": (1, old)}
    assert SWEEPS["imports"][0].take(session, now - 90 * DAY, now) == 1
    session.expire_all()
    assert row.given == {"name": "某公司"}
    assert SWEEPS["imports"][0].take(session, now - 90 * DAY, now) == 0


def test_details_go_and_the_chain_stays_whole(session: Session, storage: Folder, now: datetime) -> None:
    old = now - _over("event-details")
    for at in (old, now):
        subject = Subject("thing", "1")
        audit.append(session, stream="general", actor=None, action="t", subject=subject, now=at, detail={"a": 1})
    assert _due(session, storage, now) == {"event-details": (1, old)}
    assert SWEEPS["event-details"][0].take(session, now - 3 * 365 * DAY, now) == 1
    assert session.scalar(select(func.count()).select_from(AuditDetail)) == 1
    assert audit.verify(session, "general") is None
    assert audit.verify_details(session, "general") == ()


@pytest.mark.parametrize(
    ("key", "status"), [("drafts", Status.DRAFT), ("drafts", Status.WITHDRAWN), ("submitted", Status.DECIDED)]
)
def test_assessments_are_counted_by_age_and_kind(
    session: Session, storage: Folder, now: datetime, key: str, status: Status
) -> None:
    old = now - _over(key)
    made = make_assessment(session, status=status, now=old)
    make_assessment(session, status=status)
    assert _due(session, storage, now) == {key: (1, old)}
    made.closes_at = now + DAY
    session.flush()
    assert _due(session, storage, now) == {}, "a campaign waits for it"


def _task(database: Database, now: datetime, *, stopping: bool = False) -> Task:
    return Task(uuid.uuid4(), retention.RETENTION, {}, 1, database, lambda: now, lambda: stopping)


def _counts(database: Database, *tables: type[Any]) -> list[int]:
    with database.read() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


@pytest.fixture
def old_things(database: Database, now: datetime) -> datetime:
    """Store an old draft, an old delivery and an old session."""
    long_ago = now - 11 * 365 * DAY
    with database.write() as session:
        make_assessment(session, now=long_ago)
        session.add(_delivery(session, long_ago))
        session.flush()
        _try(session, long_ago)
        _session(session, long_ago)
        session.commit()
    return long_ago


def test_the_job_takes_away_what_is_switched_on_and_tells_how_much(
    database: Database, old_things: datetime, now: datetime
) -> None:
    del old_things
    went = retention.apply(database, classes=kept(), task=_task(database, now))
    assert went == {"sessions": 1, "deliveries": 2}
    assert _counts(database, Assessment, WebhookDelivery, WebSession) == [1, 0, 0]
    with database.read() as session:
        told = session.execute(
            select(AuditEvent.subject_id, AuditDetail.detail)
            .join(AuditDetail, (AuditDetail.stream == AuditEvent.stream) & (AuditDetail.seq == AuditEvent.seq))
            .where(AuditEvent.action == "privacy.retention")
            .order_by(AuditEvent.seq)
        ).all()
    assert [tuple(row) for row in told] == [
        ("sessions", '{"rows":1}'),
        ("deliveries", '{"rows":1}'),
        ("deliveries", '{"rows":1}'),
    ]
    assert retention.apply(database, classes=kept(), task=_task(database, now)) == {}


def test_assessments_go_only_where_the_operator_set_a_period(
    database: Database, old_things: datetime, now: datetime
) -> None:
    del old_things
    went = retention.apply(database, classes=kept(drafts=700), task=_task(database, now))
    assert went["drafts"] == 1
    assert _counts(database, Assessment) == [0]


def test_a_dry_run_changes_nothing(database: Database, old_things: datetime, storage: Folder, now: datetime) -> None:
    before = _counts(database, Assessment, WebhookDelivery, WebSession, AuditEvent)
    with database.read() as session:
        found = _due(session, storage, now)
    assert found == {"drafts": (1, old_things), "sessions": (1, old_things), "deliveries": (2, old_things)}
    assert _counts(database, Assessment, WebhookDelivery, WebSession, AuditEvent) == before


def test_the_job_leaves_off_between_pieces_when_the_service_stops(
    database: Database, old_things: datetime, now: datetime
) -> None:
    del old_things
    with pytest.raises(PausedError):
        retention.apply(database, classes=kept(), task=_task(database, now, stopping=True))


def test_files_without_a_row_are_counted(session: Session, storage: Folder, now: datetime) -> None:
    storage.put(b"nobody speaks of this")
    assert _due(session, storage, now + 400 * DAY)["files"][0] == 1


def test_every_class_has_words_a_sweep_and_a_sane_period() -> None:
    assert set(SWEEPS) | {retention.FILES} == {one.key for one in CLASSES}
    for one in CLASSES:
        for part in ("", ".why", ".from", ".end"):
            assert f"retention.{one.key}{part}" in SENTENCES
        assert not (one.fixed and one.asked_for)


def test_periods_are_set_by_class_and_wrong_ones_refused() -> None:
    found = {one.key: one for one in kept(submitted=3650, requests=7)}
    assert (found["submitted"].period, found["submitted"].applied) == (3650 * DAY, True)
    assert found["requests"].period == 7 * DAY
    assert not found["drafts"].applied
    for wrong in ({"sessions": 1}, {"nonsense": 1}):
        with pytest.raises(SettingsError, match="ASSESS_RETENTION"):
            classes.kept(trial_hours=24, given=wrong)
