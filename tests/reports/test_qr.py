"""The picture by which a report is checked: the very modules of the code, large enough, with white around them."""

import base64
import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import get_args
from xml.etree import ElementTree as ET

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
import segno

from assess.reports import html, pdf, qr
from assess.reports.parts import State
from assess.reports.seals import Seal
from tests.reports import reading
from tests.reports.samples import CLEAN, report

CODE = "7K3M9QXV2TRB"
ADDRESS = f"https://pingce.linyi.example.gov.cn/verify/{CODE}"
SEAL = Seal(code=CODE, address=ADDRESS)
BAR = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")
MILLIMETRE = 72 / 25.4
SCALE = 4
Page = list[list[bool]]


def drawn(picture: str) -> list[list[int]]:
    """Read the modules back from the picture."""
    svg = base64.b64decode(picture.removeprefix("data:image/svg+xml;base64,"))
    root = ET.fromstring(svg)  # noqa: S314 - our own picture
    side = int(root.get("width") or "0")
    assert root.get("viewBox") == f"0 0 {side} {side}"
    ground, bars = root
    assert (ground.get("fill"), bars.get("fill")) == ("#fff", "#000")
    modules = [[0] * side for _ in range(side)]
    path = bars.get("d") or ""
    assert BAR.sub("", path) == ""
    for x, y, width, back in (map(int, found) for found in BAR.findall(path)):
        assert width == back
        modules[y][x : x + width] = [1] * width
    return modules


@pytest.mark.parametrize("text", [ADDRESS, "http://10.0.0.7:8000/verify/000000000000", "https://a.cn/" + "长" * 40])
def test_the_picture_is_the_code_of_the_address_with_four_modules_of_white(text: str) -> None:
    modules = drawn(qr.picture(text))
    expected = segno.make(text, error="q", micro=False, boost_error=False)
    assert expected.error == "Q"
    inner = [row[4:-4] for row in modules[4:-4]]
    assert inner == [list(row) for row in expected.matrix]
    edge = [*modules[:4], *modules[-4:], *(row[:4] + row[-4:] for row in modules)]
    assert not any(any(row) for row in edge)


def test_bars_of_a_row_do_not_touch() -> None:
    """A row is drawn as whole bars: were they one module each, printers would leave hairlines."""
    svg = base64.b64decode(qr.picture(ADDRESS).partition(",")[2]).decode()
    bars = sorted((int(y), int(x), int(width)) for x, y, width, _ in BAR.findall(svg))
    assert all(one[0] != other[0] or one[1] + one[2] < other[1] for one, other in pairwise(bars))


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return pdf.render(html.render(report(CLEAN, state="submitted"), seal=SEAL))


def test_every_page_names_the_code_and_the_last_one_the_address(sealed: bytes) -> None:
    pages = reading.pages(sealed)
    assert [number for number, page in enumerate(pages, start=1) if "核验码7K3M-9QXV-2TRB" not in page] == []
    assert ADDRESS in pages[-1]
    metadata = reading.reader(sealed).metadata
    assert metadata is not None
    assert str(metadata["/Keywords"]) == "核验码 7K3M-9QXV-2TRB"


def test_on_paper_the_code_can_be_read_and_is_large_enough(sealed: bytes) -> None:
    expected = [list(row) for row in segno.make(ADDRESS, error="q", micro=False, boost_error=False).matrix]
    with pypdfium2.PdfDocument(io.BytesIO(sealed)) as opened:
        picture = opened[len(opened) - 1].render(scale=SCALE).to_pil().convert("L")
    light = picture.tobytes()
    page = [[one < 128 for one in light[at : at + picture.width]] for at in range(0, len(light), picture.width)]
    found = (place for place in finders(page, len(expected)) if read(page, *place, len(expected)) == expected)
    _top, _left, side = next(found)
    assert side / SCALE / MILLIMETRE >= 22


def finders(page: Page, count: int) -> Iterator[tuple[int, int, int]]:
    """Find what may be the upper left corner of a code, with the sides it may have: dark, then white on both sides."""
    for top, row in enumerate(page):
        for left in range(1, len(row) // 3):
            if row[left] and not row[left - 1] and not page[top - 1][left] and all(row[left : left + 30]):
                right = row.index(False, left) - left
                below = next(at for at in range(top, len(page)) if not page[at][left]) - top
                if abs(right - below) <= 1:
                    yield from ((top, left, round(right / 7 * count) + more) for more in range(-9, 10))


def read(page: Page, top: int, left: int, side: int, count: int) -> list[list[int]]:
    middles = [(at + 0.5) * side / count for at in range(count)]
    return [[int(page[int(top + y)][int(left + x)]) for x in middles] for y in middles]


def test_what_no_service_knows_carries_no_code_and_says_so() -> None:
    page = html.render(report(CLEAN))
    assert "由命令行或者预览生成，未在服务中登记，不能在线核验。" in page
    assert 'class="qr"' not in page
    assert "核验码" not in page
    assert 'name="keywords"' not in page


def test_every_state_carries_its_code() -> None:
    for state in get_args(State):
        page = html.render(report(CLEAN, state=state), seal=SEAL)
        assert page.count("7K3M-9QXV-2TRB") >= 3
        assert f"二维码：打开核验网址 {ADDRESS}" in page
