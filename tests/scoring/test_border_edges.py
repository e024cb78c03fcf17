"""The border to the digit, with what each refusal says; which types each rule reads, and the order of its facts."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring import border
from assess.scoring.engine import score
from assess.scoring.form import Item
from assess.scoring.reads import facts_of_item, facts_of_rule, looks, read_by
from assess.values.invalid import InvalidValue
from assess.values.model import UNKNOWN, Rate, Row
from tests.scoring import building

CODE, AMOUNT, DAY, LIST = border._CODE, border._AMOUNT, border._DAY, border._LIST
NUMBER = {"steps": {"fact": "x", "bands": [{"from": "50", "credit": "1"}]}}
COUNT = {"per_unit": {"fact": "x", "points_each": "1", "cap": "10"}}
DATE = {"deadline": {"date": "x", "due": "2025-12-31"}}
ROWS = {"elements": [{"points": "10", "when": {"fact": "x", "any_row": {"a": {"at_least": "1"}}}}]}
CODES = {"levels": {"fact": "x", "credits": {"yes": "1", "no": "0"}}}
VETO = {"when": {"fact": "v", "is": "yes"}, "effect": "zero", "reason": {"zh": "否", "en": "no"}}


def _item(rule: dict[str, Any], **more: Any) -> Item:  # noqa: ANN401 - as in a file
    return building.item({"key": "it", "rule": building.rule(rule), **more})


def _refusal(rule: dict[str, Any], value: Any, **more: Any) -> tuple[str, dict[str, Any]] | None:  # noqa: ANN401 - anything
    """Give the message of the refusal and what it says; None where the answer fits."""
    form, inputs = building.form([_item(rule, **more)]), building.inputs({"x": value})
    try:
        score(form, inputs)
    except InvalidValue as error:
        return error.message, {**error.params, "fact": error.fact}
    return None


SMALL = ("value.too-small", {"least": Decimal(0)})
LONG = ("value.number-too-long", {"digits": 15})
NONE: tuple[str, dict[str, Any]] = ("value.not-a-number", {})
YEARS = ("value.date-out-of-range", {"first": "1900", "last": "2100"})


@pytest.mark.parametrize(
    ("rule", "value", "refusal"),
    [
        (NUMBER, Decimal(10) ** 15 - 1, None),
        (NUMBER, Decimal(10) ** 15, LONG),
        (NUMBER, Decimal("0." + "1" * 40), None),
        (NUMBER, Decimal("0." + "1" * 41), LONG),
        (NUMBER, Decimal("1E-40"), None),
        (NUMBER, Decimal("1E-41"), LONG),
        (NUMBER, Decimal(-5), None),
        (NUMBER, Decimal("Infinity"), NONE),
        (COUNT, Decimal(-1), SMALL),
        (COUNT, Decimal("-0.01"), SMALL),
        (COUNT, Decimal(0), None),
        (NUMBER, Rate(Decimal(0), Decimal(0)), None),
        (NUMBER, Rate(Decimal(-1), Decimal(1)), SMALL),
        (NUMBER, Rate(Decimal(-2), Decimal(-1)), SMALL),
        (NUMBER, Rate(Decimal(0), Decimal(-1)), SMALL),
        (NUMBER, Rate(Decimal(2), Decimal(2)), None),
        (NUMBER, Rate(Decimal(3), Decimal(2)),
         ("value.numerator-above-denominator", {"numerator": Decimal(3), "denominator": Decimal(2)})),
        (NUMBER, Rate(Decimal(1), Decimal("NaN")), NONE),
        (DATE, dt.date(1900, 1, 1), None),
        (DATE, dt.date(1899, 12, 31), YEARS),
        (DATE, dt.date(2100, 12, 31), None),
        (DATE, dt.date(2101, 1, 1), YEARS),
        (DATE, UNKNOWN, None),
        (ROWS, (Row("r", {"a": Decimal(-1), "b": "text", "c": dt.date(1900, 1, 1)}),), None),
        (ROWS, (Row("r", {"a": Decimal("NaN")}),), NONE),
        (ROWS, (Row("r", {"a": Decimal(1)}), Row("s", {"c": dt.date(1899, 1, 1)})), YEARS),
        (ROWS, ("a", "b"), None),
        (CODES, "yes", None),
        (CODES, "other", ("value.not-an-option", {"given": "other"})),
        (CODES, "长" * 41, ("value.not-an-option", {"given": "长" * 40})),
        (CODES, Decimal(1), ("value.not-a-code", {})),
        (NUMBER, "1", NONE),
        (DATE, "2025-01-01", ("value.not-a-date", {})),
        (ROWS, "r", ("value.not-a-list", {})),
    ],
)  # fmt: skip
def test_the_border_runs_here(rule: dict[str, Any], value: Any, refusal: tuple[str, dict[str, Any]] | None) -> None:  # noqa: ANN401 - anything
    assert _refusal(rule, value) == (None if refusal is None else (refusal[0], {**refusal[1], "fact": "x"}))


def test_what_readers_disagree_about_is_refused_whatever_it_is() -> None:
    torn = {"applies_if": {"fact": "x", "at_least": "1"}}
    assert _refusal(CODES, "yes", **torn) == ("value.not-a-text", {"fact": "x"})
    assert _refusal(CODES, Decimal(1), **torn) == ("value.not-a-text", {"fact": "x"})


def _parts(*when: dict[str, Any]) -> dict[str, Any]:
    return {"elements": [{"points": "5", "when": each} for each in when]}


EVERYTHING = CODE | AMOUNT | DAY | LIST


@pytest.mark.parametrize(
    ("rule", "more", "wanted"),
    [
        (CODES, {}, {"x": border.Expected(CODE, frozenset({"yes", "no"}))}),
        (_parts({"fact": "x", "is": "a"}), {}, {"x": border.Expected(CODE)}),
        (_parts({"fact": "x", "in": ["a"]}), {}, {"x": border.Expected(CODE | LIST)}),
        (_parts({"fact": "x", "includes": "a"}), {}, {"x": border.Expected(LIST)}),
        (_parts({"fact": "x", "is": "a", "in": ["a"]}), {}, {"x": border.Expected(CODE)}),
        *(
            (_parts({"fact": "x", name: "1"}), {}, {"x": border.Expected(AMOUNT)})
            for name in ("at_least", "above", "at_most", "below")
        ),
        *(
            (_parts({"fact": "x", name: "as_of"}), {}, {"x": border.Expected(DAY)})
            for name in ("before", "not_before", "after", "not_after")
        ),
        (_parts({"fact": "x", "within_days": 3}), {}, {"x": border.Expected(DAY)}),
        (_parts({"fact": "x", "answered": True}), {}, {"x": border.Expected(EVERYTHING)}),
        (_parts({"fact": "x", "all_rows": {}}), {}, {"x": border.Expected(LIST)}),
        (_parts({"fact": "x", "count_rows": {"at_least": 1}}), {}, {"x": border.Expected(LIST)}),
        (_parts({"role": "r"}), {}, {}),
        ({"threshold": {"fact": "x", "at_least": "1"}}, {}, {"x": border.Expected(AMOUNT)}),
        ({"proportional": {"fact": "x", "target": "1"}}, {}, {"x": border.Expected(AMOUNT, counted=True)}),
        (NUMBER, {}, {"x": border.Expected(AMOUNT)}),
        (COUNT, {}, {"x": border.Expected(AMOUNT, counted=True)}),
        ({"growth": {"this": "x", "last": "y", "mode": "relative", "target": "1"}}, {},
         {"x": border.Expected(AMOUNT, counted=True), "y": border.Expected(AMOUNT, counted=True)}),
        (DATE, {}, {"x": border.Expected(DAY)}),
        ({"deadline": {"date": "x", "due": "2025-12-31", "done": "y"}}, {},
         {"x": border.Expected(DAY), "y": border.Expected(CODE)}),
        ({"judged": {"fact": "x"}}, {}, {"x": border.Expected(AMOUNT, counted=True)}),
        ({"deductions": [{"points": "1", "when": {"fact": "x", "is": "yes"}}, {"points": "1", "per": "y"}]}, {},
         {"x": border.Expected(CODE), "y": border.Expected(AMOUNT, counted=True)}),
        (CODES, {"applies_if": {"fact": "g", "is": "yes"}, "veto": VETO},
         {"g": border.Expected(CODE), "v": border.Expected(CODE),
          "x": border.Expected(CODE, frozenset({"yes", "no"}))}),
    ],
)  # fmt: skip
def test_what_the_readers_of_a_fact_can_read(
    rule: dict[str, Any], more: dict[str, Any], wanted: dict[str, border.Expected]
) -> None:
    assert border.expected(building.form([_item(rule, **more)])) == wanted


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (border.Expected(), border.Expected(AMOUNT, counted=True), border.Expected(AMOUNT, counted=True)),
        (border.Expected(AMOUNT, counted=True), border.Expected(), border.Expected(AMOUNT, counted=True)),
        (border.Expected(CODE, frozenset("ab")), border.Expected(CODE), border.Expected(CODE, frozenset("ab"))),
        (border.Expected(CODE, frozenset("ab")), border.Expected(CODE, frozenset("bc")),
         border.Expected(CODE, frozenset("b"))),
        (border.Expected(CODE), border.Expected(DAY), border.Expected(frozenset())),
    ],
)  # fmt: skip
def test_two_readers_take_what_suits_both(
    one: border.Expected, other: border.Expected, both: border.Expected
) -> None:  # fmt: skip
    assert one.also(other) == both


@pytest.mark.parametrize(
    ("rule", "facts", "uses"),
    [
        (CODES, "x", 1),
        (_parts({"fact": "b", "is": "1"}, {"fact": "a", "is": "1"}, {"fact": "b", "is": "2"}), "ba", 3),
        ({"growth": {"this": "t", "last": "l", "mode": "relative", "target": "1"}}, "tl", 2),
        ({"deadline": {"date": "d", "due": "2025-12-31"}}, "d", 1),
        ({"deadline": {"date": "d", "due": "2025-12-31", "done": "y"}}, "yd", 2),
        ({"deductions": [{"points": "1", "per": "n"}, {"points": "1", "when": {"fact": "w", "is": "1"}},
                         {"points": "1", "per": "p", "when": {"fact": "q", "is": "1"}}]}, "nwqp", 4),
    ],
)  # fmt: skip
def test_facts_are_named_in_the_order_of_their_use(rule: dict[str, Any], facts: str, uses: int) -> None:
    made = building.rule(rule)
    assert facts_of_rule(made) == tuple(facts)
    item = building.item(
        {"key": "it", "rule": made, "reads": ["z", facts[0]], "veto": VETO, "applies_if": {"fact": "g", "is": "yes"}}
    )
    assert read_by(item) == (*facts, "v", "z")
    assert facts_of_item(item) == ("g", *facts, "v", "z")
    assert looks(item) == uses + 1, "its gate counts, its veto does not"
    assert looks(building.item({"key": "it", "rule": made})) == uses


def test_an_item_that_is_not_there_is_named() -> None:
    result = score(building.form([building.item({"key": "it"})]), building.inputs())
    with pytest.raises(KeyError) as missing:
        result.item("other")
    assert missing.value.args == ("other",)
