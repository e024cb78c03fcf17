"""The way to a goal at its ends: which goal comes next, what reaches it, what a veto blocks, what each action adds."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.actions import Action, Change, Kind, key_of
from assess.scoring.engine import score
from assess.scoring.form import Form
from assess.scoring.gains import Gains
from assess.scoring.ledger import Ledger, weights
from assess.scoring.options import Effect, alone, along, options, tried
from assess.scoring.path import Goal, Path, State, _too_low, cheapest, next_goal, reaches
from assess.scoring.result import VetoResult
from assess.values.model import UNKNOWN, Answers, Rate, Value
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
    actions = [_action("1", a="yes"), _action("1", a="partial"), _action("2", b="yes"), _action("1", c="no")]
    found = cheapest(form, inputs, actions, Goal(grade="B"))
    assert (found.state, found.actions, found.effort_days, found.bound) == ("unreachable", (), Decimal(0), Decimal(0))
    # of a to partial and a to yes the first in order is taken: 20 + 50 of 200
    assert (found.before.duty.final, found.after.duty.final) == (Decimal("0.0"), Decimal("35.0"))


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


def _gains(form: Form, answers: Answers, actions: Sequence[Action], goal: str) -> Gains:
    ledger = Ledger(form, building.inputs(answers), actions)
    return Gains(ledger, weights(ledger, Decimal(goal)))


YES_OR_NO = {"levels": {"fact": "a", "credits": {"yes": "1", "no": "0"}}}


def test_a_gain_is_what_is_earned_less_what_is_wanted() -> None:
    form = _form({"key": "a", "points": "30"}, {"key": "b", "points": "10"})
    actions = [_action("1", a="yes"), _action("1", b="yes"), _action("1", b="partial")]
    gains = _gains(form, {"a": "no", "b": "no"}, actions, "80")
    # 80.0 is reached from 79.945 on: 100 × earned − 79.945 × 40
    wanted = Decimal("79.945") * 40
    for mask, earned in ((0, 0), (1, 30), (2, 10), (3, 40), (4, 5), (5, 35)):
        assert gains.of(mask) == int((100 * earned - wanted) * 1_000_000)
    assert gains.added(0, 0) == gains.added(2, 0) == 3_000_000_000
    assert gains.most == (3_000_000_000, 1_000_000_000, 500_000_000)
    assert gains.constant == (True, True, True)
    assert gains.touched == ((0,), (1,), (1,))
    assert (gains.exact, gains.share_is_safe) == (True, True)


def test_a_gain_grows_and_shrinks_with_what_else_is_done() -> None:
    both = {"all": [{"fact": "a", "is": "yes"}, {"fact": "b", "is": "yes"}]}
    form = _form({"key": "both", "rule": {"elements": [{"points": "10", "when": both}]}}, {"key": "c"})
    gains = _gains(form, {"a": "no", "b": "no", "c": "yes"}, [_action("1", a="yes"), _action("1", b="yes")], "80")
    assert gains.most == (1_000_000_000, 1_000_000_000)
    assert gains.constant == (False, False)
    assert (gains.added(0, 0), gains.added(2, 0)) == (0, 1_000_000_000)


def test_a_section_that_settles_inside_itself_is_one_part() -> None:
    items = {
        "s": [building.item({"key": "a", "points": "30"}),
              building.item({"key": "b", "points": "10", "applies_if": {"fact": "g", "is": "yes"}})],
        "t": [building.item({"key": "c", "points": "20"})],
    }  # fmt: skip
    form = building.form(items, na="section", duty={"bands": _bands()})
    actions = [_action("1", a="yes"), _action("1", g="no"), _action("1", b="yes")]
    gains = _gains(form, {"a": "partial", "b": "no", "g": "yes", "c": "yes"}, actions, "80")
    wanted = Decimal("79.945") * 60
    # a and b: 15 of 40; without b 15 of 30 count for 20 of 40
    settled = {0: 15, 1: 30, 2: 20, 3: 40, 4: 25, 5: 40, 6: 20, 7: 40}
    for mask, earned in settled.items():
        assert gains.of(mask) == int((100 * (earned + 20) - wanted) * 1_000_000)
    # no item is touched by all actions: the bound is the span, 100 × 40, a cent of the full mark and 2 for rounding
    assert gains.most == (4_001_000_002,) * 3
    assert gains.constant == (False,) * 3
    assert gains.touched == ((0,), (0,), (0,))


def test_a_section_nothing_of_which_applies_gains_nothing() -> None:
    items = {
        "s": [building.item({"key": "a", "applies_if": {"fact": "g", "is": "yes"}})],
        "t": [building.item({"key": "c"})],
    }
    form = building.form(items, na="section", duty={"bands": _bands()})
    gains = _gains(form, {"a": "no", "g": "yes", "c": "yes"}, [_action("1", g="no"), _action("1", a="yes")], "80")
    # 100 × 10 − 79.945 × 20, or without the section 100 × 10 − 79.945 × 10
    assert gains.of(0) == -598_900_000
    assert gains.of(1) == gains.of(3) == 200_550_000
    assert gains.of(2) == 401_100_000


def test_a_bonus_and_a_charge_stand_beside_the_sum() -> None:
    form = _form(
        {"key": "a", "points": "20"},
        {"key": "extra", "points": "4", "bonus": True},
        {"key": "beyond", "rule": EXTRA},
        {"key": "penalty", "points": "6", "deduction": True},
        bonus_cap="5",
        overall_cap="110",
    )
    answers: Answers = {"a": "no", "extra": "partial", "n": Decimal(3), "penalty": "partial"}
    still = _gains(form, answers, [_action("1", a="yes")], "80")
    # bonus 2 + 1, charge 3: the base wanted is 79.945 + 3 − 3
    assert still.of(0) == int((100 * 10 - Decimal("79.945") * 30) * 1_000_000)
    assert still.exact
    moved = _gains(form, answers, [_action("1", a="yes"), _action("1", extra="yes"), _action("1", penalty="yes")], "80")
    assert not moved.exact
    # each bonus counts for the most points that can apply, each charge for the fewest; 30 either way
    assert moved.of(0) == int((100 * 10 - Decimal("79.945") * 30 + (2 + 1 - 3) * 30) * 1_000_000)
    assert moved.added(0, 1) == 60_000_000
    assert moved.added(0, 2) == 90_000_000


def test_a_bonus_that_would_do_alone_says_nothing_of_the_base() -> None:
    form = _form(ONE, {"key": "extra", "points": "4", "bonus": True}, bonus_cap="5")
    gains = _gains(form, {"a": "no", "extra": "no"}, [_action("1", a="yes")], "4")
    assert not gains.exact
    assert gains.of(0) == 1_000_000_000  # as if a base of −100 were wanted


@pytest.mark.parametrize(
    ("score_", "least"),
    [("80", "79.945"), ("79.95", "79.945"), ("80.04", "80.045"), ("0", "-0.055")],
)
@pytest.mark.parametrize("decimals", [1])
def test_the_least_base_rounds_to_the_score(score_: str, least: str, decimals: int) -> None:
    form = _form(ONE, decimals=decimals)
    ledger = Ledger(form, building.inputs({"a": "no"}), [])
    assert weights(ledger, Decimal(score_)).least in (Decimal(least), Decimal(-100))


@pytest.mark.parametrize(
    ("decimals", "score_", "least"), [(0, "585", "584.495"), (0, "584.2", "584.495"), (2, "585", "584.995")]
)
def test_the_least_base_knows_the_decimals(decimals: int, score_: str, least: str) -> None:
    form = _form(ONE, full="650", decimals=decimals)
    ledger = Ledger(form, building.inputs({"a": "no"}), [])
    assert weights(ledger, Decimal(score_)).least == Decimal(least)


def test_points_lie_between_those_that_surely_and_those_that_perhaps_apply() -> None:
    gate = {"applies_if": {"fact": "g", "is": "yes"}}
    form = _form(
        {"key": "a", "points": "20"},
        {"key": "b", "points": "8", **gate},
        {"key": "c", "points": "5", "applies_if": {"role": "exporter"}},
        {"key": "d", "points": "3", "purpose": "readiness"},
        {"key": "e", "points": "2", "bonus": True},
        {"key": "f", "rule": {"threshold": {"fact": "r", "at_least": "5"}}},
        min_share="0.5",
    )
    answers: Answers = {"a": "no", "b": "no", "g": "no", "r": Rate(Decimal(0), Decimal(0))}
    ledger = Ledger(form, building.inputs(answers), [_action("1", g="yes"), _action("1", a="yes")])
    found = weights(ledger, Decimal(80))
    assert (found.most_points, found.fewest_points, found.full) == (Decimal(28), Decimal(20), Decimal(100))
    # 20 of the 43 points of the form are less than half
    assert not Gains(ledger, found).share_is_safe


def test_an_action_that_clashes_is_not_in_the_same_set() -> None:
    form = _form(ONE, {"key": "b"})
    actions = [_action("1", a="yes"), _action("1", a="partial"), _action("1", b="yes")]
    ledger = Ledger(form, building.inputs({"a": "no", "b": UNKNOWN}), actions)
    assert ledger.clashing == (2, 1, 0)
    first, second = ledger.entries()
    assert (first.mask, first.sets) == (3, (0, 1, 2))
    assert (second.mask, second.sets) == (4, (0, 4))
    assert [action.facts for action in ledger.chosen(5)] == [("a",), ("b",)]
    assert ledger.world(0) is ledger.inputs
    assert ledger.world(4).answers == {"a": "no", "b": "yes"}
    assert ledger.verdict(first, 5)[0].earned == Decimal(10)
    assert ledger.verdict(first, 1) is ledger.verdict(first, 5)


def test_an_item_that_too_many_actions_touch_has_its_span_for_a_bound() -> None:
    parts = [{"points": "1", "when": {"fact": f"p.{place}", "is": "yes"}} for place in range(10)]
    form = _form({"key": "wide", "rule": {"elements": parts}}, {"key": "b"})
    actions = [Action(key=str(place), kind="do", changes=(Change(f"p.{place}", (), "yes"),), effort_days=Decimal(1),
                      otherwise_days=None, items=(), clears=(), advice=None) for place in range(10)]  # fmt: skip
    ledger = Ledger(form, building.inputs({f"p.{place}": "no" for place in range(10)}), actions)
    assert [entry.sets for entry in ledger.entries()] == [None, (0,)]
    gains = Gains(ledger, weights(ledger, Decimal(80)))
    # from −79.945 × 10 to (100 − 79.945) × 10, and 2 millionths for rounding
    assert set(gains.most) == {1_000_000_002}
    assert set(gains.constant) == {False}
