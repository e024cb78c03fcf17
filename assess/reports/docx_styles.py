"""The styles of the Word file: few, named as Word names them, in the colours of the face (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assess.reports.docx_xml import NAMESPACES, edge
from assess.reports.faces import Face
from assess.values.text import Locale

FONT: Final = "Microsoft YaHei"
"""What offices have; a program that lacks it takes what the table of fonts names beside it."""
LATIN: Final = "Arial"
OTHER_FONT: Final = "Noto Sans SC"
MUTED: Final = "5D6975"
RED: Final = "A8322A"
LINE: Final = "D5DBE2"
WASH: Final = "F4F6F8"
TAGS: Final = {"zh": "zh-CN", "en": "en-US"}
WIDTH: Final = 9638
"""Of the text on an upright A4 page, in twentieths of a point."""
_HALF: Final = 2  # sizes count half points


@dataclass(frozen=True, slots=True)
class _Style:
    """One paragraph style: size in points, spaces around it in twentieths of a point, and what else it has.

    `first` are properties that the schema wants before the spacing, `then` those after it.
    """

    id: str
    name: str
    size: float
    before: int = 0
    after: int = 80
    line: int = 300
    first: str = ""
    then: str = ""
    bold: bool = False
    colour: str = ""


def styles(face: Face, locale: Locale) -> str:
    """Write all the styles."""
    main = face.main.removeprefix("#").upper()
    made = "".join(_paragraph(one) for one in (*_text(), *_headings(main), *_lists()))
    return (
        f"<w:styles {NAMESPACES}>{_defaults(locale)}{_normal()}{made}"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph '
        'Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:styleId="Label"><w:name w:val="Label"/><w:rPr><w:b/>'
        f'<w:color w:val="{main}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Small"><w:name w:val="Small"/><w:rPr><w:b w:val="0"/>'
        f'<w:color w:val="{MUTED}"/><w:sz w:val="17"/></w:rPr></w:style>{_tables(main)}</w:styles>'
    )


def _defaults(locale: Locale) -> str:
    latin = FONT if locale == "zh" else LATIN  # quotation marks are of the Latin face: wide ones belong into Chinese
    fonts = f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{FONT}" w:cs="{latin}"/>'
    lang = f'<w:lang w:val="{TAGS[locale]}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="1B2733"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
        f"{lang}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _normal() -> str:
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        '<w:widowControl/><w:spacing w:after="80" w:line="300" w:lineRule="auto"/></w:pPr></w:style>'
    )


def _paragraph(one: _Style) -> str:
    size = round(one.size * _HALF)
    spacing = f'<w:spacing w:before="{one.before}" w:after="{one.after}" w:line="{one.line}" w:lineRule="auto"/>'
    bold = "<w:b/>" if one.bold else ""
    colour = f'<w:color w:val="{one.colour}"/>' if one.colour else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{one.id}"><w:name w:val="{one.name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{one.first}{spacing}{one.then}</w:pPr>"
        f'<w:rPr>{bold}{colour}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


_NEXT: Final = "<w:keepNext/>"
_WITH_NEXT: Final = "<w:keepNext/><w:keepLines/>"


def _text() -> Iterator[_Style]:
    yield _Style("Intro", "Intro", 10, first=_NEXT, colour=MUTED)
    yield _Style("Note", "Note", 8.5, after=60, line=270, colour=MUTED)
    yield _Style("Lead", "Lead", 12, after=100)
    yield _Style("Strong", "Strong Line", 10, bold=True)
    yield _Style("Alert", "Alert", 10, bold=True, colour=RED)
    yield _Style("TableText", "Table Text", 8.5, before=20, after=20, line=264)
    yield _Style("TableNote", "Table Note", 7.5, after=20, line=252, colour=MUTED)
    yield _Style("TableNumber", "Table Number", 8.5, before=20, after=20, line=264, then='<w:jc w:val="right"/>')
    yield _Style("Chart", "Chart", 10, 60, 60, 240, first=_NEXT, then='<w:jc w:val="center"/>')
    yield _Style("Header", "header", 8, colour=MUTED)
    yield _Style("Footer", "footer", 8, colour=MUTED)


def _headings(main: str) -> Iterator[_Style]:
    rule = f"{_WITH_NEXT}<w:pBdr>{edge('bottom', 12, main, 4)}</w:pBdr>"
    yield _Style("Title", "Title", 28, 240, 160, bold=True, colour=main)
    yield _Style("Subtitle", "Subtitle", 13, after=60, colour=MUTED)
    yield _Style("Organisation", "Organisation", 18, 480, 160, bold=True)
    yield _Style("Heading1", "heading 1", 18, 360, 200, first=rule, then=_level(0), bold=True, colour=main)
    yield _Style("Heading2", "heading 2", 12.5, 240, 100, first=_WITH_NEXT, then=_level(1), bold=True, colour=main)
    yield _Style("Heading3", "heading 3", 10.5, 180, 60, first=_WITH_NEXT, then=_level(2), bold=True, colour=main)
    yield _Style("TOCHeading", "TOC Heading", 16, 0, 160, first=_NEXT, bold=True, colour=main)
    yield _Style("TableHead", "Table Head", 8, 20, 20, 264, bold=True, colour=main)
    yield _Style("BoxName", "Box Name", 9.5, 60, 0, first=_NEXT, bold=True)
    yield _Style("BoxFigure", "Box Figure", 22, 0, 20, 276, first=_NEXT, bold=True)
    yield _Style("CardAbove", "Card Above", 8, 200, 0, first=_NEXT, colour=MUTED)
    yield _Style("CardTitle", "Card Title", 11, 0, 20, first=_WITH_NEXT, bold=True)
    yield _Style("CardText", "Card Text", 9.5, 0, 40, 276, first="<w:keepLines/>")


def _level(outline: int) -> str:
    return f'<w:outlineLvl w:val="{outline}"/>'


def _lists() -> Iterator[_Style]:
    yield _Style("ListBullet", "List Bullet", 10, after=40, first='<w:numPr><w:numId w:val="1"/></w:numPr>')
    yield _Style("ListNumber", "List Number", 10, after=40, then='<w:ind w:left="400" w:hanging="400"/>')
    dots = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/></w:tabs>'
    yield _Style("TOC1", "toc 1", 10.5, before=80, after=40, first=dots, bold=True)
    yield _Style("TOC2", "toc 2", 9.5, after=20, first=dots, then='<w:ind w:left="400"/>', colour=MUTED)


def _tables(main: str) -> str:
    inner = edge("top", 6, main) + edge("bottom", 6, main) + edge("insideH", 4, LINE)
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 30), ("left", 80), ("bottom", 30), ("right", 80))
    )
    head = f'<w:tcBorders>{edge("bottom", 8, main)}</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/>'
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority '
        f'w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{margins}</w:tblCellMar>'
        '</w:tblPr></w:style><w:style w:type="table" w:customStyle="1" w:styleId="AssessTable"><w:name w:val="Assess '
        f'Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{inner}</w:tblBorders></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr>{head}</w:tcPr></w:tblStylePr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="AssessPlain"><w:name w:val="Assess Plain"/><w:basedOn '
        'w:val="TableNormal"/></w:style>'
    )


def numbering() -> str:
    """Write the one list with bullets."""
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
        '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="400" w:hanging="280"/></w:pPr></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def fonts() -> str:
    """Name the face, and what may stand in for it."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:fonts {NAMESPACES}><w:font w:name="{FONT}"><w:altName w:val="{OTHER_FONT}"/><w:charset w:val="86"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )
