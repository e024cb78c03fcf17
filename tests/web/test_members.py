"""The people of an organisation on the pages: invited, let in, changed, taken out; and asking from outside."""

import re
import uuid

import pytest
from sqlalchemy import select

from assess.access.roles import Role
from assess.accounts.credentials import OneTimeLink
from assess.accounts.join_models import JoinRequest
from assess.accounts.models import Account, Membership, Organisation
from assess.db import Database
from tests.factories.accounts import PASSWORD, make_account
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.markup import faults
from tests.web.test_organisations import MISSING, Tree, _plain, enter, tree

__all__ = ["tree"]


def people(database: Database, organisation_id: uuid.UUID) -> dict[str, set[Role]]:
    found: dict[str, set[Role]] = {}
    with database.read() as session:
        rows = session.execute(
            select(Account.login, Membership.role)
            .join(Membership, Membership.account_id == Account.id)
            .where(Membership.organisation_id == organisation_id)
        )
        for login, role in rows:
            found.setdefault(login, set()).add(role)
    return found


def account_id(database: Database, login: str) -> uuid.UUID:
    with database.read() as session:
        return session.scalars(select(Account.id).where(Account.login == login)).one()


@pytest.fixture
def lead(browsers: Browsers, tree: Tree) -> Browser:
    return enter(browsers, tree, "lead")


def test_a_lead_lists_invites_and_takes_back(lead: Browser, database: Database, tree: Tree) -> None:
    address = f"/organisations/{tree.firm}/members"
    assert lead.get("/organisation/members").headers["location"] == address
    page = lead.get(address)
    assert faults(page.text) == []
    assert "现有成员（2）" in page.text
    assert "管理员" not in page.text.partition('id="invite"')[2].partition("</form>")[0]
    refused = lead.post(f"{address}/invite", {"role": "administrator", "email": "x"})
    assert set(complaints(refused)) == {"role", "email"}
    assert faults(refused.text) == []
    made = lead.post(f"{address}/invite", {"role": "respondent", "name": "<i>小赵</i>"})
    assert made.status_code == 200
    assert faults(made.text) == []
    assert "&lt;i&gt;小赵&lt;/i&gt;" in made.text
    code = re.findall(r"<strong>([0-9A-Z-]{19})</strong>", made.text)
    assert len(code) == 1
    assert f"http://testserver/invitation/{code[0]}" in made.text
    assert code[0] not in lead.get(address).text
    with database.read() as session:
        link = session.scalars(select(OneTimeLink)).one()
        assert (link.organisation_id, link.role, link.email) == (tree.firm, Role.RESPONDENT, None)
    assert lead.post(f"{address}/links/{link.id}/revoke").headers["location"] == f"{address}?done=revoked"
    assert lead.post(f"{address}/links/{link.id}/revoke").status_code == 404
    assert "还没有使用的邀请" not in lead.get(f"{address}?done=revoked").text
    mailed = lead.post(f"{address}/invite", {"role": "lead", "email": "zhao@example.com"})
    assert mailed.headers["location"] == f"{address}?done=mailed"
    assert "zhao@example.com" in lead.get(address).text


def test_roles_change_and_people_leave(lead: Browser, database: Database, tree: Tree) -> None:
    other = account_id(database, tree.logins["respondent"])
    mine = account_id(database, tree.logins["lead"])
    address = f"/organisations/{tree.firm}/members"
    page = lead.get(f"{address}/{other}")
    assert faults(page.text) == []
    wrong = lead.post(f"{address}/{other}/roles", {"roles": "reviewer"})
    assert (wrong.status_code, "roles" in complaints(wrong)) == (422, True)
    assert lead.post(f"{address}/{other}/roles", {"roles": "lead"}).headers["location"] == f"{address}?done=changed"
    assert people(database, tree.firm)[tree.logins["respondent"]] == {Role.LEAD}
    assert lead.post(f"{address}/{other}/remove").headers["location"] == f"{address}?done=removed"
    assert lead.get(f"{address}/{other}").status_code == 404
    asked = lead.post(f"{address}/{mine}/remove")
    assert "sure" in complaints(asked)
    assert faults(asked.text) == []
    assert lead.post(f"{address}/{mine}/remove", {"sure": "yes"}).headers["location"] == "/organisation"
    assert people(database, tree.firm) == {}
    assert lead.get(address).status_code == 404
    assert "还没有加入任何单位" in lead.get("/organisation").text


def test_an_administrator_reaches_the_people_below(browsers: Browsers, database: Database, tree: Tree) -> None:
    one = enter(browsers, tree, "administrator")
    assert faults(one.get(f"/organisations/{tree.firm}/members").text) == []
    assert "在它下面新建单位" in one.get(f"/organisations/{tree.district}").text
    answer = one.post(f"/organisations/{tree.firm}/members/invite", {"role": "lead"})
    assert "邀请已生成" in answer.text
    officers = one.get(f"/organisations/{tree.city}/members").text
    assert all(words in officers for words in ("复核人员", "管理员", "您自己"))
    mine = account_id(database, tree.logins["administrator"])
    both = one.post(f"/organisations/{tree.city}/members/{mine}/roles", {"roles": ["reviewer", "administrator"]})
    assert both.headers["location"].endswith("?done=changed")
    assert people(database, tree.city)[tree.logins["administrator"]] == {Role.REVIEWER, Role.ADMINISTRATOR}


@pytest.mark.parametrize("who", ["respondent", "reviewer", "foreign"])
def test_to_everybody_else_there_is_nothing(browsers: Browsers, database: Database, tree: Tree, who: str) -> None:
    one, before = enter(browsers, tree, who), people(database, tree.firm)
    person = account_id(database, tree.logins["respondent"])
    gets = ("", f"/{person}")
    posts = (
        "/invite",
        f"/links/{MISSING}/revoke",
        f"/requests/{MISSING}/accept",
        f"/requests/{MISSING}/refuse",
        f"/{person}/roles",
        f"/{person}/remove",
    )
    for path in gets:
        own, missing = (one.get(f"/organisations/{place}/members{path}") for place in (tree.firm, MISSING))
        assert own.status_code == missing.status_code == 404
        assert _plain(own.text) == _plain(missing.text)
    for path in posts:
        sent = {"roles": "lead", "role": "lead", "sure": "yes"}
        for place in (tree.firm, MISSING):
            assert one.post(f"/organisations/{place}/members{path}", sent).status_code == 404
    assert people(database, tree.firm) == before


def newcomer(**changes: object) -> dict[str, object]:
    given = {"name": "<b>新人</b>", "login": "newcomer", "password": PASSWORD, "again": PASSWORD, "consent": "yes"}
    return {**given, "reason": "财务部，电话 12345", **changes}


def code_of(database: Database, tree: Tree) -> str:
    with database.read() as session:
        return str(session.get_one(Organisation, tree.firm).credit_code)


def test_a_stranger_asks_and_the_lead_lets_them_in(
    browsers: Browsers, lead: Browser, database: Database, tree: Tree
) -> None:
    stranger, code = browsers(), code_of(database, tree)
    page = stranger.get("/join")
    assert faults(page.text) == []
    wrong = stranger.post("/join", newcomer(credit_code="12", again="x", consent=""))
    assert set(complaints(wrong)) == {"again", "consent"}
    assert complaints(stranger.post("/join", newcomer(credit_code="12"))).keys() == {"credit_code"}
    answer = stranger.post("/join", newcomer(credit_code=code, role="lead"))
    assert answer.headers["location"] == "/organisation/join?done=1"
    waiting = stranger.get("/organisation/join?done=1")
    assert faults(waiting.text) == []
    assert "申请已提交" in waiting.text
    assert stranger.get(f"/organisations/{tree.firm}/members").status_code == 404
    with database.read() as session:
        asked = session.scalars(select(JoinRequest.id)).one()
    address = f"/organisations/{tree.firm}/members"
    shown = lead.get(address)
    assert faults(shown.text) == []
    above = enter(browsers, tree, "administrator").get("/organisations")
    assert "等待答复的加入申请（1）" in above.text
    assert faults(above.text) == []
    assert "等待答复的加入申请" not in enter(browsers, tree, "foreign").get("/organisations").text
    assert all(words in shown.text for words in ("申请加入（1）", "&lt;b&gt;新人&lt;/b&gt;", "财务部，电话 12345"))
    assert lead.post(f"{address}/requests/{asked}/accept", {"role": "administrator"}).status_code == 422
    assert lead.post(f"{address}/requests/{asked}/accept", {"role": "respondent"}).status_code == 303
    assert people(database, tree.firm)["newcomer"] == {Role.RESPONDENT}
    late = lead.post(f"{address}/requests/{asked}/refuse")
    assert "已经有人处理过" in lead.get(late.headers["location"]).text
    assert "兰山" in stranger.get("/organisation").text


def test_a_member_of_nothing_asks_and_withdraws(browsers: Browsers, database: Database, tree: Tree) -> None:
    with database.write() as session:
        login = make_account(session).login
        session.commit()
    one, code = browsers(), code_of(database, tree)
    one.sign_in(login, PASSWORD)
    assert "申请加入已注册的单位" in one.get("/organisation").text
    assert one.get("/join").headers["location"] == "/organisation/join"
    one.get("/organisation/join")
    refused = one.post("/organisation/join", {"credit_code": "", "reason": "x" * 501})
    assert set(complaints(refused)) == {"credit_code", "reason"}
    assert one.post("/organisation/join", {"credit_code": code}).status_code == 303
    with database.read() as session:
        asked = session.scalars(select(JoinRequest.id)).one()
    assert one.post(f"/organisation/join/{MISSING}/withdraw").status_code == 404
    assert one.post(f"/organisation/join/{asked}/withdraw").status_code == 303
    assert "等待答复的申请" not in one.get("/organisation/join?done=1").text
