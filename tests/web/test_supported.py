"""What is proved stands beside what is claimed on the result page, before and after submitting."""

import re

import httpx
import pytest

from assess.accounts.models import Account
from assess.db import Database
from tests.web.browsing import Browser
from tests.web.filling import Sitting, begin
from tests.web.test_evidence import PDF, upload

SUPPORTED = re.compile(r"有据得分 ([\d.]+)：")


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def supported(answer: httpx.Response) -> list[str]:
    return SUPPORTED.findall(answer.text)


def test_the_result_says_what_is_proved_once_there_is_evidence(sitting: Sitting) -> None:
    sitting.save("credit.serious-list", "no")
    sitting.finish()
    assert supported(sitting.get("/result")) == []
    assert upload(sitting, "查询结果.pdf", PDF).status_code == 303
    draft = supported(sitting.get("/result"))
    assert len(draft) in {1, 2}
    state = re.findall(r'name="state" value="(\d+)"', sitting.get("/check").text)[0]
    sitting.post("/submit", {"declared": "yes", "name": "王丽", "state": state})
    assert supported(sitting.get("/result")) == draft
