"""The pages of webhooks: added with the secret shown once, tried, turned off, removed, and what was sent."""

import re

import httpx
import pytest
from sqlalchemy import select, update

from assess import clock
from assess.access.roles import Role
from assess.accounts.models import OrganisationKind
from assess.accounts.webhooks.models import DeliveryStatus, Webhook, WebhookDelivery, WebhookTry
from assess.db import Database
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers

SECRET = re.compile(r'id="webhook-secret">([^<]+)<')
HERE = "/organisation/webhooks"
FORM = {"url": "https://hooks.example.com/in?key=7", "events": ["assessment.submitted", "assessment.decided"]}


def add(browser: Browser, **changes: object) -> httpx.Response:
    page = browser.get(HERE)
    found = re.search(r'name="organisation" value="([^"]+)"', page.text)
    return browser.post(HERE, {"organisation": found[1] if found else "", **FORM, **changes})


def address(database: Database) -> str:
    with database.read() as session:
        return f"{HERE}/{session.scalars(select(Webhook.id)).one()}"


def test_a_lead_adds_an_address_and_sees_its_secret_once(lead_browser: Browser, database: Database) -> None:
    assert HERE in lead_browser.get("/organisation").text
    page = add(lead_browser)
    assert page.status_code == 200, complaints(page)
    secret = SECRET.search(page.text)
    assert secret is not None
    assert secret[1].startswith("whsec_")
    one = lead_browser.get(address(database)).text
    assert "https://hooks.example.com/in?key=7" in one
    assert secret[1] not in one
    assert "还没有通知" in one
    assert "已提交、已公布" in lead_browser.get(HERE).text
    rotated = lead_browser.post(f"{address(database)}/rotate")
    again = SECRET.search(rotated.text)
    assert again is not None
    assert again[1] != secret[1]
    assert "24 小时内新旧两个密钥都会签名" in rotated.text


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"url": "https://169.254.169.254/latest"}, "url", "不在公共互联网上"),
        ({"url": "http://hooks.example.com/"}, "url", "https://"),
        ({"url": ""}, "url", "完整的网址"),
        ({"events": []}, "events", "至少选择一种"),
        ({"events": ["ping"]}, "events", "至少选择一种"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field(
    lead_browser: Browser, database: Database, changes: dict[str, object], field: str, said: str
) -> None:
    page = add(lead_browser, **changes)
    assert (page.status_code, list(complaints(page))) == (422, [field])
    assert said in complaints(page)[field]
    with database.read() as session:
        assert session.scalars(select(Webhook)).all() == []


def test_it_is_tried_changed_turned_off_and_removed(lead_browser: Browser, database: Database) -> None:
    add(lead_browser)
    here = address(database)
    assert lead_browser.post(f"{here}/ping").headers["location"] == f"{here}?done=pinged"
    assert "测试通知已排入" in lead_browser.get(f"{here}?done=pinged").text
    assert lead_browser.post(here, {"events": "assessment.returned"}).status_code == 303
    assert list(complaints(lead_browser.post(here, {}))) == ["events"]
    assert lead_browser.post(f"{here}/disable").status_code == 303
    page = lead_browser.get(here).text
    assert "起停用" in page
    assert "发送测试" not in page
    refused = lead_browser.post(f"{here}/ping")
    assert (refused.status_code, "这个地址已停用" in refused.text) == (409, True)
    assert lead_browser.post(f"{here}/enable").status_code == 303
    assert lead_browser.post(f"{here}/remove").headers["location"] == f"{HERE}?done=removed"
    assert "地址已移除" in lead_browser.get(f"{HERE}?done=removed").text
    assert lead_browser.get(here).status_code == 404


def test_what_was_sent_can_be_seen_and_sent_again(lead_browser: Browser, database: Database) -> None:
    add(lead_browser)
    here = address(database)
    lead_browser.post(f"{here}/ping")
    with database.write() as session:
        delivery = session.scalars(select(WebhookDelivery)).one()
        given_up = {"status": DeliveryStatus.GIVEN_UP, "last_status": 503, "next_at": None, "attempts": 2}
        session.execute(update(WebhookDelivery).values(given_up))
        for status, error in ((None, "certificate"), (503, "")):
            made = WebhookTry(delivery_id=delivery.id, at=clock.now(), status=status, error=error, milliseconds=41)
            session.add(made)
        session.commit()
        again = f"{here}/deliveries/{delivery.id}/resend"
    page = lead_browser.get(here).text
    for said in ("已放弃", "HTTP 503", "共 2 次", "证书不受信任", "41 毫秒"):
        assert said in page
    assert lead_browser.post(again).headers["location"] == f"{here}?done=resent"
    with database.read() as session:
        delivery = session.scalars(select(WebhookDelivery)).one()
        assert (delivery.status, delivery.attempts) == (DeliveryStatus.WAITING, 0)


def test_an_address_the_service_turned_off_says_why(lead_browser: Browser, database: Database) -> None:
    add(lead_browser)
    for why, said in (("gone", "410"), ("failing", "多次发送都没有成功")):
        with database.write() as session:
            session.execute(update(Webhook).values(disabled_at=clock.now(), disabled_why=why))
            session.commit()
        assert said in lead_browser.get(address(database)).text


def test_an_administrator_has_their_own_and_a_respondent_none(browsers: Browsers, database: Database) -> None:
    with database.write() as session:
        body = make_organisation(session, name="市局", kind=OrganisationKind.AUTHORITY)
        firm = make_organisation(session, parent=body)
        chief = make_account(session, body, Role.ADMINISTRATOR).login
        clerk = make_account(session, firm, Role.RESPONDENT).login
        below = str(firm.id)
        session.commit()
    administrator, respondent = browsers(), browsers()
    administrator.sign_in(chief, PASSWORD)
    respondent.sign_in(clerk, PASSWORD)
    assert add(administrator).status_code == 200
    assert add(administrator, organisation=below, url="https://x.example.com/").status_code == 404
    assert respondent.get(HERE).status_code == 404
    assert HERE not in respondent.get("/organisation").text
