"""Moving to another version: nothing is lost, nothing counts that was not said of the question as it is asked now."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.assessments.migration import Fate, Given, Plan, Waiting, plan
from assess.checklists.definition import Published
from assess.checklists.diff import diff
from assess.scoring.asked import asked, completeness
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.values import dump
from assess.values.model import UNKNOWN, Value
from assess.values.parse import parse
from assess.values.text import Text
from tests.assessments import pairs
from tests.checklists.editing import with_fact, with_item, with_items, without_facts
from tests.factories.checklists import published
from tests.scoring import building

ANSWERS: Mapping[str, Value] = {
    "credit.serious-list": "no",
    "credit.procedure": "partial",
    "credit.trainings": Decimal(2),
    "overseas.sells-abroad": "yes",
}
WORDS = Text(zh="新", en="new")


def move(new: Published, *, waiting: Waiting | None = None, claims: Mapping[str, str] | None = None) -> Plan:
    return plan(published(), new, building.inputs(ANSWERS, claims=claims), waiting)


@pytest.mark.parametrize(
    ("fields", "fate", "value"),
    [
        ({}, "kept", Decimal(2)),
        ({"wording": WORDS}, "kept", Decimal(2)),
        ({"revision": 2}, "confirm", Decimal(2)),
        ({"max": Decimal(5)}, "confirm", Decimal(2)),
        ({"max": Decimal(1)}, "unfit", None),
        ({"type": "money"}, "unfit", None),
        ({"unit": WORDS}, "unfit", None),
        ({"unit": Text(zh="次", en="courses")}, "kept", Decimal(2)),
    ],
)
def test_what_becomes_of_an_answer(fields: dict[str, Any], fate: Fate, value: Value | None) -> None:
    """`2` under another unit would say something else, so it is not even offered for confirmation."""
    found = move(with_fact("credit.trainings", **fields)).answer["credit.trainings"]
    assert (found.fate, found.value, found.given.value) == (fate, value, Decimal(2))
    assert found.given.fact == published().fact("credit.trainings")


def test_only_what_is_kept_counts_until_somebody_has_looked() -> None:
    found = move(with_fact("credit.trainings", revision=2))
    assert dict(found.inputs.answers) == {key: ANSWERS[key] for key in ANSWERS if key != "credit.trainings"}
    counted = completeness(published().checklist.form, published().facts, found.inputs)
    assert counted.missing == ("credit.trainings", "insurance.policies")
    assert found.open == ("insurance.policies",)
    assert found.added == ()


def test_a_question_gone_is_retired_and_one_that_came_is_open() -> None:
    smaller = without_facts(
        with_items(lambda item: None if item.key == "procedure" else item, published()),
        "credit.procedure",
        "credit.trainings",
    )
    gone = plan(published(), smaller, building.inputs(ANSWERS))
    assert {one.key: one.fate for one in gone.of("retired")} == {
        "credit.procedure": "retired",
        "credit.trainings": "retired",
    }
    back = plan(smaller, published(), gone.inputs, Waiting({one.key: one.given for one in gone.of("retired")}))
    assert [(one.key, one.fate, one.pending) for one in back.answers if one.pending] == [
        ("credit.procedure", "confirm", True),
        ("credit.trainings", "confirm", True),
    ]
    fresh = plan(smaller, published(), gone.inputs)
    assert fresh.added == ("credit.procedure", "credit.trainings")
    assert fresh.open == ("credit.procedure", "credit.trainings", "insurance.policies")


def test_an_answer_given_since_the_last_move_stands_before_what_waited() -> None:
    waiting = Waiting({"credit.trainings": Given(published().fact("credit.trainings"), Decimal(9))})
    found = move(published(), waiting=waiting)
    assert found.answer["credit.trainings"].given.value == Decimal(2)
    assert not any(one.pending for one in found.answers)


@pytest.mark.parametrize(
    ("new", "fate"),
    [
        (published(), "kept"),
        (with_item("procedure", title=WORDS, points=Decimal(5)), "kept"),
        (with_item("procedure", revision=2), "confirm"),
        (with_fact("credit.procedure", revision=2), "confirm"),
        (with_item("procedure", not_applicable=False), "unfit"),
        (with_items(lambda item: None if item.key == "procedure" else item, published()), "retired"),
    ],
)
def test_what_becomes_of_a_claim(new: Published, fate: Fate) -> None:
    found = move(new, claims={"procedure": "没有员工"})
    assert [(one.item, one.fate, one.reason) for one in found.claims] == [("procedure", fate, "没有员工")]
    assert dict(found.inputs.not_applicable) == ({"procedure": "没有员工"} if fate == "kept" else {})


def test_a_claim_that_waits_is_never_taken_for_confirmed() -> None:
    found = move(published(), waiting=Waiting(claims={"procedure": "没有员工"}))
    assert [(one.fate, one.pending) for one in found.claims] == [("confirm", True)]
    assert found.inputs.not_applicable == {}


def equal(before: Value, after: Value | None) -> bool:
    """Compare two answers; ticks have the order of the form."""
    if isinstance(before, tuple) and isinstance(after, tuple) and all(isinstance(one, str) for one in before):
        return set(before) == set(after)
    return before == after


@st.composite
def moves(draw: st.DrawFn) -> tuple[Published, Published, Inputs]:
    old, new = draw(pairs.pairs())
    return old, new, draw(pairs.filled(old))


@given(moves())
@settings(max_examples=60, deadline=None)
def test_every_answer_and_claim_has_exactly_one_fate_and_none_is_lost(
    move: tuple[Published, Published, Inputs],
) -> None:
    old, new, inputs = move
    found = plan(old, new, inputs)
    assert sorted(one.key for one in found.answers) == sorted(inputs.answers)
    assert all(one.given.value == inputs.answers[one.key] for one in found.answers)
    assert sorted(one.item for one in found.claims) == sorted(inputs.not_applicable)
    assert all(one.reason == inputs.not_applicable[one.item] for one in found.claims)


@given(moves())
@settings(max_examples=60, deadline=None)
def test_what_is_kept_says_the_same_in_the_new_version(move: tuple[Published, Published, Inputs]) -> None:
    old, new, inputs = move
    found = plan(old, new, inputs)
    for one in found.of("kept", "confirm"):
        assert equal(one.given.value, parse(new.fact(one.key), dump.to_json(one.given.value)))
        assert equal(one.given.value, one.value)
    for one in found.of("kept"):
        assert new.fact(one.key).revision == old.fact(one.key).revision
        assert new.fact(one.key).type == old.fact(one.key).type
    assert {one.key for one in found.of("retired")} == set(inputs.answers) - {fact.key for fact in new.facts}
    assert set(found.inputs.answers) == {one.key for one in found.of("kept")}


@given(moves())
@settings(max_examples=40, deadline=None)
def test_the_score_after_a_move_is_that_of_a_fresh_assessment_with_what_was_kept(
    move: tuple[Published, Published, Inputs],
) -> None:
    old, new, inputs = move
    found = plan(old, new, inputs)
    raw = {one.key: dump.to_json(one.given.value) for one in found.of("kept")}
    claims = {one.item: one.reason for one in found.claims_of("kept")}
    fresh = Inputs(building.answers(new.facts, raw), inputs.profile, inputs.as_of, claims)
    assert score(new.checklist.form, found.inputs) == score(new.checklist.form, fresh)
    assert completeness(new.checklist.form, new.facts, found.inputs) == completeness(
        new.checklist.form, new.facts, fresh
    )


@given(moves())
@settings(max_examples=40, deadline=None)
def test_what_is_open_is_asked_and_neither_answered_nor_waiting(move: tuple[Published, Published, Inputs]) -> None:
    old, new, inputs = move
    found = plan(old, new, inputs)
    shown = asked(
        new.checklist.form, [fact.key for fact in new.facts], found.inputs.answers, inputs.profile, inputs.as_of
    )
    assert all(shown[key] == "ask" for key in found.open)
    assert not set(found.open) & {one.key for one in found.of("kept", "confirm", "retired")}


@given(moves())
@settings(max_examples=40, deadline=None)
def test_a_move_to_the_same_version_changes_nothing(move: tuple[Published, Published, Inputs]) -> None:
    old, _, inputs = move
    found = plan(old, old, inputs)
    assert found.diff.empty
    assert {one.fate for one in found.answers} | {one.fate for one in found.claims} <= {"kept"}
    assert dict(found.inputs.answers) == dict(inputs.answers)
    assert dict(found.inputs.not_applicable) == dict(inputs.not_applicable)


@given(moves(), pairs.pairs())
@settings(max_examples=30, deadline=None)
def test_nothing_is_lost_over_two_moves(
    move: tuple[Published, Published, Inputs], pair: tuple[Published, Published]
) -> None:
    old, new, inputs = move
    first = plan(old, new, inputs)
    waits = Waiting(
        {one.key: one.given for one in first.answers if one.fate != "kept"},
        {one.item: one.reason for one in first.claims if one.fate != "kept"},
    )
    second = plan(new, pair[1], first.inputs, waits)
    assert {one.key: one.given.value for one in second.answers} == {
        key: (first.inputs.answers[key] if first.answer[key].fate == "kept" else value)
        for key, value in inputs.answers.items()
    }
    assert all(one.pending == (first.answer[one.key].fate != "kept") for one in second.answers)
    assert not any(one.pending for one in second.of("kept"))
    assert not any(one.pending for one in second.claims_of("kept"))
    assert {one.item: one.reason for one in second.claims} == dict(inputs.not_applicable)


@given(pairs.pairs())
@settings(max_examples=40, deadline=None)
def test_a_diff_classes_everything_once_and_backwards_alike(pair: tuple[Published, Published]) -> None:
    old, new = pair
    there, back = diff(old, new), diff(new, old)
    keys = {item.key for version in pair for item in version.checklist.form.items()}
    assert sorted(entry.key for entry in there.items) == sorted(keys)
    assert sorted(entry.key for entry in there.facts) == sorted({fact.key for each in pair for fact in each.facts})
    turned = {"added": "retired", "retired": "added"}
    for key, entry in there.item.items():
        if entry.change in turned or entry.old == entry.new:
            assert back.item[key].change == turned.get(entry.change, back.item[key].change)
    assert {len(entry.changes) for entry in there.items if entry.change == "unchanged"} <= {0}
    assert there.item_counts["added"] == back.item_counts["retired"]
    assert there.fact_counts["dropped"] == back.fact_counts["added"]


def test_not_sure_is_kept_where_it_is_still_offered() -> None:
    inputs = building.inputs({"credit.procedure": UNKNOWN})
    same = plan(published(), with_fact("credit.procedure", wording=WORDS), inputs)
    assert same.answer["credit.procedure"].fate == "kept"
    gone = plan(published(), with_fact("credit.procedure", unknown=False), inputs)
    assert gone.answer["credit.procedure"].fate == "unfit"


def test_the_day_and_the_organisation_stay_what_they_were() -> None:
    inputs = dataclasses.replace(building.inputs(ANSWERS, roles=("exporter",)))
    found = plan(published(), published(), inputs)
    assert (found.inputs.as_of, found.inputs.profile) == (inputs.as_of, inputs.profile)
