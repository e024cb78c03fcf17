"""Say in a line when a question is asked, by the numbers of the questions it depends on."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assess.assessments.formbook import layout as lay
from assess.assessments.formbook.words import word
from assess.checklists.uses import condition_facts, item_facts
from assess.conditions.evaluate import evaluate
from assess.conditions.model import All, Any, Condition, FactIs, Not
from assess.scoring.rules import DeadlineRule
from assess.values.dump import WORDS
from assess.values.formats import number
from assess.values.profile import Profile
from assess.values.text import Locale

_MOST: Final = 3
_TESTS: Final = {"is_": "is", "in_": "is", "includes": "includes", "at_least": "at-least", "above": "above"}
_INNER: Final = str.maketrans("“”", "‘’")  # quotes within quotes
Told = bool | str | None
"""True or False where the organisation alone decides, a few words, or None where those would not do."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Tells the conditions of one form in one language; `profile` is the organisation's, where it is known."""

    form: lay.Layout
    locale: Locale
    profile: Profile | None = None

    def line(self, fact: str) -> str:
        """Say under which condition a question is asked; empty where some item asks it in any case, or none does."""
        gates = tuple(self._gates(fact))
        told = [True if gate is None else self._tell(gate) for gate in gates]
        wanted = list(dict.fromkeys(one for one in told if one is not False))
        if True in wanted or not wanted:
            return ""
        words = [one for one in wanted if isinstance(one, str)]
        if len(words) == len(wanted) <= _MOST:
            return word("only-when", self.locale, when=word("or", self.locale).join(words))
        return self._numbers([gate for gate in gates if gate is not None])

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

    def _tell(self, condition: Condition) -> Told:
        match condition:
            case All(all_=parts):
                return self._join("and", parts, decisive=False)
            case Any(any_=parts):
                return self._join("or", parts, decisive=True)
            case Not(not_=part):
                told = self._tell(part)
                return not told if isinstance(told, bool) else None
            case FactIs():
                return self._fact(condition)
            case _:
                return self._organisation(condition)

    def _organisation(self, condition: Condition) -> bool | None:
        """Decide what only the organisation decides; no day matters to that."""
        if self.profile is None or any(condition_facts(condition)):
            return None
        return evaluate(condition, {}, self.profile, dt.date.min)

    def _join(self, how: str, parts: Sequence[Condition], *, decisive: bool) -> Told:
        told = [self._tell(part) for part in parts]
        if decisive in told:
            return decisive
        left = [one for one in told if not isinstance(one, bool)]
        if not left:
            return not decisive
        words = [one for one in left if one is not None]
        simple = all(isinstance(part, FactIs) or isinstance(one, bool) for part, one in zip(parts, told, strict=True))
        if len(left) == 1:
            return left[0]
        return word(how, self.locale).join(words) if simple and len(words) == len(left) <= _MOST else None

    def _fact(self, test: FactIs) -> str | None:
        """Tell one comparison; None for one that takes more words."""
        given = [name for name in FactIs.__dataclass_fields__ if name != "fact" and getattr(test, name) is not None]
        if len(given) != 1 or given[0] not in _TESTS:
            return None
        bound = getattr(test, given[0])
        question = self.form.questions[test.fact]
        if given[0] in {"at_least", "above"}:
            said = number(bound)
        else:
            labels = {option.value: option.label.to(self.locale) for option in question.fact.options}
            codes = bound if isinstance(bound, tuple) else (bound,)
            words = [labels.get(code) or WORDS[code].to(self.locale) for code in codes]
            said = word("or-quoted", self.locale).join(one.translate(_INNER) for one in words)
        return word(_TESTS[given[0]], self.locale, number=str(question.number), answer=said)

    def _numbers(self, gates: Sequence[Condition]) -> str:
        facts = dict.fromkeys(key for gate in gates for _, key in condition_facts(gate))
        numbers = sorted(self.form.questions[key].number for key in facts)
        if not numbers:
            return word("by-organisation", self.locale)
        return word("depends", self.locale, numbers=word("comma", self.locale).join(map(str, numbers)))
