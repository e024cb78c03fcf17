"""Two results compared, by value: what differs, by how much and why."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

from assess.assessments.comparing import Comparison, Side, compare
from assess.checklists.definition import Published
from assess.scoring.columns import score_columns
from assess.scoring.inputs import Inputs
from assess.values.model import UNKNOWN, Answers
from assess.values.parse import parse
from assess.values.profile import Profile
from tests.checklists.editing import numbered, with_fact, with_item, with_items
from tests.factories.checklists import published
from tests.factories.regions import regional

DAY = dt.date(2026, 11, 22)
PROFILE = Profile(kind="enterprise", region="371302", roles=frozenset({"exporter"}), size="small")
ANSWERS: Answers = {
    "credit.serious-list": "no",
    "credit.procedure": "yes",
    "credit.trainings": Decimal(3),
    "insurance.policies": (),
}


def side(
    document: Published | None = None,
    answers: Answers | None = None,
    *,
    claims: dict[str, str] | None = None,
    **fields: Any,  # noqa: ANN401 - any field of the inputs
) -> Side:
    read = document or published()
    inputs = dataclasses.replace(Inputs(ANSWERS if answers is None else answers, PROFILE, DAY, claims or {}), **fields)
    columns = score_columns(read.checklist.form, inputs)
    return Side(read, inputs, columns, columns.claimed)


def found(comparison: Comparison) -> dict[str, tuple[object, ...]]:
    return {one.key: (one.change, one.difference, one.reasons, one.answers) for one in comparison.items}


def test_the_same_twice_differs_in_nothing() -> None:
    same = compare(side(), side())
    assert (same.kind, same.items, same.answers, same.beside, same.unchanged) == ("cycle", (), (), (), 3)


def test_a_changed_answer_explains_the_item_that_reads_it() -> None:
    compared = compare(side(), side(answers={**ANSWERS, "credit.procedure": "no"}))
    assert found(compared) == {"procedure": ("unchanged", Decimal(-3), ("answers",), ("credit.procedure",))}
    (changed,) = compared.answers
    assert (changed.key, changed.before, changed.after, changed.asked_alike) == ("credit.procedure", "yes", "no", True)
    claimed = compared.columns[0]
    assert claimed.old is not None
    assert claimed.new is not None
    assert (claimed.old.dials[0].final, claimed.new.dials[0].final) == (Decimal(100), Decimal(70))
    assert (claimed.old.grade.effective, claimed.new.grade.effective) == ("A", "B")


def test_an_answer_that_becomes_unclear_or_is_taken_back_is_a_change() -> None:
    unclear = compare(side(), side(answers={**ANSWERS, "credit.serious-list": UNKNOWN}))
    assert found(unclear)["serious-list"][1:] == (Decimal(-6), ("answers",), ("credit.serious-list",))
    gone = {key: value for key, value in ANSWERS.items() if key != "credit.procedure"}
    (changed,) = compare(side(), side(answers=gone)).answers
    assert (changed.before, changed.after) == ("yes", None)


def test_versions_compare_by_item_key_with_what_changed_in_the_item() -> None:
    heavier = numbered(with_item("procedure", points=Decimal(8)), "1.1.0")
    meant = numbered(with_fact("credit.serious-list", with_item("procedure", revision=2), revision=2), "1.2.0")
    assert found(compare(side(), side(heavier))) == {
        "procedure": ("rescored", Decimal(0), ("rule",), ())  # as many points earned, of more to be had
    }
    compared = compare(side(), side(meant, answers={**ANSWERS, "credit.serious-list": "yes"}))
    assert compared.kind == "version"
    assert found(compared) == {
        "serious-list": ("meaning-changed", Decimal(-6), ("answers", "meaning"), ("credit.serious-list",))
    }
    assert [one.asked_alike for one in compared.answers] == [False]


def test_items_that_came_and_went_are_told() -> None:
    fewer = numbered(with_items(lambda item: None if item.key == "procedure" else item, published()), "1.1.0")
    assert found(compare(side(), side(fewer)))["procedure"] == ("retired", Decimal(-4), ("retired",), ())
    assert found(compare(side(fewer), side()))["procedure"] == ("added", Decimal(4), ("added",), ())


def test_a_claim_a_profile_and_a_day_are_reasons_of_their_own() -> None:
    claimed = compare(side(), side(claims={"procedure": "没有员工"}))
    assert found(claimed)["procedure"][1:3] == (Decimal(-4), ("claim",))
    elsewhere = dataclasses.replace(PROFILE, roles=frozenset[str]())
    assert found(compare(side(), side(profile=elsewhere)))["overseas-cover"][2] == ("profile",)
    policies = {**ANSWERS, "insurance.policies": cover()}
    later = compare(side(answers=policies), side(answers=policies, as_of=DAY + dt.timedelta(days=400)))
    assert found(later) == {"overseas-cover": ("unchanged", Decimal(-4), ("day",), ())}


def cover() -> Any:  # noqa: ANN401 - a table's value
    return parse(
        published().fact("insurance.policies"),
        [{"product": "overseas-liability", "end": "2027-05-31", "invoice": "yes"}],
    )


def test_two_regions_stand_side_by_side_by_question() -> None:
    compared = compare(side(), side(regional()))
    assert (compared.kind, compared.items, compared.unchanged) == ("region", (), 0)
    assert [one.fact.key for one in compared.beside] == [
        "credit.serious-list",
        "credit.procedure",
        "credit.trainings",
        "insurance.policies",
    ]
    first = compared.beside[0]
    assert [(item.clauses, result.earned) for item, result in (*first.old, *first.new)] == [
        (("demo-2020/1",), Decimal(6)),
        (("xuhui-2023/1",), Decimal(6)),
    ]
    assert [(one.old is None, one.new is None) for one in compared.sections] == [
        (False, True), (False, True), (True, False), (True, False),
    ]  # fmt: skip


def test_a_column_that_one_side_does_not_know_stays_empty() -> None:
    old = dataclasses.replace(side(), columns=None)
    compared = compare(old, side())
    assert [(one.column, one.old is None, one.new is None) for one in compared.columns] == [
        ("claimed", False, False),
        ("supported", True, False),
    ]
