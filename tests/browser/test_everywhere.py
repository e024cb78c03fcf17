"""Answer once, score everywhere, take over, compare: the pages on a real server with every region's checklist."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.actor import Membership as Member
from assess.accounts.models import Account, Membership
from assess.assessments import operations
from assess.assessments.answering import answer
from assess.assessments.submitting import submit
from assess.assessments.writing import Change
from assess.checklists.loader import resolve_path
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from assess.values.profile import Profile
from tests.browser import steps
from tests.browser.conftest import ROOT, Site
from tests.browser.filling import answers
from tests.browser.looking import look
from tests.factories.checklists import register_version

OTHERS = ("luoyang-2021", "xian-2024", "xinjiang-2020", "xuhui-2023")
NOW = datetime.now(UTC)


def cycle(session: Session, actor: Actor, version: ChecklistVersion, given: dict[str, object], now: datetime) -> None:
    """Fill in and submit one assessment."""
    own = actor.memberships[0].organisation_id
    profile = Profile(kind="enterprise", region="371302", roles=frozenset({"exporter", "key-goods"}), size="medium")
    started = operations.start(
        session, actor=actor, organisation_id=own, version=version, profile=profile, now=now
    ).assessment
    for fact, value in given.items():
        answer(session, actor=actor, assessment_id=started.id, fact=fact, change=Change(value, "", 0), now=now)
    submit(session, actor=actor, assessment_id=started.id, declared=True, declared_name="王敏", now=now)


@pytest.fixture
def filled(site: Site, database: Database) -> Site:
    """Submit Linyi's checklist twice, ten months apart, with the others on offer."""
    with database.write() as session:
        account = session.scalars(select(Account).where(Account.login == site.first)).one()
        member = session.scalars(select(Membership).where(Membership.account_id == account.id)).one()
        actor = Actor(account.id, account.name, (Member(member.organisation_id, member.role),))
        linyi = session.scalars(select(ChecklistVersion)).one()
        for name in OTHERS:
            register_version(session, resolve_path(ROOT / "checklists" / name / "enterprise" / "1.0.0.yaml"))
        prepared = answers("linyi-exporter")
        cycle(session, actor, linyi, {**prepared, "credit.serious-list": "unknown"}, NOW - timedelta(days=300))
        cycle(session, actor, linyi, prepared, NOW)
        session.commit()
    return site


@pytest.mark.timeout(180)
def test_one_set_of_answers_serves_every_region(page: Page, filled: Site) -> None:
    steps.sign_in(page, filled.first)
    steps.consent(page)
    page.goto("/assessments")
    page.get_by_role("link", name="各地结果对照").click()
    expect(page.locator(".place")).to_have_count(5)
    expect(page.locator(".trend polyline")).to_have_count(2)
    for fold in page.locator("main details > summary").all():
        fold.click()
    look(page)
    page.get_by_role("button", name="比较").click()
    expect(page.locator("#totals")).to_be_visible()
    look(page)
    page.goto("/organisation/results")
    page.locator(".place--far button").first.click()
    page.wait_for_url("**/start")
    look(page)
    page.get_by_role("link", name="查看可以沿用的回答").click()
    expect(page.locator("input[name=take]").first).to_be_visible()
    expect(page.locator("input[name=take]:checked")).to_have_count(0)
    look(page)
    page.locator("input[name=take]").first.check()
    page.get_by_role("button", name="沿用勾选的回答").click()
    expect(page.locator(".notice--success")).to_contain_text("已沿用 1 题")
    look(page)
    take_at_the_question(page)


def take_at_the_question(page: Page) -> None:
    """Find an offer beside a question, and take it over with one click."""
    page.locator("dt a, .offer").first.wait_for()
    base = page.url.partition("/prefill")[0]
    page.goto(base)
    for link in [one.get_attribute("href") for one in page.locator(".task__name a").all()]:
        page.goto(link or "")
        if page.locator("button[name=take]").count():
            break
    look(page)
    box = page.locator(".again--offer").first
    question = page.locator(".question").filter(has=page.locator(".again--offer")).first
    key = question.get_attribute("data-fact")
    box.locator("button").click()
    expect(page.locator(f'[data-fact="{key}"] .saved')).to_contain_text("已保存")
    expect(page.locator(f'[data-fact="{key}"] .again--offer')).to_have_count(0)
