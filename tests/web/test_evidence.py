"""Evidence: what is taken, what is refused by name, and how it is served."""

import re
from typing import Any

import httpx
import pytest

from assess.accounts.models import Account
from assess.db import Database
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.papers import PDF
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.filling import Sitting, begin

PATH = "/evidence/credit.serious-list"
LINK = re.compile(r'<a href="(/assessments/[^"]+/evidence/[^"]+)" download>([^<]+)</a>')
MEBIBYTE = 1024 * 1024


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def upload(sitting: Sitting, name: str, content: bytes, *, path: str = PATH, **fields: str) -> httpx.Response:
    """Send one file with the form of the page."""
    sent = {"csrf_token": sitting.browser.token, "kind": "record", **fields}
    files: Any = {"files": (name, content, "application/octet-stream")}
    headers = {"accept": "text/html"}
    return sitting.browser.send("POST", sitting.base + path, data=sent, files=files, headers=headers)


def listed(sitting: Sitting) -> dict[str, str]:
    """Give the files of the page: name → address."""
    return {name: address for address, name in LINK.findall(sitting.get(PATH).text)}


def test_a_file_is_taken_shown_downloaded_and_removed(sitting: Sitting) -> None:
    answer = upload(sitting, "查询结果.pdf", PDF, issued="2026-11-01")
    assert (answer.status_code, answer.headers["location"]) == (303, sitting.base + PATH)
    assert "2026年11月1日" in sitting.get(PATH).text
    address = listed(sitting)["查询结果.pdf"]
    file = sitting.browser.get(address)
    assert file.content == PDF
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "佐证材料 1 份" in sitting.get("/sections/credit/lists").text
    assert sitting.browser.post(f"{address}/remove").status_code == 303
    assert listed(sitting) == {}


@pytest.mark.parametrize(
    ("name", "content", "fields", "message"),
    [
        ("凭证.pdf", b"MZ\x90\x00" + bytes(64), {}, "文件内容与扩展名不符"),
        ("程序.exe", b"MZ\x90\x00", {}, "程序.exe"),
        ("空.pdf", b"", {}, "文件是空的"),
        ("表.xlsx", b"PK\x03\x04" + bytes(64), {}, "文件已损坏或不完整"),
        ("查询.pdf", PDF, {"kind": "nonsense"}, "请选择佐证材料的类型"),
        ("查询.pdf", PDF, {"issued": "2027-01-01"}, "材料日期不能晚于今天"),
        ("查询.pdf", PDF, {"issued": "昨天"}, "年-月-日"),
        ("查询.pdf", PDF, {"row": "r1"}, "表格中没有这一行"),
    ],
)
def test_what_is_no_evidence_is_refused_by_name(
    sitting: Sitting, name: str, content: bytes, fields: dict[str, str], message: str
) -> None:
    answer = upload(sitting, name, content, **fields)
    assert answer.status_code == 422
    assert "<title>错误：" in answer.text
    assert any(message in one for one in complaints(answer).values()), complaints(answer)
    assert listed(sitting) == {}


def test_more_than_twenty_megabytes_are_refused(sitting: Sitting) -> None:
    little_more = upload(sitting, "大.pdf", PDF + bytes(20 * MEBIBYTE))
    assert little_more.status_code == 422
    assert "20 MB" in little_more.text
    much_more = upload(sitting, "更大.pdf", PDF + bytes(21 * MEBIBYTE))
    assert much_more.status_code == 413
    assert listed(sitting) == {}


def test_a_form_without_a_file_says_so(sitting: Sitting) -> None:
    answer = sitting.post(PATH, {"kind": "record"})
    assert answer.status_code == 422
    assert complaints(answer) == {"files": "请先选择文件。"}


def test_a_question_without_evidence_has_no_such_page(sitting: Sitting) -> None:
    assert sitting.get("/evidence/credit.procedure").status_code == 404
    assert sitting.get("/evidence/no.such").status_code == 404


def test_a_strangers_file_answers_like_a_missing_one(sitting: Sitting, browsers: Browsers, database: Database) -> None:
    upload(sitting, "查询.pdf", PDF)
    address = listed(sitting)["查询.pdf"]
    with database.write() as session:
        login = make_account(session, make_organisation(session, name="别家公司")).login
        session.commit()
    other = browsers()
    other.sign_in(login, PASSWORD)
    assert other.get(address).status_code == 404
    assert other.post(f"{address}/remove").status_code == 404
    assert "查询.pdf" in listed(sitting)
