"""Estimates and re-scoring as they look: accessible, narrow enough for a telephone, with numbers that agree."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from assess.access.roles import Role
from assess.accounts.models import Account, Membership, Organisation
from assess.db import Database
from tests.browser import steps
from tests.browser.conftest import Site
from tests.browser.looking import look
from tests.factories.accounts import make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import make_version
from tests.factories.submissions import make_submission
from tests.programmes.insured import ABROAD, given, store

OPEN = {**ABROAD, "subsidy": "not-applied"}
UNDECIDED = {key: value for key, value in {**OPEN, "premium": "90000"}.items() if key != "belt_road"}
ANSWERS = {"credit.serious-list": "no", "credit.procedure": "yes", "credit.trainings": "1", "insurance.policies": []}


@pytest.fixture
def insured(database: Database, people: tuple[Account, Account]) -> str:
    """Give the address of an assessment of the first person's enterprise, with policies paid this year and last."""
    with database.write() as session:
        member = session.scalars(select(Membership).where(Membership.account_id == people[0].id)).one()
        owner = session.get(Organisation, member.organisation_id)
        assert owner is not None
        rows = [OPEN, UNDECIDED, {**OPEN, "paid_on": "2025-02-03"}, {**OPEN, "product": "other"}]
        made = store(session, owner, given(rows)).id
        session.commit()
    return f"/assessments/{made}"


@pytest.fixture
def administrator(database: Database, people: tuple[Account, Account]) -> str:
    """Give the login of an administrator; two submissions are there to be re-scored."""
    del people  # they register the checklist first
    with database.write() as session:
        login = make_account(
            session, make_organisation(session, name="平台运行单位", operator=True), Role.ADMINISTRATOR
        ).login
        assessment, account, version = make_assessment(session), make_account(session), make_version(session)
        for number in (1, 2):
            make_submission(session, assessment, account, ANSWERS, version=version, number=number)
        session.commit()
    return login


@pytest.mark.timeout(300)
def test_estimates_are_shown_with_their_arithmetic(page: Page, site: Site, insured: str) -> None:
    steps.sign_in(page, site.first)
    steps.consent(page)
    page.goto(f"{insured}/result")
    look(page)
    expect(page.locator(".money__sentence")).to_have_text("估计有 234,000 元没有申领")
    page.locator(".money").get_by_role("link", name="看条件、材料和计算过程").click()
    page.wait_for_url("**/programmes")
    look(page)
    expect(page.locator(".estimate__amount")).to_have_text("估算 234,000 元至 243,000 元")
    page.get_by_role("link", name="看2025年付款的").click()
    expect(page.locator(".estimate__amount")).to_have_text("估算 180,000 元")
    look(page)


@pytest.mark.timeout(300)
def test_a_re_scoring_is_watched_to_its_end(page: Page, administrator: str, site: Site) -> None:
    assert site.address
    steps.sign_in(page, administrator)
    page.goto("/rescores")
    look(page)
    page.get_by_role("button", name="开始重新计算").click()
    page.wait_for_url("**/rescores/*")
    expect(page.locator("#findings")).to_contain_text("没有不同：每一份提交都算出了同样的数字。", timeout=60_000)
    look(page)
