"""A score as plain data for scripts and other programs: a contract that grows only by additions.

Numbers are strings with fixed decimals: points two, percentages one, scores as many as the form gives them.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from assess.assessments import estimating
from assess.assessments.contradictions import Contradiction, to_json
from assess.assessments.pathsheet import path_sheet
from assess.checklists.definition import Published
from assess.scoring.asked import completeness
from assess.scoring.columns import Columns, score_columns
from assess.scoring.deviations import Deviation
from assess.scoring.evidence import Evidence
from assess.scoring.form import DialRule, Form, Item
from assess.scoring.gaps import Gap, gaps
from assess.scoring.inputs import Inputs
from assess.scoring.marks import Mark
from assess.scoring.options import Options, options
from assess.scoring.result import Dial, Grade, ItemResult, Result, SectionResult, Sub
from assess.values.step import Step
from assess.values.text import Locale
from assess.wording.formats import Names
from assess.wording.gaps import heading
from assess.wording.sentences import tell

Sheet = dict[str, object]
_POINTS: Final = 2
_PERCENT: Final = 1
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Scored:
    """Everything a sheet is made from."""

    published: Published
    sha256: str
    inputs: Inputs
    columns: Columns
    gaps: tuple[Gap, ...]
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def result(self) -> Result:
        """Give the claimed column."""
        return self.columns.claimed

    def options(self) -> Options:
        """Work out what could be done, and the cheapest way to the next grade."""
        return options(self.published.checklist.form, self.published.facts, self.inputs)


def scored(
    published: Published,
    sha256: str,
    inputs: Inputs,
    *,
    evidence: Iterable[Evidence] = (),
    marks: Iterable[Mark] = (),
    contradicted: Iterable[Contradiction] = (),
) -> Scored:
    """Score the answers in every column and rank the gaps of the claimed one."""
    form = published.checklist.form
    columns = score_columns(form, inputs, evidence, marks)
    ranked = tuple(gaps(form, columns.claimed, inputs))
    return Scored(published, sha256, inputs, columns, ranked, tuple(contradicted))


def sheet(found: Scored, locale: Locale, *, path: bool = True) -> Sheet:
    """Give the whole score in one language; without the cheapest way where it is not wanted."""
    form, result = found.published.checklist.form, found.result
    speaker = _Speaker(found, locale)
    return {
        "checklist": found.published.key,
        "version": found.published.checklist.version,
        "sha256": found.sha256,
        "engine": result.engine,
        "as_of": result.as_of.isoformat(),
        "completeness": _completeness(found),
        "score": _dial(result.duty, form.duty),
        "readiness": _dial(result.readiness, form.readiness),
        "grade": _grade(result.grade),
        "vetoes": speaker.vetoes(),
        "sections": speaker.sections(),
        "items": speaker.items(),
        "gaps": [speaker.gap(gap) for gap in found.gaps],
        **_other_columns(found.columns, form),
        "contradictions": to_json(found.contradictions),
        "programmes": estimating.sheets(found.published, found.inputs, result, locale),
        "path": path_sheet(found.published, found.inputs, found.options(), locale) if path else None,
    }


def _other_columns(columns: Columns, form: Form) -> Sheet:
    """Give the supported and the reviewed column in the shape of the claimed one; None where nobody has reviewed."""
    reviewed = None if columns.reviewed is None else columns.reviewed.result
    return {
        **_column("supported", columns.supported, form),
        **_column("reviewed", reviewed, form),
        "reviewed_complete": columns.reviewed is not None and columns.reviewed.complete,
        "deviations": [_deviation(one, form) for one in columns.deviations],
    }


def _column(name: str, result: Result | None, form: Form) -> Sheet:
    return {
        name: None if result is None else _dial(result.duty, form.duty),
        f"{name}_readiness": None if result is None else _dial(result.readiness, form.readiness),
        f"{name}_grade": None if result is None else _grade(result.grade),
    }


def _deviation(one: Deviation, form: Form) -> Sheet:
    rule = form.duty if one.dial == "duty" else form.readiness
    decimals = rule.decimals if one.scope == "dial" else _POINTS
    return {
        "column": one.column,
        "scope": one.scope,
        "key": one.key,
        "dial": one.dial,
        "claimed": fixed(one.claimed, decimals),
        "found": fixed(one.found, decimals),
        "difference": fixed(one.difference, decimals),
        "percent": fixed(one.percent, _PERCENT),
    }


def fixed(value: Decimal | None, decimals: int) -> str | None:
    """Write a number with so many decimals, half up; None stays None."""
    if value is None:
        return None
    return format(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), "f")


def _completeness(found: Scored) -> Sheet:
    published, inputs = found.published, found.inputs
    counted = completeness(published.checklist.form, published.facts, inputs)
    return {
        "answered": str(counted.answered),
        "unknown": str(counted.unknown),
        "applicable": str(counted.asked),
        "missing": list(counted.missing),
    }


def _dial(dial: Dial, rule: DialRule) -> Sheet:
    return {
        "earned": fixed(dial.earned, _POINTS),
        "applicable_points": fixed(dial.applicable_points, _POINTS),
        "percent": fixed(dial.percent, _PERCENT),
        "low": fixed(dial.low, rule.decimals),
        "high": fixed(dial.high, rule.decimals),
        "bonus": fixed(dial.bonus, _POINTS),
        "final": fixed(dial.final, rule.decimals),
    }


def _grade(grade: Grade) -> Sheet:
    return {
        "computed": grade.computed,
        "effective": grade.effective,
        "forced_by": list(grade.forced_by),
        "state": grade.state,
        "low": grade.low,
        "high": grade.high,
    }


def _sub(sub: Sub) -> Sheet:
    percent = sub.earned * _HUNDRED / sub.points if sub.points else None
    return {
        "earned": fixed(sub.earned, _POINTS),
        "points": fixed(sub.points, _POINTS),
        "percent": fixed(percent, _PERCENT),
    }


class _Speaker:
    """Says the parts of a score in one language."""

    def __init__(self, found: Scored, locale: Locale) -> None:
        self._found, self._locale = found, locale
        self._names = Names.of(found.published.checklist.form, found.published.facts)
        self._items: Mapping[str, Item] = {item.key: item for item in found.published.checklist.form.items()}
        self._titles = {section.key: section.title for section in found.published.checklist.form.sections}
        self._why = {gap.item: gap.why for gap in found.gaps}

    def _say(self, steps: Iterable[Step]) -> list[str]:
        return [tell(step, self._locale, self._names) for step in steps]

    def sections(self) -> list[Sheet]:
        return [self._section(section) for section in self._found.result.sections]

    def _section(self, section: SectionResult) -> Sheet:
        title = self._titles[section.key].to(self._locale)
        return {"key": section.key, "title": title, **_sub(section.duty), "readiness": _sub(section.readiness)}

    def items(self) -> list[Sheet]:
        return [self._item(result) for result in self._found.result.items]

    def _item(self, result: ItemResult) -> Sheet:
        item = self._items[result.key]
        return {
            "key": result.key,
            "title": item.title.to(self._locale),
            "clauses": list(item.clauses),
            "purpose": item.purpose,
            "strength": item.strength,
            "status": result.status,
            "points": fixed(result.points, _POINTS),
            "earned": fixed(result.earned, _POINTS),
            "unknown": result.unknown,
            "trace": self._say(result.trace),
            "reasons": self._reasons(result),
            "supported": fixed(self._found.columns.supported.item(result.key).earned, _POINTS),
            "reviewed": self._reviewed(result.key),
        }

    def _reviewed(self, key: str) -> str | None:
        reviewed = self._found.columns.reviewed
        return None if reviewed is None else fixed(reviewed.points(key), _POINTS)

    def _reasons(self, result: ItemResult) -> list[str]:
        """Say why an item is not fully earned, or why it does not count."""
        if result.status == "claimed_not_applicable":
            return [self._found.inputs.not_applicable[result.key]]
        return self._say(self._why.get(result.key, ()))

    def vetoes(self) -> list[Sheet]:
        made: list[Sheet] = []
        for veto in self._found.result.vetoes:
            item = self._items[veto.item]
            reason = item.veto.reason.to(self._locale) if item.veto else None
            title = item.title.to(self._locale)
            entry = {"item": veto.item, "title": title, "effect": veto.effect, "grade": veto.grade}
            made.append({**entry, "state": veto.state, "reason": reason})
        return made

    def gap(self, gap: Gap) -> Sheet:
        return {
            "item": gap.item,
            "severity": gap.severity,
            "points_lost": fixed(gap.points_lost, _POINTS),
            "clauses": list(gap.clauses),
            "why": self._say(gap.why),
            "advice": gap.advice.do.to(self._locale) if gap.advice else None,
            "effort_days": fixed(gap.effort_days, _PERCENT),
            "deadline_state": gap.deadline_state,
            "owner": gap.advice.owner.to(self._locale) if gap.advice else None,
            "due": _day(gap.due),
            "title": heading(self._items[gap.item], gap).to(self._locale),
            "irreversible": gap.irreversible,
        }


def _day(value: dt.date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, dt.date) else value
