"""What anybody reads about the documents: measures, regions side by side, external rules."""

import dataclasses
import re
import sys
from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from assess.accounts import regions
from assess.checklists.definition import Audience, Correction, Measure, Published, Stance
from assess.checklists.loader import catalogue, library, load_themes, resolve_path, thaw
from assess.checklists.loader.catalogue import SHIPPED
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from assess.scoring.form import Item
from assess.values.text import Text
from tests.checklists.editing import with_items
from tests.conftest import CountQueries
from tests.factories.checklists import published, register_version
from tests.web.browsing import Browser
from tests.web.markup import faults

MEASURE = "/measures/demo-2020"
TAG = re.compile(r"<[^>]+>")
BUDGET = 150_000


def words(page: str) -> str:
    """Give what a page says, on one line."""
    return " ".join(TAG.sub(" ", page).split())


def elsewhere(key: str, region: str, audience: Audience = "enterprise") -> Published:
    """Give the small checklist as another region's, where nothing counts for compliance or can veto."""
    base = with_items(
        lambda item: dataclasses.replace(item, purpose="readiness", strength="encouraged", veto=None), published()
    )
    measure = dataclasses.replace(base.measure, key=key, region=region, short=Text(zh=key, en=key))
    checklist = dataclasses.replace(base.checklist, measure=key, audience=audience)
    return dataclasses.replace(with_items(lambda item: cited(item, key), base), measure=measure, checklist=checklist)


def cited(item: Item, key: str) -> Item:
    clauses = tuple(clause.replace("demo-2020", key) for clause in item.clauses)
    return dataclasses.replace(item, clauses=clauses)


def register(database: Database, *documents: Published) -> None:
    with database.write() as session:
        for document in documents:
            register_version(session, document)
        session.commit()


def test_the_list_names_source_limits_and_checklists(browser: Browser) -> None:
    page = browser.get("/measures")
    said = words(page.text)
    assert page.status_code == 200
    for line in (
        "示范市知识产权保护若干措施",
        "山东省临沂市",
        "2020年5月1日",
        "公开发布的正式文件",
        "未查明是否有效",
        "3 条",
        "企业 1.0.0 版",
    ):
        assert line in said
    assert 'href="/crosswalk"' in page.text  # in the footer


def test_a_clause_shows_deadline_number_items_and_reason(browser: Browser) -> None:
    page = browser.get(MEASURE)
    one, two, three = (words(page.text.partition(f'id="clause-{n}"')[2].partition("</section>")[0]) for n in (1, 2, 3))
    assert "未列入严重违法失信名单 合规" in one
    assert "2021年：出台细则 力争 期限已过" in two
    assert "机构数量：1 至 2 个 力争 原文写明，把握大" in two
    assert "海外侵权责任险 准备度" in two
    assert "不评价：只约束政府部门。" in three
    assert "共 3 条：2 条有评价要点引用，1 条没有，逐条写明原因" in words(page.text)


def test_corrections_and_stances_are_listed(browser: Browser, app: FastAPI, database: Database) -> None:
    app.state.themes = load_themes(SHIPPED)
    base = published()
    correction = Correction(clause="2", seen="保俭", read="保险", confidence="medium")
    silent = Stance(point="credit.update", clauses=(), says=Text(zh="没写更新。", en="No update."))
    said = Stance(point="credit.name", clauses=("1",), says=Text(zh="叫失信名单。", en="A list."))
    measure: Measure = dataclasses.replace(base.measure, corrections=(correction,), stances=(said, silent))
    measure = dataclasses.replace(measure, validity=dataclasses.replace(measure.validity, checked="2026-11-23"))
    register(database, dataclasses.replace(elsewhere("demo-2020", "371300", "district"), measure=measure))
    text = browser.get(MEASURE).text
    assert '<a href="#clause-2">第二条</a></td><td lang="zh">保俭</td><td lang="zh">保险</td><td>把握中等</td>' in text
    assert '<dd class="muted">没写更新。</dd>' in text
    assert '<a href="/measures/demo-2020#clause-1">第一条</a>' in text


@pytest.mark.parametrize("path", ["/measures/nowhere-2020", "/programmes/nowhere", "/crosswalk?theme=x"])
def test_what_is_not_there_is_not_found(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("query", ["audience=nobody", "theme=x", "audience=enterprise&theme="])
def test_a_filter_is_known_or_not_found(browser: Browser, query: str) -> None:
    assert browser.get(f"/crosswalk?{query}").status_code == (200 if query.endswith("=") else 404)


def test_the_crosswalk_says_who_asks_more(browser: Browser, database: Database) -> None:
    register(database, elsewhere("other-2021", "310104"))
    text = browser.get("/crosswalk?theme=credit").text
    row = words(text.partition("严重违法失信名单")[2].partition("</tr>")[0])
    assert "临沂市：计入合规得分，其他问到的地区只计准备度" in row
    assert "临沂市：可以一票否决，其他问到的地区不会" in row
    assert '<a href="/measures/other-2021#clause-1">第一条</a>' in text
    places = [region.name("zh") for region in (regions.path("371300")[-1], regions.path("310104")[-1])]
    assert places == ["临沂市", "徐汇区"]
    assert all(f">{place}<" in text for place in places)


def counts(page: str) -> list[str]:
    """Give the numbers of the overview, row by row: each measure, shared, treated apart."""
    return re.findall(r'<td role="cell"[^>]*>([^<]+)</td>', page.partition('id="counts"')[2])


def test_the_crosswalk_counts_by_theme_and_filters_by_audience(browser: Browser, database: Database) -> None:
    register(database, elsewhere("other-2021", "310104", "district"))
    assert counts(browser.get("/crosswalk").text)[:4] == ["3", "3", "3", "3"]
    text = browser.get("/crosswalk?audience=district").text
    assert counts(text)[:4] == ["3", "–", "–", "–"]
    assert 'href="/crosswalk?audience=district&amp;theme=credit"' in text


def test_nothing_published_says_so(browser: Browser, database: Database) -> None:
    with database.write() as session:
        session.execute(ChecklistVersion.__table__.delete())  # type: ignore[attr-defined]  # a table, not a mere clause
        session.commit()
    assert "还没有发布自评表" in browser.get("/measures").text
    assert "还没有发布自评表" in browser.get("/crosswalk").text


def test_a_warm_page_takes_few_queries(browser: Browser, database: Database, count_queries: CountQueries) -> None:
    pages = ("/measures", MEASURE, "/crosswalk", "/crosswalk?theme=credit")

    browser.app.state.runner.stop()  # it looks for jobs all the time

    def spent() -> list[int]:
        return [min(once(path) for _ in range(2)) for path in pages]

    def once(path: str) -> int:
        """Count one look; a first one may ask more."""
        with count_queries() as statements:
            assert browser.get(path).status_code == 200
        return len(statements)

    few = spent()
    register(database, *(elsewhere(f"m{number}-2021", "310104") for number in range(6)))
    assert spent() == few
    assert few == [1, 2, 1, 1]


def test_no_content_file_is_read_for_a_page(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        pytest.fail("a page read a content file")

    monkeypatch.setattr(library, "read", refuse)
    monkeypatch.setattr(sys.modules["assess.checklists.loader.catalogue"], "read", refuse)
    for path in ("/measures", MEASURE, "/crosswalk", "/crosswalk?theme=credit"):
        assert browser.get(path).status_code == 200


def shipped() -> Iterator[Published]:
    """Give every shipped checklist that can be read, the newest version of each."""
    for path in {entry.key: entry.path for entry in catalogue(SHIPPED)}.values():
        yield thaw(path.read_bytes(), path.name) if path.suffix == ".json" else resolve_path(path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_shipped_measures_are_sound_pages_within_the_budget(
    browser: Browser, app: FastAPI, database: Database, language: str
) -> None:
    app.state.themes = load_themes(SHIPPED)
    found = list(shipped())
    register(database, *found)
    keys = sorted({one.measure.key for one in found})
    assert keys == ["linyi-2021", "luoyang-2021", "xian-2024", "xinjiang-2020", "xuhui-2023"]
    programmes = sorted({programme.key for one in found for programme in one.programmes})
    assert programmes == ["shandong-ip-insurance-2021"]
    themes = sorted({fact.key.partition(".")[0] for one in found for fact in one.facts})
    for path in (
        "/measures?",
        "/crosswalk?",
        *(f"/measures/{key}?" for key in keys),
        *(f"/programmes/{key}?" for key in programmes),
        *(f"/crosswalk?theme={theme}&" for theme in themes),
    ):
        page = browser.get(f"{path}lang={language}")
        assert page.status_code == 200, path
        assert faults(page.text) == [], path
        assert len(page.content) < BUDGET, path


def test_the_external_rule_is_labelled_and_an_estimate(browser: Browser, database: Database) -> None:
    register(database, *shipped())
    said = words(browser.get("/programmes/shandong-ip-insurance-2021").text)
    for line in (
        "外部规则",
        "未与原文核对",
        "这不是措施文件的内容",
        "估算",
        "鲁市监知保字〔2021〕195号",
        "2026年11月22日",
        "60%",
        "200,000 元",
        "只保境内：60,000 元",
        "400,000 元",
        "山东省",
    ):
        assert line in said, line
    assert "临沂" in said.partition("提到它的措施")[2][:40]
