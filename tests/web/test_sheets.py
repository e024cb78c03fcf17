"""Filling in offline: the workbook of the page, what comes back, and what of it is saved."""

import re
import uuid
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from assess.accounts.models import Account
from assess.db import Database
from tests.assessments.sheets import Opened
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.filling import Sitting, begin
from tests.web.markup import faults

PAGE = "/workbook"
TAKE = re.compile(r'name="take"\s+value="([^"]+)"[^>]*?(checked)?>', re.DOTALL)


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def download(sitting: Sitting) -> Opened:
    answer = sitting.get(PAGE + ".xlsx")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    return Opened(answer.content)


def send(sitting: Sitting, content: bytes, name: str = "自评.xlsx") -> httpx.Response:
    sitting.get(PAGE)
    files: Any = {"file": (name, content, "application/octet-stream")}
    data = {"csrf_token": sitting.browser.token}
    return sitting.browser.send("POST", sitting.base + PAGE, data=data, files=files, headers={"accept": "text/html"})


def lines(page: httpx.Response) -> dict[str, bool]:
    """Give what can be ticked, and whether it is."""
    return {key: ticked == "checked" for key, ticked in TAKE.findall(page.text)}


def uploaded(sitting: Sitting, opened: Opened) -> str:
    answer = send(sitting, opened.raw())
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_a_workbook_goes_out_and_comes_back(sitting: Sitting) -> None:
    sitting.save("credit.serious-list", "no")
    opened = download(sitting)
    opened.cell("credit.procedure", "D").value = "是"
    place = uploaded(sitting, opened)
    page = sitting.browser.get(place)
    assert lines(page) == {"credit.procedure 0": True}
    assert "改动 1 处" in page.text
    assert faults(page.text) == []
    assert faults(sitting.get(PAGE).text) == []
    assert f'href="{place}"' in sitting.get(PAGE).text  # it waits where it was sent
    assert sitting.stored("credit.procedure") is None
    assert sitting.browser.post(place + "/accept", {"take": "credit.procedure 0"}).status_code == 303
    assert sitting.stored("credit.procedure") == '"yes"'
    done = sitting.browser.get(place).text
    assert "已保存 1 处改动" in done
    assert faults(done) == []
    assert f'href="{place}"' not in sitting.get(PAGE).text
    again = sitting.browser.post(place + "/accept", {"take": "credit.procedure 0"})
    assert (again.status_code, again.headers["location"]) == (303, place)


def test_only_what_is_ticked_is_saved(sitting: Sitting) -> None:
    opened = download(sitting)
    opened.cell("credit.serious-list", "D").value = "否"
    opened.cell("credit.trainings", "D").value = 4
    opened.cell("procedure", "C").value = "没有此项业务"
    place = uploaded(sitting, opened)
    assert lines(sitting.browser.get(place)) == {
        "credit.serious-list 0": True,
        "credit.trainings 0": True,
        "item:procedure 0": True,
    }
    sitting.browser.post(place + "/accept", {"take": ["credit.trainings 0", "item:procedure 0"]})
    assert (sitting.stored("credit.serious-list"), sitting.stored("credit.trainings")) == (None, '"4"')
    done = sitting.browser.get(place)
    assert "已保存 2 处改动" in done.text
    assert "没有此项业务" not in done.text


def test_a_newer_change_is_shown_as_a_conflict_and_nothing_is_saved(sitting: Sitting) -> None:
    opened = download(sitting)
    opened.cell("credit.serious-list", "D").value = "否"
    opened.cell("credit.procedure", "D").value = "是"
    place = uploaded(sitting, opened)
    sitting.browser.get(place)
    sitting.get("/sections/credit/lists")
    sitting.save("credit.procedure", "no")
    ticked = {"take": ["credit.serious-list 0", "credit.procedure 0"]}
    answer = sitting.browser.post(place + "/accept", ticked)
    assert answer.status_code == 409
    assert complaints(answer) == {"lines": "您查看之后，有人改了其中的答案；什么都没有保存，请重新核对标出的各行"}
    assert lines(answer) == {"credit.procedure 1": False, "credit.serious-list 0": True}
    assert "刚刚有人改过" in answer.text
    assert faults(answer.text) == []
    assert sitting.stored("credit.serious-list") is None
    ticked = {"take": ["credit.serious-list 0", "credit.procedure 1"]}
    assert sitting.browser.post(place + "/accept", ticked).status_code == 303
    assert sitting.stored("credit.procedure") == '"yes"'


@pytest.mark.parametrize("sent", [{}, {"take": "credit.trainings 0"}, {"take": "nonsense"}])
def test_nothing_chosen_or_what_is_not_there_is_refused(sitting: Sitting, sent: dict[str, str]) -> None:
    opened = download(sitting)
    opened.cell("credit.procedure", "D").value = "是"
    place = uploaded(sitting, opened)
    answer = sitting.browser.post(place + "/accept", sent)
    assert answer.status_code == 422
    assert "lines" in complaints(answer)
    assert lines(answer) == {"credit.procedure 0": False}


def test_an_upload_is_dropped(sitting: Sitting) -> None:
    opened = download(sitting)
    opened.cell("credit.procedure", "D").value = "是"
    place = uploaded(sitting, opened)
    sitting.browser.get(place)
    for _again in range(2):
        answer = sitting.browser.post(place + "/discard")
        assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert "这次上传已放弃" in sitting.browser.get(place).text
    assert sitting.stored("credit.procedure") is None


def test_a_workbook_without_changes_says_so(sitting: Sitting) -> None:
    sitting.save("credit.serious-list", "no")
    page = sitting.browser.get(uploaded(sitting, download(sitting)))
    assert "工作簿里没有改动" in page.text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("自评.csv", "题号,答案".encode(), "这是文本文件（如 CSV），不是工作簿；请上传下载的那个 .xlsx 文件"),
        ("自评.xlsx", b"", "文件是空的；请重新选择文件"),
        ("自评.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "这是旧版 .xls，或加了密码的文件"),
        ("自评.xlsx", bytes(64), "不是可读取的 .xlsx 工作簿"),
        ("自评.xlsx", b"PK\x03\x04" + bytes(10 * 1024 * 1024), "工作簿超过 10 MB"),
        ("", b"", "请先选择填好的 .xlsx 文件"),
    ],
    ids=["csv", "empty", "xls", "zeros", "too-large", "none"],
)
def test_what_is_no_workbook_is_refused_in_so_many_words(
    sitting: Sitting, name: str, content: bytes, message: str
) -> None:
    answer = send(sitting, content, name)
    assert answer.status_code == 422
    assert complaints(answer)["file"].startswith(message)
    assert faults(answer.text) == []


def test_what_people_write_is_text_on_the_page(sitting: Sitting) -> None:
    opened = download(sitting)
    opened.cell("credit.serious-list", "H").value = "<script>alert(1)</script>"
    opened.cell("credit.trainings", "D").value = "<img src=x onerror=alert(1)>"
    opened.cell("credit.procedure", "D").value = '=HYPERLINK("http://x","是")'
    page = sitting.browser.get(uploaded(sitting, opened)).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "请填写数值，不要填写公式" in page
    assert faults(page) == []


def test_a_table_says_which_rows_differ(sitting: Sitting) -> None:
    rows = {"insurance.policies:1:id": "r1", "insurance.policies:1:product": "patent"}
    sitting.get("/sections/overseas/cover")
    assert sitting.post("/answers/insurance.policies", {**rows, "insurance.policies:revision": "0"}).status_code == 200
    opened = download(sitting)
    sheet = opened.sheet("table:insurance.policies")
    sheet["B4"].value = "海外侵权责任险"
    page = sitting.browser.get(uploaded(sitting, opened)).text
    assert "险种：海外侵权责任险" in page
    assert "险种：专利保险" not in page
    assert page.count("其余 1 行相同") == 2


def test_another_firm_sees_nothing(sitting: Sitting, database: Database, browsers: Browsers) -> None:
    opened = download(sitting)
    opened.cell("credit.procedure", "D").value = "是"
    place = uploaded(sitting, opened)
    with database.write() as session:
        login = make_account(session, make_organisation(session)).login
        session.commit()
    other = browsers()
    other.sign_in(login, PASSWORD)
    for path in (sitting.base + PAGE, sitting.base + PAGE + ".xlsx", place):
        assert other.get(path).status_code == 404
    mine = begin(other, database, account_of(database, login))
    elsewhere = place.replace(str(sitting.id), str(mine.id))  # one's own assessment, somebody else's upload
    assert other.get(elsewhere).status_code == 404
    assert other.post(elsewhere + "/accept", {"take": "credit.procedure 0"}).status_code == 404
    assert send(mine, opened.raw()).status_code == 422
    assert sitting.stored("credit.procedure") is None


def account_of(database: Database, login: str) -> Account:
    with database.read() as session:
        return session.scalars(select(Account).where(Account.login == login)).one()


def test_a_trial_is_filled_in_offline_too(browser: Browser, database: Database) -> None:
    browser.consent()
    browser.answer_questions()
    version = re.search(r'name="version" value="([^"]+)"', browser.get("/start/checklists").text)
    assert version
    begun = browser.post("/start/begin", {"version": version.group(1)})
    found = re.match(r"/assessments/([0-9a-f-]{36})", begun.headers["location"])
    assert found
    trial = Sitting(browser, database, uuid.UUID(found.group(1)))
    trial.get()
    opened = download(trial)
    opened.cell("credit.serious-list", "D").value = "否"
    place = uploaded(trial, opened)
    browser.get(place)
    assert browser.post(place + "/accept", {"take": "credit.serious-list 0"}).status_code == 303
    assert trial.stored("credit.serious-list") == '"no"'
