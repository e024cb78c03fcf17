"""Marks and evidence to the letter: what each column says of an item at its ends."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring import marks as opinions
from assess.scoring.columns import Columns, score_columns
from assess.scoring.deviations import between
from assess.scoring.engine import score
from assess.scoring.evidence import Evidence, Tally, by_fact, tally
from assess.scoring.form import EvidenceRule, Form
from assess.scoring.marks import InvalidMark, Mark
from assess.scoring.plan import _Same, plan
from assess.scoring.serial import columns_to_json
from assess.values.model import UNKNOWN, Answers
from tests.scoring import building

VETO = {"when": {"fact": "listed", "is": "yes"}, "effect": "zero", "reason": {"zh": "已列入名单", "en": "listed"}}
PROOF = {"kinds": ["contract"], "required": True, "within_days": 30}
BEYOND = {"threshold": {"fact": "n", "at_least": "2", "bonus_per_unit": "1", "bonus_cap": "3"}}
PARTS = {
    "elements": [
        {"points": "6", "when": {"fact": "x", "is": "yes"}},
        {"points": "4", "when": {"fact": "y", "is": "yes"}},
    ]
}


def _form(*items: dict[str, Any], **settings: Any) -> Form:  # noqa: ANN401 - as in a file
    made = [building.item({**data, "rule": building.rule(data["rule"])} if "rule" in data else data) for data in items]
    return building.form(made, **settings)


def _columns(form: Form, answers: Answers, *given: Evidence | Mark, trace: bool = True, **more: Any) -> Columns:  # noqa: ANN401 - as inputs
    evidence = [each for each in given if isinstance(each, Evidence)]
    marks = [each for each in given if isinstance(each, Mark)]
    return score_columns(form, building.inputs(answers, **more), evidence, marks, trace=trace)


def _reviewed(form: Form, answers: Answers, *marks: Mark, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as inputs
    """Give the reviewed state of item a."""
    reviewed = _columns(form, answers, *marks, **more).reviewed
    assert reviewed is not None
    item = reviewed.result.item("a")
    return {
        "status": item.status, "earned": item.earned, "high": item.high, "unknown": item.unknown,
        "outcome": item.outcome, "bonus": item.bonus, "bonus_high": item.bonus_high,
        "trace": [(step.message, dict(step.params)) for step in item.trace],
    }  # fmt: skip


def test_an_item_nobody_has_marked_runs_from_nothing_to_everything() -> None:
    form = _form({"key": "a", "rule": BEYOND}, {"key": "b"})
    other = Mark(item="b", points=Decimal(1))
    assert _reviewed(form, {"n": Decimal(4), "b": "yes"}, other) == {
        "status": "unknown", "earned": Decimal(0), "high": Decimal(10), "unknown": True, "outcome": "unknown",
        "bonus": Decimal(0), "bonus_high": Decimal(2),
        "trace": [
            ("review.open", {}),
            ("item.lost", {"earned": Decimal(0), "points": Decimal(10), "lost": Decimal(10)}),
            ("item.range", {"low": Decimal(0), "high": Decimal(10)}),
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("points", "outcome", "bonus", "closing"),
    [
        ("10", "full", "2", "item.full"),
        ("9.99", "partial", "0", "item.lost"),
        ("0", "none", "0", "item.lost"),
    ],
)
def test_a_mark_says_what_becomes_of_an_item(points: str, outcome: str, bonus: str, closing: str) -> None:
    found = _reviewed(_form({"key": "a", "rule": BEYOND}), {"n": Decimal(4)}, Mark(item="a", points=Decimal(points)))
    assert (found["status"], found["earned"], found["high"], found["unknown"]) == (
        "scored", Decimal(points), Decimal(points), False,
    )  # fmt: skip
    assert (found["outcome"], found["bonus"], found["bonus_high"]) == (outcome, Decimal(bonus), Decimal(bonus))
    assert found["trace"][0] == ("review.marked", {"points": Decimal(points)})
    assert [message for message, _ in found["trace"]] == ["review.marked", closing]


def test_an_item_without_points_keeps_what_became_of_it() -> None:
    form = _form({"key": "a", "points": "0"}, {"key": "b"})
    assert [
        _reviewed(form, {"a": answer, "b": "yes"}, Mark(item="a", points=Decimal(0)))["outcome"]
        for answer in ("yes", "partial", "no")
    ] == ["full", "partial", "none"]


def test_a_rejected_claim_and_a_set_veto_are_told() -> None:
    form = _form({"key": "a", "not_applicable": True, "veto": VETO})
    mark = Mark(item="a", points=Decimal(10), rejects_not_applicable=True, veto="set")
    found = _reviewed(form, {"a": "yes", "listed": "no"}, mark, claims={"a": "没有"})
    assert [message for message, _ in found["trace"]] == [
        "review.not-applicable-rejected", "review.marked", "review.veto-set", "item.full",
    ]  # fmt: skip
    cleared = _reviewed(form, {"a": "yes", "listed": "yes"}, Mark(item="a", points=Decimal(10), veto="cleared"))
    assert [message for message, _ in cleared["trace"]] == ["review.marked", "review.veto-cleared", "item.full"]


def test_without_trace_nobody_says_anything() -> None:
    form = _form({"key": "a", "evidence": PROOF}, {"key": "b"})
    columns = _columns(form, {"a": "yes", "b": "yes"}, Mark(item="a", points=Decimal(3)), trace=False)
    assert columns.reviewed is not None
    for result in (columns.claimed, columns.supported, columns.reviewed.result):
        assert {item.trace for item in result.items} == {()}
        assert (result.duty.trace, result.readiness.trace, result.grade.trace) == ((), (), ())
        assert {(part.duty.trace, part.readiness.trace) for part in result.sections} == {((), ())}


def test_two_levels_speak_as_one() -> None:
    form = _form({"key": "a", "not_applicable": True, "veto": VETO})
    first = Mark(item="a", points=Decimal(9), rejects_not_applicable=True, veto="set", level=1)
    second = Mark(item="a", level=2)
    assert opinions.merged(form, [second, first]) == {
        "a": Mark(item="a", points=Decimal(9), rejects_not_applicable=True, veto="set", level=2)
    }
    third = Mark(item="a", points=Decimal(0), veto="cleared", level=2)
    assert opinions.merged(form, [first, third]) == {
        "a": Mark(item="a", points=Decimal(0), rejects_not_applicable=True, veto="cleared", level=2)
    }
    late = Mark(item="a", rejects_not_applicable=True, level=2)
    assert opinions.merged(form, [Mark(item="a", points=Decimal(1)), late])["a"] == Mark(
        item="a", points=Decimal(1), rejects_not_applicable=True, level=2
    )
    assert opinions.merged(form, [Mark(item="a"), Mark(item="a")])["a"].rejects_not_applicable is False


@pytest.mark.parametrize(
    ("points", "span"), [("-10", None), ("0", None), ("-10.01", ("-10", "0")), ("0.01", ("-10", "0"))]
)  # fmt: skip
def test_a_deduction_is_marked_below_nothing(points: str, span: tuple[str, str] | None) -> None:
    form = _form({"key": "a", "deduction": True}, {"key": "b"})
    marks = [Mark(item="a", points=Decimal(points))]
    if span is None:
        assert opinions.merged(form, marks)["a"].points == Decimal(points)
        return
    with pytest.raises(InvalidMark) as refused:
        opinions.merged(form, marks)
    assert refused.value.params == {"least": Decimal(span[0]), "most": Decimal(span[1])}
    assert str(refused.value) == "a: mark.out-of-range"


@pytest.mark.parametrize(
    ("rule", "more", "least", "most"),
    [
        ({"fact": "j", "low": "0.2", "high": "0.9"}, {}, "2.00", "9.00"),
        ({"fact": "j", "low": "-1", "high": "2"}, {}, "0.00", "10.00"),
        ({"fact": "j", "low": "0.25", "high": "0.5"}, {"points": "0.5"}, "0.13", "0.25"),
        ({"fact": "j", "low": "0.2", "high": "0.9"}, {"deduction": True}, "-8.00", "-1.00"),
    ],
)
def test_a_judged_item_is_marked_inside_its_range(
    rule: dict[str, Any], more: dict[str, Any], least: str, most: str
) -> None:
    form = _form({"key": "a", "rule": {"judged": rule}, **more})
    for end in (least, most):
        assert opinions.merged(form, [Mark(item="a", points=Decimal(end))])["a"].points == Decimal(end)
    for beyond in (Decimal(least) - Decimal("0.01"), Decimal(most) + Decimal("0.01")):
        with pytest.raises(InvalidMark) as refused:
            opinions.merged(form, [Mark(item="a", points=beyond)])
        assert refused.value.params == {"least": Decimal(least), "most": Decimal(most)}


def test_a_mark_for_nobody_names_what_was_given() -> None:
    with pytest.raises(InvalidMark) as refused:
        opinions.merged(_form({"key": "a"}), [Mark(item="x", veto="set")])
    assert (refused.value.message, refused.value.params) == ("mark.no-such-item", {"given": "x"})


def _file(file: str, kind: str = "contract", day: str | None = "2026-11-01", fact: str = "a") -> Evidence:
    return Evidence(fact=fact, kind=kind, file=file, issued_on=dt.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([], (0, 0, 0)),
        ([_file("1"), _file("2")], (2, 0, 0)),
        ([_file("1"), _file("2", "photo"), _file("3", day=None)], (1, 1, 1)),
        ([_file("1", "photo"), _file("2", "photo", day=None)], (0, 2, 0)),
        ([_file("1", day="2026-10-23"), _file("2", day="2026-10-22")], (1, 0, 1)),
        ([_file("1", day="2026-11-22"), _file("2", day="2026-11-23")], (1, 0, 1)),
        # one file at several facts counts once, at its best
        ([_file("1", "photo"), _file("1", fact="b")], (1, 0, 0)),
        ([_file("1"), _file("1", "photo", fact="b")], (1, 0, 0)),
        ([_file("1", "photo"), _file("1", day=None, fact="b")], (0, 0, 1)),
        ([_file("1", fact="stranger")], (0, 0, 0)),
    ],
)
def test_evidence_is_counted_by_files(files: list[Evidence], found: tuple[int, int, int]) -> None:
    rule = EvidenceRule(kinds=("contract",), required=True, within_days=30)
    assert tally(rule, ("a", "b"), by_fact(files), building.AS_OF) == Tally(*found)


def test_what_is_missing_is_told_in_numbers() -> None:
    form = _form({"key": "a", "evidence": {**PROOF, "min_count": 2}})
    files = [_file("1"), _file("2", "photo"), _file("3", "photo"), _file("4", day=None)]
    trace = _columns(form, {"a": "yes"}, *files).supported.item("a").trace
    assert [step.message for step in trace] == [
        "fact.given", "levels.credit", "earned.exact", "evidence.unmet", "item.lost",
    ]  # fmt: skip
    assert _columns(form, {"a": "yes"}).supported.item("a").outcome == "none"
    assert trace[3].params == {"wanted": 2, "valid": 1, "other_kind": 2, "out_of_date": 1, "earned": 0}


def test_what_is_partly_open_keeps_its_best_and_its_bonus() -> None:
    form = _form({"key": "a", "rule": PARTS, "evidence": PROOF}, {"key": "b", "rule": BEYOND, "evidence": PROOF})
    columns = _columns(form, {"x": "yes", "n": UNKNOWN})
    item, other = columns.supported.item("a"), columns.supported.item("b")
    assert (item.earned, item.high, item.outcome, item.unknown) == (Decimal(0), Decimal(10), "unknown", True)
    assert [str(number) for number in (other.earned, other.high, other.bonus, other.bonus_high)] == [
        "0",
        "10",
        "0",
        "3",
    ]
    assert other is columns.claimed.item("b")
    assert [step.message for step in item.trace[-3:]] == ["evidence.unmet", "item.lost", "item.range"]


def test_what_can_no_longer_be_full_is_nothing_without_proof() -> None:
    three = {
        "elements": [
            {"points": points, "when": {"fact": fact, "is": "yes"}}
            for fact, points in (("x", "5"), ("y", "3"), ("z", "2"))
        ]
    }
    item = _columns(_form({"key": "a", "rule": three, "evidence": PROOF}), {"x": "yes", "y": "no"}).supported.item("a")
    assert (str(item.earned), str(item.high), item.unknown, item.outcome) == ("0", "7.00", True, "none")


def test_a_bonus_of_an_item_at_its_least_needs_proof() -> None:
    form = _form({"key": "a", "points": "0", "rule": BEYOND, "evidence": PROOF}, {"key": "b"})
    columns = _columns(form, {"n": Decimal(4), "b": "yes"})
    claimed, supported = columns.claimed.item("a"), columns.supported.item("a")
    assert (claimed.earned, claimed.bonus) == (Decimal(0), Decimal(2))
    assert (supported.earned, supported.bonus, supported.bonus_high) == (Decimal(0), Decimal(0), Decimal(0))


def test_deviations_name_what_differs_and_both_dials() -> None:
    form = _form({"key": "a"}, {"key": "b"}, {"key": "r", "purpose": "readiness", "points": "8"})
    marks = [Mark(item="a", points=Decimal(4)), Mark(item="b", points=Decimal(10)), Mark(item="r", points=Decimal(3))]
    columns = _columns(form, {"a": "yes", "b": "yes", "r": "partial"}, *marks)
    found = [
        (one.column, one.scope, one.key, one.dial, str(one.difference), str(one.full), str(one.percent))
        for one in columns.deviations
        if one.column == "reviewed"
    ]
    assert found == [
        ("reviewed", "item", "a", "duty", "-6.00", "10", "-60.0"),
        ("reviewed", "item", "r", "readiness", "-1.00", "8", "-12.5"),
        ("reviewed", "section", "only", "duty", "-6.00", "20", "-30.0"),
        ("reviewed", "section", "only", "readiness", "-1.00", "8", "-12.5"),
        ("reviewed", "dial", "duty", "duty", "-30.0", "100", "-30.0"),
        ("reviewed", "dial", "readiness", "readiness", "-12.5", "100", "-12.5"),
    ]


def test_a_side_that_does_not_count_has_no_difference() -> None:
    form = _form({"key": "a", "not_applicable": True})
    mark = Mark(item="a", points=Decimal(4), rejects_not_applicable=True)
    columns = _columns(form, {"a": "yes"}, mark, claims={"a": "没有"})
    item, section, duty, _ = (one for one in columns.deviations if one.column == "reviewed")
    for one, found in ((item, "4.00"), (section, "4.00"), (duty, "40.0")):
        assert (one.claimed, str(one.found), one.difference, one.percent) == (None, found, None, None)


def test_columns_of_two_forms_are_not_compared() -> None:
    short, long = (_form(*({"key": key} for key in keys)) for keys in ("a", "ab"))
    two = building.form({"s": [building.item({"key": "a"})], "t": [building.item({"key": "b"})]})
    one, other, parted = (score(form, building.inputs()) for form in (short, long, two))
    for right in (other, parted):
        with pytest.raises(ValueError, match="zip"):
            between("supported", one, right)
    with pytest.raises(ValueError, match="zip"):
        between("supported", other, parted)
    with pytest.raises(ValueError, match="zip"):
        columns_to_json(Columns(claimed=one, supported=other, reviewed=None, deviations=()))


@pytest.mark.parametrize(
    ("flag", "answer", "closing"),
    [
        ("bonus", "partial", ("item.bonus", {"earned": Decimal("5.00"), "points": Decimal(10)})),
        ("deduction", "partial", ("item.deduction", {"charge": Decimal("5.00"), "points": Decimal(10)})),
        ("deduction", "yes", ("item.deduction", {"charge": Decimal("0.00"), "points": Decimal(10)})),
    ],
)
def test_what_stands_beside_the_sum_ends_in_words_of_its_own(flag: str, answer: str, closing: Any) -> None:  # noqa: ANN401 - a statement
    item = score(_form({"key": "a", flag: True}), building.inputs({"a": answer})).item("a")
    assert (item.trace[-1].message, dict(item.trace[-1].params)) == closing


def test_a_form_is_prepared_once_and_known_by_itself() -> None:
    form, alike = _form({"key": "a"}), _form({"key": "a"})
    assert plan(form) is plan(form)
    assert plan(alike) is not plan(form)
    assert _Same(form) == _Same(form) != _Same(alike)
    assert _Same(form) != form
