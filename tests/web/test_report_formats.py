"""A report as another kind of file: chosen from a menu, made once, saved and never shown on our pages."""

import re
import time
import zipfile
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import httpx
import pytest

from assess.accounts import throttle
from assess.accounts.models import Account
from assess.db import Database
from tests.conftest import CountQueries
from tests.web.browsing import Browser
from tests.web.filling import Sitting, begin

SECONDS = 60
BUTTON = re.compile(r'name="format" value="(\w+)"')


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    made = begin(lead_browser, database, lead)
    made.save("credit.serious-list", "no")
    return made


def fetched(sitting: Sitting, kind: str, suffix: str) -> httpx.Response:
    """Ask for a kind of file and wait until it is there."""
    address = sitting.post("/report", {"format": kind}).headers["location"]
    deadline = time.monotonic() + SECONDS
    while (file := sitting.browser.get(f"{address}/report.{suffix}")).status_code == 404:
        assert time.monotonic() < deadline, sitting.browser.get(address).text
        time.sleep(0.2)
    return file


def test_the_result_offers_the_pdf_first_and_the_others_in_a_menu(sitting: Sitting) -> None:
    page = sitting.get("/result").text
    assert page.index("生成差距报告") < page.index("其他格式")
    assert BUTTON.findall(page) == ["pdfa", "docx", "xlsx", "html"]
    assert "草稿每小时最多生成 30 份，各种格式合计" in page


def test_every_kind_of_file_is_made_named_and_saved(sitting: Sitting) -> None:
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        file = fetched(sitting, kind, kind)
        assert part in zipfile.ZipFile(BytesIO(file.content)).namelist()
        disposition = unquote(file.headers["content-disposition"])
        assert disposition.startswith("attachment")
        assert re.search(rf"知识产权保护自评差距报告-.+-草稿\.{kind}$", disposition)
        assert "sandbox" not in file.headers["content-security-policy"]
    page = fetched(sitting, "html", "html")
    assert page.text.startswith("<!doctype html>")
    assert page.headers["content-disposition"].startswith("attachment")
    policy = page.headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    assert "<script" not in page.text
    again = sitting.post("/report", {"format": "html"}).headers["location"]
    assert again.endswith("/report.html"), "what is there is served at once"
    tag = page.headers["etag"]
    assert sitting.browser.get(again, **{"if-none-match": tag}).status_code == 304
    assert sitting.browser.get(again.replace("report.html", "report.pdf")).status_code == 404
    box = sitting.browser.get(again.removesuffix("/report.html")).text
    assert "差距报告（HTML）" in box
    assert BUTTON.findall(box) == ["pdf", "pdfa", "docx", "xlsx"]


def test_a_kind_of_file_there_is_not_is_refused(sitting: Sitting) -> None:
    answer = sitting.post("/report", {"format": "odt"})
    assert answer.status_code == 422
    assert "没有这种格式的报告" in answer.text


def test_drafts_of_every_kind_count_together(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "DRAFTS", throttle.Limit("report-draft", 2, timedelta(hours=1)))
    answers = [sitting.post("/report", {"format": kind}).status_code for kind in ("docx", "xlsx", "html", "docx")]
    assert answers == [303, 303, 429, 303]  # one that is there already is no new one


def test_a_file_that_is_there_asks_for_the_session_and_the_file_and_nothing_else(
    sitting: Sitting, count_queries: CountQueries
) -> None:
    address = str(fetched(sitting, "html", "html").request.url.path)
    with count_queries() as asked:
        assert sitting.browser.get(address).status_code == 200
    assert len(asked) == 2, asked
    assert "FROM web_session" in asked[0]
    assert "FROM report " in asked[1]


def test_a_file_is_found_below_its_own_assessment_only(sitting: Sitting, database: Database, lead: Account) -> None:
    address = str(fetched(sitting, "html", "html").request.url.path)
    other = begin(sitting.browser, database, lead)
    wrong = address.replace(sitting.base, other.base)
    assert wrong != address
    assert sitting.browser.get(wrong).status_code == 404
