"""How an answer came about: every change in words people read, the newest first."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from assess import clock
from assess.assessments import stored
from assess.assessments.models import AnswerHistory
from assess.values.dump import display_cell
from assess.values.fact import Column, Fact
from assess.values.formats import date
from assess.values.invalid import InvalidValue
from assess.values.model import Row, Value
from assess.values.text import Locale
from assess.web.i18n import gettext as _
from assess.web.views.again import rows
from assess.web.views.shown import Shown, shown


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a table that is new (`after` alone), gone (`before` alone) or different (`cells`)."""

    before: str = ""
    after: str = ""
    number: int = 0
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change: by whom, when, and what was there before and after. `rows` says what changed in a table."""

    number: int
    who: str
    when: str
    before: Shown
    after: Shown
    answered: bool
    rows: tuple[RowChange, ...]
    note_before: str
    note_after: str
    noted: bool


def steps(
    found: Sequence[tuple[AnswerHistory, str | None]], meanings: Sequence[Fact], locale: Locale
) -> tuple[Step, ...]:
    """Put the changes of an answer into words.

    Args:
        found: The changes with the names of who made them, the oldest first.
        meanings: How the question is asked, and how it was asked in earlier versions.
        locale: For the words.
    """
    return tuple(_step(change, name, meanings, locale) for change, name in reversed(found))


def _step(change: AnswerHistory, name: str | None, meanings: Sequence[Fact], locale: Locale) -> Step:
    before, after = (_read(text, meanings) for text in (change.value_before, change.value_after))
    return Step(
        number=change.revision,
        who=name or _("试填"),
        when=_when(change.at, locale),
        before=_words(change.value_before, before, locale),
        after=_words(change.value_after, after, locale),
        answered=change.value_before != change.value_after,
        rows=_row_changes(before, after, locale),
        note_before=change.note_before,
        note_after=change.note_after,
        noted=change.note_before != change.note_after,
    )


Read = tuple[Fact, Value] | None


def _read(text: str | None, meanings: Sequence[Fact]) -> Read:
    """Read a stored value as the first of the questions that takes it; None where there is none."""
    if text is None:
        return None
    for fact in meanings:
        with suppress(InvalidValue):
            return fact, stored.from_text(fact, text)
    return None


def _words(text: str | None, read: Read, locale: Locale) -> Shown:
    if text is None:
        return Shown(_("（空白）"))
    if read is None:  # as an earlier version asked it, of which nothing else is left
        return Shown(_plain(json.loads(text)))
    return shown(*read, locale)


def _plain(raw: object) -> str:
    """Write a stored value that no question explains any more."""
    if isinstance(raw, Mapping):
        return _("，").join(_("%(name)s：%(value)s", name=key, value=_plain(value)) for key, value in raw.items())
    if isinstance(raw, list):
        return _("；").join(map(_plain, raw))
    return str(raw)


def _row_changes(before: Read, after: Read, locale: Locale) -> tuple[RowChange, ...]:
    """Compare two tables row by row: rows keep their ids."""
    old, new = _rows(before), _rows(after)
    said_before, said_after = _said(before, locale), _said(after, locale)
    gone = [RowChange(before=said_before[key]) for key in old if key not in new]
    added = [RowChange(after=said_after[key]) for key in new if key not in old]
    same = [key for key in new if key in old and said_before[key] != said_after[key]]
    columns = after[0].columns if after else ()
    numbers = {key: number for number, key in enumerate(new, 1)}
    changed = [RowChange(number=numbers[key], cells=_cells(columns, old[key], new[key], locale)) for key in same]
    return (*changed, *gone, *added)


def _cells(columns: Sequence[Column], before: Row, after: Row, locale: Locale) -> tuple[tuple[str, str, str], ...]:
    """Give the cells of a row that differ: title, before, after."""

    def cell(row: Row, column: Column) -> str:
        return display_cell(column, row.cells[column.key], locale) if column.key in row.cells else _("（空白）")

    lines = [(one.title.to(locale), cell(before, one), cell(after, one)) for one in columns]
    return tuple(line for line in lines if line[1] != line[2])


def _rows(read: Read) -> Mapping[str, Row]:
    if read is None or not isinstance(read[1], tuple):
        return {}
    return {row.id: row for row in read[1] if isinstance(row, Row)}


def _said(read: Read, locale: Locale) -> Mapping[str, str]:
    return dict(zip(_rows(read), rows(*read, locale), strict=True)) if _rows(read) and read else {}


def _when(at: dt.datetime, locale: Locale) -> str:
    local = clock.to_local(at)
    return f"{date(local.date(), locale)} {local:%H:%M}"
