"""Campaigns on the pages: the administrator's way from description to results, and the respondent's into it."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assess import clock
from assess.access.roles import Role
from assess.accounts.models import Account, Membership, Organisation
from assess.assessments.models import Assessment
from assess.campaigns.models import Campaign, CampaignRecord, CampaignStatus, Participant
from assess.campaigns.times import begin_of, end_of
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from tests.conftest import CountQueries
from tests.factories.accounts import PASSWORD, credit_code, make_account
from tests.factories.assessments import make_assessment
from tests.factories.campaigns import Bureau, make_bureau
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers

ADD = "/participants/add"


@dataclass(frozen=True)
class Office:
    """The logins of a bureau and of its enterprises' leads, and their ids."""

    admin: str
    leads: tuple[str, ...]
    names: tuple[str, ...]
    codes: tuple[str, ...]
    bureau: Bureau


@pytest.fixture
def office(database: Database, browser: Browser) -> Office:
    assert browser.settings.report_workers == 1
    with database.write() as session:
        made = make_bureau(session, enterprises=3)
        found = Office(
            made.admin.login,
            tuple(lead.login for lead in made.leads),
            tuple(one.name for one in made.enterprises),
            tuple(str(one.credit_code) for one in made.enterprises),
            made,
        )
        session.commit()
        for row in (made.body, made.admin, made.district, *made.enterprises, *made.leads):
            session.refresh(row)
        session.expunge_all()
    return found


@pytest.fixture
def entered(browsers: Browsers) -> Callable[[str], Browser]:
    def enter(login: str) -> Browser:
        one = browsers()
        assert one.sign_in(login, PASSWORD).status_code == 303
        one.consent()
        return one

    return enter


@pytest.fixture
def admin(office: Office, entered: Callable[[str], Browser]) -> Browser:
    return entered(office.admin)


def days(first: int = 0, last: int = 8) -> dict[str, str]:
    """Give the first and the last day, counted from today."""
    today = clock.today()
    return {
        "opens_on": (today + timedelta(days=first)).isoformat(),
        "closes_on": (today + timedelta(days=last)).isoformat(),
    }


def described(database: Database, office: Office, **changes: str) -> dict[str, str]:
    with database.read() as session:
        version = session.scalars(select(ChecklistVersion.id)).one()
    body = str(office.bureau.body.id)
    given = {
        "name": "2026年度自评",
        "checklist_version_id": str(version),
        "organiser_id": body,
        "reviewing_body_id": body,
        "second_body_id": "",
        "levels": "1",
        "mend_days": "10",
        "appeal_days": "5",
        "review_by": "",
        "reminder_days": "7，3,1",
        "message": "联系人：王科长\n电话：0539-0000000",
        **days(),
    }
    return {**given, **changes}


def made(admin: Browser, database: Database, office: Office, *, opened: bool = True, **changes: str) -> str:
    """Make a campaign of the first two enterprises through the pages; give its address."""
    admin.get("/campaigns/new")
    answer = admin.post("/campaigns/new", described(database, office, **changes))
    assert answer.status_code == 303, complaints(answer)
    base = answer.headers["location"].removesuffix(ADD)
    admin.get(base + ADD)
    listed = "\n".join(office.codes[:2])
    assert admin.post(f"{base}/participants/list", {"list": listed, "add": "1"}).status_code == 303
    if opened:
        assert admin.post(f"{base}/steps/open").headers["location"] == f"{base}?done=opened"
    return base


def test_from_description_to_opening(admin: Browser, database: Database, office: Office) -> None:
    assert "还没有评估批次" in admin.get("/campaigns").text
    base = made(admin, database, office, opened=False)
    page = admin.get(base).text
    assert "批次还没有开放" in page
    assert "联系人：王科长\n电话：0539-0000000" in page
    assert "已提交 0 / 2 个单位" in page
    assert "7、3、1" in page
    page = admin.get(f"{base}/steps/open").text
    assert "2 个参评单位会收到邮件" in page
    admin.post(f"{base}/steps/open")
    page = admin.get(f"{base}?done=opened").text
    assert "批次已开放" in page
    assert "还有 8 天" in page
    page = admin.get("/campaigns").text
    assert ("2026年度自评" in page, "0 / 2" in page, "还有 8 天" in page) == (True, True, True)
    assert "Campaign" in admin.get("/campaigns?lang=en").text or "campaign" in admin.get("/campaigns?lang=en").text


def test_errors_stand_at_their_fields(admin: Browser, database: Database, office: Office) -> None:
    admin.get("/campaigns/new")
    empty = complaints(admin.post("/campaigns/new", {}))
    assert set(empty) >= {"name", "checklist_version_id", "organiser_id", "opens_on", "closes_on", "mend_days"}
    assert empty["opens_on"] == "请填写日期，例如 2026-11-30。"
    for change, field in (
        (days(3, 1), "closes_on"),
        (days(-9, -2), "closes_on"),
        ({"mend_days": "0"}, "mend_days"),
        ({"mend_days": "x"}, "mend_days"),
        ({"reminder_days": "7 days"}, "reminder_days"),
        ({"reminder_days": "99"}, "reminder_days"),
        ({"review_by": "2020-01-01"}, "review_by"),
        ({"opens_on": "2026-02-30"}, "opens_on"),
        ({"reviewing_body_id": str(office.bureau.district.id)}, "reviewing_body_id"),
        ({"organiser_id": "nobody"}, "organiser_id"),
    ):
        answer = admin.post("/campaigns/new", described(database, office, **change))
        assert (answer.status_code, list(complaints(answer))) == (422, [field]), change
        assert 'value="2026年度自评"' in answer.text
    with database.read() as session:
        assert session.scalars(select(Campaign)).all() == []


def test_steps_ask_for_their_reason_and_are_told(admin: Browser, database: Database, office: Office) -> None:
    base = made(admin, database, office)
    later = (clock.today() + timedelta(days=20)).isoformat()
    admin.get(f"{base}/steps/extend")
    wrong = complaints(admin.post(f"{base}/steps/extend", {"closes_on": "", "reason": ""}))
    assert list(wrong) == ["closes_on"]
    wrong = complaints(admin.post(f"{base}/steps/extend", {"closes_on": later, "reason": " "}))
    assert list(wrong) == ["reason"]
    soon = clock.today().isoformat()
    wrong = complaints(admin.post(f"{base}/steps/extend", {"closes_on": soon, "reason": "x"}))
    assert list(wrong) == ["closes_on"]
    for step, given in (
        ("extend", {"closes_on": later, "reason": "台风影响"}),
        ("close", {"reason": "都已提交"}),
        ("reopen", {"closes_on": later, "reason": "补充两家"}),
        ("close", {"reason": "完"}),
    ):
        assert admin.post(f"{base}/steps/{step}", given).status_code == 303, step
    page = admin.get(base).text
    assert page.index("补充两家") < page.index("都已提交") < page.index("台风影响")
    assert "填报已截止" in page
    assert admin.get(f"{base}/steps/extend").status_code == 403
    assert admin.post(f"{base}/steps/publish").headers["location"] == f"{base}?done=published"
    assert "结果已公布" in admin.get(base).text
    assert admin.get(f"{base}/steps/no-such").status_code == 404


def test_an_open_campaign_takes_small_changes_only(admin: Browser, database: Database, office: Office) -> None:
    base = made(admin, database, office)
    page = admin.get(f"{base}/edit").text
    assert 'name="closes_on"' not in page
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision is not None
    change = {"name": "改名", "review_by": "", "reminder_days": "2", "message": "", "revision": revision[1]}
    assert admin.post(f"{base}/edit", {**change, "closes_on": "2027-01-01"}).status_code == 303
    stale = admin.post(f"{base}/edit", {**change, "name": "又改"})
    assert "内容已被他人修改" in stale.text
    assert 'value="又改"' in stale.text
    with database.read() as session:
        found = session.scalars(select(Campaign)).one()
        assert (found.name, found.reminder_days) == ("改名", [2])
        assert found.closes_at == end_of(clock.today() + timedelta(days=8))


def test_a_list_is_shown_before_it_counts(admin: Browser, database: Database, office: Office) -> None:
    base = made(admin, database, office, opened=False)
    admin.get(base + ADD)
    listed = "\n".join([office.codes[1], office.names[2], credit_code(955), "兰山区"])
    answer = admin.post(f"{base}/participants/list", {"list": listed})
    for words in ("可以添加 1 个", "已在批次里 1 个", "类别不符 1 个", "没有找到 1 个", credit_code(955)):
        assert words in answer.text, words
    with database.read() as session:
        assert len(session.scalars(select(Participant)).all()) == 2
    empty = complaints(admin.post(f"{base}/participants/list", {"list": " "}))
    assert empty == {"list": "请粘贴统一社会信用代码或单位全称，或者选择一个文件。"}
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["序号", "统一社会信用代码"], *([number, code] for number, code in enumerate(office.codes, 1))):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    assert "可以添加 1 个" in upload(admin, base, "名单.xlsx", content.getvalue()).text
    table = "企业名称,统一社会信用代码\n" + "\n".join(f"甲,{code}" for code in office.codes)
    assert "可以添加 1 个" in upload(admin, base, "名单.csv", table.encode("gb18030")).text
    broken = upload(admin, base, "名单.xls", b"\xd0\xcf\x11\xe0\x00\x00")
    assert (broken.status_code, list(complaints(broken))) == (422, ["file"])


def upload(browser: Browser, base: str, name: str, content: bytes) -> httpx.Response:
    files: Any = {"file": (name, content, "application/octet-stream")}
    sent = {"csrf_token": browser.token, "list": ""}
    return browser.send("POST", f"{base}/participants/list", data=sent, files=files, headers={"accept": "text/html"})


def test_a_filter_counts_and_adds(admin: Browser, database: Database, office: Office) -> None:
    base = made(admin, database, office, opened=False)
    page = admin.get(f"{base}{ADD}?region=临沂市").text
    assert "符合条件、还不在批次里的单位：1 个" in page
    assert office.names[2] in admin.get(f"{base}/participants/count?below={office.bureau.district.id}").text
    assert "：0 个" in admin.get(f"{base}/participants/count?name=没有这个").text
    assert "没有找到“某地”这个地区" in admin.get(f"{base}/participants/count?region=某地").text
    admin.get(base + ADD)
    assert admin.post(f"{base}/participants/filter", {"region": "371300"}).status_code == 303
    assert "没有可以添加的单位" in admin.post(f"{base}/participants/filter", {}).text
    page = admin.get(f"{base}/participants").text
    assert all(name in page for name in office.names)
    assert "共 1 个单位" in admin.get(f"{base}/participants?q={office.codes[0]}").text
    assert "共 3 个单位" in admin.get(f"{base}/participants?state=none").text
    assert "共 0 个单位" in admin.get(f"{base}/participants?state=submitted").text


def start(browser: Browser, base: str, **given: str) -> str:
    browser.get(f"{base}/start")
    answer = browser.post(f"{base}/start", given)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_respondent_sees_who_reads_before_the_first_question(
    admin: Browser, database: Database, office: Office, entered: Callable[[str], Browser]
) -> None:
    base = made(admin, database, office)
    lead = entered(office.leads[0])
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


def test_what_was_begun_outside_can_come_along(
    admin: Browser, database: Database, office: Office, entered: Callable[[str], Browser]
) -> None:
    base = made(admin, database, office)
    with database.write() as session:
        owner = session.get_one(Organisation, office.bureau.enterprises[0].id)
        draft = make_assessment(session, owner).id
        session.commit()
    lead = entered(office.leads[0])
    assert "要带进来吗" in lead.get(f"{base}/start").text
    refused = lead.post(f"{base}/start", {"draft": str(office.bureau.body.id)})
    assert list(complaints(refused)) == ["draft"]
    assert start(lead, base, draft=str(draft)) == f"/assessments/{draft}"
    with database.read() as session:
        found = session.get_one(Assessment, draft)
        assert found.closes_at == end_of(clock.today() + timedelta(days=8))
        assert found.campaign_id is not None


def test_time_ends_and_can_be_given(
    admin: Browser, database: Database, office: Office, entered: Callable[[str], Browser]
) -> None:
    base = made(admin, database, office)
    lead, second = entered(office.leads[0]), entered(office.leads[1])
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


def test_taking_out_who_has_begun_asks(
    admin: Browser, database: Database, office: Office, entered: Callable[[str], Browser]
) -> None:
    base = made(admin, database, office)
    lead = entered(office.leads[0])
    hub = start(lead, base).removesuffix("/start")
    member = f"{base}/participants/{office.bureau.enterprises[0].id}/remove"
    assert "已经开始填报" in admin.get(member).text
    assert list(complaints(admin.post(member, {"reason": ""}))) == []
    assert "请勾选确认" in admin.post(member, {"reason": "已迁出"}).text
    assert admin.post(member, {"reason": "已迁出", "confirmed": "yes"}).status_code == 303
    assert lead.get(f"{base}/start").status_code == 404
    assert "没有任何机关能看到" in lead.get(f"{hub}/start").text
    assert admin.get(member).status_code == 404


def test_a_lead_withdraws_and_the_organiser_sees_it(
    admin: Browser, database: Database, office: Office, entered: Callable[[str], Browser]
) -> None:
    base = made(admin, database, office)
    lead = entered(office.leads[0])
    hub = start(lead, base).removesuffix("/start")
    with database.write() as session:
        owner = session.get_one(Organisation, office.bureau.enterprises[0].id)
        colleague = make_account(session, owner, Role.RESPONDENT).login
        outside = make_assessment(session, owner).id
        session.commit()
    other = entered(colleague)
    assert "/withdraw" not in other.get(hub).text
    assert other.get(f"{hub}/withdraw").status_code == 404
    assert other.post(f"{hub}/withdraw").status_code == 403
    assert lead.get(f"/assessments/{outside}/withdraw").status_code == 404
    assert "主办单位会看到“已撤回”" in lead.get(f"{hub}/withdraw").text
    assert lead.post(f"{hub}/withdraw").headers["location"] == hub
    assert lead.get(hub).status_code == 200
    assert "已撤回" in admin.get(f"{base}/participants?state=withdrawn").text


def test_reminding_shows_how_many_letters_and_goes_once_a_day(
    admin: Browser, database: Database, office: Office
) -> None:
    base = made(admin, database, office)
    assert "还有 2 个单位没有提交，将发出 2 封邮件" in admin.get(f"{base}/steps/remind").text
    assert admin.post(f"{base}/steps/remind").status_code == 303
    admin.get(f"{base}/steps/remind")
    again = admin.post(f"{base}/steps/remind")
    assert "今天已经提醒过" in again.text
    assert "2 个单位，2 封邮件" in admin.get(base).text


@pytest.mark.parametrize("who", ["foreign", "reviewer", "lead", "guest"])
def test_to_everybody_else_a_campaign_is_as_good_as_missing(  # noqa: PLR0917 - pytest hands fixtures in
    admin: Browser,
    database: Database,
    office: Office,
    entered: Callable[[str], Browser],
    browsers: Browsers,
    who: str,
) -> None:
    base = made(admin, database, office)
    with database.write() as session:
        foreign = make_bureau(session, enterprises=0, name="外地机关").admin.login
        body = session.get_one(Organisation, office.bureau.body.id)
        reviewer = make_account(session, body, Role.REVIEWER).login
        session.commit()
    logins = {"foreign": foreign, "reviewer": reviewer, "lead": office.leads[2]}
    one = entered(logins[who]) if who in logins else browsers()
    one.consent()
    missing = base[:-4] + "0000"
    pages = ("", "/edit", "/participants", ADD, "/participants/count", "/steps/extend")
    posts = ("/edit", "/steps/close", "/steps/publish", "/participants/list", "/participants/filter")
    for path in pages:
        answer, nothing = one.get(base + path), one.get(missing + path)
        assert (answer.status_code, nothing.status_code) == (404, 404), path
        assert body_of(answer) == body_of(nothing), path
    one.get("/")
    for path in posts:
        assert one.post(base + path, {"reason": "x", "list": "x"}).status_code == 404, path
    assert one.get("/campaigns").status_code == (200 if who == "foreign" else 404)
    if who == "guest":
        assert one.get(f"{base}/start").headers["location"].startswith("/sign-in?next=/campaigns/")
    if who == "lead":
        assert (one.get(f"{base}/start").status_code, one.get(f"{missing}/start").status_code) == (404, 404)
        one.get("/")
        assert one.post(f"{base}/start").status_code == 404
    with database.read() as session:
        assert session.scalars(select(Campaign.status)).one() is CampaignStatus.OPEN
        assert {one.event.value for one in session.scalars(select(CampaignRecord))} == {
            "created",
            "participants-added",
            "opened",
        }


def body_of(answer: httpx.Response) -> str:
    return re.sub(r"[0-9a-f]{16,}|value=\"[^\"]*\"|\?lang=\w+|/campaigns/[^\"?]*", "", answer.text)


def test_the_list_takes_the_same_queries_for_50_and_500(
    admin: Browser, database: Database, office: Office, count_queries: CountQueries
) -> None:
    def fill(session: Session, count: int) -> None:
        version = session.scalars(select(ChecklistVersion.id)).one()
        body, by = office.bureau.body.id, office.bureau.admin.id
        opens = datetime(2026, 11, 1, tzinfo=UTC)
        session.add_all(
            Campaign(
                name=f"批次{number}",
                checklist_version_id=version,
                organiser_id=body,
                reviewing_body_id=body,
                opens_at=opens,
                closes_at=opens + timedelta(days=number + 1),
                created_by=by,
                created_at=opens,
            )
            for number in range(count)
        )

    counted, page = [], ""
    for count in (50, 450):
        with database.write() as session:
            fill(session, count)
            session.commit()
        admin.get("/campaigns")
        with count_queries() as statements:
            page = admin.get("/campaigns").text
        counted.append(sum("job" not in statement for statement in statements))  # the runner looks for work meanwhile
        assert page.count("批次") > 50
    assert counted[0] == counted[1]
    assert "第 2 页" in page
    assert admin.get("/campaigns?page=99").status_code == 200
    assert admin.get("/campaigns?page=x").status_code == 200


def test_one_who_belongs_to_two_participants_says_for_which(
    admin: Browser, database: Database, office: Office, entered: Callable[[str], Browser]
) -> None:
    base = made(admin, database, office)
    first, second = (one.id for one in office.bureau.enterprises[:2])
    with database.write() as session:
        account = session.scalars(select(Account).where(Account.login == office.leads[0])).one()
        session.add(Membership(account_id=account.id, organisation_id=second, role=Role.LEAD))
        session.commit()
    lead = entered(office.leads[0])
    page = lead.get("/assessments").text
    assert f"{base}/start?organisation={first}" in page
    assert f"{base}/start?organisation={second}" in page
    lead.get(f"{base}/start?organisation={second}")
    assert lead.post(f"{base}/start", {"organisation": str(second)}).status_code == 303
    with database.read() as session:
        assert session.scalars(select(Assessment.organisation_id)).all() == [second]


def test_an_upcoming_campaign_cannot_be_started(
    admin: Browser, database: Database, office: Office, entered: Callable[[str], Browser]
) -> None:
    base = made(admin, database, office, opened=True, **days(2, 8))
    lead = entered(office.leads[0])
    opens = clock.today() + timedelta(days=2)
    assert f"{opens.month}月{opens.day}日起可以填报" in lead.get(f"{base}/start").text
    lead.get("/")
    assert lead.post(f"{base}/start").status_code == 403
    assert "未到开始日" in admin.get(base).text
    with database.write() as session:
        session.execute(update(Campaign).values(opens_at=begin_of(clock.today())))
        session.commit()
    assert "开始填报" in lead.get(f"{base}/start").text
