"""Two results compared, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assess.accounts import regions
from assess.assessments.comparing import (
    AnswerChange,
    Beside,
    Column,
    ColumnPair,
    Comparison,
    ItemChange,
    Reason,
    SectionPair,
    Side,
    compare,
)
from assess.overview.pairs import Choice, Opened, suggested
from assess.reports import summaries
from assess.reports.cover import Cover
from assess.reports.frame import Frame
from assess.reports.parts import DialView, Summary
from assess.scoring.form import Item
from assess.scoring.result import ItemResult, Sub
from assess.values.dump import display
from assess.values.fact import Fact
from assess.values.model import Value
from assess.web import i18n
from assess.web.forms.base import marked
from assess.web.i18n import gettext as _
from assess.web.templating import day
from assess.web.views.tally import item_score
from assess.wording.formats import number

COLUMNS: Final[Mapping[Column, str]] = {
    "claimed": marked("自评得分"),
    "supported": marked("有据得分"),
    "reviewed": marked("复核得分"),
}
REASONS: Final[Mapping[Reason, str]] = {
    "answers": marked("回答有变化"),
    "rule": marked("分值或评分标准有改动"),
    "meaning": marked("题目或评价要点的含义有改动"),
    "claim": marked("不适用的申报有变化"),
    "profile": marked("单位信息（地区、身份、规模）有变化"),
    "day": marked("评价日不同：期限和有效期按评价日判断"),
    "added": marked("新版本新增的评价要点"),
    "retired": marked("新版本不再评价"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """One side of the page: what it is."""

    title: str
    version: str
    region: str
    about: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what, before, after, and the difference with its sign (empty where there is none)."""

    name: str
    before: str
    after: str
    difference: str = ""
    why: tuple[str, ...] = ()
    answers: tuple[tuple[str, str, str], ...] = ()

    @property
    def up(self) -> bool:
        """Say whether it rose."""
        return self.difference.startswith("+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The whole page. `beside` stands for `items` where the checklists are of two regions."""

    comparison: Comparison
    old: Head
    new: Head
    totals: tuple[Line, ...]
    sections: tuple[Line, ...]
    items: tuple[Line, ...]
    answers: tuple[Line, ...]
    beside: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Picking:
    """What can be chosen from (name and words), and what is chosen; nothing to pick where there are not two."""

    options: tuple[tuple[str, str], ...]
    before: str = ""
    after: str = ""

    @property
    def possible(self) -> bool:
        """Say whether there are two."""
        return len(self.options) > 1


def picking(choices: Sequence[Choice], before: str = "", after: str = "") -> Picking:
    """Offer what can be compared, with what was chosen or is suggested."""
    found = tuple(options(choices))
    if len(found) < 2:  # noqa: PLR2004 - it takes two
        return Picking(found)
    older, newer = suggested(choices)
    return Picking(found, before or str(older), after or str(newer))


def options(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    """Name what can be compared, for a list to choose from."""
    return [(str(one.ref), _option(one)) for one in choices]


def _option(one: Choice) -> str:
    words = {
        "title": one.title.to(i18n.current()),
        "region": _region(one.region),
        "version": one.version,
        "day": day(one.at),
    }
    if one.reference:
        return _(
            "%(day)s提交（%(reference)s）：%(title)s（%(region)s，%(version)s 版）", reference=one.reference, **words
        )
    return _("目前的回答（%(day)s开始）：%(title)s（%(region)s，%(version)s 版）", **words)


def _region(code: str) -> str:
    path = regions.path(code)
    return path[-1].name(i18n.current()) if path else code


def shown(old: Opened, new: Opened) -> Shown:
    """Put a comparison into words, the earlier side first."""
    found = compare(old.side, new.side)
    return Shown(
        comparison=found,
        old=_head(old),
        new=_head(new),
        totals=tuple(_totals(found)),
        sections=tuple(_sections(found)),
        items=tuple(_item(one, found) for one in found.items),
        answers=tuple(_answer(one) for one in found.answers),
        beside=tuple(_beside(one) for one in found.beside),
    )


def _head(one: Opened) -> Head:
    side = one.side
    about = (
        _("%(day)s提交，编号 %(reference)s", day=day(one.at), reference=one.reference)
        if one.reference
        else _("目前的回答，按%(day)s评价", day=day(side.inputs.as_of))
    )
    checklist = side.published.checklist
    return Head(checklist.title.to(i18n.current()), checklist.version, _region(side.published.measure.region), about)


def _summary(side: Side, column: Column) -> Summary | None:
    result = side.result(column)
    if result is None:
        return None
    profile = side.inputs.profile
    cover = Cover(organisation="", kind=profile.kind, region_name="", state="draft")
    frame = Frame(
        published=side.published, sha256="", inputs=side.inputs, result=result, cover=cover, locale=i18n.current()
    )
    return summaries.summary(frame, (), ())


def _totals(found: Comparison) -> Iterator[Line]:
    """Give score and grade of every column, and readiness."""
    for pair in found.columns:
        old, new = _summary(found.old, pair.column), _summary(found.new, pair.column)
        name = _(COLUMNS[pair.column])
        for index in (0, 1):
            yield _dial(name, index, pair, [summary.dials[index] if summary else None for summary in (old, new)])
        yield Line(_("%(title)s：%(name)s", title=name, name=_("等级")), _grade(old), _grade(new))


def _dial(column: str, index: int, pair: ColumnPair, sides: Sequence[DialView | None]) -> Line:
    """Give one dial of a column; a difference only where both sides have the same full mark."""
    title = next(dial.title for dial in sides if dial)
    before, after = map(_score, sides)
    difference = ""
    if pair.old and pair.new and pair.old.dials[index].full == pair.new.dials[index].full:
        difference = _signed(pair.old.dials[index].final, pair.new.dials[index].final)
    return Line(_("%(title)s：%(name)s", title=column, name=title), before, after, difference)


def _score(dial: DialView | None) -> str:
    if dial is None:
        return "–"
    return f"{dial.final} / {dial.full}" if dial.final else _("不评分")


def _grade(summary: Summary | None) -> str:
    if summary is None:
        return "–"
    return f"{summary.grade.letter} {summary.grade.title}" if summary.grade.letter else summary.grade.title


def _signed(before: Decimal | None, after: Decimal | None) -> str:
    """Write a difference with its sign; nothing where a side has no number or both have the same."""
    if before is None or after is None or before == after:
        return ""
    difference = after - before
    return f"+{number(difference)}" if difference > 0 else f"−{number(-difference)}"


def _sections(found: Comparison) -> Iterator[Line]:
    for pair in found.sections:
        yield from _section(pair)


def _section(pair: SectionPair) -> Iterator[Line]:
    """Give a section on each dial on which a side has points."""
    either = pair.new or pair.old
    if either is None:
        return
    title = either[0].title.to(i18n.current())
    old, new = (found[1] if found else None for found in (pair.old, pair.new))
    for name, before, after in (
        (_("合规得分"), old.duty if old else None, new.duty if new else None),
        (_("政策利用准备度"), old.readiness if old else None, new.readiness if new else None),
    ):
        if (before and before.points) or (after and after.points):
            difference = _signed(before.earned, after.earned) if before and after else ""
            yield Line(_("%(title)s：%(name)s", title=title, name=name), _sub(before), _sub(after), difference)


def _sub(sub: Sub | None) -> str:
    if sub is None:
        return "–"
    return f"{number(sub.earned)} / {number(sub.points)}" if sub.points else _("不适用")


def _item(one: ItemChange, found: Comparison) -> Line:
    item = one.new or one.old
    changed = {each.key: each for each in found.answers}
    return Line(
        name=item.title.to(i18n.current()) if item else one.key,
        before=item_score(one.before) if one.before else "–",
        after=item_score(one.after) if one.after else "–",
        difference=_signed(Decimal(0), one.difference),
        why=tuple(_(REASONS[reason]) for reason in one.reasons),
        answers=tuple(_moved(changed[key]) for key in one.answers),
    )


def _moved(one: AnswerChange) -> tuple[str, str, str]:
    return _wording(one), _value(one.old_fact, one.before), _value(one.new_fact, one.after)


def _wording(one: AnswerChange) -> str:
    fact = one.new_fact or one.old_fact
    return fact.wording.to(i18n.current()) if fact else one.key


def _value(fact: Fact | None, value: Value | None) -> str:
    return display(fact, value, i18n.current()) if fact is not None and value is not None else _("未填")


def _answer(one: AnswerChange) -> Line:
    wording, before, after = _moved(one)
    return Line(wording, before, after, why=() if one.asked_alike else (_("题目的含义有改动，两个回答不能直接相比"),))


def _beside(one: Beside) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return one.fact.wording.to(i18n.current()), tuple(map(_scored, one.old)), tuple(map(_scored, one.new))


def _scored(found: tuple[Item, ItemResult]) -> str:
    item, result = found
    return _("%(title)s：%(score)s", title=item.title.to(i18n.current()), score=item_score(result))
