"""The chapters of a report as blocks (pure)."""

from collections.abc import Iterator, Mapping
from typing import Final

from assess.reports.docx_blocks import (
    Block,
    Box,
    Boxes,
    BoxLook,
    Bullets,
    Cell,
    Chapter,
    Column,
    Heading,
    Line,
    Row,
    Signing,
    Table,
    Words,
    cell,
    facts,
    row,
)
from assess.reports.docx_comparisons import listed, mediation, peers, trend
from assess.reports.docx_programmes import programmes
from assess.reports.orders import Content
from assess.reports.parts import DialView, EvidenceLine, GapView, ItemRow, Pair, ReportContent
from assess.reports.path_parts import PathAction

_MOVERS: Final = 5
_OFFERS: Final = 3
_ITEMS_NAMED: Final = 4


def summary(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell the result at a glance."""
    found = content.summary
    yield from (Line(line, "lead") for line in found.headline)
    yield from (Line(one.sentence, "strong") for one in content.unclaimed)
    yield from (Line(one.note, "note") for one in content.unclaimed)
    grade = found.grade
    letter = grade.letter or grade.title
    look: BoxLook = "alert" if grade.forced else "plain"
    mark = Box(t("grade"), (Line(grade.sentence, "note"),), "", letter, grade.title if grade.letter else "", look)
    yield Boxes((*(_dial(dial, t) for dial in found.dials), mark))
    for veto in found.vetoes:
        above = f"{t('veto')} · {veto.label} · {veto.clauses}"
        yield Box(veto.title, (Line(veto.reason),), above, look="alert")
    if content.review:
        yield Heading(t("review.title"))
        yield from (Line(line) for line in content.review.lines)
    yield Heading(t("sections.table"))
    yield sections(content, t)
    yield Line(" · ".join(f"{one.label} {one.value}" for one in found.counts), "note")
    yield from movers(content, t)


def _dial(dial: DialView, t: Words) -> Box:
    look = dial.dial
    reviewed = (Line(dial.reviewed, "strong"),) if dial.reviewed else ()
    if dial.final is None:
        return Box(dial.title, (Line(t("dial.none.note"), "note"), *reviewed), "", t("dial.none"), "", look)
    span = t("range", low=dial.low, high=dial.high) if dial.ranged else t("range.none")
    proved = (Line(t("supported.score", value=dial.supported), "note"),) if dial.supported is not None else ()
    lines = (Line(span, "note"), *proved, *reviewed)
    return Box(dial.title, lines, "", dial.final, t("of_full", full=dial.full), look)


def sections(content: ReportContent, t: Words) -> Table:
    """Tell the scores of the sections on both dials."""
    duty, readiness = t("dial.duty.tag"), t("dial.readiness.tag")
    columns = (
        Column("#", 1, "mark"),
        Column(t("section"), 7),
        Column(duty, 2.6, "number"),
        Column(t("format.share", dial=duty), 2.6, "share"),
        Column(readiness, 2.6, "number"),
        Column(t("format.share", dial=readiness), 2.6, "share"),
    )
    rows = tuple(
        row(one.number, one.title, one.duty or "—", _share(one.duty_share), one.readiness or "—", _share(rest))
        for one in content.summary.sections
        for rest in (one.readiness_share,)
    )
    return Table(t("sections.table"), columns, rows)


def _share(share: str | None) -> str:
    return "—" if share is None else f"{share}%"


def movers(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell what would change the result most."""
    mendable = [gap for gap in content.gaps if not gap.irreversible]
    found = (*mendable[:_MOVERS], *content.opportunities[:_OFFERS])
    yield Heading(t("movers"))
    if not found:
        yield Line(t("movers.none"))
        return
    columns = (
        Column("#", 1, "mark"),
        Column(t("item"), 7.4),
        Column(t("format.category"), 3),
        Column(t("format.effect"), 1.8, "number"),
        Column(t("gap.effort.label"), 2.6),
    )
    rows = (row(str(at), one.title, one.label, one.lost, one.effort or "—") for at, one in enumerate(found, start=1))
    yield Table(t("movers"), columns, tuple(rows))
    yield Line(t("movers.note"), "note")


def gaps(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell the gaps: all in one table, then one by one."""
    if not content.gaps:
        yield Line(t("gaps.none"), "intro")
        return
    yield Line(t("gaps.intro"), "intro")
    columns = (
        Column("#", 1, "mark"),
        Column(t("item"), 6.6),
        Column(t("format.category"), 3),
        Column(t("clause"), 3),
        Column(t("gap.lost"), 1.5, "number"),
        Column(t("gap.effort.label"), 2.4),
    )
    rows = (row(one.number, one.title, one.label, one.where, one.lost, one.effort or "—") for one in content.gaps)
    yield Table(t("chapter.gaps"), columns, tuple(rows))
    yield from (card(gap, t) for gap in content.gaps)


def opportunities(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell what the measure offers."""
    found = content.opportunities
    yield Line(t("opportunities.intro"), "intro")
    yield from (card(gap, t) for gap in found)


def effect(gap: GapView, t: Words) -> str:
    """Say what the points of a gap are: lost, open, or to be had."""
    if gap.severity in ("readiness", "advice"):
        return t("gap.brings")
    return t("gap.open" if gap.severity == "unknown" else "gap.lost")


def card(gap: GapView, t: Words) -> Box:
    """Tell one gap."""
    says = (gap.says or "") + (f" [{t('gap.ours')}] {gap.ours}" if gap.says and gap.ours else "")
    told = (
        (t("gap.why"), t.join(gap.why)),
        (t("gap.do"), gap.do),
        (t("gap.says"), says),
    )
    who = ((t("gap.effort.label"), gap.effort), (t("gap.owner"), gap.owner), (t("gap.deadline"), gap.deadline))
    last = " · ".join(f"{label} {text}" for label, text in who if text)
    lines = (*(Line(text, label=label) for label, text in told if text), *((Line(last, "note"),) if last else ()))
    above = f"{gap.label} · {gap.clauses} · {gap.basis}"
    look: BoxLook = "alert" if gap.severity == "veto" else "duty"
    if gap.severity in ("readiness", "advice"):
        look = "readiness"
    return Box(f"{gap.number}  {gap.title}", lines, above, gap.lost, effect(gap, t), look)


def path(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell the cheapest way."""
    if content.path is None:
        return
    yield Line(content.path.lead, "intro")
    if not content.path.actions:
        return
    columns = (
        Column("#", 1, "mark"),
        Column(t("path.do"), 9),
        Column(t("path.owner"), 2.6),
        Column(t("path.brings"), 2.6),
        Column(t("path.effort"), 2.4),
    )
    rows = [_action(one, t) for one in content.path.actions]
    total = Row((cell(""), cell(t("path.total")), cell(""), cell(""), cell(content.path.effort)), "total")
    yield Table(t("chapter.path"), columns, (*rows, total))
    yield from (Line(note, "note") for note in content.path.notes)


def _action(one: PathAction, t: Words) -> Row:
    named = t("list.separator").join(one.items[:_ITEMS_NAMED])
    more = t("path.items.more", count=len(one.items)) if len(one.items) > _ITEMS_NAMED else ""
    notes = (*one.changes, one.otherwise or "", f"{t('path.items')}{named}{more} · {one.clauses}")
    do = Line(one.do, label="" if one.kind == "do" else one.label)
    told = (do, *(Line(note, "note") for note in notes if note))
    return Row((cell(one.number), told, cell(one.owner), cell(one.points or "—"), cell(one.effort)))


def items(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell the scoring tables in the customary columns."""
    yield Line(t("items.intro"), "intro")
    yield Heading(t("conversion.title"))
    yield from (Line(line) for line in content.conversions)
    for section in content.sections:
        yield Heading(f"{section.number}  {section.title}", id=f"section-{section.number}")
        rows: list[Row] = []
        for group in section.groups:
            rows.append(Row((cell(group.title),), "group"))
            rows.extend(_item(one, supported=content.supported) for one in group.rows)
        if rows:
            yield Table(section.title, _item_columns(content, t), tuple(rows))
        yield from (Line(line, "strong") for line in section.subtotals)
        if section.left_out:
            yield Line(section.left_out, "note")


def _item_columns(content: ReportContent, t: Words) -> tuple[Column, ...]:
    widths = {"item": 3.8, "points": 1.3, "criteria": 4, "earned": 1.6, "evidence": 2.6, "lost": 7}
    opinion = 3.2 if content.review else 1.5
    keys = ("item", "points", "criteria", "earned", "supported", "evidence", "reviewed", "opinion", "lost")
    numbers = ("points", "earned", "supported", "reviewed")
    return tuple(
        Column(t(key), opinion if key == "opinion" else widths.get(key, 1.6), "number" if key in numbers else "text")
        for key in keys
        if key != "supported" or content.supported
    )


def _item(one: ItemRow, *, supported: bool) -> Row:
    about = Line(" · ".join((one.clauses, *one.tags)), "note")
    proved: tuple[Cell, ...] = (cell(one.supported),) if supported else ()
    return Row(
        (
            (Line(one.title), about),
            cell(one.points),
            cell(*one.criteria),
            cell(one.earned),
            *proved,
            cell(*one.evidence),
            cell(one.reviewed),
            cell(one.opinion),
            cell(one.lost),
        )
    )


def answers(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell what was answered."""
    yield Line(t("answers.intro"), "intro")
    for group in content.answers:
        yield Heading(group.title, 3)
        yield facts(group.title, _pairs(group.lines))


def _pairs(pairs: tuple[Pair, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.label, one.value) for one in pairs)


def evidence(content: ReportContent, t: Words) -> Iterator[Block]:
    """List the files of evidence, and what is missing."""
    if content.evidence:
        yield from _proofs(content, t)
    else:
        yield Line(t("evidence.trial" if content.state == "trial" else "evidence.none"), "intro")
    if content.state != "trial":
        yield from _unproved(content, t)


def _proofs(content: ReportContent, t: Words) -> Iterator[Block]:
    columns = (
        Column("#", 1, "mark"),
        Column(t("evidence.name"), 5),
        Column(t("evidence.kind"), 2.6),
        Column(t("evidence.date"), 2.8),
        Column(t("evidence.question"), 6),
    )
    yield Table(t("chapter.evidence"), columns, tuple(_proof(one, t) for one in content.evidence))
    yield Line(t("evidence.sha256.note"), "note")


def _proof(one: EvidenceLine, t: Words) -> Row:
    file = f"{one.size} · {t('evidence.sha256')} {one.short}" if one.short else ""
    serves = f"{t('evidence.items')} {t('list.separator').join(one.items)}" if one.items else ""
    name = (Line(one.name), *((Line(file, "note"),) if file else ()))
    question = (Line(one.question), *((Line(serves, "note"),) if serves else ()))
    return Row((cell(one.number), name, cell(one.kind), cell(one.date), question))


def _unproved(content: ReportContent, t: Words) -> Iterator[Block]:
    yield Heading(t("evidence.gaps"))
    if not content.evidence_missing:
        yield Line(t("evidence.gaps.none"), "intro")
        return
    yield Line(t("evidence.gaps.intro"), "intro")
    columns = (
        Column("#", 1, "mark"),
        Column(t("item"), 5),
        Column(t("evidence.gap.wanted"), 4),
        Column(t("evidence.gap.found"), 3),
        Column(t("evidence.gap.lost"), 2, "number"),
    )
    rows = (
        Row(
            (
                cell(one.number),
                (Line(one.title), Line(one.clauses, "note")),
                cell(one.wanted),
                cell(one.found),
                cell(one.lost),
            )
        )
        for one in content.evidence_missing
    )
    yield Table(t("evidence.gaps"), columns, tuple(rows))


def sources(content: Content, t: Words) -> Iterator[Block]:
    """Say where the statements come from and how far they reach."""
    yield facts(t("chapter.sources"), _pairs(content.sources.pairs))
    yield Heading(t("source.ours"), 3)
    yield Bullets(content.sources.ours)
    if content.sources.not_assessed:
        yield Heading(t("source.not_assessed"), 3)
        yield facts(t("source.not_assessed"), _pairs(content.sources.not_assessed))


def signature(content: Content, t: Words) -> Iterator[Block]:
    """Give room for seal and signatures; what the report is checked by is set below by who knows it."""
    yield Line(t("signature.statement"))
    yield Line(t("self"), "strong")
    keys = ("head", "respondent", "date")
    blanks = ((t(f"signature.{key}"), t("signature.date.blank") if key == "date" else "") for key in keys)
    yield Signing(t("signature.seal"), tuple(blanks))
    yield facts(t("reference"), ((t("reference"), content.identity.reference or t(f"reference.{content.state}")),))


CHAPTERS: Final[Mapping[str, Chapter]] = {
    "summary": summary,
    "gaps": gaps,
    "path": path,
    "opportunities": opportunities,
    "programmes": programmes,
    "mediation": mediation,
    "listed": listed,
    "trend": trend,
    "peers": peers,
    "items": items,
    "answers": answers,
    "evidence": evidence,
    "sources": sources,
    "signature": signature,
}
"""What writes each chapter of `faces.CHAPTERS`."""
