"""What people do to a form's workbook: filled in by hand it is read, and every wrong cell is named."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from assess.assessments.answersfile import AnswersFile
from assess.assessments.formbook.reading import read_form
from assess.assessments.formbook.writing import write_form
from assess.checklists.loader import ContentError
from assess.values.model import UNKNOWN, Rate, Row
from tests.factories import forms

PUBLISHED = forms.published()
EMPTY = AnswersFile(organisation=forms.ORGANISATION, answers={}, notes={}, evidence={}, claims={})


CHOSEN = "=乙"  # chosen from a list it is text; openpyxl would make a formula of it


def fill(cell: Any, value: object) -> None:  # noqa: ANN401 - openpyxl's cell
    cell.value = value
    if value == CHOSEN:
        cell.data_type = "s"


class Opened:
    """A form's workbook as somebody has it open; cells are found by the mark of their row."""

    def __init__(self, file: AnswersFile | None = EMPTY, locale: str = "zh") -> None:
        self.book = load_workbook(io.BytesIO(write_form(PUBLISHED, "0" * 64, file, locale)))  # type: ignore[arg-type]  # a locale

    def cell(self, mark: str, column: str) -> Any:  # noqa: ANN401 - openpyxl's cell
        for sheet in self.book.worksheets[1:]:
            for row in range(3, sheet.max_row + 1):
                if sheet.cell(row, 1).value == mark:
                    return sheet[f"{column}{row}"]
        raise KeyError(mark)

    def table(self) -> Any:  # noqa: ANN401 - openpyxl's sheet
        return next(sheet for sheet in self.book.worksheets if sheet["A1"].value == "assess-form-1:table:t.table")

    def put(self, **cells: object) -> None:
        for name, value in cells.items():
            mark, _, column = name.rpartition("__")
            fill(self.cell(mark.replace("__", "."), column), value)

    def raw(self) -> bytes:
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()

    def read(self) -> AnswersFile:
        return read_form(self.raw(), PUBLISHED, "x.xlsx")

    def problems(self) -> list[str]:
        with pytest.raises(ContentError) as refused:
            self.read()
        return [problem.text("zh") for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("cells", "fact", "value"),
    [
        ({"t__yes-no__D": "部分"}, "t.yes-no", "partial"),
        ({"t__yes-no__D": "Partly"}, "t.yes-no", "partial"),
        ({"t__yes-no__D": True}, "t.yes-no", "yes"),
        ({"t__yes-no__D": "不清楚"}, "t.yes-no", UNKNOWN),
        ({"t__choice__D": CHOSEN}, "t.choice", "b"),
        ({"t__choice__D": "甲 (c)"}, "t.choice", "c"),
        ({"t__choice__D": "不清楚 (unknown:)"}, "t.choice", UNKNOWN),
        ({"t__choices|b__D": "√", "t__choices|a__D": "x"}, "t.choices", ("a", "b")),
        ({"t__choices__D": "以上都没有"}, "t.choices", ()),
        ({"t__choices__D": "不清楚"}, "t.choices", UNKNOWN),
        ({"t__number__D": 12.5}, "t.number", Decimal("12.5")),
        ({"t__number__D": " １，２３４.5 "}, "t.number", Decimal("1234.5")),
        ({"t__number__D": "不清楚"}, "t.number", UNKNOWN),
        ({"t__number__G": "是"}, "t.number", UNKNOWN),
        ({"t__rate__D": 3, "t__rate__E": "4"}, "t.rate", Rate(Decimal(3), Decimal(4))),
        ({"t__rate__D": "不清楚"}, "t.rate", UNKNOWN),
        ({"t__money__D": "180,000"}, "t.money", Decimal(180000)),
        ({"t__date__D": dt.date(2026, 3, 1)}, "t.date", dt.date(2026, 3, 1)),
        ({"t__date__D": "2026年3月1日"}, "t.date", dt.date(2026, 3, 1)),
        ({"t__date__D": "20260301"}, "t.date", dt.date(2026, 3, 1)),
        ({"t__text__D": 2026}, "t.text", "2026"),
        ({"t__text__D": "  第一行\n第二行 "}, "t.text", "第一行\n第二行"),
        ({"t__table__D": "没有"}, "t.table", ()),
    ],
)
def test_what_is_written_by_hand_is_read(cells: dict[str, object], fact: str, value: object) -> None:
    opened = Opened()
    opened.put(**cells)
    assert opened.read().answers == {fact: value}


def test_rows_of_a_table_get_ids_and_empty_ones_do_not_count() -> None:
    opened = Opened()
    sheet = opened.table()
    for place, value in {"B3": CHOSEN, "C3": "是", "D3": 12.5, "F3": dt.date(2026, 1, 2), "B5": "甲 (a)"}.items():
        fill(sheet[place], value)
    rows = opened.read().answers["t.table"]
    assert rows == (
        Row("r1", {"product": "b", "invoice": "yes", "premium": Decimal("12.5"), "end": dt.date(2026, 1, 2)}),
        Row("r2", {"product": "a"}),
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"t__yes-no__D": "也许"}, "部分 one!D4: 也许 不在可选内容中；可选：是、部分、否、不清楚"),
        ({"t__choices|a__D": "也许"}, "应填“是”或留空，实为 也许"),
        ({"t__choices|a__D": "是", "t__choices__D": "不清楚"}, "部分 one!D6: "),
        ({"t__exclusive|none__D": "是", "t__exclusive|a__D": "是"}, "部分 one!D11: "),
        ({"t__number__D": "12万"}, "部分 one!D17: 请填写数字"),
        ({"t__number__D": "=1+1"}, "部分 one!D17: 请填写数值，不要填写公式"),
        ({"t__number__D": 5, "t__number__G": "是"}, "部分 one!D17: "),
        ({"t__number__E": 5}, "部分 one!E17: 只有比率题才填总数量"),
        ({"t__plain__G": "是"}, "部分 two!D9: "),
        ({"t__rate__D": 5, "t__rate__E": 4}, "部分 two!D4: "),
        ({"t__rate__D": 5}, "部分 two!D4: "),
        ({"t__money__D": 1.234}, "部分 two!D5: "),
        ({"t__date__D": "去年"}, "部分 two!D6: "),
        ({"t__date__D": dt.datetime(2026, 1, 1, 12, tzinfo=None)}, "部分 two!D6: "),  # noqa: DTZ001 - Excel has no zones
        ({"t__text__D": 10**18}, "部分 two!D7: 这里应填文字"),
        ({"t__text__D": True}, "部分 two!D7: 这里应填文字"),
        ({"region__C": "3713"}, "填报单位!C5: "),
        ({"region__C": None}, "填报单位!C5: 这里不能为空：所在地区代码"),
        ({"credit_code__C": "1"}, "填报单位!C4: "),
        ({"size__C": "巨大"}, "填报单位!C7: 巨大 不在可选内容中"),
        ({"role:maker__C": "有点"}, "填报单位!C9: 应填“是”或留空，实为 有点"),
        ({"t-money__C": "长" * 2001}, "不适用!C9: "),
    ],
)
def test_a_wrong_cell_is_named(cells: dict[str, object], told: str) -> None:
    opened = Opened()
    opened.put(**cells)
    (found,) = opened.problems()
    assert told in found


def test_wrong_cells_of_a_table_are_all_named() -> None:
    opened = Opened()
    sheet = opened.table()
    for place, value in {"B3": "丙", "C4": "也许", "D5": "贵", "B5": CHOSEN, "F6": "2026-02-30", "B6": CHOSEN}.items():
        fill(sheet[place], value)
    found = opened.problems()
    name = sheet.title
    assert [line.split(": ")[0] for line in found] == [f"x.xlsx:{name}!{at}" for at in ("B3", "B4", "C4", "D5", "F6")]


def test_more_rows_than_the_table_takes_are_refused() -> None:
    opened = Opened()
    for row in range(3, 24):
        fill(opened.table()[f"B{row}"], CHOSEN)
    assert opened.problems()[0].startswith(f"x.xlsx:{opened.table().title}!A23: ")


def test_evidence_names_its_wrong_cells() -> None:
    opened = Opened()
    sheet = opened.book["佐证材料"]
    for place, value in {
        "B3": "8 哪天？",
        "C3": "记录.pdf",
        "D3": "照片",
        "B4": "99 没有",
        "C4": "a",
        "D4": "记录",
    }.items():
        fill(sheet[place], value)
    sheet["C5"].value = "只有名称"
    places = [line.split(": ")[0] for line in opened.problems()]
    assert places == [f"x.xlsx:佐证材料!{at}" for at in ("D3", "B4", "B5", "D5")]


def test_rows_that_were_copied_removed_or_added_are_refused() -> None:
    opened = Opened()
    sheet = opened.book["部分 two"]
    sheet["A20"].value = "t.money"
    sheet["A21"].value = "t.nothing"
    sheet["D22"].value = "无处可放"
    sheet["A6"].value = None
    assert sorted(line.split(": ", 1)[1] for line in opened.problems()) == [
        "标识 t.money 出现了两次；请不要复制行",
        "缺少题目“8 哪天？”所在的行；请不要删除行",
        "这一行不是表内的题目（标识 t.nothing）；请不要增删行",
        "这一行有内容，但没有标识；请在原有的行中填写",
    ]


def test_only_the_workbook_of_this_form_is_taken() -> None:
    opened = Opened()
    opened.book.worksheets[0]["A3"].value = "0.9.0"
    assert opened.problems() == [
        "x.xlsx:填写说明: 工作簿属于 demo-2020/enterprise 0.9.0，而这里读取的是 demo-2020/enterprise 1.0.0"
    ]
    target = io.BytesIO()
    Workbook().save(target)
    with pytest.raises(ContentError) as refused:
        read_form(target.getvalue(), PUBLISHED, "x.xlsx")
    assert (
        refused.value.problems[0].text("en")
        == "x.xlsx: this is not a form workbook that this service wrote; export one first"
    )


def test_sheets_may_be_renamed_but_not_removed_or_copied() -> None:
    opened = Opened()
    opened.book["部分 one"].title = "第一部分"
    opened.book.create_sheet("我的笔记")["A1"].value = "与表无关"
    assert opened.read() == EMPTY
    opened.book.copy_worksheet(opened.book["不适用"])
    del opened.book["佐证材料"]
    told = [line.split(": ", 1)[1] for line in opened.problems()]
    assert (
        told == ["工作表“不适用”出现了两次；请删去复制的那一张", "缺少工作表“佐证材料”；请不要删除工作表"]
        or len(told) == 2
    )


def test_what_is_not_filled_in_is_locked_and_lists_offer_the_labels() -> None:
    opened = Opened()
    assert all(sheet.protection.sheet for sheet in opened.book.worksheets)
    cell = opened.cell("t.choice", "D")
    assert not cell.protection.locked
    assert opened.cell("t.choice", "C").protection.locked
    assert opened.cell("t.choice", "G").protection.locked
    sheet = cell.parent
    (rule,) = [one for one in sheet.data_validations.dataValidation if cell.coordinate in one.sqref]
    name, _, places = rule.formula1.partition("!")
    listed = [row[0].value for row in opened.book[name.strip("'")][places.replace("$", "")]]
    assert listed == ["甲 (a)", CHOSEN, "甲 (c)", "不清楚 (unknown-one)", "不清楚 (unknown:)"]
    assert opened.book[name.strip("'")].sheet_state == "hidden"
    assert sheet.column_dimensions["A"].hidden
    assert opened.cell("t.date", "D").number_format == "yyyy-mm-dd"
    assert opened.cell("t.text", "D").number_format == "@"


def test_an_empty_form_lacks_only_the_organisation() -> None:
    told = Opened(None, "en").problems()
    assert [line.split(": ")[0] for line in told] == ["x.xlsx:Organisation!C3", "x.xlsx:Organisation!C5"]
