"""Estimates in words: reasons, arithmetic, caps, readings and what nobody applied for, by value in both languages."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from assess.assessments.estimating import applicable, estimated, sheets, told
from assess.reports.content import build
from assess.reports.cover import Cover
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.values.text import Locale
from assess.wording.estimates import EstimateTold
from tests.programmes.insured import ABROAD, PAPERS, PROFILE, given, linyi, parsed

TODAY = dt.date(2026, 11, 22)
OPEN = {**ABROAD, "subsidy": "not-applied"}
LOSS = {**OPEN, "product": "loss", "cover": "both"}
KEY = "shandong-ip-insurance-2021"


def inputs(raw: dict[str, Any], **profile: Any) -> Inputs:  # noqa: ANN401 - fields of a profile
    return Inputs(parsed(raw), replace(PROFILE, **profile), TODAY)


def tell(raw: dict[str, Any], locale: Locale = "zh", **profile: Any) -> EstimateTold:  # noqa: ANN401 - likewise
    what = inputs(raw, **profile)
    (only,) = told(linyi(), what, score(linyi().checklist.form, what), locale)
    return only


def test_an_eligible_one_says_why_and_how_much() -> None:
    one = tell(given([OPEN]))
    assert (one.state, one.state_word, one.amount, one.unclaimed) == (
        "eligible", "看来可以申报", "估算 180,000 元", "180,000 元",
    )  # fmt: skip
    assert one.labels == ("估算", "外部规则", "未与原文核对")
    assert one.reasons == ("按填报内容，条件都符合，材料齐备，2026年付款的保单有 1 张计入。",)
    assert one.amount_notes == ("各种读法的结果相同。", "其中估计有 180,000 元还没有申请。")
    first = one.readings[0]
    assert [(row.title, row.told, row.claim) for row in first.rows] == [
        ("第 1 行 知识产权海外侵权责任险", "300,000 元 × 60% = 180,000 元", "没有申请")
    ]
    assert [group.lines for group in first.groups] == [
        ("合计 180,000 元。", "没有超过每年 400,000 元的限额，按 180,000 元计。")
    ]
    assert first.groups_high == ()


def test_both_readings_stand_side_by_side() -> None:
    one = tell(given([{**OPEN, "belt_road": "yes"}]))
    assert one.amount == "估算 198,000 元至 210,000 元"
    assert one.amount_notes[0] == (
        "规则的上浮有不止一种读法，两种结果都列出：上浮10个百分点（60%→70%），210,000 元；"
        "在原比例上再上浮10%（60%→66%），198,000 元。"
    )
    assert [(each.low, each.high) for each in one.readings] == [
        ("210,000 元", "210,000 元"),
        ("198,000 元", "198,000 元"),
    ]
    assert one.unclaimed == "198,000 元至 210,000 元"


def test_what_is_open_leaves_a_range_with_both_ends_explained() -> None:
    row = {key: value for key, value in OPEN.items() if key != "belt_road"}
    one = tell(given([{**row, "premium": "700000"}]), "en")
    assert one.amount == "Estimate: 400,000 yuan to 490,000 yuan"
    assert "narrows once it is" in one.amount_notes[1]
    first = one.readings[0]
    assert first.rows[0].told == (
        "700,000 yuan × 60% = 420,000 yuan; whether the higher rate applies is not said: if so, 700,000 yuan × 70% ="
        " 490,000 yuan"
    )
    assert first.groups[0].lines == (
        "Together 420,000 yuan.",
        "This is above the yearly cap of 400,000 yuan, so 400,000 yuan.",
    )
    assert first.groups_high[0].lines == (
        "Together 490,000 yuan.",
        "The yearly cap of 500,000 yuan is not reached, so 490,000 yuan.",
    )
    assert one.unclaimed == "400,000 yuan"


def test_caps_are_told_one_by_one() -> None:
    rows = [
        {**LOSS, "product": "enforcement", "cover": "domestic", "premium": "200000"},
        LOSS,
        {**LOSS, "premium": "100000", "high_value_patent": "yes"},
    ]
    one = tell(given(rows, **{"insurance.subsidy-papers": [*PAPERS, "patent-certificate", "high-value"]}))
    assert one.state == "eligible"
    assert one.readings[0].groups[0].lines == (
        "合计 120,000 元 + 180,000 元 + 70,000 元 = 370,000 元。",
        "其中“只保境内”的 120,000 元，超过 60,000 元的限额，按 60,000 元计。",
        "没有上浮的部分最多 200,000 元。",
        "按上述限额计，这一组为 270,000 元（每年限额 300,000 元）。",
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"paid_on": "2025-12-31"}, "保费不是在2026年付的，不计入这一年。"),
        ({"product": "other"}, "这个险种不在补贴范围内。"),
        ({"premium": None}, "没有填实际保费，不计入。"),
        ({"paid_on": None}, "没有付款日期，不知道算哪一年，不计入。"),
        ({"subsidy": "refused"}, "申请没有获得批准，不再计入。"),
    ],
)
def test_a_row_that_does_not_count_says_why(changes: dict[str, str | None], why: str) -> None:
    row = {key: value for key, value in (OPEN | changes).items() if value is not None}
    one = tell(given([row]))
    assert [each.told for each in one.left_out] == [why]
    assert (one.state, one.amount) == ("missing", "估算 0 元：没有能计入的保单")
    assert one.reasons[-1] == "2026年没有能计入的保单：要写明险种、保费和付款日期。"
    assert (one.amount_notes, one.unclaimed) == ((), None)


def test_missing_and_barred_say_why() -> None:
    lacking = tell(given([OPEN], **{"insurance.subsidy-papers": PAPERS[:4]}))
    assert (lacking.state, lacking.reasons) == ("missing", ("还没有备齐的材料：付款凭证。",))
    assert lacking.unclaimed == "180,000 元", "what papers are lacking can be had"
    raw = {key: value for key, value in given([OPEN]).items() if key != "insurance.legal-person"}
    undecided = tell(raw)
    assert (undecided.reasons, undecided.unclaimed) == (("条件还不能确定：具有独立法人资格。",), None)
    barred = tell(given([OPEN]), region="370211")
    assert (barred.state_word, barred.amount, barred.readings, barred.unclaimed) == (
        "不符合条件", "不符合条件，不作估算", (), None,
    )  # fmt: skip
    assert barred.reasons == (
        "不符合：在山东省（不含青岛）注册。据报道，注册地不在山东省或者在青岛的企业不在扶持范围内；可以了解当地有没有类似政策。",
    )
    marks = {mark.title: (mark.state, mark.word) for mark in barred.requirements}
    assert marks["在山东省（不含青岛）注册"] == ("fails", "不符合")


@pytest.mark.parametrize(
    ("subsidies", "unclaimed"),
    [
        (["not-applied", "received"], "100,000 元"),  # 360,000 → 400,000 is not reached: 180,000 + 180,000
        (["applied", "received"], None),
        (["not-applied", None], "100,000 元"),  # what is not said counts as applied for
        (["not-applied", "refused"], "300,000 元"),
    ],
)
def test_what_nobody_applied_for_is_all_less_what_was_taken(subsidies: list[str | None], unclaimed: str | None) -> None:
    rows = [
        {key: value for key, value in {**OPEN, "premium": "500000", "subsidy": one}.items() if value is not None}
        for one in subsidies
    ]
    one = tell(given(rows))  # 300,000 each, capped together at 400,000
    assert one.unclaimed == unclaimed


def test_answers_that_a_condition_hides_do_not_count() -> None:
    one = tell(given([OPEN], **{"insurance.overseas-cover": "no"}))
    assert (one.amount, one.left_out, one.applicable) == ("估算 0 元：没有能计入的保单", (), True)
    what = inputs(given([OPEN]), roles=frozenset())
    assert applicable(linyi(), score(linyi().checklist.form, what)) == frozenset()
    assert estimated(linyi(), what)[KEY].counted == ()


def test_the_report_says_what_one_leaves_lying() -> None:
    what = inputs(given([OPEN]))
    result = score(linyi().checklist.form, what)
    cover = Cover(organisation="某企业", kind="enterprise", region_name="山东省临沂市兰山区", state="draft")
    content = build(linyi(), "5f" * 32, what, result, cover, "zh")
    assert [one.key for one in content.programmes] == [KEY]
    assert [one.sentence for one in content.unclaimed] == ["估计有 180,000 元没有申领"]
    best = max(linyi().checklist.form.duty.bands, key=lambda band: band.from_).grade
    top = replace(result, grade=replace(result.grade, state="graded", effective=best))
    (complying,) = build(linyi(), "5f" * 32, what, top, cover, "zh").unclaimed
    assert complying.sentence == "您合规，但估计有 180,000 元没有申领"
    assert "属于外部规则；金额是估算" in complying.note
    (english,) = build(linyi(), "5f" * 32, what, top, cover, "en").unclaimed
    assert english.sentence == "You comply, and you leave an estimated 180,000 yuan unclaimed"
    without = inputs(given([OPEN]), roles=frozenset())
    bare = build(linyi(), "5f" * 32, without, score(linyi().checklist.form, without), cover, "zh")
    assert (bare.programmes, bare.unclaimed) == ((), ())


def test_the_json_has_the_numbers() -> None:
    what = inputs(given([OPEN, {**OPEN, "product": "other"}]))
    (one,) = sheets(linyi(), what, score(linyi().checklist.form, what), "zh")
    assert (one["programme"], one["year"], one["state"], one["verified"], one["applicable"]) == (
        KEY, "2026", "eligible", False, True,
    )  # fmt: skip
    assert (one["requirements"], one["left_out"]) == ({"legal-person": True, "registered": True}, {"r2": "no-product"})
    readings = one["readings"]
    assert isinstance(readings, list)
    assert readings[0] == {
        "reading": "points", "rate": "0.7", "low": "180000.00", "high": "180000.00",
        "open_low": "180000.00", "open_high": "180000.00",
        "groups": [
            {"group": "patents", "computed": "0.00", "cap": "200000.00", "paid": "0.00"},
            {"group": "overseas", "computed": "180000.00", "cap": "400000.00", "paid": "180000.00"},
        ],
    }  # fmt: skip
