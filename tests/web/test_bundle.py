"""The evidence bundle on the web: where it is offered, who gets it, and what is written down of that."""

import io
import zipfile

import pytest
from sqlalchemy import select

from assess.audit.models import AuditEvent
from tests.web.browsing import Browser
from tests.web.reviewing import Stage

OFFER = "下载全部佐证材料"


@pytest.fixture
def kind() -> str:
    """Use one database: the queries are tested on both."""
    return "sqlite"


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_its_organisation_and_its_reviewers_get_it(stage: Stage) -> None:
    lead = stage.browser("lead")
    for page in ("/check", "/result", "/evidence/credit.serious-list"):
        assert f'href="{stage.own}/evidence.zip"' in lead.get(f"{stage.own}{page}").text, page
    mine = lead.get(f"{stage.own}/evidence.zip")
    assert (mine.status_code, mine.headers["content-type"]) == (200, "application/zip")
    assert mine.headers["content-disposition"].startswith("attachment; filename*=utf-8''%E4%BD%90%E8%AF%81")
    found = names(mine.content)
    assert {name.rpartition("-")[2] for name in found[:2]} == {"凭证.pdf", "截图.png"}
    assert found[2:] == ["index.xlsx", "index.html"]
    reviewer = stage.browser("first")
    assert OFFER in reviewer.get(stage.base).text
    theirs = reviewer.get(f"{stage.base}/evidence.zip")
    assert names(theirs.content) == found
    with stage.database.read() as session:
        told = select(AuditEvent.stream).where(AuditEvent.action == "evidence.bundle-read")
        assert session.scalars(told).all() == [stage.id.hex]
    for stranger in ("elsewhere", "inside"):
        assert stage.browser(stranger).get(f"{stage.base}/evidence.zip").status_code == 404, stranger


def test_a_trial_and_a_form_without_files_offer_none(browser: Browser) -> None:
    browser.consent()
    browser.answer_questions()
    version = browser.get("/start/checklists").text.partition('name="version" value="')[2].partition('"')[0]
    base = browser.post("/start/begin", {"version": version}).headers["location"].removesuffix("/start")
    assert OFFER not in browser.get(f"{base}/check").text
    assert browser.get(f"{base}/evidence.zip").status_code == 404
