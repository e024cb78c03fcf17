"""Letters as jobs: who gets one, in which language, and what the row holds."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from assess.access.roles import Role
from assess.accounts import letters, mailing
from assess.accounts.letters import Post
from assess.accounts.models import Account
from assess.db import Database
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Runner
from tests.factories.accounts import make_account, make_organisation


class Postman:
    """Takes letters, or refuses them."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.strikes = 0

    def __call__(self, message: EmailMessage) -> None:
        if self.strikes:
            self.strikes -= 1
            raise ConnectionRefusedError
        self.sent.append(message)


@pytest.fixture
def postman() -> Postman:
    return Postman()


def run(database: Database, postman: Postman, now: datetime) -> None:
    post = Post(mailing.BUILDERS, postman, "no-reply@assess.example", "https://assess.example")
    Runner(database, letters.handlers(post), lambda: now).run_due()


def order(database: Database, now: datetime, **changes: object) -> None:
    with database.write() as session:
        organisation = make_organisation(session)
        account = make_account(session, organisation, Role.LEAD, name="王丽")
        for name, value in changes.items():
            setattr(account, name, value)
        letters.enqueue(
            session, name="welcome", account_id=account.id, params={"organisation": str(organisation.id)}, now=now
        )
        session.commit()


def test_a_letter_goes_out_in_the_readers_language(database: Database, postman: Postman, now: datetime) -> None:
    order(database, now)
    order(database, now, locale="en", name="Ann", email="en@example.com")
    run(database, postman, now)
    english, chinese = sorted(postman.sent, key=lambda letter: str(letter["To"]))
    assert chinese["Subject"] == "账号已开通"
    assert "王丽，您好" in chinese.get_content()
    assert "https://assess.example/sign-in" in chinese.get_content()
    assert (english["Subject"], english["To"].addresses[0].addr_spec) == ("Your account is ready", "en@example.com")


@pytest.mark.parametrize("changes", [{"login": "wangli"}, {"disabled_at": datetime.fromisoformat("2026-01-01T00:00Z")}])
def test_who_has_no_address_or_may_not_sign_in_gets_none(
    database: Database, postman: Postman, now: datetime, changes: dict[str, object]
) -> None:
    order(database, now, **changes)
    run(database, postman, now)
    assert postman.sent == []
    with database.read() as session:
        assert session.query(Job).one().status is JobStatus.DONE


def test_a_letter_that_could_not_leave_is_tried_again_under_another_number(
    database: Database, postman: Postman, now: datetime
) -> None:
    postman.strikes = 1
    order(database, now)
    run(database, postman, now)
    with database.write() as session:
        job = session.query(Job).one()
        assert (job.status, job.error) == (JobStatus.QUEUED, "ConnectionRefusedError")
        job.run_after = now
        session.commit()
    run(database, postman, now)
    assert [str(message["Message-ID"]).partition("@")[0][-2:] for message in postman.sent] == [".2"]


def test_a_mail_server_that_stays_away_is_tried_for_hours(database: Database, postman: Postman, now: datetime) -> None:
    postman.strikes = 100
    order(database, now)
    rounds = []
    for _ in range(4):
        for _try in range(3):
            run(database, postman, now)
            with database.write() as session:
                for job in session.query(Job).filter_by(status=JobStatus.QUEUED):
                    if job.attempts == 0:
                        rounds.append(job.run_after - now)
                    job.run_after = now
                session.commit()
    assert rounds == list(letters.LATER)
    with database.read() as session:
        statuses = [job.status for job in session.query(Job).order_by(Job.created_at)]
        assert sorted(statuses) == [JobStatus.DONE, JobStatus.DONE, JobStatus.DONE, JobStatus.FAILED]


def test_letters_are_forgotten_after_a_month(database: Database, postman: Postman, now: datetime) -> None:
    order(database, now)
    run(database, postman, now)
    for days, left in ((29, 1), (31, 0)):
        with database.write() as session:
            letters.purge(session, now=now + timedelta(days=days))
            session.commit()
            assert session.query(Job).count() == left


def test_the_same_reminder_goes_out_once(database: Database, postman: Postman, now: datetime) -> None:
    with database.write() as session:
        organisation = make_organisation(session)
        account: Account = make_account(session, organisation)
        for _ in range(2):
            letters.enqueue(
                session,
                name="welcome",
                account_id=account.id,
                params={"organisation": str(organisation.id)},
                now=now,
                key=f"welcome:{account.id}",
            )
        session.commit()
    run(database, postman, now)
    assert len(postman.sent) == 1


def test_an_unknown_letter_is_refused_where_it_is_ordered(database: Database, now: datetime) -> None:
    with database.write() as session, pytest.raises(ValueError, match="no letter"):
        letters.enqueue(session, name="nothing-like-it", account_id=None, params={}, now=now)
