"""What is drawn up, to the tenth of a day: whose advice counts, what is shared, what is opened, what is assumed."""

from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.actions import Action, applied
from assess.scoring.drawing import draw
from assess.values.model import UNKNOWN, Answers, Value
from tests.scoring import building

KEYS = ("a", "b", "c", "d", "g")
FACTS = [
    *map(building.yes_no, KEYS),
    building.fact({"key": "n", "type": "number"}),
    building.fact(
        {
            "key": "which",
            "type": "choices",
            "options": [{"value": code, "label": {"zh": code, "en": code}} for code in ("x", "y")],
        }
    ),
]


def _advice(days: str, *, done: bool = False) -> dict[str, Any]:
    return {
        "do": {"zh": days, "en": days}, "effort_days": days, "owner": {"zh": "法", "en": "law"}, "irreversible": done,
    }  # fmt: skip


def _levels(fact: str) -> dict[str, Any]:
    return {"levels": {"fact": fact, "credits": {"yes": "1", "partial": "0.5", "no": "0"}}}


def _parts(**points: str) -> dict[str, Any]:
    return {"elements": [{"points": each, "when": {"fact": fact, "is": "yes"}} for fact, each in points.items()]}


def _together(*facts: str, points: str = "10") -> dict[str, Any]:
    """Make a rule of one part that wants all of these facts."""
    return {"elements": [{"points": points, "when": {"all": [{"fact": fact, "is": "yes"} for fact in facts]}}]}


def _item(key: str, rule: dict[str, Any], *, gate: str | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as in a file
    applies_if = None if gate is None else {"fact": gate, "is": "yes"}
    return {"key": key, "rule": building.rule(rule), "applies_if": applies_if, **more}


def _draw(items: list[dict[str, Any]], answers: Answers, **more: Any) -> tuple[Action, ...]:  # noqa: ANN401 - as inputs
    return draw(building.form([building.item(data) for data in items]), FACTS, building.inputs(answers, **more))


def _told(actions: tuple[Action, ...]) -> list[tuple[str, str, str, str | None, str | None]]:
    """Give of each action its facts, kind, effort, the effort where it turns out badly, and whose advice it bears."""
    return [
        (
            " ".join(action.facts), action.kind, str(action.effort_days),
            None if action.otherwise_days is None else str(action.otherwise_days),
            None if action.advice is None else action.advice.do.en,
        )
        for action in actions
    ]  # fmt: skip


BOTH = {"none": _advice("6"), "partial": _advice("4"), "unknown": _advice("0.5")}


@pytest.mark.parametrize(
    ("answer", "advice", "told"),
    [
        ("no", BOTH, [("a", "do", "6", "0", "6")]),
        ("partial", BOTH, [("a", "do", "4", "0", "4")]),
        (UNKNOWN, BOTH, [("a", "find-out", "0.5", "6", "0.5")]),
        ("partial", {"none": _advice("6")}, [("a", "do", "6", "0", "6")]),
        (UNKNOWN, {"none": _advice("6")}, [("a", "find-out", "6", "6", "6")]),
        (UNKNOWN, {"partial": _advice("4")}, []),
        (UNKNOWN, {"unknown": _advice("1")}, [("a", "find-out", "1", None, "1")]),
        (UNKNOWN, {"unknown": _advice("1"), "none": _advice("6", done=True)}, [("a", "find-out", "1", None, "1")]),
        ("no", {"partial": _advice("4")}, []),
        ("partial", {"none": _advice("6"), "partial": _advice("4", done=True)}, []),
        ("partial", {"none": _advice("6", done=True), "partial": _advice("4")}, [("a", "do", "4", "0", "4")]),
        ("yes", BOTH, []),
    ],
)
def test_the_advice_is_that_of_the_outcome(answer: Value, advice: dict[str, Any], told: list[Any]) -> None:
    assert _told(_draw([_item("it", _levels("a"), advice=advice)], {"a": answer})) == told


@pytest.mark.parametrize(
    ("points", "days", "efforts"),
    [
        ({"a": "5", "b": "3", "c": "2"}, "5", ["2.5", "1.5", "1.0"]),
        ({"a": "1", "b": "1", "c": "1"}, "1", ["0.4", "0.4", "0.4"]),  # rounded up to the tenth
        ({"a": "5", "b": "5"}, "0.3", ["0.2", "0.2"]),
        ({"a": "7"}, "0.25", ["0.25"]),  # not shared, not rounded
    ],
)
def test_parts_share_the_work(points: dict[str, str], days: str, efforts: list[str]) -> None:
    found = _draw(
        [_item("it", _parts(**points), points="10", advice={"none": _advice(days)})], dict.fromkeys(KEYS, "no")
    )
    assert [str(action.effort_days) for action in found] == efforts


def test_what_is_partly_unknown_is_done_and_found_out() -> None:
    item = _item("it", _parts(a="6", b="3", c="1"), advice=BOTH)
    assert _told(_draw([item], {"a": "yes", "b": "no", "c": UNKNOWN})) == [
        ("b", "do", "4", "0", "4"),
        ("c", "find-out", "0.5", "4", "0.5"),
    ]
    assert _told(_draw([item], {"a": "no"})) == [("a", "do", "6", "0", "6"), ("b c", "find-out", "0.5", "6", "0.5")]


def test_changes_that_always_go_together_are_one_action_and_share_what_does_not() -> None:
    items = [
        _item("one", _together("a", "b"), advice={"none": _advice("3")}),
        _item("two", _together("b", "c", "d"), advice={"none": _advice("9")}),
    ]
    found = _draw(items, dict.fromkeys(KEYS, "no"))
    # a takes half of 3 days, c and d two thirds of 9, b the larger of 1.5 and 3
    assert _told(found) == [
        ("a", "do", "1.5", "0", "3"), ("b", "do", "3.0", "0", "9"), ("c d", "do", "6.0", "0", "9"),
    ]  # fmt: skip
    assert [action.items for action in found] == [("one",), ("one", "two"), ("two",)]


def test_of_equal_shares_the_first_item_by_name_tells() -> None:
    items = [
        _item("z", _levels("a"), advice={"none": {**_advice("2"), "do": {"zh": "z", "en": "z"}}}),
        _item("y", _levels("a"), advice={"none": {**_advice("2"), "do": {"zh": "y", "en": "y"}}}),
        _item("x", _levels("a"), advice={"none": _advice("1")}),
    ]
    assert _told(_draw(items, {"a": "no"})) == [("a", "do", "2", "0", "y")]
    # two parts of one item ask for the same in different company: the same name, the same share
    twice = {"elements": [*_together("a", "b", points="5")["elements"], *_together("a", "c", points="5")["elements"]]}
    (first, *_) = _draw([_item("it", twice, advice={"none": _advice("4")})], dict.fromkeys(KEYS, "no"))
    assert first.items == ("it",)


def test_what_is_found_out_for_two_items_takes_the_larger_of_both() -> None:
    items = [
        _item("one", _levels("a"), advice={"none": _advice("3"), "unknown": _advice("1")}),
        _item("two", _levels("a"), advice={"none": _advice("7"), "unknown": _advice("0.5")}),
    ]
    assert _told(_draw(items, {})) == [("a", "find-out", "1", "7", "1")]
    gone = [items[0], _item("two", _levels("a"), advice={"none": _advice("7", done=True), "unknown": _advice("0.5")})]
    assert _told(_draw(gone, {})) == [("a", "find-out", "1", None, "1")]


def _veto(fact: str) -> dict[str, Any]:
    return {"when": {"fact": fact, "is": "yes"}, "effect": "zero", "reason": {"zh": "否", "en": "no"}}


def test_a_veto_counts_as_a_part_of_its_own_unless_a_part_lifts_it() -> None:
    found = _draw([_item("it", _levels("a"), points="30", veto=_veto("v"), advice=BOTH)], {"a": "no"})
    assert [(action.facts, action.clears) for action in found] == [(("a",), ())], "v is no question of the checklist"
    other = _draw([_item("it", _levels("a"), veto=_veto("b"), advice=BOTH)], {"a": "no", "b": "yes"})
    assert [(action.facts, str(action.effort_days), action.clears) for action in other] == [
        (("a",), "3.0", ()), (("b",), "3.0", ("it",)),
    ]  # fmt: skip
    same = {"levels": {"fact": "b", "credits": {"yes": "0", "no": "1"}}}
    (one,) = _draw([_item("it", same, points="30", veto=_veto("b"), advice=BOTH)], {"b": "yes"})
    assert (str(one.effort_days), one.clears, one.items) == ("6", ("it",), ("it",))


def test_an_open_veto_of_an_item_in_full_is_found_out() -> None:
    found = _draw([_item("it", _levels("a"), veto=_veto("b"), advice=BOTH)], {"a": "yes"})
    assert _told(found) == [("b", "find-out", "0.5", "6", "0.5")]
    assert found[0].clears == ("it",)
    assert applied({}, found) == {"b": "no"}


def test_an_item_without_points_has_a_veto_worth_one() -> None:
    items = [_item("it", _levels("a"), points="0", veto=_veto("b"), advice=BOTH)]
    found = _draw(items, {"a": "no", "b": "yes"})
    assert [(action.facts, str(action.effort_days)) for action in found] == [(("a",), "3.0"), (("b",), "3.0")]


def test_gates_that_open_one_another_are_followed() -> None:
    items = [
        _item("one", _levels("a"), advice={"none": _advice("1")}),
        _item("two", _levels("b"), gate="a", advice={"none": _advice("2")}),
        _item("three", _levels("c"), gate="b", advice={"none": _advice("3")}),
        _item("four", _levels("d"), gate="c", advice={"none": _advice("4")}),
        _item("five", _levels("g"), gate="d", advice={"none": _advice("5")}),
    ]
    found = _draw(items, dict.fromkeys(KEYS, "no"))
    # three rounds: what the third opens is drawn up, what that opens is not
    assert _told(found) == [(key, "do", days, "0", days) for key, days in zip("abcd", "1234", strict=True)]
    open_ = _draw(items[:3], {"a": "no", "b": "yes", "c": "no"})
    assert [action.facts for action in open_] == [("a",), ("c",)]


def test_an_action_opens_only_what_it_makes_applicable() -> None:
    shut = _item("shut", _levels("c"), advice=BOTH)
    shut["applies_if"] = {"all": [{"fact": "a", "is": "yes"}, {"fact": "b", "is": "yes"}]}
    items = [_item("one", _levels("a"), advice=BOTH), shut]
    assert [action.facts for action in _draw(items, {"a": "no", "b": "no", "c": "no"})] == [("a",)]
    assert [action.facts for action in _draw(items, {"a": "no", "b": "yes", "c": "no"})] == [("a",), ("c",)]
    # opened but undecided: it is found out not to apply, and nothing known is undone
    (one, other) = _draw(items, {"a": "no", "c": "no"})
    assert (one.facts, other.facts, other.kind, other.advice) == (("a",), ("b",), "find-out", None)
    assert applied({}, [other]) == {"b": "no"}


def test_what_only_undoes_the_action_behind_it_is_no_action() -> None:
    worse = {"levels": {"fact": "a", "credits": {"yes": "0", "no": "1"}}}
    gated = _item("gated", worse, gate="a", advice=BOTH)
    found = _draw([_item("one", _levels("a"), advice=BOTH), gated], {"a": "no"})
    assert [(action.facts, applied({}, [action])) for action in found] == [(("a",), {"a": "yes"})]


def test_ticks_and_whole_answers_of_one_question_stay_apart() -> None:
    parts = {"elements": [{"points": "5", "when": {"fact": "which", "includes": code}} for code in ("x", "y")]}
    item = _item("it", parts, advice=BOTH)
    found = _draw([item], {"which": ()})
    assert [change.place for action in found for change in action.changes] == [("code", "x"), ("code", "y")]
    (open_,) = _draw([item], {})
    assert (open_.kind, applied({}, [open_])) == ("find-out", {"which": ("x", "y")})


def test_of_what_is_unknown_and_wanted_two_ways_the_first_holds() -> None:
    parts = {
        "elements": [
            {"points": "5", "when": {"fact": "n", "at_least": "20"}},
            {"points": "5", "when": {"fact": "n", "at_most": "3"}},
            {"points": "5", "when": {"fact": "a", "is": "yes"}},
        ]
    }
    (found,) = _draw([_item("it", parts, points="15", advice=BOTH)], {})
    assert applied({}, [found]) == {"a": "yes", "n": Decimal(2)}


def test_the_smaller_sets_take_first_and_leave_the_rest_to_the_larger() -> None:
    def efforts(*parts: tuple[str, str]) -> list[tuple[str, str]]:
        elements = [part for facts, points in parts for part in _together(*facts, points=points)["elements"]]
        found = _draw([_item("it", {"elements": elements}, advice={"none": _advice("10")})], dict.fromkeys(KEYS, "no"))
        return [("".join(action.facts), str(action.effort_days)) for action in found]

    assert efforts(("ab", "5"), ("c", "3"), ("a", "2")) == [("a", "2.0"), ("b", "5.0"), ("c", "3.0")]
    assert efforts(("abc", "5"), ("c", "3"), ("a", "2")) == [("a", "2.0"), ("b", "5.0"), ("c", "3.0")]


def test_a_part_that_lifts_the_veto_keeps_what_it_is_worth() -> None:
    parts = {
        "elements": [
            {"points": "6", "when": {"fact": "a", "is": "yes"}},
            {"points": "4", "when": {"fact": "b", "is": "no"}},
        ]
    }
    found = _draw([_item("it", parts, veto=_veto("b"), advice={"none": _advice("5")})], {"a": "no", "b": "yes"})
    assert [(action.facts, str(action.effort_days), action.clears) for action in found] == [
        (("a",), "3.0", ()), (("b",), "2.0", ("it",)),
    ]  # fmt: skip


def test_a_veto_of_an_item_that_does_not_apply_asks_for_nothing() -> None:
    item = _item("it", _levels("a"), veto=_veto("b"), advice=BOTH)
    item["applies_if"] = {"role": "exporter"}
    assert _draw([item], {"a": "no", "b": "yes"}) == ()


def test_without_advice_for_parts_finding_out_turns_out_as_the_whole() -> None:
    advice = {"none": _advice("6"), "unknown": _advice("0.5")}
    (found,) = _draw([_item("it", _parts(a="6", b="4"), advice=advice)], {"a": "yes"})
    assert _told((found,)) == [("b", "find-out", "0.5", "6", "0.5")]


def test_what_is_unknown_beside_what_is_known_is_done() -> None:
    two = _item("two", _together("a", "b"), advice={"none": _advice("4")})
    one = _item("one", _levels("a"), advice={"none": _advice("3")})
    assert _told(_draw([one, two], {"a": "no"})) == [("a", "do", "3", "0", "3"), ("b", "do", "2.0", "0", "4")]
    # unless somebody else only wants to know: then a bad answer takes what that one says
    other = _item("other", _levels("b"), advice={"none": _advice("3"), "unknown": _advice("0.5")})
    assert _told(_draw([other, two], {"a": "no"})) == [
        ("a", "do", "2.0", "0", "4"), ("b", "find-out", "2.0", "3", "4"),
    ]  # fmt: skip


def test_an_item_that_two_actions_open_asks_once() -> None:
    gated = _item("gated", _levels("c"), advice={"none": _advice("2")})
    gated["applies_if"] = {"any": [{"fact": "a", "is": "yes"}, {"fact": "b", "is": "yes"}]}
    one, two = (_item(key, _levels(key), advice={"none": _advice("1")}) for key in "ab")
    found = _draw([one, two, gated], dict.fromkeys(KEYS, "no"))
    assert [(action.facts, action.items) for action in found] == [
        (("a",), ("a",)), (("b",), ("b",)), (("c",), ("gated",)),
    ]  # fmt: skip
