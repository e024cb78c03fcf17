"""Signing in and out: tokens, throttling, sessions that end."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts import passwords, sessions, throttle
from assess.accounts.models import Account, Attempt, Consent, WebSession
from assess.accounts.operations import sign_in, sign_out
from assess.accounts.sessions import Limits, NewSession, hash_token
from assess.audit import log
from assess.audit.models import AuditEvent
from assess.errors import ForbiddenError, InvalidError, ThrottledError
from tests.conftest import CountQueries
from tests.factories.accounts import LIMITS, PASSWORD, make_account, make_organisation, make_session, make_visit


@pytest.fixture
def account(session: Session) -> Account:
    return make_account(session, make_organisation(session), Role.LEAD)


def enter(session: Session, login: str, now: datetime, password: str = PASSWORD, **other: object) -> NewSession:
    given = {"address": "192.0.2.1", "limits": LIMITS} | other
    return sign_in(session, login=login, password=password, now=now, **given)  # type: ignore[arg-type]  # tests vary some


def test_a_sign_in_gives_a_session_of_that_account(session: Session, account: Account, now: datetime) -> None:
    made = enter(session, f"  {account.login.upper()} ", now)
    found = sessions.visit(session, token=made.token, now=now)
    assert found is not None
    assert (found.actor.account_id, found.actor.name) == (account.id, "李明")
    assert [(own.role, own.organisation_name) for own in found.actor.memberships] == [
        (Role.LEAD, "临沂示范科技有限公司")
    ]
    assert found.csrf_token == made.csrf_token
    event = session.scalars(select(AuditEvent).where(AuditEvent.stream == log.GENERAL)).one()
    assert (event.action, event.actor_id) == ("account.signed-in", account.id)


def test_the_token_itself_is_not_stored(session: Session, account: Account, now: datetime) -> None:
    made = enter(session, account.login, now)
    stored = session.scalars(select(WebSession)).one()
    assert stored.token_hash == hash_token(made.token)
    assert made.token.encode() not in stored.token_hash


@pytest.mark.parametrize("who", ["known", "unknown", "disabled"])
def test_wrong_passwords_and_unknown_logins_sound_alike(
    session: Session, account: Account, now: datetime, who: str
) -> None:
    if who == "disabled":
        account.disabled_at = now
    login = "nobody" if who == "unknown" else account.login
    with pytest.raises(InvalidError) as caught:
        enter(session, login, now, PASSWORD if who == "disabled" else "wrong-password-here")
    assert (caught.value.message, caught.value.field) == ("account.sign-in-refused", "login")
    assert session.scalars(select(WebSession)).all() == []


def test_an_unknown_login_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    hasher = passwords._hasher

    class Watched:
        def hash(self, password: str) -> str:
            return hasher.hash(password)

        def verify(self, stored: str, password: str) -> bool:
            seen.append(stored)
            return hasher.verify(stored, password)

    monkeypatch.setattr(passwords, "_hasher", Watched())
    assert not passwords.verify(None, "anything at all")
    assert len(seen) == 1
    assert not passwords.verify(None, "nobody has this password")


def test_five_failures_close_the_door_for_a_quarter_of_an_hour(
    session: Session, account: Account, now: datetime
) -> None:
    for second in range(5):
        with pytest.raises(InvalidError):
            enter(session, account.login, now + timedelta(seconds=second), "wrong-password-here")
    with pytest.raises(ThrottledError) as caught:
        enter(session, account.login, now + timedelta(minutes=1))
    assert caught.value.params == {"minutes": 14}
    other = make_account(session)
    assert enter(session, other.login, now + timedelta(minutes=1)).token
    assert enter(session, account.login, now + timedelta(minutes=15, seconds=5)).token


def test_a_success_forgets_the_failures(session: Session, account: Account, now: datetime) -> None:
    for _ in range(4):
        with pytest.raises(InvalidError):
            enter(session, account.login, now, "wrong-password-here")
    enter(session, account.login, now)
    for _ in range(4):
        with pytest.raises(InvalidError):
            enter(session, account.login, now, "wrong-password-here")
    assert enter(session, account.login, now).token


def test_many_logins_from_one_address_are_throttled_too(session: Session, now: datetime) -> None:
    for number in range(throttle.SIGN_IN_BY_ADDRESS.most):
        throttle.count(session, throttle.SIGN_IN_BY_ADDRESS, "192.0.2.9", now)
        assert number >= 0
    with pytest.raises(ThrottledError):
        enter(session, "anybody", now, address="192.0.2.9")


def test_what_is_counted_names_nobody(session: Session, account: Account, now: datetime) -> None:
    with pytest.raises(InvalidError):
        enter(session, account.login, now, "wrong-password-here")
    keys = [attempt.key for attempt in session.scalars(select(Attempt))]
    assert len(keys) == 2
    assert all(len(key) == 32 for key in keys)


def test_signing_in_changes_the_token_and_keeps_what_the_guest_said(
    session: Session, account: Account, now: datetime
) -> None:
    guest = make_visit(session)
    sessions.keep_start_answers(session, visit=guest, answers={"region": "371302"})
    sessions.record_consent(session, visit=guest, notice_version="1", now=now)
    made = enter(session, account.login, now, token_hash=guest.token_hash)
    found = sessions.visit(session, token=made.token, now=now)
    assert found is not None
    assert found.token_hash != guest.token_hash
    assert found.csrf_token != guest.csrf_token
    assert (found.start_answers, found.consent_version, found.consent_at) == ({"region": "371302"}, "1", now)
    assert found.actor.guest_key == guest.actor.guest_key
    assert session.get(WebSession, guest.token_hash) is None
    consent = session.scalars(select(Consent).where(Consent.guest_key == guest.actor.guest_key)).one()
    assert (consent.account_id, consent.notice_version, consent.at) == (account.id, "1", now)


def test_signing_out_ends_the_session(session: Session, account: Account, now: datetime) -> None:
    made = make_session(session, account)
    sign_out(session, token_hash=hash_token(made.token))
    assert sessions.visit(session, token=made.token, now=now) is None


def test_a_session_ends_when_idle_and_at_last(session: Session, account: Account, now: datetime) -> None:
    limits = Limits(idle=timedelta(minutes=30), absolute=timedelta(hours=1))
    made = sessions.create(session, account_id=account.id, before=None, limits=limits, now=now)
    token_hash = hash_token(made.token)
    assert sessions.visit(session, token=made.token, now=now + timedelta(minutes=29)) is not None
    assert sessions.visit(session, token=made.token, now=now + timedelta(minutes=30)) is None
    later = now + timedelta(minutes=20)
    assert sessions.touch(session, token_hash=token_hash, limits=limits, now=later) == later + limits.idle
    later = now + timedelta(minutes=49)
    assert sessions.touch(session, token_hash=token_hash, limits=limits, now=later) == now + limits.absolute
    assert sessions.touch(session, token_hash=token_hash, limits=limits, now=now + limits.absolute) is None


def test_a_guest_may_come_back_as_long_as_the_trial_is_kept(session: Session, now: datetime) -> None:
    made = sessions.create(session, account_id=None, before=None, limits=LIMITS, now=now)
    assert made.expires_at == now + timedelta(hours=24)
    later = now + timedelta(hours=23)
    token_hash = hash_token(made.token)
    assert sessions.touch(session, token_hash=token_hash, limits=LIMITS, now=later) == later + timedelta(hours=24)


def test_a_visit_is_stale_after_a_minute(session: Session, now: datetime) -> None:
    made = make_session(session)
    stale = [sessions.visit(session, token=made.token, now=now + timedelta(seconds=passed)) for passed in (59, 60)]
    assert [found.stale for found in stale if found] == [False, True]


def test_a_visit_is_one_query(session: Session, account: Account, now: datetime, count_queries: CountQueries) -> None:
    made = make_session(session, account)
    session.expire_all()
    with count_queries() as statements:
        sessions.visit(session, token=made.token, now=now)
    assert len(statements) == 1


def test_an_actor_speaks_the_account_s_language(session: Session, account: Account) -> None:
    assert make_visit(session, account).actor.locale == "zh"
    account.locale = "en"
    assert make_visit(session, account).actor.locale == "en"


def test_ended_sessions_and_old_tries_are_swept(session: Session, now: datetime) -> None:
    make_session(session)
    throttle.count(session, throttle.TRIAL_BY_ADDRESS, "192.0.2.3", now)
    session.flush()
    assert sessions.purge(session, now=now + timedelta(minutes=1)) == 0
    assert sessions.purge(session, now=now + timedelta(days=2)) == 1
    assert session.scalars(select(Attempt)).all() == []


def test_csrf_tokens_are_compared_whole() -> None:
    sessions.require_csrf("abc", "abc")
    for wrong in ("", "ab", "abcd", "中文"):
        with pytest.raises(ForbiddenError, match="csrf"):
            sessions.require_csrf("abc", wrong)
