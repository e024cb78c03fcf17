"""Say in a line when a question is asked, by the numbers of the questions it depends on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assess.assessments.formbook import layout as lay
from assess.assessments.formbook.words import word
from assess.checklists.uses import condition_facts, item_facts
from assess.conditions.model import All, Any, Condition, FactIs
from assess.scoring.rules import DeadlineRule
from assess.values.dump import WORDS
from assess.values.text import Locale

_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Conditions:
    """Tells the conditions of one form in one language."""

    form: lay.Layout
    locale: Locale

    def line(self, fact: str) -> str:
        """Say under which condition a question is asked; empty where some item asks it of everybody."""
        gates = tuple(self._gates(fact))
        found = [gate for gate in gates if gate is not None]
        if not found or len(found) < len(gates):
            return ""
        told = list(dict.fromkeys(self._tell(gate) for gate in found))
        if len(told) <= _MOST and all(told):
            return word("only-when", self.locale, when=word("or", self.locale).join(told))
        return self._numbers(found)

    def _gates(self, fact: str) -> Iterator[Condition | None]:
        """Give the condition of every item that wants to know; None where one wants to know in any case."""
        for item in self.form.published.checklist.form.items():
            if any(key == fact for _, key in condition_facts(item.applies_if)):
                yield None
            elif any(key == fact for _, key in item_facts(item)):
                yield item.applies_if or self._done(item.rule, fact)

    @staticmethod
    def _done(rule: object, fact: str) -> Condition | None:
        """Give the condition under which the day of completion is asked."""
        if isinstance(rule, DeadlineRule) and rule.deadline.done and rule.deadline.date == fact:
            return FactIs(fact=rule.deadline.done, is_="yes")
        return None

    def _tell(self, condition: Condition) -> str:
        """Tell a condition; empty where that takes more than a few words."""
        match condition:
            case All(all_=parts):
                return self._join("and", parts)
            case Any(any_=parts):
                return self._join("or", parts)
            case FactIs(fact=fact, is_=str(code)):
                return self._is(fact, (code,))
            case FactIs(fact=fact, in_=tuple(codes)):
                return self._is(fact, codes)
            case _:
                return ""

    def _join(self, how: str, parts: Sequence[Condition]) -> str:
        told = [self._tell(part) if isinstance(part, FactIs) else "" for part in parts]
        return word(how, self.locale).join(told) if all(told) and len(told) <= _MOST else ""

    def _is(self, fact: str, codes: Sequence[str]) -> str:
        question = self.form.questions[fact]
        labels = {option.value: option.label.to(self.locale) for option in question.fact.options}
        said = [labels[code] if code in labels else WORDS[code].to(self.locale) for code in codes]
        return word("is", self.locale, number=str(question.number), answer=word("or-quoted", self.locale).join(said))

    def _numbers(self, gates: Sequence[Condition]) -> str:
        facts = dict.fromkeys(key for gate in gates for _, key in condition_facts(gate))
        numbers = sorted(self.form.questions[key].number for key in facts)
        if not numbers:
            return word("by-organisation", self.locale)
        return word("depends", self.locale, numbers=word("comma", self.locale).join(map(str, numbers)))
