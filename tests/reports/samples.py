"""The smallest checklist that shows every part of a report, with answers that leave something to say about each."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assess.checklists.definition import (
    Checklist,
    Clause,
    Issued,
    Measure,
    Named,
    NotAssessed,
    Published,
    Source,
    Validity,
)
from assess.conditions.model import AnyRow, FactIs, Role, Test
from assess.reports.content import build
from assess.reports.cover import Attached, Cover
from assess.reports.parts import ReportContent, State
from assess.scoring.engine import score
from assess.scoring.form import (
    Advice,
    DialRule,
    EvidenceRule,
    Form,
    GradeBand,
    Group,
    Item,
    Notes,
    Points,
    Purpose,
    Section,
    Veto,
)
from assess.scoring.inputs import Inputs
from assess.scoring.rules import Band as Step
from assess.scoring.rules import (
    Charge,
    DeductionsRule,
    Element,
    ElementsRule,
    Levels,
    LevelsRule,
    Rule,
    Steps,
    StepsRule,
)
from assess.values.fact import Column, Fact, Option
from assess.values.model import UNKNOWN, Answers, Rate, Row
from assess.values.profile import Profile
from assess.values.text import Locale, Text
from tests.reports import shipped

fullest, emptiest, every = shipped.fullest, shipped.emptiest, shipped.every
SHA256 = "5f" * 32
AS_OF = dt.date(2026, 11, 22)
ORGANISATION = "沂蒙样例精工机械有限公司"


def both(zh: str, en: str) -> Text:
    """Make a wording."""
    return Text(zh=zh, en=en)


FACTS = (
    Fact(
        key="credit.serious-list",
        revision=1,
        wording=both("企业目前是否列入严重违法失信名单？", "Is the enterprise on the serious-dishonesty list?"),
        type="yes-no",
    ),
    Fact(
        key="patents.review",
        revision=1,
        wording=both("申请专利前是否做内部审查？", "Are inventions reviewed in-house before filing?"),
        type="yes-no",
        allow=("partial",),
        evidence=("policy",),
    ),
    Fact(
        key="trademarks.idle",
        revision=1,
        wording=both("有多少件注册商标不打算使用？", "How many registered marks will not be used?"),
        type="number",
        unit=both("件", "mark(s)"),
    ),
    Fact(
        key="complaints.settled",
        revision=1,
        wording=both("侵权投诉按时办结的比例", "Share of infringement complaints settled in time"),
        type="rate",
    ),
    Fact(
        key="insurance.policies",
        revision=1,
        wording=both("有效的知识产权保险保单", "Intellectual property insurance policies"),
        type="table",
        optional=True,
        columns=(
            Column(
                key="product",
                title=both("险种", "Product"),
                type="choice",
                options=(Option(value="overseas-liability", label=both("海外侵权责任险", "Overseas liability")),),
            ),
            Column(key="end", title=both("到期日", "End"), type="date"),
        ),
    ),
    Fact(
        key="notes.other",
        revision=1,
        wording=both("其他说明", "Anything else"),
        type="text",
        optional=True,
    ),
)


def _item(  # noqa: PLR0917 - the columns of a small table
    key: str,
    zh: str,
    en: str,
    purpose: Purpose,
    rule: Rule,
    reads: tuple[str, ...],
    **more: Any,  # noqa: ANN401 - any field
) -> Item:
    plain = Item(
        key=key,
        revision=1,
        title=both(zh, en),
        clauses=("sample-2026/1",),
        purpose=purpose,
        strength="mandatory" if purpose == "duty" else "encouraged",
        basis="derived",
        reads=reads,
        points=Decimal(10),
        rule=rule,
        notes=Notes(
            says=both("条款约束主管部门对失信主体的惩戒。", "The clause binds authorities."),
            ours=both("分值为本服务设定。", "The points are ours."),
        ),
        advice={"none": _advice(zh), "partial": _advice(zh), "unknown": _advice(zh)},
    )
    return dataclasses.replace(plain, **more)


def _advice(zh: str) -> Advice:
    return Advice(
        do=both(f"先核对现状，再补齐“{zh}”的制度与记录。", "Check what exists, then complete rules and records."),
        effort_days=Decimal(3),
        owner=both("法务部", "Legal department"),
    )


CREDIT = _item(
    "credit",
    "不在严重违法失信名单",
    "Not on the serious-dishonesty list",
    "duty",
    LevelsRule(levels=Levels(fact="credit.serious-list", credits={"no": Decimal(1), "yes": Decimal(0)})),
    ("credit.serious-list",),
    veto=Veto(
        when=FactIs(fact="credit.serious-list", is_="yes"),
        effect="grade",
        grade="D",
        reason=both("列入名单期间等级定为最低一级。", "While listed, the grade is the lowest."),
    ),
)
REVIEW = _item(
    "review",
    "专利申请前的内部审查",
    "In-house review before filing",
    "duty",
    LevelsRule(
        levels=Levels(fact="patents.review", credits={"yes": Decimal(1), "partial": Decimal("0.5"), "no": Decimal(0)})
    ),
    ("patents.review",),
    clauses=("sample-2026/2",),
    evidence=EvidenceRule(kinds=("policy",), required=True),
)
MARKS = _item(
    "marks",
    "不囤积商标",
    "No hoarding of marks",
    "duty",
    DeductionsRule(deductions=(Charge(points=Decimal(2), per="trademarks.idle", cap=Decimal(6)),)),
    ("trademarks.idle",),
    not_applicable=True,
)
COMPLAINTS = _item(
    "complaints",
    "侵权投诉按时办结",
    "Complaints settled in time",
    "duty",
    StepsRule(
        steps=Steps(
            fact="complaints.settled",
            bands=(Step(from_=Decimal(90), credit=Decimal(1)), Step(from_=Decimal(60), credit=Decimal("0.6"))),
            no_cases="not_applicable",
        )
    ),
    ("complaints.settled",),
    applies_if=Role(role="platform"),
)
COVER = _item(
    "cover",
    "海外侵权责任险",
    "Overseas liability cover",
    "readiness",
    ElementsRule(
        elements=(
            Element(
                points=Decimal(8),
                when=AnyRow(
                    fact="insurance.policies",
                    any_row={"product": Test(is_="overseas-liability"), "end": Test(not_before="as_of")},
                ),
            ),
            Element(points=Decimal(2), when=FactIs(fact="notes.other", answered=True)),
        )
    ),
    ("insurance.policies", "notes.other"),
    basis="stated",
    applies_if=Role(role="exporter"),
)


def _section(key: str, zh: str, en: str, *items: Item) -> Section:
    points = Points(
        duty=sum((item.points for item in items if item.purpose == "duty"), Decimal(0)),
        readiness=sum((item.points for item in items if item.purpose == "readiness"), Decimal(0)),
    )
    group = Group(key=f"{key}-all", title=both(f"{zh}要点", f"{en}: points"), points=points, items=items)
    return Section(key=key, title=both(zh, en), points=points, groups=(group,))


FORM = Form(
    sections=(
        _section("trust", "信用", "Credit", CREDIT),
        _section("creation", "创造与代理", "Creation and agency", REVIEW, MARKS),
        _section("markets", "平台与海外", "Platforms and abroad", COMPLAINTS, COVER),
    ),
    duty=DialRule(
        bands=(
            GradeBand(grade="A", title=both("优秀", "excellent"), from_=Decimal(90)),
            GradeBand(grade="B", title=both("良好", "good"), from_=Decimal(80)),
            GradeBand(grade="C", title=both("合格", "fair"), from_=Decimal(60)),
            GradeBand(grade="D", title=both("待改进", "weak"), from_=Decimal(0)),
        )
    ),
    readiness=DialRule(),
)

PUBLISHED = Published(
    checklist=Checklist(
        measure="sample-2026",
        audience="enterprise",
        version="1.0.0",
        title=both("样例措施企业自评表", "Sample enterprise checklist"),
        intro=both("样例", "Sample"),
        minutes=5,
        form=FORM,
        not_assessed=(
            NotAssessed(clause="sample-2026/3", reason=both("只对法院有要求。", "It addresses courts only.")),
        ),
    ),
    measure=Measure(
        key="sample-2026",
        title=both("样例市强化知识产权保护若干措施", "Sample City measures"),
        short=both("样例措施", "Sample"),
        document_number=None,
        issuers=(both("样例市市场监督管理局", "Sample City Administration for Market Regulation"),),
        issued=Issued(date="2026-01-31", precision="month"),
        region="371300",
        source=Source(
            kind="official", note=both("样例文本", "A sample"), completeness=both("完整", "Complete"), sha256="ab" * 32
        ),
        validity=Validity(status="unknown", checked="2026-11-22", note=both("未核实。", "Not verified.")),
        clauses=tuple(
            Clause(
                id=str(number),
                locator=both(f"第{numeral}条", f"Point {number}"),
                heading=both(heading, f"Heading {number}"),
                gist=both("要点", "Gist"),
            )
            for number, numeral, heading in (
                (1, "一", "构建信用体系"),
                (2, "二", "规范代理秩序"),
                (3, "三", "司法保护"),
            )
        ),
    ),
    facts=FACTS,
    roles=(
        Named(key="exporter", title=both("出口企业", "Exporter")),
        Named(key="platform", title=both("电商平台", "Platform")),
    ),
    kinds=(Named(key="policy", title=both("制度文件", "Internal policy")),),
)

PROFILE = Profile(kind="enterprise", region="371300", roles=frozenset({"exporter", "platform"}), size="medium")
GAPPY: Answers = {
    "credit.serious-list": "no",
    "patents.review": "partial",
    "trademarks.idle": Decimal(2),
    "complaints.settled": UNKNOWN,
    "insurance.policies": (Row(id="r1", cells={"product": "overseas-liability", "end": dt.date(2025, 1, 31)}),),
}
CLEAN: Answers = {
    "credit.serious-list": "no",
    "patents.review": "yes",
    "trademarks.idle": Decimal(0),
    "complaints.settled": Rate(Decimal(9), Decimal(10)),
    "insurance.policies": (Row(id="r1", cells={"product": "overseas-liability", "end": dt.date(2027, 1, 31)}),),
    "notes.other": "无",
}


def report(
    answers: Answers = GAPPY,
    *,
    state: State = "draft",
    locale: Locale = "zh",
    organisation: str = ORGANISATION,
    roles: frozenset[str] = PROFILE.roles,
    not_applicable: Mapping[str, str] | None = None,
    evidence: tuple[Attached, ...] = (
        Attached(fact="patents.review", name="专利申请审查办法.pdf", kind="policy", date=dt.date(2026, 3, 1)),
    ),
) -> ReportContent:
    """Build a report on the sample."""
    inputs = Inputs(answers, dataclasses.replace(PROFILE, roles=roles), AS_OF, not_applicable or {})
    cover = Cover(
        organisation=organisation,
        kind="enterprise",
        region_name="山东省临沂市",
        state=state,
        credit_code="91371300MA3TEST00X",
        reference="ZP-20261122-7K3F9Q" if state == "submitted" else None,
        submitted_by="王样例" if state == "submitted" else None,
        evidence=evidence,
    )
    return build(PUBLISHED, SHA256, inputs, score(FORM, inputs), cover, locale)
