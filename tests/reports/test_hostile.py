"""Something hostile in every field that reaches a report: nothing is fetched, nothing moves, all of it is printed.

Each report has a harmless twin with plain words of the same length in the same fields. Whatever is written into the
fields, the two have the same elements, the same pages, and the same lines around them.
"""

import collections
import dataclasses
import datetime as dt
import io
import re
import socket
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree as ET

import docx as word
import pytest
from openpyxl import load_workbook

from assess.assessments.consulted import Consulted, Looked
from assess.assessments.contradictions import Contradiction
from assess.reports import district, making, pdf
from assess.reports.content import build
from assess.reports.cover import Attached, Cover
from assess.reports.district_figures import Tally, Waiting
from assess.reports.faces import Face
from assess.reports.glyphs import GETA, chinese, printable
from assess.reports.orders import Content, Format, Order
from assess.reports.reviewed import Opinion, Review, Ruling
from assess.reports.seals import Seal
from assess.scoring.columns import score_columns
from assess.scoring.inputs import Inputs
from assess.scoring.marks import Mark
from assess.values.fact import Column
from assess.values.model import Row
from assess.values.text import Text
from tests.reports import printed, reading, samples
from tests.reports.structure import Tagged
from tests.reports.test_district import DAY, full

SEAL: Final = Seal(code="7K3M9QXV2TRB", address="https://example.invalid/verify/7K3M9QXV2TRB")
DEFUSED: Final = str.maketrans({"<": "+", ">": "+", "&": "x", "{": "(", "}": ")", "%": "x", "=": "+"})
UNKNOWN: Final = "🏭"
"""What our fonts cannot print."""
MARGIN: Final = 40
"""No margin is smaller (points)."""

Field = Callable[[], str]
CORPUS: Final[Mapping[str, tuple[str, ...]]] = {
    "markup": (
        "</style><script>alert(1)</script>",
        "<style>@import url(http://127.0.0.1:9/a.css)</style>",
        '<img src="http://127.0.0.1:9/x.png" onerror=a()>',
        "<link rel=attachment href=file:///etc/passwd>",
        '<svg><image href="http://127.0.0.1:9/"/></svg>',
        "*{background:url(file:///etc/passwd)}",
        "@font-face{src:url(http://127.0.0.1:9/f)}",
        "width:expression(alert(1));position:fixed",
        "&#x202e;&lt;b&gt;&amp;&nbsp;<!-- ]]> -->",
        "</td></tr></table><h2>完</h2></body>",
    ),
    "programs": (
        "{{ 7*7 }}{% include '/etc/passwd' %}",
        "{% raw %}{{ config }}%(x)s{0}${7*7}",
        '=HYPERLINK("http://127.0.0.1:9/","x")',
        "+cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        '{ INCLUDETEXT "file:///etc/passwd" }',
        '{ DDEAUTO c:\\windows "calc" }',
        "</w:t></w:r><w:fldSimple w:instr=DATE/>",
        "]]><!DOCTYPE x [<!ENTITY a SYSTEM 'f'>]>&a;",
        "url('data:text/html,<b>x</b>')",
    ),
    "letters": (
        "\u202eكلام عربي\u202c \u2067שלום\u2069",
        "零\u200b宽\u200d字\ufeff符\u00ad连\u2060接",
        "z\u0334\u0321\u0353a\u0335\u0342\u034el\u0337\u0328g\u0338\u0322o" + "\u0301" * 40,
        "🏭👩\u200d💻🇨🇳 emoji ☃ ✅",
        "𠮷野家𪚥龘 \ue000\U0010ffff",
        "a\ud800b",
        "a\x00b\x07c\x1bd\x7fe\x85f",
        "行一\r\n行二\u2028行三\n行四",
        "\ufffe甲\ufffd乙",
    ),
    "long": (
        "W" * 300,
        "长" * 120,
        "https://127.0.0.1:9/" + "a-b_c/" * 40,
        "，。；：" * 30,
    ),
}  # fmt: skip


class Typed:
    """Somebody who writes the payloads of a pack, one after the other, into whatever field there is."""

    def __init__(self, pack: str, *, harmless: bool = False) -> None:
        self.pack, self.harmless, self.written = pack, harmless, list[str]()

    def __call__(self) -> str:
        payload = CORPUS[self.pack][len(self.written) % len(CORPUS[self.pack])]
        self.written.append(twin(payload) if self.harmless else payload)
        return self.written[-1]


def twin(payload: str) -> str:
    """Give the same words with nothing in them that could mean something to anybody: as wide, and broken alike."""
    return "".join(_plain(one) for one in unicodedata.normalize("NFC", payload))


def _plain(letter: str) -> str:
    if letter.isspace():
        return letter
    return printable(letter).replace(GETA, UNKNOWN).translate(DEFUSED)


def report(text: Field) -> Content:
    """Build a report with something of somebody's in every field."""
    facts = tuple(
        dataclasses.replace(one, columns=(*one.columns, Column(key="by", title=Text(zh="公司", en="By"), type="text")))
        if one.type == "table"
        else one
        for one in samples.FACTS
    )
    published = dataclasses.replace(samples.PUBLISHED, facts=facts)
    row = Row(id="r1", cells={"product": "overseas-liability", "end": dt.date(2025, 1, 31), "by": text()})
    answers = {**samples.GAPPY, "notes.other": text(), "insurance.policies": (row,)}
    inputs = Inputs(answers, samples.PROFILE, samples.AS_OF, {"marks": text()})
    marks = [Mark(item=item.key, points=Decimal(1)) for item in samples.FORM.items() if item.key != "marks"]
    columns = score_columns(samples.FORM, inputs, (), marks)
    assert columns.reviewed is not None
    cover = Cover(
        organisation=text(),
        kind="enterprise",
        region_name=text(),
        state="submitted",
        credit_code="91371300MA3TEST00X",
        reference="ZP-20261122-7K3F9Q",
        submitted_by=text(),
        evidence=tuple(
            Attached(fact="patents.review", name=text(), kind="policy", pages=text(), size=9, sha256=f"{place}a" * 32)
            for place in range(3)
        ),
    )
    ruling = Ruling(number=1, day=dt.date(2026, 12, 20), body=text(), statement=text(), sha256="cd" * 32)
    opinions = {mark.item: Opinion(reason="evidence-insufficient", text=text()) for mark in marks}
    listed = Contradiction(
        fact="credit.serious-list",
        list="serious",
        title=Text(zh=text(), en=text()),
        authority=text(),
        reason=text(),
        source=text(),
        listed_on=dt.date(2026, 5, 1),
        removed_on=None,
        answer="no",
    )
    looked = Looked(
        list="serious",
        title=Text(zh=text(), en=text()),
        fact="credit.serious-list",
        current=3,
        removed=0,
        latest_on=None,
    )
    return build(
        published,
        samples.SHA256,
        inputs,
        columns.claimed,
        cover,
        "zh",
        supported=columns.supported,
        contradicted=(listed,),
        review=Review(column=columns.reviewed, opinions=opinions, ruling=ruling),
        consulted=Consulted(lists=(looked,), imported_on=dt.date(2026, 11, 20)),
    )


def edition(text: Field) -> Content:
    """Build a district edition with something of somebody's in every field."""
    figures = full()
    assert figures.earlier is not None
    assert figures.own is not None
    return district.build(
        dataclasses.replace(
            figures,
            campaign=text(),
            organiser=text(),
            part=text(),
            districts=tuple(Tally(text(), 4, 3, 0, 1, 0, 0) for _ in range(3)),
            waiting=tuple(Waiting(text(), text(), False, DAY, False) for _ in range(4)),
            earlier=dataclasses.replace(figures.earlier, name=text()),
            own=dataclasses.replace(figures.own, campaign=text()),
        ),
        "zh",
    )


CONTENTS: Final[Mapping[str, Callable[[Field], Content]]] = {"report": report, "district": edition}
BOTH: Final = [(kind, pack) for kind in CONTENTS for pack in CORPUS]
PRINTED: Final = [*((kind, pack) for kind, pack in BOTH if kind == "report"), ("district", "markup")]


@cache
def order(kind: str, pack: str, *, harmless: bool = False) -> tuple[Order, tuple[str, ...]]:
    """Give what is to be made, and what somebody wrote into it."""
    text = Typed(pack, harmless=harmless)
    content = CONTENTS[kind](text)
    face = Face(line=text(), note=text())
    return Order(content=content, face=face, seal=SEAL), tuple(text.written)


def made(kind: str, pack: str, format_: Format, *, harmless: bool = False) -> bytes:
    return making.make(dataclasses.replace(order(kind, pack, harmless=harmless)[0], format=format_))


def body(file: bytes) -> ET.Element:
    page = file.decode()
    return ET.fromstring(page[page.index("<html") :])  # noqa: S314 - our own page


def shape(element: ET.Element) -> list[tuple[str, tuple[str, ...]]]:
    """Give the elements of a page in their order, with the names of their attributes."""
    return [(one.tag, tuple(sorted(one.keys()))) for one in element.iter()]


@pytest.mark.parametrize(("kind", "pack"), BOTH)
def test_the_page_has_the_elements_of_its_twin(kind: str, pack: str) -> None:
    page, plain = (body(made(kind, pack, "html", harmless=one)) for one in (False, True))
    assert shape(page) == shape(plain)
    assert [one.text for one in page.iter("style")] == [one.text for one in plain.iter("style")]
    addresses = [one.get(name, "") for one in page.iter() for name in ("src", "href") if one.get(name)]
    ours = ("#", "data:image/svg+xml;base64,", SEAL.address or "-")
    assert [one for one in addresses if not one.startswith(ours)] == []


@pytest.mark.parametrize(("kind", "pack"), BOTH)
def test_the_page_says_it_as_it_was_written(kind: str, pack: str) -> None:
    words = bare("".join(body(made(kind, pack, "html")).itertext()))
    _, written = order(kind, pack)
    assert [one for one in written if bare(chinese(printable(one)))[:28] not in words] == []


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


class Watch:
    """What was asked for while a report was made."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.asked = list[str]()
        fetch = pdf._ReportFetcher.fetch

        def noted(fetcher: Any, url: str, headers: Any = None) -> Any:  # noqa: ANN401 - WeasyPrint's signature
            self.asked.append(url)
            return fetch(fetcher, url, headers)

        def refused(*_args: object, **_more: object) -> None:
            self.asked.append("socket")
            raise OSError

        patch.setattr(pdf._ReportFetcher, "fetch", noted)
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, refused)
        patch.setattr(socket, "getaddrinfo", refused)


@dataclasses.dataclass(frozen=True)
class Printed:
    """A finished file as another program sees it: its pages' sizes, and each word with its box."""

    sizes: list[str]
    words: list[tuple[int, float, float, float, float, str]]


_BOX: Final = re.compile(
    r'<page width="([\d.]+)" height="([\d.]+)">'
    r'|<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>'
)


def seen(file: bytes) -> Printed:
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=file, capture_output=True, check=True)
    sizes, words = list[str](), []
    for found in _BOX.finditer(run.stdout.decode()):
        if found[1]:
            sizes.append(f"{found[1]} {found[2]}")
        else:
            left, top, right, bottom = (float(found[at]) for at in range(3, 7))
            words.append((len(sizes), left, top, right, bottom, found[7]))
    return Printed(sizes, words)


def fixed(page: Printed) -> collections.Counter[tuple[int, float, float, str]]:
    """Give what stands at the foot of every page: the note and the number of the page."""
    feet = {at: float(size.split()[1]) - 50 for at, size in enumerate(page.sizes, start=1)}
    return collections.Counter(
        (number, round(left), round(top), word_)
        for number, left, top, _, _, word_ in page.words
        if number > 1 and top > feet[number]
    )


@pytest.mark.parametrize(("kind", "pack"), PRINTED)
def test_nothing_is_fetched_and_nothing_moves(kind: str, pack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(monkeypatch)
    file = made(kind, pack, "pdf")
    assert [one for one in watch.asked if not one.startswith("data:image/svg+xml;base64,")] == []
    assert watch.asked, "pictures of our own are asked for"
    monkeypatch.undo()
    page, plain = seen(file), seen(made(kind, pack, "pdf", harmless=True))
    assert page.sizes == plain.sizes
    assert fixed(page) == fixed(plain)
    widths = {at: float(size.split()[0]) for at, size in enumerate(page.sizes, start=1)}
    assert [one for one in page.words if one[1] < MARGIN or one[3] > widths[one[0]] - MARGIN] == []
    assert reading.words_outside(file) == []
    assert "root:" not in reading.text(file)
    assert {font.name.partition("+")[2] for font in Tagged(file).fonts()} == {
        "Assess-Noto-Sans-SC",
        "Assess-Noto-Sans-SC-Bold",
    }


def opened(file: bytes) -> Iterator[Any]:
    """Go through the elements of a Word file; their order goes by the names in it."""
    yield from word.Document(io.BytesIO(file)).element.iter()


@pytest.mark.parametrize(("kind", "pack"), BOTH)
def test_offices_open_it_as_text(kind: str, pack: str) -> None:
    file, plain = (made(kind, pack, "docx", harmless=one) for one in (False, True))
    tags, expected = (collections.Counter(one.tag for one in opened(made_)) for made_ in (file, plain))
    assert tags == expected
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        relations = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
    assert b"127.0.0.1" not in relations
    assert b"passwd" not in relations
    book = load_workbook(io.BytesIO(made(kind, pack, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    words, told = bare(printed.of_word(file)), bare(printed.of_workbook(made(kind, pack, "xlsx")))
    for one in order(kind, pack)[1]:
        start = bare("".join(letter for letter in unicodedata.normalize("NFC", one) if letter.isprintable()))[:20]
        assert pack == "letters" or start in words
        assert pack == "letters" or start in told
