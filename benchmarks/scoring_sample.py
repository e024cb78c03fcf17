"""A checklist of a hundred items with every kind of rule, and answers to it: what the scoring benchmarks score."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from assess.conditions.model import All, AnyRow, Condition, CountRows, FactIs, Role, Test
from assess.conditions.model import Any as AnyOf
from assess.conditions.model import Count as RowCount
from assess.scoring import rules
from assess.scoring.evidence import Evidence
from assess.scoring.form import Advice, DialRule, EvidenceRule, Form, GradeBand, Group, Item, Points, Section, Veto
from assess.scoring.inputs import Inputs
from assess.values.model import UNKNOWN, Rate, Row, Value
from assess.values.profile import Profile
from assess.values.text import Text

AS_OF: Final = dt.date(2026, 11, 22)
ITEMS: Final = 100
SECTIONS: Final = 8
POINTS: Final = Decimal(10)
_WORD: Final = Text(zh="示例", en="Sample")
_ADVICE: Final = Advice(do=_WORD, effort_days=Decimal(2), owner=_WORD)
_CREDITS: Final = {"yes": Decimal(1), "partial": Decimal("0.5"), "no": Decimal(0)}


@dataclasses.dataclass(frozen=True)
class Sample:
    """One submission: what is scored and with which proof."""

    form: Form
    inputs: Inputs
    evidence: tuple[Evidence, ...]


def sample(items: int = ITEMS, seed: int = 0) -> Sample:
    """Make a submission; `seed` varies the answers, never the form."""
    made = form(items)
    return Sample(made, inputs(items, seed), evidence(items, seed))


def form(items: int = ITEMS) -> Form:
    """Make the checklist: every kind of rule in turn, a third of the items gated, some vetoes and bonus items."""
    made = [_item(number) for number in range(items)]
    size = -(-items // SECTIONS)
    bands = [
        GradeBand(grade=name, title=_WORD, from_=Decimal(least)) for name, least in (("A", 90), ("B", 60), ("C", 0))
    ]
    dial = DialRule(bonus_cap=Decimal(5), bands=tuple(bands))
    parts = (made[start : start + size] for start in range(0, items, size))
    return Form(
        sections=tuple(_section(f"s{place}", tuple(part)) for place, part in enumerate(parts)),
        duty=dial,
        readiness=dataclasses.replace(dial, bands=()),
    )


def _section(key: str, items: tuple[Item, ...]) -> Section:
    groups = tuple(
        Group(key=f"{key}-{start}", title=_WORD, points=Points(), items=items[start : start + 4])
        for start in range(0, len(items), 4)
    )
    return Section(key=key, title=_WORD, points=Points(), groups=groups)


def _item(number: int) -> Item:
    kind, make = list(_KINDS.items())[number % len(_KINDS)]
    rule, reads = make(number)
    fact = f"{kind}.{number}"
    gate: Condition | None = None
    if number % 3 == 0:
        gate = AnyOf(any_=(Role(role="exporter"), FactIs(fact=f"gate.{number % 9}", is_="yes")))
    veto = Veto(when=FactIs(fact="list.serious", is_="yes"), effect="grade", grade="C", reason=_WORD)
    return Item(
        key=f"i{number}",
        revision=1,
        title=_WORD,
        clauses=("sample-2026/1",),
        purpose="duty" if number % 4 else "readiness",
        strength="mandatory",
        basis="stated",
        reads=(fact, *reads),
        applies_if=gate,
        points=POINTS,
        rule=rule,
        evidence=EvidenceRule(kinds=("contract", "record"), required=number % 2 == 0, within_days=730),
        not_applicable=True,
        veto=veto if number % 25 == 1 else None,
        bonus=number % 33 == 5,
        deduction=number % 50 == 7,
        advice={"none": _ADVICE},
    )


Made = tuple[rules.Rule, tuple[str, ...]]


def _levels(number: int) -> Made:
    return rules.LevelsRule(levels=rules.Levels(fact=f"levels.{number}", credits=_CREDITS)), ()


def _elements(number: int) -> Made:
    facts = [f"elements.{number}", f"more.{number}", f"rows.{number}"]
    rows = {"product": Test(is_="liability"), "end": Test(not_before="as_of")}
    conditions: tuple[Condition, ...] = (
        FactIs(fact=facts[0], is_="yes"),
        All(all_=(FactIs(fact=facts[0], in_=("yes", "partial")), FactIs(fact=facts[1], at_least=Decimal(2)))),
        AnyRow(fact=facts[2], any_row=rows),
        CountRows(fact=facts[2], count_rows=RowCount(where={"product": Test(is_="liability")}, at_least=2)),
    )
    parts = tuple(rules.Element(points=Decimal("2.5"), when=condition) for condition in conditions)
    return rules.ElementsRule(elements=parts, missing_deduction=Decimal("0.25")), tuple(facts[1:])


def _threshold(number: int) -> Made:
    rule = rules.Threshold(
        fact=f"threshold.{number}", at_least=Decimal(90), near=Decimal(80), near_credit=Decimal("0.6"), no_cases="zero"
    )
    return rules.ThresholdRule(threshold=rule), ()


def _proportional(number: int) -> Made:
    rule = rules.Proportional(fact=f"proportional.{number}", target=Decimal(30), lower_is_better=number % 20 == 3)
    return rules.ProportionalRule(proportional=rule), ()


def _steps(number: int) -> Made:
    bands = tuple(rules.Band(from_=Decimal(least), credit=Decimal(credit)) for least, credit in ((50, "0.4"), (90, 1)))
    return rules.StepsRule(steps=rules.Steps(fact=f"steps.{number}", bands=bands, no_cases="not_applicable")), ()


def _per_unit(number: int) -> Made:
    return rules.PerUnitRule(per_unit=rules.PerUnit(fact=f"per_unit.{number}", points_each=Decimal(2), cap=POINTS)), ()


def _growth(number: int) -> Made:
    rule = rules.Growth(this=f"growth.{number}", last=f"last.{number}", mode="relative", target=Decimal("0.3"))
    return rules.GrowthRule(growth=rule), (f"last.{number}",)


def _deadline(number: int) -> Made:
    late = (rules.Late(days=30, credit=Decimal("0.5")),)
    rule = rules.Deadline(done=f"done.{number}", date=f"deadline.{number}", due="2025-12-31", late=late)
    return rules.DeadlineRule(deadline=rule), (f"done.{number}",)


def _deductions(number: int) -> Made:
    charges = (
        rules.Charge(points=Decimal(6), when=FactIs(fact=f"deductions.{number}", is_="yes"), title=_WORD),
        rules.Charge(points=Decimal(2), per=f"count.{number}", cap=Decimal(4)),
    )
    return rules.DeductionsRule(deductions=charges), (f"count.{number}",)


def _judged(number: int) -> Made:
    return rules.JudgedRule(judged=rules.Judged(fact=f"judged.{number}")), ()


_KINDS: Final[Mapping[str, Callable[[int], Made]]] = {
    "levels": _levels,
    "elements": _elements,
    "threshold": _threshold,
    "proportional": _proportional,
    "steps": _steps,
    "per_unit": _per_unit,
    "growth": _growth,
    "deadline": _deadline,
    "deductions": _deductions,
    "judged": _judged,
}


def inputs(items: int = ITEMS, seed: int = 0) -> Inputs:
    """Answer everything; one answer in twenty is 不清楚."""
    answers: dict[str, Value] = {"list.serious": "no", "gate.0": "yes", "gate.3": "yes", "gate.6": "yes"}
    for number in range(items):
        answers |= _answers(number, (number * 7 + seed * 13) % 100)
    for place, fact in enumerate(sorted(answers)):
        if (place + seed) % 20 == 19:
            answers[fact] = UNKNOWN
    profile = Profile(kind="enterprise", region="371302", roles=frozenset({"market-operator"}), size="small")
    return Inputs(answers, profile, AS_OF, {"i9": "没有这类业务"})


def _answers(number: int, luck: int) -> dict[str, Value]:
    kind = list(_KINDS)[number % len(_KINDS)]
    fact, word = f"{kind}.{number}", ("yes", "partial", "no")[luck % 3]
    count = Decimal(luck)
    more: Mapping[str, Mapping[str, Value]] = {
        "elements": {f"more.{number}": count, f"rows.{number}": _rows(luck)},
        "growth": {f"last.{number}": Decimal(50)},
        "deadline": {f"done.{number}": "yes" if luck % 3 else "no"},
        "deductions": {f"count.{number}": Decimal(luck % 4)},
    }
    own: dict[str, Value] = {
        "levels": word,
        "elements": word,
        "threshold": Rate(count, Decimal(100)),
        "proportional": count,
        "steps": Rate(count, Decimal(99 + luck % 2)),
        "per_unit": Decimal(luck % 7),
        "growth": count,
        "deadline": dt.date(2025, 12, 1) + dt.timedelta(days=luck),
        "deductions": "yes" if luck % 5 == 0 else "no",
        "judged": count,
    }
    return {fact: own[kind], **more.get(kind, {})}


def _rows(luck: int) -> tuple[Row, ...]:
    return tuple(
        Row(f"r{place}", {"product": ("liability", "patent")[(luck + place) % 2], "end": dt.date(2026 + place, 6, 1)})
        for place in range(3)
    )


def evidence(items: int = ITEMS, seed: int = 0) -> tuple[Evidence, ...]:
    """File proof for two items of three."""
    kinds = list(_KINDS)
    return tuple(
        Evidence(fact=f"{kinds[number % len(kinds)]}.{number}", kind="contract", file=f"f{number}", issued_on=AS_OF)
        for number in range(items)
        if (number + seed) % 3
    )
