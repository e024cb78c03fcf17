"""The cheapest way against brute force: every set of the actions, scored by the engine itself."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess.scoring.actions import Action, Change, applied, compatible, key_of
from assess.scoring.drawing import draw
from assess.scoring.engine import score
from assess.scoring.form import Form, Group
from assess.scoring.inputs import Inputs
from assess.scoring.path import BUDGET, CEILING, PROVEN_UP_TO, Goal, Path, cheapest, next_goal, reaches
from assess.values.model import Answers, Value
from tests.scoring import building
from tests.scoring.strategies import BANDS, COMPLETE, FACTS, forms, partly

EFFORTS = st.sampled_from(["0", "0.5", "1", "1.5", "2", "3", "7"])
MOST = 7


@st.composite
def any_actions(draw_: st.DrawFn) -> list[Action]:
    """Make up actions that change anything to anything, whether it helps or harms; some clash."""
    wanted: Answers = draw_(COMPLETE)
    places = draw_(st.lists(st.sampled_from(sorted(FACTS)), max_size=MOST, unique=True))
    made = [_action([(key, wanted[key])], draw_(EFFORTS)) for key in places]
    other: Answers = draw_(COMPLETE)
    for key in places[: MOST - len(places)]:
        pair = draw_(st.sampled_from(sorted(FACTS)))
        made.append(_action({key: other[key], pair: other[pair]}.items(), draw_(EFFORTS)))
    return list({action.key: action for action in made}.values())


@st.composite
def worlds(draw_: st.DrawFn, na: str = "global") -> tuple[Form, Inputs]:
    """Make a form of any kinds of rules, gates, vetoes and bonuses, with caps, a least share and claims of 不适用."""
    form = draw_(forms(na=na))
    cap = draw_(st.sampled_from([None, form.duty.full + 3]))
    duty = replace(form.duty, overall_cap=cap, min_share=Decimal(draw_(st.sampled_from(["0", "0.3", "0.8"]))))
    claimed = draw_(st.lists(st.sampled_from([item.key for item in form.items()]), max_size=2))
    answers = draw_(partly(draw_(COMPLETE)))
    return replace(form, duty=duty), building.inputs(answers, claims=dict.fromkeys(claimed, "无"))


def _action(changes: Any, effort: str) -> Action:  # noqa: ANN401 - pairs of facts and values
    made = tuple(Change(fact, (), value) for fact, value in changes)
    return Action(
        key=key_of(made), kind="do", changes=made, effort_days=Decimal(effort), otherwise_days=Decimal(0),
        items=(), clears=(), advice=None,
    )  # fmt: skip


def _sets(actions: Sequence[Action]) -> Iterator[tuple[Action, ...]]:
    for size in range(len(actions) + 1):
        for chosen in itertools.combinations(actions, size):
            if len(compatible(chosen)) == len(chosen):
                yield chosen


def _after(inputs: Inputs, chosen: Sequence[Action]) -> Inputs:
    return replace(inputs, answers=applied(inputs.answers, chosen))


def brute(form: Form, inputs: Inputs, actions: Sequence[Action], goal: Goal) -> Decimal | None:
    """Give the least effort of any set that reaches the goal."""
    efforts = [
        sum((action.effort_days for action in chosen), Decimal(0))
        for chosen in _sets(actions)
        if reaches(form, score(form, _after(inputs, chosen), trace=False), goal)
    ]
    return min(efforts, default=None)


def _check(form: Form, inputs: Inputs, actions: Sequence[Action], goal: Goal | None) -> Path:
    found = cheapest(form, inputs, actions, goal)
    wanted = goal or next_goal(form, score(form, inputs, trace=False))
    if wanted is None:
        assert found.state in ("reached", "no-grade")
        return found
    least = brute(form, inputs, actions, wanted)
    if least is None:
        assert found.state == "unreachable"
        return found
    assert found.state == ("proven" if found.actions else "reached")
    assert sum((action.effort_days for action in found.actions), Decimal(0)) == found.effort_days == least
    assert found.bound == least
    result = score(form, _after(inputs, found.actions), trace=False)
    assert reaches(form, result, wanted)
    assert result == found.after
    return found


GOALS = st.none() | st.builds(
    lambda grade, score_: Goal(grade=grade, score=None if score_ is None else Decimal(score_)),
    st.sampled_from(["A", "B", None]),
    st.sampled_from([None, "2", "40", "85.5", "99.95", "700"]),
).filter(lambda goal: bool(goal.grade or goal.score))
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(data=st.data(), na=st.sampled_from(["global", "section"]), goal=GOALS)
def test_nothing_cheaper_reaches_the_goal(data: st.DataObject, na: str, goal: Goal | None) -> None:
    form, inputs = data.draw(worlds(na=na))
    _check(form, inputs, data.draw(any_actions()), goal)


@SLOW
@given(data=st.data(), goal=GOALS)
def test_nothing_cheaper_reaches_the_goal_among_the_actions_drawn_up(data: st.DataObject, goal: Goal | None) -> None:
    form, inputs = data.draw(worlds())
    drawn = draw(form, list(FACTS.values()), inputs)[:MOST]
    priced = [replace(action, effort_days=Decimal(data.draw(EFFORTS))) for action in drawn]
    _check(form, inputs, priced, goal)


PLAIN = [f"q.{number}" for number in range(6)]


@st.composite
def mendable(draw_: st.DrawFn) -> tuple[Form, Inputs, list[Action]]:
    """Make a form where nothing is done and every action helps, some only together, some by opening another item."""
    items = []
    for place, key in enumerate(PLAIN):
        other = draw_(st.sampled_from(PLAIN))
        parts = [
            {"points": "3", "when": {"fact": key, "is": "yes"}},
            {"points": "2", "when": {"fact": other, "is": "yes"}},
        ]
        both = {"all": [{"fact": key, "is": "yes"}, {"fact": other, "is": "yes"}]}
        rule: dict[str, Any] = draw_(
            st.sampled_from(
                [
                    {"levels": {"fact": key, "credits": {"yes": "1", "no": "0"}}},
                    {"elements": parts},
                    {"elements": [{"points": "5", "when": both}]},
                    {"elements": parts, "missing_deduction": "1"},
                ]
            )
        )
        points = "5" if "elements" in rule else draw_(st.sampled_from(["1", "4", "9", "20"]))
        gate = draw_(st.sampled_from([None, None, None, {"fact": other, "is": "yes"}]))
        flags = draw_(st.sampled_from([{}, {}, {}, {"bonus": True}, {"deduction": True}]))
        items.append(
            building.item(
                {"key": f"i{place}", "points": points, "rule": building.rule(rule), "applies_if": gate, **flags}
            )
        )
    cap = draw_(st.sampled_from(["0", "5"]))
    form = building.form(items, duty={"bands": [dict(band) for band in BANDS], "bonus_cap": cap})
    actions = [_action([(key, "yes")], draw_(EFFORTS)) for key in PLAIN]
    return form, building.inputs(dict.fromkeys(PLAIN, "no")), actions


@SLOW
@given(case=mendable(), least=st.integers(20, 100))
def test_nothing_cheaper_reaches_a_goal_that_is_within_reach(
    case: tuple[Form, Inputs, list[Action]], least: int
) -> None:
    form, inputs, actions = case
    _check(form, inputs, actions, Goal(score=Decimal(least)))


@SLOW
@given(data=st.data())
def test_neither_the_order_of_items_nor_that_of_actions_matters(data: st.DataObject) -> None:
    form, inputs = data.draw(worlds())
    actions = data.draw(any_actions())
    turned = tuple(replace(section, groups=(_mixed(data, section.groups[0]),)) for section in reversed(form.sections))
    mixed = replace(form, sections=turned)
    one, other = cheapest(form, inputs, actions), cheapest(mixed, inputs, data.draw(st.permutations(actions)))
    assert (one.state, one.actions, one.effort_days) == (other.state, other.actions, other.effort_days)


def _mixed(data: st.DataObject, group: Group) -> Group:
    return replace(group, items=tuple(data.draw(st.permutations(group.items))))


@SLOW
@given(data=st.data())
def test_an_action_that_touches_nothing_changes_nothing(data: st.DataObject) -> None:
    form, inputs = data.draw(worlds())
    actions = data.draw(any_actions())
    idle = _action([("nobody.asks", "yes")], "0.1")
    one, other = cheapest(form, inputs, actions), cheapest(form, inputs, [*actions, idle])
    assert (one.state, one.actions, one.bound) == (other.state, other.actions, other.bound)


@SLOW
@given(data=st.data())
def test_no_drawn_action_harms_the_item_it_is_for_when_all_are_done(data: st.DataObject) -> None:
    form = data.draw(forms())
    answers: dict[str, Value] = dict(data.draw(COMPLETE))
    inputs = building.inputs(answers)
    for action in draw(form, list(FACTS.values()), inputs):
        for change in action.changes:
            assert change.place or answers.get(change.fact) != change.value


def _many(count: int, efforts: Sequence[str]) -> tuple[Form, Inputs, tuple[Action, ...]]:
    items = [
        building.item({"key": f"q.{n:02}", "points": str(3 + n * 7 % 11), "advice": {"none": _advice(efforts[n])}})
        for n in range(count)
    ]
    form = building.form(items, duty={"bands": [{"grade": "A", "from": "90"}, {"grade": "B", "from": "0"}]})
    inputs = building.inputs({f"q.{n:02}": "no" for n in range(count)})
    return form, inputs, draw(form, [building.yes_no(f"q.{n:02}") for n in range(count)], inputs)


def _advice(days: str) -> dict[str, Any]:
    return {"do": {"zh": "做", "en": "Do"}, "effort_days": days, "owner": {"zh": "法务", "en": "Legal"}}


@pytest.mark.parametrize("efforts", [["1"] * 60, [str(3 + n * 7 % 11) for n in range(60)], ["0.5", "3", "2.5"] * 20])
def test_large_forms_are_proven_within_the_budget(efforts: list[str]) -> None:
    form, inputs, actions = _many(60, efforts)
    found = cheapest(form, inputs, actions)
    assert found.state == "proven"
    assert found.nodes < 20_000
    assert found.after.grade.effective == "A"


def test_a_search_that_is_cut_says_what_nothing_undercuts() -> None:
    form, inputs, actions = _many(40, [str(3 + n * 5 % 13) for n in range(40)])
    proven, cut = cheapest(form, inputs, actions), cheapest(form, inputs, actions, budget=1)
    assert proven.state == "proven"
    assert cut.state in ("bounded", "unknown")
    assert cut.bound <= proven.effort_days
    assert cut.state == "unknown" or cut.effort_days >= proven.effort_days


def _pairs(count: int) -> tuple[Form, Inputs, list[Action]]:
    """Make one item with a part for every pair of questions: what an action brings hangs on all the others."""
    keys = [f"q.{n:02}" for n in range(count)]
    parts = [
        {"points": "1", "when": {"all": [{"fact": one, "is": "yes"}, {"fact": other, "is": "yes"}]}}
        for one, other in itertools.combinations(keys, 2)
    ]
    wide = building.item({"key": "wide", "points": str(len(parts)), "rule": building.rule({"elements": parts})})
    form = building.form([wide], duty={"bands": [{"grade": "A", "from": "60"}, {"grade": "B", "from": "0"}]})
    actions = [_action([(key, "yes")], str(1 + place * 5 % 3)) for place, key in enumerate(keys)]
    return form, building.inputs(dict.fromkeys(keys, "no")), actions


def test_a_search_within_25_actions_ends_at_its_ceiling_with_a_way_and_a_bound() -> None:
    form, inputs, actions = _pairs(PROVEN_UP_TO)
    found = cheapest(form, inputs, actions)
    assert found.state == "bounded"
    assert CEILING <= found.steps < CEILING * 11 // 10
    assert found.nodes < BUDGET
    assert reaches(form, found.after, Goal(grade="A"))
    # 20 of 25 questions make 190 of 300 pairs, 63.3 %; 19 make 171, 57 %. The 20 cheapest take 9 × 1 + 8 × 2 + 3 × 3.
    assert len(found.actions) == 20
    assert found.effort_days == Decimal(34)
    assert 0 < found.bound <= Decimal(34)
    assert cheapest(form, inputs, actions) == found


def test_a_form_whose_bonus_hides_every_gain_is_scored_only_so_often() -> None:
    keys = [f"q.{n:02}" for n in range(PROVEN_UP_TO - 1)]
    form = building.form(
        [building.item({"key": key}) for key in [*keys, "lost"]],
        duty={"bands": [{"grade": "A", "from": "100"}, {"grade": "B", "from": "0"}], "bonus_cap": "100"},
    )
    inputs = building.inputs(dict.fromkeys([*keys, "lost"], "no"))
    found = cheapest(form, inputs, [_action([(key, "yes")], str(place % 5)) for place, key in enumerate(keys)])
    assert found.state == "unknown"
    assert CEILING <= found.steps < CEILING * 11 // 10
    assert found.actions == ()
    assert found.after.grade.final == Decimal("96.0")  # 24 of 25 questions


def test_what_a_cut_search_takes_together_has_nothing_in_it_that_is_not_needed() -> None:
    form, inputs, actions = _pairs(PROVEN_UP_TO + 1)
    cut = cheapest(form, inputs, actions, budget=1)
    assert (cut.state, cut.nodes) == ("bounded", 1)
    for left in cut.actions:
        others = [action for action in cut.actions if action is not left]
        assert not reaches(form, score(form, _after(inputs, others), trace=False), Goal(grade="A"))
