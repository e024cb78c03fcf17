"""Campaigns on the pages of administrators: from description to results, and to everybody else nothing."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess import clock
from assess.access.roles import Role
from assess.accounts.models import Organisation
from assess.campaigns.models import Campaign, CampaignRecord, CampaignStatus, Participant
from assess.campaigns.times import end_of
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from assess.jobs import operations as jobs
from assess.jobs.models import JobStatus
from tests.conftest import CountQueries
from tests.factories.accounts import credit_code, make_account
from tests.factories.campaigns import make_bureau
from tests.web.browsing import Browser, complaints
from tests.web.campaigning import ADD, Office, body_of, days, described, made, start, upload
from tests.web.conftest import Browsers
from tests.web.markup import faults


def test_from_description_to_opening(admin: Browser, database: Database, office: Office) -> None:
    assert "还没有评估批次" in admin.get("/campaigns").text
    base = made(admin, database, office, opened=False)
    page = admin.get(base).text
    assert "批次还没有开放" in page
    assert "联系人：王科长\n电话：0539-0000000" in page
    assert "已提交 0 / 2 个单位" in page
    assert "7、3、1" in page
    page = admin.get(f"{base}/steps/open").text
    assert "共 2 个参评单位。开放以后，有邮箱的单位会收到邮件" in page
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
    assert "已审定的结果已公布" in admin.get(f"{base}?done=published").text
    publishing_is_told(admin, database, base)
    assert admin.get(f"{base}/steps/no-such").status_code == 404


def publishing_is_told(admin: Browser, database: Database, base: str) -> None:
    """Look at the page while the job is under way, and when it has given up."""
    with database.write() as session:
        key = f"publish-campaign:{base.rpartition('/')[2].replace('-', '')}:2"
        given = {"campaign": base.rpartition("/")[2], "asked": clock.now().isoformat()}
        job = jobs.enqueue(session, name="publish-campaign", payload=given, key=key, total=1200, now=clock.now())
        job.status, job.done, job.locked_until = JobStatus.RUNNING, 1000, clock.now() + timedelta(hours=1)
        session.commit()
        page = admin.get(base).text
        assert "正在公布结果：1,000 / 1,200 份" in page
        assert 'hx-select="#publishing"' in page
        job.status = JobStatus.FAILED
        session.commit()
    page = admin.get(base).text
    assert "已公布 1,000 / 1,200 份" in page
    assert 'hx-select="#publishing"' not in page


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
def test_to_everybody_else_a_campaign_is_as_good_as_missing(
    admin: Browser,
    database: Database,
    office: Office,
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
    one = office.enter(logins[who]) if who in logins else browsers()
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
        looks = []
        for _ in range(3):  # the job runner may look for work meanwhile: what it asks only adds
            with count_queries() as statements:
                page = admin.get("/campaigns").text
            looks.append(len(statements))
        counted.append(min(looks))
        assert page.count("批次") > 50
    assert counted[0] == counted[1]
    assert "第 2 页" in page
    assert admin.get("/campaigns?page=99").status_code == 200
    assert admin.get("/campaigns?page=x").status_code == 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_sound(admin: Browser, database: Database, office: Office, language: str) -> None:
    admin.get(f"/?lang={language}")
    assert faults(admin.get("/campaigns").text) == []
    base = made(admin, database, office, opened=False)
    assert faults(admin.get(f"{base}/steps/open").text) == []
    admin.post(f"{base}/steps/open")
    member = f"{base}/participants/{office.bureau.enterprises[0].id}"
    for path in (
        "/campaigns",
        "/campaigns/new",
        f"{base}?done=opened",
        f"{base}/edit",
        f"{base}/steps/extend",
        f"{base}/steps/close",
        f"{base}/steps/remind",
        f"{base}/participants",
        f"{base}/participants?q=none",
        f"{base}{ADD}?region=371300",
        f"{member}/time",
        f"{member}/remove",
    ):
        page = admin.get(path)
        assert (page.status_code, faults(page.text)) == (200, []), path
    for path, given in (
        ("/campaigns/new", {}),
        (f"{base}/edit", {}),
        (f"{base}/steps/extend", {}),
        (f"{base}/participants/list", {"list": f"{office.codes[2]}\n{office.codes[1]}\nx", "add": "1"}),
        (f"{base}/participants/list", {"list": ""}),
        (f"{base}/participants/filter", {"region": "371300"}),
        (f"{member}/remove", {}),
    ):
        page = admin.post(path, given)
        assert (page.status_code, faults(page.text)) == (422, []), path
    lead = office.enter(office.leads[0])
    lead.get(f"/?lang={language}")
    hub = start(lead, base).removesuffix("/start")
    for path in ("/assessments", f"{base}/start", hub, f"{hub}/start", f"{hub}/withdraw"):
        page = lead.get(path)
        assert (page.status_code, faults(page.text)) == (200, []), path
    second = office.enter(office.leads[1])
    assert faults(second.get(f"{base}/start").text) == []
