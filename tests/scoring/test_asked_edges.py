"""What is asked now, gate by gate: parts that wait, parts answered 不清楚, parts that are decided unanswered."""

import datetime as dt
from typing import Any

import pytest

from assess.scoring.asked import asked, completeness, needed
from assess.scoring.form import Form
from assess.values.model import UNKNOWN, Answers, Value
from assess.values.profile import Profile
from tests.scoring import building

A, B, C = ({"fact": key, "is": "yes"} for key in "abc")
FACTS = ("a", "b", "c", "own")


def _form(gate: dict[str, Any] | None, **more: Any) -> Form:  # noqa: ANN401 - as in a file
    return building.form([building.item({"key": "own", "applies_if": gate, **more})])


def _asked(gate: dict[str, Any], answers: Answers, as_of: dt.date = building.AS_OF) -> str:
    """Give the first letters of what happens to a, b, c and what the gate is for."""
    found = asked(_form(gate), FACTS, answers, building.PROFILE, as_of)
    return "".join(found[fact][0] for fact in FACTS)


@pytest.mark.parametrize(
    ("gate", "answers", "letters"),
    [
        ({"all": [A, B]}, {}, "alhl"),
        ({"all": [A, B]}, {"a": UNKNOWN}, "aahl"),
        ({"all": [A, B]}, {"a": UNKNOWN, "b": "yes"}, "aaha"),  # open, but nothing is waited for
        ({"all": [A, B]}, {"a": UNKNOWN, "b": UNKNOWN}, "aaha"),
        ({"all": [A, B]}, {"b": "yes"}, "alhl"),
        ({"all": [A, B]}, {"b": "no"}, "alhh"),
        ({"all": [A, B]}, {"a": "no"}, "ahhh"),
        ({"any": [A, B]}, {}, "aahl"),
        ({"any": [A, B]}, {"a": UNKNOWN}, "aahl"),
        ({"any": [A, B]}, {"a": UNKNOWN, "b": "no"}, "aaha"),
        ({"any": [A, B]}, {"a": "yes"}, "ahha"),
        ({"any": [A, B]}, {"a": "no", "b": "no"}, "aahh"),
        ({"all": [{"any": [A, B]}, C]}, {}, "aall"),
        ({"all": [{"any": [A, B]}, C]}, {"a": "no"}, "aall"),
        ({"all": [{"any": [A, B]}, C]}, {"b": "yes"}, "aaal"),
        ({"all": [{"any": [A, B]}, C]}, {"a": "yes"}, "ahal"),
        ({"all": [{"any": [A, B]}, C]}, {"a": UNKNOWN, "b": UNKNOWN}, "aaal"),
        ({"all": [{"any": [A, B]}, C]}, {"a": "no", "b": "no"}, "aahh"),
        ({"any": [{"all": [A, B]}, C]}, {}, "alal"),
        ({"any": [{"all": [A, B]}, C]}, {"a": "no"}, "ahal"),
        ({"any": [{"all": [A, B]}, C]}, {"a": "yes", "b": "yes"}, "aaha"),
        ({"not": A}, {}, "ahhl"),
        ({"not": A}, {"a": UNKNOWN}, "ahha"),
        ({"not": A}, {"a": "yes"}, "ahhh"),
        ({"not": {"all": [A, B]}}, {"a": "yes"}, "aahl"),
        ({"all": [{"fact": "a", "answered": False}, B]}, {}, "aahl"),  # decided though nothing is answered
        ({"all": [{"fact": "a", "any_row": {"x": {"is": "y"}}}, B]}, {}, "alhl"),
        ({"all": [{"fact": "a", "all_rows": {"x": {"is": "y"}}}, B]}, {}, "alhl"),
        ({"all": [{"fact": "a", "count_rows": {"at_least": 1}}, B]}, {"a": ()}, "ahhh"),
        ({"all": [{"role": "exporter"}, A]}, {}, "hhhh"),
        ({"all": [{"role": "market-operator"}, A]}, {}, "ahhl"),
    ],
)
def test_a_gate_asks_in_its_order(gate: dict[str, Any], answers: Answers, letters: str) -> None:
    assert _asked(gate, answers) == letters


def test_a_gate_is_judged_on_the_day_and_for_the_organisation() -> None:
    gate = {"all": [{"fact": "a", "not_before": "as_of"}, B]}
    answers: Answers = {"a": dt.date(2026, 11, 22)}
    assert _asked(gate, answers, dt.date(2026, 11, 22)) == "aahl"
    assert _asked(gate, answers, dt.date(2026, 11, 23)) == "ahhh"
    inputs = building.inputs(answers, as_of=dt.date(2026, 11, 23), roles=("exporter",))
    assert needed(_form(gate), FACTS, inputs) == {"a": "ask", "b": "hidden", "c": "hidden", "own": "hidden"}
    only = _form({"role": "exporter"})
    assert needed(only, ["own"], inputs) == {"own": "ask"}
    assert needed(only, ["own"], building.inputs()) == {"own": "hidden"}
    other = Profile(kind="enterprise", region="371300")
    assert asked(only, ["own"], {}, other, building.AS_OF) == {"own": "hidden"}


def test_the_strongest_claim_on_a_fact_holds_in_whatever_order() -> None:
    gated = building.item({"key": "own", "applies_if": A})
    shut = building.item({"key": "shut", "applies_if": {"role": "exporter"}, "reads": ["own"]})
    free = building.item({"key": "free", "reads": ["own"]})
    for items, wanted in (
        ([gated, shut], "later"),
        ([shut, gated], "later"),
        ([gated, free], "ask"),
        ([free, gated], "ask"),
        ([shut], "hidden"),
    ):
        assert asked(building.form(items), ["own"], {}, building.PROFILE, building.AS_OF) == {"own": wanted}


def test_items_that_want_nothing_are_left_out() -> None:
    form = building.form([building.item({"key": "own"}), building.item({"key": "b"})])
    found = asked(form, ["own", "b"], {}, building.PROFILE, building.AS_OF, without=frozenset({"own"}))
    assert found == {"own": "hidden", "b": "ask"}


DUE = {"deadline": {"done": "own", "date": "b", "due": "2021-12-31"}}


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [({}, ["later", "later"]), ({"a": "yes"}, ["ask", "later"]), ({"a": "no"}, ["hidden", "hidden"])],
)
def test_a_day_of_completion_is_never_asked_before_its_gate(answers: Answers, wanted: list[str]) -> None:
    found = asked(_form(A, rule=building.rule(DUE)), ("own", "b"), answers, building.PROFILE, building.AS_OF)
    assert [found["own"], found["b"]] == wanted


def test_a_deadline_without_a_question_asks_its_day() -> None:
    form = _form(None, rule=building.rule({"deadline": {"date": "b", "due": "2021-12-31"}}))
    assert asked(form, ("b",), {}, building.PROFILE, building.AS_OF) == {"b": "ask"}


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({}, (0, 0, 2, ("own",))),
        ({"own": "yes"}, (1, 0, 2, ())),
        ({"own": UNKNOWN, "b": UNKNOWN}, (2, 2, 2, ())),
        ({"b": "yes", "c": "yes"}, (1, 0, 2, ("own",))),  # nobody asks c
    ],
)
def test_completeness(given: dict[str, Value], counts: tuple[int, int, int, tuple[str, ...]]) -> None:
    facts = [
        building.yes_no("own"),
        building.fact({"key": "b", "type": "yes-no", "optional": True}),
        building.yes_no("c"),
    ]
    found = completeness(_form(None, reads=["b"]), facts, building.inputs(given))
    assert (found.answered, found.unknown, found.asked, found.missing) == counts
