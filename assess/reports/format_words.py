"""The fixed words that only some formats of a report need, in both languages."""

from collections.abc import Mapping

from assess.values.text import Text

FORMAT_WORDS: Mapping[str, Text] = {
    "format.editable": Text(
        zh="本文件可以修改，改动后与服务中的报告不再一致；以 PDF 报告为准。",
        en="This file can be edited and may then differ from the report in the service; the PDF report prevails.",
    ),
    "format.low": Text(zh="目前确定", en="Certain now"),
    "format.high": Text(zh="最高可能", en="At most"),
    "format.full": Text(zh="满分", en="Out of"),
    "format.score": Text(zh="得分", en="Score"),
    "format.share": Text(zh="{dial}得分率", en="{dial}, share"),
    "format.value": Text(zh="内容", en="Content"),
    "format.days": Text(zh="预计工作量（人日）", en="Effort (person-days)"),
    "format.question": Text(zh="问题", en="Question"),
    "format.answer": Text(zh="填报内容", en="Answer"),
    "format.category": Text(zh="类别", en="Kind"),
    "format.effect": Text(zh="分值", en="Points"),
    "format.basis": Text(zh="依据", en="Basis"),
    "format.status": Text(zh="状态", en="Status"),
    "format.dial": Text(zh="类型", en="Dial"),
    "format.changes": Text(zh="填报随之变化", en="What it changes"),
    "format.page.before": Text(zh="第 ", en="Page "),
    "format.page.between": Text(zh=" 页 / 共 ", en=" of "),
    "format.page.after": Text(zh=" 页", en=""),
    "format.logo": Text(zh="标志", en="Logo"),
    "format.notes": Text(zh="说明", en="Notes"),
    "sheet.summary": Text(zh="概览", en="Overview"),
    "sheet.gaps": Text(zh="差距", en="Gaps"),
    "sheet.path": Text(zh="最短路径", en="Cheapest way"),
    "sheet.opportunities": Text(zh="可利用政策", en="Benefits"),
    "sheet.programmes": Text(zh="补贴估算", en="Estimates"),
    "sheet.listed": Text(zh="名单核对", en="Lists"),
    "sheet.trend": Text(zh="历次", en="Earlier cycles"),
    "sheet.peers": Text(zh="同批", en="Peers"),
    "sheet.mediation": Text(zh="调解", en="Mediation"),
    "sheet.items": Text(zh="评分明细", en="Items"),
    "sheet.answers": Text(zh="填报内容", en="Answers"),
    "sheet.evidence": Text(zh="佐证", en="Evidence"),
    "sheet.sources": Text(zh="来源", en="Sources"),
    "sheet.signature": Text(zh="签署与核验", en="Signature"),
}
