"""Gaps to the letter: outcome, reason, advice and deadline of single items, and what a reason leaves out."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.engine import score
from assess.scoring.gaps import Gap, gaps
from assess.values.model import UNKNOWN, Answers
from tests.scoring import building

VETO = {"when": {"fact": "listed", "is": "yes"}, "effect": "zero", "reason": {"zh": "已列入名单", "en": "listed"}}
PARTS = {
    "elements": [
        {"points": "6", "when": {"fact": "p.one", "is": "yes"}},
        {"points": "4", "when": {"fact": "p.two", "is": "yes"}},
    ]
}
EITHER = {
    "elements": [
        {"points": "6", "when": {"any": [{"fact": "p.one", "is": "yes"}, {"fact": "p.other", "is": "yes"}]}},
        {"points": "4", "when": {"fact": "p.two", "is": "yes"}},
    ]
}
CHARGES = {
    "deductions": [
        {"points": "4", "when": {"fact": "c.one", "is": "yes"}},
        {"points": "1", "per": "c.many", "cap": "3"},
    ]
}


def _gaps(*items: dict[str, Any], answers: Answers, **more: Any) -> tuple[Gap, ...]:  # noqa: ANN401 - as inputs
    made = [building.item({**data, "rule": building.rule(data["rule"])} if "rule" in data else data) for data in items]
    form, inputs = building.form(made), building.inputs(answers, **more)
    return gaps(form, score(form, inputs), inputs)


def _why(rule: dict[str, Any], answers: Answers) -> list[str]:
    (gap,) = _gaps({"key": "a", "rule": rule}, answers=answers)
    return [step.message for step in gap.why]


def test_a_gap_of_a_part_says_everything() -> None:
    (gap,) = _gaps({"key": "a", "deadline": "2026-11-22"}, answers={"a": "partial"})
    assert (gap.item, gap.severity, gap.outcome, gap.points_lost) == ("a", "duty", "partial", Decimal(5))
    assert (gap.advice, gap.effort_days, gap.irreversible) == (building.ADVICE, Decimal(2), False)
    assert (gap.deadline_state, gap.due) == ("ahead", dt.date(2026, 11, 22))
    assert [step.message for step in gap.why] == ["fact.given"]


@pytest.mark.parametrize(
    ("answer", "outcome"), [("no", "none"), ("partial", "partial"), (UNKNOWN, "unknown")]
)  # fmt: skip
def test_the_outcome_is_that_of_the_item(answer: Any, outcome: str) -> None:  # noqa: ANN401 - an answer
    (gap,) = _gaps({"key": "a"}, answers={"a": answer})
    assert gap.outcome == outcome


def test_without_advice_for_parts_that_for_the_whole_holds_and_without_both_none() -> None:
    whole = {"none": {"do": {"zh": "全", "en": "all"}, "effort_days": "3", "owner": {"zh": "法", "en": "law"}}}
    assert [gap.effort_days for gap in _gaps({"key": "a", "advice": whole}, answers={"a": "no"})] == [Decimal(3)]
    assert [gap.effort_days for gap in _gaps({"key": "a", "advice": whole}, answers={"a": "partial"})] == [Decimal(3)]
    part = {"partial": whole["none"]}
    assert [gap.advice for gap in _gaps({"key": "a", "advice": part}, answers={"a": "no"})] == [None]


@pytest.mark.parametrize(
    ("rule", "answers", "messages"),
    [
        # where parts speak for themselves, the answers behind them are not repeated
        (PARTS, {"p.one": "yes", "p.two": "no"}, ["element.missing"]),
        (PARTS, {"p.one": "yes", "p.two": UNKNOWN}, ["fact.unknown", "element.unknown"]),
        (PARTS, {"p.one": "no"}, ["fact.unanswered", "element.missing", "element.unknown"]),
        (PARTS, {}, ["fact.unanswered", "fact.unanswered", "element.unknown", "element.unknown"]),
        (CHARGES, {"c.one": "yes", "c.many": Decimal(0)}, ["charge.made", "charge.units"]),
        (CHARGES, {"c.one": "no", "c.many": Decimal(2)}, ["charge.units"]),
        (CHARGES, {"c.one": UNKNOWN, "c.many": Decimal(2)}, ["fact.unknown", "charge.unknown", "charge.units"]),
        # what an alternative made needless is no reason
        (EITHER, {"p.one": "yes", "p.two": "no"}, ["element.missing"]),
        (EITHER, {"p.one": "yes", "p.two": "no", "p.other": UNKNOWN}, ["element.missing"]),
        # where they do not, the answer is the reason
        ({"threshold": {"fact": "n", "at_least": "5"}}, {"n": Decimal(1)}, ["fact.given", "threshold.missed"]),
        ({"levels": {"fact": "x", "credits": {"yes": "1", "no": "0"}}}, {"x": "no"}, ["fact.given"]),
        ({"levels": {"fact": "x", "credits": {"yes": "1", "no": "0"}}}, {}, ["fact.unanswered"]),
    ],
)  # fmt: skip
def test_the_reason_leaves_out_what_goes_without_saying(
    rule: dict[str, Any], answers: Answers, messages: list[str]
) -> None:
    assert _why(rule, answers) == messages


def test_a_veto_gives_its_reason_whether_it_fired_or_is_open() -> None:
    item = {"key": "a", "veto": VETO}
    (fired,), (open_,) = (_gaps(item, answers={"a": "yes", "listed": answer}) for answer in ("yes", UNKNOWN))
    assert (fired.severity, fired.why[0].message) == ("veto", "gap.veto-fired")
    assert (open_.severity, open_.why[0].message) == ("unknown", "gap.veto-unknown")
    assert fired.why[0].params == open_.why[0].params == {"reason": building.item(item).veto.reason}  # type: ignore[union-attr]  # it has one
    assert [step.message for step in fired.why[1:]] == ["fact.given"]


def test_a_clear_veto_gives_none() -> None:
    (gap,) = _gaps({"key": "a", "veto": VETO}, answers={"a": "no", "listed": "no"})
    assert [step.message for step in gap.why] == ["fact.given"]


def test_a_fired_veto_of_an_item_in_full_is_met_in_time() -> None:
    (gap,) = _gaps({"key": "a", "veto": VETO, "deadline": "2021-12-31"}, answers={"a": "yes", "listed": "yes"})
    assert (gap.outcome, gap.deadline_state, gap.points_lost) == ("full", "met", Decimal(0))


def test_an_open_veto_of_an_item_that_is_claimed_away_has_no_outcome() -> None:
    item = {"key": "a", "veto": VETO, "not_applicable": True}
    (gap,) = _gaps(item, answers={}, claims={"a": "没有"})
    assert (gap.severity, gap.outcome, gap.points_lost) == ("unknown", None, Decimal(0))


def test_gaps_alike_stay_in_the_order_of_the_form() -> None:
    found = _gaps({"key": "b"}, {"key": "a"}, {"key": "c", "points": "11"}, answers={"a": "no", "b": "no", "c": "no"})
    assert [gap.item for gap in found] == ["c", "b", "a"]


def test_the_result_of_another_form_is_refused() -> None:
    form, longer = (building.form([building.item({"key": key}) for key in keys]) for keys in ("a", "ab"))
    inputs = building.inputs()
    with pytest.raises(ValueError, match="zip"):
        gaps(longer, score(form, inputs), inputs)
