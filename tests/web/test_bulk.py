"""All reports of a campaign in the reviewer's browser; drafts ready before anybody asks; a cached download."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from sqlalchemy import select, update

from assess.accounts.models import Account
from assess.assessments.models import Submission
from assess.audit.models import AuditEvent
from assess.db import Database
from assess.reports.bulk.models import BatchState, EntryError, EntryState, ReportBatch, ReportBatchEntry
from assess.reports.models import Report, ReportStatus
from assess.reports.orders import Order
from assess.reports.pool import RenderPool
from tests.conftest import CountQueries
from tests.web.browsing import Browser
from tests.web.filling import Sitting, begin
from tests.web.markup import faults
from tests.web.reviewing import Stage

SECONDS = 60
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make small files at once."""
    monkeypatch.setattr(
        RenderPool, "render", lambda _pool, order: f"%PDF {order.format} {order.content.identity.reference}".encode()
    )


def until(seen: Callable[[], str], words: str) -> str:
    """Look again until the page says something."""
    deadline = time.monotonic() + SECONDS
    while words not in (text := seen()):
        assert time.monotonic() < deadline, text
        time.sleep(0.1)
    return text


def test_a_reviewer_takes_all_reports_home(stage: Stage, database: Database) -> None:
    browser = stage.browser("first")
    base = f"/campaigns/{stage.campaign_id}/report-batches"
    assert base in browser.get(f"/campaigns/{stage.campaign_id}/dashboard").text
    page = browser.get(base).text
    assert faults(page) == []
    assert "全部已提交的单位（1 份）" in page
    assert "还没有生成过批量报告" in page
    assert "最多同时进行 3 个批量报告，每天最多开始 20 个" in page, "a limit is said before it is hit"
    wanted = {"whose": "submitted", "format": "docx", "locale": "zh", "target": "zip"}
    address = browser.post(base, wanted).headers["location"]
    done = until(lambda: browser.get(address).text, "下载压缩包")
    assert faults(done) == []
    assert "已生成 1/1 份" in done
    assert "http-equiv" not in done
    assert "1/1" in browser.get(base).text
    file = browser.get(f"{address}/reports.zip")
    with database.read() as session:
        reference = session.scalars(select(Submission.reference)).one()
        owner = unquote(file.headers["content-disposition"])
        told = session.scalars(select(AuditEvent.action).where(AuditEvent.action.startswith("batch."))).all()
    assert (file.headers["content-type"], "批量报告-" in owner) == ("application/zip", True)
    with zipfile.ZipFile(io.BytesIO(file.content)) as opened:
        (name,) = (one for one in opened.namelist() if one.startswith(reference))
        assert (name[-5:], opened.read(name)) == (".docx", f"%PDF docx {reference}".encode())
    part = browser.get(f"{address}/reports.zip", range="bytes=10-19")
    assert (part.status_code, part.content) == (206, file.content[10:20])
    assert {"batch.begun", "batch.read", "batch.downloaded", "batch.finished"} <= set(told)


def test_what_failed_is_listed_and_tried_again_and_no_step_is_taken_twice(stage: Stage, database: Database) -> None:
    browser = stage.browser("first")
    base = f"/campaigns/{stage.campaign_id}/report-batches"
    browser.get(base)
    address = browser.post(base, {}).headers["location"]
    until(lambda: browser.get(address).text, "下载压缩包")
    with database.write() as session:
        failed = {"state": EntryState.FAILED, "error": EntryError.RENDER, "detail": "<b>boom"}
        session.execute(update(ReportBatchEntry).values(failed))
        session.commit()
    page = browser.get(address).text
    assert faults(page) == []
    assert "已完成，部分没有成功" in page
    assert "排版没有成功" in page
    assert "&lt;b&gt;boom" in page
    refused = browser.post(f"{address}/pause")
    assert refused.status_code == 409
    assert "批量报告的状态已经改变" in refused.text
    assert browser.post(f"{address}/explode").status_code == 404
    assert browser.post(f"{address}/retry", {"number": "99"}).status_code == 409
    assert browser.post(f"{address}/retry", {"number": "1"}).status_code == 303
    until(lambda: browser.get(address).text, "下载压缩包")


def test_pausing_going_on_and_cancelling(stage: Stage, database: Database) -> None:
    browser = stage.browser("first")
    base = f"/campaigns/{stage.campaign_id}/report-batches"
    browser.get(base)
    address = browser.post(base, {"locale": "en"}).headers["location"]
    until(lambda: browser.get(address).text, "下载压缩包")
    with database.write() as session:
        session.execute(update(ReportBatch).values(state=BatchState.PAUSED, finished_at=None, file_key=None, size=None))
        session.execute(update(ReportBatchEntry).values(state=EntryState.WAITING))
        session.commit()
    page = browser.get(address).text
    assert faults(page) == []
    assert "已暂停" in page
    assert "继续</button>" in page
    assert browser.post(f"{address}/cancel").status_code == 303
    assert "已取消" in browser.get(address).text
    assert browser.get(f"{address}/reports.zip").status_code == 404
    partial = browser.get(address, **{"hx-request": "true"}).text
    assert partial.lstrip().startswith('<div id="progress"')


def test_a_page_that_asks_again_keeps_the_focus_and_goes_on_after_a_request_without_an_answer(
    stage: Stage, database: Database
) -> None:
    browser = stage.browser("first")
    base = f"/campaigns/{stage.campaign_id}/report-batches"
    browser.get(base)
    address = browser.post(base, {}).headers["location"]
    until(lambda: browser.get(address).text, "下载压缩包")
    failed = {"state": EntryState.FAILED, "error": EntryError.RENDER, "detail": "boom"}
    for state in (BatchState.RUNNING, BatchState.PAUSED):
        with database.write() as session:
            session.execute(update(ReportBatch).values(state=state, finished_at=None, file_key=None, size=None))
            session.execute(update(ReportBatchEntry).values(failed))
            session.commit()
        partial = browser.get(address, **{"hx-request": "true"}).text
        assert ("every 5s" in partial) is (state is BatchState.RUNNING)
        assert '<details class="fold" id="why-1" hx-preserve="true">' in partial
        buttons = re.findall(r"<button ([^>]*)>", partial)
        assert len(buttons) == 4  # a step, cancel, all again, one again
        assert all(re.search(r'\bid="[\w-]+"', one) for one in buttons)


def test_reviewers_and_administrators_are_led_there(stage: Stage) -> None:
    base = f"/campaigns/{stage.campaign_id}"
    queue = stage.browser("first").get("/reviews").text
    assert f'href="{base}/report-batches"' in queue
    assert f'href="{base}/dashboard"' in queue
    page = stage.browser("administrator").get(base).text
    assert faults(page) == []
    for link in (f"{base}/dashboard#district-report", f"{base}/face"):
        assert f'href="{link}"' in page
    assert "由复核单位的复核人员" in page
    assert "report-batches" not in page  # it is not theirs to open


def test_nobody_else_is_offered_it(stage: Stage) -> None:
    base = f"/campaigns/{stage.campaign_id}/report-batches"
    for name in ("lead", "administrator", "inside", "elsewhere"):
        assert stage.browser(name).get(base).status_code == 404
    assert base not in stage.browser("administrator").get(f"/campaigns/{stage.campaign_id}/dashboard").text


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def drafts(database: Database) -> list[Report]:
    with database.read() as session:
        return list(session.scalars(select(Report).where(Report.submission_id.is_(None))))


def test_the_draft_of_a_complete_form_is_ready_before_the_button_is_pressed(
    sitting: Sitting, database: Database
) -> None:
    sitting.get("/result")
    sitting.finish()
    assert drafts(database) == []  # it was not complete
    sitting.get("/check")
    deadline = time.monotonic() + SECONDS
    while not any(one.status is ReportStatus.READY for one in drafts(database)):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    sitting.get("/result")
    address = sitting.post("/report").headers["location"]
    assert "下载差距报告" in sitting.browser.get(address).text
    assert len(drafts(database)) == 1


def test_a_cached_download_reads_a_few_rows_and_draws_nothing(
    sitting: Sitting, count_queries: CountQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.finish()
    address = sitting.post("/report").headers["location"]
    until(lambda: sitting.browser.get(address).text, "下载差距报告")
    file = f"{address}/report.pdf"
    assert sitting.browser.get(file).status_code == 200

    def drawn(_pool: RenderPool, _order: Order) -> bytes:
        raise AssertionError("something was drawn")

    monkeypatch.setattr(RenderPool, "render", drawn)
    monkeypatch.setattr("assess.reports.content.build", drawn)
    monkeypatch.setattr("assess.reports.html.render", drawn)
    with count_queries() as asked:
        answer = sitting.browser.get(file)
    assert answer.content.startswith(b"%PDF pdf")
    assert len(asked) <= MOST_QUERIES, asked
    assert not [one for one in asked if not re.match(r"SELECT|BEGIN|PRAGMA", one.lstrip())]
    assert sitting.browser.get(file, **{"if-none-match": answer.headers["etag"]}).status_code == 304
