"""Single changes: how they are spelled, what they clash with, what they make of the answers, what they lead to."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.actions import Action, Change, Place, applied, compatible, diff, key_of
from assess.scoring.reading import Amount, amount, code, day, known
from assess.scoring.result import Step
from assess.scoring.ruling import Trace
from assess.values.model import UNKNOWN, Answers, Rate, Row, Value
from assess.values.step import FactRef, Given
from tests.scoring import building

DAY = dt.date(2026, 11, 22)
R1, R2 = Row("r1", {"x": "p", "n": Decimal("1.50")}), Row("r2", {"d": DAY})


def _action(*changes: Change) -> Action:
    return Action(
        key=key_of(changes), kind="do", changes=changes, effort_days=Decimal(1), otherwise_days=None, items=(),
        clears=(), advice=None,
    )  # fmt: skip


def _set(fact: str, value: Any, *place: str, drops: tuple[str, ...] = ()) -> Change:  # noqa: ANN401 - any answer
    return Change(fact, place, value, drops)


@pytest.mark.parametrize(
    ("change", "spelling"),
    [
        (_set("a", "yes"), "a|yes"),
        (_set("n", Decimal("10.00")), "n|10"),
        (_set("n", Decimal("1E+2")), "n|100"),
        (_set("r", Rate(Decimal("3.0"), Decimal(40))), "r|3/40"),
        (_set("d", DAY), "d|2026-11-22"),
        (_set("u", UNKNOWN), "u|unknown"),
        (_set("w", ("x", "y")), "w|x,y"),
        (_set("w", True, "code", "x"), "w|code|x|True"),
        (_set("t", "p", "cell", "r1", "x"), "t|cell|r1|x|p"),
        (_set("t", R1, "row", "r1"), "t|row|r1|n=1.5,x=p"),
    ],
)
def test_a_change_is_spelled_in_one_way(change: Change, spelling: str) -> None:
    assert change.spelling == spelling


def test_an_action_is_named_by_its_changes_in_whatever_order() -> None:
    one, other = _set("a", "yes"), _set("b", "no")
    assert key_of([one, other]) == key_of([other, one]) != key_of([one])
    assert key_of([one]) == "7103e47200"
    assert key_of([one, other]) == "8b444dad58"
    assert _action(one, other, _set("a", "no")).facts == ("a", "b")


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (_set("a", "yes"), _set("b", "no"), False),
        (_set("a", "yes"), _set("a", "yes"), False),
        (_set("a", "yes"), _set("a", "no"), True),
        (_set("w", True, "code", "x"), _set("w", True, "code", "y"), False),
        (_set("w", True, "code", "x"), _set("w", False, "code", "x"), True),
        (_set("w", True, "code", "x"), _set("w", ("y",)), True),
        (_set("w", ("y",)), _set("w", True, "code", "x"), True),
        (_set("t", "p", "cell", "r1", "x"), _set("t", "q", "cell", "r1", "x"), True),
        (_set("t", "p", "cell", "r1", "x"), _set("t", "q", "cell", "r2", "x"), False),
        (_set("t", R1, "row", "r1"), _set("t", R2, "row", "r2"), False),
    ],
)
def test_what_wants_another_value_of_the_same_place_clashes(one: Change, other: Change, clash: bool) -> None:  # noqa: FBT001 - the outcome
    assert one.clashes(other) is other.clashes(one) is clash
    assert _action(_set("z", "1"), one).clashes(_action(_set("y", "2"), other)) is clash


def test_of_clashing_actions_the_first_is_kept() -> None:
    low, high, free = (_action(change) for change in (_set("a", "no"), _set("a", "yes"), _set("b", "yes")))
    assert compatible([low, high, free]) == (low, free)
    assert compatible([high, free, low]) == (high, free)


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        ({"a": "no"}, [_set("a", "yes")], {"a": "yes"}),
        ({"b": "no"}, [_set("a", "yes")], {"b": "no", "a": "yes"}),
        ({"w": ("x", "y")}, [_set("w", False, "code", "x")], {"w": ("y",)}),
        ({"w": ("x", "none")}, [_set("w", True, "code", "z", drops=("none",))], {"w": ("x", "z")}),
        ({"w": ("x", "none")}, [_set("w", False, "code", "x", drops=("none",))], {"w": ("none",)}),
        ({"w": ("x",)}, [_set("w", True, "code", "x")], {"w": ("x",)}),
        ({"w": UNKNOWN}, [_set("w", True, "code", "x")], {"w": ("x",)}),
        ({}, [_set("w", True, "code", "x"), _set("w", True, "code", "y")], {"w": ("x", "y")}),
        ({"t": (R1,)}, [_set("t", R2, "row", "r2")], {"t": (R1, R2)}),
        ({"t": UNKNOWN}, [_set("t", R2, "row", "r2")], {"t": (R2,)}),
        (
            {"t": (R1, R2)},
            [_set("t", "q", "cell", "r1", "x")],
            {"t": (Row("r1", {"x": "q", "n": Decimal("1.50")}), R2)},
        ),
        ({"t": (R1, R2)}, [_set("t", "q", "cell", "r9", "x")], {"t": (R1, R2)}),
    ],
)
def test_a_change_is_made(before: Answers, changes: list[Change], after: Answers) -> None:
    assert applied(before, [_action(change) for change in changes]) == after
    assert applied(before, [_action(change) for change in reversed(changes)]) == after
    assert applied(before, [_action(*changes)]) == after


NONE = ("none",)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("no", "yes", [((), "yes", ())]),
        ("no", "no", []),
        (None, "no", [((), "no", ())]),
        (("x",), ("x", "y"), [(("code", "y"), True, NONE)]),
        (("x",), ("y",), [(("code", "y"), True, NONE), (("code", "x"), False, ())]),
        (("none",), ("y",), [(("code", "y"), True, NONE)]),  # which none of these goes with
        (("x", "y"), ("x",), [(("code", "y"), False, ())]),
        (("none", "x"), ("x",), [(("code", "none"), False, ())]),
        (UNKNOWN, ("x",), [(("code", "x"), True, NONE)]),
        (("x",), (), [((), (), ())]),
        ((R1,), (R1, R2), [(("row", "r2"), R2, ())]),
        ((R2,), (R1, R2), [(("row", "r1"), R1, ())]),
        ((R2,), (R1, Row("r2", {"d": DAY, "x": "q"})), [(("row", "r1"), R1, ()), (("cell", "r2", "x"), "q", ())]),
        (UNKNOWN, (R1,), [(("row", "r1"), R1, ())]),
        ((R1,), (Row("r1", {"x": "q", "n": Decimal("1.5")}),), [(("cell", "r1", "x"), "q", ())]),
    ],
)  # fmt: skip
def test_what_leads_from_one_answer_to_another(
    old: Value | None, new: Value, changes: list[tuple[Place, Any, Any]]
) -> None:
    found = diff({} if old is None else {"f": old}, {"f": new}, {"f": NONE})
    assert len(found) == len(changes)
    for place, value, drops in changes:
        assert Change("f", place, value, drops) in found


def test_a_fact_without_codes_that_stand_alone_drops_none() -> None:
    assert diff({}, {"w": ("x",)}, {}) == {Change("w", ("code", "x"), value=True)}


@pytest.mark.parametrize("value", ["text", Decimal(3), DAY, ("x",), Rate(Decimal(1), Decimal(4))])
def test_a_reader_takes_its_own_type_only(value: Any) -> None:  # noqa: ANN401 - an answer
    world, fact = building.inputs({"f": value}), FactRef("f")
    log = Trace()
    assert known(world, fact, log.note) == value
    assert [(step.message, step.params["answer"]) for step in log.steps] == [("fact.given", Given("f", value))]
    assert code(world, fact, log.note) == (value if isinstance(value, str) else None)
    assert day(world, fact, log.note) == (value if isinstance(value, dt.date) else None)
    number = {Decimal: Amount(Decimal(3)), Rate: Amount(Decimal(100), Decimal(4))}.get(type(value))
    assert amount(world, fact, log.note) == number


def test_rows_are_told_by_their_number() -> None:
    log = Trace()
    known(building.inputs({"f": (R1, R2)}), FactRef("f"), log.note)
    assert log.steps[0].params["answer"] == Given("f", Decimal(2))


def test_a_number_is_shown_as_it_is_and_a_rate_with_four_decimals() -> None:
    assert str(Amount(Decimal("1.123456")).shown) == "1.123456"
    assert str(Amount(Decimal(100), Decimal(3)).shown) == "33.3333"
    assert str(Amount(Decimal(100), Decimal(3)).value)[:12] == "33.333333333"
    log = Trace()
    found = amount(building.inputs({"f": Rate(Decimal(1), Decimal(8))}), FactRef("f"), log.note)
    assert found == Amount(Decimal(100), Decimal(8))
    params = {"numerator": Decimal(1), "denominator": Decimal(8), "percent": Decimal("12.5000")}
    assert log.steps[1] == Step("rate.percent", params)
