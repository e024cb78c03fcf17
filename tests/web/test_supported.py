"""What is proved stands beside what is claimed on the result page, before and after submitting."""

import datetime as dt
import re
from decimal import Decimal

import httpx
import pytest

from assess.accounts.models import Account
from assess.db import Database
from assess.reports.cover import Cover
from assess.reports.frame import Frame
from assess.scoring.columns import score_columns
from assess.scoring.evidence import Evidence
from assess.scoring.inputs import Inputs
from assess.values.model import Answers, Row
from assess.values.profile import Profile
from assess.web.views import proof
from tests.factories.checklists import published
from tests.factories.papers import PDF
from tests.web.browsing import Browser
from tests.web.filling import Sitting, begin
from tests.web.markup import faults
from tests.web.test_evidence import upload

ROW = re.compile(r'<tr class="proof__dial">')
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
    page = sitting.get("/result")
    draft = supported(page)
    assert len(draft) in {1, 2}
    assert ROW.findall(page.text)
    assert faults(page.text) == []
    state = re.findall(r'name="state" value="(\d+)"', sitting.get("/check").text)[0]
    sitting.post("/submit", {"declared": "yes", "name": "王丽", "state": state})
    assert supported(sitting.get("/result")) == draft


POLICY = (Row("1", {"product": "overseas-liability", "end": dt.date(2031, 1, 1), "invoice": "yes"}),)


def compared(kind: str) -> tuple[proof.Line, ...]:
    """Compare an exporter's score with what one piece of evidence about their policy proves."""
    document = published()
    answers: Answers = {"credit.serious-list": "no", "credit.procedure": "yes", "credit.trainings": Decimal(1)}
    profile = Profile(kind="enterprise", region="371302", roles=frozenset({"exporter"}), size="medium")
    inputs = Inputs({**answers, "insurance.policies": POLICY}, profile, dt.date(2030, 6, 1))
    columns = score_columns(
        document.checklist.form, inputs, [Evidence(fact="insurance.policies", kind=kind, file="one")]
    )
    cover = Cover(organisation="", kind="enterprise", region_name="", state="draft")
    given = Frame(published=document, sha256="", inputs=inputs, result=columns.claimed, cover=cover, locale="zh",
                  supported=columns.supported)  # fmt: skip
    return proof.lines(given)


def test_the_columns_stand_side_by_side_with_their_deviations() -> None:
    duty, readiness, section, item = compared("record")
    assert (duty.scope, duty.claimed, duty.supported, duty.difference, duty.percent) == (
        "dial", "100.0", "100.0", "0", "0%",
    )  # fmt: skip
    assert (readiness.title, readiness.claimed, readiness.supported, readiness.difference, readiness.percent) == (
        "政策利用准备度", "100.0", "0.0", "−100", "−100%",
    )  # fmt: skip
    assert (section.scope, section.claimed, section.supported, section.difference) == ("section", "6", "0", "−6")
    assert (item.scope, item.title, item.claimed, item.supported) == ("item", "海外侵权责任险", "6", "0")
    assert "种类不符 1 份" in item.why[0]


def test_what_is_proved_deviates_by_nothing() -> None:
    assert [(line.scope, line.difference) for line in compared("policy")] == [("dial", "0"), ("dial", "0")]
