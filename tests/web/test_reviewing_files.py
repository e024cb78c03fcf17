"""Evidence on a reviewer's screen: pages as pictures, downloads as downloads, and who else handed it in."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assess import clock
from assess.assessments.models import Assessment, Evidence
from assess.assessments.workflow import Status
from assess.audit.models import AuditEvent
from tests.factories.accounts import make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.papers import PDF, PNG
from tests.web.markup import faults
from tests.web.reviewing import Stage

CONTENT = {"凭证.pdf": (PDF, "application/pdf"), "截图.png": (PNG, "image/png")}


@pytest.mark.parametrize("name", CONTENT)
def test_a_file_is_shown_as_pictures_and_served_as_a_download(stage: Stage, name: str) -> None:
    browser, (content, kind) = stage.browser("first"), CONTENT[name]
    address = f"{stage.base}/evidence/{stage.files[name]}"
    taken = browser.get(address)
    assert (taken.content, taken.headers["content-type"]) == (content, kind)
    assert taken.headers["content-disposition"].startswith("attachment")
    shown = browser.get(f"{address}/pages/1")
    assert shown.headers["content-type"] == "image/png"
    assert shown.content.startswith(b"\x89PNG")
    assert shown.content != content
    for one in (shown, taken):
        assert one.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert one.headers["x-content-type-options"] == "nosniff"
        assert one.headers["x-frame-options"] == "DENY"
    assert browser.get(f"{address}/pages/2").status_code == 404
    assert browser.get(f"{address}/pages/2?near=1").content == shown.content
    view = browser.get(f"{address}/view?item=serious-list")
    assert faults(view.text) == []
    assert f'src="{address}/pages/1"' in view.text
    assert f'href="{stage.base}/items/serious-list"' in view.text
    odd = browser.get(f"{address}/view?item=%2F..%2F..%2Fsign-out")
    assert f'href="{stage.base}"' in odd.text
    assert "sign-out" not in odd.text.partition("<main")[2].partition("</main>")[0]


def test_looking_leaves_a_trace_however_one_looks(stage: Stage) -> None:
    browser = stage.browser("first")
    address = f"{stage.base}/evidence/{stage.files['凭证.pdf']}"
    browser.get(f"{address}/pages/1")
    browser.get(f"{address}/view")
    browser.get(address)
    with stage.database.read() as session:
        of = AuditEvent.action == "evidence.read"
        assert session.scalar(select(func.count()).where(of)) == 1


def twin(stage: Stage, name: str = "凭证.pdf", organisation: str = "临沂乙公司") -> uuid.UUID:
    """Have another organisation of the campaign hand in the same file."""
    with stage.database.write() as session:
        filed, now = session.get_one(Evidence, stage.files[name]), clock.now()
        made = make_assessment(session, make_organisation(session, name=organisation), status=Status.SUBMITTED)
        made.campaign_id, made.submitted_at = stage.campaign_id, now
        held = {column: getattr(filed, column) for column in ("fact", "kind", "media_type", "size", "sha256", "by")}
        session.add(Evidence(assessment_id=made.id, name=filed.name, at=now - timedelta(hours=1), **held))
        session.commit()
        return made.id


def test_reviewers_are_told_of_the_same_file_and_respondents_are_not(stage: Stage) -> None:
    other = twin(stage)
    browser = stage.browser("first")
    page = browser.get(f"{stage.base}/items/serious-list").text
    words = "同一文件也由临沂乙公司提交"
    assert words in page
    assert f'href="/reviews/{other}"' in page
    listed = browser.get("/reviews/duplicates")
    assert faults(listed.text) == []
    assert "凭证.pdf" in listed.text
    assert "2 家单位" in listed.text
    assert f'href="/reviews/{other}"' in listed.text
    assert 'href="/reviews/duplicates"' in browser.get("/reviews").text
    lead = stage.browser("lead")
    lead.consent()
    for path in ("", "/sections/credit/lists", "/evidence/credit.serious-list", "/check"):
        assert "临沂乙公司" not in lead.get(f"{stage.own}{path}").text
    assert lead.get("/reviews/duplicates").status_code == 404


def test_a_campaign_that_is_none_answers_like_a_missing_one(stage: Stage) -> None:
    browser = stage.browser("first")
    for wrong in ("nonsense", str(uuid.uuid4())):
        assert browser.get(f"/reviews/duplicates?campaign={wrong}").status_code == 404
    assert browser.get(f"/reviews/duplicates?campaign={stage.campaign_id}").status_code == 200
    with stage.database.read() as session:
        assert session.get(Assessment, stage.id) is not None
