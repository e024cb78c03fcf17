"""Where every question stands in a form's workbook, and what may be chosen: the same for writing and for reading."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from assess.assessments.formbook.words import word
from assess.checklists.definition import Clause, Published
from assess.checklists.uses import item_facts
from assess.exchange.book import sheet_name
from assess.scoring.form import Group, Section
from assess.values.dump import WORDS
from assess.values.fact import Column, Fact, Option
from assess.values.text import Locale, Text

MARK: Final = "assess-form-1"
LOCALES: Final[tuple[Locale, ...]] = ("zh", "en")
SIZES: Final = ("micro", "small", "medium", "large")
FIELDS: Final = ("name", "credit_code", "region", "kind", "size")
ROLE: Final = "role:"
FIRST_ROW: Final = 3  # below the marks and the headings
UNKNOWN: Final = "unknown"
NONE: Final = "none"
MOST_REVISION: Final = 2**31
Options = Sequence[tuple[str, Text]]
"""Codes with their labels."""


@dataclass(frozen=True, slots=True)
class Question:
    """One fact where it is asked first."""

    fact: Fact
    number: int
    basis: tuple[Clause, ...]

    def label(self, locale: Locale) -> str:
        """Give the question with its number, unlike any other."""
        return _line(f"{self.number} {self.fact.wording.to(locale)}")


@dataclass(frozen=True, slots=True)
class Part:
    """One section: the questions it asks first, group by group."""

    section: Section
    groups: tuple[tuple[Group, tuple[Question, ...]], ...]

    def questions(self) -> Iterator[Question]:
        """Go through the questions."""
        for _, asked in self.groups:
            yield from asked


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole form."""

    published: Published
    parts: tuple[Part, ...]
    questions: Mapping[str, Question] = field(default_factory=dict)

    def tables(self) -> Iterator[Question]:
        """Go through the questions that have a sheet of their own."""
        return (question for question in self.questions.values() if question.fact.type == "table")

    def names(self, locale: Locale) -> dict[str, str]:
        """Name the sheets: mark → name."""
        made: dict[str, str] = {}
        wanted = [("about", word("about", locale)), ("organisation", word("organisation", locale))]
        wanted += [(f"section:{part.section.key}", part.section.title.to(locale)) for part in self.parts]
        wanted += [(f"table:{one.fact.key}", one.label(locale)) for one in self.tables()]
        wanted += [("claims", word("claims", locale)), ("evidence", word("evidence", locale))]
        for key, name in wanted:
            made[key] = sheet_name(name, made.values())
        return made


def layout(published: Published) -> Layout:
    """Lay out a form: each fact is asked once, where an item needs it first."""
    facts = {fact.key: fact for fact in published.facts}
    basis = _basis(published)
    questions: dict[str, Question] = {}

    def first_asked(group: Group) -> Iterator[Question]:
        for item in group.items:
            for _, key in item_facts(item):
                if key not in questions:
                    questions[key] = Question(facts[key], len(questions) + 1, tuple(basis[key]))
                    yield questions[key]

    parts = tuple(
        Part(section, tuple((group, tuple(first_asked(group))) for group in section.groups))
        for section in published.checklist.form.sections
    )
    return Layout(published, parts, questions)


def _basis(published: Published) -> dict[str, list[Clause]]:
    """Give the clauses behind each fact: those of all items that read it."""
    made: dict[str, list[Clause]] = {}
    for item in published.checklist.form.items():
        for _, key in item_facts(item):
            known = made.setdefault(key, [])
            known += [clause for one in item.clauses if (clause := published.clause(one)) not in known]
    return made


def _line(text: str) -> str:
    return " ".join(text.split())


def entries(options: Options, locale: Locale) -> dict[str, str]:
    """Give what a list offers, label → code; labels that would be the same carry their codes."""
    found = [(code, _line(text.to(locale))) for code, text in options]
    labels = [label.casefold() for _, label in found]
    return {label if labels.count(label.casefold()) == 1 else f"{label} ({code})": code for code, label in found}


def choices(asked: Fact | Column) -> Options:
    """Give the codes a question or a cell offers with their labels, 不清楚 among them where a list shows it."""
    if asked.type == "yes-no":
        allowed = asked.allow if isinstance(asked, Fact) else ()
        codes: list[tuple[str, Text]] = [(code, WORDS[code]) for code in ("yes", *allowed, "no")]
    else:
        codes = [(option.value, option.label) for option in asked.options]
    unknown = isinstance(asked, Fact) and asked.unknown and asked.type in {"yes-no", "choice"}
    return [*codes, (f"{UNKNOWN}:", WORDS["unknown"])] if unknown else codes


def aside(fact: Fact, *, offered: bool = False) -> Options:
    """Give what may be chosen beside a table or beside several options: nothing of it, or 不清楚.

    `offered` leaves out a 没有 that one of the options says already; an answer may still be that.
    """
    none = Text(zh=word(_none(fact), "zh"), en=word(_none(fact), "en"))
    said = offered and any(option.exclusive for option in fact.options)
    return [
        *([] if said else [(f"{NONE}:", none)]),
        *([(f"{UNKNOWN}:", WORDS["unknown"])] if fact.unknown else []),
    ]


def _none(fact: Fact) -> str:
    return "none-rows" if fact.type == "table" else "none-chosen"


def option_mark(fact: Fact, option: Option) -> str:
    """Mark the row of one option."""
    return f"{fact.key}|{option.value}"
