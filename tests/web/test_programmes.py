"""The estimates of external programmes on their page and in the result, by value and in both languages."""

import re
import uuid

import pytest
from sqlalchemy import select

from assess.accounts.models import Account, Membership, Organisation
from assess.db import Database
from tests.programmes.insured import ABROAD, given, store
from tests.web.browsing import Browser

OPEN = {**ABROAD, "subsidy": "not-applied"}
TAGS = re.compile(r"<[^>]+>|\s+")


def begin(browser: Browser, database: Database, account: Account, raw: dict[str, object]) -> str:
    browser.consent()
    with database.write() as session:
        member = session.scalars(select(Membership).where(Membership.account_id == account.id)).one()
        owner = session.get(Organisation, member.organisation_id)
        assert owner is not None
        made = store(session, owner, raw).id
        session.commit()
    return f"/assessments/{made}"


def words(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return TAGS.sub("", answer.text)


def test_the_page_shows_the_arithmetic_and_calls_everything_an_estimate(
    lead_browser: Browser, database: Database, lead: Account
) -> None:
    base = begin(lead_browser, database, lead, given([OPEN, {**OPEN, "product": "other"}]))
    text = words(lead_browser, f"{base}/programmes")
    for said in (
        "估算180,000元",
        "300,000元×60%=180,000元",
        "没有超过每年400,000元的限额,按180,000元计。",
        "估计有180,000元没有申领",
        "外部规则",
        "未与原文核对",
        "看来可以申报",
        "这个险种不在补贴范围内。",
        "各种读法的结果相同。",
        "未查明是否有效(2026年11月22日查询)",
    ):
        assert said in text.replace("，", ",").replace("（", "(").replace("）", ")").replace("\u3000", ""), said


def test_last_year_is_a_link_away(lead_browser: Browser, database: Database, lead: Account) -> None:
    base = begin(lead_browser, database, lead, given([{**OPEN, "paid_on": "2025-03-01"}]))
    this = words(lead_browser, f"{base}/programmes")
    assert "估算0元：没有能计入的保单" in this
    assert "保费不是在2026年付的" in this
    link = re.findall(r'href="([^"]+programmes\?year=\d+)"', lead_browser.get(f"{base}/programmes").text)
    assert len(link) == 1
    assert "估算180,000元" in words(lead_browser, link[0])
    assert words(lead_browser, f"{base}/programmes?year=1999") == this.replace("?year=1999", "")


@pytest.mark.parametrize(
    ("raw", "state", "amount"),
    [
        (given([OPEN], **{"insurance.legal-person": "no"}), "不符合条件", "不符合条件，不作估算"),
        (given([OPEN], **{"insurance.subsidy-papers": ["licence"]}), "还缺条件或材料", "估算180,000元"),
        (given([{**OPEN, "belt_road": "yes"}]), "看来可以申报", "估算198,000元至210,000元"),
    ],
)
def test_the_result_page_says_where_one_stands(
    *, lead_browser: Browser, database: Database, lead: Account, raw: dict[str, object], state: str, amount: str
) -> None:
    base = begin(lead_browser, database, lead, raw)
    text = words(lead_browser, f"{base}/result")
    assert f"山东知识产权保险扶持（2021）：{state}，{amount}" in text
    assert ("没有申领" in text) == (state != "不符合条件")


def test_english_says_the_same(lead_browser: Browser, database: Database, lead: Account) -> None:
    base = begin(lead_browser, database, lead, given([OPEN]))
    text = lead_browser.get(f"{base}/programmes?lang=en").text
    for said in ("Estimate: 180,000 yuan", "300,000 yuan × 60% = 180,000 yuan", "You leave an estimated 180,000 yuan"):
        assert said in text


def test_another_organisations_estimates_do_not_exist(lead_browser: Browser) -> None:
    assert lead_browser.get(f"/assessments/{uuid.uuid4()}/programmes").status_code == 404
