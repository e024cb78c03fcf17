"""Every rule kind reads as a sentence in both languages."""

import dataclasses
from decimal import Decimal

import pytest

from assess.conditions.model import (
    All,
    AllRows,
    Any,
    AnyRow,
    Condition,
    Count,
    CountRows,
    FactIs,
    Kind,
    Not,
    Region,
    Role,
    SizeIn,
)
from assess.conditions.model import (
    Test as Comparison,
)
from assess.reports.criteria import Criteria
from assess.reports.predicates import Predicates
from assess.scoring.rules import (
    Deadline,
    DeadlineRule,
    Growth,
    GrowthRule,
    Judged,
    JudgedRule,
    Late,
    PerUnit,
    PerUnitRule,
    Proportional,
    ProportionalRule,
    Rule,
    Threshold,
    ThresholdRule,
)
from assess.values.fact import Fact
from assess.values.text import Locale, Text
from tests.reports.samples import FACTS, MARKS, REVIEW

_EXTRA = (
    Fact(key="this", revision=1, wording=Text(zh="今年贷款", en="Loans this year"), type="number"),
    Fact(key="last", revision=1, wording=Text(zh="去年贷款", en="Loans last year"), type="number"),
    Fact(key="day", revision=1, wording=Text(zh="完成日期", en="Day of completion"), type="date"),
)
_FACTS = {fact.key: fact for fact in (*FACTS, *_EXTRA)}


def predicates(locale: Locale = "zh") -> Predicates:
    return Predicates(_FACTS, {"exporter": "出口企业"}, locale)


def told(rule: Rule, locale: Locale = "zh") -> tuple[str, ...]:
    item = dataclasses.replace(MARKS, rule=rule)
    return Criteria(_FACTS, predicates(locale), locale).lines(item)


def test_levels() -> None:
    assert Criteria(_FACTS, predicates(), "zh").lines(REVIEW) == ("是：10 分；部分：5 分；否：0 分",)
    assert Criteria(_FACTS, predicates("en"), "en").lines(REVIEW) == ("Yes: 10 pt; Partly: 5 pt; No: 0 pt",)


def test_deductions() -> None:
    assert told(MARKS.rule) == (
        "满分 10 分起扣，扣完为止",
        "“有多少件注册商标不打算使用”：每 1 扣 2 分，最多扣 6 分",
    )


def test_threshold_keeps_above_and_at_least_apart() -> None:
    above = ThresholdRule(
        threshold=Threshold(fact="this", above=Decimal(95), near=Decimal(80), near_credit=Decimal("0.5"))
    )
    assert told(above) == ("“今年贷款”大于 95：满分", "不低于 80：分值的 50%", "其他情况：0 分")
    least = ThresholdRule(
        threshold=Threshold(fact="this", at_least=Decimal(5), bonus_per_unit=Decimal(1), bonus_cap=Decimal(3))
    )
    assert told(least) == ("“今年贷款”不低于 5：满分", "超出部分每 1 加 1 分，最多 3 分", "其他情况：0 分")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (ProportionalRule(proportional=Proportional(fact="this", target=Decimal(50))), "实际值 ÷ 50 × 分值"),
        (
            ProportionalRule(proportional=Proportional(fact="this", target=Decimal(50), lower_is_better=True)),
            "50 ÷ 实际值 × 分值",
        ),
        (
            PerUnitRule(per_unit=PerUnit(fact="this", points_each=Decimal(2), cap=Decimal(8))),
            "每 1项 得 2 分，最多 8 分",
        ),
        (
            GrowthRule(growth=Growth(this="this", last="last", mode="relative", target=Decimal("0.1"))),
            "达到 10% 得满分",
        ),
        (JudgedRule(judged=Judged(fact="this")), "在分值的 0%–100% 内据实判定"),
    ],
)
def test_other_rules(rule: Rule, expected: str) -> None:
    (line,) = told(rule)
    assert expected in line


def test_deadline_lists_its_lateness() -> None:
    rule = DeadlineRule(deadline=Deadline(date="day", due="2021-12-31", late=(Late(days=30, credit=Decimal("0.5")),)))
    assert told(rule) == ("“完成日期”：2021年12月31日前（含当日）完成得满分", "逾期 30 天内：5 分")


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        (FactIs(fact="patents.review", in_=("yes", "partial")), "为“是、部分”之一", "is one of “Yes, Partly”"),
        (FactIs(fact="notes.other", answered=True), "“其他说明”已填写", "“Anything else” is filled in"),
        (FactIs(fact="day", not_before="as_of"), "“完成日期”不早于 评估基准日", "not before the assessment date"),
        (FactIs(fact="day", before="2022-01-01"), "早于 2022年1月1日", "before 1 January 2022"),
        (Role(role="exporter"), "单位角色含“出口企业”", "the organisation is a “出口企业”"),
        (Kind(kind="enterprise"), "单位类别为“企业”", "of the type “Enterprise”"),
        (Region(region="371300"), "地区代码为 371300", "the region code is 371300"),
        (SizeIn(size=("micro", "small")), "规模为“微型、小型”", "the size is “micro, small”"),
        (
            AnyRow(fact="insurance.policies", any_row={"product": Comparison(is_="overseas-liability")}),
            "“有效的知识产权保险保单”中有一行满足：险种为“海外侵权责任险”",
            "has a row where Product is “Overseas liability”",
        ),
        (
            AllRows(fact="insurance.policies", all_rows={"end": Comparison(after="as_of")}),
            "每一行都满足：到期日晚于 评估基准日",
            "every row has End after the assessment date",
        ),
        (
            CountRows(
                fact="insurance.policies", count_rows=Count(at_least=2, where={"end": Comparison(answered=True)})
            ),
            "行数不低于 2（条件：到期日已填写）",
            "at least 2 (where End is filled in)",
        ),
        (
            All(all_=(Role(role="exporter"), Not(not_=FactIs(fact="credit.serious-list", is_="yes")))),
            "单位角色含“出口企业”，且并非（“企业目前是否列入严重违法失信名单”为“是”）",
            " and not (",
        ),
        (Any(any_=(Kind(kind="district"), Role(role="exporter"))), "单位类别为“区县”，或单位角色含", " or "),
    ],
)
def test_conditions_read_in_both_languages(condition: Condition, zh: str, en: str) -> None:
    assert zh in predicates().condition(condition)
    assert en in predicates("en").condition(condition)
