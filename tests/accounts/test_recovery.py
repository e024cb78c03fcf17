"""Changing a password, resetting it by a link, and where somebody is signed in."""

import uuid
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts import devices, letters, mailing, passwords, recovery, sessions, throttle, tokens
from assess.accounts.credentials import LinkKind, OneTimeLink
from assess.accounts.letters import Post
from assess.accounts.models import Account, WebSession
from assess.accounts.operations import sign_in
from assess.accounts.sessions import Entrance, Visit
from assess.audit.models import AuditDetail, AuditEvent
from assess.db import Database
from assess.errors import InvalidError, NotFoundError, SignedOutError, ThrottledError
from assess.jobs.models import Job
from assess.jobs.runner import Runner
from tests.conftest import CountQueries
from tests.factories.accounts import LIMITS, PASSWORD, make_account, make_organisation, make_visit

FRESH = "a-new-password-7"


@pytest.fixture
def account(session: Session) -> Account:
    return make_account(session, make_organisation(session))


def change(session: Session, visit: Visit, now: datetime, old: str = PASSWORD, new: str = FRESH) -> Visit:
    made = recovery.change_password(session, visit=visit, old=old, new=new, agent="test", limits=LIMITS, now=now)
    found = sessions.visit(session, token=made.token, now=now)
    assert found is not None
    return found


def test_a_changed_password_gives_a_new_token_and_ends_the_other_sessions(
    session: Session, account: Account, now: datetime
) -> None:
    here, elsewhere = make_visit(session, account), make_visit(session, account)
    after = change(session, here, now)
    assert after.actor.account_id == account.id
    assert (after.token_hash != here.token_hash, after.csrf_token != here.csrf_token) == (True, True)
    left = session.scalars(select(WebSession.token_hash).where(WebSession.account_id == account.id)).all()
    assert left == [after.token_hash]
    assert elsewhere.token_hash not in left
    session.refresh(account)
    assert passwords.verify(account.password_hash, FRESH)
    assert account.password_changed_at == now


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("not-the-old-one", FRESH), "old"),
        ((PASSWORD, "short"), "password"),
        ((PASSWORD, "1234567890"), "password"),
        ((PASSWORD, "QWERTYUIOP"), "password"),
    ],
)
def test_a_password_is_not_changed_for_a_wrong_or_weak_one(
    session: Session, account: Account, now: datetime, given: tuple[str, str], field: str
) -> None:
    visit, stored = make_visit(session, account), account.password_hash
    with pytest.raises(InvalidError) as refused:
        change(session, visit, now, *given)
    assert refused.value.field == field
    session.refresh(account)
    assert account.password_hash == stored
    assert session.get(WebSession, visit.token_hash) is not None


def test_guessing_the_old_password_is_throttled(session: Session, account: Account, now: datetime) -> None:
    visit = make_visit(session, account)
    for _ in range(throttle.CONFIRM_BY_ACCOUNT.most):
        with pytest.raises(InvalidError):
            change(session, visit, now, "not-the-old-one")
    with pytest.raises(ThrottledError):
        change(session, visit, now)


def test_a_link_sets_a_new_password_once_and_signs_nobody_in(session: Session, account: Account, now: datetime) -> None:
    elsewhere = make_visit(session, account)
    token = recovery.make_link(session, account_id=account.id, now=now)
    assert recovery.find(session, token=token, now=now).login == account.login
    recovery.reset(session, token=token, password=FRESH, now=now)
    session.refresh(account)
    assert passwords.verify(account.password_hash, FRESH)
    assert session.get(WebSession, elsewhere.token_hash) is None
    assert session.scalars(select(WebSession).where(WebSession.account_id == account.id)).all() == []
    with pytest.raises(NotFoundError, match=r"account\.link-over"):
        recovery.reset(session, token=token, password="yet-another-one-8", now=now)
    session.refresh(account)
    assert passwords.verify(account.password_hash, FRESH)


def test_a_reset_ends_the_tokens_of_programs(session: Session, account: Account, now: datetime) -> None:
    owner = make_visit(session, account).actor
    _made, secret = tokens.issue(session, actor=owner, name="同步", scopes=["assessments:read"], days=30, now=now)
    session.flush()
    assert tokens.actor_of(session, token=secret, now=now).account_id == account.id
    recovery.reset(session, token=recovery.make_link(session, account_id=account.id, now=now), password=FRESH, now=now)
    with pytest.raises(SignedOutError):
        tokens.actor_of(session, token=secret, now=now)


def test_a_reset_lets_in_who_was_locked_out_by_guesses(session: Session, account: Account, now: datetime) -> None:
    for _ in range(throttle.SIGN_IN_BY_LOGIN.most):
        throttle.count(session, throttle.SIGN_IN_BY_LOGIN, account.login, now)
    token = recovery.make_link(session, account_id=account.id, now=now)
    recovery.reset(session, token=token, password=FRESH, now=now)
    made = sign_in(session, login=account.login, password=FRESH, address="192.0.2.1", limits=LIMITS, now=now)
    assert made.token


@pytest.mark.parametrize("why", ["old", "replaced", "revoked", "disabled", "unknown", "invitation"])
def test_a_link_that_works_no_more_says_only_that(session: Session, account: Account, now: datetime, why: str) -> None:
    token, at = recovery.make_link(session, account_id=account.id, now=now), now
    link = session.scalars(select(OneTimeLink)).one()
    if why == "old":
        at = now + timedelta(hours=1)
    elif why == "replaced":
        recovery.make_link(session, account_id=account.id, now=now)
    elif why == "revoked":
        link.revoked_at = now
    elif why == "disabled":
        account.disabled_at = now
    elif why == "unknown":
        token = f"{token}x"
    else:
        link.kind, link.role, link.organisation_id = LinkKind.INVITATION, Role.LEAD, make_organisation(session).id
    session.flush()
    for attempt in (
        lambda: recovery.find(session, token=token, now=at),
        lambda: recovery.reset(session, token=token, password=FRESH, now=at),
    ):
        with pytest.raises(NotFoundError, match=r"account\.link-over"):
            attempt()


def test_a_weak_password_leaves_the_link_open(session: Session, account: Account, now: datetime) -> None:
    token = recovery.make_link(session, account_id=account.id, now=now)
    with pytest.raises(InvalidError):
        recovery.reset(session, token=token, password="short", now=now)
    recovery.reset(session, token=token, password=FRESH, now=now)


@pytest.mark.parametrize("who", ["known", "unknown", "disabled", "nul"])
def test_asking_does_the_same_whoever_is_asked_for(
    session: Session, account: Account, now: datetime, who: str, count_queries: CountQueries
) -> None:
    if who == "disabled":
        account.disabled_at = now
    session.flush()
    login = {"unknown": "nobody@example.com", "nul": "a\0b"}.get(who, account.login)
    with count_queries() as statements:
        recovery.ask_for_reset(session, login=login, address="192.0.2.1", now=now)
        session.flush()
    tables = [statement.split()[2] for statement in statements if statement.startswith("INSERT")]
    assert (sorted(tables), len(statements)) == (["attempt", "attempt", "job"], len(statements))
    job = session.scalars(select(Job)).one()
    assert job.payload == {"letter": "reset", "account": str(account.id) if who == "known" else None, "params": {}}


def test_asking_is_throttled_by_login_and_by_address(session: Session, now: datetime) -> None:
    for _ in range(throttle.RESET_BY_LOGIN.most):
        recovery.ask_for_reset(session, login="Wang@example.com", address="192.0.2.1", now=now)
    with pytest.raises(ThrottledError):
        recovery.ask_for_reset(session, login=" wang@example.com", address="192.0.2.2", now=now)
    for number in range(throttle.RESET_BY_ADDRESS.most - throttle.RESET_BY_LOGIN.most):
        recovery.ask_for_reset(session, login=f"user{number}@example.com", address="192.0.2.1", now=now)
    with pytest.raises(ThrottledError):
        recovery.ask_for_reset(session, login="other@example.com", address="192.0.2.1", now=now)


def test_the_token_lies_in_the_letter_and_nowhere_else(database: Database, now: datetime) -> None:
    sent: list[EmailMessage] = []
    with database.write() as session:
        account = make_account(session, make_organisation(session))
        login = account.login
        recovery.ask_for_reset(session, login=login, address="192.0.2.1", now=now)
        session.commit()
    post = Post(mailing.BUILDERS, sent.append, "no-reply@assess.example", "https://assess.example")
    Runner(database, letters.handlers(post), lambda: now).run_due()
    body = sent[0].get_content()
    token = body.partition("https://assess.example/password/reset/")[2].split()[0]
    with database.write() as session:
        assert recovery.find(session, token=token, now=now).login == login
        rows = [
            *session.scalars(select(AuditDetail.detail)),
            *(str(job.payload) for job in session.scalars(select(Job))),
        ]
        assert not [row for row in rows if token in row]
        assert "account.reset-link-made" in session.scalars(select(AuditEvent.action)).all()
        recovery.reset(session, token=token, password=FRESH, now=now)


def test_sessions_are_listed_and_ended(session: Session, account: Account, now: datetime) -> None:
    here = make_visit(session, account, now=now - timedelta(minutes=5))
    sessions.create(
        session,
        account_id=account.id,
        before=None,
        limits=LIMITS,
        now=now,
        entrance=Entrance("Mozilla\x00/5.0 " + "x" * 300, "password"),
    )
    make_visit(session, account, now=now - timedelta(days=1))
    make_visit(session, make_account(session), now=now)
    found = devices.devices(session, visit=here, now=now)
    assert [(one.current, one.method) for one in found] == [(True, ""), (False, "password")]
    assert found[1].agent == "Mozilla/5.0 " + "x" * 188
    devices.end(session, visit=here, session_id=found[1].id, now=now)
    assert [one.current for one in devices.devices(session, visit=here, now=now)] == [True]


def test_a_foreign_session_is_not_there(session: Session, account: Account, now: datetime) -> None:
    here, foreign = make_visit(session, account), make_visit(session, make_account(session))
    for session_id in (foreign.id, uuid.uuid4()):
        with pytest.raises(NotFoundError):
            devices.end(session, visit=here, session_id=session_id, now=now)
    assert session.get(WebSession, foreign.token_hash) is not None


def test_ending_the_others_leaves_this_one(session: Session, account: Account, now: datetime) -> None:
    here, foreign = make_visit(session, account), make_visit(session, make_account(session))
    make_visit(session, account)
    assert devices.end_others(session, visit=here, now=now) == 1
    assert session.get(WebSession, here.token_hash) is not None
    assert session.get(WebSession, foreign.token_hash) is not None
