"""What an uploaded workbook would change, in words: line by line, with who answered meanwhile."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assess.assessments import stored
from assess.assessments.sheetchanges import ITEM, Said
from assess.assessments.sheetuploads import Changes, Line
from assess.values.dump import display
from assess.values.invalid import InvalidValue
from assess.web.i18n import gettext as _
from assess.web.views import again
from assess.web.views.desk import Desk, time_of_day


@dataclass(frozen=True, slots=True)
class Side:
    """One of the answers of a line: in a few words, a table row by row, and its note.

    `alike` counts the rows that all sides have; they are not spelled out.
    """

    title: str
    answer: str
    rows: tuple[str, ...] = ()
    note: str = ""
    about: str = ""
    alike: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One line. `name` tells it from others in the form; `sides` are the answers beside one another."""

    key: str
    name: str
    title: str
    url: str
    place: str
    kind: str
    revision: int
    ticked: bool
    moved: bool
    calculated: bool
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of an upload that waits."""

    conflicts: tuple[Shown, ...]
    changes: tuple[Shown, ...]
    wrong: tuple[tuple[str, str], ...]
    untouched: int
    newer: int
    same: int


def page(
    desk: Desk,
    found: Changes,
    now: dt.datetime,
    *,
    ticked: Collection[str] | None = None,
    moved: Collection[str] = (),
) -> Page:
    """Put an upload into words.

    Args:
        desk: The assessment.
        found: What the upload would change.
        now: The present instant.
        ticked: The lines that were ticked, once somebody has; by default all that meet no conflict.
        moved: Lines whose answer was changed since somebody looked: they are ticked no more.
    """
    words = _Words(desk, now, ticked, frozenset(moved))
    lines = [words.line(number, line) for number, line in enumerate(found.lines, 1)]
    return Page(
        conflicts=tuple(line for line in lines if line.kind == "conflict"),
        changes=tuple(line for line in lines if line.kind != "conflict"),
        wrong=tuple((one.place, one.why.to(desk.locale)) for one in found.wrong),
        untouched=found.untouched,
        newer=found.newer,
        same=found.same,
    )


def titles(desk: Desk) -> Mapping[str, tuple[str, str]]:
    """Name every line there can be, with the address of where it is answered."""
    questions = {
        key: (question.wording, f"{desk.place(question.home)}#{question.anchor}")
        for key, question in desk.sheet.questions.items()
    }
    claims = {
        ITEM + card.item.key: (_("不适用：%(title)s", title=card.title), f"{desk.place(group.place)}#{card.anchor}")
        for group in desk.sheet.groups()
        for card in group.items
    }
    return questions | claims


class _Words:
    """Puts the lines of one upload into words."""

    def __init__(self, desk: Desk, now: dt.datetime, ticked: Collection[str] | None, moved: frozenset[str]) -> None:
        self.desk = desk
        self.now = now
        self.ticked = ticked
        self.moved = moved
        self.titles = titles(desk)

    def line(self, number: int, line: Line) -> Shown:
        title, url = self.titles.get(line.key, (line.key, self.desk.base))
        moved = line.key in self.moved
        return Shown(
            key=line.key,
            name=f"line-{number}",
            title=title,
            url=url,
            place=line.edit.place,
            kind="new" if line.kind == "changed" and line.now.said == Said() else line.kind,
            revision=line.now.revision,
            ticked=not moved and (line.kind != "conflict" if self.ticked is None else line.key in self.ticked),
            moved=moved,
            calculated=line.edit.calculated,
            sides=tuple(_apart(self._sides(line))),
        )

    def _sides(self, line: Line) -> list[Side]:
        sides = []
        if line.kind == "conflict" and line.edit.base is not None:
            sides.append(self._side(line.key, _("下载时"), line.edit.base))
        sides.append(self._side(line.key, _("现在"), line.now.said, about=self._who(line)))
        sides.append(self._side(line.key, _("工作簿"), line.edit.said))
        return sides

    def _who(self, line: Line) -> str:
        if line.now.at is None:
            return ""
        when = time_of_day(line.now.at, self.now, self.desk.locale)
        return _("%(who)s，%(when)s", who=line.now.by_name or _("试填"), when=when)

    def _side(self, key: str, title: str, said: Said, *, about: str = "") -> Side:
        if key.startswith(ITEM):
            return Side(title, said.value or _("（没有申报）"), about=about)
        if said.value is None:
            return Side(title, _("（没有回答）"), note=said.note, about=about)
        fact = self.desk.sheet.facts[key]
        try:
            value = stored.from_text(fact, said.value)
        except InvalidValue:  # the checklist has moved on since
            return Side(title, said.value, note=said.note, about=about)
        rows = again.rows(fact, value, self.desk.locale)
        return Side(title, display(fact, value, self.desk.locale), rows, said.note, about)


def _apart(sides: Sequence[Side]) -> Iterator[Side]:
    """Leave out the rows that every side has: what differs is looked for."""
    common = frozenset.intersection(*(frozenset(side.rows) for side in sides))
    for side in sides:
        rows = tuple(row for row in side.rows if row not in common)
        yield replace(side, rows=rows, alike=len(side.rows) - len(rows))
