"""The service with its files in a bucket: they go in and come out; of a dead store pages tell plainly."""

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from assess.accounts.models import Account
from assess.assessments.models import Evidence
from assess.config import Settings, load_settings
from assess.db import Database
from assess.main import UnreadyError, check
from tests.factories.papers import pdf
from tests.objectstore import ObjectStore, running
from tests.web.browsing import Browser
from tests.web.filling import Sitting, begin

PATH = "/evidence/credit.serious-list"
LINK = re.compile(r'<a href="(/assessments/[^"]+/evidence/[^"]+)" download>')
REPORT_SECONDS = 60


@pytest.fixture
def kind() -> str:
    """Use one database: files do not care which."""
    return "sqlite"


@pytest.fixture
def server() -> Any:  # noqa: ANN401 - a fixture that yields
    """Give a server of this test's own, to be killed."""
    with running() as own:
        yield own


@pytest.fixture
def settings(tmp_path: Path, database_url: str, server: ObjectStore) -> Settings:
    """Give settings with a bucket."""
    return load_settings(
        {
            "ASSESS_DATA_PATH": str(tmp_path / "var"),
            "ASSESS_DATABASE_URL": database_url,
            "ASSESS_CHECKLISTS_PATH": str(tmp_path / "none"),
            "ASSESS_BASE_URL": "http://testserver",
            "ASSESS_SECURE_COOKIES": "false",
            "ASSESS_REPORT_WORKERS": "1",
            "ASSESS_LOG_LEVEL": "warning",
            **server.environment(),
        }
    )


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def upload(sitting: Sitting) -> httpx.Response:
    sent = {"csrf_token": sitting.browser.token, "kind": "record"}
    files: Any = {"files": ("查询结果.pdf", pdf(), "application/pdf")}
    return sitting.browser.send("POST", sitting.base + PATH, data=sent, files=files, headers={"accept": "text/html"})


def test_files_go_through_a_bucket_and_its_death_is_told(
    sitting: Sitting, server: ObjectStore, database: Database, settings: Settings, tmp_path: Path
) -> None:
    sitting.get(PATH)
    assert upload(sitting).status_code == 303
    address = LINK.findall(sitting.get(PATH).text)[0]
    file = sitting.browser.get(address)
    assert (file.content, file.headers["content-length"]) == (pdf(), str(len(pdf())))
    assert file.headers["content-disposition"].startswith("attachment; filename*=utf-8''%E6%9F%A5")
    assert file.headers["content-security-policy"] == "default-src 'none'; sandbox"
    report = sitting.post("/report").headers["location"]
    assert download(sitting, report).content.startswith(b"%PDF-")
    assert sitting.browser.get("/readyz").json()["checks"]["storage"] is True
    assert not (tmp_path / "var" / "files").exists(), "nothing lies on this machine"

    server.kill()
    page = sitting.browser.get(address)
    assert (page.status_code, "暂时无法存取文件" in page.text) == (503, True)
    sitting.get(PATH)
    refused = upload(sitting)
    assert (refused.status_code, "已填写的内容不受影响" in refused.text) == (422, True)
    assert sitting.browser.get("/readyz").json()["checks"]["storage"] is False
    with database.read() as session:
        assert session.query(Evidence).count() == 1, "no row without its file"
    with pytest.raises(UnreadyError, match=r"文件存储（s3://files-\w+/assess）不可用：连接不上") as unready:
        check(database, replace(settings, demo=False))
    assert "\n" not in str(unready.value)


def download(sitting: Sitting, address: str) -> httpx.Response:
    """Ask for the report until it is there."""
    deadline = time.monotonic() + REPORT_SECONDS
    while (file := sitting.browser.get(f"{address}/report.pdf")).status_code == 404:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return file
