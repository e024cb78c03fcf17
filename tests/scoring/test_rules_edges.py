"""Every rule at its ends: what it earns, and what it notes down to the parameter."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.engine import score
from assess.scoring.result import ItemResult
from assess.scoring.rounding import floor2, round1, round2, round_to, whole
from assess.values.model import UNKNOWN, Answers, Rate, Value
from assess.values.step import FactRef, Step, Sum
from tests.scoring import building

CLOSING = ("item.full", "item.lost", "item.range")


def _scored(rule: dict[str, Any], answers: Answers, **more: Any) -> ItemResult:  # noqa: ANN401 - as in a file
    form = building.form([building.item({"key": "it", "rule": building.rule(rule), **more})])
    return score(form, building.inputs(answers)).item("it")


def _rate(numerator: str, denominator: str) -> Rate:
    return Rate(Decimal(numerator), Decimal(denominator))


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


def _noted(item: ItemResult) -> list[tuple[str, dict[str, object]]]:
    """Give what was noted between what was read and how it ended."""
    reading = ("fact.given", "rate.percent", "earned.exact", "earned.rounded", *CLOSING)
    return [
        (step.message, {key: _plain(value) for key, value in step.params.items()})
        for step in item.trace
        if step.message not in reading
    ]


BANDS = [{"from": "50", "credit": "0.5"}, {"from": "80", "credit": "1"}, {"from": "20", "credit": "0.1"}]
STEPS = {"steps": {"fact": "n", "bands": BANDS}}
UNITS = {"per_unit": {"fact": "n", "points_each": "2.5", "cap": "5"}}
CHOSEN = {"judged": {"fact": "n", "low": "0.2", "high": "0.9"}}
LATE = {"deadline": {"date": "on", "due": "2026-11-01", "late": [{"days": 20, "credit": "0.1"},
                                                                     {"days": 10, "credit": "0.5"}]}}  # fmt: skip
BONUS = {"threshold": {"fact": "n", "at_least": "90", "near": "80", "near_credit": "0.6", "bonus_per_unit": "0.5",
                       "bonus_cap": "2"}}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "answers", "earned", "noted"),
    [
        (STEPS, {"n": Decimal(80)}, "10.00", [("steps.band", {"bound": "80", "credit": "1"})]),
        (STEPS, {"n": Decimal("79.99")}, "5.00", [("steps.band", {"bound": "50", "credit": "0.5"})]),
        (STEPS, {"n": Decimal(20)}, "1.00", [("steps.band", {"bound": "20", "credit": "0.1"})]),
        (STEPS, {"n": Decimal("19.99")}, "0.00", [("steps.below", {"bound": "20"})]),
        ({"steps": {"fact": "n", "bands": []}}, {"n": Decimal(1)}, "0.00", [("steps.below", {"bound": "0"})]),
        (UNITS, {"n": Decimal("1.9")}, "2.50", [("per-unit.product", {"units": "1", "each": "2.5", "product": "2.5"})]),
        (UNITS, {"n": Decimal(2)}, "5.00", [("per-unit.product", {"units": "2", "each": "2.5", "product": "5.0"})]),
        (UNITS, {"n": Decimal(3)}, "5.00",
         [("per-unit.product", {"units": "3", "each": "2.5", "product": "7.5"}), ("cap.points", {"points": "5"})]),
        (CHOSEN, {"n": Decimal(75)}, "7.50", [("judged.chosen", {"credit": "0.75", "low": "0.2", "high": "0.9"})]),
        (CHOSEN, {"n": Decimal(90)}, "9.00", [("judged.chosen", {"credit": "0.9", "low": "0.2", "high": "0.9"})]),
        (CHOSEN, {"n": Decimal(91)}, "9.00", [("judged.limited", {"credit": "0.9", "low": "0.2", "high": "0.9"})]),
        (CHOSEN, {"n": Decimal(10)}, "2.00", [("judged.limited", {"credit": "0.2", "low": "0.2", "high": "0.9"})]),
        ({"judged": {"fact": "n", "low": "-1", "high": "3"}}, {"n": Decimal(250)}, "10.00",
         [("judged.limited", {"credit": "1", "low": "-1", "high": "3"})]),
        (LATE, {"on": dt.date(2026, 11, 1)}, "10.00",
         [("deadline.in-time", {"day": dt.date(2026, 11, 1), "due": dt.date(2026, 11, 1)})]),
        (LATE, {"on": dt.date(2026, 11, 2)}, "5.00",
         [("deadline.late", {"day": dt.date(2026, 11, 2), "due": dt.date(2026, 11, 1), "days": 1, "credit": "0.5"})]),
        (LATE, {"on": dt.date(2026, 11, 11)}, "5.00",
         [("deadline.late", {"day": dt.date(2026, 11, 11), "due": dt.date(2026, 11, 1), "days": 10, "credit": "0.5"})]),
        (LATE, {"on": dt.date(2026, 11, 12)}, "1.00",
         [("deadline.late", {"day": dt.date(2026, 11, 12), "due": dt.date(2026, 11, 1), "days": 11, "credit": "0.1"})]),
        (LATE, {"on": dt.date(2026, 11, 22)}, "0.00",
         [("deadline.late", {"day": dt.date(2026, 11, 22), "due": dt.date(2026, 11, 1), "days": 21, "credit": "0"})]),
        (LATE, {"on": dt.date(2026, 11, 23)}, "0.00",
         [("deadline.past", {"due": dt.date(2026, 11, 1), "as_of": dt.date(2026, 11, 22)})]),
        ({"proportional": {"fact": "n", "target": "0"}}, {"n": Decimal(0)}, "10.00", []),
        ({"proportional": {"fact": "n", "target": "-1"}}, {"n": Decimal(0)}, "10.00", []),
        ({"proportional": {"fact": "n", "target": "0.5"}}, {"n": Decimal("0.25")}, "5.00",
         [("proportional.forward", {"actual": "0.25", "target": "0.5"})]),
        ({"proportional": {"fact": "n", "target": "4", "lower_is_better": True}}, {"n": Decimal(0)}, "10.00",
         [("proportional.none", {})]),
        ({"proportional": {"fact": "n", "target": "0.4", "lower_is_better": True}}, {"n": Decimal("0.8")}, "5.00",
         [("proportional.backward", {"actual": "0.8", "target": "0.4"})]),
        ({"proportional": {"fact": "n", "target": "4", "lower_is_better": True}}, {"n": Decimal(3)}, "10.00",
         [("proportional.backward", {"actual": "3", "target": "4"}), ("ratio.limited", {"limit": "1"})]),
        ({"proportional": {"fact": "r", "target": "40"}}, {"r": _rate("1", "8")}, "3.13",
         [("proportional.forward", {"actual": "12.5000", "target": "40"})]),
        ({"proportional": {"fact": "r", "target": "5", "lower_is_better": True}}, {"r": _rate("1", "8")}, "4.00",
         [("proportional.backward", {"actual": "12.5000", "target": "5"})]),
    ],
)  # fmt: skip
def test_a_rule_notes_what_it_does(
    rule: dict[str, Any], answers: Answers, earned: str, noted: list[tuple[str, dict[str, object]]]
) -> None:
    item = _scored(rule, answers)
    assert str(item.earned) == str(item.high) == earned
    assert _noted(item) == noted


@pytest.mark.parametrize(
    ("value", "earned", "bonus", "messages"),
    [
        ("90", "10.00", "0.00", ["threshold.reached", "threshold.bonus"]),
        ("91.99", "10.00", "0.50", ["threshold.reached", "threshold.bonus"]),
        ("94", "10.00", "2.00", ["threshold.reached", "threshold.bonus"]),
        ("99", "10.00", "2.00", ["threshold.reached", "threshold.bonus"]),
        ("89.99", "6.00", "0", ["threshold.near"]),
        ("80", "6.00", "0", ["threshold.near"]),
        ("79.99", "0.00", "0", ["threshold.missed"]),
    ],
)
def test_a_target_with_a_near_band_and_a_bonus(value: str, earned: str, bonus: str, messages: list[str]) -> None:
    item = _scored(BONUS, {"n": Decimal(value)})
    assert (str(item.earned), str(item.bonus), str(item.bonus_high)) == (earned, bonus, bonus)
    assert [message for message, _ in _noted(item)] == messages


def test_the_bonus_of_a_target_is_told() -> None:
    told = dict(_noted(_scored(BONUS, {"n": Decimal("93.5")})))["threshold.bonus"]
    assert told == {"units": "3", "each": "0.5", "cap": "2", "bonus": "1.50"}
    uncapped = {"threshold": {"fact": "n", "at_least": "1", "bonus_per_unit": "1"}}
    assert dict(_noted(_scored(uncapped, {"n": Decimal(5)})))["threshold.bonus"] == {
        "units": "4", "each": "1", "cap": "0", "bonus": "0.00",
    }  # fmt: skip
    assert _scored(uncapped, {}).bonus_high == 0
    unpaid = {"threshold": {"fact": "n", "at_least": "1", "bonus_cap": "2"}}
    assert _scored(unpaid, {}).bonus_high == _scored(unpaid, {"n": Decimal(5)}).bonus == 0


def test_a_near_band_without_a_share_gives_nothing() -> None:
    item = _scored({"threshold": {"fact": "n", "above": "5", "near": "3"}}, {"n": Decimal(5)})
    assert str(item.earned) == "0.00"
    ((message, params),) = _noted(item)
    assert (message, params["near"], params["credit"]) == ("threshold.near", "3", "0")


def test_a_missed_target_is_named() -> None:
    for name, bound in (("at_least", "bound.at-least"), ("above", "bound.above")):
        ((message, params),) = _noted(_scored({"threshold": {"fact": "n", name: "5"}}, {"n": Decimal(4)}))
        assert (message, params) == ("threshold.missed", {"bound": Step(bound, {"target": Decimal(5)})})


def test_a_thing_done_on_a_day_nobody_knows_is_open() -> None:
    item = _scored({"deadline": {"date": "on", "due": "2026-11-01", "done": "y"}}, {"y": "yes"}, points="7")
    assert (item.status, str(item.earned), str(item.high)) == ("unknown", "0", "7")


MEASURED: list[dict[str, Any]] = [
    {"threshold": {"fact": "r", "at_least": "5"}},
    {"proportional": {"fact": "r", "target": "5"}},
    STEPS | {"steps": {"fact": "r", "bands": BANDS}},
    {"per_unit": {"fact": "r", "points_each": "1", "cap": "5"}},
    {"growth": {"this": "r", "last": "r", "mode": "difference", "target": "5"}},
    {"judged": {"fact": "r"}},
    {"levels": {"fact": "r", "credits": {"yes": "1"}}},
    {"deadline": {"date": "r", "due": "2026-01-01"}},
]


@pytest.mark.parametrize("rule", MEASURED, ids=lambda rule: next(iter(rule)))
@pytest.mark.parametrize("answer", [None, UNKNOWN])
def test_what_nobody_knows_runs_from_nothing_to_everything(rule: dict[str, Any], answer: Value | None) -> None:
    item = _scored(rule, {} if answer is None else {"r": answer}, points="7")
    assert (item.status, item.outcome, item.unknown) == ("unknown", "unknown", True)
    assert (str(item.earned), str(item.high)) == ("0", "7")
    assert item.trace[0].message == ("fact.unanswered" if answer is None else "fact.unknown")
    assert [step.message for step in item.trace[-2:]] == ["item.lost", "item.range"]


@pytest.mark.parametrize("rule", MEASURED[:3], ids=lambda rule: next(iter(rule)))
def test_a_rate_without_cases_is_nothing_or_out(rule: dict[str, Any]) -> None:
    none: Answers = {"r": _rate("0", "0")}
    ((kind, body),) = rule.items()
    out = _scored({kind: body}, none)
    zero = _scored({kind: {**body, "no_cases": "zero"}}, none)
    also = _scored({kind: {**body, "no_cases": "not_applicable"}}, none)
    assert (out.status, also.status, zero.status) == ("no_cases", "no_cases", "scored")
    assert (out.outcome, zero.outcome, str(zero.earned)) == (None, "none", "0.00")
    assert [step.message for step in out.trace] == ["fact.given", "rate.no-cases-not-applicable"]
    assert [step.message for step in zero.trace][:2] == ["fact.given", "rate.no-cases-zero"]


RELATIVE = {"growth": {"this": "n", "last": "m", "mode": "relative", "target": "0.5"}}
DIFFERENCE = {"growth": {"this": "n", "last": "m", "mode": "difference", "target": "10"}}


@pytest.mark.parametrize(
    ("rule", "this", "last", "earned", "noted"),
    [
        # (25 − 20) ÷ 20 = 0.25, half of the target
        (RELATIVE, Decimal(25), Decimal(20), "5.00",
         [("growth.relative", {"this": "25", "last": "20", "growth": "0.2500"}),
          ("growth.over-target", {"growth": "0.2500", "target": "0.5"})]),
        # (30 % − 25 %) ÷ 25 % = 0.2, two fifths of the target
        (RELATIVE, _rate("3", "10"), _rate("1", "4"), "4.00",
         [("growth.relative", {"this": "30.0000", "last": "25.0000", "growth": "0.2000"}),
          ("growth.over-target", {"growth": "0.2000", "target": "0.5"})]),
        # from nothing the base is 1: (1.25 − 1) ÷ 1
        (RELATIVE, Decimal("1.25"), Decimal(0), "5.00",
         [("growth.base-one", {}), ("growth.relative", {"this": "1.25", "last": "1", "growth": "0.25"}),
          ("growth.over-target", {"growth": "0.25", "target": "0.5"})]),
        (RELATIVE, _rate("1", "80"), _rate("0", "4"), "5.00",
         [("growth.base-one", {}), ("growth.relative", {"this": "1.2500", "last": "1", "growth": "0.2500"}),
          ("growth.over-target", {"growth": "0.2500", "target": "0.5"})]),
        (RELATIVE, Decimal(10), Decimal(20), "0.00",
         [("growth.relative", {"this": "10", "last": "20", "growth": "-0.5000"}),
          ("growth.over-target", {"growth": "-0.5000", "target": "0.5"}), ("ratio.limited", {"limit": "0"})]),
        # 30 % − 25 % = 5 percentage points, half of the target
        (DIFFERENCE, _rate("3", "10"), _rate("1", "4"), "5.00",
         [("growth.difference", {"this": "30.0000", "last": "25.0000", "growth": "5.0000"}),
          ("growth.over-target", {"growth": "5.0000", "target": "10"})]),
        (DIFFERENCE, Decimal(33), Decimal(20), "10.00",
         [("growth.difference", {"this": "33", "last": "20", "growth": "13"}),
          ("growth.over-target", {"growth": "13", "target": "10"}), ("ratio.limited", {"limit": "1"})]),
        (DIFFERENCE, _rate("0", "0"), _rate("1", "4"), "0", [("rate.no-cases-not-applicable", {})]),
        (DIFFERENCE, _rate("1", "4"), _rate("0", "0"), "0", [("rate.no-cases-not-applicable", {})]),
    ],
)  # fmt: skip
def test_growth(
    rule: dict[str, Any], this: Value, last: Value, earned: str, noted: list[tuple[str, dict[str, object]]]
) -> None:
    item = _scored(rule, {"n": this, "m": last})
    assert str(item.earned) == earned
    assert _noted(item) == noted


@pytest.mark.parametrize(
    ("target", "this", "earned"), [("0", "5", "10.00"), ("0", "4", "0.00"), ("-1", "4", "10.00"), ("-1", "3", "0.00")]
)
def test_growth_over_no_target_is_reached_or_not(target: str, this: str, earned: str) -> None:
    rule = {"growth": {"this": "n", "last": "m", "mode": "difference", "target": target}}
    assert str(_scored(rule, {"n": Decimal(this), "m": Decimal(5)}).earned) == earned


@pytest.mark.parametrize("answers", [{"n": Decimal(5)}, {"m": Decimal(5)}])
def test_growth_wants_both_ends(answers: Answers) -> None:
    item = _scored(RELATIVE, answers)
    assert (item.status, str(item.high)) == ("unknown", "10")


def _parts(*points: str, **more: str) -> dict[str, Any]:
    elements = [
        {"points": each, "when": {"fact": f"p.{place}", "is": "yes"}} for place, each in enumerate(points)
    ]  # fmt: skip
    return {"elements": elements, **more}


@pytest.mark.parametrize(
    ("rule", "answers", "earned", "high", "messages"),
    [
        (_parts("6", "4"), "yy", "10.00", "10.00", ["element.met", "element.met", "elements.sum"]),
        (_parts("6", "4"), "yn", "6.00", "6.00", ["element.met", "element.missing", "elements.sum"]),
        (_parts("6", "4"), "y?", "6.00", "10.00", ["element.met", "element.unknown", "elements.sum"]),
        (_parts("6", "4", missing_deduction="1.5"), "yn", "4.50", "4.50",
         ["element.met", "element.missing", "elements.sum", "elements.charged"]),
        (_parts("6", "4", missing_deduction="1.5"), "y?", "4.50", "10.00",
         ["element.met", "element.unknown", "elements.sum", "elements.charged"]),
        (_parts("6", "4", missing_deduction="1.5"), "n?", "0.00", "2.50",
         ["element.missing", "element.unknown", "elements.sum", "elements.charged", "floor.zero"]),
        (_parts("6", "4", missing_deduction="6"), "yn", "0.00", "0.00",
         ["element.met", "element.missing", "elements.sum", "elements.charged"]),  # 6 − 6 is not below nothing
        (_parts("6", "4", missing_deduction="6"), "yy", "10.00", "10.00",
         ["element.met", "element.met", "elements.sum"]),
        (_parts("6", "8"), "yy", "10.00", "10.00", ["element.met", "element.met", "elements.sum", "cap.points"]),
    ],
)  # fmt: skip
def test_parts_add_up(rule: dict[str, Any], answers: str, earned: str, high: str, messages: list[str]) -> None:
    words: dict[str, Value] = {"y": "yes", "n": "no", "?": UNKNOWN}
    item = _scored(rule, {f"p.{place}": words[letter] for place, letter in enumerate(answers)})
    assert (str(item.earned), str(item.high), item.unknown) == (earned, high, "?" in answers)
    assert [message for message, _ in _noted(item) if message != "fact.unknown"] == messages


def test_parts_are_told_with_their_numbers() -> None:
    item = _scored(_parts("6", "4", missing_deduction="8"), {"p.0": "yes", "p.1": "no"})
    by_message = dict(_noted(item))
    assert by_message["element.met"] == {"number": 1, "title": (FactRef("p.0"),), "points": "6"}
    assert by_message["element.missing"] == {"number": 2, "title": (FactRef("p.1"),), "points": "4"}
    assert by_message["elements.charged"] == {"sum": "6", "missing": 1, "each": "8", "net": "-2"}
    assert by_message["floor.zero"] == {}
    none = dict(_noted(_scored(_parts("6", "4"), {"p.0": "no", "p.1": "no"})))["elements.sum"]
    assert none == {"parts": Sum(()), "sum": "0"}
    over = _noted(_scored(_parts("6", "8"), {"p.0": "yes", "p.1": "yes"}))
    assert over[-1] == ("cap.points", {"points": "10"})


ONCE = {"points": "4", "when": {"fact": "a", "is": "yes"}}


@pytest.mark.parametrize(
    ("charge", "answers", "earned", "high", "told"),
    [
        (ONCE, {"a": "no"}, "10.00", "10.00", ("charge.none", {})),
        (ONCE, {"a": "yes"}, "6.00", "6.00", ("charge.made", {"points": "4"})),
        (ONCE, {}, "6.00", "10.00", ("charge.unknown", {"points": "4"})),
        ({"points": "2", "per": "n", "cap": "5"}, {"n": Decimal("2.9")}, "6.00", "6.00",
         ("charge.units", {"units": "2", "each": "2", "cap": "5", "points": "4"})),
        ({"points": "2", "per": "n", "cap": "5"}, {"n": Decimal(3)}, "5.00", "5.00",
         ("charge.units", {"units": "3", "each": "2", "cap": "5", "points": "5"})),
        ({"points": "2", "per": "n", "cap": "5"}, {}, "5.00", "10.00", ("charge.unknown", {"points": "5"})),
        ({"points": "2", "per": "n"}, {"n": Decimal(9)}, "0.00", "0.00",
         ("charge.units", {"units": "9", "each": "2", "cap": "10", "points": "10"})),
        ({"points": "2", "per": "n", "cap": "50"}, {}, "0.00", "10.00", ("charge.unknown", {"points": "10"})),
        ({"points": "2", "per": "n", "cap": "0"}, {"n": Decimal(9)}, "10.00", "10.00",
         ("charge.units", {"units": "9", "each": "2", "cap": "0", "points": "0"})),
        ({"points": "2", "per": "n", "cap": "5"}, {"n": _rate("0", "0")}, "5.00", "10.00",
         ("charge.unknown", {"points": "5"})),
        ({**ONCE, "per": "n", "points": "2", "cap": "5"}, {"a": "yes", "n": Decimal(2)}, "6.00", "6.00",
         ("charge.units", {"units": "2", "each": "2", "cap": "5", "points": "4"})),
        ({**ONCE, "per": "n", "points": "2", "cap": "5"}, {"n": Decimal(2)}, "6.00", "10.00",
         ("charge.unknown", {"points": "4"})),
        ({**ONCE, "per": "n", "points": "2", "cap": "5"}, {"a": "no", "n": Decimal(2)}, "10.00", "10.00",
         ("charge.none", {})),
    ],
)  # fmt: skip
def test_a_charge(
    charge: dict[str, Any], answers: Answers, earned: str, high: str, told: tuple[str, dict[str, str]]
) -> None:
    item = _scored({"deductions": [charge]}, answers)
    assert (str(item.earned), str(item.high), item.unknown) == (earned, high, earned != high)
    said = [(message, {**params}) for message, params in _noted(item) if message.startswith("charge.")]
    title = said[-1][1].pop("title")
    names = [name for name, named in (("a", "when" in charge), ("n", "per" in charge)) if named]
    assert title == tuple(map(FactRef, names))
    assert said[-1] == told


@pytest.mark.parametrize(("many", "floor"), [("5", []), ("6", ["floor.zero"])])
def test_charges_stop_at_nothing(many: str, floor: list[str]) -> None:
    charges = {
        "deductions": [{"points": "2", "per": "n", "cap": "10"}, {"points": "2", "when": {"fact": "a", "is": "yes"}}]
    }
    item = _scored(charges, {"n": Decimal(many), "a": "no" if many == "5" else "yes"})
    noted = _noted(item)
    assert str(item.earned) == "0.00"
    assert [message for message, _ in noted if message == "floor.zero"] == floor
    told = dict(noted)["deductions.sum"]
    assert (told["points"], told["net"]) == ("10", "0" if many == "5" else "-2")


def test_numbers_are_rounded_whatever_their_length() -> None:
    long = Decimal("1" * 60 + ".005")
    ones = "1" * 60
    assert (str(floor2(long)), str(round2(long)), str(round1(long))) == (f"{ones}.00", f"{ones}.01", f"{ones}.0")
    assert (str(round_to(long, 3)), str(round_to(long, 0))) == (f"{ones}.005", ones)
    assert (floor2(Decimal("-0.005")), whole(Decimal("-0.5"))) == (Decimal("-0.01"), Decimal(-1))
    assert (round2(Decimal("0.005")), round2(Decimal("-0.005"))) == (Decimal("0.01"), Decimal("-0.01"))
