"""The chapters that compare as blocks: lists, mediation figures, earlier cycles, peers (pure)."""

from collections.abc import Iterable, Iterator

from assess.reports.docx_blocks import Block, Column, Heading, Line, Row, Table, Words, cell, facts, row
from assess.reports.parts import ReportContent
from assess.reports.parts_history import ComparedView, CycleDial, CycleView, MoveView
from assess.reports.parts_peers import PeerGroup, PeersView
from assess.reports.parts_themes import CrosscheckView


def listed(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell what published lists are at odds with, and which were looked at."""
    found = content.crosscheck
    if found:
        yield Line(found.result, "strong")
    if content.listed:
        columns = (Column(t("listed.question"), 5), Column(t("listed.said"), 6))
        yield from _titled(t("listed.found"), columns, (row(one.question, one.said) for one in content.listed))
    if found is None:
        yield Line(t("listed.note"), "note")
    else:
        yield from _looked_at(found, t)


def _looked_at(found: CrosscheckView, t: Words) -> Iterator[Block]:
    if found.lists:
        columns = (
            Column(t("listed.list"), 4),
            Column(t("listed.compared"), 5),
            Column(t("listed.entries"), 2, "number"),
            Column(t("listed.latest"), 3),
        )
        rows = (row(one.title, one.question, one.entries, one.latest) for one in found.lists)
        yield from _titled(t("listed.lists"), columns, rows)
    yield from (Line(note, "note") for note in found.notes)


def _titled(title: str, columns: tuple[Column, ...], rows: Iterable[Row]) -> Iterator[Block]:
    yield Heading(title, 3)
    yield Table(title, columns, tuple(rows))


def mediation(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell the mediation figures and what the checklist makes of them."""
    found = content.mediation
    if found is None:
        return
    yield Line(found.lead, "intro")
    columns = (
        Column(t("mediation.figure"), 5),
        Column(t("mediation.value"), 2, "number"),
        Column(t("mediation.note"), 4),
    )
    for group in found.groups:
        yield from _titled(group.title, columns, (row(one.label, one.value, one.note) for one in group.lines))
    if found.wanted:
        wanted = (
            Column(t("item"), 5),
            Column(t("criteria"), 5),
            Column(t("points"), 1.5, "number"),
            Column(t("mediation.earned"), 2, "number"),
        )
        rows = (
            Row(
                (
                    (Line(one.title), Line(f"{one.clauses} · {one.basis}", "note")),
                    cell(*one.criteria),
                    cell(one.points),
                    cell(one.earned),
                )
            )
            for one in found.wanted
        )
        yield from _titled(t("mediation.wanted"), wanted, rows)
    yield from (Line(note, "note") for note in found.notes)


def trend(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell earlier cycles and what changed since the last."""
    found = content.trend
    if found is None:
        return
    yield Line(found.lead, "intro")
    columns = (
        Column(t("trend.cycle"), 3),
        Column(t("trend.reference"), 3.4),
        Column(t("trend.version"), 1.6),
        Column(t("dial.duty"), 2, "number"),
        Column(t("format.share", dial=t("dial.duty.tag")), 1.8, "share"),
        Column(t("dial.readiness"), 2, "number"),
        Column(t("format.share", dial=t("dial.readiness.tag")), 1.8, "share"),
        Column(t("grade"), 2.6),
    )
    yield from _titled(t("trend.caption"), columns, (_cycle(one, t) for one in found.cycles))
    yield from (Line(note, "note") for note in found.notes)
    yield Heading(t("trend.compared"))
    yield from _compared(found.compared, t)


def _cycle(one: CycleView, t: Words) -> Row:
    this = t("trend.current") if one.current else ""
    reviewed = t("trend.reviewed", value=one.reviewed_grade) if one.reviewed_grade else ""
    return Row(
        (
            cell(one.as_of),
            cell(" ".join(part for part in (this, one.reference) if part)),
            cell(one.version),
            *_score(one.duty, t),
            *_score(one.readiness, t),
            cell(one.grade, reviewed),
        )
    )


def _score(dial: CycleDial, t: Words) -> tuple[tuple[Line, ...], ...]:
    reviewed = "" if dial.reviewed is None else t("trend.reviewed", value=dial.reviewed)
    share = "—" if dial.share is None else f"{dial.share}%"
    return cell(dial.final or t("dial.none"), reviewed), cell(share)


def _compared(found: ComparedView, t: Words) -> Iterator[Block]:
    yield Line(found.lead)
    yield Line(found.grade)
    yield from _moves(t("trend.dials"), found.dials, t("trend.reference"), t)
    if found.sections:
        yield from _moves(t("trend.sections"), found.sections, t("section"), t)
    for key, moved in (("trend.better", found.better), ("trend.worse", found.worse)):
        if moved:
            yield from _moves(t(key), moved, t("item"), t)
        else:
            yield Line(t(f"{key}.none"))
    yield Line(found.same)
    if found.apart:
        yield Heading(t("trend.apart"), 3)
        yield facts(t("trend.apart"), tuple((one.title, one.why) for one in found.apart))


def _moves(title: str, moved: tuple[MoveView, ...], first: str, t: Words) -> Iterator[Block]:
    columns = (
        Column(first, 6),
        Column(t("trend.was"), 2, "number"),
        Column(t("trend.now"), 2, "number"),
        Column(t("trend.change"), 2, "number"),
    )
    yield from _titled(
        title, columns, (row(one.title, one.was or "—", one.now or "—", one.change or "—") for one in moved)
    )


def peers(content: ReportContent, t: Words) -> Iterator[Block]:
    """Tell where the organisation stands among the others of its campaign."""
    found = content.peers
    if found is None:
        return
    yield Line(found.lead, "intro")
    if found.dials:
        yield from _standing(found, t)
    yield from (Line(note, "note") for note in found.notes)


def _standing(found: PeersView, t: Words) -> Iterator[Block]:
    columns = (
        Column(t("format.dial"), 3.4),
        Column(t("peers.own"), 1.8, "number"),
        Column(t("peers.percent"), 1.4, "share"),
        Column(t("peers.band"), 3),
        Column(t("peers.count"), 1.8, "number"),
        Column(t("peers.low"), 1.8, "share"),
        Column(t("peers.median"), 1.8, "share"),
        Column(t("peers.high"), 1.8, "share"),
    )
    rows = (
        row(
            one.title,
            one.own,
            f"{one.own_share}%",
            one.band,
            one.count,
            *map(_percent, (one.low, one.median, one.high)),
        )
        for one in found.dials
    )
    yield from _titled(t("peers.dials"), columns, rows)
    for one in found.dials:
        yield from _groups(f"{one.title} · {t('peers.groups')}", t("peers.others"), one.groups, t)
    if found.grades:
        yield from _groups(t("peers.grades"), t("peers.grade"), found.grades, t)
    yield from _medians(found, t)


def _percent(value: str | None) -> str:
    return "—" if value is None else f"{value}%"


def _groups(title: str, head: str, groups: tuple[PeerGroup, ...], t: Words) -> Iterator[Block]:
    columns = (Column(head, 5), Column(t("peers.number"), 2, "number"), Column(t("peers.percent"), 2, "share"))
    rows = (
        row(f"{one.label} · {t('peers.own')}" if one.own else one.label, one.count, f"{one.share}%") for one in groups
    )
    yield from _titled(title, columns, rows)


def _medians(found: PeersView, t: Words) -> Iterator[Block]:
    heads = (
        f"{t(f'dial.{dial}.tag')} · {t(key)}" for dial in ("duty", "readiness") for key in ("peers.own", "peers.median")
    )
    columns = (Column("#", 1, "mark"), Column(t("section"), 5), *(Column(head, 2.2, "share") for head in heads))
    rows = (
        row(one.number, one.title, *map(_percent, (one.duty, one.duty_median, one.readiness, one.readiness_median)))
        for one in found.sections
    )
    yield from _titled(t("peers.sections"), columns, rows)
