"""Everything a part of a report is built from, with the small questions that every part asks (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assess.checklists.definition import Clause, Published
from assess.reports.cover import Cover
from assess.reports.past import History
from assess.reports.population import Standing
from assess.reports.reviewed import Review
from assess.reports.words import word
from assess.scoring.form import DialRule, Form, Item
from assess.scoring.inputs import Inputs
from assess.scoring.result import Result, Step
from assess.values.fact import Fact
from assess.values.text import Locale, Text
from assess.wording.formats import Names
from assess.wording.sentences import tell


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One report in the making."""

    published: Published
    sha256: str
    inputs: Inputs
    result: Result
    cover: Cover
    locale: Locale
    supported: Result | None = None  # the score by what is proved, where there is evidence to speak of
    review: Review | None = None  # what reviewers say, where the reader may know
    history: History | None = None  # the cycles before this one
    standing: Standing | None = None  # the organisations of the campaign, as far as they are counted

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Give the facts by key."""
        return {fact.key: fact for fact in self.published.facts}

    @cached_property
    def names(self) -> Names:
        """Give what sentences call facts and items."""
        return Names.of(self.form, self.published.facts)

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Give the names of the roles."""
        return {role.key: self.text(role.title) for role in self.published.roles}

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Give the items by key."""
        return {item.key: item for item in self.form.items()}

    @property
    def decided(self) -> Result | None:
        """Give the reviewed column where it was decided; before that it is nobody's score."""
        review = self.review
        return review.column.result if review is not None and review.ruling is not None else None

    @property
    def form(self) -> Form:
        """Give what was scored."""
        return self.published.checklist.form

    def rule(self, dial: str) -> DialRule:
        """Give how a dial totals."""
        return self.form.duty if dial == "duty" else self.form.readiness

    def word(self, key: str, **values: object) -> str:
        """Give one of the report's fixed words."""
        return word(key, self.locale, **values)

    def text(self, text: Text) -> str:
        """Give a wording of the checklist."""
        return text.to(self.locale)

    def say(self, step: Step) -> str:
        """Give a step of a trace as a sentence."""
        return tell(step, self.locale, self.names)

    def join(self, parts: tuple[str, ...]) -> str:
        """Give a list in one line."""
        return self.word("list.separator").join(parts)

    def clauses(self, references: tuple[str, ...]) -> tuple[Clause, ...]:
        """Give the clauses an item cites."""
        return tuple(self.published.clause(reference) for reference in references)

    def where(self, references: tuple[str, ...]) -> str:
        """Give the locators only: 第七条、第九条."""
        return self._apart(tuple(self.text(clause.locator) for clause in self.clauses(references)))

    def cited(self, references: tuple[str, ...]) -> str:
        """Give locators with headings: 第七条 强化涉外知识产权保护."""
        return self._apart(
            tuple(
                self.word("clause.cited", where=self.text(clause.locator), what=self.text(clause.heading))
                for clause in self.clauses(references)
            )
        )

    def _apart(self, parts: tuple[str, ...]) -> str:
        """Give a list in one line whose parts can be told apart though one of them is a list itself."""
        inner = self.word("list.separator")
        return (self.word("list.stronger") if any(inner in part for part in parts) else inner).join(parts)

    def basis(self, item: Item) -> str:
        """Say whether the measure states the item or we infer it."""
        return self.word(self.stated if item.basis == "stated" else item.basis)

    @property
    def stated(self) -> str:
        """Give the word for what the text at hand states: a news summary is not the measure."""
        return "stated.news-summary" if self.published.measure.source.kind == "news-summary" else "stated"
