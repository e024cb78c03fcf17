"""Every class of change, by value."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from assess.checklists.definition import Published
from assess.checklists.diff import FactClass, ItemClass, Outlook, diff
from assess.checklists.fields import Change, changes
from assess.scoring.form import EvidenceRule
from assess.scoring.rules import Element, ElementsRule
from assess.values.fact import Column, FactType, Option
from assess.values.text import Text
from tests.checklists.editing import numbered, plus_facts, with_fact, with_form, with_item, with_items, without_facts
from tests.factories.checklists import published
from tests.scoring import building

WORDS = Text(zh="别的说法", en="Other words")


def item_class(new: Published, key: str = "procedure") -> ItemClass:
    return diff(published(), new).item[key].change


def fact_class(new: Published, key: str, old: Published | None = None) -> FactClass:
    return diff(old or published(), new).fact[key].change


def test_a_version_does_not_differ_from_itself_but_in_its_number() -> None:
    found = diff(published(), numbered(published(), "1.1.0"))
    assert found.empty
    assert found.item_counts["unchanged"] == 3
    assert found.fact_counts == {"kept": 5, "reworded": 0, "changed": 0, "added": 0, "dropped": 0}
    assert found.outlook == Outlook(kept=5, confirm=0, answer=0, retired=0)


def test_other_words_are_words() -> None:
    found = diff(published(), with_item("procedure", title=WORDS)).item["procedure"]
    assert found.change == "reworded"
    assert found.changes == (
        Change("title.zh", "管理制度与培训", "别的说法", words=True),
        Change("title.en", "Procedure and training", "Other words", words=True),
    )


def test_the_title_of_a_part_is_words_although_it_stands_in_the_rule() -> None:
    rule = next(item.rule for item in published().checklist.form.items() if item.key == "procedure")
    assert isinstance(rule, ElementsRule)
    titled = ElementsRule(elements=tuple(dataclasses.replace(part, title=WORDS) for part in rule.elements))
    assert item_class(with_item("procedure", rule=titled)) == "reworded"


@pytest.mark.parametrize(
    "fields",
    [
        {"points": Decimal(5)},
        {"not_applicable": False},
        {"purpose": "readiness"},
        {"bonus": True},
        {"deadline": "2027-12-31"},
        {"evidence": EvidenceRule(kinds=("record",), required=True)},
        {"applies_if": building.when({"role": "exporter"})},
        {"rule": ElementsRule(elements=(Element(points=Decimal(4), when=building.when({"role": "exporter"})),))},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_decides_the_points_is_scoring(fields: dict[str, Any]) -> None:
    assert item_class(with_item("procedure", **fields)) == "rescored"


@pytest.mark.parametrize("fields", [{"basis": "stated"}, {"themes": ("credit",)}, {"clauses": ("demo-2020/2",)}])
def test_what_is_only_said_is_not(fields: dict[str, Any]) -> None:
    assert item_class(with_item("procedure", **fields)) == "reworded"


def test_a_raised_revision_is_another_meaning_whatever_else_changed() -> None:
    assert item_class(with_item("procedure", revision=2, points=Decimal(5), title=WORDS)) == "meaning-changed"


def test_a_question_changes_the_items_that_look_at_it() -> None:
    changed = diff(published(), with_fact("credit.procedure", revision=2))
    assert [entry.key for entry in changed.items if entry.change == "meaning-changed"] == ["procedure"]
    assert changed.item["procedure"].facts == ("credit.procedure",)
    assert changed.item["procedure"].changes == ()
    reworded = diff(published(), with_fact("overseas.sells-abroad", wording=WORDS))
    assert reworded.item["overseas-cover"].change == "reworded"


def test_items_come_and_go() -> None:
    smaller = with_items(lambda item: None if item.key == "procedure" else item, published())
    assert diff(published(), smaller).item["procedure"].change == "retired"
    assert diff(smaller, published()).item["procedure"].change == "added"
    assert diff(smaller, published()).item["procedure"].old is None


def test_an_item_that_moves_says_so_and_is_else_the_same() -> None:
    form = published().checklist.form
    first, second = form.sections
    moved = first.groups[0].items[1]
    emptied = dataclasses.replace(first.groups[0], items=first.groups[0].items[:1])
    filled = dataclasses.replace(second.groups[0], items=(*second.groups[0].items, moved))
    sections = (dataclasses.replace(first, groups=(emptied,)), dataclasses.replace(second, groups=(filled,)))
    found = diff(published(), with_form(published(), dataclasses.replace(form, sections=sections)))
    assert found.item["procedure"].change == "unchanged"
    assert found.item["procedure"].moved == ("credit/lists", "overseas/cover")
    assert not found.empty
    assert found.form == ()


def test_what_is_neither_item_nor_question_is_listed_with_its_place() -> None:
    form = published().checklist.form
    bands = tuple(
        dataclasses.replace(band, from_=Decimal(85)) if band.grade == "A" else band for band in form.duty.bands
    )
    changed = with_form(published(), dataclasses.replace(form, duty=dataclasses.replace(form.duty, bands=bands)))
    found = diff(published(), changed)
    assert found.form == (Change("checklist.form.duty.bands[A].from", Decimal(90), Decimal(85), words=False),)
    assert found.item_counts["unchanged"] == 3


OPTIONS = (Option(value="a", label=WORDS), Option(value="b", label=WORDS))
CHOICE = building.fact({"key": "x.choice", "type": "choice"})
TABLE = "insurance.policies"


def columns(**fields: Any) -> tuple[Column, ...]:  # noqa: ANN401 - any field of a column
    known = published().fact(TABLE).columns
    return tuple(dataclasses.replace(column, **fields) if column.key == "premium" else column for column in known)


@pytest.mark.parametrize(
    ("key", "fields", "expected"),
    [
        ("credit.trainings", {}, "kept"),
        ("credit.trainings", {"wording": WORDS}, "reworded"),
        ("credit.trainings", {"help": WORDS}, "reworded"),
        ("credit.trainings", {"optional": True}, "reworded"),
        ("credit.trainings", {"max": Decimal(10)}, "changed"),
        ("credit.trainings", {"min": None}, "reworded"),
        ("credit.trainings", {"min": Decimal(1)}, "changed"),
        ("credit.trainings", {"decimals": 2}, "reworded"),
        ("credit.trainings", {"unit": Text(zh="人次", en="people")}, "changed"),
        ("credit.trainings", {"unit": Text(zh="次", en="courses")}, "reworded"),
        ("credit.trainings", {"type": "money"}, "changed"),
        ("credit.trainings", {"revision": 2}, "changed"),
        ("credit.trainings", {"unknown": True}, "reworded"),
        ("credit.procedure", {"allow": ()}, "changed"),
        ("credit.procedure", {"unknown": False}, "changed"),
        ("credit.serious-list", {"allow": ("partial",)}, "reworded"),
        (TABLE, {"max_rows": 5}, "changed"),
        (TABLE, {"max_rows": 500}, "reworded"),
        (TABLE, {"columns": columns(title=WORDS)}, "reworded"),
        (TABLE, {"columns": columns(required=True)}, "changed"),
        (TABLE, {"columns": columns(type="number")}, "changed"),
        (TABLE, {"columns": columns()[:-1]}, "changed"),
        (TABLE, {"columns": (*columns(), Column(key="country", title=WORDS, type="text"))}, "changed"),
    ],
)
def test_a_question_is_changed_where_an_answer_may_say_something_else(
    key: str, fields: dict[str, Any], expected: FactClass
) -> None:
    assert fact_class(with_fact(key, **fields), key) == expected


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("choice", OPTIONS[::-1], "reworded"),
        ("choice", (*OPTIONS, Option(value="c", label=WORDS)), "reworded"),
        ("choices", (*OPTIONS, Option(value="c", label=WORDS)), "changed"),
        ("choice", OPTIONS[:1], "changed"),
        ("choices", (OPTIONS[0], dataclasses.replace(OPTIONS[1], exclusive=True)), "changed"),
        ("choice", (OPTIONS[0], dataclasses.replace(OPTIONS[1], label=Text(zh="改", en="b"))), "reworded"),
    ],
)
def test_options_may_be_added_to_one_choice_but_not_to_a_list_of_ticks(
    kind: FactType, options: tuple[Option, ...], expected: FactClass
) -> None:
    """Who was never asked about an option has not said that it does not hold."""
    old = plus_facts(published(), dataclasses.replace(CHOICE, type=kind, options=OPTIONS))
    new = plus_facts(published(), dataclasses.replace(CHOICE, type=kind, options=options))
    found = fact_class(new, "x.choice", old)
    assert found == ("kept" if expected == "reworded" and set(options) == set(OPTIONS) else expected)


def test_questions_come_and_go() -> None:
    smaller = without_facts(published(), "credit.trainings")
    assert fact_class(smaller, "credit.trainings") == "dropped"
    assert fact_class(published(), "credit.trainings", smaller) == "added"
    assert diff(published(), smaller).outlook == Outlook(kept=4, confirm=0, answer=0, retired=1)


def test_fields_are_compared_whatever_their_class() -> None:
    old, new = published().fact(TABLE), dataclasses.replace(published().fact(TABLE), columns=columns(max=Decimal(9)))
    assert changes(old, new) == (Change("columns[premium].max", None, Decimal(9), words=False),)
    assert changes(old, old) == ()
    assert changes(new, old) == (Change("columns[premium].max", Decimal(9), None, words=False),)


def test_an_empty_list_is_none() -> None:
    """A field that a later release added is empty in the documents before: that is no change by itself."""
    full = dataclasses.replace(published().fact(TABLE), columns=(), evidence=())
    assert {change.path for change in changes(full, published().fact(TABLE)) if change.before is not None} == set()
    added = changes(full, dataclasses.replace(full, evidence=("policy",)))
    assert added == (Change("evidence", None, ("policy",), words=False),)
