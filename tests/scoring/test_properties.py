"""What holds for every form and every set of answers."""

import dataclasses
import random
from collections.abc import Mapping
from decimal import Decimal, localcontext

from hypothesis import given, settings
from hypothesis import strategies as st

from assess.scoring import serial
from assess.scoring.asked import asked
from assess.scoring.engine import score
from assess.scoring.form import DialRule, Form, Item, Section
from assess.scoring.gaps import gaps
from assess.scoring.result import Dial, ItemResult, Result, Sub
from assess.scoring.rounding import ARITHMETIC
from assess.values.model import Answers, Value
from assess.values.step import Step, Sum
from assess.wording.sentences import tell
from tests.scoring import building, strategies

EXAMPLES = settings(max_examples=150, deadline=None)
ZERO = Decimal(0)


@st.composite
def _case(draw: st.DrawFn, na: str = "global") -> tuple[Form, Result]:
    form = draw(strategies.forms(na))
    return form, score(form, building.inputs(draw(strategies.partly(draw(strategies.COMPLETE)))))


def _numbers(result: Result) -> Result:
    """Leave out every trace."""
    bare: tuple[Step, ...] = ()
    sections = tuple(
        dataclasses.replace(
            part,
            duty=dataclasses.replace(part.duty, trace=bare),
            readiness=dataclasses.replace(part.readiness, trace=bare),
        )
        for part in result.sections
    )
    return dataclasses.replace(
        result,
        duty=dataclasses.replace(result.duty, trace=bare),
        readiness=dataclasses.replace(result.readiness, trace=bare),
        grade=dataclasses.replace(result.grade, trace=bare),
        sections=sections,
        items=tuple(dataclasses.replace(item, trace=bare) for item in result.items),
    )


@EXAMPLES
@given(_case("global") | _case("section"))
def test_every_score_stays_inside_its_bounds(case: tuple[Form, Result]) -> None:
    form, result = case
    for item, scored in zip(form.items(), result.items, strict=True):
        least, most = (-item.points, ZERO) if item.deduction else (ZERO, item.points)
        assert min(least, ZERO) <= scored.earned <= scored.high <= max(most, ZERO)
        assert ZERO <= scored.bonus <= scored.bonus_high
    for rule, dial in ((form.duty, result.duty), (form.readiness, result.readiness)):
        if dial.final is not None and dial.low is not None and dial.high is not None:
            assert ZERO <= dial.low == dial.final <= dial.high <= rule.full


@EXAMPLES
@given(st.data())
def test_filling_in_what_is_open_stays_inside_the_range(data: st.DataObject) -> None:
    form, complete = data.draw(strategies.forms()), data.draw(strategies.COMPLETE)
    before = score(form, building.inputs(data.draw(strategies.partly(complete))))
    after = score(form, building.inputs(complete))
    for early, late in ((before.duty, after.duty), (before.readiness, after.readiness)):
        if late.final is not None and early.low is not None and early.high is not None:
            assert early.low <= late.final <= early.high


def _shuffled(form: Form, seed: int) -> Form:
    mixer = random.Random(seed)  # noqa: S311 - a reproducible order, no secret

    def mix(section: Section) -> Section:
        items = list(section.items())
        mixer.shuffle(items)
        return dataclasses.replace(section, groups=(dataclasses.replace(section.groups[0], items=tuple(items)),))

    sections = [mix(section) for section in form.sections]
    mixer.shuffle(sections)
    return dataclasses.replace(form, sections=tuple(sections))


@EXAMPLES
@given(st.data())
def test_the_order_of_items_and_answers_does_not_matter(data: st.DataObject) -> None:
    form = data.draw(strategies.forms(data.draw(st.sampled_from(["global", "section"]))))
    answers = data.draw(strategies.partly(data.draw(strategies.COMPLETE)))
    one = _numbers(score(form, building.inputs(answers)))
    other = _numbers(
        score(_shuffled(form, data.draw(st.integers(0, 99))), building.inputs(dict(reversed(list(answers.items())))))
    )
    assert (one.duty, one.readiness) == (other.duty, other.readiness)
    assert one.grade.effective == other.grade.effective
    assert sorted(one.items, key=lambda item: item.key) == sorted(other.items, key=lambda item: item.key)


def _without(form: Form, key: str) -> Form:
    def keep(section: Section) -> Section:
        items = tuple(item for item in section.items() if item.key != key)
        return dataclasses.replace(section, groups=(dataclasses.replace(section.groups[0], items=items),))

    return dataclasses.replace(form, sections=tuple(keep(section) for section in form.sections))


@EXAMPLES
@given(st.data())
def test_what_is_not_applicable_might_as_well_not_be_there(data: st.DataObject) -> None:
    form = data.draw(strategies.forms())
    answers = data.draw(strategies.partly(data.draw(strategies.COMPLETE)))
    item: Item = data.draw(st.sampled_from(list(form.items())))
    claimed = _numbers(score(form, building.inputs(answers, claims={item.key: "没有"})))
    removed = _numbers(score(_without(form, item.key), building.inputs(answers)))
    assert (claimed.duty, claimed.readiness) == (removed.duty, removed.readiness)


@EXAMPLES
@given(_case())
def test_a_score_survives_json_and_scoring_without_trace(case: tuple[Form, Result]) -> None:
    _, result = case
    assert serial.from_json(serial.to_json(result)) == result


@EXAMPLES
@given(st.data())
def test_the_trace_changes_no_number(data: st.DataObject) -> None:
    form = data.draw(strategies.forms("section"))
    inputs = building.inputs(data.draw(strategies.partly(data.draw(strategies.COMPLETE))))
    assert score(form, inputs, trace=False) == _numbers(score(form, inputs))


def _last(trace: tuple[Step, ...], message: str) -> Step | None:
    return next((step for step in reversed(trace) if step.message == message), None)


def _number(step: Step, name: str) -> Decimal:
    value = step.params[name]
    assert isinstance(value, Decimal)
    return value


def _told(item: ItemResult) -> Decimal:
    """Give the points an item's trace ends with."""
    closings = ("item.full", "item.lost", "item.bonus", "item.deduction")
    closing = next(step for step in item.trace if step.message in closings)
    return -_number(closing, "charge") if closing.message == "item.deduction" else _number(closing, "earned")


def _rebuilt_section(sub: Sub) -> Decimal:
    step = _last(sub.trace, "section.sum")
    if step is None:
        return ZERO
    parts = step.params["parts"]
    assert isinstance(parts, Sum)
    assert sum(parts.parts, ZERO) == _number(step, "earned") == sub.earned
    settled = _last(sub.trace, "section.settled")
    return sub.earned if settled is None else _number(settled, "settled")


def _rebuilt_dial(dial: Dial, rule: DialRule) -> Decimal:
    """Compute the final score from the statements of the trace alone."""
    step = _last(dial.trace, "dial.base")
    assert step is not None
    value = (_number(step, "earned") * _number(step, "full") / _number(step, "points")).quantize(Decimal("0.01"))
    assert value == _number(step, "base") == dial.base
    if charges := _last(dial.trace, "dial.deductions"):
        value = max(value - _number(charges, "charges"), ZERO)
    if bonus := _last(dial.trace, "dial.bonus"):
        value += min(_number(bonus, "offered"), _number(bonus, "cap"))
    if capped := _last(dial.trace, "dial.capped"):
        value = min(value, _number(capped, "cap"))
    return value.quantize(Decimal(1).scaleb(-rule.decimals))


@EXAMPLES
@given(_case("global") | _case("section"))
def test_the_trace_rebuilds_the_score(case: tuple[Form, Result]) -> None:
    form, result = case
    with localcontext(ARITHMETIC):
        for item in result.items:
            if item.counted:
                assert _told(item) == item.earned
        for section in result.sections:
            assert _rebuilt_section(section.duty) == section.duty.settled
            assert _rebuilt_section(section.readiness) == section.readiness.settled
        for rule, dial in ((form.duty, result.duty), (form.readiness, result.readiness)):
            if dial.final is not None:
                assert _rebuilt_dial(dial, rule) == dial.final


@EXAMPLES
@given(st.data())
def test_every_statement_can_be_said_in_both_languages(data: st.DataObject) -> None:
    form = data.draw(strategies.forms("section"))
    inputs = building.inputs(data.draw(strategies.partly(data.draw(strategies.COMPLETE))), claims={"i0-0": "没有"})
    result = score(form, inputs)
    steps = [*result.duty.trace, *result.readiness.trace, *result.grade.trace]
    steps += [step for item in result.items for step in item.trace]
    steps += [step for gap in gaps(form, result, inputs) for step in gap.why]
    for step in steps:
        assert tell(step, "zh")
        assert tell(step, "en")


@EXAMPLES
@given(st.data())
def test_a_better_number_never_scores_less(data: st.DataObject) -> None:
    points = data.draw(strategies.POINTS)
    kind = data.draw(
        st.sampled_from([strategies._threshold, strategies._proportional, strategies._per_unit, strategies._judged])
    )
    rule = data.draw(kind(points))
    next(iter(rule.values()))["fact"] = "n.0"
    if "threshold" in rule:  # whoever writes a near credit above 1 would not be monotone, and lint refuses it
        assert Decimal(rule["threshold"]["near_credit"]) <= 1
    low, high = sorted(data.draw(st.tuples(st.integers(0, 20_000), st.integers(0, 20_000))))
    form = building.form([building.item({"key": "it", "points": points, "rule": building.rule(rule)})])
    worse, better = (score(form, building.inputs({"n.0": Decimal(value) / 100})).item("it") for value in (low, high))
    if rule.get("proportional", {}).get("lower_is_better"):
        worse, better = better, worse
    assert worse.earned + worse.bonus <= better.earned + better.bonus


def _visibility(form: Form, answers: Answers) -> Mapping[str, str]:
    return asked(form, list(strategies.FACTS), answers, building.PROFILE, building.AS_OF)


@EXAMPLES
@given(st.data())
def test_what_is_hidden_does_not_count(data: st.DataObject) -> None:
    form = data.draw(strategies.forms())
    answers = data.draw(strategies.partly(data.draw(strategies.COMPLETE)))
    shown = _visibility(form, answers)
    visible = {key: value for key, value in answers.items() if shown[key] != "hidden"}
    assert _numbers(score(form, building.inputs(visible))) == _numbers(score(form, building.inputs(answers)))


@EXAMPLES
@given(st.data())
def test_answering_what_is_asked_leads_to_the_end(data: st.DataObject) -> None:
    form, complete = data.draw(strategies.forms()), data.draw(strategies.COMPLETE)
    answers: dict[str, Value] = {}
    for _ in strategies.FACTS:
        shown = _visibility(form, answers)
        answers |= {key: complete[key] for key, state in shown.items() if state == "ask"}
    assert "later" not in _visibility(form, answers).values()
    assert _numbers(score(form, building.inputs(answers))) == _numbers(score(form, building.inputs(complete)))


@EXAMPLES
@given(st.lists(strategies.CREDIT, min_size=3, max_size=3), st.lists(strategies.CREDIT, min_size=1, max_size=4))
def test_a_better_level_never_scores_less(credits_: list[str], others: list[str]) -> None:
    words = ("no", "partial", "yes")
    ranked = dict(zip(words, sorted(credits_, key=Decimal), strict=True))
    rule = building.rule({"levels": {"fact": "y.0", "credits": ranked}})
    rest = [
        building.item({"key": f"o{n}", "rule": building.rule({"levels": {"fact": "y.1", "credits": {"yes": credit}}})})
        for n, credit in enumerate(others)
    ]
    form = building.form([building.item({"key": "it", "rule": rule}), *rest])
    finals = [score(form, building.inputs({"y.0": word, "y.1": "yes"})).duty.final or ZERO for word in words]
    assert finals == sorted(finals)
