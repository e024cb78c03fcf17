"""Build what stands behind the score: answers, evidence, sources and their limits (pure)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from assess.assessments.contradictions import Contradiction, sentences
from assess.reports.frame import Frame
from assess.reports.gap_views import clip
from assess.reports.parts import AnswerGroup, ListedView, Pair, Sources
from assess.scoring.asked import asked
from assess.scoring.form import Section
from assess.scoring.reads import facts_of_item
from assess.values.dump import display, display_cell
from assess.values.fact import Fact
from assess.values.formats import date
from assess.values.model import Row
from assess.values.text import Text

_ROWS_SHOWN = 6


def answers(frame: Frame) -> tuple[AnswerGroup, ...]:
    """List the answers the score rests on, each once, under the section that reads it first."""
    inputs = frame.inputs
    visible = asked(frame.form, tuple(frame.facts), inputs.answers, inputs.profile, inputs.as_of)
    seen: set[str] = set()
    groups = (
        AnswerGroup(title=frame.text(section.title), lines=tuple(_lines(frame, _first_read(section, seen), visible)))
        for section in frame.form.sections
    )
    return tuple(group for group in groups if group.lines)


def listed(frame: Frame, contradicted: Iterable[Contradiction]) -> tuple[ListedView, ...]:
    """Say which answers published lists are at odds with."""
    gap = "" if frame.locale == "zh" else " "
    return tuple(
        ListedView(
            question=frame.text(frame.facts[one.fact].wording),
            said=gap.join(sentences(frame.facts[one.fact], one, frame.locale)),
        )
        for one in contradicted
    )


def _first_read(section: Section, seen: set[str]) -> list[str]:
    keys = [key for item in section.items() for key in facts_of_item(item)]
    fresh = [key for key in dict.fromkeys(keys) if key not in seen]
    seen.update(fresh)
    return fresh


def _lines(frame: Frame, keys: list[str], visible: Mapping[str, str]) -> Iterator[Pair]:
    for key in keys:
        value = _answer(frame, frame.facts[key])
        if visible.get(key) == "ask":
            yield Pair(label=frame.text(frame.facts[key].wording), value=value or frame.word("answer.none"))
        elif value:
            label = frame.text(frame.facts[key].wording)
            yield Pair(label=label, value=frame.word("answer.hidden", value=value))


def _answer(frame: Frame, fact: Fact) -> str | None:
    value = frame.inputs.answers.get(fact.key)
    if value is None:
        return None
    if fact.type == "table" and isinstance(value, tuple):
        return "\n".join(_rows(frame, fact, [row for row in value if isinstance(row, Row)]))
    return clip(display(fact, value, frame.locale))


def _rows(frame: Frame, fact: Fact, rows: list[Row]) -> Iterator[str]:
    if not rows:
        yield display(fact, (), frame.locale)
    for index, row in enumerate(rows[:_ROWS_SHOWN], start=1):
        cells = frame.word("answer.separator").join(_cells(frame, fact, row))
        yield frame.word("answer.row", number=index, cells=cells)
    if len(rows) > _ROWS_SHOWN:
        yield frame.word("answer.more", count=len(rows) - _ROWS_SHOWN)


def _cells(frame: Frame, fact: Fact, row: Row) -> Iterator[str]:
    for column in fact.columns:
        if column.key in row.cells:
            value = clip(display_cell(column, row.cells[column.key], frame.locale))
            yield frame.word("answer.cell", column=frame.text(column.title), value=value)


def sources(frame: Frame) -> Sources:
    """Say where the statements come from and how far they reach."""
    clauses = frame.published.checklist.not_assessed
    return Sources(
        pairs=tuple(_source_pairs(frame)),
        stated=frame.word(frame.stated),
        ours=tuple(frame.word(f"source.ours.{kind}") for kind in (frame.stated, "derived", "rule")),
        not_assessed=tuple(Pair(label=frame.cited((one.clause,)), value=frame.text(one.reason)) for one in clauses),
    )


def _issuers(frame: Frame) -> str:
    """Name the bodies; a text that names none has an empty list, so that nobody fills in a guess."""
    measure = frame.published.measure
    named = frame.join(tuple(frame.text(issuer) for issuer in measure.issuers))
    return named or frame.word(f"source.issuers.none.{measure.source.kind}")


def _source_pairs(frame: Frame) -> Iterator[Pair]:
    measure = frame.published.measure
    source, validity = measure.source, measure.validity
    checked = date(dt.date.fromisoformat(validity.checked), frame.locale)
    status = frame.word(f"source.validity.{validity.status}")
    for label, value in (
        ("measure", _titled(frame, measure.title)),
        ("document_number", measure.document_number or frame.word("document_number.none")),
        ("source.issuers", _issuers(frame)),
        ("source.issued", _issued(frame)),
        (
            "source.validity",
            frame.word("source.checked", status=status, checked=checked, note=frame.text(validity.note)),
        ),
        (
            "source.kind",
            f"{frame.word(f'source.kind.{source.kind}')}。{frame.text(source.note)}"
            if frame.locale == "zh"
            else f"{frame.word(f'source.kind.{source.kind}')}. {frame.text(source.note)}",
        ),
        ("source.completeness", frame.text(source.completeness)),
        *_corrections(frame),
        ("source.sha256", source.sha256),
        ("checklist", f"{frame.published.key} {frame.published.checklist.version}"),
        ("source.checklist", frame.sha256),
        ("source.engine", frame.result.engine),
    ):
        yield Pair(label=frame.word(label), value=value)


def _corrections(frame: Frame) -> Iterator[tuple[str, str]]:
    """Say how often the text at hand was evidently misread, and list the readings that are in doubt."""
    corrections = frame.published.measure.corrections
    if not corrections:
        return
    doubtful = tuple(
        frame.word(
            "source.correction",
            seen=one.seen,
            read=one.read,
            confidence=frame.word(f"source.confidence.{one.confidence}"),
        )
        for one in corrections
        if one.confidence != "high"
    )
    told = frame.word("source.corrected", count=len(corrections))
    those = frame.word("source.corrected.doubtful", those=frame.join(doubtful)) if doubtful else ""
    yield "source.corrections", told + those


def _issued(frame: Frame) -> str:
    """Write the date of issue with no more precision than it has."""
    issued = frame.published.measure.issued
    day = dt.date.fromisoformat(issued.date)
    if issued.precision == "day":
        return date(day, frame.locale)
    if issued.precision == "year":
        return f"{day.year}年" if frame.locale == "zh" else str(day.year)
    return f"{day.year}年{day.month}月" if frame.locale == "zh" else f"{day.year}-{day.month:02d}"


def _titled(frame: Frame, title: Text) -> str:
    text = frame.text(title)
    return f"《{text}》" if frame.locale == "zh" and not text.startswith("《") else text
