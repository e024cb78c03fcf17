"""Reports on every shipped checklist in every state, and the fullest and the emptiest there can be."""

import dataclasses
import datetime as dt
import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final, Literal

from assess.assessments.consulted import Consulted, Looked
from assess.assessments.contradictions import Contradiction
from assess.assessments.scored import Point, Score
from assess.checklists.definition import Published
from assess.checklists.loader import thaw
from assess.reports.content import build
from assess.reports.cover import Attached, Cover
from assess.reports.parts import ReportContent, State
from assess.reports.past import Decided, History, Past
from assess.reports.population import Column, Standing
from assess.reports.reviewed import Opinion, Review, Ruling
from assess.scoring.columns import Columns, score_columns
from assess.scoring.evidence import Evidence
from assess.scoring.inputs import Inputs
from assess.scoring.marks import Mark
from assess.scoring.result import ItemResult, Result
from assess.values.fact import Column as TableColumn
from assess.values.fact import Fact
from assess.values.model import UNKNOWN, Cell, Rate, Row, Value
from assess.values.profile import OrganisationKind, Profile
from assess.values.text import Locale, Text

Kind = Literal["enterprise", "district"]
Stage = Literal["draft", "submitted", "reviewed"]
STAGES: Final[tuple[Stage, ...]] = ("draft", "submitted", "reviewed")
LOCALES: Final[tuple[Locale, ...]] = ("zh", "en")
ANYBODY: Final = uuid.UUID(int=1)
AS_OF: Final = dt.date(2026, 11, 22)
FULLEST: Final = {"enterprise": "linyi-2021/enterprise/1.1.0", "district": "xinjiang-2020/district/1.0.0"}
STEPS: Final = tuple(37 * (place - 13) for place in range(39))

_ROOT: Final = Path(__file__).parents[2] / "checklists"
_NAMES: Final = {"enterprise": "沂蒙样例精工机械有限公司", "district": "样例市知识产权局"}
_EVERY_FOURTH: Final = 4


@cache
def documents() -> dict[str, tuple[Published, str]]:
    """Give every shipped version by its name, with its hash."""
    found = {}
    for path in sorted(_ROOT.glob("*/*/*.json")):
        raw = path.read_bytes()
        name = str(path.relative_to(_ROOT).with_suffix(""))
        found[name] = (thaw(raw, name), hashlib.sha256(raw).hexdigest())
    return found


def inputs(published: Published, *, answered: bool = True) -> Inputs:
    """Answer a checklist: most questions in the first way there is, every fourth otherwise; or not at all."""
    audience: OrganisationKind = published.checklist.audience
    profile = Profile(
        kind=audience,
        region=published.measure.region,
        roles=frozenset(role.key for role in published.roles) if answered else frozenset(),
        size="medium" if audience == "enterprise" else None,
    )
    answers = {fact.key: _answer(fact, place) for place, fact in enumerate(published.facts)} if answered else {}
    return Inputs(answers, profile, AS_OF, {})


def _answer(fact: Fact, place: int) -> Value:
    otherwise = place % _EVERY_FOURTH == _EVERY_FOURTH - 1
    if otherwise and fact.unknown and fact.type in {"yes-no", "choice"} and place % (2 * _EVERY_FOURTH) < _EVERY_FOURTH:
        return UNKNOWN
    if fact.type == "table":
        return tuple(
            Row(id=f"r{row}", cells={one.key: _of(one, row) for one in fact.columns if one.required or row % 2})
            for row in range(1, 4)
        )
    if fact.type == "rate":
        return Rate(Decimal(3), Decimal(4))
    if fact.type == "choices":
        return tuple(one.value for one in fact.options if not one.exclusive)
    return _of(fact, place)


def _of(asked: Fact | TableColumn, place: int) -> Cell:
    """Give an answer or a cell: the first of several, or a plausible number."""
    if asked.type == "yes-no":
        return "no" if place % _EVERY_FOURTH == _EVERY_FOURTH - 1 else "yes"
    if asked.type == "choice":
        return asked.options[place % len(asked.options)].value
    if asked.type == "date":
        return dt.date(2026, 3, 1) + dt.timedelta(days=place)
    if asked.type in {"number", "money"}:
        return min(max(Decimal(20 + place), asked.min or Decimal(0)), asked.max or Decimal(1_000_000))
    return f"样例内容 {place}"


@cache
def scored(name: str, *, answered: bool = True) -> tuple[Inputs, Columns]:
    """Give the answers to a shipped version and what they score in all columns."""
    published, _ = documents()[name]
    given = inputs(published, answered=answered)
    form = published.checklist.form
    claimed = score_columns(form, given).claimed
    counted = [one for one in claimed.items if one.counted]
    marks = [Mark(item=one.key, points=_marked(one, place)) for place, one in enumerate(counted)]
    proof = [Evidence(fact=one.fact, kind=one.kind or "", file=one.sha256, issued_on=one.date) for one in files(name)]
    return given, score_columns(form, given, proof, marks)


def _marked(item: ItemResult, place: int) -> Decimal:
    """Take a point off every fourth item that has one."""
    return item.earned if place % _EVERY_FOURTH or item.earned < 1 else item.earned - 1


@cache
def files(name: str) -> tuple[Attached, ...]:
    """Attach a file to every other question that takes one, some of the wrong kind."""
    facts = [fact for fact in documents()[name][0].facts if fact.evidence]
    return tuple(
        Attached(
            fact=fact.key,
            name=f"佐证材料 {place}：{fact.wording.zh[:12]}.pdf",
            kind=fact.evidence[place % len(fact.evidence)],
            date=dt.date(2026, 1, 1) + dt.timedelta(days=place),
            pages="3-5" if place % 3 == 0 else "",
            size=1_000 * (place + 1) ** 2,
            sha256=hashlib.sha256(fact.key.encode()).hexdigest(),
        )
        for place, fact in enumerate(facts)
        if place % 2 == 0
    )


def report(
    name: str,
    locale: Locale,
    stage: Stage,
    *,
    full: bool = False,
    before: History | None = None,
    among: Standing | None = None,
    lists: Consulted | None = None,
) -> ReportContent:
    """Build the report of a shipped version in one state.

    Args:
        name: The version, such as `linyi-2021/enterprise/1.1.0`.
        locale: The language.
        stage: `draft`, `submitted` or `reviewed`, which is submitted and decided.
        full: Whether there are files, earlier cycles, other organisations and lists as well.
        before: Earlier cycles, where they are not the usual ones.
        among: The organisations of the campaign, where they are not the usual ones.
        lists: The lists that were looked at, where they are not the usual ones.
    """
    published, sha256 = documents()[name]
    given, columns = scored(name)
    decided = stage == "reviewed"
    return build(
        published,
        sha256,
        given,
        columns.claimed,
        _cover(published, stage, files(name) if full else ()),
        locale,
        supported=columns.supported if full else None,
        contradicted=contradicted(published, given) if full and stage != "draft" else (),
        review=_review(columns) if decided else None,
        history=before or (history(published, columns) if full else None),
        standing=among or (standing(columns, decided=decided) if full and stage != "draft" else None),
        consulted=lists or (consulted(published) if stage != "draft" else None),
    )


def _cover(published: Published, stage: Stage, attached: tuple[Attached, ...]) -> Cover:
    handed_in = stage != "draft"
    state: State = "submitted" if handed_in else "draft"
    audience = published.checklist.audience
    return Cover(
        organisation=_NAMES[audience],
        kind=audience,
        region_name="山东省临沂市",
        state=state,
        credit_code="91371300MA3TEST00X",
        reference="ZP-20261122-7K3F9Q" if handed_in else None,
        submitted_by="王样例" if handed_in else None,
        evidence=attached,
    )


def _review(columns: Columns) -> Review:
    if columns.reviewed is None:
        raise ValueError
    lower = [one for one in columns.claimed.items if one.counted and columns.reviewed.points(one.key) != one.earned]
    opinions = {one.key: Opinion(reason="evidence-insufficient", text="材料没有写明日期。") for one in lower}
    ruling = Ruling(
        number=1, day=dt.date(2026, 12, 20), body="样例市知识产权局", statement="情况基本属实。", sha256="cd" * 32
    )
    return Review(column=columns.reviewed, opinions=opinions, ruling=ruling)


def history(published: Published, columns: Columns, cycles: int = 5) -> History:
    """Give earlier cycles that lead up to a result, the last of them with other points here and there."""
    return History(
        cycles=tuple(_past(columns.claimed, published, place, cycles) for place in range(cycles)),
        last=published,
        result=_earlier(columns.claimed),
        earlier=2,
        limited=True,
    )


def _earlier(result: Result) -> Result:
    items = tuple(
        dataclasses.replace(one, earned=(one.earned / 2, one.points, one.earned)[place % 3])
        for place, one in enumerate(result.items)
    )
    return dataclasses.replace(result, items=items)


def _past(result: Result, published: Published, place: int, cycles: int) -> Past:
    year = AS_OF.year - cycles + place
    part = Decimal(place + 2) / (cycles + 3)

    def of(final: Decimal | None, full: Decimal) -> Score:
        return Score(None if final is None else round(final * part, 1), final, full)

    duty, readiness = of(result.duty.final, result.duty.full), of(result.readiness.final, result.readiness.full)
    point = Point(
        id=uuid.UUID(int=place),
        assessment_id=uuid.UUID(int=place),
        reference=f"ZP-{year}1122-ABCDE{place}",
        as_of=dt.date(year, 11, 22),
        version=published.checklist.version,
        duty=duty,
        readiness=readiness,
        grade=result.grade.computed,
        grade_state="graded" if result.grade.computed else "ungraded",
    )
    judged = Decided(duty=duty, readiness=readiness, grade=point.grade, grade_state=point.grade_state)
    return Past(point=point, decided=judged if place % 2 else None)


def standing(columns: Columns, *, decided: bool, steps: Sequence[int] = STEPS) -> Standing:
    """Put a result among others that differ from it by so many hundredths."""
    result = columns.reviewed.result if decided and columns.reviewed else columns.claimed
    dials = {name: _around(getattr(result, name), steps) for name in ("duty", "readiness")}
    sections = {
        (one.key, name): Counter(
            (int(sub.points * 100), min(max(int(sub.earned * 100) + step, 0), int(sub.points * 100)))
            for step in (0, *steps)
        )
        for one in result.sections
        for name, sub in (("duty", one.duty), ("readiness", one.readiness))
        if sub.points
    }
    members = frozenset(uuid.UUID(int=place) for place in range(len(steps) + 1))
    return Standing("reviewed" if decided else "claimed", Column(members=members, dials=dials, sections=sections))


def _around(dial: object, steps: Sequence[int]) -> Counter[int]:
    final, full = getattr(dial, "final", None), getattr(dial, "full", Decimal(0))
    if final is None:
        return Counter()
    return Counter(min(max(int(final * 100) + step, 0), int(full * 100)) for step in (0, *steps))


def consulted(published: Published) -> Consulted | None:
    """Name a list for every question on credit lists."""
    asked = [fact for fact in published.facts if fact.key.startswith("credit.") and fact.type == "yes-no"]
    lists = tuple(
        Looked(
            list=fact.key,
            title=Text(zh=f"样例名单 {place}", en=f"Sample list {place}"),
            fact=fact.key,
            current=12_345 * place,
            removed=place,
            latest_on=dt.date(2026, 11, 1) if place else None,
        )
        for place, fact in enumerate(asked)
    )
    return Consulted(lists=lists, imported_on=dt.date(2026, 11, 20)) if lists else None


def contradicted(published: Published, given: Inputs) -> tuple[Contradiction, ...]:
    """Let a list be at odds with the first answer on one."""
    found = consulted(published)
    return tuple(
        Contradiction(
            fact=one.fact,
            list=one.list,
            title=one.title,
            authority="样例市市场监督管理局",
            reason="样例事由",
            source="https://example.invalid/list",
            listed_on=dt.date(2026, 5, 1),
            removed_on=None,
            answer=given.answers[one.fact],
        )
        for one in (found.lists[:1] if found else ())
    )


def fullest(locale: Locale = "zh", kind: Kind = "enterprise") -> ReportContent:
    """Give the report with the most in it: decided, with files, earlier cycles, other organisations and lists."""
    return report(FULLEST[kind], locale, "reviewed", full=True)


def emptiest(locale: Locale = "zh", kind: Kind = "enterprise") -> ReportContent:
    """Give the report with the least in it: a trial without a single answer."""
    published, sha256 = documents()[FULLEST[kind]]
    given, columns = scored(FULLEST[kind], answered=False)
    cover = Cover(
        organisation="试填单位（未登记名称）" if locale == "zh" else "Trial without a registered name",
        kind=kind,
        region_name="山东省临沂市",
        state="trial",
    )
    return build(published, sha256, given, columns.claimed, cover, locale)


def every() -> Iterator[tuple[str, ReportContent]]:
    """Go through every shipped checklist in both languages and all states, with a name for each."""
    for name in documents():
        for locale in LOCALES:
            for stage in STAGES:
                yield f"{name} {locale} {stage}", report(name, locale, stage, full=stage != "draft")
