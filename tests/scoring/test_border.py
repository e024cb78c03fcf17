"""The engine's border: what no rule can read is refused by the name of its fact, and never counted as 0."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring import border
from assess.scoring.columns import score_columns
from assess.scoring.engine import score
from assess.scoring.form import Form
from assess.values.invalid import InvalidValue
from assess.values.model import UNKNOWN, Rate, Row
from assess.wording.sentences import say
from tests.scoring import building

LONG = Decimal("9" * 400)
RULES: dict[str, dict[str, Any]] = {
    "levels": {"levels": {"fact": "x", "credits": {"yes": "1", "no": "0"}}},
    "elements": {"elements": [{"points": "10", "when": {"fact": "x", "includes": "a"}}]},
    "rows": {"elements": [{"points": "10", "when": {"fact": "x", "any_row": {"a": {"at_least": "1"}}}}]},
    "threshold": {"threshold": {"fact": "x", "at_least": "90", "no_cases": "zero"}},
    "proportional": {"proportional": {"fact": "x", "target": "30"}},
    "steps": {"steps": {"fact": "x", "bands": [{"from": "50", "credit": "1"}]}},
    "per_unit": {"per_unit": {"fact": "x", "points_each": "1", "cap": "10"}},
    "growth": {"growth": {"this": "x", "last": "x", "mode": "relative", "target": "1"}},
    "deadline": {"deadline": {"date": "x", "due": "2025-12-31"}},
    "deductions": {"deductions": [{"points": "1", "per": "x", "cap": "10"}]},
    "judged": {"judged": {"fact": "x"}},
}
NUMBERS = ("threshold", "proportional", "steps", "per_unit", "growth", "deductions", "judged")
COUNTS = ("proportional", "per_unit", "growth", "deductions", "judged")


def _form(kind: str) -> Form:
    return building.form([building.item({"key": "it", "rule": building.rule(RULES[kind])})])


def _refused(kind: str, value: Any) -> str:  # noqa: ANN401 - anything a caller may give
    with pytest.raises(InvalidValue) as refused:
        score(_form(kind), building.inputs({"x": value}))
    error = refused.value
    assert error.fact == "x"
    assert say(error.message, error.params, "zh") != say(error.message, error.params, "en")
    return error.message


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("levels", Decimal(1), "value.not-a-code"),
        ("levels", "maybe", "value.not-an-option"),
        ("levels", "长" * 400, "value.not-an-option"),
        ("levels", True, "value.not-a-code"),
        ("levels", None.__class__, "value.not-a-code"),
        ("elements", "a", "value.not-a-list"),
        ("rows", Decimal(1), "value.not-a-list"),
        ("rows", (Row("r1", {"a": Decimal("NaN")}),), "value.not-a-number"),
        ("rows", (Row("r1", {"a": LONG}),), "value.number-too-long"),
        ("rows", (Row("r1", {"a": dt.date(1, 1, 1)}),), "value.date-out-of-range"),
        ("deadline", "2025-12-31", "value.not-a-date"),
        ("deadline", dt.datetime(2025, 12, 31, tzinfo=dt.UTC), "value.not-a-date"),
        ("deadline", dt.date(1, 1, 1), "value.date-out-of-range"),
        ("deadline", dt.date(9999, 12, 31), "value.date-out-of-range"),
        ("threshold", Rate(Decimal(3), Decimal(2)), "value.numerator-above-denominator"),
        ("threshold", Rate(Decimal(-3), Decimal(2)), "value.too-small"),
        ("threshold", Rate(Decimal(-3), Decimal(-2)), "value.too-small"),
        ("threshold", Rate(Decimal(1), LONG), "value.number-too-long"),
        ("threshold", Rate(Decimal("NaN"), Decimal(1)), "value.not-a-number"),
    ],
)
def test_what_a_rule_cannot_read_is_refused_by_name(kind: str, value: Any, message: str) -> None:  # noqa: ANN401 - anything
    assert _refused(kind, value) == message


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("12", "value.not-a-number"),
        (13, "value.not-a-number"),
        (0.5, "value.not-a-number"),
        (float("nan"), "value.not-a-number"),
        (Decimal("NaN"), "value.not-a-number"),
        (Decimal("sNaN"), "value.not-a-number"),
        (Decimal("Infinity"), "value.not-a-number"),
        (Decimal("-Infinity"), "value.not-a-number"),
        (LONG, "value.number-too-long"),
        (-LONG, "value.number-too-long"),
        (Decimal(10) ** 15, "value.number-too-long"),
        (Decimal("0." + "1" * 400), "value.number-too-long"),
        (Decimal("1E-400"), "value.number-too-long"),
        (Decimal("1E+400"), "value.number-too-long"),
    ],
)
def test_a_number_that_is_none_or_has_no_end_is_refused(kind: str, value: Any, message: str) -> None:  # noqa: ANN401 - anything
    assert _refused(kind, value) == message


@pytest.mark.parametrize("kind", COUNTS)
def test_a_negative_count_is_refused(kind: str) -> None:
    assert _refused(kind, Decimal(-1)) == "value.too-small"


@pytest.mark.parametrize(
    ("value", "earned"),
    [(Decimal(10) ** 15 - 1, 10), (Decimal("0.01"), 0), (Decimal(0), 0), (Decimal("30.00"), 10), (UNKNOWN, 0)],
)
def test_what_fits_is_scored(value: Any, earned: int) -> None:  # noqa: ANN401 - an answer
    item = score(_form("proportional"), building.inputs({"x": value})).item("it")
    assert item.earned == Decimal(earned)
    assert (item.status == "unknown") == (value is UNKNOWN)


def test_every_column_refuses_alike() -> None:
    with pytest.raises(InvalidValue, match=r"x: value\.too-small"):
        score_columns(_form("per_unit"), building.inputs({"x": Decimal(-1)}))


def test_what_no_rule_reads_is_nobodys_business() -> None:
    assert score(_form("per_unit"), building.inputs({"x": Decimal(1), "other": Decimal("NaN")})).item("it").earned == 1


def test_readers_of_one_fact_narrow_what_it_may_be() -> None:
    gate = {
        "any": [{"fact": "x", "in": ["yes", "no"]}, {"not": {"fact": "y", "not_after": "2026-01-01"}}, {"role": "r"}]
    }
    veto = {"when": {"fact": "z", "above": "1"}, "effect": "zero", "reason": {"zh": "否", "en": "no"}}
    item = building.item({"key": "it", "rule": building.rule(RULES["levels"]), "applies_if": gate, "veto": veto})
    found = border.expected(building.form([item]))
    assert found["x"] == border.Expected(frozenset({str}), frozenset({"yes", "no"}))
    assert found["y"].types == frozenset({dt.date})
    assert found["z"].types == frozenset({Decimal, Rate})
