"""The tree of organisations on the pages: who sees it, what can be done, and that nothing else can."""

import re
import uuid
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from assess.access.roles import Role
from assess.accounts.models import Organisation, OrganisationKind
from assess.db import Database
from tests.factories.accounts import PASSWORD, credit_code, make_account, make_organisation
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.markup import faults

AUTHORITY, DISTRICT = OrganisationKind.AUTHORITY, OrganisationKind.DISTRICT
MISSING = uuid.UUID(int=7)


@dataclass(frozen=True)
class Tree:
    """Two cities with a district and an enterprise each, and who signs in where."""

    city: uuid.UUID
    district: uuid.UUID
    firm: uuid.UUID
    elsewhere: uuid.UUID
    alien: uuid.UUID
    logins: dict[str, str]


@pytest.fixture
def tree(database: Database) -> Tree:
    with database.write() as session:
        city = make_organisation(session, name="临沂市知识产权局", kind=AUTHORITY, region="371300")
        other = make_organisation(session, name="洛阳市知识产权局", kind=AUTHORITY, region="410300")
        district = make_organisation(session, name="兰山区", kind=DISTRICT, parent=city)
        firm = make_organisation(session, name="<b>兰山</b>机械有限公司", parent=district)
        alien = make_organisation(session, name="洛阳企业", region="410302", parent=other)
        people = {
            "administrator": make_account(session, city, Role.ADMINISTRATOR).login,
            "reviewer": make_account(session, city, Role.REVIEWER).login,
            "lead": make_account(session, firm).login,
            "respondent": make_account(session, firm, Role.RESPONDENT).login,
            "foreign": make_account(session, other, Role.ADMINISTRATOR).login,
        }
        session.commit()
        return Tree(city.id, district.id, firm.id, other.id, alien.id, people)


def enter(browsers: Browsers, tree: Tree, who: str) -> Browser:
    one = browsers()
    assert one.sign_in(tree.logins[who], PASSWORD).status_code == 303
    one.get("/assessments")
    return one


@pytest.fixture
def administrator(browsers: Browsers, tree: Tree) -> Browser:
    return enter(browsers, tree, "administrator")


def stored(database: Database, one: uuid.UUID) -> Organisation:
    with database.read() as session:
        found = session.get_one(Organisation, one)
        session.expunge(found)
    return found


def posted(**changes: object) -> dict[str, object]:
    given = {"organisation_name": "新企业有限公司", "kind": "enterprise", "credit_code": credit_code()}
    place = {"province": "370000", "city": "371300", "county": "371302", "parent": "兰山区"}
    return {**given, **place, "size": "small", "industry": "C", **changes}


def test_the_tree_is_listed_and_narrowed(administrator: Browser, tree: Tree) -> None:
    page = administrator.get("/organisations")
    assert faults(page.text) == []
    assert "共 3 个单位" in page.text
    assert "&lt;b&gt;兰山&lt;/b&gt;机械有限公司" in page.text
    assert "洛阳" not in re.sub(r"<datalist.*?</datalist>", "", page.text)
    assert "临沂市知识产权局 › 兰山区" in page.text
    assert 'href="/organisations" aria-current="page"' in page.text
    assert "打印本页还没有成员的单位的负责人邀请函（1 份）" in page.text
    assert f"/invitations/print?organisation={tree.district}" in page.text
    narrowed = administrator.get("/organisations?q=机械&kind=enterprise&region=兰山&size=&role=&closed=no&below=x")
    assert "共 1 个单位" in narrowed.text
    empty = administrator.get("/organisations?q=没有这个名字&region=火星&page=-3")
    assert all(words in empty.text for words in ("没有符合条件的单位", "没有找到“火星”这个地区"))
    assert faults(empty.text) == []
    assert "共 1 个单位" in administrator.get(f"/organisations?below={tree.district}").text


def test_an_organisation_is_made_by_hand(administrator: Browser, database: Database, tree: Tree) -> None:
    page = administrator.get(f"/organisations/new?below={tree.district}")
    assert faults(page.text) == []
    refused = administrator.post("/organisations/new", {"kind": "enterprise"})
    assert refused.status_code == 422
    assert set(complaints(refused)) == {"organisation_name", "credit_code", "province"}
    assert faults(refused.text) == []
    unknown = administrator.post("/organisations/new", posted(parent="洛阳市知识产权局"))
    assert complaints(unknown)["parent"].startswith("在您管理的范围内没有找到这个上级单位")
    answer = administrator.post("/organisations/new", posted(operator="1", closed_at="1", parent_id=str(tree.alien)))
    assert answer.status_code == 303
    made = stored(database, uuid.UUID(answer.headers["location"].split("/")[2].split("?")[0]))
    assert (made.name, made.parent_id, made.operator, made.industry) == ("新企业有限公司", tree.district, False, "C")
    shown = administrator.get(answer.headers["location"])
    assert all(words in shown.text for words in ("单位已建立", "C 制造业", "小型", "山东省临沂市兰山区 371302"))
    assert faults(shown.text) == []


def test_an_edit_posts_fields_and_nothing_else_counts(administrator: Browser, database: Database, tree: Tree) -> None:
    page = administrator.get(f"/organisations/{tree.firm}/edit")
    assert faults(page.text) == []
    assert 'value="&lt;b&gt;兰山&lt;/b&gt;机械有限公司"' in page.text
    before = stored(database, tree.firm)
    more = {"operator": "true", "kind": "authority", "parent_id": str(tree.alien), "parent": "", "demo": "1"}
    answer = administrator.post(f"/organisations/{tree.firm}/edit", posted(industry="J", **more))
    assert answer.headers["location"] == f"/organisations/{tree.firm}?done=edited"
    after = stored(database, tree.firm)
    assert (after.name, after.industry) == ("新企业有限公司", "J")
    assert (after.kind, after.operator, after.parent_id, after.demo) == (before.kind, False, tree.district, False)
    wrong = administrator.post(f"/organisations/{tree.firm}/edit", posted(credit_code="12", industry="ZZ", size="x"))
    assert set(complaints(wrong)) == {"credit_code", "industry", "size"}
    english = administrator.post(f"/organisations/{tree.firm}/edit", {**posted(), "lang": "en"})
    assert (english.status_code, 'lang="en"' in english.text) == (200, True)


def test_moving_closing_and_reopening(administrator: Browser, database: Database, tree: Tree) -> None:
    address = f"/organisations/{tree.firm}"
    administrator.get(address)
    answer = administrator.post(f"{address}/move", {"parent": "临沂市知识产权局"})
    assert answer.headers["location"] == f"{address}?done=moved"
    assert stored(database, tree.firm).parent_id == tree.city
    administrator.get(f"/organisations/{tree.district}")
    circle = administrator.post(f"/organisations/{tree.district}/move", {"parent": "兰山区"})
    assert (circle.status_code, "parent" in complaints(circle)) == (409, True)
    assert faults(circle.text) == []
    foreign = administrator.post(f"{address}/move", {"parent": str(tree.elsewhere)})
    assert foreign.status_code == 422
    assert administrator.post(f"{address}/close").status_code == 303
    page = administrator.get(address)
    assert "2026" in page.text
    assert "已停用" in page.text
    assert faults(page.text) == []
    assert administrator.post(f"{address}/reopen").status_code == 303
    assert stored(database, tree.firm).closed_at is None
    assert administrator.post(f"/organisations/{tree.city}/close").status_code == 409


GETS = ("", "/edit")
POSTS = ("/edit", "/move", "/close", "/reopen")


@pytest.mark.parametrize("who", ["lead", "respondent", "reviewer", "foreign"])
def test_to_everybody_else_there_is_nothing(browsers: Browsers, database: Database, tree: Tree, who: str) -> None:
    one = enter(browsers, tree, who)
    before = stored(database, tree.firm)
    for path in GETS:
        own, missing = (one.get(f"/organisations/{id_}{path}") for id_ in (tree.firm, MISSING))
        assert own.status_code == missing.status_code == 404
        assert _plain(own.text) == _plain(missing.text)
    for path in POSTS:
        for target in (tree.firm, MISSING):
            assert one.post(f"/organisations/{target}{path}", posted()).status_code == 404
    if who != "foreign":
        assert one.get("/organisations").status_code == one.get("/organisations/new").status_code == 404
        assert "单位管理" not in one.get("/assessments").text
    assert stored(database, tree.firm).name == before.name
    with database.read() as session:
        assert session.scalar(select(Organisation.id).where(Organisation.name == "新企业有限公司")) is None


def _plain(page: str) -> str:
    """Leave out what differs between any two answers: the address asked for, tokens, the number of the request."""
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "id", page)
    return re.sub(r"[0-9a-f]{16,}", "number", page)


def test_a_lead_says_the_industry_of_their_own_enterprise(lead_browser: Browser, database: Database) -> None:
    page = lead_browser.get("/organisation")
    assert faults(page.text) == []
    with database.read() as session:
        own = session.scalars(select(Organisation)).one()
    given = posted(exports="no", industry="I", operator="1", parent_id=str(MISSING))
    assert lead_browser.post(f"/organisation/{own.id}", given).status_code == 303
    found = stored(database, own.id)
    assert (found.industry, found.operator, found.parent_id) == ("I", False, None)
    assert 'value="I" selected' in lead_browser.get("/organisation").text
    wrong = lead_browser.post(f"/organisation/{own.id}", posted(exports="no", industry="9"))
    assert "industry" in complaints(wrong)
