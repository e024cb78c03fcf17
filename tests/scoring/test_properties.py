"""What holds for every form and every set of answers."""

import dataclasses
import json
import random
from collections.abc import Mapping
from decimal import Decimal, localcontext

from hypothesis import given, settings
from hypothesis import strategies as st

from assess.scoring import serial
from assess.scoring.asked import asked
from assess.scoring.columns import score_columns
from assess.scoring.engine import score
from assess.scoring.evidence import Evidence
from assess.scoring.form import Form, Item, Section
from assess.scoring.gaps import gaps
from assess.scoring.result import Result
from assess.scoring.rounding import ARITHMETIC
from assess.values.model import Answers, Value
from assess.values.step import Step
from assess.wording.sentences import tell
from tests.scoring import building, rebuilding, strategies

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


def _places(form: Form) -> list[list[str]]:
    return [[item.key for item in section.items()] for section in form.sections]


@EXAMPLES
@given(_case("global") | _case("section"))
def test_the_trace_alone_rebuilds_the_score(case: tuple[Form, Result]) -> None:
    form, result = case
    with localcontext(ARITHMETIC):
        rebuilding.check(result, _places(form))


@EXAMPLES
@given(st.data())
def test_the_trace_alone_rebuilds_every_column(data: st.DataObject) -> None:
    form = data.draw(strategies.forms(data.draw(st.sampled_from(["global", "section"]))))
    inputs = building.inputs(data.draw(strategies.partly(data.draw(strategies.COMPLETE))), claims={"i0-0": "没有"})
    marks = data.draw(strategies.marks(form))
    columns = score_columns(form, inputs, data.draw(strategies.EVIDENCE), marks)
    with localcontext(ARITHMETIC):
        rebuilding.check(columns.supported, _places(form))
        if columns.reviewed is not None:
            rebuilding.check(columns.reviewed.result, _places(form))
    assert columns.claimed == score(form, inputs)
    assert (columns.reviewed is None) == (not marks)


@EXAMPLES
@given(st.data())
def test_proof_never_lowers_and_its_lack_never_lifts(data: st.DataObject) -> None:
    form = data.draw(strategies.forms())
    inputs = building.inputs(data.draw(strategies.partly(data.draw(strategies.COMPLETE))))
    files: list[Evidence] = data.draw(strategies.EVIDENCE)
    some, more = (score_columns(form, inputs, part) for part in (files[: len(files) // 2], files))
    for before, after, claimed in zip(some.supported.items, more.supported.items, more.claimed.items, strict=True):
        assert before.earned <= after.earned <= claimed.earned
        assert after.high <= claimed.high
        assert (after.counted, after.points) == (claimed.counted, claimed.points)


@EXAMPLES
@given(st.data())
def test_all_columns_survive_json(data: st.DataObject) -> None:
    form = data.draw(strategies.forms())
    inputs = building.inputs(data.draw(strategies.partly(data.draw(strategies.COMPLETE))))
    columns = score_columns(form, inputs, data.draw(strategies.EVIDENCE), data.draw(strategies.marks(form)))
    assert serial.columns_from_json(json.loads(json.dumps(serial.columns_to_json(columns)))) == columns


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
