"""The campaign dashboard and its files over HTTP: who gets them, what they say, and what they never hold."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.assessments.models import Answer
from assess.db import Database
from tests.conftest import CountQueries
from tests.factories.accounts import PASSWORD, START, make_account, make_organisation
from tests.factories.following import World
from tests.factories.reviews import make_authority
from tests.web.browsing import Browser
from tests.web.markup import faults

LESS = {"serious-list": "6", "procedure": "2", "overseas-cover": "0"}
FORMULA = '=HYPERLINK("https://evil.example","甲")'


REQUEST = re.compile(r"[0-9a-f]{8,}</p>")  # the number of the request, which an error page names


class Place:
    """A campaign in the application's database, and how its people sign in."""

    def __init__(self, database: Database) -> None:
        with database.write() as session:
            world = World(session, now=START)
            world.decided(world.north, "<b>乙</b>有限公司", first=LESS)
            world.submitted(world.north, FORMULA)
            world.participant(world.south, "丙有限公司")
            world.begun(world.south, "丁有限公司", {"credit.serious-list": "no"})
            world.summarise()
            self.campaign, self.north, self.south = str(world.campaign.id), str(world.north.id), str(world.south.id)
            other = make_authority(session, "潍坊市知识产权局", parent=world.operator)
            enterprise = make_organisation(session, name="别的有限公司")
            self.people = {
                "organiser": world.administrator_account(world.body),
                "north": world.administrator_account(world.north),
                "other": world.administrator_account(other),
                "reviewer": make_account(session, world.body, Role.REVIEWER, name="冯审"),
                "stranger": make_account(session, other, Role.REVIEWER, name="外审"),
                "lead": make_account(session, enterprise, Role.LEAD, name="陈总"),
            }
            session.commit()
            self.logins = {key: account.login for key, account in self.people.items()}

    def path(self, rest: str) -> str:
        return f"/campaigns/{self.campaign}/{rest}"


@pytest.fixture
def place(database: Database) -> Place:
    return Place(database)


@pytest.fixture
def browse(browser: Browser, place: Place) -> Callable[[str], Browser]:
    def signed(who: str) -> Browser:
        assert browser.sign_in(place.logins[who], PASSWORD).status_code == 303
        return browser

    return signed


Browse = Callable[[str], Browser]
PAGES = ("dashboard", "deviations", "dashboard.xlsx", "dashboard/participants.csv", "dashboard/items.csv")


@pytest.mark.parametrize("who", ["organiser", "reviewer", "north"])
def test_followers_get_every_page(browse: Browse, place: Place, who: str) -> None:
    browser = browse(who)
    for page in PAGES:
        assert browser.get(place.path(page)).status_code == 200, page


@pytest.mark.parametrize(
    ("who", "back"),
    [("organiser", ("/campaigns", "评估批次")), ("reviewer", ("/reviews", "复核")), ("north", ("/", "首页"))],
)
def test_the_way_back_leads_to_where_they_came_from(
    browse: Browse, place: Place, who: str, back: tuple[str, str]
) -> None:
    page = browse(who).get(place.path("dashboard")).text
    way = page[page.index('<nav class="breadcrumbs"') :]
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', way)[0] == back


@pytest.mark.parametrize("who", ["other", "stranger", "lead"])
def test_to_others_the_campaign_is_not_there(browse: Browse, place: Place, who: str) -> None:
    browser = browse(who)
    for page in PAGES:
        answer = browser.get(place.path(page))
        missing = browser.get(f"/campaigns/{place.north}/{page}")
        assert (answer.status_code, missing.status_code) == (404, 404), page
        assert REQUEST.sub("", answer.text.replace(place.campaign, place.north)) == REQUEST.sub("", missing.text)


def test_nobody_gets_nothing(browser: Browser, place: Place) -> None:
    assert [browser.get(place.path(page)).status_code for page in PAGES] == [404] * len(PAGES)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_are_sound(browse: Browse, place: Place, language: str) -> None:
    browser = browse("organiser")
    for page in (
        "dashboard?", "dashboard?dial=readiness&column=reviewed&show=filling", "dashboard?q=nobody",
        f"dashboard?district={place.south}", "deviations?", f"deviations?district={place.south}", "deviations?page=7",
    ):  # fmt: skip
        assert faults(browser.get(f"{place.path(page)}&lang={language}").text) == [], page


def test_the_first_look_answers_how_many_how_long_and_who(browse: Browse, place: Place) -> None:
    page = browse("organiser").get(place.path("dashboard")).text
    top = page.partition('id="districts"')[0]
    assert "<strong>2</strong> / 4" in top
    assert "丙有限公司" in top
    assert "&lt;b&gt;乙" not in top
    for line in ("北区", "南区", "100%", "已审定"):
        assert line in page


@pytest.mark.parametrize(("language", "row"), [("zh", "北区的进度，数字在同一行"), ("en", "Progress of 北区")])
def test_pictures_stand_beside_their_tables(browse: Browse, place: Place, language: str, row: str) -> None:
    page = browse("organiser").get(place.path(f"dashboard?column=reviewed&lang={language}")).text
    bar = page.partition('class="bar-cell" role="cell"')[2].partition("</td>")[0]
    assert row in bar
    widths = [float(width) for width in re.findall(r'y="0" width="([0-9.]+)"', bar)]
    assert widths == [200, 100, 100], "the ground, one decided and one submitted"
    picture, _, table = page.partition('<figure class="heat">')[2].partition("</figure>")
    told = re.findall(r">([0-9.]+|—)</text>", picture.rpartition("<g ")[2])
    shares = re.findall(r"<td>([^<]+)</td>", table.partition("</table>")[0])
    assert told == [one.removesuffix("%").replace("–", "—") for one in shares]
    assert {"80", "—"} <= set(told)
    assert "<svg" in page.partition('<ul class="legend">')[2].partition("</ul>")[0]


def test_names_are_escaped(browse: Browse, place: Place) -> None:
    browser = browse("organiser")
    page = browser.get(place.path("deviations")).text
    assert "&lt;b&gt;乙&lt;/b&gt;有限公司" in page
    assert "<b>乙" not in page
    assert "<script>" not in browser.get(place.path("dashboard?q=<script>alert(1)</script>")).text


def test_a_district_sees_its_own_names_only(browse: Browse, place: Place) -> None:
    browser = browse("north")
    page = browser.get(place.path("dashboard?show=not-submitted")).text
    assert "丙有限公司" not in page
    assert "南区" not in page
    assert "丙有限公司" not in browser.get(place.path("dashboard/participants.csv")).text
    assert browser.get(place.path(f"dashboard?district={place.south}")).status_code == 404
    assert browser.get(place.path("dashboard?district=nonsense")).status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=99999999", "page=%C2%B2", "show=x&dial=y&column=z", "q=%00"]
)
def test_what_makes_no_sense_is_as_if_it_were_not_there(browse: Browse, place: Place, query: str) -> None:
    assert browse("organiser").get(place.path(f"dashboard?{query}")).status_code == 200


def book(browser: Browser, path: str) -> dict[str, list[list[Any]]]:
    answer = browser.get(path)
    found = openpyxl.load_workbook(io.BytesIO(answer.content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in found}


def test_the_workbook_holds_the_numbers_of_the_pages(browse: Browse, place: Place) -> None:
    browser = browse("organiser")
    found = book(browser, place.path("dashboard.xlsx"))
    assert list(found) == ["参评单位", "一级指标", "三级指标偏差", "区县"]
    head, *rows = found["参评单位"]
    names = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert set(names) == {"<b>乙</b>有限公司", FORMULA, "丙有限公司", "丁有限公司"}
    row = names["<b>乙</b>有限公司"]
    assert (row["状态"], row["区县"], row["复核减自评"], row["等级"]) == ("已审定", "北区", -20, "B 合格")
    assert (row["合规得分 自评得分"], row["合规得分 复核得分"], row["缺佐证材料的指标数"]) == (100, 80, 1)
    assert isinstance(row["提交日期"], dt.datetime), "a day, not the number a spreadsheet counts it with"
    assert names["丙有限公司"]["合规得分 自评得分"] is None
    assert names["丁有限公司"]["状态"] == "填报中"
    sections = {(row[0], row[1]): row[3:] for row in found["一级指标"][1:]}
    assert sections["全部", found["一级指标"][1][1]][:3] == [100, 100, 80]
    item = next(row for row in found["三级指标偏差"][1:] if row[4] == -2)
    assert item[1:6] == [1, 4, 2, -2, 100]
    districts = {row[0]: row for row in found["区县"][1:]}
    assert districts["北区"][1:9] == [1, 0, 1, 0, 0, 0, 0, 2]
    assert districts["南区"][8:10] == [2, 0]


def test_one_district_can_be_taken_away(browse: Browse, place: Place) -> None:
    found = book(browse("organiser"), place.path(f"dashboard.xlsx?district={place.south}"))
    assert {row[0] for row in found["参评单位"][1:]} == {"丙有限公司", "丁有限公司"}
    assert [row[0] for row in found["区县"][1:]] == ["南区"]


def test_a_name_is_never_a_formula(browse: Browse, place: Place) -> None:
    browser = browse("organiser")
    answer = browser.get(place.path("dashboard.xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["参评单位"]
    cell = next(cell for (cell, *_rest) in sheet.iter_rows() if cell.value == FORMULA)
    assert cell.data_type == "s"
    rows = list(csv.reader(io.StringIO(browser.get(place.path("dashboard/participants.csv")).text.lstrip("\ufeff"))))
    assert f"'{FORMULA}" in [row[0] for row in rows]
    numbers = dict(zip(rows[0], next(row for row in rows if "乙" in row[0]), strict=True))
    assert numbers["复核减自评"] == "-20.00"


def test_the_files_speak_the_readers_language_and_carry_the_day(browse: Browse, place: Place) -> None:
    browser = browse("organiser")
    answer = browser.get(place.path("dashboard/districts.csv?lang=en"))
    assert answer.headers["content-type"].startswith("text/csv")
    name = answer.headers["content-disposition"]
    assert name.startswith("attachment; filename=\"campaign.csv\"; filename*=UTF-8''2026%20")
    assert "-districts.csv" in name
    assert browser.get(place.path("dashboard/other.csv")).status_code == 404


def test_no_file_or_page_holds_an_answer(browse: Browse, place: Place, database: Database) -> None:
    browser = browse("organiser")
    with database.write() as session:
        secret(session)
        session.commit()
    for page in PAGES[:2]:
        assert "overseas-liability" not in browser.get(place.path(page)).text
    for sheet in book(browser, place.path("dashboard.xlsx")).values():
        cells = {str(cell) for row in sheet for cell in row}
        assert not {"overseas-liability", "2027-05-31", "王丽的说明", "李明"} & cells


def secret(session: Session) -> None:
    """Note something in an answer that nobody who follows may read."""
    for held in session.query(Answer):
        held.note = "王丽的说明"


def test_the_number_of_queries_is_fixed(browse: Browse, place: Place, count_queries: CountQueries) -> None:
    browser = browse("organiser")
    for page, most in (("dashboard", 12), ("deviations", 10)):
        browser.get(place.path(page))
        with count_queries() as statements:
            browser.get(place.path(page))
        assert len(statements) <= most, [one[:60] for one in statements]
