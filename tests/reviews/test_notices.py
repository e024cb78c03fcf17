"""Letters of the review: who gets which, once, and none that says what was found."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts import letters
from assess.accounts.letters import Post
from assess.accounts.models import Account
from assess.db import Database
from assess.jobs.runner import Runner
from assess.reviews import notices
from assess.reviews import operations as reviews
from assess.worker import LETTERS
from tests.factories.accounts import START, make_account
from tests.factories.reviews import Scene

LATER = START + timedelta(hours=1)


@pytest.fixture
def sent() -> list[EmailMessage]:
    return []


def deliver(database: Database, sent: list[EmailMessage]) -> None:
    post = Post(notices.BUILDERS, sent.append, "no-reply@assess.example", "https://assess.example")
    Runner(database, letters.handlers(post), lambda: LATER).run_due()


def subjects(sent: list[EmailMessage]) -> list[str]:
    return sorted(str(letter["Subject"]) for letter in sent)


def returned(session: Session) -> Scene:
    scene = Scene(session)
    make_account(session, scene.organisation, Role.RESPONDENT, name="王填")
    scene.fill()
    scene.submit()
    scene.take_up(scene.first)
    reviews.send_back(
        session, actor=scene.first, assessment_id=scene.id, items={"procedure": "请补"}, message="急", now=scene.now
    )
    return scene


def test_a_return_goes_to_lead_and_respondents(database: Database, sent: list[EmailMessage]) -> None:
    with database.write() as session:
        link = f"https://assess.example/assessments/{returned(session).id}"
        session.commit()
    deliver(database, sent)
    assert subjects(sent) == ["请补正：2026 年度知识产权保护自评"] * 2
    body = sent[0].get_content()
    assert "涉及 1 项" in body
    assert "2026年12月2日" in body
    assert link in body
    assert "请补\n" not in body


def test_a_return_that_was_answered_meanwhile_needs_no_letter(database: Database, sent: list[EmailMessage]) -> None:
    with database.write() as session:
        returned(session).submit()
        session.commit()
    deliver(database, sent)
    assert sent == []


def test_publication_appeal_and_its_answer(database: Database, sent: list[EmailMessage]) -> None:
    with database.write() as session:
        scene = Scene(session)
        made = scene.decided()
        reviews.publish(session, actor=scene.administrator, decision_id=made.id, now=scene.now)
        session.commit()
        deliver(database, sent)
        assert subjects(sent) == ["复核结果已公布：2026 年度知识产权保护自评"]
        assert "100" not in sent[0].get_content()
        reviews.appeal(session, actor=scene.lead, assessment_id=scene.id, grounds="不服", items={}, now=scene.now)
        session.commit()
        deliver(database, sent)
        assert subjects(sent[1:]) == ["收到申诉：2026 年度知识产权保护自评"] * 2
        scene.take_up(scene.other)
        second = reviews.answer_appeal(session, actor=scene.other, assessment_id=scene.id, answer="维持", now=scene.now)
        reviews.publish(session, actor=scene.administrator, decision_id=second.id, now=scene.now)
        session.commit()
    deliver(database, sent)
    assert "申诉已有答复" in sent[-1].get_content()


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_second_reviewers_hear_once_a_day(database: Database, sent: list[EmailMessage], locale: str) -> None:
    with database.write() as session:
        scene = Scene(session, levels=2)
        scene.fill()
        scene.submit()
        scene.take_up(scene.first)
        scene.mark_all(scene.first)
        reviews.forward(session, actor=scene.first, assessment_id=scene.id, now=scene.now)
        for account in (scene.second.account_id, scene.third.account_id):
            session.get_one(Account, account).locale = locale
        notices.second_review(session, scene.campaign, scene.now + timedelta(minutes=5))
        session.commit()
    deliver(database, sent)
    subject = "有自评等待复核" if locale == "zh" else "Waiting for a second review"
    assert len(sent) == 2
    assert str(sent[0]["Subject"]).startswith(subject)
    assert "https://assess.example/reviews" in sent[0].get_content()


def test_every_letter_is_known_to_the_worker() -> None:
    assert set(notices.BUILDERS) <= set(LETTERS)
