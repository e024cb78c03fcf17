"""Results and reports: the same score everywhere, why it is what it is, and the file that goes home."""

import re
import time

import httpx
import pytest

from assess.accounts.models import Account
from assess.db import Database
from tests.web.browsing import Browser
from tests.web.filling import LISTS, Sitting, begin

SCORE = re.compile(r'dial--duty">.*?<strong>([\d.]+)</strong>', re.DOTALL)
REPORT_SECONDS = 60


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def score(answer: httpx.Response) -> str:
    return str(SCORE.findall(answer.text)[0])


def submit(sitting: Sitting) -> httpx.Response:
    sitting.finish()
    state = re.findall(r'name="state" value="(\d+)"', sitting.get("/check").text)[0]
    return sitting.post("/submit", {"declared": "yes", "name": "王丽", "state": state})


def test_every_page_says_the_same_score(sitting: Sitting) -> None:
    sitting.save("credit.serious-list", "no")
    sitting.save("credit.procedure", "unknown")
    found = {score(sitting.get(path)) for path in ("", LISTS, "/check", "/result", "/score?at=credit/lists")}
    assert len(found) == 1
    before = score(sitting.get("/result"))
    sitting.finish()
    submit(sitting)
    assert score(sitting.get("/result")) == score(sitting.get()) != before


def test_pictures_say_the_numbers_beside_them(sitting: Sitting) -> None:
    sitting.save("credit.serious-list", "yes")
    for path in (LISTS, "/result"):
        page = sitting.get(path).text
        dial = page.partition('class="dial dial--duty"')[2].partition('class="dial ')[0]
        (final, high) = re.findall(r"<strong>([0-9.]+)</strong>|最高可到 ([0-9.]+)</p>", dial)[:2]
        (said,) = re.findall(r'role="img" aria-label="([^"]+)"', dial)
        assert re.findall(r"[0-9.]+", said)[:2] == [final[0], high[1]], path
    gaps = re.findall(r'<div class="gap__bar">(.*?)</div>', sitting.get("/result").text)
    assert "var(--error)" in gaps[0], "a veto stands first"
    assert all('aria-hidden="true"' in one for one in gaps)


def test_the_trace_tells_the_answer_and_the_arithmetic(sitting: Sitting) -> None:
    sitting.save("credit.serious-list", "no")
    text = sitting.get("/trace/serious-list").text
    assert "严重违法失信" in text
    assert re.search(r"\d+ × 1 = \d+", text)
    assert sitting.get("/trace/no-such-item").status_code == 404


def test_a_result_says_what_would_change_it_most(sitting: Sitting) -> None:
    sitting.save("credit.serious-list", "yes")
    text = sitting.get("/result").text
    for words in ("最能改变结果的事项", "这个月先做", "一票否决", "草稿", "不是任何机关的认定"):
        assert words in text


def test_a_submission_brings_its_report_without_being_asked(sitting: Sitting) -> None:
    answer = submit(sitting)
    page = sitting.browser.get(answer.headers["location"])
    assert "报告正在生成" in page.text or "报告已生成" in page.text
    address = re.findall(r'/assessments/[^"]+/reports/[0-9a-f-]{36}', page.text)[0]
    file = wait(sitting, address)
    assert file.content.startswith(b"%PDF-")
    assert "filename*=" in file.headers["content-disposition"]
    again = sitting.browser.get(f"{address}/report.pdf", **{"if-none-match": file.headers["etag"]})
    assert again.status_code == 304
    assert f'{address}/report.pdf"' in sitting.get("/result").text, "the result offers what is ready"
    asked = sitting.post("/report")
    assert asked.headers["location"] == address
    assert "报告已生成" in sitting.browser.get(address).text


def wait(sitting: Sitting, address: str) -> httpx.Response:
    """Ask for the file until it is there."""
    deadline = time.monotonic() + REPORT_SECONDS
    while (file := sitting.browser.get(f"{address}/report.pdf")).status_code == 404:
        assert time.monotonic() < deadline, sitting.browser.get(address).text
        time.sleep(0.2)
    return file


def test_a_trial_gets_its_pages_but_no_evidence_and_no_submission(browser: Browser, database: Database) -> None:
    browser.consent()
    browser.answer_questions()
    page = browser.get("/start/checklists")
    version = re.findall(r'name="version" value="([^"]+)"', page.text)
    assert version
    begun = browser.post("/start/begin", {"version": version[0]})
    base = begun.headers["location"].removesuffix("/start")
    for path in ("", "/start", LISTS, "/check", "/result"):
        answer = browser.get(base + path)
        assert answer.status_code == 200
        assert "试填" in answer.text
    result = browser.get(f"{base}/result").text
    assert ("不能作为证明" in result, "盖章" in result) == (True, False)
    assert browser.get(f"{base}/evidence/credit.serious-list").status_code == 404
    assert browser.post(f"{base}/submit", {"declared": "yes", "name": "某人"}).status_code in {303, 403}
    del database
