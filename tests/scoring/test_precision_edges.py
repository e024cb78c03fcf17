"""Nothing is rounded on the way, whoever asks: 37 decimals just below a half stay below it."""

from decimal import Decimal, localcontext
from typing import Any

import pytest

from assess.scoring.columns import score_columns
from assess.scoring.drawing import draw
from assess.scoring.engine import score
from assess.scoring.marks import Mark
from assess.scoring.options import options, tried
from assess.values.model import Answers
from tests.scoring import building

# 10 points × this ÷ 10 is 0.0049…9, which rounds to 0.00; with 28 digits it would be 0.0050, which rounds to 0.01.
BELOW = Decimal("0.00" + "4" + "9" * 34)
RULE = {"proportional": {"fact": "n", "target": "10"}}
FACTS = [building.fact({"key": "n", "type": "number", "decimals": 4}), building.yes_no("b")]


def _advice(days: str) -> dict[str, Any]:
    return {"do": {"zh": days, "en": days}, "effort_days": days, "owner": {"zh": "法", "en": "law"}}


FORM = building.form(
    [
        building.item(
            {"key": "a", "rule": building.rule(RULE), "advice": {"none": _advice("6"), "partial": _advice("4")}}
        ),
        building.item({"key": "b"}),
    ],
    duty={"bands": [{"grade": "A", "from": "90"}, {"grade": "B", "from": "0"}]},
)
ANSWERS: Answers = {"n": BELOW, "b": "yes"}
INPUTS = building.inputs(ANSWERS)


def test_a_score() -> None:
    assert str(score(FORM, INPUTS).item("a").earned) == "0.00"


@pytest.mark.parametrize("digits", [3, 28])
def test_every_column_and_every_action_whatever_the_caller_computes_with(digits: int) -> None:
    with localcontext() as context:
        context.prec = digits
        columns = score_columns(FORM, INPUTS, (), [Mark(item="b", points=Decimal("9.99"))])
        (action,) = draw(FORM, FACTS, INPUTS)
        found = options(FORM, FACTS, INPUTS)
        after = tried(FORM, INPUTS, [])
    assert str(columns.claimed.item("a").earned) == str(after.item("a").earned) == "0.00"
    assert columns.reviewed is not None
    assert str(columns.reviewed.result.duty.low) == "50.0"  # 9.99 ÷ 20 × 100 = 49.95
    assert columns.claimed.item("a").outcome == "none"
    assert str(action.effort_days) == "6"  # the advice for nothing, not for a part
    assert [str(effect.duty) for effect in found.along] == ["10.00"]


def test_every_total_of_every_column_is_told() -> None:
    proof = {"kinds": ["contract"], "required": True}
    form = building.form([building.item({"key": "a", "evidence": proof}), building.item({"key": "b"})])
    columns = score_columns(form, building.inputs({"a": "yes", "b": "yes"}), (), [Mark(item="b", points=Decimal(5))])
    assert columns.reviewed is not None
    told = [
        [step.message for step in result.duty.trace]
        for result in (columns.claimed, columns.supported, columns.reviewed.result)
    ]
    usual = ["dial.sum", "dial.base", "dial.rounded"]
    assert told == [usual, usual, ["dial.sum", "dial.base", "dial.rounded", "dial.range"]]
    assert columns.claimed == score(form, building.inputs({"a": "yes", "b": "yes"}))
    given = columns.claimed.items[0].trace[0].params["answer"]
    assert (given.fact, given.value) == ("a", "yes")  # type: ignore[union-attr]  # what was answered


def test_what_is_rounded_says_so() -> None:
    third = building.rule({"levels": {"fact": "b", "credits": {"yes": "0.33333", "no": "0.5"}}})
    form = building.form([building.item({"key": "a", "rule": third})])
    told = [score(form, building.inputs({"b": answer})).item("a").trace[2].message for answer in ("yes", "no")]
    assert told == ["earned.rounded", "earned.exact"]


@pytest.mark.parametrize(("cap", "told"), [("104", True), ("105", False)])
def test_a_score_beyond_its_cap_says_so(cap: str, told: bool) -> None:  # noqa: FBT001 - the outcome
    items = [building.item({"key": "a"}), building.item({"key": "x", "points": "5", "bonus": True})]
    form = building.form(items, duty={"bonus_cap": "5", "overall_cap": cap})
    duty = score(form, building.inputs({"a": "yes", "x": "yes"})).duty
    assert str(duty.final) == f"{cap}.0"
    capped = [dict(step.params) for step in duty.trace if step.message == "dial.capped"]
    assert capped == ([{"before": Decimal("105.00"), "cap": Decimal(104)}] if told else [])
