"""The second factor of an account: on, at sign-in, off; each code once."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.accounts import proving, second_factor, sessions, throttle, totp
from assess.accounts.credentials import RecoveryCode
from assess.accounts.models import Account, WebSession
from assess.accounts.operations import sign_in
from assess.accounts.sessions import NewSession, Visit, hash_token
from assess.accounts.totp import Keys
from assess.audit.models import AuditDetail, AuditEvent
from assess.db import Database
from assess.errors import ConflictError, InvalidError, SignedOutError, ThrottledError
from tests.factories.accounts import LIMITS, PASSWORD, make_account, make_organisation, make_visit

KEYS = Keys.of("k" * 40)


def secret_of(account: Account) -> bytes:
    secret = KEYS.opened(account.totp_secret)
    assert secret is not None
    return secret


def code_of(account: Account, now: datetime, steps: int = 0) -> str:
    return totp.code_at(secret_of(account), int(now.timestamp()) // totp.PERIOD + steps)


def turn_on(session: Session, account: Account, now: datetime) -> tuple[Visit, tuple[str, ...]]:
    visit = make_visit(session, account, now=now)
    second_factor.begin(session, visit=visit, password=PASSWORD, keys=KEYS, now=now)
    codes = second_factor.confirm(session, visit=visit, code=code_of(account, now), keys=KEYS, now=now)
    session.flush()
    return visit, codes


def enter(session: Session, account: Account, now: datetime, password: str = PASSWORD) -> NewSession:
    return sign_in(session, login=account.login, password=password, address="192.0.2.1", limits=LIMITS, now=now)


def pending(session: Session, account: Account, now: datetime) -> Visit:
    made = enter(session, account, now)
    assert made.pending
    visit = sessions.visit(session, token=made.token, now=now)
    assert visit is not None
    return visit


def prove(session: Session, visit: Visit, code: str, now: datetime) -> NewSession:
    return second_factor.prove(session, visit=visit, code=code, agent="test", keys=KEYS, limits=LIMITS, now=now)


@pytest.fixture
def account(session: Session) -> Account:
    return make_account(session, make_organisation(session))


def test_turning_it_on_takes_password_and_code(session: Session, account: Account, now: datetime) -> None:
    visit = make_visit(session, account, now=now)
    with pytest.raises(InvalidError, match=r"account\.password-wrong"):
        second_factor.begin(session, visit=visit, password="not-the-password", keys=KEYS, now=now)
    assert account.totp_secret is None
    second_factor.begin(session, visit=visit, password=PASSWORD, keys=KEYS, now=now)
    assert not enter(session, account, now).pending, "an unconfirmed secret asks nobody for a code"
    with pytest.raises(InvalidError, match=r"account\.code-refused"):
        second_factor.confirm(session, visit=visit, code="000000", keys=KEYS, now=now)
    codes = second_factor.confirm(session, visit=visit, code=code_of(account, now), keys=KEYS, now=now)
    assert len(codes) == 10
    assert account.totp_since == now
    assert second_factor.codes_left(session, account_id=account.id) == 10
    with pytest.raises(ConflictError, match="second-factor-on"):
        second_factor.begin(session, visit=visit, password=PASSWORD, keys=KEYS, now=now)
    with pytest.raises(ConflictError, match="second-factor-on"):
        second_factor.confirm(session, visit=visit, code=code_of(account, now, 1), keys=KEYS, now=now)


def test_the_secret_is_shown_only_to_who_has_just_given_the_password(
    session: Session, account: Account, now: datetime
) -> None:
    first = make_visit(session, account, now=now - timedelta(hours=1))
    second_factor.begin(session, visit=first, password=PASSWORD, keys=KEYS, now=now)

    def offered(at: datetime) -> second_factor.Offer | None:
        web = session.get_one(WebSession, first.token_hash)
        visit = sessions._visit(web, account, (), at)
        return second_factor.offered(session, visit=visit, keys=KEYS, issuer="自评", now=at)

    shown = offered(now)
    assert shown is not None
    assert shown.spelled == totp.spelled(secret_of(account))
    assert account.login.replace("@", "%40") in shown.address
    assert offered(now + timedelta(minutes=15, seconds=1)) is None
    other = make_visit(session, account, now=now - timedelta(minutes=30))
    assert second_factor.offered(session, visit=other, keys=KEYS, issuer="自评", now=now) is None


def test_turning_it_on_ends_the_other_sessions(session: Session, account: Account, now: datetime) -> None:
    other = make_visit(session, account, now=now)
    visit, _codes = turn_on(session, account, now)
    assert session.get(WebSession, other.token_hash) is None
    assert session.get(WebSession, visit.token_hash) is not None


def test_the_password_alone_opens_nothing(session: Session, account: Account, now: datetime) -> None:
    turn_on(session, account, now)
    visit = pending(session, account, now)
    assert not visit.actor.signed_in
    assert visit.actor.memberships == ()
    assert visit.pending_account_id == account.id
    stored = session.get_one(WebSession, visit.token_hash)
    assert (stored.account_id, stored.strong_at) == (None, None)


def test_a_code_opens_the_account_with_a_new_token(session: Session, account: Account, now: datetime) -> None:
    turn_on(session, account, now)
    later = now + timedelta(minutes=2)
    visit = pending(session, account, later)
    made = prove(session, visit, code_of(account, later), later)
    found = sessions.visit(session, token=made.token, now=later)
    assert found is not None
    assert found.actor.account_id == account.id
    assert (found.method, found.strong_at, found.second_factor) == ("password+totp", later, True)
    assert found.token_hash != visit.token_hash
    assert found.csrf_token != visit.csrf_token
    assert found.actor.guest_key == visit.actor.guest_key, "what was tried out before signing in comes along"
    assert session.get(WebSession, visit.token_hash) is None


def test_a_sign_in_waits_five_minutes(session: Session, account: Account, now: datetime) -> None:
    turn_on(session, account, now)
    made = enter(session, account, now)
    in_time, visit = (
        sessions.visit(session, token=made.token, now=now + timedelta(seconds=seconds)) for seconds in (299, 300)
    )
    assert in_time is not None
    assert visit is not None
    assert (in_time.pending_account_id, visit.pending_account_id) == (account.id, None)
    with pytest.raises(SignedOutError):
        prove(session, visit, code_of(account, now, 1), now + timedelta(seconds=300))


def test_a_code_works_once(session: Session, account: Account, now: datetime) -> None:
    turn_on(session, account, now)
    with pytest.raises(InvalidError, match=r"account\.code-refused"):
        prove(session, pending(session, account, now), code_of(account, now), now)
    later = now + timedelta(minutes=2)
    prove(session, pending(session, account, later), code_of(account, later), later)
    for steps in (0, -1):
        with pytest.raises(InvalidError, match=r"account\.code-refused"):
            prove(session, pending(session, account, later), code_of(account, later, steps), later)
    assert prove(session, pending(session, account, later), code_of(account, later, 1), later).token


def test_a_recovery_code_works_once(session: Session, account: Account, now: datetime) -> None:
    _visit, codes = turn_on(session, account, now)
    made = prove(session, pending(session, account, now), codes[3].lower(), now)
    found = sessions.visit(session, token=made.token, now=now)
    assert found is not None
    assert found.method == "password+recovery"
    assert second_factor.codes_left(session, account_id=account.id) == 9
    with pytest.raises(InvalidError, match=r"account\.code-refused"):
        prove(session, pending(session, account, now), codes[3], now)


def test_a_recovery_code_of_somebody_else_is_none(session: Session, account: Account, now: datetime) -> None:
    other = make_account(session)
    _visit, codes = turn_on(session, other, now)
    turn_on(session, account, now)
    with pytest.raises(InvalidError, match=r"account\.code-refused"):
        prove(session, pending(session, account, now), codes[0], now)
    assert second_factor.codes_left(session, account_id=other.id) == 10


def test_guessing_codes_is_throttled_by_account(session: Session, account: Account, now: datetime) -> None:
    turn_on(session, account, now)
    later = now + timedelta(minutes=2)
    for _ in range(throttle.SECOND_FACTOR.most):
        with pytest.raises(InvalidError):
            prove(session, pending(session, account, later), "000000", later)
    visit = pending(session, account, later)
    with pytest.raises(ThrottledError):
        prove(session, visit, code_of(account, later), later)


def test_a_disabled_account_does_not_get_in(session: Session, account: Account, now: datetime) -> None:
    turn_on(session, account, now)
    visit = pending(session, account, now)
    account.disabled_at = now
    with pytest.raises(SignedOutError):
        prove(session, visit, code_of(account, now, 1), now)


@pytest.mark.parametrize("wrong", ["password", "code"])
def test_turning_it_off_takes_both(session: Session, account: Account, now: datetime, wrong: str) -> None:
    visit, codes = turn_on(session, account, now)
    given = {"password": PASSWORD, "code": codes[0]} | {wrong: "wrong-wrong-wrong"}
    with pytest.raises(InvalidError) as refused:
        second_factor.turn_off(session, visit=visit, keys=KEYS, now=now, **given)
    assert refused.value.field == wrong
    assert account.totp_since == now
    second_factor.turn_off(session, visit=visit, password=PASSWORD, code=codes[1], keys=KEYS, now=now)
    assert [value for value in (account.totp_secret, account.totp_since, account.totp_step) if value is not None] == []
    assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert not enter(session, account, now).pending


def test_new_recovery_codes_replace_the_old(session: Session, account: Account, now: datetime) -> None:
    visit, old = turn_on(session, account, now)
    fresh = second_factor.renew_codes(session, visit=visit, password=PASSWORD, code=old[0], keys=KEYS, now=now)
    assert set(fresh).isdisjoint(old)
    with pytest.raises(InvalidError):
        prove(session, pending(session, account, now), old[1], now)
    assert prove(session, pending(session, account, now), fresh[0], now).token


def test_another_signing_key_opens_nothing(session: Session, account: Account, now: datetime) -> None:
    _visit, codes = turn_on(session, account, now)
    visit = pending(session, account, now)
    for code in (code_of(account, now, 1), codes[0]):
        with pytest.raises(InvalidError, match=r"account\.code-refused"):
            proving.second_factor(
                session, account_id=account.id, code=code, keys=Keys.of("o" * 40), now=now + timedelta(seconds=1)
            )
    assert visit.pending_account_id == account.id


def test_no_secret_reaches_the_audit_log_or_the_table(session: Session, account: Account, now: datetime) -> None:
    _visit, codes = turn_on(session, account, now)
    prove(session, pending(session, account, now), codes[0], now)
    actions = set(session.scalars(select(AuditEvent.action)))
    assert {"account.second-factor-on", "account.signed-in"} <= actions
    kept = "".join(session.scalars(select(AuditDetail.detail)))
    assert not [code for code in (*codes, totp.spelled(secret_of(account))) if code in kept]
    stored = session.scalars(select(RecoveryCode.code_hash)).all()
    assert hash_token(totp.typed(codes[0])) not in stored


def test_of_two_who_send_one_code_at_the_same_moment_one_gets_in(database: Database, now: datetime) -> None:
    later = now + timedelta(minutes=2)
    with database.write() as session:
        account = make_account(session, make_organisation(session))
        turn_on(session, account, now)
        visits = [pending(session, account, later) for _ in range(2)]
        code = code_of(account, later)
        session.commit()
    barrier, outcomes = threading.Barrier(2), []

    def attempt(visit: Visit) -> None:
        with database.write() as session:
            barrier.wait()
            try:
                prove(session, visit, code, later)
                session.commit()
                outcomes.append("in")
            except InvalidError as error:
                outcomes.append(error.message)

    threads = [threading.Thread(target=attempt, args=(visit,)) for visit in visits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["account.code-refused", "in"]
