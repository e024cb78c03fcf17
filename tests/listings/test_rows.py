"""Rows and files as they come: every one is a listing or named with what is wrong, whatever it holds."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from assess.exchange import csvfile, elements, longsheet
from assess.exchange.refusal import WorkbookError
from assess.listings.columns import FIELDS, HEADINGS, Field, mapped
from assess.listings.opening import opened
from assess.listings.rows import Entry, Reader
from assess.wording.sentences import SENTENCES
from tests.factories.accounts import credit_code
from tests.factories.listings import HEAD, names, row, table

TODAY = dt.date(2026, 11, 22)
CODE = credit_code(940)


def reader(default: str | None = None) -> Reader:
    known = names()
    return Reader(mapped(HEAD), known.lists, known.fold, TODAY, default=default)


def read(*cells: object) -> Entry:
    return reader().entry(7, cells)


def read_file(path: Path) -> list[Entry]:
    with opened(path, listed=False) as file:
        known = names()
        rows = Reader(file.columns, known.lists, known.fold, TODAY)
        return [rows.entry(record.number, record.cells) for record in file.records]


@pytest.mark.parametrize("field", FIELDS)
def test_every_heading_is_recognised(field: Field) -> None:
    for heading in HEADINGS[field]:
        for written in (heading, f" {heading.upper()} ", f"{heading}（必填）", heading.replace(" ", "_")):
            assert mapped(("x", written)).places == {field: 1}, written


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, ()),
        ({"list": "Serious-Dishonesty List"}, ()),
        ({"list": "“严重违法失信名单”"}, ()),
        ({"list": "黑名单"}, ("list",)),
        ({"list": ""}, ("list-missing",)),
        ({"listed_on": "2026年3月1日"}, ()),
        ({"listed_on": "2026/3/1 00:00:00"}, ()),
        ({"listed_on": "2026-02-30"}, ("listed-on",)),
        ({"listed_on": ""}, ("listed-on",)),
        ({"listed_on": "2026-11-23"}, ("listed-on-range",)),
        ({"listed_on": "0001-01-01"}, ("listed-on-range",)),
        ({"removed_on": "——"}, ()),
        ({"removed_on": "无"}, ()),
        ({"removed_on": "2026-02-28"}, ("removed-before-listed",)),
        ({"removed_on": "soon"}, ("removed-on",)),
        ({"reason": "x" * 1001}, ("too-long",)),
        ({"reason": "a\x00b"}, ("control-character",)),
        ({"reason": "a\ufffdb"}, ("encoding",)),
        ({"authority": "", "source": "-"}, ()),
    ],
)
def test_a_row_is_taken_or_named(changes: dict[str, str], problems: tuple[str, ...]) -> None:
    found = read(*row(CODE, **changes))
    assert found.problems == problems
    assert (found.digest is None) == bool(problems) == (found.given is not None)


def test_a_code_is_brought_into_its_one_spelling_and_checked() -> None:
    wide = CODE.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}).lower()
    assert read(*row(f" {wide} ")).credit_code == CODE
    wrong = CODE[:-1] + ("1" if CODE[-1] != "1" else "2")
    assert read(*row(wrong)).problems == read(*row("9.1371E+17")).problems == ("code",)
    assert read(*row("")).problems == ("code-missing",)


LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXYIOabc"


@given(st.one_of(st.text(LETTERS, min_size=17, max_size=19), st.integers(0, 10**9 - 1).map(credit_code)))
def test_a_code_is_judged_as_the_standard_says(code: str) -> None:
    assert ("code" in read(*row(code)).problems) is not uscc.is_valid(code)


def test_a_listing_is_known_by_code_list_authority_and_day() -> None:
    first = read(*row(CODE))
    same = read(*row(CODE, reason="另有原因", name="改名"))
    assert (first.digest == same.digest, first.content == same.content) == (True, False)
    for other in ({"list": "红名单"}, {"authority": "甲"}, {"listed_on": "2026-03-02"}):
        assert read(*row(CODE, **other)).digest != first.digest
    assert read(*row(CODE, name="改名")).content == first.content
    assert read(*row(CODE, removed_on="2026-04-01")).content != first.content


CELLS = st.one_of(
    st.text(max_size=40),
    st.dates(),
    st.sampled_from([CODE, "严重违法失信名单", "2026-03-01", "", "无", "=1+1", "9" * 400, "NaN"]),
)


@given(st.lists(CELLS, max_size=12))
def test_any_row_is_a_listing_or_has_reasons_that_can_be_said(cells: list[object]) -> None:
    found = read(*cells)
    if found.problems:
        assert {f"listings.row.{problem}" for problem in found.problems} <= set(SENTENCES)
        assert set(json.loads(found.given or "")) <= set(FIELDS)
    else:
        assert found.listed_on is not None
        assert found.listed_on <= TODAY
        assert found.credit_code == found.credit_code.upper()
        assert read(*cells) == found


def read_or_refuse(path: Path) -> str:
    """Read a file and check its numbers; give what it is refused for, or any sentence."""
    try:
        numbers = [one.number for one in read_file(path)]
    except WorkbookError as refusal:
        return refusal.step.message
    assert numbers == sorted(set(numbers))
    return "listings.row.code"


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    for content in (raw, table() + raw, table(encoding="gb18030") + raw):
        path.write_bytes(content)
        assert read_or_refuse(path) in SENTENCES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(table(row(CODE, reason="𠮷 生僻字"), encoding=encoding))
    (found,) = read_file(path)
    assert (found.reason, found.problems) == ("𠮷 生僻字", ())


def test_broken_bytes_and_quotes_cost_their_own_row_only(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = table(row(CODE), row(CODE, reason="坏"), row(CODE, listed_on="2026-05-01")).split(b"\r\n")
    lines[2] = lines[2].replace("坏".encode(), b"\xff\xfe")
    path.write_bytes(b"\r\n".join(lines))
    assert [(one.number, one.problems) for one in read_file(path)] == [(2, ()), (3, ("encoding",)), (4, ())]
    long = b'"' + b"x" * 30_000 + b'"\r\n'
    path.write_bytes(table(row(CODE)) + long + table(row(CODE), head=row(CODE)))
    found = read_file(path)
    assert (found[0].problems, found[1].problems, found[-1].problems) == ((), ("unreadable",), ())


def test_the_head_may_stand_below_a_title_and_columns_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"某市公布\n\n列入时间;信用代码;名单类型\n2026.3.1;{CODE};红名单\n", encoding="utf-8")
    (found,) = read_file(path)
    assert (found.number, found.list, found.listed_on) == (4, "red", dt.date(2026, 3, 1))


def workbook(*rows: tuple[Any, ...]) -> bytes:
    made, target = openpyxl.Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    for one in rows:
        sheet.append(one)
    made.save(target)
    return target.getvalue()


def test_a_workbook_is_read_with_its_days_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    given = list(row(CODE))
    given[5] = dt.datetime(2026, 3, 1)  # type: ignore[call-overload]  # noqa: DTZ001 - as spreadsheets keep days
    path.write_bytes(workbook(("名单",), HEAD, tuple(given), (), tuple(row("1"))))
    found = read_file(path)
    assert [(one.number, one.listed_on, one.problems) for one in found] == [
        (3, dt.date(2026, 3, 1), ()),
        (5, None, ("code",)),
    ]


def test_a_workbook_made_to_harm_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(WorkbookError) as refused:
        read_file(path)
    assert refused.value.step.message == "workbook.hostile"
    monkeypatch.setattr(longsheet, "MAX_SHEET", 1000)
    path.write_bytes(workbook(HEAD, *(tuple(row(CODE)) for _ in range(50))))
    with pytest.raises(WorkbookError) as too_large:
        read_file(path)
    assert too_large.value.step.message == "workbook.unpacks-too-large"


NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = f"<worksheet {NAMESPACE}><sheetData>{{}}</sheetData></worksheet>"
PLACE = "xl/worksheets/sheet1.xml"
MANY = 150_000


def replaced(name: str, change: Callable[[str], str]) -> bytes:
    """Change one part of a sound workbook, or add it."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(HEAD))) as sound,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in sound.namelist():
            text = sound.read(part).decode()
            made.writestr(part, change(text) if part == name else text)
        if name not in sound.namelist():
            made.writestr(name, change(""))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(PLACE, SHEET.format("<row>" + "<c/>" * MANY + "</row>"), id="one row"),
        pytest.param(PLACE, SHEET.format("<row>" + "<c/><!--</row>-->" * MANY + "</row>"), id="ends in comments"),
        pytest.param(PLACE, SHEET.format("<row/><a/>" * MANY), id="between the rows"),
        pytest.param(PLACE, SHEET.format("<row><c><v>" + "1" * 20_000_000 + "</v></c></row>"), id="one text"),
        pytest.param("xl/styles.xml", f"<styleSheet {NAMESPACE}><fonts>" + "<font/>" * MANY, id="styles"),
        pytest.param("xl/sharedStrings.xml", f"<sst {NAMESPACE}><si>" + "<r/>" * MANY, id="one shared text"),
        pytest.param("xl/sharedStrings.xml", f"<sst {NAMESPACE}>" + "<si/>" * 2_000_001, id="shared texts"),
    ],
)
def test_a_short_workbook_does_not_fill_the_memory(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(replaced(name, lambda _: content))
    assert path.stat().st_size < 100_000
    with pytest.raises(WorkbookError) as refused:
        read_file(path)
    assert refused.value.step.message == "workbook.hostile"


def test_a_sheet_given_out_for_the_whole_book_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(replaced("[Content_Types].xml", lambda text: text.replace(".worksheet+xml", ".sheet.main+xml")))
    with pytest.raises(WorkbookError) as refused:
        read_file(path)
    assert refused.value.step.message == "workbook.hostile"


def test_a_sheet_longer_than_one_row_may_be_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "MAX_AT_ONCE", longsheet._PIECE)
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(HEAD, *(tuple(row(CODE)) for _ in range(3_000))))
    assert len(read_file(path)) == 3_000


@given(st.text(max_size=30))
def test_no_cell_that_is_written_is_a_formula(text: str) -> None:
    made = csvfile.safe(text)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert made in {text, f"'{text}"}
