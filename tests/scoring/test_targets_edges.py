"""What the answers have to be: every kind of rule, part by part, with what each part is worth."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring import border, reads
from assess.scoring.form import Item
from assess.scoring.kinds.prepare import prepare
from assess.scoring.targets import _targets, targets
from assess.values.model import UNKNOWN, Answers, Rate, Row, Value
from tests.scoring import building

DAY = building.AS_OF
FACTS = {
    fact.key: fact
    for fact in (
        building.yes_no("a"),
        building.yes_no("b"),
        building.yes_no("done"),
        building.fact({"key": "n", "type": "number", "decimals": 2}),
        building.fact({"key": "last", "type": "number"}),
        building.fact({"key": "r", "type": "rate"}),
        building.fact({"key": "before", "type": "rate"}),
        building.fact({"key": "on", "type": "date"}),
        building.fact(
            {
                "key": "rows",
                "type": "table",
                "columns": [
                    {"key": key, "title": {"zh": key, "en": key}, "type": "yes-no"} for key in ("x", "y")
                ],
            }
        ),
    )
}  # fmt: skip


def _item(rule: dict[str, Any], **more: Any) -> Item:  # noqa: ANN401 - as in a file
    return building.item({"key": "it", "rule": building.rule(rule), **more})


def _wanted(rule: dict[str, Any], answers: Answers, **more: Any) -> list[tuple[str, dict[str, Value]]]:  # noqa: ANN401 - as in a file
    """Give for every part what it is worth and which answers change."""
    found = targets(_item(rule, **more), building.inputs(answers), FACTS)
    return [
        (str(one.points), {key: value for key, value in one.answers.items() if answers.get(key) != value})
        for one in found
    ]


def _rate(numerator: int, denominator: int) -> Rate:
    return Rate(Decimal(numerator), Decimal(denominator))


def _levels(**credits_: str) -> dict[str, Any]:
    return {"levels": {"fact": "a", "credits": credits_}}


BANDS = [{"from": "80", "credit": "0.5"}, {"from": "40", "credit": "1"}, {"from": "60", "credit": "1"},
         {"from": "0", "credit": "0"}]  # fmt: skip
FALLING = [{"from": "40", "credit": "1"}, {"from": "60", "credit": "0.5"}, {"from": "80", "credit": "0.2"}]
RELATIVE = {"growth": {"this": "n", "last": "last", "mode": "relative", "target": "0.2"}}
DIFFERENCE = {"growth": {"this": "r", "last": "before", "mode": "difference", "target": "5"}}


@pytest.mark.parametrize(
    ("rule", "answers", "wanted"),
    [
        (_levels(yes="1", partial="0.5", no="0"), {"a": "no"}, [("10", {"a": "yes"})]),
        (_levels(yes="0.5", partial="0.2", no="0"), {"a": "no"}, [("10", {"a": "yes"})]),
        (_levels(yes="0.5", partial="0.2", no="0"), {"a": "yes"}, []),
        (_levels(yes="0", partial="0", no="0"), {"a": "no"}, []),
        (_levels(yes="0", partial="0", no="0"), {}, []),
        (_levels(), {"a": "no"}, []),
        ({"threshold": {"fact": "n", "at_least": "7"}}, {"n": Decimal(3)}, [("10", {"n": Decimal(7)})]),
        ({"threshold": {"fact": "n", "at_least": "7"}}, {"n": Decimal(7)}, []),
        ({"threshold": {"fact": "n", "above": "7"}}, {"n": Decimal(7)}, [("10", {"n": Decimal("7.01")})]),
        ({"threshold": {"fact": "r", "above": "50"}}, {"r": _rate(1, 4)}, [("10", {"r": _rate(3, 4)})]),
        ({"threshold": {"fact": "r", "above": "50"}}, {"r": _rate(0, 0)}, []),
        ({"proportional": {"fact": "n", "target": "8"}}, {"n": Decimal(3)}, [("10", {"n": Decimal(8)})]),
        ({"proportional": {"fact": "n", "target": "8"}}, {"n": Decimal(9)}, []),
        ({"proportional": {"fact": "n", "target": "8", "lower_is_better": True}}, {"n": Decimal(9)},
         [("10", {"n": Decimal(8)})]),
        ({"proportional": {"fact": "n", "target": "8", "lower_is_better": True}}, {"n": Decimal(3)}, []),
        ({"steps": {"fact": "n", "bands": BANDS}}, {"n": Decimal(10)}, [("10", {"n": Decimal(40)})]),
        ({"steps": {"fact": "n", "bands": BANDS}}, {"n": Decimal(90)}, [("10", {"n": Decimal("79.99")})]),
        ({"steps": {"fact": "n", "bands": BANDS}}, {"n": Decimal(65)}, []),
        ({"steps": {"fact": "n", "bands": BANDS[2:3]}}, {"n": Decimal(65)}, []),
        ({"steps": {"fact": "n", "bands": []}}, {"n": Decimal(65)}, []),
        ({"steps": {"fact": "n", "bands": FALLING}}, {"n": Decimal(90)}, [("10", {"n": Decimal("59.99")})]),
        # 10 points at 3 a unit take 4 units, at a cap of 5 they take 2
        ({"per_unit": {"fact": "n", "points_each": "3", "cap": "12"}}, {"n": Decimal(1)}, [("10", {"n": Decimal(4)})]),
        ({"per_unit": {"fact": "n", "points_each": "3", "cap": "5"}}, {"n": Decimal(1)}, [("10", {"n": Decimal(2)})]),
        ({"per_unit": {"fact": "n", "points_each": "0", "cap": "5"}}, {"n": Decimal(1)}, []),
        ({"per_unit": {"fact": "n", "points_each": "0.5", "cap": "5"}}, {"n": Decimal(1)},
         [("10", {"n": Decimal(10)})]),
        ({"judged": {"fact": "n", "low": "0.2", "high": "0.9"}}, {"n": Decimal(30)}, [("10", {"n": Decimal(90)})]),
        ({"judged": {"fact": "n", "low": "0.2", "high": "1.5"}}, {"n": Decimal(30)}, [("10", {"n": Decimal(100)})]),
        (RELATIVE, {"n": Decimal(5), "last": Decimal(50)}, [("10", {"n": Decimal(60)})]),
        (RELATIVE, {"n": Decimal(60), "last": Decimal(50)}, []),
        (RELATIVE, {"n": Decimal(0), "last": Decimal(0)}, [("10", {"n": Decimal("1.2")})]),
        (RELATIVE, {"n": Decimal(0)}, []),
        (RELATIVE, {"n": Decimal(0), "last": UNKNOWN}, []),
        (DIFFERENCE, {"r": _rate(1, 100), "before": _rate(40, 80)}, [("10", {"r": _rate(55, 100)})]),
        (DIFFERENCE, {"r": _rate(1, 100), "before": _rate(0, 80)}, [("10", {"r": _rate(5, 100)})]),
        (DIFFERENCE, {"r": _rate(1, 100), "before": _rate(0, 0)}, []),
    ],
)  # fmt: skip
def test_the_value_that_just_reaches_all_points(
    rule: dict[str, Any], answers: Answers, wanted: list[tuple[str, dict[str, Value]]]
) -> None:
    assert _wanted(rule, answers) == wanted


def test_an_item_without_points_is_worth_one() -> None:
    assert _wanted(_levels(yes="1", no="0"), {"a": "no"}, points="0") == [("1", {"a": "yes"})]


PAST, AHEAD = {"deadline": {"date": "on", "due": "2026-10-31"}}, {"deadline": {"date": "on", "due": "2026-12-31"}}
SAID = {"deadline": {"date": "on", "due": "2026-10-31", "done": "done"}}
LATE, EARLY, DUE = dt.date(2026, 11, 1), dt.date(2026, 10, 1), dt.date(2026, 10, 31)


@pytest.mark.parametrize(
    ("rule", "answers", "wanted"),
    [
        # done is done, late or not
        (PAST, {"on": LATE}, []),
        (PAST, {"on": EARLY}, []),
        (PAST, {"on": DAY}, []),
        (SAID, {"done": "yes", "on": LATE}, []),
        # what is unknown may turn out to have been done in time
        (PAST, {}, [("10", {"on": DUE})]),
        (PAST, {"on": UNKNOWN}, [("10", {"on": DUE})]),
        (AHEAD, {}, [("10", {"on": DAY})]),
        (SAID, {}, [("10", {"done": "yes", "on": DUE})]),
        (SAID, {"done": UNKNOWN}, [("10", {"done": "yes", "on": DUE})]),
        (SAID, {"done": "yes"}, [("10", {"on": DUE})]),
        # what is not done is done today
        (PAST, {"on": dt.date(2026, 12, 1)}, [("10", {"on": DAY})]),
        (SAID, {"done": "no"}, [("10", {"done": "yes", "on": DAY})]),
        (SAID, {"done": "no", "on": EARLY}, [("10", {"done": "yes", "on": DAY})]),
        (SAID, {"done": "partial", "on": UNKNOWN}, [("10", {"done": "yes", "on": DAY})]),
    ],
)  # fmt: skip
def test_what_is_due_is_done_today(
    rule: dict[str, Any], answers: Answers, wanted: list[tuple[str, dict[str, Value]]]
) -> None:
    assert _wanted(rule, answers) == wanted


def test_each_missing_part_is_by_itself() -> None:
    parts = {
        "elements": [
            {"points": "5", "when": {"fact": "a", "is": "yes"}},
            {"points": "3", "when": {"fact": "b", "is": "yes"}},
            {"points": "2", "when": {"role": "exporter"}},
        ]
    }
    assert _wanted(parts, {"a": "no", "b": "no"}) == [("5", {"a": "yes"}), ("3", {"b": "yes"})]
    assert _wanted(parts, {"a": "yes"}) == [("3", {"b": "yes"})]


def test_parts_that_look_at_one_table_are_one() -> None:
    parts = {
        "elements": [
            {"points": "4", "when": {"fact": "rows", "any_row": {"x": {"is": "yes"}}}},
            {"points": "3", "when": {"fact": "a", "is": "yes"}},
            {"points": "2", "when": {"fact": "rows", "any_row": {"y": {"is": "yes"}}}},
            {"points": "1", "when": {"fact": "rows", "any_row": {"x": {"is": "partial"}}}},  # no cell can say so
        ]
    }
    row = Row("r1", {"x": "no", "y": "no"})
    assert _wanted(parts, {"a": "no", "rows": (row,)}) == [
        ("3", {"a": "yes"}),
        ("6", {"rows": (Row("r1", {"x": "yes", "y": "yes"}),)}),
    ]
    assert _wanted(parts, {"a": "yes", "rows": (Row("r1", {"x": "yes", "y": "yes"}),)}) == []


def test_each_charge_is_by_itself() -> None:
    charges = {
        "deductions": [
            {"points": "4", "when": {"fact": "a", "is": "yes"}},
            {"points": "2", "per": "n", "cap": "6"},
            {"points": "1", "per": "r"},
            {"points": "3", "when": {"role": "market-operator"}},
        ]
    }
    answers: Answers = {"a": "yes", "n": Decimal(3), "r": _rate(9, 10)}
    assert _wanted(charges, answers) == [
        ("4", {"a": "no"}),
        ("6", {"n": Decimal("0.99")}),
        ("1", {"r": _rate(0, 10)}),
    ]
    assert _wanted(charges, {"a": "no", "n": Decimal(0), "r": _rate(0, 10)}) == []


def test_what_is_no_rule_is_refused_by_its_type() -> None:
    nothing: Any = Decimal(3)
    for read in (
        lambda: _targets(nothing, Decimal(1), building.inputs(), FACTS),
        lambda: prepare(nothing, Decimal(1)),
        lambda: border._rule(nothing),
        lambda: reads._facts(nothing),
    ):
        with pytest.raises(TypeError) as refused:
            read()
        assert refused.value.args == (Decimal,)
