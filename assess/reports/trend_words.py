"""The fixed words of the chapter that compares with earlier cycles, in both languages."""

from collections.abc import Mapping

from assess.values.text import Text

TREND_WORDS: Mapping[str, Text] = {
    "trend.lead": Text(
        zh="本单位在同一自评表上此前已提交 {count} 次（不含撤回的），连同本次列表如下。",
        en="The organisation has submitted this checklist {count} times before (withdrawn ones left out); with this "
        "one they are:",
    ),
    "trend.lead.one": Text(
        zh="本单位在同一自评表上此前已提交 1 次（不含撤回的），连同本次列表如下。",
        en="The organisation has submitted this checklist once before (withdrawn ones left out); with this one:",
    ),
    "trend.more": Text(zh="更早的 {count} 次没有列出。", en="Earlier ones that are not shown: {count}."),
    "trend.note": Text(
        zh="每次评估只取本次提交之前最后一次提交的结果；复核得分只列出本次提交之前已公布的。百分数为得分占满分的比例，满分不同的版本也可以相比。",
        en="Of each assessment the last submission before this one counts; reviewed scores are those published before "
        "this submission. Percentages are of the full mark, so versions with different full marks can be compared.",
    ),
    "trend.note.draft": Text(
        zh="每次评估只取最后一次提交的结果；复核得分只列出已公布的。百分数为得分占满分的比例，满分不同的版本也可以相比。",
        en="Of each assessment the last submission counts; reviewed scores are those that were published. Percentages "
        "are of the full mark, so versions with different full marks can be compared.",
    ),
    "trend.note.campaign": Text(
        zh="本报告的批次组织单位可以查看本报告，因此只列本单位在该组织单位的批次中提交的自评。",
        en="The organiser of the campaign may read this report, so only assessments in its campaigns are listed.",
    ),
    "trend.caption": Text(zh="历次得分和等级", en="Scores and grades of all cycles"),
    "trend.cycle": Text(zh="评估基准日", en="Assessed as of"),
    "trend.reference": Text(zh="编号", en="Reference"),
    "trend.version": Text(zh="版本", en="Version"),
    "trend.current": Text(zh="本次", en="this one"),
    "trend.reviewed": Text(zh="复核 {value}", en="reviewed {value}"),
    "trend.alt": Text(
        zh="折线图：历次得分占满分的比例。{lines}", en="Line chart: scores in percent of the full mark. {lines}"
    ),
    "trend.alt.dial": Text(zh="{dial}：{points}。", en="{dial}: {points}."),
    "trend.alt.point": Text(zh="{day} {share}", en="{day} {share}"),
    "trend.alt.none": Text(zh="不评分", en="not scored"),
    "trend.compared": Text(zh="与上一次相比", en="Compared with the cycle before"),
    "trend.compared.lead": Text(
        zh="上一次：评估基准日{day}，编号 {reference}，版本 {version}。",
        en="The cycle before: as of {day}, reference {reference}, version {version}.",
    ),
    "trend.compared.version": Text(
        zh="两次所用的版本不同（{was} → {now}）；只比较内容和评分标准都没有变化的三级指标。",
        en="The versions differ ({was} → {now}); only items whose content and scoring did not change are compared.",
    ),
    "trend.grade": Text(zh="等级：{was} → {now}。", en="Grade: {was} → {now}."),
    "trend.grade.same": Text(zh="等级没有变化：{now}。", en="The grade is the same: {now}."),
    "trend.sections": Text(zh="各一级指标的变化", en="Changes by section"),
    "trend.was": Text(zh="上次", en="Before"),
    "trend.now": Text(zh="本次", en="Now"),
    "trend.change": Text(zh="变化", en="Change"),
    "trend.points": Text(zh="{value} 分", en="{value} pt"),
    "trend.percentage": Text(zh="{value} 个百分点", en="{value} pp"),
    "trend.dial": Text(zh="得分", en="Score"),
    "trend.dials": Text(zh="得分的变化", en="Changes of the scores"),
    "trend.better": Text(zh="得分提高的三级指标", en="Items with higher scores"),
    "trend.worse": Text(zh="得分下降的三级指标", en="Items with lower scores"),
    "trend.better.none": Text(zh="没有得分提高的三级指标。", en="No item has a higher score."),
    "trend.worse.none": Text(zh="没有得分下降的三级指标。", en="No item has a lower score."),
    "trend.same": Text(
        zh="另有 {count} 项得分没有变化（两次都计分的）。", en="Items that scored the same both times: {count}."
    ),
    "trend.apart": Text(zh="不能相比的三级指标", en="Items that cannot be compared"),
    "trend.apart.added": Text(zh="新版本增加的", en="new in this version"),
    "trend.apart.retired": Text(zh="新版本取消的", en="no longer in this version"),
    "trend.apart.rescored": Text(zh="分值或者评分标准有变化", en="its points or scoring changed"),
    "trend.apart.meaning-changed": Text(zh="含义有变化", en="its meaning changed"),
    "trend.apart.now-out": Text(zh="上次计分，本次不计分（{status}）", en="scored before, not now ({status})"),
    "trend.apart.now-in": Text(zh="本次计分，上次不计分（{status}）", en="scored now, not before ({status})"),
}
