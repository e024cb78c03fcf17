"""Three columns from one pass: what is claimed, what is proved, what reviewers say."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.columns import Columns, score_columns
from assess.scoring.engine import score
from assess.scoring.evidence import Evidence
from assess.scoring.form import Form
from assess.scoring.marks import InvalidMark, Mark
from assess.values.model import UNKNOWN, Answers
from assess.wording.sentences import say, tell
from tests.scoring import building

VETO = {"when": {"fact": "listed", "is": "yes"}, "effect": "zero", "reason": {"zh": "已列入名单", "en": "listed"}}
PROOF = {"kinds": ["contract", "photo"], "required": True}
BANDS = [{"grade": "A", "from": "90"}, {"grade": "D", "from": "0"}]


def _form(*items: dict[str, Any], **settings: Any) -> Form:  # noqa: ANN401 - as in a file
    return building.form([building.item(data) for data in items], **settings)


def _file(fact: str, kind: str = "contract", *, file: str = "one", day: str | None = None) -> Evidence:
    return Evidence(fact=fact, kind=kind, file=file, issued_on=dt.date.fromisoformat(day) if day else None)


def _columns(form: Form, answers: Answers, *given: Evidence | Mark, **more: Any) -> Columns:  # noqa: ANN401 - as inputs
    evidence = [each for each in given if isinstance(each, Evidence)]
    marks = [each for each in given if isinstance(each, Mark)]
    return score_columns(form, building.inputs(answers, **more), evidence, marks)


def _supported(evidence_rule: dict[str, Any], *files: Evidence, answer: Any = "yes") -> str:  # noqa: ANN401 - an answer
    form = _form({"key": "a", "evidence": evidence_rule, "reads": ["b"]})
    item = _columns(form, {"a": answer}, *files).supported.item("a")
    return f"{item.earned:f} {item.high:f} {item.status}"


@pytest.mark.parametrize(
    ("rule", "files", "expected"),
    [
        (PROOF, [], "0 0 scored"),
        (PROOF, [_file("a")], "10.00 10.00 scored"),
        (PROOF, [_file("b")], "10.00 10.00 scored"),  # beside any fact the item reads
        (PROOF, [_file("c")], "0 0 scored"),
        (PROOF, [_file("a", "licence")], "0 0 scored"),
        ({**PROOF, "kinds": []}, [_file("a", "licence")], "10.00 10.00 scored"),
        ({**PROOF, "required": False}, [], "10.00 10.00 scored"),
        ({**PROOF, "min_count": 2}, [_file("a")], "0 0 scored"),
        ({**PROOF, "min_count": 2}, [_file("a"), _file("b")], "0 0 scored"),  # the same file twice
        ({**PROOF, "min_count": 2}, [_file("a"), _file("b", file="two")], "10.00 10.00 scored"),
        ({**PROOF, "within_days": 30}, [_file("a", day="2026-10-23")], "10.00 10.00 scored"),  # 30 days before
        ({**PROOF, "within_days": 30}, [_file("a", day="2026-10-22")], "0 0 scored"),
        ({**PROOF, "within_days": 30}, [_file("a", day="2026-11-22")], "10.00 10.00 scored"),
        ({**PROOF, "within_days": 30}, [_file("a", day="2026-11-23")], "0 0 scored"),
        ({**PROOF, "within_days": 30}, [_file("a")], "0 0 scored"),  # undated
        ({**PROOF, "within_days": 30}, [_file("a"), _file("b", day="2026-11-01")], "10.00 10.00 scored"),
    ],
)
def test_an_item_without_its_required_proof_earns_nothing(
    rule: dict[str, Any], files: list[Evidence], expected: str
) -> None:
    assert _supported(rule, *files) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("partial", "0 0 scored"), ("no", "0.0 0.0 scored"), (UNKNOWN, "0 10 unknown")],
)
def test_what_is_unknown_stays_unknown(answer: Any, expected: str) -> None:  # noqa: ANN401 - an answer
    assert _supported(PROOF, answer=answer).replace("0.00", "0.0") == expected


def test_the_dial_counts_what_is_proved_and_says_why() -> None:
    form = _form({"key": "a", "evidence": PROOF}, {"key": "b"}, {"key": "c", "points": "20"}, duty={"bands": BANDS})
    columns = _columns(form, {"a": "yes", "b": "yes", "c": "yes"}, _file("a", "licence"))
    assert (columns.claimed.duty.final, columns.supported.duty.final) == (Decimal("100.0"), Decimal("75.0"))
    assert columns.supported.duty.applicable_points == 40
    assert (columns.claimed.grade.effective, columns.supported.grade.effective) == ("A", "D")
    told = [tell(step, "zh") for step in columns.supported.item("a").trace]
    assert told[-2:] == [
        (
            "要求 1 份佐证材料，符合的有 0 份（种类不符 1 份，日期不详或不在期限内 0 份）：有据得分按 0 分计，"
            "本项仍计入分母。"
        ),
        "得 0 分，满分 10 分，失 10 分。",
    ]


def test_where_nothing_is_missing_the_columns_are_one() -> None:
    form = _form({"key": "a", "evidence": PROOF}, {"key": "b"})
    columns = _columns(form, {"a": "yes", "b": "no"}, _file("a"))
    assert columns.supported is columns.claimed
    assert columns.reviewed is None
    assert columns.claimed == score(form, building.inputs({"a": "yes", "b": "no"}))


def test_bonus_and_deductions_without_proof_are_at_their_worst() -> None:
    form = _form(
        {"key": "a"},
        {"key": "extra", "points": "3", "bonus": True, "evidence": PROOF},
        {"key": "penalty", "points": "4", "deduction": True, "evidence": PROOF},
        duty={"bonus_cap": "5", "overall_cap": "105"},
    )
    columns = _columns(form, {"a": "yes", "extra": "yes", "penalty": "yes"})
    assert (columns.claimed.duty.final, columns.supported.duty.final) == (Decimal("103.0"), Decimal("96.0"))
    assert columns.supported.item("penalty").earned == -4


def test_the_bonus_of_a_threshold_needs_the_proof_too() -> None:
    rule = building.rule({"threshold": {"fact": "n", "at_least": "2", "bonus_per_unit": "1", "bonus_cap": "3"}})
    form = _form({"key": "a", "rule": rule, "evidence": PROOF}, {"key": "b"}, duty={"bonus_cap": "3"})
    columns = _columns(form, {"n": Decimal(4), "b": "yes"})
    assert (columns.claimed.item("a").bonus, columns.supported.item("a").bonus) == (Decimal(2), Decimal(0))
    assert columns.supported.duty.final == Decimal("50.0")


def test_partly_open_items_keep_their_best_without_proof() -> None:
    parts = building.rule(
        {
            "elements": [
                {"points": "6", "when": {"fact": "x", "is": "yes"}},
                {"points": "4", "when": {"fact": "y", "is": "yes"}},
            ]
        }
    )
    item = _columns(_form({"key": "a", "rule": parts, "evidence": PROOF}), {"x": "yes"}).supported.item("a")
    assert (item.earned, item.high, item.unknown, item.outcome) == (Decimal(0), Decimal(10), True, "unknown")


def test_what_does_not_apply_needs_no_proof() -> None:
    form = _form({"key": "a", "evidence": PROOF, "not_applicable": True}, {"key": "b"})
    columns = _columns(form, {"a": "yes", "b": "yes"}, claims={"a": "没有"})
    assert columns.supported.item("a").status == "claimed_not_applicable"
    assert columns.supported.duty.final == 100


def test_deviations_of_what_is_proved() -> None:
    form = _form({"key": "a", "evidence": PROOF, "points": "30"}, {"key": "b", "points": "10"}, duty={"full": "1000"})
    columns = _columns(form, {"a": "yes", "b": "yes"})
    assert [
        (one.column, one.scope, one.key, one.dial, one.claimed, one.found, one.difference, one.percent)
        for one in columns.deviations
    ] == [
        ("supported", "item", "a", "duty", 30, 0, -30, Decimal("-100.0")),
        ("supported", "section", "only", "duty", 40, 10, -30, Decimal("-75.0")),
        ("supported", "dial", "duty", "duty", 1000, 250, -750, Decimal("-75.0")),
        ("supported", "dial", "readiness", "readiness", None, None, None, None),
    ]


def test_a_mark_replaces_the_points_of_its_item() -> None:
    form = _form({"key": "a"}, {"key": "b"}, duty={"bands": BANDS})
    columns = _columns(
        form, {"a": "yes", "b": "yes"}, Mark(item="a", points=Decimal("7.5")), Mark(item="b", points=Decimal(10))
    )
    reviewed = columns.reviewed
    assert reviewed is not None
    assert reviewed.complete
    assert (reviewed.result.duty.final, reviewed.result.grade.effective) == (Decimal("87.5"), "D")
    assert (reviewed.points("a"), reviewed.points("b")) == (Decimal("7.50"), Decimal("10.00"))
    assert columns.claimed.duty.final == 100
    assert [tell(step, "zh") for step in reviewed.result.item("a").trace] == [
        "复核人员评定：7.5 分。", "得 7.5 分，满分 10 分，失 2.5 分。",
    ]  # fmt: skip


def test_a_review_that_is_not_finished_says_what_is_open() -> None:
    form = _form({"key": "a"}, {"key": "b"}, {"key": "c", "purpose": "readiness"}, duty={"bands": BANDS})
    columns = _columns(form, {"a": "yes", "b": "yes", "c": "yes"}, Mark(item="a", points=Decimal(4)))
    reviewed = columns.reviewed
    assert reviewed is not None
    assert (reviewed.complete, reviewed.unmarked) == (False, ("b", "c"))
    assert (reviewed.points("a"), reviewed.points("b")) == (Decimal(4), None)
    assert (reviewed.result.duty.low, reviewed.result.duty.high) == (Decimal("20.0"), Decimal("70.0"))
    assert [(one.scope, one.key, one.difference) for one in columns.deviations if one.column == "reviewed"] == [
        ("item", "a", Decimal(-6))
    ]


def test_a_rejected_claim_brings_the_item_back() -> None:
    form = _form({"key": "a", "not_applicable": True}, {"key": "b"})
    claims = {"claims": {"a": "没有这类业务"}}
    answers: Answers = {"a": "yes", "b": "yes"}
    marked = Mark(item="b", points=Decimal(10))
    left = _columns(form, answers, marked, **claims).reviewed
    half = _columns(form, answers, marked, Mark(item="a", rejects_not_applicable=True), **claims).reviewed
    full = _columns(
        form, answers, marked, Mark(item="a", rejects_not_applicable=True, points=Decimal(5)), **claims
    ).reviewed
    assert left
    assert half
    assert full
    assert (left.complete, left.result.duty.final, left.points("a")) == (True, Decimal(100), None)
    assert (half.unmarked, half.result.duty.low, half.result.duty.high) == (("a",), Decimal(50), Decimal(100))
    assert (full.complete, full.result.duty.final, full.result.item("a").status) == (True, Decimal(75), "scored")


def test_points_for_an_item_that_does_not_apply_change_nothing() -> None:
    form = _form({"key": "a", "applies_if": {"role": "exporter"}}, {"key": "b"})
    marks = [Mark(item="a", points=Decimal(0)), Mark(item="b", points=Decimal(10))]
    reviewed = _columns(form, {"b": "yes"}, *marks).reviewed
    assert reviewed
    assert (reviewed.result.duty.final, reviewed.result.item("a").status) == (Decimal(100), "not_applicable")


@pytest.mark.parametrize(
    ("listed", "veto", "state", "final"),
    [
        ("no", "set", "fired", 0),
        ("yes", "cleared", "clear", 100),
        ("yes", None, "fired", 0),
        ("no", None, "clear", 100),
    ],
)
def test_a_mark_sets_or_clears_a_veto(listed: str, veto: Any, state: str, final: int) -> None:  # noqa: ANN401 - a word
    form = _form({"key": "a", "veto": VETO}, duty={"bands": BANDS})
    reviewed = _columns(form, {"a": "yes", "listed": listed}, Mark(item="a", points=Decimal(10), veto=veto)).reviewed
    assert reviewed
    assert [each.state for each in reviewed.result.vetoes] == [state]
    assert reviewed.result.grade.final == final


def test_the_second_level_has_the_last_word_on_what_it_speaks_of() -> None:
    form = _form({"key": "a", "veto": VETO})
    second = Mark(item="a", points=Decimal(3), level=2)
    first = Mark(item="a", points=Decimal(9), veto="cleared", level=1)
    for marks in ((first, second), (second, first)):
        reviewed = _columns(form, {"a": "yes", "listed": "yes"}, *marks).reviewed
        assert reviewed
        assert reviewed.points("a") == 3
        assert reviewed.result.vetoes[0].state == "clear"


def test_the_bonus_beyond_a_target_stays_only_with_full_points() -> None:
    rule = building.rule({"threshold": {"fact": "n", "at_least": "2", "bonus_per_unit": "1", "bonus_cap": "3"}})
    form = _form({"key": "a", "rule": rule}, duty={"bonus_cap": "3", "overall_cap": "103"})
    bonuses = [
        _columns(form, {"n": Decimal(4)}, Mark(item="a", points=Decimal(points))).reviewed for points in ("10", "9")
    ]
    assert [each and (each.result.item("a").bonus, each.result.duty.final) for each in bonuses] == [
        (Decimal(2), Decimal(102)),
        (Decimal(0), Decimal(90)),
    ]


@pytest.mark.parametrize(
    ("mark", "message", "zh"),
    [
        (Mark(item="x", points=Decimal(1)), "mark.no-such-item", "自评表中没有“x”这一项。"),
        (Mark(item="a", points=Decimal("10.01")), "mark.out-of-range", "复核得分应在 0 至 10 之间。"),
        (Mark(item="a", points=Decimal(-1)), "mark.out-of-range", "复核得分应在 0 至 10 之间。"),
        (Mark(item="p", points=Decimal(1)), "mark.out-of-range", "复核得分应在 −10 至 0 之间。"),
        (Mark(item="a", points=Decimal("1.005")), "mark.decimals", "复核得分最多两位小数。"),
        (Mark(item="a", points=Decimal("NaN")), "mark.not-a-number", "复核得分应为数字。"),
        (Mark(item="a", points=Decimal("Infinity")), "mark.not-a-number", "复核得分应为数字。"),
        (Mark(item="a", veto="set"), "mark.no-veto", "本项没有一票否决。"),
        (Mark(item="j", points=Decimal(1)), "mark.out-of-range", "复核得分应在 2 至 9 之间。"),
        (Mark(item="j", points=Decimal(10)), "mark.out-of-range", "复核得分应在 2 至 9 之间。"),
    ],
)
def test_a_mark_that_does_not_fit_is_refused(mark: Mark, message: str, zh: str) -> None:
    judged = building.rule({"judged": {"fact": "j", "low": "0.2", "high": "0.9"}})
    form = _form({"key": "a"}, {"key": "p", "deduction": True}, {"key": "j", "rule": judged})
    with pytest.raises(InvalidMark) as refused:
        _columns(form, {"a": "yes", "p": "yes"}, mark)
    assert (refused.value.message, refused.value.item) == (message, mark.item)
    assert say(refused.value.message, refused.value.params, "zh") == zh
