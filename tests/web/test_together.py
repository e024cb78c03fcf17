"""Two people in one form, with sessions of their own: nothing lost, each told of the other; sections, comments."""

import html
import re
import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from assess.access.roles import Role
from assess.accounts.models import Membership, Organisation, WebSession
from assess.assessments.models import AnswerHistory
from assess.db import Database
from tests.conftest import CountQueries
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.web.browsing import complaints
from tests.web.conftest import Browsers
from tests.web.filling import COVER, FRAGMENT, LISTS, Sitting
from tests.web.markup import faults

FACT = "credit.procedure"
TABLE = "insurance.policies"
SQLITE = pytest.mark.parametrize("kind", ["sqlite"])
"""For what pages say of what other tests store on both databases."""


@dataclass
class Office:
    """A firm with a lead and two respondents, each in a browser of their own, at one form."""

    database: Database
    lead: Sitting
    wang: Sitting
    zhao: Sitting
    ids: dict[str, str]


@pytest.fixture
def office(browsers: Browsers, database: Database) -> Office:
    with database.write() as session:
        firm = make_organisation(session)
        people = {
            "lead": make_account(session, firm, Role.LEAD, name="李负责"),
            "wang": make_account(session, firm, Role.RESPONDENT, name="王填报"),
            "zhao": make_account(session, firm, Role.RESPONDENT, name="赵填报"),
        }
        form = make_assessment(session, firm).id
        logins = {key: (one.login, str(one.id)) for key, one in people.items()}
        session.commit()
    seats = {}
    for key, (login, _id) in logins.items():
        browser = browsers()
        browser.sign_in(login, PASSWORD)
        browser.consent()
        seats[key] = Sitting(browser, database, form)
        seats[key].get()
    return Office(database, **seats, ids={key: id_ for key, (_login, id_) in logins.items()})


def text(answer: object) -> str:
    """Give what a page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))  # type: ignore[attr-defined]  # a response


def changes(office: Office, fact: str = FACT) -> list[tuple[int, str | None, str | None]]:
    with office.database.read() as session:
        rows = session.scalars(
            select(AnswerHistory).where(AnswerHistory.fact == fact).order_by(AnswerHistory.revision)
        ).all()
        return [(row.revision, row.value_before, row.value_after) for row in rows]


def test_two_people_at_one_question_lose_nothing(office: Office) -> None:
    office.wang.get(LISTS)
    office.zhao.get(LISTS)
    assert office.wang.save(FACT, "yes", note="王的说明").status_code == 200
    late = office.zhao.save(FACT, "no", note="赵的说明")
    assert late.status_code == 409
    said = text(late)
    for words in ("王填报", "是", "王的说明", "否", "赵的说明", "采用已保存的答案", "改用我的答案"):
        assert words in said
    assert re.search(r"王填报，\d\d:\d\d", said)
    assert office.zhao.save(FACT, "no", 1, note="赵的说明").status_code == 200
    assert office.wang.save(FACT, "partial", 1).status_code == 409
    assert changes(office) == [(1, None, '"yes"'), (2, '"yes"', '"no"')]


@SQLITE
def test_without_a_script_the_page_shows_both_and_each_choice_works(office: Office) -> None:
    office.wang.save(FACT, "yes", note="王的说明")
    mine = {FACT: "no", f"{FACT}:revision": 0, f"{FACT}:note": "赵的说明"}
    late = office.zhao.post(LISTS, mine | {"credit.trainings": "3", "credit.trainings:revision": 0, "go": "next"})
    assert late.status_code == 409
    assert faults(late.text) == []
    assert list(complaints(late)) == ["q-credit_procedure-1"]
    said = text(late)
    for words in ("王填报", "王的说明", "赵的说明", "改用我的答案"):
        assert words in said
    assert office.zhao.stored("credit.trainings") == '"3"', "what nobody else touched is saved"
    chosen = re.findall(r'name="keep" value="(mine [^"]+)"', late.text)[0]
    assert office.zhao.post(LISTS, mine | {"keep": chosen}).status_code == 303
    assert office.zhao.stored(FACT) == '"no"'
    assert "赵的说明" in office.wang.get(LISTS).text
    again = office.wang.post(LISTS, {FACT: "partial", f"{FACT}:revision": 1, "go": "next"})
    theirs = re.findall(r'name="keep" value="(theirs [^"]+)"', again.text)[0]
    kept = office.wang.post(LISTS, {FACT: "partial", f"{FACT}:revision": 1, "keep": theirs})
    assert kept.status_code == 303
    assert office.wang.stored(FACT) == '"no"'
    assert [after for _, _, after in changes(office)] == ['"yes"', '"no"']


def rows(*products: tuple[str, str]) -> dict[str, object]:
    sent: dict[str, object] = {}
    for number, (product, premium) in enumerate(products, 1):
        sent |= {f"{TABLE}:{number}:id": f"r{number}", f"{TABLE}:{number}:product": product}
        sent |= {f"{TABLE}:{number}:end": "2027-02-28", f"{TABLE}:{number}:premium": premium}
    return sent


def test_two_tables_are_shown_row_by_row(office: Office) -> None:
    office.wang.save("overseas.sells-abroad", "yes")
    first = rows(("overseas-liability", "86000")) | {f"{TABLE}:revision": 0}
    assert office.wang.post(f"/answers/{TABLE}", first, **FRAGMENT).status_code == 200
    mine = rows(("overseas-liability", "90000"), ("overseas-liability", "1")) | {f"{TABLE}:revision": 0}
    late = office.zhao.post(f"/answers/{TABLE}", mine, **FRAGMENT)
    assert late.status_code == 409
    said = text(late)
    for words in ("王填报", "1 行", "2 行", "86,000", "90,000"):
        assert words in said
    page = office.zhao.post(COVER, mine | {"go": "next"})
    assert (page.status_code, faults(page.text)) == (409, [])
    chosen = re.findall(r'name="keep" value="(mine [^"]+)"', page.text)[0]
    assert office.zhao.post(COVER, mine | {"keep": chosen}).status_code == 303
    assert "90000" in (office.wang.stored(TABLE) or "")
    assert [number for number, _, _ in changes(office, TABLE)] == [1, 2]


def test_two_claims_are_shown_side_by_side(office: Office) -> None:
    path = "/items/procedure/not-applicable"
    shown = office.zhao.get(path)
    assert 'name="revision" value="0"' in shown.text
    office.wang.get(path)
    assert office.wang.post(path, {"reason": "没有员工", "revision": "0"}).status_code == 303
    late = office.zhao.post(path, {"reason": "没有业务", "revision": "0"})
    assert (late.status_code, faults(late.text)) == (409, [])
    said = text(late)
    for words in ("王填报", "没有员工", "没有业务", "采用已保存的", "改用我的理由"):
        assert words in said
    assert "没有员工" in office.lead.get(LISTS).text
    assert 'name="revision" value="1"' in late.text
    assert office.zhao.post(path, {"reason": "没有业务", "revision": "1"}).status_code == 303
    assert "没有业务" in office.lead.get(LISTS).text


@SQLITE
def test_the_same_claim_twice_is_no_conflict(office: Office) -> None:
    path = "/items/procedure/not-applicable"
    for seat in (office.wang, office.zhao):
        seat.get(path)
        assert seat.post(path, {"reason": "没有员工", "revision": "0"}).status_code == 303


@SQLITE
def test_a_claim_that_was_changed_is_not_taken_back_unseen(office: Office) -> None:
    path = "/items/procedure/not-applicable"
    office.wang.get(path)
    office.wang.post(path, {"reason": "没有员工", "revision": "0"})
    page = office.zhao.get(LISTS)
    button = re.findall(r'name="unclaim" value="([^"]+)"', page.text)[0]
    assert button == "procedure 1"
    office.wang.post(path, {"reason": "改过的理由", "revision": "1"})
    late = office.zhao.post(LISTS, {"unclaim": button})
    assert late.headers["location"] == f"{office.zhao.base}{path}?stale=yes"
    shown = office.zhao.get(f"{path}?stale=yes")
    assert (shown.status_code, faults(shown.text)) == (409, [])
    assert "改过的理由" in shown.text
    assert "仍然撤回申报" in shown.text
    assert office.zhao.post(path, {"undo": "yes", "revision": "2"}).status_code == 303
    assert "改过的理由" not in office.lead.get(LISTS).text
    assert office.wang.post(LISTS, {"unclaim": "procedure 2"}).status_code == 303, "it is gone already"


@SQLITE
def test_the_history_of_an_answer_reads_in_words(office: Office) -> None:
    office.wang.save(FACT, "yes", note="第一行\n第二行<i>")
    assert "修改记录" not in office.lead.get(LISTS).text, "one change is no history"
    office.zhao.save(FACT, "no", 1)
    page = office.lead.get(LISTS)
    assert f'href="{office.lead.base}/answers/{FACT}/history"' in page.text
    assert "修改记录（2）" in page.text
    shown = office.lead.get(f"/answers/{FACT}/history")
    assert (shown.status_code, faults(shown.text)) == (200, [])
    said = text(shown)
    assert said.index("赵填报") < said.index("王填报"), "the newest first"
    assert re.search(r"赵填报 \d{4}年\d+月\d+日 \d\d:\d\d · 第 2 次 原来 是 改为 否", said)
    assert "第二行&lt;i&gt;" in shown.text
    assert "（空白）" in said
    assert office.lead.get("/answers/no.such/history").status_code == 404


@SQLITE
def test_the_history_of_a_table_says_which_cells_changed(office: Office) -> None:
    office.wang.save("overseas.sells-abroad", "yes")
    sent = rows(("overseas-liability", "86000"), ("overseas-liability", "5")) | {f"{TABLE}:revision": 0}
    assert office.wang.post(f"/answers/{TABLE}", sent, **FRAGMENT).status_code == 200
    changed = rows(("overseas-liability", "90000"), ("overseas-liability", "7")) | {f"{TABLE}:revision": 1}
    changed |= {f"{TABLE}:2:id": "r9"}
    assert office.zhao.post(f"/answers/{TABLE}", changed, **FRAGMENT).status_code == 200
    said = text(office.lead.get(f"/answers/{TABLE}/history"))
    assert re.search(r"第 1 行： ?保费 86,000 元 → 90,000 元", said)
    assert re.search(r"删除一行： ?.*5 元", said)
    assert re.search(r"增加一行： ?.*7 元", said)


def test_sections_are_given_and_marked(office: Office) -> None:
    page = office.lead.get("/duties")
    assert (page.status_code, faults(page.text)) == (200, [])
    given = {"section": "overseas", "whom": f"a:{office.ids['wang']}", "part": "lead"}
    assert office.lead.post("/duties", given).headers["location"] == f"{office.lead.base}/duties?done=given#s-overseas"
    shown = office.lead.get("/duties?done=given")
    assert faults(shown.text) == []
    assert re.search(r"主责： ?王填报", text(shown))
    refused = office.lead.post("/duties", {"section": "credit", "whom": "", "part": "lead"})
    assert (refused.status_code, faults(refused.text)) == (422, [])
    assert complaints(refused) == {"whom-credit": "请选择一位成员或一个部门。"}
    hub = office.wang.get()
    assert faults(hub.text) == []
    assert "分配给我" in hub.text
    assert re.search(r"继续填写您负责的|开始填写", hub.text)
    assert f'href="{office.wang.base}{COVER}"' in hub.text.partition("hub__next")[2].partition("</p>")[0]
    mine = office.wang.get("?mine=1")
    assert faults(mine.text) == []
    assert (LISTS in mine.text, f"{office.wang.base}{COVER}" in mine.text) == (False, True)
    section = office.zhao.get(COVER)
    assert "主责：王填报" in section.text
    assert office.zhao.save("overseas.sells-abroad", "yes").status_code == 200, "it forbids nobody"
    assert "分配给我" not in office.zhao.get().text
    assert office.zhao.get("?mine=1").text.count("tasks__section") == 2, "with nothing of one's own there is no filter"


@SQLITE
def test_respondents_see_who_has_what_and_are_told_who_arranges_it(office: Office) -> None:
    page = office.zhao.get("/duties")
    assert "分工由本单位负责人安排：李负责" in page.text
    assert "设为主责" not in page.text
    assert office.zhao.post("/duties", {"section": "credit", "whom": "x", "part": "lead"}).status_code == 403
    with office.database.write() as session:
        lead = session.scalars(select(Membership).where(Membership.role == Role.LEAD)).one()
        session.delete(lead)
        session.commit()
    alone = office.zhao.get("/duties")
    assert faults(alone.text) == []
    assert "本单位目前没有负责人" in alone.text


def test_last_times_assignment_is_offered_and_taken_over_with_one_button(office: Office) -> None:
    office.lead.post("/duties", {"section": "credit", "whom": f"a:{office.ids['zhao']}", "part": "lead"})
    with office.database.write() as session:
        firm = session.scalars(select(Organisation).join(Membership)).first()
        following = make_assessment(session, firm).id
        session.commit()
    new = Sitting(office.lead.browser, office.database, following)
    hub = new.get()
    assert faults(hub.text) == []
    assert "保留上次分工" in hub.text
    assert "保留上次分工" not in Sitting(office.wang.browser, office.database, following).get().text
    assert "主责" not in hub.text, "never by itself"
    assert new.post("/duties/take-over").headers["location"] == f"{new.base}/duties?done=kept"
    assert "主责：赵填报" in new.get().text
    again = new.post("/duties/take-over")
    assert again.status_code == 409
    assert "已经有人作了分工" in again.text


def test_comments_stand_at_their_item_and_on_their_own_page(office: Office) -> None:
    page = office.wang.get("/comments?item=serious-list")
    assert (page.status_code, faults(page.text)) == (200, [])
    sent = {"item": "serious-list", "text": "<b>请看</b>\n第二行", "mentions": [office.ids["zhao"]]}
    made = office.wang.post("/comments", sent)
    assert made.status_code == 303
    assert made.headers["location"].startswith(f"{office.wang.base}/comments?item=serious-list#c-")
    section = office.zhao.get(LISTS)
    assert faults(section.text) == []
    assert "&lt;b&gt;请看&lt;/b&gt;\n第二行" in section.text
    assert "1 条未解决" in section.text
    hub = office.zhao.get()
    assert "内部留言（1 条未解决）" in hub.text
    assert "提到我的（1）" in hub.text
    listed = office.zhao.get("/comments?show=mine")
    assert faults(listed.text) == []
    assert "提到您" in listed.text
    assert office.zhao.post("/comments/seen").status_code == 303
    assert "提到我的" not in office.zhao.get().text
    address = re.findall(r'action="([^"]+/settle)"', listed.text)[0]
    assert office.zhao.browser.post(address, {"show": "open"}).headers["location"].endswith("/comments?show=open")
    assert "没有未解决的留言" in office.zhao.get("/comments").text
    assert "已解决" in office.wang.get("/comments?show=all").text
    assert office.zhao.browser.post(address.replace("settle", "remove")).status_code == 403
    assert office.wang.browser.post(address.replace("settle", "remove")).status_code == 303
    assert office.wang.browser.post(address.replace("settle", "explode")).status_code == 404
    assert "还没有留言" in office.wang.get("/comments?show=all").text


@SQLITE
def test_a_comment_that_is_refused_comes_back_with_what_was_typed(office: Office) -> None:
    sent = {"item": "serious-list", "text": "长" * 1001, "mentions": [office.ids["zhao"]]}
    refused = office.wang.post("/comments", sent)
    assert (refused.status_code, faults(refused.text)) == (422, [])
    assert complaints(refused) == {"text": "留言过长：最多 1000 个字。"}
    assert "长" * 1001 in refused.text
    assert re.search(rf'value="{office.ids["zhao"]}"\s+checked', refused.text)
    foreign = office.wang.post("/comments", sent | {"text": "好", "mentions": ["x"]})
    assert list(complaints(foreign)) == ["mentions"]
    switched = office.wang.post("/comments", {"item": "serious-list", "text": "写到一半", "lang": "en"})
    assert (switched.status_code, "写到一半" in switched.text) == (200, True)
    assert office.wang.get("/comments?item=no-such").status_code == 404
    assert office.wang.post(LISTS, {"go": "comments:procedure"}).headers["location"].endswith("comments?item=procedure")


def test_who_else_is_there_is_said_and_does_not_keep_anybody_signed_in(office: Office) -> None:
    assert 'data-presence="' in office.wang.get(LISTS).text
    assert office.wang.get("/presence?section=credit", **FRAGMENT).text == ""
    assert office.zhao.get("/presence?section=credit", **FRAGMENT).text.startswith("王填报 也在填写这一部分")
    assert office.lead.get("/presence?section=overseas", **FRAGMENT).text == "王填报、赵填报 正在填写其他部分。"
    assert office.wang.get("/presence?section=no-such").status_code == 404
    assert (touched(office, "/presence?section=credit"), touched(office, "")) == (False, True)


def touched(office: Office, path: str) -> bool:
    """Say whether a page counts as a use of the session."""
    mine = WebSession.account_id == uuid.UUID(office.ids["wang"])
    with office.database.write() as session:
        found = session.scalars(select(WebSession).where(mine)).one()
        found.last_seen_at = before = found.last_seen_at - timedelta(minutes=5)
        session.commit()
    office.wang.get(path)
    with office.database.read() as session:
        return session.scalars(select(WebSession.last_seen_at).where(mine)).one() != before


def test_pages_take_as_many_queries_with_much_said_as_with_little(office: Office, count_queries: CountQueries) -> None:
    office.lead.browser.app.state.runner.stop()

    def counted(path: str) -> int:
        office.lead.get(path)
        with count_queries() as statements:
            assert office.lead.get(path).status_code == 200
        return len(statements)

    def say(item: str, section: str, whom: str) -> None:
        sent = {"item": item, "text": "好", "mentions": list(office.ids.values())}
        assert office.wang.post("/comments", sent).status_code == 303
        office.lead.post("/duties", {"section": section, "whom": f"a:{office.ids[whom]}", "part": "assist"})

    pages = ("", LISTS, "/duties", "/comments")
    say("serious-list", "credit", "wang")
    few = [counted(page) for page in pages]
    for item, section, whom in (("procedure", "overseas", "zhao"), ("serious-list", "credit", "zhao")):
        say(item, section, whom)
    for number in range(3):
        office.wang.save(FACT, ("yes", "no", "yes")[number], number)
    assert [counted(page) for page in pages] == few
    assert few[0] <= 10
    assert few[1] <= 11
