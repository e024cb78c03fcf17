"""The search to the node: what it leaves out, what it does first, and how far it gets, the same on every machine."""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.actions import Action, Change, key_of
from assess.scoring.form import Form
from assess.scoring.gains import Gains
from assess.scoring.inputs import Inputs
from assess.scoring.ledger import Ledger, weights
from assess.scoring.path import Goal, Path, cheapest
from assess.scoring.search import Limits, Search
from assess.values.model import Answers
from tests.scoring import building

BANDS = [{"grade": "A", "from": "90"}, {"grade": "B", "from": "0"}]
TOP = Goal(grade="A")


def _form(items: Sequence[dict[str, Any]], **duty: Any) -> Form:  # noqa: ANN401 - as in a file
    made = [building.item({**data, "rule": building.rule(data["rule"])} if "rule" in data else data) for data in items]
    return building.form(made, duty={"bands": [dict(band) for band in BANDS], **duty})


def _action(days: str, **changes: str) -> Action:
    made = tuple(Change(fact, (), value) for fact, value in changes.items())
    return Action(
        key=key_of(made), kind="do", changes=made, effort_days=Decimal(days), otherwise_days=Decimal(0), items=(),
        clears=(), advice=None,
    )  # fmt: skip


def _questions(efforts: Sequence[str]) -> tuple[Form, Inputs, list[Action]]:
    keys = [f"q{place:02}" for place in range(len(efforts))]
    form = _form([{"key": key, "points": str(3 + place * 7 % 11)} for place, key in enumerate(keys)])
    actions = [_action(days, **{key: "yes"}) for key, days in zip(keys, efforts, strict=True)]
    return form, building.inputs(dict.fromkeys(keys, "no")), actions


def _pairs(count: int) -> tuple[Form, Inputs, list[Action]]:
    """Make one item with a part for every pair of questions: what an action brings hangs on all the others."""
    keys = [f"q{place:02}" for place in range(count)]
    parts = [
        {"points": "1", "when": {"all": [{"fact": one, "is": "yes"}, {"fact": other, "is": "yes"}]}}
        for one, other in itertools.combinations(keys, 2)
    ]
    form = _form([{"key": "wide", "points": str(len(parts)), "rule": {"elements": parts}}])
    actions = [_action(str(1 + place * 5 % 3), **{key: "yes"}) for place, key in enumerate(keys)]
    return form, building.inputs(dict.fromkeys(keys, "no")), actions


MIXED = [str(3 + place * 5 % 13) for place in range(40)]


@pytest.mark.parametrize(
    ("world", "budget", "found"),
    [
        (_questions(["1"] * 40), None, ("proven", "32", "32", 33, 153)),
        (_questions(MIXED), None, ("proven", "274", "274", 51, 291)),
        (_questions(["0.5", "3", "2.5"] * 10), None, ("proven", "43.5", "43.5", 25, 115)),
        (_pairs(8), None, ("proven", "16", "16", 39, 14431)),
        (_questions(MIXED), 5, ("bounded", "275", "272", 5, 1445)),
        (_questions(MIXED), 50, ("bounded", "275", "274", 50, 250)),
    ],
    ids=["alike", "mixed", "halves", "pairs", "cut early", "cut late"],
)
def test_a_search_does_so_much_and_no_more(
    world: tuple[Form, Inputs, list[Action]], budget: int | None, found: tuple[str, str, str, int, int]
) -> None:
    """Whoever makes the search better changes these numbers; whoever makes it worse finds out here."""
    path = cheapest(*world, TOP) if budget is None else cheapest(*world, TOP, budget=budget)
    assert (path.state, str(path.effort_days), str(path.bound), path.nodes, path.steps) == found


def _found(items: Sequence[dict[str, Any]], answers: Answers, actions: Sequence[Action], **duty: Any) -> Path:  # noqa: ANN401 - as in a file
    return cheapest(_form(items, **duty), building.inputs(answers), actions, TOP)


def _facts(path: Path) -> list[str]:
    return sorted(fact for action in path.actions for fact in action.facts)


def test_what_takes_no_effort_is_left_out_where_it_is_not_needed() -> None:
    items: list[dict[str, Any]] = [
        {"key": "a", "points": "90"},
        {"key": "b", "points": "5"},
        {"key": "c", "points": "5"},
    ]
    answers: Answers = {"a": "no", "b": "no", "c": "no"}
    free = [_action("0", b="yes"), _action("0", c="yes")]
    assert _facts(_found(items, answers, [_action("2", a="yes"), *free])) == ["a"]
    assert _facts(_found([{**items[0], "points": "80"}, *items[1:]], answers, [_action("2", a="yes"), *free])) != []
    needed = [{**items[0], "points": "80"}, {**items[1], "points": "12"}, {**items[2], "points": "8"}]
    found = _found(needed, answers, [_action("2", a="yes"), *free])
    assert (_facts(found), found.effort_days) == (["a", "b"], Decimal(2))
    every = [{**items[0], "points": "80"}, {**items[1], "points": "9"}, {**items[2], "points": "11"}]
    assert _facts(_found(every, answers, [_action("0", a="yes"), *free])) == ["a", "c"]


def test_what_only_adds_up_with_another_is_found() -> None:
    both = {"elements": [{"points": "10", "when": {"all": [{"fact": "a", "is": "yes"}, {"fact": "b", "is": "yes"}]}}]}
    items: list[dict[str, Any]] = [{"key": "both", "rule": both}, {"key": "c", "points": "10"}]
    found = _found(
        items, {"a": "no", "b": "no", "c": "no"},
        [_action("1", a="yes"), _action("1", b="yes"), _action("5", c="yes"), _action("0.5", a="partial")],
    )  # fmt: skip
    assert (_facts(found), found.effort_days, found.state) == (["a", "b", "c"], Decimal(7), "proven")


def test_of_two_that_clash_the_cheaper_that_suffices_is_done() -> None:
    items = [{"key": "a", "points": "20"}, {"key": "b", "points": "80"}]
    actions = [_action("1", a="partial"), _action("3", a="yes"), _action("2", b="yes")]
    found = _found(items, {"a": "no", "b": "no"}, actions)
    assert (found.effort_days, found.after.duty.final) == (Decimal(3), Decimal("90.0"))
    low = _found([{"key": "a", "points": "30"}, {"key": "b", "points": "70"}], {"a": "no", "b": "no"}, actions)
    assert (low.effort_days, low.after.duty.final) == (Decimal(5), Decimal("100.0"))


VETO = {"when": {"fact": "v", "is": "yes"}, "effect": "grade", "grade": "B", "reason": {"zh": "否", "en": "no"}}


def test_a_veto_takes_what_lifts_it_however_dear() -> None:
    items: list[dict[str, Any]] = [{"key": "a"}, {"key": "b", "veto": VETO}]
    answers: Answers = {"a": "no", "b": "yes", "v": "yes"}
    actions = [_action("1", a="yes"), _action("30", v="no"), _action("20", v="partial")]
    found = _found(items, answers, actions)
    assert (_facts(found), found.effort_days, found.bound) == (["a", "v"], Decimal(21), Decimal(21))
    stuck = _found(items, answers, actions[:1])
    open_ = _found(items, {"a": "no", "b": "yes"}, actions[:1])
    for found in (stuck, open_):
        assert (found.state, found.nodes) == ("unreachable", 0), "nothing touches the veto: nothing is searched"


def test_a_goal_may_be_reached_to_the_hair() -> None:
    # 159.89 ÷ 200 × 100 = 79.945, which is 79.95 and so 80.0: nothing is left over
    form = _form([{"key": "a", "points": "159.89"}, {"key": "b", "points": "40.11"}])
    world = building.inputs({"a": "no", "b": "no"}), [_action("5", a="yes"), _action("1", b="yes")]
    for budget in (1, 1000):
        found = cheapest(form, *world, Goal(score=Decimal(80)), budget=budget)
        assert (_facts(found), found.effort_days, found.bound) == (["a"], Decimal(5), Decimal(5))
    missed = cheapest(form, *world, Goal(score=Decimal("80.1")))
    assert (_facts(missed), missed.effort_days) == (["a", "b"], Decimal(6))


GATE = {"applies_if": {"fact": "g", "is": "yes"}}
ODD: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    # what an action brings depends on the others: a gate, a bonus, a charge, a veto, too little that applies
    "gate": ([{"key": "a", "points": "9"}, {"key": "b", "points": "7", **GATE}, {"key": "c", "points": "5"}], {}),
    "bonus": (
        [{"key": "a", "points": "9"}, {"key": "b", "points": "3", "bonus": True}, {"key": "c", "points": "5"}],
        {"bonus_cap": "2"},
    ),
    "charge": ([{"key": "a", "points": "9"}, {"key": "b", "points": "3", "deduction": True}, {"key": "c"}], {}),
    "vetoes": (
        [{"key": "a", "veto": VETO}, {"key": "b", "veto": {**VETO, "when": {"fact": "w", "is": "yes"}}}, {"key": "c"}],
        {},
    ),
    "share": (
        [{"key": "a", "points": "9"}, {"key": "b", "points": "30", **GATE}, {"key": "c", "points": "5"}],
        {"min_share": "0.5"},
    ),
}
STEPS = [("2", {"a": "yes"}), ("1", {"a": "partial"}), ("3", {"b": "yes"}), ("4", {"c": "yes"}), ("1.5", {"g": "yes"}),
         ("2.5", {"v": "no"}), ("6", {"w": "no"}), ("0", {"c": "partial"}), ("7", {"g": "no", "c": "yes"}),
         ("0.5", {"nobody": "yes"})]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "g", "found"),
    [
        ("gate", "no", ("proven", "ac", "6", 15, 39)),
        ("gate", "yes", ("proven", "abc", "9", 19, 47)),
        ("bonus", "no", ("proven", "ac", "6", 10, 23)),
        ("charge", "no", ("proven", "ac", "6", 11, 24)),
        ("vetoes", "no", ("proven", "abcvw", "17.5", 26, 44)),
        ("share", "no", ("proven", "abcg", "6.5", 25, 61)),
        ("share", "yes", ("proven", "abc", "5", 5, 33)),
    ],
)
def test_an_odd_world_takes_so_much(name: str, g: str, found: Any) -> None:  # noqa: ANN401 - what comes out
    """Whoever makes the search better changes these numbers; whoever makes it worse finds out here."""
    items, duty = ODD[name]
    answers: Answers = {"a": "no", "b": "no", "c": "no", "g": g, "v": "yes", "w": "yes"}
    path = _found(items, answers, [_action(days, **changes) for days, changes in STEPS], **duty)
    assert (path.state, "".join(_facts(path)), str(path.effort_days), path.nodes, path.steps) == found


def _search(world: tuple[Form, Inputs, list[Action]], score: str) -> Search:
    form, inputs, actions = world
    ledger = Ledger(form, inputs, actions)
    gains = Gains(ledger, weights(ledger, Decimal(score)))
    return Search(ledger, gains, lambda mask: gains.of(mask) >= 0, lambda _veto: False)


def test_a_search_runs_as_far_as_it_is_let() -> None:
    world = _questions(["3", "5", "4", "2", "6"])  # worth 3, 10, 6, 13, 9 points of 41
    proven = _search(world, "60").run(Limits(25, 1, 10_000))
    # 60 % of 41 are 24.6: 13 + 10 + 3 = 26 take 10 days, and so do no cheaper three
    assert (proven.chosen, proven.complete, proven.bound) == (0b01011, True, Decimal(10))
    cut = _search(world, "60").run(Limits(4, 1, 10_000))
    assert (cut.nodes, cut.complete, cut.bound <= Decimal(10)) == (1, False, True)
    assert cut.chosen is not None
    short = _search(world, "60").run(Limits(25, 1, 3))
    assert (short.complete, short.nodes < proven.nodes) == (False, True)
    nothing = _search(world, "101").run(Limits(25, 10, 10_000))
    assert (nothing.chosen, nothing.complete, nothing.bound, nothing.nodes) == (None, True, Decimal(0), 0)
