"""Conditions in three values: true, false, and None where the answers do not decide."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.conditions.evaluate import evaluate, facts_of
from assess.conditions.kleene import all_of, any_of, not_
from assess.values.model import UNKNOWN, Rate, Row, Value
from assess.values.profile import Profile
from tests.scoring import building, strategies

DAY = dt.date(2026, 11, 22)
PROFILE = Profile(kind="enterprise", region="371302", roles=frozenset({"exporter"}), size="small")
ROWS = (
    Row("r1", {"product": "liability", "end": dt.date(2027, 1, 1)}),
    Row("r2", {"product": "patent", "end": dt.date(2025, 1, 1)}),
    Row("r3", {"product": "liability"}),
)
LIABILITY = {"product": {"is": "liability"}}
CURRENT = {"end": {"not_before": "as_of"}}

CASES: list[tuple[dict[str, Any], Value | None, bool | None]] = [
    ({"is": "yes"}, "yes", True),
    ({"is": "yes"}, "partial", False),
    ({"is": "yes"}, None, None),
    ({"is": "yes"}, UNKNOWN, None),
    ({"is": "yes"}, Decimal(1), None),
    ({"in": ["a", "b"]}, "b", True),
    ({"in": ["a", "b"]}, "c", False),
    ({"in": ["a", "b"]}, ("c", "a"), True),
    ({"includes": "a"}, ("a", "c"), True),
    ({"includes": "b"}, ("a", "c"), False),
    ({"includes": "b"}, (), False),
    ({"at_least": "3"}, Decimal(3), True),
    ({"above": "3"}, Decimal(3), False),
    ({"at_most": "3"}, Decimal(3), True),
    ({"below": "3"}, Decimal("2.99"), True),
    ({"at_least": "2", "below": "4"}, Decimal(4), False),
    ({"above": "95"}, Rate(Decimal(95), Decimal(100)), False),
    ({"above": "95"}, Rate(Decimal(951), Decimal(1000)), True),
    ({"at_least": "33.34"}, Rate(Decimal(1), Decimal(3)), False),
    ({"at_least": "0"}, Rate(Decimal(0), Decimal(0)), None),
    ({"before": "2026-11-22"}, DAY, False),
    ({"not_before": "as_of"}, DAY, True),
    ({"after": "as_of"}, DAY, False),
    ({"within_days": 30}, dt.date(2026, 10, 23), True),
    ({"within_days": 30}, dt.date(2026, 10, 22), False),
    ({"within_days": 30}, dt.date(2026, 11, 23), False),
    ({"answered": True}, "", True),
    ({"answered": True}, None, False),
    ({"answered": True}, UNKNOWN, None),
    ({"answered": False}, None, True),
    ({"answered": False}, "yes", False),
    ({"answered": True, "is": "yes"}, None, False),
    ({"answered": False, "is": "yes"}, None, None),
    ({"any_row": LIABILITY}, ROWS, True),
    ({"any_row": {**LIABILITY, **CURRENT}}, ROWS[1:], None),
    ({"any_row": {**LIABILITY, **CURRENT}}, ROWS[1:2], False),
    ({"any_row": {"end": {"answered": True}}}, ROWS[2:], False),
    ({"any_row": LIABILITY}, (), False),
    ({"any_row": LIABILITY}, None, None),
    ({"any_row": LIABILITY}, UNKNOWN, None),
    ({"all_rows": LIABILITY}, (), True),
    ({"all_rows": LIABILITY}, ROWS, False),
    ({"all_rows": CURRENT}, (ROWS[0], ROWS[2]), None),
    ({"count_rows": {"at_least": 3}}, ROWS, True),
    ({"count_rows": {"at_least": 4}}, ROWS, False),
    ({"count_rows": {"where": CURRENT, "at_least": 1}}, ROWS, True),
    ({"count_rows": {"where": CURRENT, "at_least": 2}}, ROWS, None),
    ({"count_rows": {"where": CURRENT, "at_least": 3}}, ROWS, False),
    ({"count_rows": {"where": CURRENT, "at_most": 2}}, ROWS, True),
    ({"count_rows": {"where": CURRENT, "at_most": 1}}, ROWS, None),
    ({"count_rows": {"where": CURRENT, "at_most": 0}}, ROWS, False),
]


@pytest.mark.parametrize(("test", "value", "expected"), CASES)
def test_a_comparison(test: dict[str, Any], value: Value | None, expected: bool | None) -> None:  # noqa: FBT001 - three-valued
    condition = building.when({"fact": "x", **test})
    assert evaluate(condition, {} if value is None else {"x": value}, PROFILE, DAY) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"role": "exporter"}, True),
        ({"role": "agency"}, False),
        ({"kind": "district"}, False),
        ({"region": "370000"}, True),
        ({"region": "371300"}, True),
        ({"region": "371302"}, True),
        ({"region": "371311"}, False),
        ({"region": "000000"}, True),
        ({"size": ["micro", "small"]}, True),
        ({"size": ["large"]}, False),
    ],
)
def test_the_profile(condition: dict[str, Any], expected: bool) -> None:  # noqa: FBT001 - the outcome
    assert evaluate(building.when(condition), {}, PROFILE, DAY) is expected


def test_a_size_that_is_not_told_decides_nothing() -> None:
    unsized = Profile(kind="enterprise", region="371302")
    assert evaluate(building.when({"size": ["micro"]}), {}, unsized, DAY) is None


THREE = (True, False, None)


@given(st.lists(st.sampled_from(THREE), max_size=4))
def test_kleene_logic(parts: list[bool | None]) -> None:
    assert all_of(parts) is (False if False in parts else None if None in parts else True)
    assert any_of(parts) is (True if True in parts else None if None in parts else False)
    assert not_(any_of(parts)) is all_of(map(not_, parts))


@given(strategies.CONDITION, st.data())
def test_more_answers_never_change_what_is_decided(raw: dict[str, Any], data: st.DataObject) -> None:
    condition = building.when(raw)
    complete = data.draw(strategies.COMPLETE)
    early = evaluate(condition, data.draw(strategies.partly(complete)), PROFILE, DAY)
    assert early is None or early is evaluate(condition, complete, PROFILE, DAY)


def test_facts_come_in_the_order_of_their_first_use() -> None:
    condition = building.when(
        {
            "all": [
                {"role": "x"},
                {"not": {"fact": "b", "is": "yes"}},
                {"any": [{"fact": "a", "answered": True}]},
                {"fact": "b", "any_row": {}},
            ]
        }
    )
    assert facts_of(condition) == ("b", "a")
