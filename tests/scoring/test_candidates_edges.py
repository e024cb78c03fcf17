"""Which values could be wanted of a question: exactly these, the nearest first."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from assess.conditions.model import Test as Comparison
from assess.scoring.candidates import candidates, codes, exclusive_codes
from assess.values.fact import Column, Fact
from assess.values.model import UNKNOWN, Rate, Value
from tests.scoring import building

DAY = building.AS_OF
ONE = dt.timedelta(days=1)
_COLUMNS: TypeAdapter[Column] = TypeAdapter(Column)
_TESTS: TypeAdapter[Comparison] = TypeAdapter(Comparison)


def _options(*named: str) -> list[dict[str, Any]]:
    return [{"value": code, "label": {"zh": code, "en": code}, "exclusive": code == "none"} for code in named]


def _column(kind: str, **more: Any) -> Column:  # noqa: ANN401 - as in a file
    return _COLUMNS.validate_python({"key": "c", "title": {"zh": "列", "en": "column"}, "type": kind, **more})


NUMBER = building.fact({"key": "n", "type": "number", "decimals": 1, "max": "100"})
FROM_40 = building.fact({"key": "n", "type": "number", "decimals": 1, "min": "40"})
TO_40 = building.fact({"key": "n", "type": "number", "decimals": 1, "max": "40"})
MONEY = building.fact({"key": "m", "type": "money"})
RATE = building.fact({"key": "r", "type": "rate"})
DATE = building.fact({"key": "d", "type": "date"})
CHOICE = building.fact({"key": "c", "type": "choice", "options": _options("all", "some", "no", "unused")})
CHOICES = building.fact({"key": "w", "type": "choices", "options": _options("x", "y", "none")})
TEXT = building.fact({"key": "t", "type": "text"})
TABLE = building.fact({"key": "t", "type": "table", "columns": [{"key": "c", "title": {"zh": "列", "en": "c"},
                                                                   "type": "text"}]})  # fmt: skip


def _offered(asked: Fact | Column, current: Value | None, **test: Any) -> list[Any]:  # noqa: ANN401 - as in a file
    return list(candidates(asked, current, _TESTS.validate_python(test), DAY))


def _decimals(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("asked", "current", "test", "wanted"),
    [
        (NUMBER, Decimal("12.5"), {"at_least": "40"}, ["39.9", "40", "40.1"]),
        (NUMBER, None, {"at_least": "40"}, ["39.9", "40", "40.1"]),
        (NUMBER, UNKNOWN, {"at_least": "40"}, ["39.9", "40", "40.1"]),
        (NUMBER, "many", {"at_least": "40"}, ["39.9", "40", "40.1"]),  # the question once had another type
        (NUMBER, Decimal(50), {"at_most": "40"}, ["40.1", "40", "39.9"]),
        (NUMBER, Decimal(40), {"below": "40"}, ["40", "39.9", "40.1"]),
        (NUMBER, Decimal(0), {"above": "40.05"}, ["39.9", "40", "40.1"]),
        (NUMBER, Decimal(0), {"above": "40.07"}, ["39.9", "40", "40.1"]),
        (NUMBER, Decimal(0), {"above": "0"}, ["0", "0.1"]),
        (NUMBER, Decimal(0), {"above": "100"}, ["99.9", "100"]),
        (NUMBER, Decimal(0), {"at_least": "10", "below": "12"}, ["9.9", "10", "10.1", "11.9", "12", "12.1"]),
        (NUMBER, Decimal(0), {}, []),
        (FROM_40, Decimal(0), {"at_least": "40"}, ["40", "40.1"]),
        (TO_40, Decimal(0), {"at_least": "40"}, ["39.9", "40"]),
        (MONEY, Decimal(0), {"at_least": "5"}, ["4.99", "5", "5.01"]),
        (_column("number"), Decimal(0), {"at_least": "5"}, ["4.99", "5", "5.01"]),
    ],
)
def test_numbers_stand_at_the_bounds(
    asked: Fact | Column, current: Value | None, test: dict[str, str], wanted: list[str]
) -> None:
    assert _offered(asked, current, **test) == _decimals(*wanted)


@pytest.mark.parametrize(
    ("current", "test", "wanted"),
    [
        (Rate(Decimal(10), Decimal(40)), {"at_least": "33"}, ["12/40", "13/40", "14/40"]),
        (Rate(Decimal(20), Decimal(40)), {"at_least": "33"}, ["14/40", "13/40", "12/40"]),
        (Rate(Decimal(13), Decimal(40)), {"at_least": "33"}, ["13/40", "12/40", "14/40"]),
        (Rate(Decimal(10), Decimal(40)), {"at_least": "34.25"}, ["12/40", "13/40", "14/40"]),  # 13.7
        (
            Rate(Decimal(10), Decimal(40)),
            {"at_least": "25", "at_most": "50"},
            ["10/40", "9/40", "11/40", "19/40", "20/40", "21/40"],
        ),
        (Rate(Decimal(10), Decimal(40)), {"above": "100"}, ["39/40", "40/40"]),
        (Rate(Decimal(10), Decimal(40)), {"at_most": "0"}, ["1/40", "0/40"]),
        (Rate(Decimal(0), Decimal(0)), {"at_least": "33"}, []),
        (Rate(Decimal(0), Decimal(1)), {"at_least": "33"}, ["0/1", "1/1"]),
        (Decimal(3), {"at_least": "33"}, ["3299/10000", "3300/10000", "3301/10000"]),
        (None, {"at_least": "33"}, ["3299/10000", "3300/10000", "3301/10000"]),
    ],
)
def test_a_rate_keeps_its_cases(current: Value | None, test: dict[str, str], wanted: Sequence[str]) -> None:
    offered = _offered(RATE, current, **test)
    assert [f"{rate.numerator:f}/{rate.denominator:f}" for rate in offered] == wanted


@pytest.mark.parametrize(
    ("test", "around"),
    [
        ({"not_before": "as_of"}, DAY),
        ({"after": "2026-12-01"}, dt.date(2026, 12, 1)),
        ({"before": "2026-12-01"}, dt.date(2026, 12, 1)),
        ({"not_after": "2020-01-01"}, dt.date(2020, 1, 1)),
    ],
)
def test_days_stand_at_the_bounds_and_a_known_one_does_not_move_back(test: dict[str, str], around: dt.date) -> None:
    every = [DAY, around, around - ONE, around + ONE]
    assert _offered(DATE, None, **test) == every
    assert _offered(DATE, UNKNOWN, **test) == every
    assert _offered(DATE, dt.date(2019, 1, 1), **test) == [day for day in every if day >= DAY]


def test_without_a_bound_the_day_is_that_of_the_score() -> None:
    assert _offered(DATE, dt.date(2019, 1, 1), within_days=90) == [DAY]


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (None, ["all", "some", "no", "unused"]),
        (UNKNOWN, ["all", "some", "no", "unused"]),
        ("all", ["all", "some", "no", "unused"]),
        ("some", ["some", "all", "no", "unused"]),
        ("unused", ["unused", "no", "some", "all"]),
    ],
)
def test_options_come_by_their_distance(current: Value | None, wanted: list[str]) -> None:
    assert _offered(CHOICE, current, answered=True) == wanted


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (None, [("x",), ("y",), ("none",)]),
        (("x",), [(), ("x", "y"), ("none",)]),
        (("x", "y"), [("y",), ("x",), ("none",)]),
        (("none",), [("x",), ("y",), ("none",)]),
        ((), [("x",), ("y",), ("none",)]),
    ],
)
def test_one_code_is_ticked_or_unticked(current: Value | None, wanted: list[tuple[str, ...]]) -> None:
    assert _offered(CHOICES, current, includes="x") == wanted


def test_the_other_types() -> None:
    assert _offered(building.yes_no("a"), "no", answered=True) == ["yes", "no", "partial"]
    assert _offered(_column("yes-no"), "no", answered=True) == ["yes", "no"]
    assert _offered(TEXT, None, answered=True) == ["…"]
    assert _offered(TABLE, None, answered=True) == []
    assert codes(CHOICE) == ("all", "some", "no", "unused")
    assert exclusive_codes(CHOICES) == ("none",)
