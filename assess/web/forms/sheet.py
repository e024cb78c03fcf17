"""What the pages of one checklist version say in one language, whatever is answered: made once, kept for ever.

A published document never changes, so everything a page shows that does not depend on answers is put into words here,
outside the request.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assess.checklists.definition import Clause, Named, Published
from assess.checklists.uses import condition_facts, item_facts
from assess.scoring.form import Group, Item, Section
from assess.values.dump import WORDS
from assess.values.fact import Column, Fact, Option
from assess.values.text import Locale, Text
from assess.web.forms.facts import FactForm, build
from assess.wording.formats import number

MACROS: Mapping[str, str] = {
    "yes-no": "one",
    "choice": "one",
    "choices": "many",
    "number": "box",
    "money": "box",
    "date": "box",
    "text": "box",
    "rate": "rate",
    "table": "table",
}
SHORT_TEXT = 80


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio, checkbox or option of a list."""

    value: str
    label: str
    help: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a table question."""

    key: str
    title: str
    type: str
    unit: str
    required: bool
    choices: tuple[Choice, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes of the choices."""
        return tuple(choice.value for choice in self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One fact as it is asked."""

    key: str
    anchor: str
    type: str
    macro: str
    wording: str
    help: str
    unit: str
    optional: bool
    unknown: bool
    none: bool
    long: bool
    max_length: int
    choices: tuple[Choice, ...]
    cells: tuple[Cell, ...]
    kinds: tuple[Choice, ...]
    home: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCard:
    """One 三级指标 on its question page. `asks` are met here first, `reuses` were asked before."""

    item: Item
    anchor: str
    number: str
    title: str
    points: str
    clauses: tuple[Clause, ...]
    asks: tuple[Question, ...]
    reuses: tuple[Question, ...]
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage:
    """One 二级指标: one question page."""

    key: str
    section: str
    number: str
    title: str
    section_title: str
    duty: str
    readiness: str
    items: tuple[ItemCard, ...]
    facts: tuple[str, ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    form: type[FactForm]

    @property
    def place(self) -> tuple[str, str]:
        """Give the page's place: section and group."""
        return (self.section, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPart:
    """One 一级指标 on the hub."""

    key: str
    number: str
    title: str
    help: str
    duty: str
    readiness: str
    groups: tuple[GroupPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole checklist in one language."""

    published: Published
    sha256: str
    locale: Locale
    title: str
    sections: tuple[SectionPart, ...]
    questions: Mapping[str, Question]
    facts: Mapping[str, Fact]
    pages: Mapping[tuple[str, str], GroupPage]
    cards: Mapping[str, ItemCard]

    def groups(self) -> Iterator[GroupPage]:
        """Go through the question pages in order."""
        return iter(self.pages.values())


_SHEETS: dict[tuple[str, Locale], Sheet] = {}


def sheet(published: Published, sha256: str, locale: Locale) -> Sheet:
    """Give the sheet of a checklist version, made at its first use."""
    key = (sha256, locale)
    if key not in _SHEETS:
        _SHEETS[key] = _Maker(published, locale).make(sha256)
    return _SHEETS[key]


def anchor(key: str) -> str:
    """Give the id an element of a page has for a fact's or item's key."""
    return key.replace(".", "_")


class _Maker:
    """Makes one sheet; keeps what has been placed so far."""

    def __init__(self, published: Published, locale: Locale) -> None:
        self.published = published
        self.locale = locale
        self.facts = {fact.key: fact for fact in published.facts}
        self.kinds = {kind.key: kind for kind in published.kinds}
        self.questions: dict[str, Question] = {}
        self.places = [(section.key, group.key) for section in self._sections() for group in section.groups]

    def _sections(self) -> Sequence[Section]:
        return self.published.checklist.form.sections

    def _say(self, text: Text | None) -> str:
        return text.to(self.locale) if text else ""

    def make(self, sha256: str) -> Sheet:
        """Put the whole checklist into words."""
        sections = tuple(self._section(section, str(n)) for n, section in enumerate(self._sections(), 1))
        groups = [group for section in sections for group in section.groups]
        return Sheet(
            published=self.published,
            sha256=sha256,
            locale=self.locale,
            title=self._say(self.published.checklist.title),
            sections=sections,
            questions=self.questions,
            facts=self.facts,
            pages={group.place: group for group in groups},
            cards={card.item.key: card for group in groups for card in group.items},
        )

    def _section(self, section: Section, place: str) -> SectionPart:
        return SectionPart(
            key=section.key,
            number=place,
            title=self._say(section.title),
            help=self._say(section.help),
            duty=points(section.points.duty),
            readiness=points(section.points.readiness),
            groups=tuple(self._group(section, group, f"{place}.{n}") for n, group in enumerate(section.groups, 1)),
        )

    def _group(self, section: Section, group: Group, place: str) -> GroupPage:
        at = self.places.index((section.key, group.key))
        cards = tuple(
            self._card(item, (section.key, group.key), f"{place}.{n}") for n, item in enumerate(group.items, 1)
        )
        asked = tuple(question.key for card in cards for question in card.asks)
        return GroupPage(
            key=group.key,
            section=section.key,
            number=place,
            title=self._say(group.title),
            section_title=self._say(section.title),
            duty=points(group.points.duty),
            readiness=points(group.points.readiness),
            items=cards,
            facts=asked,
            before=self.places[at - 1] if at else None,
            after=self.places[at + 1] if at + 1 < len(self.places) else None,
            form=build(self.published, asked, self.locale),
        )

    def _card(self, item: Item, home: tuple[str, str], place: str) -> ItemCard:
        wanted = dict.fromkeys(fact for _, fact in item_facts(item))
        known = tuple(self.questions[key] for key in wanted if key in self.questions)
        return ItemCard(
            item=item,
            anchor=f"i-{anchor(item.key)}",
            number=place,
            title=self._say(item.title),
            points=points(item.points),
            clauses=tuple(self.published.clause(reference) for reference in item.clauses),
            asks=tuple(self._question(key, home) for key in wanted if key not in self.questions),
            reuses=known,
            gates=tuple(dict.fromkeys(fact for _, fact in condition_facts(item.applies_if))),
        )

    def _question(self, key: str, home: tuple[str, str]) -> Question:
        fact = self.facts[key]
        self.questions[key] = made = Question(
            key=key,
            anchor=f"q-{anchor(key)}",
            type=fact.type,
            macro=MACROS[fact.type],
            wording=self._say(fact.wording),
            help=self._say(fact.help),
            unit=self._say(fact.unit) or (YUAN[self.locale] if fact.type == "money" else ""),
            optional=fact.optional,
            unknown=fact.unknown,
            none=_offers_none(fact),
            long=fact.type == "text" and fact.max_length > SHORT_TEXT,
            max_length=fact.max_length,
            choices=self._choices(fact),
            cells=tuple(self._cell(column) for column in fact.columns),
            kinds=tuple(self._kind(self.kinds[kind]) for kind in fact.evidence),
            home=home,
        )
        return made

    def _choices(self, fact: Fact) -> tuple[Choice, ...]:
        if fact.type == "yes-no":
            return self._words(("yes", *fact.allow, "no"))
        return self._options(fact.options)

    def _words(self, codes: Sequence[str]) -> tuple[Choice, ...]:
        return tuple(Choice(code, WORDS[code].to(self.locale)) for code in codes)

    def _options(self, options: Sequence[Option]) -> tuple[Choice, ...]:
        return tuple(
            Choice(option.value, self._say(option.label), self._say(option.help), option.exclusive)
            for option in options
        )

    def _cell(self, column: Column) -> Cell:
        choices = self._words(("yes", "no")) if column.type == "yes-no" else self._options(column.options)
        unit = self._say(column.unit) or (YUAN[self.locale] if column.type == "money" else "")
        return Cell(column.key, self._say(column.title), column.type, unit, column.required, choices)

    def _kind(self, kind: Named) -> Choice:
        return Choice(kind.key, self._say(kind.title), self._say(kind.help))


def _offers_none(fact: Fact) -> bool:
    """Say whether the page must offer 没有 itself: a table, or choices whose options do not hold it."""
    return fact.type == "table" or (fact.type == "choices" and not any(one.exclusive for one in fact.options))


YUAN: Mapping[Locale, str] = {"zh": "元", "en": "yuan"}


def points(value: Decimal) -> str:
    """Write points; nothing where there are none."""
    return number(value) if value else ""
