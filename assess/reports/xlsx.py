"""A report as a workbook: its figures to calculate with, its words as text and never as formulas."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from assess.exchange.book import Book, Sheet, sheet_name
from assess.exchange.writing import write
from assess.reports import verification
from assess.reports.chapters import chapters
from assess.reports.content import content_hash
from assess.reports.docx_blocks import Block, Chapter, Column, Line, Row, Table, Words, facts, row, written
from assess.reports.docx_chapters import CHAPTERS, movers
from assess.reports.docx_district import DISTRICT
from assess.reports.docx_programmes import programmes
from assess.reports.faces import PLAIN, Face
from assess.reports.html import look
from assess.reports.orders import Content
from assess.reports.parts import DialView, ReportContent
from assess.reports.seals import Seal
from assess.reports.words import WORDS
from assess.reports.xlsx_blocks import Writer
from assess.reports.xlsx_numbers import money, places
from assess.reports.xlsx_tables import TABLES

MEDIA: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render(content: Content, face: Face = PLAIN, seal: Seal | None = None) -> bytes:
    """Write a report as a workbook, one sheet a chapter.

    Args:
        content: What it says.
        face: The operator's order of chapters.
        seal: What the report can be checked by; None where nobody could confirm it.
    """
    t, writer = Words(content.locale, content.kind), Writer(content.locale)
    sheets: list[Sheet] = []
    for chapter in chapters(content, face):
        name = sheet_name(_name(chapter.id, t), [sheet.name for sheet in sheets])
        if isinstance(content, ReportContent) and chapter.id in TABLES:
            sheets.append(writer.long(name, TABLES[chapter.id](content, t)))
            continue
        blocks = BLOCKS[content.kind][chapter.id](content, t)
        if chapter.id == "signature":
            blocks = chain(blocks, _checked(content, face, seal, t))
        sheets.append(writer.sheet(name, t(f"chapter.{chapter.id}"), blocks))
    return write(Book(title=written(content.identity.title, content.locale), sheets=sheets))


def _name(chapter: str, t: Words) -> str:
    """Name a sheet: shorter than the chapter where there is a shorter word."""
    short = f"sheet.{chapter}"
    return t(short if short in WORDS else f"chapter.{chapter}")


def _summary(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell the result with every score in a cell of its own."""
    identity, found = content.identity, content.summary
    yield Line(identity.organisation, "strong")
    yield facts(identity.title, tuple((one.label, one.value) for one in identity.pairs))
    yield from (Line(line, "lead") for line in found.headline)
    yield Line(t("self"), "note")
    if content.state != "submitted":
        yield Line(t(f"state.{content.state}.note"), "alert")
    own = ("format.score", "format.full", "format.low", "format.high")
    heads = (*own, "supported", "reviewed", "format.difference")
    columns = (Column(t("format.dial"), 4), *(Column(t(head), 1.6, "number") for head in heads))
    yield Table(t("format.score"), columns, tuple(_dial(one, t) for one in found.dials))
    yield facts(t("grade"), ((t("grade"), " ".join(filter(None, (found.grade.letter, found.grade.title)))),))
    yield Line(found.grade.sentence)
    for veto in found.vetoes:
        yield Line(f"{veto.title}（{veto.clauses}）{veto.reason}", "alert", f"{t('veto')} · {veto.label}")
    for one in content.unclaimed:
        yield Line(one.sentence, "strong")
        yield Line(one.note, "note")
    yield from (Line(line) for line in (content.review.lines if content.review else ()))
    yield _sections(content, t)
    counts = (Column(t("sheet.items"), 4), Column(t("format.count"), 2, "number"))
    yield Table(t("format.count"), counts, tuple(row(one.label, one.value) for one in found.counts))
    yield from movers(content, t)


def _sections(content: ReportContent, t: Words) -> Table:
    """Give the sums of every section, points earned and points possible apart."""
    heads = (t("earned"), t("points"), t("format.share.short"))
    dials = [t(f"dial.{dial}.tag") for dial in ("duty", "readiness")]
    columns = (
        Column("#", 1, "mark"),
        Column(t("section"), 5),
        *(Column(f"{dial} · {head}", 1.8, "number") for dial in dials for head in heads),
    )
    rows = (
        row(one.number, one.title, *_sums(one.duty, one.duty_share), *_sums(one.readiness, one.readiness_share))
        for one in content.summary.sections
    )
    return Table(t("sections.table"), columns, tuple(rows))


def _sums(sums: str | None, share: str | None) -> tuple[str, str, str]:
    if sums is None or share is None:
        return ("—", "—", "—")
    earned, _, points = sums.partition(" / ")
    return (earned, points, f"{share}%")


def _dial(dial: DialView, t: Words) -> Row:
    told = dial.reviewed or "—"
    found = places("reviewed.score", told, t.locale) or {"value": told, "difference": "—"}
    scores = (t("dial.none") if dial.final is None else dial.final, dial.full, dial.low, dial.high, dial.supported)
    return row(dial.title, *(score or "—" for score in scores), found["value"], found["difference"])


def _programmes(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell the estimates, the amounts of every reading in cells of their own first."""
    columns = (
        Column(t("chapter.programmes"), 6),
        Column(t("format.year"), 4),
        Column(t("format.status"), 3),
        Column(t("format.reading"), 5),
        Column(t("format.yuan.low"), 2.4, "number"),
        Column(t("format.yuan.high"), 2.4, "number"),
    )
    rows = (
        row(one.title, str(one.year), one.state_word, reading.title, _yuan(reading.low), _yuan(reading.high))
        for one in content.programmes
        for reading in one.readings
    )
    yield Table(t("chapter.programmes"), columns, tuple(rows))
    yield from programmes(content, t)


def _yuan(text: str) -> str:
    found = money(text)
    return text if found is None else format(found, "f")


def _checked(content: Content, face: Face, seal: Seal | None, t: Words) -> Iterator[Block]:
    lines = verification.lines(content_hash(content, look(face)), seal, content.locale)
    yield facts(t("verify.title"), tuple((one.label, one.value) for one in lines))
    yield Line(t("hash.note"), "note")
    yield Line(t("format.editable"), "note")


BLOCKS: Final[Mapping[str, Mapping[str, Chapter]]] = {
    "report": {**CHAPTERS, "summary": _summary, "programmes": _programmes},
    "district": DISTRICT,
}
"""What writes each chapter that is not one long table."""
