"""The way to a goal at its ends: which goal comes next, what reaches it, what a veto blocks, what each action adds."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.actions import Action, Change, Kind, key_of
from assess.scoring.engine import score
from assess.scoring.form import Form
from assess.scoring.options import Effect, alone, along, options, tried
from assess.scoring.path import Goal, Path, State, _least, _too_low, cheapest, next_goal, reaches
from assess.scoring.result import VetoResult
from assess.values.model import Answers, Value
from tests.scoring import building

BANDS = [{"grade": "A", "from": "80"}, {"grade": "B", "from": "50"}, {"grade": "C", "from": "0"}]


def _bands() -> list[dict[str, Any]]:
    return [dict(band) for band in BANDS]


def _form(*items: dict[str, Any], **duty: Any) -> Form:  # noqa: ANN401 - as in a file
    made = [building.item({**data, "rule": building.rule(data["rule"])} if "rule" in data else data) for data in items]
    return building.form(made, duty={"bands": _bands(), **duty})


def _action(days: str, *clears: str, kind: Kind = "do", **changes: Value) -> Action:
    made = tuple(Change(fact, (), value) for fact, value in changes.items())
    return Action(
        key=key_of(made), kind=kind, changes=made, effort_days=Decimal(days), otherwise_days=Decimal(0),
        items=(), clears=clears, advice=None,
    )  # fmt: skip


def _veto(effect: str, **more: str) -> dict[str, Any]:
    return {"when": {"fact": "v", "is": "yes"}, "effect": effect, "reason": {"zh": "否", "en": "no"}, **more}


def _facts(actions: Sequence[Action]) -> list[str]:
    return [fact for action in actions for fact in action.facts]


ONE = {"key": "a"}


@pytest.mark.parametrize(
    ("form", "answers", "grade"),
    [
        (_form(ONE), {"a": "no"}, "B"),
        (_form(ONE), {"a": "partial"}, "A"),
        (_form(ONE), {"a": "yes"}, None),
        (_form(ONE), {}, "B"),
        (_form(ONE, bands=[]), {"a": "no"}, None),
        (_form({"key": "a", "applies_if": {"role": "exporter"}}), {"a": "no"}, None),
        (_form(ONE, {"key": "b", "points": "90", "applies_if": {"role": "exporter"}}, min_share="0.2"), {"a": "no"},
         None),
        # a veto holds the grade down; an open one counts as fired
        (_form({**ONE, "veto": _veto("grade", grade="C")}), {"a": "yes", "v": "yes"}, "B"),
        (_form({**ONE, "veto": _veto("grade", grade="B")}), {"a": "yes"}, "A"),
        (_form({**ONE, "veto": _veto("grade", grade="A")}), {"a": "yes"}, None),
        (_form({**ONE, "veto": _veto("ineligible")}), {"a": "yes", "v": "yes"}, "C"),
        (_form({**ONE, "veto": _veto("ineligible")}), {"a": "yes"}, "C"),
    ],
)  # fmt: skip
def test_the_next_goal_is_the_grade_above(form: Form, answers: Answers, grade: str | None) -> None:
    found = next_goal(form, score(form, building.inputs(answers)))
    assert found == (None if grade is None else Goal(grade=grade))


@pytest.mark.parametrize(
    ("goal", "veto", "answers", "at"),
    [
        (Goal(grade="B"), None, {"a": "partial"}, True),
        (Goal(grade="A"), None, {"a": "partial"}, False),
        (Goal(grade="A"), None, {"a": "yes"}, True),
        (Goal(score=Decimal(50)), None, {"a": "partial"}, True),
        (Goal(score=Decimal("50.1")), None, {"a": "partial"}, False),
        (Goal(score=Decimal(50), grade="A"), None, {"a": "partial"}, False),
        (Goal(score=Decimal(90), grade="B"), None, {"a": "partial"}, False),
        (Goal(), None, {"a": "no"}, True),
        (Goal(grade="B"), _veto("grade", grade="B"), {"a": "yes", "v": "yes"}, True),
        (Goal(grade="A"), _veto("grade", grade="B"), {"a": "yes", "v": "yes"}, False),
        (Goal(score=Decimal(50)), _veto("grade", grade="B"), {"a": "yes", "v": "yes"}, False),
        (Goal(score=Decimal(50)), _veto("grade", grade="A"), {"a": "yes"}, False),
        (Goal(score=Decimal(50)), _veto("grade", grade="A"), {"a": "yes", "v": "no"}, True),
        (Goal(grade="C"), _veto("ineligible"), {"a": "yes", "v": "yes"}, False),
        (Goal(grade="C"), _veto("ineligible"), {"a": "yes"}, False),
    ],
)  # fmt: skip
def test_what_is_at_a_goal(goal: Goal, veto: dict[str, Any] | None, answers: Answers, at: bool) -> None:  # noqa: FBT001 - the outcome
    form = _form({**ONE, "veto": veto})
    assert reaches(form, score(form, building.inputs(answers)), goal) is at


def test_nothing_is_no_score() -> None:
    form = _form({**ONE, "applies_if": {"role": "exporter"}})
    assert not reaches(form, score(form, building.inputs()), Goal(score=Decimal(0)))


@pytest.mark.parametrize(
    ("form", "answers", "goal", "state", "wanted"),
    [
        (_form(ONE), {"a": "yes"}, None, "reached", Goal()),
        (_form(ONE), {"a": "yes"}, Goal(grade="B"), "reached", Goal(grade="B")),
        (_form(ONE), {"a": "partial"}, Goal(score=Decimal(50)), "reached", Goal(score=Decimal(50))),
        (_form(ONE, bands=[]), {"a": "no"}, None, "no-grade", Goal()),
        (_form({**ONE, "applies_if": {"role": "exporter"}}), {}, None, "no-grade", Goal()),
        (_form({**ONE, "veto": _veto("grade", grade="A")}), {"a": "yes"}, None, "no-grade", Goal()),
    ],
)  # fmt: skip
def test_where_nothing_is_to_be_done(
    form: Form, answers: Answers, goal: Goal | None, state: State, wanted: Goal
) -> None:  # fmt: skip
    inputs = building.inputs(answers)
    found = cheapest(form, inputs, [_action("1", a="yes")], goal)
    before = score(form, inputs, trace=False)
    assert found == Path(
        state=state, goal=wanted, actions=(), effort_days=Decimal(0), bound=Decimal(0), before=before, after=before,
        nodes=0, steps=0,
    )  # fmt: skip
    assert found.proven is (state == "reached")


@pytest.mark.parametrize(
    ("state", "proven"),
    [("reached", True), ("proven", True), ("bounded", False), ("unreachable", False), ("unknown", False),
     ("no-grade", False)],
)  # fmt: skip
def test_what_is_proven(state: Any, proven: bool) -> None:  # noqa: ANN401, FBT001 - a word, the outcome
    form = _form(ONE)
    path = cheapest(form, building.inputs({"a": "yes"}), [])
    assert replace(path, state=state).proven is proven


def test_what_is_assumed_is_named() -> None:
    form = _form(ONE, {"key": "b"})
    actions = [_action("1", a="yes", kind="find-out"), _action("1", b="yes")]
    path = cheapest(form, building.inputs({"b": "no"}), actions, Goal(grade="A"))
    assert _facts(path.actions) == ["a", "b"]  # what is found out comes first
    assert _facts(path.assumes) == ["a"]
    assert (path.state, path.effort_days, path.bound) == ("proven", Decimal(2), Decimal(2))


@pytest.mark.parametrize(
    ("effect", "grade", "goal", "blocked"),
    [
        ("grade", "C", Goal(grade="B"), True),
        ("grade", "B", Goal(grade="B"), False),
        ("grade", "A", Goal(grade="B"), False),
        ("grade", "unheard", Goal(grade="B"), False),
        ("grade", "A", Goal(grade="B", score=Decimal(1)), True),
        ("grade", "A", Goal(score=Decimal(1)), True),
        ("zero", None, Goal(grade="B"), True),
        ("zero", None, Goal(grade="C"), False),  # which begins at nothing
        ("zero", None, Goal(score=Decimal("0.1")), True),
        ("ineligible", None, Goal(grade="C"), True),
    ],
)
def test_what_a_veto_that_fired_keeps_out_of_reach(effect: Any, grade: Any, goal: Goal, blocked: bool) -> None:  # noqa: ANN401, FBT001 - words, the outcome
    veto = VetoResult(item="a", effect=effect, grade=grade, state="fired")
    assert _too_low(_form(ONE), veto, goal) is blocked


def test_out_of_reach_shows_what_everything_would_bring() -> None:
    form = _form({"key": "a", "points": "40"}, {"key": "b", "points": "50"}, {"key": "c", "points": "110"})
    inputs = building.inputs({"a": "no", "b": "no", "c": "no"})
    actions = [_action("1", a="yes"), _action("1", a="partial"), _action("2", b="yes"), _action("1", a="no")]
    found = cheapest(form, inputs, actions, Goal(grade="B"))
    assert (found.state, found.actions, found.effort_days, found.bound) == ("unreachable", (), Decimal(0), Decimal(0))
    # of a to partial and a to yes the first in order is taken: 20 + 50 of 200
    assert (found.before.duty.final, found.after.duty.final) == (Decimal("0.0"), Decimal("35.0"))
    assert (found.after.duty.trace, found.before.duty.trace) == ((), ())


def test_without_a_grade_or_a_score_nothing_is_out_of_reach() -> None:
    assert _least(_form(ONE), Goal()) == 0
    assert _least(_form(ONE), Goal(grade="A", score=Decimal(90))) == 90
    assert _least(_form(ONE), Goal(grade="A", score=Decimal(70))) == 80


def test_a_search_that_is_cut_before_it_found_a_way_says_so() -> None:
    keys = [f"q{place:02}" for place in range(27)]
    form = building.form(
        [building.item({"key": key}) for key in [*keys, "lost"]],
        duty={"bands": [{"grade": "A", "from": "100"}, {"grade": "B", "from": "0"}], "bonus_cap": "100"},
    )
    inputs = building.inputs(dict.fromkeys([*keys, "lost"], "no"))
    found = cheapest(form, inputs, [_action("1", kind="do", **{key: "yes"}) for key in keys], budget=1)
    assert (found.state, found.actions, found.effort_days, found.nodes) == ("unknown", (), Decimal(0), 1)
    assert found.after.duty.final == Decimal("96.4")  # 27 of 28 questions


def test_a_veto_is_listed_first_and_then_what_is_found_out() -> None:
    form = _form(ONE, {"key": "b"}, {"key": "z", "veto": _veto("grade", grade="C")})
    actions = [_action("1", a="yes"), _action("1", b="yes", kind="find-out"), _action("1", "z", v="no")]
    found = cheapest(form, building.inputs({"a": "no", "v": "yes", "z": "yes"}), actions, Goal(grade="A"))
    assert _facts(found.actions) == ["v", "b", "a"]


SUMS = {"elements": [{"points": "6", "when": {"fact": "a", "is": "yes"}},
                     {"points": "4", "when": {"fact": "b", "is": "yes"}}]}  # fmt: skip
EXTRA = {"threshold": {"fact": "n", "at_least": "2", "bonus_per_unit": "1", "bonus_cap": "3"}}


def test_what_actions_add_alone_and_one_after_the_other() -> None:
    both = {"all": [{"fact": "a", "is": "yes"}, {"fact": "b", "is": "yes"}]}
    form = _form(
        {"key": "sum", "rule": SUMS},
        {"key": "both", "points": "8", "rule": {"elements": [{"points": "8", "when": both}]}},
        {"key": "ready", "points": "5", "purpose": "readiness", "rule": {"levels": {"fact": "b", "credits":
                                                                                  {"yes": "1", "no": "0"}}}},
        {"key": "beyond", "rule": EXTRA},
        {"key": "worse", "points": "3", "rule": {"levels": {"fact": "b", "credits": {"yes": "0", "no": "1"}}}},
        {"key": "z", "points": "2", "rule": {"levels": {"fact": "z", "credits": {"yes": "1", "no": "0"}}},
         "veto": _veto("zero")},
    )  # fmt: skip
    inputs = building.inputs({"a": "no", "b": "no", "n": Decimal(3), "z": "yes", "v": "yes"})
    actions = [_action("1", a="yes"), _action("1", b="yes"), _action("1", n=Decimal(5)), _action("1", "z", v="no")]
    assert alone(form, inputs, actions) == (
        Effect(Decimal(6), Decimal(0), ("sum",)),
        Effect(Decimal(1), Decimal(5), ("sum", "ready")),
        Effect(Decimal(2), Decimal(0), ("beyond",)),
        Effect(Decimal(0), Decimal(0), ("z",)),
    )
    assert along(form, inputs, actions) == (
        Effect(Decimal(6), Decimal(0), ("sum",)),
        Effect(Decimal(9), Decimal(5), ("sum", "both", "ready")),
        Effect(Decimal(2), Decimal(0), ("beyond",)),
        Effect(Decimal(0), Decimal(0), ("z",)),
    )


def test_what_is_tried_says_no_more_than_the_numbers() -> None:
    form = _form(ONE)
    found = tried(form, building.inputs({"a": "no"}), [_action("1", a="yes"), _action("1", a="partial")])
    assert (found.duty.final, found.duty.trace, found.items[0].trace) == (Decimal("100.0"), (), ())


def _advice(days: int) -> dict[str, Any]:
    return {"do": {"zh": "做", "en": "do"}, "effort_days": str(days), "owner": {"zh": "法", "en": "law"}}


def _questions(count: int) -> tuple[Form, list[Any], Any]:
    keys = [f"q.{place:02}" for place in range(count)]
    items = [
        {"key": key, "points": str(3 + place * 7 % 11), "advice": {"none": _advice(3 + place * 5 % 13)}}
        for place, key in enumerate(keys)
    ]
    return _form(*items), [building.yes_no(key) for key in keys], building.inputs(dict.fromkeys(keys[:-1], "no"))


def test_options_search_within_the_budget_given() -> None:
    form, facts, inputs = _questions(27)
    found = options(form, facts, inputs, Goal(grade="A"), budget=1)
    assert (found.path.nodes, found.path.state) == (1, "bounded")
    assert found.certain is not None
    assert (found.certain.nodes, found.certain.goal) == (1, Goal(grade="A"))
    assert len(found.along) == len(found.path.actions)
    assert sum(effect.duty for effect in found.along) == sum(
        item.earned for item in found.path.after.items
    ) - sum(item.earned for item in found.path.before.items)  # fmt: skip
    assert _facts(found.path.assumes) == ["q.26"]
    assert {action.kind for action in found.certain.actions} == {"do"}


def test_options_without_assumptions_have_no_other_way() -> None:
    form, facts, _ = _questions(3)
    found = options(form, facts, building.inputs({"q.00": "no", "q.01": "no", "q.02": "no"}))
    assert (found.path.goal, found.path.state, found.certain) == (Goal(grade="B"), "proven", None)
    assert found.along != ()
