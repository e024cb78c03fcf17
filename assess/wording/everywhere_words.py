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
}
