"""Filling in offline: the workbook of the page, what comes back, and what of it is saved."""

import re
from typing import Any

import httpx
import pytest

from assess.accounts.models import Account
from assess.db import Database
from tests.assessments.sheets import Opened
from tests.web.browsing import Browser
from tests.web.filling import Sitting, begin

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


def test_a_workbook_goes_out_and_comes_back(sitting: Sitting) -> None:
    sitting.save("credit.serious-list", "no")
    opened = download(sitting)
    opened.cell("credit.procedure", "D").value = "是"
    answer = send(sitting, opened.raw())
    assert answer.status_code == 303
    page = sitting.browser.get(answer.headers["location"])
    assert lines(page) == {"credit.procedure 0": True}
    assert "改动 1 处" in page.text
    assert sitting.stored("credit.procedure") is None
    done = sitting.browser.post(answer.headers["location"] + "/accept", {"take": "credit.procedure 0"})
    assert done.status_code == 303
    assert sitting.stored("credit.procedure") == '"yes"'
    assert "已保存 1 处改动" in sitting.browser.get(answer.headers["location"]).text
