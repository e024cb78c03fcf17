"""The words of the district edition: the roll-up of a campaign."""

from collections.abc import Mapping
from typing import Final

from assess.values.text import Text

DISTRICT_WORDS: Final[Mapping[str, Text]] = {
    "district.title": Text(zh="知识产权保护自评辖区报告", en="Intellectual Property Protection District Report"),
    "district.title.short": Text(zh="辖区报告", en="District report"),
    "district.self": Text(
        zh="本报告汇总各单位的自我评估，不是任何机关的认定。",
        en="A sum of self-assessments, not a finding of any authority.",
    ),
    "state.interim": Text(zh="中期", en="INTERIM"),
    "state.final": Text(zh="终期", en="FINAL"),
    "state.interim.note": Text(
        zh="中期：填报尚未截止，数字仍会变化。",
        en="Interim: filling in has not ended and the figures will still change.",
    ),
    "state.final.note": Text(
        zh="终期：填报已经截止；复核和申诉仍可能改变个别结果。",
        en="Final: filling in has ended; reviews and appeals may still change single results.",
    ),
    "district.campaign": Text(zh="评估批次", en="Campaign"),
    "district.organiser": Text(zh="组织单位", en="Organiser"),
    "district.part": Text(zh="汇总范围", en="Covers"),
    "district.part.whole": Text(zh="整个评估批次", en="The whole campaign"),
    "district.part.below": Text(zh="{name}下辖的参评单位", en="The participants below {name}"),
    "district.period": Text(zh="填报期限", en="Filling in"),
    "district.period.value": Text(zh="{opens}至{closes}", en="{opens} to {closes}"),
    "district.as_of": Text(zh="数据截至", en="Figures as of"),
    "district.counts": Text(zh="参评情况", en="Taking part"),
    "district.counts.value": Text(
        zh="参评 {total} 家，已提交 {handed_in} 家，已有复核决定 {decided} 家",
        en="organisations: {total}; submitted: {handed_in}; decided: {decided}",
    ),
    "district.below_none": Text(zh="直属单位", en="Below no district"),
    "district.all": Text(zh="合计", en="All together"),
    # chapters
    "chapter.overview": Text(zh="总体情况", en="At a glance"),
    "chapter.distribution": Text(zh="得分分布", en="Distribution of scores"),
    "chapter.heat": Text(zh="各区县与各一级指标", en="Districts by section"),
    "chapter.weakest": Text(zh="失分最多的指标", en="Weakest items"),
    "chapter.duties": Text(zh="各部门待办的合规事项", en="Open duties by department"),
    "chapter.own": Text(zh="本辖区自身的职责", en="The district's own duties"),
    "chapter.late": Text(zh="尚未提交的单位", en="Who has not submitted"),
    "chapter.compared": Text(zh="与上一批次比较", en="Compared with the campaign before"),
    "chapter.ranking": Text(zh="全部指标", en="All items"),
    # at a glance
    "district.headline.counts": Text(
        zh="{total} 家单位参评，{handed_in} 家已提交（{share}），{decided} 家已有复核决定。",
        en="Organisations taking part: {total}; submitted: {handed_in} ({share}); decided: {decided}.",
    ),
    "district.headline.none": Text(
        zh="还没有单位提交，下面没有得分可以汇总。", en="Nobody has submitted yet; there is no score to add up."
    ),
    "district.headline.median": Text(
        zh="{dial}的中位数为 {median}，中间一半的单位在 {lower} 至 {upper} 之间。",
        en="{dial}: the median is {median}, and the middle half lies between {lower} and {upper}.",
    ),
    "district.headline.weakest": Text(
        zh="失分比例最高的合规指标是“{item}”：{open} 家单位在这里失分。",
        en="The duty that loses the largest share of its points is “{item}”; organisations that lose points there: "
        "{open}.",
    ),
    "district.taking_part": Text(zh="参评与提交", en="Taking part and submitting"),
    "district.name": Text(zh="区县", en="District"),
    "district.total": Text(zh="参评", en="Taking part"),
    "district.handed_in": Text(zh="已提交", en="Submitted"),
    "district.share": Text(zh="提交率", en="Share"),
    "district.decided": Text(zh="已审定", en="Decided"),
    "district.filling": Text(zh="填报中", en="Filling in"),
    "district.not_started": Text(zh="未开始", en="Not started"),
    "district.withdrawn": Text(zh="已撤回", en="Withdrawn"),
    "district.scores": Text(zh="得分的集中程度", en="Where the scores lie"),
    "district.column": Text(zh="口径", en="Column"),
    "district.column.holds": Text(zh="采用得分", en="Score that counts"),
    "district.column.claimed": Text(zh="自评得分", en="Self score"),
    "district.column.supported": Text(zh="有据得分", en="Supported"),
    "district.column.reviewed": Text(zh="复核得分（已公布）", en="Reviewed (published)"),
    "district.count": Text(zh="家数", en="Number"),
    "district.mean": Text(zh="平均", en="Mean"),
    "district.median": Text(zh="中位数", en="Median"),
    "district.lower": Text(zh="下四分位", en="Lower quartile"),
    "district.upper": Text(zh="上四分位", en="Upper quartile"),
    "district.least": Text(zh="最低", en="Lowest"),
    "district.most": Text(zh="最高", en="Highest"),
    "district.dial": Text(zh="{title}（满分 {full}）", en="{title} (out of {full})"),
    "district.grades": Text(zh="等级分布", en="Grades"),
    "district.grade.column": Text(zh="等级 {grade}", en="Grade {grade}"),
    "district.grade.none": Text(zh="不评等级或待定", en="No grade, or pending"),
    "district.grade.withheld": Text(zh="复核决定未公布", en="Decision not published"),
    "district.overview.note": Text(
        zh="采用得分：复核决定已公布的取复核得分，其余取自评得分。等级按同一口径，由本服务设定。",
        en="The score that counts is the reviewed one where the decision is published, else the self score. Grades "
        "follow it and are set by this service.",
    ),
    # distribution
    "district.histogram.note": Text(
        zh="按采用得分占满分的百分比分段，每段含下限、不含上限，最高一段含满分及以上。不评分的 {unscored} 家不在内。",
        en="In percent of the full mark, by the score that counts. Each step includes its lower bound, the last one "
        "also the full mark and above. Not scored and left out: {unscored}.",
    ),
    "district.histogram.alt": Text(zh="{title}分段家数：{bins}。", en="{title}, organisations in each step: {bins}."),
    "district.histogram.bin": Text(zh="{label}为 {count} 家", en="{label}: {count}"),
    "district.histogram.step": Text(zh="得分率（%）", en="Percent of full mark"),
    # heat map
    "district.heat.intro": Text(
        zh="每格是该区县已提交单位在该一级指标的得分之和占可得分之和的百分比（采用得分），括号内是所据的单位数；"
        "颜色越深，失分越多。单位少的格子说明不了整个区县。",
        en="Each cell: the points that the district's organisations earned in the section, in percent of the points "
        "they could earn (score that counts); in brackets, how many organisations that have submitted it rests on. The "
        "darker, the more is lost. A cell of few organisations says little about a district.",
    ),
    "district.heat.title": Text(zh="{dial}：一级指标 {first} 至 {last}", en="{dial}: sections {first} to {last}"),
    "district.heat.alt": Text(
        zh="{dial}按区县和一级指标的得分率，数字在表格中。",
        en="{dial} by district and section in percent; the figures are in the table.",
    ),
    "district.weakest.alt": Text(
        zh="失分最多的合规指标的失分比例，数字在下表。",
        en="Share of points lost in the weakest duties; the figures are in the table.",
    ),
    "district.heat.columns": Text(
        zh="图中各列的编号是一级指标的编号，名称和单位数见下表。",
        en="Columns are numbered as the sections; their names, and how many organisations count, are in the tables.",
    ),
    "district.heat.legend": Text(zh="图例：", en="Key:"),
    "district.heat.legend.0": Text(zh="90% 及以上", en="90 % and above"),
    "district.heat.legend.1": Text(zh="75%–90%", en="75–90 %"),
    "district.heat.legend.2": Text(zh="60%–75%", en="60–75 %"),
    "district.heat.legend.3": Text(zh="40%–60%", en="40–60 %"),
    "district.heat.legend.4": Text(zh="40% 以下", en="below 40 %"),
    # items
    "district.weakest.intro": Text(
        zh="按失去的分占可得分的比例排列，只列合规指标，最多 {most} 项；全部指标在“{annex}”。不适用的单位不计入。",
        en="By the share of points lost, duties only, at most {most}; all items stand in “{annex}”. Organisations to "
        "which an item does not apply are left out of it.",
    ),
    "district.weakest.none": Text(zh="没有失分的合规指标。", en="No duty loses points."),
    "district.items.intro": Text(
        zh="合规得分和政策利用准备度的全部计分指标，失分比例高的在前；加分项不在内。",
        en="All scored items of both dials, those first that lose the largest share; bonus items are left out.",
    ),
    "district.item": Text(zh="指标", en="Item"),
    "district.applies": Text(zh="适用", en="Applies to"),
    "district.open": Text(zh="失分", en="Lose points"),
    "district.not_applicable": Text(zh="不适用", en="Not applicable"),
    "district.lost_share": Text(zh="失分比例", en="Share lost"),
    # departments
    "district.duties.intro": Text(
        zh="合规指标中至少有一家单位失分的，按通常负责的部门列出；期限已过的在前。部门名称出自本服务的整改建议，"
        "不是措施原文的分工。",
        en="Duties in which at least one organisation loses points, by who usually sees to it; past deadlines first. "
        "The departments come from this service's advice, not from the measure's own division of work.",
    ),
    "district.duties.none": Text(zh="没有待办的合规事项。", en="No duty is open."),
    "district.department": Text(zh="{name}（{count} 项）", en="{name} ({count})"),
    "district.duty": Text(zh="待办事项", en="What is open"),
    "district.organisations": Text(zh="涉及单位", en="Organisations"),
    "district.lost": Text(zh="共失分", en="Points lost"),
    "district.deadline": Text(zh="措施期限", en="Deadline"),
    "district.own.title": Text(zh="{name}的自评", en="Self-assessment of {name}"),
    "district.own.lead": Text(
        zh="以下出自本单位在“{campaign}”中提交的《{checklist}》（截至 {as_of}），不计入前面的汇总。",
        en="From the “{checklist}” this body submitted in “{campaign}” (as of {as_of}); not part of the sums above.",
    ),
    "district.own.score": Text(zh="{value}（满分 {full}）", en="{value} out of {full}"),
    # late
    "district.late.lead": Text(
        zh="{count} 家单位尚未提交，其中 {overdue} 家期限已过。",
        en="Not submitted: {count}; of these past the deadline: {overdue}.",
    ),
    "district.late.none": Text(zh="所有参评单位都已提交。", en="All participants have submitted."),
    "district.late.nobody": Text(zh="还没有参评单位。", en="Nobody takes part yet."),
    "district.late.more": Text(
        zh="这里列出前 {shown} 家，其余 {rest} 家在看板的下载文件里。",
        en="The first {shown} are listed; {rest} more are in the file on the dashboard.",
    ),
    "district.late.unnamed": Text(
        zh="{count} 家单位尚未提交。本份报告不列单位名称：索取人参与复核，或者在别的单位任职。",
        en="Not submitted: {count}. No names in this copy: whoever asked for it is a reviewer, or also works for "
        "another organisation.",
    ),
    "district.late.organisation": Text(zh="单位", en="Organisation"),
    "district.late.state": Text(zh="状态", en="State"),
    "district.late.deadline": Text(zh="期限", en="Deadline"),
    "district.late.filling": Text(zh="填报中", en="Filling in"),
    "district.late.not_started": Text(zh="未开始", en="Not started"),
    "district.late.past": Text(zh="{day}（期限已过）", en="{day} (passed)"),
    # comparison
    "district.compared.lead": Text(
        zh="上一批次“{name}”使用同一自评表（版本 {version}）。",
        en="The campaign before, “{name}”, used the same checklist (version {version}).",
    ),
    "district.compared.note": Text(
        zh="两个批次的参评单位不一定相同，差别不等于同一家单位的变化；版本不同的，只比较两个版本都有的一级指标。",
        en="The participants of the two need not be the same, so a difference is not the change of any one of them. "
        "Between different versions, only sections that both have are compared.",
    ),
    "district.compared.figure": Text(zh="数字", en="Figure"),
    "district.compared.before": Text(zh="上一批次", en="Before"),
    "district.compared.now": Text(zh="本批次", en="Now"),
    "district.compared.difference": Text(zh="差别", en="Difference"),
    "district.compared.points": Text(zh="{value} 个百分点", en="{value} percentage points"),
    "district.compared.median": Text(zh="{dial}中位数", en="Median, {dial}"),
    "district.compared.section": Text(zh="一级指标得分率", en="Share of points by section"),
    "district.compared.named": Text(zh="{section}（{dial}）", en="{section} ({dial})"),
    # limits
    "district.limits": Text(zh="本报告的算法与局限", en="How this report is worked out, and its limits"),
    "district.limit.sums": Text(
        zh="得分率是分数之和相除，不是各单位百分比的平均；单位可得分多的，分量也大。",
        en="Shares divide sums of points; they are not means of the organisations' percentages, so whoever has more "
        "points to earn weighs more.",
    ),
    "district.limit.quartiles": Text(
        zh="中位数和四分位数按线性内插计算，与电子表格的 QUARTILE.INC 相同；保留一位小数，四舍五入。",
        en="Median and quartiles are interpolated linearly as QUARTILE.INC of spreadsheets does, with one decimal, "
        "half up.",
    ),
    "district.limit.low": Text(
        zh="“不清楚”的填报内容在这里按 0 分计，核实后得分可能更高。",
        en="Answers of “not sure” count as 0 here; scores may rise once they are verified.",
    ),
    "district.limit.states": Text(
        zh="每个单位只计最近一次提交，不论已提交、审核中、退回修改、已审定还是申诉中；草稿和已撤回的不计。",
        en="Each organisation counts with its last submission, whether under review, returned, decided or under "
        "appeal; drafts and withdrawn assessments do not count.",
    ),
    "district.limit.answers": Text(
        zh="本报告只有汇总数字和单位名称，没有任何单位的填报内容和佐证材料。",
        en="This report holds sums and names of organisations, and nobody's answers or evidence.",
    ),
    "district.signature.statement": Text(
        zh="本单位确认：以上数字由本服务根据各单位的提交汇总，未作改动。",
        en="We confirm that the figures above were added up by this service from the submissions and not changed.",
    ),
}
