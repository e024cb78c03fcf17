"""Gaps: one an item, ranked as DESIGN says, with reason, advice and deadline."""

import datetime as dt
from decimal import Decimal
from typing import Any

from assess.scoring.engine import score
from assess.scoring.gaps import Gap, gaps
from assess.values.model import UNKNOWN, Answers, Value
from assess.wording.sentences import tell
from tests.scoring import building

VETO = {"when": {"fact": "listed", "is": "yes"}, "effect": "zero", "reason": {"zh": "已列入名单", "en": "listed"}}
PARTS = {
    "elements": [
        {"points": "6", "when": {"fact": "p.one", "is": "yes"}, "title": {"zh": "制度", "en": "policy"}},
        {"points": "4", "when": {"fact": "p.two", "is": "yes"}, "title": {"zh": "培训", "en": "training"}},
    ]
}


def _gaps(items: list[dict[str, Any]], answers: Answers, **more: Any) -> tuple[Gap, ...]:  # noqa: ANN401 - as inputs
    form, inputs = building.form([building.item(data) for data in items]), building.inputs(answers, **more)
    return gaps(form, score(form, inputs), inputs)


def test_gaps_are_ranked() -> None:
    found = _gaps(
        [
            {"key": "ready", "purpose": "readiness", "points": "50"},
            {"key": "bonus", "bonus": True, "points": "50"},
            {"key": "open-ready", "purpose": "readiness", "points": "90"},
            {"key": "open-duty", "points": "5"},
            {"key": "small", "points": "5"},
            {"key": "large", "points": "20"},
            {"key": "fine", "points": "20"},
            {"key": "penalty", "points": "7", "deduction": True},
            {"key": "listed", "points": "1", "veto": VETO},
            {"key": "away", "points": "99", "applies_if": {"role": "exporter"}},
        ],
        {"ready": "no", "bonus": "no", "open-ready": UNKNOWN, "small": "no", "large": "no", "fine": "yes",
         "penalty": "no", "listed": "yes", "away": "no"},
    )  # fmt: skip
    assert [(gap.item, gap.severity, gap.points_lost) for gap in found] == [
        ("listed", "veto", Decimal(0)),
        ("large", "duty", Decimal(20)),
        ("penalty", "duty", Decimal(7)),
        ("small", "duty", Decimal(5)),
        ("open-duty", "unknown", Decimal(5)),
        ("open-ready", "unknown", Decimal(90)),
        ("ready", "readiness", Decimal(50)),
        ("bonus", "advice", Decimal(50)),
    ]


def test_an_open_veto_comes_first_among_the_unknowns() -> None:
    found = _gaps(
        [{"key": "big", "points": "50"}, {"key": "vetoed", "points": "1", "veto": VETO}, {"key": "fine"}],
        {"vetoed": "yes", "fine": "yes"},
    )
    assert [(gap.item, gap.severity) for gap in found] == [("vetoed", "unknown"), ("big", "unknown")]
    assert tell(found[0].why[0], "zh") == "一票否决条件待核实（本服务自定规则）：已列入名单"


def test_the_reason_says_what_is_missing_and_not_how_it_adds_up() -> None:
    (gap,) = _gaps([{"key": "parts", "rule": building.rule(PARTS)}], {"p.one": "yes", "p.two": "no"})
    assert [tell(step, "zh") for step in gap.why] == ["第 2 个得分点（培训）不成立，失 4 分。"]
    assert gap.clauses == ("linyi-2021/7",)


def test_advice_follows_the_outcome() -> None:
    advice = {"none": _advice("全做"), "partial": _advice("补齐"), "unknown": _advice("查明")}
    item = {"key": "parts", "rule": building.rule(PARTS), "advice": advice}
    done: dict[str, tuple[Value, Value]] = {"partial": ("yes", "no"), "none": ("no", "no"), "unknown": ("yes", UNKNOWN)}
    for outcome, (one, two) in done.items():
        (gap,) = _gaps([item], {"p.one": one, "p.two": two})
        assert gap.advice is not None
        assert gap.advice.do.zh == advice[outcome]["do"]["zh"]
        assert gap.effort_days == Decimal("1.5")


def _advice(text: str) -> dict[str, Any]:
    return {"do": {"zh": text, "en": text}, "effort_days": "1.5", "owner": {"zh": "法务", "en": "Legal"}}


def test_partial_falls_back_to_the_advice_for_none_and_unknown_to_nothing() -> None:
    (partial,) = _gaps([{"key": "a"}], {"a": "partial"})
    (unknown,) = _gaps([{"key": "a"}], {})
    assert partial.advice == building.ADVICE
    assert (unknown.advice, unknown.effort_days) == (None, None)


def test_a_deadline_is_judged_on_the_day_of_the_report() -> None:
    item = {"key": "a", "deadline": "2021-12-31"}
    (past,) = _gaps([item], {"a": "no"}, as_of=dt.date(2022, 1, 1))
    (ahead,) = _gaps([item], {"a": "no"}, as_of=dt.date(2021, 12, 31))
    (none,) = _gaps([{"key": "a"}], {"a": "no"})
    assert (past.deadline_state, past.due) == ("past", dt.date(2021, 12, 31))
    assert ahead.deadline_state == "ahead"
    assert (none.deadline_state, none.due) == ("none", None)


def test_what_is_not_yet_due_is_advice() -> None:
    rule = building.rule({"deadline": {"done": "is.done", "date": "done.on", "due": "2027-06-30"}})
    (gap,) = _gaps([{"key": "a", "rule": rule}], {"is.done": "no"})
    assert (gap.severity, gap.points_lost) == ("advice", Decimal(0))
    assert (gap.deadline_state, gap.due) == ("ahead", dt.date(2027, 6, 30))


def test_what_has_happened_says_so_and_what_has_not_does_not() -> None:
    past = {**_advice("避免再次发生"), "irreversible": True}
    done, open_ = _gaps(
        [{"key": "a", "advice": {"none": past}, "points": "9"}, {"key": "b", "points": "5"}], {"a": "no", "b": "no"}
    )
    assert (done.irreversible, open_.irreversible) == (True, False)
    assert tell(done.why[-1], "zh").startswith("已成事实：")
    assert "gap.irreversible" not in {step.message for step in open_.why}


def test_advice_for_another_outcome_does_not_make_a_gap_irreversible() -> None:
    past = {**_advice("避免再次发生"), "irreversible": True}
    (unknown,) = _gaps([{"key": "a", "advice": {"none": past}}], {"a": UNKNOWN})
    assert not unknown.irreversible


def test_what_is_only_encouraged_is_advice_however_many_points_it_has() -> None:
    found = _gaps(
        [{"key": "urged", "points": "50", "strength": "encouraged"}, {"key": "tried", "strength": "exploratory"},
         {"key": "small", "points": "1"}],
        {"urged": "no", "tried": "no", "small": "no"},
    )  # fmt: skip
    assert [(gap.item, gap.severity) for gap in found] == [("small", "duty"), ("urged", "advice"), ("tried", "advice")]
