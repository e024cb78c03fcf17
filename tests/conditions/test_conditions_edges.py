"""Where conditions end: values of another type, levels of regions, counts at their bounds, things that are none."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.conditions.evaluate import evaluate, prepare
from assess.values.model import UNKNOWN, Answers, Row, Value
from assess.values.profile import Profile
from tests.scoring import building

DAY = dt.date(2026, 11, 22)
ENDED = Row("ended", {"end": dt.date(2025, 1, 1)})
CURRENT = Row("current", {"end": dt.date(2027, 1, 1)})
BLANK = Row("blank", {})
WHERE = {"end": {"not_before": "as_of"}}


@pytest.mark.parametrize("value", [Decimal(3), "2026-11-22", ("a",)])
@pytest.mark.parametrize(
    "test",
    [
        {"within_days": 30},
        {"before": "2026-12-01"},
        {"not_before": "as_of"},
        {"after": "as_of"},
        {"not_after": "as_of"},
    ],
)
def test_what_is_no_day_leaves_a_comparison_of_days_open(test: dict[str, Any], value: Value) -> None:
    assert evaluate(building.when({"fact": "x", **test}), {"x": value}, building.PROFILE, DAY) is None


@pytest.mark.parametrize("value", ["3", DAY, ("a",)])
@pytest.mark.parametrize("test", [{"at_least": "3"}, {"above": "3"}, {"at_most": "3"}, {"below": "3"}])
def test_what_is_no_number_leaves_a_comparison_of_numbers_open(test: dict[str, Any], value: Value) -> None:
    assert evaluate(building.when({"fact": "x", **test}), {"x": value}, building.PROFILE, DAY) is None


@pytest.mark.parametrize(
    ("test", "rows", "expected"),
    [
        ({"at_most": 0}, (CURRENT,), False),
        ({"at_most": 0}, (ENDED,), True),
        ({"at_most": 1}, (CURRENT, BLANK), None),
        ({"at_most": 2}, (CURRENT, BLANK), True),
        ({"at_least": 1}, (CURRENT, BLANK), True),
        ({"at_least": 2}, (CURRENT, BLANK), None),
        ({"at_least": 3}, (CURRENT, BLANK), False),
        ({"at_least": 1, "at_most": 1}, (CURRENT, CURRENT), False),
        ({"at_least": 2, "at_most": 3}, (CURRENT, CURRENT), True),
    ],
)
def test_rows_are_counted_at_the_bounds(test: dict[str, int], rows: tuple[Row, ...], expected: bool | None) -> None:  # noqa: FBT001 - three-valued
    condition = building.when({"fact": "x", "count_rows": {"where": WHERE, **test}})
    assert evaluate(condition, {"x": rows}, building.PROFILE, DAY) is expected


@pytest.mark.parametrize(
    ("region", "levels", "expected"),
    [
        ("370000", ["province"], True),
        ("370000", ["city", "county"], False),
        ("371300", ["city"], True),
        ("371302", ["city"], False),
        ("371302", ["province", "county"], True),
    ],
)
def test_a_region_has_a_level(region: str, levels: list[str], expected: bool) -> None:  # noqa: FBT001 - the outcome
    profile = Profile(kind="district", region=region)
    assert evaluate(building.when({"level": levels}), {}, profile, DAY) is expected


def test_what_is_no_condition_is_refused_by_its_type() -> None:
    with pytest.raises(TypeError) as refused:
        prepare(Decimal(3))  # type: ignore[arg-type]  # that is the point
    assert refused.value.args == (Decimal,)


@pytest.mark.parametrize("value", [Decimal(3), DAY])
@pytest.mark.parametrize("test", [{"is": "a"}, {"in": ["a"]}, {"includes": "a"}])
def test_what_is_no_code_leaves_a_comparison_of_codes_open(test: dict[str, Any], value: Value) -> None:
    assert evaluate(building.when({"fact": "x", **test}), {"x": value}, building.PROFILE, DAY) is None


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ({"in": ["a", "b"]}, ("c", "b"), True),
        ({"in": ["a", "b"]}, ("c",), False),
        ({"in": ["a", "b"]}, ("a", "b"), True),
        ({"in": ["a", "b"]}, (), False),
        ({"includes": "a"}, "a", None),
        ({"in": ["ab"]}, "a", False),
    ],
)
def test_one_code_of_several_is_enough(test: dict[str, Any], value: Value, expected: bool | None) -> None:  # noqa: FBT001 - three-valued
    assert evaluate(building.when({"fact": "x", **test}), {"x": value}, building.PROFILE, DAY) is expected


@pytest.mark.parametrize(("answers", "expected"), [({}, True), ({"x": UNKNOWN}, None), ({"x": "a"}, False)])
def test_what_is_not_answered(answers: Answers, expected: bool | None) -> None:  # noqa: FBT001 - three-valued
    assert evaluate(building.when({"fact": "x", "answered": False}), answers, building.PROFILE, DAY) is expected


def test_not_open_is_open() -> None:
    condition = building.when({"not": {"fact": "x", "is": "a"}})
    assert [evaluate(condition, answers, building.PROFILE, DAY) for answers in ({}, {"x": "a"}, {"x": "b"})] == [
        None, False, True,
    ]  # fmt: skip
