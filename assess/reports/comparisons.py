"""Say what has changed since the cycle before, and what cannot be compared (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from assess.checklists.diff import ItemDiff, diff
from assess.reports import summaries
from assess.reports.figures import number, signed
from assess.reports.frame import Frame
from assess.reports.parts import Dial
from assess.reports.parts_history import ApartView, ComparedView, MoveView
from assess.reports.past import History
from assess.scoring.form import Item
from assess.scoring.result import ItemResult, Result, Sub
from assess.scoring.rounding import HUNDRED, round1
from assess.values.formats import date

_DIALS: Final[tuple[Dial, Dial]] = ("duty", "readiness")
_ALIKE: Final = frozenset({"unchanged", "reworded"})


def compared(frame: Frame, history: History) -> ComparedView:
    """Compare a report with the cycle just before it, by the claimed scores."""
    return _Comparison(frame, history).view()


@dataclass(frozen=True, slots=True)
class _Moved:
    """An item that counted both times and asks the same."""

    item: Item
    was: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        return self.now - self.was


@dataclass(frozen=True)
class _Comparison:
    frame: Frame
    history: History

    def view(self) -> ComparedView:
        moved = list(self._moved())
        better = sorted((one for one in moved if one.change > 0), key=lambda one: -one.change)
        worse = sorted((one for one in moved if one.change < 0), key=lambda one: one.change)
        return ComparedView(
            lead=self._lead(),
            dials=tuple(self._dials()),
            grade=self._grade(),
            sections=tuple(self._sections()),
            better=tuple(map(self._item, better)),
            worse=tuple(map(self._item, worse)),
            same=self.frame.word("trend.same", count=sum(not one.change for one in moved)),
            apart=tuple(self._apart()),
        )

    @property
    def _before(self) -> Result:
        return self.history.result

    @cached_property
    def _pairs(self) -> Sequence[tuple[ItemDiff, ItemResult | None, ItemResult | None]]:
        """Pair the items of both versions with their results, in the order of the present form."""
        was = {one.key: one for one in self._before.items}
        now = {one.key: one for one in self.frame.result.items}
        return [(one, was.get(one.key), now.get(one.key)) for one in _items(self.frame, self.history)]

    def _moved(self) -> Iterator[_Moved]:
        for one, was, now in self._pairs:
            if one.change in _ALIKE and one.new and was and now and was.counted and now.counted:
                yield _Moved(one.new, was.earned + was.bonus, now.earned + now.bonus)

    def _lead(self) -> str:
        frame, point = self.frame, self.history.cycles[-1].point
        day = date(point.as_of, frame.locale)
        lead = frame.word("trend.compared.lead", day=day, reference=point.reference, version=point.version)
        if point.version == frame.published.checklist.version:
            return lead
        gap = "" if frame.locale == "zh" else " "
        versions = {"was": point.version, "now": frame.published.checklist.version}
        return lead + gap + frame.word("trend.compared.version", **versions)

    def _grade(self) -> str:
        frame, before = self.frame, self._before.grade
        was = summaries.graded(frame, before.effective, before.state)
        now = summaries.graded(frame, frame.result.grade.effective, frame.result.grade.state)
        return frame.word("trend.grade.same", now=now) if was == now else frame.word("trend.grade", was=was, now=now)

    def _dials(self) -> Iterator[MoveView]:
        for name in _DIALS:
            was, now = getattr(self._before, name), getattr(self.frame.result, name)
            title = self.frame.word(f"dial.{name}")
            if was.full == now.full:
                yield self._move(title, name, was.final, now.final, decimals=self.frame.rule(name).decimals)
            else:
                yield self._shares(title, name, _share(was.final, was.full), _share(now.final, now.full))

    def _sections(self) -> Iterator[MoveView]:
        """Compare the shares of what applied, for sections that both versions have."""
        before = {one.key: one for one in self._before.sections}
        results = {one.key: one for one in self.frame.result.sections}
        for index, section in enumerate(self.frame.form.sections, start=1):
            for name in _DIALS if section.key in before else ():
                was: Sub = getattr(before[section.key], name)
                now: Sub = getattr(results[section.key], name)
                if was.points or now.points:
                    title = f"{index} {self.frame.text(section.title)} · {self.frame.word(f'dial.{name}.tag')}"
                    yield self._shares(title, name, _share(was.earned, was.points), _share(now.earned, now.points))

    def _move(
        self, title: str, dial: Dial, was: Decimal | None, now: Decimal | None, *, decimals: int | None = None
    ) -> MoveView:
        change = None if was is None or now is None else self.frame.word("trend.points", value=signed(now - was))
        return MoveView(title=title, dial=dial, was=_written(was, decimals), now=_written(now, decimals), change=change)

    def _shares(self, title: str, dial: Dial, was: Decimal | None, now: Decimal | None) -> MoveView:
        change = None if was is None or now is None else self.frame.word("trend.percentage", value=signed(now - was))
        return MoveView(title=title, dial=dial, was=_percent(was), now=_percent(now), change=change)

    def _item(self, moved: _Moved) -> MoveView:
        return self._move(self.frame.text(moved.item.title), moved.item.purpose, moved.was, moved.now)

    def _apart(self) -> Iterator[ApartView]:
        """Name the items that count in one of both cycles and cannot be compared."""
        for one, was, now in self._pairs:
            counted = (was is not None and was.counted, now is not None and now.counted)
            item = one.new or one.old
            if item is not None and any(counted) and not (one.change in _ALIKE and all(counted)):
                yield ApartView(title=self.frame.text(item.title), why=self._why(one, was, now))

    def _why(self, one: ItemDiff, was: ItemResult | None, now: ItemResult | None) -> str:
        word = self.frame.word
        if one.change not in _ALIKE or was is None or now is None:
            return word(f"trend.apart.{one.change}")
        if was.counted:
            return word("trend.apart.now-out", status=word(f"status.{now.status}"))
        return word("trend.apart.now-in", status=word(f"status.{was.status}"))


def _items(frame: Frame, history: History) -> Sequence[ItemDiff]:
    """Compare the items of both versions."""
    if history.last is frame.published:
        return [ItemDiff(key=item.key, change="unchanged", old=item, new=item) for item in frame.form.items()]
    return diff(history.last, frame.published).items


def _share(part: Decimal | None, whole: Decimal) -> Decimal | None:
    return None if part is None or not whole else round1(part * HUNDRED / whole)


def _percent(share: Decimal | None) -> str | None:
    return None if share is None else f"{number(share)}%"


def _written(value: Decimal | None, decimals: int | None) -> str | None:
    if value is None or decimals is None:
        return None if value is None else number(value)
    return f"{value:,.{decimals}f}"
