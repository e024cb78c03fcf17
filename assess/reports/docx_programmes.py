"""The estimates of programme money as blocks (pure)."""

from collections.abc import Iterator

from assess.reports.docx_blocks import Block, Bullets, Column, Heading, Line, Row, Table, Words, cell, facts, row
from assess.reports.parts import ReportContent
from assess.wording.estimates import EstimateTold, GroupTold, Marked, ReadingTold


def programmes(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell what each programme would bring, always as an estimate."""
    yield Line(t("programmes.intro"), "intro")
    for one in content.programmes:
        yield from _programme(one, t)


def _programme(one: EstimateTold, t: Words) -> Iterator[Block]:
    yield Heading(one.title)
    yield Line(" · ".join(one.labels), "note")
    yield Line(" · ".join((one.state_word, t("programmes.year", year=one.year), one.amount)), "strong")
    yield from (Line(line) for line in (*one.reasons, *one.amount_notes))
    for reading in one.readings:
        if reading.rows:
            yield from _reading(reading, t)
    if one.left_out:
        yield Heading(t("programmes.left_out"), 3)
        yield Bullets(tuple(f"{skipped.title} {skipped.told}" for skipped in one.left_out))
    yield from _marked(t("programmes.requirements"), one.requirements)
    yield from _marked(t("programmes.papers"), one.papers)
    yield Heading(t("programmes.steps"), 3)
    yield Bullets(one.steps, numbered=True)
    yield Heading(t("programmes.source"), 3)
    yield facts(t("programmes.source"), tuple((line.label, line.value) for line in one.source))
    if one.notes:
        yield Heading(t("programmes.notes"), 3)
        yield Bullets(one.notes)
    yield Line(one.disclaimer, "note")


def _reading(reading: ReadingTold, t: Words) -> Iterator[Block]:
    yield Heading(f"{reading.title} · {reading.amount}", 3)
    columns = (Column(t("programmes.row"), 3.4), Column(t("programmes.share"), 4.4), Column(t("programmes.claim"), 2.2))
    yield Table(
        reading.title, columns, tuple(row(share.title, share.told, share.claim or "—") for share in reading.rows)
    )
    yield from _caps(reading.groups, t)
    if reading.groups_high:
        yield Line(t("programmes.high"))
        yield from _caps(reading.groups_high, t)


def _caps(groups: tuple[GroupTold, ...], t: Words) -> Iterator[Block]:
    yield from (Line(t.join(group.lines), "note", group.title) for group in groups)


def _marked(title: str, lines: tuple[Marked, ...]) -> Iterator[Block]:
    if not lines:
        return
    yield Heading(title, 3)
    rows = (Row((cell(one.title), (Line(one.note or "", label=one.word),))) for one in lines)
    yield Table(title, (Column("", 6), Column("", 4)), tuple(rows))
