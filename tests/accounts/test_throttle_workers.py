"""Counting tries across processes: two workers on one database let no more through than one would."""

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from assess.accounts import throttle
from assess.accounts.models import Attempt, WebSession
from assess.accounts.sessions import hash_token
from assess.accounts.totp import Keys
from assess.db import Database
from tests.factories.accounts import make_account, make_organisation, make_session

ROOT = Path(__file__).resolve().parents[2]
KEY = "k" * 40
WORKER = """
import sys
from datetime import datetime
from argon2 import PasswordHasher
from assess.accounts import invited, operations, passwords, recovery, second_factor, sessions
from assess.accounts.sessions import Limits
from assess.accounts.totp import Keys
from assess.db import open_database
from assess.errors import InvalidError, NotFoundError, ThrottledError

url, kind, about, instant, tries = sys.argv[1:]
now, database, seen = datetime.fromisoformat(instant), open_database(url), []
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

def attempt(session):
    if kind == "sign-in":
        operations.sign_in(
            session, login=about, password="wrong-wrong", address="192.0.2.1", limits=Limits(), now=now
        )
    elif kind == "second-factor":
        visit = sessions.visit(session, token=about, now=now)
        second_factor.prove(
            session, visit=visit, code="000000", agent="", keys=Keys.of("k" * 40), limits=Limits(), now=now
        )
    elif kind == "reset":
        recovery.ask_for_reset(session, login=about, address="192.0.2.1", now=now)
    else:
        invited.look(session, code="AAAA", address=about, now=now)
    session.commit()

print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(tries)):
    with database.write() as session:
        try:
            attempt(session)
            seen.append("done")
        except (InvalidError, NotFoundError):
            seen.append("refused")
        except ThrottledError:
            seen.append("throttled")
print(*seen)
"""


def prepare(database: Database, kind: str, now: datetime) -> str:
    """Give what the workers try themselves on."""
    if kind == "invitation":
        return "192.0.2.7"
    with database.write() as session:
        account = make_account(session, make_organisation(session))
        about = account.login
        if kind == "second-factor":
            account.totp_secret, account.totp_since = Keys.of(KEY).sealed(b"12345678901234567890"), now
            about = make_session(session, None, now=now).token
            web = session.get_one(WebSession, hash_token(about))
            web.pending_account_id, web.pending_until = account.id, now + timedelta(minutes=5)
        session.commit()
    return about


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        ("sign-in", throttle.SIGN_IN_BY_LOGIN.most),
        ("second-factor", throttle.SECOND_FACTOR.most),
        ("reset", throttle.RESET_BY_LOGIN.most),
        ("invitation", throttle.CODE_BY_ADDRESS.most),
    ],
    ids=["sign-in", "second-factor", "reset", "invitation"],
)
def test_two_processes_count_together(
    database: Database, database_url: str, now: datetime, kind: str, most: int
) -> None:
    about = prepare(database, kind, now)
    command = [sys.executable, "-c", WORKER, database_url, kind, about, now.isoformat(), str(most)]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    answers = [worker.communicate("go\n", timeout=60)[0].split() for worker in workers]
    seen = [outcome for answer in answers for outcome in answer]
    passed = "done" if kind == "reset" else "refused"
    assert (seen.count(passed), seen.count("throttled")) == (most, most)
    with database.read() as session:
        assert (session.scalar(select(func.count()).select_from(Attempt)) or 0) >= most
