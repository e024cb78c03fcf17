"""Chapters that a workbook shows as one long table to sort and filter (pure)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assess.reports.docx_blocks import Words
from assess.reports.parts import GapView, ItemRow, ReportContent
from assess.reports.xlsx_numbers import days, number, scored

Value = str | Decimal | None
_NARROW: Final = 10
_MIDDLE: Final = 18
_WIDE: Final = 34
_WIDEST: Final = 60


@dataclass(frozen=True, slots=True)
class Long:
    """A table with its heads and their widths in characters, and what is said below it."""

    heads: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[Value]]
    below: Sequence[str] = ()


def gaps(content: ReportContent, t: Words) -> Long:
    """List the gaps, one a row."""
    return _gaps(content.gaps, t("gap.lost"), (t("gaps.intro" if content.gaps else "gaps.none"),), t)


def opportunities(content: ReportContent, t: Words) -> Long:
    """List what the measure offers, one a row."""
    found = content.opportunities
    return _gaps(found, t("gap.brings"), (t("opportunities.intro"),), t)


def _gaps(found: Iterable[GapView], effect: str, below: tuple[str, ...], t: Words) -> Long:
    heads = (
        ("#", _NARROW),
        (t("format.category"), _NARROW),
        (t("item"), _WIDE),
        (t("clause"), _MIDDLE),
        (t("format.basis"), _MIDDLE),
        (effect, _NARROW),
        (t("format.days"), _NARROW),
        (t("gap.owner"), _MIDDLE),
        (t("gap.deadline"), _MIDDLE),
        (t("gap.why"), _WIDEST),
        (t("gap.do"), _WIDEST),
        (t("gap.says"), _WIDEST),
        (t("gap.ours"), _WIDE),
    )
    return Long(heads, [_gap(gap, t) for gap in found], below)


def _gap(gap: GapView, t: Words) -> Sequence[Value]:
    return (
        number(gap.number),
        gap.label,
        gap.title,
        gap.clauses,
        gap.basis,
        _value(gap.lost),
        days(gap.effort, t.locale),
        gap.owner,
        gap.deadline,
        t.join(gap.why),
        gap.do,
        gap.says,
        gap.ours,
    )


def _value(text: str | None) -> Value:
    """Give a number where it is one, else the words."""
    if text is None:
        return None
    found = number(text)
    return text if found is None else found


def path(content: ReportContent, t: Words) -> Long:
    """List the actions of the cheapest way."""
    heads = (
        ("#", _NARROW),
        (t("format.category"), _NARROW),
        (t("path.do"), _WIDEST),
        (t("path.owner"), _MIDDLE),
        (t("path.brings"), _MIDDLE),
        (t("format.days"), _NARROW),
        (t("item"), _WIDE),
        (t("clause"), _MIDDLE),
        (t("format.changes"), _WIDEST),
    )
    found = content.path
    if found is None:
        return Long(heads, [])
    rows: list[Sequence[Value]] = [
        (
            number(one.number),
            one.label,
            one.do,
            one.owner,
            one.points or "—",
            days(one.effort, t.locale) or one.effort,
            t("list.separator").join(one.items),
            one.clauses,
            "\n".join((*one.changes, *((one.otherwise,) if one.otherwise else ()))),
        )
        for one in found.actions
    ]
    total = (f"{t('path.total')} {found.effort}",) if found.effort and found.actions else ()
    return Long(heads, rows, (found.lead, *total, *found.notes))


def items(content: ReportContent, t: Words) -> Long:
    """List the items, one a row, in the customary columns."""
    keys = ("points", "criteria", "earned", "high", "supported", "evidence", "reviewed", "opinion", "lost")
    widths = {"criteria": _WIDE, "evidence": _WIDE, "opinion": _WIDE, "lost": _WIDEST}
    heads = (
        (t("section"), _MIDDLE),
        (t("group"), _MIDDLE),
        (t("item"), _WIDE),
        (t("clause"), _MIDDLE),
        (t("format.dial"), _NARROW),
        (t("format.basis"), _MIDDLE),
        *((t("format.high" if key == "high" else key), widths.get(key, _NARROW)) for key in keys),
    )
    rows = [
        (f"{section.number} {section.title}", group.title, *_item(one, t))
        for section in content.sections
        for group in section.groups
        for one in group.rows
    ]
    sums = (
        f"{section.number} {section.title}: {line}"
        for section in content.sections
        for line in (*section.subtotals, *((section.left_out,) if section.left_out else ()))
    )
    return Long(heads, rows, (t("items.intro"), *content.conversions, *sums))


def _item(one: ItemRow, t: Words) -> Sequence[Value]:
    low, high = scored(one.earned, t.locale)
    return (
        one.title,
        one.clauses,
        one.tags[0],
        t("list.separator").join(one.tags[1:]),
        _value(one.points),
        "\n".join(one.criteria),
        one.earned if low is None else low,
        high,
        _value(one.supported),
        "\n".join(one.evidence),
        _value(one.reviewed),
        one.opinion,
        one.lost,
    )


def answers(content: ReportContent, t: Words) -> Long:
    """List questions and answers; an answer stays as it was written."""
    heads = ((t("section"), _WIDE), (t("format.question"), _WIDEST), (t("format.answer"), _WIDEST))
    rows = [(group.title, line.label, line.value) for group in content.answers for line in group.lines]
    return Long(heads, rows, (t("answers.intro"),))


TABLES: Final[Mapping[str, Callable[[ReportContent, Words], Long]]] = {
    "gaps": gaps,
    "opportunities": opportunities,
    "path": path,
    "items": items,
    "answers": answers,
}
"""The chapters that are one table; all others are laid out block by block."""
