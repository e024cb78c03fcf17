"""Campaigns on the pages of respondents: who reads, starting, bringing along, running out of time, leaving."""

from datetime import timedelta

from sqlalchemy import select, update

from assess import clock
from assess.access.roles import Role
from assess.accounts.models import Account, Membership, Organisation
from assess.assessments.models import Assessment
from assess.campaigns.models import Campaign
from assess.campaigns.times import begin_of, end_of
from assess.db import Database
from tests.factories.accounts import make_account
from tests.factories.assessments import make_assessment
from tests.web.browsing import Browser, complaints
from tests.web.campaigning import Office, days, made, start


def test_a_respondent_sees_who_reads_before_the_first_question(
    admin: Browser, database: Database, office: Office
) -> None:
    base = made(admin, database, office)
    lead = office.enter(office.leads[0])
    page = lead.get("/assessments").text
    assert ("2026年度自评" in page, "开始填报" in page, "还有 8 天" in page) == (True, True, True)
    page = lead.get(f"{base}/start").text
    reviewers = "“临沂市市场监督管理局”的复核人员：提交之后"
    for words in ("谁能看到", reviewers, "不包括填报内容", "联系人：王科长", "还有 8 天"):
        assert words in page, words
    there = start(lead, base)
    assert there.endswith("/start")
    page = lead.get(there).text
    assert "“临沂市市场监督管理局”的复核人员：提交之后" in page
    assert "没有任何机关能看到" not in page
    hub = there.removesuffix("/start")
    assert "由“临沂市市场监督管理局”复核" in lead.get(hub).text
    assert start(lead, base) == hub
    assert lead.get(f"{hub}/newer").status_code in {404, 409}
    assert "填报中" in admin.get(f"{base}/participants?state=draft").text
    assert hub in lead.get("/assessments").text


def test_what_was_begun_outside_can_come_along(admin: Browser, database: Database, office: Office) -> None:
    base = made(admin, database, office)
    with database.write() as session:
        owner = session.get_one(Organisation, office.bureau.enterprises[0].id)
        draft = make_assessment(session, owner).id
        session.commit()
    lead = office.enter(office.leads[0])
    assert "要带进来吗" in lead.get(f"{base}/start").text
    refused = lead.post(f"{base}/start", {"draft": str(office.bureau.body.id)})
    assert list(complaints(refused)) == ["draft"]
    assert start(lead, base, draft=str(draft)) == f"/assessments/{draft}"
    with database.read() as session:
        found = session.get_one(Assessment, draft)
        assert found.closes_at == end_of(clock.today() + timedelta(days=8))
        assert found.campaign_id is not None


def test_time_ends_and_can_be_given(admin: Browser, database: Database, office: Office) -> None:
    base = made(admin, database, office)
    lead, second = office.enter(office.leads[0]), office.enter(office.leads[1])
    hub = start(lead, base).removesuffix("/start")
    member = f"{base}/participants/{office.bureau.enterprises[0].id}"
    admin.get(f"{base}/steps/close")
    admin.post(f"{base}/steps/close", {"reason": "提前"})
    page = lead.get(hub).text
    assert "期限已过，内容不能再修改或提交" in page
    assert "还有" not in page.partition("hub__campaign")[2].partition("</p>")[0]
    assert "期限已过" in lead.get("/assessments").text
    assert lead.post(f"{hub}/answers/credit.procedure", {"credit.procedure": "yes"}).status_code == 403
    assert "本单位没有填报" in second.get(f"{base}/start").text
    second.get("/")
    assert second.post(f"{base}/start").status_code == 403
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    admin.get(f"{member}/time")
    assert admin.post(f"{member}/time", {"closes_on": tomorrow, "reason": "停电"}).status_code == 303
    assert "单独延期" in admin.get(f"{base}/participants").text
    assert "还有 1 天" in lead.get(hub).text
    assert "示范企业00：" in admin.get(base).text


def test_taking_out_who_has_begun_asks(admin: Browser, database: Database, office: Office) -> None:
    base = made(admin, database, office)
    lead = office.enter(office.leads[0])
    hub = start(lead, base).removesuffix("/start")
    member = f"{base}/participants/{office.bureau.enterprises[0].id}/remove"
    assert "已经开始填报" in admin.get(member).text
    assert list(complaints(admin.post(member, {"reason": ""}))) == []
    assert "请勾选确认" in admin.post(member, {"reason": "已迁出"}).text
    assert admin.post(member, {"reason": "已迁出", "confirmed": "yes"}).status_code == 303
    assert lead.get(f"{base}/start").status_code == 404
    assert "没有任何机关能看到" in lead.get(f"{hub}/start").text
    assert admin.get(member).status_code == 404


def test_a_lead_withdraws_and_the_organiser_sees_it(admin: Browser, database: Database, office: Office) -> None:
    base = made(admin, database, office)
    lead = office.enter(office.leads[0])
    hub = start(lead, base).removesuffix("/start")
    with database.write() as session:
        owner = session.get_one(Organisation, office.bureau.enterprises[0].id)
        colleague = make_account(session, owner, Role.RESPONDENT).login
        outside = make_assessment(session, owner).id
        session.commit()
    other = office.enter(colleague)
    assert "/withdraw" not in other.get(hub).text
    assert other.get(f"{hub}/withdraw").status_code == 404
    assert other.post(f"{hub}/withdraw").status_code == 403
    assert lead.get(f"/assessments/{outside}/withdraw").status_code == 404
    assert "主办单位会看到“已撤回”" in lead.get(f"{hub}/withdraw").text
    assert lead.post(f"{hub}/withdraw").headers["location"] == hub
    assert lead.get(hub).status_code == 200
    assert "已撤回" in admin.get(f"{base}/participants?state=withdrawn").text


def test_one_who_belongs_to_two_participants_says_for_which(admin: Browser, database: Database, office: Office) -> None:
    base = made(admin, database, office)
    first, second = (one.id for one in office.bureau.enterprises[:2])
    with database.write() as session:
        account = session.scalars(select(Account).where(Account.login == office.leads[0])).one()
        session.add(Membership(account_id=account.id, organisation_id=second, role=Role.LEAD))
        session.commit()
    lead = office.enter(office.leads[0])
    page = lead.get("/assessments").text
    assert f"{base}/start?organisation={first}" in page
    assert f"{base}/start?organisation={second}" in page
    lead.get(f"{base}/start?organisation={second}")
    assert lead.post(f"{base}/start", {"organisation": str(second)}).status_code == 303
    with database.read() as session:
        assert session.scalars(select(Assessment.organisation_id)).all() == [second]


def test_an_upcoming_campaign_cannot_be_started(admin: Browser, database: Database, office: Office) -> None:
    base = made(admin, database, office, opened=True, **days(2, 8))
    lead = office.enter(office.leads[0])
    opens = clock.today() + timedelta(days=2)
    assert f"{opens.month}月{opens.day}日起可以填报" in lead.get(f"{base}/start").text
    lead.get("/")
    assert lead.post(f"{base}/start").status_code == 403
    assert "未到开始日" in admin.get(base).text
    with database.write() as session:
        session.execute(update(Campaign).values(opens_at=begin_of(clock.today())))
        session.commit()
    assert "开始填报" in lead.get(f"{base}/start").text
