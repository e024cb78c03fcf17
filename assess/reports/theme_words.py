"""The fixed words of the chapters on mediation and on published lists, and of the evidence index."""

from collections.abc import Mapping

from assess.values.text import Text

THEME_WORDS: Mapping[str, Text] = {
    "mediation.lead": Text(
        zh="以下数据来自填报内容中有关纠纷调解的表格、比例和数量；本服务只作汇总，没有核实。",
        en="These figures come from the tables, rates and numbers answered on dispute resolution. This service only "
        "adds them up; it has not verified them.",
    ),
    "mediation.lead.none": Text(
        zh="自评表询问了有关纠纷调解的数据，目前都没有填报。",
        en="The checklist asks for figures on dispute resolution; none is answered so far.",
    ),
    "mediation.figures": Text(zh="填报数据汇总", en="Figures"),
    "mediation.figure": Text(zh="数据", en="Figure"),
    "mediation.value": Text(zh="数值", en="Value"),
    "mediation.note": Text(zh="算法", en="Arithmetic"),
    "mediation.rows": Text(zh="填报行数", en="Rows"),
    "mediation.total": Text(zh="{column}合计", en="{column}, total"),
    "mediation.filled": Text(zh="{rows} 行中 {filled} 行填写", en="rows filled in: {filled} of {rows}"),
    "mediation.option": Text(zh="{column}：{option}", en="{column}: {option}"),
    "mediation.ratio": Text(zh="{part} ÷ {whole}", en="{part} ÷ {whole}"),
    "mediation.dated": Text(zh="{column}：已填写", en="{column}: filled in"),
    "mediation.rate.note": Text(zh="{numerator} ÷ {denominator}", en="{numerator} ÷ {denominator}"),
    "mediation.share.note": Text(
        zh="{numerator} ÷ {denominator} = {share}", en="{numerator} ÷ {denominator} = {share}"
    ),
    "mediation.rate.none": Text(zh="没有发生数", en="no cases"),
    "mediation.unanswered": Text(zh="未填", en="Not answered"),
    "mediation.unknown": Text(zh="不清楚", en="Not sure"),
    "mediation.asked": Text(zh="填报值", en="As answered"),
    "mediation.wanted": Text(zh="自评表对这些数据的要求", en="What the checklist asks of these figures"),
    "mediation.earned": Text(zh="得分", en="Earned"),
    "mediation.ours": Text(
        zh="评分标准为本服务自定规则；汇总数不改变得分。",
        en="The scoring is this service's own rule. The totals change no score.",
    ),
    "listed.result.none": Text(
        zh="未发现不一致：填报的回答与提交时已导入的名单没有出入。",
        en="No contradiction found: no answer was at odds with the lists imported by then.",
    ),
    "listed.result.one": Text(zh="有 1 处回答与名单不一致。", en="One answer is at odds with a list."),
    "listed.result": Text(zh="有 {count} 处回答与名单不一致。", en="{count} answers are at odds with a list."),
    "listed.result.not": Text(
        zh="没有核对：本单位没有登记统一社会信用代码，无法在名单中查找。",
        en="Not checked: the organisation has no unified social credit code registered, by which lists are searched.",
    ),
    "listed.lists": Text(zh="核对了哪些名单", en="Lists that were looked at"),
    "listed.list": Text(zh="名单", en="List"),
    "listed.compared": Text(zh="核对的问题", en="Question compared"),
    "listed.entries": Text(zh="当时有效的记录数", en="Entries in force then"),
    "listed.latest": Text(zh="最近一条的列入日期", en="Newest entry"),
    "listed.empty": Text(zh="没有导入", en="none imported"),
    "listed.found": Text(zh="不一致的回答", en="Answers at odds"),
    "listed.question": Text(zh="问题", en="Question"),
    "listed.said": Text(zh="名单的记载和填报的回答", en="What the list shows and what was answered"),
    "listed.imported": Text(
        zh="名单最近一次导入：{day}。此后公布、导入的记录不在核对范围内。",
        en="Lists last imported on {day}. What was published or imported since was not looked at.",
    ),
    "listed.imported.none": Text(
        zh="提交时本服务没有导入过任何名单，因此“未发现不一致”不说明任何问题。",
        en="No list had been imported by then, so “no contradiction” says nothing.",
    ),
    "listed.limits": Text(
        zh="按统一社会信用代码查找；同名但代码不同的记录不算；名单由管理员从公开来源导入，可能不全。不清楚和没有回答的问题不核对。",
        en="Searched by credit code; entries of the same name under another code do not count. Administrators import "
        "lists from public sources; they may be incomplete. Answers of “not sure” and open questions are not compared.",
    ),
    "listed.old": Text(
        zh="这次提交时没有保存核对了哪些名单，只保存了不一致之处。",
        en="This submission did not keep which lists were looked at, only what was at odds.",
    ),
    "evidence.size": Text(zh="大小", en="Size"),
    "evidence.sha256": Text(zh="SHA-256", en="SHA-256"),
    "evidence.items": Text(zh="用于", en="Serves"),
    "evidence.sha256.note": Text(
        zh="SHA-256 只印前 12 位，完整的值在所附的 result.json 中。",
        en="The first 12 digits of each SHA-256 are printed; the whole is in the attached result.json.",
    ),
    "evidence.gaps": Text(zh="佐证材料缺口", en="Missing evidence"),
    "evidence.gaps.intro": Text(
        zh="下列三级指标按填报内容得分，但复核时需要的佐证材料没有上传或者不合要求；计算有据得分时，这些分不算。",
        en="These items earn points by the answers, but the evidence needed for a review is missing or does not fit. "
        "A score by what is proved leaves these points out.",
    ),
    "evidence.gaps.none": Text(
        zh="需要佐证材料的得分项都有符合要求的材料。", en="Every item that earns points and needs evidence has it."
    ),
    "evidence.gap.wanted": Text(zh="需要", en="Wanted"),
    "evidence.gap.found": Text(zh="现状", en="Found"),
    "evidence.gap.lost": Text(zh="影响分值", en="Points at stake"),
    "evidence.gap.count": Text(zh="{kinds}，至少 {count} 份", en="{kinds}, at least {count}"),
    "evidence.gap.days": Text(zh="{wanted}，{days} 天内的", en="{wanted}, not older than {days} days"),
    "evidence.gap.any": Text(zh="任何种类的材料", en="evidence of any kind"),
    "evidence.gap.nothing": Text(zh="没有", en="none"),
    "evidence.gap.some": Text(zh="合格 {valid} 份", en="{valid} fit"),
    "evidence.gap.kind": Text(zh="种类不符 {count} 份", en="{count} of another kind"),
    "evidence.gap.date": Text(zh="日期不符 {count} 份", en="{count} out of date"),
    "size.bytes": Text(zh="{value} B", en="{value} B"),
    "size.kilo": Text(zh="{value} KB", en="{value} KB"),
    "size.mega": Text(zh="{value} MB", en="{value} MB"),
}
