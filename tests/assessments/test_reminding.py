"""Letters to participants: each once, at the right time, to the right people."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts import letters
from assess.accounts.letters import Order
from assess.accounts.models import Account
from assess.assessments import campaign_letters, deadlines, joining, reminding
from assess.assessments.workflow import Status
from assess.campaigns import participants
from assess.campaigns.models import CampaignRecord, Reminder
from assess.db import Database
from assess.errors import ConflictError, ForbiddenError, InvalidError
from assess.jobs.models import Job
from assess.jobs.runner import Runner
from assess.mail import write
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.campaigns import make_bureau, make_campaign

END = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
SEVEN_BEFORE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Nine in the morning in Shanghai, seven days before the last one."""


class Post:
    """A database with a campaign of two enterprises, and a runner whose clock is set by hand."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now
        with database.write() as session:
            self.bureau = make_bureau(session)
            self.campaign = make_campaign(session, self.bureau, *self.bureau.enterprises).id
            session.commit()
            for row in (*self.bureau.enterprises, *self.bureau.leads, self.bureau.district, self.bureau.body):
                session.refresh(row)
            session.expunge_all()
        handlers = {**campaign_letters.handlers(), reminding.RECURRING: reminding.remind_due}
        often = {reminding.RECURRING: timedelta(minutes=1)}
        self.runner = Runner(database, handlers, lambda: self.now, recurring=often)

    def at(self, now: datetime) -> Counter[str]:
        """Let the clock say so, work off what is due, and count the letters that were ordered since."""
        before, self.now = self.letters(), now
        self.runner._queue_recurring()
        self.runner.run_due()
        return self.letters() - before

    def letters(self) -> Counter[str]:
        with self.database.read() as session:
            found = session.scalars(select(Job.payload).where(Job.name == letters.JOB))
            return Counter(payload["letter"] for payload in found)

    def do(self, work: Callable[[Session], Any]) -> Any:  # noqa: ANN401 - whatever the work gives
        with self.database.write() as session:
            found = work(session)
            session.commit()
            return found

    @property
    def step(self) -> dict[str, Any]:
        return {"actor": self.bureau.actor, "campaign_id": self.campaign, "now": self.now}

    def reminders(self) -> list[tuple[int, int]]:
        """Give days and letters of each reminder."""
        with self.database.read() as session:
            rows = session.execute(select(Reminder.days, Reminder.letters).order_by(Reminder.days.desc()))
            return [(row[0], row[1]) for row in rows]


@pytest.fixture
def post(database: Database, now: datetime) -> Post:
    made = Post(database, now)
    made.at(now)
    return made


def test_each_reminder_goes_out_once_from_nine_in_the_morning(post: Post) -> None:
    assert post.letters() == {"campaign-opened": 2}
    assert not post.at(SEVEN_BEFORE - timedelta(minutes=1))
    assert post.at(SEVEN_BEFORE) == {"campaign-reminder": 2}
    assert not post.at(SEVEN_BEFORE + timedelta(hours=3))
    assert not post.at(SEVEN_BEFORE + timedelta(days=1))
    assert post.at(SEVEN_BEFORE + timedelta(days=4, hours=5)) == {"campaign-reminder": 2}
    assert post.reminders() == [(7, 1), (7, 1), (3, 1), (3, 1)]
    with post.database.read() as session:
        told = session.scalars(select(CampaignRecord.detail).where(CampaignRecord.event == "reminded")).all()
    assert told == [{"days": days, "organisations": 2, "letters": 2} for days in (7, 3)]


def test_two_runners_remind_once(post: Post) -> None:
    other = Runner(post.database, post.runner.handlers, lambda: post.now, recurring=post.runner.recurring)
    post.now = SEVEN_BEFORE
    for runner in (post.runner, other):
        runner._queue_recurring()
    for runner in (other, post.runner):
        runner.run_due()
    assert post.letters()["campaign-reminder"] == 2


def test_who_has_submitted_or_has_no_address_is_left_alone(post: Post) -> None:
    def prepare(session: Session) -> None:
        lead = session.get_one(Account, post.bureau.leads[0].id)
        lead.login = "13800000000"
        given: dict[str, Any] = {"campaign_id": post.campaign, "now": post.now}
        second = joining.join(
            session,
            actor=actor_of(session, post.bureau.leads[1]),
            organisation_id=post.bureau.enterprises[1].id,
            **given,
        )
        second.assessment.status, second.assessment.submitted_at = Status.SUBMITTED, post.now

    post.do(prepare)
    assert not post.at(SEVEN_BEFORE)
    assert post.reminders() == [(7, 0)]
    with pytest.raises(InvalidError, match="nobody-to-remind"):
        post.do(lambda session: reminding.remind(session, **post.step))
    post.do(lambda session: make_account(session, post.bureau.enterprises[0], Role.RESPONDENT))
    assert post.do(lambda session: reminding.remind(session, **post.step)) == 1
    assert post.at(post.now + timedelta(hours=1)) == {"campaign-reminder": 1}


def test_by_hand_once_a_day(post: Post) -> None:
    outstanding = post.do(
        lambda session: reminding.outstanding(session, actor=post.bureau.actor, campaign_id=post.campaign)
    )
    assert outstanding == (2, 2)
    assert post.do(lambda session: reminding.remind(session, **post.step)) == 2
    with pytest.raises(ConflictError, match="reminded-today"):
        post.do(lambda session: reminding.remind(session, **post.step))
    assert post.at(post.now + timedelta(hours=1)) == {"campaign-reminder": 2}
    post.now += timedelta(days=1)
    assert post.do(lambda session: reminding.remind(session, **post.step)) == 2
    post.now = END
    with pytest.raises(ForbiddenError, match="not-now"):
        post.do(lambda session: reminding.remind(session, **post.step))


def test_a_new_deadline_is_told_and_reminded_of_anew(post: Post) -> None:
    assert post.at(SEVEN_BEFORE) == {"campaign-reminder": 2}
    first = post.bureau.enterprises[0].id
    until: dict[str, Any] = {"closes_on": date(2026, 12, 10), "reason": "停电"}
    post.do(lambda session: deadlines.extend(session, **post.step, **until, organisation_id=first))
    assert post.at(post.now + timedelta(hours=1)) == {"campaign-extended": 1}
    assert post.at(datetime(2026, 11, 27, 2, 0, tzinfo=UTC)) == {"campaign-reminder": 1}
    assert post.at(datetime(2026, 12, 3, 2, 0, tzinfo=UTC)) == {"campaign-reminder": 1}
    assert post.reminders() == [(7, 1), (7, 1), (3, 1)]


def test_steps_are_told_to_those_they_concern(post: Post) -> None:
    def add(session: Session) -> None:
        third = make_organisation(session, name="后来的企业", parent=post.bureau.district)
        make_account(session, third)
        names = [third.name]
        participants.add_listed(session, **post.step, entries=names, reason="补充")

    post.now += timedelta(minutes=1)
    post.do(add)
    assert post.at(post.now + timedelta(minutes=5)) == {"campaign-opened": 1}
    post.do(lambda session: deadlines.close(session, **post.step, reason="提前"))
    assert post.at(post.now + timedelta(minutes=5)) == {"campaign-closed": 3}
    later = date(2026, 12, 10)
    post.do(lambda session: deadlines.reopen(session, **post.step, closes_on=later, reason="补报"))
    assert post.at(post.now + timedelta(minutes=5)) == {"campaign-extended": 3}


def test_a_letter_says_what_holds_when_it_is_sent(post: Post) -> None:
    organisation = post.bureau.enterprises[0].id
    params = {"campaign": str(post.campaign), "organisation": str(organisation)}

    def filled(session: Session) -> Any:  # noqa: ANN401 - what the builder gives
        account = session.get_one(Account, post.bureau.leads[0].id)
        return campaign_letters.fill(session, Order(account, params, post.now, "https://zp.example"))

    for name in ("campaign-opened", "campaign-reminder", "campaign-extended", "campaign-closed"):
        for locale, day in (("zh", "2026年11月30日"), ("en", "30 November 2026")):
            given = {**post.do(filled).params, "name": "王丽", "home": "https://zp.example"}
            letter = write(name, locale, given)  # type: ignore[arg-type]  # both languages
            assert "2026年度企业知识产权保护自评" in letter.subject
            assert f"https://zp.example/campaigns/{post.campaign}/start" in letter.body
            assert (day in letter.body) == (name != "campaign-closed"), letter.body
    reminder = write("campaign-reminder", "zh", {**post.do(filled).params, "name": "王丽", "home": ""})
    assert "还有 8 天" in reminder.body
    post.now = END
    late = write("campaign-reminder", "zh", {**post.do(filled).params, "name": "王丽", "home": ""})
    assert "还有" not in late.body

    def leave(session: Session) -> None:
        found = participants.remove(
            session, **post.step | {"now": SEVEN_BEFORE}, organisation_id=organisation, reason="迁出"
        )
        assert found.removed_at is not None

    post.do(leave)
    assert post.do(filled) is None
