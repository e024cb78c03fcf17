"""What a report says: every number follows from the score, every label keeps the three kinds of statement apart."""

import dataclasses
import re
import string
from decimal import Decimal

import pytest

from assess.reports import stored
from assess.reports.content import content_hash
from assess.reports.cover import Attached
from assess.reports.glyphs import chinese
from assess.reports.parts import ReportContent
from assess.reports.phrases import PHRASES
from assess.reports.words import WORDS
from assess.values.model import UNKNOWN
from assess.values.text import Locale
from tests.reports import samples
from tests.reports.samples import CLEAN, GAPPY, ORGANISATION, report


def test_the_scores_are_those_of_the_engine() -> None:
    summary = report().summary
    duty, readiness = summary.dials
    assert (duty.final, duty.low, duty.high, duty.ranged) == ("52.5", "52.5", "77.5", True)
    assert (readiness.final, readiness.ranged) == ("0.0", False)
    assert [band.grade for band in duty.bands] == ["D", "C", "B", "A"]
    assert [band.start for band in duty.bands] == ["0", "60", "80", "90"]
    assert (summary.grade.letter, summary.grade.forced) == ("D", False)
    assert summary.grade.sentence.startswith("按目前确定的得分评为D（待改进）；待核实事项全部属实时可达C（合格）")


def test_what_is_printed_adds_up() -> None:
    content = report()
    rows = [row for section in content.sections for group in section.groups for row in group.rows]
    duty = [row for row in rows if row.dial == "duty"]
    earned = sum(Decimal(row.earned.split("（")[0]) for row in duty)
    assert (earned, sum(Decimal(row.points) for row in duty)) == (Decimal(21), Decimal(40))
    assert content.conversions[0] == "合规得分：合计 21 ÷ 40 × 100 = 52.5；最终得分 52.5"
    assert [line for section in content.sections for line in section.subtotals if line.startswith("合规")] == [
        "合规得分小计：得分 10 / 适用分值 10",
        "合规得分小计：得分 11 / 适用分值 20",
        "合规得分小计：得分 0 / 适用分值 10",
    ]


def test_gaps_come_ranked_and_benefits_apart() -> None:
    content = report()
    assert [(gap.number, gap.severity, gap.lost) for gap in content.gaps] == [
        ("1", "duty", "5"),
        ("2", "duty", "4"),
        ("3", "unknown", "10"),
    ]
    first = content.gaps[0]
    assert (first.clauses, first.where, first.basis) == ("第二条 规范代理秩序", "第二条", "由监管要求推导")
    assert (first.effort, first.owner) == ("3 人日", "法务部")
    assert tuple(map(chinese, first.why)) == ("“申请专利前是否做内部审查？”填报为：部分。",)
    (offer,) = content.opportunities
    assert (offer.severity, offer.number, offer.basis) == ("readiness", "4", "措施原文规定")


def test_a_clean_report_says_so() -> None:
    content = report(CLEAN)
    assert content.gaps == content.opportunities == ()
    assert content.summary.headline[-1] == "没有发现合规差距。"
    assert content.summary.grade.sentence == "按合规得分评为A（优秀）。等级由本服务设定。"


def test_a_veto_stands_beside_the_computed_grade() -> None:
    content = report({**CLEAN, "credit.serious-list": "yes"})
    (veto,) = content.summary.vetoes
    assert (veto.state, veto.label, veto.reason) == ("fired", "已触发", "列入名单期间等级定为最低一级。")
    assert (content.summary.grade.letter, content.summary.grade.forced) == ("D", True)
    assert (
        content.summary.grade.sentence == "一票否决使等级定为D（待改进）；按得分计算本为C（合格）。规则由本服务设定。"
    )
    assert content.gaps[0].severity == "veto"
    assert "".join(content.gaps[0].why).count(veto.reason) == 1


def test_an_open_veto_leaves_the_grade_pending_with_both_outcomes() -> None:
    grade = report({**CLEAN, "credit.serious-list": UNKNOWN}).summary.grade
    assert (grade.letter, grade.title) == (None, "待定")
    assert "核实后未触发为C（合格），触发为D（待改进）" in grade.sentence


def test_a_veto_that_changes_nothing_says_the_grade_once() -> None:
    grade = report({**GAPPY, "credit.serious-list": "yes"}).summary.grade
    assert grade.sentence == "一票否决已触发；等级为D（待改进），与按得分计算的相同。规则由本服务设定。"
    pending = report({**GAPPY, "credit.serious-list": UNKNOWN}).summary.grade
    assert pending.sentence.startswith(
        "一票否决事项尚未核实，等级待定；无论核实结果如何，按目前的得分均为D（待改进）。"
    )


def test_items_that_are_ruled_out_are_named_and_leave_the_table() -> None:
    content = report(roles=frozenset())
    last = content.sections[-1]
    assert last.groups == ()
    assert (
        last.left_out == "不适用（前置条件不成立，不计入合计）：侵权投诉按时办结（第一条）、海外侵权责任险（第一条）。"
    )


def test_a_claimed_exemption_shows_its_reason() -> None:
    rows = report(not_applicable={"marks": "企业没有任何商标"}).sections[1].groups[0].rows
    claimed = next(row for row in rows if row.title == "不囤积商标")
    assert (claimed.earned, claimed.status, claimed.share) == ("不适用（自报）", "out", None)
    assert "企业没有任何商标" in claimed.lost


def test_answers_and_evidence_are_listed() -> None:
    content = report()
    lines = {line.label: line.value for group in content.answers for line in group.lines}
    assert lines["侵权投诉按时办结的比例"] == "不清楚"
    assert lines["有效的知识产权保险保单"] == "1. 险种：海外侵权责任险；到期日：2025年1月31日"
    assert lines["其他说明"] == "未填"
    (proof,) = content.evidence
    assert (proof.name, proof.kind, proof.date) == ("专利申请审查办法.pdf", "制度文件", "2026年3月1日")


@pytest.mark.parametrize(("locale", "shown"), [("zh", "制度.pdf（页码 3-5）"), ("en", "制度.pdf (pages 3-5)")])
def test_a_file_says_where_to_look(locale: Locale, shown: str) -> None:
    (proof,) = report(locale=locale, evidence=(Attached(fact="patents.review", name="制度.pdf", pages="3-5"),)).evidence
    assert proof.name == shown


def test_sources_say_how_far_they_reach() -> None:
    pairs = {pair.label: pair.value for pair in report().sources.pairs}
    assert pairs["文号"] == "原文未标注"
    assert pairs["发文日期"] == "2026年1月"  # no day was stated, none is made up
    assert pairs["效力"] == "未查明是否有效（2026年11月22日 查询）。未核实。"
    assert [pair.label for pair in report().sources.not_assessed] == ["第三条 司法保护"]


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("official", "原文没有写明", "Not stated in the text"),
        ("news-summary", "摘要没有写明", "Not stated in the summary"),
        ("ocr", "识别文本没有写明", "Not stated in the recognised text"),
    ],
)
def test_a_text_that_names_no_issuer_says_so(monkeypatch: pytest.MonkeyPatch, kind: str, zh: str, en: str) -> None:
    assert ("发文机关", "样例市市场监督管理局") in [(pair.label, pair.value) for pair in report().sources.pairs]
    measure = samples.PUBLISHED.measure
    source = dataclasses.replace(measure.source, kind=kind)  # type: ignore[arg-type]  # one of the three kinds
    measure = dataclasses.replace(measure, issuers=(), source=source)
    monkeypatch.setattr(samples, "PUBLISHED", dataclasses.replace(samples.PUBLISHED, measure=measure))
    assert ("发文机关", zh) in [(pair.label, pair.value) for pair in report().sources.pairs]
    assert ("Issued by", en) in [(pair.label, pair.value) for pair in report(locale="en").sources.pairs]


@pytest.mark.parametrize("state", ["draft", "trial", "submitted"])
def test_only_a_submission_has_a_reference(state: str) -> None:
    content = report(state=state)  # type: ignore[arg-type]  # one of the three states
    lines = {pair.label: pair.value for pair in content.identity.pairs}
    assert (content.identity.reference is not None) == (state == "submitted")
    expected = {"draft": "提交后生成", "trial": "试填无编号", "submitted": "ZP-20261122-7K3F9Q"}
    assert lines["报告编号"] == expected[state]


def test_the_hash_names_the_content() -> None:
    assert content_hash(report(), "1") == content_hash(report(), "1")
    others = [report(CLEAN), report(locale="en"), report(state="trial"), report(organisation=f"{ORGANISATION}二")]
    assert len({content_hash(one, "1") for one in (report(), *others)}) == 5
    assert content_hash(report(), "1") != content_hash(report(), "2")
    assert re.fullmatch("[0-9a-f]{64}", content_hash(report(organisation="\ud800"), "1"))


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_content_reads_back_from_its_stored_text(locale: str) -> None:
    content = report(GAPPY, locale=locale)  # type: ignore[arg-type]  # one of the two languages
    assert stored.from_text(stored.to_text(content)) == content


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    if dataclasses.is_dataclass(value):
        return [text for field in dataclasses.fields(value) for text in _strings(getattr(value, field.name))]
    return []


def _words(content: ReportContent) -> str:
    return "\n".join(text for text in _strings(content) if text not in {ORGANISATION, "山东省临沂市"})


def test_an_english_report_has_no_chinese_left() -> None:
    content = report({**GAPPY, "credit.serious-list": "yes"}, locale="en", evidence=())
    assert re.findall(r"[\u3400-\u9fff]+", _words(content)) == []


def test_both_languages_fill_the_same_places() -> None:
    uneven = [
        text
        for text in (*WORDS.values(), *PHRASES.values())
        if _places(text.zh) != _places(text.en) or re.search(r"[\u3400-\u9fff]", text.en)
    ]
    assert uneven == []


def _places(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}
