"""Published lists on the pages: who may see them, the way from file to listing, and what a respondent is shown."""

import csv
import io
import json
import shutil
import time
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from assess.access.roles import Role
from assess.accounts.models import Account, Membership, Organisation, OrganisationKind
from assess.assessments.models import Submission
from assess.checklists.loader import SHIPPED
from assess.config import Settings
from assess.db import Database
from assess.listings.models import ListingImport, State
from assess.reports import occasions
from tests.factories.accounts import PASSWORD, credit_code, make_account, make_organisation
from tests.factories.checklists import published
from tests.factories.listings import row, table
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.filling import LISTS, Sitting, begin

OTHER = credit_code(931)
PATIENCE = 30


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Give the settings of a service whose content knows the lists."""
    settings.checklists_path.mkdir()
    shutil.copy(SHIPPED / "lists.yaml", settings.checklists_path)
    return settings


@pytest.fixture
def administrator(database: Database, browsers: Browsers) -> Browser:
    with database.write() as session:
        office = make_organisation(session, name="示范平台", kind=OrganisationKind.AUTHORITY, operator=True)
        login = make_account(session, office, Role.ADMINISTRATOR, name="周管理").login
        session.commit()
    one = browsers()
    assert one.sign_in(login, PASSWORD).status_code == 303
    return one


def upload(browser: Browser, content: bytes, name: str = "名单.csv", **fields: str) -> httpx.Response:
    files: Any = {"file": (name, content, "text/csv")}
    sent = {"csrf_token": browser.token, **fields}
    return browser.send("POST", "/listings", data=sent, files=files, headers={"accept": "text/html"})


def settled(browser: Browser, database: Database, address: str) -> str:
    """Wait until the runner has nothing to do with an import, and give its page."""
    deadline = time.monotonic() + PATIENCE
    working = {State.READING, State.APPLYING, State.DISCARDING, State.UNDOING}
    while time.monotonic() < deadline:
        with database.read() as session:
            if not working & set(session.scalars(select(ListingImport.state))):
                return browser.get(address).text
        time.sleep(0.05)
    raise AssertionError(address)


def bring_in(browser: Browser, database: Database, content: bytes) -> str:
    browser.get("/listings")
    address = upload(browser, content).headers["location"]
    settled(browser, database, address)
    assert browser.post(f"{address}/accept").headers["location"] == address
    settled(browser, database, address)
    return address


def test_a_file_is_shown_before_it_counts_and_can_be_undone(administrator: Browser, database: Database) -> None:
    assert "还没有生效的名单" in administrator.get("/listings").text
    answer = upload(administrator, table(row(OTHER), row("123")))
    address = answer.headers["location"]
    page = settled(administrator, database, address)
    assert "接受，导入 1 条" in page
    assert "统一社会信用代码不正确（18 位，末位为校验码）" in page
    assert "“列入日期”" in page
    assert "没有记录不等于不在名单上" in administrator.get(f"/listings?code={OTHER}").text
    administrator.post(f"{address}/accept")
    assert "撤销这批导入" in settled(administrator, database, address)
    found = administrator.get(f"/listings?code={OTHER.lower()}").text
    assert "严重违法失信名单" in found
    assert "逾期不改正" in found
    administrator.get(address)
    administrator.post(f"{address}/undo")
    assert "这批导入的记录已经清除" in settled(administrator, database, address)
    assert "没有记录不等于不在名单上" in administrator.get(f"/listings?code={OTHER}").text


def test_rows_with_problems_can_be_downloaded_without_a_formula(administrator: Browser, database: Database) -> None:
    administrator.get("/listings")
    content = table(row("=1+1", reason="@SUM(A1)"), row(OTHER), row(OTHER))
    address = upload(administrator, content).headers["location"]
    settled(administrator, database, address)
    file = administrator.get(f"{address}/rows.csv?show=conflict")
    assert file.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert rows[0][0:2] == ["行号", "统一社会信用代码"]
    assert (rows[1][1], rows[1][5], rows[1][-1]) == (
        "'=1+1",
        "'@SUM(A1)",
        "统一社会信用代码不正确（18 位，末位为校验码）",
    )
    assert (rows[2][0], rows[2][1], rows[2][6], rows[2][-1]) == ("4", OTHER, "2026-03-01", "与第 3 行重复")


def test_several_problems_of_a_row_are_joined_as_the_language_joins_them(
    administrator: Browser, database: Database
) -> None:
    administrator.get("/listings")
    address = upload(administrator, table(row("91", listed_on="2026-13-01"))).headers["location"]
    settled(administrator, database, address)
    found: dict[str, str] = {}
    for language in ("zh", "en"):
        file = administrator.get(f"{address}/rows.csv?show=conflict&lang={language}")
        found[language] = list(csv.reader(io.StringIO(file.text.removeprefix("\ufeff"))))[1][-1]
    assert found["zh"].count("；") == 1
    assert "；" not in found["en"]
    assert found["en"].count("; ") == 1


def test_what_cannot_be_taken_is_said_at_the_field(
    administrator: Browser, database: Database, settings: Settings
) -> None:
    administrator.get("/listings")
    assert complaints(upload(administrator, b""))["file"] == "请选择要导入的文件，文件不能是空的。"
    assert complaints(upload(administrator, b"x", list="no-such"))["list"] == "请从所列名单中选择。"
    large = upload(administrator, b"x" * (settings.import_limit_bytes + 100_000))
    assert large.status_code == 413
    address = upload(administrator, b"a,b\n1,2\n").headers["location"]
    page = settled(administrator, database, address)
    assert "缺少的列：统一社会信用代码、名单、列入日期。" in page
    assert "credit code" in administrator.get(f"{address}?lang=en").text


def test_a_button_that_can_do_nothing_says_why(administrator: Browser, database: Database) -> None:
    first = bring_in(administrator, database, table(row(OTHER)))
    bring_in(administrator, database, table(row(OTHER, removed_on="2026-06-30")))
    answer = administrator.post(f"{first}/undo")
    assert answer.headers["location"] == f"{first}?refused=undo-later"
    assert "后来生效的导入“名单.csv”" in administrator.get(answer.headers["location"]).text
    assert administrator.post(f"{first}/retry").headers["location"] == f"{first}?refused=not-stuck"
    assert "没有改动" not in administrator.get(f"{first}?refused=%3Cb%3E").text


def test_asking_for_rows_that_were_not_compared_shows_what_there_is(administrator: Browser, database: Database) -> None:
    address = bring_in(administrator, database, table(row(OTHER)))
    answer = administrator.get(f"{address}?show=pending")
    assert (answer.status_code, OTHER in answer.text) == (200, True)


def test_to_everybody_else_there_is_nothing(
    administrator: Browser, lead_browser: Browser, browsers: Browsers, database: Database
) -> None:
    address = bring_in(administrator, database, table(row(OTHER)))
    stranger = browsers()
    stranger.get("/")
    for one in (lead_browser, stranger):
        one.get("/")
        for path in ("/listings", address, f"{address}/progress", f"{address}/rows.csv?show=new"):
            assert one.get(path).status_code == 404, path
        assert upload(one, table(row(OTHER))).status_code == 404
        for step in ("accept", "discard", "undo", "retry"):
            assert one.post(f"{address}/{step}").status_code in {403, 404}
    assert administrator.get(f"/listings/imports/{'0' * 32}").status_code == 404
    administrator.token = "wrong"
    assert upload(administrator, table(row(OTHER))).status_code == 403
    with database.read() as session:
        assert [one.state for one in session.scalars(select(ListingImport))] == [State.APPLIED]


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def code_of(database: Database, lead: Account) -> str:
    with database.read() as session:
        wanted = select(Organisation.credit_code).join(Membership, Membership.organisation_id == Organisation.id)
        return str(session.scalar(wanted.where(Membership.account_id == lead.id)))


def test_an_answer_that_a_list_contradicts_is_flagged_kept_and_stops_nobody(
    administrator: Browser, sitting: Sitting, database: Database, lead: Account
) -> None:
    sitting.finish()
    score = "/score?at=credit/lists"
    assert "公开名单显示" not in sitting.get(LISTS).text
    address = bring_in(administrator, database, table(row(code_of(database, lead)), row(OTHER)))
    said = "公开名单显示：临沂市市场监督管理局于 2026年3月1日 将贵单位列入“严重违法失信名单”，至今没有移出记录。"
    rest = ("列入原因：逾期不改正。", "来源：https://www.gsxt.gov.cn。", "您答的是“否”。")
    for path in (LISTS, "/check", "/result", score):
        page = sitting.get(path).text
        assert all(words in page for words in (said, *rest)), path
    assert "hx-swap-oob" in sitting.get(score).text
    check = sitting.get("/check").text
    assert "有 1 处回答与公开名单不一致" in check
    state = check.partition('name="state" value="')[2].partition('"')[0]
    answer = sitting.post("/submit", {"declared": "yes", "name": "王丽", "state": state})
    assert answer.status_code == 303
    administrator.post(f"{address}/undo")
    settled(administrator, database, address)
    with database.read() as session:
        submission, owner = (
            session.scalars(select(Submission)).one(),
            session.scalars(select(Organisation).where(Organisation.credit_code.is_not(None))).one(),
        )
        kept = json.loads(submission.snapshot)["contradictions"]
        (told,) = occasions.of_submission(submission, owner, published(), locale="zh").listed
    assert told.said == said + "".join(rest)
    assert [(one["fact"], one["list"], one["listed_on"], one["answer"]) for one in kept] == [
        ("credit.serious-list", "serious-dishonesty", "2026-03-01", "no")
    ]
    assert said in sitting.get("/result").text
    assert "A published list shows" in sitting.get("/result?lang=en").text


def test_an_answer_that_agrees_or_is_not_clear_is_not_flagged(
    administrator: Browser, sitting: Sitting, database: Database, lead: Account
) -> None:
    bring_in(administrator, database, table(row(code_of(database, lead))))
    sitting.get(LISTS)
    assert "公开名单显示" not in sitting.get(LISTS).text
    sitting.save("credit.serious-list", "yes")
    assert "公开名单显示" not in sitting.get(LISTS).text
    sitting.save("credit.serious-list", "no", 1)
    assert "公开名单显示" in sitting.get(LISTS).text
    bring_in(administrator, database, table(row(code_of(database, lead), removed_on="2026-10-01")))
    assert "公开名单显示" not in sitting.get(LISTS).text
