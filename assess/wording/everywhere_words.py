"""Results everywhere on the command line: headings, why a question is open, and what is refused.

Same format as `assess.wording.refusals`.
"""

from typing import Final

from assess.values.text import Text

EVERYWHERE_WORDS: Final[dict[str, Text]] = {
    "everywhere.title": Text(
        zh="{name}：一组回答，{count} 份自评表，{day}评价",
        en="{name}: one set of answers, {count} checklists, as of {day}",
    ),
    "everywhere.reason.inside": Text(zh="所在地区适用", en="applies where the organisation is"),
    "everywhere.reason.part": Text(zh="适用于所在地区的一部分", en="applies to a part of its region"),
    "everywhere.reason.elsewhere": Text(zh="其他地区，仅供对照", en="another region, for comparison only"),
    "everywhere.open": Text(zh="还没有可用回答：{count} 题", en="questions without a usable answer: {count}"),
    "everywhere.open.unanswered": Text(zh="未填", en="not answered"),
    "everywhere.open.unknown": Text(zh="不清楚", en="not sure"),
    "everywhere.open.stale": Text(zh="已过有效期", en="no longer fresh"),
    "everywhere.open.anew": Text(zh="每次都要重新核实", en="asked anew each time"),
    "everywhere.open.differs": Text(zh="问法不同", en="asked in another way"),
    "everywhere.waiting": Text(
        zh="另有 {count} 题要看这些回答才知道是否要填", en="questions that depend on these: {count}"
    ),
    "everywhere.only": Text(zh="只有这里问：{facts}", en="asked only here: {facts}"),
    "everywhere.stricter": Text(zh="这里要求更多：{facts}", en="more is asked here of: {facts}"),
    "everywhere.ignored": Text(zh="这里不问，未使用的回答：{facts}", en="answers not asked for here: {facts}"),
    "everywhere.next": Text(zh="再回答这些题，能确定最多的结果", en="Questions that settle most"),
    "everywhere.next.one": Text(zh="{fact}（{count} 份自评表）", en="{fact} ({count} checklists)"),
    "everywhere.workbook": Text(
        zh="工作簿只属于一份自评表，不能用来对照各地结果；请改用 YAML 或 JSON。",
        en="A workbook belongs to one checklist; give the answers as YAML or JSON to score them everywhere.",
    ),
    "everywhere.no-checklist": Text(zh="没有面向“{kind}”的自评表。", en="There is no checklist for “{kind}”."),
    "everywhere.checklist": Text(
        zh="--everywhere 使用全部自评表，不能同时写自评表名称或版本。",
        en="--everywhere takes every checklist; name none, and no version.",
    ),
    "everywhere.which": Text(
        zh="请写自评表名称，或者用 --everywhere 计算全部自评表。",
        en="Name a checklist, or take --everywhere for all of them.",
    ),
    # two results compared
    "compare.cycle": Text(zh="同一版本的两次结果：{new}", en="Two results of the same version: {new}"),
    "compare.version": Text(zh="两个版本的结果：{old} → {new}", en="Results of two versions: {old} → {new}"),
    "compare.region": Text(
        zh="两份自评表的结果：{old} 与 {new}，没有共同的评价要点",
        en="Results of two checklists without a common item: {old} and {new}",
    ),
    "compare.column": Text(zh="{column}：{before} → {after}", en="{column}: {before} → {after}"),
    "compare.column.claimed": Text(zh="自评得分", en="claimed"),
    "compare.column.supported": Text(zh="有据得分", en="supported by evidence"),
    "compare.column.reviewed": Text(zh="复核得分", en="reviewed"),
    "compare.items": Text(
        zh="有变化的评价要点 {count} 项，没有变化的 {same} 项", en="Items that differ: {count}; unchanged: {same}"
    ),
    "compare.answers": Text(zh="不同的回答 {count} 题", en="Answers that differ: {count}"),
    "compare.reason.answers": Text(zh="回答有变化：{facts}", en="answered differently: {facts}"),
    "compare.reason.rule": Text(zh="分值或评分标准有改动", en="its points or rule changed"),
    "compare.reason.meaning": Text(zh="题目或评价要点的含义有改动", en="the item or its question means something else"),
    "compare.reason.claim": Text(zh="不适用的申报有变化", en="what is claimed not to apply changed"),
    "compare.reason.profile": Text(
        zh="单位信息（地区、身份、规模）有变化", en="the organisation's region, roles or size changed"
    ),
    "compare.reason.day": Text(
        zh="评价日不同：期限和有效期按评价日判断", en="another day: deadlines and validity are judged on it"
    ),
    "compare.reason.added": Text(zh="新版本新增的评价要点", en="added in the later version"),
    "compare.reason.retired": Text(zh="新版本不再评价", en="no longer in the later version"),
}
