"""The Word file: a document an office can edit, with every word as plain text and the same bytes every time."""

import dataclasses
import io
import re
import zipfile

import docx as word
import pytest
from docx.document import Document

from assess.reports import docx
from assess.reports.chapters import chapters
from assess.reports.cover import Attached
from assess.reports.district_parts import DISTRICT_CHAPTERS
from assess.reports.docx_blocks import Words, written
from assess.reports.docx_drawings import drawings
from assess.reports.faces import CHAPTERS, PLAIN, Face
from assess.reports.parts import ReportContent
from assess.reports.seals import Seal
from assess.reports.words import word as fixed
from tests.reports import printed, shipped
from tests.reports.samples import ORGANISATION, report

SEAL = Seal(code="7K3M9QXV2TRB", address="https://example.invalid/verify/7K3M9QXV2TRB")
HOSTILE = {
    "markup": "</w:t></w:r><w:r><w:t>& <b>bold</b> ]]>",
    "field": 'INCLUDETEXT "file:///etc/passwd" { DDEAUTO c:\\\\windows "calc" } HYPERLINK "http://127.0.0.1:9/"',
    "controls": "a\x00b\x07c\x0bd\ufffee\ud800f",
    "right-to-left": "\u202eكلام عربي\u202c",
    "long": "长" * 300,
}


def opened(file: bytes) -> Document:
    return word.Document(io.BytesIO(file))


def xml(file: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read(part).decode()


@pytest.fixture(scope="module")
def content() -> ReportContent:
    return shipped.fullest("zh")


@pytest.fixture(scope="module")
def fullest(content: ReportContent) -> bytes:
    return docx.render(content, seal=SEAL)


def test_every_chapter_has_a_writer() -> None:
    assert set(docx.WRITERS["report"]) == set(CHAPTERS)
    assert set(docx.WRITERS["district"]) == set(DISTRICT_CHAPTERS)


def test_the_chapters_are_headings_with_entries_that_lead_to_them(content: ReportContent, fullest: bytes) -> None:
    document = opened(fullest)
    wanted = [f"{one.number}  {fixed(f'chapter.{one.id}', 'zh')}" for one in chapters(content)]
    styled = [(one, one.style.name if one.style else "") for one in document.paragraphs]
    assert [one.text for one, style in styled if style == "Heading 1"] == wanted
    entries = [one for one, style in styled if style == "toc 1"]
    assert [entry.text for entry in entries] == wanted
    targets = [link.fragment for entry in entries for link in entry.hyperlinks]
    marks = set(re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', xml(fullest)))
    assert set(targets) == marks
    assert len(targets) == len(wanted)


def test_every_figure_is_there(content: ReportContent, fullest: bytes) -> None:
    assert printed.figures(content) - printed.numbers(printed.of_word(fullest)) == set()


def test_tables_repeat_their_heads_and_their_rows_stay_whole(fullest: bytes) -> None:
    document = opened(fullest)
    tables = [table for table in document.tables if table.style and table.style.name == "Assess Table"]
    headed = [table for table in tables if 'w:firstRow="1"' in table._tbl.xml]
    assert len(headed) > 15
    assert all(len(table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")) == 1 for table in headed)
    assert all(len(table._tbl.xpath("./w:tr[not(w:trPr/w:cantSplit)]")) == 0 for table in document.tables)
    assert all(table._tbl.xpath("./w:tblPr/w:tblCaption/@w:val") for table in document.tables)


def test_the_item_table_lies(fullest: bytes) -> None:
    sections = opened(fullest).sections
    wide = [section for section in sections if (section.page_width or 0) > (section.page_height or 0)]
    assert len(wide) == 1
    assert {round((section.page_width or 0) / 36000) for section in sections} == {210, 297}, "all of it is A4"


@pytest.mark.parametrize(("locale", "tag"), [("zh", "zh-CN"), ("en", "en-US")])
def test_language_and_properties_are_those_of_the_report(locale: str, tag: str) -> None:
    made = docx.render(report(locale="en" if locale == "en" else "zh"))
    about = opened(made).core_properties
    assert (about.language, about.author) == (tag, ORGANISATION)
    assert (about.created, about.modified) == (about.modified, about.created)
    assert str(about.created)[:10] == "2026-11-22"
    styles = xml(made, "word/styles.xml")
    assert f'<w:lang w:val="{tag}" w:eastAsia="zh-CN"' in styles
    assert 'w:eastAsia="Microsoft YaHei"' in styles


def test_the_same_content_gives_the_same_bytes(content: ReportContent, fullest: bytes) -> None:
    assert docx.render(content, seal=SEAL) == fullest
    with zipfile.ZipFile(io.BytesIO(fullest)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "customXml" in name]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_somebody_typed_is_text_and_nothing_else(name: str) -> None:
    typed = HOSTILE[name]
    made = docx.render(report(organisation=typed, evidence=(Attached(fact="patents.review", name=typed),)))
    shown = opened(made)
    assert written(typed, "zh") in "\n".join(one.text for one in shown.paragraphs)
    instructions = re.findall(r"<w:instrText[^>]*>([^<]*)<", xml(made))
    assert [one.split()[0] for one in instructions] == ["TOC"]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        relations = [archive.read(part).decode() for part in archive.namelist() if part.endswith(".rels")]
    assert not [one for one in relations if "External" in one], "nothing is fetched"


def test_a_draft_says_so_on_every_page_and_a_submission_does_not() -> None:
    for state, expected in (("draft", True), ("submitted", False)):
        shown = opened(docx.render(report(state="draft" if state == "draft" else "submitted")))
        heads = [one.text for section in shown.sections for one in section.header.paragraphs]
        assert all(("草稿" in head) is expected for head in heads)
        assert heads


def test_the_pages_are_numbered_by_fields() -> None:
    foot = xml(docx.render(report()), "word/footer1.xml")
    assert re.findall(r"<w:instrText[^>]*> (\w+) <", foot) == ["PAGE", "NUMPAGES"]


def test_what_it_is_checked_by_is_printed(fullest: bytes) -> None:
    words = printed.of_word(fullest)
    assert words.count("7K3M-9QXV-2TRB") == 2
    assert SEAL.address
    assert SEAL.address in words
    assert f'descr="二维码：打开核验网址 {SEAL.address}"' in xml(fullest)
    assert "不能在线核验" in printed.of_word(docx.render(report()))


def test_a_face_gives_colours_words_and_the_order_of_chapters() -> None:
    face = Face(main="#205030", line="样例市知识产权局", note="联系电话 12345", order=("sources", "summary"))
    made = docx.render(report(), face)
    shown = opened(made)
    heads = [one.text for one in shown.paragraphs if one.style and one.style.name == "Heading 1"]
    assert heads[0] == "1  依据、范围与局限"
    assert 'w:fill="205030"' in xml(made)
    assert "样例市知识产权局" in printed.of_word(made)
    assert "联系电话 12345" in [one.text for one in shown.paragraphs]


def test_an_empty_report_is_whole() -> None:
    words = printed.of_word(docx.render(shipped.emptiest("zh")))
    assert "试填" in words
    assert "确认与签署" in words


def test_a_table_that_is_a_label_and_a_value_has_no_head() -> None:
    document = opened(docx.render(dataclasses.replace(report(), gaps=())))
    plain = next(table for table in document.tables if table.cell(0, 0).text == "统一社会信用代码")
    assert 'w:firstRow="0"' in plain._tbl.xml
    assert plain.cell(0, 1).text == "91371300MA3TEST00X"


def charts(file: bytes) -> list[tuple[str, tuple[int, int], str]]:
    """Give every chart: what it says, its size in pixels, and the first head of the table below it."""
    document, found = opened(file), []
    for one in document.paragraphs:
        if one.style is None or one.style.name != "Chart":
            continue
        inline = one._p.xpath(".//wp:inline")[0]
        picture = document.part.related_parts[inline.xpath(".//a:blip/@r:embed")[0]].blob
        assert picture.startswith(b"\x89PNG")
        below = word.table.Table(one._p.getnext(), document)
        size = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
        found.append((inline.docPr.get("descr"), size, below.cell(0, 1).text))
    return found


def test_the_charts_of_the_pdf_stand_above_their_tables(content: ReportContent, fullest: bytes) -> None:
    assert content.trend
    assert content.peers
    share, count = fixed("peers.percent", "zh"), fixed("peers.number", "zh")
    assert share != count
    assert [(said, head) for said, _size, head in charts(fullest)] == [
        (written(fixed("radar.alt", "zh"), "zh"), fixed("section", "zh")),
        (written(content.trend.alt, "zh"), fixed("trend.reference", "zh")),
        *((written(one.alt, "zh"), count) for one in content.peers.dials),
        (written(content.peers.grades_alt, "zh"), count),
    ]


def test_a_chart_is_fine_enough_for_print_and_keeps_its_proportions(content: ReportContent, fullest: bytes) -> None:
    drawn = drawings(content, PLAIN, Words("zh"))
    assert len(drawn) == len(charts(fullest))
    for one, (_said, (width, height), _head) in zip(drawn, charts(fullest), strict=True):
        assert width == round(one.size[0] * 220 / 72)
        assert abs(height / width - one.size[1] / one.size[0]) < 0.01


def test_what_is_too_little_to_draw_has_no_chart() -> None:
    empty = shipped.emptiest("zh")
    assert [said for said, _size, _head in charts(docx.render(empty))] == [written(fixed("radar.alt", "zh"), "zh")]
    few = dataclasses.replace(empty, summary=dataclasses.replace(empty.summary, sections=empty.summary.sections[:2]))
    assert charts(docx.render(few)) == []
