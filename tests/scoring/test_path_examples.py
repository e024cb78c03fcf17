"""The worked example of the cheapest way, computed by hand; docs/scoring.md shows it."""

from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.form import Form
from assess.scoring.inputs import Inputs
from assess.scoring.options import Options, alone, along, options, tried
from assess.scoring.path import Goal
from assess.values.fact import Fact
from tests.scoring import building
from tests.scoring.test_examples import DOCS

EXAMPLE = building.DATA / "paths" / "next-grade.yaml"
CASES = building.load(EXAMPLE)["cases"]


def _advice(days: str, *, done: bool = False) -> dict[str, Any]:
    return {
        "do": {"zh": "做", "en": "Do"},
        "effort_days": days,
        "owner": {"zh": "法务", "en": "Legal"},
        "irreversible": done,
    }


def filled() -> tuple[Form, list[Fact], Inputs]:
    example = building.load(EXAMPLE)
    facts = [building.fact(each) for each in example["facts"]]
    items = []
    for data in example["items"]:
        days, done = data.pop("days"), data.pop("irreversible", False)
        advice = {outcome: _advice(effort, done=done) for outcome, effort in days.items()}
        items.append(building.item({**data, "rule": building.rule(data["rule"]), "advice": advice}))
    form = building.form(items, **example["form"])
    return form, facts, building.inputs(building.answers(facts, example["answers"]))


def _options(goal: str | None) -> Options:
    form, facts, inputs = filled()
    return options(form, facts, inputs, Goal(grade=goal) if goal else None)


def test_the_actions_are_those_computed_by_hand() -> None:
    found = [
        {"facts": list(one.facts), "days": str(one.effort_days), "items": list(one.items), "kind": one.kind}
        for one in _options(None).actions
    ]
    assert found == building.load(EXAMPLE)["actions"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_way_is_the_one_computed_by_hand(case: dict[str, Any]) -> None:
    found = _options(case["goal"])
    path = found.path
    assert path.state == "proven"
    assert path.effort_days == path.bound == Decimal(case["days"])
    assert path.actions[0].facts == ("listed",), "the veto comes first"
    assert {fact for action in path.actions for fact in action.facts} == set(case["facts"])
    assert (str(path.before.duty.final), str(path.after.duty.final)) == (case["before"], case["after"])
    assert path.after.grade.effective == case["grade"]
    certain = None if found.certain is None or not found.certain.actions else found.certain.effort_days
    assert certain == (None if case["certain"] is None else Decimal(case["certain"]))


def test_what_each_action_brings() -> None:
    form, _, inputs = filled()
    found = _options(None)
    by_fact = {
        one.facts[0]: effect for one, effect in zip(found.actions, alone(form, inputs, found.actions), strict=True)
    }
    assert (by_fact["policy"].duty, by_fact["policy"].items) == (Decimal(30), ("policy", "policy-online"))
    assert by_fact["contract"].duty == Decimal(6)
    sequence = along(form, inputs, found.path.actions)
    assert sum(effect.duty for effect in sequence) == Decimal(50)


def test_trying_actions_is_scoring_such_answers() -> None:
    form, _, inputs = filled()
    found = _options(None)
    assert tried(form, inputs, found.path.actions).duty.final == Decimal("65.0")
    assert tried(form, inputs, ()).duty.final == Decimal("15.0")


def test_the_documentation_shows_the_cases() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for case in CASES:
        assert f"| {case['name']} | {case['by_hand']} | {case['days']} | {case['after']} {case['grade']} |" in text
