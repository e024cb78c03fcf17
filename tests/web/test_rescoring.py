"""Re-scoring in the administrator's browser: begun, watched, read; nobody else knows it is there."""

import dataclasses
import re
import shutil
import time
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from assess.access.roles import Role
from assess.assessments.rescoring.models import RescoreRun
from assess.config import Settings
from assess.db import Database
from assess.jobs.models import Job, JobStatus
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import DATA, KEY, make_version
from tests.factories.submissions import make_submission
from tests.web.browsing import Browser
from tests.web.markup import faults

ANSWERS = {"credit.serious-list": "no", "credit.procedure": "yes", "credit.trainings": "1", "insurance.policies": []}
SECONDS = 60


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    folder = Path(shutil.copytree(DATA, tmp_path / "content"))
    old = (folder / KEY / "1.0.0.yaml").read_text(encoding="utf-8")
    new = old.replace("version: 1.0.0", "version: 1.1.0").replace(
        "credits: {yes: 0, no: 1}", "credits: {yes: 0, no: 0.5}"
    )
    (folder / KEY / "1.1.0.yaml").write_text(new, encoding="utf-8")
    return dataclasses.replace(settings, checklists_path=folder)


def signed_in(browser: Browser, database: Database, role: Role) -> Browser:
    with database.write() as session:
        login = make_account(session, make_organisation(session, name="某单位", operator=True), role).login
        session.commit()
    assert browser.sign_in(login, PASSWORD).status_code == 303
    return browser


@pytest.fixture
def admin(browser: Browser, database: Database) -> Browser:
    return signed_in(browser, database, Role.ADMINISTRATOR)


@pytest.fixture
def handed_in(database: Database, app: FastAPI) -> list[str]:
    """Hand in two and give their references."""
    del app  # it registers the version first
    with database.write() as session:
        assessment, account, version = make_assessment(session), make_account(session), make_version(session)
        made = [
            make_submission(session, assessment, account, ANSWERS, version=version, number=number).reference
            for number in (1, 2)
        ]
        session.commit()
    return made


def finished(admin: Browser, address: str) -> str:
    deadline = time.monotonic() + SECONDS
    while "已计算 2/2 份" not in (page := admin.get(address)).text or "完成" not in page.text:
        assert time.monotonic() < deadline, page.text
        time.sleep(0.3)
    return page.text


@pytest.mark.usefixtures("handed_in")
def test_the_engine_is_checked(admin: Browser) -> None:
    page = admin.get("/rescores")
    assert faults(page.text) == []
    address = admin.post("/rescores", {"checklist": "", "draft": ""}).headers["location"]
    text = finished(admin, address)
    assert "相同 2，不同 0，无法计算 0" in text
    assert "没有不同：每一份提交都算出了同样的数字。" in text
    assert "A → A：2 份" in re.sub(r"<[^>]+>", "", text)
    assert faults(text) == []
    assert "2/2" in admin.get("/rescores").text


def test_a_draft_is_tried(admin: Browser, handed_in: list[str]) -> None:
    assert f"草稿 {KEY} 1.1.0" in admin.get("/rescores").text
    address = admin.post("/rescores", {"checklist": "", "draft": f"{KEY} 1.1.0"}).headers["location"]
    text = finished(admin, address)
    assert "相同 0，不同 2" in text
    for reference in handed_in:
        assert reference in text
    plain = re.sub(r"<[^>]+>", "", text)
    for said in ("A → B：2 份", "100.0 A → 70.0 B", "items.serious-list：6.00 → 3.00", "不同的提交（2 份）"):
        assert said in plain
    best = text.partition('class="spread__bars">')[2].partition("</td>")[0].split("</svg>")[:2]
    assert [bar.count("<rect") for bar in best] == [2, 1], "a bar before on its ground, none after"
    assert "王丽" not in plain, "nobody is named"
    assert "临沂示范科技有限公司" not in plain, "nor is the organisation"
    assert faults(text) == []
    fragment = admin.get(address, **{"hx-request": "true"}).text
    assert "<html" not in fragment
    assert "hx-get" not in fragment, "what is done is not asked for again"


def test_with_nothing_handed_in_nothing_begins(admin: Browser) -> None:
    admin.get("/rescores")
    answer = admin.post("/rescores", {"checklist": "", "draft": ""})
    assert answer.status_code == 422
    assert "没有符合条件的提交，不用重算。" in answer.text
    assert admin.post("/rescores", {"checklist": "", "draft": "no/such 9"}).status_code == 404


@pytest.mark.usefixtures("handed_in")
def test_a_run_that_was_given_up_goes_on(admin: Browser, database: Database) -> None:
    admin.get("/rescores")
    address = admin.post("/rescores", {}).headers["location"]
    finished(admin, address)
    with database.write() as session:
        job = session.scalars(select(RescoreRun.job_id)).one()
        session.execute(update(RescoreRun).values(state="running", done=0, place=0, cursor=None, tally={}))
        session.execute(update(Job).where(Job.id == job).values(status=JobStatus.FAILED, attempts=3))
        session.commit()
    assert "从中断处继续" in admin.get(address).text
    assert admin.post(f"{address}/resume").headers["location"] == address
    finished(admin, address)


@pytest.mark.parametrize("role", [Role.LEAD, Role.REVIEWER])
def test_to_anybody_else_it_does_not_exist(browser: Browser, database: Database, role: Role) -> None:
    signed_in(browser, database, role)
    assert browser.get("/rescores").status_code == 404
    assert browser.get("/rescores/00000000-0000-0000-0000-000000000001").status_code == 404
    browser.get("/assessments")
    assert browser.post("/rescores").status_code == 404
