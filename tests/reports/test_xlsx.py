"""The workbook: figures to calculate with, words that never become formulas, the same bytes every time."""

import dataclasses
import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assess.reports import xlsx
from assess.reports.cover import Attached
from assess.reports.district_parts import DISTRICT_CHAPTERS
from assess.reports.faces import CHAPTERS, Face
from assess.reports.parts import ReportContent
from assess.reports.xlsx_numbers import days, money, number, scored, share
from assess.reports.xlsx_tables import TABLES
from tests.reports import printed, shipped
from tests.reports.samples import report

FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("http://127.0.0.1:9/","x")', "\t=1", "<r>x</r>", "_x000D_"]


def opened(file: bytes) -> Workbook:
    return load_workbook(io.BytesIO(file))


def rows(sheet: Worksheet) -> list[list[Any]]:
    """Give the cells, numbers digit by digit."""
    return [[_exact(cell.value) for cell in row] for row in sheet.iter_rows()]


def _exact(value: object) -> object:
    return Decimal(repr(value)) if isinstance(value, int | float) else value


@pytest.fixture(scope="module")
def content() -> ReportContent:
    return shipped.fullest("zh")


@pytest.fixture(scope="module")
def fullest(content: ReportContent) -> bytes:
    return xlsx.render(content)


def test_every_chapter_has_a_writer() -> None:
    assert set(xlsx.BLOCKS["report"]) == set(CHAPTERS)
    assert set(xlsx.BLOCKS["district"]) == set(DISTRICT_CHAPTERS)
    assert set(TABLES) < set(CHAPTERS)


def test_every_chapter_is_a_sheet(fullest: bytes) -> None:
    assert opened(fullest).sheetnames == [
        *("概览", "差距", "最短路径", "可利用政策", "资金估算", "调解", "名单核对", "历次", "同批", "评分明细"),
        *("填报内容", "佐证", "来源", "签署与核验"),
    ]


def test_every_figure_is_there(content: ReportContent, fullest: bytes) -> None:
    found = {_plain(one) for one in printed.numbers(printed.of_workbook(fullest))}
    assert {_plain(one) for one in printed.figures(content)} - found == set()


def _plain(text: str) -> str:
    return text.rstrip("0").rstrip(".") if text.count(".") == 1 else text


def test_an_item_is_a_row_of_numbers(content: ReportContent, fullest: bytes) -> None:
    sheet = opened(fullest)["评分明细"]
    heads, *below = rows(sheet)
    assert heads[:3] == ["一级指标", "二级指标", "三级指标（评价要点）"]
    items = [
        (f"{section.number} {section.title}", group.title, one)
        for section in content.sections
        for group in section.groups
        for one in group.rows
    ]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:O{len(items) + 1}"
    places = {head: place for place, head in enumerate(heads)}
    for found, (section, group, one) in zip(below, items, strict=False):
        assert found[:3] == [section, group, one.title]
        assert found[places["分值"]] == Decimal(one.points)
        low, high = scored(one.earned, "zh")
        assert (found[places["自评得分"]], found[places["最高可能"]]) == (one.earned if low is None else low, high)
        assert found[places["复核得分"]] == _or_text(one.reviewed)
        assert found[places["有据得分"]] == _or_text(one.supported or "")
    counted = [found[places["自评得分"]] for found in below[: len(items)]]
    assert sum(isinstance(value, Decimal) for value in counted) > 40


def _or_text(text: str) -> object:
    found = number(text)
    return text if found is None else found


def test_scores_and_shares_are_numbers_with_formats(content: ReportContent, fullest: bytes) -> None:
    sheet = opened(fullest)["概览"]
    dial = next(row for row in rows(sheet) if row[0] == "合规得分")
    duty = content.summary.dials[0]
    assert dial[1] == Decimal(duty.final or "")
    assert dial[2] == 100
    shares = [cell for row in sheet.iter_rows() for cell in row if cell.number_format == "0.0%"]
    assert {_exact(cell.value) for cell in shares} >= {
        Decimal(one.duty_share) / 100 for one in content.summary.sections if one.duty_share
    }


def test_an_estimate_has_its_amounts_as_numbers(content: ReportContent, fullest: bytes) -> None:
    found = rows(opened(fullest)["资金估算"])
    heads = next(row for row in found if "估算下限（元）" in row)
    low, high = heads.index("估算下限（元）"), heads.index("估算上限（元）")
    readings = [reading for one in content.programmes for reading in one.readings]
    after = found[found.index(heads) + 1 :][: len(readings)]
    assert [(row[low], row[high]) for row in after] == [(money(one.low), money(one.high)) for one in readings]
    assert readings


@pytest.mark.parametrize("typed", FORMULAS)
def test_text_stays_text(typed: str) -> None:
    evidence = (Attached(fact="patents.review", name=typed, kind="policy"),)
    made = xlsx.render(report(organisation=typed, evidence=evidence))
    cells = [cell for sheet in opened(made) for row in sheet.iter_rows() for cell in row]
    assert typed.strip() in {str(cell.value).strip() for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}, "no formula anywhere"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in parts
    assert b"<hyperlink" not in parts


def test_what_xml_refuses_and_what_is_endless_is_written_all_the_same() -> None:
    made = xlsx.render(report(organisation="a\x00b\x07\ud800\ufffe\u202ec" + "长" * 300))
    assert "abc" + "长" * 300 in printed.of_workbook(made)
    content = report()
    (group, *_), *rest = (section.groups for section in content.sections)
    endless = dataclasses.replace(group.rows[0], lost="很" * 40_000)
    sections = (
        dataclasses.replace(content.sections[0], groups=(dataclasses.replace(group, rows=(endless,)),)),
        *content.sections[1:],
    )
    cells = printed.of_workbook(xlsx.render(dataclasses.replace(content, sections=sections)))
    assert re.search(r"很{10000,}…", cells)
    assert rest


def test_the_same_content_gives_the_same_bytes(content: ReportContent, fullest: bytes) -> None:
    assert xlsx.render(content) == fullest


def test_a_face_may_leave_chapters_out() -> None:
    face = Face(left_out=frozenset({"answers", "evidence"}))
    assert "填报内容" not in opened(xlsx.render(report(), face)).sheetnames


def test_an_empty_report_and_an_english_one_are_whole() -> None:
    assert opened(xlsx.render(shipped.emptiest("zh"))).sheetnames[0] == "概览"
    assert opened(xlsx.render(report(locale="en"))).sheetnames[:2] == ["Overview", "Gaps"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.5", "1234.5"), ("12,345", "12345"), ("0", "0"), ("\u22123", "-3"), ("+2", "2"), ("-3.5", "-3.5")],
)
def test_a_number_is_read(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "—", "3 人日", "1,23", "12/13", "１２", "1e5", "不适用", "2026年", "1.", ".5", "NaN"]
)
def test_anything_else_is_none(text: str) -> None:
    assert number(text) is None


def test_units_and_fixed_words_are_read_around() -> None:
    assert share("45%") == Decimal("0.45")
    assert share("45") is None
    assert money("180,000 元") == money("180,000 yuan") == Decimal(180_000)
    assert money("约 180,000 元") is None
    assert days("3 人日", "zh") == Decimal(3)
    assert days("1 person-day", "en") == Decimal(1)
    assert days("2.5 person-days", "en") == Decimal("2.5")
    assert days("很久", "zh") is None
    assert scored("6（待核实，最高 10）", "zh") == (Decimal(6), Decimal(10))
    assert scored("6 (open, at most 10)", "en") == (Decimal(6), Decimal(10))
    assert scored("8", "zh") == (Decimal(8), Decimal(8))
    assert scored("不适用", "zh") == (None, None)


def test_a_row_is_as_high_as_its_longest_text() -> None:
    sheet = opened(xlsx.render(report()))["差距"]
    heights = [sheet.row_dimensions[row].height for row in range(2, 5)]
    assert all(height is not None and 16 < height <= 409 for height in heights)
    assert sheet.row_dimensions[1].height is None or sheet.row_dimensions[1].height < 60
