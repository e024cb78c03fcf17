"""Add up what was answered on dispute resolution, and say what the checklist makes of it (pure).

Which figures there are follows from the checklist alone: the tables, rates, numbers and amounts that its items of the
theme `disputes` look at (DESIGN §6). Columns of a table with the same unit that stand one after another are told as
parts of the one before (受理、达成协议、经司法确认), with both names at the quotient, so that nobody need guess.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Final

from assess.reports.criteria import Criteria
from assess.reports.figures import number
from assess.reports.frame import Frame
from assess.reports.gap_views import clip
from assess.reports.parts_themes import FigureGroup, FigureLine, MediationView, WantedView
from assess.reports.predicates import Predicates
from assess.scoring.asked import asked
from assess.scoring.form import Item
from assess.scoring.reads import read_by
from assess.scoring.rounding import ARITHMETIC, HUNDRED
from assess.values.dump import display, display_cell
from assess.values.fact import Column, Fact
from assess.values.formats import percent
from assess.values.model import UNKNOWN, Rate, Row

THEME: Final = "disputes"
_TYPES: Final = ("table", "rate", "number", "money")
_SUMMED: Final = ("number", "money")
_COUNTED: Final = ("choice", "yes-no")


def view(frame: Frame) -> MediationView | None:
    """Build the chapter; None where the checklist asks this organisation for no such figure."""
    shown = _shown(frame)
    looking = [(item, _figures_of(frame, item, shown)) for item in frame.form.items() if THEME in item.themes]
    facts = tuple(dict.fromkeys(key for _, keys in looking for key in keys))
    if not facts:
        return None
    given = any(frame.inputs.answers.get(key, UNKNOWN) is not UNKNOWN for key in facts)
    return MediationView(
        lead=frame.word("mediation.lead" if given else "mediation.lead.none"),
        groups=tuple(_group(frame, frame.facts[key]) for key in facts),
        wanted=tuple(_wanted(frame, [item for item, keys in looking if keys])),
        notes=(frame.word("mediation.ours"),),
    )


def _shown(frame: Frame) -> frozenset[str]:
    """Name the questions that are asked now: what another answer has ruled out is in no figure."""
    inputs = frame.inputs
    found = asked(frame.form, tuple(frame.facts), inputs.answers, inputs.profile, inputs.as_of)
    return frozenset(key for key, state in found.items() if state == "ask")


def _figures_of(frame: Frame, item: Item, shown: frozenset[str]) -> tuple[str, ...]:
    return tuple(key for key in read_by(item) if key in shown and frame.facts[key].type in _TYPES)


def _wanted(frame: Frame, items: Sequence[Item]) -> Iterator[WantedView]:
    predicates = Predicates(frame.facts, frame.roles, frame.locale)
    criteria = Criteria(frame.facts, predicates, frame.locale)
    for item in items:
        result = frame.result.item(item.key)
        earned = number(result.earned) if result.counted else frame.word(f"status.{result.status}")
        yield WantedView(
            title=frame.text(item.title),
            clauses=frame.where(item.clauses),
            basis=frame.basis(item),
            criteria=criteria.lines(item),
            points=number(item.points),
            earned=earned,
        )


def _group(frame: Frame, fact: Fact) -> FigureGroup:
    return FigureGroup(title=frame.text(fact.wording), lines=tuple(_lines(frame, fact)))


def _lines(frame: Frame, fact: Fact) -> Iterator[FigureLine]:
    value = frame.inputs.answers.get(fact.key)
    if value is None or value is UNKNOWN:
        word = "mediation.unanswered" if value is None else "mediation.unknown"
        yield FigureLine(label=frame.word("mediation.asked"), value=frame.word(word))
    elif isinstance(value, Rate):
        yield _quotient(frame, frame.word("mediation.asked"), value.numerator, value.denominator)
    elif fact.type == "table" and isinstance(value, tuple):
        yield from _table(frame, fact, [row for row in value if isinstance(row, Row)])
    else:
        yield FigureLine(label=frame.word("mediation.asked"), value=display(fact, value, frame.locale))


def _table(frame: Frame, fact: Fact, rows: list[Row]) -> Iterator[FigureLine]:
    yield FigureLine(label=frame.word("mediation.rows"), value=number(len(rows)))
    if not rows:
        return
    totals = {column.key: _total(rows, column) for column in fact.columns if column.type in _SUMMED}
    for column in fact.columns:
        if column.type in _SUMMED:
            yield _sum(frame, column, rows, totals[column.key])
        elif column.type in _COUNTED:
            yield from _counts(frame, column, rows)
        elif column.type == "date" and not column.required:
            yield _filled(frame, column, rows)
    yield from _ratios(frame, fact, totals)


def _total(rows: Sequence[Row], column: Column) -> Decimal:
    with localcontext(ARITHMETIC):
        return sum((cell for row in rows if isinstance(cell := row.cells.get(column.key), Decimal)), Decimal(0))


def _sum(frame: Frame, column: Column, rows: Sequence[Row], total: Decimal) -> FigureLine:
    filled = sum(column.key in row.cells for row in rows)
    return FigureLine(
        label=frame.word("mediation.total", column=frame.text(column.title)),
        value=display_cell(column, total, frame.locale) if filled else frame.word("mediation.unanswered"),
        note=frame.word("mediation.filled", rows=len(rows), filled=filled) if filled < len(rows) else "",
    )


def _filled(frame: Frame, column: Column, rows: Sequence[Row]) -> FigureLine:
    filled = sum(column.key in row.cells for row in rows)
    return _quotient(
        frame, frame.word("mediation.dated", column=frame.text(column.title)), Decimal(filled), Decimal(len(rows))
    )


def _counts(frame: Frame, column: Column, rows: Sequence[Row]) -> Iterator[FigureLine]:
    """Count each answer that occurs, in the order of the options."""
    found = Counter(str(cell) for row in rows if (cell := row.cells.get(column.key)) is not None)
    known = [option.value for option in column.options] or ["yes", "partial", "no"]
    for code in (*known, *(code for code in found if code not in known)):
        if found[code]:
            label = frame.word(
                "mediation.option",
                column=frame.text(column.title),
                option=clip(display_cell(column, code, frame.locale)),
            )
            yield _quotient(frame, label, Decimal(found[code]), Decimal(len(rows)))


def _ratios(frame: Frame, fact: Fact, totals: Mapping[str, Decimal]) -> Iterator[FigureLine]:
    """Tell each total as a share of the one before it, where both count the same unit."""
    counts = [column for column in fact.columns if column.type == "number" and column.unit is not None]
    for whole, part in pairwise(counts):
        if whole.unit == part.unit and totals[part.key] <= totals[whole.key]:
            label = frame.word("mediation.ratio", part=frame.text(part.title), whole=frame.text(whole.title))
            yield _quotient(frame, label, totals[part.key], totals[whole.key], shares=True)


def _quotient(frame: Frame, label: str, part: Decimal, whole: Decimal, *, shares: bool = False) -> FigureLine:
    """Tell a part of a whole: the count with its share as arithmetic, or for `shares` the share itself."""
    sides = {"numerator": number(part), "denominator": number(whole)}
    if not whole:
        return FigureLine(label=label, value=frame.word("mediation.rate.none"), note="")
    with localcontext(ARITHMETIC):
        share = percent(part * HUNDRED / whole)
    if shares:
        return FigureLine(label=label, value=share, note=frame.word("mediation.rate.note", **sides))
    return FigureLine(
        label=label, value=sides["numerator"], note=frame.word("mediation.share.note", **sides, share=share)
    )
