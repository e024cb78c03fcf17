"""The only door to python-docx: a report as a Word file that an office can edit.

The same content, face and seal give the same bytes: no clock is read, and the parts of the archive carry a fixed day.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final

import docx
import segno
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import serialize_for_reading
from docx.section import Section
from docx.shape import InlineShape
from docx.shared import Emu, Mm, Pt, Twips

from assess.reports import verification
from assess.reports.chapters import Chapter, chapters
from assess.reports.content import content_hash
from assess.reports.docx_blocks import Block, Line, Words, facts, written
from assess.reports.docx_blocks import Chapter as Writer
from assess.reports.docx_chapters import CHAPTERS
from assess.reports.docx_district import DISTRICT
from assess.reports.docx_drawings import drawings, pictures
from assess.reports.docx_front import bookmark, contents, cover
from assess.reports.docx_layout import Layout
from assess.reports.docx_styles import TAGS, WIDTH, fonts, numbering, styles
from assess.reports.docx_xml import NAMESPACES, paragraph, place, run
from assess.reports.faces import PLAIN, Face
from assess.reports.html import look
from assess.reports.orders import Content
from assess.reports.seals import Seal

MEDIA: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITERS: Final[Mapping[str, Mapping[str, Writer]]] = {"report": CHAPTERS, "district": DISTRICT}
"""What writes each chapter of each kind of report."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_WIDE: Final = 15138
"""The width of the text on a lying page, in twentieths of a point."""
_LYING: Final = frozenset({"items", "heat", "ranking"})
_FIRST: Final = frozenset({"summary", "overview"})
"""Chapters after which a new page begins: the result stands by itself."""
_OWN: Final = frozenset({"gaps", "signature"})
"""Chapters that begin a new page: what is worked through, and what is signed."""
_QR: Final = Mm(30)
_NOT_OURS: Final = ("thumbnail", "customXml", "stylesWithEffects")
_MOST: Final = 255
"""Characters of a property of the file."""
_LOGO_HEIGHT: Final = Mm(16)
_LOGO_WIDTH: Final = Mm(60)
_CHART_WIDTH: Final = WIDTH / 20
"""In points, as the next."""
_CHART_HEIGHT: Final = 230.0


def render(content: Content, face: Face = PLAIN, seal: Seal | None = None) -> bytes:
    """Write a report as a Word file.

    Args:
        content: What it says; all of it is text, never a field or a mark.
        face: The operator's own colours, words and order of chapters.
        seal: What the report can be checked by; None where nobody could confirm it.
    """
    document = docx.Document()
    _prepare(document, content, face)
    _Body(document, content, face, seal).write()
    target = io.BytesIO()
    document.save(target)
    return _fixed(target)


class _Body:
    """Writes one document from front to back."""

    def __init__(self, document: Document, content: Content, face: Face, seal: Seal | None) -> None:
        self._document, self._content, self._face, self._seal = document, content, face, seal
        self._words = Words(content.locale, content.kind)
        charts = dict(self._charts())
        self._upright = Layout(face, content.locale, pictures=charts)
        self._lying = Layout(face, content.locale, _WIDE, charts)

    def write(self) -> None:
        """Write everything."""
        shown = chapters(self._content, self._face)
        self._page(self._document.sections[0], lying=False, cover=True)
        self._logo()
        self._append(cover(self._content, self._upright, self._seal) + contents(shown, self._upright, self._words))
        lying, before = False, ""
        for chapter in shown:
            turns = lying or not before or chapter.id in _LYING
            if turns:
                lying = chapter.id in _LYING
                self._page(self._document.add_section(WD_SECTION.NEW_PAGE), lying=lying)
            at = self._lying if lying else self._upright
            self._append(self._chapter(chapter, at, new_page=not turns and (before in _FIRST or chapter.id in _OWN)))
            if chapter.id == "signature":
                self._code()
            before = chapter.id

    def _chapter(self, chapter: Chapter, at: Layout, *, new_page: bool) -> str:
        title = f"{chapter.number}  {self._words(f'chapter.{chapter.id}')}"
        heading = at.chapter(title, chapter.number, bookmark(chapter.id), new_page=new_page)
        blocks = WRITERS[self._content.kind][chapter.id](self._content, self._words)
        checked = at.blocks(self._checked()) if chapter.id == "signature" else ""
        return heading + at.blocks(blocks) + checked

    def _checked(self) -> Iterator[Block]:
        name = content_hash(self._content, look(self._face))
        lines = verification.lines(name, self._seal, self._content.locale)
        yield facts(self._words("verify.title"), tuple((one.label, one.value) for one in lines))
        if self._seal and self._seal.address:
            yield Line(self._words("verify.how"), "note")
        yield Line(self._words("hash.note"), "note")
        yield Line(self._words("format.editable"), "note")

    def _append(self, body: str) -> None:
        """Put blocks before the properties of the last section."""
        last = self._document.element.body.sectPr
        for one in parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>"):
            last.addprevious(one)

    def _logo(self) -> None:
        picture = self._face.picture
        if picture is None:
            return
        made = self._document.add_paragraph().add_run().add_picture(io.BytesIO(picture), height=_LOGO_HEIGHT)
        if made.width > _LOGO_WIDTH:
            made.height, made.width = Emu(made.height * _LOGO_WIDTH // made.width), _LOGO_WIDTH
        _tell(made, self._words("format.logo"))

    def _charts(self) -> Iterator[tuple[str, str]]:
        """Give every chart as a run, by the name of its table."""
        drawn = drawings(self._content, self._face, self._words)
        part: Any = self._document.part
        for one, picture in zip(drawn, pictures(drawn), strict=True):
            width, height = one.size
            scale = min(1, _CHART_WIDTH / width, _CHART_HEIGHT / height)
            made = part.new_pic_inline(io.BytesIO(picture), Pt(width * scale), Pt(height * scale))
            made.docPr.set("descr", written(one.said, self._content.locale))
            yield one.table, f"<w:r><w:drawing>{serialize_for_reading(made)}</w:drawing></w:r>"

    def _code(self) -> None:
        """Set the QR code where a service can be asked."""
        if self._seal is None or self._seal.address is None:
            return
        picture = io.BytesIO()
        segno.make(self._seal.address, error="q", micro=False, boost_error=False).save(picture, kind="png", scale=8)
        made = self._document.add_paragraph().add_run().add_picture(picture, width=_QR)
        _tell(made, self._words("verify.qr", address=self._seal.address))

    def _page(self, section: Section, *, lying: bool, cover: bool = False) -> None:
        """Set the size of the page, and what stands at its top and bottom."""
        long, short = Mm(297), Mm(210)
        section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if lying else (short, long)
        section.left_margin = section.right_margin = Twips(((16838 - _WIDE) if lying else (11906 - WIDTH)) // 2)
        section.top_margin, section.bottom_margin = (Mm(20), Mm(17)) if lying else (Mm(24), Mm(21))
        section.header_distance = section.footer_distance = Mm(11)
        section.different_first_page_header_footer = cover
        self._ends(section, _WIDE if lying else WIDTH)

    def _ends(self, section: Section, width: int) -> None:
        t, content = self._words, self._content
        state = "" if content.state == "submitted" else t(f"state.{content.state}")
        doc = " · ".join(part for part in (content.identity.short_name, t("title.short"), state) if part)
        right = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
        pages = (
            run(t("format.page.before"))
            + place("PAGE")
            + run(t("format.page.between"))
            + place("NUMPAGES")
            + run(t("format.page.after"))
        )
        head = paragraph(run(written(doc, content.locale)), "Header")
        foot = paragraph(run(t("self")) + "<w:r><w:tab/></w:r>" + pages, "Footer", right)
        for part, body in ((section.header, head), (section.footer, foot)):
            part.is_linked_to_previous = False
            element = part._element  # noqa: SLF001 - python-docx has no door to write a field
            for old in list(element):
                element.remove(old)
            element.append(parse_xml(body.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))


def _tell(picture: InlineShape, words: str) -> None:
    """Say what a picture shows to those who cannot see it."""
    shown: Any = picture._inline  # noqa: SLF001 - python-docx has no door to the words that stand for a picture
    shown.docPr.set("descr", words)


def _prepare(document: Document, content: Content, face: Face) -> None:
    """Put our styles in the place of the template's, and say what the file is."""
    part: Any = document.part
    _refill(document.styles.element, styles(face, content.locale))
    _refill(part.numbering_part.element, numbering())
    for owner in (part, part.package):
        for key in [key for key, one in owner.rels.items() if one.reltype.rpartition("/")[2] in _NOT_OURS]:
            del owner.rels[key]
    table = part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table._blob = fonts().encode()  # noqa: SLF001 - python-docx keeps this part as bytes without a door
    body = document.element.body
    for old in list(body)[:-1]:
        body.remove(old)
    _describe(document, content)


def _refill(element: Any, xml: str) -> None:  # noqa: ANN401 - lxml's elements as python-docx hands them out
    for old in list(element):
        element.remove(old)
    for new in parse_xml(xml):
        element.append(new)


def _describe(document: Document, content: Content) -> None:
    """Fill in the properties of the file; its day is that of the assessment."""
    properties, identity = document.core_properties, content.identity
    day = dt.datetime.fromisoformat(identity.as_of_iso)
    properties.title = written(identity.title, content.locale)[:_MOST]
    properties.subject = written(identity.checklist, content.locale)[:_MOST]
    properties.author = properties.last_modified_by = written(identity.organisation, content.locale)[:_MOST]
    properties.language = TAGS[content.locale]
    properties.created = properties.modified = day
    properties.comments = properties.keywords = ""
    properties.revision = 1


def _fixed(made: io.BytesIO) -> bytes:
    """Give the archive with a fixed day in place of the present one."""
    target = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
