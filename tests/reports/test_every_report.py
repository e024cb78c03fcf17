"""Every shipped checklist, in both languages and every state: the finished file is sound, whole and readable.

What a file says is compared with its page word for word and in order, the way somebody hears it who cannot see it:
along the structure. So what other tests of reports hold for a sample holds for all that is shipped.
"""

import collections
import dataclasses
import re
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal
from xml.etree import ElementTree as ET

import pytest

from assess.reports import district, html, making
from assess.reports.chapters import chapters
from assess.reports.glyphs import GETA, chinese, printable
from assess.reports.orders import Content, Format, Order
from assess.reports.parts import ReportContent
from assess.reports.resultfile import NAME, result_json
from assess.reports.seals import Seal
from assess.reports.words import word
from assess.values.text import Locale
from tests.reports import printed, reading, shipped
from tests.reports.structure import Element, Tagged
from tests.reports.test_district import full

SEAL: Final = Seal(code="7K3M9QXV2TRB", address="https://example.invalid/verify/7K3M9QXV2TRB")
FONTS: Final = {"Assess-Noto-Sans-SC", "Assess-Noto-Sans-SC-Bold"}
LARGEST: Final = 600_000
DISTRICT: Final = "district"
EMPTIEST: Final = "emptiest"
Stage = Literal["reviewed", "draft", "submitted", "trial"]
CODES: Final = {
    *("draft", "trial", "submitted", "interim", "final", "duty", "readiness", "veto", "unknown", "advice", "do"),
    *("fired", "pending", "full", "part", "zero", "out", "eligible", "unreachable", "met", "held", "proven"),
}
"""What templates ask and nobody reads."""
STAGES: Final[tuple[Stage, ...]] = ("reviewed", "draft", "submitted", "trial")


@dataclass(frozen=True)
class Case:
    """One report: of which checklist, in which language, how far."""

    name: str
    locale: Locale
    stage: Stage = "trial"
    format: Format = "pdf"

    def __str__(self) -> str:
        return f"{self.name} {self.locale} {self.stage} {self.format}"


def _cases() -> Iterator[Case]:
    """Go round the states, so that each language meets each of them; the fullest is decided."""
    for place, name in enumerate(shipped.documents()):
        fullest = name == shipped.FULLEST["enterprise"]
        yield Case(name, "zh", "reviewed" if fullest else STAGES[place % len(STAGES)])
        yield Case(name, "en", STAGES[(place + 2) % len(STAGES)])
    yield Case(EMPTIEST, "zh", "trial", "pdfa")
    yield Case(DISTRICT, "zh")
    yield Case(DISTRICT, "en", "trial", "pdfa")


CASES: Final = tuple(_cases())


def content_of(case: Case) -> Content:
    """Build what a case says."""
    if case.name == DISTRICT:
        return district.build(full(), case.locale)
    if case.name == EMPTIEST:
        return shipped.emptiest(case.locale)
    if case.stage == "trial":  # a draft of somebody without an account
        return dataclasses.replace(shipped.report(case.name, case.locale, "draft"), state="trial")
    return shipped.report(case.name, case.locale, case.stage, full=case.stage == "reviewed")


class Made:
    """A finished report beside what it was made from."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.content = content_of(case)
        self.page = html.render(self.content, seal=SEAL)
        self.file = making.make(Order(content=self.content, format=case.format, seal=SEAL))
        self.tagged = Tagged(self.file)

    @cached_property
    def body(self) -> ET.Element:
        body = ET.fromstring(self.page[self.page.index("<html") :]).find("body")  # noqa: S314 - our own page
        assert body is not None
        return body


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def sound(made: Made) -> Iterator[str]:
    """Look at the file as a file."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as kept:
        kept.write(made.file)
        kept.flush()
        run = subprocess.run(["qpdf", "--check", kept.name], capture_output=True, check=False)
    if run.returncode or run.stderr or b"No syntax or stream encoding errors" not in run.stdout:
        yield f"qpdf: {run.returncode} {(run.stdout + run.stderr).decode()[-300:]}"
    if len(made.file) > LARGEST:
        yield f"{len(made.file)} bytes"


def glyphs(made: Made) -> Iterator[str]:
    """Look at what is drawn: our fonts, as subsets, and no box."""
    fonts = made.tagged.fonts()
    if {font.name.partition("+")[2] for font in fonts} != FONTS or any(font.size > LARGEST for font in fonts):
        yield f"fonts: {[(font.name, font.size) for font in fonts]}"
    yield from (f"{font.name} draws a box for {said!r}" for font in fonts for said in font.boxes().values())
    lost = {
        one for text in printed.strings(made.content) for one in text if GETA in printable(one) or not printable(one)
    }
    if lost:
        yield f"our fonts cannot print {sorted(lost)}"


def words(made: Made) -> Iterator[str]:
    """Compare the words of the file with those of its page, and with what another program extracts."""
    wanted, heard = bare("".join(written(made))), "".join(listened(made.tagged.tree))
    if made.case.locale == "en":  # there a full-width comma of a file's name is drawn like any other comma
        wanted, heard = (unicodedata.normalize("NFKC", one) for one in (wanted, heard))
    if wanted != heard:
        pairs = zip(wanted, heard, strict=False)
        at = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(wanted), len(heard)))
        yield f"the page says {wanted[max(at - 20, 0) : at + 40]!r}, the file {heard[max(at - 20, 0) : at + 40]!r}"
    heads = {bare("".join(head.itertext())) for head in made.body.iter("thead")}
    if heads != {head.words for head in made.tagged.tree.every("THead")}:
        yield "other heads of tables than on the page"
    found = unicodedata.normalize("NFKC", reading.text(made.file))
    missing = collections.Counter(unicodedata.normalize("NFKC", heard)) - collections.Counter(found)
    if missing:
        yield f"another program does not find {missing}"


def all_of_it(made: Made) -> Iterator[str]:
    """Look for every string of the content on its page."""
    shown = bare("".join(made.body.itertext()))
    unprinted = CODES | set(_for_others(made.content))
    for text in printed.strings(made.content):
        set_ = chinese(printable(text)) if made.case.locale == "zh" else printable(text)
        if bare(set_) not in shown and text not in unprinted and not text.isdigit():
            yield f"not printed: {text!r}"


def _for_others(content: Content) -> Iterator[str]:
    """Give what only pages and other formats show: short names, the usual kind of step, what a trial cannot prove."""
    if isinstance(content, ReportContent):
        yield from (one.short for one in content.programmes)
        yield from (one.label for one in (content.path.actions if content.path else ()) if one.kind == "do")
        yield from printed.strings(content.evidence_missing if content.state == "trial" else ())


def written(made: Made) -> Iterator[str]:
    """Go through the words of the page, without heads of tables, a page number after each entry of the contents."""
    places = made.tagged.reader.named_destinations
    contents = made.body.find("nav[@class='contents']")
    links = set(contents.iter("a")) if contents is not None else set()
    for one in made.body:
        yield from _words(one, links, lambda link: _page(made, places[link.get("href", "")[1:]]))


def _page(made: Made, place: object) -> str:
    return str((made.tagged.reader.get_destination_page_number(place) or 0) + 1)  # type: ignore[arg-type]  # a destination


def _words(element: ET.Element, links: set[ET.Element], number: Callable[[ET.Element], str]) -> Iterator[str]:
    if element.tag == "thead":  # a table repeats it on every page
        return
    yield element.text or ""
    for kid in element:
        yield from _words(kid, links, number)
        yield kid.tail or ""
    if element in links:
        yield number(element)


def listened(element: Element) -> Iterator[str]:
    """Go through the words along the structure, but those of pictures, of heads of tables and numbers of lists."""
    for one in element.kids:
        if isinstance(one, str):
            yield bare(one)
        elif one.kind not in {"Figure", "THead", "Lbl"}:
            yield from listened(one)


def tables(made: Made) -> Iterator[str]:
    """Look at every table: heads that say what they head, and rows of one width."""
    for table in made.tagged.tree.every("Table"):
        heads = list(table.every("TH"))
        if not heads or any(head.attribute("/Scope") not in {"/Row", "/Column"} for head in heads):
            yield f"a table without heads that say what they head: {table.words[:40]}"
        widths = {row.width() for row in table.every("TR")}
        if len(widths) != 1:
            yield f"a table with rows of {widths}: {table.words[:40]}"


def figures(made: Made) -> Iterator[str]:
    """Look at every picture: as many as on the page, each described as there."""
    told = [str(one.entries.get("/Alt", "")) for one in made.tagged.tree.every("Figure")]
    wanted = [one.get("alt", "") for one in made.body.iter("img")]
    if told != wanted or not all(len(one) > 1 for one in told):
        yield f"pictures: {told} instead of {wanted}"


def bookmarks(made: Made) -> Iterator[str]:
    """Compare the bookmarks with the chapters."""
    top = [str(one.title) for one in made.tagged.reader.outline if not isinstance(one, list)]
    titles = [f"{one.number} {word(f'chapter.{one.id}', made.case.locale)}" for one in chapters(made.content)]
    if top != [made.content.identity.title, *titles]:
        yield f"bookmarks: {top} instead of {titles}"


def frame(made: Made) -> Iterator[str]:
    """Look at what the file says of itself and carries inside."""
    root, about = made.tagged.root, made.tagged.reader.metadata
    identity = made.content.identity
    if root["/Lang"] != html.LANGUAGES[made.case.locale] or not root["/MarkInfo"]["/Marked"]:
        yield "no language, or not tagged"
    if about is None or about.title != f"{identity.title} · {identity.organisation}":
        yield f"its title: {about}"
    kind = b"pdfaid:part" if made.case.format == "pdfa" else b"pdfuaid:part"
    if kind not in root["/Metadata"].get_data() or (made.case.format == "pdfa") != ("/OutputIntents" in root):
        yield f"it does not say that it is {kind!r}"
    expected = {NAME: [result_json(made.content)]} if isinstance(made.content, ReportContent) else {}
    if bare(word("contents", made.case.locale)) not in reading.pages(made.file)[1][:200]:
        yield "the cover takes more than a page"
    if made.tagged.reader.attachments != expected:
        yield "the result inside is not that of its content"


LOOKS: Final = (sound, glyphs, words, all_of_it, tables, figures, bookmarks, frame)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_file_is_sound_whole_and_readable(case: Case) -> None:
    made = Made(case)
    assert [f"{look.__name__}: {fault}" for look in LOOKS for fault in look(made)] == []


def test_every_checklist_language_and_state_is_looked_at() -> None:
    names = set(shipped.documents())
    assert {(case.name, case.locale) for case in CASES} >= {(name, one) for name in names for one in shipped.LOCALES}
    assert {(case.locale, case.stage) for case in CASES} >= {
        (one, stage) for one in shipped.LOCALES for stage in STAGES
    }
    assert {case.locale for case in CASES if case.format == "pdfa"} == set(shipped.LOCALES)
