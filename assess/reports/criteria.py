"""Tell a rule in words: the 评分标准 column (pure)."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assess.conditions.model import Condition
from assess.reports.figures import number
from assess.reports.phrases import PHRASES
from assess.reports.predicates import Predicates
from assess.scoring.form import Item
from assess.scoring.rules import (
    Charge,
    Deadline,
    DeadlineRule,
    DeductionsRule,
    Element,
    ElementsRule,
    Growth,
    GrowthRule,
    Judged,
    JudgedRule,
    Levels,
    LevelsRule,
    PerUnit,
    PerUnitRule,
    Proportional,
    ProportionalRule,
    Steps,
    StepsRule,
    Threshold,
    ThresholdRule,
)
from assess.values.fact import Fact
from assess.values.formats import date
from assess.values.text import Locale

_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Criteria:
    """Puts the rules of one checklist into one language."""

    facts: Mapping[str, Fact]
    predicates: Predicates
    locale: Locale

    def lines(self, item: Item) -> tuple[str, ...]:
        """Give the item's rule, one statement a line."""
        return self._tellers()[type(item.rule)](item, item.rule)

    def _tellers(self) -> Mapping[type, Callable[..., tuple[str, ...]]]:
        return {
            LevelsRule: lambda item, it: self._levels(item, it.levels),
            ElementsRule: lambda _, it: self._elements(it.elements, it.missing_deduction),
            ThresholdRule: lambda _, it: self._threshold(it.threshold),
            ProportionalRule: lambda _, it: self._proportional(it.proportional),
            StepsRule: lambda item, it: self._steps(item, it.steps),
            PerUnitRule: lambda _, it: self._per_unit(it.per_unit),
            GrowthRule: lambda _, it: self._growth(it.growth),
            DeadlineRule: lambda item, it: self._deadline(item, it.deadline),
            DeductionsRule: lambda item, it: self._deductions(item, it.deductions),
            JudgedRule: lambda _, it: self._judged(it.judged),
        }

    def _say(self, key: str, **values: object) -> str:
        return PHRASES[key].to(self.locale).format_map(values)

    def _fact(self, key: str) -> str:
        return self.predicates.fact(key)

    def _condition(self, condition: Condition) -> str:
        return self.predicates.condition(condition)

    def _levels(self, item: Item, rule: Levels) -> tuple[str, ...]:
        parts = (
            self._say("rule.line", what=self.predicates.label(rule.fact, code), points=_points(item, credit))
            for code, credit in rule.credits.items()
        )
        return (self._say("rule.levels").join(parts),)

    def _elements(self, parts: tuple[Element, ...], missing: Decimal | None) -> tuple[str, ...]:
        lines = tuple(
            self._say(
                "rule.line",
                what=part.title.to(self.locale) if part.title else self._condition(part.when),
                points=number(part.points),
            )
            for part in parts
        )
        if missing is None:
            return lines
        return (*lines, self._say("rule.missing", points=number(missing)))

    def _threshold(self, rule: Threshold) -> tuple[str, ...]:
        operator, target = ("at_least", rule.at_least) if rule.above is None else ("above", rule.above)
        fact = self._fact(rule.fact)
        lines = [self._say("rule.full", what=f"{fact}{self._bound(operator, target)}")]
        if rule.near is not None and rule.near_credit is not None:
            lines.append(
                self._say("rule.near", what=self._bound("at_least", rule.near).strip(), share=_share(rule.near_credit))
            )
        if rule.bonus_per_unit is not None and rule.bonus_cap is not None:
            lines.append(self._say("rule.bonus", points=number(rule.bonus_per_unit), cap=number(rule.bonus_cap)))
        return (*lines, self._say("rule.line", what=self._say("rule.else"), points=0))

    def _bound(self, operator: str, value: Decimal | None) -> str:
        words = self._say(f"test.{operator}", value=number(value or Decimal(0)))
        return f" {words}" if self.locale == "en" else words

    def _proportional(self, rule: Proportional) -> tuple[str, ...]:
        key = "rule.lower" if rule.lower_is_better else "rule.proportional"
        return (self._say(key, fact=self._fact(rule.fact), target=number(rule.target)),)

    def _steps(self, item: Item, rule: Steps) -> tuple[str, ...]:
        lines = [self._fact(rule.fact)]
        lines += [
            self._say("rule.line", what=self._bound("at_least", band.from_).strip(), points=_points(item, band.credit))
            for band in sorted(rule.bands, key=lambda band: band.from_, reverse=True)
        ]
        if rule.no_cases:
            lines.append(self._say(f"rule.no_cases.{rule.no_cases}"))
        return tuple(lines)

    def _per_unit(self, rule: PerUnit) -> tuple[str, ...]:
        unit = self.facts[rule.fact].unit
        values = {"points": number(rule.points_each), "cap": number(rule.cap)}
        words = unit.to(self.locale) if unit else self._say("rule.unit")
        return (self._say("rule.per_unit", fact=self._fact(rule.fact), unit=words, **values),)

    def _growth(self, rule: Growth) -> tuple[str, ...]:
        target = number(rule.target) if rule.mode == "difference" else f"{_share(rule.target)}%"
        names = {"this": self._fact(rule.this), "last": self._fact(rule.last)}
        return (self._say(f"rule.growth.{rule.mode}", target=target, **names),)

    def _deadline(self, item: Item, rule: Deadline) -> tuple[str, ...]:
        due = date(dt.date.fromisoformat(rule.due), self.locale)
        late = (
            self._say("rule.late", days=step.days, points=_points(item, step.credit))
            for step in sorted(rule.late, key=lambda step: step.days)
        )
        return (self._say("rule.deadline", fact=self._fact(rule.date), due=due), *late)

    def _deductions(self, item: Item, charges: tuple[Charge, ...]) -> tuple[str, ...]:
        return (self._say("rule.deductions", points=number(item.points)), *map(self._charge, charges))

    def _judged(self, rule: Judged) -> tuple[str, ...]:
        shares = {"low": _share(rule.low), "high": _share(rule.high)}
        return (self._say("rule.judged", fact=self._fact(rule.fact), **shares),)

    def _charge(self, charge: Charge) -> str:
        line = self._say(
            "rule.charge.per" if charge.per else "rule.charge",
            what=self._charged(charge),
            points=number(charge.points),
        )
        return line if charge.cap is None else self._say("rule.charge.cap", line=line, cap=number(charge.cap))

    def _charged(self, charge: Charge) -> str:
        if charge.title:
            return charge.title.to(self.locale)
        if charge.when is not None:
            return self._condition(charge.when)
        return self._fact(charge.per or "")


def _points(item: Item, credit: Decimal) -> str:
    return number((item.points * credit).quantize(_CENT).normalize())


def _share(credit: Decimal) -> str:
    return number((credit * _HUNDRED).normalize())
