"""Getting back in by mail, one's own data, and coming in by invitation."""

import re
import time
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlalchemy import func, select

from assess import clock
from assess.access.roles import Role
from assess.accounts import links, recovery, totp
from assess.accounts.models import Account, Membership
from assess.audit.models import AuditDetail
from assess.config import Settings
from assess.db import Database
from assess.jobs.models import Job
from tests.factories.accounts import PASSWORD, actor_of, make_account, make_organisation
from tests.web.browsing import Browser, complaints
from tests.web.guarding import held
from tests.web.markup import faults

FRESH = "a-new-password-7"


def test_forgotten_passwords_answer_alike(browser: Browser, guarded: Account, database: Database) -> None:
    seen = []
    for login in (guarded.login, "nobody@example.com"):
        browser.get("/password/forgotten")
        answer = browser.post("/password/forgotten", {"login": login})
        seen.append((answer.status_code, answer.headers["location"], answer.text))
    assert seen[0] == seen[1]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Job).where(Job.name == "letter")) == 2


def mailed_link(settings: Settings, pattern: str) -> str:
    """Wait for the letter and give the path it leads to."""
    for _ in range(100):
        letters = list((settings.data_path / "outbox").glob("*.eml"))
        if letters:
            body = message_from_bytes(letters[0].read_bytes(), policy=SMTP).get_content()
            found = re.search(pattern, body)
            assert found is not None
            return found.group(0)
        time.sleep(0.1)
    pytest.fail("no letter came")


def test_a_mailed_link_resets_once_and_never_past_the_second_factor(
    browser: Browser, guarded: Account, settings: Settings, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    browser.get("/password/forgotten")
    browser.post("/password/forgotten", {"login": guarded.login})
    path = mailed_link(settings, r"/password/reset/\S+")
    page = browser.get(path).text
    assert guarded.login in page
    assert faults(page) == []
    weak = browser.post(path, {"password": "1234567890", "again": "1234567890"})
    assert list(complaints(weak)) == ["password"]
    answer = browser.post(path, {"password": FRESH, "again": FRESH})
    assert answer.headers["location"] == "/sign-in?reset=1"
    assert "新密码已设置" in browser.get("/sign-in?reset=1").text
    assert held(database, guarded) == []
    assert browser.sign_in(guarded.login, FRESH).headers["location"].startswith("/sign-in/code")
    assert browser.get(path).status_code == 404
    token = path.rpartition("/")[2]
    with database.read() as session:
        kept = [str(job.payload) for job in session.scalars(select(Job))]
        kept += session.scalars(select(AuditDetail.detail)).all()
    assert not [row for row in [*kept, caplog.text] if token in row or FRESH in row or PASSWORD in row]


def test_a_wrong_and_an_old_link_answer_alike(browser: Browser, lead: Account, database: Database) -> None:
    with database.write() as session:
        old = recovery.make_link(session, account_id=lead.id, now=clock.now() - timedelta(hours=1))
        session.commit()
    answers = [browser.get(f"/password/reset/{token}") for token in (old, "wrong", "%00", "链接")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({re.sub(r'value="[^"]+"|/password/reset/[^"?]+', "", answer.text) for answer in answers}) == 1


# One's own data


def test_a_new_mail_address_takes_the_password(lead_browser: Browser, lead: Account, database: Database) -> None:
    lead_browser.get("/account")
    changed = {"name": "王丽丽", "email": "new@example.com", "locale": "en"}
    assert list(complaints(lead_browser.post("/account", changed))) == ["password"]
    answer = lead_browser.post("/account", changed | {"password": PASSWORD})
    assert answer.headers["location"] == "/account?saved=1"
    with database.read() as session:
        account = session.get_one(Account, lead.id)
        assert (account.name, account.email, account.locale) == ("王丽丽", "new@example.com", "en")
    assert '<html lang="en">' in lead_browser.get("/account").text


def test_nothing_else_of_the_account_can_be_sent_along(
    lead_browser: Browser, lead: Account, database: Database
) -> None:
    lead_browser.get("/account")
    extra = {"login": "root", "password_hash": "x", "role": "administrator", "totp_since": "", "demo": "1", "id": "1"}
    lead_browser.post("/account", {"name": "王丽", "email": "", "locale": "zh"} | extra)
    with database.read() as session:
        account = session.get_one(Account, lead.id)
        assert (account.login, account.demo, account.totp_since) == (lead.login, False, None)
        roles = session.scalars(select(Membership.role).where(Membership.account_id == lead.id)).all()
        assert roles == [Role.LEAD]


# Invitations


@pytest.fixture
def code(database: Database, lead: Account) -> str:
    """Give the code of an invitation into the lead's organisation."""
    with database.write() as session:
        account = session.get_one(Account, lead.id)
        actor = actor_of(session, account)
        given = links.invite(
            session,
            actor=actor,
            organisation_id=actor.memberships[0].organisation_id,
            role=Role.RESPONDENT,
            name="赵六",
            email=None,
            now=clock.now(),
        )[1]
        session.commit()
    return given


NEWCOMER = {"name": "赵六", "login": "zhaoliu", "password": FRESH, "again": FRESH, "consent": "yes"}


def test_an_invited_person_types_the_code_and_gets_in(browser: Browser, code: str, database: Database) -> None:
    browser.get("/invitation")
    wrong = browser.post("/invitation", {"code": "AAAA-BBBB-CCCC-DDDD"})
    assert list(complaints(wrong)) == ["code"]
    answer = browser.post("/invitation", {"code": totp.grouped(code.lower(), " ")})
    path = answer.headers["location"]
    page = browser.get(path).text
    assert faults(page) == []
    assert "临沂示范科技有限公司" in page
    assert "填报人" in page
    missing = browser.post(path, NEWCOMER | {"consent": "", "again": "other-other-1"})
    assert sorted(complaints(missing)) == ["again", "consent"]
    assert browser.post(path, NEWCOMER).headers["location"] == "/organisation"
    assert browser.get("/organisation").status_code == 200
    assert browser.get(path).status_code == 404
    with database.read() as session:
        made = session.scalars(select(Account).where(Account.login == "zhaoliu")).one()
        assert session.scalars(select(Membership.role).where(Membership.account_id == made.id)).all() == [
            Role.RESPONDENT
        ]


def test_somebody_with_an_account_signs_in_and_joins(browser: Browser, code: str, database: Database) -> None:
    with database.write() as session:
        login = make_account(session).login
        session.commit()
    path = links.address(code)
    assert f"/sign-in?next={path}" in browser.get(path).text
    assert browser.sign_in(login, PASSWORD, back=path).headers["location"] == path
    assert f'action="{path}/join"' in browser.get(path).text
    assert browser.post(f"{path}/join").headers["location"] == "/organisation"
    assert "临沂示范科技有限公司" in browser.get("/organisation").text


def test_a_role_somebody_sends_along_does_not_count(browser: Browser, code: str, database: Database) -> None:
    path = links.address(code)
    browser.get(path)
    browser.post(path, NEWCOMER | {"role": "administrator", "organisation_id": "x", "demo": "1"})
    with database.read() as session:
        made = session.scalars(select(Account).where(Account.login == "zhaoliu")).one()
        roles = session.scalars(select(Membership.role).where(Membership.account_id == made.id)).all()
        assert (roles, made.demo) == ([Role.RESPONDENT], False)


def test_guessing_codes_is_stopped_for_addresses_and_forms(browser: Browser, code: str) -> None:
    browser.get("/invitation")
    for number in range(30):
        answer = browser.get("/invitation/AAAA") if number % 2 else browser.post("/invitation", {"code": "AAAA"})
        assert answer.status_code in {404, 422}
    assert browser.get(links.address(code)).status_code == 429
    assert browser.post("/invitation", {"code": code}).status_code == 429


def test_sheets_are_printed_for_what_one_reaches(lead_browser: Browser, lead: Account, database: Database) -> None:
    with database.write() as session:
        foreign = make_organisation(session, name="别的公司").id
        own = session.scalar(select(Membership.organisation_id).where(Membership.account_id == lead.id))
        session.commit()
    assert "打印邀请函" in lead_browser.get(f"/invitations/print?organisation={own}").text
    assert faults(lead_browser.get(f"/invitations/print?organisation={own}").text) == []
    sheet = lead_browser.post("/invitations/print", {"organisation": str(own)})
    assert faults(sheet.text) == []
    shown = re.search(r'sheet__digits">([2-9A-Z-]{19})<', sheet.text)
    assert shown is not None
    assert "/invitation</dd>" in sheet.text
    assert 'src="data:image/png;base64,' in sheet.text
    for one in (foreign, "00000000-0000-4000-8000-000000000000"):
        assert lead_browser.get(f"/invitations/print?organisation={one}").status_code == 404
        assert lead_browser.post("/invitations/print", {"organisation": str(one)}).status_code == 404
    assert lead_browser.post("/invitations/print", {"organisation": "x"}).status_code == 404
    with database.read() as session:
        assert links.find(session, code=shown.group(1), now=clock.now()).link.role is Role.LEAD


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/sign-in/code", {"code": "1"}), ("/password/forgotten", {"login": "x"}), ("/invitation", {"code": "x"})],
)
def test_the_language_button_judges_and_stores_nothing(
    browser: Browser, guarded: Account, path: str, sent: dict[str, str], tmp_path: Path
) -> None:
    browser.sign_in(guarded.login, PASSWORD)
    browser.get(path)
    answer = browser.post(path, sent | {"lang": "en"})
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    assert complaints(answer) == {}
    assert not (tmp_path / "var/outbox").exists()
