"""Scores with the whole trace, gaps, the cheapest way, estimates. Numbers are texts with fixed decimals."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from assess.api.schemas.assessments import maybe_said, said
from assess.api.schemas.base import Said
from assess.assessments.counting import Counted
from assess.assessments.scoresheet import Scored, fixed
from assess.scoring import serial
from assess.scoring.form import DialRule, Item
from assess.scoring.gaps import Gap
from assess.scoring.result import Dial, Grade, ItemResult, Result, SectionResult, Sub
from assess.values.step import Step
from assess.wording.formats import Names
from assess.wording.gaps import heading
from assess.wording.sentences import tell

POINTS = 2
PERCENT = 1


class ToldOut(BaseModel):
    """One statement: its message id with typed parameters, and as sentences."""

    message: str
    params: dict[str, Any]
    zh: str
    en: str


class DialOut(BaseModel):
    """One dial: `final` takes every unknown at its worst (as `low`), `high` at its best; null where not scored."""

    earned: str
    applicable_points: str
    full: str
    base: str | None
    percent: str | None
    deductions: str
    bonus: str
    low: str | None
    high: str | None
    final: str | None
    trace: list[ToldOut]


class GradeOut(BaseModel):
    """The grade of the duty dial; `effective` counts what vetoes force."""

    state: str
    computed: str | None
    effective: str | None
    low: str | None
    high: str | None
    forced_by: list[str]
    pending: list[str]
    trace: list[ToldOut]


class VetoOut(BaseModel):
    """一票否决."""

    item: str
    title: Said
    effect: str
    grade: str | None
    state: str


class SubOut(BaseModel):
    """One dial's part of a section."""

    earned: str
    high: str
    points: str


class SectionScoreOut(BaseModel):
    """One section on both dials."""

    key: str
    title: Said
    duty: SubOut
    readiness: SubOut


class ItemScoreOut(BaseModel):
    """One item, with why it has its points."""

    key: str
    title: Said
    clauses: list[str]
    purpose: str
    status: str
    outcome: str | None
    points: str
    earned: str
    high: str
    bonus: str
    unknown: bool
    supported: str
    trace: list[ToldOut]


class ScoreColumnOut(BaseModel):
    """有据得分: the score by what is proved."""

    duty: DialOut
    readiness: DialOut
    grade: GradeOut


class ResultOut(BaseModel):
    """A whole score. `submission` is the number of what it rests on; null: the answers as they are now."""

    submission: int | None
    checklist: str
    version: str
    checklist_sha256: str
    engine: str
    as_of: date
    duty: DialOut
    readiness: DialOut
    grade: GradeOut
    supported: ScoreColumnOut
    vetoes: list[VetoOut]
    sections: list[SectionScoreOut]
    items: list[ItemScoreOut]


class GapOut(BaseModel):
    """One thing to mend."""

    item: str
    title: Said
    severity: str
    points_lost: str
    clauses: list[str]
    why: list[ToldOut]
    advice: Said | None
    owner: Said | None
    effort_days: str | None
    deadline_state: str
    due: date | None
    irreversible: bool


class EndOut(BaseModel):
    """Where a way begins or ends."""

    score: str | None
    grade: str | None
    state: str


class CertainOut(BaseModel):
    """The way that counts on nothing unknown."""

    state: str
    effort_days: str
    bound: str
    actions: list[str]


class ActionOut(BaseModel):
    """One change of facts on the way; `facts` are the answers after it."""

    key: str
    kind: str
    facts: dict[str, Any]
    items: list[str]
    do: str
    owner: str | None
    effort_days: str
    otherwise_days: str | None
    clears: list[str]
    clauses: list[str]
    points: dict[str, str]


class PlanOut(BaseModel):
    """最短达标路径, in the language that was asked for."""

    state: str
    grade: str | None
    effort_days: str
    proven: bool
    bound: str
    considered: str
    before: EndOut
    after: EndOut
    assumes: list[str]
    certain: CertainOut | None
    actions: list[ActionOut]


class ProgrammesOut(BaseModel):
    """惠企政策: estimates with their arithmetic, never promises, in the language that was asked for."""

    as_of: date
    programmes: list[dict[str, Any]]


class Speaker:
    """Writes the parts of a score down."""

    def __init__(self, found: Scored) -> None:
        form = found.published.checklist.form
        self.found, self.form = found, form
        self.names = Names.of(form, found.published.facts)
        self.items: dict[str, Item] = {item.key: item for item in form.items()}
        self.titles = {section.key: section.title for section in form.sections}

    def told(self, steps: Iterable[Step]) -> list[ToldOut]:
        """Write statements down."""
        return [self._told(step) for step in steps]

    def _told(self, step: Step) -> ToldOut:
        sentences = {lang: tell(step, lang, self.names) for lang in ("zh", "en")}
        plain = serial.step_to_json(step)
        return ToldOut(message=step.message, params=plain["params"], **sentences)

    def result(self, counted: Counted) -> ResultOut:
        """Write the whole score down."""
        result, published = self.found.result, self.found.published
        return ResultOut(
            submission=counted.submission.number if counted.submission else None,
            checklist=published.key,
            version=published.checklist.version,
            checklist_sha256=self.found.sha256,
            engine=result.engine,
            as_of=result.as_of,
            **self._column(result),
            supported=ScoreColumnOut(**self._column(self.found.columns.supported)),
            vetoes=[self._veto(veto.item, veto.effect, veto.grade, veto.state) for veto in result.vetoes],
            sections=[self._section(one) for one in result.sections],
            items=[self._item(one) for one in result.items],
        )

    def _column(self, result: Result) -> dict[str, Any]:
        return {
            "duty": self._dial(result.duty, self.form.duty),
            "readiness": self._dial(result.readiness, self.form.readiness),
            "grade": self._grade(result.grade),
        }

    def _dial(self, dial: Dial, rule: DialRule) -> DialOut:
        return DialOut(
            earned=points(dial.earned),
            applicable_points=points(dial.applicable_points),
            full=points(dial.full),
            base=fixed(dial.base, POINTS),
            percent=fixed(dial.percent, PERCENT),
            deductions=points(dial.deductions),
            bonus=points(dial.bonus),
            low=fixed(dial.low, rule.decimals),
            high=fixed(dial.high, rule.decimals),
            final=fixed(dial.final, rule.decimals),
            trace=self.told(dial.trace),
        )

    def _grade(self, grade: Grade) -> GradeOut:
        return GradeOut(
            state=grade.state,
            computed=grade.computed,
            effective=grade.effective,
            low=grade.low,
            high=grade.high,
            forced_by=list(grade.forced_by),
            pending=list(grade.pending),
            trace=self.told(grade.trace),
        )

    def _veto(self, item: str, effect: str, grade: str | None, state: str) -> VetoOut:
        return VetoOut(item=item, title=said(self.items[item].title), effect=effect, grade=grade, state=state)

    def _section(self, one: SectionResult) -> SectionScoreOut:
        return SectionScoreOut(
            key=one.key, title=said(self.titles[one.key]), duty=_sub(one.duty), readiness=_sub(one.readiness)
        )

    def _item(self, one: ItemResult) -> ItemScoreOut:
        item = self.items[one.key]
        return ItemScoreOut(
            key=one.key,
            title=said(item.title),
            clauses=list(item.clauses),
            purpose=one.purpose,
            status=one.status,
            outcome=one.outcome,
            points=points(one.points),
            earned=points(one.earned),
            high=points(one.high),
            bonus=points(one.bonus),
            unknown=one.unknown,
            supported=points(self.found.columns.supported.item(one.key).earned),
            trace=self.told(one.trace),
        )

    def gap(self, gap: Gap) -> GapOut:
        """Write a gap down."""
        return GapOut(
            item=gap.item,
            title=said(heading(self.items[gap.item], gap)),
            severity=gap.severity,
            points_lost=points(gap.points_lost),
            clauses=list(gap.clauses),
            why=self.told(gap.why),
            advice=maybe_said(gap.advice.do if gap.advice else None),
            owner=maybe_said(gap.advice.owner if gap.advice else None),
            effort_days=fixed(gap.effort_days, PERCENT),
            deadline_state=gap.deadline_state,
            due=gap.due,
            irreversible=gap.irreversible,
        )


def _sub(sub: Sub) -> SubOut:
    return SubOut(earned=points(sub.earned), high=points(sub.high), points=points(sub.points))


def points(value: Decimal) -> str:
    """Write points with two decimals."""
    return fixed(value, POINTS) or ""
