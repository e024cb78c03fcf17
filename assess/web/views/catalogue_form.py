"""A whole checklist read-only: items with their rules, conditions and proof in words, and the questions they read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assess.checklists.definition import Clause, Published
from assess.reports.criteria import Criteria
from assess.reports.predicates import Predicates
from assess.scoring.form import Advice, DialRule, Form, Group, Item, Points, Section
from assess.scoring.reads import facts_of_item
from assess.values.fact import Column, Fact
from assess.web import i18n
from assess.web.forms.base import marked
from assess.web.i18n import gettext as _
from assess.web.views.catalogue_measure import cited
from assess.web.views.catalogue_words import named
from assess.wording.formats import number

TYPES: Final = {
    "yes-no": marked("是否"),
    "choice": marked("单选"),
    "choices": marked("多选"),
    "number": marked("数字"),
    "rate": marked("比率"),
    "money": marked("金额"),
    "date": marked("日期"),
    "text": marked("文字"),
    "table": marked("表格"),
}
OUTCOMES: Final = {"none": marked("没有做到"), "partial": marked("部分做到"), "unknown": marked("不清楚")}
EFFECTS: Final = {"grade": marked("等级定为"), "zero": marked("得分为零"), "ineligible": marked("不予评级")}


@dataclass(frozen=True, slots=True)
class Told:
    """An item in words. `points` is empty where it has none; `advice` goes by outcome."""

    number: str
    item: Item
    points: str
    clauses: tuple[Clause, ...]
    applies: str
    criteria: tuple[str, ...]
    proof: str
    veto: str
    reads: tuple[Fact, ...]
    advice: tuple[tuple[str, Advice, str], ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its points in words."""

    number: str
    group: Group
    points: str
    items: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with its points in words."""

    number: int
    section: Section
    points: str
    groups: tuple[GroupView, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what belongs to its type in words."""

    fact: Fact
    type: str
    answers: tuple[str, ...]
    proof: str
    fresh: str


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts one checklist into the language in use."""

    document: Published
    predicates: Predicates
    criteria: Criteria
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, document: Published) -> "Teller":
        """Take the names from a checklist."""
        locale = i18n.current()
        facts = {fact.key: fact for fact in document.facts}
        roles = {role.key: role.title.to(locale) for role in document.roles}
        predicates = Predicates(facts, roles, locale)
        kinds = {kind.key: kind.title.to(locale) for kind in document.kinds}
        return cls(document, predicates, Criteria(facts, predicates, locale), kinds)

    def section(self, place: int) -> SectionView:
        """Tell one section, counted from 1."""
        section = self.document.checklist.form.sections[place - 1]
        groups = (self._group(f"{place}.{inner}", group) for inner, group in enumerate(section.groups, 1))
        return SectionView(place, section, points(section.points), tuple(groups))

    def _group(self, number_: str, group: Group) -> GroupView:
        items = (self._item(f"{number_}.{place}", item) for place, item in enumerate(group.items, 1))
        return GroupView(number_, group, points(group.points), tuple(items))

    def _item(self, number_: str, item: Item) -> Told:
        return Told(
            number=number_,
            item=item,
            points=number(item.points) if item.points else "",
            clauses=cited(self.document.measure, item.clauses),
            applies=self.predicates.condition(item.applies_if) if item.applies_if else "",
            criteria=self.criteria.lines(item),
            proof=self._proof(item),
            veto=self._veto(item),
            reads=tuple(self.document.fact(key) for key in item.reads),
            advice=tuple(
                (named(OUTCOMES, outcome), advice, number(advice.effort_days))
                for outcome, advice in item.advice.items()
            ),
        )

    def _proof(self, item: Item) -> str:
        if item.evidence is None:
            return ""
        kinds = self._kinds(item.evidence.kinds)
        count = item.evidence.min_count
        words = (
            _("必须：%(kinds)s，至少 %(count)s 份")
            if item.evidence.required
            else _("建议：%(kinds)s，至少 %(count)s 份")
        )
        return words % {"kinds": kinds, "count": count}

    def _veto(self, item: Item) -> str:
        if item.veto is None:
            return ""
        effect = named(EFFECTS, item.veto.effect) + (item.veto.grade or "")
        condition = self.predicates.condition(item.veto.when)
        return _("%(condition)s → %(effect)s", condition=condition, effect=effect)

    def _kinds(self, keys: Sequence[str]) -> str:
        return _("、").join(self.kinds.get(key, key) for key in keys)

    def questions(self, section: Section) -> Iterator[Asked]:
        """Go through the questions a section's items look at, in the order they are asked."""
        looked_at = {key for item in section.items() for key in facts_of_item(item)}
        for fact in (fact for fact in self.document.facts if fact.key in looked_at):
            yield Asked(
                fact=fact,
                type=named(TYPES, fact.type),
                answers=tuple(_answers(fact)),
                proof=self._kinds(fact.evidence),
                fresh=_fresh(fact.fresh_days),
            )


def _answers(fact: Fact) -> Iterator[str]:
    """Say what can be answered: the options, the columns, the limits."""
    locale = i18n.current()
    if fact.allow:
        yield _("可以答“部分”")
    yield from (option.label.to(locale) for option in fact.options)
    yield from (_column(column) for column in fact.columns)
    if fact.unit:
        yield _("单位：%(unit)s", unit=fact.unit.to(locale))
    if fact.min is not None or fact.max is not None:
        yield _("范围：%(least)s 至 %(most)s", least=_limit(fact.min), most=_limit(fact.max))


def _limit(value: Decimal | None) -> str:
    return _("不限") if value is None else number(value)


def _column(column: Column) -> str:
    title, kind = column.title.to(i18n.current()), named(TYPES, column.type)
    options = _("、").join(option.label.to(i18n.current()) for option in column.options)
    return _("%(title)s（%(kind)s）", title=title, kind=options or kind)


def _fresh(days: int | None) -> str:
    if days is None:
        return ""
    return _("%(days)s 天内可供沿用", days=days) if days else _("每次都要重新填")


def points(found: Points) -> str:
    """Write the points of both dials, those there are."""
    said = []
    if found.duty:
        said.append(_("合规 %(points)s 分", points=number(found.duty)))
    if found.readiness:
        said.append(_("准备度 %(points)s 分", points=number(found.readiness)))
    return _("，").join(said)


@dataclass(frozen=True, slots=True)
class Outline:
    """A section in the table of contents: its items with number and points."""

    number: int
    section: Section
    points: str
    items: tuple[tuple[str, Item, str], ...]


def outline(form: Form) -> Iterator[Outline]:
    """Give the table of contents."""
    for place, section in enumerate(form.sections, 1):
        items = (
            (f"{place}.{inner}.{last}", item, number(item.points))
            for inner, group in enumerate(section.groups, 1)
            for last, item in enumerate(group.items, 1)
        )
        yield Outline(place, section, points(section.points), tuple(items))


def totals(form: Form) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Say how each dial totals and which grades it has."""
    return ((_("合规得分"), tuple(_dial(form.duty))), (_("政策利用准备度"), tuple(_dial(form.readiness))))


def _dial(rule: DialRule) -> Iterator[str]:
    yield _("满分 %(full)s", full=number(rule.full))
    if rule.bonus_cap:
        yield _("加分至多 %(cap)s", cap=number(rule.bonus_cap))
    if rule.min_share:
        yield _("适用分值不足 %(share)s%% 时不评等级", share=number(rule.min_share * 100))
    for band in rule.bands:
        yield _("%(from)s 分起：%(title)s", **{"from": number(band.from_), "title": band.title.to(i18n.current())})
