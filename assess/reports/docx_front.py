"""The front of the Word file: cover and table of contents (pure)."""

from collections.abc import Iterator
from typing import Final

from assess.reports.chapters import Chapter
from assess.reports.docx_blocks import Words, facts
from assess.reports.docx_layout import Layout
from assess.reports.docx_styles import RED
from assess.reports.docx_xml import Grid, TableCell, TableRow, edge, link, paragraph, run, table
from assess.reports.orders import Content
from assess.reports.seals import Seal, spaced

_WHITE: Final = "FFFFFF"
_PANEL: Final = 4600
"""The height of the coloured panel, in twentieths of a point."""
_INSET: Final = '<w:ind w:left="320" w:right="320"/>'
_RULE: Final = 24
_BREAK: Final = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def cover(content: Content, at: Layout, seal: Seal | None) -> str:
    """Write the cover; the logo and the QR code are set where their bookmarks are."""
    t, identity = Words(at.locale, content.kind), content.identity
    state = "" if content.state == "submitted" else t(f"state.{content.state}")
    said = (
        (at.face.line, "Subtitle"),
        (identity.measure, "Subtitle"),
        (identity.title, "Title"),
        (identity.checklist, "Subtitle"),
        (state, "BoxFigure"),
    )
    lines = (paragraph(run(at.text(text), colour=_WHITE), style, _INSET) for text, style in said if text)
    panel = paragraph("") + "".join(lines)
    cell = TableCell(panel, fill=at.colour("duty"))
    front = table(Grid(at.text(identity.title), [at.width], [TableRow([cell], height=_PANEL)], "AssessPlain"))
    code = paragraph(run(at.text(t("verify.code") + " ")) + run(spaced(seal.code), bold=True)) if seal else ""
    return "".join(
        (
            front,
            paragraph(run(at.text(identity.organisation)), "Organisation"),
            paragraph(run(at.text(at.face.note)), "Subtitle") if at.face.note else "",
            at.blocks(iter([facts(identity.title, tuple((one.label, one.value) for one in identity.pairs))])),
            *_disclaimer(content, at, t),
            code,
            _BREAK,
        )
    )


def _disclaimer(content: Content, at: Layout, t: Words) -> Iterator[str]:
    more = f"<w:pBdr>{edge('left', _RULE, at.colour('readiness'), 8)}</w:pBdr>" + '<w:ind w:left="200"/>'
    yield paragraph(run(at.text(t("self")), bold=True), "CardText", more)
    yield paragraph(run(at.text(t("self.more"))), "CardText", more)
    yield paragraph(run(at.text(t("format.editable"))), "CardText", more)
    if content.state != "submitted":
        yield paragraph(run(at.text(t(f"state.{content.state}.note")), bold=True, colour=RED), "CardText", more)


def contents(entries: tuple[Chapter, ...], at: Layout, t: Words) -> str:
    """Write the table of contents as a field: its entries lead to their chapters, a program fills in the pages."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> '
        'TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines = [("TOC1", f"{one.number}  {t(f'chapter.{one.id}')}", one.id) for one in entries]
    first, *rest = (_entry(begin if not number else "", at, *line) for number, line in enumerate(lines))
    end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return paragraph(run(at.text(t("contents"))), "TOCHeading") + "".join((first, *rest)) + end


def _entry(before: str, at: Layout, style: str, text: str, name: str) -> str:
    return paragraph(before + link(run(at.text(text)), bookmark(name)), style)


def bookmark(name: str) -> str:
    """Give the bookmark of a chapter."""
    return f"_Toc_{name.replace('-', '_')}"
