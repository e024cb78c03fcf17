"""What people and programs do to a workbook before it comes back: understood where plain, told where not."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from assess.assessments.answersfile import AnswersFile
from assess.assessments.formbook.origin import Origin
from assess.assessments.formbook.returned import Given, Returned, read_returned
from assess.assessments.formbook.writing import write_form
from assess.exchange.guard import checked
from assess.exchange.refusal import WorkbookError
from assess.values.fact import Fact
from assess.values.model import Row
from tests.assessments.sheets import Opened
from tests.factories import forms

SHA = "0" * 64
SHARE = Fact(
    key="t.share", revision=1, wording=forms.word("百分之几？"), type="number", decimals=2, unit=forms.word("%")
)
PUBLISHED = forms.published([*forms.FACTS, SHARE])
ORIGIN = Origin(assessment="5e1f", sha256=SHA, revisions={}, claims={})


def opened(**answers: Any) -> Opened:  # noqa: ANN401 - values of any type
    known = {key.replace("__", "."): value for key, value in answers.items()}
    file = AnswersFile(organisation=forms.ORGANISATION, answers=known, notes={}, evidence={}, claims={})
    return Opened(write_form(PUBLISHED, SHA, file, "zh", ORIGIN))


def back(book: Opened | bytes) -> Returned:
    raw = book if isinstance(book, bytes) else book.raw()
    return read_returned(raw, PUBLISHED, assessment="5e1f", sha256=SHA, fresh="x0")


def told(found: Returned) -> list[tuple[str, str]]:
    return [(fault.place, fault.step.message) for fault in found.faults]


@pytest.mark.parametrize(
    ("fact", "given", "value"),
    [
        ("t.yes-no", " 是　", '"yes"'),
        ("t.yes-no", "ＹＥＳ", '"yes"'),
        ("t.yes-no", True, '"yes"'),
        ("t.number", "１２．５", '"12.5"'),
        ("t.number", "3 次", '"3"'),
        ("t.money", "￥1,200.50元", '"1200.5"'),
        ("t.date", "2026年3月1日 ", '"2026-03-01"'),
        ("t.date", "２０２６／３／１", '"2026-03-01"'),
        ("t.date", dt.datetime(2026, 3, 1), '"2026-03-01"'),  # noqa: DTZ001 - Excel has no zones
        ("t.text", 20260301, '"20260301"'),
        ("t.text", "第一行\r\n第二行", '"第一行\\n第二行"'),
    ],
)
def test_plain_ways_of_writing_are_understood(fact: str, given: object, value: str) -> None:
    book = opened()
    book.cell(fact, "D").value = given
    found = back(book)
    assert (found.answers[fact].value, found.faults) == (value, [])


@pytest.mark.parametrize(
    ("fact", "given", "message"),
    [
        ("t.number", "12万", "value.not-a-number"),
        ("t.number", True, "value.not-a-number"),
        ("t.money", "12 万元", "value.not-a-number"),
        ("t.date", "3月1日", "value.not-a-date"),
        ("t.date", "2026-02-30", "value.no-such-day"),
        ("t.date", dt.datetime(2026, 3, 1, 8, 30), "value.not-a-date"),  # noqa: DTZ001 - likewise
        ("t.yes-no", "也许", "workbook.not-in-list"),
        ("t.text", False, "workbook.not-text"),
        ("t.number", "=1+1", "workbook.formula"),
        ("t.text", "长" * 10, None),
    ],
)
def test_what_is_not_plain_is_told_and_leaves_its_question_out(fact: str, given: object, message: str | None) -> None:
    book = opened(**{"t.yes-no": "no", "t.number": Decimal(1), "t.date": dt.date(2026, 1, 1)} if message else {})
    book.cell(fact, "D").value = given
    found = back(book)
    assert told(found) == ([(book.place(fact, "D"), message)] if message else [])
    assert (fact in found.answers) is (message is None)
    assert len(found.answers) == len(PUBLISHED.facts) - bool(message)


def test_a_day_that_lost_its_format_is_nobodys_guess() -> None:
    book = opened()
    book.cell("t.date", "D").value = 46082
    book.cell("t.date", "D").number_format = "General"
    assert told(back(book)) == [(book.place("t.date", "D"), "value.not-a-date")]


def test_a_percentage_is_a_number_only_where_that_is_asked() -> None:
    book = opened()
    for fact in ("t.share", "t.number"):
        book.cell(fact, "D").value = 0.955
        book.cell(fact, "D").number_format = "0.00%"
    found = back(book)
    assert found.answers["t.share"].value == '"95.5"'
    assert told(found) == [(book.place("t.number", "D"), "workbook.percent")]


def test_a_formula_counts_by_its_result_and_says_so() -> None:
    """A program that calculates keeps the result beside the formula; without one there is nothing to read."""
    book = opened()
    book.cell("t.number", "D").value = "=1+1"
    raw = edited(book.raw(), lambda xml: re.sub(rb"<f>1\+1</f><v ?/?>(</v>)?", b"<f>1+1</f><v>2</v>", xml))
    found = back(raw)
    assert found.answers["t.number"] == Given('"2"', "", book.place("t.number", "D"), calculated=True)
    assert not found.answers["t.money"].calculated


def edited(raw: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change the sheets' own XML."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            made.writestr(name, change(data) if name.startswith("xl/worksheets/") else data)
    return target.getvalue()


def test_rows_removed_added_and_copied_are_told_and_the_rest_goes_on() -> None:
    book = opened()
    sheet = book.sheet("section:two")
    row = book.cell("t.money", "D").row
    sheet.cell(sheet.max_row + 1, 4).value = "无处可放"
    sheet.delete_rows(row)
    book.cell("t.date", "D").value = dt.date(2026, 3, 1)
    found = back(book)
    assert {message for _, message in told(found)} == {"workbook.row-missing", "workbook.row-unmarked"}
    assert "t.money" not in found.answers
    assert found.answers["t.date"].value == '"2026-03-01"'


def test_a_removed_sheet_leaves_its_questions_out() -> None:
    book = opened(**{"t.table": ()})
    del book.book[book.sheet("table:t.table").title]
    del book.book[book.sheet("claims").title]
    found = back(book)
    assert [message for _, message in told(found)] == ["workbook.sheet-missing"] * 2
    assert "t.table" not in found.answers
    assert found.claims == {}
    assert len(found.answers) == len(PUBLISHED.facts) - 1


def test_sheets_of_ones_own_hidden_columns_shown_and_renamed_sheets_do_no_harm() -> None:
    book = opened(**{"t.number": Decimal(3)})
    book.book.create_sheet("我的笔记", 0)["A1"].value = "随便写"
    book.sheet("section:one").title = "第一部分"
    for sheet in book.book.worksheets:
        sheet.column_dimensions["A"].hidden = False
        sheet.protection.disable()
    found = back(book)
    assert (found.answers["t.number"].value, found.faults) == ('"3"', [])


def test_a_table_keeps_its_rows_and_takes_new_ones() -> None:
    rows = (Row("r1", {"product": "a"}), Row("r2", {"product": "c", "note": "=1"}))
    book = opened(**{"t.table": rows})
    sheet = book.sheet("table:t.table")
    sheet["B9"].value = "甲 (a)"
    found = back(book)
    assert found.answers["t.table"].value == (
        '[{"id":"r1","product":"a"},{"id":"r2","note":"=1","product":"c"},{"id":"x0-3","product":"a"}]'
    )


def test_ten_thousand_rows_are_too_many_for_a_table() -> None:
    book = opened()
    sheet = book.sheet("table:t.table")
    for row in range(3, 10_003):
        sheet.cell(row, 2).value = "甲 (a)"
    found = back(book)
    assert told(found) == [(f"{sheet.title}!A23", "value.too-many-rows")]
    assert "t.table" not in found.answers


def test_only_its_own_workbook_is_taken() -> None:
    raw = opened().raw()
    with pytest.raises(WorkbookError, match=r"sheet\.other-assessment"):
        read_returned(raw, PUBLISHED, assessment="other", sha256=SHA, fresh="x0")
    with pytest.raises(WorkbookError, match=r"sheet\.other-version"):
        read_returned(raw, PUBLISHED, assessment="5e1f", sha256="1" * 64, fresh="x0")
    blank = io.BytesIO()
    Workbook().save(blank)
    with pytest.raises(WorkbookError, match=r"sheet\.no-origin"):
        back(blank.getvalue())


def test_links_to_other_files_are_never_followed() -> None:
    target = io.BytesIO(opened().raw())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert back(target.getvalue()).faults == []
    assert "xl/externalLinks/externalLink1.xml" not in zipfile.ZipFile(checked(target.getvalue())).namelist()


def test_the_workbook_is_locked_but_for_what_is_filled_in() -> None:
    book = opened(**{"t.text": "=cmd|' /C calc'!A0"})
    for sheet in book.book.worksheets:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password
    states = {sheet["A1"].value: sheet.sheet_state for sheet in book.book.worksheets}
    assert states["assess-form-1:origin"] == "veryHidden"
    assert book.cell("t.text", "D").data_type == "s"
    for fact in ("t.yes-no", "t.number", "t.date", "t.money", "t.text", "t.rate"):
        assert not book.cell(fact, "D").protection.locked
        assert not book.cell(fact, "H").protection.locked
        assert all(book.cell(fact, column).protection.locked for column in "ABCFIJ")
    for mark in ("organisation", "evidence"):
        locked = [cell.protection.locked for row in book.sheet(mark).iter_rows(max_row=40) for cell in row]
        assert all(locked)
    sheet = book.sheet("section:one")
    printed = (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows)
    assert printed == ("landscape", 9, "$1:$2")
    assert sheet.freeze_panes == "D3"
    assert sheet.column_dimensions["A"].hidden
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert kinds == {"list", "decimal"}


def test_a_question_says_when_it_is_asked_and_rests_in_grey() -> None:
    origin = Origin(assessment="5e1f", sha256=SHA, revisions={}, claims={}, resting=frozenset({"t.number"}))
    book = Opened(write_form(PUBLISHED, SHA, None, "zh", origin))
    assert str(book.cell("t.number", "C").value) == "多少？\n（目前不用填写）"
    assert book.cell("t.number", "C").font.color.rgb == "FF5A6672"
    assert str(book.cell("t.text", "C").value) == "怎样？（选填）"
