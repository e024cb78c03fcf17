"""What somebody hostile, or only odd, sends to the pages of people, organisations, campaigns and reviews."""

import csv
import io
import re
import threading
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select, update

from assess import clock
from assess.access.roles import Role
from assess.accounts import asking, members
from assess.accounts.models import Account, Membership, Organisation, OrganisationKind
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.audit.models import AuditHead
from assess.db import Database
from assess.reviews import publishing
from assess.reviews.models import Decision, Publication
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.organisations import as_csv, entry
from tests.web.browsing import Browser, complaints
from tests.web.campaigning import Office, described, made
from tests.web.conftest import Browsers
from tests.web.reviewing import Stage

FORMULA = '=HYPERLINK("http://evil.example","1")'
CODE = "=cmd|' /C calc'!A0<script>alert(1)</script>"
SECRETS = ("不可外传的意见", "不可外传的审定语", "已审定", "复核得分")


NUL = ("\0", "名\0称")
FILTERS = ("name", "role", "region", "size", "industry", "below", "q", "state", "page", "district", "show", "text")


@pytest.mark.parametrize("text", NUL)
def test_nul_in_a_filter_finds_nothing_and_breaks_nothing(
    admin: Browser, database: Database, office: Office, text: str
) -> None:
    base = made(admin, database, office)
    query = urlencode(dict.fromkeys(FILTERS, text))
    for path in ("/participants", "/participants/add", "/participants/count", "/dashboard", "/deviations"):
        assert admin.get(f"{base}{path}?{query}").status_code in {200, 404}, path
    for path in ("/organisations", "/campaigns", "/organisations/import"):
        assert admin.get(f"{path}?{query}").status_code == 200, path
    admin.get(f"{base}/participants/add")
    sent = {"reason": "补充", "list": f"{text}\n{office.codes[2]}"}
    assert admin.post(f"{base}/participants/list", sent).status_code == 200
    assert admin.post(f"{base}/participants/filter", {"reason": "补充", "name": text, "role": text}).status_code < 500


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1999-12-31", "2026-02-30"])
def test_a_day_no_campaign_lives_to_see_is_no_day(admin: Browser, database: Database, office: Office, day: str) -> None:
    admin.get("/campaigns/new")
    for field in ("opens_on", "closes_on", "review_by"):
        answer = admin.post("/campaigns/new", described(database, office, **{field: day}))
        assert field in complaints(answer), (field, answer.status_code)
    base = made(admin, database, office)
    firm = office.bureau.enterprises[0].id
    for path in ("/steps/extend", f"/participants/{firm}/time"):
        admin.get(base + path)
        answer = admin.post(base + path, {"closes_on": day, "reason": "疫情"})
        assert list(complaints(answer)) == ["closes_on"], path


def test_a_file_is_named_by_us_and_not_by_the_address(admin: Browser) -> None:
    admin.get("/organisations/import")
    files: Any = {"file": ("单位.csv", as_csv(entry("甲企业", "12")).getvalue(), "text/csv")}
    sent = {"csrf_token": admin.token, "below": ""}
    address = admin.send("POST", "/organisations/import", data=sent, files=files).headers["location"]
    for show in ("中文", "conflict", "x" * 500, "a\r\nset-cookie: b=c"):
        answer = admin.get(f"{address}/rows.xlsx?{urlencode({'show': show})}")
        assert answer.status_code == 200, show
        name = answer.headers["content-disposition"]
        assert name.startswith(
            'attachment; filename="conflict-' if show == "conflict" else 'attachment; filename="rows-'
        )
        assert answer.cookies.get("b") is None


def memberships(database: Database, login: str) -> set[tuple[object, Role]]:
    with database.read() as session:
        rows = session.execute(
            select(Membership.organisation_id, Membership.role).join(Account).where(Account.login == login)
        )
        return {(row[0], row[1]) for row in rows}


def test_an_administrator_does_not_let_themselves_into_what_they_may_not_read(
    admin: Browser, database: Database, office: Office
) -> None:
    firm, before = office.bureau.enterprises[0], memberships(database, office.admin)
    admin.get("/organisation/join")
    assert admin.post("/organisation/join", {"credit_code": office.codes[0], "reason": "看看"}).status_code == 303
    with database.read() as session:
        actor = members.acting(session, office.admin)
        asked = asking.own(session, actor=actor)[0].id
    admin.get(f"/organisations/{firm.id}/members")
    for role in ("lead", "respondent"):
        answer = admin.post(f"/organisations/{firm.id}/members/requests/{asked}/accept", {"role": role})
        assert answer.status_code == 409
        assert "自己的申请" in answer.text
    assert memberships(database, office.admin) == before
    office.enter(office.leads[0]).post(f"/organisations/{firm.id}/members/requests/{asked}/refuse")


def code_of(page: str) -> str:
    """Give the code a page shows, in four groups."""
    found = re.search(r"\b[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}\b", page)
    assert found
    return found.group()


def test_an_administrator_does_not_take_up_the_invitation_they_made_or_printed(
    admin: Browser, database: Database, office: Office
) -> None:
    firm, before = office.bureau.enterprises[0], memberships(database, office.admin)
    admin.get(f"/organisations/{firm.id}/members")
    shown = admin.post(f"/organisations/{firm.id}/members/invite", {"role": "lead", "name": "", "email": ""})
    assert shown.status_code == 200
    refused = admin.post(f"/invitation/{code_of(shown.text)}/join")
    assert "自己发出或打印" in refused.text
    lead = office.enter(office.leads[0])
    lead.get(f"/organisations/{firm.id}/members")
    lead.post(f"/organisations/{firm.id}/members/invite", {"role": "respondent", "name": "新人", "email": ""})
    listed = admin.get(f"/organisations/{firm.id}/members").text
    for link in {part[:36] for part in listed.split("/members/links/")[1:]}:
        sheet = admin.post("/invitations/print", {"link": link})
        assert "自己发出或打印" in admin.post(f"/invitation/{code_of(sheet.text)}/join").text
    assert memberships(database, office.admin) == before


def test_a_body_that_was_closed_from_above_does_not_open_itself_again(
    admin: Browser, database: Database, office: Office
) -> None:
    body = office.bureau.body.id
    with database.write() as session:
        session.execute(update(Organisation).where(Organisation.id == body).values(closed_at=clock.now()))
        session.commit()
    admin.get(f"/organisations/{body}")
    assert admin.post(f"/organisations/{body}/reopen").status_code == 409
    with database.read() as session:
        assert session.get_one(Organisation, body).closed_at is not None


@pytest.mark.parametrize("role", ["administrator", "reviewer", "owner", "", "LEAD"])
def test_a_lead_hands_out_no_role_that_is_not_theirs_to_give(office: Office, database: Database, role: str) -> None:
    lead, firm = office.enter(office.leads[0]), office.bureau.enterprises[0]
    before = memberships(database, office.leads[0])
    me = office.bureau.leads[0].id
    page = f"/organisations/{firm.id}/members"
    lead.get(page)
    assert lead.post(f"{page}/invite", {"role": role, "name": "某人", "email": ""}).status_code == 422
    answer = lead.post(f"{page}/{me}/roles", {"roles": role, "organisation_id": str(office.bureau.body.id)})
    assert answer.status_code == 422
    assert memberships(database, office.leads[0]) == before


def test_names_are_neither_formulas_nor_markup(admin: Browser, database: Database, office: Office) -> None:
    with database.write() as session:
        for firm, name in zip(office.bureau.enterprises, (FORMULA, CODE), strict=False):
            session.execute(update(Organisation).where(Organisation.id == firm.id).values(name=name))
        session.commit()
    base = made(admin, database, office, name=CODE[:60], message=CODE)
    for path in ("", "/participants", "/dashboard", "/deviations", "/edit", "/steps/close"):
        page = admin.get(base + path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text, path
    text = admin.get(f"{base}/dashboard/participants.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t", "\r"}]
    lead = office.enter(office.leads[1])
    assert "<script>alert" not in lead.get(f"{base}/start").text


def test_nothing_of_a_decision_shows_before_it_is_published(stage: Stage) -> None:
    reviewer = stage.taken()
    stage.mark_all(reviewer)
    assert stage.mark(reviewer, "procedure", "zero", reason="other", opinion=SECRETS[0]).status_code == 303
    reviewer.get(f"{stage.base}/decide")
    assert reviewer.post(f"{stage.base}/decide", {"statement": SECRETS[1]}).status_code == 303
    own = ("", "/result", "/submitted", "/plan", "/programmes", "/trace/procedure", "/sections/credit/lists", "/appeal")
    for who in ("lead", "respondent"):
        browser = stage.browser(who)
        for path in (
            "/assessments",
            "/organisation/results",
            "/organisation/compare",
            *(stage.own + one for one in own),
        ):
            page = browser.get(path)
            assert page.status_code in {200, 303, 403, 404}, (path, page.status_code)
            assert not [word for word in SECRETS[:3] if word in page.text], (who, path)
        assert browser.post(f"{stage.own}/appeal", {"grounds": "不服"}).status_code == 403
    assert stage.decisions() == [SECRETS[1]]


def test_a_decision_of_elsewhere_is_published_by_nobody_here(stage: Stage, database: Database, office: Office) -> None:
    admin = office.enter(office.admin)
    missing = admin.post(f"/campaigns/{office.bureau.body.id}/steps/publish")
    foreign = admin.post(f"/campaigns/{stage.campaign_id}/steps/publish")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    with database.read() as session:
        assert session.scalars(select(Publication.decision_id)).all() == []


def test_a_reviewer_who_joins_the_respondent_loses_what_they_had(stage: Stage, database: Database) -> None:
    reviewer = stage.taken()
    assert stage.mark(reviewer, "procedure").status_code == 303
    with database.write() as session:
        account = session.scalars(select(Account).where(Account.login == stage.logins["first"])).one()
        lead = session.scalars(select(Account).where(Account.login == stage.logins["lead"])).one()
        firm = session.scalars(select(Membership.organisation_id).where(Membership.account_id == lead.id)).one()
        session.add(Membership(account_id=account.id, organisation_id=firm, role=Role.RESPONDENT))
        session.commit()
    file = stage.files["凭证.pdf"]
    for path in ("", "/items/procedure", "/decide", f"/evidence/{file}"):
        assert reviewer.get(stage.base + path).status_code == 404, path
    for path in ("/items/procedure", "/accept", "/return", "/decide", "/take-over", "/report"):
        assert reviewer.post(stage.base + path, {"choice": "zero", "reason": "other"}).status_code == 404, path
    assert "临沂示范科技" not in reviewer.get("/reviews").text


def test_of_two_who_publish_at_the_same_moment_one_does(stage: Stage, database: Database) -> None:
    reviewer = stage.taken()
    stage.mark_all(reviewer)
    reviewer.get(f"{stage.base}/decide")
    reviewer.post(f"{stage.base}/decide", {"statement": "同意"})
    with database.read() as session:
        actor = members.acting(session, stage.logins["administrator"])
        decision = session.scalars(select(Decision.id)).one()
    asked, at, seen = threading.Event(), clock.now(), list[object]()

    def again() -> None:
        asked.set()
        with database.write() as session:
            try:
                seen.append(publishing.publish(session, actor=actor, decision_id=decision, now=clock.now()).at)
                session.commit()
            except Exception as error:  # noqa: BLE001 - whatever it is, the test names it
                seen.append(error)

    with database.write() as session:
        publishing.publish(session, actor=actor, decision_id=decision, now=at)
        session.flush()
        other = threading.Thread(target=again)
        other.start()
        asked.wait(5)
        threading.Event().wait(0.5)  # by now the other one waits for the row
        session.commit()
    other.join(30)
    assert seen == [at]


def test_an_administrator_below_does_nothing_to_what_lies_above(
    database: Database, browsers: Browsers, office: Office
) -> None:
    with database.write() as session:
        below = make_organisation(session, name="兰山区局", kind=OrganisationKind.AUTHORITY, parent=office.bureau.body)
        login = make_account(session, below, Role.ADMINISTRATOR, name="区管理员").login
        session.commit()
        own = below.id
    browser = browsers()
    assert browser.sign_in(login, PASSWORD).status_code == 303
    above, firm = office.bureau.body, office.bureau.enterprises[0]
    before = memberships(database, login)
    browser.get("/organisations")
    for target in (above.id, firm.id):
        for path, sent in (
            ("/edit", {"organisation_name": "改名"}),
            ("/move", {"parent": "兰山区局"}),
            ("/move", {"parent": str(own)}),
            ("/close", {}),
            ("/reopen", {}),
            ("/members/invite", {"role": "reviewer"}),
        ):
            assert browser.post(f"/organisations/{target}{path}", sent).status_code == 404, (target, path)
    assert browser.post(f"/organisations/{own}/move", {"parent": ""}).status_code in {409, 422}
    given = described(database, office, organiser_id=str(own), reviewing_body_id=str(above.id))
    assert "reviewing_body_id" in complaints(browser.post("/campaigns/new", given))
    given = described(database, office, organiser_id=str(above.id), reviewing_body_id=str(own))
    assert "organiser_id" in complaints(browser.post("/campaigns/new", given))
    assert memberships(database, login) == before


def told(lead: Browser, token: str) -> tuple[str, bool]:
    """Give the state as a program hears it, and whether the list of pages says that it was decided."""
    heard = lead.send("GET", "/api/v1/assessments", headers={"authorization": f"Bearer {token}"}).json()
    return heard["items"][0]["status"], "已审定" in lead.get("/assessments").text


def publish_last(stage: Stage, database: Database) -> None:
    with database.write() as session:
        actor = members.acting(session, stage.logins["administrator"])
        last = session.scalars(select(Decision.id).order_by(Decision.number.desc())).first()
        assert last is not None
        publishing.publish(session, actor=actor, decision_id=last, now=clock.now())
        session.commit()


def test_neither_a_program_nor_a_list_hears_of_a_decision_before_it_is_published(
    stage: Stage, database: Database
) -> None:
    lead = stage.browser("lead")
    lead.get("/account/tokens")
    page = lead.post("/account/tokens", {"name": "系统", "scopes": ["assessments:read"], "days": "30"}).text
    token = page.partition('id="token-secret">')[2].partition("<")[0]
    reviewer = stage.taken()
    stage.mark_all(reviewer)
    reviewer.get(f"{stage.base}/decide")
    reviewer.post(f"{stage.base}/decide", {"statement": "同意"})
    assert told(lead, token) == ("in_second_review", False)
    publish_last(stage, database)
    assert told(lead, token) == ("decided", True)
    lead.get(f"{stage.own}/appeal")
    assert lead.post(f"{stage.own}/appeal", {"grounds": "不服"}).status_code == 303
    assert told(lead, token) == ("appealed", False)
    other = stage.taken("other")
    other.get(f"{stage.base}/decide")
    assert other.post(f"{stage.base}/decide", {"statement": "维持", "answer": "维持原审定"}).status_code == 303
    assert told(lead, token) == ("in_second_review", False)
    publish_last(stage, database)
    assert told(lead, token) == ("decided", True)


@pytest.mark.parametrize("who", ["lead", "respondent"])
def test_after_the_last_day_nothing_changes_by_any_way(stage: Stage, database: Database, who: str) -> None:
    with database.write() as session:
        form = session.get_one(Assessment, stage.id)
        form.status, form.closes_at = Status.RETURNED, clock.now()
        session.commit()

    def head() -> int:
        with database.read() as session:
            return session.get_one(AuditHead, stage.id.hex).seq

    browser, before, own = stage.browser(who), head(), stage.own
    browser.consent()
    sent: dict[str, dict[str, object]] = {
        "/answers/credit.serious-list": {"value": "yes", "revision": "1"},
        "/sections/credit/lists": {"credit.serious-list": "yes", "credit.serious-list:revision": "1"},
        "/items/procedure/not-applicable": {"reason": "没有此项业务"},
        "/prefill": {"fact": "credit.serious-list"},
        "/newer": {"version": "1", "state": "1"},
        "/evidence/credit.serious-list": {"kind": "record"},
        f"/evidence/credit.serious-list/{stage.files['凭证.pdf']}/remove": {},
        "/submit": {"declared": "yes", "declared_name": "李明"},
        "/withdraw": {},
    }
    for path, given in sent.items():
        assert browser.post(own + path, given).status_code in {303, 403, 404, 422}, path
        assert head() == before, path
    assert stage.submissions() == 1
