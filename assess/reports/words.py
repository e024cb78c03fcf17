"""The fixed words of a report in both languages.

They stand here and not in the gettext catalog because a report is a pure function of its content and its template: the
same content must give the same bytes whichever catalog a machine has compiled.
"""

from collections.abc import Mapping

from assess.reports.district_words import DISTRICT_WORDS
from assess.reports.face_words import FACE_WORDS
from assess.reports.format_words import FORMAT_WORDS
from assess.reports.peer_words import PEER_WORDS
from assess.reports.review_words import REVIEW_WORDS
from assess.reports.theme_words import THEME_WORDS
from assess.reports.trend_words import TREND_WORDS
from assess.reports.verification_words import VERIFICATION_WORDS
from assess.values.text import Locale, Text

WORDS: Mapping[str, Text] = {
    **DISTRICT_WORDS,
    **FORMAT_WORDS,
    **PEER_WORDS,
    **FACE_WORDS,
    **REVIEW_WORDS,
    **THEME_WORDS,
    **TREND_WORDS,
    **VERIFICATION_WORDS,
    "title": Text(zh="知识产权保护自评差距报告", en="Intellectual Property Protection Self-Assessment Gap Report"),
    "title.short": Text(zh="自评差距报告", en="Gap report"),
    "self": Text(
        zh="本报告为自我评估，不是任何机关的认定。",
        en="This report is a self-assessment, not a finding of any authority.",
    ),
    "self.more": Text(
        zh="得分、等级与一票否决规则由本服务设定，不代表措施的发文机关，也不影响任何行政决定。",
        en="Points, grades and veto rules are set by this service; they do not speak for the bodies that issued the "
        "measure and bind no administrative decision.",
    ),
    "state.draft": Text(zh="草稿", en="DRAFT"),
    "state.trial": Text(zh="试填", en="TRIAL"),
    "state.submitted": Text(zh="已提交", en="Submitted"),
    "state.draft.note": Text(
        zh="草稿：填报内容尚未提交，仍可能变化。", en="Draft: the answers have not been submitted and may still change."
    ),
    "state.trial.note": Text(
        zh="试填：未登录填写，通常 24 小时后删除，不得作为证明使用。",
        en="Trial: filled in without an account, usually deleted after 24 hours; not to be used as proof.",
    ),
    "credit_code": Text(zh="统一社会信用代码", en="Unified social credit code"),
    "organisation.trial": Text(zh="试填单位（未登记名称）", en="Trial without a registered name"),
    "region": Text(zh="所在地区", en="Region"),
    "kind": Text(zh="单位类别", en="Type of organisation"),
    "kind.enterprise": Text(zh="企业", en="Enterprise"),
    "kind.district": Text(zh="区县", en="District"),
    "roles": Text(zh="单位角色", en="Roles"),
    "measure": Text(zh="措施文件", en="Measure"),
    "document_number": Text(zh="文号", en="Document number"),
    "document_number.none": Text(zh="原文未标注", en="None given in the text"),
    "checklist": Text(zh="自评表", en="Checklist"),
    "version": Text(zh="版本", en="Version"),
    "as_of": Text(zh="评估基准日", en="Assessed as of"),
    "reference": Text(zh="报告编号", en="Reference"),
    "reference.draft": Text(zh="提交后生成", en="Assigned on submission"),
    "reference.trial": Text(zh="试填无编号", en="None for a trial"),
    "reference.submitted": Text(zh="无编号", en="None"),
    "submitted_by": Text(zh="提交人", en="Submitted by"),
    "contents": Text(zh="目录", en="Contents"),
    "chapter.summary": Text(zh="结果一览", en="Result at a glance"),
    "chapter.gaps": Text(zh="差距与整改", en="Gaps and what to do"),
    "chapter.path": Text(zh="最短达标路径", en="Cheapest way to the next grade"),
    "chapter.opportunities": Text(zh="可以利用的政策", en="Benefits within reach"),
    "chapter.programmes": Text(zh="政策资金估算", en="Estimates of programme money"),
    "chapter.listed": Text(zh="与公开名单核对", en="Check against published lists"),
    "chapter.trend": Text(zh="历次对比", en="Compared with earlier cycles"),
    "chapter.peers": Text(zh="在同批单位中的位置", en="Position in the campaign"),
    "chapter.mediation": Text(zh="纠纷调解数据", en="Dispute resolution figures"),
    "chapter.items": Text(zh="评分明细表", en="Scoring tables"),
    "chapter.answers": Text(zh="填报内容", en="Answers"),
    "chapter.evidence": Text(zh="佐证材料索引", en="Evidence index"),
    "chapter.sources": Text(zh="依据、范围与局限", en="Sources, scope and limits"),
    "chapter.signature": Text(zh="确认与签署", en="Confirmation and signature"),
    "reading": Text(zh="阅读说明", en="How to read this report"),
    "reading.duty": Text(
        zh="必须做到或不得出现的事项；决定合规得分和等级。",
        en="What must or must not be done; makes the compliance score and the grade.",
    ),
    "reading.readiness": Text(
        zh="措施提供、鼓励或者引导的事项，可以利用或者争取；单独计分，不影响合规得分。",
        en="What the measure offers or encourages and one may use; scored apart, never lowers compliance.",
    ),
    "reading.low": Text(
        zh="未填和“不清楚”先按 0 分计，并给出核实后最高可能达到的分数。",
        en="Unanswered and “not sure” answers count as 0 for now; the highest possible score is shown beside it.",
    ),
    "reading.geta": Text(
        zh="“〓”表示原文中的字符不在报告字库内。",
        en="“〓” stands for a character that the report's fonts do not contain.",
    ),
    "dial.duty": Text(zh="合规得分", en="Compliance score"),
    "dial.readiness": Text(zh="政策利用准备度", en="Readiness to use benefits"),
    "dial.duty.tag": Text(zh="合规", en="Compliance"),
    "dial.readiness.tag": Text(zh="准备度", en="Readiness"),
    "of_full": Text(zh="满分 {full}", en="out of {full}"),
    "range": Text(zh="核实后可能为 {low}–{high}", en="could be {low}–{high} once verified"),
    "range.none": Text(zh="没有待核实事项", en="nothing left to verify"),
    "dial.none": Text(zh="不评分", en="Not scored"),
    "dial.none.note": Text(zh="没有适用的计分项", en="no applicable scored item"),
    "grade": Text(zh="等级", en="Grade"),
    "grade.none": Text(zh="不评等级", en="No grade"),
    "grade.pending": Text(zh="待定", en="Pending"),
    "grade.named": Text(zh="{grade}（{title}）", en="{grade} ({title})"),
    "grade.ungraded": Text(zh="本自评表不设等级。", en="This checklist has no grades."),
    "grade.graded": Text(
        zh="按合规得分评为{grade}。等级由本服务设定。",
        en="Graded {grade} by the compliance score. Grades are set by this service.",
    ),
    "grade.range": Text(
        zh="按目前确定的得分评为{low}；待核实事项全部属实时可达{high}。等级由本服务设定。",
        en="Graded {low} by what is certain now; {high} if every open question turns out well. Grades are set by this "
        "service.",
    ),
    "grade.forced": Text(
        zh="一票否决使等级定为{effective}；按得分计算本为{computed}。规则由本服务设定。",
        en="A veto sets the grade to {effective}; by score it would be {computed}. The rule is this service's own.",
    ),
    "grade.forced.same": Text(
        zh="一票否决已触发；等级为{effective}，与按得分计算的相同。规则由本服务设定。",
        en="A veto applies; the grade is {effective}, the same as by score. The rule is this service's own.",
    ),
    "grade.undecided": Text(
        zh="一票否决事项尚未核实，等级待定：核实后未触发为{computed}，触发为{forced}。规则由本服务设定。",
        en="A veto question is still open, so the grade is pending: {computed} if the veto does not apply, {forced} if "
        "it does. The rule is this service's own.",
    ),
    "grade.undecided.same": Text(
        zh="一票否决事项尚未核实，等级待定；无论核实结果如何，按目前的得分均为{computed}。规则由本服务设定。",
        en="A veto question is still open, so the grade is pending; by the present score it is {computed} either "
        "way. The rule is this service's own.",
    ),
    "grade.too-few": Text(
        zh="适用的合规项目过少，不评等级。", en="Too few compliance items apply, so no grade is given."
    ),
    "grade.not-scored": Text(
        zh="没有适用的合规项目，不评等级。", en="No compliance item applies, so no grade is given."
    ),
    "grade.ineligible": Text(
        zh="出现一票否决事项，不予评级。规则由本服务设定。",
        en="A veto makes the organisation ineligible for a grade. The rule is this service's own.",
    ),
    "veto": Text(zh="一票否决", en="Veto"),
    "veto.fired": Text(zh="已触发", en="Triggered"),
    "veto.pending": Text(zh="待核实", en="To be verified"),
    "ours": Text(zh="本服务自定规则", en="This service's own rule"),
    "stated": Text(zh="措施原文规定", en="Stated in the measure"),
    "stated.news-summary": Text(zh="新闻摘要写明", en="Stated in a news summary"),
    "derived": Text(zh="由监管要求推导", en="Derived from a regulatory duty"),
    "headline.score": Text(zh="{dial} {final} 分（满分 {full}）。", en="{dial}: {final} of {full}. "),
    "headline.gaps": Text(
        zh="发现合规差距 {duty} 项、待核实 {unknown} 项，另有 {readiness} 项政策便利尚可利用。",
        en="Compliance gaps: {duty}. Open questions: {unknown}. Benefits not yet fully used: {readiness}.",
    ),
    "headline.gaps.only": Text(
        zh="发现合规差距 {duty} 项、待核实 {unknown} 项；没有尚未利用的政策便利。",
        en="Compliance gaps: {duty}. Open questions: {unknown}. No unused benefit was found.",
    ),
    "headline.clean": Text(zh="没有发现合规差距。", en="No compliance gap was found."),
    "count.scored": Text(zh="计分项目", en="Scored items"),
    "count.unknown": Text(zh="待核实", en="To be verified"),
    "count.not_applicable": Text(zh="不适用", en="Not applicable"),
    "count.not_due": Text(zh="未到期", en="Not yet due"),
    "sections.table": Text(zh="各一级指标得分", en="Scores by section"),
    "radar.alt": Text(
        zh="雷达图：各一级指标的合规得分率与准备度得分率，数字见旁表",
        en="Radar chart of compliance and readiness shares by section; the numbers are in the table beside it",
    ),
    "scale.alt": Text(zh="{title}刻度：{low}，最高可能 {high}", en="{title} on its scale: {low}, at most {high}"),
    "movers": Text(zh="最能改变结果的事项", en="What would change the result most"),
    "movers.note": Text(
        zh="按影响排序；分值为该项目前失去的指标分。",
        en="Ordered by effect; points are those the item loses at present.",
    ),
    "movers.none": Text(zh="没有需要整改的合规事项。", en="No compliance gap needs action."),
    "section": Text(zh="一级指标", en="Section"),
    "group": Text(zh="二级指标", en="Group"),
    "item": Text(zh="三级指标（评价要点）", en="Item"),
    "clause": Text(zh="条款", en="Clause"),
    "clause.cited": Text(zh="{where} {what}", en="{where}: {what}"),
    "points": Text(zh="分值", en="Points"),
    "criteria": Text(zh="评分标准", en="How it is scored"),
    "earned": Text(zh="自评得分", en="Self score"),
    "supported": Text(zh="有据得分", en="Supported"),
    "supported.score": Text(
        zh="有据得分 {value}：缺少必需佐证材料的事项按最低分计。",
        en="Supported by evidence: {value}. Items without their required evidence count at their lowest.",
    ),
    "evidence": Text(zh="佐证材料", en="Evidence"),
    "reviewed": Text(zh="复核得分", en="Reviewed"),
    "opinion": Text(zh="审核意见", en="Opinion"),
    "lost": Text(zh="扣分说明", en="Points lost"),
    "reviewed.none": Text(zh="未复核", en="Not reviewed"),
    "severity.veto": Text(zh="一票否决", en="Veto"),
    "severity.duty": Text(zh="合规差距", en="Compliance gap"),
    "severity.unknown": Text(zh="待核实", en="To be verified"),
    "severity.readiness": Text(zh="可利用", en="Benefit"),
    "severity.advice": Text(zh="建议", en="Advice"),
    "gap.why": Text(zh="依据填报", en="Why"),
    "gap.do": Text(zh="怎么做", en="What to do"),
    "gap.foot": Text(zh="{label}：{value}", en="{label}: {value}"),
    "gap.effort": Text(zh="{days} 人日", en="{days} person-days"),
    "gap.effort.one": Text(zh="1 人日", en="1 person-day"),
    "gap.effort.label": Text(zh="预计工作量", en="Effort"),
    "gap.owner": Text(zh="牵头部门", en="Owner"),
    "gap.deadline": Text(zh="期限", en="Deadline"),
    "gap.says": Text(zh="措施内容", en="The measure"),
    "gap.ours": Text(zh="本服务", en="This service"),
    "gap.ours.mark": Text(zh="〔本服务〕", en=" [This service] "),
    "gap.kind": Text(zh="类别", en="Kind"),
    "enclosed": Text(zh="本报告的数据，供程序读取", en="The figures of this report for programs"),
    "gap.lost": Text(zh="失分", en="Lost"),
    "gap.brings": Text(zh="可得", en="Brings"),
    "gap.open": Text(zh="待定", en="Open"),
    "gaps.intro": Text(
        zh="顺序：一票否决、合规差距（按失分）、待核实。",
        en="In order: vetoes, compliance gaps by points lost, then open questions.",
    ),
    "gaps.none": Text(
        zh="按目前的填报内容，没有发现合规差距。请在情况变化时重新自评。",
        en="By the present answers there is no compliance gap. Assess again when things change.",
    ),
    "opportunities.intro": Text(
        zh="以下为措施提供的便利，不利用不扣合规分。",
        en="What the measure offers. Not using it never costs compliance points.",
    ),
    "listed": Text(zh="与公开名单不一致的回答", en="Answers at odds with published lists"),
    "listed.note": Text(
        zh="只作提示，不影响得分，不是对事实的认定；以提交当天已导入的名单为准。",
        en="Shown for information only: it changes no point and is no finding of fact. As of the lists imported by the"
        " day of submission.",
    ),
    "programmes.intro": Text(
        zh="措施提到、由其他规则规定标准的资金，按填报内容估算；外部规则的内容与措施文件的内容分开列出。",
        en="Money that the measure mentions and another rule sets out, estimated from the answers. What the external "
        "rule says is kept apart from what the measure says.",
    ),
    "programmes.year": Text(zh="{year}年付款的保单", en="Policies paid in {year}"),
    "programmes.row": Text(zh="保单", en="Policy"),
    "programmes.share": Text(zh="计算", en="Arithmetic"),
    "programmes.claim": Text(zh="申请情况", en="Claim"),
    "programmes.left_out": Text(zh="不计入的", en="Not counted"),
    "programmes.high": Text(zh="没有填明的内容都有利时", en="If all that is open turns out well"),
    "programmes.requirements": Text(zh="条件", en="Requirements"),
    "programmes.papers": Text(zh="材料", en="Papers"),
    "programmes.steps": Text(zh="步骤", en="Steps"),
    "programmes.source": Text(zh="规则来源", en="Where the rule comes from"),
    "programmes.notes": Text(zh="没有把握的地方", en="What is uncertain"),
    "deadline.past": Text(zh="期限已过（{due}）", en="deadline passed ({due})"),
    "deadline.ahead": Text(zh="{due} 前", en="by {due}"),
    "deadline.met": Text(zh="已按期完成（{due}）", en="met ({due})"),
    "status.not_applicable": Text(zh="不适用", en="Not applicable"),
    "status.claimed_not_applicable": Text(zh="不适用（自报）", en="Not applicable (claimed)"),
    "status.not_due": Text(zh="未到期", en="Not yet due"),
    "status.no_cases": Text(zh="不适用（无发生）", en="Not applicable (no cases)"),
    "status.unknown": Text(zh="{low}（待核实，最高 {high}）", en="{low} (open, at most {high})"),
    "evidence.wanted": Text(zh="建议附：{kinds}", en="Suggested: {kinds}"),
    "evidence.required": Text(zh="复核时需要：{kinds}", en="Needed for review: {kinds}"),
    "evidence.missing": Text(zh="未上传", en="None attached"),
    "evidence.none": Text(zh="未上传佐证材料。", en="No evidence was attached."),
    "evidence.trial": Text(zh="试填不收佐证材料。", en="A trial takes no evidence."),
    "evidence.name": Text(zh="材料名称", en="File"),
    "evidence.pages": Text(zh="{name}（页码 {pages}）", en="{name} (pages {pages})"),
    "evidence.kind": Text(zh="种类", en="Kind"),
    "evidence.date": Text(zh="日期", en="Date"),
    "evidence.question": Text(zh="证明的问题", en="Question it supports"),
    "list.separator": Text(zh="、", en=", "),
    "list.stronger": Text(zh="；", en="; "),
    "left_out": Text(
        zh="不适用（前置条件不成立，不计入合计）：{items}。",
        en="Not applicable (ruled out by other answers, left out of both totals): {items}.",
    ),
    "left_out.item": Text(zh="{title}（{where}）", en="{title} ({where})"),
    "subtotal": Text(
        zh="{dial}小计：得分 {earned} / 适用分值 {points}", en="{dial} subtotal: {earned} earned / {points} applicable"
    ),
    "conversion": Text(
        zh="{dial}：合计 {earned} ÷ {points} × {full} = {base}",
        en="{dial}: total {earned} ÷ {points} × {full} = {base}",
    ),
    "conversion.deductions": Text(zh="；扣分项 −{value}", en="; deductions −{value}"),
    "conversion.bonus": Text(zh="；加分项 +{value}", en="; bonus +{value}"),
    "conversion.final": Text(zh="；最终得分 {value}", en="; final score {value}"),
    "conversion.none": Text(zh="{dial}：没有适用的计分项，不评分", en="{dial}: no applicable item, not scored"),
    "conversion.title": Text(zh="得分折算", en="Conversion"),
    "items.intro": Text(
        zh="分值和评分标准为本服务自定规则。“不适用”的项目不计入合计。",
        en="Points and scoring are this service's own rules. Items that do not apply are left out.",
    ),
    "answers.intro": Text(zh="得分依据下列填报内容计算。", en="The scores rest on the following answers."),
    "answer.none": Text(zh="未填", en="Not answered"),
    "answer.hidden": Text(
        zh="{value}（前置条件不成立，未计入得分）", en="{value} (ruled out by another answer; not scored)"
    ),
    "answer.row": Text(zh="{number}. {cells}", en="{number}. {cells}"),
    "answer.cell": Text(zh="{column}：{value}", en="{column}: {value}"),
    "answer.separator": Text(zh="；", en="; "),
    "answer.more": Text(zh="另有 {count} 行", en="and {count} more"),
    "source.kind": Text(zh="文本来源", en="Source of the text"),
    "source.kind.official": Text(zh="公开发布的正式文件", en="Official document, published"),
    "source.kind.news-summary": Text(
        zh="依据新闻报道整理，未见全文", en="Compiled from news reports; full text not seen"
    ),
    "source.kind.ocr": Text(zh="扫描识别文本，可能有误字", en="Scanned text; some characters may be wrong"),
    "source.completeness": Text(zh="文本完整性", en="Completeness"),
    "source.issuers": Text(zh="发文机关", en="Issued by"),
    "source.issuers.none.official": Text(zh="原文没有写明", en="Not stated in the text"),
    "source.issuers.none.news-summary": Text(zh="摘要没有写明", en="Not stated in the summary"),
    "source.issuers.none.ocr": Text(zh="识别文本没有写明", en="Not stated in the recognised text"),
    "source.issued": Text(zh="发文日期", en="Date issued"),
    "source.validity": Text(zh="效力", en="Validity"),
    "source.validity.in-force": Text(zh="有效", en="In force"),
    "source.validity.ended": Text(zh="已失效", en="No longer in force"),
    "source.validity.unknown": Text(zh="未查明是否有效", en="Not known whether in force"),
    "source.checked": Text(zh="{status}（{checked} 查询）。{note}", en="{status} (checked {checked}). {note}"),
    "source.sha256": Text(zh="所据文本 SHA-256", en="SHA-256 of the text used"),
    "source.checklist": Text(zh="自评表文件 SHA-256", en="SHA-256 of the checklist"),
    "source.engine": Text(zh="计分引擎版本", en="Scoring engine version"),
    "source.not_assessed": Text(zh="未纳入自评的条款", en="Clauses not assessed"),
    "source.corrections": Text(zh="识别更正", en="Corrections"),
    "source.correction": Text(zh="“{seen}”读作“{read}”（{confidence}）", en="“{seen}” read as “{read}” ({confidence})"),
    "source.corrected": Text(
        zh="文本中有 {count} 处明显的识别错误，已按上下文更正。",
        en="Evident recognition errors of the text that were corrected: {count}.",
    ),
    "source.corrected.doubtful": Text(zh="拿不准的：{those}。", en=" Those in doubt: {those}."),
    "source.confidence.medium": Text(zh="把握一般", en="fairly sure"),
    "source.confidence.low": Text(zh="把握较小", en="unsure"),
    "source.ours": Text(zh="三类表述的区分", en="Three kinds of statement"),
    "source.ours.stated": Text(
        zh="“措施原文规定”：内容出自所列条款。",
        en="“Stated in the measure”: the content comes from the clause cited.",
    ),
    "source.ours.stated.news-summary": Text(
        zh="“新闻摘要写明”：内容出自报道措施的新闻摘要，条款号是本服务编的；没有见到措施原文。",
        en="“Stated in a news summary”: the content comes from a news report on the measure; the clause numbers are "
        "ours, and the text itself was not seen.",
    ),
    "source.ours.derived": Text(
        zh="“由监管要求推导”：条款没有直接这样要求填报单位，是本服务由条款的要求推断出来的。",
        en="“Derived from a regulatory duty”: the clause does not put it so to the organisation; it is our inference "
        "from what the clause demands.",
    ),
    "source.ours.rule": Text(
        zh="“本服务自定规则”：分值、评分标准、等级和一票否决，均非政府评定标准。",
        en="“This service's own rule”: points, scoring, grades and vetoes; none is a government standard.",
    ),
    "path.do": Text(zh="做什么", en="What to do"),
    "path.owner": Text(zh="由谁做", en="Who"),
    "path.effort": Text(zh="工作量", en="Effort"),
    "path.brings": Text(zh="可得", en="Brings"),
    "path.items": Text(zh="涉及：", en="Serves: "),
    "path.items.more": Text(zh="等 {count} 项", en=" and others ({count} in all)"),
    "path.total": Text(zh="合计", en="Total"),
    "signature.statement": Text(
        zh="本单位确认：以上填报内容由本单位提供，并对其真实性负责。",
        en="We confirm that the answers above were provided by this organisation, which answers for their truth.",
    ),
    "signature.seal": Text(zh="单位公章", en="Official seal"),
    "signature.head": Text(zh="负责人签字", en="Person in charge"),
    "signature.respondent": Text(zh="填报人签字", en="Respondent"),
    "signature.date": Text(zh="日期", en="Date"),
    "signature.date.blank": Text(zh="\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日", en=""),
}


def word(key: str, locale: Locale, **values: object) -> str:
    """Return a fixed text with its places filled; an unknown key is a KeyError."""
    return WORDS[key].to(locale).format_map(values)
