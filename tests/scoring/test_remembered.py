"""What is remembered is what would be worked out, and is found again by its content only."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring import remembered
from assess.scoring.form import Form
from assess.scoring.inputs import Inputs
from assess.scoring.options import Options, options
from assess.scoring.path import Goal
from assess.values.model import UNKNOWN, Rate, Row
from tests.scoring import building

KEYS = ["q.one", "q.two"]
FACTS = [building.yes_no(key) for key in KEYS]
HASH = "ab" * 32


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Inputs]]:
    """Note what is really worked out."""
    noted: list[Inputs] = []

    def counted(form: Form, facts: Any, inputs: Inputs, goal: Goal | None) -> Options:  # noqa: ANN401 - passed on
        noted.append(inputs)
        return options(form, facts, inputs, goal)

    monkeypatch.setattr(remembered, "options", counted)
    remembered._worked_out.cache_clear()
    yield noted
    remembered._worked_out.cache_clear()


def _form(points: str = "10") -> Form:
    items = [building.item({"key": key, "points": points if key == "q.one" else "10"}) for key in KEYS]
    return building.form(items, duty={"bands": [{"grade": "A", "from": "60"}, {"grade": "B", "from": "0"}]})


def _inputs(**answers: Any) -> Inputs:  # noqa: ANN401 - any values
    return building.inputs({"q.one": "no", "q.two": "no"} | {key.replace("_", "."): v for key, v in answers.items()})


def test_the_second_time_nothing_is_searched(searches: list[Inputs]) -> None:
    form = _form()
    first = remembered.known_options(HASH, form, FACTS, _inputs())
    second = remembered.known_options(HASH, form, FACTS, _inputs())
    assert len(searches) == 1
    assert second is first
    assert first == options(form, FACTS, _inputs())
    assert first.path.effort_days == Decimal(4)  # both items, two days each


def test_whatever_changes_is_another_question(searches: list[Inputs]) -> None:
    form, given = _form(), _inputs()
    asked: list[tuple[str, Form, Inputs, Goal | None]] = [
        (HASH, form, given, None),
        (HASH, form, _inputs(q_one="yes"), None),
        (HASH, form, _inputs(q_one=UNKNOWN), None),
        (HASH, form, replace(given, answers={"q.one": "no"}), None),
        (HASH, form, replace(given, as_of=given.as_of + dt.timedelta(days=1)), None),
        (HASH, form, replace(given, not_applicable={"q.one": "无"}), None),
        (HASH, form, replace(given, profile=replace(given.profile, roles=frozenset({"exporter"}))), None),
        (HASH, form, replace(given, profile=replace(given.profile, size="large")), None),
        (HASH, form, given, Goal(grade="A")),
        (HASH, form, given, Goal(score=Decimal(50))),
        ("cd" * 32, form, given, None),
        (HASH, _form("30"), given, None),  # the same name for another form: a made-up hash is not trusted
    ]
    for sha256, one, inputs, goal in asked:
        found = remembered.known_options(sha256, one, FACTS, inputs, goal)
        assert found == options(one, FACTS, inputs, goal)
    assert len(searches) == len(asked)
    for sha256, one, inputs, goal in asked:
        remembered.known_options(sha256, one, FACTS, inputs, goal)
    assert len(searches) == len(asked)


def test_another_engine_asks_anew(searches: list[Inputs], monkeypatch: pytest.MonkeyPatch) -> None:
    form = _form()
    remembered.known_options(HASH, form, FACTS, _inputs())
    monkeypatch.setattr(remembered, "ENGINE", "2")
    remembered.known_options(HASH, form, FACTS, _inputs())
    assert len(searches) == 2


def test_only_so_many_are_kept(searches: list[Inputs]) -> None:
    form, given = _form(), _inputs()
    for days in range(remembered.KEPT + 1):
        later = replace(given, as_of=given.as_of + dt.timedelta(days=days))
        remembered.known_options(HASH, form, FACTS, later)
    assert remembered._worked_out.cache_info().currsize == remembered.KEPT
    remembered.known_options(HASH, form, FACTS, given)
    assert len(searches) == remembered.KEPT + 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-01-01", dt.date(2026, 1, 1)),
        ("12", Decimal(12)),
        ("unknown", UNKNOWN),
        ((), None),
        (("a", "b"), ("a, b",)),
        (Rate(Decimal(1), Decimal(2)), Rate(Decimal(2), Decimal(4))),
        ((Row("1", {"a": "x"}),), (Row("2", {"a": "x"}),)),
        ((Row("1", {"a": "x"}),), (Row("1", {"b": "x"}),)),
        ((Row("1", {}), Row("2", {})), (Row("2", {}), Row("1", {}))),
    ],
)
def test_answers_that_differ_have_other_names(one: Any, other: Any) -> None:  # noqa: ANN401 - any values
    names = {remembered.digest(building.inputs({} if value is None else {"q.one": value})) for value in (one, other)}
    assert len(names) == 2


def test_the_order_of_answers_and_roles_is_no_difference() -> None:
    given = building.inputs({"q.one": "no", "q.two": "yes"})
    turned = building.inputs({"q.two": "yes", "q.one": "no"})
    assert remembered.digest(given) == remembered.digest(turned)
