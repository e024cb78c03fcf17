"""Tell a condition in words (pure)."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from assess.conditions.model import (
    All,
    AllRows,
    Any,
    AnyRow,
    Condition,
    CountRows,
    FactIs,
    Kind,
    LevelIn,
    Not,
    Region,
    Role,
    SizeIn,
    Test,
)
from assess.reports.figures import number
from assess.reports.phrases import PHRASES
from assess.reports.words import word
from assess.values.dump import WORDS
from assess.values.fact import Column, Fact
from assess.values.formats import date
from assess.values.text import Locale

_OPERATORS = tuple(field.name for field in fields(Test))
_DAYS = frozenset({"before", "not_before", "after", "not_after"})
_CODES = frozenset({"is_", "in_", "includes"})


@dataclass(frozen=True, slots=True)
class Predicates:
    """Puts the conditions of one checklist into one language."""

    facts: Mapping[str, Fact]
    roles: Mapping[str, str]
    locale: Locale

    def condition(self, condition: Condition) -> str:
        """Tell one condition."""
        return self._tellers()[type(condition)](condition)

    def fact(self, key: str) -> str:
        """Name a fact by its wording."""
        return self._say("fact", wording=self.facts[key].wording.to(self.locale).rstrip("?？"))

    def label(self, fact: str, code: str) -> str:
        """Name one answer of a fact."""
        return _label(self.facts[fact], code, self.locale)

    def _say(self, key: str, **values: object) -> str:
        return PHRASES[key].to(self.locale).format_map(values)

    def _join(self, key: str, parts: tuple[Condition, ...]) -> str:
        return PHRASES[key].to(self.locale).join(self.condition(part) for part in parts)

    def _tellers(self) -> Mapping[type, Callable[..., str]]:
        return {
            All: lambda it: self._join("all", it.all_),
            Any: lambda it: self._join("any", it.any_),
            Not: lambda it: self._say("not", what=self.condition(it.not_)),
            FactIs: self._fact_is,
            AnyRow: lambda it: self._rows("rows.any", it.fact, it.any_row),
            AllRows: lambda it: self._rows("rows.all", it.fact, it.all_rows),
            CountRows: self._count,
            Role: lambda it: self._say("role", value=self.roles.get(it.role, it.role)),
            Kind: lambda it: self._say("kind", value=word(f"kind.{it.kind}", self.locale)),
            Region: lambda it: self._say("region", value=it.region),
            LevelIn: lambda it: self._say("level", value=self._list(self._say(f"level.{one}") for one in it.level)),
            SizeIn: lambda it: self._say("size", value=self._list(self._say(f"size.{one}") for one in it.size)),
        }

    def _list(self, parts: object) -> str:
        return word("list.separator", self.locale).join(parts)  # type: ignore[arg-type]  # any iterable of strings

    def _fact_is(self, it: FactIs) -> str:
        return self._glue(self.fact(it.fact), self._test(self.facts[it.fact], it))

    def _rows(self, key: str, table: str, tests: Mapping[str, Test]) -> str:
        return self._say(key, fact=self.fact(table), what=self._columns(table, tests))

    def _columns(self, table: str, tests: Mapping[str, Test]) -> str:
        columns = {column.key: column for column in self.facts[table].columns}
        told = (
            self._glue(columns[key].title.to(self.locale), self._test(columns[key], test))
            for key, test in tests.items()
        )
        return PHRASES["all"].to(self.locale).join(told)

    def _count(self, it: CountRows) -> str:
        bounds = Test(
            at_least=None if it.count_rows.at_least is None else Decimal(it.count_rows.at_least),
            at_most=None if it.count_rows.at_most is None else Decimal(it.count_rows.at_most),
        )
        line = self._say("rows.count", fact=self.fact(it.fact), what=self._test(self.facts[it.fact], bounds))
        if not it.count_rows.where:
            return line
        return self._say("rows.where", line=line, what=self._columns(it.fact, it.count_rows.where))

    def _test(self, asked: Fact | Column, test: Test | FactIs) -> str:
        told = (
            self._comparison(asked, name, getattr(test, name)) for name in _OPERATORS if getattr(test, name) is not None
        )
        return PHRASES["all"].to(self.locale).join(told)

    def _comparison(self, asked: Fact | Column, name: str, bound: object) -> str:
        if name == "answered":
            return self._say(f"test.answered.{bound}")
        return self._say(f"test.{name.rstrip('_')}", value=self._bound(asked, name, bound))

    def _bound(self, asked: Fact | Column, name: str, bound: object) -> str:
        if name in _CODES:
            codes = bound if isinstance(bound, tuple) else (bound,)
            return self._list(_label(asked, str(code), self.locale) for code in codes)
        if name in _DAYS:
            return self._say("as_of") if bound == "as_of" else date(dt.date.fromisoformat(str(bound)), self.locale)
        return number(Decimal(str(bound)))

    def _glue(self, subject: str, predicate: str) -> str:
        return f"{subject} {predicate}" if self.locale == "en" else f"{subject}{predicate}"


def _label(asked: Fact | Column, code: str, locale: Locale) -> str:
    for option in asked.options:
        if option.value == code:
            return option.label.to(locale)
    return WORDS[code].to(locale) if code in WORDS else code
