"""The pages of a finished report: nothing broken, nothing alone, nothing empty; the same report serves every test."""

import base64
import functools
import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from assess.reports import html, making
from assess.reports.chapters import chapters
from assess.reports.faces import PLAIN, Face
from assess.reports.orders import Format, Order
from assess.reports.parts import ReportContent
from assess.reports.pictures import Pictures
from assess.reports.resultfile import NAME, result_json
from assess.reports.words import word
from assess.values.text import Locale
from tests.reports import reading, shipped
from tests.reports.samples import report

FULL: Final = shipped.FULLEST["enterprise"]
SHORT: Final = 3
"""Tables with so few rows stand on one page, whatever is in them."""
LEAST_LINES: Final = 6
"""A page with less on it counts as nearly empty."""


@functools.cache
def content(kind: str) -> ReportContent:
    """Give the fullest report in Chinese, the smallest in English, one with next to nothing, or the emptiest."""
    if kind == "full":
        return shipped.report(FULL, "zh", "reviewed", full=True)
    if kind == "empty":
        return shipped.emptiest("zh")
    locale: Locale = "en" if kind == "small" else "zh"
    return report({}, state="trial", locale=locale, evidence=())


@functools.cache
def made(kind: str, format: Format = "pdf") -> bytes:  # noqa: A002 - as an order names it
    """Make a report once for all tests."""
    return making.make(Order(content=content(kind), format=format))


@dataclass(frozen=True)
class Line:
    """One line of a page: its words, where it begins, and how high it is (points)."""

    words: str
    top: float
    height: float


@functools.cache
def lines(kind: str) -> list[list[Line]]:
    """Read the lines of each page between its header and its footer."""
    run = subprocess.run(
        ["pdftotext", "-bbox-layout", "-", "-"], input=made(kind), capture_output=True, check=True
    ).stdout.decode()
    return [list(_lines(page)) for page in run.split("<page ")[1:]]


def _lines(page: str) -> Iterator[Line]:
    height = float(re.search(r'height="([\d.]+)"', page)[1])  # type: ignore[index]  # every page has one
    for found in re.finditer(
        r'<line xMin="[\d.]+" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</line>', page, re.DOTALL
    ):
        top, bottom = float(found[1]), float(found[2])
        if top > 55 and bottom < height - 42:
            yield Line(re.sub(r"<[^>]+>|\s", "", found[3]), top, bottom - top)


def marked(kind: str, tag: str) -> list[tuple[str, list[Any]]]:
    """Give each element with that tag: the pages its content lies on."""
    opened = PdfReader(io.BytesIO(made(kind)))
    root: Any = opened.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]  # pypdf's objects carry no types
    return [(tag, sorted(_pages(element))) for element in _walk(root["/K"]) if element.get("/S") == tag]


def _walk(kids: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    for kid in kids if isinstance(kids, list) else [kids]:
        element = kid.get_object()
        if isinstance(element, dict):
            yield element
            yield from _walk(element.get("/K", []))


def _pages(element: Any) -> set[int]:  # noqa: ANN401 - as above
    own = {element.raw_get("/Pg").idnum} if "/Pg" in element else set()
    return own.union(*(_pages(kid.get_object()) for kid in element.get("/K", []) if isinstance(kid.get_object(), dict)))


@pytest.mark.parametrize("kind", ["full", "small", "empty"])
def test_no_page_is_nearly_empty(kind: str) -> None:
    pages = lines(kind)
    short = {number: len(page) for number, page in enumerate(pages, start=1) if len(page) < LEAST_LINES}
    assert short == {}


@pytest.mark.parametrize("kind", ["full", "small"])
def test_no_heading_is_the_last_line_of_its_page(kind: str) -> None:
    titles = {re.sub(r"\s", "", title) for title in reading.outline(made(kind))}
    last = [max(page, key=lambda line: line.top).words for page in lines(kind)[2:]]
    assert titles.isdisjoint(last)


@pytest.mark.parametrize("kind", ["full", "small"])
def test_no_row_of_a_table_is_on_two_pages(kind: str) -> None:
    rows = marked(kind, "/TR")
    assert len(rows) > 30
    assert [pages for _, pages in rows if len(pages) > 1] == []


def test_no_row_begins_or_ends_its_table_alone_on_a_page() -> None:
    opened = PdfReader(io.BytesIO(made("full")))
    upright = {page.indirect_reference.idnum for page in opened.pages if page.mediabox.height > page.mediabox.width}  # type: ignore[union-attr]  # of a file every page has one
    root: Any = opened.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]  # pypdf's objects carry no types
    bodies = [list(_walk(one["/K"])) for one in _walk(root["/K"]) if one.get("/S") == "/TBody"]
    rows = [[max(_pages(one)) for one in body if one.get("/S") == "/TR"] for body in bodies]
    long = [pages for pages in rows if len(pages) > 1 and set(pages) <= upright]
    assert len(long) > 20
    assert [pages for pages in long if pages[0] != pages[1] or pages[-1] != pages[-2]] == []
    assert [pages for pages in long if len(pages) <= SHORT and len(set(pages)) > 1] == []


def test_a_table_that_goes_on_repeats_its_head() -> None:
    heads = reading.pages(made("full"))
    assert sum("评分标准" in page and "佐证材料" in page and "扣分说明" in page for page in heads) > 8


@pytest.mark.parametrize("kind", ["full", "small"])
def test_the_contents_name_the_pages_where_the_chapters_are(kind: str) -> None:
    opened = PdfReader(io.BytesIO(made(kind)))
    starts = {
        str(entry.title).partition(" ")[2]: (opened.get_destination_page_number(entry) or 0) + 1
        for entry in opened.outline
        if not isinstance(entry, list)
    }
    command = ["pdftotext", "-layout", "-f", "2", "-l", "2", "-", "-"]
    page = subprocess.run(command, input=made(kind), capture_output=True, check=True).stdout.decode()
    listed = {"".join(line.split()) for line in page.splitlines()}
    for chapter in chapters(content(kind)):
        title = word(f"chapter.{chapter.id}", content(kind).locale)
        assert f"{chapter.number}{title}{starts[title]}".replace(" ", "") in listed


def test_no_line_begins_with_a_mark_that_ends_something() -> None:
    begun = [
        line.words
        for page in lines("full")
        for line in page
        if line.words[:1] and line.words[0] in "，。；：、？！）》”"
    ]
    assert begun == []


@pytest.mark.parametrize(("kind", "format_"), [("full", "pdf"), ("small", "pdf"), ("small", "pdfa")])
def test_the_figures_are_enclosed(kind: str, format_: Format) -> None:
    opened = PdfReader(io.BytesIO(made(kind, format_)))
    assert opened.attachments == {NAME: [result_json(content(kind))]}
    root: Any = opened.trailer["/Root"]
    (enclosed,) = root["/AF"]
    assert enclosed.get_object()["/AFRelationship"] == "/Data"


@pytest.mark.parametrize("format_", ["pdf", "pdfa"])
def test_the_file_has_no_fault_that_qpdf_knows(format_: Format, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(made("small", format_))
    run = subprocess.run(["qpdf", "--check", str(tmp_path / "report.pdf")], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")


def test_the_archives_file_says_what_it_is_and_needs_nothing_from_outside() -> None:
    opened = PdfReader(io.BytesIO(made("small", "pdfa")))
    root: Any = opened.trailer["/Root"]
    said = root["/Metadata"].get_data().decode()
    assert re.search(r"<pdfaid:part>3</pdfaid:part>|pdfaid:part=\"3\"", said)
    assert re.search(r"<pdfaid:conformance>A</pdfaid:conformance>|pdfaid:conformance=\"A\"", said)
    (intent,) = root["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert root["/MarkInfo"]["/Marked"]
    assert "/ID" in opened.trailer
    assert {font.name.partition("+")[2] for font in reading.fonts(made("small", "pdfa"))} == {
        "Assess-Noto-Sans-SC",
        "Assess-Noto-Sans-SC-Bold",
    }
    assert b"/JavaScript" not in made("small", "pdfa")
    noted: list[Any] = [one.get_object() for page in opened.pages for one in page.get("/Annots", ())]
    assert len(noted) > 10, "what links inside is noted as well"
    assert {one["/F"] for one in noted} == {4}, "printed, and never hidden"


@pytest.mark.parametrize("format_", ["pdf", "pdfa"])
def test_the_same_order_gives_the_same_bytes(format_: Format) -> None:
    assert making.make(Order(content=content("small"), format=format_)) == made("small", format_)


@pytest.mark.parametrize("kind", ["full", "small", "bare"])
def test_our_pages_are_well_formed_so_that_the_fast_parser_reads_them(kind: str) -> None:
    page = html.render(content(kind))
    assert ET.fromstring(page[page.index("<html") :]).tag == "html"  # noqa: S314 - our own page


def test_pictures_wear_the_operators_colours() -> None:
    face = Face(main="#123456", second="#654321")
    page = html.render(content("small"), face)
    assert "--navy: #123456" in page
    drawn = Pictures.of(face).radar(content("full").summary.sections)
    assert drawn is not None
    picture = base64.b64decode(drawn.partition(",")[2]).decode()
    assert "#123456" in picture
    assert PLAIN.main not in picture
