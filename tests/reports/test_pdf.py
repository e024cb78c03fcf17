"""The finished file: right text, bundled fonts, nothing fetched, nothing off the page, the same bytes every time."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from assess.reports import html, pdf
from assess.reports.content import content_hash
from assess.reports.cover import Attached
from assess.reports.glyphs import GETA, chinese, printable
from assess.reports.parts import ReportContent
from tests.reports import reading
from tests.reports.samples import CLEAN, GAPPY, ORGANISATION, report

HOSTILE = {
    "markup": '<img src="http://127.0.0.1:9/x.png"><script>alert(1)</script>',
    "file": "<object data=file:///etc/passwd></object><link rel=attachment href=file:///etc/passwd>",
    "css": "</style><style>@import url(http://127.0.0.1:9/a.css);*{background:url(file:///etc/passwd)}</style>",
    "entity": "&lt;b&gt; &#x202e; {{ 7*7 }} {% raw %} %(x)s {0}",
    "unbroken": "A" * 900,
    "unbroken-han": "长" * 180,
    "right-to-left": "\u202eكلام عربي\u202c \u2067שלום\u2069",
    "emoji": "🏭👩‍💻🇨🇳 e\u0301 \u200b\u00ad\ufeff",
    "controls": "a\x00b\x07c\u2028d\ud800e",
}


class _Refusing(logging.Handler):
    """Remembers what WeasyPrint complains about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@pytest.fixture(autouse=True)
def _no_complaints() -> Iterator[None]:
    handler = _Refusing()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    assert handler.said == []


def made(content: ReportContent) -> bytes:
    return pdf.render(html.render(content))


@pytest.fixture(scope="module")
def draft() -> bytes:
    return made(report())


def test_text_extracts_as_the_chinese_that_was_written(draft: bytes) -> None:
    words = reading.text(draft)
    for expected in (
        ORGANISATION,
        "知识产权保护自评差距报告",
        "本报告为自我评估,不是任何机关的认定。",
        "合规得分 52.5 分(满分 100)。",
        "由监管要求推导",
        "“申请专利前是否做内部审查？”填报为:部分。",
        "合规得分:合计 21 ÷ 40 × 100 = 52.5;最终得分 52.5",
        "先核对现状，再补齐“不囤积商标”的制度与记录。",
        "专利申请审查办法.pdf",
        "单位公章",
        content_hash(report(), html.template_version()),
    ):
        assert re.sub(r"\s+", "", chinese(expected)) in words


def test_only_subsets_of_the_bundled_font_are_embedded_and_no_glyph_is_missing(draft: bytes) -> None:
    found = reading.fonts(draft)
    assert {font.name.partition("+")[2] for font in found} == {"Assess-Noto-Sans-SC", "Assess-Noto-Sans-SC-Bold"}
    for font in found:
        assert font.file["name"].getDebugName(1) == "Noto Sans SC"
        assert len(font.used) > 100
        assert 0 not in font.used
        assert font.empty_glyphs() == set()
        assert font.size < 500_000  # the whole font has ten million bytes


@pytest.mark.parametrize(("state", "word"), [("draft", "草稿"), ("trial", "试填")])
def test_every_page_of_what_was_not_submitted_is_marked(state: str, word: str) -> None:
    pages = reading.pages(made(report(state=state)))  # type: ignore[arg-type]  # one of the three states
    assert [number for number, page in enumerate(pages, start=1) if word not in page] == []


def test_a_submission_carries_its_reference_and_no_watermark() -> None:
    words = reading.text(made(report(state="submitted")))
    assert "ZP-20261122-7K3F9Q" in words
    assert "草稿" not in words
    assert "试填" not in words


def test_pages_are_numbered_and_none_is_empty(draft: bytes) -> None:
    pages = reading.pages(draft)
    total = len(pages)
    assert 6 <= total <= 12
    for number, page in enumerate(pages[1:], start=2):
        assert f"第{number}页/共{total}页" in page
        assert len(page) > 120


def test_bookmarks_follow_the_chapters(draft: bytes) -> None:
    titles = reading.outline(draft)
    assert titles[0] == "知识产权保护自评差距报告"
    chapters = [title for title in titles if re.match(r"\d .{2,}", title) and int(title[0]) <= 9]
    assert "1 结果一览" in chapters
    assert "9 确认与签署" in chapters
    assert any("专利申请前的内部审查" in title for title in titles)


def test_the_file_is_tagged_titled_and_in_its_language(draft: bytes) -> None:
    opened = reading.reader(draft)
    root: Any = opened.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert opened.metadata is not None
    assert opened.metadata.title == f"知识产权保护自评差距报告 · {ORGANISATION}"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_every_mark_on_a_page_leads_back_to_the_element_that_holds_it(draft: bytes) -> None:
    root: Any = reading.reader(draft).trailer["/Root"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    pages = [entry.get_object() for entry in numbers[1::2] if isinstance(entry.get_object(), list)]
    marks = [(mark, element.get_object()) for page in pages for mark, element in enumerate(page)]
    assert len(marks) > 300
    assert [mark for mark, element in marks if mark not in element["/K"]] == []


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_same_content_gives_the_same_bytes(locale: str) -> None:
    content = report(CLEAN, locale=locale)  # type: ignore[arg-type]  # one of the two languages
    assert made(content) == made(content)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_are_printed_and_nothing_else_happens(kind: str) -> None:
    words = HOSTILE[kind]
    content = report(
        {**GAPPY, "notes.other": words},
        organisation=words,
        state="submitted",
        evidence=(Attached(fact="patents.review", name=words, kind="policy"),),
        not_applicable={"marks": words},
    )
    finished = made(content)
    assert reading.words_outside(finished) == []
    assert {font.name.partition("+")[2] for font in reading.fonts(finished)} == {
        "Assess-Noto-Sans-SC",
        "Assess-Noto-Sans-SC-Bold",
    }
    assert len(reading.pages(finished)) <= 14
    assert re.sub(r"\s+", "", chinese(printable(words)))[:40] in reading.text(finished)
    assert "root:" not in reading.text(finished)


def test_markup_of_a_respondent_stays_text() -> None:
    page = html.render(report(organisation=HOSTILE["markup"]))
    assert "<script" not in page
    assert "<img src=&#34;http" not in page.replace("&lt;", "")
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="data:image/jpeg;base64,AAAA">',
        '<link rel="stylesheet" href="https://127.0.0.1:9/x.css">',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        '<p style="background: url(ftp://127.0.0.1:9/x)">x</p>',
        "<style>@font-face{font-family:x;src:url(file:///etc/passwd)} p{font-family:x}</style><p>x</p>",
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
)
def test_every_address_is_refused(body: str) -> None:
    with pytest.raises(pdf.RefusedFetchError):
        pdf.render(f'<html lang="zh-CN"><title>x</title><body style="font-family:{pdf.FAMILY!r}">{body}')


def test_the_page_for_browsers_asks_for_no_other_file() -> None:
    page = html.render(report())
    found = set(re.findall(r"""(?:src|href)=["']?([^"'\s>]{1,30})""", page))
    assert {address for address in found if not address.startswith(("#", "data:image/svg+xml;base64,"))} == set()
    assert set(re.findall(r"""url\(["']?([^"')]{1,26})""", page)) <= {"data:image/svg+xml;base64,"}


def test_characters_without_a_glyph_become_a_geta_that_is_explained() -> None:
    assert printable("甲🏭乙") == f"甲{GETA}乙"
    assert "字库" in reading.text(made(report(organisation="甲🏭乙")))
    assert "字库" not in html.render(report())


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("得分 76.5 分(满分 100),准备度", "得分 76.5 分\uff08满分 100\uff09\uff0c准备度"),
        ("“部分”,按 50% 计;得 2.00 分", "“部分”\uff0c按 50% 计\uff1b得 2.00 分"),
        ("1,000.00 and (x), http://a:80/?q=1,2", "1,000.00 and (x), http://a:80/?q=1,2"),
        ("某(上海)公司", "某\uff08上海\uff09公司"),
    ],
)
def test_chinese_gets_the_punctuation_of_print(typed: str, printed: str) -> None:
    assert chinese(typed) == printed
