"""What is drawn up to do: the least change of answers for every kind of rule, with its effort and what it assumes."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.actions import Action, applied, compatible
from assess.scoring.drawing import by_key, draw
from assess.scoring.engine import score
from assess.values.model import UNKNOWN, Answers, Rate, Row, Value
from tests.scoring import building

FACTS = [
    building.yes_no("a"),
    building.yes_no("b"),
    building.fact({"key": "n", "type": "number", "decimals": 1, "max": "100"}),
    building.fact({"key": "m", "type": "money"}),
    building.fact({"key": "r", "type": "rate"}),
    building.fact({"key": "last", "type": "rate"}),
    building.fact({"key": "on", "type": "date"}),
    building.fact({"key": "words", "type": "text"}),
    building.fact(
        {
            "key": "which",
            "type": "choices",
            "options": [
                {"value": code, "label": {"zh": code, "en": code}, "exclusive": code == "none"}
                for code in ("x", "y", "z", "none")
            ],
        }
    ),
    building.fact(
        {
            "key": "level",
            "type": "choice",
            "options": [{"value": code, "label": {"zh": code, "en": code}} for code in ("all", "some", "no", "unused")],
        }
    ),
    building.fact(
        {
            "key": "rows",
            "type": "table",
            "columns": [
                {"key": "kind", "title": {"zh": "种类", "en": "Kind"}, "type": "choice", "required": True,
                 "options": [{"value": code, "label": {"zh": code, "en": code}} for code in ("p", "q")]},
                {"key": "ends", "title": {"zh": "到期", "en": "Ends"}, "type": "date"},
                {"key": "paid", "title": {"zh": "付款", "en": "Paid"}, "type": "yes-no"},
            ],
        }
    ),
]  # fmt: skip
DAY = building.AS_OF


def _draw(items: list[dict[str, Any]], answers: Answers, **more: Any) -> tuple[Action, ...]:  # noqa: ANN401 - as inputs
    made = [building.item({**data, "rule": building.rule(data["rule"])} if "rule" in data else data) for data in items]
    return draw(building.form(made), FACTS, building.inputs(answers, **more))


def _after(rule: dict[str, Any], answers: Answers, **more: Any) -> dict[str, Value]:  # noqa: ANN401 - as inputs
    """Give the facts that all drawn actions of one item change, and check that they earn it fully."""
    item = building.item({"key": "it", "rule": building.rule(rule), **more})
    form, inputs = building.form([item]), building.inputs(answers)
    actions = draw(form, FACTS, inputs)
    after = applied(answers, actions)
    if actions:
        assert score(form, building.inputs(after)).item("it").outcome == "full"
    return {fact: after[fact] for action in actions for fact in action.facts}


LEVELS = {"levels": {"fact": "level", "credits": {"all": "1", "some": "0.5", "no": "0", "unused": "1"}}}
STEPS = {"bands": [{"from": "0", "credit": "0"}, {"from": "60", "credit": "0.5"}, {"from": "80", "credit": "1"}]}


@pytest.mark.parametrize(
    ("rule", "answers", "wanted"),
    [
        (LEVELS, {"level": "some"}, {"level": "all"}),
        (LEVELS, {"level": "no"}, {"level": "unused"}),
        ({"threshold": {"fact": "n", "at_least": "40"}}, {"n": Decimal("12.5")}, {"n": Decimal(40)}),
        ({"threshold": {"fact": "n", "above": "40"}}, {"n": Decimal(40)}, {"n": Decimal("40.1")}),
        ({"threshold": {"fact": "r", "above": "95"}}, {"r": Rate(Decimal(10), Decimal(40))},
         {"r": Rate(Decimal(39), Decimal(40))}),
        ({"proportional": {"fact": "m", "target": "1000"}}, {"m": Decimal(5)}, {"m": Decimal(1000)}),
        ({"proportional": {"fact": "n", "target": "7", "lower_is_better": True}}, {"n": Decimal(9)}, {"n": Decimal(7)}),
        ({"steps": {"fact": "n", **STEPS}}, {"n": Decimal(61)}, {"n": Decimal(80)}),
        ({"per_unit": {"fact": "n", "points_each": "3", "cap": "10"}}, {"n": Decimal(1)}, {"n": Decimal(4)}),
        ({"growth": {"this": "r", "last": "last", "mode": "difference", "target": "5"}},
         {"r": Rate(Decimal(50), Decimal(100)), "last": Rate(Decimal(48), Decimal(100))},
         {"r": Rate(Decimal(53), Decimal(100))}),
        ({"judged": {"fact": "n", "low": "0", "high": "1"}}, {"n": Decimal(30)}, {"n": Decimal(100)}),
        ({"deductions": [{"points": "4", "when": {"fact": "a", "is": "yes"}}, {"points": "2", "per": "n", "cap": "6"}]},
         {"a": "yes", "n": Decimal(3)}, {"a": "no", "n": Decimal("0.9")}),
        ({"deadline": {"date": "on", "due": "2026-12-31", "done": "a"}}, {"a": "no"}, {"a": "yes", "on": DAY}),
        ({"elements": [{"points": "10", "when": {"fact": "on", "within_days": 90}}]}, {"on": dt.date(2024, 1, 1)},
         {"on": DAY}),
        ({"elements": [{"points": "10", "when": {"fact": "words", "answered": True}}]}, {}, {"words": "…"}),
    ],
)  # fmt: skip
def test_the_least_change_earns_an_item_fully(rule: dict[str, Any], answers: Answers, wanted: dict[str, Value]) -> None:
    assert _after(rule, answers) == wanted


@pytest.mark.parametrize(
    ("rule", "answers"),
    [
        ({"deadline": {"date": "on", "due": "2021-12-31"}}, {"on": dt.date(2022, 3, 1)}),
        ({"elements": [{"points": "10", "when": {"fact": "on", "before": "2022-01-01"}}]}, {"on": dt.date(2023, 1, 1)}),
        ({"threshold": {"fact": "n", "at_least": "101"}}, {"n": Decimal(1)}),
        ({"threshold": {"fact": "r", "at_least": "50", "no_cases": "zero"}}, {"r": Rate(Decimal(0), Decimal(0))}),
        ({"elements": [{"points": "10", "when": {"role": "exporter"}}]}, {}),
    ],
)
def test_what_no_answer_mends_is_no_action(rule: dict[str, Any], answers: Answers) -> None:
    assert _after(rule, answers) == {}


def test_what_has_happened_is_no_action_and_what_is_unknown_about_it_is() -> None:
    advice = {"none": _advice("3", irreversible=True), "unknown": _advice("0.5")}
    assert _draw([{"key": "a", "advice": advice}], {"a": "no"}) == ()
    (open_,) = _draw([{"key": "a", "advice": advice}], {"a": UNKNOWN})
    assert (open_.kind, open_.effort_days, open_.otherwise_days) == ("find-out", Decimal("0.5"), None)


def _advice(days: str, *, irreversible: bool = False) -> dict[str, Any]:
    words = {"zh": "做", "en": "Do"}
    return {"do": words, "effort_days": days, "owner": words, "irreversible": irreversible}


def test_finding_out_says_what_a_bad_answer_would_take() -> None:
    (open_,) = _draw([{"key": "a", "advice": {"none": _advice("3"), "unknown": _advice("0.5")}}], {})
    assert (open_.kind, open_.effort_days, open_.otherwise_days) == ("find-out", Decimal("0.5"), Decimal(3))


def test_the_same_change_is_one_action_with_the_larger_effort() -> None:
    items = [{"key": "a", "advice": {"none": _advice("2")}}, _reading("a", "other", "5")]
    (action,) = _draw(items, {"a": "no"})
    assert (action.effort_days, action.items) == (Decimal(5), ("a", "other"))


def _reading(fact: str, key: str, days: str) -> dict[str, Any]:
    rule = {"levels": {"fact": fact, "credits": {"yes": "1", "no": "0"}}}
    return {"key": key, "rule": rule, "advice": {"none": _advice(days)}}


def test_parts_share_the_work_by_their_points() -> None:
    parts = [{"points": "7", "when": {"fact": "a", "is": "yes"}}, {"points": "3", "when": {"fact": "b", "is": "yes"}}]
    found = _draw([{"key": "p", "rule": {"elements": parts}, "advice": {"none": _advice("5")}}], {"a": "no", "b": "no"})
    assert [(action.facts, action.effort_days) for action in found] == [
        (("a",), Decimal("3.5")),
        (("b",), Decimal("1.5")),
    ]


def test_what_two_items_share_and_what_they_do_not_are_actions_of_their_own() -> None:
    both = {"all": [{"fact": "a", "is": "yes"}, {"fact": "b", "is": "yes"}]}
    items = [_reading("a", "one", "4"), {"key": "two", "rule": {"elements": [{"points": "10", "when": both}]},
                                         "advice": {"none": _advice("6")}}]  # fmt: skip
    found = _draw(items, {"a": "no", "b": "no"})
    assert [(action.facts, action.items, action.effort_days) for action in found] == [
        (("a",), ("one", "two"), Decimal(4)),
        (("b",), ("two",), Decimal("3.0")),
    ]


def test_ticks_are_added_one_by_one_and_drive_out_none_of_these() -> None:
    parts = [{"points": "5", "when": {"fact": "which", "includes": code}} for code in ("x", "z")]
    found = _draw([{"key": "p", "rule": {"elements": parts}}], {"which": ("none",)})
    assert len(found) == 2
    assert applied({"which": ("none",)}, found[:1])["which"] == ("x",)
    assert applied({"which": ("y",)}, reversed(found)) == {"which": ("y", "x", "z")}


POLICY = {"any_row": {"kind": {"is": "p"}, "ends": {"not_before": "as_of"}}, "fact": "rows"}
PAID = {"any_row": {"kind": {"is": "p"}, "paid": {"is": "yes"}}, "fact": "rows"}
TABLE = {"elements": [{"points": "6", "when": POLICY}, {"points": "4", "when": PAID}]}


def test_a_row_that_passes_is_added_once_for_all_parts() -> None:
    (action,) = _draw([{"key": "t", "rule": TABLE}], {"rows": ()})
    made = applied({"rows": ()}, [action])["rows"]
    assert isinstance(made, tuple)
    assert [row.cells for row in made if isinstance(row, Row)] == [{"kind": "p", "ends": DAY, "paid": "yes"}]


def test_a_row_that_lacks_one_cell_is_mended_and_none_is_removed() -> None:
    rows = (Row("r1", {"kind": "p", "ends": dt.date(2030, 1, 1), "paid": "no"}), Row("r2", {"kind": "q"}))
    (action,) = _draw([{"key": "t", "rule": TABLE}], {"rows": rows})
    assert [change.place for change in action.changes] == [("cell", "r1", "paid")]
    after = applied({"rows": rows}, [action])["rows"]
    assert after == (Row("r1", {"kind": "p", "ends": dt.date(2030, 1, 1), "paid": "yes"}), rows[1])


def test_a_veto_is_lifted_by_the_action_that_says_so() -> None:
    veto = {"when": {"fact": "a", "is": "yes"}, "effect": "zero", "reason": {"zh": "否", "en": "no"}}
    rule = {"levels": {"fact": "b", "credits": {"yes": "1", "no": "0"}}}
    found = _draw([{"key": "v", "rule": rule, "veto": veto}], {"a": "yes", "b": "yes"})
    assert [(action.facts, action.clears) for action in found] == [(("a",), ("v",))]


def test_what_an_action_makes_applicable_brings_its_own_actions() -> None:
    gated = {"applies_if": {"fact": "a", "is": "yes"}, **_reading("b", "gated", "1")}
    found = _draw([_reading("a", "gate", "2"), gated], {"a": "no"})
    assert [(action.facts, action.kind) for action in found] == [(("a",), "do"), (("b",), "find-out")]


def test_an_open_gate_is_found_out_not_to_hold() -> None:
    gated = {"applies_if": {"fact": "a", "is": "yes"}, **_reading("b", "gated", "1")}
    (action,) = _draw([gated], {"b": "no"})
    assert applied({}, [action]) == {"a": "no"}
    assert (action.kind, action.advice) == ("find-out", None)


def test_nothing_known_is_changed_to_get_rid_of_an_item() -> None:
    gate = {"all": [{"fact": "a", "is": "yes"}, {"fact": "which", "includes": "x"}]}
    (action,) = _draw([{"applies_if": gate, **_reading("b", "gated", "1")}], {"a": "yes"})
    assert action.facts == ("which",)


def test_a_claim_of_not_applicable_asks_for_nothing() -> None:
    assert _draw([{"key": "a", "not_applicable": True}], {"a": "no"}, claims={"a": "无此业务"}) == ()


def test_an_item_without_advice_is_no_action() -> None:
    assert _draw([{"key": "a", "advice": {}}], {"a": "no"}) == ()


def test_actions_that_want_different_things_clash_and_the_first_holds() -> None:
    low = {"threshold": {"fact": "n", "at_least": "10"}}
    high = {"threshold": {"fact": "n", "at_least": "20"}}
    found = _draw([{"key": "l", "rule": low}, {"key": "h", "rule": high}], {"n": Decimal(1)})
    assert len(found) == 2
    assert found[0].clashes(found[1])
    assert compatible(found) == found[:1]
    assert by_key(found)[found[0].key] is found[0]
