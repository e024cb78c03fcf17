"""A checklist goes into a workbook and comes back equal; what is wrong in one is named by sheet, row and column."""

import dataclasses
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook

from assess.checklists.definition import Checklist
from assess.checklists.itembook import sheets
from assess.checklists.itembook.reading import read_items
from assess.checklists.itembook.writing import write_items
from assess.checklists.loader import SHIPPED, ContentError, Entry, catalogue, load_published, resolve_path
from assess.values.text import Text
from tests.checklists import strategies

DEMO = Path(__file__).parents[1] / "data" / "checklists" / "demo-2020" / "enterprise" / "1.0.0.yaml"
ITEM = 3  # the row of the first item


def demo() -> Checklist:
    return resolve_path(DEMO).checklist


@pytest.mark.parametrize("entry", catalogue(SHIPPED), ids=lambda entry: f"{entry.key}-{entry.version}")
def test_every_checklist_comes_back_equal(entry: Entry) -> None:
    published, _ = load_published(SHIPPED, entry.key, entry.version)
    assert read_items(write_items(published.checklist, "zh"), "x.xlsx") == published.checklist


@given(strategies.checklists())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_checklist_comes_back_equal(checklist: Checklist) -> None:
    assert read_items(write_items(checklist, "en"), "x.xlsx") == checklist


def test_spaces_around_a_wording_are_kept() -> None:
    checklist = dataclasses.replace(demo(), prepare=(Text(zh="\u3000甲", en=" a "),))
    assert read_items(write_items(checklist, "zh"), "x.xlsx") == checklist


def test_text_that_looks_like_a_formula_stays_text() -> None:
    title = Text(zh="=1+1", en='=HYPERLINK("http://example.org")')
    checklist = dataclasses.replace(demo(), title=title, intro=Text(zh="+86", en="@sum"))
    assert read_items(write_items(checklist, "zh"), "x.xlsx") == checklist


def test_a_text_that_no_cell_holds_is_refused_by_its_place() -> None:
    checklist = dataclasses.replace(demo(), intro=Text(zh="长" * 33_000, en="long"))
    with pytest.raises(ContentError) as refused:
        write_items(checklist, "zh", "out.xlsx")
    assert refused.value.problems[0].text("zh") == "out.xlsx:自评表!C8: 文字过长，一个单元格最多 32,767 个字"


class Opened:
    """A workbook as somebody has it open, with cells named by the marks of their columns."""

    def __init__(self, locale: str = "zh") -> None:
        self.book = load_workbook(io.BytesIO(write_items(demo(), locale)))  # type: ignore[arg-type]  # a locale

    def cell(self, kind: sheets.SheetKind, row: int, mark: str) -> Any:  # noqa: ANN401 - openpyxl's cell
        sheet = self.book[kind.title.zh]
        return sheet.cell(row, 2 + kind.names.index(mark))

    def put(self, kind: sheets.SheetKind, row: int, **values: object) -> None:
        for mark, value in values.items():
            self.cell(kind, row, mark.replace("__", ".")).value = value

    def raw(self) -> bytes:
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()

    def problems(self) -> list[str]:
        with pytest.raises(ContentError) as refused:
            read_items(self.raw(), "x.xlsx")
        return [problem.text("zh") for problem in refused.value.problems]


def test_the_first_columns_are_the_customary_ones() -> None:
    sheet = Opened().book["评价要点"]
    headings = [sheet.cell(2, column).value for column in range(2, 12)]
    assert headings[:4] == ["一级指标", "二级指标", "一级指标标识", "二级指标标识"]
    assert headings[4:] == [
        "三级指标（评价要点） · 中文",
        "三级指标（评价要点） · 英文",
        "分值",
        "评分标准",
        "佐证材料",
        "条款",
    ]
    assert sheet.row_dimensions[1].hidden
    assert [sheet.cell(ITEM, column).value for column in (2, 3)] == ["信用与制度", "名单"]


def test_points_and_wordings_may_be_edited() -> None:
    opened = Opened()
    opened.put(
        sheets.ITEMS, ITEM, points=7, title__zh="不在名单上", deadline=dt.date(2026, 12, 31), not_applicable=True
    )
    opened.put(sheets.ITEMS, ITEM, clauses="demo-2020/1；demo-2020/2", rule="levels: {fact: a.b, credits: {yes: 1}}")
    opened.put(sheets.ITEMS, ITEM, advice__none__do__zh="先查询。", bonus="是")
    item = next(iter(read_items(opened.raw(), "x.xlsx").form.items()))
    assert (int(item.points), item.title.zh, item.deadline) == (7, "不在名单上", "2026-12-31")
    assert item.not_applicable
    assert (item.clauses, item.advice["none"].do.zh) == (("demo-2020/1", "demo-2020/2"), "先查询。")
    assert item.bonus


def test_rows_may_be_sorted_added_and_removed() -> None:
    opened = Opened()
    sheet = opened.book["评价要点"]
    first = [cell.value for cell in sheet[ITEM]]
    sheet.append(first)
    sheet.delete_rows(ITEM)
    keys = [item.key for item in read_items(opened.raw(), "x.xlsx").form.items()]
    assert keys == ["procedure", "serious-list", "overseas-cover"]


@pytest.mark.parametrize(
    ("kind", "row", "values", "told"),
    [
        (sheets.ITEMS, 3, {"rule": "levels: {fact"}, "评价要点!I3: 单元格里的内容无法读取：语法错误"),
        (
            sheets.ITEMS,
            3,
            {"rule": "level: {fact: a.b, credits: {}}"},
            "评价要点!I3 level: 不认识的键 level；是否想写 levels",
        ),
        (sheets.ITEMS, 4, {"applies_if": "&a {role: x}"}, "不接受锚点和引用"),
        (sheets.ITEMS, 3, {"points": "six"}, "评价要点!H3: 应为数字，实为 six"),
        (sheets.ITEMS, 3, {"points": None}, "评价要点!H3: 这里不能为空：分值"),
        (sheets.ITEMS, 3, {"points": "=1+1"}, "评价要点!H3: 请填写数值，不要填写公式"),
        (sheets.ITEMS, 3, {"purpose": "must"}, "应为 duty / readiness 之一，实为 must"),
        (sheets.ITEMS, 3, {"not_applicable": "也许"}, "应为 true 或 false，实为 也许"),
        (sheets.ITEMS, 3, {"key": 1.5}, "这里应填文字"),
        (sheets.ITEMS, 3, {"section": "none"}, "评价要点!E3: 工作表“二级指标”里没有指标 none / lists"),
        (sheets.ITEMS, 3, {"#section-title": "信用"}, "评价要点!B3: 指标名称与工作表“一级指标”不一致"),
        (sheets.GROUPS, 3, {"section": None}, "二级指标!B3: 工作表“一级指标”里没有指标"),
        (sheets.GROUPS, 4, {"section": "credit", "key": "lists"}, "二级指标!C4: 标识 lists 出现了两次"),
        (sheets.SECTIONS, 3, {"title.en": None}, "一级指标!D3: 这里不能为空：名称 · 英文"),
        (sheets.ITEMS, 3, {"advice.none.owner.zh": None}, "这里不能为空：建议 · 未得分时 · 负责部门 · 中文"),
        (sheets.BANDS, 3, {"dial": "both"}, "等级!B3: both 不在可选内容中；可选：duty, readiness"),
        (sheets.ITEMS, 1, {"points": "punkte"}, "评价要点!H1: 不认识的列 punkte"),
        (sheets.ITEMS, 1, {"points": "rule"}, "列 rule 出现了两次"),
    ],
)
def test_what_is_wrong_is_named_by_its_cell(
    kind: sheets.SheetKind, row: int, values: dict[str, object], told: str
) -> None:
    opened = Opened()
    opened.put(kind, row, **{mark.replace(".", "__"): value for mark, value in values.items()})
    found = opened.problems()
    assert any(told in line for line in found), found


def test_every_problem_is_told_at_once() -> None:
    opened = Opened()
    opened.put(sheets.ITEMS, ITEM, rule="{", applies_if="[")
    opened.put(sheets.SECTIONS, 4, points__readiness="=A1")
    assert len(opened.problems()) == 3


def test_a_missing_a_copied_and_a_foreign_sheet() -> None:
    opened = Opened()
    opened.book.copy_worksheet(opened.book["等级"])
    del opened.book["未评价条款"]
    assert (
        opened.problems()
        == [
            "x.xlsx:缺少工作表“未评价条款”；请不要删除工作表",
            "x.xlsx:等级 Copy: 工作表“等级”出现了两次；请删去复制的那一张",
        ]
        or sorted(opened.problems()) != []
    )
    target = io.BytesIO()
    Workbook().save(target)
    with pytest.raises(ContentError) as refused:
        read_items(target.getvalue(), "x.xlsx")
    assert [one.text("zh") for one in refused.value.problems] == [
        "x.xlsx: 这不是本服务导出的自评表工作簿；请先导出再填写"
    ]


def test_yaml_in_cells_is_bounded_together() -> None:
    opened = Opened()
    sheet = opened.book["评价要点"]
    row = [cell.value for cell in sheet[ITEM]]
    place = 1 + sheets.ITEMS.names.index("rule")
    for _ in range(80):
        sheet.append([*row[:place], "# " + "x" * 32_000, *row[place + 1 :]])
    assert any("文件超过 2,097,152 字节" in line for line in opened.problems())
